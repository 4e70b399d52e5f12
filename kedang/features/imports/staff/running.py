"""Writing a list of staff: departments that are missing, then people, in one transaction; what is wrong is left and reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kedang.core import identity
from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx
from kedang.core.identity import MayManage, StaffEntry
from kedang.features.imports.departments import MOST, load_tree, make_path
from kedang.features.imports.errors import TooManyDepartments

from . import reasons
from .model import ListPlan
from .planning import plan
from .reading import StaffSheet


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was written."""

    plan: ListPlan
    departments: list[str]  #: paths of departments that were made
    invitable: list[UUID]  #: people whom the list made or changed, who can be invited and never were
    logins_changed: list[UUID]  #: people with an account whose logins are others now: ``sync_account`` follows


async def run(tx: WorkspaceTx, actor: Actor, sheets: Sequence[StaffSheet], *, may_manage: MayManage, source: str, role: str | None = None) -> Outcome:
    """Write what can be written. Raises as ``plan`` and ``save_staff``, and ``TooManyDepartments``."""
    made = await _make_departments(tx, actor, (await plan(tx, actor, sheets, may_manage=may_manage, role=role)).missing, may_manage)
    found = await plan(tx, actor, sheets, may_manage=may_manage, role=role)
    for row in found.rows:
        for path in row.missing:  # its beginning stands in several places
            row.refuse("departments", reasons.no_such_department(path))
    entries = [StaffEntry(before=row.before, after=row.after) for row in found.rows if row.state in ("new", "update") and row.after]
    await identity.save_staff(tx, actor, entries, may_manage=may_manage, source=source)
    after = [one.after for one in entries]
    return Outcome(
        plan=found,
        departments=made,
        invitable=[one.id for one in after if one.account is None and one.logins and one.invited_until is None],
        logins_changed=[one.after.id for one in entries if one.before and one.before.account and one.before.logins != one.after.logins],
    )


async def _make_departments(tx: WorkspaceTx, actor: Actor, paths: Sequence[str], may_manage: MayManage) -> list[str]:
    if len(paths) > MOST:
        raise TooManyDepartments(field="departments", most=MOST)
    tree, made = await load_tree(tx), list[str]()
    for path in tree.missing(paths):
        if await make_path(tx, actor, tree, path, may_manage):
            made.append(path)
    return made
