"""What can go wrong with views."""

from __future__ import annotations

from kedang.core.base import Conflict, Invalid, NotFound


class NoSuchView(NotFound):
    """There is no such view, or you may not see it."""

    zh = "该视图不存在或您无权查看。"


class ViewChanged(Conflict):
    """Somebody else has changed this view since you read it; read it again (it is version {version} now)."""

    zh = "该视图已被他人修改（现为第 {version} 版）；请刷新后再保存。"
    code = "stale"


class ViewLocked(Conflict):
    """The view is locked; unlock it first, or save your changes as a new view."""

    zh = "该视图已锁定；请先解锁，或将修改另存为新视图。"
    code = "locked"


class ViewNotUsable(Invalid):
    """This view uses fields that you may not use; ask whoever made it, or choose another view."""

    zh = "这个视图用到了您无权使用的字段；请联系创建者，或选择其他视图。"
    code = "field_not_usable"


class BadView(Invalid):
    """'{field}': {reason}"""

    zh = "“{field}”：{reason_zh}"


class TooManyViews(Conflict):
    """There are {most} views already; delete one that is no longer used."""

    zh = "视图已达 {most} 个；请先删除不再使用的视图。"
    code = "too_many_views"
