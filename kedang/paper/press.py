"""The process that sets one document: ``python -m kedang.paper.press FOLDER FILE``. It reads below the folder and from nowhere else."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import typst

FONTS = "pylopdf_fonts_zh_cn"  #: a package of font files: Noto Sans SC, and nothing that runs


def fonts() -> Path:
    """The folder of the Chinese fonts that come along."""
    found = find_spec(FONTS)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(FONTS)
    return Path(found.origin).parent


def press(folder: Path, file: Path) -> None:
    """Set ``main.typ`` of a folder into a file."""
    # Tags for readers of the screen would make the file ten times larger; the machine's own fonts help with characters beyond GB 18030.
    typst.compile(folder / "main.typ", output=file, root=folder, font_paths=[fonts()], format="pdf", pdf_tags=False)


if __name__ == "__main__":
    press(Path(sys.argv[1]), Path(sys.argv[2]))
