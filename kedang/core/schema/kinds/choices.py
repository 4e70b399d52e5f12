"""Multiple choice from a controlled list, and tags: free words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from psycopg.sql import SQL, Composable

from .base import EMPTY, LISTS, Columns, Kind, Refused, Spec, text_of
from .choice import option_of

MOST = 100


class Choices(Kind):
    """Several of a list, in the order given, each once."""

    name = "choices"
    label = {"zh": "多选", "en": "Multiple choice"}
    family = "list"
    columns = ("text[]",)
    ops = LISTS | EMPTY
    is_sortable = False
    is_groupable = False
    is_unique_able = False

    def parse(self, spec: Spec, value: object) -> Columns:
        """A list of option keys."""
        return (list(dict.fromkeys(option_of(spec, one) for one in words_of(value))),)

    def text(self, columns: list[Composable]) -> Composable:
        """The words with blanks between."""
        return SQL("array_to_string({}, ' ')").format(columns[0])


def words_of(value: object) -> Sequence[object]:
    """A list of at most 100. Raises ``Refused``."""
    if not isinstance(value, list):
        raise Refused("must be a list", "应为列表")
    words = cast("list[object]", value)
    if len(words) > MOST:
        raise Refused(f"holds more than {MOST}", f"超过 {MOST} 项")
    return words


class Tags(Choices):
    """Free words, each once."""

    name = "tags"
    label = {"zh": "标签", "en": "Tags"}

    def parse(self, spec: Spec, value: object) -> Columns:
        """A list of words of at most 100 bytes."""
        words = [text_of(one, limit=100).strip() for one in words_of(value)]
        if not all(words):
            raise Refused("holds an empty word", "包含空白的标签")
        return (list(dict.fromkeys(words)),)
