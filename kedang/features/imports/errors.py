"""What can go wrong with an import as a whole. What is wrong with a row stands in its reasons."""

from __future__ import annotations

from kedang.core.base import Conflict, Invalid, NotFound


class NoSuchImport(NotFound):
    """There is no such import, or it is not yours."""

    zh = "该导入不存在或无权查看。"


class NothingToImport(Invalid):
    """No sheet of these files could be understood as records; name the object with --object."""

    zh = "这些文件中没有可识别为记录的工作表；请用 --object 指定对象。"


class NotPlanned(Conflict):
    """This import is running, done or undone; begin a new one."""

    zh = "该导入正在运行、已完成或已撤销，请重新开始一次导入。"


class NotDone(Conflict):
    """Only an import that is done can be undone."""

    zh = "只有已完成的导入才能撤销。"


class BadChoice(Invalid):
    """'{field}' must be one of {expected}."""

    zh = "“{field}”应为以下之一：{expected}。"
