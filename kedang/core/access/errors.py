"""Refusals."""

from __future__ import annotations

from kedang.core.base import Forbidden, Invalid

from .words import deed, thing


class MayNot(Forbidden):
    """You have no right to {action} this."""

    zh = "您没有{action}的权限。"
    code = "forbidden"

    def __init__(self, *, action: str) -> None:
        """``action``: as roles name it."""
        super().__init__(action=deed(action))


class MayNotManage(Forbidden):
    """You have no right to manage {what}."""

    zh = "您没有管理“{what}”的权限。"
    code = "forbidden"

    def __init__(self, *, what: str) -> None:
        """``what``: as roles name it."""
        super().__init__(what=thing(what))


class BadRole(Invalid):
    """The role cannot be used: {reason}"""

    zh = "角色定义无法使用：{reason}"
