"""HTTPS of the service: which certificate it speaks with, and keeping that one good while it runs."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kedang import tls
from kedang.cli import Output, tr
from kedang.settings import Settings

from .errors import BadCertificate
from .ports import url

logger = logging.getLogger(__name__)

LOOK = 60.0  #: seconds between two looks at the names of this machine and at the firm's own files


@dataclass(frozen=True, kw_only=True)
class Files:
    """What the web server reads: a certificate with its chain, and its key."""

    certificate: Path
    key: Path


def has_own_authority(settings: Settings) -> bool:
    """Whether certificates come from the installation's own authority."""
    return settings.lan and settings.tls_cert is None


def scheme_of(settings: Settings) -> str:
    """What the service speaks."""
    return "https" if settings.lan or settings.tls_cert is not None else "http"


def address_of(settings: Settings) -> str:
    """Where the service is reached."""
    return settings.address.rstrip("/") or url(settings.host, settings.port, scheme=scheme_of(settings))


def connect_address_of(settings: Settings) -> str | None:
    """The page that installs our authority on other devices, where there is one."""
    return url(tls.lan_address() if settings.host in {"0.0.0.0", "::"} else settings.host, settings.connect_port) if has_own_authority(settings) else None  # noqa: S104  it is read


def files_of(settings: Settings, output: Output | None = None) -> Files | None:
    """The files to speak HTTPS with, made where they are ours; none for plain HTTP. Raises ``BadCertificate``."""
    if settings.tls_cert is not None:
        return _own_files(settings.tls_cert, settings.tls_key)
    if not settings.lan:
        return None
    found = _prepare(settings)
    if output is not None and found.left_out:
        names = ", ".join(found.left_out)
        output.say(tr(f"证书不含这些名称（超出本机证书颁发机构的范围）：{names}", f"The certificate leaves out what its authority may not speak for: {names}"))
    return Files(certificate=found.file, key=found.key)


def authority_of(settings: Settings) -> tls.Authority:
    """Our own authority."""
    return _prepare(settings).authority


async def keep(settings: Settings, parent: int) -> None:
    """Renew our certificate in time, follow a new one of the firm's, and let the web workers of ``parent`` read it, one after another."""
    former = _moment(settings.tls_cert)
    while True:
        try:
            if has_own_authority(settings):
                is_new = (await asyncio.to_thread(_prepare, settings)).is_new
            else:
                before, former = former, _moment(settings.tls_cert)
                is_new = before != former and await asyncio.to_thread(files_of, settings) is not None
            if is_new:
                logger.info("certificate changed; web processes read it now")
                os.kill(parent, signal.SIGHUP)
        except (OSError, ValueError, BadCertificate) as broken:
            logger.error("certificate cannot be renewed: %s", broken)  # noqa: TRY400  its message is made for people
        await asyncio.sleep(LOOK)


def _prepare(settings: Settings) -> tls.Certificate:
    return tls.prepare(settings.data_dir / "tls", tls.names_of_machine(settings.tls_names), now=datetime.now(tz=UTC))


def _own_files(certificate: Path, key: Path | None) -> Files:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=_no_passphrase)
    except (OSError, ValueError) as broken:  # SSLError is one of them
        reason = getattr(broken, "reason", None) or getattr(broken, "strerror", None) or str(broken)
        raise BadCertificate(file=certificate, reason=reason) from None
    return Files(certificate=certificate, key=key or certificate)


def _no_passphrase() -> str:
    """Said instead of a question in the terminal, which a service does not have."""
    raise ValueError("its key has a passphrase")


def _moment(file: Path | None) -> float | None:
    try:
        return file.stat().st_mtime if file is not None else None
    except OSError:
        return None
