"""Edge: sign-in, sessions, tokens and one-time links over HTTP. People and departments are in ``api_people``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar.params import FromPath

from kedang.core import identity
from kedang.core.base import Actor, WorkspaceId
from kedang.core.db import WorkspaceTx
from kedang.core.identity import Credential, Device, First, Offer, Person, SignedIn
from kedang.web import Body, Caller, HttpsRequired, Name, Once, Page, RoleShown, delete, get, no_cookie, patch, post, session_cookie

from .api_people import LinkShown, Named, ShortText, link_of, routes as people_routes
from .api_sessions import routes as session_routes
from .errors import SessionNeeded

Language = Literal["zh", "en"]
Login = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Password = Annotated[str, msgspec.Meta(min_length=1, max_length=1_000)]


class NewSession(Body, frozen=True):
    """Who signs in; ``code`` is that of a second factor."""

    login: Login
    password: Password
    code: str | None = None


class NewCompany(Body, frozen=True):
    """What the first administrator says about the firm and herself."""

    company: Name
    name: Name
    login: Login
    password: Password
    language: Language = "zh"


class NewPassword(Body, frozen=True):
    """A password chosen by a link."""

    password: Password


class PasswordChange(Body, frozen=True):
    """Another password, by who knows the present one."""

    present: Password
    password: Password


class MyChange(Body, frozen=True):
    """What everybody may change about herself; for ``email`` and ``mobile`` she says her present password."""

    language: Language | msgspec.UnsetType = msgspec.UNSET
    zone: Annotated[str, msgspec.Meta(max_length=100)] | msgspec.UnsetType | None = msgspec.UNSET  #: null: the workspace's
    email: ShortText | msgspec.UnsetType | None = msgspec.UNSET
    mobile: ShortText | msgspec.UnsetType | None = msgspec.UNSET
    present: Password | msgspec.UnsetType = msgspec.UNSET


class NewToken(Body, frozen=True):
    """An API token; no scopes means all that its owner may do."""

    name: Name
    scopes: tuple[Literal["read", "write", "manage"], ...] | None = None
    days: Annotated[int, msgspec.Meta(ge=1, le=3_650)] = 365


class PersonOfMe(msgspec.Struct, frozen=True, kw_only=True):
    """The caller."""

    id: UUID
    title: str
    departments: list[Named]


class AccountOfMe(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller signs in with."""

    login: str


class WorkspaceShown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A workspace; ``banner`` is a text that stands above every page."""

    id: int
    name: str
    language: str
    zone: str
    banner: str | None = None
    is_demo: bool = False


class WorkspaceNamed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A workspace that the caller may change to."""

    id: int
    name: str
    is_demo: bool = False


class Me(msgspec.Struct, frozen=True, kw_only=True):
    """Who the caller is, and what she needs to know to begin."""

    person: PersonOfMe
    account: AccountOfMe
    workspace: WorkspaceShown
    language: str
    zone: str | None  #: in which she reads times; null: the workspace's
    roles: list[RoleShown]
    manage: list[str]
    csrf: str | None
    workspaces: list[WorkspaceNamed]


class OfferShown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a one-time link offers."""

    workspace: WorkspaceShown
    purpose: str
    person: Named | None = None
    logins: list[str] = []


class TokenShown(msgspec.Struct, frozen=True, kw_only=True):
    """An API token; ``token`` is its secret text, shown once."""

    id: UUID
    name: str
    scopes: list[str] | None
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime
    token: str | msgspec.UnsetType = msgspec.UNSET


@post("/session", policy="public")
async def sign_in(caller: Caller, data: NewSession) -> Me:
    """Sign in; sets the cookie."""
    opened = await identity.sign_in(caller.services.database, login=data.login, password=data.password, device=device_of(caller))
    return await _welcome(caller, opened)


@delete("/session", policy="signed_in")
async def sign_out(caller: Caller) -> None:
    """Sign out of this session."""
    presented = caller.credential()
    if presented.kind != "session":
        raise SessionNeeded
    await identity.sign_out(caller.services.database, presented.workspace, presented.hash)
    caller.headers.append(no_cookie(caller))


@get("/me", policy="signed_in")
async def me(caller: Caller) -> Me:
    """Who the caller is."""
    presented = caller.credential()
    return await _me(caller, caller.workspace or presented.workspace, presented.hash)


@patch("/me", policy="signed_in")
async def change_me(caller: Caller, actor: Actor, data: MyChange) -> None:
    """Change what everybody may change about herself."""
    changes_logins = data.email is not msgspec.UNSET or data.mobile is not msgspec.UNSET
    database = caller.services.database
    if changes_logins:
        async with caller.enter() as tx:
            person = await _person_of(tx, actor)
        await identity.check_present(database, person, data.present or "", ip=device_of(caller).ip)
    async with caller.enter() as tx:
        if data.language is not msgspec.UNSET:
            await identity.set_language(tx, actor, data.language)
        if data.zone is not msgspec.UNSET:
            await identity.set_zone(tx, actor, data.zone)
        if changes_logins:
            await identity.change_logins(tx, actor, email=data.email, mobile=data.mobile)
    if changes_logins and actor.person is not None:
        await identity.sync_account(database, actor.workspace, actor.person)


@post("/password", policy="signed_in")
async def change_password(caller: Caller, actor: Actor, data: PasswordChange) -> Me:
    """Choose another password; every other session and every token ends."""
    if actor.via != "session" or actor.person is None:
        raise SessionNeeded
    async with caller.enter() as tx:
        person = await identity.get_person(tx, actor, actor.person)
    opened = await identity.change_password(caller.services.database, person, present=data.present, password=data.password, device=device_of(caller))
    return await _welcome(caller, opened)


@get("/setup/{secret:str}", policy="public")
async def look_at_setup(caller: Caller, secret: FromPath[str]) -> OfferShown:
    """What a set-up link offers; 404 once it is used or has expired."""
    return _offer(caller, await identity.look_at_link(caller.services.database, secret, "setup"))


@post("/setup/{secret:str}", policy="public")
async def set_up(caller: Caller, secret: FromPath[str], data: NewCompany) -> Me:
    """Set the workspace up, and sign in as its administrator."""
    services = caller.services
    first = First(company=data.company, name=data.name, login=data.login, password=data.password, language=data.language)
    opened = await identity.set_up(services.database, secret, first, device=device_of(caller), prepare=services.prepare)
    return await _welcome(caller, opened)


@get("/invite/{secret:str}", policy="public")
async def look_at_invite(caller: Caller, secret: FromPath[str]) -> OfferShown:
    """What an invitation, or a link to choose another password, offers; 404 once it is used or has expired."""
    return _offer(caller, await identity.look_at_link(caller.services.database, secret, "invite", "reset"))


@post("/invite/{secret:str}", policy="public")
async def accept(caller: Caller, secret: FromPath[str], data: NewPassword) -> Me:
    """Choose a password by a link, and sign in."""
    return await _welcome(caller, await identity.accept(caller.services.database, secret, password=data.password, device=device_of(caller)))


@post("/people/{id:uuid}/reset", policy="manage:people")
async def reset(caller: Caller, actor: Actor, id: FromPath[UUID]) -> LinkShown:
    """A one-time link by which a person who forgot her password chooses another; an earlier link of hers ends, her sessions only once she has chosen."""
    return await link_of(caller, actor, id, identity.reset)


@get("/tokens", policy="signed_in")
async def find_tokens(tx: WorkspaceTx, actor: Actor) -> Page[TokenShown]:
    """The caller's API tokens."""
    return Page(items=[_token(one) for one in await identity.find_tokens(tx, actor)])


@post("/tokens", policy="signed_in", status=201)
async def create_token(tx: WorkspaceTx, actor: Actor, data: NewToken, once: Once) -> TokenShown:
    """Make an API token. Its text is in this answer only; a repeat under the same Idempotency-Key cannot show it again."""
    earlier = await once.earlier()
    if earlier is not None:
        return _token(await identity.get_token(tx, actor, UUID(str(earlier.answer["token"]))))
    token, secret = await identity.create_token(tx, actor, name=data.name, scopes=data.scopes, days=data.days)
    await once.keep(status=201, token=str(token.id))
    return _token(token, secret)


@delete("/tokens/{id:uuid}", policy="signed_in")
async def revoke_token(tx: WorkspaceTx, actor: Actor, id: FromPath[UUID]) -> None:
    """End an API token."""
    await identity.revoke_token(tx, actor, id)


def device_of(caller: Caller) -> Device:
    """From where the caller signs in. Raises ``HttpsRequired`` where a password must not travel."""
    if not caller.may_sign_in:
        raise HttpsRequired
    return Device(ip=caller.ip, agent=caller.header(b"user-agent"), lifetime=caller.services.lifetime)


async def _welcome(caller: Caller, opened: SignedIn) -> Me:
    caller.headers.append(session_cookie(caller, opened.workspace, opened.secret, days=caller.services.settings.session_days))
    return await _me(caller, opened.workspace, identity.hash_of(opened.secret))


async def _me(caller: Caller, workspace: WorkspaceId, hash: bytes) -> Me:
    services = caller.services
    async with services.database.workspace(workspace, secret=hash) as tx:
        actor = await identity.actor_of(tx, request=caller.request, ip=caller.ip)
        person = await _person_of(tx, actor)
        profile = await services.profile_of(tx, actor)
        csrf = tx.entered.csrf if tx.entered else None
        shown = WorkspaceShown(id=int(workspace), name=tx.name, language=tx.language, zone=tx.zone, banner=services.banner)
    account = person.account or await _account_at_home(caller, hash)
    others = await identity.memberships_of(services.database, account) if account else []
    shown = msgspec.structs.replace(shown, is_demo=any(one.is_demo for one in others if one.workspace == workspace))
    return Me(
        person=PersonOfMe(id=person.id, title=person.name, departments=[Named(id=one.id, title=one.name) for one in person.departments]),
        account=AccountOfMe(login=person.logins[0] if person.logins else ""),
        workspace=shown,
        language=person.language,
        zone=person.zone,
        roles=profile.roles,
        manage=profile.manage,
        csrf=csrf,
        workspaces=[WorkspaceNamed(id=int(one.workspace), name=one.name, is_demo=one.is_demo) for one in others],
    )


async def _account_at_home(caller: Caller, hash: bytes) -> UUID | None:
    """The account of a session that goes on in another workspace as somebody who has none of her own."""
    presented = caller.presented
    if presented is None or presented.kind != "session":
        return None
    async with caller.services.database.workspace(presented.workspace, secret=hash) as tx:
        actor = await identity.actor_of(tx, request=caller.request, ip=caller.ip)
        return (await _person_of(tx, actor)).account


async def _person_of(tx: WorkspaceTx, actor: Actor) -> Person:
    if actor.person is None:
        raise SessionNeeded
    return await identity.get_person(tx, actor, actor.person)


def _offer(caller: Caller, offer: Offer) -> OfferShown:
    shown = WorkspaceShown(id=int(offer.link.workspace), name=offer.company, language=offer.language, zone=offer.zone, banner=caller.services.banner)
    person = Named(id=offer.person.id, title=offer.person.name) if offer.person else None
    return OfferShown(workspace=shown, purpose=offer.link.purpose, person=person, logins=list(offer.person.logins) if offer.person else [])


def _token(token: Credential, secret: str | msgspec.UnsetType = msgspec.UNSET) -> TokenShown:
    return TokenShown(
        id=token.id,
        name=token.name,
        scopes=list(token.scopes) if token.scopes is not None else None,
        created_at=token.created_at.astimezone(UTC),
        last_used_at=token.last_used_at.astimezone(UTC) if token.last_used_at else None,
        expires_at=token.expires_at.astimezone(UTC),
        token=secret,
    )


routes = [
    sign_in,
    sign_out,
    me,
    change_me,
    change_password,
    look_at_setup,
    set_up,
    look_at_invite,
    accept,
    reset,
    find_tokens,
    create_token,
    revoke_token,
    *session_routes,
    *people_routes,
]
