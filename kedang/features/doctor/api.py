"""Route of the status page."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from kedang import __version__
from kedang.core.base import Actor
from kedang.web import Caller, get

from . import service
from .model import Check, Status


class StatusShown(msgspec.Struct, frozen=True, kw_only=True):
    """How the installation is: the worst of what was looked at, and each of it with its remedy."""

    version: str
    at: datetime
    status: Status
    checks: list[Check]


@get("/status", policy="manage:status")
async def status(actor: Actor, caller: Caller) -> StatusShown:
    """Disk, memory, background work, backups: what needs attention, and what to do about it."""
    noted = await service.load_noted(caller.services.database)
    async with caller.enter() as tx:
        checks = await service.look(tx, caller.services.settings, lambda zh, en: en if actor.language == "en" else zh, noted)
    worst = max(checks, key=lambda one: ("ok", "attention", "failed").index(one.status))
    return StatusShown(version=__version__, at=tx.now.astimezone(UTC), status=worst.status, checks=checks)


routes = [status]
