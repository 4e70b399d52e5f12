"""Opening the installation: the database started, its tables current, a first workspace in it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import psycopg
from psycopg import sql

from kedang.core.base import WorkspaceId, system_clock
from kedang.core.db import Addresses, Database, migrate, open_database
from kedang.settings import Settings

from .output import Output
from .words import tr

T = TypeVar("T")
Before = Callable[[Addresses], None]
Fill = Callable[["Opened", WorkspaceId], None]


@dataclass(frozen=True, kw_only=True)
class Opened:
    """An installation that is open."""

    settings: Settings
    addresses: Addresses

    def run(self, work: Callable[[Database], Awaitable[T]]) -> T:
        """Do asynchronous work with the database."""

        async def inside() -> T:
            settings = self.settings
            async with open_database(self.addresses.app, clock=system_clock, size=settings.pool_size, statement_timeout=settings.statement_timeout) as database:
                return await work(database)

        return asyncio.run(inside())

    def workspace(self, wanted: int | None = None) -> WorkspaceId:
        """The workspace that was asked for, else the first."""
        return WorkspaceId(wanted) if wanted is not None else first_workspace(self.addresses)


def first_workspace(addresses: Addresses) -> WorkspaceId:
    """The first workspace that is no demonstration, else the first."""
    with psycopg.connect(addresses.admin) as admin:
        row = admin.execute("select id from kedang.workspace order by is_demo, id limit 1").fetchone()
    return WorkspaceId(row[0] if row else 1)


def bring_up_to_date(settings: Settings, addresses: Addresses, output: Output, back_up: Before, fill: Fill) -> migrate.Report:
    """Run what is left of the migrations, after a backup if there is something to lose, and make the first workspace, filled with what it begins with."""

    def before() -> None:
        output.say(tr("升级前备份…", "Backing up before the upgrade …"))
        back_up(addresses)

    report = migrate.migrate(addresses.admin, before=before)
    wanting = unfilled(addresses)
    if wanting == 0:
        name = "我的公司" if settings.language.startswith("zh") else "My firm"
        wanting = migrate.create_workspace(addresses.admin, name=name, now=system_clock(), language=settings.language, zone=settings.zone)
        output.say(tr(f"已创建第一个工作区“{name}”。", f"The first workspace '{name}' was made."))
    if wanting is not None:
        fill(Opened(settings=settings, addresses=addresses), WorkspaceId(wanting))
    return report


def unfilled(addresses: Addresses) -> int | None:
    """The workspace that a start which was cut off left empty, 0 if there is no workspace at all, else none."""
    with psycopg.connect(addresses.admin) as admin:
        row = admin.execute("select count(*), min(id) from kedang.workspace").fetchone()
        if row is None or row[0] != 1:
            return 0 if row is None or row[0] == 0 else None
        query = sql.SQL("select exists (select from {}) or exists (select from {})").format(
            sql.Identifier(f"ws_{row[1]}", "definition"), sql.Identifier(f"ws_{row[1]}", "person")
        )
        return None if admin.execute(query).fetchone() == (True,) else int(row[1])
