import psycopg
import pytest
from psycopg.errors import CheckViolation, InsufficientPrivilege

from kedang.core import audit
from kedang.core.base import Actor, PersonId, WorkspaceId, new_id, system_actor
from kedang.core.db import Addresses, Database

FIRST = WorkspaceId(1)
MARA = Actor(workspace=FIRST, person=PersonId(new_id()), name="Mara", roles=("sales",), via="session", request="r1", ip="10.0.0.7")


async def test_an_entry_says_who_did_what_to_which(database: Database) -> None:
    record = new_id()
    async with database.workspace(FIRST) as tx:
        await audit.append(tx, MARA, "record.updated", object=3, record=record, version=2, reason="typo", body={"digest": "ab"})
        row = await tx.one("select * from audit_event")
    assert {key: row[key] for key in ("actor_kind", "actor", "via", "request", "ip", "action", "object", "record", "record_version", "outcome", "reason")} == {
        "actor_kind": "person", "actor": MARA.person, "via": "session", "request": "r1", "ip": "10.0.0.7", "action": "record.updated",
        "object": 3, "record": record, "record_version": 2, "outcome": "ok", "reason": "typo",
    }  # fmt: skip
    assert row["body"] == {"digest": "ab"}
    assert row["seq"] is None


async def test_the_system_signs_with_the_name_of_its_part(database: Database) -> None:
    async with database.workspace(FIRST) as tx:
        await audit.append(tx, system_actor(FIRST, name="retention"), "record.erased")
        row = await tx.one("select actor_kind, actor, body from audit_event")
    assert row == {"actor_kind": "system", "actor": None, "body": {"by": "retention"}}


async def test_many_entries_are_one_statement_in_their_order(database: Database) -> None:
    entries = [audit.Entry(object=1, record=new_id(), version=number) for number in range(100)]
    async with database.workspace(FIRST) as tx:
        await audit.append_many(tx, MARA, "record.imported", entries)
        await audit.append_many(tx, MARA, "record.imported", [])
        rows = await tx.all("select record_version from audit_event order by at, id")
    assert [row["record_version"] for row in rows] == list(range(100))


async def test_a_refused_entry_takes_the_deed_with_it(database: Database) -> None:
    with pytest.raises(CheckViolation):  # noqa: PT012  the whole transaction is meant
        async with database.workspace(FIRST) as tx:
            await tx.run("update revision set name = 'changed'")
            await audit.append(tx, MARA, "workspace.renamed", outcome="nonsense")
    async with database.workspace(FIRST) as tx:
        assert (await tx.one("select name from revision"))["name"] != "changed"


@pytest.mark.parametrize(
    "deed",
    [
        "update audit_event set reason = null",
        "delete from audit_event",
        "truncate audit_event",
        "update change set reason = null",
        "delete from change",
        "truncate change",
        "alter table audit_event add column x int",
        "delete from audit_event_rest",
        "insert into audit_event_rest select * from audit_event",
    ],
)
async def test_the_workspace_s_role_can_only_add(database: Database, deed: str) -> None:
    async with database.workspace(FIRST) as tx:
        await audit.append(tx, MARA, "record.updated")
    with pytest.raises(InsufficientPrivilege):
        async with database.workspace(FIRST) as tx:
            await tx.connection.execute(deed.encode())


def test_nobody_who_may_log_in_owns_the_log(addresses: Addresses) -> None:
    with psycopg.connect(addresses.admin) as admin:
        owner = admin.execute("select relowner::regrole::text from pg_class where oid = 'ws_1.audit_event'::regclass").fetchone()
        logs_in = admin.execute("select rolcanlogin from pg_roles where rolname = 'kd_owner'").fetchone()
    assert owner == ("kd_owner",)
    assert logs_in == (False,)


def test_a_digest_needs_its_salt() -> None:
    assert audit.digest_of(b"salt", b"value") == audit.digest_of(b"salt", b"value")
    assert audit.digest_of(b"salt", b"value") != audit.digest_of(b"pepper", b"value")
    assert len(audit.digest_of(b"salt", b"value")) == 64
