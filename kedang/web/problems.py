"""Errors as ``application/problem+json`` (RFC 9457), in the caller's language. Only this file knows which error has which status.

What the database says never leaves: its texts hold values of rows that the caller may not see.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, cast

import msgspec
import structlog
from litestar import Request
from litestar.exceptions import HTTPException, ValidationException
from psycopg import DataError, Error
from psycopg.errors import LockNotAvailable, OperationalError, QueryCanceled, UniqueViolation
from psycopg_pool import PoolClosed, PoolTimeout

from kedang.core.base import Busy, Conflict, FieldError, Forbidden, Invalid, KedangError, NotFound, Unauthenticated

from .answers import PROBLEM, Answer, Header
from .caller import Caller, caller_of
from .errors import BodyTooLarge, InternalError, MethodNotAllowed, QueryFailed, TooManyRequests, WrongMediaType
from .invalid import FieldInvalid, from_message
from .retry import is_worth_retrying

log = structlog.get_logger("kedang.web")

FAMILIES: tuple[tuple[type[KedangError], HTTPStatus], ...] = (
    (InternalError, HTTPStatus.INTERNAL_SERVER_ERROR),
    (MethodNotAllowed, HTTPStatus.METHOD_NOT_ALLOWED),
    (BodyTooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (WrongMediaType, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    (NotFound, HTTPStatus.NOT_FOUND),
    (Unauthenticated, HTTPStatus.UNAUTHORIZED),
    (Forbidden, HTTPStatus.FORBIDDEN),
    (Invalid, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Conflict, HTTPStatus.CONFLICT),
    (Busy, HTTPStatus.SERVICE_UNAVAILABLE),
)
TOO_MANY = frozenset({"too_many_requests", "too_many_attempts"})  #: codes of ``Busy`` where the caller, not the system, is the reason
TITLES_ZH = {
    401: "未登录", 403: "无权操作", 404: "未找到", 405: "不支持的方法", 409: "冲突", 413: "内容过大",
    415: "不支持的内容类型", 422: "输入有误", 429: "请求过多", 500: "内部错误", 503: "暂时不可用",
}  # fmt: skip
RESERVED = frozenset({"type", "title", "status", "code", "detail", "instance", "fields", "field", "row"})
RETRY_AFTER = 2  #: seconds, where the error does not say


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The body of every error."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    instance: str
    fields: list[FieldError] = []


def answer_to(broken: Exception, caller: Caller) -> Answer:
    """The answer to an exception."""
    error = error_of(broken, caller)
    status = status_of(error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and error is not broken:
        _report(broken, caller)
    language = caller.language
    problem = Problem(
        type=f"urn:kedang:problem:{error.code}",
        title=TITLES_ZH[status] if language.startswith("zh") else status.phrase,
        status=status,
        code=error.code,
        detail=error.text(language),
        instance=f"urn:kedang:request:{caller.request}",
        fields=_fields(error, language),
    )
    members = {key: value for key, value in error.members(language).items() if key not in RESERVED} if isinstance(error, Conflict | Invalid) else {}
    body = msgspec.json.encode({**msgspec.to_builtins(problem), **members} if members else problem)
    return Answer(body, status=status, headers=(PROBLEM, *_headers(error, status)))


def handle(request: Request[Any, Any, Any], broken: Exception) -> Answer:  # Any: see routes.AnyRequest
    """Litestar's handler of every exception."""
    return answer_to(broken, caller_of(request))


def status_of(error: KedangError) -> HTTPStatus:
    """The status that an error of ours has."""
    if isinstance(error, Busy) and error.code in TOO_MANY:
        return HTTPStatus.TOO_MANY_REQUESTS
    return next((status for family, status in FAMILIES if isinstance(error, family)), HTTPStatus.INTERNAL_SERVER_ERROR)


def error_of(broken: Exception, caller: Caller) -> KedangError:
    """The error that a caller is told about."""
    if isinstance(broken, KedangError):
        return broken
    if isinstance(broken, PoolTimeout | PoolClosed):
        return Busy()
    if isinstance(broken, Error):
        return _of_database(broken, caller)
    if isinstance(broken, HTTPException):
        return _of_litestar(broken)
    return InternalError(request=caller.request)


def _of_database(broken: Error, caller: Caller) -> KedangError:
    if is_worth_retrying(broken) or isinstance(broken, LockNotAvailable):
        return Busy()
    if isinstance(broken, OperationalError) and not isinstance(broken, QueryCanceled):
        return Busy()
    if isinstance(broken, UniqueViolation):
        return Conflict()
    # A value that the database refuses is the caller's mistake where she wrote it; in a query it may be another's, and says nothing.
    if isinstance(broken, DataError) and not caller.is_safe and not caller.reads:
        return Invalid()
    return QueryFailed()


def _of_litestar(broken: HTTPException) -> KedangError:
    match broken.status_code:
        case HTTPStatus.NOT_FOUND:
            return NotFound()
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return MethodNotAllowed()
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return BodyTooLarge()
        case HTTPStatus.TOO_MANY_REQUESTS:
            return TooManyRequests()
        case HTTPStatus.UNAUTHORIZED:
            return Unauthenticated()
        case HTTPStatus.FORBIDDEN:
            return Forbidden()
        case HTTPStatus.BAD_REQUEST | HTTPStatus.UNPROCESSABLE_ENTITY:
            return Invalid(errors=_parameters(broken)) if isinstance(broken, ValidationException) else Invalid()
        case _:
            return InternalError(request="")


def _parameters(broken: ValidationException) -> list[KedangError]:
    extra = cast("list[dict[str, object]]", broken.extra) if isinstance(broken.extra, list) else []
    found: list[KedangError] = []
    for one in extra:
        error = from_message(str(one.get("message", "")))
        error.fields["field"] = str(one.get("key", ""))
        found.append(error)
    return found or [FieldInvalid(field="")]


def _fields(error: KedangError, language: str) -> list[FieldError]:
    shown = error.shown(language)
    field, row = error.fields.get("field"), error.fields.get("row")
    if not shown and (isinstance(field, str) or isinstance(row, int)):
        place = row if isinstance(row, int) else None
        shown = [FieldError(field=field if isinstance(field, str) else "", code=error.code, message=error.text(language), row=place)]
    return shown


def _headers(error: KedangError, status: HTTPStatus) -> list[Header]:
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        seconds = error.fields.get("retry_after", RETRY_AFTER)
        return [(b"retry-after", b"%d" % (seconds if isinstance(seconds, int) else RETRY_AFTER))]
    if status == HTTPStatus.UNAUTHORIZED:
        return [(b"www-authenticate", b"Bearer")]
    return []


def _report(broken: Exception, caller: Caller) -> None:
    """Say in the log where it broke: the places, and no text that could hold a value."""
    places: list[str] = []
    trace = broken.__traceback__
    while trace is not None:
        places.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}")
        trace = trace.tb_next
    state = broken.sqlstate if isinstance(broken, Error) else None
    log.error("request failed", request=caller.request, error=type(broken).__name__, sqlstate=state, places=places[-8:])
