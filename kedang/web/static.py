"""The user interface: files of ``kedang/web/static``, read once at the start, compressed once, sent from memory."""

from __future__ import annotations

import gzip
import mimetypes
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

from kedang.core.base import NotFound

from .answers import PACKED, VARY, Answer, Header, takes_packed
from .errors import MethodNotAllowed

FOLDER = Path(__file__).parent / "static"
IMMUTABLE: Header = (b"cache-control", b"public, max-age=31536000, immutable")  #: the name holds a digest of the content
REVALIDATE: Header = (b"cache-control", b"no-cache")
PAGE = "index.html"
FRAME = b" data-frame"  #: of the page's first element: ``ui/src/app/early.ts`` and ``frame.css`` show the frame by it
SESSION = re.compile(rb"(?:^|;\s*)(?:__Host-)?kedang=[^;\s]")  #: whether it still holds is the API's to say
BY_SESSION: Header = (b"vary", b"cookie")
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8", ".woff2": "font/woff2",
         ".webmanifest": "application/manifest+json", ".svg": "image/svg+xml", ".json": "application/json"}  # fmt: skip
COMPRESSED = frozenset({".js", ".css", ".html", ".svg", ".json", ".webmanifest", ".txt"})


class _File:
    """One file, ready to be sent."""

    def __init__(self, body: bytes, path: Path, name: str, *more: Header) -> None:
        self.tag = f'"{sha256(body).hexdigest()[:32]}"'.encode()
        kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        headers: list[Header] = [
            (b"content-type", kind.encode()),
            (b"etag", self.tag),
            VARY,
            IMMUTABLE if name.startswith("assets/") else REVALIDATE,
            *more,
        ]
        self.plain = Answer(body, headers=headers)
        self.packed = self.plain
        if path.suffix in COMPRESSED and len(body) > 1000:
            self.packed = Answer(gzip.compress(body, 6, mtime=0), headers=[*headers, PACKED])
        self.unchanged = Answer(status=304, headers=headers[1:])

    def answer(self, scope: Any) -> Answer:  # Any: ASGI
        headers = dict(scope["headers"])
        if self.tag in headers.get(b"if-none-match", b""):
            return self.unchanged
        return self.packed if takes_packed(scope) else self.plain


class _Page(_File):
    """``index.html``: with the frame of a page within for whoever brings a session, without it for strangers, who will see the door."""

    def __init__(self, path: Path, name: str) -> None:
        body = path.read_bytes()
        super().__init__(body, path, name, BY_SESSION)
        self._strange = _File(body.replace(FRAME, b""), path, name, BY_SESSION)

    def answer(self, scope: Any) -> Answer:  # Any: ASGI
        if any(name == b"cookie" and SESSION.search(value) for name, value in scope["headers"]):
            return super().answer(scope)
        return self._strange.answer(scope)


class Files:
    """Answers every path that is not the interface's: a file, else index.html, which knows the pages. A path with a dot is a file or nothing."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Read the folder; a missing one is an interface that was not built."""
        self._files: dict[str, _File] = {}
        if folder.is_dir():
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    name = path.relative_to(folder).as_posix()
                    self._files[name] = _Page(path, name) if name == PAGE else _File(path.read_bytes(), path, name)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # Any: ASGI
        """Send the file."""
        if scope["method"] not in ("GET", "HEAD"):
            raise MethodNotAllowed
        name = scope["path"].lstrip("/")
        scope["path_template"] = "/{file}"
        found = self._files.get(name)
        if found is None and "." not in name:
            found = self._files.get(PAGE)
        if found is None:
            raise NotFound
        await found.answer(scope)(scope, receive, send)
