"""What a new record gets where nobody gives a value: the default of its field, which may be said of the moment: ``$today``, ``$now``, ``$me``.

An import gets none of the latter: when a row of a file does not say when something happened, it was hardly today, and hardly by whoever imports it.
"""

from __future__ import annotations

from collections.abc import Mapping

from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx
from kedang.core.query import Clock
from kedang.core.schema import DYNAMIC, Field, shown_moment

Moment = Mapping[str, object]  #: what the words of ``DYNAMIC`` mean for one actor in one transaction, in the JSON form of their kinds


def moment_of(tx: WorkspaceTx, actor: Actor) -> Moment:
    """What ``$today``, ``$now`` and ``$me`` mean here; nothing for an import."""
    if actor.via == "import":
        return {}
    me = {"$me": str(actor.person)} if actor.person else {}
    return {"$today": Clock(tx.now, tx.zone).today.isoformat(), "$now": shown_moment(tx.now), **me}


def default_of(field: Field, moment: Moment) -> object:
    """The value in JSON form that a new record gets; none: none."""
    default = field.definition.default
    return moment.get(default) if isinstance(default, str) and default in DYNAMIC else default
