"""What can go wrong at the edge itself, before a verb is asked."""

from __future__ import annotations

from kedang.core.base import Busy, Conflict, Forbidden, Invalid, Unauthenticated


class MalformedBody(Invalid):
    """The body is not valid JSON."""

    zh = "请求内容不是有效的 JSON。"


class WrongMediaType(Invalid):
    """The body must be application/json."""

    zh = "请求内容的类型应为 application/json。"
    code = "unsupported_media_type"


class BodyTooLarge(Invalid):
    """The request has too many bytes."""

    zh = "请求内容过大。"


class NulCharacter(Invalid):
    """The character U+0000 is not allowed."""

    zh = "不允许使用字符 U+0000。"


class CsrfFailed(Forbidden):
    """The request did not come from our own page; reload it."""

    zh = "请求并非来自本页面，请刷新后重试。"


class WrongOrigin(Forbidden):
    """The request came from another site."""

    zh = "请求来自其他网站，已被拒绝。"


class HttpsRequired(Forbidden):
    """This address is not encrypted; use HTTPS."""

    zh = "此地址未加密，请使用 HTTPS 访问。"


class TokenScope(Forbidden):
    """This API token may only: {scopes}."""

    zh = "此 API 令牌的权限仅限：{scopes}。"


class SessionEnded(Unauthenticated):
    """Your session has ended; sign in again."""

    zh = "登录已失效，请重新登录。"
    code = "unauthenticated"


class QueryFailed(Busy):
    """The query could not be run; the incident has been recorded."""

    zh = "查询未能完成，问题已记录。"


class IdempotencyMismatch(Conflict):
    """This Idempotency-Key was already used for another request."""

    zh = "该 Idempotency-Key 已用于另一个请求。"


class BadIdempotencyKey(Invalid):
    """An Idempotency-Key has 1 to 200 printable characters."""

    zh = "Idempotency-Key 须为 1 至 200 个可见字符。"


class MethodNotAllowed(Invalid):
    """This address does not take this method."""

    zh = "该地址不支持此方法。"


class TooManyRequests(Busy):
    """Too many requests; try again shortly."""

    zh = "请求过多，请稍后重试。"


class InternalError(Busy):
    """Something went wrong on our side; its number is {request}."""

    zh = "系统内部出现问题，编号 {request}。"
    code = "internal_error"
