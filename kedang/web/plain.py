"""What is said over plain HTTP where the settings do not allow it: to programs a problem, to people a page that leads to HTTPS."""

from __future__ import annotations

from html import escape

from .answers import Answer
from .caller import Caller
from .errors import HttpsRequired
from .problems import status_of

OPEN = frozenset({"/health", "/api/v1/health"})  #: what a monitor may ask over any line: it says nothing of anybody
WORDS = {
    "zh": ("zh-CN", "请使用 HTTPS 访问", "此地址未加密，密码和客户资料可能被他人读取，因此已停止服务。请打开：", "仍无法访问时，请联系管理员。"),
    "en": (
        "en",
        "Please use HTTPS",
        "This address is not encrypted: others could read passwords and customers' data, so nothing is served here. Open instead:",
        "If that does not help, ask your administrator.",
    ),
}


def page(caller: Caller) -> Answer:
    """The page for people. It has no style: nothing else is served here that could bring it one."""
    language, title, reason, help = WORDS["en" if caller.language == "en" else "zh"]
    address = escape(f"https://{caller.header(b'host') or ''}/", quote=True)
    body = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{title}</title></head><body><h1>{title}</h1><p>{reason}</p><p><a href="{address}">{address}</a></p><p>{help}</p></body></html>'
    )
    return Answer(body.encode(), status=status_of(HttpsRequired()), headers=((b"content-type", b"text/html; charset=utf-8"),))
