"""Reading what comes in: the body as bytes within the limit, and its JSON as a typed value."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, get_args

import msgspec
from litestar import Request
from litestar.exceptions import SerializationException

from kedang.core.base import Invalid

from .caller import Caller
from .errors import MalformedBody, NulCharacter, WrongMediaType
from .invalid import from_message

Decode = Callable[[Caller, bytes, dict[str, Any]], None]  # Any: the arguments of a handler

# An escaped U+0000: the backslash before the u is not itself escaped.
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
JSON_TYPES = ("application/json", "application/merge-patch+json")


async def read_body(request: Request[Any, Any, Any]) -> bytes:  # Any: see routes.AnyRequest
    """The whole body; Litestar refuses one that is over the limit of its route."""
    body = await request.body()
    if b"\\u0000" in body and _NUL.search(body):
        raise NulCharacter
    return body


def decoder_of(accepts: Any, *, is_optional: bool) -> Decode:  # Any: a type, as msgspec takes it
    """How a handler's ``data`` is decoded. An absent body leaves an optional one at its default."""
    metadata = getattr(accepts, "__metadata__", ())
    plain = get_args(accepts)[0] if any(type(one).__name__ == "BodyKwarg" for one in metadata) else accepts
    decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(plain)  # Any: of whatever the handler takes

    def decode(caller: Caller, body: bytes, values: dict[str, Any]) -> None:  # Any: see Decode
        if not body and is_optional:
            return
        if (caller.header(b"content-type") or "").split(";")[0].strip().lower() not in JSON_TYPES:
            raise WrongMediaType
        try:
            values["data"] = decoder.decode(body)
        except msgspec.ValidationError as broken:
            raise Invalid(errors=[from_message(str(broken))]) from None
        except (msgspec.DecodeError, SerializationException, UnicodeDecodeError, RecursionError):
            raise MalformedBody from None

    return decode
