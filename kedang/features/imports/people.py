"""Names of colleagues in cells: one person of that name is taken, two are asked about, none is made if the importer has agreed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from kedang.core import identity
from kedang.core.base import Actor, fold
from kedang.core.db import WorkspaceTx
from kedang.core.identity import MayManage

from . import store

PERSON = "person"  #: what a table of colleagues is about
AMBIGUOUS = "ambiguous_person"  #: why a name of several people leads nowhere


@dataclass(frozen=True)
class People:
    """Who is meant by which name (folded)."""

    known: dict[str, UUID]
    ambiguous: frozenset[str]
    made: Mapping[UUID, str]  #: who was not there before, with her name

    def find(self, name: str) -> UUID | None:
        """The person of a name."""
        return self.known.get(form(name))

    def is_ambiguous(self, name: str) -> bool:
        """Whether several people have a name."""
        return form(name) in self.ambiguous


async def with_told(tx: WorkspaceTx, id: UUID, people: People) -> People:
    """Several people may have a name: where the import's own tables of colleagues say which one, it is she."""
    told = {row["name"]: row["people"][0] for row in await store.colleagues(tx, id) if row["people"] and len(row["people"]) == 1 and not row["waits"]}
    return People({**people.known, **told}, people.ambiguous - set(told), people.made)


async def resolve(tx: WorkspaceTx, actor: Actor, names: Iterable[str], *, create: bool, may_manage: MayManage) -> People:
    """Find or make the people of these names."""
    wanted = sorted({" ".join(name.split()) for name in names if name.strip()})
    ids = await namesakes(tx, wanted)
    known = {name: found[0] for name, found in ids.items() if len(found) == 1}
    missing = [name for name in wanted if fold(name) not in ids]
    made = await identity.create_people(tx, actor, missing, may_manage=may_manage) if create and missing else {}
    ambiguous = frozenset(name for name, found in ids.items() if len(found) > 1)
    return People({**known, **{fold(name): id for name, id in made.items()}}, ambiguous, {id: name for name, id in made.items()})


async def write_people(tx: WorkspaceTx, actor: Actor, id: UUID, *, may_manage: MayManage, create: bool) -> dict[UUID, str]:
    """Rows of tables of colleagues: each becomes a person without an account; managers too. Returns the people made, with their names.

    A row whose name several people have waits for a person to decide.
    """
    rows = [row for row in await store.load_rows(tx, id, state="new", object=PERSON, limit=100_000) if row.record is None]
    if not rows:
        return {}
    names = [str(value) for row in rows for key, value in row.values.items() if key in {"name", "manager"} and value and not (key == "name" and row.decision)]
    before = await resolve(tx, actor, names, create=False, may_manage=may_manage)
    people = await resolve(tx, actor, names, create=create, may_manage=may_manage)
    made = dict(people.made)
    for row in rows:
        name = str(row.values.get("name") or "")
        if row.decision is not None:
            row.record = await make_another(tx, actor, name, may_manage=may_manage)
            made[row.record] = name
            continue
        row.record = people.find(name)
        if people.is_ambiguous(name):
            row.state = "doubtful"
        elif before.find(name) is not None:
            row.state = "merged"
    await store.mark_written(tx, id, rows)
    return made


async def make_another(tx: WorkspaceTx, actor: Actor, name: str, *, may_manage: MayManage) -> UUID:
    """A person of a name that others may have, because somebody has said that she is another."""
    return (await identity.create_person(tx, actor, may_manage=may_manage, name=name)).id


async def namesakes(tx: WorkspaceTx, names: Iterable[str]) -> dict[str, list[UUID]]:
    """People by folded name."""
    rows = await tx.all(
        "select kd.fold(name) as name, array_agg(id order by id) as ids from person where kd.fold(name) = any(%(names)s) group by 1",
        names=sorted({form(name) for name in names}),
    )
    return {row["name"]: row["ids"] for row in rows}


def form(name: str) -> str:
    """What names of people are compared by."""
    return fold(" ".join(name.split()))
