"""Picking rows for a change of many: those of a query that the actor sees, and on which of them she may do something."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from psycopg.sql import SQL

from kedang.core.schema import Catalog

from .build import ROOT, TRUE, Build
from .model import Query
from .pages import Compiled, conditions_of
from .scope import Scope
from .spans import Clock


def picked(
    catalog: Catalog, scope: Scope, clock: Clock, query: Query, *, ids: Sequence[UUID] | None, besides: Collection[UUID], actions: Sequence[str]
) -> Compiled:
    """The rows of a query in the order of their ids, none of ``besides`` and with ``ids`` only those: columns ``id``, ``may`` (all of the actions)."""
    object = catalog.object(query.object)
    build = Build(catalog, scope, clock, deleted=query.deleted)
    parts = [build.visible(ROOT, object), *conditions_of(build, object, query)]
    if ids is not None:
        parts.append(SQL("t.id = any({}::uuid[])").format(build.param(list(ids))))
    if besides:
        parts.append(SQL("t.id <> all({}::uuid[])").format(build.param(list(besides))))
    guards = [build.on(ROOT, object, scope.of(object).actions.get(action, frozenset())) or TRUE for action in actions]
    sql = SQL("select t.id, (({}) is true) as may from {} t where {} order by t.id").format(
        SQL(" and ").join([TRUE, *guards]), build.table(object.table), SQL(" and ").join(parts)
    )
    return Compiled(sql, build.params)
