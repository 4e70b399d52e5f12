"""Accounts: what signs in. An account belongs to the installation, the people that it is to the workspaces.

No transaction crosses the two, so each verb here goes by steps, in an order in which a crash between two steps leaves nothing open: what a person may do is
written before the link is used up, under ids that the link decides, so that the same link simply does it again.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal, Protocol
from uuid import UUID

from kedang.core import audit, outbox
from kedang.core.base import Actor, Invalid, NotFound, PersonId, Unauthenticated, WorkspaceId, system_actor
from kedang.core.db import Database, InstallationTx, WorkspaceTx

from . import passwords, sessions, store, throttle
from .errors import AccountShared, BadLogin, LoginTaken, NoAccount, NoLogin, PasswordOfAccount, PersonDisabled, WrongCredentials
from .events import PeopleCreated, PersonUpdated
from .logins import login_of, parse_login
from .model import ADMINISTRATOR, Account, Belonging, Link, Person, Purpose
from .present import check_present
from .refusals import append as append_refusal, log_refusal
from .rights import MayManage, check_over
from .secret import hash_of, new_secret
from .sessions import Lifetime

Prepare = Callable[[WorkspaceTx, Actor], Awaitable[None]]
LIVES: dict[Purpose, timedelta] = {"setup": timedelta(days=7), "invite": timedelta(days=7), "reset": timedelta(days=1)}


@dataclass(frozen=True, kw_only=True)
class Device:
    """From where somebody signs in, and how long her session shall live."""

    ip: str | None
    agent: str | None
    lifetime: Lifetime


@dataclass(frozen=True, kw_only=True)
class First:
    """What the first administrator says about the firm and herself."""

    company: str
    name: str
    login: str
    password: str
    language: Literal["zh", "en"]


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """A session that was opened: its secret, and the workspace that it begins in."""

    workspace: WorkspaceId
    secret: str


@dataclass(frozen=True, kw_only=True)
class NewLink:
    """A one-time link that is still to be kept, with its secret, which nothing else knows."""

    secret: str
    purpose: Purpose
    workspace: WorkspaceId
    person: PersonId | None


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a link offers to whoever opens it."""

    link: Link
    company: str
    language: str
    zone: str
    person: Person | None


async def sign_in(database: Database, *, login: str, password: str, device: Device) -> SignedIn:
    """Open a session. Raises ``WrongCredentials``, the same for a login that nobody has, and ``TooManyAttempts``."""
    found = parse_login(login)
    async with database.installation() as tx:
        charge = await throttle.charge(tx, found, device.ip)
        account = await store.accounts.load_by_login(tx, found)
    is_right = await passwords.verify_password(account.password if account else None, password)
    if account is None or not is_right or not account.is_active:
        await log_refusal(database, account, "session.refused", reason="disabled" if is_right else "wrong password", ip=device.ip)
        raise WrongCredentials
    async with database.installation() as tx:
        await throttle.take_back(tx, charge)
    await _renew_hash(database, account, password)
    return await open_sessions(database, account.id, device)


async def _renew_hash(database: Database, account: Account, password: str) -> None:
    if account.password is None or not passwords.is_outdated(account.password):
        return
    renewed = await passwords.hash_password(password)
    async with database.installation() as tx:
        await store.accounts.update_hash(tx, account.id, account.password, renewed)


async def open_sessions(database: Database, account: UUID, device: Device) -> SignedIn:
    """Open one session in each workspace of an account where its person is active. Raises ``WrongCredentials`` where there is none."""
    secret, csrf = new_secret(), secrets.token_urlsafe(24)
    opened: list[WorkspaceId] = []
    for one in await memberships_of(database, account):
        async with database.workspace(one.workspace) as tx:
            session = await sessions.open_session(tx, one.person, hash=hash_of(secret), csrf=csrf, lifetime=device.lifetime, ip=device.ip, agent=device.agent)
            if session is not None:
                await audit.append(tx, await _herself(tx, one.person, device.ip), "session.opened", body={"session": str(session)})
                opened.append(one.workspace)
            else:
                await append_refusal(tx, "session.refused", person=str(one.person), reason="disabled", ip=device.ip)
    if not opened:
        raise WrongCredentials
    return SignedIn(workspace=opened[0], secret=secret)


async def _herself(tx: WorkspaceTx, person: PersonId, ip: str | None) -> Actor:
    found = await store.people.load(tx, person)
    return Actor(workspace=tx.workspace, person=person, name=found.name if found else "", roles=(), via="session", ip=ip)


async def sign_out(database: Database, workspace: WorkspaceId, hash: bytes) -> None:
    """End the session with this secret, in every workspace that it was opened in."""
    async with database.workspace(workspace, secret=hash) as tx:
        entered = tx.entered
        if entered is None:
            raise Unauthenticated
        person = await store.people.load(tx, entered.person)
    others = await memberships_of(database, person.account) if person and person.account else []
    for number in {workspace, *(one.workspace for one in others)}:
        async with database.workspace(number, secret=hash) as tx:
            if await store.credentials.revoke_hash(tx, hash) and tx.entered is not None:
                body = {"session": str(tx.entered.credential)}
                await audit.append(tx, await _herself(tx, PersonId(tx.entered.person), None), "session.ended", body=body)


async def memberships_of(database: Database, account: UUID) -> list[Belonging]:
    """The workspaces that an account belongs to; the default one first."""
    async with database.installation() as tx:
        return await store.accounts.load_memberships(tx, account)


async def is_set_up(database: Database, workspace: WorkspaceId) -> bool:
    """Whether anybody may enter a workspace."""
    async with database.installation() as tx:
        return await store.accounts.has_members(tx, workspace)


async def make_setup_link(database: Database, workspace: WorkspaceId) -> str:
    """A new one-time link by which the first administrator sets a workspace up; returns its secret. Earlier ones end."""
    link = NewLink(secret=new_secret(), purpose="setup", workspace=workspace, person=None)
    await keep_link(database, link)
    return link.secret


class MakeLink(Protocol):
    """Makes a one-time link for a person."""

    async def __call__(self, tx: WorkspaceTx, actor: Actor, person: UUID, /, *, may_manage: MayManage) -> NewLink:
        """Make it."""
        ...


async def invite(tx: WorkspaceTx, actor: Actor, person: UUID, *, may_manage: MayManage) -> NewLink:
    """A link by which a person chooses her password: the first one, or another. ``keep_link`` keeps it after the commit."""
    found = await store.people.load(tx, person)
    if found is None:
        raise NotFound
    await check_over(tx, actor, found, may_manage)
    if found.status != "active":
        raise PersonDisabled
    if not found.logins:
        raise NoLogin
    purpose: Purpose = "invite" if found.account is None else "reset"
    if purpose == "invite":
        await store.people.set_invited(tx, [found.id], tx.now + LIVES[purpose])
    await audit.append(tx, actor, f"{purpose}.made", body={"person": str(person)})
    return NewLink(secret=new_secret(), purpose=purpose, workspace=tx.workspace, person=found.id)


async def reset(tx: WorkspaceTx, actor: Actor, person: UUID, *, may_manage: MayManage) -> NewLink:
    """A link by which a person who has a password chooses another. ``keep_link`` keeps it after the commit. Raises ``NoAccount``."""
    link = await invite(tx, actor, person, may_manage=may_manage)
    if link.purpose != "reset":
        raise NoAccount
    return link


async def keep_link(database: Database, link: NewLink) -> datetime:
    """Keep a link; returns when it expires."""
    async with database.installation() as tx:
        expires = tx.now + LIVES[link.purpose]
        await store.accounts.insert_link(tx, hash_of(link.secret), link.purpose, link.workspace, link.person, expires)
    return expires


async def check_not_shared(database: Database, person: Person) -> None:
    """Raise ``AccountShared`` where an account belongs to other workspaces too, whose people one administrator must not become."""
    if person.account is not None and sum(not one.is_demo for one in await memberships_of(database, person.account)) > 1:
        raise AccountShared


async def look_at_link(database: Database, secret: str, *purposes: Purpose) -> Offer:
    """What a link offers. Raises ``NotFound`` for one that is unknown, used or expired."""
    async with database.installation() as tx:
        link = await store.accounts.load_link(tx, hash_of(secret), purposes)
        if link is None or (link.purpose == "setup" and await store.accounts.has_members(tx, link.workspace)):
            raise NotFound
    async with database.workspace(link.workspace) as tx:
        person = await store.people.load(tx, link.person) if link.person else None
        if link.purpose != "setup" and (person is None or person.status != "active"):
            raise NotFound
        return Offer(link=link, company=tx.name, language=tx.language, zone=tx.zone, person=person)


async def set_up(database: Database, secret: str, first: First, *, device: Device, prepare: Prepare) -> SignedIn:
    """Set a workspace up by a link: its name, its administrator, her account and her first session; ``prepare`` gives it its roles."""
    offer = await look_at_link(database, secret, "setup")
    digest, company = hash_of(secret), first.company.strip()
    person = _first_person(offer.link, digest, first)
    passwords.check_password(first.password, [company, first.name, *person.logins])
    phc = await passwords.hash_password(first.password)
    async with database.installation() as tx:
        for one in person.logins:
            taken = await store.accounts.load_by_login(tx, one)
            if taken is not None and taken.id != person.account:
                raise LoginTaken(field="login")
    async with database.workspace(offer.link.workspace) as tx:
        await _write_first(tx, person, company, prepare)
    async with database.installation() as tx:
        await store.accounts.update_workspace_name(tx, offer.link.workspace, company)
        await _join(tx, digest, offer.link, person, phc)
    return await open_sessions(database, _account_of(person), device)


async def _write_first(tx: WorkspaceTx, person: Person, company: str, prepare: Prepare) -> None:
    system = system_actor(tx.workspace, name="setup")
    await store.people.update_company(tx, company, person.language)
    await store.people.raise_policy_revision(tx)
    await store.people.insert_first(tx, person)
    await store.people.replace_roles(tx, person.id, [ADMINISTRATOR])
    await prepare(tx, system)
    await audit.append(tx, system, "workspace.set_up", body={"person": str(person.id)})
    await outbox.emit(tx, PeopleCreated(people=(person.id,)))


def _first_person(link: Link, hash: bytes, first: First) -> Person:
    try:
        login = login_of(first.login)
    except Invalid:  # the form has one field for all kinds of logins
        raise BadLogin(field="login") from None
    return Person(
        id=PersonId(_id_from(link, hash, "person")),
        name=" ".join(first.name.split()),
        email=login.text if login.kind == "email" else None,
        mobile=login.text if login.kind == "mobile" else None,
        staff_number=login.text if login.kind == "staff_number" else None,
        account=_id_from(link, hash, "account"),
        status="active",
        language=first.language,
        departments=(),
        roles=(ADMINISTRATOR,),
    )


def _id_from(link: Link, hash: bytes, what: str) -> UUID:
    """A uuid v7 that a link decides: its time, and random bits that only the link's secret gives."""
    bits = int.from_bytes(sha256(hash + what.encode()).digest()[:10], "big")
    head = int(link.created_at.timestamp() * 1000) << 80
    return UUID(int=head | (0x7 << 76) | ((bits >> 62 & 0xFFF) << 64) | (0b10 << 62) | (bits & (2**62 - 1)))


async def accept(database: Database, secret: str, *, password: str, device: Device) -> SignedIn:
    """Choose a password by a link, for an invitation or a reset, and sign in."""
    offer = await look_at_link(database, secret, "invite", "reset")
    person = offer.person
    if person is None or not person.logins:
        raise NotFound
    if person.account is not None and offer.link.purpose == "reset":
        return await _reset(database, hash_of(secret), offer, person, password, device)
    async with database.installation() as tx:
        found = [await store.accounts.load_by_login(tx, one) for one in person.logins]
    existing = next((one for one in found if one is not None), None)
    own = _id_from(offer.link, hash_of(secret), "account")
    if existing is not None and existing.id != own:
        return await _accept_as(database, hash_of(secret), offer, person, existing, password, device)
    passwords.check_password(password, [offer.company, person.name, *person.logins])
    phc = await passwords.hash_password(password)
    member = replace(person, account=own)
    await _write_account(database, offer.link.workspace, member)
    async with database.installation() as tx:
        await _join(tx, hash_of(secret), offer.link, member, phc)
    return await open_sessions(database, own, device)


async def _accept_as(database: Database, hash: bytes, offer: Offer, person: Person, account: Account, password: str, device: Device) -> SignedIn:
    """Her login has an account already, in another workspace: only its own password lets that account in here."""
    async with database.installation() as tx:
        charge = await throttle.charge(tx, person.logins[0], device.ip)
    if not await passwords.verify_password(account.password, password) or not account.is_active:
        await log_refusal(database, account, "invite.refused", reason="wrong password", ip=device.ip)
        raise PasswordOfAccount
    member = replace(person, account=account.id)
    await _write_account(database, offer.link.workspace, member)
    async with database.installation() as tx:
        await throttle.take_back(tx, charge)
        await _join(tx, hash, offer.link, member, None)
    return await open_sessions(database, account.id, device)


async def _write_account(database: Database, workspace: WorkspaceId, person: Person) -> None:
    async with database.workspace(workspace) as tx:
        await store.people.raise_policy_revision(tx)
        await store.people.raise_epoch(tx, person.id)
        await store.people.update(tx, person)
        await audit.append(tx, await _herself(tx, person.id, None), "invite.accepted", body={"person": str(person.id)})
        await outbox.emit(tx, PersonUpdated(person=person.id, what=("account",)))


async def _join(tx: InstallationTx, hash: bytes, link: Link, person: Person, phc: str | None) -> None:
    """Use the link up and let the account in. Of two at the same time one gets through."""
    if not await store.accounts.use_link(tx, hash):
        raise NotFound
    account = _account_of(person)
    if phc is not None:
        await store.accounts.insert(tx, account, phc)
    await store.accounts.insert_logins(tx, account, person.logins)
    await store.accounts.insert_membership(tx, account, link.workspace, person.id)


async def _reset(database: Database, hash: bytes, offer: Offer, person: Person, password: str, device: Device) -> SignedIn:
    passwords.check_password(password, [offer.company, person.name, *person.logins])
    account = _account_of(person)
    phc = await passwords.hash_password(password)
    # Before and after: a session that was opened with the old password between the two must not live on.
    await end_everything(database, account, because="password.reset", ip=device.ip)
    async with database.installation() as tx:
        if not await store.accounts.use_link(tx, hash):
            raise NotFound
        await store.accounts.update_password(tx, account, phc)
    await end_everything(database, account)
    return await open_sessions(database, account, device)


async def change_password(database: Database, person: Person, *, present: str, password: str, device: Device) -> SignedIn:
    """Choose another password, knowing the present one. Raises ``WrongPassword``. Every session and token ends, and a new session begins."""
    if person.account is None:
        raise NotFound
    await check_present(database, person, present, ip=device.ip)
    passwords.check_password(password, [person.name, *person.logins])
    phc = await passwords.hash_password(password)
    await end_everything(database, person.account, because="password.changed", ip=device.ip)
    async with database.installation() as tx:
        await store.accounts.update_password(tx, person.account, phc)
    await end_everything(database, person.account)
    return await open_sessions(database, person.account, device)


async def end_everything(database: Database, account: UUID, *, because: str | None = None, ip: str | None = None) -> None:
    """End every session and token of an account, in each of its workspaces."""
    for one in await memberships_of(database, account):
        async with database.workspace(one.workspace) as tx:
            await store.people.raise_epoch(tx, one.person)
            if because is not None:
                await audit.append(tx, await _herself(tx, one.person, ip), because, body={"person": str(one.person)})


async def sync_account(database: Database, workspace: WorkspaceId, person: UUID) -> None:
    """Bring what the installation knows in line with the workspaces: an account's logins, and no links for who is disabled. May be called twice."""
    async with database.workspace(workspace) as tx:
        found = await store.people.load(tx, person)
    if found is None or found.status != "active":
        async with database.installation() as tx:
            await store.accounts.end_links(tx, workspace, person)
    if found is None or found.account is None:
        return
    logins: list[str] = []
    for one in await memberships_of(database, found.account):
        async with database.workspace(one.workspace) as tx:
            she = await store.people.load(tx, one.person)
            logins += she.logins if she else ()
    async with database.installation() as tx:
        await store.accounts.replace_logins(tx, found.account, logins)


def _account_of(person: Person) -> UUID:
    if person.account is None:
        raise NotFound
    return person.account
