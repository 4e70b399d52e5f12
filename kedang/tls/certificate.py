"""The certificate of this machine: issued by the authority, and renewed before it expires or when the machine gets another name or address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from .authority import EARLIER, Authority, Left, Names, load_key, load_or_make, new_key, usage, write

LIFE = timedelta(days=397)  #: Apple takes at most 825 days
RENEW = timedelta(days=30)  #: before it expires
MOST = 60  #: names that are carried over from the former certificate


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What the server speaks HTTPS with."""

    file: Path  #: the certificate with its chain
    key: Path
    authority: Authority
    left_out: Left  #: names of this machine that the authority may not speak for
    is_new: bool  #: whether it was issued just now


def prepare(folder: Path, names: Names, *, now: datetime) -> Certificate:
    """The certificate of a folder for these names; issued, and the authority made, where that is needed."""
    authority = load_or_make(folder, names, now=now)
    wanted, left = authority.split(names)
    file, secret = folder / "server.crt", folder / "server.key"
    key = load_key(secret) if secret.exists() else new_key(secret)
    former = _load(file)
    is_new = former is None or not _serves(former, authority, key, wanted, now)
    if is_new:
        issued = issue(authority, key, _joined(wanted, former, authority), now)
        # The key stays the same, so that whoever reads the two files meanwhile gets two that fit.
        write(file, issued.public_bytes(serialization.Encoding.PEM) + authority.pem)
    return Certificate(file=file, key=secret, authority=authority, left_out=left, is_new=is_new)


def expiry_of(file: Path) -> datetime | None:
    """When the first certificate of a file expires; none if there is none to be read."""
    found = _load(file)
    return found.not_valid_after_utc if found is not None else None


def _load(file: Path) -> x509.Certificate | None:
    """The first certificate of a file; none if there is none to be read."""
    try:
        return x509.load_pem_x509_certificate(file.read_bytes())
    except (OSError, ValueError):
        return None


def _serves(former: x509.Certificate, authority: Authority, key: ec.EllipticCurvePrivateKey, wanted: Names, now: datetime) -> bool:
    try:
        former.verify_directly_issued_by(authority.certificate)
    except Exception:  # noqa: BLE001  whatever it is that does not fit: another authority, another algorithm
        return False
    has = _names_of(former)
    is_whole = set(wanted.dns) <= set(has.dns) and set(wanted.addresses) <= set(has.addresses)
    return is_whole and former.public_key() == key.public_key() and former.not_valid_after_utc >= min(now + RENEW, authority.certificate.not_valid_after_utc)


def _joined(wanted: Names, former: x509.Certificate | None, authority: Authority) -> Names:
    """With the names of the former: a machine that moves between two networks needs one certificate, not a new one each time."""
    before, _ = authority.split(_names_of(former)) if former is not None else (Names(dns=(), addresses=()), ())
    dns = dict.fromkeys([*wanted.dns, *before.dns[:MOST]])
    addresses = dict.fromkeys([*wanted.addresses, *before.addresses[:MOST]])
    return Names(dns=tuple(dns), addresses=tuple(addresses))


def _names_of(certificate: x509.Certificate) -> Names:
    found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    addresses = [one for one in found.get_values_for_type(x509.IPAddress) if isinstance(one, IPv4Address | IPv6Address)]
    return Names(dns=tuple(found.get_values_for_type(x509.DNSName)), addresses=tuple(addresses))


def issue(authority: Authority, key: ec.EllipticCurvePrivateKey, names: Names, now: datetime) -> x509.Certificate:
    """A server's certificate of an authority; which names it may carry the authority's own limits say, and devices check."""
    public, issuer = key.public_key(), authority.certificate
    builder = x509.CertificateBuilder(issuer_name=issuer.subject, public_key=public, serial_number=x509.random_serial_number())
    builder = builder.subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Kedang")]))
    builder = builder.not_valid_before(now - EARLIER).not_valid_after(min(now + LIFE, issuer.not_valid_after_utc))
    alternatives = [*(x509.DNSName(one) for one in names.dns), *(x509.IPAddress(one) for one in names.addresses)]
    theirs = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    for extension, critical in (
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (usage(sign_certificates=False), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
        (x509.SubjectAlternativeName(alternatives), False),
        (x509.SubjectKeyIdentifier.from_public_key(public), False),
        (x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(theirs), False),
    ):
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(authority.key, hashes.SHA256())
