"""What each verb asks: the same question once as Kedang's contract puts it, once with the parameters of the hand-written statement."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from . import model
from .fill import CONTACTS, CUSTOMERS, contacts_of
from .model import BIG, DORMANT, EMPTY, REGION, ROOT, SHARED, SMALL_REGION, THREE, USUAL, Person, id_of, owners_and_departments

Json = dict[str, Any]  # Any: JSON
API = "/api/v1/objects/customer"
DEPTH, OFFSET = 100_000, 500_000


@dataclass(frozen=True)
class Ask:
    """One question in two forms."""

    caller: Person
    method: str
    path: str
    body: Json | None
    bare: str  #: the statement, without its scope
    values: Json


Send = Callable[[Person, str, str, Json | None], Json]  #: asks Kedang


@dataclass(frozen=True)
class World:
    """The rows, as far as questions depend on them."""

    rows: int

    @property
    def places(self) -> list[tuple[int, int]]:
        """Owner and department of each row."""
        return owners_and_departments(random.Random(1), self.rows)

    def owned(self, person: Person, most: int) -> list[UUID]:
        """Some records of an owner."""
        found = [n for n, (owner, _) in enumerate(self.places) if owner == person.number]
        return [id_of(CUSTOMERS, n) for n in random.Random(7).sample(found, min(most, len(found)))]


def _query(caller: Person, bare: str, sort: str, values: Json | None = None, **more: Any) -> Ask:  # Any: parts of a query
    return Ask(caller, "POST", f"{API}/query", {"sort": [sort], "limit": 50, **more}, bare, values or {})


def page(world: World, send: Send) -> list[Ask]:
    """The first page in two orders, under every kind of scope."""
    callers = (*USUAL, BIG, THREE, SHARED, REGION, SMALL_REGION, DORMANT, EMPTY)
    return [_query(who, name, sort) for who in callers for name, sort in (("page_last", "-last_contact"), ("page_made", "-created_at"))]


def three(world: World, send: Send) -> list[Ask]:
    """Three conditions; grade A is frequent where the order begins, grade D where it ends."""
    found: list[Ask] = []
    for who in (*USUAL, BIG, REGION, SMALL_REGION, DORMANT):
        for province, levels, least in (("京", ["A", "B"], 20000), ("沪", ["D"], 5000)):
            where = [
                {"field": "province", "op": "eq", "value": province},
                {"field": "level", "op": "in", "value": levels},
                {"field": "amount", "op": "ge", "value": {"amount": str(least), "currency": "CNY"}},
            ]
            values = {"province": province, "levels": levels, "least": least}
            found.append(_query(who, "three", "-last_contact", values, where={"and": where}))
    return found


def deep(world: World, send: Send) -> list[Ask]:
    """Behind a cursor that came from walking there."""
    depth, found = min(DEPTH, world.rows // 8) // 200, list[Ask]()
    body: Json = {"sort": ["-last_contact"], "limit": 200}
    for at in range(depth):
        answer = send(REGION, "POST", f"{API}/query", body)
        body["cursor"] = answer["next"]
        if at >= depth - 10:
            last = answer["items"][-1]
            values = {"last": last["last_contact"], "id": last["id"]}
            found.append(_query(REGION, "deep", "-last_contact", values, cursor=answer["next"]))
    return found


def offset(world: World, send: Send) -> list[Ask]:
    """By position, around the middle of what the head of all departments sees."""
    middle = min(OFFSET, world.rows // 2)
    return [_query(ROOT, "offset", "-last_contact", {"offset": middle + n}, offset=middle + n) for n in range(-100, 100, 20)]


def get(world: World, send: Send) -> list[Ask]:
    """One record."""
    return [Ask(who, "GET", f"{API}/records/{id}", None, "get", {"id": str(id)}) for who in (*USUAL, BIG) for id in world.owned(who, 300)]


def sums(world: World, send: Send) -> list[Ask]:
    """Amounts and numbers by province."""
    body: Json = {"group": ["province"], "measures": [{"op": "sum", "field": "amount"}, {"op": "count"}]}
    return [Ask(who, "POST", f"{API}/aggregate", body, "sum", {}) for who in (BIG, SMALL_REGION, USUAL[0])]


def create(world: World, send: Send) -> list[Ask]:
    """New customers with fifteen fields."""
    rng, found = random.Random(9), list[Ask]()
    for n in range(2000):
        plain: Json = {
            "name": f"苏州市联合能源有限公司{rng.randrange(10**9)}", "short_name": f"联合{n}", "level": "B", "industry": "能源", "province": "苏",
            "city": "苏州",
            "email": f"n{n}@example.com", "credit_code": f"91{rng.randrange(10**15):016}", "employees": rng.randrange(1, 900),
            "founded": "2012-03-04", "last_contact": "2026-05-06T07:08:09Z", "is_key": True, "tags": ["重点", "苏州"],
            "remark": "招标时认识，报价后一周内回访。",
        }  # fmt: skip
        amount, contact = f"{rng.randrange(10**6)}.50", str(id_of(CONTACTS, rng.randrange(contacts_of(world.rows))))
        body = plain | {"amount": {"amount": amount, "currency": "CNY"}, "contact": contact}
        values = plain | {"amount": amount, "currency": "CNY", "contact": contact}
        found.append(Ask(USUAL[n % len(USUAL)], "POST", f"{API}/records", body, "create", values))
    return found


def update(world: World, send: Send) -> list[Ask]:
    """Another grade, amount and remark for a record that nobody has changed yet, by its owner."""
    places, found = world.places, list[Ask]()
    known = {one.number: one for one in model.CALLERS}
    for n in random.Random(11).sample(range(world.rows), min(world.rows, 120_000)):
        owner = places[n][0]
        who = known.get(owner) or Person(owner, "bench_sales", 9 + owner % 38)
        amount = f"{n % 99991}.25"
        plain: Json = {"level": "C" if n % 2 else "B", "remark": f"{n} 已签补充协议，交货期延后两周。", "version": 1}
        body = plain | {"amount": {"amount": amount, "currency": "CNY"}}
        id = str(id_of(CUSTOMERS, n))
        found.append(Ask(who, "PATCH", f"{API}/records/{id}", body, "update", plain | {"amount": amount, "currency": "CNY", "id": id}))
    return found


Make = Callable[[World, Send], list[Ask]]

#: In the order in which they are measured: those that write come last.
VERBS: dict[str, Make] = {
    "page": page, "three_conditions": three, "deep_page": deep, "offset_page": offset, "get": get, "sum": sums, "update": update, "create": create,
}  # fmt: skip
#: Measured by a command of its own: p95.
LATER = ("search",)


def raw(ask: Ask, port: int, *, is_bare: bool) -> bytes:
    """The bytes of a request."""
    method, path, body = ("POST", f"/{ask.bare}", ask.values) if is_bare else (ask.method, ask.path, ask.body)
    data = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    head = f"{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nauthorization: Bearer {ask.caller.token}\r\n"
    if data:
        head += f"content-type: application/json\r\ncontent-length: {len(data)}\r\n"
    return head.encode() + b"\r\n" + data
