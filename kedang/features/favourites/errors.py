"""What can go wrong with favourites."""

from __future__ import annotations

from kedang.core.base import Conflict, NotFound


class NoSuchFavourite(NotFound):
    """There is no such favourite of yours."""

    zh = "该收藏不存在，或不属于您。"


class TooManyFavourites(Conflict):
    """You have {most} favourites already; remove one first."""

    zh = "收藏已达 {most} 个；请先取消一个。"
