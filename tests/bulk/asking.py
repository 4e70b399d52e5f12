"""Asking for changes of many, and making records to change."""

from __future__ import annotations

from typing import Any

from tests.support.world import Client

Json = dict[str, Any]  # Any: parsed JSON


async def customers(boss: Client, number: int, **values: Any) -> list[str]:
    """The ids of that many new customers."""
    rows = [{"create": {"name": f"客户{at:05}", "score": at, **values}} for at in range(number)]
    answer = await boss.post("/objects/customer/batch", {"rows": rows})
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["results"]]


async def bulk(person: Client, object: str = "customer", **body: Any) -> Json:
    """A change that is taken."""
    answer = await person.post(f"/objects/{object}/bulk", body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def undo(person: Client, made: Json) -> Json:
    """Taken back."""
    answer = await person.post(f"/bulks/{made['id']}/undo")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def values(person: Client, *fields: str, **query: Any) -> list[tuple[Any, ...]]:
    """Fields of customers in the order of their names."""
    found: list[tuple[Any, ...]] = []
    body: Json = {"fields": [*fields], "sort": ["name"], "limit": 200, **query}
    while True:
        page = await person.find("customer", **body)
        found += [tuple(one[key] for key in fields) for one in page["items"]]
        if page["next"] is None:
            return found
        body["cursor"] = page["next"]


def counts(made: Json) -> tuple[str, int, int, int, int]:
    """What is told of it: state, total, changed, unchanged, refused."""
    return made["state"], made["total"], made["changed"], made["unchanged"], made["refused"]
