"""The OpenAPI document of what the caller may use: our routes, and by a hook the workspace's own objects."""

from __future__ import annotations

import inspect
import re
from typing import Any, get_args, get_type_hints

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from kedang import __version__
from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx

from .answers import Answer, as_json
from .caller import Caller
from .problems import Problem
from .routes import Route, get

Json = dict[str, Any]  # Any: an OpenAPI document is a tree of JSON
REFERENCE = "#/components/schemas/{name}"
_IN_PATH = re.compile(r"\{(\w+):(\w+)\}")
PATH_TYPES: dict[str, Json] = {"uuid": {"type": "string", "format": "uuid"}, "int": {"type": "integer"}}
SECURITY: list[Json] = [{"cookie": []}, {"token": []}]


def describe_app(app: Litestar) -> Json:
    """The document of every route; made when it is first asked for."""
    handlers = [(route.path_format, one) for route in app.routes for one in getattr(route, "route_handlers", []) if "route" in one.opt]
    types = {Problem: None}
    for _, handler in handlers:
        route: Route = handler.opt["route"]
        types.update(dict.fromkeys(one for one in (_plain(route.accepts), _plain(route.returns)) if _is_described(one)))
    _, components = msgspec.json.schema_components(list(types), ref_template=REFERENCE)
    paths: Json = {}
    for path, handler in sorted(handlers, key=lambda one: one[0]):
        for method in sorted(handler.http_methods):
            paths.setdefault(path, {})[method.lower()] = _operation(path, handler)
    schemes = {"cookie": {"type": "apiKey", "in": "cookie", "name": "__Host-kedang"}, "token": {"type": "http", "scheme": "bearer"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Kedang", "version": __version__},
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": schemes},
    }


def _plain(kind: Any) -> Any:  # Any: a type
    return get_args(kind)[0] if any(type(one).__name__ == "BodyKwarg" for one in getattr(kind, "__metadata__", ())) else kind


def _is_described(kind: Any) -> bool:  # Any: a type
    if kind in (None, type(None), Answer, bytes, Any):
        return False
    try:
        msgspec.json.schema_components([kind], ref_template=REFERENCE)
    except TypeError:
        return False  # of a kind that JSON Schema has no word for
    return True


def _operation(path: str, handler: HTTPRouteHandler) -> Json:
    route: Route = handler.opt["route"]
    problem = {"description": "Problem", "content": {"application/problem+json": {"schema": _schema(Problem)}}}
    good: Json = {"description": "Done"}
    if _is_described(route.returns) and route.status != 204:
        good["content"] = {"application/json": {"schema": _schema(_plain(route.returns))}}
    found: Json = {
        "summary": (inspect.getdoc(route.fn) or "").split("\n")[0],
        "operationId": f"{route.fn.__module__.removeprefix('kedang.')}.{route.fn.__name__}",
        "parameters": [*_path_parameters(handler, path), *_query_parameters(route)],
        "responses": {str(route.status): good, "4XX": problem, "5XX": problem},
        "security": [] if route.policy == "public" else SECURITY,
    }
    if route.accepts is not None:
        accepted = _schema(_plain(route.accepts)) if _is_described(_plain(route.accepts)) else {}
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": accepted}}}
    return found


def _schema(kind: Any) -> Json:  # Any: a type
    (schema,), _ = msgspec.json.schema_components([kind], ref_template=REFERENCE)
    return schema


def _path_parameters(handler: HTTPRouteHandler, path: str) -> list[Json]:
    kinds = {name: kind for one in handler.paths for name, kind in _IN_PATH.findall(one)}
    names = re.findall(r"\{(\w+)\}", path)
    return [{"name": name, "in": "path", "required": True, "schema": PATH_TYPES.get(kinds.get(name, "str"), {"type": "string"})} for name in names]


def _query_parameters(route: Route) -> list[Json]:
    found: list[Json] = []
    parameters = inspect.signature(route.fn).parameters
    for name, kind in get_type_hints(route.fn, include_extras=True).items():
        metadata = getattr(kind, "__metadata__", ())
        asked = next((one for one in metadata if isinstance(one, QueryParameter)), None)
        if asked is not None:
            default = parameters[name].default
            limits = {"minimum": asked.ge, "maximum": asked.le, "default": None if default is inspect.Parameter.empty else default}
            schema = {**_schema(get_args(kind)[0]), **{key: value for key, value in limits.items() if value is not None}}
            required = default is inspect.Parameter.empty
            found.append({"name": asked.query or name, "in": "query", "required": required, "schema": schema})
    return found


async def document(tx: WorkspaceTx, actor: Actor, caller: Caller) -> Json:
    """The document for one caller: ours, and what the hooks add."""
    base = caller.services.described
    if not base:
        base.update(describe_app(caller.scope["litestar_app"]))
    paths = dict(base["paths"])
    schemas = dict(base["components"]["schemas"])
    for more in caller.services.more_paths:
        added = await more(tx, actor)
        paths.update(added.get("paths", {}))
        schemas.update(added.get("components", {}).get("schemas", {}))
    return {**base, "paths": paths, "components": {**base["components"], "schemas": schemas}}


@get("/openapi.json", policy="signed_in")
async def openapi(tx: WorkspaceTx, actor: Actor, caller: Caller) -> Answer:
    """This document."""
    return as_json(msgspec.json.encode(await document(tx, actor, caller)))
