"""The certificate authority: made once, kept for ten years, able to speak for private names and addresses only."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha1, sha256
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LIFE = timedelta(days=3652)
EARLIER = timedelta(days=1)  #: by which certificates begin before now: the clocks of phones differ
#: What nobody else can be reached by from a device outside of the firm's own networks.
PRIVATE_NAMES = ("localhost", "local", "lan", "internal", "intranet", "corp", "home.arpa", "test")
PRIVATE_NETWORKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "::1/128", "fc00::/7", "fe80::/10")

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


@dataclass(frozen=True, kw_only=True)
class Names:
    """Names and addresses that a certificate stands for."""

    dns: tuple[str, ...]
    addresses: tuple[Address, ...]

    def texts(self) -> list[str]:
        """All of them as they are typed."""
        return [*self.dns, *(str(one) for one in self.addresses)]


Left = tuple[str, ...]  #: names that the authority may not speak for


@dataclass(frozen=True, kw_only=True)
class Authority:
    """The authority with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        """The certificate, as devices install it."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, as devices show it: ``AB:CD:…``."""
        return _shown(sha256(self._der).digest())

    @property
    def thumbprint(self) -> str:
        """SHA-1 of the certificate, the only one that Windows shows before it installs."""
        return _shown(sha1(self._der, usedforsecurity=False).digest())

    @property
    def _der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def split(self, names: Names) -> tuple[Names, Left]:
        """The names that it may speak for, and the others."""
        limits = self.certificate.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
        trees = [one.value for one in limits if isinstance(one, x509.DNSName)]
        networks = [one.value for one in limits if isinstance(one.value, IPv4Network | IPv6Network)]
        dns = [one for one in names.dns if any(one == tree or one.endswith(f".{tree}") for tree in trees)]
        addresses = [one for one in names.addresses if any(_lies_in(one, network) for network in networks)]
        left = [*(one for one in names.dns if one not in dns), *(str(one) for one in names.addresses if one not in addresses)]
        return Names(dns=tuple(dns), addresses=tuple(addresses)), tuple(left)


def load_or_make(folder: Path, names: Names, *, now: datetime) -> Authority:
    """The authority of a folder; a new one where there is none or it has expired. ``names`` decide what a new one may speak for besides what is private."""
    file, secret = folder / "ca.crt", folder / "ca.key"
    if file.exists() and secret.exists():
        certificate, key = x509.load_pem_x509_certificate(file.read_bytes()), load_key(secret)
        if certificate.not_valid_after_utc > now:
            return Authority(certificate=certificate, key=key)
        secret.unlink()
    key = new_key(secret)
    made = _make(key, names, now)
    write(file, made.public_bytes(serialization.Encoding.PEM))
    return Authority(certificate=made, key=key)


def _make(key: ec.EllipticCurvePrivateKey, names: Names, now: datetime) -> x509.Certificate:
    serial = x509.random_serial_number()
    title = socket.gethostname().split(".")[0].lower()
    # The number keeps apart two authorities of one machine, as devices list them by this name.
    subject = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, f"Kedang {title[:40]} {serial % 0x10000:04X}"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Kedang")]
    )
    builder = x509.CertificateBuilder(subject_name=subject, issuer_name=subject, public_key=key.public_key(), serial_number=serial)
    builder = builder.not_valid_before(now - EARLIER).not_valid_after(now + LIFE)
    for extension, critical in (
        (x509.BasicConstraints(ca=True, path_length=0), True),
        (usage(sign_certificates=True), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
        (x509.NameConstraints(permitted_subtrees=_limits(names), excluded_subtrees=None), True),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
    ):
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(key, hashes.SHA256())


def _limits(names: Names) -> list[x509.GeneralName]:
    """What is private, and what this machine is called besides."""
    private = [ip_network(one) for one in PRIVATE_NETWORKS]
    own = [ip_network(one) for one in names.addresses if not any(_lies_in(one, network) for network in private)]
    more = [one for one in names.dns if not any(one == tree or one.endswith(f".{tree}") for tree in PRIVATE_NAMES)]
    return [*(x509.DNSName(one) for one in (*PRIVATE_NAMES, *more)), *(x509.IPAddress(one) for one in (*private, *own))]


def usage(*, sign_certificates: bool) -> x509.KeyUsage:
    """What a key is for: certificates, or talking to browsers."""
    return x509.KeyUsage(
        digital_signature=not sign_certificates, key_cert_sign=sign_certificates, crl_sign=sign_certificates, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def new_key(file: Path) -> ec.EllipticCurvePrivateKey:
    """A new key, written so that only its owner can read it."""
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(pem)
    part.replace(file)
    return key


def load_key(file: Path) -> ec.EllipticCurvePrivateKey:
    """A key of ours. Raises ``TypeError`` for one of another kind, which we do not make."""
    key = serialization.load_pem_private_key(file.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{file} holds a key of another kind")
    return key


def write(file: Path, content: bytes) -> None:
    """Write a file as a whole: who reads it meanwhile gets the former."""
    part = file.with_suffix(".part")
    part.write_bytes(content)
    part.replace(file)


def _lies_in(address: Address, network: Network) -> bool:
    return address.version == network.version and address in network


def _shown(digest: bytes) -> str:
    return ":".join(f"{one:02X}" for one in digest)
