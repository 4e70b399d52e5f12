"""Migrations: numbered SQL files, forward only, in two series (``core`` for the installation, ``workspace`` for each workspace).

They run as the administrator of the database, each in one transaction, under a lock, and record their number in what they change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import LiteralString, cast

import psycopg
from psycopg import Connection, sql
from psycopg.rows import DictRow, dict_row

from kedang.core.base import WorkspaceId

from .tx import schema_of

LOCK = 7_203_600  #: the advisory lock that keeps two migrators apart


@dataclass(frozen=True, kw_only=True)
class Migration:
    """One numbered file."""

    number: int
    name: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """What ``migrate`` did: numbers applied to the installation and to each workspace, and what failed where."""

    core: list[int]
    workspaces: dict[int, list[int]]
    failed: dict[int, str]


Before = Callable[[], None]


def _series(name: str) -> list[Migration]:
    folder = files("kedang.core.db") / "migrations" / name
    found = sorted(f.name for f in folder.iterdir() if f.name.endswith(".sql"))
    return [Migration(number=int(f.split("_")[0]), name=f, text=(folder / f).read_text("utf-8")) for f in found]


def newest(series: str) -> int:
    """The highest number of a series (``core`` or ``workspace``) in this release."""
    return max(one.number for one in _series(series))


def _literal(text: str) -> LiteralString:
    # The text is a file of this package, never input; it is the one place where SQL is not written in the source.
    return cast("LiteralString", text)


def _connect(admin: str) -> Connection[DictRow]:
    connection = Connection[DictRow].connect(admin, row_factory=dict_row, autocommit=True)
    connection.execute("select pg_advisory_lock(%s)", (LOCK,))
    return connection


def install(admin: str) -> list[int]:
    """Bring the installation's schema up to date; returns the numbers that were applied."""
    with _connect(admin) as connection:
        _prepare(connection)
        rows = connection.execute("select number from kedang_migration").fetchall()
        done = {row["number"] for row in rows}
        applied: list[int] = []
        for one in _series("core"):
            if one.number in done:
                continue
            with connection.transaction():
                connection.execute("set local role kd_owner")
                connection.execute(_literal(one.text))
                connection.execute("reset role")
                if one.number == 1:
                    _extensions(connection)
                connection.execute("insert into kedang_migration values (%s, %s)", (one.number, one.name))
            applied.append(one.number)
        return applied


def _prepare(connection: Connection[DictRow]) -> None:
    connection.execute("create table if not exists public.kedang_migration (number integer primary key, name text not null)")
    connection.execute("revoke all on schema public from public")
    for role in ("kd_base", "kd_jobs"):
        if connection.execute("select 1 from pg_roles where rolname = %s", (role,)).fetchone() is None:
            connection.execute(sql.SQL("create role {} nologin").format(sql.Identifier(role)))
            connection.execute(sql.SQL("grant {} to kd_app with inherit false, set true").format(sql.Identifier(role)))
    # The application may see which numbers were applied, and nothing else that lies there.
    connection.execute("grant usage on schema public to kd_base")
    connection.execute("grant select on public.kedang_migration to kd_base")


def _extensions(connection: Connection[DictRow]) -> None:
    for name in ("pg_trgm", "btree_gin"):
        connection.execute(sql.SQL("create extension if not exists {} with schema kd").format(sql.Identifier(name)))
        connection.execute(sql.SQL("alter extension {} set schema kd").format(sql.Identifier(name)))


def create_workspace(
    admin: str, *, name: str, now: datetime, language: str = "zh", zone: str = "Asia/Shanghai", is_demo: bool = False, above: int = 0
) -> WorkspaceId:
    """Make a workspace: its schema, its roles of the database, its tables. Returns its number, which is greater than ``above``."""
    with _connect(admin) as connection, connection.transaction():
        row = connection.execute("select greatest(coalesce(max(id), 0), %s) + 1 as id from kedang.workspace", (above,)).fetchone()
        workspace = WorkspaceId(row["id"] if row else 1)
        schema = schema_of(workspace)
        for role in (schema, f"{schema}_model"):
            if connection.execute("select 1 from pg_roles where rolname = %s", (role,)).fetchone() is None:
                connection.execute(sql.SQL("create role {} nologin").format(sql.Identifier(role)))
            connection.execute(sql.SQL("grant {} to kd_app with inherit false, set true").format(sql.Identifier(role)))
        connection.execute(sql.SQL("create schema {} authorization kd_owner").format(sql.Identifier(schema)))
        connection.execute("insert into kedang.workspace (id, name, is_demo, created_at) values (%s, %s, %s, %s)", (workspace, name, is_demo, now))
        _apply(connection, workspace, done=0, first=(name, language, zone))
        return workspace


def drop_workspace(admin: str, workspace: WorkspaceId) -> None:
    """Take a workspace away for good, with everything in it. Its roles of the database stay, and may do nothing any more."""
    with _connect(admin) as connection, connection.transaction():
        connection.execute("set local role kd_owner")
        connection.execute("set local lock_timeout = '20s'")
        connection.execute(sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(schema_of(workspace))))
        connection.execute("delete from kedang.workspace where id = %s", (workspace,))
        connection.execute("delete from kedang.one_time_link where workspace = %s", (workspace,))


def _apply(connection: Connection[DictRow], workspace: WorkspaceId, *, done: int, first: tuple[str, str, str] | None = None) -> list[int]:
    schema = schema_of(workspace)
    applied: list[int] = []
    for one in _series("workspace"):
        if one.number <= done:
            continue
        text = sql.SQL(_literal(one.text)).format(
            schema=sql.Identifier(schema), role=sql.Identifier(schema), model=sql.Identifier(f"{schema}_model"), schema_text=sql.Literal(schema)
        )
        with connection.transaction():
            connection.execute("set local role kd_owner")
            connection.execute(text)
            if first is not None and one.number == 1:
                query = sql.SQL("insert into {}.revision (name, language, zone) values (%s, %s, %s)").format(sql.Identifier(schema))
                connection.execute(query, first)
            connection.execute("reset role")
            connection.execute(sql.SQL("update {}.revision set migration = %s").format(sql.Identifier(schema)), (one.number,))
            connection.execute("update kedang.workspace set migration = %s where id = %s", (one.number, workspace))
        applied.append(one.number)
    return applied


def is_current(admin: str) -> bool:
    """Whether nothing is left to migrate; false as well before the first installation."""
    with Connection[DictRow].connect(admin, row_factory=dict_row, autocommit=True) as connection:
        row = connection.execute("select to_regclass('public.kedang_migration') is not null as there").fetchone()
        if not row or not row["there"]:
            return False
        done = {r["number"] for r in connection.execute("select number from public.kedang_migration").fetchall()}
        newest = max(m.number for m in _series("workspace"))
        behind = connection.execute("select 1 from kedang.workspace where migration < %s limit 1", (newest,)).fetchone()
        return {m.number for m in _series("core")} <= done and behind is None


def migrate(admin: str, *, before: Before = lambda: None) -> Report:
    """Bring the installation and every workspace up to date. A workspace that fails is reported, and the others go on.

    ``before`` (the backup) is called once, only if there is something to do on an installation that exists.
    """
    if not is_current(admin):
        with psycopg.connect(admin, autocommit=True) as connection:
            row = connection.execute("select to_regclass('kedang.workspace') is not null").fetchone()
        if row and row[0]:
            before()
    core = install(admin)
    done: dict[int, list[int]] = {}
    failed: dict[int, str] = {}
    with _connect(admin) as connection:
        for row in connection.execute("select id, migration from kedang.workspace order by id").fetchall():
            workspace = WorkspaceId(row["id"])
            try:
                done[workspace] = _apply(connection, workspace, done=row["migration"])
            except psycopg.Error as broken:
                failed[workspace] = str(broken)
    return Report(core=core, workspaces=done, failed=failed)
