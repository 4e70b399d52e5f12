"""Whose forwarded headers are believed: those of the proxies that the settings name, and nobody else's."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any


class Proxies:
    """The trusted proxies of this installation."""

    def __init__(self, addresses: str) -> None:
        """``addresses``: networks or addresses, comma separated."""
        self._networks: list[IPv4Network | IPv6Network] = [ip_network(one.strip(), strict=False) for one in addresses.split(",") if one.strip()]

    def read(self, scope: Any) -> tuple[str | None, str]:  # Any: an ASGI scope is a dictionary of the server
        """The caller's address and scheme."""
        client = scope.get("client")
        address: str | None = client[0] if client else None
        scheme: str = scope.get("scheme", "http")
        if not self._networks or not self._trusts(address):
            return address, scheme
        headers = scope["headers"]
        protocol = next((value for key, value in headers if key == b"x-forwarded-proto"), b"").decode("latin-1")
        scheme = protocol if protocol in ("http", "https") else scheme
        chain = ",".join(value.decode("latin-1") for key, value in headers if key == b"x-forwarded-for")
        # From the right: the first address that no proxy of ours has is the caller's; what stands left of it she may have written herself.
        for one in reversed([part.strip() for part in chain.split(",") if part.strip()]):
            address = one
            if not self._trusts(one):
                break
        return address, scheme

    def _trusts(self, address: str | None) -> bool:
        try:
            found = ip_address(address or "")
        except ValueError:
            return False
        return any(found in network for network in self._networks)
