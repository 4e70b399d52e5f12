"""``Services``: what the edges of one process share; ``app.py`` makes it and connects what is defined above ``identity``."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any, Protocol

import msgspec

from kedang.core.base import Actor
from kedang.core.db import Database, WorkspaceTx
from kedang.core.identity import Lifetime
from kedang.settings import Settings


class RoleShown(msgspec.Struct, frozen=True, kw_only=True):
    """A role as people see it."""

    key: str
    label: str


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What the roles of a person mean: their labels, and what she may manage."""

    roles: list[RoleShown]
    manage: list[str]


class MayManage(Protocol):
    """Says whether an actor may manage something of the installation, for example ``people``."""

    async def __call__(self, tx: WorkspaceTx, actor: Actor, what: str, /) -> bool:
        """Whether she may."""
        ...


ProfileOf = Callable[[WorkspaceTx, Actor], Awaitable[Profile]]
Prepare = Callable[[WorkspaceTx, Actor], Awaitable[None]]
MorePaths = Callable[[WorkspaceTx, Actor], Awaitable[dict[str, Any]]]  # Any: an OpenAPI document is a tree of JSON


@dataclass(frozen=True, kw_only=True)
class Services:
    """The database, the settings, and the hooks."""

    database: Database
    settings: Settings
    may_manage: MayManage
    profile_of: ProfileOf
    prepare: Prepare  #: gives a new workspace what it begins with: roles and objects
    more_paths: list[MorePaths] = field(default_factory=list[MorePaths])  #: the model's part of the OpenAPI document: {paths, components}
    described: dict[str, Any] = field(default_factory=dict[str, Any])  #: our own part of it, filled when it is first asked for
    stopping: asyncio.Event = field(default_factory=asyncio.Event)  #: set when the process must end: streams end then
    banner: str | None = None  #: what every page says above all else, for example that this is a demonstration

    @cached_property
    def lifetime(self) -> Lifetime:
        """How long sessions live here."""
        return Lifetime(idle=timedelta(hours=self.settings.session_idle_hours), absolute=timedelta(days=self.settings.session_days))
