"""Routes: Litestar's handlers with a declared policy, around which the request's transaction is opened, retried and ended."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, get_type_hints

import litestar
from litestar import Request
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp
from psycopg import Error

from .answers import Answer, answer_of, packed
from .caller import Caller, caller_of
from .guard import check, check_origin
from .idempotency import Once
from .input import Decode, decoder_of, read_body
from .retry import is_worth_retrying

Handler = Callable[..., Awaitable[object]]
AnyRequest = Request[Any, Any, Any]  # Any: Litestar's user, auth and state, which we do not use
GIVEN = frozenset({"tx", "actor", "caller", "once", "body", "data"})  #: parameters that come from here, not from Litestar


@dataclass(frozen=True, kw_only=True)
class Route:
    """What a handler asks for, read once at the start."""

    fn: Handler
    wants: frozenset[str]
    policy: str
    manage: str | None  #: what its policy says the caller must be able to manage
    status: int
    reads: bool
    keeps_plans: bool  #: as in ``Database.workspace``
    packs: bool  #: whether a long answer is sent packed
    decode: Decode | None
    returns: Any  # Any: a type, or a generic alias of one
    accepts: Any  # Any: the same


def get(path: str | list[str], *, policy: str, **options: Any) -> Callable[[Handler], HTTPRouteHandler]:  # Any: Litestar's own options
    """A handler that reads."""
    return _route(litestar.get, path, policy, 200, True, options)


def post(path: str, *, policy: str, status: int = 200, reads: bool = False, **options: Any) -> Callable[[Handler], HTTPRouteHandler]:  # Any: see get
    """A handler that creates or does something; ``reads`` for one that only asks with a body."""
    return _route(litestar.post, path, policy, status, reads, options)


def put(path: str, *, policy: str, status: int = 200, **options: Any) -> Callable[[Handler], HTTPRouteHandler]:  # Any: see get
    """A handler that replaces."""
    return _route(litestar.put, path, policy, status, False, options)


def patch(path: str, *, policy: str, status: int = 200, **options: Any) -> Callable[[Handler], HTTPRouteHandler]:  # Any: see get
    """A handler that changes."""
    return _route(litestar.patch, path, policy, status, False, options)


def delete(path: str, *, policy: str, status: int = 204, **options: Any) -> Callable[[Handler], HTTPRouteHandler]:  # Any: see get
    """A handler that takes away."""
    return _route(litestar.delete, path, policy, status, False, options)


def _route(
    make: Callable[..., Any],
    path: str | list[str],
    policy: str,
    status: int,
    reads: bool,
    options: dict[str, Any],  # Any: the decorators of Litestar
) -> Callable[[Handler], HTTPRouteHandler]:
    keeps_plans, packs = bool(options.pop("keeps_plans", False)), bool(options.pop("packs", False))

    def decorate(fn: Handler) -> HTTPRouteHandler:
        route = describe(fn, policy=policy, status=status, reads=reads, keeps_plans=keeps_plans, packs=packs)
        # The answer carries its own status; the framework only must not think of one without a body.
        return make(path, status_code=200, policy=policy, route=route, **options)(endpoint(route))

    return decorate


def describe(fn: Handler, *, policy: str, status: int, reads: bool, keeps_plans: bool = False, packs: bool = False) -> Route:
    """Read a handler's signature."""
    hints = get_type_hints(fn, include_extras=True)
    parameters = inspect.signature(fn).parameters
    accepts = hints.get("data")
    return Route(
        fn=fn,
        wants=GIVEN & parameters.keys(),
        policy=policy,
        manage=policy.removeprefix("manage:") if policy.startswith("manage:") else None,
        status=status,
        reads=reads,
        keeps_plans=keeps_plans,
        packs=packs,
        decode=decoder_of(accepts, is_optional=parameters["data"].default is not inspect.Parameter.empty) if accepts is not None else None,
        returns=hints.get("return"),
        accepts=accepts,
    )


def endpoint(route: Route) -> Handler:
    """The function that Litestar calls in place of the handler: the same, without what comes from here."""
    has_request = "request" in inspect.signature(route.fn).parameters
    needs_body = bool(route.wants & {"data", "body", "once"})
    run = _public if route.policy == "public" else _transaction if route.wants & {"tx", "once"} else _checked

    async def handle(request: AnyRequest, **values: Any) -> ASGIApp:  # Any: Litestar has checked them against the signature
        caller = caller_of(request)
        caller.reads = route.reads
        if route.policy != "public":
            caller.credential()  # before any work is done for a stranger
        body = await read_body(request) if needs_body else b""
        if has_request:
            values["request"] = request
        answer = await run(route, caller, body, values)
        return packed(answer, request.scope) if route.packs else answer

    _show_signature(handle, route.fn)
    return handle


Values = dict[str, Any]  # Any: the arguments of a handler


async def _public(route: Route, caller: Caller, body: bytes, values: Values) -> Answer:
    check_origin(caller)
    return await _call(route, caller, body, values)


async def _checked(route: Route, caller: Caller, body: bytes, values: Values) -> Answer:
    """For a handler that opens its transactions itself: hers is only checked before."""
    async with caller.enter() as tx:
        await check(tx, caller, manage=route.manage, reads=route.reads)
    return await _call(route, caller, body, values)


async def _transaction(route: Route, caller: Caller, body: bytes, values: Values) -> Answer:
    try:
        answer = await _attempt(route, caller, body, dict(values))
    except Error as broken:
        if not is_worth_retrying(broken):
            raise
        answer = await _attempt(route, caller, body, values)
    for work in caller.after:
        await work()
    return answer


async def _attempt(route: Route, caller: Caller, body: bytes, values: Values) -> Answer:
    caller.after.clear()
    caller.headers.clear()
    async with caller.enter(keeps_plans=route.keeps_plans) as tx:
        await check(tx, caller, manage=route.manage, reads=route.reads)
        if "tx" in route.wants:
            values["tx"] = tx
        if "once" in route.wants:
            values["once"] = Once(tx, caller, body)
        return await _call(route, caller, body, values)


async def _call(route: Route, caller: Caller, body: bytes, values: Values) -> Answer:
    wants = route.wants
    if "actor" in wants:
        values["actor"] = caller.actor
    if "caller" in wants:
        values["caller"] = caller
    if "body" in wants:
        values["body"] = body
    if route.decode is not None:
        route.decode(caller, body, values)
    answer = answer_of(await route.fn(**values), route.status)
    if caller.headers:
        answer.headers = [*answer.headers, *caller.headers]
    return answer


def _show_signature(run: Any, fn: Handler) -> None:  # Any: the attributes of a function
    """Let Litestar see the handler's parameters, except those that come from here."""
    hints = get_type_hints(fn, include_extras=True)
    kept = [one.replace(annotation=hints[name]) for name, one in inspect.signature(fn).parameters.items() if name not in GIVEN and name != "request"]
    asked = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=AnyRequest)
    keyword_only = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in kept]
    run.__signature__ = inspect.Signature([asked, *keyword_only], return_annotation=ASGIApp)
    run.__annotations__ = {"request": AnyRequest, **{one.name: one.annotation for one in kept}, "return": ASGIApp}
    run.__name__, run.__qualname__, run.__doc__, run.__module__ = fn.__name__, fn.__qualname__, fn.__doc__, fn.__module__
