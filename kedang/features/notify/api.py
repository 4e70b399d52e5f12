"""Routes of notices."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar.params import FromPath, FromQuery, QueryParameter

from kedang.core import access
from kedang.core.base import Actor, RecordRef
from kedang.core.db import WorkspaceTx
from kedang.web import Body, Once, delete, get, post, put

from . import service
from .model import Kind, Notice


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A record or a person."""

    id: UUID
    title: str | None


class NoticeShown(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the caller should know."""

    id: UUID
    kind: Kind
    object: str | None
    record: Named | None
    actor: Named | None  #: none: the system
    body: dict[str, Any]  #: by kind: ``number`` of assigned records, ``import`` or ``export`` by id, the ``name`` of a file  # Any: JSON
    at: str
    is_read: bool


class Unread(msgspec.Struct, frozen=True, kw_only=True):
    """How many are unread, counted up to a hundred."""

    unread: int


class Notices(msgspec.Struct, frozen=True, kw_only=True):
    """A page of notices, the latest first."""

    items: list[NoticeShown]
    next: UUID | None  #: ``before`` of the following page


class Read(Body, frozen=True, kw_only=True):
    """Which notices have been read; none: all."""

    ids: Annotated[list[UUID], msgspec.Meta(max_length=500)] | None = None


class Muted(Body, frozen=True, kw_only=True):
    """The record that one wants to hear no more of."""

    object: str
    record: UUID


def show(one: Notice) -> NoticeShown:
    """A notice as it is told."""
    record = Named(id=one.ref.id, title=one.title) if one.ref else None
    by = Named(id=one.actor, title=one.name) if one.actor else None
    return NoticeShown(id=one.id, kind=one.kind, object=one.object, record=record, actor=by, body=one.body, at=one.at.isoformat(), is_read=one.is_read)


@get("/notices", policy="signed_in")
async def find(
    tx: WorkspaceTx, actor: Actor, limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50, before: FromQuery[UUID | None] = None
) -> Notices:  # fmt: skip
    """The caller's notices about what she sees today, the latest first."""
    found, after = await service.find(tx, await access.rights_of(tx, actor), before=before, limit=limit)
    return Notices(items=[show(one) for one in found], next=after)


@get("/notices/unread", policy="signed_in")
async def unread(tx: WorkspaceTx, actor: Actor) -> Unread:
    """How many of the caller's notices in sight are unread."""
    return Unread(unread=await service.unread(tx, await access.rights_of(tx, actor)))


@post("/notices/read", policy="signed_in")
async def read(tx: WorkspaceTx, actor: Actor, data: Read, once: Once) -> Unread:
    """Mark notices as read, those given or all."""
    rights = await access.rights_of(tx, actor)
    if not await once.earlier():
        await service.read(tx, rights, data.ids)
        await once.keep(status=200)
    return Unread(unread=await service.unread(tx, rights))


@put("/notices/mutes", policy="signed_in", status=204)
async def mute(tx: WorkspaceTx, actor: Actor, data: Muted) -> None:
    """Tell the caller nothing more about a record."""
    await service.mute(tx, await access.rights_of(tx, actor), RecordRef(object=data.object, id=data.record))


@delete("/notices/mutes/{object:str}/{id:uuid}", policy="signed_in")
async def unmute(tx: WorkspaceTx, actor: Actor, object: FromPath[str], id: FromPath[UUID]) -> None:
    """Tell the caller about a record again."""
    await service.unmute(tx, await access.rights_of(tx, actor), RecordRef(object=object, id=id))


routes = [find, unread, read, mute, unmute]
