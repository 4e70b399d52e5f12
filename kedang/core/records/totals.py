"""How many rows a query had when it was last counted: only to decide from which end a page by position is walked, never a number that anybody sees.

A walk from the front is right whatever the total is; a walk from the end counts first, in the same transaction. So what is kept may be out of date.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from kedang.core.query import Query

KEPT = 1_000
FRONT = 0.6  #: of the rows: up to here the walk from the front costs less than a count and a walk from the end

_totals: OrderedDict[tuple[str, str], int] = OrderedDict()


def is_in_front(caller: str, query: Query, offset: int) -> bool:
    """Whether a position lay in the front part when the query was last counted for this caller."""
    total = _totals.get(_key(caller, query))
    return total is not None and offset <= total * FRONT


def remember(caller: str, query: Query, total: int) -> None:
    """Keep what was counted."""
    _totals[_key(caller, query)] = total
    while len(_totals) > KEPT:
        _totals.popitem(last=False)


def _key(caller: str, query: Query) -> tuple[str, str]:
    return caller, repr(replace(query, offset=None, limit=0, fields=None, expand=(), count="none"))
