"""The only door to records: get, find, create, update, delete, restore, history, batch, merge, undo."""

from .creating import create, create_many
from .deleting import delete, delete_many, restore, restore_many
from .errors import (
    BatchTooLarge,
    Duplicate,
    MayNotEdit,
    MayNotRecord,
    NoSuchRecord,
    NoSuchReference,
    NothingToUndo,
    NotWritable,
    OutOfReach,
    Rejected,
    Stale,
    VersionNeeded,
)
from .events import RecordChanged, RecordsChanged
from .model import HAND, Origin, Values, Written
from .reading import aggregate, find, get
from .titles import grams, pinyin_of
from .updating import Edit, update, update_many

__all__ = [
    "HAND", "BatchTooLarge", "Duplicate", "Edit", "MayNotEdit", "MayNotRecord", "NoSuchRecord", "NoSuchReference", "NotWritable", "NothingToUndo",
    "Origin", "OutOfReach", "RecordChanged", "RecordsChanged", "Rejected", "Stale", "Values", "VersionNeeded", "Written", "aggregate", "create",
    "create_many", "delete", "delete_many", "find", "get", "grams", "pinyin_of", "restore", "restore_many", "update", "update_many",
]  # fmt: skip
