"""One value of one kind to another: by way of its plain form, read by the other kind's own parser."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import cast
from zoneinfo import ZoneInfo

from kedang.core.base import fold, label_in

from .catalog import Field
from .kinds import Columns, Refused

_TEXTS = frozenset({"text", "long_text", "phone", "email", "url", "serial"})
_FROM_TEXT = frozenset({"text", "long_text", "number", "percent", "money", "date", "datetime", "boolean", "choice", "tags", "phone", "email", "url", "address"})

TO: dict[str, frozenset[str]] = {
    **{kind: _FROM_TEXT - {kind} for kind in _TEXTS},
    "number": frozenset({"text", "long_text", "percent", "money", "choice"}),
    "percent": frozenset({"text", "long_text", "number"}),
    "money": frozenset({"text", "long_text", "number"}),
    "date": frozenset({"text", "long_text", "datetime"}),
    "datetime": frozenset({"text", "long_text", "date"}),
    "boolean": frozenset({"text", "choice"}),
    "choice": frozenset({"text", "long_text", "choices", "tags", "boolean"}),
    "choices": frozenset({"text", "long_text", "tags"}),
    "tags": frozenset({"text", "long_text", "choices"}),
    "address": frozenset({"text", "long_text"}),
}  #: which kind becomes which; relations, persons and departments keep theirs

YES = frozenset({"是", "有", "对", "true", "yes", "y", "1", "√"})
NO = frozenset({"否", "无", "不", "false", "no", "n", "0", "×"})


@dataclass(frozen=True)
class Place:
    """What the workspace adds to a value: the zone of its days, the language of its labels."""

    zone: str
    language: str


def converted(present: Field, target: Field, old: Columns, place: Place) -> Columns | None:
    """The value's columns in the other kind; none if it does not convert."""
    spec = replace(target.spec, live_options=frozenset(target.spec.options))  # a retired option stays where it is
    try:
        return target.kind.parse(spec, _plain(present, target, old, place))
    except Refused:
        return None


def _plain(present: Field, target: Field, old: Columns, place: Place) -> object:
    value = present.kind.plain(present.spec, old)
    match present.kind.name, target.kind.name:
        case "datetime", "date" if isinstance(old[0], dt.datetime):
            return old[0].astimezone(ZoneInfo(place.zone)).date().isoformat()
        case "date", "datetime":
            return dt.datetime.combine(dt.date.fromisoformat(str(value)), dt.time(), tzinfo=ZoneInfo(place.zone)).isoformat()
        case "choice", "boolean":
            return _boolean(_label(present, str(value), place))
        case "choice", ("choices" | "tags"):
            return [value if target.kind.name == "choices" else _label(present, str(value), place)]
        case (("choices" | "tags"), ("choices" | "tags")):
            return value if target.kind.name == "choices" else [_label(present, one, place) for one in _words(value)]
        case "money", "number":
            return str(old[0])
        case "percent", "number":
            return value
        case _:
            return _read(target, _text(present, value, place))


def _words(value: object) -> list[str]:
    return [str(one) for one in cast("list[object]", value)] if isinstance(value, list) else []


def _label(field: Field, key: str, place: Place) -> str:
    """What people of this workspace call an option."""
    option = next((o for o in field.definition.options if o.key == key), None)
    return label_in(option.label, place.language, place.language) or key if option else key


def _text(present: Field, value: object, place: Place) -> str:
    is_chinese = place.language.startswith("zh")
    if isinstance(value, dict):
        parts = [str(part) for part in cast("dict[str, object]", value).values() if part]
        return " ".join(parts) if present.kind.name == "money" else "".join(parts)
    if isinstance(value, list):
        return ("、" if is_chinese else ", ").join(_label(present, one, place) for one in _words(cast("list[object]", value)))
    if isinstance(value, bool):
        return ("是" if value else "否") if is_chinese else ("Yes" if value else "No")
    return _label(present, str(value), place) if present.kind.name == "choice" else str(value)


def _read(target: Field, text: str) -> object:
    match target.kind.name:
        case "boolean":
            return _boolean(text)
        case "choice":
            return _option(target, text)
        case "tags":
            return [word for word in text.replace("，", "、").replace(",", "、").replace(";", "、").split("、") if word.strip()]
        case "number" | "percent" | "money":
            return _number(text, is_percent=target.kind.name == "percent")
        case _:
            return text


def _boolean(text: str) -> bool:
    word = fold(text).strip()
    if word in YES:
        return True
    if word in NO:
        return False
    raise Refused("is neither yes nor no", "无法识别为是或否")


def _option(target: Field, text: str) -> str:
    word = fold(text).strip()
    for option in target.definition.options:
        if word in {fold(option.key), *map(fold, option.label.values()), *map(fold, option.aka)}:
            return option.key
    raise Refused("is no option", "不在选项中")


def _number(text: str, *, is_percent: bool) -> str:
    plain = text.strip().replace(",", "").replace("，", "").lstrip("¥￥")
    if is_percent and plain.endswith("%"):
        try:
            return str(Decimal(plain[:-1]).scaleb(-2))
        except InvalidOperation:
            raise Refused("must be a number", "应为数字") from None
    return plain
