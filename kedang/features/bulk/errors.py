"""What can go wrong with a change of many."""

from __future__ import annotations

from kedang.core.base import Busy, Conflict, Invalid, NotFound


class NoSuchBulk(NotFound):
    """There is no such change of many, or it is not yours."""

    zh = "该批量操作不存在或不属于您。"


class BadBulk(Invalid):
    """'{field}': {reason}"""

    zh = "“{field}”：{reason_zh}"


class TooMany(Invalid):
    """A change of many may take {most} records; narrow the selection."""

    zh = "单次批量操作最多 {most} 条记录，请缩小选择范围。"
    code = "too_many"


class StillRunning(Conflict):
    """It is still running; cancel it first, or wait."""

    zh = "该批量操作仍在进行；请先取消，或等待其完成。"
    code = "still_running"


class NotRunning(Conflict):
    """It is not running any more."""

    zh = "该批量操作已结束。"
    code = "not_running"


class TooManyBulks(Busy):
    """{most} of your changes of many are still running; wait for one of them, or cancel one."""

    zh = "您已有 {most} 个批量操作正在进行；请等待其中一个完成，或先取消一个。"
    code = "too_many_bulks"
