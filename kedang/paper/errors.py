"""What can go wrong with paper."""

from __future__ import annotations

from kedang.core.base import Busy


class PaperBroken(Busy):
    """The PDF could not be made. Try again, with fewer rows or columns."""

    zh = "PDF 未能生成。请重试，或减少行数和列数。"
