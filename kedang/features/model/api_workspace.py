"""Routes of the workspace's own settings."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from litestar.params import FromQuery

from kedang.core import access
from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx
from kedang.web import Body, Name, get, patch

from . import workspace
from .workspace import WorkspaceHeld


class WorkspaceChange(Body, frozen=True):
    """What shall be different; what is not given stays."""

    name: Name | None = None
    language: Literal["zh", "en"] | None = None
    zone: Annotated[str, msgspec.Meta(max_length=100)] | None = None


@get("/workspace", policy="manage:workspace")
async def get_workspace(tx: WorkspaceTx, actor: Actor) -> WorkspaceHeld:
    """The workspace's name, language, zone and currency."""
    return await workspace.get(tx, await access.rights_of(tx, actor))


@patch("/workspace", policy="manage:workspace")
async def change_workspace(tx: WorkspaceTx, actor: Actor, data: WorkspaceChange, since: FromQuery[int | None] = None) -> WorkspaceHeld:
    """Change the workspace's name, language or zone. ``since``: the revision that the caller saw; what others have changed after it is not written over."""
    given = {part: value for part, value in (("name", data.name), ("language", data.language), ("zone", data.zone)) if value is not None}
    return await workspace.change(tx, await access.rights_of(tx, actor), given, since=since)


routes = [get_workspace, change_workspace]
