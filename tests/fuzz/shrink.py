"""Smaller requests of the same kind, for making a failure readable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import cast

from .model import Aggregate, Measure, Query, Request


def smaller(request: Request) -> Iterator[Request]:
    """Requests that are one step simpler, simplest first."""
    if not isinstance(request, Query | Aggregate):
        return
    blank = type(request)(request.object)
    for field in fields(request):
        if field.name not in ("object", "limit", "measures") and getattr(request, field.name) != getattr(blank, field.name):
            yield replace(request, **{field.name: getattr(blank, field.name)})
    if request.where is not None:
        for where in simpler(request.where):
            yield replace(request, where=where)
    for name in ("sort", "expand", "group"):
        parts = getattr(request, name, ())
        yield from (replace(request, **{name: (part,)}) for part in parts if len(parts) > 1)
    if isinstance(request, Aggregate) and len(request.measures) > 1:
        yield replace(request, measures=(Measure("count"),), having=(), sort=())


def simpler(where: dict[str, object]) -> Iterator[dict[str, object]]:
    """Conditions with one node less."""
    smaller: dict[str, object]
    for word in ("and", "or"):
        parts = where.get(word)
        if isinstance(parts, list):
            parts = cast("list[dict[str, object]]", parts)
            yield from parts
            for number, part in enumerate(parts):
                if len(parts) > 1:
                    smaller = {word: parts[:number] + parts[number + 1 :]}
                    yield smaller
                for one in simpler(part):
                    smaller = {word: [*parts[:number], one, *parts[number + 1 :]]}
                    yield smaller
    inner = where.get("not")
    if isinstance(inner, dict):
        inner = cast("dict[str, object]", inner)
        yield inner
        for one in simpler(inner):
            smaller = {"not": one}
            yield smaller
