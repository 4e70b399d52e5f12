"""The way in: whether it is encrypted, and for how long its certificate is good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from kedang import tls
from kedang.settings import Settings

from .model import Check
from .words import Tr, attention, ok

SOON = 14  #: days before a certificate expires; ours are renewed 30 days before
FAR = 90  #: days before our authority expires: every device has to be visited


def checks(settings: Settings, tr: Tr, now: datetime) -> Iterator[Check]:
    """Plain HTTP, certificate, authority."""
    yield _http(settings, tr)
    own = settings.data_dir / "tls"
    if settings.tls_cert is not None:
        renew = tr(
            "请更新 KEDANG_TLS_CERT 和 KEDANG_TLS_KEY 指向的文件，无需重启。", "Renew the files of KEDANG_TLS_CERT and KEDANG_TLS_KEY; no restart is needed."
        )
        yield _expiry("certificate", settings.tls_cert, SOON, tr, now, renew)
    elif settings.lan:
        yield _expiry("certificate", own / "server.crt", SOON, tr, now, tr("请重启 kedang serve --lan。", "Restart kedang serve --lan."))
        again = tr(
            "请移走数据文件夹中的 tls，重启后在各设备上重新安装证书。", "Move tls out of the data folder, restart, and install the new one on every device."
        )
        yield _expiry("authority", own / "ca.crt", FAR, tr, now, again)


def _http(settings: Settings, tr: Tr) -> Check:
    if settings.allow_http != "all":
        return ok("http", tr("明文 HTTP 仅限本机", "Plain HTTP works on this machine only"))
    return attention(
        "http",
        tr("允许在本机以外使用明文 HTTP，密码和客户资料可能在网络中被读取", "Plain HTTP is allowed beyond this machine: others may read passwords and data"),
        tr("请改用 kedang serve --lan 或 HTTPS 代理，并去掉 KEDANG_ALLOW_HTTP。", "Use kedang serve --lan or a proxy with HTTPS, and drop KEDANG_ALLOW_HTTP."),
    )


def _expiry(key: str, file: Path, days: int, tr: Tr, now: datetime, remedy: str) -> Check:
    expires = tls.expiry_of(file)
    named = tr("HTTPS 证书", "The HTTPS certificate") if key == "certificate" else tr("本机证书颁发机构", "The certificate authority")
    if expires is None:
        return attention(key, tr(f"{named}无法读取：{file.name}", f"{named} cannot be read: {file.name}"), remedy, status="failed")
    text = tr(f"{named}有效期至 {expires:%Y-%m-%d}", f"{named} is good until {expires:%Y-%m-%d}")
    return ok(key, text) if (expires - now).days >= days else attention(key, text, remedy)
