"""Routes of help and of the manual."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

import msgspec
from litestar.params import FromPath, QueryParameter

from kedang import __version__
from kedang.core import access
from kedang.core.base import Actor
from kedang.core.db import WorkspaceTx
from kedang.paper import typeset
from kedang.web import Answer, Caller, get

from . import service, writing
from .contents import groups
from .errors import NoSuchManual
from .flow import Flow
from .model import Group
from .words import WORDS, told

Tongue = Annotated[Literal["zh", "en"] | None, QueryParameter()]
TYPES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}


class ManualShown(msgspec.Struct, frozen=True, kw_only=True):
    """The manual as the interface shows it."""

    language: str
    groups: tuple[Group, ...]


class FlowShown(msgspec.Struct, frozen=True, kw_only=True):
    """The flow chart, and the same in words."""

    flow: Flow
    told: list[str]


@get("/help", policy="public")
async def read(caller: Caller, language: Tongue = None) -> ManualShown:
    """Every chapter: what each page is for and what one does there. It is the same in every installation, so who is not in yet may read it too."""
    wanted = language or caller.language
    return ManualShown(language=wanted, groups=groups(wanted))


@get("/help/flow", policy="signed_in")
async def flow(tx: WorkspaceTx, actor: Actor, language: Tongue = None) -> FlowShown:
    """The flow of the firm's work, as far as the caller sees it."""
    wanted = language or actor.language
    found = service.flow(await access.rights_of(tx, actor), wanted, tx.language)
    return FlowShown(flow=found, told=told(found, wanted))


@get("/help/manual/{format:str}", policy="signed_in")
async def manual(caller: Caller, actor: Actor, format: FromPath[str], language: Tongue = None) -> Answer:
    """The whole manual as a file: ``html``, one page that loads nothing, or ``pdf``."""
    if format not in TYPES:
        raise NoSuchManual(format=format)
    wanted = language or actor.language
    async with caller.enter() as tx:  # not held while the file is set
        rights = await access.rights_of(tx, actor)
        day: date = tx.now.astimezone(ZoneInfo(tx.zone)).date()
        made = writing.Manual(language=wanted, version=__version__, firm=tx.name, day=day.isoformat(), flow=service.flow(rights, wanted, tx.language))
    body = writing.html_of(made).encode() if format == "html" else await _pdf(made)
    name = quote(f"{WORDS[wanted]['title']}.{format}", safe="")
    named = f"attachment; filename=\"manual.{format}\"; filename*=UTF-8''{name}"
    return Answer(body, headers=((b"content-type", TYPES[format].encode()), (b"content-disposition", named.encode()), (b"cache-control", b"no-store")))


async def _pdf(manual: writing.Manual) -> bytes:
    with TemporaryDirectory(prefix="kedang-manual-") as folder:
        path = Path(folder) / "manual.pdf"
        await typeset("manual", writing.paper_of(manual), path)
        return path.read_bytes()


routes = [read, flow, manual]
