"""Timeline: what happened around a record: records that lead to it, and its own changes, newest first.

Entries stand by day, and within a day by the time when they were written. The day of a record is that of the date field that its object's
definition names as ``timeline_date``, if it has a value that the reader may see, else that of its creation; a follow-up of last week that was
written today stands in last week. Everything comes through the doors of records and their history, under the reader's scope.
"""

from .model import Item, Timeline, Wanted
from .service import of_record

__all__ = ["Item", "Timeline", "Wanted", "of_record"]
