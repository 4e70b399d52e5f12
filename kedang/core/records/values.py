"""Values from outside to values of columns, every field checked before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import cast
from uuid import UUID

from kedang.core.base import KedangError, Reason, fold, label_in
from kedang.core.query import Level, ObjectScope
from kedang.core.schema import WRITABLE_SYSTEM, BadValue, Columns, Field, Object, Refused, UnknownField, ValueRequired

from .defaults import Moment, default_of
from .errors import MayNotEdit, NotWritable, Rejected
from .model import Values


@dataclass(frozen=True)
class Parsed:
    """Fields with the values of their columns; none: empty."""

    columns: dict[str, Columns | None]
    filled: frozenset[str] = frozenset()  #: fields of a new record that got their default: nobody wrote them

    def lists(self, one: Object) -> dict[str, list[object]]:
        """The ids of to-many relations that were given."""
        given = {key: value for key, value in self.columns.items() if one.fields[key].kind.name == "relations"}
        return {key: cast("list[object]", value[0]) if value else [] for key, value in given.items()}


UNIQUE_LIMIT = 2_000  #: bytes: an entry of a B-tree index holds at most 2,704
SHORT = 8  #: characters at the end of an id, its random part, that tell records without a name apart
EMPTY: tuple[object, ...] = ("", [], {})
NEVER: Moment = MappingProxyType({})  #: no default of the moment


def parse(
    one: Object,
    scope: ObjectScope,
    values: Values,
    *,
    is_new: bool,
    by_system: bool = False,
    is_former: bool = False,
    moment: Moment = NEVER,
) -> Parsed:
    """Check and read what was given; ``is_former``: it stood in a record before; ``moment``: what defaults such as ``$today`` mean.

    Raises ``UnknownField``, ``MayNotEdit``, or ``Rejected`` with an error for each bad field.
    """
    parsed, errors = read(one, scope, values, is_new=is_new, by_system=by_system, is_former=is_former, moment=moment)
    if errors:
        raise Rejected(errors=errors)
    return parsed


def read(
    one: Object,
    scope: ObjectScope,
    values: Values,
    *,
    is_new: bool,
    by_system: bool = False,
    is_former: bool = False,
    moment: Moment = NEVER,
) -> tuple[Parsed, list[KedangError]]:
    """What could be read of what was given, and an error for each bad field. Raises ``UnknownField``, ``MayNotEdit``."""
    reader = Reader(one, scope, is_new=is_new, by_system=by_system, is_former=is_former, moment=moment)
    return reader.read(values)


class Reader:
    """Reads the values of records of one object; what many of them have in common is worked out once."""

    def __init__(
        self, one: Object, scope: ObjectScope, *, is_new: bool, by_system: bool = False, is_former: bool = False, moment: Moment = NEVER
    ) -> None:  # fmt: skip
        """As ``parse``."""
        self._one, self._scope = one, scope
        self._is_new, self._by_system, self._is_former = is_new, by_system, is_former
        self._defaults = {field.key: value for field in one.own_fields if (value := default_of(field, moment)) is not None} if is_new else {}
        self._required = () if is_former else tuple(_required(one, scope))
        self._fields: dict[str, Field] = {}
        self._known: dict[tuple[str, type, object], Columns] = {}

    def parse(self, values: Values) -> Parsed:
        """Check and read what was given. Raises ``UnknownField``, ``MayNotEdit``, or ``Rejected`` with an error for each bad field."""
        parsed, errors = self.read(values)
        if errors:
            raise Rejected(errors=errors)
        return parsed

    def read(self, values: Values) -> tuple[Parsed, list[KedangError]]:
        """What could be read of what was given, and an error for each bad field. Raises ``UnknownField``, ``MayNotEdit``."""
        found: dict[str, Columns | None] = {}
        errors: list[KedangError] = []
        for key, value in values.items():
            field = self._fields.get(key) or self._writable(key)
            if isinstance(field, KedangError):
                errors.append(field)
                continue
            try:
                found[key] = None if value is None or value in EMPTY else self._columns(field, value)
            except Refused as refused:
                errors.append(BadValue(field=key, label=called(self._one, key), reason=refused.reason, reason_zh=refused.zh))
        filled = {key: value for key, value in self._defaults.items() if key not in values}
        for key, value in filled.items():
            found[key] = self._one.fields[key].kind.parse(self._one.fields[key].spec, value)
        said = {error.fields.get("field") for error in errors}
        missing = [key for key in self._required if found.get(key) is None and (self._is_new or key in found) and key not in said]
        errors += [ValueRequired(field=key, label=called(self._one, key)) for key in missing]
        return Parsed(found, frozenset(filled)), errors

    def _writable(self, key: str) -> Field | KedangError:
        field = writable(self._one, self._scope, key)
        if isinstance(field, KedangError):
            return field
        if field.kind.is_made_by_us and not self._by_system:
            return NotWritable(field=key, label=called(self._one, key))
        self._fields[key] = field
        return field

    def _columns(self, field: Field, value: object) -> Columns:
        """The value's columns; equal texts and whole numbers of a field are read once. Raises ``Refused``."""
        if type(value) is not str and type(value) is not int:
            return _parsed(field, value, is_former=self._is_former)
        known = field.key, type(value), value
        if known not in self._known:
            self._known[known] = _parsed(field, value, is_former=self._is_former)
        return self._known[known]


def _parsed(field: Field, value: object, *, is_former: bool) -> Columns:
    """The value's columns. A unique text must fit into an index. Raises ``Refused``."""
    spec = replace(field.spec, live_options=frozenset(field.spec.options), format=None) if is_former else field.spec
    columns = field.kind.parse(spec, value)
    if field.definition.unique and isinstance(columns[0], str) and len(fold(columns[0]).encode()) > UNIQUE_LIMIT:
        raise Refused(f"is longer than {UNIQUE_LIMIT} bytes, too long to be unique", f"超过 {UNIQUE_LIMIT} 字节，无法保证唯一")
    return columns


def writable(one: Object, scope: ObjectScope, key: str) -> Field | KedangError:
    """A field that the actor may write on some record, or the error of one that may not be given. Raises ``UnknownField`` and ``MayNotEdit``."""
    field = one.fields.get(key)
    best = scope.best(key)
    if field is None or best == Level.HIDDEN:
        raise UnknownField(field=key)
    if field.is_system:
        return field if key in WRITABLE_SYSTEM else NotWritable(field=key, label=called(one, key))
    if best < Level.EDIT:
        raise MayNotEdit(field=key, label=called(one, key))
    return field


def _required(one: Object, scope: ObjectScope) -> Iterable[str]:
    """Required fields that the actor could fill: of the others she knows nothing."""
    for field in one.own_fields:
        if field.definition.required and not field.kind.is_made_by_us and scope.best(field.key) == Level.EDIT:
            yield field.key


def called(one: Object, key: str) -> Reason:
    """What people call a field, in the sentences of errors."""
    label = one.fields[key].definition.label if key in one.fields else {}
    return Reason(code=key, en=label_in(label, "en") or key, zh=label_in(label, "zh") or key)


def plain(field: Field, columns: Columns | None) -> object:
    """The JSON form of stored columns, references as ids."""
    if columns is None or all(c is None for c in columns):
        return None
    return field.kind.plain(field.spec, columns)


def title_text(one: Object, columns: Columns | None, id: UUID, language: str) -> str:
    """The title of a record: the first line of its title field, at most 200 characters; of one without a name its object and the end of its id.

    Nothing else of a record may stand in for its name: who may read the title need not be allowed to read another field.
    """
    lines = str(columns[0]).strip().splitlines() if columns and columns[0] is not None else []
    return lines[0][:200] if lines else f"{label_in(one.definition.label, language, language)} {id.hex[-SHORT:]}"
