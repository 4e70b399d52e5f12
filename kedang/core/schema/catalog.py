"""``Catalog``: the model of one workspace at one revision, as the engine uses it: objects with tables, fields with columns."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property

import msgspec
from psycopg.sql import Composable, Identifier

from kedang.core.base import WorkspaceId

from .definitions import FieldDefinition, Latest, ObjectDefinition, Option
from .errors import NoSuchObject, UnknownField
from .kinds import KINDS, Kind, Spec


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field of an object and where it lies."""

    id: int  #: never changes; 0 for system fields
    key: str
    definition: FieldDefinition
    kind: Kind
    spec: Spec
    columns: tuple[str, ...]  #: names of its columns; none for a to-many relation, and where the value is computed
    is_system: bool = False
    latest: Latest | None = None  #: from what its value is computed whenever it is read
    is_absent: bool = False  #: it leads to an object that is out of use: nobody meets it

    @property
    def is_off(self) -> bool:
        """Whether it is out of use: its values can be read, and nobody writes them."""
        return self.definition.off

    @property
    def history_key(self) -> str:
        """Under which name the history keeps it: its id, or its key if it is the system's."""
        return self.key if self.is_system else str(self.id)

    @property
    def link_table(self) -> str:
        """The table that holds a to-many relation."""
        return f"l_{self.id}"

    @property
    def target(self) -> str | None:
        """The key of the object that a relation leads to."""
        return self.definition.target

    def at(self, alias: str) -> list[Composable]:
        """Its columns of a row."""
        return [Identifier(alias, column) for column in self.columns]


@dataclass(frozen=True, kw_only=True)
class Object:
    """An object of the catalog."""

    number: int
    key: str
    definition: ObjectDefinition
    fields: Mapping[str, Field]  #: by key, system fields first

    @property
    def table(self) -> str:
        """The name of its table, in the workspace's schema."""
        return f"o_{self.number}"

    @property
    def is_off(self) -> bool:
        """Whether it is out of use: nobody meets its records."""
        return self.definition.off

    def raw(self, key: str) -> FieldDefinition:
        """The definition of a field of one's own as it is stored. Raises ``UnknownField``."""
        found = next((one for one in self.definition.fields if one.key == key), None)
        if found is None:
            raise UnknownField(field=key)
        return found

    @cached_property
    def own_fields(self) -> tuple[Field, ...]:
        """The fields that its definition names, in order."""
        return tuple(f for f in self.fields.values() if not f.is_system)

    @cached_property
    def field_by_history_key(self) -> Mapping[str, Field]:
        """Fields by the name that the history keeps them under."""
        return {f.history_key: f for f in self.fields.values()}

    @property
    def title_field(self) -> Field:
        """The field whose text is the record's title."""
        return self.fields[self.definition.title]

    def field(self, key: str) -> Field:
        """A field by key. Raises ``UnknownField``."""
        found = self.fields.get(key)
        if found is None:
            raise UnknownField(field=key)
        return found


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """All objects of a workspace."""

    workspace: WorkspaceId
    revision: int
    currency: str
    language: str
    zone: str
    objects: Mapping[str, Object]
    cursor_key: bytes  #: 32 bytes, the workspace's own
    #: Texts of compiled statements, see ``query.statements``.
    texts: dict[Hashable, object] = dataclasses.field(default_factory=dict[Hashable, object], compare=False, repr=False)

    def object(self, key: str) -> Object:
        """An object by key. Raises ``NoSuchObject``."""
        found = self.objects.get(key)
        if found is None:
            raise NoSuchObject
        return found

    @cached_property
    def by_number(self) -> Mapping[int, Object]:
        """Objects by number."""
        return {one.number: one for one in self.objects.values()}

    @cached_property
    def incoming(self) -> Mapping[str, tuple[tuple[Object, Field], ...]]:
        """For each object the relations that lead to it."""
        found: dict[str, list[tuple[Object, Field]]] = {key: [] for key in self.objects}
        for one in self.objects.values():
            for field in one.own_fields:
                if field.target in found:
                    found[field.target].append((one, field))
        return {key: tuple(relations) for key, relations in found.items()}


_SYSTEM: tuple[tuple[str, str, tuple[str, ...], dict[str, str]], ...] = (
    ("id", "relation", ("id",), {"zh": "ID", "en": "Id"}),
    ("version", "number", ("version",), {"zh": "版本", "en": "Version"}),
    ("title", "text", ("title", "title_sort"), {"zh": "标题", "en": "Title"}),
    ("owner", "person", ("owner",), {"zh": "负责人", "en": "Owner"}),
    ("department", "department", ("department",), {"zh": "所属部门", "en": "Department"}),
    ("state", "choice", ("state",), {"zh": "状态", "en": "State"}),
    ("created_at", "datetime", ("created_at",), {"zh": "创建时间", "en": "Created at"}),
    ("created_by", "person", ("created_by",), {"zh": "创建人", "en": "Created by"}),
    ("updated_at", "datetime", ("updated_at",), {"zh": "更新时间", "en": "Updated at"}),
    ("updated_by", "person", ("updated_by",), {"zh": "更新人", "en": "Updated by"}),
)
STATES = ("active", "archived")
STATE_LABELS = {"active": {"zh": "在用", "en": "Active"}, "archived": {"zh": "已归档", "en": "Archived"}}

WRITABLE_SYSTEM = frozenset({"owner", "department"})


def _system_field(object_key: str, key: str, kind: str, columns: tuple[str, ...], label: dict[str, str]) -> Field:
    options = STATES if key == "state" else ()
    labelled = tuple(Option(key=one, label=STATE_LABELS[one]) for one in options)
    definition = FieldDefinition(key=key, kind=kind, label=label, target=object_key if key == "id" else None, options=labelled)
    return Field(
        id=0,
        key=key,
        definition=definition,
        kind=KINDS[kind],
        spec=Spec(key=key, options=options, live_options=frozenset(options)),
        columns=columns,
        is_system=True,
    )


def _latest_field(latest: Latest) -> Field:
    definition = FieldDefinition(key=latest.key, kind="date", label=latest.label)
    return Field(id=0, key=latest.key, definition=definition, kind=KINDS["date"], spec=Spec(key=latest.key), columns=(), is_system=True, latest=latest)


def field_of(definition: FieldDefinition, *, id: int, columns: tuple[str, ...], currency: str) -> Field:
    """A field from its definition and its place. Numbers that we give are unique, whatever the definition says; what is out of use asks for nothing."""
    if definition.kind in KINDS and KINDS[definition.kind].is_made_by_us:
        definition = msgspec.structs.replace(definition, unique=True)
    if definition.off:
        definition = msgspec.structs.replace(definition, required=False, search=False, default=None)
    spec = Spec(
        key=definition.key,
        currency=definition.currency or currency,
        decimals=definition.decimals,
        options=tuple(o.key for o in definition.options),
        live_options=frozenset(o.key for o in definition.options if not o.is_retired),
        target=definition.target,
        pattern=definition.pattern,
        format=definition.format,
        search=definition.search,
        labels=definition.label,
    )
    return Field(id=id, key=definition.key, definition=definition, kind=KINDS[definition.kind], spec=spec, columns=columns)


def object_of(definition: ObjectDefinition, *, number: int, places: Mapping[str, tuple[int, tuple[int, ...]]], currency: str) -> Object:
    """An object from its definition and the places of its fields: key → (field id, numbers of its columns)."""
    fields = {key: _system_field(definition.key, key, kind, columns, label) for key, kind, columns, label in _SYSTEM}
    for one in definition.fields:
        id, numbers = places[one.key]
        fields[one.key] = field_of(one, id=id, columns=tuple(f"f_{n}" for n in numbers), currency=currency)
    fields |= {one.key: _latest_field(one) for one in definition.latest}
    return Object(number=number, key=definition.key, definition=definition, fields=fields)


def without_off(objects: Mapping[str, Object]) -> dict[str, Object]:
    """The same objects, where relations that lead to one that is out of use are marked, and ask for nothing."""
    off = {key for key, one in objects.items() if one.is_off}
    return {key: _apart(one, off) if off else one for key, one in objects.items()}


def _apart(one: Object, off: set[str]) -> Object:
    gone = {key: field for key, field in one.fields.items() if field.target in off and not field.is_system}
    if not gone:
        return one
    absent = {
        key: dataclasses.replace(field, is_absent=True, definition=msgspec.structs.replace(field.definition, required=False, default=None))
        for key, field in gone.items()
    }
    return dataclasses.replace(one, fields={**one.fields, **absent})
