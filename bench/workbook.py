"""A firm's customer list as a workbook: what ``import`` is measured with. One row in thirty is a firm of the same list again, written otherwise."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

SHEET = "客户档案"
HEADERS = (
    "客户名称", "简称", "客户等级", "客户状态", "所属行业", "客户来源", "主要联系人", "联系电话", "邮箱", "地址", "统一社会信用代码", "法定代表人",
    "成立年份", "注册资本", "员工人数", "负责人", "备注",
)  # fmt: skip
AGAIN = 30  #: one row in so many is an earlier firm
PLACES = (
    ("无锡", "江苏省无锡市滨湖区"), ("常州", "江苏省常州市武进区"), ("绍兴", "浙江省绍兴市越城区"), ("嘉兴", "浙江省嘉兴市南湖区"),
    ("佛山", "广东省佛山市顺德区"), ("东莞", "广东省东莞市"), ("长沙", "湖南省长沙市岳麓区"), ("郑州", "河南省郑州市金水区"),
    ("西安", "陕西省西安市雁塔区"), ("重庆", "重庆市渝北区"), ("天津", "天津市南开区"), ("合肥", "安徽省合肥市蜀山区"),
    ("厦门", "福建省厦门市思明区"), ("大连", "辽宁省大连市甘井子区"), ("昆明", "云南省昆明市盘龙区"), ("石家庄", "河北省石家庄市裕华区"),
)  # fmt: skip
BRAND = "启宏泰铭诚达盛锦裕凯悦腾骏拓联汇聚融慧岳岭溪澜墨丹禾苗叶柏桐枫砺砾峻朔煜炜珂琅琪瑾璟曜昀晖霖霏沐泓涵淳湛澄"
TRADES = (
    ("环保设备", "能源电力"), ("包装材料", "装备制造"), ("食品", "农林牧渔"), ("装饰设计", "建筑工程"), ("生物科技", "医疗健康"),
    ("文化传播", "文化娱乐"), ("国际货运代理", "物流"), ("软件开发", "软件和信息技术服务"), ("智能装备", "装备制造"), ("电子商务", "互联网"),
    ("园林绿化", "建筑工程"), ("酒店管理", "住宿餐饮"), ("精密模具", "装备制造"), ("人力资源服务", "人力资源"),
)  # fmt: skip
FORMS = ("有限公司",) * 7 + ("有限责任公司",) * 2 + ("股份有限公司",) * 2
SURNAMES, GIVEN = "吕施孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎", "子轩雨桐浩然梓涵宇航欣怡思远嘉懿天佑若曦俊熙诗琪"
STREETS = ("建设路", "文昌路", "工农街", "振兴路", "迎宾大道", "科创路", "滨河路", "学府街")
LEVELS, STATUSES = ("A", "B", "B", "C", "C", "D", "重点客户"), ("潜在", "跟进中", "合作中", "合作中", "沉睡", "已流失")
SOURCES = ("客户介绍", "展会", "电话开发", "官网", "百度", "招投标")
STAFF = ("周敏", "郑凯", "王芳", "李强", "赵丽娜", "孙浩", "钱进", "吴倩")
REMARKS = ("招标时认识，报价后一周内回访。", "已签框架协议，按季度对账。", "质保期内，注意回款进度。", "", "", "采购由总部统一负责，需提前两周报计划。")
DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"

Row = list[str | int | float]


def write(path: Path, rows: int) -> None:
    """Make the workbook."""
    book: Any = xlsxwriter.Workbook(str(path), {"constant_memory": True})  # Any: xlsxwriter has no types
    sheet = book.add_worksheet(SHEET)
    sheet.write_row(0, 0, HEADERS)
    for at, row in enumerate(rows_of(rows), 1):
        for column, value in enumerate(row):
            if value != "":
                sheet.write(at, column, value)
    book.close()


def rows_of(number: int) -> Iterator[Row]:
    """The rows, the same each time."""
    rng, kept = random.Random(17), list[Row]()
    for n in range(number):
        if kept and rng.randrange(AGAIN) == 0:
            yield _again(rng, rng.choice(kept))
            continue
        kept.append(_firm(rng, n))
        yield kept[-1]


def _firm(rng: random.Random, n: int) -> Row:
    (city, region), (trade, industry) = rng.choice(PLACES), rng.choice(TRADES)
    brand = "".join(rng.sample(BRAND, rng.choice((2, 3, 3, 3))))
    year, month = rng.randrange(1985, 2024), "".join(rng.choices(GIVEN, k=2))
    return [
        f"{city}{brand}{trade}{rng.choice(FORMS)}", f"{brand}{trade[:2]}" if rng.random() < 0.6 else "", rng.choice(LEVELS), rng.choice(STATUSES), industry,
        rng.choice(SOURCES), rng.choice(SURNAMES) + month, f"1{rng.choice('3578')}{rng.randrange(10**9):09}",
        f"{rng.choice('abcdefgh')}{n}@example.com" if rng.random() < 0.8 else "", f"{region}{rng.choice(STREETS)}{rng.randrange(1, 900)}号",
        credit_code(rng) if rng.random() < 0.7 else "", rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=2)), year,
        f"{rng.randrange(50, 20000)}万元", rng.randrange(3, 3000), rng.choice(STAFF), rng.choice(REMARKS),
    ]  # fmt: skip


def _again(rng: random.Random, row: Row) -> Row:
    """The same firm, as somebody else would write it down."""
    other, name = list(row), str(row[0])
    match rng.randrange(4):
        case 0:
            other[0] = name.replace("有限责任公司", "有限公司")
        case 1:
            other[0] = f" {name[:4]} {name[4:]}"
        case 2:
            other[0] = name[2:] if name[:2] in {city for city, _ in PLACES} else name
        case _:
            other[1] = ""
    other[16] = "与另一张表重复登记。"
    return other


def credit_code(rng: random.Random) -> str:
    """A valid 统一社会信用代码."""
    body = rng.choice(("91", "91", "91", "92")) + "".join(rng.choices("0123456789", k=6))
    organisation = "MA" + "".join(rng.choices(DIGITS, k=6))
    total = sum(int(c, 36) * w for c, w in zip(organisation, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    body += organisation + "0123456789X0"[11 - total % 11]
    return body + DIGITS[(31 - sum(DIGITS.index(c) * 3**at for at, c in enumerate(body)) % 31) % 31]
