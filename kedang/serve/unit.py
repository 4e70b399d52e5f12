"""Kedang as a service of systemd: the unit and its settings, written for the user who installs it, or for the whole machine by root."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from kedang.settings import Settings

from .errors import NoSystemd, UnitFailed

NAME = "kedang.service"
STOP = 120  #: seconds to end: jobs, web, database
RUNNING = Path("/run/systemd/system")  #: it is there exactly where systemd runs the machine
#: What the process may not do. Started by root, the database steps into a user of its own, who is added at the first start.
GUARDS = (
    "NoNewPrivileges=true", "PrivateTmp=true", "ProtectSystem=true", "ProtectKernelTunables=true", "ProtectKernelModules=true",
    "ProtectControlGroups=true", "RestrictSUIDSGID=true", "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A unit and the file of its settings, with their places."""

    file: Path
    text: str
    settings_file: Path
    settings: str
    of_user: bool

    def control(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Ask systemd for something about it."""
        scope = ["--user"] if self.of_user else []
        return subprocess.run(["systemctl", *scope, *arguments], capture_output=True, text=True, check=False)


def unit_for(settings: Settings, environment: Mapping[str, str], *, root: bool, home: Path) -> Unit:
    """The unit of this installation: what runs is this very Python, what it is told are the settings that hold now."""
    folder = Path("/etc/systemd/system") if root else home / ".config" / "systemd" / "user"
    told = Path("/etc/kedang.env") if root else home / ".config" / "kedang.env"
    lines = [
        "[Unit]", "Description=Kedang customer archive", *(["After=network-online.target", "Wants=network-online.target"] if root else []), "",
        "[Service]", "Type=exec", f"EnvironmentFile={_escaped(str(told))}", f"ExecStart={_escaped(_quoted(sys.executable))} -m kedang serve",
        "KillMode=mixed", f"TimeoutStopSec={STOP}", "Restart=on-failure", "RestartSec=5", "LimitNOFILE=65536", "UMask=0077", *(GUARDS if root else ()), "",
        "[Install]", f"WantedBy={'multi-user' if root else 'default'}.target", "",
    ]  # fmt: skip
    return Unit(file=folder / NAME, text="\n".join(lines), settings_file=told, settings=_settings(settings, environment), of_user=not root)


def check_systemd() -> None:
    """Raises ``NoSystemd`` where the machine is not run by it."""
    if sys.platform != "linux" or not RUNNING.is_dir() or shutil.which("systemctl") is None:
        raise NoSystemd


def install(unit: Unit) -> bool:
    """Write, enable and start it; returns whether its settings were written too, and not kept from before. Raises ``UnitFailed``."""
    is_new = not unit.settings_file.exists()
    if is_new:
        unit.settings_file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(unit.settings_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(unit.settings)
    unit.file.parent.mkdir(parents=True, exist_ok=True)
    unit.file.write_text(unit.text, "utf-8")
    for step in (("daemon-reload",), ("enable", "--now", NAME)):
        _must(unit, *step)
    return is_new


def uninstall(unit: Unit) -> bool:
    """Stop, disable and remove it; its settings and all data stay. Returns false where there was none."""
    if not unit.file.exists():
        return False
    _must(unit, "disable", "--now", NAME)
    unit.file.unlink()
    _must(unit, "daemon-reload")
    return True


def _must(unit: Unit, *arguments: str) -> None:
    done = unit.control(*arguments)
    if done.returncode:
        raise UnitFailed(command=" ".join(("systemctl", *arguments)), reason=done.stderr.strip()[-500:])


def _settings(settings: Settings, environment: Mapping[str, str]) -> str:
    """What is set now, one a line: also what was given on the command line."""
    names = [f"KEDANG_{one.name.upper()}" for one in fields(Settings)]
    told = {name: environment[name] for name in names if environment.get(name)}
    told["KEDANG_DATA_DIR"] = str(settings.data_dir.absolute())
    if settings.lan:
        told["KEDANG_LAN"] = "1"
    return "".join(f"{name}={_quoted(value)}\n" for name, value in sorted(told.items()))


def _quoted(text: str) -> str:
    """In double quotes, as systemd reads them in commands and in files of settings."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _escaped(text: str) -> str:
    """A path in a unit, where a percent sign begins a word of systemd's own."""
    return text.replace("%", "%%")
