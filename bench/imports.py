"""How many rows an import reads, compares and writes in a second: ``python -m bench.imports [ROWS]`` alone, or as the verb ``import``.

A workbook of customers with 17 columns goes into a new workspace with the customer archive, as ``kedang import`` does it: every cell read, duplicates looked
for in the file and among what is stored, then every row and the contact beside it written with history, log and searchable titles. The time is that of plan and
run together. A second import of the same workbook finds every row again; it is shown too.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from kedang import solutions
from kedang.core.access import rights_of
from kedang.core.base import WorkspaceId, system_actor, system_clock
from kedang.core.db import Addresses, Database, EmbeddedServer, migrate, open_database
from kedang.features.imports import service
from kedang.features.imports.manage import may_manage
from kedang.features.imports.report import report
from kedang.features.imports.staged import Choices

from . import workbook

ROWS = 100_000
WANTED = 5_000  #: rows per second


def measure(addresses: Addresses, folder: Path, *, rows: int = ROWS) -> dict[str, float]:
    """Rows per second: in all, of planning and of writing; and of planning the same again."""
    path = folder / f"customers-{rows}.xlsx"
    if not path.exists():
        workbook.write(path, rows)
    migrate.migrate(addresses.admin)
    workspace = migrate.create_workspace(addresses.admin, name="导入", now=system_clock())
    return asyncio.run(_measure(addresses.app, workspace, path, rows))


async def _measure(app: str, workspace: WorkspaceId, path: Path, rows: int) -> dict[str, float]:
    async with open_database(app, clock=system_clock, size=2, statement_timeout=3600) as database:
        async with database.workspace(workspace) as tx:
            await solutions.begin(tx, system_actor(workspace, name="bench"))
        planned, written = await _once(database, workspace, path, rows)
        again, _ = await _once(database, workspace, path, rows, is_dry=True)
    found = {"kedang": rows / (planned + written), "plan": rows / planned, "write": rows / written, "plan_again": rows / again}
    print(f"import of {rows:,} rows: " + ", ".join(f"{name} {rate:,.0f} rows/s" for name, rate in found.items()) + f" (wanted {WANTED:,})", flush=True)
    return found


async def _once(database: Database, workspace: WorkspaceId, path: Path, rows: int, *, is_dry: bool = False) -> tuple[float, float]:
    """Seconds of the plan and of the run."""
    actor = system_actor(workspace, name="operator", via="cli")
    started = time.perf_counter()
    async with database.workspace(workspace, timeout=3600) as tx:
        id = await service.plan(tx, await rights_of(tx, actor), [path], choices=Choices())
    planned = time.perf_counter()
    if not is_dry:
        await service.run(database, workspace, actor, id, may_manage=may_manage)
    ended = time.perf_counter()
    async with database.workspace(workspace) as tx:
        (sheet,) = (await report(tx, id))["sheets"]
    if sheet["rows"] != rows or sheet["refused"]:
        raise RuntimeError(f"not every row was read: {sheet}")
    return planned - started, ended - planned


def main() -> int:
    """Alone, with a server of its own."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory(prefix="kedang-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with EmbeddedServer(folder / "pg", say=print) as addresses:
            measure(addresses, folder, rows=rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
