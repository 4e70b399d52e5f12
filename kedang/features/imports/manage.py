"""What an actor may manage, by her roles."""

from __future__ import annotations

from kedang.core.access import rights_of
from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx


async def may_manage(tx: WorkspaceTx, actor: Actor, what: str, /) -> bool:
    """Whether the actor manages a thing of the workspace."""
    return (await rights_of(tx, actor)).may_manage(what)
