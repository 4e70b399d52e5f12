"""What the doctor asks the database, as its administrator."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from psycopg import Connection, sql
from psycopg.rows import DictRow, dict_row

from kedang.core.db import InstallationTx, WorkspaceTx

from .model import Failure, Noted

Admin = Connection[DictRow]


def connect(conninfo: str) -> Admin:
    """A connection as the administrator."""
    return Connection[DictRow].connect(conninfo, row_factory=dict_row, autocommit=True, connect_timeout=10)


def load_settings(admin: Admin) -> dict[str, str]:
    """The server's settings that keep data safe, and its version."""
    names = [
        "server_version",
        "server_version_num",
        "data_checksums",
        "fsync",
        "full_page_writes",
        "synchronous_commit",
        "password_encryption",
        "server_encoding",
    ]
    rows = admin.execute("select name, setting from pg_settings where name = any(%s)", (names,)).fetchall()
    return {row["name"]: row["setting"] for row in rows}


def clock(admin: Admin) -> datetime:
    """The server's clock."""
    return _value(admin, "select clock_timestamp() as value")


def _value(admin: Admin, query: Any) -> Any:  # Any: psycopg's type of a query, and a value of the database
    row = admin.execute(query).fetchone()
    return row["value"] if row else None


def load_invalid_indexes(admin: Admin) -> list[str]:
    """Indexes that a broken build left behind."""
    rows = admin.execute("select indexrelid::regclass::text as name from pg_index where not indisvalid or not indisready order by 1").fetchall()
    return [row["name"] for row in rows]


def load_workspaces(admin: Admin) -> list[int]:
    """Numbers of the workspaces."""
    return [row["id"] for row in admin.execute("select id from kedang.workspace where migration >= 2 order by id").fetchall()]


def load_queue(admin: Admin, workspace: int) -> tuple[int, float]:
    """Deliveries that were given up, and seconds that the oldest event has waited to be dispatched."""
    schema = f"ws_{workspace}"
    dead = _value(admin, sql.SQL("select count(*) as value from {} where dead_at is not null").format(sql.Identifier(schema, "delivery")))
    lag = _value(
        admin,
        sql.SQL("select coalesce(extract(epoch from clock_timestamp() - min(at)), 0)::float as value from {} where deferred_at is null").format(
            sql.Identifier(schema, "outbox")
        ),
    )
    return int(dead), float(lag)


PERIODIC = """
    select s.next_at, (select e.state from {export} e where e.is_periodic order by e.at desc, e.id desc limit 1) as last
    from {schedule} s where s.key = 'exports.periodic'
"""


def load_periodic(admin: Admin, workspace: int) -> tuple[datetime, str | None] | None:
    """When the periodic export of a workspace is due, and what became of the last one; none where it is off."""
    schema = f"ws_{workspace}"
    query = sql.SQL(PERIODIC).format(export=sql.Identifier(schema, "export"), schedule=sql.Identifier(schema, "schedule"))
    row = admin.execute(query).fetchone()
    return (row["next_at"], row["last"]) if row else None


async def load_periodic_inside(tx: WorkspaceTx) -> tuple[datetime, str | None] | None:
    """The same of the workspace that is asked from."""
    row = await tx.maybe(sql.SQL(PERIODIC).format(export=sql.Identifier("export"), schedule=sql.Identifier("schedule")))
    return (row["next_at"], row["last"]) if row else None


NOTED = """
    select coalesce((select case every when 'weekly' then 7 else 1 end from kedang.backup_plan), 1) as days, r.what, r.error_zh, r.error_en
    from (select 1) one left join (
        select distinct on (what) what, state, error_zh, error_en from kedang.backup_run where state in ('done', 'failed')
        order by what, at desc, id desc
    ) r on r.state = 'failed'
"""


def load_noted(admin: Admin) -> Noted:
    """What is noted of backups; an older database has no place for it."""
    is_kept = _value(admin, "select to_regclass('kedang.backup_run') is not null as value")
    return _noted(admin.execute(NOTED).fetchall()) if is_kept else Noted()


async def load_noted_inside(tx: InstallationTx) -> Noted:
    """The same, as the application."""
    return _noted(await tx.all(NOTED))


def _noted(rows: list[DictRow]) -> Noted:
    failed = {row["what"]: Failure(zh=row["error_zh"], en=row["error_en"]) for row in rows if row["what"]}
    return Noted(days=rows[0]["days"], failed_backup=failed.get("backup"), failed_test=failed.get("test"))


async def load_inside(tx: WorkspaceTx) -> tuple[str, int, float]:
    """Of one workspace: the server's version, deliveries that were given up, and seconds that the oldest event has waited."""
    row = await tx.one(
        """
        select current_setting('server_version') as version, (select count(*) from delivery where dead_at is not null) as dead,
            (select coalesce(extract(epoch from %(now)s - min(at)), 0)::float from outbox where deferred_at is null) as lag
        """,
        now=tx.now,
    )
    return row["version"], row["dead"], row["lag"]


def count_failed_jobs(admin: Admin) -> int:
    """Jobs of the queue that ended in failure, chores for instance."""
    return int(_value(admin, "select count(*) as value from jobs.procrastinate_jobs where status = 'failed'"))


def load_undue_rights(admin: Admin) -> list[str]:
    """Who may do what nobody may: change or remove entries of the log or of history, own tables, or act as more than she is."""
    rows = admin.execute(
        """
        select r.rolname || ' ' || p.privilege || ' ' || c.oid::regclass as finding
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        cross join (values ('UPDATE'), ('DELETE'), ('TRUNCATE'), ('TRIGGER')) p (privilege)
        cross join pg_roles r
        where n.nspname ~ '^ws_[0-9]+$' and c.relname ~ '^(audit_event|change)(_.*)?$' and c.relkind in ('r', 'p')
            and not r.rolsuper and r.rolname <> 'kd_owner' and r.rolname !~ '^pg_' and has_table_privilege(r.oid, c.oid, p.privilege)
            and not pg_has_role(r.oid, 'kd_owner', 'usage')
        union all
        select 'kd_app ' || privilege_type || ' ' || table_schema || '.' || table_name from information_schema.role_table_grants where grantee = 'kd_app'
        union all
        select 'kd_app is ' || a.what from pg_roles
        cross join lateral (values ('superuser', rolsuper), ('createrole', rolcreaterole), ('createdb', rolcreatedb), ('bypassrls', rolbypassrls),
            ('replication', rolreplication), ('inherit', rolinherit)) a (what, has)
        where rolname = 'kd_app' and a.has
        union all
        select 'kd_owner may log in' from pg_roles where rolname = 'kd_owner' and rolcanlogin
        union all
        select m.member::regrole::text || ' inherits ' || m.roleid::regrole::text from pg_auth_members m where m.member = 'kd_app'::regrole and m.inherit_option
        union all
        select 'kd_app may become ' || m.roleid::regrole::text from pg_auth_members m
        where m.member = 'kd_app'::regrole and m.roleid::regrole::text !~ '^(kd_base|kd_jobs|ws_[0-9]+(_model)?)$'
        order by 1 limit 20
        """
    ).fetchall()
    return [row["finding"] for row in rows]
