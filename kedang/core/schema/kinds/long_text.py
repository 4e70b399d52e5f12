"""Long text: several lines, never ordered by."""

from __future__ import annotations

from psycopg.sql import SQL, Composable

from .base import EMPTY, TEXT, Columns, Kind, Refused, Spec, text_of


class LongText(Kind):
    """Several lines of text."""

    name = "long_text"
    label = {"zh": "多行文本", "en": "Long text"}
    ops = TEXT | EMPTY
    is_sortable = False
    is_groupable = False
    is_unique_able = False

    def parse(self, spec: Spec, value: object) -> Columns:
        """Trim the end; the three spellings of a line end become one."""
        text = text_of(value).replace("\r\n", "\n").replace("\r", "\n").rstrip()
        if not text.strip():
            raise Refused("must not be blank", "不能只含空白")
        return (text,)

    def mask(self, spec: Spec, columns: list[Composable]) -> Composable:
        """The first character."""
        return SQL("left({}, 1) || '**'").format(columns[0])

    def mask_plain(self, value: object) -> object:
        """The first character."""
        return str(value)[:1] + "**"
