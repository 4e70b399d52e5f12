"""``python -m bench``: builds the data, starts Kedang and the yardsticks, measures each verb, prints the table."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg.conninfo import make_conninfo

from kedang.core.base import system_clock
from kedang.core.db import Addresses, EmbeddedServer, migrate

from . import exports, imports, limit, load, report, spent
from .asks import LATER, VERBS, Ask, Json, Send, World
from .fill import Filler, make_model
from .model import Person
from .statements import Statement, build

PORTS = {"kedang": 8671, "bare": 8672}
APPS = {"kedang": "kedang.app:create", "bare": "bench.bare:create"}
BUILD = Path("build")


def main() -> int:
    """Run it."""
    wanted = options()
    folder = Path(wanted.folder or tempfile.mkdtemp(prefix="kedang-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    try:
        with EmbeddedServer(folder / "pg", say=print) as addresses:
            return measure(wanted, folder, addresses)
    finally:
        if not wanted.folder:
            shutil.rmtree(folder, ignore_errors=True)


def options() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=5, help="length of one run")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each server, in turns")
    parser.add_argument("--verbs", default=",".join([*VERBS, "export", "import"]), help="comma separated")
    parser.add_argument("--folder", help="keep the database here, and use it again")
    return parser.parse_args()


def measure(wanted: argparse.Namespace, folder: Path, addresses: Addresses) -> int:
    """Go through the verbs: first those that are asked of servers, then those without a yardstick."""
    verbs = wanted.verbs.split(",")
    asked = [verb for verb in verbs if verb in VERBS]
    rows: list[report.Row] = []
    if asked or "export" in verbs or wanted.folder:  # a kept database begins with the workspace of the other verbs
        statements = prepare(addresses, wanted.rows, folder)
        rows = compare(asked, wanted, folder, addresses, statements) if asked else []
    alone: dict[str, object] = {}
    if "export" in verbs:
        alone["export"] = {name: {"kedang": round(rate)} for name, rate in exports.measure(addresses.app, folder, rounds=wanted.rounds).items()}
    if "import" in verbs:
        found = imports.measure(addresses, folder, rows=min(wanted.rows, imports.ROWS))
        alone["import"] = {name: round(rate) for name, rate in found.items()}
    report.write(rows, BUILD / "bench.json", alone)
    return 0


def compare(verbs: Sequence[str], wanted: argparse.Namespace, folder: Path, addresses: Addresses, statements: dict[str, Statement]) -> list[report.Row]:
    """Measure verbs beside their yardsticks, and print the table."""
    for verb in LATER:
        print(f"{verb}: not measured here, but by python -m bench.{verb}")
    rows: list[report.Row] = []
    with serving("kedang", folder, addresses, statements) as ours, serving("bare", folder, addresses, statements) as theirs:
        servers = {"kedang": ours, "bare": theirs}
        for verb in verbs:
            try:
                rows.append(one_verb(verb, wanted, folder, addresses, statements, servers))
            except (load.LoadFailed, RuntimeError) as failed:
                print(f"{verb}: {str(failed)[:300]}", flush=True)
                continue
            print(report.table(rows[-1:]).splitlines()[-1], flush=True)
    print(f"\n{wanted.rows:,} customers, {os.cpu_count()} cores, {time.strftime('%Y-%m-%d')}\n{report.table(rows)}")
    return rows


def prepare(addresses: Addresses, rows: int, folder: Path) -> dict[str, Statement]:
    """The database with its rows; the statements of the yardsticks."""
    catalog_file = folder / "statements.json"
    if catalog_file.exists():
        from .statements import numbered  # noqa: PLC0415  # needed again only here

        return {name: numbered(text) for name, text in json.loads(catalog_file.read_text("utf-8")).items()}
    started = time.monotonic()
    migrate.migrate(addresses.admin)
    migrate.create_workspace(addresses.admin, name="测试", now=system_clock())
    catalog = asyncio.run(make_model(addresses.app))
    with psycopg.connect(addresses.admin, autocommit=True) as connection:
        Filler(connection, catalog, rows).fill()
    print(f"{rows:,} customers in {time.monotonic() - started:.0f} s", flush=True)
    statements = build(catalog)
    catalog_file.write_text(json.dumps({name: one.named for name, one in statements.items()}), "utf-8")
    return statements


@contextlib.contextmanager
def serving(name: str, folder: Path, addresses: Addresses, statements: dict[str, Statement]) -> Generator[int]:
    """One of the servers, until the end: the number of its process. Raises ``RuntimeError`` where its port is taken."""
    with socket.socket() as taken:
        if taken.connect_ex(("127.0.0.1", PORTS[name])) == 0:
            raise RuntimeError(f"another process listens on port {PORTS[name]}: end it first")
    bare = make_conninfo(addresses.admin, options="-c search_path=ws_1,kd")
    environment = os.environ | {
        "KEDANG_APP_CONNINFO": addresses.app, "BENCH_ADDRESS": bare, "BENCH_STATEMENTS": json.dumps({n: s.named for n, s in statements.items()}),
    }  # fmt: skip
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.serve", APPS[name], str(PORTS[name])], env=environment, stderr=log, stdout=log, start_new_session=True
        )
    try:
        _wait(PORTS[name], process)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
            connection.connect()
            connection.close()
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"the server on port {port} did not start")


def ask_kedang(who: Person, method: str, path: str, body: Json | None) -> Json:
    """One question to the running Kedang."""
    connection = http.client.HTTPConnection("127.0.0.1", PORTS["kedang"], timeout=60)
    headers = {"authorization": f"Bearer {who.token}", "content-type": "application/json"}
    connection.request(method, quote(path), json.dumps(body).encode() if body is not None else None, headers)
    answer = connection.getresponse()
    data = json.loads(answer.read())
    if answer.status >= 300:
        raise RuntimeError(f"{method} {path}: {answer.status} {data}")
    return data


def one_verb(
    verb: str, wanted: argparse.Namespace, folder: Path, addresses: Addresses, statements: dict[str, Statement], servers: dict[str, int]
) -> report.Row:
    """Warm both, then measure them in turns, then the limit."""
    send: Send = ask_kedang
    asks = VERBS[verb](World(wanted.rows), send)
    runs: dict[str, list[load.Run]] = {"kedang": [], "bare": []}
    parts = iter(_parts(asks, 2 * (wanted.rounds + 1)) if verb == "update" else [asks] * (2 * (wanted.rounds + 1)))
    for turn in range(wanted.rounds + 1):
        for name, found in runs.items():
            seconds = wanted.seconds if turn else min(2, wanted.seconds)
            roots = servers[name], spent.postmaster(folder / "pg" / "data")
            before = spent.seconds(*roots)
            run = load.drive(next(parts), PORTS[name], folder, seconds=seconds, is_bare=name == "bare")
            run = replace(run, cost=(spent.seconds(*roots) - before) * 1000 / max(1, run.answers))
            if turn:
                found.append(run)
    most = limit.measure(addresses.bin, addresses.admin, statements, asks, folder, seconds=wanted.seconds)
    return report.Row(verb, runs["kedang"], runs["bare"], most)


def _parts(asks: list[Ask], number: int) -> list[list[Ask]]:
    """A record is changed once only: each run has records of its own."""
    return [asks[at::number] for at in range(number)]


if __name__ == "__main__":
    sys.exit(main())
