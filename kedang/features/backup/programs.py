"""pg_dump and pg_restore. Passwords go by the environment, never by the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from .errors import ProgramFailed

_VARIABLES = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
}  # fmt: skip


def run(folder: Path, program: str, conninfo: str, arguments: Sequence[str]) -> None:
    """Run a program of PostgreSQL on a database. Raises ``ProgramFailed`` with its last words."""
    given = conninfo_to_dict(conninfo)
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC", "PGCONNECT_TIMEOUT": "30"}
    if sys.platform == "win32":
        environment["SYSTEMROOT"] = os.environ.get("SYSTEMROOT", "")
    environment |= {variable: str(given[key]) for key, variable in _VARIABLES.items() if given.get(key) is not None}
    ended = subprocess.run(
        [folder / program, "--no-password", *arguments], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise ProgramFailed(program=program, reason="\n".join(ended.stderr.strip().splitlines()[-5:]) or f"exit code {ended.returncode}")
