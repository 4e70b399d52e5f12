"""What the service says when it is ready: its address, and the way in for the first administrator."""

from __future__ import annotations

import os

from kedang.cli import Opened, Output, first_workspace, tr
from kedang.core import identity
from kedang.core.db import Database


def announce(opened: Opened, output: Output, address: str) -> None:
    """Print the address, and a one-time link while there is no administrator."""
    link = setup_link(opened, address)
    text = tr(f"客档已启动：{address}（按 Ctrl-C 停止）", f"Kedang is running: {address} (Ctrl-C stops it)")
    if link:
        text += tr(f"\n首次设置（一次性链接，请勿转发）：{link}", f"\nFirst set-up (this link works once; keep it to yourself): {link}")
    output.result({"address": address, "setup_link": link, "already_running": False, "pid": os.getppid()}, text)


def setup_link(opened: Opened, address: str) -> str | None:
    """A one-time link that makes the first administrator; none if somebody may enter already. Links of earlier starts end."""
    workspace = first_workspace(opened.addresses)

    async def work(database: Database) -> str | None:
        if await identity.is_set_up(database, workspace):
            return None
        return f"{address}/setup/{await identity.make_setup_link(database, workspace)}"

    return opened.run(work)
