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
