"""Tables as other products export them: their headers are understood by themselves, without anybody telling."""

from __future__ import annotations

import pytest

from kedang.features.imports.mapping import propose_all
from kedang.features.imports.model import Cell, Sheet

from .archive import catalog

ROWS = 6
VALUES: dict[str, list[Cell]] = {
    "firm": ["上海晨光科技有限公司", "苏州大亿科技有限公司"], "person": ["张敏", "赵雪", "李强"], "contact": ["王磊", "陈晨", "周文博"],
    "mobile": ["13800138000", "13900139000"], "landline": ["021-61840000", "0512-61840000"], "email": ["a@example.cn", "b@example.cn"],
    "site": ["www.example.cn", "www.example.com"], "place": ["上海市浦东新区人民路1号", "江苏省苏州市人民路2号"], "industry": ["软件", "物流", "零售"],
    "level": ["A级", "B级"], "vip": ["重点客户", "普通客户"], "source": ["官网", "展会"], "status": ["跟进中", "潜在"], "won": ["已成交", "未成交"],
    "day": ["2025-03-08", "2025-03-09"], "moment": ["2025-03-08 10:30", "2025-03-09 09:00"], "number": ["120", "80"],
    "money": ["5000000", "3000000"], "code": ["KH-001", "KH-002"], "team": ["销售一部", "销售二部"], "us_firm": ["Acme Corp", "Globex Ltd"],
    "us_person": ["Mara Long", "Jon Snow"], "us_phone": ["+1 415 555 2671", "+1 415 555 2672"], "us_industry": ["Technology", "Retail"],
}  # fmt: skip
#: per product: header, what stands below it, and the field of the customer archive that it fills (of a customer unless said)
EXPORTS: dict[str, list[tuple[str, str, str]]] = {
    "飞书多维表格": [
        ("客户名称", "firm", "name"), ("客户级别", "level", "level"), ("客户阶段", "status", "status"), ("所属行业", "industry", "industry"),
        ("客户来源", "source", "source"), ("联系人", "contact", "contact.name"), ("联系电话", "mobile", "contact.mobile"),
        ("邮箱", "email", "contact.email"), ("跟进人", "person", "owner"),
    ],
    "腾讯文档": [
        ("公司名称", "firm", "name"), ("联系人", "contact", "contact.name"), ("手机", "mobile", "contact.mobile"), ("地址", "place", "address"),
        ("行业", "industry", "industry"), ("客户等级", "vip", "level"), ("业务员", "person", "owner"), ("录入日期", "day", "archived_on"),
    ],
    "纷享销客": [
        ("客户名称（必填）", "firm", "name"), ("客户编号", "code", "number"), ("负责人（必填）", "person", "owner"), ("归属部门", "team", "department"),
        ("客户级别", "vip", "level"), ("客户来源", "source", "source"), ("一级行业", "industry", "industry"), ("电话", "landline", "phone"),
        ("邮件", "email", "email"), ("网址", "site", "website"), ("详细地址", "place", "address"), ("成交状态", "won", "status"),
    ],
    "销售易": [
        ("公司名称", "firm", "name"), ("客户所有人", "person", "owner"), ("客户级别", "level", "level"), ("行业", "industry", "industry"),
        ("电话", "landline", "phone"), ("公司网址", "site", "website"), ("总人数", "number", "employees"), ("销售额", "money", "revenue"),
        ("详细地址", "place", "address"), ("创建日期", "day", "archived_on"),
    ],
    "Salesforce": [
        ("Account Name", "us_firm", "name"), ("Account Owner", "us_person", "owner"), ("Phone", "us_phone", "phone"),
        ("Industry", "us_industry", "industry"), ("Annual Revenue", "money", "revenue"), ("Employees", "number", "employees"),
        ("Website", "site", "website"), ("Created Date", "day", "archived_on"),
    ],
    "HubSpot": [
        ("Company name", "us_firm", "name"), ("Company owner", "us_person", "owner"), ("Phone Number", "us_phone", "phone"),
        ("Industry", "us_industry", "industry"), ("Number of Employees", "number", "employees"), ("Annual Revenue", "money", "revenue"),
        ("Website URL", "site", "website"), ("Create Date", "moment", "archived_on"),
    ],
}  # fmt: skip


@pytest.mark.req("R306", part="headers of six products' exports, understood without a preset")
@pytest.mark.parametrize("product", EXPORTS)
def test_the_columns_of_an_export_find_their_fields(product: str) -> None:
    columns = EXPORTS[product]
    rows: list[list[Cell]] = [[header for header, _, _ in columns]]
    rows += [[VALUES[kind][at % len(VALUES[kind])] for _, kind, _ in columns] for at in range(ROWS)]
    ((_, mapping),) = propose_all([Sheet(file=f"{product}.xlsx", name="Sheet1", rows=rows)], catalog())
    assert mapping is not None
    assert mapping.object == "customer"
    found: dict[str, set[str]] = {}  # a contact's column also fills the customer's own field
    for one in mapping.columns:
        found.setdefault(columns[one.index][0], set()).add(f"{'' if one.object in {None, 'customer'} else f'{one.object}.'}{one.field}")
    assert [header for header, _, field in columns if field not in found[header]] == [], found
