"""Values from outside to values of columns, every field checked before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import cast
from uuid import UUID

from kedang.core.base import KedangError, fold, label_in
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
    language: str,
    by_system: bool = False,
    is_former: bool = False,
    moment: Moment = NEVER,
) -> Parsed:
    """Check and read what was given; ``is_former``: it stood in a record before; ``moment``: what defaults such as ``$today`` mean.

    Raises ``UnknownField``, ``MayNotEdit``, or ``Rejected`` with an error for each bad field.
    """
    parsed, errors = read(one, scope, values, is_new=is_new, language=language, by_system=by_system, is_former=is_former, moment=moment)
    if errors:
        raise Rejected(errors=errors)
    return parsed


def read(
    one: Object,
    scope: ObjectScope,
    values: Values,
    *,
    is_new: bool,
    language: str,
    by_system: bool = False,
    is_former: bool = False,
    moment: Moment = NEVER,
) -> tuple[Parsed, list[KedangError]]:
    """What could be read of what was given, and an error for each bad field. Raises ``UnknownField``, ``MayNotEdit``."""
    found: dict[str, Columns | None] = {}
    errors: list[KedangError] = []
    for key, value in values.items():
        field = writable(one, scope, key)
        if isinstance(field, KedangError):
            errors.append(field)
            continue
        if field.kind.is_made_by_us and not by_system:
            errors.append(NotWritable(field=key))
            continue
        try:
            found[key] = None if value is None or value in EMPTY else _parsed(field, value, is_former=is_former)
        except Refused as refused:
            errors.append(BadValue(field=key, label=named(one, key, language), reason=refused.reason, reason_zh=refused.zh))
    filled = frozenset[str]()
    if is_new:
        defaults = {field.key: value for field in one.own_fields if field.key not in values and (value := default_of(field, moment)) is not None}
        filled = frozenset(defaults)
        found |= {key: one.fields[key].kind.parse(one.fields[key].spec, value) for key, value in defaults.items()}
    said = {error.fields.get("field") for error in errors}
    missing = () if is_former else [key for key in _missing(one, scope, found, is_new=is_new) if key not in said]
    errors += [ValueRequired(field=key, label=named(one, key, language)) for key in missing]
    return Parsed(found, filled), errors


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
        return field if key in WRITABLE_SYSTEM else NotWritable(field=key)
    if best < Level.EDIT:
        raise MayNotEdit(field=key)
    return field


def _missing(one: Object, scope: ObjectScope, found: dict[str, Columns | None], *, is_new: bool) -> Iterable[str]:
    """Required fields without a value, of those that the actor could fill: of the others she knows nothing."""
    for field in one.own_fields:
        if not field.definition.required or found.get(field.key) is not None or not (is_new or field.key in found):
            continue
        if scope.best(field.key) == Level.EDIT and not field.kind.is_made_by_us:
            yield field.key


def named(one: Object, key: str, language: str) -> str:
    """What people call a field."""
    return label_in(one.fields[key].definition.label, language) if key in one.fields else key


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
