"""Reading: one record, pages, counts, numbers. Answers are JSON bytes that PostgreSQL has built."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import msgspec
from psycopg import Error as DatabaseError
from psycopg.errors import QueryCanceled
from psycopg.rows import DictRow

from kedang.core.access import Rights
from kedang.core.base import Busy, Reason, RecordRef
from kedang.core.db import WorkspaceTx
from kedang.core.query import (
    Aggregate,
    And,
    Clock,
    Compare,
    Compiled,
    Condition,
    InvalidQuery,
    OffsetTooDeep,
    Position,
    Query,
    Ready,
    aggregate as compile_aggregate,
    arms_behind,
    before as compile_before,
    count as compile_count,
    is_indexed,
    is_walked,
    keys_of as compile_keys,
    one as compile_one,
    page as compile_page,
    ready,
    seal,
    unseal,
)

from . import totals
from .errors import NoSuchRecord

DEEP = 100_000  #: positions that may be skipped without an index for the order
COUNTED_FROM = 10_000  #: an offset beyond this is worth a count, to walk from the nearer end


class QueryFailed(Busy):
    """The query could not be answered; the administrator can look it up under this request's number."""

    zh = "查询未能完成；管理员可凭请求编号查看原因。"
    code = "query_failed"


class QueryTooSlow(Busy):
    """The query took too long; filter it further."""

    zh = "查询耗时过长，请缩小筛选范围。"
    code = "query_too_slow"


async def run(tx: WorkspaceTx, compiled: Ready | Compiled) -> list[DictRow]:
    """Rows of a compiled query. What the database says when it fails never reaches the caller: it could hold values of rows out of sight."""
    statement = compiled if isinstance(compiled, Ready) else ready(compiled)
    try:
        return await tx.rows(statement.sql, statement.values)
    except QueryCanceled:
        raise QueryTooSlow from None
    except DatabaseError as broken:
        if is_stale(broken):
            raise
        raise QueryFailed(sqlstate=broken.sqlstate) from None


def is_stale(broken: DatabaseError) -> bool:
    """Whether the model changed under the statement: run the transaction again."""
    return broken.sqlstate in {"0A000", "42703", "42P01", "40001", "40P01"}


def clock_of(tx: WorkspaceTx) -> Clock:
    """The present of this transaction, in the workspace's zone."""
    return Clock(tx.now, tx.zone)


async def get(tx: WorkspaceTx, rights: Rights, ref: RecordRef, *, deleted: bool = False) -> bytes:
    """A record as JSON. Raises ``NoSuchObject``, ``NoSuchRecord``."""
    rights.of(ref.object)
    rows = await run(tx, compile_one(rights.catalog, rights.scope, clock_of(tx), ref.object, ref.id, deleted=deleted))
    if not rows:
        raise NoSuchRecord
    return rows[0]["j"].encode()


async def find(tx: WorkspaceTx, rights: Rights, query: Query) -> bytes:
    """A page as JSON: ``{items, next, prev, count?}``. Raises ``NoSuchObject``, ``UnknownField``, ``FieldNotUsable``, ``InvalidCursor`` …"""
    rights.of(query.object)
    if not is_walked(rights.catalog, rights.scope, clock_of(tx), query):
        await tx.plan_anew()
    if query.around is not None:
        return await _around(tx, rights, query, query.around)
    if query.offset is not None:
        return await _offset_page(tx, rights, query, query.offset)
    return await _cursor_page(tx, rights, query)


def _key(rights: Rights) -> bytes:
    return rights.catalog.cursor_key


def _caller(rights: Rights) -> str:
    return rights.scope.fingerprint


async def _cursor_page(tx: WorkspaceTx, rights: Rights, query: Query) -> bytes:
    width = len(query.sort) + 1
    position = unseal(_key(rights), query, _caller(rights), width=_width(rights, query, width))
    rows = await _rows_behind(tx, rights, query, position, limit=query.limit + 1)
    more, rows = len(rows) > query.limit, rows[: query.limit]
    backwards = position is not None and position.backwards
    if backwards:
        rows.reverse()
    has_next, has_prev = (True, more) if backwards else (more, position is not None)
    next_ = _sealed(rights, query, rows[-1]["k"], backwards=False) if rows and has_next else None
    prev = _sealed(rights, query, rows[0]["k"], backwards=True) if rows and has_prev else None
    return await _answer(tx, rights, query, rows, next_, prev)


async def _rows_behind(tx: WorkspaceTx, rights: Rights, query: Query, position: Position | None, *, limit: int) -> list[DictRow]:
    """The first rows, or those behind a position; the second part of these is only asked for where the first does not fill the page."""
    parts: list[int | None] = [None]
    if position is not None and arms_behind(rights.catalog.object(query.object), query, position) > 1:
        parts = [0, 1]
    rows: list[DictRow] = []
    for arm in parts:
        seen = {row["k"][-1] for row in rows}  # the id: a record that lost its value between two statements stands on the page once
        found = await run(tx, compile_page(rights.catalog, rights.scope, clock_of(tx), query, position, limit=limit, arm=arm))
        rows += [row for row in found if row["k"][-1] not in seen]
        if len(rows) >= limit:
            break
    return rows[:limit]


def _width(rights: Rights, query: Query, width: int) -> int:
    """How many keys a position of the order has: money has two, and an order by id adds none."""
    one = rights.catalog.object(query.object)
    for sort in query.sort:
        target = one
        for key in sort.path[:-1]:
            field = target.fields.get(key)
            target = rights.catalog.objects.get(field.target or "", target) if field else target
        last = target.fields.get(sort.path[-1])
        width += last is not None and last.kind.name == "money"
    return width - (bool(query.sort) and query.sort[-1].path == ("id",))


def _sealed(rights: Rights, query: Query, keys: list[str | None], *, backwards: bool) -> str:
    return seal(_key(rights), query, _caller(rights), keys, backwards=backwards)


async def _offset_page(tx: WorkspaceTx, rights: Rights, query: Query, offset: int) -> bytes:
    one = rights.catalog.object(query.object)
    if offset > DEEP and query.sort and not is_indexed(one, query):
        raise OffsetTooDeep(offset=offset)
    clock = clock_of(tx)
    limit, backwards, skip = query.limit, False, offset
    if offset > COUNTED_FROM and not totals.is_in_front(_caller(rights), query, offset):
        total = await _count(tx, rights, query, capped=False)
        totals.remember(_caller(rights), query, total)
        if offset >= total:
            return await _answer(tx, rights, query, [], None, None)
        if offset > total // 2:
            limit = min(query.limit, total - offset)
            backwards, skip = True, total - offset - limit
    rows = await run(tx, compile_page(rights.catalog, rights.scope, clock, query, None, limit=limit, offset=skip, backwards=backwards))
    if backwards:
        rows.reverse()
    return await _answer(tx, rights, query, rows, None, None)


async def _answer(tx: WorkspaceTx, rights: Rights, query: Query, rows: list[DictRow], next_: str | None, prev: str | None) -> bytes:
    items = ",".join([row["j"] for row in rows])
    tail = f'"next":{_text(next_)},"prev":{_text(prev)}'
    if query.count != "none":
        await tx.plan_anew()
        tail += f',"count":{await _counted(tx, rights, query)}'
    return f'{{"items":[{items}],{tail}}}'.encode()


def _text(value: str | None) -> str:
    return "null" if value is None else f'"{value}"'


async def _counted(tx: WorkspaceTx, rights: Rights, query: Query) -> str:
    number = await _count(tx, rights, query, capped=query.count == "capped")
    more = query.count == "capped" and number > DEEP // 10
    return msgspec.json.encode({"value": min(number, DEEP // 10) if more else number, "more": more}).decode()


async def _count(tx: WorkspaceTx, rights: Rights, query: Query, *, capped: bool) -> int:
    rows = await run(tx, compile_count(rights.catalog, rights.scope, clock_of(tx), query, capped=capped))
    return int(rows[0]["n"])


async def _around(tx: WorkspaceTx, rights: Rights, query: Query, id: UUID) -> bytes:
    """``{items, position, previous, next}``: where a record stands (from 0), and its neighbours; all empty if it is not among the rows."""
    clock = clock_of(tx)
    # Compiled first: what may not be used is refused, whether the record is there or not.
    shown = compile_page(rights.catalog, rights.scope, clock, replace(query, where=_and_id(query, id)), None, limit=1)
    found = await run(tx, compile_keys(rights.catalog, rights.scope, clock, query, id))
    counted = f',"count":{await _counted(tx, rights, query)}' if query.count != "none" else ""
    if not found:
        return f'{{"items":[],"position":null,"previous":null,"next":null{counted}}}'.encode()
    keys = found[0]["k"]
    narrow = replace(query, fields=("title",) if _sees_title(rights, query) else (), expand=(), limit=1)
    before = await run(tx, compile_page(rights.catalog, rights.scope, clock, narrow, Position(keys, backwards=True), limit=1))
    after = await run(tx, compile_page(rights.catalog, rights.scope, clock, narrow, Position(keys, backwards=False), limit=1))
    place = await run(tx, compile_before(rights.catalog, rights.scope, clock, query, Position(keys, backwards=True)))
    item = (await run(tx, shown))[0]["j"]
    near = f'"previous":{before[0]["j"] if before else "null"},"next":{after[0]["j"] if after else "null"}'
    return f'{{"items":[{item}],"position":{place[0]["n"]},{near}{counted}}}'.encode()


def _and_id(query: Query, id: UUID) -> Condition:
    only = Compare(("id",), "eq", str(id))
    return only if query.where is None else And((only, query.where))


def _sees_title(rights: Rights, query: Query) -> bool:
    one = rights.catalog.object(query.object)
    return bool(rights.scope.of(one).best("title"))


async def aggregate(tx: WorkspaceTx, rights: Rights, query: Aggregate) -> bytes:
    """Numbers as JSON: ``{groups: [{key, measures}], next}``; ``next`` is the offset of the following groups, if there are any."""
    rights.of(query.object)
    rows = await run(tx, compile_aggregate(rights.catalog, rights.scope, clock_of(tx), query))
    more, rows = len(rows) > query.limit, rows[: query.limit]
    if query.offset + query.limit >= 2**31:
        raise InvalidQuery(field="offset", reason=Reason("too_large", "is too large", "数值过大"))
    return f'{{"groups":[{",".join([row["j"] for row in rows])}],"next":{query.offset + query.limit if more else "null"}}}'.encode()
