"""The outbox: events of a workspace, written in the commit that made them true, and handed to the queue afterwards, at least once.

A schedule is a row that becomes an event whenever its time has come.
"""

from .dispatcher import Dispatcher, Route
from .schedules import BadCronLine, cancel_schedule, emit_due, next_of, next_run, put_schedule
from .service import emit, emit_many, happened_before, happened_since
from .store import Happened

__all__ = [
    "BadCronLine",
    "Dispatcher",
    "Happened",
    "Route",
    "cancel_schedule",
    "emit",
    "emit_due",
    "emit_many",
    "happened_before",
    "happened_since",
    "next_of",
    "next_run",
    "put_schedule",
]
