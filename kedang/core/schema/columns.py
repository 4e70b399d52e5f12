"""SQL of a change of kind: the columns beside the old ones, the trigger, the swap."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from psycopg.rows import DictRow
from psycopg.sql import SQL, Identifier
from psycopg.types.json import Jsonb

from kedang.core.db import WorkspaceTx

from . import store
from .catalog import Field, Object
from .kinds import Columns


async def add_emptying_trigger(tx: WorkspaceTx, one: Object, name: str, present: Field, target: Field) -> None:
    """Whenever the old value changes, the new columns are empty again, and wait for their conversion."""
    function = Identifier(tx.schema, f"{name}_{target.columns[0]}")
    changed = SQL(" or ").join([SQL("new.{0} is distinct from old.{0}").format(Identifier(c)) for c in present.columns])
    empty = SQL(" ").join([SQL("new.{} := null;").format(Identifier(c)) for c in target.columns])
    forget = SQL("delete from {} where field = {} and record = new.id;").format(Identifier(tx.schema, "conversion_loss"), present.id)
    await tx.run(
        SQL("create function {} () returns trigger language plpgsql as $$ begin if {} then {} {} end if; return new; end $$").format(
            function, changed, empty, forget
        )
    )
    await tx.run(
        SQL("create trigger {} before update on {} for each row execute function {} ()").format(Identifier(name), Identifier(tx.schema, one.table), function)
    )


async def drop_trigger(tx: WorkspaceTx, one: Object, name: str) -> None:
    """The trigger is not needed any more."""
    await tx.run(SQL("drop trigger if exists {} on {}").format(Identifier(name), Identifier(tx.schema, one.table)))


async def lock_table(tx: WorkspaceTx, one: Object) -> None:
    """Nobody reads or writes until the end of this transaction."""
    await tx.run(SQL("lock table {} in access exclusive mode").format(Identifier(tx.schema, one.table)))


async def set_aside(tx: WorkspaceTx, one: Object, field: Field) -> None:
    """Rename columns, so that no statement made for the old model finds them; their values stay."""
    for name in field.columns:
        await tx.run(SQL("alter table {} rename column {} to {}").format(Identifier(tx.schema, one.table), Identifier(name), Identifier(f"x_{name}")))
    await store.drop_unique(tx, one.number, field)


async def move_field(tx: WorkspaceTx, target: Field) -> None:
    """The field lies in other columns now."""
    await tx.run(
        "update field_column set columns = %(columns)s, kind = %(kind)s where id = %(id)s",
        columns=[int(c.removeprefix("f_")) for c in target.columns], kind=target.kind.name, id=target.id,
    )  # fmt: skip


async def insert_change(tx: WorkspaceTx, id: UUID, object: int, field: int, kind: str, body: Jsonb) -> None:
    """A change of model is under way."""
    await tx.run(
        """
        insert into model_change (id, object, field, kind, body, state, started_at)
        values (%(id)s, %(object)s, %(field)s, %(kind)s, %(body)s, 'running', %(now)s)
        """,
        id=id, object=object, field=field, kind=kind, body=body, now=tx.now,
    )  # fmt: skip


async def end_change(tx: WorkspaceTx, id: UUID, state: str) -> None:
    """It is done, or failed."""
    await tx.run("update model_change set state = %(state)s, ended_at = %(now)s where id = %(id)s", id=id, state=state, now=tx.now)


async def write_columns(tx: WorkspaceTx, one: Object, target: Field, rows: Sequence[tuple[UUID, Columns]]) -> None:
    """Write converted values; versions and history are of the record, not of its columns, and stay."""
    if not rows:
        return
    sets = SQL(", ").join([SQL("{} = %s").format(Identifier(c)) for c in target.columns])
    async with tx.connection.cursor() as cursor:
        await cursor.executemany(SQL("update {} set {} where id = %s").format(Identifier(tx.schema, one.table), sets), [(*columns, id) for id, columns in rows])


async def insert_losses(tx: WorkspaceTx, field: int, change: UUID, rows: Sequence[tuple[UUID, object]]) -> None:
    """Keep what did not convert."""
    if rows:
        await tx.run(
            """
            insert into conversion_loss (field, record, change, value, at)
            select %(field)s, r, %(change)s, v, %(now)s from unnest(%(records)s::uuid[], %(values)s::jsonb[]) n (r, v)
            on conflict do nothing
            """,
            field=field, change=change, now=tx.now, records=[id for id, _ in rows], values=[Jsonb(value) for _, value in rows],
        )  # fmt: skip


def value_in(row: DictRow, field: Field) -> Columns | None:
    """A field's columns of a row; none: empty."""
    values = tuple(row[name] for name in field.columns)
    return None if all(v is None for v in values) else values
