"""Yes or no."""

from __future__ import annotations

from .base import EMPTY, Columns, Kind, Refused, Spec


class Boolean(Kind):
    """Yes or no; empty is neither."""

    name = "boolean"
    label = {"zh": "是/否", "en": "Yes/no"}
    family = "boolean"
    columns = ("boolean",)
    ops = EMPTY | {"eq", "ne"}
    is_unique_able = False

    def parse(self, spec: Spec, value: object) -> Columns:
        """``true`` or ``false``."""
        if not isinstance(value, bool):
            raise Refused("must be true or false", "应为 true 或 false")
        return (value,)
