"""The values in which a slice says what it does in the background."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeVar
from uuid import UUID

import msgspec

from kedang.core.base import Actor, Event, WorkspaceId, system_actor
from kedang.core.db import Database, WorkspaceTx

E = TypeVar("E", bound=Event)
Queue = Literal["quick", "slow"]  #: quick work never waits behind slow work
Body = Mapping[str, Any]  # Any: the event's own fields, as JSON


@dataclass(frozen=True, kw_only=True)
class Work:
    """What a job has at hand: it opens as many transactions as it needs."""

    database: Database
    workspace: WorkspaceId
    event: UUID  #: id of the outbox row; make effects outside of the database unique by it
    name: str

    @asynccontextmanager
    async def transaction(self, *, timeout: float | None = None) -> AsyncGenerator[WorkspaceTx]:
        """A transaction in the workspace; ``timeout`` seconds for each statement."""
        async with self.database.workspace(self.workspace, timeout=timeout) as tx:
            yield tx

    @property
    def actor(self) -> Actor:
        """The system, doing this work. What was asked for by a person is done with that person's rights: load her instead."""
        return system_actor(self.workspace, name=self.name, via="job", request=str(self.event))


@dataclass(frozen=True, kw_only=True)
class Reaction:
    """What we do when something has happened: in one transaction, which also notes that it is done."""

    kind: str  #: of the event
    name: str  #: stable: deliveries are remembered under it
    queue: Queue
    attempts: int  #: before it becomes a dead letter
    timeout: float  #: seconds for each statement
    run: Callable[[WorkspaceTx, Body], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Job:
    """Long work that an event asks for. It opens its own transactions, and after a crash it is run again and goes on from what it finds done."""

    kind: str
    name: str
    queue: Queue
    attempts: int
    run: Callable[[Work, Body], Awaitable[None]]


def reaction(
    event: type[E], run: Callable[[WorkspaceTx, E], Awaitable[None]], *, name: str = "", queue: Queue = "quick", attempts: int = 8, timeout: float = 60
) -> Reaction:
    """React to an event in one transaction. ``name`` is made of slice and function unless given."""

    async def decoded(tx: WorkspaceTx, body: Body) -> None:
        await run(tx, msgspec.convert(body, event))

    return Reaction(kind=event.kind, name=name or _name_of(run), queue=queue, attempts=attempts, timeout=timeout, run=decoded)


def job(event: type[E], run: Callable[[Work, E], Awaitable[None]], *, name: str = "", queue: Queue = "slow", attempts: int = 5) -> Job:
    """Do long work when an event asks for it."""

    async def decoded(work: Work, body: Body) -> None:
        await run(work, msgspec.convert(body, event))

    return Job(kind=event.kind, name=name or _name_of(run), queue=queue, attempts=attempts, run=decoded)


def _name_of(run: Callable[..., object]) -> str:
    parts = run.__module__.split(".")
    return f"{parts[2] if parts[0] == 'kedang' and len(parts) > 2 else parts[-1]}.{run.__name__}"


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """A schedule that every workspace has."""

    key: str
    every: str  #: a cron line of five fields in the workspace's zone
    event: Event


@dataclass(frozen=True, kw_only=True)
class Chore:
    """Work of the whole installation that comes again. Two of the same key never run at once."""

    key: str
    every: str | Callable[[Database], Awaitable[str]]  #: a cron line of five fields in the installation's zone; asked for again and again if it may change
    run: Callable[[Database], Awaitable[None]]

    async def line(self, database: Database) -> str:
        """The cron line as it is now."""
        return self.every if isinstance(self.every, str) else await self.every(database)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Everything that runs in the background."""

    reactions: Sequence[Reaction | Job] = ()
    schedules: Sequence[Schedule] = ()
    chores: Sequence[Chore] = ()
    zone: str = "Asia/Shanghai"  #: of the chores
    by_name: Mapping[str, Reaction | Job] = field(init=False)

    def __post_init__(self) -> None:
        """Refuse two of one name."""
        by_name = {one.name: one for one in self.reactions}
        if len(by_name) != len(self.reactions):
            raise ValueError("two reactions have the same name")
        object.__setattr__(self, "by_name", by_name)


@dataclass(frozen=True, kw_only=True)
class DeadLetter:
    """A delivery that was given up."""

    event: UUID
    kind: str
    reaction: str
    attempts: int
    dead_at: datetime
    error: str
