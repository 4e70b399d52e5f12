"""What can go wrong with live events."""

from __future__ import annotations

from kedang.core.base import Busy


class TooManyStreams(Busy):
    """Too many windows are open on this server; this one does not hear of changes until others are closed."""

    zh = "打开的窗口过多，此窗口暂时无法接收实时更新。"
