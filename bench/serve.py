"""One server under test: ``python -m bench.serve kedang.app:create 8601``, with the options that ``kedang serve`` gives to Granian."""

from __future__ import annotations

import sys

from granian import Granian
from granian.constants import Interfaces, Loops
from granian.log import LogLevels

if __name__ == "__main__":
    Granian(
        sys.argv[1], factory=True, address="127.0.0.1", port=int(sys.argv[2]), interface=Interfaces.ASGI, loop=Loops.asyncio, workers=2,
        websockets=False, log_level=LogLevels.warning,
    ).serve()  # fmt: skip
