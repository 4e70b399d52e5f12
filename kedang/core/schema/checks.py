"""Whether a definition can be used."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

import msgspec

from . import reasons
from .catalog import Catalog, Field, field_of
from .definitions import DYNAMIC, FieldDefinition, ObjectDefinition, is_key
from .errors import BadDefinition, BadKey, KeyTaken
from .kinds import FORMATS, KINDS, Kind, Refused

FIELDS_LIMIT = 500
OPTIONS_LIMIT = 1_000
TITLE_KINDS = frozenset({"text", "long_text", "serial", "phone", "email", "url"})
DUE_KINDS = {"date": ("date", "datetime"), "done": ("boolean",), "text": ("text", "long_text"), "person": ("person",)}  #: by part of ``Due``
OPTION_KEY = re.compile(r"[^\x00-\x1f\x7f]{1,200}")


def check_object(definition: ObjectDefinition, known: Collection[str] | None) -> None:
    """An object and its fields; ``known`` are the objects that relations may lead to (none: not checked again)."""
    if not is_key(definition.key):
        raise BadKey(field=definition.key)
    _label(definition.key, definition.label)
    if len(definition.fields) > FIELDS_LIMIT:
        raise BadDefinition(reason=reasons.fields(FIELDS_LIMIT))
    by_key = {f.key: f for f in definition.fields}
    if len(by_key) != len(definition.fields):
        raise KeyTaken(field=next(f.key for f in definition.fields if by_key[f.key] is not f))
    title = by_key.get(definition.title)
    if title is None or title.kind not in TITLE_KINDS:
        raise BadDefinition(reason=reasons.title(definition.key, definition.title))
    for key in definition.timeline:
        if key not in by_key or by_key[key].kind != "relation":
            raise BadDefinition(reason=reasons.timeline(definition.key, key))
    if definition.timeline_date is not None and (definition.timeline_date not in by_key or by_key[definition.timeline_date].kind not in {"date", "datetime"}):
        raise BadDefinition(reason=reasons.timeline_date(definition.key, definition.timeline_date))
    _computed(definition, by_key)
    for key in (*definition.tags, *definition.identity):
        if key not in by_key:
            raise BadDefinition(reason=reasons.no_field(definition.key, key))
    _due(definition, by_key)
    for field in definition.fields:
        if known is not None:
            check_field(field, known)


def _computed(definition: ObjectDefinition, by_key: Mapping[str, FieldDefinition]) -> None:
    """The stage path, and the keys of what is computed; whether its sources are there is seen when all objects are: ``check_latest``."""
    path = definition.path
    if path is not None and (path.field not in by_key or by_key[path.field].kind != "choice"):
        raise BadDefinition(reason=reasons.path(definition.key, path.field))
    seen = set(by_key)
    for one in definition.latest:
        if not is_key(one.key):
            raise BadKey(field=one.key)
        if one.key in seen:
            raise KeyTaken(field=one.key)
        seen.add(one.key)
        _label(one.key, one.label)


def check_latest(catalog: Catalog) -> None:
    """Whether everything that is computed has its source. Raises ``BadDefinition``."""
    for one in catalog.objects.values():
        for latest in one.definition.latest:
            fields = catalog.objects[latest.object].fields if latest.object in catalog.objects else dict[str, Field]()
            wanted = {latest.relation: "relation", latest.date: "date", **dict.fromkeys(latest.only, "choice")}
            for key, kind in wanted.items():
                if key not in fields or fields[key].kind.name != kind:
                    raise BadDefinition(reason=reasons.latest(f"{one.key}.{latest.key}", f"{latest.object}.{key}", kind))
            if fields[latest.relation].target != one.key:
                raise BadDefinition(reason=reasons.latest(f"{one.key}.{latest.key}", f"{latest.object}.{latest.relation}", "relation"))


def _due(definition: ObjectDefinition, by_key: Mapping[str, FieldDefinition]) -> None:
    """What makes to-dos of its records must be fields of the right kinds."""
    if definition.due is None:
        return
    for part, kinds in DUE_KINDS.items():
        key: str | None = getattr(definition.due, part)
        if key is not None and (key not in by_key or by_key[key].kind not in kinds):
            raise BadDefinition(reason=reasons.due(definition.key, part, key, kinds))


def check_field(definition: FieldDefinition, known: Collection[str]) -> None:
    """One field."""
    if not is_key(definition.key):
        raise BadKey(field=definition.key)
    _label(definition.key, definition.label)
    kind = KINDS.get(definition.kind)
    if kind is None:
        raise BadDefinition(reason=reasons.no_kind(definition.key, definition.kind))
    if kind.name in {"relation", "relations"} and definition.target not in known:
        raise BadDefinition(reason=reasons.no_object(definition.key, definition.target))
    if kind.name not in {"relation", "relations"} and definition.target is not None:
        raise BadDefinition(reason=reasons.no_target(definition.key))
    if definition.unique and not kind.is_unique_able:
        raise BadDefinition(reason=reasons.not_unique_able(definition.key, kind.label))
    if kind.name == "serial" and not definition.pattern:
        raise BadDefinition(reason=reasons.pattern(definition.key))
    if definition.format is not None and (kind.name != "text" or definition.format not in FORMATS):
        raise BadDefinition(reason=reasons.format(definition.key, definition.format, FORMATS))
    _options(definition)
    _default(definition, kind)


def check_replaced(definition: ObjectDefinition, wanted: FieldDefinition) -> None:
    """Whether the object can be used with another definition of one of its fields: its title stays a text."""
    check_object(msgspec.structs.replace(definition, fields=tuple(wanted if f.key == wanted.key else f for f in definition.fields)), None)


def _default(definition: FieldDefinition, kind: Kind) -> None:
    """What every new record would get must be a value of the field."""
    if definition.default is None:
        return
    if kind.is_made_by_us:
        raise BadDefinition(reason=reasons.serial_default(definition.key))
    if isinstance(definition.default, str) and definition.default in DYNAMIC:
        if DYNAMIC[definition.default] != kind.name:
            raise BadDefinition(reason=reasons.dynamic_default(definition.key, definition.default, KINDS[DYNAMIC[definition.default]].label))
        return
    try:
        kind.parse(field_of(definition, id=0, columns=(), currency="CNY").spec, definition.default)
    except Refused as refused:
        raise BadDefinition(reason=reasons.default(definition.key, refused.reason, refused.zh)) from None


def _options(definition: FieldDefinition) -> None:
    if definition.options and definition.kind not in {"choice", "choices"}:
        raise BadDefinition(reason=reasons.no_options(definition.key))
    keys = [o.key for o in definition.options]
    if len(keys) > OPTIONS_LIMIT or len(set(keys)) != len(keys):
        raise BadDefinition(reason=reasons.options(definition.key, OPTIONS_LIMIT))
    for option in definition.options:
        if not OPTION_KEY.fullmatch(option.key) or option.key != option.key.strip():
            raise BadDefinition(reason=reasons.option_key(definition.key, option.key))
        _label(option.key, option.label)


def _label(key: str, label: dict[str, str]) -> None:
    if not any(text.strip() for text in label.values()) or any("\x00" in text or len(text) > 200 for text in label.values()):
        raise BadDefinition(reason=reasons.label(key))
