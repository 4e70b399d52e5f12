"""What people type, and what it means. Every rule that changes something is told."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from kedang.core.schema import KINDS, Option
from kedang.features.imports.model import Cell
from kedang.features.imports.values import RULES, explain, find_place
from kedang.features.imports.values.dates import order_of
from kedang.features.imports.values.percents import percent_of

from .archive import catalog, field, read

YEARS = field("number", zh="成立年份", en="Year founded", decimals=0)
CREDIT = field("text", zh="统一社会信用代码", en="Credit code", format="credit_code")
LEVELS = field(
    "choice",
    options=(
        Option(key="A", label={"zh": "A 重点", "en": "A key"}, aka=("重点客户", "VIP", "高")),
        Option(key="C", label={"zh": "C 一般", "en": "C regular"}, aka=("一般", "普通客户")),
        Option(key="old", label={"zh": "旧"}, aka=("历史",), is_retired=True),
        Option(key="none", label={"zh": "未知", "en": "Unknown"}),
        Option(key="technology", label={"zh": "科技与电子", "en": "Technology"}),
    ),
)

DATES: list[tuple[Cell, str | None, str | None]] = [
    ("2025-06-01", "2025-06-01", None), ("2025/6/1", "2025-06-01", None), ("2025.6.1", "2025-06-01", None), ("20250601", "2025-06-01", None),
    ("2025年6月1日", "2025-06-01", None), ("2025年 6月 1号", "2025-06-01", None), ("25年6月", "2025-06-01", "short_year | month_only"),
    ("2025年6月", "2025-06-01", "month_only"), ("2025-06", "2025-06-01", "month_only"), ("202506", "2025-06-01", "month_only"),
    ("250601", "2025-06-01", "short_year"), ("2025年", "2025-01-01", "year_only"), (2025.0, "2025-01-01", "year_only"),
    (45809.0, "2025-06-01", "serial_date: 45809 → 2025-06-01"), ("45809", "2025-06-01", "serial_date: 45809 → 2025-06-01"),
    (45809.75, "2025-06-01", "serial_date: 45809.8 → 2025-06-01 | time_dropped"), (20250601.0, "2025-06-01", None),
    (dt.datetime(2025, 6, 1), "2025-06-01", None), (dt.date(2025, 6, 1), "2025-06-01", None),  # noqa: DTZ001  a spreadsheet's
    (dt.datetime(2025, 6, 1, 8, 30), "2025-06-01", "time_dropped"),  # noqa: DTZ001  a spreadsheet's
    ("2025-06-01 00:00:00", "2025-06-01", None), ("2025-06-01 14:30", "2025-06-01", "time_dropped"), ("2025-06-01T14:30:00Z", "2025-06-01", "time_dropped"),
    ("２０２５－０６－０１", "2025-06-01", None), ("2025年6月1日（周日）", "2025-06-01", None), ("'2025-06-01", "2025-06-01", None),
    ("二〇二五年六月一日", "2025-06-01", None), ("二零二五年十二月二十一日", "2025-12-21", None),
    ("6/1/5", None, "not_a_date"), ("31/12/2024", "2024-12-31", "day_first"), ("12/31/2024", "2024-12-31", "month_first"), ("25/6/1", "2025-06-01",
    "short_year: 25 = 2025"),
    ("6/1/25", "2025-06-01", "month_first | short_year"), ("1 June 2025", "2025-06-01", None), ("1st Jun 2025", "2025-06-01", None),
    ("June 1, 2025", "2025-06-01", None), ("01-Jun-25", "2025-06-01", "short_year"), ("Jun-25", "2025-06-01", "short_year | month_only"),
    ("Sun, 1 Jun 2025", "2025-06-01", None), ("1900-02-28", "1900-02-28", None),
    ("2025-06-31", None, "no_such_day"), ("20251332", None, "no_such_day"), ("6月1日", None, "no_year"), ("06/01", None, "no_year"), ("昨天", None,
    "not_a_date"),
    ("2025-06-01~2025-07-01", None, "two_dates"), ("0001-01-01", None, "year_out_of_range"), (60.0, None, "not_a_date"), (-3.0, None, "not_a_date"),
    (float(10**20), None, "not_a_date"), ("9" * 300, None, "not_a_date"), (True, None, "not_a_date"), (dt.time(3, 4), None, "not_a_date"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "value", "said"), DATES)
def test_a_day_in_any_spelling(cell: Cell, value: str | None, said: str | None) -> None:
    found = read(cell, "date")
    assert (found.value, found.reason.code if found.reason else found.rule) == (value, said)


def test_the_column_says_whether_the_day_stands_first() -> None:
    assert order_of(["03/04/2025", "31/04/2025", "2025-01-01"]) is True
    assert order_of(["03/04/2025", "04/31/2025"]) is False
    assert order_of(["03/04/2025", "05/06/2025"]) is None
    assert order_of(["31/04/2025", "04/31/2025"]) is None
    assert read("03/04/2025", "date", day_first=True).value == "2025-04-03"
    assert read("03/04/2025", "date", day_first=False).value == "2025-03-04"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2025-06-01 14:30", "2025-06-01T06:30:00Z"), ("2025年6月1日下午2点30分", "2025-06-01T06:30:00Z"), ("2025/6/1 2:30:15 PM", "2025-06-01T06:30:15Z"),
        ("2025-06-01T14:30:00+02:00", "2025-06-01T12:30:00Z"), ("2025-06-01", "2025-05-31T16:00:00Z"), (45809.5, "2025-06-01T04:00:00Z"),
        (dt.datetime(2025, 6, 1, 14, 30), "2025-06-01T06:30:00Z"),  # noqa: DTZ001  a spreadsheet's
    ],
)  # fmt: skip
def test_a_moment_is_in_the_zone_of_the_workspace(cell: Cell, value: str) -> None:
    assert read(cell, "datetime").value == value


AMOUNTS: list[tuple[Cell, str | None]] = [
    ("10.2602万", "102602.00"), ("11,368.95", "11368.95"), ("¥160,982", "160982.00"), ("￥1，234.5", "1234.50"), ("93056元", "93056.00"), (10795.47,
    "10795.47"),
    ("10.3699万元", "103699.00"), ("1.2亿", "120000000.00"), ("3亿5000万", "350000000.00"), ("5千", "5000.00"), ("2百万", "2000000.00"), ("1.5k", "1500.00"),
    ("2.5 million", "2500000.00"), ("(1,234.50)", "-1234.50"), ("（500元）", "-500.00"), ("-3万", "-30000.00"), ("－20", "-20.00"), ("RMB 88", "88.00"),
    ("人民币5000元整", "5000.00"), ("约10万", "100000.00"), ("10万左右", "100000.00"), ("0", "0.00"), (0.1 + 0.2, "0.30"), (1234.5678901, "1234.567890"),
    ("1.234.567,89", "1234567.89"), ("12,34,567", "1234567.00"), ("1 000", None), ("十万", None), ("10-20万", None), ("1,2", None), ("面议", None),
    ("3个", "3.00"),
    ("=1+1", None), ("1e999", None), ("9" * 200, None), (True, None),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "amount"), AMOUNTS)
def test_an_amount_in_any_spelling(cell: Cell, amount: str | None) -> None:
    found = read(cell, "money")
    assert found.value == (None if amount is None else {"amount": amount, "currency": "CNY"})
    assert (found.reason is None) is (amount is not None)


def test_currency_and_unit_may_stand_in_cell_or_header() -> None:
    assert read("$1,200", "money").value == {"amount": "1200.00", "currency": "USD"}
    assert read("12 欧元", "money").value == {"amount": "12.00", "currency": "EUR"}
    in_header = read(12.5, "money", header="合同金额（万元）")
    assert (in_header.value, in_header.rule) == ({"amount": "125000.00", "currency": "CNY"}, "header_unit: 万元")
    assert read("12.5万", "money", header="合同金额（万元）").value == {"amount": "125000.00", "currency": "CNY"}
    assert read(3.2, "money", header="Revenue (in millions of USD)").value == {"amount": "3200000.00", "currency": "USD"}
    assert read(3.2, "money", header="金额（元）").value == {"amount": "3.20", "currency": "CNY"}


def test_numbers_lose_their_unit_and_say_so() -> None:
    assert (read("500人", "number").value, read("500人", "number").rule) == (500, "unit_dropped: 人")
    assert read("1,200", "number").value == 1200
    assert read(0.30000000000000004, "number").value == 0.3
    assert read("1.2万人", "number").value == 12000
    assert read("12345678901234567890", "number").value == "12345678901234567890"
    assert read("123456789012345.678", "number").value == "123456789012345.678"
    for cell in ("100-499人", "很多", "¥3"):
        assert read(cell, "number").reason is not None, cell
    assert read("3.5", field("number", decimals=0)).reason is not None
    for cell in ("2005", 2005.0, "2005年", "2005-03-01", "2005年3月"):
        assert read(cell, YEARS).value == 2005, cell


def test_percentages() -> None:
    for cell, value in (
        ("80%", 0.8),
        ("80", 0.8),
        (0.6, 0.6),
        ("0.6", 0.6),
        ("100%", 1),
        (1.0, 1),
        ("已完成", 1),
        ("未开始", 0),
        ("七成", 0.7),
        ("百分之八", None),
        ("百分之80", 0.8),
    ):
        assert read(cell, "percent").value == value, cell
    assert read(1.0, "percent", percent_of="hundred").value == 0.01
    assert read(1.0, "percent", percent_of="fraction").value == 1
    assert read("半", "percent").rule == "percent_word: 半 → 50%"
    assert percent_of([80.0, 45.0, 1.0]) == "hundred"
    assert percent_of([0.8, 1.0]) == "fraction"
    assert percent_of(["80", 0.6, "30%", "已完成"]) is None


PHONES: list[tuple[Cell, str | None, str | None]] = [
    ("13921541246", "13921541246", None), ("+86 13866351502", "13866351502", None), ("8613937043817", "13937043817", None), ("138 6664 9865",
    "13866649865", None),
    ("１８６７３８８４９６５", "18673884965", None), (17767234410.0, "17767234410", None), ("17767234410.0", "17767234410", None), ("138-6664-9865",
    "13866649865", None),
    ("0510-85551234", "0510-85551234", None), ("(010)68371234转802", "010-68371234-802", None), ("400-800-8888", "400-800-8888", None),
    ("+1 650-253-0000", "+16502530000", None),
    ("13866649865/0510-85551234", "13866649865", "first_of_several: 0510-85551234"), ("13866649865、13866649866", "13866649865",
    "first_of_several: 13866649866"),
    ("13866649865\n13866649866", "13866649865", "first_of_several: 13866649866"), ("13866649865 13866649866", None, "impossible_phone"),
    ("王总 13866649865", "13866649865", "words_dropped: 王总"), ("13866649865（王总）", "13866649865", "words_dropped: 王总"),
    ("1386664/13866649865", "13866649865", "first_of_several: 1386664"), ("150307947", None, "impossible_phone"), ("12345678901", None, "impossible_phone"),
    ("1.38E+10", None, "phone_cut"), ("微信联系", None, "impossible_phone"), ("1" * 5000, None, "impossible_phone"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "value", "said"), PHONES)
def test_a_number_in_any_spelling(cell: Cell, value: str | None, said: str | None) -> None:
    found = read(cell, "phone")
    assert (found.value, found.reason.code if found.reason else found.rule) == (value, said)


CHOICES: list[tuple[Cell, str | None, str | None]] = [
    ("A", "A", None), ("A 重点", "A", None), ("重点客户", "A", "synonym: 重点客户 → A"), ("a", "A", "spelling: a → A"), ("Ａ", "A", "spelling: Ａ → A"),
    ("A级", "A", "suffix: A级 → A"), ("c类", "C", "suffix: c类 → C"), ("vip", "A", "spelling: vip → A"), ("A重点", "A", "spelling: A重点 → A"),
    ("未知", "none", None),
    ("未 知", "none", "spelling: 未 知 → none"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "value", "said"), CHOICES)
def test_an_option_by_any_of_its_names(cell: Cell, value: str | None, said: str | None) -> None:
    found = read(cell, LEVELS)
    assert (found.value, found.rule, found.unknown_option) == (value, said, None)


def test_an_unknown_word_is_told_and_a_typing_error_only_proposed() -> None:
    typo = read("technolgy", LEVELS)
    assert (typo.value, typo.unknown_option, typo.proposal) == (None, "technolgy", "technology")
    assert read("战略合作", LEVELS).unknown_option == "战略合作"
    assert read("战略合作", LEVELS).proposal is None
    assert read("历史", LEVELS).unknown_option == "历史"
    several = field("choices", options=LEVELS.definition.options)
    assert read("A级、普通客户", several).value == ["A", "C"]
    assert read("A、新的", several).unknown_option == "新的"


def test_yes_and_no() -> None:
    for cell, value in (
        ("是", True),
        ("√", True),
        ("Y", True),
        (1.0, True),
        (True, True),
        ("否", False),
        ("无", False),
        ("×", False),
        ("no", False),
        (0.0, False),
    ):
        assert read(cell, "boolean").value is value, cell
    assert read("也许", "boolean").reason is not None


def test_credit_codes_are_proved_by_their_check_digit() -> None:
    assert read("91350100M000100Y43", CREDIT).value == "91350100M000100Y43"
    assert read(" 9135 0100 m000 100y43 ", CREDIT).value == "91350100M000100Y43"
    assert read("91350100M000100Y44", field("text", zh="统一社会信用代码")).value == "91350100M000100Y44", "the format asks, not the name"
    for cell, code in (
        ("91350100M000100Y44", "credit_code_check"), ("91350100M000100Y4", "credit_code_length"), ("91350100M000100Z43", "credit_code_letters"),
    ):  # fmt: skip
        reason = read(cell, CREDIT).reason
        assert reason is not None
        assert reason.code == code
    looks = read("9135O1OOMOOO1OOY43", CREDIT)
    assert (looks.value, looks.proposal) == (None, "91350100M000100Y43")


def test_addresses_are_split_by_official_names() -> None:
    for text, parts in (
        ("湖北省武汉市人民路41号", ("湖北省", "武汉市", None, "人民路41号")), ("上海市浦东新区人民路207号", ("上海市", "上海市", "浦东新区", "人民路207号")),
        ("北京朝阳区建国路1号", ("北京市", "北京市", "朝阳区", "建国路1号")), ("深圳南山区科技园", ("广东省", "深圳市", "南山区", "科技园")),
        ("江苏昆山市玉山镇", ("江苏省", None, "昆山市", "玉山镇")), ("江苏省苏州市昆山市玉山镇", ("江苏省", "苏州市", "昆山市", "玉山镇")),
        ("朝阳区建国路1号", (None, None, None, "朝阳区建国路1号")), ("内蒙古呼和浩特市新城区", ("内蒙古自治区", "呼和浩特市", "新城区", "")),
        ("广西南宁", ("广西壮族自治区", "南宁市", None, "")), ("吉林省吉林市船营区", ("吉林省", "吉林市", "船营区", "")),
        ("上海路12号", (None, None, None, "上海路12号")), ("武汉市人民路小区3号", ("湖北省", "武汉市", None, "人民路小区3号")),
        ("United States", (None, None, None, "United States")), ("重庆市渝北区", ("重庆市", "重庆市", "渝北区", "")),
    ):  # fmt: skip
        place = find_place(text)
        assert (place.province, place.city, place.district, place.rest) == parts, text
    assert read("深圳南山区科技园", "address").rule == "province_of_city: 深圳市 → 广东省"
    assert read("仓库", "address").value == {"detail": "仓库"}


def test_mail_web_tags_people_and_texts() -> None:
    assert read("Wang＠Example.CN", "email").value == "wang@example.cn"
    assert read("a@b.cn；c@d.cn", "email").rule == "first_of_several: c@d.cn"
    assert read("王 <wang@example.cn>", "email").value == "wang@example.cn"
    assert read("不用邮箱", "email").reason is not None
    assert read("www.example.cn", "url").value == "https://www.example.cn"
    assert read("javascript:alert(1)", "url").reason is not None
    assert read("#重点 #南区", "tags").value == ["重点", "南区"]
    assert read("重点，南区、重点", "tags").value == ["重点", "南区"]
    assert (read("施 雨桐（销售部）", "person").name, read("施雨桐、范子轩", "person").rule) == ("施雨桐", "first_of_several: 范子轩")
    assert read("Smith, John", "person").name == "Smith, John"
    assert read("甲公司、乙公司", "relations").names == ("甲公司", "乙公司")
    assert read("  甲\n公司 ", "text").value == "甲 公司"
    assert read("=HYPERLINK(1)", "text").value == "=HYPERLINK(1)"
    assert read("x" * 4_001, "text").reason is not None
    assert read("a\x00b\ud800", "text").value == "ab?"
    assert read(12.0, "serial").value == "12"
    assert read(dt.date(2025, 1, 2), "text").value == "2025-01-02"


@pytest.mark.parametrize("word", ["无", "-", "——", "/", "N/A", "null", "暂无", "#N/A", "（空）", "？", "Unknown", "待定", "…", "＊＊＊"])
def test_words_for_nothing_are_empty(word: str) -> None:
    for kind in ("text", "date", "money", "phone", "email", "person", "relation", "address", "percent"):
        found = read(word, kind)
        assert (found.value, found.reason, found.name) == (None, None, None), kind
        assert found.rule is not None


def test_what_cannot_be_read_says_why_in_both_languages_and_what_to_do() -> None:
    label = {"zh": "字段", "en": "Field"}
    for kind, cell in (("date", "昨天"), ("datetime", "昨天"), ("money", "面议"), ("number", "很多"), ("percent", "高"), ("phone", "12"), ("email",
        "x"), ("url", "x y"),
                       ("boolean", "?!a"), ("text", "x" * 5000), ("tags", "长" * 99), ("choice", "x" * 200)):  # fmt: skip
        reason = read(cell, kind).reason
        assert reason is not None, kind
        assert reason.en.startswith(f"{label['en']}: '")
        assert reason.zh.startswith(f"{label['zh']}：“")
        assert reason.en != reason.zh
        assert len(reason.value) <= 81


def test_every_rule_is_told_in_both_languages() -> None:
    for code, (en, zh) in RULES.items():
        assert explain(f"{code}: x", "en") == f"{en} (x)"
        assert explain(f"{code}: x | {code}", "zh-CN") == f"{zh}（x）；{zh}"


def test_what_is_read_is_what_records_take() -> None:
    customer = catalog().object("customer")
    for key, cell in (("phone", "+86 138 6664 9865"), ("email", "A@B.CN"), ("deal_total", "3.14159万"), ("archived_on", 45809.0), ("level", "c级"),
        ("address", "广东省深圳市南山区1号"),
                      ("founded", "2005年"), ("website", "www.example.cn"), ("tags", "a,b"), ("industry", "物流"), ("credit_code",
                      "91350100M000100Y43")):  # fmt: skip
        known = customer.field(key)
        value = read(cell, known).value
        assert value is not None, key
        known.kind.parse(known.spec, value)


PIECES = ["2025", "-", "/", "年", "月", "日", "13", "866", "万", "亿", "元", "¥", "$", "%", ".", ",", "，", "(", ")", "（", "a@b.cn", "http://", " ",
    "\n", "\x00", "至", "T", ":", "pm",
          "上海市", "区", "省", "九", "十", "e9", "∞", "²", "½", "٣", "𝟗", "\u202e", "是", "A级", "#", "约", "成", "+86", "转", "jan", "零"]  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_any_cell_is_read_as_any_kind_and_what_is_read_is_taken(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(300):
        text = "".join(chance.choices(PIECES, k=chance.randint(1, 7)))
        cells: list[Cell] = [
            text,
            chance.uniform(-1e18, 1e18),
            float(chance.choice(["nan", "inf", "-inf", "1e308", "5e-324", "-0.0"])),
            chance.randint(-(10**6), 10**6),
        ]
        for cell in cells:
            for kind in KINDS:
                known = LEVELS if kind in {"choice", "choices"} and chance.random() < 0.5 else field(kind)
                found = read(cell, known)
                if found.value is not None and found.unknown_option is None:
                    known.kind.parse(known.spec, found.value)
