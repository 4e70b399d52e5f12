"""The only door to records: get, find, create, update, delete, restore, history, batch, merge, undo."""

from .batching import MOST, Item, Result, batch, begin
from .comparing import Beside, beside, former
from .creating import create, create_many
from .deleting import delete, delete_many, restore, restore_many
from .drafting import Draft, draft
from .duplicates import Alike, Candidate, nobody_alike
from .each import Outcome, check_values, delete_each, held_of, restore_each, update_each
from .errors import (
    BatchTooLarge,
    Duplicate,
    MayNotEdit,
    MayNotRecord,
    NoSuchRecord,
    NoSuchReference,
    NothingToUndo,
    NotMergeable,
    NotWritable,
    OutOfReach,
    Rejected,
    Stale,
    VersionNeeded,
)
from .events import RecordChanged, RecordsChanged
from .lately import lately
from .levels import levels_of
from .merging import Merged, PastMerge, chosen, is_merge, merge, merges_of, unmerge
from .model import HAND, Deed, Entry, Origin, Past, Values, Written
from .naming import titles_of
from .near import announce, titles_under, values_of
from .past import mask, names_of, of_record
from .people import release_departments, release_people
from .reading import aggregate, find, get, run as rows_of
from .sight import batch_in_sight, in_sight
from .titles import MOST as TITLE_MOST, grams, marks, numbers, pinyin_of, searchable
from .undoing import KEPT, Undone, claim, undo, undo_some
from .updating import Edit, update, update_many

__all__ = [
    "HAND",
    "KEPT",
    "MOST",
    "TITLE_MOST",
    "Alike",
    "BatchTooLarge",
    "Beside",
    "Candidate",
    "Deed",
    "Draft",
    "Duplicate",
    "Edit",
    "Entry",
    "Item",
    "MayNotEdit",
    "MayNotRecord",
    "Merged",
    "NoSuchRecord",
    "NoSuchReference",
    "NotMergeable",
    "NotWritable",
    "NothingToUndo",
    "Origin",
    "OutOfReach",
    "Outcome",
    "Past",
    "PastMerge",
    "RecordChanged",
    "RecordsChanged",
    "Rejected",
    "Result",
    "Stale",
    "Undone",
    "Values",
    "VersionNeeded",
    "Written",
    "aggregate",
    "announce",
    "batch",
    "batch_in_sight",
    "begin",
    "beside",
    "check_values",
    "chosen",
    "claim",
    "create",
    "create_many",
    "delete",
    "delete_each",
    "delete_many",
    "draft",
    "find",
    "former",
    "get",
    "grams",
    "held_of",
    "in_sight",
    "is_merge",
    "lately",
    "levels_of",
    "marks",
    "mask",
    "merge",
    "merges_of",
    "names_of",
    "nobody_alike",
    "numbers",
    "of_record",
    "pinyin_of",
    "release_departments",
    "release_people",
    "restore",
    "restore_each",
    "restore_many",
    "rows_of",
    "searchable",
    "titles_of",
    "titles_under",
    "undo",
    "undo_some",
    "unmerge",
    "update",
    "update_each",
    "update_many",
    "values_of",
]  # fmt: skip
