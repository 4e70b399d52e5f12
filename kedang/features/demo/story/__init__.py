"""The story that the demonstration tells: a firm made up by us, its people, customers and deals over three years, decided by a seed and a day.

Nothing here is real. Names of firms are put together from characters that hardly any firm uses, their codes hold ``DEM`` where a real one has its
organisation, landlines begin with 0 after the area code and mobiles with 141, which no telephone of a person has, addresses end in ``.example``.
"""

from .calendar import Calendar
from .model import Colleague, Moved, Ref, Row, Story, When, Who
from .telling import CUSTOMERS, tell

__all__ = ["CUSTOMERS", "Calendar", "Colleague", "Moved", "Ref", "Row", "Story", "When", "Who", "tell"]
