"""A role that nobody has defined is refused wherever it could be given."""

from __future__ import annotations

from typing import Any

from tests.support.browser import Browser


async def test_unknown_roles_are_refused_and_named(admin: Browser, mara: Browser) -> None:
    path = f"/people/{mara.me['person']['id']}"
    calls: list[tuple[str, str, dict[str, Any], str]] = [
        ("POST", "/people", {"name": "Jon", "roles": ["sales", "saler"]}, "saler"),
        ("POST", "/people", {"name": "Jon", "roles": ["A B"]}, "A B"),
        ("PATCH", path, {"roles": ["sales", "director"]}, "director"),
        ("PATCH", path, {"roles": ["Sales"]}, "Sales"),
    ]
    before = (await admin.get("/people")).json()
    for method, where, body, role in calls:
        answer = await admin.request(method, where, json=body)
        assert (answer.status_code, answer.json()["code"], answer.json()["role"]) == (422, "unknown_role", role), answer.text
        assert [one["field"] for one in answer.json()["fields"]] == ["roles"]
    assert (await admin.get("/people")).json() == before
    assert (await admin.patch(path, {"roles": ["manager"]})).json()["roles"] == ["manager"]
