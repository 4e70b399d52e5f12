"""Creating records, one or many by sets."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from psycopg.errors import UniqueViolation
from psycopg.sql import Composed

from kedang.core import outbox
from kedang.core.access import MayNot, Rights
from kedang.core.base import KedangError, new_id, sort_key
from kedang.core.db import WorkspaceTx, is_copied
from kedang.core.query import Build, Clock, Level, kept
from kedang.core.schema import Columns, Object

from . import history, references, serials, store, titles
from .checks import Flags, duplicate, flags_of, rows_of
from .defaults import Moment, moment_of
from .errors import MayNotEdit, OutOfReach, Rejected
from .events import RecordChanged, RecordsChanged
from .model import HAND, Origin, Past, Values, Written
from .values import Parsed, Reader, called, title_text


@dataclass(frozen=True)
class New:
    """A record about to be written."""

    id: UUID
    parsed: Parsed
    columns: Mapping[str, object]


async def create(tx: WorkspaceTx, rights: Rights, object_key: str, values: Values, *, origin: Origin = HAND) -> Written:
    """A new record. Raises ``NoSuchObject``, ``MayNot``, ``UnknownField``, ``MayNotEdit``, ``Rejected``, ``Duplicate``, ``OutOfReach``."""
    try:
        (written,) = await create_many(tx, rights, object_key, [values], origin=origin)
    except KedangError as error:
        for one in (error, *error.errors):
            one.fields.pop("row", None)  # there is but one
        raise
    return written


async def create_many(tx: WorkspaceTx, rights: Rights, object_key: str, rows: Sequence[Values], *, origin: Origin = HAND) -> list[Written]:
    """New records, all or none. The errors of ``Rejected`` name fields and rows."""
    scope = rights.of(object_key)
    if not scope.can_create:
        raise MayNot(action="create")
    one = rights.catalog.object(object_key)
    parsed = _parse_all(rights, one, rows, moment_of(tx, rights.actor))
    is_alone = len(parsed) == 1 and references.are_single(one, parsed[0])
    if not is_alone:
        await references.check(tx, rights, one, parsed, rows=True)
    made = await _complete(tx, rights, one, parsed, origin)
    named = [
        titles.Title(new.id, str(new.columns["title"]), _id(new, "owner"), _id(new, "department"), origin.past[at].at if origin.past else None)
        for at, new in enumerate(made)
        if new.columns["title"]
    ]
    changes = [history.Change(new.id, 1, "created") for new in made]
    if is_copied(tx, len(made)):
        await _write_many(tx, rights, one, made, named, changes, origin)
        return [Written(id=new.id, version=1) for new in made]
    if not (is_alone and await _insert_at_once(tx, rights, one, made[0])):
        if is_alone:
            await references.check(tx, rights, one, parsed, rows=True)
        await _insert(tx, rights, one, made)
    await _link(tx, one, made)
    async with tx.together():
        await titles.insert(tx, one, named)
        await history.append(tx, rights.actor, one, changes, origin, "record.created")
        await _announce(tx, one, made, origin)
    return [Written(id=new.id, version=1) for new in made]


async def _write_many(
    tx: WorkspaceTx, rights: Rights, one: Object, made: Sequence[New], named: Sequence[titles.Title], changes: Sequence[history.Change], origin: Origin
) -> None:  # fmt: skip
    """By COPY. While the database takes the rows, their titles and their history are made ready."""
    ahead = asyncio.create_task(asyncio.to_thread(lambda: (titles.lines(one, named, tx.now), history.ready(one, changes, origin))))
    try:
        await _insert(tx, rights, one, made)
    except BaseException:
        ahead.cancel()
        raise
    await _link(tx, one, made)
    lines, past = await ahead
    await titles.write(tx, lines)
    await history.write(tx, rights.actor, one, past, origin, "record.created")
    await _announce(tx, one, made, origin)


async def _link(tx: WorkspaceTx, one: Object, made: Sequence[New]) -> None:
    """Write relations to many."""
    for field in one.own_fields:
        if field.kind.name == "relations":
            for new in made:
                if targets := new.parsed.lists(one).get(field.key):
                    await store.replace_links(tx, field, new.id, targets)


async def _announce(tx: WorkspaceTx, one: Object, made: Sequence[New], origin: Origin) -> None:
    if origin.is_silent:
        return
    if origin.batch is not None and len(made) > 1:
        await outbox.emit(tx, RecordsChanged(object=one.key, batch=origin.batch, number=len(made)))
        return
    await outbox.emit_many(tx, [RecordChanged(object=one.key, record=new.id, version=1, what="created") for new in made])


def _id(new: New, column: str) -> UUID | None:
    value = new.columns[column]
    return value if isinstance(value, UUID) else None


def _parse_all(rights: Rights, one: Object, rows: Sequence[Values], moment: Moment) -> list[Parsed]:
    errors, found = list[KedangError](), list[Parsed]()
    reader = Reader(one, rights.scope.of(one), is_new=True, by_system=rights.actor.via == "import", moment=moment)
    for at, values in enumerate(rows):
        try:
            found.append(reader.parse(values))
        except Rejected as rejected:
            for error in rejected.errors:
                error.fields["row"] = at
            errors += rejected.errors
        except KedangError as error:
            error.fields["row"] = at
            raise
    if errors:
        raise Rejected(errors=errors)
    return found


async def _complete(tx: WorkspaceTx, rights: Rights, one: Object, parsed: Sequence[Parsed], origin: Origin) -> list[New]:
    """Add what the system makes: ids, serial numbers, owner and department, title, times."""
    actor, today = rights.actor, Clock(tx.now, tx.zone).today
    numbers: dict[str, list[str]] = {}
    for field in one.own_fields:
        if field.kind.is_made_by_us:
            brought = [str(columns[0]) for p in parsed if (columns := p.columns.get(field.key)) is not None]
            numbers[field.key] = await serials.reserve(tx, one, field, today, len(parsed) - len(brought), brought=brought)
            numbers[field.key].reverse()
    made: list[New] = []
    for at, one_parsed in enumerate(parsed):
        given = dict(one_parsed.columns)
        for key, left in numbers.items():
            if given.get(key) is None:
                given[key] = (left.pop(),)
        given.setdefault("owner", (actor.person,) if actor.person else None)
        given.setdefault("department", (actor.main_department,) if actor.main_department else None)
        id = new_id()
        past = origin.past[at] if origin.past else None
        made.append(New(id, one_parsed, _columns(tx, rights, one, id, given, origin, past)))
    return made


def _columns(tx: WorkspaceTx, rights: Rights, one: Object, id: UUID, given: dict[str, Columns | None], origin: Origin, past: Past | None) -> dict[str, object]:
    named = given.get(one.definition.title)
    title = title_text(one, named, id, tx.language)
    now, by, via = (past.at, past.by, past.via) if past else (tx.now, rights.actor.person, rights.actor.via)
    return {
        "id": id, "title": title, "title_sort": _sorted_by(one, title, named), "created_at": now, "created_by": by,
        "updated_at": now, "updated_by": by, "batch": origin.batch, "source": origin.source or via,
        **store.columns_of(one, given),
    }  # fmt: skip


def _sorted_by(one: Object, title: str, named: Columns | None) -> str:
    """By what a title is ordered: a line of text brings it along, and reading Chinese twice is slow."""
    if named is not None and one.title_field.kind.name == "text" and named[0] == title:
        return str(named[1])
    return sort_key(title)


async def _insert_at_once(tx: WorkspaceTx, rights: Rights, one: Object, new: New) -> bool:
    """Write a row unless a reference of it leads nowhere or a unique value is taken; which one it was, the longer way finds out."""
    parsed, names = new.parsed, tuple(new.columns)
    written = tuple(sorted(key for key in parsed.columns if not one.fields[key].is_system and key not in parsed.filled))
    referring = tuple(key for key, columns in parsed.columns.items() if columns is not None and one.fields[key].kind.family == "reference")
    may_transfer = bool(rights.scope.of(one).actions["transfer"])

    def make(build: Build) -> Composed:
        flags = flags_of(build, one, written, Level.EDIT) | ({} if may_transfer else rows_of(build, one))
        return store.insertion(build, one, names, references.guards(build, one, parsed), flags)

    shape = ("insert", one.key, names, written, referring)
    statement = kept(rights.catalog, rights.scope, Clock(tx.now, tx.zone), shape, store.values_of(new.columns), make)
    answers = await tx.rows(statement.sql, statement.values)
    for answer in answers:
        _check(one, new, answer)
    return bool(answers)


async def _insert(tx: WorkspaceTx, rights: Rights, one: Object, made: Sequence[New]) -> None:
    """Write the rows; the database itself says whether each is where the actor may write."""
    build = Build(rights.catalog, rights.scope, Clock(tx.now, tx.zone))
    may_transfer = bool(rights.scope.of(one).actions["transfer"])
    given = sorted({key for new in made for key in new.parsed.columns if not one.fields[key].is_system})
    written = [key for key in given if any(key not in new.parsed.filled for new in made)]
    flags = flags_of(build, one, written, Level.EDIT) | ({} if may_transfer else rows_of(build, one))
    groups: dict[tuple[str, ...], list[tuple[New, Mapping[str, object]]]] = {}
    for new, columns in zip(made, store.evened(one, [new.columns for new in made]), strict=True):
        groups.setdefault(tuple(columns), []).append((new, columns))
    try:
        async with guarded(tx, one, given):
            for names, group in groups.items():
                answers = await store.insert_many(tx, one, names, [columns for _, columns in group], flags, build.params)
                for (new, _), answer in zip(group, answers, strict=True):
                    _check(one, new, answer)
    except UniqueViolation as broken:
        raise await duplicate(tx, rights, one, broken, [dict(new.parsed.columns) for new in made]) from None


def _check(one: Object, new: New, answer: Flags) -> None:
    if answer.get("visible") is False:
        raise OutOfReach
    for key in new.parsed.columns.keys() - new.parsed.filled:
        if answer.get(f"edit_{key}") is False:
            raise MayNotEdit(field=key, label=called(one, key))


def guarded(tx: WorkspaceTx, one: Object, keys: Sequence[str]) -> store.Savepoint:
    """A savepoint where a unique field is written, so that the transaction lives on and can name the other record."""
    return store.savepoint(tx, is_needed=any(one.fields[key].definition.unique for key in keys))
