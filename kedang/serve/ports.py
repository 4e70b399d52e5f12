"""Where to listen."""

from __future__ import annotations

import socket

from kedang.tls import is_loopback, lan_address

from .errors import BadAddress, NoFreePort, PlainHttpRefused

LAST = 65535
TRIES = 50  #: ports after the wanted one


def check_host(host: str, *, allow_http: str, is_secure: bool = False) -> None:
    """Raises ``PlainHttpRefused`` where HTTPS is not spoken and plain HTTP is not allowed."""
    if not is_secure and not is_loopback(host) and allow_http != "all":
        raise PlainHttpRefused(host=host)


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or the next one that nobody listens on; 0 means any. Raises ``NoFreePort`` and ``BadAddress``."""
    if wanted == 0:
        return _bound(host, 0)
    last = min(wanted + TRIES, LAST)
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


def url(host: str, port: int, *, scheme: str = "http") -> str:
    """The address for a browser: over HTTPS that of the network, over plain HTTP that of this machine, where every address is listened on."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104  it is read, not bound
        host = lan_address() if scheme == "https" else "::1" if host == "::" else "127.0.0.1"
    shown = "127.0.0.1" if host == "localhost" and scheme == "http" else host
    return f"{scheme}://[{shown}]:{port}" if ":" in shown else f"{scheme}://{shown}:{port}"
