"""What can go wrong with the demonstration."""

from __future__ import annotations

from kedang.core.base import Busy, NotFound


class DemoAway(NotFound):
    """The demonstration is not there; load it first."""

    zh = "演示工作区还没有准备好，请先加载。"


class DemoBusy(Busy):
    """Another process is at work on the demonstration; try again in a minute."""

    zh = "另一个进程正在处理演示工作区，请一分钟后再试。"
