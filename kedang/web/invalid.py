"""What msgspec says about a value that does not fit its type, as errors of ours: a field, a code, a message in two languages."""

from __future__ import annotations

import re

from kedang.core.base import Invalid, KedangError


class FieldMissing(Invalid):
    """This field is required."""

    zh = "此项必填。"
    code = "required"


class FieldUnknown(Invalid):
    """There is no such field."""

    zh = "没有此字段。"
    code = "unknown_field"


class FieldTooLong(Invalid):
    """At most {limit} are allowed."""

    zh = "最多 {limit} 个。"
    code = "too_long"


class FieldTooShort(Invalid):
    """At least {limit} are needed."""

    zh = "至少 {limit} 个。"
    code = "too_short"


class FieldOutOfRange(Invalid):
    """The number is out of range ({limit})."""

    zh = "数值超出范围（{limit}）。"
    code = "out_of_range"


class FieldWrongType(Invalid):
    """The value is of the wrong kind ({expected} is expected)."""

    zh = "值的类型有误（应为 {expected}）。"
    code = "wrong_type"


class FieldInvalid(Invalid):
    """The value is not valid."""

    zh = "值无效。"
    code = "invalid"


_PATH = re.compile(r" - at `(?:\$|key in \$)?\.?(?P<path>[^`]*)`$")
_MISSING = re.compile(r"missing required field `(?P<name>[^`]*)`")
_UNKNOWN = re.compile(r"contains unknown field `(?P<name>[^`]*)`")
_LENGTH = re.compile(r"of length (?P<sign>>=|<=) (?P<limit>\d+)")
_RANGE = re.compile(r"Expected `(?:int|float|number)` (?P<limit>[<>]=? \S+)")
_TYPE = re.compile(r"Expected `(?P<expected>[^`]*)`, got")


def from_message(message: str) -> KedangError:
    """The error of one field, from a message of msgspec. It never repeats the value that was given."""
    found = _PATH.search(message)
    path = found["path"] if found else ""
    text = message[: found.start()] if found else message
    if missing := _MISSING.search(text):
        return FieldMissing(field=_join(path, missing["name"]))
    if unknown := _UNKNOWN.search(text):
        return FieldUnknown(field=_join(path, unknown["name"]))
    if length := _LENGTH.search(text):
        kind = FieldTooShort if length["sign"] == ">=" else FieldTooLong
        return kind(field=path, limit=int(length["limit"]))
    if limits := _RANGE.search(text):
        return FieldOutOfRange(field=path, limit=limits["limit"])
    if expected := _TYPE.search(text):
        return FieldWrongType(field=path, expected=expected["expected"])
    return FieldInvalid(field=path)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
