"""A workspace as a test wants it: people with roles in departments, each with an API token, and a model with a field of every kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
import msgspec

from kedang.app import build, may_manage
from kedang.core import access, identity, schema
from kedang.core.base import Actor, PersonId, WorkspaceId, new_id, system_actor
from kedang.core.db import Database, WorkspaceTx
from kedang.core.schema import AddObject, ObjectDefinition
from tests.support.settings import settings

HOME = WorkspaceId(1)
SYSTEM = system_actor(HOME, name="test")

Json = dict[str, Any]


def field(key: str, kind: str, **more: Any) -> Json:
    """A field's definition."""
    return {"key": key, "kind": kind, "label": {"zh": f"字段{key}", "en": f"Field {key}"}, **more}


def options(*keys: str, retired: Sequence[str] = ()) -> list[Json]:
    """Options of a choice."""
    return [{"key": one, "label": {"zh": f"{one}类", "en": f"Grade {one}"}, "is_retired": one in retired} for one in (*keys, *retired)]


CUSTOMER: Json = {
    "key": "customer",
    "label": {"zh": "客户", "en": "Customer"},
    "title": "name",
    "identity": ["tax_number"],
    "fields": [
        field("name", "text", required=True, search=True),
        field("code", "text", unique=True),
        field("tax_number", "text"),
        field("phone", "phone", unique=True),
        field("email", "email"),
        field("site", "url"),
        field("note", "long_text", search=True),
        field("score", "number"),
        field("rate", "percent"),
        field("amount", "money"),
        field("since", "date"),
        field("seen", "datetime"),
        field("vip", "boolean"),
        field("level", "choice", options=options("A", "B", "C", retired=["X"])),
        field("areas", "choices", options=options("north", "south", "east")),
        field("tags", "tags"),
        field("keeper", "person"),
        field("team", "department"),
        field("place", "address"),
        field("parent", "relation", target="customer"),
        field("friends", "relations", target="customer"),
        field("number", "serial", pattern="PROJ-{YYYY}{MM}{DD}-{000}"),
    ],
}
DEAL: Json = {
    "key": "deal",
    "label": {"zh": "商机", "en": "Deal"},
    "title": "name",
    "fields": [
        field("name", "text", required=True),
        field("customer", "relation", target="customer"),
        field("partners", "relations", target="customer"),
        field("sum", "money"),
    ],
}
ALL: Json = {
    "create": True, "read": "all", "update": "all", "delete": "all", "export": "all", "import": "all", "merge": "all", "transfer": "all", "share": "all",
    "fields": {"*": "edit"},
}  # fmt: skip


@dataclass
class Client:
    """One person at the HTTP interface, with an API token."""

    name: str
    id: UUID
    http: httpx.AsyncClient

    async def request(self, method: str, path: str, json: Any = None, **options: Any) -> httpx.Response:
        """One request below ``/api/v1``."""
        more: Json = {} if json is None else {"json": json}
        return await self.http.request(method, f"/api/v1{path}", **more, **options)

    async def get(self, path: str, **options: Any) -> httpx.Response:
        return await self.request("GET", path, **options)

    async def post(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        return await self.request("POST", path, json, **options)

    async def patch(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        return await self.request("PATCH", path, json, **options)

    async def delete(self, path: str, **options: Any) -> httpx.Response:
        return await self.request("DELETE", path, **options)

    async def make(self, object: str, **values: Any) -> Json:
        """A new record."""
        answer = await self.post(f"/objects/{object}/records", values)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def record(self, object: str, id: object) -> Json:
        """A record that she sees."""
        answer = await self.get(f"/objects/{object}/records/{id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def find(self, object: str, **query: Any) -> Json:
        """A page."""
        answer = await self.post(f"/objects/{object}/query", query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def at(self, app: Any) -> Client:
        """The same person at another application over the same database."""
        return Client(self.name, self.id, _http(app, self.http.headers["authorization"]))


def _http(app: Any, authorization: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://test", headers={"authorization": authorization})


@dataclass
class World:
    """A workspace under the test's hands: what it does goes through the front doors, as the system."""

    database: Database
    app: Any

    async def model(self, *objects: Json) -> None:
        """Objects at once, so that they may name each other."""
        async with self.database.workspace(HOME) as tx:
            await schema.run(tx, SYSTEM, [AddObject(definition=msgspec.convert(one, ObjectDefinition)) for one in objects])

    async def role(self, key: str, objects: dict[str, Json], *manage: str) -> None:
        """A role, new or changed."""
        role = msgspec.convert({"key": key, "label": {"zh": key}, "objects": objects, "manage": manage}, access.RoleDefinition)
        async with self.database.workspace(HOME) as tx:
            await access.save_role(tx, SYSTEM, role)

    async def department(self, name: str, parent: UUID | None = None) -> UUID:
        """A department."""
        async with self.database.workspace(HOME) as tx:
            return (await identity.create_department(tx, SYSTEM, may_manage=may_manage, name=name, parent=parent)).id

    async def person(self, name: str, *roles: str, departments: Sequence[UUID] = (), language: str = "en") -> Client:
        """Somebody with roles, who speaks English unless told otherwise."""
        async with self.database.workspace(HOME) as tx:
            made = await identity.create_person(tx, SYSTEM, may_manage=may_manage, name=name, roles=roles, departments=departments)
        await self.change(made.id, language=language)
        return await self.client(name, made.id)

    async def client(self, name: str, id: UUID) -> Client:
        """A person with a new token: a change of roles ends the former ones."""
        async with self.database.workspace(HOME) as tx:
            _, secret = await identity.create_token_for(tx, SYSTEM, PersonId(id), name="test", scopes=None, days=30)
        return Client(name, id, _http(self.app, f"Bearer {secret}"))

    async def change(self, person: UUID, **change: Any) -> None:
        """Change a person."""
        async with self.database.workspace(HOME) as tx:
            await identity.update_person(tx, SYSTEM, person, may_manage=may_manage, change=identity.PersonChange(**change))

    async def share(
        self, object: str, record: object, *, person: UUID | None = None, department: UUID | None = None, level: str, until: datetime | None = None
    ) -> None:
        """Share a record with a person or a department."""
        async with self.database.workspace(HOME) as tx:
            number = (await schema.read_catalog(tx)).object(object).number
            id, by = new_id(), PersonId(new_id())
            await access.upsert_share(tx, id=id, object=number, record=UUID(str(record)), person=person, department=department, level=level, until=until, by=by)

    async def unshare(self, object: str, record: object, *, person: UUID | None = None, department: UUID | None = None) -> None:
        """Stop sharing."""
        async with self.database.workspace(HOME) as tx:
            number = (await schema.read_catalog(tx)).object(object).number
            await access.delete_share(tx, object=number, record=UUID(str(record)), person=person, department=department)

    async def rights(self, tx: WorkspaceTx, client: Client) -> access.Rights:
        """What a person may do, for tests of the verbs."""
        standing = await identity.standing_of(tx, client.id)
        actor = Actor(
            workspace=HOME,
            person=PersonId(client.id),
            name=client.name,
            roles=standing.roles,
            departments=standing.departments,
            departments_below=standing.departments_below,
        )
        return await access.rights_of(tx, actor)

    def second(self) -> Any:
        """Another application over the same database, as another process would have."""
        return build(self.database, settings())


def problem(answer: httpx.Response, *drop: str) -> tuple[int, Json, dict[str, str]]:
    """An error as it must be compared: without what differs between any two requests."""
    body = {key: value for key, value in answer.json().items() if key not in {"instance", *drop}}
    headers = {key: value for key, value in answer.headers.items() if key not in {"date", "x-request-id", "content-length"}}
    return answer.status_code, body, headers


def fields_of(answer: httpx.Response) -> dict[str, str]:
    """The codes of a problem's fields, by field."""
    return {one["field"]: one["code"] for one in answer.json().get("fields", [])}
