"""What people type at sign-in: an e-mail address, a mobile or a staff number, in the one form in which they are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kedang.core.base import fold

from .errors import BadEmail, BadMobile, BadStaffNumber

_EMAIL = re.compile(r"[^@\s\x00-\x1f<>()\[\],;:\\\"]{1,64}@[^@\s\x00-\x1f<>()\[\],;:\\\"]{1,190}\.[^@\s\x00-\x1f.]{2,}")
_CHINESE = re.compile(r"(?:\+|00)?86(1\d{10})")
_MOBILE = re.compile(r"\+?\d{6,15}")
_STAFF = re.compile(r"[\w-]{1,40}")


def parse_email(text: str) -> str:
    """An e-mail address, folded. Raises ``BadEmail``."""
    found = fold(text).strip()
    if not _EMAIL.fullmatch(found):
        raise BadEmail(field="email")
    return found


def parse_mobile(text: str) -> str:
    """A mobile number without separators; a Chinese one without its country code. Raises ``BadMobile``."""
    found = _digits(text)
    if not _MOBILE.fullmatch(found):
        raise BadMobile(field="mobile")
    return found


def parse_staff_number(text: str) -> str:
    """A staff number, folded. Raises ``BadStaffNumber``."""
    found = fold(text).strip()
    if not _STAFF.fullmatch(found):
        raise BadStaffNumber(field="staff_number")
    return parse_login(found)


def parse_login(text: str) -> str:
    """Whatever was typed, in the form in which one of the three is kept."""
    found = fold(text).strip()
    digits = _digits(found)
    return digits if "@" not in found and _MOBILE.fullmatch(digits) else found


@dataclass(frozen=True, kw_only=True)
class Login:
    """A login with its kind: ``email``, ``mobile`` or ``staff_number``."""

    kind: Literal["email", "mobile", "staff_number"]
    text: str


def login_of(text: str) -> Login:
    """A login of the kind that its form says. Raises ``BadEmail``, ``BadMobile``, ``BadStaffNumber``."""
    found = parse_login(text)
    if "@" in found:
        return Login(kind="email", text=parse_email(text))
    if found.removeprefix("+").isdecimal() and len(found) >= 8:
        return Login(kind="mobile", text=parse_mobile(text))
    return Login(kind="staff_number", text=parse_staff_number(text))


def _digits(text: str) -> str:
    found = re.sub(r"[\s().-]", "", fold(text).strip())
    chinese = _CHINESE.fullmatch(found)
    return chinese[1] if chinese else found
