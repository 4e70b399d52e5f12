"""The life of a web process: it opens its database, answers, learns that it must end, and closes."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from kedang.app import Process
from kedang.core.db import Addresses
from tests.support.browser import Browser
from tests.support.settings import settings


@pytest.fixture(autouse=True)
def collector() -> Any:
    """Put the collector back as it was."""
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


@asynccontextmanager
async def living(process: Process) -> AsyncGenerator[asyncio.Queue[Any]]:
    """Live as ASGI says."""
    heard: asyncio.Queue[Any] = asyncio.Queue()
    said: asyncio.Queue[Any] = asyncio.Queue()
    task = asyncio.create_task(process({"type": "lifespan"}, said.get, heard.put))
    await said.put({"type": "lifespan.startup"})
    yield heard
    await said.put({"type": "lifespan.shutdown"})
    await task


async def test_a_process_opens_its_database_and_closes_it(addresses: Addresses) -> None:
    process = Process(settings(), addresses.app, None)
    async with living(process) as heard:
        assert (await heard.get())["type"] == "lifespan.startup.complete"
        assert (await Browser(process).get("/health")).json()["status"] == "ok"
        assert not process._stopping.is_set()
    assert (await heard.get())["type"] == "lifespan.shutdown.complete"
    assert process._stopping.is_set()


async def test_the_end_of_the_pipe_ends_the_streams(addresses: Addresses, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    kept = os.dup(writing)  # what the main process holds
    killed: list[int] = []
    monkeypatch.setattr("kedang.app.os.kill", lambda _, number: killed.append(number))
    process = Process(settings(), addresses.app, f"{reading},{writing}")
    async with living(process) as heard:
        await heard.get()
        assert not process._stopping.is_set()
        os.close(kept)
        await asyncio.wait_for(process._stopping.wait(), 5)
        assert killed == []  # the main process is there, and ends us by a signal
    os.close(reading)


async def test_without_its_parent_a_process_ends_itself_and_does_not_hang(addresses: Addresses, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    kept = os.dup(writing)
    killed: list[int] = []
    monkeypatch.setattr("kedang.app.os.kill", lambda _, number: killed.append(number))
    process = Process(settings(), addresses.app, f"{reading},{writing}")
    monkeypatch.setattr("kedang.app.os.getppid", lambda: 1)
    exited = threading.Event()
    monkeypatch.setattr("kedang.app.os._exit", lambda _: exited.set())  # it would end the tests
    monkeypatch.setattr("kedang.app.LAST_SECONDS", 0.0)
    async with living(process) as heard:
        await heard.get()
        os.close(kept)
        await asyncio.wait_for(process._stopping.wait(), 5)
        assert len(killed) == 1
        assert await asyncio.to_thread(exited.wait, 60)
    os.close(reading)


async def test_a_start_that_fails_is_told_without_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("password=secret")

    monkeypatch.setattr("kedang.app.open_database", broken)
    process = Process(settings(), "password=secret", None)
    heard: asyncio.Queue[Any] = asyncio.Queue()

    async def said() -> dict[str, str]:
        return {"type": "lifespan.startup"}

    await process({"type": "lifespan"}, said, heard.put)
    message = await heard.get()
    assert message["type"] == "lifespan.startup.failed"
    assert "secret" not in message["message"]
