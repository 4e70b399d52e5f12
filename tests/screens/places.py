"""Every page of the interface, as the router has it: a route without an entry here is a finding."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

UI = Path(__file__).parents[2] / "ui" / "src"
ROUTE = re.compile(r"path: '([^']+)'")
SETTING = re.compile(r"^\s*\{ key: '(\w+)', group:", re.MULTILINE)
ALL = ("full", "empty", "loading", "error")
STILL = ("full",)  #: a page that asks the server nothing, or whose other states another place shows
PARTLY = ("full", "loading", "error")  #: a page about one thing: there is no empty one
DESK, PHONE = (1440,), (390,)


@dataclass(frozen=True)
class Place:
    """A page to look at; ``{customer}`` and the like in its path are filled in with records of the data."""

    name: str
    path: str
    states: tuple[str, ...] = ALL
    is_open: bool = False  #: for who is not signed in
    is_home: bool = False  #: of the firm's own workspace, which has imported its files; else of the demonstration
    is_seller: bool = False  #: as one who sells sees it, not the administrator
    step: str = ""  #: what is done first, by its name in ``steps.py``
    widths: tuple[int, ...] = DESK + PHONE
    says: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])  # Any: JSON
    #: by the end of a path of the API: what its answer says as well, or instead where it is refused


def _step(name: str, path: str, step: str = "", **more: Any) -> Place:  # Any: the rest of a Place
    return Place(name, path, STILL, step=step, **more)


RUNNING = {"done": 1780, "rows": 3355, "percent": 53}
LIST, RECORD = "/o/customer", "/o/customer/{customer}"
FILTERED = LIST + '?where={"all":"and","rules":[{"field":"level","op":"in","value":["A","B"]}]}'

#: One line for each route; several where it shows quite different things.
PLACES: Mapping[str, tuple[Place, ...]] = {
    "/sign-in": (
        Place("sign-in", "/sign-in", STILL, is_open=True),
        _step("sign-in-wrong", "/sign-in", "wrong-password", is_open=True),
    ),
    "/setup/$secret": (
        Place("setup-used", "/setup/used-long-ago", PARTLY, is_open=True),
        _step("setup", "/setup/first", "half-password", is_open=True, says={"/setup/first": {"workspace": {"id": 1, "name": "我的公司"}, "purpose": "setup"}}),
    ),
    "/invite/$secret": (
        Place("invite-used", "/invite/used-long-ago", PARTLY, is_open=True),
        _step("invite", "/invite/{invite}", "half-password", is_open=True),
        _step("reset", "/invite/{reset}", is_open=True),
    ),
    "/": (
        Place("home", "/"),
        Place("home-new", "/", STILL, is_home=True),
        Place("home-seller", "/", STILL, is_seller=True),
        _step("palette", "/", "palette"),
        _step("palette-begin", "/", "palette-begin"),
        _step("palette-none", "/", "palette-none"),
        _step("account", "/", "account"),
        _step("notices-drawer", "/", "notices", widths=DESK),
        _step("offline", LIST, "offline"),
    ),
    "/start": (Place("start", "/start", ("full", "loading"), is_home=True),),
    "/o/$object": (
        Place("customers", LIST),
        Place("opportunities", "/o/opportunity", STILL),
        Place("interactions", "/o/interaction", STILL),
        Place("customers-peek", LIST + "?peek={customer}", PARTLY, widths=DESK),
        Place("customers-none", LIST + "?q=查无此家", STILL),
        Place("customers-refused", LIST, STILL, says={"/objects/customer/query": {"status": 403, "code": "forbidden", "title": "Forbidden", "detail": ""}}),
        Place("customers-filtered", FILTERED, STILL),
        _step("filters", FILTERED, "filters"),
        _step("sorting", LIST + "?sort=-created_at", "sorting"),
        _step("list-fields", LIST, "fields", widths=DESK),
        _step("exporting", LIST, "exporting"),
        _step("saving-view", FILTERED, "saving-view"),
        _step("ticked", LIST, "ticked"),
        _step("bulk-set", LIST, "bulk-set"),
        _step("bulk-assign", LIST, "bulk-assign"),
        _step("bulk-tags", LIST, "bulk-tags"),
        _step("bulk-delete", LIST, "bulk-delete"),
        _step("create", LIST + "?new=1"),
        _step("create-unfilled", LIST + "?new=1", "unfilled"),
        _step("create-doubled", LIST + "?new=1", "doubled"),
    ),
    "/o/$object/bin": (Place("bin", "/o/customer/bin"),),
    "/o/$object/merge": (Place("merge", "/o/customer/merge?ids={customer},{other}", PARTLY),),
    "/o/$object/$id": (
        Place("customer", RECORD),
        Place("customer-history", RECORD + "?tab=history"),
        Place("customer-fields", RECORD + "?tab=fields", STILL, widths=PHONE),
        Place("customer-contacts", RECORD + "?tab=contact.customer"),
        _step("customer-more", RECORD, "record-more"),
        Place("opportunity", "/o/opportunity/{opportunity}", STILL),
        Place("record-missing", "/o/customer/019b0000-0000-7000-8000-000000000000", STILL),
    ),
    "/search": (Place("search", "/search?q=智能"), Place("search-none", "/search?q=查无此家", STILL)),
    "/notices": (Place("notices", "/notices"),),
    "/help": (Place("help", "/help"), Place("help-flow", "/help?chapter=flow", ("full", "loading", "error"))),
    "/settings": (Place("settings", "/settings", STILL),),
    "/settings/$page": (  # and each of them, as meta/pages.ts lists them
        Place("settings-object", "/settings/objects?object=customer", PARTLY),
        _step("field-drawer", "/settings/objects?object=customer", "field-drawer"),
        _step("new-field", "/settings/objects?object=customer", "new-field"),
        _step("new-object", "/settings/objects", "new-object"),
        _step("model-file", "/settings/objects", "model-file"),
        _step("new-person", "/settings/people", "new-person"),
        _step("new-department", "/settings/departments", "new-department"),
        _step("new-token", "/settings/tokens", "new-token", is_home=True),
    ),
    "/import": (
        Place("import", "/import", is_home=True),
        _step("import-files", "/import", "files", is_home=True),
    ),
    "/import/$id": (
        Place("import-missing", "/import/019b0000-0000-7000-8000-000000000000", STILL),
        Place("import-map", "/import/{planned}", PARTLY, is_home=True),
        Place("import-check", "/import/{planned}?step=check", STILL, is_home=True),
        Place("import-doubtful", "/import/{planned}?step=doubtful", ALL, is_home=True),
        Place("import-run", "/import/{planned}", STILL, is_home=True,
              says={"/imports/{planned}": {"state": "running", "progress": RUNNING}, "/progress": {"state": "running", **RUNNING}}),
        Place("import-failed", "/import/{planned}", STILL, is_home=True, says={"/imports/{planned}": {"state": "failed"}}),
        Place("import-result", "/import/{done}", STILL, is_home=True),
        Place("import-undone", "/import/{undone}", STILL, is_home=True),
        _step("import-undo", "/import/{done}", "undo-import", is_home=True),
    ),
}  # fmt: skip


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
