"""Short text: one line. It keeps a second column by which it is ordered (pinyin)."""

from __future__ import annotations

from psycopg.sql import SQL, Composable

from kedang.core.base import sort_key

from .base import Columns, Kind, Refused, Spec, text_of
from .formats import FORMATS

LINE_LIMIT = 4_000  #: bytes


class Text(Kind):
    """One line of text."""

    name = "text"
    label = {"zh": "单行文本", "en": "Text"}
    columns = ("text", "text")

    def parse(self, spec: Spec, value: object) -> Columns:
        """Trim it; line breaks become blanks; a format gives it its one spelling or refuses it."""
        text = " ".join(text_of(value, limit=LINE_LIMIT).splitlines()).strip()
        if not text:
            raise Refused("must not be blank", "不能只含空白")
        if spec.format is not None:
            text = FORMATS[spec.format](text)
        return text, sort_key(text)

    def order(self, spec: Spec, columns: list[Composable]) -> Composable:
        """By pinyin."""
        return columns[1]

    def mask(self, spec: Spec, columns: list[Composable]) -> Composable:
        """The first character."""
        return SQL("left({}, 1) || '**'").format(columns[0])

    def mask_plain(self, value: object) -> object:
        """The first character."""
        return str(value)[:1] + "**"
