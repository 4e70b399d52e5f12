"""The twin on a small world worked out by hand, from the sentences of the contract."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from .model import Aggregate, Department, Field, Get, Grouping, Having, Measure, Object, Person, Query, Rights, Role, Row, Share, Sort, Update, World
from .twin.requests import Refusal, respond

NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)


def uid(number: int) -> UUID:
    """A short id."""
    return UUID(int=number)


HEAD, SALES, SOUTH, OTHER = (
    Department(uid(900 + n), name, parent) for n, name, parent in ((0, "总部", None), (1, "销售", uid(900)), (2, "华南", uid(901)), (3, "财务", None))
)
MARA = Person(uid(801), "Mara", (SALES.id,), ("sales",))
JON = Person(uid(802), "Jon", (SOUTH.id, OTHER.id), ("support",))
BOSS = Person(uid(803), "Boss", (HEAD.id,), ("boss",))
GUEST = Person(uid(804), "Guest", (), ())
FIRM = Object(
    "firm", "name",
    (
        Field("name", "text", search=True), Field("level", "choice", options=("B", "A")), Field("phone", "phone", search=True), Field("cost", "number"),
        Field("since", "date"), Field("worth", "money"), Field("deals", "relations", target="deal"),
    ),
)  # fmt: skip
DEAL = Object("deal", "subject", (Field("subject", "text"), Field("firm", "relation", target="firm"), Field("sum", "number")))
SALES_ROLE = Role(
    "sales",
    {
        "firm": Rights(read="department_tree", update="own", fields={"*": "edit", "phone": "masked", "cost": "hidden"}),
        "deal": Rights(read="own", fields={"*": "read"}),
    },
)
SUPPORT = Role("support", {"firm": Rights(read="department", fields={"*": "masked", "name": "read"})})
BOSS_ROLE = Role("boss", {"*": Rights(read="all", update="own", fields={"*": "read", "cost": "edit"})})


def firm(number: int, owner: Person, department: Department, **values: object) -> Row:
    """A firm."""
    return Row(uid(number), "firm", values, owner.id, department.id, NOW, owner.id, NOW, owner.id)


def deal(number: int, owner: Person, **values: object) -> Row:
    """A deal."""
    return Row(uid(number), "deal", values, owner.id, None, NOW, owner.id, NOW, owner.id)


ROWS = [
    firm(1, MARA, SALES, name="甲公司", level="A", phone="13800138000", cost=Decimal(5), since=date(2026, 10, 2), worth=(Decimal("1.50"), "CNY")),
    firm(2, JON, SOUTH, name="乙公司", level="B", phone="13900139000", cost=Decimal(0), since=date(2026, 12, 31), worth=(Decimal("2.00"), "USD"),
         deals=(uid(11), uid(12))),
    firm(3, BOSS, OTHER, name="丙公司", phone="95588", cost=Decimal(7)),
    replace(firm(4, MARA, SALES, name="丁公司", level="A"), deleted=True),
]  # fmt: skip
DEALS = [
    deal(11, MARA, subject="大单", firm=uid(1), sum=Decimal(10)),
    deal(12, JON, subject="小单", firm=uid(1), sum=Decimal(3)),
    deal(13, MARA, subject="飞单", firm=uid(3)),
]
WORLD = World(
    1, NOW, "Asia/Shanghai", "CNY", {"firm": FIRM, "deal": DEAL}, {d.id: d for d in (HEAD, SALES, SOUTH, OTHER)}, {p.id: p for p in (MARA, JON, BOSS, GUEST)},
    {r.key: r for r in (SALES_ROLE, SUPPORT, BOSS_ROLE)}, [], {"firm": {r.id: r for r in ROWS}, "deal": {r.id: r for r in DEALS}},
)  # fmt: skip


def numbers(person: Person, world: World = WORLD, key: str = "firm", **query: Any) -> object:  # Any: the fields of a query
    """The numbers of the records that a query finds, or the refusal's code."""
    found = respond(world, person, Query(key, **query))
    return found.code if isinstance(found, Refusal) else [one.int for one in found.ids]


def leaf(path: str, op: str, value: object = None) -> dict[str, object]:
    """A condition."""
    return {"field": path, "op": op} if value is None else {"field": path, "op": op, "value": value}


def test_each_sees_what_her_scope_covers_and_no_deleted_record() -> None:
    seen = {person.name: numbers(person) for person in (MARA, JON, BOSS, GUEST)}
    assert seen == {"Mara": [1, 2], "Jon": [2, 3], "Boss": [1, 2, 3], "Guest": "not_found"}


def test_a_share_opens_one_record_with_its_level_on_every_field() -> None:
    shared = replace(WORLD, shares=[Share("firm", uid(3), None, SALES.id, "read")])
    assert numbers(MARA, shared) == [1, 2, 3]
    assert respond(shared, MARA, Get("firm", uid(3)))["cost"] == 7
    assert "cost" not in respond(shared, MARA, Get("firm", uid(1)))
    expired = replace(WORLD, shares=[Share("firm", uid(3), None, SALES.id, "read", NOW)])
    assert numbers(MARA, expired) == [1, 2]


def test_a_hidden_field_is_absent_and_unknown_and_a_masked_one_is_shown_masked_and_unusable() -> None:
    shown = respond(WORLD, MARA, Get("firm", uid(1)))
    assert shown["phone"] == "138****8000"
    assert shown["_masked"] == ["phone"]
    assert "cost" not in shown
    for where in (leaf("cost", "gt", 1), leaf("nosuch", "gt", 1)):
        assert numbers(MARA, where=where) == "unknown_field"
    assert numbers(MARA, where=leaf("phone", "is_empty")) == "field_not_usable"
    assert numbers(MARA, sort=(Sort("cost"),)) == "unknown_field"
    assert numbers(MARA, sort=(Sort("phone"),)) == "field_not_usable"
    assert respond(WORLD, MARA, Aggregate("firm", (Grouping("phone"),))) == Refusal(422, "field_not_usable")
    assert respond(WORLD, MARA, Aggregate("firm", measures=(Measure("sum", "cost"),))) == Refusal(422, "unknown_field")


def test_search_finds_by_readable_fields_only() -> None:
    assert numbers(BOSS, search="138001") == [1]
    assert numbers(MARA, search="138001") == []
    assert numbers(MARA, search="公司") == [1, 2]
    assert numbers(MARA, search="乙公") == [2]


def test_a_masked_title_is_masked_in_links_too_and_a_hidden_one_left_out() -> None:
    for level, title in (("masked", "甲**"), ("hidden", None), ("read", "甲公司")):
        role = Role("sales", {"firm": Rights(read="all", fields={"*": "read", "name": level}), "deal": Rights(read="all", fields={"*": "read"})})
        world = replace(WORLD, roles={**WORLD.roles, "sales": role})
        assert respond(world, MARA, Get("deal", uid(11)))["firm"] == {"id": str(uid(1)), "title": title}
        assert respond(world, MARA, Get("firm", uid(1))).get("title") == title


def test_a_link_to_what_is_out_of_sight_is_no_link() -> None:
    assert respond(WORLD, MARA, Get("deal", uid(13)))["firm"] is None
    assert numbers(MARA, key="deal", where=leaf("firm", "is_empty")) == [13]
    assert numbers(MARA, key="deal", where=leaf("firm", "eq", str(uid(3)))) == []
    assert numbers(MARA, key="deal", where=leaf("firm.name", "ne", "甲公司")) == [13]
    assert numbers(MARA, key="deal", where=leaf("firm.cost", "gt", 0)) == "unknown_field"


def test_a_path_over_many_means_some_and_not_around_it_none() -> None:
    assert numbers(MARA, where=leaf("deals.sum", "gt", 5)) == [2]
    assert numbers(MARA, where=leaf("deals.sum", "lt", 5)) == []  # the deal of 3 is Jon's
    assert numbers(BOSS, where=leaf("deals.sum", "lt", 5)) == [2]
    assert numbers(BOSS, where={"not": leaf("deals.sum", "lt", 5)}) == [1, 3]
    assert numbers(BOSS, where=leaf("deals.sum", "ne", 1)) == [2]
    assert numbers(BOSS, where=leaf("deals.sum", "is_empty")) == []


def test_a_field_that_is_readable_on_some_rows_is_empty_on_the_others() -> None:
    both = replace(MARA, roles=("sales", "own_cost"))
    role = Role("own_cost", {"firm": Rights(read="own", fields={"cost": "read"})})
    world = replace(WORLD, roles={**WORLD.roles, "own_cost": role})
    assert numbers(both, world, where=leaf("cost", "le", 5)) == [1]
    assert numbers(both, world, where=leaf("cost", "ne", 5)) == [2]
    assert numbers(both, world, sort=(Sort("cost", descending=True),)) == [1, 2]
    groups = respond(world, both, Aggregate("firm", (Grouping("cost"),)))
    assert sorted(groups.rows, key=str) == [((Decimal(5),), (1,)), ((None,), (1,))]
    assert "cost" not in respond(world, both, Get("firm", uid(2)))


def test_levels_of_two_roles_are_united_row_by_row() -> None:
    both = replace(BOSS, roles=("boss", "sales"), departments=(SALES.id,))
    assert respond(WORLD, both, Get("firm", uid(1)))["cost"] == 5  # read from boss, hidden from sales
    assert respond(WORLD, both, Get("firm", uid(1)))["phone"] == "13800138000"
    assert respond(WORLD, both, Get("firm", uid(3)))["cost"] == 7


def test_an_or_at_the_root_does_not_open_the_scope() -> None:
    where = {"or": [leaf("level", "eq", "A"), leaf("name", "contains", "公司")]}
    assert numbers(MARA, where=where) == [1, 2]
    assert numbers(JON, where=leaf("name", "contains", "公司")) == [2, 3]


def test_order_puts_empties_last_both_ways_and_choices_by_their_list() -> None:
    assert numbers(BOSS, sort=(Sort("level"),)) == [2, 1, 3]
    assert numbers(BOSS, sort=(Sort("level", descending=True),)) == [1, 2, 3]
    assert numbers(BOSS, sort=(Sort("name"),)) == [3, 1, 2]  # bing, jia, yi
    assert numbers(BOSS, sort=(Sort("since"),)) == [1, 2, 3]
    assert numbers(BOSS, sort=(Sort("since", descending=True),)) == [2, 1, 3]


def test_measures_count_the_visible_rows_and_money_is_summed_by_currency() -> None:
    total = Aggregate("firm", measures=(Measure("count"), Measure("sum", "worth"), Measure("count", "level")))
    assert respond(WORLD, BOSS, total).rows == [((), (3, {"CNY": Decimal("1.50"), "USD": Decimal("2.00")}, 2))]
    by_quarter = Aggregate("firm", (Grouping("since", "quarter"),), having=(Having(0, "ge", 1),))
    assert dict(respond(WORLD, MARA, by_quarter).rows) == {(date(2026, 10, 1),): (2,)}
    assert dict(respond(WORLD, BOSS, replace(by_quarter, having=(Having(0, "ge", 2),))).rows) == {(date(2026, 10, 1),): (2,)}


def test_out_of_sight_is_the_same_as_not_there() -> None:
    answers = [respond(WORLD, MARA, Get("firm", uid(number))) for number in (3, 4, 77)]
    assert answers == [Refusal(404, "not_found")] * 3
    for number in (3, 4, 77):
        page = respond(WORLD, MARA, Query("firm", around=uid(number)))
        assert (page.items, page.position, page.neighbours) == ([], None, (None, None))
    assert respond(WORLD, GUEST, Get("firm", uid(1))) == Refusal(404, "not_found")


def test_around_gives_the_position_among_the_visible() -> None:
    page = respond(WORLD, BOSS, Query("firm", sort=(Sort("name"),), around=uid(1)))
    assert (page.position, [one.int for one in page.ids]) == (1, [3, 1, 2])
    assert respond(WORLD, JON, Query("firm", sort=(Sort("name"),), around=uid(2))).position == 1


def test_counts_are_of_the_visible_rows() -> None:
    assert respond(WORLD, MARA, Query("firm", count="exact", limit=1)).count == {"value": 2, "more": False}


def test_nobodys_record_is_not_everybodys() -> None:
    role = Role("sales", {"firm": Rights(read="all", update="own", fields={"*": "edit"})})
    world = replace(WORLD, roles={**WORLD.roles, "sales": role}, rows={**WORLD.rows, "firm": {r.id: replace(r, owner=None) for r in ROWS}})
    assert respond(world, MARA, Update("firm", uid(1), "cost", 9, 1)) == Refusal(403, "")
    assert respond(WORLD, MARA, Update("firm", uid(1), "level", "B", 1))["level"] == "B"
    assert respond(WORLD, MARA, Update("firm", uid(2), "level", "B", 1)) == Refusal(403, "")
    assert respond(WORLD, MARA, Update("firm", uid(1), "phone", "13900000000", 1)) == Refusal(403, "")
    assert respond(WORLD, MARA, Update("firm", uid(3), "level", "B", 1)) == Refusal(404, "not_found")
