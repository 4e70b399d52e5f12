"""Address: province, city, district, and the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from psycopg.sql import SQL, Composable

from .base import EMPTY, TEXT, Columns, Kind, Refused, Spec, text_of

PARTS = ("province", "city", "district", "detail")


class Address(Kind):
    """A postal address in four parts; a plain text is all detail."""

    name = "address"
    label = {"zh": "地址", "en": "Address"}
    family = "address"
    columns = ("text", "text", "text", "text")
    ops = TEXT | EMPTY
    is_sortable = False
    is_groupable = False
    is_unique_able = False
    sensitivity = "internal"

    def parse(self, spec: Spec, value: object) -> Columns:
        """``{province, city, district, detail}``, each a text or absent, at least one given."""
        given = {"detail": value} if isinstance(value, str) else value
        if not isinstance(given, Mapping):
            raise Refused("must hold province, city, district and detail", "应包含省、市、区县和详细地址")
        parts = cast("Mapping[str, object]", given)
        if unknown := set(parts) - set(PARTS):
            raise Refused(f"has no part {min(unknown)}", f"没有“{min(unknown)}”这一部分")
        values = tuple(_part(parts.get(name)) for name in PARTS)
        if not any(values):
            raise Refused("must not be blank", "不能只含空白")
        return values

    def show(self, spec: Spec, columns: list[Composable]) -> Composable:
        """The four parts."""
        return SQL(
            "case when num_nonnulls({0}, {1}, {2}, {3}) > 0 then json_build_object('province', {0}, 'city', {1}, 'district', {2}, 'detail', {3}) end"
        ).format(*columns)

    def mask(self, spec: Spec, columns: list[Composable]) -> Composable:
        """Nothing but that there is one."""
        return SQL("case when num_nonnulls({}, {}, {}, {}) > 0 then '***' end").format(*columns)

    def text(self, columns: list[Composable]) -> Composable:
        """All parts in one text."""
        return SQL("nullif(concat({}, {}, {}, {}), '')").format(*columns)

    def plain(self, spec: Spec, columns: Columns) -> object:
        """The four parts."""
        return dict(zip(PARTS, columns, strict=True))


def _part(value: object) -> str | None:
    if value is None:
        return None
    return text_of(value, limit=1_000).strip() or None
