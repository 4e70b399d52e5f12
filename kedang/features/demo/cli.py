"""The command ``demo``."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer
from rich.progress import TaskID

from kedang import cli
from kedang.cli import tr
from kedang.core.db import Database

from . import service
from .model import Demo, Wish
from .story import CUSTOMERS
from .work import Begin, builder, carry_out

demo = typer.Typer(
    no_args_is_help=True, pretty_exceptions_show_locals=False,
    help=tr("演示工作区：约 2,000 家虚构客户和三年的往来。", "The demonstration: some 2,000 invented customers and three years of history."),
)  # fmt: skip
_begin: list[Begin] = []


def begin_by(work: Begin) -> None:
    """Say what a workspace begins with; the composition root does, once."""
    _begin[:] = [work]


Customers = Annotated[int, typer.Option(help=tr("客户数量。", "How many customers."), min=1, max=20_000)]


@demo.command("load", help=tr("加载演示工作区；已有则不变。", "Load the demonstration; one that is there stays."))
def load(*, customers: Customers = CUSTOMERS, json: cli.Json = False) -> None:
    """Load it."""
    _carry_out("load", customers=customers, json=json)


@demo.command("reset", help=tr("重新加载，恢复到最初的样子。", "Load it anew, as it was at first."))
def reset(*, customers: Customers = CUSTOMERS, json: cli.Json = False) -> None:
    """Load it anew."""
    _carry_out("reset", customers=customers, json=json)


@demo.command("remove", help=tr("删除演示工作区。企业自己的数据不受影响。", "Remove it. The firm's own data stay as they are."))
def remove(*, json: cli.Json = False) -> None:
    """Remove it."""
    _carry_out("remove", json=json)


def _carry_out(wish: Wish, *, customers: int = CUSTOMERS, json: bool) -> None:
    with cli.task(json=json) as task, task.open() as opened, task.output.progress() as bars:
        bar: list[TaskID] = []

        async def say(done: int, total: int) -> None:
            bar.extend([] if bar else [bars.add_task(tr("正在写入演示数据", "Writing the demonstration"), total=total)])
            bars.update(bar[0], completed=done)

        async def work(database: Database) -> Demo:
            await service.ask(database, wish)
            wanted = replace(builder(opened.settings, opened.addresses, database, begin=_begin[0]), customers=customers)
            return await carry_out(wanted, say=say)

        found = opened.run(work)
        there = tr(f"演示工作区已就绪（工作区 {found.workspace}）。", f"The demonstration is ready (workspace {found.workspace}).")
        gone = tr("演示工作区已删除。", "The demonstration was removed.")
        task.output.result({"state": found.state, "workspace": found.workspace}, there if found.state == "ready" else gone)
