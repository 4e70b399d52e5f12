"""What can go wrong with solutions."""

from __future__ import annotations

from kedang.core.base import Conflict, Invalid, NotFound


class NoSuchSolution(NotFound):
    """There is no solution {name}; there are {known}."""

    zh = "没有解决方案 {name}；现有：{known}。"
    code = "no_such_solution"


class BadFile(Invalid):
    """{file} cannot be used: {reason}"""

    zh = "无法使用 {file}：{reason}"
    code = "bad_solution_file"


class NotApplied(NotFound):
    """The solution {name} has not been applied to this workspace."""

    zh = "此工作区没有应用解决方案 {name}。"
    code = "solution_not_applied"


class StillInUse(Conflict):
    """{object} still has records, also in the recycle bin perhaps; a solution is removed only while it is empty."""

    zh = "{object} 仍有记录（可能在回收站中）；只有没有记录时才能移除解决方案。"
    code = "solution_in_use"
