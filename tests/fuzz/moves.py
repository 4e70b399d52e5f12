"""Changes of rights and of the model in a world that is played, each by the verb that people use: no cache of another process may outlive its commit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from random import Random
from uuid import UUID

from kedang.app import may_manage
from kedang.core import access, schema
from kedang.core.base import new_id
from kedang.core.db import WorkspaceTx
from kedang.core.identity import DepartmentChange, PersonChange, update_department, update_person
from kedang.core.schema import AddField, RetireField

from .build import SYSTEM, field_definition, role_definition
from .generate import a_role
from .model import Department, Field, Share, World


@dataclass(frozen=True)
class Mover:
    """Makes one change after the other; ``number`` makes the keys of new fields unique in the workspace."""

    rng: Random
    tx: WorkspaceTx
    number: int

    async def move(self, world: World) -> World:
        """Change something; the world as it is then."""
        kinds: list[Callable[[World], Awaitable[World]]] = [self._role, self._role, self._share, self._share, self._unshare, self._person, self._department]
        extra = [(key, field.key) for key, obj in world.objects.items() for field in obj.fields if is_extra(field)]
        kinds.append(self._retire if extra else self._add)
        return await self.rng.choice(kinds)(world)

    async def _role(self, world: World) -> World:
        key = self.rng.choice(list(world.roles))
        role = a_role(self.rng, int(key.removeprefix("role")))
        await access.save_role(self.tx, SYSTEM, role_definition(role))
        return replace(world, roles={**world.roles, key: role})

    async def _share(self, world: World) -> World:
        key = self.rng.choice(list(world.rows))
        record = self.rng.choice(list(world.rows[key]))
        person, department = (self.rng.choice(list(world.people)), None) if self.rng.random() < 0.7 else (None, self.rng.choice(list(world.departments)))
        share = Share(key, record, person, department, self.rng.choice(("read", "edit")))
        number = (await schema.read_catalog(self.tx)).object(key).number
        await access.upsert_share(
            self.tx, id=UUID(str(new_id())), object=number, record=record, person=person, department=department, level=share.level, until=None, by=None
        )
        return replace(world, shares=[*(one for one in world.shares if _place(one) != _place(share)), share])

    async def _unshare(self, world: World) -> World:
        if not world.shares:
            return await self._share(world)
        share = self.rng.choice(world.shares)
        number = (await schema.read_catalog(self.tx)).object(share.object).number
        await access.delete_share(self.tx, object=number, record=share.record, person=share.person, department=share.department)
        return replace(world, shares=[one for one in world.shares if one is not share])

    async def _person(self, world: World) -> World:
        person = self.rng.choice(list(world.people.values()))
        departments = tuple(self.rng.sample(list(world.departments), self.rng.choice((0, 1, 1, 2))))
        await update_person(self.tx, SYSTEM, person.id, may_manage=may_manage, change=PersonChange(departments=departments))
        return replace(world, people={**world.people, person.id: replace(person, departments=departments)})

    async def _department(self, world: World) -> World:
        one = self.rng.choice(list(world.departments.values()))
        parent = self.rng.choice([None, *(other for other in world.departments if not _is_below(world.departments, other, one.id))])
        await update_department(self.tx, SYSTEM, one.id, may_manage=may_manage, change=DepartmentChange(parent=parent))
        return replace(world, departments={**world.departments, one.id: replace(one, parent=parent)})

    async def _add(self, world: World) -> World:
        obj = self.rng.choice(list(world.objects.values()))
        field = Field(f"extra{self.number}", self.rng.choice(("text", "number", "boolean", "date")))
        await schema.run(self.tx, SYSTEM, [AddField(object=obj.key, definition=field_definition(field))])
        return replace(world, objects={**world.objects, obj.key: replace(obj, fields=(*obj.fields, field))})

    async def _retire(self, world: World) -> World:
        return await retire_extra(self.tx, world)


async def retire_extra(tx: WorkspaceTx, world: World) -> World:
    """The world without the fields that moves have added: what the next world builds upon."""
    for key, obj in world.objects.items():
        for field in filter(is_extra, obj.fields):
            await schema.run(tx, SYSTEM, [RetireField(object=key, field=field.key)])
    return replace(world, objects={key: replace(obj, fields=tuple(f for f in obj.fields if not is_extra(f))) for key, obj in world.objects.items()})


def is_extra(field: Field) -> bool:
    """Whether a move has added it."""
    return field.key.startswith("extra")


def _place(share: Share) -> tuple[object, ...]:
    return share.object, share.record, share.person, share.department


def _is_below(departments: dict[UUID, Department], one: UUID, top: UUID) -> bool:
    at: UUID | None = one
    while at is not None:
        if at == top:
            return True
        at = departments[at].parent
    return False
