"""What the workspace itself is called, speaks, and by which days it counts."""

from __future__ import annotations

import msgspec

from kedang.core import schema
from kedang.core.access import Rights
from kedang.core.base import check_zone
from kedang.core.db import WorkspaceTx


class WorkspaceHeld(msgspec.Struct, frozen=True, kw_only=True):
    """The workspace's own settings."""

    name: str
    language: str  #: zh or en
    zone: str
    currency: str  #: of money without one; set when the workspace is made


def get(tx: WorkspaceTx, rights: Rights) -> WorkspaceHeld:
    """The settings as this transaction sees them. Raises ``MayNotManage``."""
    rights.require_manage("workspace")
    return WorkspaceHeld(name=tx.name, language=tx.language, zone=tx.zone, currency=tx.currency)


async def change(tx: WorkspaceTx, rights: Rights, *, name: str | None, language: str | None, zone: str | None) -> WorkspaceHeld:
    """Change what is given. Raises ``MayNotManage``, ``BadZone``."""
    present = get(tx, rights)
    if zone is not None:
        check_zone(zone)
    wanted = msgspec.structs.replace(present, name=name or present.name, language=language or present.language, zone=zone or present.zone)
    await schema.change_workspace(tx, rights.actor, name=wanted.name, language=wanted.language, zone=wanted.zone)
    return wanted
