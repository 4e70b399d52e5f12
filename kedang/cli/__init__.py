"""The toolkit of the edges' ``cli.py``: one way to open the database, to speak, and to end.

    def add(name: str, json: cli.Json = False) -> None:
        with cli.task(json=json) as task, task.open() as opened:
            person = opened.run(lambda database: _add(database, name))
            task.output.result({"id": person.id}, cli.tr(f"已添加 {name}。", f"{name} was added."))

A subcommand is a line in ``kedang/__main__.py``.
"""

from .errors import StillStopping, WrongUse
from .exits import ATTENTION, DONE, FAILED, WRONG_USE
from .opening import Opened, first_workspace
from .output import Output
from .running import RunFile, Running
from .task import Json, Task, task
from .words import tr

__all__ = [
    "ATTENTION",
    "DONE",
    "FAILED",
    "WRONG_USE",
    "Json",
    "Opened",
    "Output",
    "RunFile",
    "Running",
    "StillStopping",
    "Task",
    "WrongUse",
    "first_workspace",
    "task",
    "tr",
]
