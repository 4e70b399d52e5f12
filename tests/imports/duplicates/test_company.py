"""Names of companies in their parts."""

from __future__ import annotations

import pytest

from kedang.features.imports.duplicates import company_of

# name, brand, places (the narrowest), line of business, form, branch
PARTS = [
    ("北京甲乙科技有限公司", "甲乙", "北京", "科技", "limited", ""),
    ("北京甲乙科技有限责任公司", "甲乙", "北京", "科技", "limited", ""),
    ("深圳市甲乙信息技术（集团）股份有限公司", "甲乙", "广东/深圳", "信息技术", "stock", ""),
    ("深圳市南山区甲乙科技有限公司", "甲乙", "广东/深圳/南山", "科技", "limited", ""),
    ("湖北市甲乙科技有限公司", "甲乙", "湖北", "科技", "limited", ""),
    ("甲乙（上海）贸易有限公司", "甲乙", "上海", "贸易", "limited", ""),
    ("甲乙工程咨询（股份）有限公司", "甲乙", "", "工程咨询", "stock", ""),
    ("ＡＢＣ（天津）有限公司", "abc", "天津", "", "limited", ""),
    ("臺北嘉鼎貿易股份有限公司", "嘉鼎", "台湾/台北", "贸易", "stock", ""),
    ("北 京 甲 乙 科 技 有 限 公 司", "甲乙", "北京", "科技", "limited", ""),
    ("甲乙供应链管理", "甲乙", "", "供应链管理", "", ""),
    ("甲乙", "甲乙", "", "", "", ""),
    ("北京甲有限公司", "甲", "北京", "", "limited", ""),
    ("北京建设有限公司", "建设", "北京", "", "limited", ""),
    ("上海市政养护有限公司", "市政养护", "上海", "", "limited", ""),
    ("上海区块链科技有限公司", "区块链", "上海", "科技", "limited", ""),
    ("甲乙集团浙江有限公司", "甲乙", "浙江", "", "limited", ""),
    ("甲乙科技有限公司上海分公司", "甲乙", "", "科技", "limited", "上海分公司"),
    ("甲乙科技有限公司上海市分公司", "甲乙", "", "科技", "limited", "上海分公司"),
    ("甲乙有限公司第二分公司", "甲乙", "", "", "limited", "2分公司"),
    ("甲乙第2分公司", "甲乙", "", "", "", "2分公司"),
    ("丙丁银行上海分行", "丙丁银行", "", "", "bank", "上海分行"),
    ("甲乙科技有限公司（总部）", "甲乙", "", "科技", "limited", ""),
    ("甲乙科技有限公司采购部", "甲乙", "", "科技", "limited", ""),
    ("甲乙科技有限公司（原丙丁科技）", "甲乙", "", "科技", "limited", ""),
    ("光明乳业有限公司", "光明", "", "乳业", "limited", ""),
    ("深圳光明甲乙电子有限公司", "甲乙", "广东/深圳/光明", "电子", "limited", ""),
    ("Acme Trading Co., Ltd.", "acme", "", "trading", "limited", ""),
    ("ACME Trading Company Limited", "acme", "", "trading", "limited", ""),
    ("Shanghai Acme Logistics Inc", "acme", "上海", "logistics", "stock", ""),
    ("Acme GmbH", "acme", "", "", "limited", ""),
    ("Acme Technologies (Shenzhen) Ltd, Beijing Branch", "acme", "广东/深圳", "technologies", "limited", "北京branch"),
    ("第一人民医院", "第一人民医院", "", "", "hospital", ""),
    ("王小明", "王小明", "", "", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "brand", "place", "industry", "form", "branch"), PARTS, ids=[row[0] for row in PARTS])
def test_a_name_falls_into_its_parts(name: str, brand: str, place: str, industry: str, form: str, branch: str) -> None:
    company = company_of(name)
    found = (company.brand, "/".join(min(company.places, default=())), "".join(company.industry), company.form, company.branch)
    assert found == (brand, place, industry, form, branch)


def test_a_district_may_lie_in_several_cities() -> None:
    assert company_of("朝阳甲乙科技有限公司").places == {("北京", "朝阳"), ("辽宁", "朝阳")}


@pytest.mark.parametrize(
    "name", ["", " ", "有限公司", "（）", "北京", "科技", "-", "１", "😀", "分公司", "上海分公司", "集团", "第二分店", "\x00", "(" * 500, "有限公司" * 300]
)
def test_nothing_breaks_a_name(name: str) -> None:
    company = company_of(name)
    assert company.brand or not company.text
    assert company_of(name) == company
