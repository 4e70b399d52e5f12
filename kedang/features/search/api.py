"""Routes of search."""

from __future__ import annotations

from typing import Annotated

from litestar.params import FromQuery, QueryParameter

from kedang.core import access
from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx
from kedang.web import get

from . import service
from .model import Found


@get("/search", policy="signed_in")
async def search(
    tx: WorkspaceTx,
    actor: Actor,
    q: Annotated[str, QueryParameter(max_length=200)],
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 20,
    object: FromQuery[str | None] = None,
) -> Found:
    """Everything the caller may see that fits: Chinese words, pinyin, initials, numbers; ``客户:晨光`` asks for one object."""
    return await service.search(tx, await access.rights_of(tx, actor), q, limit=limit, object=object)


routes = [search]
