"""How the demonstration stands."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

import msgspec

State = Literal["absent", "waiting", "loading", "ready", "failed", "leaving"]
Wish = Literal["load", "reset", "remove"]


class Persona(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody as whom one can look at the demonstration."""

    id: UUID
    name: str
    position: dict[str, str]  #: by language
    role: str


class Demo(msgspec.Struct, frozen=True, kw_only=True):
    """The demonstration: ``done`` of ``total`` rows are written."""

    state: State = "absent"
    workspace: int | None = None
    newest: int = 0
    people: tuple[Persona, ...] = ()
    done: int = 0
    total: int = 0
