"""Two people in two zones: each reads the same moment by her own clock, in files too, and what comes back is the same moment again; days stay days."""

from __future__ import annotations

import pytest

from kedang.core.db import Database
from tests.exports.asking import read_csv, read_xlsx
from tests.support.world import ALL, HOME, Client, World, fields_of

from .books import run, upload
from .test_returned import Sheet, add, counts, edited, taken

pytestmark = pytest.mark.commits
TOKYO, NEW_YORK = "Asia/Tokyo", "America/New_York"
SEEN = "2026-11-23T16:30:00Z"  #: half past midnight of the 24th in Shanghai, half past one in Tokyo, half past eleven of the 23rd in New York


async def in_zone(person: Client, zone: str | None) -> None:
    assert (await person.patch("/me", {"zone": zone})).status_code == 204


@pytest.fixture
async def sato(world: World) -> Client:
    """A colleague in Tokyo."""
    await world.role("seller", {"*": ALL})
    person = await world.person("Sato", "seller")
    await in_zone(person, TOKYO)
    return person


async def test_a_person_chooses_her_zone_and_it_is_in_the_log(boss: Client, sato: Client, database: Database) -> None:
    assert [(await one.get("/me")).json()["zone"] for one in (boss, sato)] == [None, TOKYO]
    for wrong in ("Mars/Olympus", "", "../etc/passwd"):
        refused = await sato.patch("/me", {"zone": wrong})
        assert (refused.status_code, refused.json()["code"], fields_of(refused)) == (422, "bad_zone", {"zone": "bad_zone"})
    await in_zone(sato, TOKYO)
    await in_zone(sato, None)
    me = (await sato.get("/me")).json()
    assert (me["zone"], me["workspace"]["zone"]) == (None, "Asia/Shanghai")
    async with database.workspace(HOME) as tx:
        rows = await tx.all("select body from audit_event where action = 'person.updated' and actor = %(who)s order by at, id", who=sato.id)
    assert [row["body"]["what"] for row in rows] == [["zone"], ["zone"]], "what holds already is no change"


@pytest.mark.req("R372", part="files in the reader's zone")
async def test_files_are_written_in_the_readers_zone_which_their_heads_name(boss: Client, sato: Client, database: Database) -> None:
    made = await add(boss, name="晨光", since="2026-11-24", seen=SEEN)
    for person, head, cell in ((boss, "Field seen", "2026-11-24 00:30:00"), (sato, f"Field seen ({TOKYO})", "2026-11-24 01:30:00")):
        [row] = read_xlsx(await taken(person, database))
        assert (str(row[head]), str(row["Field since"])[:10]) == (cell, "2026-11-24"), person.name
        [line] = read_csv(await taken(person, database, format="csv", with_ids=False))
        assert (line[head], line["Field since"]) == (cell, "2026-11-24")
    await in_zone(sato, NEW_YORK)
    [row] = read_xlsx(await taken(sato, database))
    assert str(row[f"Field seen ({NEW_YORK})"]) == "2026-11-23 11:30:00", "the moment is of another day there"
    assert str(row["Field since"])[:10] == "2026-11-24", "a day is the same everywhere"
    assert (await boss.record("customer", made["id"]))["seen"] == SEEN


@pytest.mark.req("R372", part="files come back")
@pytest.mark.parametrize("returns", ["sato", "boss"])
async def test_a_file_of_one_zone_says_the_same_moments_whoever_brings_it_back(boss: Client, sato: Client, database: Database, returns: str) -> None:
    made = await add(boss, name="晨光", since="2026-11-24", seen=SEEN)
    file = await taken(sato, database)
    who = {"sato": sato, "boss": boss}[returns]
    assert counts((await upload(who, file))["sheets"][0]) == {"unchanged": 1}

    def nine(sheet: Sheet, at: dict[str, int]) -> None:
        sheet.cell(2, at[f"Field seen ({TOKYO})"]).value = "2026-11-24 09:00"

    changed = await upload(who, edited(file, nine))
    assert counts(changed["sheets"][0]) == {"updated": 1}
    await run(who, database, changed["id"])
    assert (await boss.record("customer", made["id"]))["seen"] == "2026-11-24T00:00:00Z", "nine o'clock in Tokyo"


async def test_a_timeline_counts_days_by_the_reader(boss: Client, sato: Client) -> None:
    made = await add(boss, name="晨光")
    await in_zone(sato, "Pacific/Kiritimati")  # fourteen hours ahead of Greenwich: the 24th has come there at ten in the morning of the 23rd
    at = (await boss.record("customer", made["id"]))["created_at"]
    path = f"/objects/customer/records/{made['id']}/timeline"
    assert at.startswith("2026-11-24T02:30")  # the tests' clock: 10:30 in Shanghai, 16:30 in Kiritimati, 21:30 of the 23rd in New York
    await in_zone(boss, NEW_YORK)
    for person, day in ((sato, "2026-11-24"), (boss, "2026-11-23")):
        for since, number in ((day, 1), ("2026-11-25", 0)):
            assert len((await person.get(path, params={"since": since})).json()["items"]) == number, (person.name, since)
        assert len((await person.get(path, params={"since": day, "until": day})).json()["items"]) == 1
