"""Names of colleagues in cells: one person of that name is taken, two are asked about, none is made if the importer has agreed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from kedang.core import identity
from kedang.core.base import Actor, fold
from kedang.core.db import WorkspaceTx
from kedang.core.identity import MayManage

from . import store


@dataclass(frozen=True)
class People:
    """Who is meant by which name (folded)."""

    known: dict[str, UUID]
    ambiguous: frozenset[str]
    made: int

    def find(self, name: str) -> UUID | None:
        """The person of a name."""
        return self.known.get(fold(name).strip())


async def resolve(tx: WorkspaceTx, actor: Actor, names: Iterable[str], *, create: bool, may_manage: MayManage) -> People:
    """Find or make the people of these names."""
    wanted = sorted({" ".join(name.split()) for name in names if name.strip()})
    rows = await tx.all(
        "select kd.fold(name) as name, array_agg(id order by id) as ids from person where kd.fold(name) = any(%(names)s) group by 1",
        names=[fold(name) for name in wanted],
    )
    ids: dict[str, list[UUID]] = {row["name"]: row["ids"] for row in rows}
    known = {name: found[0] for name, found in ids.items() if len(found) == 1}
    missing = [name for name in wanted if fold(name) not in ids]
    made: dict[str, UUID] = {}
    if create and missing:
        made = {fold(name): id for name, id in (await identity.create_people(tx, actor, missing, may_manage=may_manage)).items()}
    return People({**known, **made}, frozenset(name for name, found in ids.items() if len(found) > 1), len(made))


PERSON = "person"  #: what a table of colleagues is about


async def write_people(tx: WorkspaceTx, actor: Actor, id: UUID, *, may_manage: MayManage, create: bool) -> None:
    """Rows of tables of colleagues: each becomes a person without an account; managers too."""
    rows = [row for row in await store.load_rows(tx, id, limit=100_000) if row.object == PERSON and row.state == "new" and row.record is None]
    if not rows:
        return
    names = [str(value) for row in rows for key, value in row.values.items() if key in {"name", "manager"} and value]
    before = await resolve(tx, actor, names, create=False, may_manage=may_manage)
    people = await resolve(tx, actor, names, create=create, may_manage=may_manage)
    for row in rows:
        name = str(row.values.get("name") or "")
        row.record = people.find(name)
        if fold(name).strip() in people.ambiguous:
            row.state = "doubtful"
        elif before.find(name) is not None:
            row.state = "merged"
    await store.mark_written(tx, id, rows)
