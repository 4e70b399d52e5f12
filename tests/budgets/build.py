"""The sizes of the built interface, packed, in kB."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Manifest = dict[str, dict[str, Any]]  # Any: JSON


@dataclass(frozen=True)
class Sizes:
    """In kB of 1,000 bytes."""

    first: float  #: what the first route, a list, needs
    lazy: float  #: the largest of the other files
    whole: float


def sizes(folder: Path) -> Sizes:
    """Of a build."""
    manifest: Manifest = json.loads((folder / ".vite" / "manifest.json").read_text())
    entry = next(key for key, chunk in manifest.items() if chunk.get("isEntry"))
    parts = _closure(manifest, entry)
    first = {name for key in parts for name in (manifest[key]["file"], *manifest[key].get("css", []))}
    packed = {str(file.relative_to(folder)): _packed(file) for file in (folder / "assets").iterdir() if file.suffix != ".gz"}
    return Sizes(
        first=round(sum(packed[name] for name in first), 1),
        lazy=round(max(size for name, size in packed.items() if name not in first), 1),
        whole=round(sum(packed.values()), 1),
    )


def _closure(manifest: Manifest, entry: str) -> set[str]:
    found: set[str] = set()
    left = [entry]
    while left:
        key = left.pop()
        if key not in found:
            found.add(key)
            left += manifest[key].get("imports", [])
    return found


def _packed(file: Path) -> float:
    return len(gzip.compress(file.read_bytes(), 9)) / 1000
