"""What each kind takes, how it comes back, and what is said when it does not fit: over HTTP, on real columns."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.world import Client, World, fields_of

LONG = "长" * 400_000
SAME = object()

#: a value as it is given, and as it comes back
GOOD: list[tuple[str, Any, Any]] = [
    ("name", "  华兴\n装饰\u2028工程  ", "华兴 装饰 工程"),
    ("name", "'; drop table o_1; --", SAME),
    ("name", "%_\\{}{0}$1<script>", SAME),
    ("name", "𠮷野家👩‍👩‍👧‍👦", SAME),
    ("name", "\u202eevil\u202c", SAME),
    ("note", "一\r\n二\r三  ", "一\n二\n三"),
    ("note", "x" * 1_000_000, SAME),
    ("score", 0, SAME),
    ("score", -0.0, 0),
    ("score", 999999999999999, SAME),
    ("score", "1234567890123456", SAME),
    ("score", 12345678901234567890, "12345678901234567890"),
    ("score", "9" * 30, SAME),
    ("score", "0." + "0" * 29 + "1", 1e-30),
    ("score", " 1e3 ", 1000),
    ("rate", 0.8, SAME),
    ("amount", {"amount": "380000.00", "currency": "CNY"}, SAME),
    ("amount", {"amount": 1, "currency": "USD"}, {"amount": "1.00", "currency": "USD"}),
    ("amount", 12.5, {"amount": "12.50", "currency": "CNY"}),
    ("amount", "-0.000001", {"amount": "-0.000001", "currency": "CNY"}),
    ("since", "0001-01-01", SAME),
    ("since", "9999-12-31", SAME),
    ("since", "2025/8/1", "2025-08-01"),
    ("since", "2025年8月1日", "2025-08-01"),
    ("seen", "0001-01-01T00:00:00Z", SAME),
    ("seen", "9999-12-31T23:59:59Z", SAME),
    ("seen", "2026-11-24T10:30:00.999+08:00", "2026-11-24T02:30:00Z"),
    ("vip", False, SAME),
    ("level", "A", SAME),
    ("areas", ["south", "north", "south"], ["south", "north"]),
    ("tags", [" a ", "b"], ["a", "b"]),
    ("phone", "+86 138-0013-8000", "13800138000"),
    ("phone", "（010）6837 1234 转 802", "010-68371234-802"),
    ("email", " Wang@Example.CN ", "wang@example.cn"),
    ("site", "example.cn/路径", "https://example.cn/路径"),
    ("place", "仓库", {"province": None, "city": None, "district": None, "detail": "仓库"}),
]  # fmt: skip

#: a value that is refused, by field
BAD: list[tuple[str, Any]] = [
    ("name", 7), ("name", ["x"]), ("name", {"a": 1}), ("name", "x" * 4_001), ("name", "\u3000 \t"),
    ("note", LONG), ("note", False),
    ("code", "x" * 2_001), ("code", "ﷺ" * 300),
    ("score", "NaN"), ("score", "Infinity"), ("score", "sNaN1"), ("score", "1" * 31), ("score", "1e30"), ("score", "0." + "0" * 30 + "1"), ("score", True),
    ("score", "十"), ("score", "0x10"), ("score", 12345678901234567.89), ("score", "9" * 1_000_000), ("score", "1e999999999"),
    ("rate", "80%"),
    ("amount", {"amount": "1"} | {"currency": "人民币"}), ("amount", {"currency": "CNY"}), ("amount", {"amount": "1", "tax": 1}), ("amount", "1.0000001"),
    ("amount", {"amount": None, "currency": "CNY"}), ("amount", {"amount": {"amount": 1}, "currency": "CNY"}),
    ("since", "2026-02-30"), ("since", "0000-01-01"), ("since", "10000-01-01"), ("since", 20261124), ("since", "２０２６-11-24"), ("since", " " * 100_000),
    ("seen", "2026-11-24 10:30"), ("seen", "0001-01-01T00:00:00+23:59"), ("seen", "9999-12-31T23:59:59-23:59"), ("seen", 0),
    ("vip", "true"), ("vip", 1),
    ("level", "Z"), ("level", "X"), ("level", ["A"]), ("level", {"key": "A"}),
    ("areas", "north"), ("areas", ["west"]), ("areas", [["north"]]), ("areas", ["north"] * 101),
    ("tags", [1]), ("tags", [" "]), ("tags", ["字" * 34]),
    ("phone", "1111"), ("phone", "138001380001"), ("phone", "1" * 200), ("phone", 13800138000),
    ("email", "a@b"), ("email", "a b@c.cn"), ("email", "a@" + "b." * 190),
    ("site", "javascript:alert(1)"), ("site", "http://"), ("site", "ftp://a.cn"), ("site", "http://[::1"),
    ("keeper", "x"), ("keeper", {"id": 7}), ("keeper", "00000000-0000-7000-8000-000000000000"),
    ("team", "00000000-0000-7000-8000-000000000000"), ("parent", [1]), ("parent", "00000000-0000-7000-8000-000000000000"),
    ("friends", "x"), ("friends", [None]), ("friends", ["00000000-0000-7000-8000-000000000000"]),
    ("place", {"street": "x"}), ("place", {"city": 1}), ("place", ["x"]), ("place", {"detail": "x" * 1_001}),
    ("number", "PROJ-1"),
]  # fmt: skip


@pytest.mark.req("R005", part="every kind by the API")
async def test_every_kind_comes_back_as_it_was_given_or_in_its_one_spelling(boss: Client) -> None:
    for key, given, expected in GOOD:
        made = await boss.make("customer", **{"name": "甲", key: given})
        wanted = given if expected is SAME else expected
        assert made[key] == wanted, (key, given)
        assert type(made[key]) is type(wanted), (key, given)
        again = await boss.patch(f"/objects/customer/records/{made['id']}", {"version": 1, key: made[key]})
        assert (again.status_code, again.json()["version"]) == (200, 1), f"what was read is what is there: {key} {again.text}"
        await boss.delete(f"/objects/customer/records/{made['id']}")


@pytest.mark.req("R005", part="errors name the field")
async def test_what_does_not_fit_is_refused_by_name_and_nothing_is_written(boss: Client) -> None:
    made = await boss.make("customer", name="甲", score=1)
    for key, given in BAD:
        answers = [
            await boss.post("/objects/customer/records", {"name": "乙", key: given}),
            await boss.patch(f"/objects/customer/records/{made['id']}", {"version": 1, "note": "新", key: given}),
        ]
        for answer in answers:
            assert answer.status_code == 422, (key, given, answer.text[:200])
            assert list(fields_of(answer)) == [key], (key, answer.text[:200])
            assert len(answer.text) < 2_000, key
    page = await boss.find("customer", fields=["name", "score", "note", "version"], count="exact")
    assert page["count"]["value"] == 1
    assert await boss.record("customer", made["id"]) == made


@pytest.mark.parametrize("empty", [None, "", [], {}])
async def test_empty_is_null_for_every_kind(boss: Client, empty: Any) -> None:
    values = {key: given for key, given, _ in GOOD if key != "name"}
    made = await boss.make("customer", name="甲", **values)
    cleared = await boss.patch(f"/objects/customer/records/{made['id']}", {"version": 1, **dict.fromkeys(values, empty)})
    assert cleared.status_code == 200, cleared.text
    assert {key: cleared.json()[key] for key in values} == dict.fromkeys(values)


@pytest.mark.req("R003", part="API")
async def test_a_required_field_may_neither_be_left_out_nor_emptied(world: World, boss: Client) -> None:
    made = await boss.make("customer", name="甲")
    chinese = await world.person("李雷", "administrator", language="zh")
    path = f"/objects/customer/records/{made['id']}"
    for body in ({"name": None}, {"name": ""}, {"name": "  "}, {"name": []}):
        assert set(fields_of(await boss.patch(path, {"version": 1, **body}))) == {"name"}, body
        assert set(fields_of(await boss.post("/objects/customer/records", body))) == {"name"}, body
    blank = (await boss.post("/objects/customer/records", {"name": "  "})).json()["fields"]
    assert [(one["field"], one["code"]) for one in blank] == [("name", "bad_value")], "what is wrong with a value is said once"
    english = (await boss.post("/objects/customer/records", {"note": "x"})).json()["fields"]
    assert english == [{"field": "name", "code": "value_required", "message": "Field name must not be empty."}]
    (said,) = (await chinese.post("/objects/customer/records", {"note": "x"})).json()["fields"]
    assert said["message"] == "字段name不能为空。"
    rows = {"rows": [{"create": {"name": "乙"}}, {"create": {"note": "x"}}], "by_row": True}
    results = (await boss.post("/objects/customer/batch", rows)).json()["results"]
    assert [one["status"] for one in results] == [201, 422]
    assert results[1]["error"]["fields"][0]["field"] == "name"


async def test_every_refusal_speaks_chinese_to_who_speaks_it(world: World, boss: Client) -> None:
    chinese = await world.person("李雷", "administrator", language="zh")
    for key, given in dict(BAD).items():
        body = {"name": "乙", key: given}
        said = (await chinese.post("/objects/customer/records", body)).json()["fields"][0]["message"]
        other = (await boss.post("/objects/customer/records", body)).json()["fields"][0]["message"]
        assert any("\u4e00" <= c <= "\u9fff" for c in said), (key, said)
        assert not any("\u4e00" <= c <= "\u9fff" for c in other), (key, other)


@pytest.mark.parametrize(
    "body",
    [
        b'{"name": "a\\u0000b"}', b'{"name": "a\x00b"}', b'{"name": "\\ud800"}', b'{"name": "\\udc00\\ud800"}', b'{"name": "\xff"}', b'{"score": NaN}',
        b'{"score": 1e400}', b'{"score": ' + b"9" * 10_000 + b"}", b'{"name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"name": ' * 50_000 + b"1" + b"}" * 50_000, b"", b"[]", b"null", b"7", b'"x"', b'{"name": "a"', b"\xef\xbb\xbf{}",
    ],
    ids=lambda body: body[:24],
)  # fmt: skip
async def test_a_body_that_is_no_json_object_of_ours_is_refused_whole(boss: Client, body: bytes) -> None:
    for path in ("/objects/customer/records", "/objects/customer/query", "/objects/customer/batch", "/objects/customer/records/draft"):
        answer = await boss.request("POST", path, content=body, headers={"content-type": "application/json"})
        assert answer.status_code == 422, (path, answer.text[:200])
        assert len(answer.text) < 2_000
    assert (await boss.find("customer", count="exact"))["count"]["value"] == 0


SYSTEM: dict[str, Any] = {
    "id": "01900000-0000-7000-8000-000000000000", "version": 9, "created_at": "2020-01-01T00:00:00Z", "created_by": None, "title": "假", "state": "archived",
    "deleted_at": "2020-01-01T00:00:00Z", "updated_by": None, "updated_at": "2020-01-01T00:00:00Z", "batch": None, "title_sort": "a", "source": "x",
    "o_1": 1, "f_1": 1, "__class__": 1, "constructor": 1, "workspace_id": 2, "is_admin": True, "_masked": [], "_can": {}, "": 1, "名称": "x",
}  # fmt: skip


async def test_what_the_system_makes_cannot_be_given(boss: Client) -> None:
    made = await boss.make("customer", name="甲")
    for key, value in SYSTEM.items():
        answer = await boss.post("/objects/customer/records", {"name": "乙", key: value})
        assert (answer.status_code, list(fields_of(answer))) == (422, [key]), (key, answer.text)
        if key != "version":
            changed = await boss.patch(f"/objects/customer/records/{made['id']}", {"version": 1, "name": "乙", key: value})
            assert (changed.status_code, list(fields_of(changed))) == (422, [key]), (key, changed.text)
    page = await boss.find("customer")
    assert page["items"] == [{key: value for key, value in made.items() if not key.startswith("_")}]
