"""The one frozen ``Settings``, read once at the start and handed down. Every setting is also an environment variable ``KEDANG_<NAME>``."""

from __future__ import annotations

import dataclasses
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from kedang.core.base import Invalid

BOOLEANS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


class BadSetting(Invalid):
    """Setting {name} has the value {value!r}; it must be {expected}."""

    zh = "设置项 {name} 的值为 {value!r}，应为{expected}。"


def setting(default: Any, *, help: str) -> Any:  # Any: like dataclasses.field, it stands in for a value of the field's own type
    """A setting with a default that works; the help text is its documentation."""
    return dataclasses.field(default=default, metadata={"help": help})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How this installation runs."""

    data_dir: Path = setting(Path("var"), help="Folder that holds everything: database, files, keys, backups. For root in a private folder: /var/lib/kedang.")
    database_url: str | None = setting(None, help="An own PostgreSQL 18 instead of the embedded one, as a role that may create roles.")
    host: str = setting("127.0.0.1", help="Address to listen on; with lan every address of this machine, unless one is named.")
    port: int = setting(8600, help="Port to listen on; a taken one gives the next free one.")
    workers: int = setting(2, help="Web processes.")
    lan: bool = setting(False, help="Serve the local network over HTTPS, with a certificate authority of the installation's own (serve --lan).")
    connect_port: int = setting(0, help="Port of the page that installs this authority on other devices; 0 for the first free one after the port.")
    tls_cert: Path | None = setting(None, help="A certificate of the firm's own, with its chain, as PEM: HTTPS with it.")
    tls_key: Path | None = setting(None, help="The key of this certificate, as PEM without a passphrase.")
    tls_names: str = setting("", help="Further names and addresses of this machine, comma separated, for which its own authority issues the certificate.")
    address: str = setting("", help="Address that links for others begin with, https://crm.example.cn; unless given, that of the network or of the request.")
    allow_http: str = setting("loopback", help="Where plain HTTP is allowed: 'loopback' or 'all'.")
    zone: str = setting("Asia/Shanghai", help="Time zone of new workspaces.")
    language: str = setting("zh", help="Language of new workspaces and of the command line: zh or en.")
    pool_size: int = setting(10, help="Database connections of one web process.")
    statement_timeout: float = setting(15.0, help="Seconds a statement of a request may run.")
    page_limit: int = setting(200, help="Most records one page may carry.")
    batch_limit: int = setting(10_000, help="Most rows one batch may carry.")
    body_limit: int = setting(10_000_000, help="Most bytes of a request's body.")
    upload_limit: int = setting(2_000_000_000, help="Most bytes of an upload.")
    session_idle_hours: int = setting(72, help="Hours without use after which a session ends.")
    session_days: int = setting(30, help="Days after which a session ends in any case.")
    backup_hour: int = setting(2, help="Hour of the night, in the installation's zone, at which the backup runs until its page says otherwise.")
    backup_days: int = setting(7, help="Nightly backups that are kept until the page of backups says otherwise.")
    backup_copy: str = setting("", help="Second folder, on another disk or machine, to which every backup is copied and compared; none if empty.")
    trusted_proxies: str = setting("", help="Addresses, comma separated, whose forwarded headers are believed.")
    log_level: str = setting("info", help="Least level of log lines: debug, info, warning, error.")


def read_settings(environment: Mapping[str, str] | None = None, **given: object) -> Settings:
    """Settings from the environment, overridden by what is given (values of ``None`` count as not given).

    Raises ``BadSetting`` for a number that is none.
    """
    source = os.environ if environment is None else environment
    values: dict[str, object] = {}
    for one in dataclasses.fields(Settings):
        raw = source.get(f"KEDANG_{one.name.upper()}")
        if raw:
            values[one.name] = _parse(one.name, cast("str", one.type), raw)
    values.update({name: value for name, value in given.items() if value is not None})
    values.setdefault("data_dir", usual_data_dir())
    if values.get("lan"):
        values.setdefault("host", "0.0.0.0")  # noqa: S104  this is what lan asks for
    return Settings(**cast("dict[str, Any]", values))  # Any: the names and types were taken from the dataclass itself


def usual_data_dir(here: Path | None = None) -> Path:
    """The data folder if none is named: ``var`` here, or for root in a private folder ``/var/lib/kedang``.

    Started by root, the database runs as a user of its own, who must get through to its files.
    """
    above = (here or Path.cwd()).resolve()
    is_private = any(not folder.stat().st_mode & 0o001 for folder in (above, *above.parents))
    if sys.platform != "win32" and os.geteuid() == 0 and is_private:
        return Path("/var/lib/kedang")
    return Path("var")


def _parse(name: str, kind: str, raw: str) -> object:
    match kind:
        case "int" | "float":
            try:
                return int(raw) if kind == "int" else float(raw)
            except ValueError as broken:
                raise BadSetting(name=f"KEDANG_{name.upper()}", value=raw, expected="a number") from broken
        case "Path" | "Path | None":
            return Path(raw)
        case "bool":
            if raw.lower() not in BOOLEANS:
                raise BadSetting(name=f"KEDANG_{name.upper()}", value=raw, expected="1 or 0")
            return BOOLEANS[raw.lower()]
        case _:
            return raw
