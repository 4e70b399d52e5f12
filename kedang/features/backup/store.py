"""What a backup asks the database, as its administrator: synchronous, on one connection, in one snapshot."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import Connection, sql
from psycopg.rows import DictRow, dict_row

from .model import Role, Table, Workspace

Admin = Connection[DictRow]
# The queue's own tables are made anew from the outbox after a restore.
TRANSIENT = "procrastinate_%"


def connect(conninfo: str, *, autocommit: bool = False) -> Admin:
    """A connection as the administrator."""
    return Connection[DictRow].connect(conninfo, row_factory=dict_row, autocommit=autocommit)


@contextmanager
def snapshot(conninfo: str) -> Generator[tuple[Admin, str]]:
    """A transaction that sees one moment, and the name under which pg_dump sees the same."""
    with connect(conninfo) as admin:
        admin.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        admin.read_only = True
        write_alike(admin)
        yield admin, str(_one(admin, "select pg_export_snapshot() as name")["name"])


def write_alike(admin: Admin) -> None:
    """Let every server write values as text in the same way."""
    admin.execute(
        "select set_config('timezone', 'UTC', false), set_config('datestyle', 'ISO, YMD', false), set_config('intervalstyle', 'iso_8601', false),"
        " set_config('extra_float_digits', '3', false), set_config('bytea_output', 'hex', false), set_config('xmloption', 'content', false),"
        " set_config('search_path', 'pg_catalog', false), set_config('statement_timeout', '0', false), set_config('jit', 'off', false)"
    )


def _one(admin: Admin, query: Any) -> DictRow:  # Any: psycopg's own type of a query
    row = admin.execute(query).fetchone()
    if row is None:
        raise LookupError("a row was expected")
    return row


def exists(admin: Admin) -> bool:
    """Whether there is an installation in the database."""
    return bool(_one(admin, "select to_regclass('kedang.workspace') is not null as there")["there"])


def load_workspaces(admin: Admin) -> list[Workspace]:
    """The workspaces."""
    return [Workspace(**row) for row in admin.execute("select id, name, migration from kedang.workspace order by id").fetchall()]


def load_migrations(admin: Admin) -> dict[int, str]:
    """The installation's migrations that were run."""
    return {row["number"]: row["name"] for row in admin.execute("select number, name from public.kedang_migration").fetchall()}


def insert_migrations(admin: Admin, done: dict[int, str]) -> None:
    """Note which migrations the restored tables have."""
    admin.execute("create table if not exists public.kedang_migration (number integer primary key, name text not null)")
    admin.execute("revoke all on schema public from public")
    with admin.cursor() as cursor:
        cursor.executemany("insert into public.kedang_migration values (%s, %s)", list(done.items()))
    if admin.execute("select from pg_roles where rolname = 'kd_base'").fetchone() is not None:
        admin.execute("grant usage on schema public to kd_base")
        admin.execute("grant select on public.kedang_migration to kd_base")


def load_roles(admin: Admin) -> list[Role]:
    """Our roles, and which of them each may step into."""
    rows = admin.execute(
        """
        select r.rolname as name, r.rolcanlogin as can_login,
            array(select g.rolname::text from pg_auth_members m join pg_roles g on g.oid = m.roleid
                where m.member = r.oid and m.set_option and not m.inherit_option order by 1) as member_of
        from pg_roles r where r.rolname ~ '^(kd|ws)_' and not r.rolsuper order by 1
        """
    ).fetchall()
    return [Role(**row) for row in rows]


def ensure_roles(admin: Admin, roles: Iterable[Role]) -> None:
    """Make the roles that are missing, and let them step into what they could."""
    every = list(roles)
    for role in every:
        if admin.execute("select from pg_roles where rolname = %s", (role.name,)).fetchone() is None:
            login = sql.SQL("login noinherit" if role.can_login else "nologin")
            admin.execute(sql.SQL("create role {} {}").format(sql.Identifier(role.name), login))
    for role in every:
        for other in role.member_of:
            admin.execute(sql.SQL("grant {} to {} with inherit false, set true").format(sql.Identifier(other), sql.Identifier(role.name)))


def load_schemas(admin: Admin) -> list[str]:
    """Our schemas: all but PostgreSQL's own."""
    rows = admin.execute(
        "select nspname::text as name from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public') order by 1"
    ).fetchall()
    return [row["name"] for row in rows]


def load_tables(admin: Admin) -> list[tuple[str, str]]:
    """Schema and name of every table that holds rows, but for the queue's own."""
    rows = admin.execute(
        """
        select n.nspname::text as schema, c.relname::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public')
            and not (n.nspname = 'jobs' and c.relname like %s)
        order by 1, 2
        """,
        (TRANSIENT,),
    ).fetchall()
    return [(row["schema"], row["name"]) for row in rows]


def digest(admin: Admin, schema: str, table: str) -> Table:
    """Count a table's rows and add up their digests; the order of the rows does not matter."""
    row = _one(
        admin,
        sql.SQL(
            "select count(*) as rows, coalesce(sum(('x' || substr(d, 1, 15))::bit(60)::bigint), 0) as low,"
            " coalesce(sum(('x' || substr(d, 16, 15))::bit(60)::bigint), 0) as high from (select md5(kd_row::text) as d from {} kd_row) digests"
        ).format(sql.Identifier(schema, table)),
    )
    return Table(rows=row["rows"], digest=f"{int(row['low']):x}-{int(row['high']):x}")


def size(admin: Admin) -> int:
    """Bytes of the database."""
    return int(_one(admin, "select pg_database_size(current_database()) as size")["size"])


def postgres_version(admin: Admin) -> str:
    """The server's version."""
    return str(_one(admin, "select current_setting('server_version') as version")["version"])


def move_extensions(admin: Admin) -> None:
    """The extensions that records are searched with lie in the schema kd."""
    rows = admin.execute(
        "select extname::text as name from pg_extension e join pg_namespace n on n.oid = e.extnamespace where n.nspname = 'public'"
        " and extname in ('pg_trgm', 'btree_gin') order by 1"
    ).fetchall()
    for row in rows:
        admin.execute(sql.SQL("alter extension {} set schema kd").format(sql.Identifier(row["name"])))


def reopen_events(admin: Admin, workspaces: Iterable[Workspace]) -> None:
    """The restored queue is empty: let the events that it held be dispatched again. Those that had their effect are noted as delivered."""
    for workspace in workspaces:
        if workspace.migration >= 2:
            table = sql.Identifier(f"ws_{workspace.id}", "outbox")
            admin.execute(sql.SQL("update {} set deferred_at = null, attempts = 0 where deferred_at is not null and done_at is null").format(table))
