"""What one may know of the model, and changing it."""

from __future__ import annotations

import msgspec

from kedang.core.access import Rights
from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx
from kedang.core.query import Level, ObjectScope, is_readable_object, is_shown
from kedang.core.schema import Change, Due, Field, ModelPlan, Object, ObjectDefinition, Option, plan as plan_changes, run

from .model import DueShown, FieldShown, ObjectShown, OptionShown, PathShown

LEVELS = {Level.MASKED: "masked", Level.READ: "read", Level.EDIT: "edit"}


def describe_all(rights: Rights) -> list[ObjectShown]:
    """Every object of which the caller could see a record, or make one, in their places."""
    known = rights.catalog.objects
    return [describe(rights, key) for key in sorted(known, key=lambda key: known[key].definition.place) if _is_shown(rights, key)]


def _is_shown(rights: Rights, key: str) -> bool:
    return is_readable_object(rights.catalog, rights.scope, key) and _is_granted(rights, key)


def _is_granted(rights: Rights, key: str) -> bool:
    """Objects that are seen by shares alone stay out of the navigation."""
    scope = rights.scope.of(rights.catalog.object(key))
    return scope.can_create or any(type(branch).__name__ != "SharedRows" for branch in scope.rows)


def describe(rights: Rights, key: str) -> ObjectShown:
    """One object. Raises ``NoSuchObject`` for one that is absent or out of sight."""
    scope = rights.of(key)
    one = rights.catalog.object(key)
    definition = one.definition
    can = {"create": scope.can_create, "read": True, **{action: bool(branches) for action, branches in scope.actions.items()}}
    return ObjectShown(
        key=key,
        revision=rights.catalog.revision,
        label=definition.label,
        plural=definition.plural or definition.label,
        icon=definition.icon,
        place=definition.place,
        title=definition.title,
        timeline=[k for k in definition.timeline if scope.best(k) > Level.HIDDEN],
        timeline_date=definition.timeline_date if definition.timeline_date and scope.best(definition.timeline_date) > Level.HIDDEN else None,
        path=_path(definition, scope),
        due=_due(scope, definition.due),
        tags=[k for k in definition.tags if scope.best(k) > Level.HIDDEN and not one.fields[k].is_off],
        sections=[_option(s) for s in definition.sections],
        can=can,
        fields=[_field(one, field, scope.best(field.key)) for field in one.fields.values() if is_shown(rights.catalog, rights.scope, one, field)],
    )


def _path(definition: ObjectDefinition, scope: ObjectScope) -> PathShown | None:
    path = definition.path
    return PathShown(field=path.field, aside=list(path.aside)) if path and scope.best(path.field) >= Level.READ else None


def _due(scope: ObjectScope, due: Due | None) -> DueShown | None:
    """None where one may not ask by when, or whether it is done."""
    usable = {key for key in msgspec.structs.astuple(due) if key is not None and scope.best(key) >= Level.READ} if due else set[str]()
    if due is None or not {due.date, due.done} <= usable:
        return None
    text, person = (key if key in usable else None for key in (due.text, due.person))
    return DueShown(date=due.date, done=due.done, text=text, person=person)


def _option(option: Option) -> OptionShown:
    return OptionShown(key=option.key, label=option.label, color=option.color, retired=option.is_retired)


def _field(one: Object, field: Field, level: Level) -> FieldShown:
    definition, kind = field.definition, field.kind
    level = level if field.latest is None else min(level, Level.READ)
    usable, is_id = level >= Level.READ, field.is_system and field.key == "id"
    return FieldShown(
        key=field.key, kind="id" if is_id else kind.name, label=definition.label, level=LEVELS[level], required=definition.required, unique=definition.unique,
        system=field.is_system, sortable=kind.is_sortable and usable, groupable=kind.is_groupable and usable, ops=sorted(kind.ops) if usable else [],
        options=[_option(o) for o in definition.options], sensitivity=definition.sensitivity or kind.sensitivity, target=None if is_id else definition.target,
        section=definition.section, help=definition.help, currency=field.spec.currency if kind.name == "money" else None, decimals=definition.decimals,
        pattern=definition.pattern, format=definition.format, default=definition.default, search=definition.search or field.key == one.definition.title,
        computed_from=field.latest.object if field.latest else None,
        off=field.is_off,
    )  # fmt: skip


async def plan(tx: WorkspaceTx, rights: Rights, changes: list[Change]) -> ModelPlan:
    """What changes of model would do. Raises ``MayNotManage`` and as ``change``."""
    rights.require_manage("model")
    return await plan_changes(tx, changes)


async def change(tx: WorkspaceTx, actor: Actor, rights: Rights, changes: list[Change]) -> None:
    """Change the model.

    Raises ``MayNotManage``, ``BadDefinition``, ``BadKey``, ``KeyTaken``, ``UnknownField``, ``NoSuchObject``, ``FieldInUse``,
    ``NotRetired``, ``OrderIncomplete``.
    """
    rights.require_manage("model")
    await run(tx, actor, changes)
