"""The limit: the hand-written statements under ``pgbench``, without any application."""

from __future__ import annotations

import random
import re
import subprocess
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import cast
from uuid import UUID

import psycopg
from psycopg import ClientCursor
from psycopg.conninfo import conninfo_to_dict

from .asks import Ask
from .bare import BELOW, PREPARE, Values
from .load import CLIENTS
from .model import department_id, id_of
from .statements import Statement

SCRIPTS = 60
MADE_UP = {"change", "audit", "event"}  #: ids that each run of a statement makes anew


def measure(bin: Path, admin: str, statements: dict[str, Statement], asks: list[Ask], folder: Path, *, seconds: float) -> float:
    """Transactions per second: each checks the credential and runs the statement, as the application does."""
    chosen = random.Random(5).sample(asks, min(SCRIPTS, len(asks)))
    files: list[str] = []
    with psycopg.connect(admin, cursor_factory=ClientCursor) as connection:
        connection.execute("set search_path = ws_1, kd")
        for number, ask in enumerate(chosen):
            file = folder / f"limit.{number}.sql"
            file.write_text(_script(connection, statements, ask), "utf-8")
            files += ["-f", str(file)]
    parts = conninfo_to_dict(admin)
    where = ["-h", str(parts["host"]), "-p", str(parts["port"]), "-U", str(parts["user"])]
    environment = {"PGPASSWORD": str(parts["password"]), "PGOPTIONS": "-c search_path=ws_1,kd", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    command = [
        str(bin / "pgbench"),
        "-n",
        "-M",
        "prepared",
        "-c",
        str(CLIENTS),
        "-j",
        "2",
        "-T",
        str(max(1, round(seconds))),
        *where,
        *files,
        str(parts["dbname"]),
    ]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if done.returncode or found is None:
        raise RuntimeError(done.stderr or done.stdout)
    return float(found[1])


def _script(connection: psycopg.Connection, statements: dict[str, Statement], ask: Ask) -> str:
    who, cursor = ask.caller, cast("ClientCursor[tuple[object, ...]]", connection.cursor())
    values: Values = dict(ask.values)
    now = datetime.now(UTC)
    row = cursor.execute(_known(statements["caller"]), {"hash": _hash_of(who.secret), "now": now}).fetchone()
    assert row is not None  # the benchmark made this caller
    values |= {"person": row[0], "credential": row[1], "shared": row[2], "edited": row[3], "now": now}
    values |= {"department": department_id(who.department), "departments": BELOW[who.department]}
    if ask.bare in PREPARE:
        PREPARE[ask.bare](values)
    marks = {name: id_of(9, at) for at, name in enumerate(sorted(MADE_UP | ({"id"} if ask.bare == "create" else set())))}
    values |= {name: mark for name, mark in marks.items() if name in values}
    statement = statements[f"{ask.bare}_{'own' if who.role == 'bench_sales' else 'tree'}"]
    text = cursor.mogrify(_known(statement), values).replace("t.version = 1 ", "t.version >= 1 ")
    caller = cursor.mogrify(_known(statements["caller"]), {"hash": _hash_of(who.secret), "now": now})
    return f"begin;\n{_line(caller, {})};\n{_line(text, marks)};\ncommit;\n"


def _known(statement: Statement) -> bytes:
    return bytes(statement.named, "utf-8")


def _hash_of(secret: str) -> bytes:

    return sha256(secret.encode()).digest()


def _line(text: str, marks: dict[str, UUID]) -> str:
    """One line for pgbench; what must be new each time is made by the database, and its colons are no variables."""
    for name, mark in marks.items():
        text = text.replace(f"'{mark.hex}'::uuid", "uuidv7()" if name != "id" else "(select id from fresh)")
    if "fresh" in text:
        text = text.replace("with t as (", "with fresh as materialized (select uuidv7() as id), t as (", 1)
    text = re.sub(r"(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)", r"\1\2\3T\4\5\6", text).replace("+00:00", "+00")
    return re.sub(r"\s*\n\s*", " ", text)
