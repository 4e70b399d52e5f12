"""The model of a workspace as a solution of its own."""

from __future__ import annotations

from kedang.core import access
from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx
from kedang.core.schema import read_catalog

from .files import in_order, texts_of
from .model import Solution


async def export(tx: WorkspaceTx, actor: Actor, *, objects: list[str] | None = None) -> Solution:
    """The workspace's objects, or some of them. Raises ``MayNotManage``, ``NoSuchObject``."""
    (await access.rights_of(tx, actor)).require_manage("model")
    catalog = await read_catalog(tx)
    chosen = [catalog.object(key) for key in objects] if objects else list(catalog.objects.values())
    return Solution(key="workspace", label={tx.language: tx.name}, objects=tuple(in_order(one.definition for one in chosen)))


async def export_texts(tx: WorkspaceTx, actor: Actor) -> dict[str, str]:
    """The workspace's objects as YAML: names of files and their texts. Raises ``MayNotManage``."""
    return texts_of(await export(tx, actor))
