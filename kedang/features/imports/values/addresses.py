"""Addresses in parts: province, city, district, and the rest as it was written.

A district alone is never given a city (there is a 朝阳区 in two of them and a 鼓楼区 in four); what is not understood stays in the detail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kedang.core.schema import Field
from kedang.features.imports.cells import text_of
from kedang.features.imports.model import Cell, Read

from .answers import refused
from .places import CITIES, MUNICIPALITIES, PROVINCES, SHORT_CITIES, SHORT_PROVINCES
from .rules import joined

DISTRICT = re.compile(r"([\u4e00-\u9fff]{1,9}?(?:自治县|自治旗|林区|特区|新区|矿区|区|县|市|旗))")
NO_DISTRICT = re.compile(r"[路街道巷弄号楼栋幢村镇乡园厦院社校厂库景港湾桥]|[小工]区|开发区|市场|市政")
DETAIL_BYTES = 1_000


def _by_start(names: Iterable[str]) -> dict[str, list[str]]:
    """Names by their first two characters, in their order: hundreds of names need not be tried for each address."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(name[:2], []).append(name)
    return found


PROVINCES_BY_START, SHORT_PROVINCES_BY_START = _by_start(PROVINCES), _by_start(SHORT_PROVINCES)
CITIES_BY_START, SHORT_CITIES_BY_START = _by_start(CITIES), _by_start(SHORT_CITIES)


@dataclass(frozen=True)
class Place:
    """Where an address lies."""

    province: str | None
    city: str | None
    district: str | None
    rest: str
    is_province_guessed: bool = False


def find_place(text: str) -> Place:
    """The official names at the beginning of an address."""
    rest = re.sub(r"^(?:中国|中华人民共和国)[,，\s]*", "", text.strip())
    province, rest = _province(rest)
    city, rest, is_known = _city(rest, province)
    guessed = False
    if province is None and city is not None:
        province, guessed = CITIES[city], True
    if province in MUNICIPALITIES:
        city = province
    if province is None:
        return Place(None, None, None, text.strip())
    district, rest = _district(rest) if city or is_known else (None, rest)
    return Place(province, city, district, rest.strip(" ,，/-"), guessed)


def _province(text: str) -> tuple[str | None, str]:
    start = text[:2]
    for name in PROVINCES_BY_START.get(start, ()):
        if text.startswith(name):
            return name, text[len(name) :].lstrip(" ,，/-")
    for short in SHORT_PROVINCES_BY_START.get(start, ()):
        name = SHORT_PROVINCES[short]
        if text.startswith(short):
            rest = text[len(short) :]
            # 吉林市 is a city of 吉林省; 上海路 and 北京路 are streets anywhere.
            if re.match(r"[路街大道道巷]|[东西南北中]路", rest) or (rest.startswith("市") and name not in MUNICIPALITIES):
                continue
            return name, rest.removeprefix("省").removeprefix("市").lstrip(" ,，/-")
    return None, text


def _city(text: str, province: str | None) -> tuple[str | None, str, bool]:
    """The city, what follows it, and whether districts may follow at once."""
    if province in MUNICIPALITIES:
        short = province.removesuffix("市")
        for again in (province, short + "市", "市辖区"):
            text = text.removeprefix(again).lstrip(" ,，/-")
        return province, text, True
    start = text[:2]
    for name in CITIES_BY_START.get(start, ()):
        if text.startswith(name) and province in (None, CITIES[name]):
            return name, text[len(name) :].removeprefix("市辖区").lstrip(" ,，/-"), True
    for short in SHORT_CITIES_BY_START.get(start, ()):
        name = SHORT_CITIES[short]
        if text.startswith(short) and province in (None, CITIES[name]):
            rest = text[len(short) :]
            if re.match(r"[市区县路街道巷]|[大中东西南北]?[路街道]", rest):
                continue
            return name, rest.lstrip(" ,，/-"), True
    return None, text, province is not None


def _district(text: str) -> tuple[str | None, str]:
    found = DISTRICT.match(text)
    if found is None or NO_DISTRICT.search(found[1]) or found[1] == "市区":
        return None, text
    return found[1], text[found.end() :].lstrip(" ,，/-")


def read_address(cell: Cell, field: Field) -> Read:
    """The four parts of an address."""
    text = " ".join(text_of(cell).split())
    if len(text.encode()) > DETAIL_BYTES:
        return refused(field, "address_too_long", text, f"is longer than {DETAIL_BYTES} bytes; shorten it.", f"超过 {DETAIL_BYTES} 字节，请缩短。")
    place = find_place(text)
    parts = {"province": place.province, "city": place.city, "district": place.district, "detail": place.rest or None}
    guessed = f"province_of_city: {place.city} → {place.province}" if place.is_province_guessed and place.city != place.province else None
    return Read(value={key: value for key, value in parts.items() if value}, rule=joined(guessed))
