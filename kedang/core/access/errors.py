"""Refusals."""

from __future__ import annotations

from kedang.core.base import Forbidden, Invalid


class MayNot(Forbidden):
    """You have no right to {action} this."""

    zh = "您没有权限执行此操作（{action}）。"
    code = "forbidden"


class MayNotManage(Forbidden):
    """You have no right to manage {what}."""

    zh = "您没有管理“{what}”的权限。"
    code = "forbidden"


class BadRole(Invalid):
    """The role cannot be used: {reason}"""

    zh = "角色定义无法使用：{reason}"
