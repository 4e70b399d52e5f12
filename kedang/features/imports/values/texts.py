"""Texts, tags, mail and web addresses, serial numbers, and names of what must be looked up."""

from __future__ import annotations

import re

from kedang.core.schema import Field, Refused
from kedang.features.imports.cells import plain, text_of
from kedang.features.imports.model import Cell, Read

from .answers import refused
from .rules import joined, rule

LINE_BYTES, TEXT_BYTES, TAG_BYTES = 4_000, 1_000_000, 100
HAN = re.compile(r"[\u3400-\u9fff]")
HALVES = re.compile("[\ud800-\udfff]")
# A comma before the form of a firm is a part of its name: Acme Co., Ltd.
MANY = re.compile(r"\s*(?:,(?!\s*(?:ltd|inc|llc|corp|co|gmbh|s\.a)\b)|[，;；、|\n]|\s/\s)\s*", re.IGNORECASE)
MOST_NAMES = 1_000
NAMES = re.compile(r"\s*[,，;；、/|&＆\n]\s*|\s+和\s+|\s+and\s+")


def read_text(cell: Cell, field: Field) -> Read:
    """One line."""
    text = " ".join(text_of(cell).split())
    if not text:
        return Read()
    if len(text) * 4 > LINE_BYTES and len(text.encode("utf-8", "replace")) > LINE_BYTES:
        return refused(
            field, "text_too_long", text, f"is longer than {LINE_BYTES} bytes; shorten it or use a field of long text.",
            f"超过 {LINE_BYTES} 字节，请缩短或改用多行文本字段。",
        )  # fmt: skip
    return Read(value=_whole(text))


def read_long_text(cell: Cell, field: Field) -> Read:
    """Several lines."""
    text = text_of(cell).replace("\r\n", "\n").replace("\r", "\n")
    if len(text.encode("utf-8", "replace")) > TEXT_BYTES:
        return refused(field, "text_too_long", text, "is longer than a megabyte; shorten it.", "超过 1 MB，请缩短。")
    return Read(value=_whole(text) or None)


def _whole(text: str) -> str:
    """Without halves of characters, which no database takes."""
    return text.encode("utf-8", "replace").decode() if HALVES.search(text) else text


def read_serial(cell: Cell, field: Field) -> Read:
    """A number of a series, as it is written."""
    text = plain(text_of(cell))
    if len(text.encode()) > 200:
        return refused(field, "number_too_long", text, "is too long for a number.", "过长，不能作为编号。")
    return Read(value=text or None)


def read_tags(cell: Cell, field: Field) -> Read:
    """Words between commas; a ``#`` before each is left out."""
    words = [word.strip("#＃ ") for word in re.split(r"\s*[,，;；、/|\n]\s*|\s+(?=#)|(?<=\S)#(?=\s|$)", text_of(cell))]
    words = list(dict.fromkeys(word for word in words if word))
    if long := next((word for word in words if len(word.encode()) > TAG_BYTES), None):
        return refused(field, "tag_too_long", long, "is too long for a tag; separate tags by commas.", "过长，不能作为标签；请用逗号分隔多个标签。")
    return Read(value=words[:100] or None)


def read_email(cell: Cell, field: Field) -> Read:
    """The first address of a cell; ``Name <address>`` is understood."""
    text = plain(text_of(cell))
    found = re.findall(r"[^\s<>,;，；、/()（）\"]+@[^\s<>,;，；、/()（）\"]+", text)
    for address in found or [text]:
        value = _parsed(field, address.strip(".。:：'"))
        if value is not None:
            others = [other for other in found if other != address]
            return Read(value=value, rule=rule("first_of_several", " / ".join(others)) if others else None)
    en = "is not an e-mail address; write it as name@example.cn."
    return refused(field, "not_an_email", text_of(cell), en, "不是有效的邮箱地址，请写成 name@example.cn。")


def read_url(cell: Cell, field: Field) -> Read:
    """A web address."""
    text = plain(text_of(cell)).split(" ")[0]
    value = _parsed(field, text)
    if value is None:
        en = "is not a web address; write it as www.example.cn."
        return refused(field, "not_a_web_address", text_of(cell), en, "不是有效的网址，请写成 www.example.cn。")
    return Read(value=value)


def _parsed(field: Field, text: str) -> object | None:
    try:
        return field.kind.parse(field.spec, text)[0]
    except Refused:
        return None


def read_person(cell: Cell, field: Field) -> Read:
    """A name; of several the first, and what stands in brackets is left out."""
    text = plain(text_of(cell))
    name = re.sub(r"\s*\([^()]*\)\s*$", "", text).strip() or text
    dropped = rule("words_dropped", text[len(name) :].strip(" ()")) if name != text else None
    is_chinese = HAN.search(name) is not None
    names = [part for part in (NAMES.split(name) if is_chinese else re.split(r"\s*[;|/\n]\s*", name)) if part]
    if is_chinese and names:
        names = [re.sub(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])", "", part) for part in names]
    if not names:
        return Read()
    if len(names[0]) > 100:
        return refused(field, "not_a_name", text, "is too long for a name.", "过长，不能作为姓名。")
    return Read(name=names[0], rule=joined(rule("first_of_several", " / ".join(names[1:])) if len(names) > 1 else None, dropped))


def read_relation(cell: Cell, field: Field) -> Read:
    """The name, short name or number of another record."""
    text = " ".join(text_of(cell).split())
    if len(text) > 300:
        return refused(field, "not_a_name", text, "is too long for a name.", "过长，不能作为名称。")
    return Read(name=text or None)


def read_relations(cell: Cell, field: Field) -> Read:
    """Several names, each once."""
    names = tuple(dict.fromkeys(part for part in MANY.split(plain(text_of(cell).replace("\n", "、"))) if part))
    if len(names) > MOST_NAMES or any(len(name) > 300 for name in names):
        return refused(field, "not_a_name", text_of(cell), "holds too many or too long names; separate them by commas.", "名称过多或过长；请用顿号或逗号分隔。")
    return Read(name=names[0] if names else None, names=names)
