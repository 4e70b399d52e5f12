"""What every field kind answers: its columns, how a value comes in, how it goes out, what may be asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from typing import ClassVar, LiteralString

from psycopg.sql import SQL, Composable, Composed

COMPARE = frozenset({"eq", "ne", "lt", "le", "gt", "ge", "between", "in", "not_in"})
EMPTY = frozenset({"is_empty", "not_empty"})
EQUAL = frozenset({"eq", "ne", "in", "not_in"})
TEXT = frozenset({"contains", "starts_with"})
LISTS = frozenset({"has_any", "has_all", "has_none"})
SPANS = frozenset({"within", "before", "after"})

TEXT_LIMIT = 1_000_000  #: bytes of UTF-8
DIGITS = 30
JSON_DIGITS = 15  #: as many survive every reader of JSON
NUMBER_LIMIT = 200  #: characters: reading a number of millions of digits takes seconds
EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)  #: no digit is lost in it


class Refused(Exception):
    """A value does not fit its kind; the reason in English and Chinese."""

    def __init__(self, reason: str, zh: str, *, code: str = "") -> None:
        """Say why; the code tells programs which of several reasons of one format it is."""
        super().__init__(reason)
        self.reason, self.zh, self.code = reason, zh, code


@dataclass(frozen=True, kw_only=True)
class Spec:
    """What a kind needs to know of the field it serves."""

    key: str
    currency: str = "CNY"
    decimals: int | None = None
    options: tuple[str, ...] = ()  #: keys, in order, retired ones included
    live_options: frozenset[str] = frozenset()
    target: str | None = None
    pattern: str | None = None
    format: str | None = None  #: a key of ``FORMATS``; none also for values that stood in records before the field had one
    search: bool = False
    labels: Mapping[str, str] = field(default_factory=dict[str, str])


Columns = tuple[object, ...]


class Kind:
    """A field kind. Subclasses fill in what differs."""

    name: ClassVar[str]
    label: ClassVar[dict[str, str]]
    family: ClassVar[str] = "text"  #: how conditions compare it
    columns: ClassVar[tuple[LiteralString, ...]] = ("text",)  #: SQL types of its columns; none: it lies in a table of its own
    ops: ClassVar[frozenset[str]] = EQUAL | TEXT | EMPTY
    is_sortable: ClassVar[bool] = True
    is_groupable: ClassVar[bool] = True
    is_unique_able: ClassVar[bool] = True
    is_made_by_us: ClassVar[bool] = False
    sensitivity: ClassVar[str] = "internal"
    measures: ClassVar[frozenset[str]] = frozenset({"count", "count_distinct"})

    def parse(self, spec: Spec, value: object) -> Columns:
        """The JSON value of a field as the values of its columns. ``None`` never comes here. Raises ``Refused``."""
        raise NotImplementedError

    def show(self, spec: Spec, columns: list[Composable]) -> Composable:
        """An SQL expression of the JSON form, of anything that ``to_json`` understands; null where empty."""
        return columns[0]

    def mask(self, spec: Spec, columns: list[Composable]) -> Composable:
        """An SQL expression of the masked form: null where empty."""
        return SQL("case when {} is not null then '***' end").format(columns[0])

    def mask_plain(self, value: object) -> object:
        """The masked form of a JSON value, in Python: for history."""
        del value
        return "***"

    def order(self, spec: Spec, columns: list[Composable]) -> Composable:
        """What records are ordered by: null where empty."""
        return columns[0]

    def text(self, columns: list[Composable]) -> Composable:
        """A plain text of it, for titles and search."""
        return SQL("{}::text").format(columns[0])

    def plain(self, spec: Spec, columns: Columns) -> object:
        """Column values as the JSON form, in Python: for history and answers to writes. References stay ids."""
        return columns[0]


def text_of(value: object, *, limit: int = TEXT_LIMIT) -> str:
    """A value that must be a text without U+0000 and within the limit."""
    if not isinstance(value, str):
        raise Refused("must be a text", "应为文本")
    if "\x00" in value:
        raise Refused("must not hold the character U+0000", "不能包含空字符")
    try:
        size = len(value.encode())
    except UnicodeEncodeError:
        raise Refused("holds broken characters", "包含损坏的字符") from None
    if size > limit:
        raise Refused(f"is longer than {limit} bytes", f"超过 {limit} 字节")
    return value


def number_of(value: object) -> Decimal:
    """A JSON number, or a string of one, of at most 30 significant digits."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise Refused("must be a number", "应为数字")
    if isinstance(value, str) and len(value) > NUMBER_LIMIT:
        raise Refused(f"has more than {DIGITS} digits", f"超过 {DIGITS} 位数字")
    try:
        number = Decimal(str(value).strip()) if not isinstance(value, Decimal) else value
    except ArithmeticError:
        raise Refused("must be a number", "应为数字") from None
    if not number.is_finite():
        raise Refused("must be a finite number", "应为有限的数字")
    number = trimmed(number)
    if len(number.as_tuple().digits) > DIGITS or number.adjusted() >= DIGITS or decimals_of(number) > DIGITS:
        raise Refused(f"has more than {DIGITS} digits", f"超过 {DIGITS} 位数字")
    return number


def exact_number_of(value: object) -> Decimal:
    """A number that shall be stored. Beyond 15 digits a JSON number may have lost some on its way, so it must come as a text."""
    number = number_of(value)
    if isinstance(value, float) and len(number.as_tuple().digits) > JSON_DIGITS:
        raise Refused(f"must be given as a text when it has more than {JSON_DIGITS} digits", f"超过 {JSON_DIGITS} 位的数字应以文本形式给出")
    return number


def trimmed(number: Decimal) -> Decimal:
    """The same number without zeros at its end."""
    if not number.is_finite():
        return number
    return number.normalize(EXACT) if number else Decimal(0)  # in the usual context it would be rounded to 28 digits


def decimals_of(number: Decimal) -> int:
    """How many digits stand behind the point of a finite number."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def shown_number(column: Composable) -> Composed:
    """A number as JSON: a number of at most 15 significant digits, else a string."""
    return SQL("kd.shown_number({})").format(column)


def plain_number(number: Decimal) -> object:
    """The same in Python."""
    short = trimmed(number)
    if len(short.as_tuple().digits) > 15:
        return format(number, "f")
    return int(short) if decimals_of(short) == 0 else float(short)
