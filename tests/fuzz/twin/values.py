"""Values of records: from their JSON to Python and how they compare."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from .denied import invalid

TEXTS = frozenset({"text", "long_text", "phone", "email", "url", "serial"})
NUMBERS = frozenset({"number", "percent"})
LISTS = frozenset({"choices", "tags", "relations"})
LINKS = frozenset({"person", "department", "relation"})
ADDRESS = ("province", "city", "district", "detail")

Value = Any  # Any: what type a value has follows from its field's kind, which the twin looks at as it goes

_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DIGITS = 30


@dataclass(frozen=True, kw_only=True)
class Context:
    """What the special values and relative times of one request mean."""

    zone: str
    now: datetime
    me: UUID | None
    my_department: UUID | None
    currency: str = "CNY"

    @property
    def today(self) -> date:
        """The day it is in the workspace."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    def start_of(self, day: date) -> datetime:
        """The first moment of a day in the workspace."""
        return datetime.combine(day, time(), tzinfo=ZoneInfo(self.zone))


def fold(text: str) -> str:
    """The form in which texts are compared."""
    return unicodedata.normalize("NFKC", text).casefold()


def clean_text(value: object) -> str:
    """A text of a condition."""
    if not isinstance(value, str) or "\0" in value:
        raise invalid()
    return value


def clean_number(value: object) -> Decimal:
    """A number of a condition, exactly."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise invalid()
    if isinstance(value, str) and not _PLAIN.fullmatch(value):
        raise invalid()
    number = Decimal(str(value))
    if not number.is_finite() or len(number.as_tuple().digits) > _DIGITS:
        raise invalid()
    return number


def clean_money(value: object, currency: str) -> tuple[Decimal, str]:
    """An amount with its currency; a bare number is of the workspace's."""
    if not isinstance(value, dict):
        return clean_number(value), currency
    if set(value) != {"amount", "currency"}:
        raise invalid()
    if not isinstance(value["currency"], str) or not re.fullmatch("[A-Z]{3}", value["currency"]):
        raise invalid()
    return clean_number(value["amount"]), value["currency"]


def clean_day(value: object, context: Context) -> date:
    """A day of a condition."""
    if value == "$today":
        return context.today
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise invalid()
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise invalid() from None


def clean_moment(value: object, context: Context) -> datetime:
    """A moment of a condition."""
    if value == "$now":
        return context.now
    if value == "$today":
        return context.start_of(context.today)
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise invalid()
    return moment(value)


def moment(value: str) -> datetime:
    """A moment from RFC 3339."""
    text = value.upper()
    head, sep, rest = text.partition(".")
    if sep:
        digits = re.match(r"\d+", rest)
        count = len(digits[0]) if digits else 0
        text = f"{head}.{rest[:count].ljust(6, '0')}{rest[count:]}"
    try:
        return datetime.fromisoformat(text).astimezone(ZoneInfo("UTC"))
    except (ValueError, OverflowError):
        raise invalid() from None


def clean_id(value: object) -> UUID:
    """An id of a condition."""
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise invalid()
    return UUID(value)


def from_json(kind: str, value: Value) -> Value:
    """What the JSON of a record's field holds, ``None`` for an empty one."""
    if value is None or value in ("", []):
        return None
    if kind in NUMBERS:
        return Decimal(str(value))
    if kind == "money":
        return Decimal(value["amount"]), value["currency"]
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "datetime":
        return moment(value)
    if kind in LINKS:
        return UUID(value["id"])
    if kind == "relations":
        return tuple(UUID(item["id"]) for item in value["items"]) or None
    if kind in LISTS:
        return tuple(value)
    if kind == "address":
        return {part: value[part] or None for part in ADDRESS} if any(value[part] for part in ADDRESS) else None
    return value
