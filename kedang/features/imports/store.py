"""SQL of imports and their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from kedang.core.db import WorkspaceTx

from .staged import OTHER_SHEET, Also, Decision, Match, Note, Staged

Json = dict[str, object]
ALSO, MATCHES, NOTES = list[Also], list[Match], list[Note]
COPY = """
    copy import_row (import, place, number, object, cells, "values", names, words, also, state, into_number, matches, reasons, unmatched, record, decision)
    from stdin
"""


async def insert(tx: WorkspaceTx, *, id: UUID, actor: UUID | None, files: object, tables: object, proposals: object, choices: object) -> None:
    """An import that is planned."""
    await tx.run(
        """
        insert into import (id, actor, at, state, files, tables, proposals, choices)
        values (%(id)s, %(actor)s, %(now)s, 'planned', %(files)s, %(tables)s, %(proposals)s, %(choices)s)
        """,
        id=id, actor=actor, now=tx.now, files=Jsonb(files), tables=Jsonb(tables), proposals=Jsonb(proposals), choices=Jsonb(choices),
    )  # fmt: skip


async def load(tx: WorkspaceTx, id: UUID, *, lock: bool = False) -> DictRow | None:
    """An import."""
    if lock:
        return await tx.maybe("select * from import where id = %(id)s for update", id=id)
    return await tx.maybe("select * from import where id = %(id)s", id=id)


async def load_running(tx: WorkspaceTx) -> list[UUID]:
    """Imports that are being written, or were until something cut them off, oldest first."""
    return [row["id"] for row in await tx.all("select id from import where state = 'running' order by at, id")]


async def load_newest(tx: WorkspaceTx, *, limit: int) -> list[DictRow]:
    """Imports, newest first."""
    return await tx.all("select id, actor, at, state, files, batch, ended_at from import order by at desc, id desc limit %(limit)s", limit=limit)


async def set_state(tx: WorkspaceTx, id: UUID, state: str, *, batch: UUID | None = None, error: str | None = None) -> None:
    """Running, done, failed, undone."""
    await tx.run(
        """
        update import set state = %(state)s, batch = coalesce(%(batch)s, batch), error = %(error)s,
            started_at = case when %(state)s = 'running' then coalesce(started_at, %(now)s) else started_at end,
            ended_at = case when %(state)s in ('done', 'failed', 'undone') then %(now)s::timestamptz end
        where id = %(id)s
        """,
        id=id, state=state, batch=batch, error=error, now=tx.now,
    )  # fmt: skip


async def replace_plan(tx: WorkspaceTx, id: UUID, *, tables: object, proposals: object, choices: object) -> None:
    """Another plan for the same files."""
    await tx.run("delete from import_row where import = %(id)s", id=id)
    await tx.run(
        """
        update import set tables = %(tables)s, proposals = %(proposals)s, choices = %(choices)s, plan = plan + 1, planned_at = %(now)s, draft = null
        where id = %(id)s
        """,
        id=id, tables=Jsonb(tables), proposals=Jsonb(proposals), choices=Jsonb(choices), now=tx.now,
    )  # fmt: skip


async def insert_rows(tx: WorkspaceTx, id: UUID, rows: Sequence[Staged]) -> None:
    """Stage rows, by COPY."""
    async with (
        tx.connection.cursor() as cursor,
        cursor.copy(COPY) as copy,
    ):
        for row in rows:
            await copy.write_row((
                id, row.place, row.number, row.object, _json(row.cells), _json(row.values), _json(row.names), _json(row.words), _json(row.also), row.state,
                row.into, _json(row.matches), _json(row.reasons), _json(row.unmatched), row.record,
                _json(row.decision) if row.decision else None,
            ))  # fmt: skip


def _json(value: object) -> str:
    if not value:
        return "[]" if isinstance(value, list) else "{}"  # most of what a row has to say is empty
    return msgspec.json.encode(value).decode()


def staged_of(row: DictRow) -> Staged:
    """A stored row."""
    return Staged(
        place=row["place"], number=row["number"], object=row["object"], cells=row["cells"], values=row["values"], names=row["names"], words=row["words"],
        also=msgspec.convert(row["also"], ALSO) if row["also"] else [], state=row["state"], into=row["into_number"],
        matches=msgspec.convert(row["matches"], MATCHES) if row["matches"] else [],
        reasons=msgspec.convert(row["reasons"], NOTES) if row["reasons"] else [], unmatched=row["unmatched"], record=row["record"],
        decision=msgspec.convert(row["decision"], Decision) if row["decision"] else None,
    )  # fmt: skip


async def load_waiting(tx: WorkspaceTx, id: UUID, place: int, *, limit: int, with_cells: bool = True) -> list[Staged]:
    """Rows of a table that are still to be written, in order, locked; without their cells where nobody will read these again."""
    rows = await tx.all(
        """
        select place, number, object, case when %(with_cells)s then cells else '[]'::jsonb end as cells, "values", names, words, also, state, into_number,
            matches, reasons, unmatched, record, decision
        from import_row where import = %(id)s and place = %(place)s and written_at is null and state in ('new', 'updated')
        order by number limit %(limit)s for update
        """,
        id=id, place=place, limit=limit, with_cells=with_cells,
    )  # fmt: skip
    return [staged_of(row) for row in rows]


async def load_rows(
    tx: WorkspaceTx, id: UUID, *, state: str | None = None, place: int | None = None, object: str | None = None, after: tuple[int, int] = (-1, 0),
    limit: int = 1000,
) -> list[Staged]:  # fmt: skip
    """Rows in order."""
    rows = await tx.all(
        """
        select * from import_row where import = %(id)s and (%(state)s::text is null or state = %(state)s) and (%(place)s::integer is null or place = %(place)s)
            and (%(object)s::text is null or object = %(object)s) and (place, number) > (%(p)s, %(n)s) order by place, number limit %(limit)s
        """,
        id=id, state=state, place=place, object=object, p=after[0], n=after[1], limit=limit,
    )  # fmt: skip
    return [staged_of(row) for row in rows]


async def mark_written(tx: WorkspaceTx, id: UUID, rows: Sequence[Staged]) -> None:
    """These are records now, or turned out not to be possible."""
    await tx.run(
        """
        update import_row r set record = n.record, state = n.state, "values" = n."values", reasons = n.reasons, unmatched = n.unmatched, also = n.also,
            written_at = %(now)s
        from jsonb_to_recordset(%(rows)s::jsonb)
            as n (place integer, number integer, record uuid, state text, "values" jsonb, reasons jsonb, unmatched jsonb, also jsonb)
        where r.import = %(id)s and r.place = n.place and r.number = n.number
        """,
        id=id, now=tx.now, rows=_json([
            {
                "place": r.place, "number": r.number, "record": r.record, "state": r.state, "values": r.values, "reasons": r.reasons,
                "unmatched": r.unmatched, "also": r.also,
            }
            for r in rows
        ]),
    )  # fmt: skip


async def counts(tx: WorkspaceTx, id: UUID) -> list[DictRow]:
    """Rows by table and state; how many are written; references that lead nowhere."""
    return await tx.all(
        """
        select place, state, count(*) as rows, count(written_at) as written,
            count(*) filter (where exists (select from jsonb_array_elements(unmatched) u where u ->> 'code' = 'no_such_reference')) as unmatched,
            count(*) filter (where exists (select from jsonb_array_elements(unmatched) u where u ->> 'code' <> 'no_such_reference')) as open
        from import_row where import = %(id)s group by place, state order by place, state
        """,
        id=id,
    )  # fmt: skip


async def count_also(tx: WorkspaceTx, id: UUID) -> list[DictRow]:
    """Other records that the rows of each table write, new ones and others; a merged row has given its own to the row it is the same as."""
    return await tx.all(
        """
        select place, a ->> 'object' as object, count(distinct a ->> 'record') filter (where (a ->> 'is_new')::boolean) as new,
            count(*) filter (where a ->> 'is_new' = 'false') as updated, count(*) filter (where a ->> 'record' is null) as waiting
        from import_row, jsonb_array_elements(also) a where import = %(id)s and state in ('new', 'updated') group by 1, 2 order by 1, 2
        """,
        id=id,
    )  # fmt: skip


async def count_reasons(tx: WorkspaceTx, id: UUID) -> list[DictRow]:
    """How often each reason occurs, by table, with an example."""
    return await tx.all(
        """
        select place, state, r ->> 'code' as code, r ->> 'field' as field, count(*) as rows, min(r ->> 'en') as en, min(r ->> 'zh') as zh,
            min(number) as example
        from import_row, jsonb_array_elements(reasons) r where import = %(id)s group by 1, 2, 3, 4 order by 1, 5 desc, 3, 4
        """,
        id=id,
    )  # fmt: skip


async def named_rows(tx: WorkspaceTx, id: UUID, object: str) -> list[DictRow]:
    """What rows of an object are called in this import, and what became of them; of merged rows what became of the row they are the same as."""
    rows = await tx.all(
        """
        select number, place, state, "values", record, into_number, case when state = 'merged' then coalesce((
            select (m ->> 'place')::integer from jsonb_array_elements(matches) m
            where m -> 'reasons' = %(other)s and (m ->> 'row')::integer = into_number limit 1
        ), place) end as into_place
        from import_row where import = %(id)s and object = %(object)s
        """,
        id=id, object=object, other=Jsonb(OTHER_SHEET),
    )  # fmt: skip
    by_place = {(row["place"], row["number"]): row for row in rows}
    for row in rows:
        first = row
        while first["state"] == "merged" and first["record"] is None and (first["into_place"], first["into_number"]) in by_place:
            first = by_place[first["into_place"], first["into_number"]]
        row["record"], row["state"] = first["record"], first["state"]
    return rows


async def person_names(tx: WorkspaceTx, id: UUID) -> list[str]:
    """Names of colleagues that rows name: the values of fields of persons among ``names``, as the plan has counted them."""
    row = await tx.one("select proposals from import where id = %(id)s", id=id)
    return list(row["proposals"].get("people", {}))


async def names_by(tx: WorkspaceTx, id: UUID, fields: Sequence[tuple[str, str]]) -> list[str]:
    """What rows that are to be written name by some fields, as (object, field)."""
    rows = await tx.all(
        """
        select distinct n.value as name from import_row r join unnest(%(objects)s::text[], %(fields)s::text[]) f (object, field) on f.object = r.object
        join jsonb_each_text(r.names) n on n.key = f.field where r.import = %(id)s and r.written_at is null and r.state in ('new', 'updated') order by 1
        """,
        id=id, objects=[object for object, _ in fields], fields=[field for _, field in fields],
    )  # fmt: skip
    return [row["name"] for row in rows]


async def colleagues(tx: WorkspaceTx, id: UUID) -> list[DictRow]:
    """Names in tables of colleagues, folded, with the people of their rows, and whether one of these waits for a person to decide."""
    return await tx.all(
        """
        select kd.fold("values" ->> 'name') as name, array_agg(distinct record) filter (where record is not null) as people,
            bool_or(state = 'doubtful') as waits
        from import_row where import = %(id)s and object = 'person' and state in ('new', 'merged', 'doubtful') group by 1
        """,
        id=id,
    )  # fmt: skip


async def words(tx: WorkspaceTx, id: UUID) -> dict[tuple[str, str], list[str]]:
    """Words that are no options yet, by object and field."""
    rows = await tx.all(
        """
        select r.object, w.key as field, array_agg(distinct w.value order by w.value) as words
        from import_row r, jsonb_each_text(r.words) w where r.import = %(id)s and r.state in ('new', 'updated', 'doubtful') group by 1, 2
        """,
        id=id,
    )  # fmt: skip
    return {(row["object"], row["field"]): row["words"] for row in rows}


async def set_word(tx: WorkspaceTx, id: UUID, object: str, field: str, word: str, value: object) -> None:
    """A word is an option now."""
    await tx.run(
        """
        update import_row set "values" = "values" || jsonb_build_object(%(field)s::text, %(value)s::jsonb), words = words - %(field)s::text
        where import = %(id)s and object = %(object)s and words ->> %(field)s = %(word)s
        """,
        id=id, object=object, field=field, word=word, value=Jsonb(value),
    )  # fmt: skip


async def load_untied(tx: WorkspaceTx, id: UUID, object: str, fields: Sequence[str], *, after: tuple[int, int], limit: int) -> list[Staged]:
    """Rows that are records and name something by one of these fields."""
    rows = await tx.all(
        """
        select * from import_row where import = %(id)s and object = %(object)s and record is not null and state in ('new', 'updated')
            and names ?| %(fields)s::text[] and (place, number) > (%(p)s, %(n)s) order by place, number limit %(limit)s
        """,
        id=id, object=object, fields=list(fields), p=after[0], n=after[1], limit=limit,
    )  # fmt: skip
    return [staged_of(row) for row in rows]


async def set_unmatched(tx: WorkspaceTx, id: UUID, rows: Sequence[Staged]) -> None:
    """Note what leads nowhere after all."""
    async with tx.connection.cursor() as cursor:
        await cursor.executemany(
            "update import_row set unmatched = %s where import = %s and place = %s and number = %s",
            [(Jsonb(r.unmatched), id, r.place, r.number) for r in rows],
        )


async def insert_sheets(tx: WorkspaceTx, id: UUID, packed: Sequence[bytes]) -> None:
    """Keep sheets, in order."""
    async with tx.connection.cursor() as cursor:
        await cursor.executemany("insert into import_sheet (import, place, packed) values (%s, %s, %s)", [(id, at, one) for at, one in enumerate(packed)])


async def load_sheets(tx: WorkspaceTx, id: UUID) -> list[bytes]:
    """Kept sheets, in order."""
    return [row["packed"] for row in await tx.all("select packed from import_sheet where import = %(id)s order by place", id=id)]


async def delete_sheets(tx: WorkspaceTx, id: UUID) -> None:
    """The sheets are not needed any more."""
    await tx.run("delete from import_sheet where import = %(id)s", id=id)


async def delete_old_sheets(tx: WorkspaceTx, before: datetime) -> None:
    """Sheets of imports that were planned before a time and never run."""
    await tx.run("delete from import_sheet s using import i where i.id = s.import and i.at < %(before)s", before=before)


async def load_row(tx: WorkspaceTx, id: UUID, place: int, number: int) -> Staged | None:
    """A row, locked."""
    row = await tx.maybe(
        "select * from import_row where import = %(id)s and place = %(place)s and number = %(number)s for update", id=id, place=place, number=number
    )
    return staged_of(row) if row else None


async def load_row_of(tx: WorkspaceTx, id: UUID, object: str, record: UUID) -> Staged | None:
    """The row that made a record, if one of this import did."""
    row = await tx.maybe(
        "select * from import_row where import = %(id)s and object = %(object)s and record = %(record)s and state = 'new' order by place, number limit 1",
        id=id, object=object, record=record,
    )  # fmt: skip
    return staged_of(row) if row else None


async def load_many(tx: WorkspaceTx, id: UUID, places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Staged]:
    """Rows by table and number."""
    rows = await tx.all(
        """
        select r.* from import_row r join unnest(%(places)s::integer[], %(numbers)s::integer[]) w (place, number) using (place, number)
        where r.import = %(id)s
        """,
        id=id, places=[place for place, _ in places], numbers=[number for _, number in places],
    )  # fmt: skip
    return {(row["place"], row["number"]): staged_of(row) for row in rows}


async def save(tx: WorkspaceTx, id: UUID, rows: Sequence[Staged]) -> None:
    """Rows that a person has decided on; they are not written yet."""
    async with tx.connection.cursor() as cursor:
        await cursor.executemany(
            """
            update import_row set state = %s, into_number = %s, record = %s, "values" = %s, names = %s, words = %s, also = %s, matches = %s, reasons = %s,
                decision = %s
            where import = %s and place = %s and number = %s
            """,
            [
                (
                    r.state, r.into, r.record, _json(r.values), _json(r.names), _json(r.words), _json(r.also), _json(r.matches), _json(r.reasons),
                    _json(r.decision) if r.decision else None, id, r.place, r.number,
                )
                for r in rows
            ],
        )  # fmt: skip


async def load_decided(tx: WorkspaceTx, id: UUID) -> list[Staged]:
    """Rows that a person has decided on, in order."""
    rows = await tx.all("select * from import_row where import = %(id)s and decision is not null order by place, number", id=id)
    return [staged_of(row) for row in rows]


async def load_open_references(tx: WorkspaceTx, id: UUID, code: str) -> list[Staged]:
    """Rows that are records and name something that leads nowhere for a reason."""
    rows = await tx.all(
        """
        select * from import_row where import = %(id)s and record is not null and state in ('new', 'updated')
            and exists (select from jsonb_array_elements(unmatched) u where u ->> 'code' = %(code)s) order by place, number
        """,
        id=id, code=code,
    )  # fmt: skip
    return [staged_of(row) for row in rows]


async def progress(tx: WorkspaceTx, id: UUID) -> DictRow:
    """How many rows a run writes, and how many of them are written."""
    return await tx.one(
        """
        select count(written_at) as done, count(*) filter (where written_at is not null or state in ('new', 'updated')) as rows
        from import_row where import = %(id)s
        """,
        id=id,
    )  # fmt: skip


async def add_made(tx: WorkspaceTx, id: UUID, kind: str, made: Mapping[str, str]) -> None:
    """What an import made besides records: people by id with their names, fields by ``object.field`` with their kinds."""
    if made:
        await tx.run(
            """
            update import set made = made || jsonb_build_object(%(kind)s::text, coalesce(made -> %(kind)s, '{}') || %(made)s::jsonb) where id = %(id)s
            """,
            id=id, kind=kind, made=Jsonb(dict(made)),
        )  # fmt: skip
