"""A round: writers, an import and a change of kind at work, a kill in the middle, and then everything must be there once."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from random import Random
from typing import Any

from . import inspection
from .client import Client, GivenUp, Json
from .installation import VICTIMS, Installation, Victim, recovered
from .writer import OBJECT, Kept, Writer

WRITERS = 4
ROWS = 3000  #: of an import
BEFORE = (0.2, 4.0)  #: seconds of work before the kill, or
WRITING = 0.7  #: the share of rounds that wait with it until the import has written something, and
SOON = 1.0  #: at most so many seconds more
AFTER = 2.0  #: seconds of work after the recovery
REST = 240.0  #: seconds in which everything must come to rest: a dead worker's lease and a dead conversion's are among them
KINDS = ("text", "number")  #: between which ``mark`` changes

DEFINITION: Json = {
    "key": "entry", "label": {"zh": "条目"}, "title": "name",
    "fields": [
        {"key": "name", "kind": "text", "label": {"zh": "名称"}, "required": True},
        {"key": "count", "kind": "number", "label": {"zh": "次数"}},
        {"key": "mark", "kind": "text", "label": {"zh": "标记"}},
    ],
}  # fmt: skip


@dataclass
class Soak:
    """What is known of one installation over all rounds."""

    installation: Installation
    seed: int
    writers: list[Writer] = field(default_factory=list[Writer])
    imported: dict[str, int] = field(default_factory=dict[str, int])  #: how many records each import says that it made, by prefix
    kind: str = "text"  #: of the field ``mark``
    victims: list[Victim] = field(default_factory=list[Victim])

    async def prepare(self) -> None:
        """The object, and the writers."""
        client = Client(self.installation)
        answer, _ = await client.ask("POST", "/objects", DEFINITION)
        assert answer.status_code == 201, answer.text
        self.writers = [Writer(f"w{number}", Client(self.installation), Random(f"{self.seed}/{number}")) for number in range(WRITERS)]

    def victim(self, number: int) -> Victim:
        """Who dies in a round: each once in four rounds, in an order that the seed gives."""
        while len(self.victims) <= number:
            self.victims += Random(f"{self.seed}/{len(self.victims)}").sample(VICTIMS, len(VICTIMS))
        return self.victims[number]

    async def round(self, number: int) -> str:
        """One round; raises ``AssertionError`` with everything that is wrong. Returns a line about it."""
        rng, victim, started = Random(f"{self.seed}/round/{number}"), self.victim(number), time.monotonic()
        stop = asyncio.Event()
        pause, is_writing = rng.uniform(*BEFORE), asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for writer in self.writers:
                group.create_task(_write(writer, stop))
            group.create_task(self._import(f"i{number}", is_writing))
            changing = group.create_task(self._change_kind(rng.uniform(0, pause)))
            await asyncio.sleep(pause)
            if rng.random() < WRITING:
                await is_writing.wait()
                await asyncio.sleep(rng.uniform(0, SOON))
            killed = time.monotonic()
            await asyncio.to_thread(self.installation.kill, victim, rng)
            await asyncio.to_thread(recovered, self.installation)
            back = time.monotonic()
            await asyncio.sleep(AFTER)
            stop.set()
        await asyncio.to_thread(self._rest)
        calm = time.monotonic()
        await self._check(changing.result())
        lost = sum(writer.client.lost for writer in self.writers)
        records = sum(len(writer.records) for writer in self.writers) + sum(self.imported.values())
        return (
            f"round {number + 1}: {victim} killed after {killed - started:.1f} s, well again {back - killed:.1f} s later, at rest after {calm - back:.0f} s;"
            f" {records} records, {lost} answers lost so far, mark is {self.kind} ({'told' if changing.result()[1] else 'not told'})"
        )

    async def _import(self, prefix: str, is_writing: asyncio.Event) -> None:
        client = Client(self.installation)
        # Names that nothing takes for spellings of one another.
        names = [f"{prefix}x{Random(f'{prefix}/{row}').getrandbits(64):016x}" for row in range(ROWS)]
        # Planned numbers are no texts any more when the field has become one meanwhile: such rows are refused, and the counts say so.
        has_mark = self.kind == "text"
        lines = "".join(f"{name},{row}{f',{row % 1000}' if has_mark else ''}\n" for row, name in enumerate(names))
        files = {"files": ("条目.csv", f"名称,次数{',标记' if has_mark else ''}\n{lines}".encode())}
        answer, _ = await client.ask("POST", "/imports", files=files, data={"object": "entry", "choices": '{"duplicates": "create"}'})
        assert answer.status_code == 201, answer.text
        path = f"/imports/{answer.json()['id']}"
        answer, _ = await client.ask("POST", f"{path}/run")
        assert answer.status_code == 202, answer.text
        deadline = time.monotonic() + REST
        while (shown := (await client.ask("GET", path))[0].json())["state"] not in {"done", "failed"}:
            assert time.monotonic() < deadline, f"the import does not end: {shown}"
            if any(sheet["written"] for sheet in shown["sheets"]):
                is_writing.set()
            await asyncio.sleep(0.1)
        is_writing.set()
        (sheet,) = shown["sheets"]
        assert shown["state"] == "done", shown
        assert sheet["rows"] == ROWS == sum(sheet[state] for state in ("new", "updated", "merged", "doubtful", "refused")), sheet
        assert sheet["written"] == sheet["new"] + sheet["updated"], sheet
        assert sheet["new"] > ROWS * 0.9, sheet
        self.imported[prefix] = int(sheet["new"])
        assert not client.faults, client.faults

    async def _change_kind(self, pause: float) -> tuple[str, bool | None]:
        """The kind that ``mark`` was to have, and whether it was told so; none if it does not know."""
        await asyncio.sleep(pause)
        wanted = KINDS[1 - KINDS.index(self.kind)]
        client = Client(self.installation)
        try:
            answer, _ = await client.ask("PATCH", f"{OBJECT}/fields/mark", {"kind": wanted}, once=True)
        except GivenUp:
            return wanted, None
        assert not client.faults, client.faults
        assert answer.status_code == 200, answer.text
        return wanted, True

    def _rest(self) -> None:
        """Wait until nothing is going on any more."""
        deadline = time.monotonic() + REST
        with self.installation.admin() as address:
            while True:
                with inspection.connect(address) as admin:
                    left = inspection.unrest(admin)
                if not left:
                    return
                assert time.monotonic() < deadline, f"it does not come to rest: {left[:5]}"
                time.sleep(0.5)

    async def _check(self, changing: tuple[str, bool | None]) -> None:
        wrong = [fault for writer in self.writers for fault in writer.client.faults]
        wrong += await self._check_kind(*changing)
        wrong += await self._check_records()
        with self.installation.admin() as address, inspection.connect(address) as admin:
            wrong += inspection.contradictions(admin)
        wrong += await asyncio.to_thread(self.installation.findings)
        assert not wrong, "\n".join(wrong[:20])

    async def _check_kind(self, wanted: str, is_told: bool | None) -> list[str]:
        answer, _ = await Client(self.installation).ask("GET", OBJECT)
        before, self.kind = self.kind, next(str(one["kind"]) for one in answer.json()["fields"] if one["key"] == "mark")
        good = {wanted} if is_told else {before, wanted}
        return [] if self.kind in good else [f"mark is {self.kind}, not {good}"]

    async def _check_records(self) -> list[str]:
        """Every record that there is must be known, and every one that is known must be there as it was told."""
        there = {str(one["id"]): one for deleted in (False, True) for one in await self._records(deleted=deleted)}
        wrong: list[str] = []
        for writer in self.writers:
            for kept in writer.records:
                wrong += _differences(kept, there.pop(kept.id, None))
            by_name = {one["name"]: id for id, one in there.items()}
            for name in writer.forsaken:
                there.pop(by_name.get(name, ""), None)
            for names in writer.forsaken_batches:
                done = [there.pop(by_name[name]) for name in names if name in by_name]
                wrong += [] if len(done) in {0, len(names)} else [f"{len(done)} of the batch {names} are there"]
        for prefix, number in self.imported.items():
            mine = [id for id, one in there.items() if str(one["name"]).startswith(f"{prefix}x")]
            wrong += [] if len(mine) == number else [f"import {prefix} made {number} records and {len(mine)} are there"]
            for id in mine:
                del there[id]
        return wrong + [f"nobody made {one}" for one in list(there.values())[:5]]

    async def _records(self, *, deleted: bool) -> list[Json]:
        client, found = Client(self.installation), list[Json]()
        body: dict[str, Any] = {"fields": ["name", "count", "mark", "version"], "limit": 200, "deleted": deleted}  # Any: a tree of JSON
        while True:
            answer, _ = await client.ask("POST", f"{OBJECT}/query", body)
            assert answer.status_code == 200, answer.text
            page = answer.json()
            found += [{**one, "deleted": deleted} for one in page["items"]]
            if page["next"] is None:
                return found
            body["cursor"] = page["next"]


async def _write(writer: Writer, stop: asyncio.Event) -> None:
    while not stop.is_set():
        await writer.act()


def _differences(kept: Kept, one: Json | None) -> list[str]:
    if one is None:
        return [f"lost: {kept}"]
    told = (kept.name, kept.count, kept.mark, kept.version, kept.is_deleted)
    real = (one["name"], one["count"], str(one["mark"]), one["version"], one["deleted"])
    return [] if told == real else [f"{kept} is {one}"]
