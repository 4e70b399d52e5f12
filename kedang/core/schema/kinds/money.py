"""Money: an amount and its currency (ISO 4217)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from psycopg.sql import SQL, Composable

from .base import COMPARE, EMPTY, Columns, Kind, Refused, Spec, decimals_of, exact_number_of, trimmed

CURRENCY = re.compile(r"[A-Z]{3}")
DECIMALS = 6


class MoneyKind(Kind):
    """An amount with its currency; a bare number means the field's or the workspace's currency."""

    name = "money"
    label = {"zh": "金额", "en": "Money"}
    family = "money"
    columns = ("numeric", "text")
    ops = COMPARE | EMPTY
    is_groupable = False
    is_unique_able = False
    measures = frozenset({"count", "count_distinct", "sum", "avg", "min", "max"})

    def parse(self, spec: Spec, value: object) -> Columns:
        """``{"amount": "380000.00", "currency": "CNY"}``, or a number."""
        amount, currency = value, spec.currency
        if isinstance(value, Mapping):
            given = cast("Mapping[str, object]", value)
            if set(given) - {"amount", "currency"} or "amount" not in given:
                raise Refused("must hold amount and currency", "应包含金额和币种")
            amount = given["amount"]
            currency = given.get("currency") or spec.currency
        if not isinstance(currency, str) or not CURRENCY.fullmatch(currency):
            raise Refused("must name a currency by three capital letters", "币种应为三位大写字母")
        return two_decimals(exact_number_of(amount)), currency

    def show(self, spec: Spec, columns: list[Composable]) -> Composable:
        """Amount as a string, with its currency."""
        return SQL("case when {0} is not null then json_build_object('amount', ({0})::text, 'currency', {1}) end").format(columns[0], columns[1])

    def text(self, columns: list[Composable]) -> Composable:
        """The amount."""
        return SQL("{}::text").format(columns[0])

    def plain(self, spec: Spec, columns: Columns) -> object:
        """The same in Python."""
        return {"amount": format(Decimal(str(columns[0])), "f"), "currency": columns[1]}


def two_decimals(amount: Decimal) -> Decimal:
    """At least two decimals, at most six, nothing rounded away."""
    short = trimmed(amount)
    places = max(2, decimals_of(short))
    if places > DECIMALS:
        raise Refused(f"has more than {DECIMALS} decimals", f"小数超过 {DECIMALS} 位")
    sign, digits, exponent = short.as_tuple()
    return Decimal((sign, digits + (0,) * (int(exponent) + places), -places))
