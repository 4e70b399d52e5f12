"""Why a query or a definition is refused is said in the caller's language, with a code for programs."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.support.world import Client, World, field

QUERY, FIELDS = "/objects/customer/query", "/objects/customer/fields"
CHINESE = re.compile("[\u4e00-\u9fff]")


def leaf(op: str, value: Any, field: str = "name") -> dict[str, Any]:
    return {"where": {"field": field, "op": op, "value": value}}


REFUSED: list[tuple[str, Any, str]] = [
    (QUERY, {"cursor": "x", "offset": 1}, "one_place"),
    (QUERY, {"offset": -1}, "from_0"),
    (QUERY, {"count": "all"}, "counts"),
    (QUERY, {"wher": {}}, "no_such_part"),
    (QUERY, {"sort": 7}, "list"),
    (QUERY, {"sort": [7]}, "texts"),
    (QUERY, {"sort": ["name"] * 100}, "entries"),
    (QUERY, {"search": 7}, "text"),
    (QUERY, {"search": "字" * 201}, "search_too_long"),
    (QUERY, {"around": "x"}, "id"),
    (QUERY, {"where": 7}, "condition"),
    (QUERY, {"where": {"and": 7}}, "takes_list"),
    (QUERY, leaf("like", "x"), "no_operator"),
    (QUERY, leaf("eq", "x", "a.b.c.d.e.f.g.h"), "hops"),
    (QUERY, leaf("lt", "x"), "not_for_kind"),
    (QUERY, leaf("is_empty", "x"), "no_value"),
    (QUERY, leaf("eq", "x", "name.name"), "no_relation"),
    (QUERY, leaf("eq", 7), "value"),
    ("/objects/customer/aggregate", {"measures": [{"op": "count", "of": "x"}]}, "holds"),
    ("/objects/customer/aggregate", {"having": [{"measure": 9, "op": "eq", "value": 1}]}, "having"),
    ("/objects/customer/aggregate", {"sort": ["name"]}, "group_sort"),
    (FIELDS, field("x", "nothing"), "no_kind"),
    (FIELDS, field("x", "relation", target="nothing"), "no_object"),
    (FIELDS, field("x", "relation"), "no_object"),
    (FIELDS, field("x", "text", target="customer"), "no_target"),
    (FIELDS, field("x", "boolean", unique=True), "not_unique_able"),
    (FIELDS, field("x", "serial"), "pattern"),
    (FIELDS, field("x", "serial", pattern="{0}", default="1"), "serial_default"),
    (FIELDS, field("x", "number", default="many"), "default"),
    (FIELDS, field("x", "text", options=[{"key": "a", "label": {"zh": "a"}}]), "no_options"),
    (FIELDS, field("x", "choice", options=[{"key": "a", "label": {"zh": "a"}}] * 2), "options"),
    (FIELDS, field("x", "choice", options=[{"key": " ", "label": {"zh": "a"}}]), "option_key"),
    (FIELDS, {"key": "x", "kind": "text", "label": {"zh": " "}}, "label"),
]


async def test_every_reason_is_given_in_the_language_of_the_caller(world: World, boss: Client) -> None:
    wang = await world.person("王芳", "administrator", language="zh")
    for path, body, code in REFUSED:
        english, chinese = [await one.post(path, body) for one in (boss, wang)]
        assert english.status_code == chinese.status_code == 422, (body, english.text)
        assert english.json()["reason_code"] == chinese.json()["reason_code"] == code, (body, english.text)
        assert not CHINESE.search(english.json()["detail"]), english.text
        assert english.json()["reason"] in english.json()["detail"]
        said, reason = chinese.json()["detail"], chinese.json()["reason"]
        assert reason in said
        assert CHINESE.search(reason), chinese.text
        assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", reason), chinese.text


@pytest.mark.parametrize(("change", "code"), [({"title": "amount"}, "title"), ({"timeline": ["name"]}, "timeline"), ({"identity": ["nothing"]}, "no_field")])
async def test_so_is_why_an_object_cannot_be_changed(world: World, boss: Client, change: dict[str, Any], code: str) -> None:
    wang = await world.person("王芳", "administrator", language="zh")
    english, chinese = [(await one.patch("/objects/customer", change)).json() for one in (boss, wang)]
    assert (english["reason_code"], chinese["reason_code"]) == (code, code)
    assert CHINESE.search(chinese["reason"])
    assert not CHINESE.search(english["reason"])
