"""Makes ``.venv`` from a lock file, also where Debian lacks ensurepip. Standard library only.

Each step leaves a mark with a digest of what it was made from, so that a cut resumes where it was and a second run does nothing.
"""

from __future__ import annotations

import base64
import configparser
import hashlib
import html
import importlib.util
import os
import re
import shutil
import ssl
import subprocess
import sys
import sysconfig
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
MARKS = VENV / ".kedang"

# Only where the machine has no pip at all. The digest makes it the same file wherever it comes from.
PIP_WHEEL = "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
PUBLIC_INDEX = "https://pypi.org/simple"  # pip's own default; used only if nothing else is configured
TRIES = 3


class Stop(Exception):
    """Something a person has to do first; the message says what."""


def python() -> Path:
    """The interpreter of the environment."""
    return VENV / ("Scripts" if sys.platform == "win32" else "bin") / ("python.exe" if sys.platform == "win32" else "python")


def packages() -> Path:
    """The environment's folder of packages."""
    scheme = sysconfig.get_path("purelib", "venv", {"base": str(VENV), "platbase": str(VENV)})
    return Path(scheme)


def ensure_environment() -> None:
    """The environment itself, with pip in it."""
    if not _works():
        print(f"Creating {VENV.relative_to(ROOT)} with Python {sys.version.split()[0]} …", flush=True)
        shutil.rmtree(VENV, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(VENV)], check=True)
    MARKS.mkdir(exist_ok=True)
    if (packages() / "pip").is_dir() and _has_mark("pip", "pip"):
        return
    if importlib.util.find_spec("ensurepip") is not None and importlib.util.find_spec("venv") is not None and _ensurepip_works():
        subprocess.run([str(python()), "-m", "ensurepip", "--upgrade", "--default-pip"], check=True, stdout=subprocess.DEVNULL)
    else:
        wheel = _pip_wheel()
        subprocess.run([str(python()), f"{wheel}/pip", "install", "--quiet", "--no-index", "--force-reinstall", str(wheel)], check=True)
    _mark("pip", "pip")


def install(lock: Path) -> None:
    """Every package of a lock file, each checked against its digest."""
    if _has_mark(lock.name, _digest(lock)):
        return
    print(f"Installing packages from {lock.name} …", flush=True)
    _pip("install", "--require-hashes", "--no-deps", "-r", str(lock))
    _mark(lock.name, _digest(lock))


def install_kedang() -> None:
    """The checkout itself, such that an edit counts at once; the interface is built apart from this."""
    project = ROOT / "pyproject.toml"
    if _has_mark("kedang", _digest(project)):
        return
    print("Installing the command …", flush=True)
    _pip("install", "--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT), environment={"KEDANG_SKIP_UI": "1"})
    _mark("kedang", _digest(project))


def _pip(*arguments: str, environment: dict[str, str] | None = None) -> None:
    command = [str(python()), "-m", "pip", "--disable-pip-version-check", *arguments, "--quiet", "--no-warn-script-location"]
    command += ["--root-user-action", "ignore"] if arguments[0] == "install" else []
    for attempt in range(1, TRIES + 1):
        if subprocess.run(command, env=os.environ | (environment or {}), check=False).returncode == 0:
            return
        if attempt < TRIES:
            print(f"That failed; try {attempt + 1} of {TRIES}. What has been downloaded is kept.", flush=True)
    raise Stop("The packages could not be installed; the lines above say why. Run the same command again to go on where it stopped.")


def _works() -> bool:
    return python().exists() and subprocess.run([str(python()), "-c", "pass"], check=False, capture_output=True).returncode == 0


def _ensurepip_works() -> bool:
    # Debian keeps a module of this name that only says which package is missing.
    return subprocess.run([str(python()), "-m", "ensurepip", "--version"], check=False, capture_output=True).returncode == 0


# -- pip itself


def _pip_wheel() -> Path:
    target = MARKS / PIP_WHEEL
    if target.is_file() and hashlib.sha256(target.read_bytes()).hexdigest() == PIP_SHA256:
        return target
    print("Fetching pip …", flush=True)
    refused: list[str] = []
    for address in _pip_addresses(refused):
        try:
            content = _fetch(address)
        except OSError as broken:
            refused.append(f"{_bare(address)}: {broken}")
            continue
        if hashlib.sha256(content).hexdigest() == PIP_SHA256:
            part = target.with_suffix(".part")
            part.write_bytes(content)
            part.replace(target)
            return target
        refused.append(f"{_bare(address)}: not the expected file")
    raise Stop("pip could not be fetched:\n  " + "\n  ".join(refused or ["no index has " + PIP_WHEEL]) + "\nInstall python3-venv, or set PIP_INDEX_URL.")


def _pip_addresses(refused: list[str]) -> Iterator[str]:
    for folder in os.environ.get("PIP_FIND_LINKS", "").split():
        if (Path(folder) / PIP_WHEEL).is_file():
            yield (Path(folder) / PIP_WHEEL).as_uri()
    for index in _indexes():
        page = f"{index.rstrip('/')}/pip/"
        if page.startswith("file:"):
            page += "index.html"
        try:
            text = _fetch(page).decode("utf-8", "replace")
        except OSError as broken:
            refused.append(f"{_bare(page)}: {broken}")
            continue
        for link in re.findall(r'href="([^"#]*' + re.escape(PIP_WHEEL) + r')[#"]', text):
            yield urllib.parse.urljoin(page, html.unescape(link))


def _indexes() -> list[str]:
    configured = [os.environ.get("PIP_INDEX_URL", ""), os.environ.get("PIP_EXTRA_INDEX_URL", "")]
    files = [os.environ.get("PIP_CONFIG_FILE", ""), "~/.config/pip/pip.conf", "~/.pip/pip.conf", "/etc/pip.conf"]
    for file in filter(None, files):
        read = configparser.RawConfigParser()
        read.read(Path(file).expanduser(), "utf-8")
        configured += [read.get("global", key, fallback="") for key in ("index-url", "extra-index-url")]
    found = [address for value in configured for address in value.split()]
    return [*found, PUBLIC_INDEX]


def _fetch(address: str) -> bytes:
    parts = urllib.parse.urlsplit(address)
    headers = {"Accept": "text/html"} if address.endswith("/") else {}
    if parts.username:
        secret = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
        headers["Authorization"] = "Basic " + base64.b64encode(secret.encode()).decode()
    request = urllib.request.Request(_bare(address), headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()
    except urllib.error.URLError as broken:
        if not isinstance(broken.reason, ssl.SSLCertVerificationError):
            raise
    # A bare machine has no list of authorities. The file is checked against its digest, so nobody can slip in another one.
    with urllib.request.urlopen(request, timeout=60, context=_trusting()) as answer:
        return answer.read()


def _trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _bare(address: str) -> str:
    """The address without a name and password in it."""
    parts = urllib.parse.urlsplit(address)
    return urllib.parse.urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


# -- marks


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _mark(name: str, value: str) -> None:
    (MARKS / f"{name}.done").write_text(value, "ascii")


def _has_mark(name: str, value: str) -> bool:
    file = MARKS / f"{name}.done"
    return file.is_file() and file.read_text("ascii") == value
