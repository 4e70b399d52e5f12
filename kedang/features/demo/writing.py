"""The story becomes records: people, then rows by sets through the records' own door, with their past, then what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from kedang.core import access, identity, records
from kedang.core.base import Actor, BatchId, PersonId, WorkspaceId, new_id, system_actor
from kedang.core.db import Database, WorkspaceTx
from kedang.core.records import Edit, Origin, Past

from .model import Persona
from .story import Colleague, Moved, Ref, Row, Story, When, Who

CHUNK = 1_000
ORDER = ("product", "customer", "contact", "opportunity", "project", "interaction")  #: each after what its rows name
Tell = Callable[[int, int], Awaitable[None]]  #: hears how many rows are done, of how many


async def may_manage(tx: WorkspaceTx, actor: Actor, what: str) -> bool:
    """People are made by the system here."""
    return actor.is_system


@dataclass
class Writer:
    """Writes one story into one workspace."""

    database: Database
    workspace: WorkspaceId
    story: Story
    tell: Tell
    _people: list[UUID] = field(default_factory=list[UUID])
    _departments: dict[str, UUID] = field(default_factory=dict[str, UUID])
    _ids: dict[Ref, UUID] = field(default_factory=dict[Ref, UUID])
    _done: int = 0

    @property
    def actor(self) -> Actor:
        """Numbers are brought along, as an import brings them."""
        return system_actor(self.workspace, name="demo", via="import")

    async def write(self) -> None:
        """Everything but the people."""
        for object in ORDER:
            batch = BatchId(new_id())
            for rows in _chunks(self.story.rows[object]):
                await self._create(object, rows, batch)
            async with self.database.workspace(self.workspace) as tx:
                await records.announce(tx, object, batch, len(self.story.rows[object]))
        for object, moves in self._rounds():
            await self._update(object, moves)

    async def people(self) -> list[Persona]:
        """Departments and colleagues; returns those as whom one can look around."""
        async with self.database.workspace(self.workspace) as tx:
            for name, above in self.story.departments.items():
                parent = self._departments[above] if above else None
                self._departments[name] = (await identity.create_department(tx, self.actor, may_manage=may_manage, name=name, parent=parent)).id
            return [await self._colleague(tx, at, one) for at, one in enumerate(self.story.colleagues)]

    async def _colleague(self, tx: WorkspaceTx, at: int, one: Colleague) -> Persona:
        place = [self._departments[one.department]]
        made = await identity.create_person(
            tx, self.actor, may_manage=may_manage, name=one.name, staff_number=f"DEMO{at + 1:02}", departments=place, roles=(one.role,)
        )
        self._people.append(made.id)
        return Persona(id=made.id, name=one.name, position={"zh": one.position, "en": one.position_en}, role=one.role)

    async def _create(self, object: str, rows: Sequence[Row], batch: BatchId) -> None:
        async with self.database.workspace(self.workspace, timeout=60) as tx:
            rights = await access.rights_of(tx, self.actor)
            origin = Origin(batch=batch, is_silent=True, past=[self._past(row.when) for row in rows])
            written = await records.create_many(tx, rights, object, [self._values(row.values) for row in rows], origin=origin)
        self._ids.update({row.ref: one.id for row, one in zip(rows, written, strict=True)})
        await self._tell(len(rows))

    async def _update(self, object: str, moves: Sequence[Moved]) -> None:
        async with self.database.workspace(self.workspace, timeout=60) as tx:
            rights = await access.rights_of(tx, self.actor)
            origin = Origin(is_silent=True, past=[self._past(one.when) for one in moves])
            edits = [Edit(self._ids[one.ref], self._values(one.values)) for one in moves]
            await records.update_many(tx, rights, object, edits, origin=origin)
        await self._tell(len(moves))

    def _rounds(self) -> Iterable[tuple[str, list[Moved]]]:
        """The changes in parts: no record twice in one, and each record's in their order."""
        rounds: dict[tuple[str, int], list[Moved]] = defaultdict(list)
        seen: dict[Ref, int] = defaultdict(int)
        for one in self.story.moves:
            rounds[one.ref.object, seen[one.ref]].append(one)
            seen[one.ref] += 1
        for (object, _), moves in rounds.items():
            for part in _chunks(moves):
                yield object, part

    def _past(self, when: When) -> Past:
        return Past(at=when.at, by=PersonId(self._people[when.by]))

    def _values(self, values: Mapping[str, object]) -> dict[str, object]:
        """Ids in the place of references; who owns a record also says to which department it belongs."""
        found = {key: self._plain(value) for key, value in values.items()}
        owner = values.get("owner")
        if isinstance(owner, Who):
            found["department"] = str(self._departments[self.story.colleagues[owner.number].department])
        return found

    def _plain(self, value: object) -> object:
        match value:
            case Who(number=number):
                return str(self._people[number])
            case Ref():
                return str(self._ids[value])
            case _:
                return value

    async def _tell(self, number: int) -> None:
        self._done += number
        await self.tell(self._done, self.story.size)


def _chunks(rows: Sequence[Any]) -> Iterable[list[Any]]:  # Any: rows or moves
    left = iter(rows)
    while part := list(islice(left, CHUNK)):
        yield part
