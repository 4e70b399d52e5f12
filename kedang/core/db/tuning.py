"""The server's settings for this machine, and those that keep customers' data out of its log."""

from __future__ import annotations

import shutil
from pathlib import Path

import psutil

MB = 1024 * 1024
CGROUP_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def memory() -> int:
    """Bytes of memory that we may use: the machine's, or less if our container says so."""
    total = psutil.virtual_memory().total
    for file in CGROUP_LIMITS:
        try:
            total = min(total, int(file.read_text("ascii")))
        except (OSError, ValueError):
            continue
    return total


def settings_for(folder: Path, log: Path, *, fast_and_unsafe: bool) -> dict[str, str]:
    """Name and value of every setting that differs from PostgreSQL's own."""
    ours = (
        _sizes(memory(), shutil.disk_usage(folder).free)
        | _log(log)
        | {
            "shared_preload_libraries": "pg_stat_statements",
            "pg_stat_statements.track_utility": "off",  # a utility statement may carry a secret
            "password_encryption": "scram-sha-256",
            "timezone": "UTC",
            "jit": "off",  # our queries are short
            "random_page_cost": "1.1",
            "wal_compression": "pglz",
            "checkpoint_timeout": "10min",
            "max_connections": "200",
        }
    )
    if fast_and_unsafe:
        ours |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off", "shared_buffers": "128MB"}
    return ours


def written(settings: dict[str, str]) -> str:
    """The settings as the text of a configuration file."""
    head = "# Written at every start; put settings of your own into postgresql.auto.conf by 'alter system'.\n"
    return head + "".join(f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in settings.items())


def _sizes(memory: int, free: int) -> dict[str, str]:
    return {
        "shared_buffers": _between(memory // 4, 128, 8192),
        "effective_cache_size": _between(memory * 6 // 10, 256, 1024 * 1024),
        "work_mem": _between(memory // 1024, 4, 32),
        "maintenance_work_mem": _between(memory // 16, 64, 1024),
        "max_wal_size": _between(free // 20, 256, 4096),
        "min_wal_size": _between(free // 100, 80, 512),
    }


def _log(log: Path) -> dict[str, str]:
    return {
        "logging_collector": "on",
        "log_directory": str(log),
        "log_filename": "postgresql-%u.log",  # one for each day of the week, overwritten a week later
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] ",
        # An error's text, detail and statement can hold a customer's values. The application reports its errors itself, so the
        # server's log keeps to the server (in this scale 'log' ranks above 'error').
        "log_min_messages": "log",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
    }


def _between(size: int, least: int, most: int) -> str:
    return f"{max(least, min(most, size // MB))}MB"
