"""Where to listen."""

from __future__ import annotations

import ipaddress
import socket

from .errors import BadAddress, NoFreePort, PlainHttpRefused

TRIES = 50  #: ports after the wanted one


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_host(host: str, *, allow_http: str) -> None:
    """Raises ``PlainHttpRefused`` where plain HTTP is not allowed."""
    if not is_loopback(host) and allow_http != "all":
        raise PlainHttpRefused(host=host)


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or the next one that nobody listens on; 0 means any. Raises ``NoFreePort`` and ``BadAddress``."""
    if wanted == 0:
        return _bound(host, 0)
    last = min(wanted + TRIES, 65535)
    for port in range(wanted, last + 1):
        try:
            return _bound(host, port)
        except OSError:
            continue
    raise NoFreePort(host=host, first=wanted, last=last)


def _bound(host: str, port: int) -> int:
    try:
        family, kind, protocol, _, _ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except socket.gaierror as broken:
        raise BadAddress(host=host, reason=broken.strerror) from None
    with socket.socket(family, kind, protocol) as probe:
        # A port in TIME_WAIT is free; one that somebody listens on is not, whether he shares it or not.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        probe.listen(1)
        return int(probe.getsockname()[1])


def url(host: str, port: int) -> str:
    """The address for a browser on this machine."""
    shown = "127.0.0.1" if host in {"0.0.0.0", "localhost"} else "::1" if host == "::" else host  # noqa: S104  it is read, not bound
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
