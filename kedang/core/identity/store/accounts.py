"""SQL of accounts, logins, memberships, one-time links and the throttle, in the installation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kedang.core.base import PersonId, WorkspaceId
from kedang.core.db import InstallationTx
from kedang.core.identity.errors import LoginTaken
from kedang.core.identity.model import Account, Belonging, Link


async def load_by_login(tx: InstallationTx, login: str) -> Account | None:
    """The account that a login belongs to."""
    row = await tx.maybe("select a.id, a.password, a.status from account a join login l on l.account = a.id where l.login = %(login)s", login=login)
    return Account(id=row["id"], password=row["password"], is_active=row["status"] == "active") if row else None


async def load(tx: InstallationTx, account: UUID) -> Account | None:
    """An account."""
    row = await tx.maybe("select id, password, status from account where id = %(id)s", id=account)
    return Account(id=row["id"], password=row["password"], is_active=row["status"] == "active") if row else None


async def load_memberships(tx: InstallationTx, account: UUID) -> list[Belonging]:
    """The workspaces that an account belongs to; the default one first."""
    rows = await tx.all(
        """
        select m.workspace, m.person, w.name, w.is_demo from membership m join workspace w on w.id = m.workspace
        where m.account = %(account)s and w.state = 'active'
        order by m.is_default desc, m.workspace
        """,
        account=account,
    )
    return [Belonging(workspace=WorkspaceId(row["workspace"]), person=PersonId(row["person"]), name=row["name"], is_demo=row["is_demo"]) for row in rows]


async def insert(tx: InstallationTx, account: UUID, password: str) -> None:
    """Add an account, or give the one that is there a password."""
    await tx.run(
        """
        insert into account (id, password, created_at) values (%(id)s, %(password)s, %(now)s)
        on conflict (id) do update set password = excluded.password, epoch = account.epoch + 1
        """,
        id=account, password=password, now=tx.now,
    )  # fmt: skip


async def update_password(tx: InstallationTx, account: UUID, password: str) -> None:
    """Another password."""
    await tx.run("update account set password = %(password)s, epoch = epoch + 1 where id = %(id)s", id=account, password=password)


async def update_hash(tx: InstallationTx, account: UUID, former: str, password: str) -> None:
    """The same password under newer parameters."""
    await tx.run("update account set password = %(password)s where id = %(id)s and password = %(former)s", id=account, former=former, password=password)


async def replace_logins(tx: InstallationTx, account: UUID, logins: Sequence[str]) -> None:
    """Take every other login from an account, and give it these as far as they are free."""
    await tx.run("delete from login where account = %(account)s and login <> all(%(logins)s)", account=account, logins=list(logins))
    await _give(tx, account, logins)


async def insert_logins(tx: InstallationTx, account: UUID, logins: Sequence[str]) -> None:
    """Give an account logins. Raises ``LoginTaken`` if another has one of them."""
    await _give(tx, account, logins)
    row = await tx.one("select count(*) as n from login where account = %(account)s and login = any(%(logins)s)", account=account, logins=list(logins))
    if row["n"] != len(set(logins)):
        raise LoginTaken


async def _give(tx: InstallationTx, account: UUID, logins: Sequence[str]) -> None:
    await tx.run(
        "insert into login (login, account) select unnest(%(logins)s::text[]), %(account)s on conflict (login) do nothing",
        account=account, logins=sorted(set(logins)),
    )  # fmt: skip


async def insert_membership(tx: InstallationTx, account: UUID, workspace: WorkspaceId, person: UUID) -> None:
    """Let an account into a workspace, as a person; the first workspace is the default one."""
    await tx.run(
        """
        insert into membership (account, workspace, person, is_default)
        values (%(account)s, %(workspace)s, %(person)s, not exists (select 1 from membership where account = %(account)s))
        on conflict (account, workspace) do update set person = excluded.person
        """,
        account=account, workspace=workspace, person=person,
    )  # fmt: skip


async def load_first_workspace(tx: InstallationTx) -> WorkspaceId | None:
    """The workspace that was there first: that of whoever runs the installation."""
    row = await tx.maybe("select id from workspace where state = 'active' order by id limit 1")
    return WorkspaceId(row["id"]) if row else None


async def has_members(tx: InstallationTx, workspace: WorkspaceId) -> bool:
    """Whether anybody may enter a workspace."""
    return await tx.maybe("select 1 from membership where workspace = %(workspace)s limit 1", workspace=workspace) is not None


async def update_workspace_name(tx: InstallationTx, workspace: WorkspaceId, name: str) -> None:
    """The name under which a workspace is listed."""
    await tx.run("update workspace set name = %(name)s where id = %(workspace)s", workspace=workspace, name=name)


async def insert_link(tx: InstallationTx, hash: bytes, purpose: str, workspace: WorkspaceId, person: UUID | None, expires_at: datetime) -> None:
    """Add a one-time link; earlier ones for the same person end."""
    await tx.run(
        """
        delete from one_time_link
        where purpose = %(purpose)s and workspace = %(workspace)s and person is not distinct from %(person)s and used_at is null
        """,
        purpose=purpose, workspace=workspace, person=person,
    )  # fmt: skip
    await tx.run(
        """
        insert into one_time_link (hash, purpose, workspace, person, expires_at, created_at)
        values (%(hash)s, %(purpose)s, %(workspace)s, %(person)s, %(expires_at)s, %(now)s)
        """,
        hash=hash, purpose=purpose, workspace=workspace, person=person, expires_at=expires_at, now=tx.now,
    )  # fmt: skip


async def insert_invitations(tx: InstallationTx, workspace: WorkspaceId, people: Mapping[bytes, UUID], expires_at: datetime) -> None:
    """Add invitations of people by the hashes of their links; earlier ones of the same people end."""
    await tx.run(
        "delete from one_time_link where purpose = 'invite' and workspace = %(workspace)s and person = any(%(people)s) and used_at is null",
        workspace=workspace, people=list(people.values()),
    )  # fmt: skip
    await tx.run(
        """
        insert into one_time_link (hash, purpose, workspace, person, expires_at, created_at)
        select l.hash, 'invite', %(workspace)s, l.person, %(expires_at)s, %(now)s from unnest(%(hashes)s::bytea[], %(people)s::uuid[]) l (hash, person)
        """,
        workspace=workspace, hashes=list(people), people=list(people.values()), expires_at=expires_at, now=tx.now,
    )  # fmt: skip


async def load_link(tx: InstallationTx, hash: bytes, purposes: Sequence[str]) -> Link | None:
    """A link that is still good."""
    row = await tx.maybe(
        """
        select purpose, workspace, person, created_at, expires_at from one_time_link
        where hash = %(hash)s and purpose = any(%(purposes)s) and used_at is null and expires_at > %(now)s
        """,
        hash=hash, purposes=list(purposes), now=tx.now,
    )  # fmt: skip
    if row is None:
        return None
    person = PersonId(row["person"]) if row["person"] else None
    return Link(
        purpose=row["purpose"],
        workspace=WorkspaceId(row["workspace"]),
        person=person,
        created_at=row["created_at"],
        expires_at=row["expires_at"],
    )


async def use_link(tx: InstallationTx, hash: bytes) -> bool:
    """Use a link up; false if somebody else was faster or it has expired."""
    return (
        await tx.run("update one_time_link set used_at = %(now)s where hash = %(hash)s and used_at is null and expires_at > %(now)s", hash=hash, now=tx.now)
        == 1
    )


async def end_links(tx: InstallationTx, workspace: WorkspaceId, person: UUID) -> None:
    """End every link of a person that was not used."""
    await tx.run("delete from one_time_link where workspace = %(workspace)s and person = %(person)s and used_at is null", workspace=workspace, person=person)


@dataclass(frozen=True, kw_only=True)
class Throttled:
    """How often a subject has failed, and until when it must wait."""

    subject: str
    failures: int
    until: datetime
    at: datetime


async def lock_throttled(tx: InstallationTx, subjects: Sequence[str]) -> dict[str, Throttled]:
    """What is known about some subjects, locked in one order, so that attempts at the same time are counted one after another."""
    ordered = sorted(subjects)
    await tx.run(
        """
        insert into throttle (subject, failures, until, at) select s, 0, %(now)s, %(now)s from unnest(%(subjects)s::text[]) s
        on conflict (subject) do nothing
        """,
        subjects=ordered, now=tx.now,
    )  # fmt: skip
    rows = await tx.all("select subject, failures, until, at from throttle where subject = any(%(s)s) order by subject for update", s=ordered)
    return {row["subject"]: Throttled(**row) for row in rows}


async def put_throttled(tx: InstallationTx, one: Throttled) -> None:
    """Write what is known about a subject."""
    await tx.run(
        """
        insert into throttle (subject, failures, until, at) values (%(subject)s, %(failures)s, %(until)s, %(at)s)
        on conflict (subject) do update set failures = excluded.failures, until = excluded.until, at = excluded.at
        """,
        subject=one.subject, failures=one.failures, until=one.until, at=one.at,
    )  # fmt: skip


async def is_known(tx: InstallationTx, subject: str) -> bool:
    """Whether an address is known to an account."""
    return await tx.maybe("select 1 from throttle where subject = %(subject)s and until > %(now)s", subject=subject, now=tx.now) is not None


async def forget_throttled(tx: InstallationTx, subjects: Sequence[str]) -> None:
    """Let some subjects start anew."""
    await tx.run("delete from throttle where subject = any(%(subjects)s)", subjects=list(subjects))


async def delete_stale(tx: InstallationTx) -> int:
    """Delete what the throttle has no use for, and links that expired a month ago; returns how many rows."""
    old = tx.now - timedelta(days=1)
    gone = await tx.run("delete from throttle where at < %(old)s and until < %(now)s", old=old, now=tx.now)
    return gone + await tx.run("delete from one_time_link where expires_at < %(old)s", old=tx.now - timedelta(days=30))
