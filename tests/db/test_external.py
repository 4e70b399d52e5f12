"""A PostgreSQL of somebody else's instead of the embedded one."""

from __future__ import annotations

import os
import stat
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from kedang.core.db import addresses, embedded, migrate
from kedang.core.db.account import account_for
from kedang.core.db.binaries import copied, wheel_binaries
from kedang.core.db.cluster import Cluster
from kedang.core.db.errors import PasswordUnknown
from kedang.core.db.passwords import Passwords
from kedang.settings import read_settings
from tests.support.clock import START

from .folders import open_folder


@pytest.fixture
def url() -> Generator[str]:
    """The address of an administrator who is no superuser, in an empty database of her own."""
    with open_folder() as folder:
        folder.mkdir(mode=0o711)
        folder.chmod(0o711)
        account = account_for(folder)
        programs = wheel_binaries() if account is None else copied(wheel_binaries(), folder)
        server = Cluster(folder, programs, account, say=print, fast_and_unsafe=True)
        server.make("root-secret")
        (server.data / "pg_hba.conf").write_text("local all all scram-sha-256\n")
        server.start()
        try:
            root = make_conninfo(host=server.host(), port=server.port(), user="kd_root", password="root-secret", dbname="postgres")
            with psycopg.connect(root, autocommit=True) as connection:
                connection.execute("create role boss login createrole password 'boss-secret'")
                connection.execute("create database shop owner boss")
            yield make_conninfo(root, user="boss", password="boss-secret", dbname="shop")
        finally:
            server.stop()


def test_roles_and_extensions_are_made_there_and_migrations_run(url: str, tmp_path: Path) -> None:
    settings = replace(read_settings({}), data_dir=tmp_path / "var", database_url=url)
    for _ in range(2):
        with addresses(settings) as found:
            assert found.admin == url
            with psycopg.connect(found.app) as connection:
                assert connection.execute("select current_user, current_database()").fetchone() == ("kd_app", "shop")
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute("create temp table t (x int)")
            migrate.install(found.admin)
            assert os.access(found.bin / "pg_dump", os.X_OK)
    assert migrate.create_workspace(url, name="一号公司", now=START) == 1
    assert stat.S_IMODE((tmp_path / "var" / "database-passwords.json").stat().st_mode) == 0o600
    assert not (tmp_path / "var" / "pg").exists()


def test_a_second_machine_is_told_to_bring_the_password(url: str, tmp_path: Path) -> None:
    embedded.external(url, Passwords(tmp_path / "first.json"))
    with pytest.raises(PasswordUnknown, match=r"second\.json"):
        embedded.external(url, Passwords(tmp_path / "second.json"))
    assert not (tmp_path / "second.json").exists()
