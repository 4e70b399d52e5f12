"""What the workspace itself is called, speaks, and by which days it counts."""

from __future__ import annotations

import dataclasses

import msgspec

from kedang.core import schema
from kedang.core.access import Rights
from kedang.core.base import check_zone
from kedang.core.db import WorkspaceTx
from kedang.core.schema import WorkspaceSettings

from .errors import ModelMoved


class WorkspaceHeld(msgspec.Struct, frozen=True, kw_only=True):
    """The workspace's own settings."""

    name: str
    language: str  #: zh or en
    zone: str
    currency: str  #: of money without one; set when the workspace is made
    revision: int  #: rises with every change of these settings; what ``since`` of a change names


async def get(tx: WorkspaceTx, rights: Rights) -> WorkspaceHeld:
    """The settings now. Raises ``MayNotManage``."""
    rights.require_manage("workspace")
    return _held(await schema.workspace_settings(tx))


async def change(tx: WorkspaceTx, rights: Rights, given: dict[str, str], *, since: int | None) -> WorkspaceHeld:
    """Change the parts that are given. ``since``: the revision that the caller saw; a part that somebody has changed after it is not written over.

    Raises ``MayNotManage``, ``BadZone``, ``ModelMoved``.
    """
    rights.require_manage("workspace")
    if "zone" in given:
        check_zone(given["zone"])
    present = await schema.workspace_settings(tx, is_locked=True)
    moved = [part for part, value in given.items() if since is not None and present.moved.get(part, 0) > since and getattr(present, part) != value]
    if moved:
        conflicts = [{"field": part, "yours": given[part], "theirs": getattr(present, part)} for part in moved]
        raise ModelMoved(revision=present.revision, conflicts=conflicts)
    return _held(await schema.change_workspace(tx, rights.actor, dataclasses.replace(present, **given)))


def _held(found: WorkspaceSettings) -> WorkspaceHeld:
    return WorkspaceHeld(name=found.name, language=found.language, zone=found.zone, currency=found.currency, revision=found.revision)
