"""Who is told what, and what she does with it."""

from __future__ import annotations

from kedang.core import outbox
from kedang.core.base import new_id
from kedang.core.jobs import deliver_waiting
from kedang.features.exports.events import ExportEnded
from kedang.features.imports.jobs import ImportEnded
from kedang.features.notify.jobs import OldNoticesDue
from kedang.reactions import plan
from tests.support.archive import Archive
from tests.support.settings import settings
from tests.support.world import HOME, Client, Json


async def deliver(archive: Archive) -> None:
    """Everything that waits is done."""
    await deliver_waiting(archive.world.database, plan(settings()), HOME)


async def told(who: Client) -> list[tuple[str, str | None, str | None]]:
    answer = await who.get("/notices")
    assert answer.status_code == 200, answer.text
    return [(one["kind"], one["actor"] and one["actor"]["title"], one["record"] and one["record"]["title"]) for one in answer.json()["items"]]


async def unread(who: Client) -> int:
    return (await who.get("/notices/unread")).json()["unread"]


async def give(who: Client, record: Json, to: Client) -> Json:
    answer = await who.patch(f"/objects/customer/records/{record['id']}", {"owner": str(to.id), "version": record["version"]})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_who_is_given_a_record_by_another_is_told(archive: Archive) -> None:
    own = await archive.mara.make("customer", name="自己的")
    firm = await give(archive.boss, own, archive.jon)
    await deliver(archive)
    for who, hears in [(archive.jon, [("assigned", "陈静", "自己的")]), (archive.mara, []), (archive.boss, [])]:
        assert await told(who) == hears, who.name
        assert await unread(who) == len(hears)
    await archive.boss.make("customer", name="给玛拉的", owner=str(archive.mara.id))
    await deliver(archive)
    assert await told(archive.mara) == [("assigned", "陈静", "给玛拉的")]
    assert firm["version"] == 2


async def test_what_is_given_on_or_goes_out_of_sight_is_not_told(archive: Archive) -> None:
    firm = await archive.boss.make("customer", name="金达")
    firm = await give(archive.boss, firm, archive.jon)
    firm = await give(archive.boss, firm, archive.mara)
    await deliver(archive)
    assert await told(archive.jon) == [], "it was another's before he could be told"
    assert await told(archive.mara) == [("assigned", "陈静", "金达")]
    await give(archive.boss, firm, archive.jon)
    assert (await told(archive.mara), await unread(archive.mara)) == ([], 0), "titles are read under the rights of the moment"


async def test_many_at_once_are_one_notice(archive: Archive) -> None:
    rows = [{"create": {"name": f"第 {at} 家", "owner": str(archive.jon.id)}} for at in range(60)]
    answer = await archive.boss.post("/objects/customer/batch", {"rows": rows})
    assert answer.status_code == 200, answer.text
    await deliver(archive)
    (one,) = (await archive.jon.get("/notices")).json()["items"]
    assert (one["kind"], one["object"], one["record"], one["body"]["number"]) == ("assigned", "customer", None, 60)
    assert await told(archive.boss) == []


async def test_a_merge_tells_the_others_whose_records_they_were(archive: Archive) -> None:
    stays = await archive.jon.make("customer", name="留下")
    goes = await archive.mara.make("customer", name="并入")
    answer = await archive.boss.post("/objects/customer/merge", {"into": stays["id"], "others": [goes["id"]]})
    assert answer.status_code == 200, answer.text
    await deliver(archive)
    assert await told(archive.jon) == [("merged", "陈静", "留下")]
    assert await told(archive.mara) == [], "what became of hers is out of her sight"
    assert await told(archive.boss) == []


async def test_rights_imports_and_exports_are_told_to_whom_they_concern(archive: Archive) -> None:
    changed = await archive.boss.patch(f"/people/{archive.jon.id}", {"roles": ["sales", "read_only"]})
    assert changed.status_code == 200, changed.text
    jon = await archive.world.client("Jon", archive.jon.id)
    async with archive.world.database.workspace(HOME) as tx:
        await outbox.emit_many(
            tx, [ImportEnded(id=new_id(), person=jon.id, is_done=True), ExportEnded(id=new_id(), person=jon.id, name="客户.xlsx", is_done=False)]
        )
    await deliver(archive)
    assert sorted(await told(jon), key=str) == [("export_failed", None, None), ("import_done", None, None), ("rights_changed", "陈静", None)]
    assert await told(archive.boss) == []


async def test_reading_ends_the_count_and_others_keep_theirs(archive: Archive) -> None:
    for name in ("一", "二", "三"):
        await archive.boss.make("customer", name=name, owner=str(archive.jon.id))
    await deliver(archive)
    first = (await archive.jon.get("/notices", params={"limit": 2})).json()
    assert (len(first["items"]), await unread(archive.jon)) == (2, 3)
    rest = (await archive.jon.get("/notices", params={"limit": 2, "before": first["next"]})).json()
    assert (len(rest["items"]), rest["next"]) == (1, None)
    ids = [rest["items"][0]["id"]]
    assert (await archive.mara.post("/notices/read", {"ids": ids})).json() == {"unread": 0}
    assert await unread(archive.jon) == 3, "nobody reads another's"
    assert (await archive.jon.post("/notices/read", {"ids": ids})).json() == {"unread": 2}
    assert (await archive.jon.post("/notices/read", {})).json() == {"unread": 0}
    assert [one["is_read"] for one in (await archive.jon.get("/notices")).json()["items"]] == [True] * 3


async def test_a_muted_record_is_not_told_of_until_it_is_heard_again(archive: Archive) -> None:
    firm = await archive.jon.make("customer", name="金达")
    other = await archive.mara.make("customer", name="恒泰")
    assert (await archive.jon.request("PUT", "/notices/mutes", {"object": "customer", "record": other["id"]})).status_code == 404, "out of sight"
    assert (await archive.jon.request("PUT", "/notices/mutes", {"object": "customer", "record": firm["id"]})).status_code == 204
    for _ in range(2):
        firm = await give(archive.boss, firm, archive.mara)
        firm = await give(archive.boss, firm, archive.jon)
        await deliver(archive)
        if not await told(archive.jon):
            await archive.jon.delete(f"/notices/mutes/customer/{firm['id']}")
    assert await told(archive.jon) == [("assigned", "陈静", "金达")]


async def test_notices_end_after_a_while_and_with_the_person(archive: Archive) -> None:
    await archive.boss.make("customer", name="金达", owner=str(archive.jon.id))
    await deliver(archive)
    archive.clock.forward(days=89)
    for days, left in [(0, 1), (2, 0)]:
        archive.clock.forward(days=days)
        async with archive.world.database.workspace(HOME) as tx:
            await outbox.emit(tx, OldNoticesDue())
        await deliver(archive)
        jon = await archive.world.client("Jon", archive.jon.id)
        assert len(await told(jon)) == left
    await archive.world.change(archive.jon.id, status="disabled")
    async with archive.world.database.workspace(HOME) as tx:
        await outbox.emit(tx, ImportEnded(id=new_id(), person=archive.jon.id, is_done=True))
    await deliver(archive)
    async with archive.world.database.workspace(HOME) as tx:
        assert await tx.all("select 1 from notice") == [], "who has left is not told"
