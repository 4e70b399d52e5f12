"""What the service says when it is ready: its address, the way in for the first administrator, and how other devices come to trust it."""

from __future__ import annotations

import os
import sys

from kedang import qr
from kedang.cli import Opened, Output, first_workspace, tr
from kedang.core import identity
from kedang.core.db import Database

from . import secure


def announce(opened: Opened, output: Output) -> None:
    """Print the address, a one-time link while there is no administrator, and in the local network the page for other devices."""
    settings = opened.settings
    address, connect = secure.address_of(settings), secure.connect_address_of(settings)
    link = setup_link(opened, address)
    text = tr(f"客档已启动：{address}（按 Ctrl-C 停止）", f"Kedang is running: {address} (Ctrl-C stops it)")
    if link:
        text += tr(f"\n首次设置（一次性链接，请勿转发）：{link}", f"\nFirst set-up (this link works once; keep it to yourself): {link}")
    told = {"address": address, "setup_link": link, "already_running": False, "pid": os.getppid()}
    if connect:
        fingerprint = secure.authority_of(settings).fingerprint
        told |= {"connect": connect, "fingerprint": fingerprint}
        text += "\n" + for_devices(connect, fingerprint, in_blocks=(sys.stdout.encoding or "").lower().startswith("utf"))
    output.result(told, text)


def for_devices(connect: str, fingerprint: str, *, in_blocks: bool) -> str:
    """What a terminal says to who wants to come from another device; ``in_blocks``: whether it can show a code."""
    text = tr(
        f"手机和其他电脑首次使用前，请先打开：{connect}\n证书指纹（SHA-256）：{fingerprint}",
        f"Phones and other computers begin here, once: {connect}\nFingerprint of the certificate (SHA-256): {fingerprint}",
    )
    return f"{text}\n{qr.blocks_of(connect)}" if in_blocks else text


def setup_link(opened: Opened, address: str) -> str | None:
    """A one-time link that makes the first administrator; none if somebody may enter already. Links of earlier starts end."""
    workspace = first_workspace(opened.addresses)

    async def work(database: Database) -> str | None:
        if await identity.is_set_up(database, workspace):
            return None
        return f"{address}/setup/{await identity.make_setup_link(database, workspace)}"

    return opened.run(work)
