"""Firms put together by chance, the same firms written differently, and others that only look the same."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PLACES = [
    ("无锡", "江苏省", "无锡市", "滨湖区"), ("常州", "江苏省", "常州市", "武进区"), ("绍兴", "浙江省", "绍兴市", "越城区"), ("嘉兴", "浙江省",
    "嘉兴市", "南湖区"),
    ("佛山", "广东省", "佛山市", "顺德区"), ("东莞", "广东省", "东莞市", ""), ("长沙", "湖南省", "长沙市", "岳麓区"), ("郑州", "河南省", "郑州市", "金水区"),
    ("西安", "陕西省", "西安市", "雁塔区"), ("重庆", "重庆市", "", "渝北区"), ("天津", "天津市", "", "南开区"), ("合肥", "安徽省", "合肥市", "蜀山区"),
    ("厦门", "福建省", "厦门市", "思明区"), ("大连", "辽宁省", "大连市", "甘井子区"), ("昆明", "云南省", "昆明市", "盘龙区"), ("石家庄", "河北省",
    "石家庄市", "裕华区"),
]  # fmt: skip
BRAND = "启宏泰铭诚达盛锦裕凯悦腾骏拓联汇聚融慧岳岭溪澜墨丹禾苗叶柏桐枫砺砾峻朔煜炜珂琅琪瑾璟曜昀晖霖霏沐泓涵淳湛澄"
TRADES = [
    ("环保设备", "能源电力"), ("包装材料", "装备制造"), ("食品", "农林牧渔"), ("装饰设计", "建筑工程"), ("生物科技", "医疗健康"), ("文化传播", "文化娱乐"),
    ("国际货运代理", "物流"), ("软件开发", "软件和信息技术服务"), ("智能装备", "装备制造"), ("企业管理咨询", "商务服务"), ("电子商务", "互联网"),
    ("园林绿化", "建筑工程"),
    ("网络科技", "软件和信息技术服务"), ("酒店管理", "住宿餐饮"), ("精密模具", "装备制造"), ("人力资源服务", "人力资源"),
]  # fmt: skip
FORMS = ["有限公司"] * 7 + ["有限责任公司"] * 2 + ["股份有限公司"] * 2 + ["集团有限公司"]
SURNAMES, GIVEN = "吕施孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎", "子轩雨桐浩然梓涵宇航欣怡思远嘉懿天佑若曦俊熙诗琪"
STREETS = ["建设", "文昌", "工农", "振兴", "迎宾", "科创", "滨河", "学府"]
FULL_WIDTH = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)})
LIKE = {
    "启": "起",
    "宏": "弘",
    "铭": "明",
    "诚": "成",
    "盛": "胜",
    "锦": "景",
    "裕": "玉",
    "凯": "恺",
    "联": "连",
    "汇": "会",
    "慧": "惠",
    "澄": "橙",
    "瑾": "谨",
    "泰": "太",
}


@dataclass(frozen=True)
class Firm:
    """One firm in the world, as its licence has it."""

    id: int
    place: tuple[str, str, str, str]
    brand: str
    trade: str
    industry: str
    form: str
    street: str
    phone: str
    email: str
    code: str
    contact: str
    tail: str = ""  #: of a branch
    prefix: str = ""  #: how the licence names the region

    @property
    def name(self) -> str:
        return f"{self.prefix}{self.brand}{self.trade}{self.form}{self.tail}"

    @property
    def address(self) -> str:
        return f"{''.join(self.place[1:])}{self.street}"


@dataclass
class World:
    """Firms; no two have one name, one code or, unless they shall, one number."""

    random: random.Random
    firms: list[Firm] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    brands: set[str] = field(default_factory=set)

    def phone(self) -> str:
        return self.random.choice(["135", "136", "150", "159", "177", "188", "199"]) + "".join(self.random.choices("0123456789", k=8))

    def code(self) -> str:
        body = self.random.choice(["91", "91", "91", "92"]) + "".join(self.random.choices("0123456789", k=6))
        organisation = "MA" + "".join(self.random.choices(ALPHABET, k=6))
        total = sum(int(c, 36) * w for c, w in zip(organisation, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
        body += organisation + "0123456789X0"[11 - total % 11]
        return body + ALPHABET[(31 - sum(ALPHABET.index(c) * 3**at for at, c in enumerate(body)) % 31) % 31]

    def contact(self) -> str:
        return self.random.choice(SURNAMES) + "".join(self.random.choices(GIVEN, k=self.random.choice([1, 2, 2])))

    def brand(self) -> str:
        while (brand := "".join(self.random.sample(BRAND, self.random.choice([2, 2, 3])))) in self.brands:
            pass
        self.brands.add(brand)
        return brand

    def firm(self, **given: object) -> Firm:
        place = self.random.choice(PLACES)
        trade, industry = self.random.choice(TRADES)
        made = Firm(
            id=len(self.firms), place=place, brand="", trade=trade, industry=industry, form=self.random.choice(FORMS), prefix=place[0],
            street=f"{self.random.choice(STREETS)}{self.random.choice(['路', '街', '大道'])}{self.random.randint(1, 899)}号",
            phone=self.phone(), email=f"{self.random.choice('abcdefgh')}{self.random.randint(1000, 99999)}@example.{self.random.choice(['com', 'cn', 'net'])}",
            code=self.code(), contact=self.contact(),
        )  # fmt: skip
        made = replace(made, **given)  # type: ignore[arg-type]  # fields by name
        if not made.brand:
            made = replace(made, brand=self.brand())
        if made.name in self.names:
            return self.firm(**{**given, "trade": self.random.choice(TRADES)[0], "brand": self.brand()})
        self.names.add(made.name)
        self.firms.append(made)
        return made

    def neighbour(self, firm: Firm) -> Firm:
        """Another firm that is near in one way: sister, branch, namesake elsewhere, a customer of the same accountant, a brand of one other character."""
        own = {"place": firm.place, "prefix": firm.prefix}
        match self.random.choice(["sister", "branch", "namesake", "accountant", "character", "numbered"]):
            case "sister":
                trade, industry = self.random.choice([t for t in TRADES if t[0] != firm.trade])
                return self.firm(**own, brand=firm.brand, trade=trade, industry=industry, phone=firm.phone, street=firm.street)
            case "branch":
                town = self.random.choice([p for p in PLACES if p[0] != firm.place[0]])
                same = {"brand": firm.brand, "trade": firm.trade, "industry": firm.industry, "form": firm.form}
                return self.firm(**same, place=town, prefix=firm.prefix, tail=f"{town[0]}分公司")
            case "namesake":
                town = self.random.choice([p for p in PLACES if p[0] != firm.place[0]])
                return self.firm(place=town, prefix=town[0], brand=firm.brand, trade=firm.trade, industry=firm.industry, form=firm.form)
            case "accountant":
                return self.firm(phone=firm.phone)
            case "numbered":
                return self.firm(
                    **own, brand=firm.brand, trade=firm.trade, industry=firm.industry, form=firm.form, tail=self.random.choice(["第二分公司", "一厂", "营业部"])
                )
            case _:
                other = self.random.choice([c for c in BRAND if c not in firm.brand])
                return self.firm(**own, brand=firm.brand[:-1] + other, trade=firm.trade, industry=firm.industry, form=firm.form)

    def spelling(self, firm: Firm) -> str:
        """The firm's name as somebody else would write it."""
        name = firm.name
        for way in self.random.sample(["form", "region", "brackets", "width", "blanks", "typo", "short", "province"], self.random.choice([1, 1, 2])):
            name = self._spelled(name, firm, way)
        return name

    def _spelled(self, name: str, firm: Firm, way: str) -> str:
        match way:
            case "form":
                return name.replace(
                    firm.form, self.random.choice({"有限公司": ["有限责任公司", "公司"], "有限责任公司": ["有限公司"]}.get(firm.form, ["有限公司"]))
                )
            case "region" if name.startswith(firm.prefix):
                return name.removeprefix(firm.prefix)
            case "brackets" if name.startswith(firm.prefix):
                left, right = self.random.choice(["（）", "()"])
                return f"{firm.brand}{left}{firm.prefix}{right}{name.removeprefix(firm.prefix + firm.brand)}"
            case "province" if name.startswith(firm.prefix) and firm.place[2]:
                return self.random.choice([firm.place[1], firm.place[2], firm.place[1] + firm.place[2]]) + name.removeprefix(firm.prefix)
            case "width":
                return name.translate(FULL_WIDTH)
            case "blanks":
                at = self.random.randint(2, len(name) - 2)
                return f" {name[:at]} {name[at:]}"
            case "typo":
                likes = [c for c in firm.brand if c in LIKE]
                return name.replace(likes[0], LIKE[likes[0]], 1) if likes else name
            case "short" if not firm.tail:
                return self.random.choice([f"{firm.prefix}{firm.brand}", f"{firm.brand}{firm.trade}", f"{firm.brand}{firm.trade}公司"])
            case _:
                return name
