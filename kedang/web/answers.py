"""Answers: what a handler gives back, as the bytes that go out."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

Header = tuple[bytes, bytes]
JSON: Header = (b"content-type", b"application/json")
PROBLEM: Header = (b"content-type", b"application/problem+json")

VARY: Header = (b"vary", b"accept-encoding")
PACKED: Header = (b"content-encoding", b"gzip")

WORTH = 2_000  #: bytes from which on an answer is packed
LEVEL = 3  #: quick: half a millisecond for 80 kB
PIECE = 1 << 20  #: bytes of a file that are sent at once

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


def packed(answer: Answer, scope: Any) -> Answer:  # Any: an ASGI scope
    """The same answer, packed if it is long and whoever asks unpacks it.

    Only where nobody from outside can have a browser ask for words of her choice: else its size would tell what else is in it.
    """
    if len(answer.body) < WORTH or not takes_packed(scope):
        return answer
    headers = [*(one for one in answer.headers if one[0] != b"content-length"), VARY, PACKED]
    return Answer(gzip.compress(answer.body, LEVEL, mtime=0), status=answer.status, headers=headers)


def takes_packed(scope: Any) -> bool:  # Any: an ASGI scope
    """Whether whoever asks unpacks what it gets."""
    return any(name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"])


class FileAnswer(Answer):
    """A file of ours, sent in pieces. It is opened when the answer is made, so that it may be removed meanwhile."""

    __slots__ = ("_file",)

    def __init__(self, path: Path, headers: Iterable[Header]) -> None:
        """Open it. Raises ``FileNotFoundError``."""
        super().__init__(headers=())
        self._file = path.open("rb")
        self.headers = [*headers, (b"content-length", b"%d" % path.stat().st_size)]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # Any: ASGI messages are dictionaries of the server
        """Send it."""
        with self._file as file:
            await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
            more = scope["method"] != "HEAD"
            while more:
                piece = await asyncio.to_thread(file.read, PIECE)
                more = len(piece) == PIECE
                await send({"type": "http.response.body", "body": piece, "more_body": more})
            if scope["method"] == "HEAD":
                await send({"type": "http.response.body", "body": b""})


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
