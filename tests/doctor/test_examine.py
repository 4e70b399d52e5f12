"""Each thing that can be wrong is found, named and given a remedy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from kedang.core.db import Addresses
from kedang.features.doctor import Check, examine
from kedang.features.doctor.model import Patient
from kedang.settings import Settings

pytestmark = [pytest.mark.commits, pytest.mark.req("R355", part="doctor")]


@dataclass(frozen=True, kw_only=True)
class Known:
    at: datetime
    verified_at: datetime | None


def english(zh: str, en: str) -> str:
    assert zh != en
    return en


def found(addresses: Addresses, folder: Path, *backups: Known) -> dict[str, Check]:
    patient = Patient(settings=Settings(data_dir=folder), addresses=addresses)
    return {check.key: check for check in examine(patient, english, backups)}


NOW = datetime.now(tz=UTC)
FRESH = Known(at=NOW - timedelta(hours=3), verified_at=NOW - timedelta(days=2))


def test_a_healthy_installation_needs_nothing_but_what_tests_turn_off(addresses: Addresses, tmp_path: Path) -> None:
    checks = found(addresses, tmp_path, FRESH)
    assert {key for key, check in checks.items() if check.status != "ok"} <= {"safety"}, "the server of the tests does not wait for the disk"
    assert {"python", "disk", "memory", "modes", "socket", "descriptors", "port", "logs", "postgres", "clock", "migrations", "indexes", "rights"} <= set(checks)


@pytest.mark.parametrize(
    ("deed", "key"),
    [
        ("grant update on ws_1.audit_event to ws_1", "rights"),
        ("grant delete on ws_1.audit_event_rest to ws_1", "rights"),
        ("grant truncate on ws_1.change to ws_1_model", "rights"),
        ("grant select on kedang.account to kd_app", "rights"),
        ("delete from public.kedang_migration where number = 2", "migrations"),
        ("insert into jobs.procrastinate_jobs (queue_name, task_name, status) values ('slow', 'chore', 'failed')", "dead_letters"),
        ("insert into ws_1.outbox (id, at, kind, body) values (gen_random_uuid(), now() - interval '5 minutes', 'x', '{}')", "queue_lag"),
        (
            (
                "update ws_1.outbox set deferred_at = now(); alter table ws_1.delivery drop constraint delivery_event_fkey;"
                " insert into ws_1.delivery (event, reaction, dead_at) values (gen_random_uuid(), 'x', now())"
            ),
            "dead_letters",
        ),
    ],
)
def test_what_is_wrong_in_the_database_is_found(addresses: Addresses, tmp_path: Path, deed: LiteralString, key: str) -> None:
    with psycopg.connect(addresses.admin) as admin:
        admin.execute(deed)
    troubled = {check.key for check in found(addresses, tmp_path, FRESH).values() if check.status != "ok"} - {"safety"}
    assert troubled == {key}
    for check in found(addresses, tmp_path, FRESH).values():
        assert (check.remedy != "") == (check.status != "ok")


def test_an_invalid_index_is_found(addresses: Addresses, tmp_path: Path) -> None:
    with psycopg.connect(addresses.admin, autocommit=True) as admin:
        admin.execute("create table ws_1.double (x int constraint double_pkey primary key, y int)")
        admin.execute("insert into ws_1.double values (1, 1), (2, 1)")
        with pytest.raises(psycopg.errors.UniqueViolation):
            admin.execute("create unique index concurrently double_y_key on ws_1.double (y)")
    assert "double_y_key" in found(addresses, tmp_path, FRESH)["indexes"].text


@pytest.mark.parametrize(
    ("backups", "troubled"),
    [
        ([], {"backup"}),
        ([Known(at=NOW - timedelta(days=2), verified_at=NOW)], {"backup"}),
        ([Known(at=NOW, verified_at=None)], {"drill"}),
        ([Known(at=NOW, verified_at=None), Known(at=NOW - timedelta(days=9), verified_at=NOW - timedelta(days=9))], {"drill"}),
        ([Known(at=NOW, verified_at=None), FRESH], set[str]()),
    ],
)
def test_a_missing_old_or_unproved_backup_is_found(addresses: Addresses, tmp_path: Path, backups: list[Known], troubled: set[str]) -> None:
    checks = found(addresses, tmp_path, *backups)
    assert {key for key in ("backup", "drill") if key in checks and checks[key].status != "ok"} == troubled


def test_a_folder_that_others_may_enter_is_found(addresses: Addresses, tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    backups.mkdir(mode=0o755)
    backups.chmod(0o755)
    check = found(addresses, tmp_path, FRESH)["modes"]
    assert check.status == "attention"
    assert str(backups) in check.text
    assert check.remedy.startswith("chmod")
