"""While a form is filled in, it is told what is probably there already: the same firm in another spelling, the same phone in another form."""

from __future__ import annotations

import pytest

from tests.support.world import Client

DRAFT = "/objects/customer/records/draft"
#: what is there, what somebody types, and whether that is probably the same
PAIRS: list[tuple[dict[str, str], dict[str, str], bool]] = [
    ({"name": "北京甲有限公司"}, {"name": "北京甲有限责任公司"}, True),
    ({"name": "ＡＢＢ电气（中国）有限公司"}, {"name": "ABB电气(中国)有限公司"}, True),
    # Another character of the same sound, where something else agrees as well; alone it is another firm.
    ({"name": "杭州恒润泽科技有限公司", "phone": "13900139000"}, {"name": "杭州恒闰泽科技有限公司", "phone": "139 0013 9000"}, True),
    ({"name": "深圳华瑞达科技有限公司"}, {"name": "深圳华锐达科技有限公司"}, False),
    ({"name": "杭州一号", "phone": "13800138000"}, {"name": "杭州二号", "phone": "+86 138-0013-8000"}, True),
    ({"name": "武汉三号", "phone": "010-68371234"}, {"name": "武汉四号", "phone": "（010）6837 1234"}, True),
    ({"name": "苏州大亿科技有限公司"}, {"name": "苏州恒明机械有限公司"}, False),
    ({"name": "北京乙有限公司"}, {"name": "上海乙有限公司"}, False),
]


@pytest.mark.req("R205")
async def test_another_spelling_of_a_firm_is_flagged_above_four_fifths(admin: Client) -> None:
    found: list[tuple[str, str, bool]] = []
    for there, typed, _ in PAIRS:
        made = await admin.make("customer", **there)
        told = (await admin.post(DRAFT, typed)).json()["duplicates"]
        score = max((one["score"] for one in told if one["id"] == made["id"]), default=0.0)
        found.append((there["name"], typed["name"], score > 0.8))
    assert found == [(there["name"], typed["name"], same) for there, typed, same in PAIRS]


#: a firm that is there, what somebody types, and whether she is told of it, though it is far from sure
REMINDED: list[tuple[dict[str, str], dict[str, str], bool]] = [
    ({"name": "广东亨岭供应链管理有限公司", "short_name": "亨岭"}, {"name": "亨岭"}, True),
    ({"name": "山东利鼎立安工程咨询有限公司"}, {"name": "利鼎立安工程咨询"}, True),
    ({"name": "广东岭青供应链管理有限公司"}, {"name": "广东岭青供应链有限公司"}, True),
    ({"name": "武汉嘉诚商贸有限公司"}, {"name": "武汉嘉诚医疗器械有限公司"}, False),  # a sister in another trade
    ({"name": "深圳亿旋商贸有限公司"}, {"name": "上海亿旋商贸有限公司"}, False),
    ({"name": "浙江云信机械设备有限公司"}, {"name": "云"}, False),
]


@pytest.mark.parametrize(("there", "typed", "told"), REMINDED, ids=[typed["name"] for _, typed, _ in REMINDED])
async def test_who_types_a_brand_is_reminded_of_who_has_it(admin: Client, there: dict[str, str], typed: dict[str, str], told: bool) -> None:
    made = await admin.make("customer", **there)
    found = {one["id"]: one["score"] for one in (await admin.post(DRAFT, typed)).json()["duplicates"]}
    assert (made["id"] in found) == told
    assert all(score < 0.8 for score in found.values())
