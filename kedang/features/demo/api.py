"""Routes of the demonstration. They belong to the firm's own workspace: who administers it may look at the demonstration, and as whom she likes."""

from __future__ import annotations

from uuid import UUID

import msgspec

from kedang.core import identity
from kedang.core.base import Actor
from kedang.core.identity import Device, SessionNeeded
from kedang.web import Body, Caller, get, post

from . import service
from .model import Persona, State, Wish


class Wished(Body, frozen=True):
    """What shall become of the demonstration."""

    wish: Wish


class Entrance(Body, frozen=True):
    """As whom to look at the demonstration; as its administrator if nobody is named."""

    person: UUID | None = None


class DemoShown(msgspec.Struct, frozen=True, kw_only=True):
    """How the demonstration stands."""

    state: State
    workspace: int | None
    people: list[Persona]
    done: int
    total: int


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """Where the demonstration lies: its pages begin with ``/w/{workspace}``."""

    workspace: int


@get("/demo", policy="manage:demo")
async def find(caller: Caller) -> DemoShown:
    """How the demonstration stands."""
    return _shown(await service.get(caller.services.database))


@post("/demo", policy="manage:demo")
async def wish(caller: Caller, data: Wished) -> DemoShown:
    """Load the demonstration, load it anew, or remove it; it happens in the background. The same wish again changes nothing."""
    return _shown(await service.ask(caller.services.database, data.wish))


@post("/demo/enter", policy="manage:demo")
async def enter(caller: Caller, actor: Actor, data: Entrance) -> Entered:
    """Go into the demonstration with this session, as one of its people."""
    if actor.via != "session" or actor.person is None:
        raise SessionNeeded
    services, presented = caller.services, caller.credential()
    async with caller.enter() as tx:
        account = (await identity.get_person(tx, actor, actor.person)).account
        csrf = tx.entered.csrf if tx.entered else None
    if account is None or csrf is None:
        raise SessionNeeded
    device = Device(ip=caller.ip, agent=caller.header(b"user-agent"), lifetime=services.lifetime)
    found = await service.enter(services.database, account=account, hash=presented.hash, csrf=csrf, person=data.person, device=device)
    return Entered(workspace=int(found))


def _shown(demo: service.Demo) -> DemoShown:
    return DemoShown(state=demo.state, workspace=demo.workspace, people=list(demo.people), done=demo.done, total=demo.total)


routes = [find, wish, enter]
