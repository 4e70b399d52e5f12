"""Which names and addresses this machine has in its network."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

import psutil

from .authority import Names

ALWAYS = Names(dns=("localhost",), addresses=(ip_address("127.0.0.1"), ip_address("::1")))


def names_of_machine(more: str = "") -> Names:
    """Everything by which a browser may reach this machine; ``more``: names and addresses that only the operator knows, comma separated."""
    given = [one.strip().lower() for one in more.split(",") if one.strip()]
    dns = {*ALWAYS.dns, *_host_names(), *(one for one in given if _address(one) is None)}
    addresses = {*ALWAYS.addresses, *_own_addresses(), *(found for one in given if (found := _address(one)))}
    return Names(dns=tuple(sorted(dns)), addresses=tuple(sorted(addresses, key=lambda one: (one.version, int(one)))))


def is_loopback(host: str) -> bool:
    """Whether only this machine is reached by a name or an address."""
    found = _address(host)
    return found.is_loopback if found is not None else host == "localhost"


def lan_address() -> str:
    """The address by which others reach this machine: that of the way out of it, without a packet being sent; loopback where there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("198.51.100.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _host_names() -> list[str]:
    name = socket.gethostname().lower().rstrip(".")
    if not name or not all(part and part.replace("-", "").isalnum() and part.isascii() for part in name.split(".")):
        return []
    return [name] if "." in name else [name, f"{name}.local"]


def _own_addresses() -> list[IPv4Address | IPv6Address]:
    families = {socket.AF_INET, socket.AF_INET6}
    found = [_address(one.address) for each in psutil.net_if_addrs().values() for one in each if one.family in families]
    # Addresses of one link only cannot be typed into a browser.
    return [one for one in found if one is not None and not one.is_link_local and not one.is_multicast]


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text.split("%", maxsplit=1)[0])
    except ValueError:
        return None
