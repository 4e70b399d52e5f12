"""Puts a world into a real workspace: the model and the roles through their front doors, people and rows by COPY into the tables that the catalog names."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import cast
from uuid import UUID

import msgspec
import psycopg
from psycopg.sql import SQL, Composed, Identifier

from kedang.core import access, schema
from kedang.core.base import WorkspaceId, sort_key, system_actor
from kedang.core.db import WorkspaceTx
from kedang.core.records import TITLE_MOST, grams, marks, pinyin_of, searchable
from kedang.core.schema import AddObject, Catalog, FieldDefinition, ObjectDefinition, Option

from .catalogue import OBJECTS, ORDERS
from .door import secret_of
from .model import Change, Field, Object, Rights, Role, Row, World
from .twin.forms import show_moment, show_number
from .twin.values import ADDRESS

WORKSPACE = WorkspaceId(1)
SYSTEM = system_actor(WORKSPACE, name="fuzz")


def definition_of(obj: Object) -> ObjectDefinition:
    """An object as the schema defines it."""
    return ObjectDefinition(key=obj.key, label={"zh": obj.key}, title=obj.title, orders=ORDERS[obj.key], fields=tuple(map(field_definition, obj.fields)))


def field_definition(field: Field) -> FieldDefinition:
    """A field as the schema defines it."""
    options = tuple(Option(key=key, label={"zh": key}) for key in field.options)
    pattern = "C-{0000}" if field.kind == "serial" else None
    return FieldDefinition(
        key=field.key, kind=field.kind, label={"zh": field.key}, target=field.target, search=field.search, options=options, pattern=pattern
    )  # fmt: skip


async def make_model(tx: WorkspaceTx) -> Catalog:
    """The objects that all worlds share."""
    return await schema.run(tx, SYSTEM, [AddObject(definition=definition_of(obj)) for obj in OBJECTS.values()])


def role_definition(role: Role) -> access.RoleDefinition:
    """A role as the access package defines it."""
    return access.RoleDefinition(key=role.key, label={"zh": role.key}, objects={key: _object_rights(rights) for key, rights in role.objects.items()})


def _object_rights(rights: Rights) -> access.ObjectRights:
    known = {
        "read": rights.read,
        "update": rights.update,
        "delete": rights.delete,
        "export": rights.read,
        "transfer": rights.transfer,
        "create": rights.create,
        "fields": rights.fields,
    }
    return msgspec.convert(known, access.ObjectRights)


@dataclass
class Builder:
    """Writes worlds into the tables of one workspace, as the superuser: nothing of what is tested runs here."""

    connection: psycopg.Connection
    catalog: Catalog

    def rights_and_rows(self, world: World) -> None:
        """People, departments, shares and every row, in place of those of the world before."""
        with self.connection.transaction():
            self.connection.execute("set local session_replication_role = replica; set local search_path = ws_1")
            self.connection.execute("truncate share, credential, person_role, person_department, person, department cascade")
            self._people(world)
            self._shares(world)
            self._rows(world)
            self.connection.execute("update revision set policy_revision = policy_revision + 1")

    def rows(self, world: World) -> None:
        """Only the rows."""
        with self.connection.transaction():
            self.connection.execute("set local session_replication_role = replica; set local search_path = ws_1")
            self._rows(world)

    def _people(self, world: World) -> None:
        people = world.people.values()
        self._copy(
            "department",
            ("id", "name", "name_sort", "parent", "created_at"),
            ((d.id, d.name, sort_key(d.name), d.parent, world.now) for d in world.departments.values()),
        )
        self._copy("person", ("id", "name", "name_sort", "created_at"), ((p.id, p.name, sort_key(p.name), world.now) for p in people))
        until = world.now + timedelta(days=3650)
        tokens = ((_number_id(n), sha256(secret_of(p.id).encode()).digest(), p.id, "api_token", 0, world.now, until) for n, p in enumerate(people))
        self._copy("credential", ("id", "hash", "person", "kind", "epoch", "created_at", "expires_at"), tokens)
        self._copy("person_department", ("person", "department", "position"), ((p.id, d, n) for p in people for n, d in enumerate(p.departments)))
        self._copy("person_role", ("person", "role"), ((p.id, role) for p in people for role in p.roles))

    def _shares(self, world: World) -> None:
        columns = ("id", "object", "record", "person", "department", "level", "until", "made_at")
        numbers = {key: obj.number for key, obj in self.catalog.objects.items()}
        rows = ((n, s) for n, s in enumerate(world.shares))
        self._copy("share", columns, ((_number_id(n), numbers[s.object], s.record, s.person, s.department, s.level, s.until, world.now) for n, s in rows))

    def _rows(self, world: World) -> None:
        self.connection.execute(self._truncate())
        self._let_numbers_repeat()
        for key, rows in world.rows.items():
            obj = world.objects[key]
            real = self.catalog.objects[key]
            stored = [f for f in obj.fields if f.kind != "relations"]
            columns = [*_SYSTEM, *(column for f in stored for column in real.fields[f.key].columns)]
            self._copy(f"o_{real.number}", columns, (_columns(world, obj, stored, row) for row in rows.values()))
            self._history(obj, rows.values())
            self._spellings(obj, rows.values())
            for field in obj.fields:
                if field.kind == "relations":
                    links = ((row.id, one, n) for row in rows.values() for n, one in enumerate(cast("tuple[UUID, ...]", row.values.get(field.key) or ())))
                    self._copy(f"l_{real.fields[field.key].id}", ("source", "target", "position"), links)

    def _spellings(self, obj: Object, rows: Iterable[Row]) -> None:
        """How titles are spelled in pinyin: the rows come here by no door that would note it."""
        number = self.catalog.objects[obj.key].number
        columns = ("object", "record", "class", "owner", "department", "at", "text", "grams", "pinyin", "initials")
        named = ((row, title) for row in rows if not row.deleted and isinstance(title := row.values.get(obj.title), str) and title)
        self._copy("search_text", columns, ((number, row.id, 0, row.owner, row.department, row.created_at, *spelled(title)) for row, title in named))

    def _history(self, obj: Object, rows: Iterable[Row]) -> None:
        real = self.catalog.objects[obj.key]
        columns = ("id", "at", "object", "record", "version", "kind", "actor", "via", "delta", "salt")
        entries = (
            (_change_id(row, change.version), change.at, real.number, row.id, change.version, "updated", change.actor, "api", self._delta(obj, change), b"salt")
            for row in rows for change in row.changes
        )  # fmt: skip
        self._copy("change", columns, entries)

    def _delta(self, obj: Object, change: Change) -> str:
        fields = self.catalog.objects[obj.key].fields
        kinds = {f.key: f.kind for f in obj.fields}
        return json.dumps({str(fields[key].id): [stored_form(kinds[key], one) for one in pair] for key, pair in change.delta.items()}, ensure_ascii=False)

    def _let_numbers_repeat(self) -> None:
        """Serial numbers are made up here, from a small pool: a condition on one shall find several rows."""
        for obj in self.catalog.objects.values():
            for field in obj.fields.values():
                if field.kind.is_made_by_us:
                    self.connection.execute(SQL("drop index if exists {}").format(Identifier(f"{obj.table}_{field.columns[0]}_key")))

    def _truncate(self) -> Composed:
        tables = ["change", "search_text", *(f"o_{obj.number}" for obj in self.catalog.objects.values())]
        tables += [f"l_{f.id}" for obj in self.catalog.objects.values() for f in obj.fields.values() if f.kind.name == "relations"]
        return SQL("truncate {} cascade").format(SQL(", ").join(map(Identifier, tables)))

    def _copy(self, table: str, columns: Iterable[str], rows: Iterable[tuple[object, ...]]) -> None:
        statement = SQL("copy {} ({}) from stdin").format(Identifier(table), SQL(", ").join(map(Identifier, columns)))
        with self.connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)


def spelled(title: str) -> tuple[str, list[str], str, str]:
    """A title's text, tokens, pinyin and initials as search keeps them."""
    text = searchable(title)[:TITLE_MOST]
    pinyin, initials = pinyin_of(text)
    return text, [*grams(text), *marks(initials, pinyin)], pinyin, initials


_SYSTEM = ("id", "version", "title", "title_sort", "owner", "department", "state", "created_at", "created_by", "updated_at", "updated_by", "deleted_at")


def _number_id(number: int) -> str:
    return f"00000000-0000-7000-8000-{number:012x}"


def _change_id(row: Row, version: int) -> UUID:
    return UUID(int=(row.id.int & ~0xFFFF) | version)


def stored_form(kind: str, value: object) -> object:
    """A value as history keeps it: its JSON form, references as ids."""
    match value:
        case Decimal():
            return show_number(value) if isinstance(show_number(value), str) else float(value)
        case (Decimal() as amount, str() as currency) if kind == "money":
            return {"amount": format(amount, "f"), "currency": currency}
        case datetime():
            return show_moment(value)
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case tuple():
            return [stored_form(kind, one) for one in value]
        case _:
            return value


def _columns(world: World, obj: Object, fields: list[Field], row: Row) -> tuple[object, ...]:
    title = row.values.get(obj.title)
    order = sort_key(title) if isinstance(title, str) else None
    deleted: datetime | None = world.now if row.deleted else None
    system = (row.id, row.version, title, order, row.owner, row.department, "active", row.created_at, row.created_by, row.updated_at, row.updated_by, deleted)
    return (*system, *(part for field in fields for part in _parts(field, row.values.get(field.key))))


def _parts(field: Field, value: object) -> tuple[object, ...]:
    match field.kind:
        case "text":
            return (value, sort_key(value) if isinstance(value, str) else None)
        case "money":
            return value if isinstance(value, tuple) else (None, None)
        case "address":
            return tuple(value[part] for part in ADDRESS) if isinstance(value, dict) else (None,) * 4
        case "choices" | "tags":
            return (list(value) if isinstance(value, tuple) else None,)
        case _:
            return (value,)
