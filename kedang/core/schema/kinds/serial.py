"""Serial number, made by us from a pattern such as ``C-{YYYY}-{000000}``."""

from __future__ import annotations

from .base import Columns, Kind, Refused, Spec, text_of


class Serial(Kind):
    """A number of a series. Unique and in order, and may skip (blocks are reserved)."""

    name = "serial"
    label = {"zh": "编号", "en": "Serial number"}
    is_made_by_us = True

    def parse(self, spec: Spec, value: object) -> Columns:
        """Only imports bring numbers of their own."""
        text = text_of(value, limit=200).strip()
        if not text:
            raise Refused("must not be blank", "不能只含空白")
        return (text,)
