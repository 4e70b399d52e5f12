"""The authority of the installation's own: what it may speak for, who may read its keys, and when it issues anew."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from kedang import tls
from kedang.tls import Certificate, Names, names_of_machine, prepare
from kedang.tls.certificate import issue

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HOME = Names(dns=("localhost", "archive", "archive.local"), addresses=(ip_address("127.0.0.1"), ip_address("192.168.1.20"), ip_address("203.0.113.9")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "tls"


def names_in(file: Path) -> set[str]:
    found = x509.load_pem_x509_certificate(file.read_bytes()).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {*found.get_values_for_type(x509.DNSName), *(str(one) for one in found.get_values_for_type(x509.IPAddress))}


def verify(made: Certificate, name: str, *, at: datetime = NOW) -> None:
    """As a browser would: raises ``VerificationError``."""
    subject = x509.IPAddress(ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
    leaf = x509.load_pem_x509_certificates(made.file.read_bytes())[0]
    PolicyBuilder().store(Store([made.authority.certificate])).time(at).build_server_verifier(subject).verify(leaf, [])


def test_a_certificate_stands_for_every_name_of_the_machine(folder: Path) -> None:
    made = prepare(folder, HOME, now=NOW)
    assert names_in(made.file) == {"localhost", "archive", "archive.local", "127.0.0.1", "192.168.1.20", "203.0.113.9"}
    for name in ("archive.local", "192.168.1.20", "203.0.113.9"):
        verify(made, name)
    with pytest.raises(VerificationError):
        verify(made, "192.168.1.21")


def test_what_lies_outside_the_authority_is_left_out_and_said(folder: Path) -> None:
    prepare(folder, HOME, now=NOW)
    moved = Names(dns=("archive.local", "bank.example.com"), addresses=(ip_address("10.1.2.3"), ip_address("198.51.100.7")))
    made = prepare(folder, moved, now=NOW)
    assert set(made.left_out) == {"bank.example.com", "198.51.100.7"}
    assert {"10.1.2.3", "archive.local"} <= names_in(made.file)
    assert not {"bank.example.com", "198.51.100.7"} & names_in(made.file)


def test_a_stolen_key_cannot_speak_for_other_sites(folder: Path) -> None:
    """Whoever has the authority's key still cannot issue what devices take for another site: its own limits forbid it."""
    made = prepare(folder, HOME, now=NOW)
    key = ec.generate_private_key(ec.SECP256R1())
    forged = issue(made.authority, key, Names(dns=("bank.example.com",), addresses=()), NOW)
    verifier = PolicyBuilder().store(Store([made.authority.certificate])).time(NOW).build_server_verifier(x509.DNSName("bank.example.com"))
    with pytest.raises(VerificationError, match="name constraint"):
        verifier.verify(forged, [])


def test_only_the_owner_may_read_keys(folder: Path) -> None:
    made = prepare(folder, HOME, now=NOW)
    before = os.umask(0)
    try:
        other = prepare(folder.with_name("other"), HOME, now=NOW)
    finally:
        os.umask(before)
    for one in (made, other):
        assert stat.S_IMODE(one.file.parent.stat().st_mode) == 0o700
        for name in ("ca.key", "server.key"):
            assert stat.S_IMODE((one.file.parent / name).stat().st_mode) == 0o600, name


def test_a_good_certificate_is_kept_and_one_that_ends_soon_is_renewed_under_the_same_authority(folder: Path) -> None:
    first = prepare(folder, HOME, now=NOW)
    content = first.file.read_bytes()
    later = prepare(folder, HOME, now=NOW + timedelta(days=300))
    assert (first.is_new, later.is_new, later.file.read_bytes()) == (True, False, content)
    renewed = prepare(folder, HOME, now=NOW + timedelta(days=370))
    assert renewed.is_new
    assert renewed.authority.fingerprint == first.authority.fingerprint, "devices need not be visited again"
    verify(renewed, "archive.local", at=NOW + timedelta(days=700))
    assert tls.expiry_of(renewed.file) == NOW + timedelta(days=370 + 397)


def test_another_address_is_taken_up_and_the_former_stays(folder: Path) -> None:
    prepare(folder, HOME, now=NOW)
    moved = prepare(folder, Names(dns=("archive",), addresses=(ip_address("192.168.7.5"),)), now=NOW)
    assert moved.is_new
    assert {"192.168.7.5", "192.168.1.20"} <= names_in(moved.file)
    assert not prepare(folder, HOME, now=NOW).is_new, "back in the former network"


def test_an_authority_that_has_expired_gives_way_to_a_new_one(folder: Path) -> None:
    first = prepare(folder, HOME, now=NOW)
    last = prepare(folder, HOME, now=NOW + timedelta(days=3640))
    assert tls.expiry_of(last.file) == first.authority.certificate.not_valid_after_utc
    assert not prepare(folder, HOME, now=NOW + timedelta(days=3641)).is_new, "it cannot be renewed beyond the authority, and is not tried again and again"
    second = prepare(folder, HOME, now=NOW + timedelta(days=3700))
    assert second.authority.fingerprint != first.authority.fingerprint
    verify(second, "archive.local", at=NOW + timedelta(days=3700))


def test_a_certificate_that_was_cut_off_or_exchanged_is_issued_anew(folder: Path) -> None:
    made = prepare(folder, HOME, now=NOW)
    strange = prepare(folder.with_name("strange"), HOME, now=NOW)
    made.file.write_bytes(strange.file.read_bytes())
    assert prepare(folder, HOME, now=NOW).is_new
    made.file.write_bytes(b"")
    assert prepare(folder, HOME, now=NOW).is_new
    verify(prepare(folder, HOME, now=NOW), "archive.local")


def test_the_names_of_this_machine_hold_what_the_operator_adds() -> None:
    found = names_of_machine(" CRM.test, 192.168.9.9 ,")
    assert {"localhost", "crm.test"} <= set(found.dns)
    assert {ip_address("127.0.0.1"), ip_address("::1"), ip_address("192.168.9.9")} <= set(found.addresses)
    assert not any(one.is_link_local for one in found.addresses)
