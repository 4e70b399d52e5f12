"""Who works at the firm of the demonstration."""

from __future__ import annotations

from .model import Colleague

FIRM = {"zh": "澜桥智造（演示）", "en": "Lanqiao Manufacturing Systems (demo)"}

DEPARTMENTS: dict[str, str | None] = {
    "总经办": None,
    "销售中心": None,
    "华东销售部": "销售中心",
    "华南销售部": "销售中心",
    "华北销售部": "销售中心",
    "项目交付部": None,
    "财务部": None,
}

BOSS, ADMIN, HEAD, FINANCE = 0, 1, 2, 11
DELIVERY = (9, 10)  #: who leads projects

COLLEAGUES = [
    Colleague(name="陆明远", position="总经理", position_en="General manager", department="总经办", role="read_only", is_shown=True),
    Colleague(name="方静", position="系统管理员", position_en="System administrator", department="总经办", role="administrator", is_shown=True),
    Colleague(name="沈立群", position="销售总监", position_en="Head of sales", department="销售中心", role="manager", weight=0.3, is_shown=True),
    Colleague(name="唐晓岚", position="华东区经理", position_en="Manager, East", department="华东销售部", role="manager", weight=1.0, is_shown=True),
    Colleague(name="顾一舟", position="华东销售", position_en="Sales, East", department="华东销售部", role="sales", weight=2.2, is_shown=True),
    Colleague(name="许若宁", position="华东销售", position_en="Sales, East", department="华东销售部", role="sales", weight=1.3),
    Colleague(name="梁家铭", position="华南销售", position_en="Sales, South", department="华南销售部", role="sales", weight=1.9),
    Colleague(name="黎晓彤", position="华南销售", position_en="Sales, South", department="华南销售部", role="sales", weight=0.8),
    Colleague(name="韩松", position="华北销售", position_en="Sales, North", department="华北销售部", role="sales", weight=1.5),
    Colleague(name="周启航", position="项目经理", position_en="Project manager", department="项目交付部", role="manager", is_shown=True),
    Colleague(name="苏婉", position="项目经理", position_en="Project manager", department="项目交付部", role="manager"),
    Colleague(name="郑文娟", position="财务主管", position_en="Head of finance", department="财务部", role="read_only", is_shown=True),
]

REGIONS: dict[str, tuple[int, ...]] = {"east": (2, 3, 4, 5), "south": (6, 7), "north": (8,)}  #: who sells where
