"""Answers: what a handler gives back, as the bytes that go out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

Header = tuple[bytes, bytes]
JSON: Header = (b"content-type", b"application/json")
PROBLEM: Header = (b"content-type", b"application/problem+json")

_encoder = msgspec.json.Encoder()


class Answer:
    """A whole answer: status, headers, body. It is an ASGI application, so that nothing stands between it and the server."""

    __slots__ = ("body", "headers", "status")

    def __init__(self, body: bytes = b"", *, status: int = 200, headers: Iterable[Header] = (JSON,)) -> None:
        """Keep them; the length is added here."""
        self.body = body
        self.status = int(status)
        self.headers: list[Header] = [*headers, (b"content-length", b"%d" % len(body))]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # Any: ASGI messages are dictionaries of the server
        """Send it."""
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else self.body})

    def to_asgi_response(self, *_: Any, **__: Any) -> Answer:  # Any: what the framework tells its own responses
        """Itself: for the framework, which asks this of whatever an exception was turned into."""
        return self


def as_json(body: bytes, *, status: int = 200, headers: Iterable[Header] = ()) -> Answer:
    """JSON that somebody else has built (PostgreSQL, mostly), sent untouched."""
    return Answer(body, status=status, headers=(JSON, *headers))


def answer_of(value: object, status: int) -> Answer:
    """What a handler returned, encoded; nothing is 204."""
    if isinstance(value, Answer):
        return value
    if value is None:
        return Answer(status=204, headers=())
    return Answer(_encoder.encode(value), status=status)
