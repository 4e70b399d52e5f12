"""Web address: http and https only."""

from __future__ import annotations

from urllib.parse import urlsplit

from .base import Columns, Kind, Refused, Spec, text_of


class Url(Kind):
    """A web address."""

    name = "url"
    label = {"zh": "网址", "en": "Web address"}

    def parse(self, spec: Spec, value: object) -> Columns:
        """With http or https; without a scheme https is meant."""
        text = text_of(value, limit=4_000).strip()
        if "://" not in text.split("?")[0] and not text.lower().startswith(("javascript:", "data:", "mailto:", "vbscript:", "file:")):
            text = "https://" + text
        try:
            parts = urlsplit(text)
            host = parts.hostname
        except ValueError:
            raise Refused("is no web address", "不是有效的网址") from None
        if parts.scheme.lower() not in {"http", "https"} or not host or "." not in host or any(c.isspace() or c == "\\" for c in text):
            raise Refused("must be a web address that begins with http:// or https://", "应为以 http:// 或 https:// 开头的网址")
        return (text,)
