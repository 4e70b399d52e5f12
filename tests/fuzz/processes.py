"""The application in processes of its own, which share nothing but the database with each other and with whoever makes the changes.

``python -m tests.fuzz.processes CONNINFO SOCKET`` serves at a socket until its input ends: it does not outlive who started it.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

import httpx
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from kedang.app import build
from kedang.core.db import open_database
from kedang.settings import Settings
from kedang.web.log import set_up

from .pools import clock

PATIENCE = 60.0  #: seconds that a process gets to answer for the first time
ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def open_processes(conninfo: str, number: int) -> AsyncGenerator[Sequence[httpx.AsyncClient]]:
    """So many processes, each with a client of its own."""
    with tempfile.TemporaryDirectory(prefix="kedang-fuzz-") as folder:
        async with AsyncExitStack() as stack:
            yield [await stack.enter_async_context(_process(conninfo, Path(folder) / str(one))) for one in range(number)]


@asynccontextmanager
async def _process(conninfo: str, socket: Path) -> AsyncGenerator[httpx.AsyncClient]:
    command = [sys.executable, "-m", "tests.fuzz.processes", conninfo, str(socket)]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=asyncio.subprocess.PIPE)
    try:
        async with httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(uds=str(socket)), base_url="http://fuzz", timeout=60) as client:
            async with asyncio.timeout(PATIENCE):
                while not await _answers(client):
                    assert process.returncode is None, f"it ended with {process.returncode}"
                    await asyncio.sleep(0.05)
            yield client
    finally:
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()


async def _answers(client: httpx.AsyncClient) -> bool:
    with suppress(httpx.TransportError):
        return (await client.get("/api/v1/health")).status_code == 200
    return False


async def main(conninfo: str, socket: str) -> None:
    """Serve until the input ends."""
    set_up("error")
    async with open_database(conninfo, clock=clock, size=2, statement_timeout=20) as database:
        settings = Settings(allow_http="all", data_dir=Path(socket).parent)
        server = Server(build(database, settings), uds=Path(socket), interface=Interfaces.ASGI, websockets=False, log_level=LogLevels.error)
        serving = asyncio.create_task(server.serve())
        await asyncio.to_thread(sys.stdin.read)
        server.stop()
        await serving


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
