"""What the machine must have: memory, disk, and for tests some packages of Debian. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

MB = 1024 * 1024
PACKAGES = {  # package: a file that is there if it is installed
    "chromium": "/usr/bin/chromium",
    "fonts-noto-cjk": "/usr/share/fonts/opentype/noto",
    "libnss3-tools": "/usr/bin/certutil",
    "wrk": "/usr/bin/wrk",
    "libpango-1.0-0": "/usr/share/doc/libpango-1.0-0",
    "libpangoft2-1.0-0": "/usr/share/doc/libpangoft2-1.0-0",
}


def shortage(folder: Path, *, memory: int, disk: int) -> str | None:
    """What is too little, in MB, said in a sentence; ``None`` if there is enough."""
    free = shutil.disk_usage(folder).free // MB
    if free < disk:
        return f"{disk} MB of disk are needed and {free} MB are free in {folder}."
    there = available_memory()
    if there is not None and there < memory:
        return f"{memory} MB of memory are needed and {there} MB are available."
    return None


def available_memory() -> int | None:
    """MB of memory that programs can still get, swap included; ``None`` where the system does not say."""
    try:
        lines = dict(line.split(":") for line in Path("/proc/meminfo").read_text("ascii").splitlines())
    except OSError:
        return None
    return sum(int(lines[name].split()[0]) // 1024 for name in ("MemAvailable", "SwapFree") if name in lines)


def missing_packages() -> list[str]:
    """The packages of Debian that tests want and that are not here."""
    return [name for name, proof in PACKAGES.items() if not Path(proof).exists()]


def install_command(names: list[str]) -> str:
    """The command that installs them, as a person would type it."""
    return f"sudo apt-get update && sudo apt-get install --yes --no-install-recommends {' '.join(names)}"


def install_packages(names: list[str]) -> list[str]:
    """Install them, if we are root on a Debian; returns those that are still missing."""
    if names and os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {' '.join(names)} …", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", *names]):
            subprocess.run(["apt-get", "-qq", *command], env=environment, stdout=subprocess.DEVNULL, check=False)
    return missing_packages()
