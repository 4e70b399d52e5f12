"""Programs that are killed in the middle of their work."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from tests.jobs.parts import until


async def killed_when_busy(module: str, *arguments: str, marker: Path) -> None:
    """Run a module in a process of its own, whose last argument is a file that it writes in mid-work, and kill it with -9 as soon as that file is there."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", module, *arguments, str(marker), cwd=Path(__file__).parents[2])

    async def is_busy() -> bool:
        assert process.returncode is None
        return await asyncio.to_thread(marker.exists)

    try:
        await until(is_busy)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()
