"""Setting a document: one process for each, since what the setter keeps in memory is given back only when it ends."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import structlog

from .errors import PaperBroken

Template = Literal["manual", "list"]  #: files of ``templates``
TEMPLATES = Path(__file__).parent / "templates"
SECONDS = 300.0  #: that a document may take
AT_ONCE = asyncio.Semaphore(2)  #: each takes a core and some 200 MB; who comes later waits

log = structlog.get_logger("kedang.paper")


async def typeset(template: Template, data: Mapping[str, Any], path: Path) -> None:  # Any: JSON, as the template takes it
    """Write the PDF of a template and its data into a file. Raises ``PaperBroken``."""
    with TemporaryDirectory(prefix="kedang-paper-") as name:
        folder = Path(name)
        await asyncio.to_thread(_lay, folder, template, data)
        async with AT_ONCE:
            told = await _press(folder, path)
    if told:
        log.error("paper", template=template, said=told[-2000:])
        raise PaperBroken


def _lay(folder: Path, template: str, data: Mapping[str, Any]) -> None:  # Any: see above
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    (folder / "main.typ").write_bytes((TEMPLATES / f"{template}.typ").read_bytes())


async def _press(folder: Path, path: Path) -> str:
    """Runs the press; empty if all went well, else what it said."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "kedang.paper.press", str(folder), str(path), stderr=pipe)
    try:
        _, told = await asyncio.wait_for(process.communicate(), SECONDS)
    except TimeoutError:
        return f"it took more than {SECONDS:.0f} seconds"
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return "" if process.returncode == 0 else told.decode(errors="replace") or f"it ended with {process.returncode}"
