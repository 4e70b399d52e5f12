"""The answer to any request: a value, or how it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.fuzz.model import Aggregate, Get, History, Model, Person, Query, Request, Timeline, Update, World

from . import aggregate, history, query, update
from .denied import Denied
from .forms import record
from .scopes import View


@dataclass(frozen=True)
class Refusal:
    """A refusal as a value."""

    status: int
    code: str


def respond(world: World, person: Person, request: Request) -> Any:  # Any: the kind of the request says what it is
    """What the person is answered."""
    view = View(world, person)
    try:
        return _answer(view, request)
    except Denied as denied:
        return Refusal(denied.status, denied.code)


def _answer(view: View, request: Request) -> object:
    match request:
        case Query():
            return query.answer(view, request)
        case Aggregate():
            return aggregate.answer(view, request)
        case Get():
            return record(view, view.row(request.object, request.id))
        case History():
            return history.answer(view, view.row(request.object, request.id))
        case Timeline():
            return view.row(request.object, request.id).id
        case Update():
            return update.answer(view, request)
        case Model():
            return known_fields(view, request.object)


def known_fields(view: View, object_key: str) -> dict[str, str]:
    """The fields of an object that a person is told of, each with her highest level."""
    found = {field.key: view.best_level(object_key, field.key) for field in view.object(object_key).fields}
    return {key: level for key, level in found.items() if level != "hidden"}
