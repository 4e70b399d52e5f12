"""How far an import is, for who waits at a command: a line on the standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

Line = Callable[[str, int, int, int], str]  #: an object, percent, rows done, rows in all → what is said
OFTEN, SELDOM = 0.2, 5.0  #: seconds between two lines on a terminal, and in a file


class Watch:
    """One line that changes, on a terminal; a new one every few seconds elsewhere; nothing for programs."""

    def __init__(self, line: Line, *, json: bool, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """``line`` puts it into words. ``json``: a program reads the output, so nothing is said."""
        self._line = line
        self.rows = 0  #: to be written
        self._done = 0
        self._stream = None if json else stream or sys.stderr
        self._clock = clock
        self._said = float("-inf")  #: so that the first is told at once
        self._width = 0

    def say(self, text: str) -> None:
        """What is being done."""
        if self._stream is None:
            return
        if self._stream.isatty():
            self._stream.write("\r" + text.ljust(self._width))
            self._width = len(text)
        else:
            self._stream.write(text + "\n")
        self._stream.flush()

    def written(self, sheet: str, place: int, rows: int) -> None:
        """So many rows more are written."""
        del place
        self._done += rows
        often = OFTEN if self._stream is not None and self._stream.isatty() else SELDOM
        now = self._clock()
        if now - self._said < often and self._done < self.rows:
            return
        self._said = now
        whole = max(self.rows, self._done)
        percent = self._done * 100 // whole if whole else 100
        self.say(self._line(sheet, percent, self._done, whole))

    def end(self) -> None:
        """Leave no half line behind."""
        if self._stream is not None and self._stream.isatty() and self._width:
            self._stream.write("\r" + " " * self._width * 2 + "\r")
            self._stream.flush()
