"""E-mail address, in small letters."""

from __future__ import annotations

import re
import unicodedata

from psycopg.sql import SQL, Composable

from .base import Columns, Kind, Refused, Spec, text_of

ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@(?=.{3,253}$)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]*")


class Email(Kind):
    """An e-mail address."""

    name = "email"
    label = {"zh": "邮箱", "en": "E-mail"}
    sensitivity = "personal"

    def parse(self, spec: Spec, value: object) -> Columns:
        """One address."""
        text = unicodedata.normalize("NFKC", text_of(value, limit=400)).strip().lower().removeprefix("mailto:")
        if not ADDRESS.fullmatch(text):
            raise Refused("is no e-mail address", "不是有效的邮箱地址")
        return (text,)

    def mask(self, spec: Spec, columns: list[Composable]) -> Composable:
        """a***@example.cn."""
        return SQL("regexp_replace({}, '^(.)[^@]*@', '\\1***@')").format(columns[0])

    def mask_plain(self, value: object) -> object:
        """a***@example.cn."""
        text = str(value)
        return f"{text[:1]}***@{text.rpartition('@')[2]}"
