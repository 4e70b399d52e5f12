"""Plays worlds in a real workspace and asks two oracles about every answer.

*Differential*: the answer is the one that the twin expects. *Non-interference*: when everything changes that the person may not see, the answer stays the
same to the byte. The second needs no twin, so that a mistake that twin and engine share is still found.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import httpx
import psycopg

from kedang.app import build
from kedang.core import access
from kedang.core.db import Addresses, Database, open_database
from kedang.core.schema import read_catalog
from kedang.settings import Settings
from kedang.web.log import set_up

from .ask import Asker
from .build import SYSTEM, WORKSPACE, Builder, make_model, role_definition
from .compare import difference
from .disturb import disturbed
from .door import Door
from .generate import world
from .model import Person, Request, Update, World
from .moves import Mover, retire_extra
from .pools import clock
from .processes import open_processes
from .shrink import smaller
from .twin.requests import respond
from .twin.scopes import View

PER_PERSON = 28
MOVES = 6  #: changes one at a time, after a world that several processes answer
PER_MOVE = 4  #: requests of each person after one of them


@dataclass(frozen=True)
class Failure:
    """An answer that is wrong, so that it can be asked for again."""

    oracle: str
    seed: int
    person: int
    number: int
    request: Request
    detail: str

    def __str__(self) -> str:
        """What to look at, and how to get there."""
        place = f"world({self.seed}), person {self.person}, request {self.number}"
        return f"{self.oracle}: {place}\n  {self.request}\n  {self.detail[:1500]}"


def requests_of(made: World, person: Person, number: int = PER_PERSON) -> list[Request]:
    """The requests that a person of a world makes: always the same ones."""
    asker = Asker(Random(f"{made.seed}/{person.id}"), View(made, person))
    return [asker.request() for _ in range(number)]


@dataclass
class Arena:
    """A workspace in which worlds are played one after the other."""

    database: Database  #: of this process, which makes the changes
    clients: Sequence[httpx.AsyncClient]  #: one for each process that answers
    builder: Builder
    asked: int = 0

    def door(self, person: Person, number: int) -> Door:
        """Where a person asks her request of a number."""
        return Door(self.clients[number % len(self.clients)], person)

    async def put(self, made: World) -> None:
        """Make the workspace this world."""
        async with self.database.workspace(WORKSPACE) as tx:
            for role in made.roles.values():
                await access.save_role(tx, SYSTEM, role_definition(role))
        self.builder.rights_and_rows(made)

    async def play(self, seed: int, *, number: int = PER_PERSON, most: int = 5) -> list[Failure]:
        """Everybody's requests in one world, before both oracles; at most so many failures, each made small."""
        made = world(seed)
        await self.put(made)
        found: list[Failure] = []
        raws: dict[int, list[object]] = {}
        people = list(made.people.values())
        for place, person in enumerate(people):
            raws[place] = []
            for count, request in enumerate(requests_of(made, person, number)):
                detail, raw = await self.differs(made, person, request, count)
                raws[place].append(raw)
                if detail and len(found) < most:
                    found.append(await self._small(Failure("differential", seed, place, count, request, detail), made, person))
        for place, person in enumerate(people):
            found += await self.interference(made, place, person, raws[place], most - len(found))
        if len(self.clients) > 1:
            found += await self.moves(made, most - len(found))
        return found

    async def moves(self, made: World, most: int) -> list[Failure]:
        """One change after the other, and after each everybody's requests to every process in turn."""
        self.builder.rows(made)
        rng = Random(f"{made.seed}/moves")
        found: list[Failure] = []
        for step in range(MOVES):
            async with self.database.workspace(WORKSPACE) as tx:
                made = await Mover(rng, tx, self.asked).move(made)
                self.builder.catalog = await read_catalog(tx)
            for place, person in enumerate(made.people.values()):
                asker = Asker(Random(f"{made.seed}/{step}/{person.id}"), View(made, person))
                for request in [asker.request() for _ in range(PER_MOVE)]:
                    detail, _ = await self.differs(made, person, request)
                    if detail and len(found) < most:
                        found.append(Failure("differential", made.seed, place, PER_PERSON + step, request, f"after change {step}: {detail}"))
        async with self.database.workspace(WORKSPACE) as tx:
            await retire_extra(tx, made)
            self.builder.catalog = await read_catalog(tx)
        return found

    async def differs(self, made: World, person: Person, request: Request, number: int | None = None) -> tuple[str | None, object]:
        """What is wrong with the answer to a request, and what must not change of it."""
        self.asked += 1
        real = await self.door(person, self.asked if number is None else number).ask(request)
        if isinstance(request, Update) and real.status == 200:
            self.builder.rows(made)  # as it was
        return difference(View(made, person), request, respond(made, person, request), real), real.raw

    async def interference(self, made: World, place: int, person: Person, raws: list[object], most: int) -> list[Failure]:
        """What changed of a person's answers when what she may not see did."""
        self.builder.rows(disturbed(made, person, made.seed))
        found: list[Failure] = []
        for count, (request, before) in enumerate(zip(requests_of(made, person, len(raws)), raws, strict=True)):
            if isinstance(request, Update):
                continue  # it would change what the next one sees
            real = await self.door(person, count + 1).ask(request)
            if real.raw != before and len(found) < most:
                found.append(Failure("non-interference", made.seed, place, count, request, where_different(repr(before), repr(real.raw))))
        return found

    async def _small(self, failure: Failure, made: World, person: Person) -> Failure:
        """The smallest request found that still fails."""
        for request in smaller(failure.request):
            detail, _ = await self.differs(made, person, request)
            if detail:
                return await self._small(Failure(failure.oracle, failure.seed, failure.person, failure.number, request, detail), made, person)
        return failure


def where_different(before: str, after: str) -> str:
    """The first place where two answers differ, with some of what stands around."""
    at = next((n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), min(len(before), len(after)))
    start = max(0, at - 300)
    return f"…{before[start : at + 200]}\n  became\n  …{after[start : at + 200]}"


@asynccontextmanager
async def open_arena(addresses: Addresses, *, processes: int = 0) -> AsyncGenerator[Arena]:
    """An arena in a database of its own, with so many processes that answer; with none, this one does."""
    async with open_database(addresses.app, clock=clock, size=2, statement_timeout=20) as database:
        async with database.workspace(WORKSPACE) as tx:
            catalog = await make_model(tx)
        set_up("error")
        with psycopg.connect(addresses.admin, autocommit=True) as connection:
            async with open_processes(addresses.app, processes) if processes else _here(database) as clients:
                yield Arena(database, clients, Builder(connection, catalog))


@asynccontextmanager
async def _here(database: Database) -> AsyncGenerator[Sequence[httpx.AsyncClient]]:
    """The application in this process."""
    with TemporaryDirectory(prefix="kedang-fuzz-") as folder:
        app = build(database, Settings(data_dir=Path(folder)))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://fuzz") as client:
            yield [client]
