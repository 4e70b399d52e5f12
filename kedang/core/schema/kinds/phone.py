"""Phone: a mobile, a landline with area code and extension, a service number; foreign ones with ``+``.

Chinese numbers are kept without +86: mobiles as 11 digits (numbering plan of the MIIT: 1[3-9] and nine digits), landlines as ``010-68371234-802``.
"""

from __future__ import annotations

import re
import unicodedata

import phonenumbers
from psycopg.sql import SQL, Composable

from .base import Columns, Kind, Refused, Spec, text_of

EXTENSION = re.compile(r"(?:转|分机|ext\.?|#|x)\s*(\d{1,6})\s*$", re.IGNORECASE)
MOBILE = re.compile(r"1[3-9]\d{9}")
PLAIN = re.compile(r"1[3-9][0-9]{9}")  #: a mobile in its one spelling already
LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})-?(\d{7,8})(?:-(\d{1,6}))?")
SERVICE = re.compile(r"[48]00-?(\d{3})-?(\d{4})(?:-(\d{1,6}))?")
SHORT = re.compile(r"(95|96|10|12)\d{3,6}")


class Phone(Kind):
    """A telephone number."""

    name = "phone"
    label = {"zh": "电话", "en": "Phone"}
    sensitivity = "personal"

    def parse(self, spec: Spec, value: object) -> Columns:
        """Full width, +86, blanks and dashes are understood; an impossible number is refused."""
        return (normal_phone(text_of(value, limit=100)),)

    def mask(self, spec: Spec, columns: list[Composable]) -> Composable:
        """138****1234."""
        # Written out: a function of SQL that is strict costs some 10 µs a call.
        sql = "case when length({0}) >= 8 then left({0}, 3) || '****' || right({0}, 4) when {0} is not null then '***' end"
        return SQL(sql).format(columns[0])

    def mask_plain(self, value: object) -> object:
        """138****1234."""
        text = str(value)
        return f"{text[:3]}****{text[-4:]}" if len(text) >= 8 else "***"


def normal_phone(text: str) -> str:
    """A number in its one spelling. Raises ``Refused``."""
    if PLAIN.fullmatch(text):
        return text
    given = unicodedata.normalize("NFKC", text).strip()
    given = re.sub(r"[‐-―−－]", "-", given)
    extension = EXTENSION.search(given)
    body = given[: extension.start()] if extension else given
    tail = f"-{extension[1]}" if extension else ""
    body = re.sub(r"[\s()（）.·]", "", body).rstrip("-")
    if not re.fullmatch(r"\+?[\d-]+", body):
        raise Refused("is no telephone number", "不是有效的电话号码")
    local = _chinese(re.sub(r"^(\+|00)86-?", "", body)) or (_chinese(body[2:]) if re.fullmatch(r"861[3-9]\d{9}", body.replace("-", "")) else None)
    if local:
        return local + tail
    return _foreign(body) + tail


def _chinese(body: str) -> str | None:
    digits = body.replace("-", "")
    if MOBILE.fullmatch(digits):
        return digits
    if found := LANDLINE.fullmatch(body if body.count("-") else digits):
        return f"{found[1]}-{found[2]}" + (f"-{found[3]}" if found[3] else "")
    if found := SERVICE.fullmatch(body):
        return f"{digits[:3]}-{found[1]}-{found[2]}" + (f"-{found[3]}" if found[3] else "")
    if SHORT.fullmatch(digits) or re.fullmatch(r"[2-9]\d{6,7}", digits):
        return digits
    return None


def _foreign(body: str) -> str:
    if not body.startswith("+"):
        raise Refused("is no possible Chinese number; foreign ones begin with +", "不是有效的国内号码；国外号码请以 + 开头")
    try:
        number = phonenumbers.parse(body)
    except phonenumbers.NumberParseException:
        raise Refused("is no telephone number", "不是有效的电话号码") from None
    if not phonenumbers.is_valid_number(number) or number.country_code == 86:
        raise Refused("is no possible telephone number", "不是有效的电话号码")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
