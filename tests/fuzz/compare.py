"""Whether an answer of the real thing is the one the twin expects. What the contract leaves open is named here, and only here."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from .answers import Answer, Listed
from .model import SYSTEM, Aggregate, Get, History, Model, Query, Request, Timeline, Update, World
from .twin.aggregate import Groups
from .twin.forms import plain as digits, record, show_moment
from .twin.query import Page
from .twin.requests import Refusal, known_fields
from .twin.scopes import View

_OURS = frozenset({"_can", "_read_only", "_masked", "state"})  # state: no life cycles here; the others are compared apart or told by the twin
_DIGITS = 12  # of an average that are compared


def difference(view: View, request: Request, expected: object, real: Answer) -> str | None:
    """What is wrong with an answer, if anything is."""
    if isinstance(expected, Refusal) and expected.status == 403:
        return None if real.status == 403 else f"expected 403, got {real.status} {real.code}"
    if isinstance(expected, Refusal):
        return (
            None if (real.status, real.code) == (expected.status, expected.code) else f"expected {expected}, got {real.status} {real.code} {real.body!r:.200}"
        )
    if real.status != 200:
        return f"expected an answer, got {real.status} {real.code}"
    match request:
        case Query():
            return _page(view, request, expected, real.body) if isinstance(expected, Page) and isinstance(real.body, Listed) else "no list"
        case Aggregate():
            return _groups(view.world, request, expected, real.body) if isinstance(expected, Groups) else "no groups"
        case Get():
            known = known_fields(view, request.object)
            return _item(expected, real.body, None, known)
        case Timeline():
            return None
        case Update():
            return _item(expected, real.body, None, known_fields(view, request.object))
        case History():
            return _history(expected, real.body)
        case Model():
            fields = {one["key"]: one["level"] for one in real.body["fields"] if one["key"] not in SYSTEM and one["key"] != "state"}
            return None if expected == fields else f"fields {fields} instead of {expected}"


def _page(view: View, query: Query, expected: Page, real: Listed) -> str | None:
    wanted = [str(one) for one in expected.shown]
    if real.ids != wanted:
        return f"ids {real.ids} instead of {wanted}"
    if expected.count is not None and real.count != expected.count:
        return f"count {real.count} instead of {expected.count}"
    if query.around is None and query.offset is None and real.after != expected.after:
        return f"after: {real.after} instead of {expected.after}"
    if query.around is not None and (real.position, *real.neighbours) != (expected.position, *(str(one) if one else None for one in expected.neighbours)):
        return f"position {real.position} between {real.neighbours} instead of {expected.position} between {expected.neighbours}"
    known = known_fields(view, query.object)
    for one, shown, item in zip(expected.shown, expected.items, real.items, strict=True):
        full = record(view, view.world.rows[query.object][one])
        wrong = _item({**shown, **full}, item, query.fields, known)
        if wrong:
            return f"{one}: {wrong}"
    return None


def _item(expected: object, real: object, wanted: tuple[str, ...] | None, known: dict[str, str]) -> str | None:
    """One record: every key that is shown has the expected value, and every key that was asked for and is not hidden is shown."""
    if not isinstance(expected, dict) or not isinstance(real, dict):
        return f"{real!r:.100} is no record"
    shown = {key: value for key, value in real.items() if key not in _OURS}
    missing = [key for key in expected if key not in shown and key not in _OURS and (wanted is None or key in wanted)]
    if missing:
        return f"{missing} missing"
    for key, value in shown.items():
        if key not in expected:
            return f"{key} shown: {value!r:.100}"
        if plain(value) != plain(expected[key]):
            return f"{key} is {value!r:.200} instead of {expected[key]!r:.200}"
    unknown = {key for key in real.get("_read_only") or () if "." not in key} - set(known) - set(SYSTEM)
    if unknown:
        return f"_read_only names {sorted(unknown)}"
    masked = [key for key in expected["_masked"] if key in shown]
    return None if sorted(real.get("_masked") or []) == sorted(masked) else f"_masked {real.get('_masked')} instead of {masked}"


def plain(value: Any) -> Any:  # Any: JSON, or what the twin shows
    """A value in the one form in which both are compared."""
    match value:
        case {"amount": amount, "currency": currency}:
            return "money", digits(Decimal(str(amount))), currency
        case {"items": [], "more": False}:
            return None  # a to-many relation without a visible target: the same as an empty one
        case {"items": list() as items, "more": more}:
            return sorted(str(plain(item)) for item in items), more
        case dict():
            return {key: plain(part) for key, part in value.items()}
        case list() | tuple():
            return [plain(part) for part in value]
        case bool() | None:
            return value
        case int() | float() | Decimal():
            return "number", digits(Decimal(str(value)))
        case UUID():
            return str(value)
        case datetime():
            return show_moment(value)
        case date():
            return value.isoformat()
        case _:
            return value


def _groups(world: World, query: Aggregate, expected: Groups, real: object) -> str | None:
    if not isinstance(real, list):
        return "no groups"
    found = [(repr(_key(world, group["key"])), [_measure(one) for one in group["measures"]]) for group in real]
    wanted = [(repr(_key(world, list(key))), [_measure(one) for one in measures]) for key, measures in expected.rows]
    if sorted(found, key=repr) != sorted(wanted, key=repr):
        return f"groups {sorted(found, key=repr)} instead of {sorted(wanted, key=repr)}"
    for what, number, _ in query.sort[:1]:
        order = [[group[1][number] if what == "measure" else group[0] for group in groups] for groups in (found, wanted)]
        if order[0] != order[1]:
            return f"order {order[0]} instead of {order[1]}"
    return None


def _key(world: World, key: object) -> list[object]:
    parts = key if isinstance(key, list) else [key]
    return [part["id"] if isinstance(part, dict) and "id" in part else _text(plain(part)) for part in parts]


def _text(value: object) -> object:
    return value[1] if isinstance(value, tuple) and value[0] == "number" else value


def _measure(value: object) -> object:
    """A number; money by currency; an average to twelve digits."""
    match value:
        case [*parts]:
            return {str(part["currency"]): _measure(part["amount"]) for part in parts} or None
        case {"amount": amount, "currency": currency}:
            return {str(currency): _measure(amount)}
        case dict():
            return {key: _measure(part) for key, part in sorted(value.items())} or None
        case str() if _is_number(value):
            return _measure(Decimal(value))
        case bool() | None | str():
            return value
        case int() | float() | Decimal():
            return f"{Decimal(str(value)):.{_DIGITS}e}" if value else "0"
        case _:
            return plain(value)


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def _history(expected: object, real: object) -> str | None:
    """Every update that changed something seen stands there with what is seen of it; entries of which nothing is seen may stand there empty."""
    if not isinstance(expected, list) or not isinstance(real, list):
        return f"{real!r:.100} is no history"
    wanted = _seen({entry["version"]: entry["changes"] for entry in expected})
    found = _seen({int(entry["version"]): {one["field"]: (one["old"], one["new"]) for one in entry["changes"]} for entry in real})
    return None if found == wanted else f"history {found} instead of {wanted}"


def _seen(history: dict[int, dict[str, tuple[object, object]]]) -> dict[int, object]:
    """Entries by version, without changes from nothing to nothing (of links to what is out of sight), and without those that are empty then."""
    shown = {version: {key: pair for key, pair in plain(changes).items() if pair != [None, None]} for version, changes in history.items()}
    return {version: changes for version, changes in shown.items() if changes}
