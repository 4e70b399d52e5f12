"""What a table means: its object, its columns, and what is only offered."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from kedang.core.schema import is_key
from kedang.features.imports.files import read_file, read_files
from kedang.features.imports.mapping import propose, propose_all, propose_for
from kedang.features.imports.model import Cell, Column, Mapping_, Sheet
from kedang.features.imports.tables import find_table
from kedang.features.imports.values import RULES

from .archive import BOOK, DATA, ZONE, catalog, read as read_one, table
from .generate import FIELDS, make

FIRMS: list[Cell] = ["无锡启宏环保设备有限公司", "常州墨溪食品有限公司", "厦门岳岭科技有限公司", "大连昀晖物流有限公司"]
PEOPLE: list[Cell] = ["施雨桐", "范子轩", "严浩然", "吕思远"]
PHONES: list[Cell] = ["13800000001", "13900000002", "15000000003", "18600000004"]


def mapped(headers: list[str], *columns: list[Cell], name: str = "Sheet1") -> Mapping_:
    rows = [list(row) for row in zip(*columns, strict=True)]
    found = propose(table(headers, *rows, name=name), catalog())
    assert found is not None
    return found


def fields(mapping: Mapping_) -> list[str]:
    return [f"{c.object}.{c.field}" if c.treatment == "field" else f"{c.treatment}:{c.kind or ''}" for c in mapping.columns]


def column(mapping: Mapping_, header: str) -> Column:
    return next(c for c in mapping.columns if c.header == header)


def test_the_sample_workbook() -> None:
    found = propose_all(read_file(BOOK), catalog())
    assert [(mapping.object, mapping.also) for _, mapping in found if mapping] == [("customer", ("contact",)), ("interaction", ()), ("project", ())]
    customers, interactions, projects = (fields(mapping) for _, mapping in found if mapping)
    assert customers == [
        *(f"customer.{key}" for key in FIELDS),
        "contact.name", "contact.mobile", "contact.email",
    ]  # fmt: skip
    assert interactions == [f"interaction.{key}" for key in ("date", "customer", "kind", "summary", "follower", "next_date")]
    assert projects == [f"project.{key}" for key in ("number", "name", "customer", "amount", "manager", "start_date", "planned_end", "progress", "status")]


def test_the_sample_files_of_a_reseller() -> None:
    found = {t.sheet.name: m for t, m in propose_all(read_files(sorted((DATA / "crm-sales-opportunities").glob("*.csv"))), catalog())}
    shown = {name: m and fields(m) for name, m in found.items()}
    assert shown == {
        "accounts": [f"customer.{key}" for key in ("name", "industry", "founded", "revenue", "employees", "address", "parent")],
        "data_dictionary": None,
        "products": ["product.name", "product.series", "product.price"],
        "sales_pipeline": [f"opportunity.{key}" for key in ("number", "owner", "product", "customer", "stage", "engage_date", "close_date", "amount")],
        "sales_teams": ["person.name", "person.manager", "person.department"],
    }


@pytest.mark.parametrize("seed", range(5))
def test_generated_workbooks_are_understood_and_read_without_a_mapping(seed: int) -> None:
    truth = make(seed, rows=300)
    with_sheets = propose_all(read_files_of(truth.content), catalog())
    (customers, mapping), (_, log) = with_sheets
    assert mapping is not None
    assert log is not None
    assert (mapping.object, mapping.also, log.object) == ("customer", ("contact",), "interaction")
    assert fields(mapping)[:14] == [f"customer.{key}" for key in FIELDS]
    assert {row.number for row in customers.rows} == set(truth.firms)
    assert {one.number: one.why for one in customers.ignored} == truth.ignored
    for at, one in enumerate(mapping.columns[:14]):
        for row in customers.rows:
            check_cell(truth.values[row.number], truth.refused.get(row.number), one, row.cells[at])


def read_files_of(content: bytes) -> list[Sheet]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        path.write_bytes(content)
        return read_file(path)


def check_cell(meant: dict[str, object], refused: str | None, one: Column, cell: Cell) -> None:
    key = one.field
    assert key is not None
    if key not in meant:
        return
    found = read_one(cell, catalog().object("customer").field(key), header=one.header, percent_of=one.percent_of, day_first=one.day_first)
    if refused == key:
        assert found.reason is not None, cell
        return
    value = found.value
    if isinstance(value, dict):
        value = round(float(value["amount"]), 2)
    assert value == meant[key], (key, cell, found)


@pytest.mark.parametrize(
    ("header", "by"),
    [
        ("客户名称", "label"),
        ("单位名称", "synonym"),
        ("kehumingcheng", "pinyin"),
        ("khmc", "initials"),
        ("客户名称（全称）", "label"),
        ("Company  Name", "synonym"),
        ("客户的名称", "likeness"),
    ],
)
def test_a_header_by_label_synonym_pinyin_initials_and_likeness(header: str, by: str) -> None:
    found = mapped([header, "联系电话", "客户等级"], FIRMS, PHONES, ["A", "B", "C", "A"])
    assert fields(found) == ["customer.name", "customer.phone", "customer.level"]
    assert found.columns[0].by in {by, "contains"}


def test_the_values_alone_where_no_word_leads_anywhere() -> None:
    found = mapped(["客户名称", "甲列", "乙列", "丙列"], FIRMS, PHONES, [f"a{n}@example.cn" for n in range(4)], ["91350100M000100Y43"] * 4)
    assert fields(found) == ["customer.name", "customer.phone", "customer.email", "customer.credit_code"]
    assert [c.by for c in found.columns[1:]] == ["values"] * 3


def test_values_that_contradict_the_header_win() -> None:
    found = mapped(["客户名称", "建档日期", "来源"], FIRMS, ["很好", "一般般吧", "还可以的", "不错的客户"], ["展会"] * 4)
    assert column(found, "建档日期").treatment == "new_field"


@pytest.mark.parametrize("added", [["原因", "行号"], ["Reason", "Row"]])
def test_what_a_workbook_of_refused_rows_was_given_is_no_content(added: list[str]) -> None:
    wrong: list[Cell] = ["客户名称不能为空。", "预算不足", "选择了竞争对手", "项目取消"]
    lines: list[Cell] = [28, 128, 7, 9]
    found = mapped([*added, "商机名称", "商机金额", "客户"], wrong, lines, ["甲", "乙", "丙", "丁"], ["1万", "2万", "3万", "4万"], FIRMS, name="商机 1")
    assert fields(found) == ["leave:", "leave:", "opportunity.name", "opportunity.amount", "opportunity.customer"]
    assert [one.by for one in found.columns[:2]] == ["made_by_us", "made_by_us"]
    asked = propose_for(table([*added, "名称"], *[list(row) for row in zip(wrong, lines, FIRMS, strict=True)]), catalog(), "customer")
    assert fields(asked) == ["leave:", "leave:", "customer.name"]


def test_contacts_are_told_from_customers() -> None:
    contacts = mapped(["姓名", "公司", "职务", "手机", "微信"], PEOPLE, FIRMS, ["经理", "总监", "经理", "采购"], PHONES, ["wx1", "wx2", "wx3", "wx4"])
    assert fields(contacts) == ["contact.name", "contact.customer", "contact.position", "contact.mobile", "contact.wechat"]
    several = mapped(["客户名称", "联系人", "联系电话"], [FIRMS[0]] * 4, PEOPLE, PHONES)
    assert several.object == "contact"


def test_people_beside_firms_get_what_is_theirs() -> None:
    found = mapped(
        ["客户名称", "地址", "联系人", "职务", "手机", "座机", "开票电话"], FIRMS, ["江苏省无锡市一路1号"] * 4, PEOPLE, ["经理", "总监", "经理",
        "采购"], PHONES,
        ["0510-85551234"] * 4, ["0510-85550000"] * 4,
    )  # fmt: skip
    assert (found.object, found.also) == ("customer", ("contact",))
    assert fields(found) == [
        "customer.name", "customer.address", "customer.contact_name", "contact.position", "customer.phone", "contact.landline", "customer.invoice_phone",
        "contact.name", "contact.mobile",
    ]  # fmt: skip
    no_people = mapped(["客户名称", "联系人", "联系电话"], FIRMS, ["前台", "总机转8", "办公室", "采购部门"], PHONES)
    assert no_people.also == ()


def test_a_person_column_fills_the_objects_own_field_or_the_owner() -> None:
    found = mapped(["项目名称", "客户", "负责人", "项目经理"], ["一期", "二期", "三期", "四期"], FIRMS, PEOPLE, PEOPLE[::-1])
    assert fields(found) == ["project.name", "project.customer", "project.owner", "project.manager"]


def test_no_two_columns_fill_one_field() -> None:
    found = mapped(["客户名称", "电话", "手机", "联系方式"], FIRMS, PHONES, PHONES, PHONES)
    keys = [(c.object, c.field) for c in found.columns if c.treatment == "field"]
    assert len(set(keys)) == len(keys)
    assert len({c.field for c in found.columns if c.treatment == "new_field"}) == sum(c.treatment == "new_field" for c in found.columns)


def test_what_no_field_takes_is_offered_as_a_new_one_with_its_kind() -> None:
    found = mapped(
        ["序号", "客户名称", "合同份数", "毛利率", "续约日", "是否上市", "年检费", "经营特点", "税务分局", "", "空列"],
        [1.0, 2.0, 3.0, 4.0], FIRMS, [3.0, 4.0, 5.0, 7.0], ["30%", "20%", "10%", "5%"], ["2025-01-01", "2025/2/1", "2025.3.1", "20250401"], ["是",
        "否", "是", "是"],
        ["¥300", "500元", "1,200元", "80元"], ["长" * 60, "长文" * 40, "很" * 70, "x" * 90], ["一分局", "二分局", "三分局", "四分局"], ["甲", "乙",
        "丙", "丁"], [None, "-", "", "无"],
    )  # fmt: skip
    assert fields(found) == [
        "leave:", "customer.name", "new_field:number", "new_field:percent", "new_field:date", "new_field:boolean", "new_field:money", "new_field:long_text",
        "new_field:text", "note:", "leave:",
    ]  # fmt: skip
    assert all(is_key(c.field or "") for c in found.columns if c.treatment == "new_field")
    assert column(found, "毛利率").field == "maolilv"
    assert [column(found, "序号").by, column(found, "空列").by] == ["row_counter", "empty"]


def test_percent_and_the_order_of_days_are_decided_by_the_whole_column() -> None:
    found = mapped(
        ["项目名称", "进度", "开始", "计划完成"], ["一期", "二期", "三期"], [0.5, 1.0, 0.8], ["03/04/2025", "25/04/2025", "01/02/2025"], ["2025-01-01"] * 3
    )
    assert (column(found, "进度").percent_of, column(found, "开始").day_first, column(found, "计划完成").day_first) == ("fraction", True, None)
    assert column(mapped(["项目名称", "进度", "客户"], ["一期", "二期", "三期"], [50.0, 1.0, 80.0], FIRMS[:3]), "进度").percent_of == "hundred"


def test_people_of_the_firm() -> None:
    found = mapped(["姓名", "部门", "直属上级"], PEOPLE, ["销售一部", "销售二部", "销售一部", "销售二部"], ["吕思远"] * 4, name="花名册")
    assert (found.object, fields(found)) == ("person", ["person.name", "person.department", "person.manager"])


def test_a_relation_is_known_by_the_titles_of_another_sheet() -> None:
    customers = table(["客户名称", "联系电话", "客户等级"], *[[firm, phone, "A"] for firm, phone in zip(FIRMS, PHONES, strict=True)], name="客户")
    log = table(["日期", "方式", "内容", "对方"], *[["2025-01-01", "电话", "已报价，等回复", firm] for firm in FIRMS], name="跟进记录")
    (_, _), (_, mapping) = propose_all([customers, log], catalog())
    assert mapping is not None
    assert (column(mapping, "对方").field, column(mapping, "对方").by) == ("customer", "values")


def test_what_describes_other_tables_or_says_nothing_is_about_no_object() -> None:
    firms = table(["客户名称", "联系电话", "客户等级", "行业"], ["甲", "13800000001", "A", "物流"], ["乙", "13800000002", "B", "零售"], name="客户")
    explained = table(["名字", "意思"], ["客户名称", "x"], ["联系电话", "y"], ["客户等级", "z"], ["行业", "w"], name="其他")
    (_, first), (_, second) = propose_all([firms, explained], catalog())
    assert first is not None
    assert second is None
    assert propose(table(["字段", "说明"], ["a", "b"], ["c", "d"]), catalog()) is None
    assert propose(table(["温度", "湿度", "气压"], [1.0, 2.0, 3.0], [4.0, 5.0, 6.0]), catalog()) is None


def test_every_rule_of_a_column_is_told() -> None:
    for _, mapping in propose_all(read_file(BOOK), catalog()):
        assert mapping is not None
        assert {c.by for c in mapping.columns} | {mapping.by.partition(":")[0]} <= set(RULES)


def test_a_table_without_a_header_is_known_by_its_values() -> None:
    sheet = read_file(BOOK)[0]
    rows = [[row.cells[0], row.cells[6], row.cells[7], row.cells[8], row.cells[3]] for row in (find_table(sheet) or table([])).rows]
    found = propose(table([""] * 5, *rows), catalog())
    assert found is None or {c.field for c in found.columns if c.treatment == "field"} <= {"phone", "email", "credit_code", "address", "mobile"}


def test_the_sample_is_read_as_it_is_documented() -> None:
    customers, mapping = propose_all(read_file(BOOK), catalog())[0]
    assert mapping is not None
    customer = catalog().object("customer")
    refused: dict[str, int] = {}
    unknown = 0
    for at, one in enumerate(mapping.columns[:14]):
        for row in customers.rows:
            found = read_one(row.cells[at], customer.field(one.field or ""), header=one.header)
            unknown += found.unknown_option is not None
            if found.reason:
                refused[found.reason.field or ""] = refused.get(found.reason.field or "", 0) + 1
    assert (refused, unknown, ZONE) == ({"phone": 13, "credit_code": 6}, 0, "Asia/Shanghai")


def test_nothing_of_the_sample_stands_in_code() -> None:
    sheets = read_file(BOOK)
    customers = find_table(sheets[0])
    assert customers is not None
    words = {str(row.cells[column]) for row in customers.rows for column in (0, 5, 10) if row.cells[column]} | {sheet.name for sheet in sheets[:2]}
    for path in Path(read_file.__code__.co_filename).parents[2].rglob("*.py"):
        text = path.read_text("utf-8")
        assert [word for word in words if word in text] == [], path
