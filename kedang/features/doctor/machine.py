"""The machine: Python, disk, memory, folders, ports, limits."""

from __future__ import annotations

import os
import platform
import shutil
import socket
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil

from kedang.settings import Settings

from .model import Check, Patient
from .words import Tr, attention, ok

LEAST_DISK = 2_000_000_000  #: bytes free
LEAST_MEMORY = 1_000_000_000  #: bytes in all
LEAST_FILES = 1024  #: open files a process may have
LONGEST_SOCKET = 103  #: bytes of a socket's path
LARGEST_LOGS = 1_000_000_000  #: bytes


def checks(patient: Patient, tr: Tr) -> Iterator[Check]:
    """Everything about the machine."""
    yield _python()
    yield from resources(patient.settings, tr)
    yield from _folders(patient, tr)
    yield _socket(patient, tr)
    yield _files(tr)
    yield _port(patient, tr)
    yield _logs(patient, tr)


def resources(settings: Settings, tr: Tr) -> Iterator[Check]:
    """What runs out: disk and memory."""
    yield _disk(settings, tr)
    yield _memory(tr)


def _python() -> Check:
    return ok("python", f"Python {platform.python_version()}")  # an older one than we need does not get here


def _disk(settings: Settings, tr: Tr) -> Check:
    folder = settings.data_dir.absolute()  # with a database elsewhere it may not have been made yet
    left = shutil.disk_usage(next(one for one in (folder, *folder.parents) if one.exists())).free
    text = tr(f"数据所在磁盘剩余 {left / 1e9:.1f} GB", f"{left / 1e9:.1f} GB left on the data's disk")
    if left >= LEAST_DISK:
        return ok("disk", text)
    return attention("disk", text, tr("请清理磁盘或减少保留的备份份数（设置 → 备份）。", "Make room, or keep fewer backups (Settings, Backups)."))


def _memory(tr: Tr) -> Check:
    memory = psutil.virtual_memory()
    text = tr(
        f"内存 {memory.total / 1e9:.1f} GB，可用 {memory.available / 1e9:.1f} GB",
        f"{memory.total / 1e9:.1f} GB of memory, {memory.available / 1e9:.1f} GB available",
    )
    if memory.total >= LEAST_MEMORY:
        return ok("memory", text)
    return attention("memory", text, tr("至少需要 1 GB 内存。", "At least 1 GB is needed."))


def _folders(patient: Patient, tr: Tr) -> Iterator[Check]:
    """What only its owner may read is open to nobody else."""
    root = patient.settings.data_dir
    if sys.platform == "win32":
        return
    bad = [path for path in _private(root) if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if bad:
        names = ", ".join(str(path) for path in bad[:5])
        yield attention("modes", tr(f"其他用户可以访问：{names}", f"Others may enter: {names}"), f"chmod go= {names.replace(',', '')}")
    else:
        yield ok("modes", tr("数据文件夹的权限正确", "The data folders are closed to others"))
    strangers = [path for path in _private(root) if path.stat().st_uid not in {os.geteuid(), 0, _owner(root / "pg" / "data")}]
    if strangers:
        yield attention(
            "owner",
            tr(f"属于其他用户：{strangers[0]}", f"Belongs to somebody else: {strangers[0]}"),
            tr("请用同一用户运行所有命令。", "Run every command as one user."),
        )
    else:
        yield ok("owner", tr("数据文件夹的所有者正确", "The data folders have the right owner"))


def _private(root: Path) -> list[Path]:
    names = ("pg/data", "pg/run", "pg/passwords.json", "database-passwords.json", "keys", "backups", "files", "exports")
    return [root / name for name in names if (root / name).exists()]


def _owner(path: Path) -> int:
    return path.stat().st_uid if path.exists() else os.geteuid()


def _socket(patient: Patient, tr: Tr) -> Check:
    path = patient.settings.data_dir.absolute() / "pg" / "run" / ".s.PGSQL.5432"
    length = len(os.fsencode(path))
    text = tr(f"数据库套接字路径 {length} 字节", f"The database's socket has a path of {length} bytes")
    # A longer one is put below /tmp by the embedded server; it works, but cleaners of /tmp may take it away.
    if length <= LONGEST_SOCKET or patient.settings.database_url:
        return ok("socket", text)
    return attention("socket", text, tr("请换用较短的数据文件夹路径。", "Use a data folder with a shorter path."))


def _files(tr: Tr) -> Check:
    if sys.platform == "win32":
        return ok("descriptors", "")
    import resource  # noqa: PLC0415  here, because Windows has no such module

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    text = tr(f"每个进程可打开 {soft} 个文件", f"A process may open {soft} files")
    if soft >= LEAST_FILES:
        return ok("descriptors", text)
    return attention("descriptors", text, tr("请提高限制：ulimit -n 4096", "Raise the limit: ulimit -n 4096"))


def _port(patient: Patient, tr: Tr) -> Check:
    host, port = patient.settings.host, patient.settings.port
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return ok("port", tr(f"端口 {port} 正在使用；启动时会自动换用下一个", f"Port {port} is in use; a start takes the next free one"))
    return ok("port", tr(f"端口 {port} 空闲", f"Port {port} is free"))


def _logs(patient: Patient, tr: Tr) -> Check:
    folder = patient.settings.data_dir / "pg" / "log"
    size = sum(path.stat().st_size for path in folder.glob("*") if path.is_file()) if folder.is_dir() else 0
    text = tr(f"数据库日志 {size / 1e6:.1f} MB", f"The database's logs hold {size / 1e6:.1f} MB")
    if size <= LARGEST_LOGS:
        return ok("logs", text)
    return attention("logs", text, tr(f"请查看并清理 {folder}。", f"Look into {folder} and clear it."))
