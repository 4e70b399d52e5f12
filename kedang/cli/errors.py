"""What can go wrong on the command line."""

from __future__ import annotations

from kedang.core.base import Busy, Invalid


class WrongUse(Invalid):
    """{problem}"""

    zh = "{problem}"


class StillStopping(Busy):
    """Processes of an earlier run still use {folder}; try again in a moment."""

    zh = "上次运行的进程仍在使用 {folder}；请稍后再试。"


class DatabaseAway(Busy):
    """The database does not answer: {reason}"""

    zh = "数据库没有响应：{reason}"


class Unexpected(Busy):
    """Something went wrong that should not: {kind}. The details are in {file}; nothing of them was sent anywhere."""

    zh = "发生了意外错误：{kind}。详情已写入 {file}，未向任何地方发送。"
