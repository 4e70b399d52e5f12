"""A writer with records of its own: it creates, changes, deletes and restores, and knows what it was told of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

import httpx

from .client import Client, GivenUp, Json

OBJECT = "/objects/entry"


@dataclass
class Kept:
    """A record as its writer was told that it is."""

    id: str
    name: str
    count: int
    mark: str
    version: int
    is_deleted: bool = False


@dataclass
class Writer:
    """One writer. ``forsaken`` are the names of creations of which it does not know whether they were done: one record or none each."""

    name: str
    client: Client
    rng: Random
    records: list[Kept] = field(default_factory=list[Kept])
    forsaken: list[str] = field(default_factory=list[str])
    forsaken_batches: list[list[str]] = field(default_factory=list[list[str]])  #: the same for batches: all or none each
    number: int = 0

    async def act(self) -> None:
        """Do one thing."""
        live = [one for one in self.records if not one.is_deleted]
        gone = [one for one in self.records if one.is_deleted]
        kind = self.rng.choices(("create", "batch", "update", "delete", "restore"), (25, 5, 50, 10, 10))[0]
        if kind == "batch":
            await self._batch()
        elif kind == "update" and live:
            await self._update(self.rng.choice(live))
        elif kind == "delete" and live:
            await self._delete(self.rng.choice(live))
        elif kind == "restore" and gone:
            await self._restore(self.rng.choice(gone))
        else:
            await self._create()

    def _new(self) -> tuple[str, int, str]:
        self.number += 1
        return f"{self.name}-{self.number}", self.number, str(self.rng.randrange(1000))

    async def _create(self) -> None:
        name, count, mark = self._new()
        try:
            answer, _ = await self.client.ask("POST", f"{OBJECT}/records", _body(name, count, mark), once=self.rng.random() < 0.2)
        except GivenUp:
            self.forsaken.append(name)
            return
        shown = _expect(answer, 201)
        self.records.append(Kept(str(shown["id"]), name, count, mark, int(shown["version"])))

    async def _batch(self) -> None:
        new = [self._new() for _ in range(self.rng.randint(2, 6))]
        rows = [{"create": _body(*one)} for one in new]
        try:
            answer, _ = await self.client.ask("POST", f"{OBJECT}/batch", {"rows": rows}, once=self.rng.random() < 0.2)
        except GivenUp:
            self.forsaken_batches.append([name for name, _, _ in new])
            return
        results = _expect(answer, 200)["results"]
        self.records += [Kept(str(told["id"]), *one, int(told["version"])) for told, one in zip(results, new, strict=True)]

    async def _update(self, one: Kept) -> None:
        """A change is told apart from the others by its count, which this writer never uses twice."""
        self.number += 1
        count, mark = self.number, str(self.rng.randrange(1000))
        body: Json = {"count": count, "version": one.version, **({"mark": mark} if self.rng.random() < 0.5 else {})}
        answer, is_doubtful = await self.client.ask("PATCH", f"{OBJECT}/records/{one.id}", body)
        if answer.status_code == 409 and is_doubtful:
            answer, _ = await self.client.ask("GET", f"{OBJECT}/records/{one.id}")
        shown = _expect(answer, 200)
        assert int(shown["count"]) == count, f"{one} was to become {count} and is {shown}"
        one.count, one.mark, one.version = count, str(body.get("mark", one.mark)), int(shown["version"])

    async def _delete(self, one: Kept) -> None:
        answer, is_doubtful = await self.client.ask("DELETE", f"{OBJECT}/records/{one.id}")
        if not (answer.status_code == 404 and is_doubtful):
            _expect(answer, 200)
        one.is_deleted, one.version = True, one.version + 1

    async def _restore(self, one: Kept) -> None:
        answer, _ = await self.client.ask("POST", f"{OBJECT}/records/{one.id}/restore")
        shown = _expect(answer, 200)
        one.is_deleted, one.version = False, one.version + 1
        assert int(shown["version"]) == one.version, f"{one} was restored as {shown}"


def _body(name: str, count: int, mark: str) -> Json:
    return {"name": name, "count": count, "mark": mark}


def _expect(answer: httpx.Response, status: int) -> Json:
    assert answer.status_code == status, f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text[:500]}"
    return answer.json()
