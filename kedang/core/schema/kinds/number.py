"""Number: a decimal of at most 30 digits."""

from __future__ import annotations

from decimal import Decimal

from psycopg.sql import Composable

from .base import COMPARE, EMPTY, Columns, Kind, Refused, Spec, decimals_of, exact_number_of, plain_number, shown_number


class Number(Kind):
    """A decimal number."""

    name = "number"
    label = {"zh": "数字", "en": "Number"}
    family = "number"
    columns = ("numeric",)
    ops = COMPARE | EMPTY
    measures = frozenset({"count", "count_distinct", "sum", "avg", "min", "max"})

    def parse(self, spec: Spec, value: object) -> Columns:
        """A JSON number or a string of one; more decimals than the field keeps are refused."""
        number = exact_number_of(value)
        if spec.decimals is not None and decimals_of(number) > spec.decimals:
            raise Refused(f"has more than {spec.decimals} decimals", f"小数超过 {spec.decimals} 位")
        return (number,)

    def show(self, spec: Spec, columns: list[Composable]) -> Composable:
        """A JSON number of at most 15 significant digits, else a string."""
        return shown_number(columns[0])

    def plain(self, spec: Spec, columns: Columns) -> object:
        """The same in Python."""
        return plain_number(Decimal(str(columns[0])))
