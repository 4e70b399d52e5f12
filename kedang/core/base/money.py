"""Money: an amount with its currency (ISO 4217)."""

from __future__ import annotations

from decimal import Decimal

import msgspec


class Money(msgspec.Struct, frozen=True, kw_only=True):
    """An amount of a currency. Amounts of different currencies are never added."""

    amount: Decimal
    currency: str  #: three capital letters
