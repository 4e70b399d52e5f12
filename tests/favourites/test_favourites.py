"""Stars on records and lists: whose they are, and what they tell."""

from __future__ import annotations

import pytest

from tests.support.archive import Archive
from tests.support.world import Client, Json

pytestmark = pytest.mark.req("R243", part="favourites")


async def star(who: Client, object: str = "customer", **more: object) -> Json:
    answer = await who.post("/favourites", {"object": object, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def stars(who: Client) -> list[object]:
    answer = await who.get("/favourites")
    assert answer.status_code == 200, answer.text
    return [one["record"]["title"] if one["record"] else f"{one['object']}?{one['search']} {one['name']}" for one in answer.json()["items"]]


async def test_stars_stand_in_the_order_in_which_they_were_given(archive: Archive) -> None:
    mara = archive.mara
    first, second = await mara.make("customer", name="恒泰"), await mara.make("customer", name="晨光")
    await star(mara, record=second["id"])
    archive.clock.forward(minutes=1)
    await star(mara, search="q=%E6%B7%B1%E5%9C%B3&sort=-amount", name="深圳的客户")
    archive.clock.forward(minutes=1)
    await star(mara, record=first["id"])
    assert await stars(mara) == ["晨光", "customer?q=%E6%B7%B1%E5%9C%B3&sort=-amount 深圳的客户", "恒泰"]
    assert await stars(archive.jon) == [], "they are hers alone"


async def test_a_star_is_there_once_and_goes_when_it_is_taken(archive: Archive) -> None:
    mara = archive.mara
    firm = await mara.make("customer", name="恒泰")
    one, again = await star(mara, record=firm["id"]), await star(mara, record=firm["id"])
    assert one == again
    assert (await archive.jon.delete(f"/favourites/{one['id']}")).status_code == 404
    assert (await mara.delete(f"/favourites/{one['id']}")).status_code == 204
    assert (await mara.delete(f"/favourites/{one['id']}")).status_code == 404
    assert await stars(mara) == []


async def test_the_same_request_again_gives_no_second_star(archive: Archive) -> None:
    key = {"Idempotency-Key": "star-1"}
    body = {"object": "customer", "search": "sort=name", "name": "按名称"}
    first = await archive.mara.request("POST", "/favourites", body, headers=key)
    again = await archive.mara.request("POST", "/favourites", body, headers=key)
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert len(await stars(archive.mara)) == 1


async def test_a_list_with_a_long_filter_gets_one_star(archive: Archive) -> None:
    long = "".join(chr(0x4E00 + at * 7919 % 20_000) for at in range(3_990))  # nothing in it repeats, so that nothing of it can be packed
    first = await star(archive.mara, search=f"q={long}", name="长")
    assert await star(archive.mara, search=f"q={long}", name="更长") == {**first, "name": "更长"}
    assert (await archive.mara.post("/favourites", {"object": "customer", "search": f"q={long}{long}", "name": "太长"})).status_code == 422
    assert len(await stars(archive.mara)) == 1


async def test_a_star_tells_nothing_that_is_out_of_sight(archive: Archive) -> None:
    firm = await archive.jon.make("customer", name="金达")
    assert (await archive.mara.post("/favourites", {"object": "customer", "record": firm["id"]})).status_code == 404
    assert (await archive.mara.post("/favourites", {"object": "nothing"})).status_code == 404
    await star(archive.jon, record=firm["id"])
    moved = await archive.boss.patch(f"/objects/customer/records/{firm['id']}", {"owner": str(archive.mara.id), "version": firm["version"]})
    assert moved.status_code == 200, moved.text
    assert await stars(archive.jon) == [], "another's now"
    await archive.boss.patch(f"/objects/customer/records/{firm['id']}", {"owner": str(archive.jon.id), "version": moved.json()["version"]})
    assert await stars(archive.jon) == ["金达"], "the star was kept for when it is hers again"
    await archive.boss.delete(f"/objects/customer/records/{firm['id']}")
    assert await stars(archive.jon) == [], "deleted"


async def test_there_is_an_end_to_stars(archive: Archive) -> None:
    for at in range(100):
        await star(archive.mara, search=f"q={at}", name=f"{at}")
    refused = await archive.mara.post("/favourites", {"object": "customer", "search": "q=more", "name": "more"})
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_favourites")
    await star(archive.mara, search="q=7", name="renamed")
