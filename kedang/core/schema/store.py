"""SQL of the catalogue's own tables, and the statements that shape record tables (under the role that owns them)."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

import msgspec
from psycopg.rows import DictRow
from psycopg.sql import SQL, Identifier
from psycopg.types.json import Jsonb

from kedang.core.db import WorkspaceTx

from .catalog import Field, Object
from .definitions import ObjectDefinition


async def load_definitions(tx: WorkspaceTx, kind: str) -> list[DictRow]:
    """The newest revision of every live definition of a kind: key, revision, body."""
    return await tx.all(
        """
        select key, revision, body from (
            select distinct on (key) key, revision, body, is_retired from definition where kind = %(kind)s order by key, revision desc
        ) newest
        where not is_retired order by key
        """,
        kind=kind,
    )


async def insert_definition(tx: WorkspaceTx, kind: str, key: str, body: object, *, by: UUID | None, is_retired: bool = False) -> int:
    """A new revision of a definition; returns its number."""
    row = await tx.one(
        """
        insert into definition (kind, key, revision, body, is_retired, made_at, made_by)
        select %(kind)s, %(key)s, coalesce(max(revision), 0) + 1, %(body)s, %(is_retired)s, %(at)s, %(by)s
        from definition where kind = %(kind)s and key = %(key)s
        returning revision
        """,
        kind=kind, key=key, body=Jsonb(msgspec.to_builtins(body)), is_retired=is_retired, at=tx.now, by=by,
    )  # fmt: skip
    return int(row["revision"])


async def load_revision_of(tx: WorkspaceTx, key: str, revision: int | None = None) -> DictRow | None:
    """One revision of an object's definition, the newest unless told: revision, body."""
    return await tx.maybe(
        """
        select revision, body from definition
        where kind = 'object' and key = %(key)s and (%(revision)s::integer is null or revision = %(revision)s)
        order by revision desc limit 1
        """,
        key=key, revision=revision,
    )  # fmt: skip


async def load_workspace(tx: WorkspaceTx) -> DictRow:
    """What the workspace is called, speaks, and which days it counts by; how often that was changed, and which part with which change last."""
    return await tx.one("select name, language, zone, currency, settings_revision as revision, settings_moved as moved from revision where id = 1")


async def update_workspace(tx: WorkspaceTx, *, name: str, language: str, zone: str, parts: Sequence[str]) -> None:
    """Change it, and note which parts that concerns."""
    await tx.run(
        """
        update revision set name = %(name)s, language = %(language)s, zone = %(zone)s, settings_revision = settings_revision + 1,
            settings_moved = settings_moved || (select jsonb_object_agg(part, settings_revision + 1) from unnest(%(parts)s::text[]) part)
        where id = 1
        """,
        name=name, language=language, zone=zone, parts=list(parts),
    )  # fmt: skip


async def load_places(tx: WorkspaceTx) -> tuple[list[DictRow], list[DictRow]]:
    """Where objects and live fields lie."""
    objects = await tx.all("select number, key from object_table order by number")
    fields = await tx.all("select id, object, key, columns from field_column where retired_at is null order by id")
    return objects, fields


async def load_revision(tx: WorkspaceTx) -> tuple[int, bytes]:
    """The model's revision at this moment, and the key that seals cursors."""
    row = await tx.one("select schema_revision, cursor_key from revision where id = 1")
    return int(row["schema_revision"]), bytes(row["cursor_key"])


async def lock_model(tx: WorkspaceTx) -> None:
    """One change of model at a time."""
    await tx.run("select 1 from revision where id = 1 for update")


async def raise_schema_revision(tx: WorkspaceTx) -> None:
    """Every cached plan and catalog is of the past from this commit on."""
    await tx.run("update revision set schema_revision = schema_revision + 1 where id = 1")


async def raise_policy_revision(tx: WorkspaceTx) -> None:
    """Every cached right is of the past from this commit on."""
    await tx.run("update revision set policy_revision = policy_revision + 1 where id = 1")


async def insert_object(tx: WorkspaceTx, key: str) -> int:
    """A number for a new object. One of the same key that was retired keeps its table under another name."""
    await tx.run("update object_table set key = key || '~' || number where key = %(key)s", key=key)
    row = await tx.one("insert into object_table (number, key) select coalesce(max(number), 0) + 1, %(key)s from object_table returning number", key=key)
    return int(row["number"])


async def reserve_columns(tx: WorkspaceTx, object: int, width: int) -> tuple[int, ...]:
    """Numbers for new columns; freed ones are not used again."""
    row = await tx.one(
        "update object_table set columns_used = columns_used + %(width)s where number = %(object)s returning columns_used", object=object, width=width
    )
    last = int(row["columns_used"])
    return tuple(range(last - width + 1, last + 1))


async def insert_field(tx: WorkspaceTx, object: int, key: str, kind: str, width: int) -> tuple[int, tuple[int, ...]]:
    """An id and column numbers for a new field; freed numbers are not used again."""
    numbers = await reserve_columns(tx, object, width)
    made = await tx.one(
        """
        insert into field_column (id, object, key, kind, columns)
        select coalesce(max(id), 0) + 1, %(object)s, %(key)s, %(kind)s, %(columns)s from field_column returning id
        """,
        object=object, key=key, kind=kind, columns=list(numbers),
    )  # fmt: skip
    return int(made["id"]), numbers


async def is_field_key_used(tx: WorkspaceTx, object: int, key: str) -> bool:
    """Whether a field, live or retired, has the key."""
    return await tx.maybe("select 1 from field_column where object = %(object)s and key = %(key)s", object=object, key=key) is not None


async def retire_field(tx: WorkspaceTx, field: int) -> None:
    """The field is gone; its column and its values stay."""
    await tx.run("update field_column set retired_at = %(at)s where id = %(field)s", field=field, at=tx.now)


async def revive_field(tx: WorkspaceTx, object: int, key: str) -> DictRow:
    """A retired field is live again; its id and the numbers of its columns."""
    return await tx.one("update field_column set retired_at = null where object = %(object)s and key = %(key)s returning id, columns", object=object, key=key)


async def load_retired_fields(tx: WorkspaceTx, object: int, key: str) -> list[DictRow]:
    """The retired fields of an object with their last definitions, the last one first: id, key, columns, retired_at, body."""
    return await tx.all(
        """
        select f.id, f.key, f.columns, f.retired_at, last.body from field_column f
        cross join lateral (
            select one.body from definition d, jsonb_array_elements(d.body -> 'fields') one (body)
            where d.kind = 'object' and d.key = %(key)s and one.body ->> 'key' = f.key and one.body ->> 'kind' = f.kind
            order by d.revision desc limit 1
        ) last
        where f.object = %(object)s and f.retired_at is not null order by f.retired_at desc, f.id desc
        """,
        object=object, key=key,
    )  # fmt: skip


async def load_retired_object(tx: WorkspaceTx, key: str) -> DictRow | None:
    """An object whose newest definition is retired: its number and its body."""
    return next((row for row in await load_retired_objects(tx) if row["key"] == key), None)


async def load_retired_objects(tx: WorkspaceTx) -> list[DictRow]:
    """Every object whose newest definition is retired: key, number, body, made_at; the last one first."""
    return await tx.all(
        """
        select newest.key, t.number, newest.body, newest.made_at from (
            select distinct on (key) key, body, is_retired, made_at from definition where kind = 'object' order by key, revision desc
        ) newest join object_table t on t.key = newest.key
        where newest.is_retired order by newest.made_at desc, newest.key
        """
    )


@asynccontextmanager
async def as_model_owner(tx: WorkspaceTx) -> AsyncGenerator[None]:
    """Statements inside run as the role that owns the record tables; they give up after 2 s without the lock (the caller tries again)."""
    await tx.run("select set_config('role', %(role)s, true), set_config('lock_timeout', '2s', true)", role=f"{tx.schema}_model")
    yield
    await tx.run("select set_config('role', %(role)s, true), set_config('lock_timeout', '5s', true)", role=tx.schema)


async def create_table(tx: WorkspaceTx, number: int, comment: str) -> None:
    """The table of an object, with its system columns and their indexes."""
    table = f"o_{number}"
    names = {
        "table": Identifier(tx.schema, table),
        "pkey": Identifier(f"{table}_pkey"),
        "role": Identifier(tx.schema),
        "owner_fkey": Identifier(f"{table}_owner_fkey"),
        "department_fkey": Identifier(f"{table}_department_fkey"),
    }
    await tx.run(
        SQL(
            """
            create table {table} (
                id uuid constraint {pkey} primary key,
                version integer not null default 1,
                title text,
                title_sort text,
                owner uuid constraint {owner_fkey} references person,
                department uuid constraint {department_fkey} references department,
                state text not null default 'active',
                created_at timestamptz not null,
                created_by uuid,
                updated_at timestamptz not null,
                updated_by uuid,
                deleted_at timestamptz,
                batch uuid,
                source text
            )
            """
        ).format(**names)
    )
    await tx.run(SQL("grant select, insert, update, delete on {table} to {role}").format(**names))
    await _create_indexes(tx, table)
    await tx.run(SQL("comment on table {table} is {comment}").format(table=names["table"], comment=comment))


async def _create_indexes(tx: WorkspaceTx, table: str) -> None:
    """Of the branches that rights consist of, in the order of creation; of the title; of the recycle bin and of batches."""
    for name, columns in (
        ("owner", "owner, created_at desc, id"),
        ("department", "department, created_at desc, id"),
        ("created", "created_at desc, id"),
        ("title", "title_sort, id"),
    ):
        await _create_index(tx, table, name, columns)
    await tx.run(
        SQL("create index {name} on {table} (deleted_at) where deleted_at is not null").format(
            name=Identifier(f"{table}_deleted_idx"), table=Identifier(tx.schema, table)
        )
    )
    await tx.run(
        SQL("create index {name} on {table} (batch) where batch is not null").format(name=Identifier(f"{table}_batch_idx"), table=Identifier(tx.schema, table))
    )


_ORDERS = {
    "owner, created_at desc, id": SQL("owner, created_at desc, id"),
    "department, created_at desc, id": SQL("department, created_at desc, id"),
    "created_at desc, id": SQL("created_at desc, id"),
    "title_sort, id": SQL("title_sort, id"),
}


async def _create_index(tx: WorkspaceTx, table: str, name: str, columns: str) -> None:
    await tx.run(
        SQL("create index {name} on {table} ({columns}) where deleted_at is null").format(
            name=Identifier(f"{table}_{name}_idx"), table=Identifier(tx.schema, table), columns=_ORDERS[columns]
        )
    )


async def add_columns(tx: WorkspaceTx, object: Object | int, field: Field) -> None:
    """The columns of a field, its foreign key, its unique index; or the table of a to-many relation."""
    number = object if isinstance(object, int) else object.number
    if not field.columns:
        await _create_links(tx, number, field)
        return
    table = Identifier(tx.schema, f"o_{number}")
    for name, type in zip(field.columns, field.kind.columns, strict=True):
        await tx.run(SQL("alter table {} add column {} {}").format(table, Identifier(name), SQL(type)))
        await tx.run(SQL("comment on column {}.{} is {}").format(table, Identifier(name), field.key))


async def add_reference(tx: WorkspaceTx, object: int, field: Field, *, target: int | None) -> None:
    """The foreign key and the index of a reference: to another object's table (``target``), to people or to departments."""
    column, table = field.columns[0], f"o_{object}"
    other = f"o_{target}" if target is not None else field.kind.name
    await tx.run(
        SQL("alter table {} add constraint {} foreign key ({}) references {}").format(
            Identifier(tx.schema, table), Identifier(f"{table}_{column}_fkey"), Identifier(column), Identifier(tx.schema, other)
        )
    )
    await tx.run(
        SQL("create index {} on {} ({}) where {} is not null and deleted_at is null").format(
            Identifier(f"{table}_{column}_idx"), Identifier(tx.schema, table), Identifier(column), Identifier(column)
        )
    )


async def add_unique(tx: WorkspaceTx, object: int, field: Field) -> None:
    """Equal values (after folding) in two live records are refused from now on. Numbers that we give are looked up in the recycle bin too."""
    column, table = Identifier(field.columns[0]), f"o_{object}"
    value = SQL("kd.fold({})").format(column) if field.kind.columns[0] == "text" else column
    await tx.run(
        SQL("create unique index {} on {} ({}) where deleted_at is null").format(
            Identifier(f"{table}_{field.columns[0]}_key"), Identifier(tx.schema, table), value
        )
    )
    if field.kind.is_made_by_us:
        await tx.run(
            SQL("create index {} on {} ({}) where deleted_at is not null").format(
                Identifier(f"{table}_{field.columns[0]}_bin"), Identifier(tx.schema, table), value
            )
        )


async def drop_unique(tx: WorkspaceTx, object: int, field: Field) -> None:
    """Equal values are allowed again."""
    for end in ("key", "bin"):
        await tx.run(SQL("drop index if exists {}").format(Identifier(tx.schema, f"o_{object}_{field.columns[0]}_{end}")))


async def _create_links(tx: WorkspaceTx, number: int, field: Field) -> None:
    names = {
        "links": Identifier(tx.schema, field.link_table),
        "pkey": Identifier(f"{field.link_table}_pkey"),
        "source_fkey": Identifier(f"{field.link_table}_source_fkey"),
        "source": Identifier(tx.schema, f"o_{number}"),
        "back": Identifier(f"{field.link_table}_target_idx"),
        "role": Identifier(tx.schema),
    }
    await tx.run(
        SQL(
            "create table {links} (source uuid not null constraint {source_fkey} references {source}, target uuid not null,"
            " position integer not null default 0, constraint {pkey} primary key (source, target))"
        ).format(**names)
    )
    await tx.run(SQL("create index {back} on {links} (target)").format(**names))
    await tx.run(SQL("grant select, insert, update, delete on {links} to {role}").format(**names))


async def add_link_target(tx: WorkspaceTx, field: Field, target: int) -> None:
    """The foreign key of a to-many relation's far side."""
    await tx.run(
        SQL("alter table {} add constraint {} foreign key (target) references {}").format(
            Identifier(tx.schema, field.link_table), Identifier(f"{field.link_table}_target_fkey"), Identifier(tx.schema, f"o_{target}")
        )
    )


async def count_values(tx: WorkspaceTx, object: Object, field: Field) -> int:
    """How many live records have a value in the field."""
    if not field.columns:
        row = await tx.one(SQL("select count(distinct source) as n from {}").format(Identifier(tx.schema, field.link_table)))
    else:
        row = await tx.one(
            SQL("select count({}) as n from {} where deleted_at is null").format(Identifier(field.columns[0]), Identifier(tx.schema, object.table))
        )
    return int(row["n"])


async def count_filled(tx: WorkspaceTx, object: Object, places: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """How many live records hold a value in each of some places: field id → numbers of its columns, none for a to-many relation."""
    if not places:
        return {}
    table = Identifier(tx.schema, object.table)
    linked = SQL("count(*) filter (where exists (select 1 from {} l where l.source = t.id))")
    parts = [
        SQL("count({})").format(Identifier("t", f"f_{columns[0]}")) if columns else linked.format(Identifier(tx.schema, f"l_{id}"))
        for id, columns in places.items()
    ]
    row = await tx.one(SQL("select jsonb_build_array({}) as n from {} t where deleted_at is null").format(SQL(", ").join(parts), table))
    return dict(zip(places, row["n"], strict=True))


async def count_records(tx: WorkspaceTx, numbers: Sequence[int]) -> dict[int, int]:
    """How many live records each of some objects has, by the numbers of their tables."""
    if not numbers:
        return {}
    each = SQL("select {} as number, count(*) as n from {} where deleted_at is null")
    parts = [each.format(number, Identifier(tx.schema, f"o_{number}")) for number in numbers]
    return {int(row["number"]): int(row["n"]) for row in await tx.all(SQL(" union all ").join(parts))}


def body_of(row: DictRow) -> ObjectDefinition:
    """The definition that a stored row holds."""
    return msgspec.convert(row["body"], ObjectDefinition)
