"""A job worker hears of the end of its parent, as often as the system tells it, and still leaves in order."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.serving import ROOT

CODE = """
import asyncio, os, signal
from kedang.serve.worker import PARENT_DIED, Signals

signals = Signals()
signals.listen(signal.SIGTERM)
signals.follow(os.getppid() + {strange})
heard = []

async def work():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    signals.wake(lambda: loop.is_closed() or loop.call_soon_threadsafe(stop.set))
    os.kill(os.getpid(), {number})
    await asyncio.wait_for(stop.wait(), 60)
    heard.append(stop.is_set())

asyncio.run(work())
os.kill(os.getpid(), {number})      # the loop and its handlers are gone
print(heard, signals.is_orphan)
"""


@pytest.mark.parametrize(("number", "strange", "orphan"), [("PARENT_DIED", 0, True), ("signal.SIGTERM", 0, False), ("signal.SIGTERM", 1, True)])
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_a_signal_that_comes_again_cuts_nothing_off(number: str, strange: int, orphan: bool) -> None:
    """``strange``: the parent is another one than we were told of, for it died before we looked."""
    ended = subprocess.run([sys.executable, "-c", CODE.format(number=number, strange=strange)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, f"[True] {orphan}\n"), ended.stderr
