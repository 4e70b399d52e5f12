"""References: a person, a department, a record of another object; one, or several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast
from uuid import UUID

from .base import EMPTY, EQUAL, LISTS, Columns, Kind, Refused, Spec

MOST = 10_000


class Person(Kind):
    """A person of the workspace, with or without an account."""

    name = "person"
    label = {"zh": "人员", "en": "Person"}
    family = "reference"
    columns = ("uuid",)
    ops = EQUAL | EMPTY

    def parse(self, spec: Spec, value: object) -> Columns:
        """An id, or ``{"id": …}``."""
        return (id_of(value),)

    def plain(self, spec: Spec, columns: Columns) -> object:
        """The id."""
        return str(columns[0])


class Department(Person):
    """A department."""

    name = "department"
    label = {"zh": "部门", "en": "Department"}


class Relation(Person):
    """One record of another object."""

    name = "relation"
    label = {"zh": "关联", "en": "Relation"}


class Relations(Kind):
    """Several records of another object; they lie in a table of their own."""

    name = "relations"
    label = {"zh": "多条关联", "en": "Relations"}
    family = "references"
    columns = ()
    ops = LISTS | EMPTY
    is_sortable = False
    is_groupable = False
    is_unique_able = False

    def parse(self, spec: Spec, value: object) -> Columns:
        """A list of ids, or of ``{"id": …}``; each once."""
        if not isinstance(value, list):
            raise Refused("must be a list of ids", "应为 ID 列表")
        ids = [id_of(one) for one in cast("list[object]", value)]
        if len(ids) > MOST:
            raise Refused(f"holds more than {MOST}", f"超过 {MOST} 项")
        return (list(dict.fromkeys(ids)),)

    def plain(self, spec: Spec, columns: Columns) -> object:
        """The ids."""
        return [str(one) for one in cast("list[object]", columns[0])]


def id_of(value: object) -> UUID:
    """An id, given as such or as ``{"id": …}``. Raises ``Refused``."""
    if isinstance(value, Mapping):
        value = cast("Mapping[str, object]", value).get("id")
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value) if isinstance(value, str) and len(value) == 36 else UUID("")
    except ValueError:
        raise Refused("must be an id", "应为 ID") from None
