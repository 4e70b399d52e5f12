"""Every page of the interface, as the router has it: a route without an entry here is a finding."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

UI = Path(__file__).parents[2] / "ui" / "src"
ROUTE = re.compile(r"path: '([^']+)'")
SETTING = re.compile(r"^\s*\{ key: '(\w+)', group:", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """A page to look at; ``{customer}`` and the like in its path are filled in with records of the data."""

    name: str
    path: str
    is_open: bool = False  #: for who is not signed in
    states: tuple[str, ...] = ("full", "empty", "loading", "error")


STILL = ("full",)  #: a page that asks the server nothing

#: One line for each route; several where it shows quite different things.
PLACES: Mapping[str, tuple[Place, ...]] = {
    "/sign-in": (Place("sign-in", "/sign-in", is_open=True, states=STILL),),
    "/setup/$secret": (Place("setup-used", "/setup/used-long-ago", is_open=True, states=("full", "loading", "error")),),
    "/invite/$secret": (Place("invite-used", "/invite/used-long-ago", is_open=True, states=("full", "loading", "error")),),
    "/": (Place("home", "/"),),
    "/start": (Place("start", "/start", states=("full", "loading")),),
    "/o/$object": (
        Place("customers", "/o/customer"),
        Place("opportunities", "/o/opportunity", states=STILL),
        Place("interactions", "/o/interaction", states=STILL),
        Place("customers-peek", "/o/customer?peek={customer}", states=STILL),
    ),
    "/o/$object/bin": (Place("bin", "/o/customer/bin"),),
    "/o/$object/merge": (Place("merge", "/o/customer/merge?ids={customer},{other}", states=("full", "loading", "error")),),
    "/o/$object/$id": (
        Place("customer", "/o/customer/{customer}"),
        Place("opportunity", "/o/opportunity/{opportunity}", states=STILL),
        Place("record-missing", "/o/customer/019b0000-0000-7000-8000-000000000000", states=STILL),
    ),
    "/search": (Place("search", "/search?q=%E6%99%BA%E8%83%BD"),),
    "/notices": (Place("notices", "/notices"),),
    "/settings": (Place("settings", "/settings", states=STILL),),
    "/settings/$page": (),  # each of them, as meta/pages.ts lists them
    "/import": (Place("import", "/import"),),
    "/import/$id": (Place("import-missing", "/import/019b0000-0000-7000-8000-000000000000", states=STILL),),
}


def routes() -> list[str]:
    """The paths that the router knows."""
    return ROUTE.findall((UI / "app" / "router.tsx").read_text())


def places() -> list[Place]:
    """Every page, those of the settings included."""
    settings = [Place(f"settings-{key}", f"/settings/{key}") for key in SETTING.findall((UI / "meta" / "pages.ts").read_text())]
    return [place for route in routes() for place in PLACES.get(route, ())] + settings


def unknown() -> list[str]:
    """Routes that nobody looks at, and entries of routes that are gone."""
    there = set(routes())
    return sorted(f"{one}: no entry in tests/screens/places.py" for one in there - set(PLACES)) + sorted(
        f"{one}: the router has no such route" for one in set(PLACES) - there
    )
