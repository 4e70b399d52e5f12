"""Role definitions: what is allowed. Nothing is, unless a role says so."""

from __future__ import annotations

from typing import Literal

import msgspec

RecordScope = Literal["none", "own", "department", "department_tree", "all"]
LevelName = Literal["hidden", "masked", "read", "edit"]


class ObjectRights(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename={"import_": "import"}):
    """What a role allows on one object, and on which of its records."""

    create: bool = False
    read: RecordScope = "none"
    update: RecordScope = "none"
    delete: RecordScope = "none"
    export: RecordScope = "none"
    import_: RecordScope = "none"
    merge: RecordScope = "none"
    transfer: RecordScope = "none"
    share: RecordScope = "none"
    fields: dict[str, LevelName] = {}  #: level by key; ``*`` for the others; a field named nowhere is hidden


class RoleDefinition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A bundle of rights. A person's rights are the union of those of her roles."""

    key: str
    label: dict[str, str]
    objects: dict[str, ObjectRights] = {}  #: by key; ``*`` for every object that is not named
    manage: tuple[str, ...] = ()  #: model, people, roles, imports, backups, audit, status; ``*`` for all


_ALL = ObjectRights(
    create=True, read="all", update="all", delete="all", export="all", import_="all", merge="all", transfer="all", share="all", fields={"*": "edit"}
)
_BELOW = ObjectRights(
    create=True, read="department_tree", update="department_tree", delete="department_tree", export="department_tree", import_="none",
    merge="department_tree", transfer="department_tree", share="department_tree", fields={"*": "edit"},
)  # fmt: skip

BUILT_IN: tuple[RoleDefinition, ...] = (
    RoleDefinition(key="administrator", label={"zh": "管理员", "en": "Administrator"}, objects={"*": _ALL}, manage=("*",)),
    RoleDefinition(key="manager", label={"zh": "部门经理", "en": "Manager"}, objects={"*": _BELOW}),
    RoleDefinition(
        key="sales",
        label={"zh": "销售", "en": "Sales"},
        objects={"*": ObjectRights(create=True, read="own", update="own", share="own", fields={"*": "edit"})},
    ),
    RoleDefinition(key="read_only", label={"zh": "只读", "en": "Read-only"}, objects={"*": ObjectRights(read="all", fields={"*": "read"})}),
)
