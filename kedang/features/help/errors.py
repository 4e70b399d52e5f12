"""What can go wrong with the manual."""

from __future__ import annotations

from kedang.core.base import NotFound


class NoSuchManual(NotFound):
    """The manual is there as 'html' and as 'pdf'; '{format}' is neither."""

    zh = "手册有 html 和 pdf 两种格式；没有“{format}”。"
