"""Formats of text fields: one check and one spelling for every way by which a value is written, and none for what is only asked."""

from __future__ import annotations

from typing import Any

import pytest

from kedang.core.schema import Refused, inner_fits, normal_credit_code
from tests.support.world import Client, World, field, fields_of

OBJECT, RECORDS, BATCH = "/objects/customer", "/objects/customer/records", "/objects/customer/batch"
GOOD, OTHER = "91350100M000100Y43", "91110000100000000R"
#: a code that is refused, and what tells why
BAD = {
    "91350100M000100Y44": "校验位",  # the last character
    "91350100M000100Y34": "校验位",  # two that changed places
    "91350100M000100Y4": "17",
    "91350100M000100Y433": "19",
    "91350100I000100Y43": "I",  # no credit code has I, O, S, V, Z
    "91350100甲000100Y43": "甲",
    "无": "1 个字符",
}


@pytest.fixture
async def licensed(boss: Client) -> Client:
    """She works with customers that have a licence."""
    answer = await boss.post(f"{OBJECT}/fields", field("licence", "text", format="credit_code"))
    assert answer.status_code == 201, answer.text
    shown = next(one for one in answer.json()["fields"] if one["key"] == "licence")
    assert shown["format"] == "credit_code"
    return boss


@pytest.mark.parametrize(
    "text", [GOOD, GOOD.lower(), "９１３５０１００Ｍ０００１００Ｙ４３", " 9135 0100 M000 100Y 43\u3000", "91350100-M000100Y4-3", "91350100\nM000100Y43"]
)
def test_a_credit_code_has_one_spelling(text: str) -> None:
    assert normal_credit_code(text) == GOOD


def test_every_slip_of_one_character_and_every_swap_of_neighbours_is_noticed() -> None:
    for at, was in enumerate(GOOD):
        for letter in "0123456789ABCDEFGHJKLMNPQRTUWXY":
            if letter != was:
                with pytest.raises(Refused):
                    normal_credit_code(GOOD[:at] + letter + GOOD[at + 1 :])
        if at and GOOD[at - 1] != was:
            with pytest.raises(Refused):
                normal_credit_code(GOOD[: at - 1] + was + GOOD[at - 1] + GOOD[at + 1 :])


def test_a_code_whose_inner_digit_is_wrong_is_taken_since_such_codes_are_in_use() -> None:
    assert normal_credit_code(OTHER) == OTHER
    assert (inner_fits(GOOD), inner_fits(OTHER)) == (True, False)


@pytest.mark.req("R005", part="formats by the API")
async def test_every_way_of_writing_refuses_a_bad_code_and_gives_a_good_one_its_spelling(world: World, licensed: Client) -> None:
    made = await licensed.make("customer", name="甲", licence=" ９１３５ 0100 m000 100y43")
    assert made["licence"] == GOOD
    chinese = await world.person("李雷", "administrator", language="zh")
    for code, said in BAD.items():
        rows = [{"create": {"name": "乙", "licence": code}}, {"update": {"id": made["id"], "licence": code}}]
        for answer in (
            await chinese.post(RECORDS, {"name": "乙", "licence": code}),
            await chinese.patch(f"{RECORDS}/{made['id']}", {"version": 1, "licence": code}),
        ):
            assert answer.status_code == 422, (code, answer.text)
            assert list(fields_of(answer)) == ["licence"], code
            (error,) = answer.json()["fields"]
            assert error["message"].startswith("字段licence："), error
            assert said in error["message"], error
            assert "营业执照" in error["message"], error
        batch = await chinese.post(BATCH, {"rows": rows, "by_row": True})
        assert [one["status"] for one in batch.json()["results"]] == [422, 422], batch.text
    english = (await licensed.post(RECORDS, {"name": "乙", "licence": GOOD[:-1] + "4"})).json()["fields"][0]["message"]
    assert english == "Field licence: fails its check digit (GB 32100-2015): at least one character is wrong; look at the business licence"
    batch = await licensed.post(BATCH, {"rows": [{"create": {"name": "乙", "licence": OTHER.lower()}}]})
    assert batch.status_code == 200, batch.text
    assert [one["licence"] for one in (await licensed.find("customer", sort=["licence"]))["items"]] == [OTHER, GOOD]


async def test_a_condition_may_ask_for_a_part_of_a_code(licensed: Client) -> None:
    await licensed.make("customer", name="甲", licence=GOOD)
    for op, value, found in (("contains", "m000", 1), ("starts_with", "9135", 1), ("eq", "9135", 0), ("eq", GOOD, 1), ("in", ["1", GOOD], 1)):
        page = await licensed.find("customer", where={"field": "licence", "op": op, "value": value})
        assert len(page["items"]) == found, (op, value)


@pytest.mark.req("R005", part="a format that comes later")
async def test_a_format_that_comes_later_counts_what_breaks_it_and_leaves_it_alone(boss: Client) -> None:
    codes = [GOOD, GOOD.lower(), "无证", "9135", None]
    made = [await boss.make("customer", name=f"客户{n}", tax_number=code) for n, code in enumerate(codes)]
    change = {"format": "credit_code"}
    (effect,) = (await boss.patch(f"{OBJECT}/fields/tax_number?plan=true", change)).json()["plan"]["effects"]
    assert {key: effect[key] for key in ("values", "unfit", "samples")} == {"values": 4, "unfit": 2, "samples": ["无证", "9135"]}
    assert (await boss.patch(f"{OBJECT}/fields/tax_number", change)).status_code == 200
    old = made[2]
    assert (await boss.record("customer", old["id"]))["tax_number"] == "无证"
    path = f"{RECORDS}/{old['id']}"
    kept = await boss.patch(path, {"version": 1, "note": "新"})
    assert (kept.status_code, kept.json()["tax_number"]) == (200, "无证")
    assert (await boss.patch(path, {"version": 2, "tax_number": "9135"})).status_code == 422
    assert (await boss.patch(path, {"version": 2, "tax_number": GOOD})).json()["tax_number"] == GOOD
    (again,) = (await boss.patch(f"{OBJECT}/fields/tax_number?plan=true", {**change, "help": {"zh": "新"}})).json()["plan"]["effects"]
    assert "unfit" not in again, "it has the format already"


async def test_a_value_from_before_the_format_comes_back_when_its_change_is_undone(boss: Client) -> None:
    made = await boss.make("customer", name="甲", tax_number="无证")
    await boss.patch(f"{OBJECT}/fields/tax_number", {"format": "credit_code"})
    batch = (await boss.post(BATCH, {"rows": [{"update": {"id": made["id"], "tax_number": GOOD}}]})).json()
    undone = await boss.post(f"/batches/{batch['batch']}/undo")
    assert undone.status_code == 200, undone.text
    assert (await boss.record("customer", made["id"]))["tax_number"] == "无证"


@pytest.mark.commits
async def test_another_kind_with_a_format_loses_what_does_not_fit_it(boss: Client) -> None:
    first, second = [await boss.make("customer", name=name, note=note) for name, note in (("甲", GOOD.lower()), ("乙", "无证"))]
    change: dict[str, Any] = {"kind": "text", "format": "credit_code"}
    (effect,) = (await boss.patch(f"{OBJECT}/fields/note?plan=true", change)).json()["plan"]["effects"]
    assert (effect["lost"], effect["samples"]) == (1, ["无证"])
    answer = await boss.patch(f"{OBJECT}/fields/note", change)
    assert answer.status_code == 200, answer.text
    assert [(await boss.record("customer", one["id"]))["note"] for one in (first, second)] == [GOOD, None]


@pytest.mark.parametrize(
    ("key", "change"),
    [("tax_number", {"format": "passport"}), ("note", {"format": "credit_code"}), ("tax_number", {"format": "credit_code", "default": "9135"})],
)
async def test_a_format_that_cannot_be_is_refused_with_what_there_is(boss: Client, key: str, change: dict[str, Any]) -> None:
    answer = await boss.patch(f"{OBJECT}/fields/{key}", change)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_definition"), answer.text
    assert key in answer.json()["detail"]
    if "default" not in change:
        assert "credit_code" in answer.json()["detail"]
