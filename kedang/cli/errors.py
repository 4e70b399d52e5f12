"""What can go wrong on the command line."""

from __future__ import annotations

from kedang.core.base import Busy, Invalid


class WrongUse(Invalid):
    """{problem}"""

    zh = "{problem}"


class AnotherIsRunning(Busy):
    """The installation in {folder} is in use by the process {pid} ({address}); stop it first."""

    zh = "{folder} 中的安装正由进程 {pid} 使用（{address}）；请先停止它。"


class DatabaseAway(Busy):
    """The database does not answer: {reason}"""

    zh = "数据库没有响应：{reason}"
