"""Workbooks with known truth: which rows are the same firm, which rows are no data, what each reference leads to.

``make(seed)`` writes a workbook as a firm might keep it, with header words, faults and layouts that differ by seed. No name of it occurs anywhere else.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import xlsxwriter

from .firms import FULL_WIDTH, Firm, World

FIELDS = (
    "name", "short_name", "industry", "address", "level", "contact_name", "phone", "email", "credit_code", "deal_total", "owner", "archived_on",
    "source", "note",
)  # fmt: skip
HEADERS: tuple[tuple[str, ...], ...] = (
    ("单位名称", "别名", "行业类别", "单位地址", "级别", "对接人", "手机号码", "电子邮箱", "社会信用代码", "成交总额", "业务员", "登记时间",
    "获客渠道", "备注说明"),
    ("企业全称*", "公司简称", "行业", "办公地址", "客户分级", "联系人姓名", "联系方式", "邮件地址", "统一代码", "累计金额（万元）", "客户经理",
    "录入日期", "客户来源", "其他说明"),
    ("Company Name", "Alias", "Sector", "Office Address", "Tier", "Contact Person", "Mobile Phone", "E-mail Address", "USCC", "Lifetime Value",
    "Account Owner", "Date Added",
     "Lead Source", "Remarks"),
    ("甲方名称（必填）", "常用名", "客户行业", "通讯地址", "重要程度", "接口人", "联系手机", "邮箱地址", "信用代码", "累计合同额", "跟进人",
    "建档时间", "来源渠道", "补充说明"),
    ("公司\n名称", "简 称", "所在行业", "详细地址", "评级", "联络人", "电 话", "Ｅ－ｍａｉｌ", "营业执照号", "消费总额", "负责人", "入库日期", "渠道", "描述"),
)  # fmt: skip
SHEETS = ("往来单位", "客户清单2024", "Accounts", "甲方资料", "名单")
LOGS = (
    ("跟进日志", ("联系时间", "客户名称", "沟通方式", "沟通内容", "业务员", "下次跟进时间")),
    ("拜访记录", ("拜访日期", "拜访单位", "形式", "洽谈内容", "拜访人", "回访日期")),
    ("Activities", ("Activity Date", "Account Name", "Activity Type", "Details", "Sales Rep", "Next Follow-up")),
    ("洽谈记录", ("发生日期", "单位", "沟通渠道", "纪要", "经办人", "提醒日期")),
    ("日志", ("时间", "公司名称", "类型", "情况说明", "记录人", "下次沟通")),
)
OWNERS = ("施雨桐", "范子轩", "严浩然", "Nora Lindqvist", "Pavel Novák")
LEVELS = {"A": ["A", "A类", "ａ", "重要客户", "VIP"], "B": ["B", "b", "B 级", "优质客户"], "C": ["C", "普通客户", "c类", "Ｃ"], "D": ["D", "意向客户", "d级"]}
SOURCES = ["展览会", "转介绍", "百度", "公众号", "招标", "代理商", "", ""]
SAID = ["方案已发，等待回复", "询问交期与质保", "要求补充资质文件", "电话未接通", "对试用结果表示认可", "希望下月到现场看看"]
NOTHING = ["", "", "无", "-", "暂无", "/", "N/A"]


@dataclass
class Truth:
    """A workbook and what is true of it. Rows are numbered as the spreadsheet counts, from 1."""

    seed: int
    content: bytes = b""
    sheets: tuple[str, ...] = ()  #: customers first, then interactions
    headers: tuple[str, ...] = ()
    firms: dict[int, int] = field(default_factory=dict)  #: data row → the firm it is
    names: dict[int, str] = field(default_factory=dict)  #: data row → the name as written
    pairs: set[tuple[int, int]] = field(default_factory=set)  #: rows that are one firm, the smaller number first
    hard: set[tuple[int, int]] = field(default_factory=set)  #: rows that share a number or a brand and are not one firm
    ignored: dict[int, str] = field(default_factory=dict)  #: row → why it is no data
    values: dict[int, dict[str, object]] = field(default_factory=dict)  #: data row → field → what is meant: phone, credit_code, deal_total, archived_on, level
    refused: dict[int, str] = field(default_factory=dict)  #: data row → the field that cannot be read
    references: dict[int, int | None] = field(default_factory=dict)  #: row of the second sheet → firm; none: there is no such firm

    def write(self, folder: Path) -> Path:
        """Keep the workbook in a folder."""
        path = folder / f"generated-{self.seed}.xlsx"
        path.write_bytes(self.content)
        return path


def make(seed: int, rows: int = 800) -> Truth:
    """A workbook of about so many rows of customers."""
    chance = random.Random(seed)
    world = World(chance)
    truth = Truth(seed=seed, sheets=(SHEETS[seed % 5], LOGS[seed % 5][0]), headers=HEADERS[seed % 5])
    listed = _listed(world, rows)
    grid: list[list[object]] = []
    _head(grid, truth, chance)
    for firm, is_copy in listed:
        _between(grid, truth, chance)
        grid.append(_row(world, truth, firm, len(grid) + 1, is_copy=is_copy))
    _foot(grid, truth)
    _pairs(world, truth)
    log = _log(world, truth)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, cells in zip(truth.sheets, (grid, log), strict=True):
            sheet = book.add_worksheet(name)
            for at, row in enumerate(cells):
                for column, cell in enumerate(row):
                    if cell not in ("", None):
                        sheet.write(at, column, cell)
    truth.content = stream.getvalue()
    return truth


def _listed(world: World, rows: int) -> list[tuple[Firm, bool]]:
    """Firms, some with copies, some with neighbours, in no order."""
    listed: list[tuple[Firm, bool]] = []
    while len(listed) < rows:
        firm = world.firm()
        listed.append((firm, False))
        if world.random.random() < 0.12:
            listed += [(firm, True)] * world.random.choice([1, 1, 1, 2])
        if world.random.random() < 0.08:
            listed.append((world.neighbour(firm), False))
    world.random.shuffle(listed)
    return listed


def _head(grid: list[list[object]], truth: Truth, chance: random.Random) -> None:
    def add(row: list[object], why: str) -> None:
        grid.append(row)
        truth.ignored[len(grid)] = why

    width = len(FIELDS)
    if truth.seed % 5 != 2:
        add([f"{truth.sheets[0]}（截至{chance.randint(1, 12)}月底）"], "title")
    if truth.seed % 5 in {1, 3}:
        add(["制表：施雨桐", "", "", "日期：2024年12月"], "title")
        add([], "blank")
    if truth.seed % 5 == 4:
        groups: list[object] = [""] * width
        groups[0], groups[5], groups[8] = "基本情况", "联系方式", "经营与归属"
        add(groups, "header")
    add(list(truth.headers), "header")
    if truth.seed % 5 == 3:
        add(
            [
                "必填",
                "选填",
                "请从下拉列表选择",
                "格式：省市区+街道",
                "单选",
                "选填",
                "11位手机号",
                "选填",
                "18位，必填",
                "单位：元",
                "选填",
                "格式：2024-01-01",
                "单选",
                "选填",
            ],
            "instruction",
        )


def _between(grid: list[list[object]], truth: Truth, chance: random.Random) -> None:
    place = len(grid)
    if chance.random() < 0.006:
        grid.append([])
        truth.ignored[len(grid)] = "blank"
    if place > 100 and chance.random() < 0.003:
        grid.append(list(truth.headers))
        truth.ignored[len(grid)] = "repeated_header"
    if place > 100 and chance.random() < 0.003:
        grid.append(["小计", *[""] * 8, 1234567.8])
        truth.ignored[len(grid)] = "total"


def _foot(grid: list[list[object]], truth: Truth) -> None:
    grid.append(["总计" if truth.seed % 2 else "Total", *[""] * 8, 98765432.1])
    truth.ignored[len(grid)] = "total"
    grid.append([])
    truth.ignored[len(grid)] = "blank"
    grid.append(["注：本表仅供内部使用，数据以合同为准。"])
    truth.ignored[len(grid)] = "note"


def _row(world: World, truth: Truth, firm: Firm, number: int, *, is_copy: bool) -> list[object]:
    chance = world.random
    kept = [key for key, share in (("phone", 0.8), ("email", 0.6), ("code", 0.5), ("address", 0.9)) if not is_copy or chance.random() < share]
    if is_copy and not {"phone", "code", "email"} & set(kept):
        kept.append("phone")
    name = world.spelling(firm) if is_copy else firm.name
    level = chance.choice("ABCD")
    amount = chance.randint(10_000, 5_000_000)
    day = f"20{chance.randint(15, 24)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    phone = firm.phone if "phone" in kept else world.phone()
    code = firm.code if "code" in kept and chance.random() < 0.7 else ""
    truth.firms[number], truth.names[number] = firm.id, name
    truth.values[number] = {"phone": phone, "credit_code": code or None, "deal_total": amount, "archived_on": day, "level": level}
    shown_phone, shown_code = _phone(phone, chance), code
    if chance.random() < 0.01:
        shown_phone = phone[:8]
        truth.refused[number] = "phone"
    elif code and chance.random() < 0.02:
        shown_code = code[:-1] + ("0" if code[-1] != "0" else "1")
        truth.refused[number] = "credit_code"
    return [
        name,
        firm.brand if not firm.tail and chance.random() < 0.3 else "",
        firm.industry if chance.random() < 0.9 else "",
        firm.address if "address" in kept and chance.random() < 0.9 else chance.choice(NOTHING),
        chance.choice(LEVELS[level]),
        firm.contact if not is_copy or chance.random() < 0.7 else world.contact(),
        shown_phone,
        firm.email if "email" in kept and chance.random() < 0.85 else chance.choice(NOTHING),
        shown_code,
        _amount(amount, chance, in_ten_thousands="万元" in truth.headers[9]),
        chance.choice(OWNERS),
        _day(day, chance),
        chance.choice(SOURCES),
        chance.choice(["", "", "款到发货", "有分包", "月结30天"]),
    ]


def _phone(phone: str, chance: random.Random) -> object:
    ways: list[Callable[[str], object]] = [
        str, str, float, lambda p: f"+86 {p}", lambda p: f"0086{p}", lambda p: f"{p[:3]}-{p[3:7]}-{p[7:]}", lambda p: f"{p[:3]} {p[3:7]} {p[7:]}",
        lambda p: p.translate(FULL_WIDTH), lambda p: f"{p}/0510-85551234",
    ]  # fmt: skip
    return chance.choice(ways)(phone)


def _amount(amount: int, chance: random.Random, *, in_ten_thousands: bool) -> object:
    if in_ten_thousands:
        return chance.choice([amount / 10_000, f"{amount / 10_000:,.4f}", f"{amount / 10_000:.4f}"])
    return chance.choice([float(amount), str(amount), f"{amount:,}", f"￥{amount:,}.00", f"{amount}元", f"{amount / 10_000:.4f}万", f"CNY {amount}"])


def _day(day: str, chance: random.Random) -> object:
    year, month, date = (int(part) for part in day.split("-"))
    return chance.choice(
        [day, f"{year}/{month}/{date}", f"{year}.{month:02}.{date:02}", f"{year}{month:02}{date:02}", f"{year}年{month}月{date}日",
        f"{year}-{month}-{date} 00:00:00"]
    )  # fmt: skip


def _pairs(world: World, truth: Truth) -> None:
    rows_of: dict[int, list[int]] = {}
    for row, firm in truth.firms.items():
        rows_of.setdefault(firm, []).append(row)
    for rows in rows_of.values():
        truth.pairs |= {(min(pair), max(pair)) for pair in combinations(rows, 2)}
    near: dict[str, list[int]] = {}
    for firm in world.firms:
        for key in (firm.phone, firm.brand):
            near.setdefault(key, []).append(firm.id)
    for ids in near.values():
        for one, other in combinations(ids, 2):
            for a in rows_of.get(one, []):
                truth.hard |= {(min(a, b), max(a, b)) for b in rows_of.get(other, [])}


def _log(world: World, truth: Truth) -> list[list[object]]:
    chance = world.random
    grid: list[list[object]] = [list(LOGS[truth.seed % 5][1])]
    rows = sorted(truth.firms)
    for _ in range(len(rows) * 2):
        day = f"20{chance.randint(18, 24)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        firm = world.firms[truth.firms[chance.choice(rows)]]
        is_known = chance.random() > 0.01
        name = firm.name if is_known else f"{world.brand()}贸易行"
        truth.references[len(grid) + 1] = firm.id if is_known else None
        grid.append(
            [
                _day(day, chance),
                name,
                chance.choice(["电话", "上门", "企微", "邮件", "视频会议"]),
                chance.choice(SAID),
                chance.choice(OWNERS),
                chance.choice(["", day]),
            ]
        )
    return grid
