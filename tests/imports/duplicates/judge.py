"""Identities with known truth: firms, the same firms under other spellings, and others that are near but not the same.

It knows nothing of the tables of the code under test. All names are put together by chance.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import combinations

from kedang.features.imports.duplicates import Clusters, clusters
from kedang.features.imports.model import Identity

CITIES = [
    ("北京", "北京市朝阳区"), ("上海", "上海市静安区"), ("广州", "广东省广州市"), ("深圳", "广东省深圳市"), ("杭州", "浙江省杭州市"), ("宁波", "浙江省宁波市"),
    ("苏州", "江苏省苏州市"),
    ("无锡", "江苏省无锡市"), ("成都", "四川省成都市"), ("武汉", "湖北省武汉市"), ("长沙", "湖南省长沙市"), ("西安", "陕西省西安市"),
    ("郑州", "河南省郑州市"), ("济南", "山东省济南市"),
    ("青岛", "山东省青岛市"), ("厦门", "福建省厦门市"), ("沈阳", "辽宁省沈阳市"), ("合肥", "安徽省合肥市"), ("昆山", "江苏省昆山市"), ("重庆", "重庆市渝北区"),
]  # fmt: skip
SYLLABLES = "嘉恒润泽瑞鑫博远卓睿启宏泰康铭诚信达盛华锦隆昌裕德源凯悦晟翔腾跃骏创拓联汇聚融通智慧云海岳峰岭溪河川江澜墨青蓝紫丹朱橙禾苗森林木叶花"
TRADES = [
    "科技", "信息技术", "网络科技", "软件", "商贸", "贸易", "机械设备", "自动化设备", "建筑工程", "装饰工程", "物流", "供应链管理", "医疗器械",
    "生物科技", "教育咨询", "文化传媒", "广告",
    "人力资源", "企业管理咨询", "新能源", "环保科技", "食品", "餐饮管理", "服饰", "电子", "化工", "新材料", "汽车销售", "房地产开发", "投资管理",
]  # fmt: skip
FORMS = ["有限公司"] * 8 + ["股份有限公司"] * 2 + ["集团有限公司"]
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红玲建国文志"
TRADITIONAL = str.maketrans("达华远云网贸设备医疗机装饰产业创汇联锦丽", "達華遠雲網貿設備醫療機裝飾產業創匯聯錦麗")
FULL_WIDTH = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)})
CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True)
class Firm:
    """One firm in the world."""

    city: str
    address: str
    brand: str
    trade: str
    form: str
    phone: str
    email: str
    code: str | None
    contact: str
    tail: str = ""  #: its branch

    @property
    def name(self) -> str:
        return f"{self.city}{self.brand}{self.trade}{self.form}{self.tail}"


@dataclass
class World:
    """Rows, and which firm each of them is."""

    random: random.Random
    rows: list[Identity] = field(default_factory=list)
    firm_of: dict[str, int] = field(default_factory=dict)
    number: int = 0
    registered: set[str] = field(default_factory=set)  #: names are given once, as by the registries

    def phone(self) -> str:
        return self.random.choice(["13", "15", "17", "18"]) + "".join(self.random.choices("0123456789", k=9))

    def code(self) -> str:
        body = "91" + "".join(self.random.choices("0123456789", k=6)) + "".join(self.random.choices(CHARACTERS, k=9))
        total = sum(CHARACTERS.index(c) * pow(3, at, 31) for at, c in enumerate(body))
        return body + CHARACTERS[(31 - total % 31) % 31]

    def brand(self) -> str:
        return "".join(self.random.choices(SYLLABLES, k=self.random.choice([2, 2, 2, 3, 3, 4])))

    def firm(self) -> Firm:
        city, place = self.random.choice(CITIES)
        brand, trade = self.brand(), self.random.choice(TRADES)
        while f"{place[:3]}{brand}{trade}" in self.registered:
            brand = self.brand()
        self.registered.add(f"{place[:3]}{brand}{trade}")
        phone = self.phone()
        contact = self.random.choice(SURNAMES) + "".join(self.random.choices(GIVEN, k=self.random.choice([1, 2])))
        return Firm(
            city, f"{place}人民路{self.random.randrange(1, 400)}号", brand, trade, self.random.choice(FORMS),
            phone, f"{phone[-6:]}@mail{self.random.randrange(9)}.example", self.code() if self.random.random() < 0.6 else None, contact,
        )  # fmt: skip

    def add(self, firm: Firm, number: int, *, name: str | None = None, short: str | None = None, keep: float = 1.0) -> None:
        """One row of a firm; with ``keep`` less than one some of its values are missing or others."""
        has = lambda: self.random.random() < keep  # noqa: E731 (a throw)
        key = str(len(self.rows) + 1)
        phones = {firm.phone} if has() else {self.phone()} if has() else set[str]()
        code = firm.code if has() else None
        if code and keep < 1 and self.random.random() < 0.06:
            at = self.random.randrange(8, 18)
            code = code[:at] + self.random.choice(CHARACTERS) + code[at + 1 :]
        self.firm_of[key] = number
        self.rows.append(
            Identity(
                key=key, name=name or firm.name, short_name=short, credit_code=code, phones=frozenset(phones),
                emails=frozenset({firm.email} if has() else ()), address=firm.address if has() else None,
                other={"contact": firm.contact} if has() else {},
            )
        )  # fmt: skip


def spellings(world: World, firm: Firm) -> list[Callable[[], str]]:
    """Other ways in which people write the same firm's name."""
    at = world.random.randrange(len(firm.brand))
    other = world.random.choice([c for c in SYLLABLES if c not in firm.brand])
    wrong = replace(firm, brand=firm.brand[:at] + other + firm.brand[at + 1 :])
    ways: list[Callable[[], str]] = [
        lambda: f" {firm.name}　",
        lambda: firm.name.translate(TRADITIONAL),
        lambda: firm.name.replace("有限公司", "有限责任公司") if firm.form == "有限公司" else firm.name.replace("股份有限公司", "(股份)有限公司"),
        lambda: firm.name.replace(firm.city, f"{firm.city}市", 1),
        lambda: f"{firm.brand}（{firm.city}）{firm.trade}{firm.form}",
        lambda: f"{firm.address[:3]}{firm.city}{firm.brand}{firm.trade}{firm.form}" if firm.address[2] == "省" else firm.name,
        lambda: f"{firm.brand}{firm.trade}{firm.form}",
        lambda: f"{firm.city}{firm.brand}{firm.trade}",
        lambda: f"{firm.brand}{firm.trade}",
        lambda: f"{firm.city}{firm.brand}",
        lambda: firm.brand,
        lambda: "".join(f"{c} " for c in firm.name),
        lambda: f"{firm.name}（{world.random.choice(['老客户', '重点', '原' + firm.brand + '厂'])}）",
    ]
    if len(firm.brand) > 2:
        ways.append(lambda: wrong.name)
    return ways


def others(world: World, firm: Firm) -> list[Firm]:
    """Firms that are near this one, and not it."""
    fresh = {"phone": world.phone(), "email": f"x{world.number}@other.example", "code": world.code() if world.random.random() < 0.6 else None}
    trade = world.random.choice([one for one in TRADES if not set(one) & set(firm.trade)])
    city, place = world.random.choice([one for one in CITIES if one[0] != firm.city and one[1][:2] != firm.address[:2]])
    at = world.random.randrange(len(firm.brand))
    brand = firm.brand[:at] + world.random.choice([c for c in SYLLABLES if c not in firm.brand]) + firm.brand[at + 1 :]
    return [
        replace(firm, trade=trade, code=fresh["code"]),  # a sister at the same desk
        replace(firm, trade=trade, **fresh),
        replace(firm, tail=f"{city}分公司", code=None),  # a branch that is called by head office's number
        replace(firm, tail="第二分公司", code=None),
        replace(firm, city=city, address=f"{place}建设路{world.random.randrange(1, 99)}号", code=fresh["code"]),
        replace(firm, city=city, address=f"{place}建设路{world.random.randrange(1, 99)}号", **fresh),
        replace(firm, brand=brand, contact="钱多", address=firm.address + "2幢", **fresh),  # a name that is nearly the same
        replace(world.firm(), phone=firm.phone, email=firm.email),  # both are looked after by one agent
    ]


def world_of(seed: int, firms: int = 800, *, twice: float = 0.09, near: float = 0.12) -> World:
    """Rows with known truth."""
    world = World(random.Random(seed))
    for _ in range(firms):
        firm, world.number = world.firm(), world.number + 1
        number = world.number
        world.add(firm, number, short=firm.brand if world.random.random() < 0.3 else None)
        while world.random.random() < twice:
            way = world.random.choice(spellings(world, firm))
            world.add(firm, number, name=way(), keep=0.8)
        if world.random.random() < near:
            world.number += 1
            world.add(world.random.choice(others(world, firm)), world.number)
    order = list(world.rows)
    world.random.shuffle(order)
    world.rows = order
    return world


@dataclass(frozen=True)
class Verdict:
    """How well the truth was found, over pairs."""

    automatic: float
    proposed: float
    recall: float
    recall_of_automatic: float
    found: Clusters


def judge(world: World) -> Verdict:
    """Pairs within the groups are merged; those and the doubtful ones are proposed."""
    found = clusters(world.rows)
    merged = {frozenset(pair) for group in found.groups for pair in combinations(group, 2)}
    group_of = {key: group for group in found.groups for key in group}
    proposed = merged | {
        frozenset((x, y)) for pair in found.doubtful for x in group_of.get(pair.first, (pair.first,)) for y in group_of.get(pair.second, (pair.second,))
    }
    keys = [row.key for row in world.rows]
    true = {frozenset((x, y)) for x, y in combinations(keys, 2) if world.firm_of[x] == world.firm_of[y]}
    share = lambda some, of: len(some & of) / len(of) if of else 1.0  # noqa: E731 (two sets)
    return Verdict(share(true, merged), share(true, proposed), share(proposed, true), share(merged, true), found)
