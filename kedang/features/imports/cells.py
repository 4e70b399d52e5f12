"""Cells as text, and what a text looks like: the shapes by which headers and columns are told from data."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from kedang.core.base import fold

from .model import Cell

NUMBER = re.compile(r"[-+(]?\s*(?:[¥￥$€£]|rmb|cny|usd)?\s*[-+]?\d[\d,，]*(?:\.\d+)?\s*(?:%|万元|亿元|千元|万|亿|千|元|人|个|家)?\)?", re.IGNORECASE)
DAY = re.compile(
    r"\d{4}\s*[-/.年]\s*\d{1,2}(?:\s*[-/.月]\s*\d{1,2}\s*[日号]?|\s*月)?(?:[ t]+\d{1,2}:\d{2}.*)?"
    r"|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|\d{2}年\d{1,2}月(?:\d{1,2}日)?"
    r"|\d{1,2}(?:st|nd|rd|th)?[- ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-, ]+\d{2,4}"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2},? \d{4}",
    re.IGNORECASE,
)
MOBILE = re.compile(r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}")
PHONE = re.compile(r"(?:\+?86[- ]?)?(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|\(?0\d{2,3}\)?[- ]?\d{7,8}(?:-\d{1,6}|转\d{1,6})?|[48]00-?\d{3}-?\d{4})|\+\d[\d -]{7,16}")
EMAIL = re.compile(r"[^\s@,;]+@[^\s@,;]+\.[a-z]{2,}", re.IGNORECASE)
URL = re.compile(r"(?:https?://|www\.)\S+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|net|org|io|gov|edu)(?:/\S*)?", re.IGNORECASE)
CREDIT_CODE = re.compile(r"[0-9A-Z]{2}\d{6}[0-9A-Z]{10}", re.IGNORECASE)


def text_of(cell: Cell) -> str:
    """A cell as a text that a person would have typed: whole numbers without a point, days as ISO 8601, no control characters, trimmed."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _CONTROL.sub("", cell).strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else format(cell, ".15g")
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ") if cell.time() != dt.time() else cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b\u200e\u200f\u202a-\u202e\ufffe\uffff]")


def plain(text: str) -> str:
    """Full width and compatibility forms as plain ones, blanks single."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def squeezed(text: str) -> str:
    """The form in which words are compared: folded, without blanks, underscores, hyphens and punctuation that people put or leave out."""
    return re.sub(r"[\s_\-‐-―・·.,:：、/\\|()（）\[\]【】<>《》\"'“”‘’?？!！#*]+", "", fold(text))


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing that can be seen."""
    return cell is None or (isinstance(cell, str) and not cell.strip(" \t\r\n\u3000\xa0\ufeff\u200b"))


def is_numeric(cell: Cell) -> bool:
    """A number, or a text of one with the usual units."""
    if isinstance(cell, str):
        return NUMBER.fullmatch(plain(cell)) is not None
    return isinstance(cell, int | float)


def is_value(cell: Cell) -> bool:
    """Something that stands below a header and never is one: numbers, days, phones, addresses of mail, codes."""
    if not isinstance(cell, str):
        return cell is not None
    text = plain(cell)
    return any(shape.fullmatch(text) for shape in (NUMBER, DAY, PHONE, EMAIL, CREDIT_CODE))


COMPANY = re.compile(
    r"公司|集团|厂$|中心$|医院$|学校$|大学$|研究院|研究所|事务所|合作社|商行|银行|委员会|管理局|政府|酒店$|超市$|工作室|"
    r"\b(?:inc|ltd|llc|corp|corporation|company|co|gmbh|group|holdings?|plc|partners|s\.a)\b\.?",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"[\u4e00-\u9fff]{2,}(?:省|市|区|县|镇|乡|路|街|道|巷|弄)[\u4e00-\u9fff\d]*|\d+号|\d+ .*\b(?:street|st|road|rd|avenue|ave|lane|blvd)\b", re.IGNORECASE
)
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟"
    "熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒"
    "阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳司马上官诸葛东方夏侯"
)


def is_person_name(text: str) -> bool:
    """Whether a text may be the name of a person: a Chinese surname with one to three characters, or two to four words with capitals."""
    if re.fullmatch(r"[\u4e00-\u9fff·]{2,4}", text):
        return text[0] in SURNAMES
    return re.fullmatch(r"[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){1,3}", text) is not None and not COMPANY.search(text) and not re.search(r"\d", text)
