"""What can go wrong with background work."""

from __future__ import annotations

from kedang.core.base import Busy, NotFound


class WorkerLost(Busy):
    """The worker died each of the {attempts} times that it tried this."""

    zh = "工作进程在 {attempts} 次尝试中均意外终止。"


class NoDeadLetter(NotFound):
    """There is no failed delivery of this event to {reaction}."""

    zh = "没有该事件投递到 {reaction} 的失败记录。"
