"""Roles to ``Scope``: the union of what a person's roles allow, resolved once for an actor and a revision of the policy."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

import msgspec

from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx
from kedang.core.query import AllRows, Branches, DepartmentRows, Grant, Level, ObjectScope, OwnRows, Scope, SharedRows, union
from kedang.core.schema import Catalog, Object, load_catalog, read_catalog

from . import store
from .errors import MayNot, MayNotManage
from .roles import ObjectRights, RecordScope, RoleDefinition

ACTIONS = ("update", "delete", "export", "import", "merge", "transfer", "share")

_BRANCHES: Mapping[RecordScope, Branches] = {
    "none": frozenset(),
    "own": frozenset({OwnRows()}),
    "department": frozenset({DepartmentRows(tree=False)}),
    "department_tree": frozenset({DepartmentRows(tree=True)}),
    "all": frozenset({AllRows()}),
}
Shared = frozenset[tuple[int, bool]]  #: numbers of objects with a record that is shared with the actor, to read (false) or to edit (true)
_LEVELS = {"hidden": Level.HIDDEN, "masked": Level.MASKED, "read": Level.READ, "edit": Level.EDIT}


@dataclass(frozen=True)
class Rights:
    """What one actor may do, at one revision of model and policy."""

    actor: Actor
    catalog: Catalog
    scope: Scope
    manage: frozenset[str]
    roles: tuple[RoleDefinition, ...]

    def of(self, object_key: str) -> ObjectScope:
        """The rights on an object; unknown objects and those without any visible row are the same. Raises ``NoSuchObject``."""
        one = self.catalog.object(object_key)
        scope = self.scope.of(one)
        if not scope.rows:
            return self.scope.of(self.catalog.object(""))
        return scope

    def unlimited(self, *, because: str) -> Rights:
        """The same actor with every right, for work that a verb does on her behalf; the log names her all the same."""
        return replace(self, scope=Scope.unlimited(because=because))

    def may_manage(self, what: str) -> bool:
        """Whether the actor manages a thing of the workspace: model, people, roles, imports, backups …"""
        return self.actor.is_system or "*" in self.manage or what in self.manage

    def require_manage(self, what: str) -> None:
        """Raises ``MayNotManage``."""
        if not self.may_manage(what):
            raise MayNotManage(what=what)

    def require(self, object_key: str, action: str) -> ObjectScope:
        """The rights on an object on some record of which the action is allowed. Raises ``NoSuchObject`` and ``MayNot``."""
        scope = self.of(object_key)
        allowed = scope.can_create if action == "create" else bool(scope.actions.get(action))
        if not allowed:
            raise MayNot(action=action)
        return scope


@dataclass(frozen=True)
class _Resolved:
    """What roles and shares add up to, until the next share ends."""

    scope: Scope
    roles: tuple[RoleDefinition, ...]
    until: datetime | None


_KEPT = 512
_RIGHTS: OrderedDict[tuple[object, ...], _Resolved] = OrderedDict()


def forget_rights() -> None:
    """Empty the cache: for tests, where a revision that was rolled back comes again."""
    _RIGHTS.clear()


async def rights_now(tx: WorkspaceTx, actor: Actor) -> Rights:
    """The rights of an actor on the model as it is after a change of it in this very transaction, which may yet be rolled back: nothing is remembered."""
    catalog = await read_catalog(tx)
    if actor.is_system:
        return await _rights(tx, actor, catalog)
    found = await _resolve(tx, actor)
    return Rights(actor=actor, catalog=catalog, scope=found.scope, manage=frozenset(w for r in found.roles for w in r.manage), roles=found.roles)


async def rights_of(tx: WorkspaceTx, actor: Actor) -> Rights:
    """The rights of an actor in this transaction."""
    return await _rights(tx, actor, await load_catalog(tx))


async def _rights(tx: WorkspaceTx, actor: Actor, catalog: Catalog) -> Rights:
    if actor.is_system:
        return Rights(actor=actor, catalog=catalog, scope=Scope.unlimited(because=actor.name), manage=frozenset({"*"}), roles=())
    key = (
        tx.connection.info.dbname, tx.connection.info.host, tx.workspace, catalog.revision, tx.policy_revision,
        actor.person, actor.roles, actor.departments, actor.departments_below,
    )  # fmt: skip
    found = _RIGHTS.get(key)
    if found is None or (found.until is not None and found.until <= tx.now):
        found = _RIGHTS[key] = await _resolve(tx, actor)
        while len(_RIGHTS) > _KEPT:
            _RIGHTS.popitem(last=False)
    return Rights(actor=actor, catalog=catalog, scope=found.scope, manage=frozenset(w for r in found.roles for w in r.manage), roles=found.roles)


async def _resolve(tx: WorkspaceTx, actor: Actor) -> _Resolved:
    """Every share raises the policy's revision; that one of them ends must be seen from the clock."""
    known = await store.load_roles(tx)
    roles = tuple(known[one] for one in sorted(set(actor.roles)) if one in known)
    shares = await store.load_shares(tx, actor)
    until = min((share.until for share in shares if share.until is not None), default=None)
    return _Resolved(scope_of(actor, roles, frozenset((share.object, share.to_edit) for share in shares)), roles, until)


def scope_of(actor: Actor, roles: tuple[RoleDefinition, ...], shared: Shared = frozenset()) -> Scope:
    """The scope of an actor with these roles, and with shares on these objects."""
    parts = (roles, str(actor.person), actor.departments, actor.departments_below, sorted(shared))
    fingerprint = msgspec.json.encode(parts).decode()
    return Scope(
        person=actor.person,
        departments=actor.departments,
        departments_below=actor.departments_below,
        fingerprint=fingerprint,
        make=lambda one: object_scope(one, roles, shared),
        policy=sha256(msgspec.json.encode((roles, sorted(shared)))).hexdigest(),
    )


def object_scope(one: Object, roles: tuple[RoleDefinition, ...], shared: Shared = frozenset()) -> ObjectScope:
    """The rights that roles give on an object, and what shares add to them: nothing, unless one of its records is shared with the actor.

    Nobody has rights on an object that is out of use. A field that is out of use can be read and not written; a relation to such an object is unknown.
    """
    if one.is_off:
        return ObjectScope(grants=(), actions=dict.fromkeys(ACTIONS, frozenset()), title=one.definition.title)
    grants: list[Grant] = []
    actions: dict[str, Branches] = dict.fromkeys(ACTIONS, frozenset())
    can_create = False
    for role in roles:
        rights = role.objects.get(one.key) or role.objects.get("*") or ObjectRights()
        grants += _grants(rights)
        for action in ACTIONS:
            allowed: RecordScope = rights.import_ if action == "import" else getattr(rights, action)
            actions[action] = union(actions[action], _BRANCHES[allowed])
        can_create = can_create or rights.create
    if (one.number, False) in shared or (one.number, True) in shared:
        grants.append(Grant(rows=frozenset({SharedRows(to_edit=False)}), levels={}, others=Level.READ))
    if (one.number, True) in shared:
        edited = Grant(rows=frozenset({SharedRows(to_edit=True)}), levels={}, others=Level.EDIT)
        grants.append(edited)
        actions["update"] = union(actions["update"], edited.rows)
    most = {field.key: Level.HIDDEN if field.is_absent else Level.READ for field in one.own_fields if field.is_off or field.is_absent}
    whole = tuple(_capped(grant, most) for grant in grants) if most else tuple(grants)
    return ObjectScope(grants=whole, actions=actions, can_create=can_create, title=one.definition.title)


def _capped(grant: Grant, most: Mapping[str, Level]) -> Grant:
    """No field above a level that it may have at most."""
    return replace(grant, levels={**grant.levels, **{key: min(grant.level(key), level) for key, level in most.items()}})


def _grants(rights: ObjectRights) -> list[Grant]:
    """On rows that one may only read, no level is above read."""
    levels = {key: _LEVELS[level] for key, level in rights.fields.items() if key != "*"}
    others = _LEVELS[rights.fields.get("*", "hidden")]
    found: list[Grant] = []
    if rights.update != "none":
        found.append(Grant(rows=_BRANCHES[rights.update], levels=levels, others=others))
    if rights.read != "none":
        capped = {key: min(level, Level.READ) for key, level in levels.items()}
        found.append(Grant(rows=_BRANCHES[rights.read], levels=capped, others=min(others, Level.READ)))
    return found
