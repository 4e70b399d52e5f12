"""What rights are called in the sentences that refuse them."""

from __future__ import annotations

from kedang.core.base import Reason

_DEEDS = {
    "create": ("create", "新建"),
    "read": ("see", "查看"),
    "update": ("change", "修改"),
    "delete": ("delete", "删除"),
    "export": ("export", "导出"),
    "import": ("import", "导入"),
    "merge": ("merge", "合并"),
    "transfer": ("transfer", "转交"),
    "share": ("share", "共享"),
}
_THINGS = {
    "backups": ("backups", "备份"),
    "demo": ("the demonstration", "演示工作区"),
    "imports": ("imports", "导入"),
    "model": ("objects and fields", "对象与字段"),
    "people": ("people", "人员"),
    "roles": ("roles", "角色"),
    "status": ("the system's status", "系统状态"),
    "views": ("views of the team", "团队视图"),
    "workspace": ("the workspace", "公司与模块"),
}


def deed(action: str) -> Reason:
    """An action on records, in words; one without words stands for itself."""
    en, zh = _DEEDS.get(action, (action, action))
    return Reason(code=action, en=en, zh=zh)


def thing(what: str) -> Reason:
    """Something of the workspace that is managed, in words; one without words stands for itself."""
    en, zh = _THINGS.get(what, (what, what))
    return Reason(code=what, en=en, zh=zh)
