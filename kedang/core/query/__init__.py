"""Queries on records: conditions, orders, groups; ``Scope``; and the compiler to SQL, which takes no query without a scope."""

from .build import Build
from .conditions import where
from .cursors import Position, seal, unseal
from .errors import (
    FieldNotUsable,
    InvalidBucket,
    InvalidCondition,
    InvalidCursor,
    InvalidLimit,
    InvalidMeasure,
    InvalidQuery,
    OffsetTooDeep,
    QueryTooCostly,
)
from .model import Aggregate, And, Compare, Condition, Not, Or, Path, Query, Sort
from .pages import CAPPED, Compiled, arms_behind, before, is_indexed, is_walked, keys_of
from .parse import parse_aggregate, parse_condition, parse_query, parse_sort
from .picking import picked
from .scope import AllRows, Branch, Branches, DepartmentRows, Grant, Level, ObjectScope, OwnRows, Scope, SharedRows, covers, is_readable_object, is_shown, union
from .shapes import mask_of, record_json, title_of
from .sheets import CHANGES, RISKY, Column, Sheet, Style, changes, exported, sheet
from .spans import Clock
from .statements import Ready, aggregate, count, kept, one, page, ready, some

__all__ = [
    "CAPPED", "CHANGES", "RISKY", "Aggregate", "AllRows", "And", "Branch", "Branches", "Build", "Clock", "Column", "Compare", "Compiled", "Condition",
    "DepartmentRows", "FieldNotUsable", "Grant", "InvalidBucket", "InvalidCondition", "InvalidCursor", "InvalidLimit", "InvalidMeasure", "InvalidQuery",
    "Level", "Not", "ObjectScope", "OffsetTooDeep", "Or", "OwnRows", "Path", "Position", "Query", "QueryTooCostly", "Ready", "Scope", "SharedRows", "Sheet",
    "Sort", "Style", "aggregate", "arms_behind", "before", "changes", "count", "covers", "exported", "is_indexed", "is_readable_object", "is_shown",
    "is_walked", "kept", "keys_of", "mask_of", "one", "page", "parse_aggregate", "parse_condition", "parse_query", "parse_sort", "picked", "ready",
    "record_json", "seal", "sheet", "some", "title_of", "union", "unseal", "where",
]  # fmt: skip
