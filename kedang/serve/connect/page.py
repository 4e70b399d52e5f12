"""What the page says, in the language of the browser, with the steps of its system first."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from string import Template
from typing import Literal
from urllib.parse import parse_qs

from kedang.serve import secure
from kedang.settings import Settings

CERTIFICATE = "/kedang-ca.crt"
_FOLDER = files("kedang.serve.connect")
STYLE = _FOLDER.joinpath("connect.css").read_bytes()
_PAGES = {language: Template(_FOLDER.joinpath(f"{language}.html").read_text("utf-8")) for language in ("zh", "en")}
SYSTEMS = ("ios", "android", "harmony", "windows", "macos", "linux")
#: What stands in a browser's name for itself; the first that fits counts.
_SIGNS = (
    ("OpenHarmony", "harmony"), ("HarmonyOS", "harmony"), ("iPhone", "ios"), ("iPad", "ios"), ("Android", "android"),
    ("Windows", "windows"), ("Mac OS", "macos"), ("Linux", "linux"),
)  # fmt: skip


def page_for(headers: dict[str, str], query: str, settings: Settings) -> bytes:
    """The page for one browser."""
    language = _language(headers.get("accept-language", ""), query)
    system = next((key for sign, key in _SIGNS if sign in headers.get("user-agent", "")), "ios")
    authority = secure.authority_of(settings)
    told = {
        "address": secure.address_of(settings),
        "certificate": CERTIFICATE,
        "name": authority.certificate.subject.rfc4514_string().split("CN=")[-1].split(",", maxsplit=1)[0],
        "fingerprint": _grouped(authority.fingerprint),
        "thumbprint": _grouped(authority.thumbprint),
        **{f"open_{one}": "open" if one == system else "" for one in SYSTEMS},
    }
    return _PAGES[language].substitute({key: escape(value) for key, value in told.items()}).encode()


def _language(accepted: str, query: str) -> Literal["zh", "en"]:
    wanted = parse_qs(query).get("lang", [accepted])[0].lower()
    zh, en = wanted.find("zh"), wanted.find("en")
    return "en" if en >= 0 and (zh < 0 or en < zh) else "zh"


def _grouped(fingerprint: str) -> str:
    """Pairs of bytes, which a person compares more easily than single ones: ``ABCD EF01 …``."""
    digits = fingerprint.replace(":", "")
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
