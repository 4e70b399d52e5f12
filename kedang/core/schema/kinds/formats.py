"""Formats: what a text field may ask of its values beyond being a text. A reader returns the one spelling or raises ``Refused``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .credit_code import normal_credit_code

FORMATS: Mapping[str, Callable[[str], str]] = {"credit_code": normal_credit_code}
