"""The values everybody speaks in: ids, actors, references, events, money, the clock, errors, texts."""

from .actor import Actor, RecordRef, system_actor
from .clock import Clock, system_clock
from .errors import Busy, Conflict, FieldError, Forbidden, Invalid, KedangError, NotFound, Reason, Unauthenticated
from .events import Event
from .ids import BatchId, CredentialId, DepartmentId, PersonId, RecordId, WorkspaceId, first_id, new_id
from .money import Money
from .text import CHINESE, MANY_READINGS, Label, fold, label_in, read_in_words, sort_key
from .zones import BadZone, check_zone

__all__ = [
    "CHINESE",
    "MANY_READINGS",
    "Actor",
    "BadZone",
    "BatchId",
    "Busy",
    "Clock",
    "Conflict",
    "CredentialId",
    "DepartmentId",
    "Event",
    "FieldError",
    "Forbidden",
    "Invalid",
    "KedangError",
    "Label",
    "Money",
    "NotFound",
    "PersonId",
    "Reason",
    "RecordId",
    "RecordRef",
    "Unauthenticated",
    "WorkspaceId",
    "check_zone",
    "first_id",
    "fold",
    "label_in",
    "new_id",
    "read_in_words",
    "sort_key",
    "system_actor",
    "system_clock",
]
