"""One table over every route that names a thing: for who does not see it, it is as if it had never been. A route that is new here has to be asked, too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from tests.support.archive import Archive
from tests.support.clock import StillClock
from tests.support.world import Client, Json, World

SECRET = "绝密"  #: stands in everything that the others made and the asking person must not learn of
ABOUT = {"field": "id", "op": "eq", "value": "{id}"}
BOUNDARY = "--------------------kd"

#: What is sent to each route that changes something and takes a thing's id in its path or body; ``{id}`` is that of the thing.
BODIES: dict[str, Any] = {
    "PATCH /objects/{object}/records/{id}": {"version": 1, "name": "改"},
    "DELETE /objects/{object}/records/{id}": None,
    "POST /objects/{object}/records/{id}/restore": {},
    "POST /objects/{object}/records": {"name": "新来的", "parent": "{id}"},
    "POST /objects/{object}/records/draft": {"name": "新来的", "parent": "{id}"},
    "POST /objects/{object}/batch": {"rows": [{"update": {"id": "{id}", "name": "改"}}], "by_row": True},
    "POST /objects/{object}/bulk": {"ids": ["{id}"], "action": "set", "values": {"short_name": "改"}},
    "POST /objects/{object}/merge": {"into": "{id}", "others": ["{id}"]},
    "POST /objects/{object}/query": {"where": ABOUT},
    "POST /objects/{object}/aggregate": {"where": ABOUT, "measures": [{"op": "count"}]},
    "POST /objects/{object}/views": {"label": {"zh": "我的"}, "where": {"field": "parent", "op": "eq", "value": "{id}"}},
    "PUT /objects/{object}/views/arrangement": {"order": ["{id}"], "default": "{id}"},
    "PATCH /objects/{object}/views/{id}": {"version": 1, "label": {"zh": "改"}},
    "DELETE /objects/{object}/views/{id}": None,
    "POST /objects/{object}/views/{id}/restore": {},
    "POST /batches/{id}/undo": {},
    "POST /bulks/{id}/cancel": {},
    "POST /bulks/{id}/undo": {},
    "POST /exports": {"object": "customer", "query": {"where": ABOUT}},
    "DELETE /exports/{id}": None,
    "POST /favourites": {"object": "customer", "record": "{id}"},
    "DELETE /favourites/{id}": None,
    "PATCH /imports/{id}": {"choices": {}},
    "POST /imports/{id}/decide": {"row": 2, "decision": "create"},
    "PUT /imports/{id}/draft": {},
    "POST /imports/{id}/run": {},
    "POST /imports/{id}/undo": {},
    "PUT /notices/mutes": {"object": "customer", "record": "{id}"},
    "DELETE /notices/mutes/{object}/{id}": None,
    "POST /notices/read": {"ids": ["{id}"]},
    "DELETE /sessions/{id}": None,
    "DELETE /tokens/{id}": None,
    "PUT /visits": {"object": "customer", "record": "{id}"},
}
#: Changes of nothing but the caller's own, and uploads; and what ends her own way in.
OWN = {
    "PATCH /me", "POST /password", "POST /qr", "DELETE /session", "DELETE /sessions", "POST /tokens", "POST /imports", "PUT /objects/{object}/views/roles/{role}",
}  # fmt: skip
PUBLIC_IDS = {"/people/{id}"}  #: everybody may know who works here
STREAMS = {"/events"}


def routes(app: Any) -> Iterator[tuple[str, str]]:
    """Method and path of each route that is open to everybody who has signed in."""
    framework: Litestar = app._routes
    for route in framework.routes:
        for handler in getattr(route, "route_handlers", []):
            if isinstance(handler, HTTPRouteHandler) and handler.opt.get("policy") == "signed_in":
                path = re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path).removeprefix("/api/v1")
                yield from ((method, path) for method in sorted(handler.http_methods) if method not in {"HEAD", "OPTIONS"})


async def things(boss: Client) -> dict[str, str]:
    """One of everything that somebody can own, by what it is; each bears the secret."""
    parent = await boss.make("customer", name=f"{SECRET}集团", short_name=SECRET, phone="021-68880000")
    twin, gone = await boss.make("customer", name=f"{SECRET}孪生"), await boss.make("customer", name=f"{SECRET}已删")
    await boss.make("interaction", customer=parent["id"], summary=f"{SECRET}会谈", kind="visit", date="2026-11-20")
    assert (await boss.delete(f"/objects/customer/records/{gone['id']}")).status_code == 200
    merged = await boss.post("/objects/customer/merge", {"into": parent["id"], "others": [twin["id"]]})
    bulk = await boss.post("/objects/customer/bulk", {"ids": [parent["id"]], "action": "set", "values": {"short_name": f"{SECRET}简称"}})
    view = await boss.post("/objects/customer/views", {"label": {"zh": f"{SECRET}视图"}})
    star = await boss.post("/favourites", {"object": "customer", "record": parent["id"]})
    export = await boss.post("/exports", {"object": "customer"})
    form = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{SECRET}.csv"\r\n\r\n客户名称\r\n{SECRET}公司\r\n--{BOUNDARY}--\r\n'
    upload = await boss.http.post("/api/v1/imports", content=form.encode(), headers={"content-type": f"multipart/form-data; boundary={BOUNDARY}"})
    found = {"record": parent["id"], "merged": twin["id"], "deleted": gone["id"], "batch": merged.json()["batch"]}
    for name, answer in {"bulk": bulk, "view": view, "favourite": star, "export": export, "import": upload}.items():
        assert answer.is_success, (name, answer.text)
        found[name] = answer.json()["id"]
    return found


async def ask(person: Client, method: str, path: str, id: str) -> httpx.Response:
    """One request about a thing; ``{id}`` in path and body is filled in."""
    where = path.replace("{object}", "customer").replace("{id}", id)
    more: Json = {"params": {"q": SECRET, "ids": id, "version": "1", "sheet": "0"}} if method == "GET" else {}
    body = BODIES.get(f"{method} {path}")
    return await person.request(method, where, json.loads(json.dumps(body).replace("{id}", id)) if body is not None else None, **more)


def told(answer: httpx.Response, id: str) -> tuple[int, str]:
    """What an answer says, but for the id that was asked for and for what each answer has of its own."""
    text = answer.text.replace(id, "{id}")
    return answer.status_code, re.sub(r"urn:kedang:request:\w+|[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)", "…", text)


@pytest.fixture
async def archive(bare: World, clock: StillClock) -> Archive:
    return await Archive.begin(bare, clock)


@pytest.mark.parametrize("role", ["sales", None])
async def test_what_is_out_of_sight_answers_like_what_never_was(archive: Archive, role: str | None) -> None:
    held = await things(archive.boss)
    person = await archive.world.person("外人", *([role] if role else []))
    before = (await archive.boss.record("customer", held["record"])), (await archive.boss.get("/lately")).text
    asked = 0
    # Questions come first: what she makes herself would stand in their answers.
    for method, path in sorted(routes(archive.world.app), key=lambda route: route[0] != "GET"):
        name = f"{method} {path}"
        if name in OWN or path in STREAMS | PUBLIC_IDS:
            continue
        assert method == "GET" or name in BODIES, f"{name} needs a line in this table"
        absent = str(uuid4())
        nothing = told(await ask(person, method, path, absent), absent)
        assert SECRET not in nothing[1], name
        for kind, id in held.items():
            answer = await ask(person, method, path, id)
            assert told(answer, id) == nothing, f"{name} with the id of a {kind}"
            asked += 1
    assert asked > 500
    assert ((await archive.boss.record("customer", held["record"])), (await archive.boss.get("/lately")).text) == before
