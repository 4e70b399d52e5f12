"""Files that come in by HTTP: streamed to disk under names of ours; what people called them is kept beside, for people."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO

from multipart import MultipartError, MultipartSegment, PushMultipartParser

from kedang.core.base import Invalid

MOST_FILES = 50
BOUNDARY = re.compile(r'boundary="?([^";\s]{1,200})"?')


class BadUpload(Invalid):
    """Send the files as multipart/form-data, at most 50, each with a file name."""

    zh = "请以 multipart/form-data 上传文件，最多 50 个，每个都要有文件名。"


class UploadTooLarge(Invalid):
    """The files have more than {most} bytes."""

    zh = "文件总大小超过 {most} 字节。"


async def receive(stream: AsyncIterator[bytes], content_type: str, folder: Path, *, most: int) -> tuple[list[Path], dict[str, str]]:
    """Write the files of a form into a folder; returns their paths and the form's plain fields. Raises ``BadUpload``, ``UploadTooLarge``."""
    found = BOUNDARY.search(content_type)
    if not content_type.lower().startswith("multipart/form-data") or found is None:
        raise BadUpload(field="files")
    files: list[Path] = []
    fields: dict[str, str] = {}
    receiver = _Receiver(folder, files, fields)
    size = 0
    try:
        with PushMultipartParser(found[1]) as parser:
            async for chunk in stream:
                size += len(chunk)
                if size > most:
                    raise UploadTooLarge(field="files", most=most)
                for part in parser.parse(chunk):
                    receiver.take(part)
    except MultipartError:
        raise BadUpload(field="files") from None
    finally:
        receiver.close()
    if not files:
        raise BadUpload(field="files")
    return files, fields


class _Receiver:
    """Takes the parts of a form one after the other."""

    def __init__(self, folder: Path, files: list[Path], fields: dict[str, str]) -> None:
        self.folder, self.files, self.fields = folder, files, fields
        self.file: BinaryIO | None = None
        self.key = ""

    def take(self, part: object) -> None:
        """A new part, bytes of it, or its end."""
        if isinstance(part, MultipartSegment):
            self._begin(part)
        elif part is None:
            self.close()
        elif isinstance(part, bytes | bytearray) and self.file is not None:
            self.file.write(part)
        elif isinstance(part, bytes | bytearray) and len(self.fields.get(self.key, "")) < 100_000:
            self.fields[self.key] = self.fields.get(self.key, "") + bytes(part).decode("utf-8", "replace")

    def _begin(self, part: MultipartSegment) -> None:
        self.close()
        self.key = part.name or ""
        if part.filename is None:
            return
        if len(self.files) >= MOST_FILES:
            raise BadUpload(field="files")
        # A folder for each file, so that its name may be what people called it, cut to what every disk takes.
        place = self.folder / str(len(self.files))
        place.mkdir(parents=True)
        path = place / safe_name(part.filename)
        self.files.append(path)
        self.file = path.open("wb")

    def close(self) -> None:
        """End the file that is open."""
        if self.file is not None:
            self.file.close()
            self.file = None


def safe_name(name: str) -> str:
    """The last part of a name without anything that a disk or a shell takes amiss, at most 60 characters with its ending."""
    plain = re.sub(r"[\x00-\x1f\x7f/\\:*?\"<>|]", "_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ") or "file"
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:60]}.{ending[:10]}" if dot else plain[:60]
