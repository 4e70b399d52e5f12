"""A solution as values, and what applying it would do."""

from __future__ import annotations

import msgspec

from kedang.core.schema import Change, ObjectDefinition


class Solution(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Objects that belong together."""

    key: str
    label: dict[str, str]
    description: dict[str, str] | None = None
    objects: tuple[ObjectDefinition, ...] = ()  #: in an order in which relations lead to what stands before, where that is possible


class Kept(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What applying leaves as the firm has made it, although the solution says otherwise."""

    object: str
    field: str | None = None
    attributes: tuple[str, ...] = ()  #: none: the whole object or field is gone, or is of another kind


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Changes of model, and what stays as it is."""

    changes: tuple[Change, ...]
    kept: tuple[Kept, ...] = ()


class Step(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that applying would do."""

    change: str
    object: str
    field: str | None = None


class SolutionPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What applying a solution would do."""

    solution: str
    steps: tuple[Step, ...]
    kept: tuple[Kept, ...] = ()
