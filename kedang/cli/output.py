"""Speaking to people, or to programs."""

from __future__ import annotations

import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager

import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from kedang.core.base import KedangError

from .words import language


class Output:
    """What a command says. With ``json``, only one line of JSON goes to the standard output, and nothing moves."""

    def __init__(self, *, json: bool) -> None:
        """Results go to the standard output; for programs, everything else goes to the standard error."""
        self.json = json
        self._console = Console(stderr=json, highlight=False, soft_wrap=True)
        self._errors = Console(stderr=True, highlight=False, soft_wrap=True)

    def say(self, text: str) -> None:
        """Tell people how things go."""
        self._console.print(text, markup=False)

    def result(self, value: object, text: str = "") -> None:
        """The result: as a line of JSON for programs, as text for people."""
        if self.json:
            sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
            sys.stdout.flush()
        elif text:
            self._console.print(text, markup=False)

    def error(self, error: KedangError) -> None:
        """Say what went wrong."""
        if self.json:
            fields = {key: str(value) for key, value in error.fields.items()}
            self.result({"error": {"code": error.code, "detail": error.text(language()), "fields": fields}})
            return
        self._errors.print(error.text(language()), markup=False, style="bold red")
        for one in error.shown(language()):
            self._errors.print(f"  {one.field}: {one.message}", markup=False)

    def table(self, rows: list[Mapping[str, object]]) -> None:
        """Rows under each other, for people only."""
        if self.json or not rows:
            return
        keys = list(rows[0])
        table = Table(*keys, box=None, pad_edge=False)
        for row in rows:
            table.add_row(*(str(row.get(key, "")) for key in keys))
        self._console.print(table)

    @contextmanager
    def progress(self) -> Generator[Progress]:
        """Bars for work over a second; silent for programs and where nobody watches."""
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._console, disable=self.json or not self._console.is_terminal, transient=True) as progress:
            yield progress
