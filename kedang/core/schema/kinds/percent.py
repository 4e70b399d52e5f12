"""Percent: stored and exchanged as the fraction; 0.8 is 80 %."""

from __future__ import annotations

from .number import Number


class Percent(Number):
    """A fraction shown as per cent."""

    name = "percent"
    label = {"zh": "百分比", "en": "Percent"}
