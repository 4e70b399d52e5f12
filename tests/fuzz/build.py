"""Puts a world into a real workspace: the model and the roles through their front doors, people and rows by COPY into the tables that the catalog names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec
import psycopg
from psycopg.sql import SQL, Composed, Identifier

from kedang.core import access, schema
from kedang.core.base import WorkspaceId, sort_key, system_actor
from kedang.core.db import WorkspaceTx
from kedang.core.schema import AddObject, Catalog, FieldDefinition, ObjectDefinition, Option

from .catalogue import OBJECTS
from .model import Field, Object, Rights, Role, Row, World
from .twin.values import ADDRESS

WORKSPACE = WorkspaceId(1)
SYSTEM = system_actor(WORKSPACE, name="fuzz")


def definition_of(obj: Object) -> ObjectDefinition:
    """An object as the schema defines it."""
    return ObjectDefinition(key=obj.key, label={"zh": obj.key}, title=obj.title, fields=tuple(map(_field_definition, obj.fields)))


def _field_definition(field: Field) -> FieldDefinition:
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
    known = {"read": rights.read, "update": rights.update, "delete": rights.delete, "create": rights.create, "fields": rights.fields}
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
            self.connection.execute("truncate share, person_role, person_department, person, department cascade")
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
        self._copy("person_department", ("person", "department", "position"), ((p.id, d, n) for p in people for n, d in enumerate(p.departments)))
        self._copy("person_role", ("person", "role"), ((p.id, role) for p in people for role in p.roles))

    def _shares(self, world: World) -> None:
        columns = ("id", "object", "record", "person", "department", "level", "until", "made_at")
        numbers = {key: obj.number for key, obj in self.catalog.objects.items()}
        rows = ((n, s) for n, s in enumerate(world.shares))
        self._copy("share", columns, ((_number_id(n), numbers[s.object], s.record, s.person, s.department, s.level, s.until, world.now) for n, s in rows))

    def _rows(self, world: World) -> None:
        self.connection.execute(self._truncate())
        for key, rows in world.rows.items():
            obj = world.objects[key]
            real = self.catalog.objects[key]
            stored = [f for f in obj.fields if f.kind != "relations"]
            columns = [*_SYSTEM, *(column for f in stored for column in real.fields[f.key].columns)]
            self._copy(f"o_{real.number}", columns, (_columns(world, obj, stored, row) for row in rows.values()))
            for field in obj.fields:
                if field.kind == "relations":
                    links = ((row.id, one, n) for row in rows.values() for n, one in enumerate(row.values.get(field.key) or ()))
                    self._copy(f"l_{real.fields[field.key].id}", ("source", "target", "position"), links)

    def _truncate(self) -> Composed:
        tables = [f"o_{obj.number}" for obj in self.catalog.objects.values()]
        tables += [f"l_{f.id}" for obj in self.catalog.objects.values() for f in obj.fields.values() if f.kind.name == "relations"]
        return SQL("truncate {} cascade").format(SQL(", ").join(map(Identifier, tables)))

    def _copy(self, table: str, columns: Iterable[str], rows: Iterable[tuple[object, ...]]) -> None:
        statement = SQL("copy {} ({}) from stdin").format(Identifier(table), SQL(", ").join(map(Identifier, columns)))
        with self.connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)


_SYSTEM = ("id", "version", "title", "title_sort", "owner", "department", "state", "created_at", "created_by", "updated_at", "updated_by", "deleted_at")


def _number_id(number: int) -> str:
    return f"00000000-0000-7000-8000-{number:012x}"


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
