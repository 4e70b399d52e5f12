"""``kedang serve --lan``: HTTPS under a name that is not loopback, by an authority of the installation's own, and the page that installs it."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import stat
import urllib.error
import urllib.request
from collections.abc import Callable, Generator
from pathlib import Path

import httpx
import pytest
from cryptography import x509

from kedang.serve.setup import for_devices
from tests.cli.serving import Serving, command, until
from tests.db.folders import open_folder
from tests.support.qr import read_blocks

NAME = "kedang.test"
PASSWORD = "correct horse 9 battery"
LAN = ("--lan", "--host", "127.0.0.1", "--port", "0")


@pytest.fixture(scope="module")
def folder() -> Generator[Path]:
    with open_folder() as found:
        yield found.with_name("data")


@pytest.fixture(scope="module")
def serving(folder: Path) -> Generator[Serving]:
    with Serving(folder, *LAN, KEDANG_TLS_NAMES=NAME) as running:
        yield running


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name leads to this machine, as the firm's own name server would say."""
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *rest, **more: real("127.0.0.1" if host == NAME else host, *rest, **more))


def client(serving: Serving, folder: Path) -> httpx.Client:
    """A device that has installed the authority, and trusts nothing else."""
    trusting = ssl.create_default_context(cafile=folder / "tls" / "ca.crt")
    port = str(serving.said["address"]).rsplit(":", 1)[1]
    return httpx.Client(base_url=f"https://{NAME}:{port}", verify=trusting, trust_env=False, timeout=20)


def fetched(address: str, **headers: str) -> tuple[int, dict[str, str], str]:
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=20) as answer:
        return answer.status, dict(answer.headers), answer.read().decode()


@pytest.mark.usefixtures("resolved")
def test_a_device_that_trusts_the_authority_sets_up_and_signs_in_under_a_name_of_the_network(serving: Serving, folder: Path) -> None:
    assert str(serving.said["setup_link"]).startswith("https://127.0.0.1:")
    company = {"company": "华兴装饰", "name": "陈静", "login": "chen@example.com", "password": PASSWORD}
    with client(serving, folder) as device:
        made = device.post(f"/api/v1/setup/{serving.said['setup_link'].rsplit('/', 1)[1]}", json=company, headers={"Origin": str(device.base_url)})
        assert made.status_code == 200, made.text
        cookie = made.headers["set-cookie"]
        assert cookie.startswith("__Host-kedang=")
        assert [part.strip() for part in cookie.split(";")][1:] == ["Path=/", "Max-Age=2592000", "HttpOnly", "SameSite=Lax", "Secure"]
        assert made.headers["strict-transport-security"] == "max-age=31536000"
        assert device.get("/api/v1/me").json()["person"]["title"] == "陈静"
        person = device.post("/api/v1/people", json={"name": "Mara", "mobile": "13900001111"}, headers={"X-CSRF": made.json()["csrf"]}).json()
        link = device.post(f"/api/v1/people/{person['id']}/invite", headers={"X-CSRF": made.json()["csrf"]}).json()["link"]
        assert link.startswith(str(device.base_url)), "what the invited colleague opens is the name of the network"
    with client(serving, folder) as other:
        assert other.post("/api/v1/session", json={"login": "139 0000 1111", "password": PASSWORD}).status_code == 401
        assert other.post(f"/api/v1/invite/{link.rsplit('/', 1)[1]}", json={"password": PASSWORD}).status_code == 200
        assert other.post("/api/v1/session", json={"login": "139 0000 1111", "password": PASSWORD}).status_code == 200


@pytest.mark.usefixtures("resolved")
def test_who_does_not_trust_the_authority_gets_no_connection(serving: Serving, folder: Path) -> None:
    with client(serving, folder) as device, pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"{device.base_url}/api/v1/health", trust_env=False)


def test_the_page_for_devices_brings_the_authority_and_nothing_else(serving: Serving, folder: Path) -> None:
    page = str(serving.said["connect"])
    certificate = (folder / "tls" / "ca.crt").read_text()
    status, headers, body = fetched(page, **{"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8", "User-Agent": "Mozilla/5.0 (Linux; Android 14)"})
    grouped = serving.said["fingerprint"].replace(":", "")
    assert (status, " ".join(grouped[at : at + 4] for at in range(0, 64, 4)) in body) == (200, True)
    assert ("<details open><summary>安卓" in body, str(serving.said["address"]) in body) == (True, True)
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "<summary>Android" in fetched(page, **{"Accept-Language": "en-GB,en"})[2]
    assert "<summary>Android" in fetched(page + "/?lang=en", **{"Accept-Language": "zh"})[2]
    status, headers, body = fetched(page + "/kedang-ca.crt")
    assert (status, headers["Content-Type"], body) == (200, "application/x-x509-ca-cert", certificate)
    for path in ("/api/v1/health", "/kedang-ca.key", "/../ca.key", "/tls/ca.key", "/o/customer"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            fetched(page + path)


def test_the_page_for_devices_outlives_what_is_no_http(serving: Serving) -> None:
    host, port = str(serving.said["connect"]).removeprefix("http://").split(":")
    for noise in (b"\x16\x03\x01\x02\x00 a handshake", b"GET / HTTP/1.1\r\nX: " + b"x" * 10_000, b"GET\r\n\r\n", b"POST / HTTP/1.1\r\n\r\n", b""):
        with socket.create_connection((host, int(port)), timeout=20) as line:
            line.sendall(noise)
            line.shutdown(socket.SHUT_WR)
            assert b"kedang-ca.crt" not in line.recv(100)
    assert fetched(str(serving.said["connect"]))[0] == 200


def test_keys_are_closed_and_everything_else_finds_the_address(serving: Serving, folder: Path) -> None:
    assert [stat.S_IMODE((folder / "tls" / name).stat().st_mode) for name in ("", "ca.key", "server.key")] == [0o700, 0o600, 0o600]
    second = json.loads(command(folder, "serve", "--json").stdout)
    assert (second["already_running"], second["address"]) == (True, serving.said["address"])
    added = json.loads(command(folder, "user", "add", "Jon", "--login", "jon@example.com", "--json").stdout)
    assert added["link"].startswith(f"{serving.said['address']}/invite/")
    found = json.loads(command(folder, "doctor", "--json", KEDANG_LAN="1").stdout)
    checks = {one["key"]: one["status"] for one in found["checks"]}
    assert (checks["http"], checks["certificate"], checks["authority"]) == ("ok", "ok", "ok")


def _presented(serving: Serving) -> Callable[[], str]:
    host, port = str(serving.said["address"]).removeprefix("https://").split(":")

    def presented() -> str:
        try:
            return ssl.get_server_certificate((host, int(port)), timeout=20)
        except OSError:  # its one web process is just being replaced
            return ""

    return presented


def test_a_certificate_that_no_longer_fits_is_renewed_while_it_runs(serving: Serving, folder: Path) -> None:
    """What a look does each minute happens at once when the job worker, which looks, begins anew."""
    presented = _presented(serving)
    first = presented()
    (folder / "tls" / "server.crt").write_bytes(b"")
    os.kill(json.loads((folder / "serve.json").read_bytes())["worker"], signal.SIGKILL)
    second: list[str] = []
    until(lambda: bool(second.append(presented()) or second[-1] not in ("", first)), what="another certificate")
    found = x509.load_pem_x509_certificate(second[-1].encode())
    assert NAME in found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value.get_values_for_type(x509.DNSName)


def test_people_see_address_fingerprint_and_code_in_the_terminal() -> None:
    lines = for_devices("http://192.168.1.20:8601", "AB:CD", in_blocks=True).split("\n")
    assert (any("http://192.168.1.20:8601" in line for line in lines), any("AB:CD" in line for line in lines)) == (True, True)
    assert read_blocks("\n".join(line for line in lines if line and set(line) <= set("█▀▄ "))) == "http://192.168.1.20:8601"
    assert "█" not in for_devices("http://192.168.1.20:8601", "AB:CD", in_blocks=False)
