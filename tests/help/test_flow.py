"""The flow chart: from the definitions, in the order of the work, as far as its reader may see."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kedang.features.help.flow import Step, flow_of
from tests.support.archive import Archive
from tests.support.world import ALL, CUSTOMER, DEAL, World


def step(key: str, *before: str, stages: tuple[str, ...] = (), aside: tuple[str, ...] = ()) -> Step:
    return Step(key=key, label=key.title(), before=frozenset(before), stages=stages, aside=aside)


def test_what_comes_before_stands_above_and_is_tied_at_first_hand() -> None:
    drawn = flow_of([step("visit", "customer", "deal"), step("customer", "customer"), step("product"), step("deal", "customer", "product")])
    assert [one.key for one in drawn.boxes] == ["customer", "product", "deal", "visit"]
    assert [(one.start, one.end) for one in drawn.arrows] == [("customer", "deal"), ("product", "deal"), ("deal", "visit")]
    tops = [(one.y, one.y + one.height) for one in drawn.boxes]
    assert all(upper[1] < lower[0] for upper, lower in pairwise(tops)), "boxes do not touch"
    assert drawn.height == tops[-1][1]


def test_a_circle_is_drawn_all_the_same() -> None:
    drawn = flow_of([step("a", "b"), step("b", "a")])
    assert [one.key for one in drawn.boxes] == ["a", "b"]
    assert [(one.start, one.end) for one in drawn.arrows] == [("a", "b")]


def test_stages_stand_in_lines_that_fit() -> None:
    stages = ("初步接触", "需求沟通", "方案报价", "商务谈判", "赢单")
    box = flow_of([step("deal", stages=stages, aside=("输单",))]).boxes[0]
    assert "".join(box.lines[:-1]).replace(" ", "") == "→".join(stages)
    assert box.lines[-1] == "输单"
    assert len(box.lines) == 3


def test_nothing_is_a_chart_too() -> None:
    assert flow_of([]).boxes == ()


@pytest.mark.req("R366", part="flow chart from the definitions")
async def test_the_shipped_archive_goes_from_customers_to_projects_and_what_was_received(archive: Archive) -> None:
    answer = await archive.mara.get("/help/flow?language=zh")
    assert answer.status_code == 200, answer.text
    drawn = answer.json()
    keys = [one["key"] for one in drawn["flow"]["boxes"]]
    assert keys == ["customer", "contact", "product", "opportunity", "project", "interaction"]
    told = dict(line.split("：", 1) for line in drawn["told"] if "：" in line)
    assert told["商机"] == "初步接触 → 需求沟通 → 方案报价 → 商务谈判 → 赢单；也可能 输单；之后是 项目"
    assert told["项目"].startswith("未开始 → 进行中 → 已完成 → 已验收")
    english = (await archive.mara.get("/help/flow?language=en")).json()["told"]
    assert english[3] == "Opportunity: Prospecting → Engaging → Proposal → Negotiation → Won; Or Lost; Leads to Project"


async def test_what_is_out_of_sight_is_not_drawn(world: World) -> None:
    await world.role("half", {"customer": {**ALL, "fields": {"*": "edit"}}})
    seen = (await (await world.person("Ada", "half")).get("/help/flow")).json()
    assert [one["key"] for one in seen["flow"]["boxes"]] == [CUSTOMER["key"]]
    assert DEAL["key"] not in str(seen)
