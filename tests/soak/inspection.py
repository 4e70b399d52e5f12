"""What must agree in the database when everything has come to rest: records, their history, log, events and search, the model, and the queue."""

from __future__ import annotations

from typing import Any, LiteralString

import psycopg
from psycopg.rows import dict_row
from psycopg.sql import SQL, Identifier

Admin = psycopg.Connection[dict[str, Any]]  # Any: values of rows

SCHEMA = "ws_1"

#: each names a contradiction and selects its cases; {o} is the table of records, %(object)s its number
CONTRADICTIONS: dict[str, LiteralString] = {
    "a record whose versions are not those of its history": """
        select coalesce(o.id, h.record) as id, o.version, h.entries, h.last from {o} o
        full join (select record, count(distinct version) as entries, count(*) as rows, max(version) as last from change where object = %(object)s group by 1) h
            on h.record = o.id
        where (o.version, o.version::bigint, o.version::bigint) is distinct from (h.last, h.entries, h.rows)
    """,
    "a change without its entry in the log": """
        select c.record, c.version, c.kind from change c where c.object = %(object)s and 1 <> (
            select count(*) from audit_event a
            where a.object = c.object and a.record = c.record and a.record_version = c.version and a.action = 'record.' || c.kind)
    """,
    "an entry in the log without its change": """
        select a.record, a.record_version, a.action from audit_event a
        where a.object = %(object)s and a.outcome = 'ok' and a.action ~ '^record[.](created|updated|deleted|restored)$' and not exists (
            select from change c where c.object = a.object and c.record = a.record and c.version = a.record_version)
    """,
    "a change without its event": """
        select c.record, c.version, c.kind from change c where c.object = %(object)s and c.via <> 'import' and 1 <> (
            select count(*) from outbox e where e.kind = 'record_changed' and e.body ->> 'record' = c.record::text
                and (e.body ->> 'version')::integer = c.version and e.body ->> 'what' = c.kind)
    """,
    "an event without its change": """
        select e.body from outbox e where e.kind = 'record_changed' and not exists (
            select from change c where c.record = (e.body ->> 'record')::uuid and c.version = (e.body ->> 'version')::integer)
    """,
    "a batch of an import that announced other numbers than it wrote": """
        select w.batch, w.number as written, a.number as announced from (
            select batch, count(*) as number from change where object = %(object)s and via = 'import' group by 1) w
        full join (select (body ->> 'batch')::uuid as batch, sum((body ->> 'number')::integer) as number from outbox where kind = 'records_changed' group by 1) a
            using (batch)
        where w.number is distinct from a.number
    """,
    "a value that was written twice": """
        select c.record, d.key, d.value ->> 1 as value, count(*) from change c, jsonb_each(c.delta) d
        where c.object = %(object)s and d.key = %(count)s group by 1, 2, 3 having count(*) > 1
    """,
    "a live record that is not found by its title, or a deleted one that is": """
        select o.id, o.title, o.deleted_at, s.text from {o} o
        full join (select record, text from search_text where object = %(object)s and class = 0) s on s.record = o.id
        where (o.deleted_at is null) is distinct from (s.record is not null) or s.text <> lower(o.title)
    """,
    "two records of one name": "select title, count(*) from {o} group by 1 having count(*) > 1",
    "a kept key without its record": "select i.key from idempotency i where i.record is not null and not exists (select from {o} where id = i.record)",
    "a change of kind that has not ended": "select id, kind, state from model_change where state = 'running'",
    "a value that a change of kind has lost": "select field, record, value from conversion_loss",
    "a trigger of a change of kind that has ended": """
        select t.tgname, c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'ws_1' and t.tgname like 'convert%%'
    """,
    "a column that no field has, or a field without its column": """
        select a.attname, f.key from (
            select attname from pg_attribute where attrelid = %(table)s::regclass and attname ~ '^f_[0-9]+$' and not attisdropped) a
        full join (select key, 'f_' || unnest(columns) as attname from field_column where object = %(object)s and retired_at is null) f using (attname)
        where a.attname is null or f.key is null
    """,
    "an event that was given up": "select event, reaction, error from delivery where dead_at is not null",
    "an import that has not ended": "select id, state, error from import where state = 'running'",
}  # fmt: skip

#: what must come to rest by itself, soon after the clients do
UNREST: dict[str, LiteralString] = {
    "events that wait": "select kind, count(*) from outbox where done_at is null group by 1",
    "jobs": "select status, args, attempts from jobs.procrastinate_jobs where status in ('todo', 'doing') and task_name = 'react'",
    "locks that are waited for": "select pid, locktype, relation::regclass, mode from pg_locks where not granted",
    "open transactions": """
        select pid, state, left(query, 100) as query from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and xact_start < clock_timestamp() - interval '1 second'
    """,
    "prepared transactions": "select gid from pg_prepared_xacts",
    "changes of kind": "select kind, state from model_change where state = 'running'",
    "imports": "select id, state from import where state = 'running'",
}


def connect(address: str) -> Admin:
    """A connection that sees the workspace's tables."""
    return Admin.connect(address, row_factory=dict_row, autocommit=True, options=f"-c search_path={SCHEMA},kd")


def unrest(admin: Admin) -> list[str]:
    """What has not come to rest yet."""
    return [f"{what}: {row}" for what, query in UNREST.items() for row in admin.execute(query).fetchall()]


def contradictions(admin: Admin) -> list[str]:
    """Everything that does not agree, a few cases of each."""
    number = _one(admin, "select number from object_table where key = 'entry'")["number"]
    count = _one(admin, "select id from field_column where key = 'count'")["id"]
    table = Identifier(f"o_{number}")
    found: list[str] = []
    for what, text in CONTRADICTIONS.items():
        rows = admin.execute(SQL(text).format(o=table), {"object": number, "count": str(count), "table": f"{SCHEMA}.o_{number}"}).fetchall()
        found += [f"{what} ({len(rows)}): {row}" for row in rows[:3]]
    return found


def _one(admin: Admin, query: LiteralString) -> dict[str, Any]:  # Any: values of a row
    row = admin.execute(query).fetchone()
    assert row is not None
    return row
