"""What a record shows of the records that it belongs to, and numbers about those that belong to it: always of this moment, never a copy."""

from __future__ import annotations

import pytest

from tests.support.world import Client


async def total(client: Client, customer: str) -> dict[str, str]:
    """The sum of a customer's deals, by currency."""
    asked = {"measures": [{"op": "sum", "field": "sum"}], "where": {"field": "customer", "op": "eq", "value": customer}}
    answer = await client.post("/objects/deal/aggregate", asked)
    assert answer.status_code == 200, answer.text
    return answer.json()["groups"][0]["measures"][0]


@pytest.mark.req("R061", part="lookup: a related record's field is filtered and sorted by")
async def test_a_field_of_the_customer_is_used_in_the_list_of_deals(boss: Client) -> None:
    a, b = [(await boss.make("customer", name=name, level=level))["id"] for name, level in (("甲", "A"), ("乙", "B"))]
    for name, customer in (("一", a), ("二", b), ("三", a)):
        await boss.make("deal", name=name, customer=customer)
    of_a = {"field": "customer.level", "op": "eq", "value": "A"}
    assert [one["title"] for one in (await boss.find("deal", where=of_a, sort=["name"]))["items"]] == ["三", "一"]
    assert [one["customer"]["title"] for one in (await boss.find("deal", sort=["-customer.level"]))["items"]] == ["乙", "甲", "甲"]
    await boss.patch(f"/objects/customer/records/{b}", {"version": 1, "level": "A"})
    assert (await boss.find("deal", where=of_a, count="exact"))["count"]["value"] == 3


@pytest.mark.req("R061", part="sum of related records, by a query")
async def test_the_sum_of_a_customers_deals_follows_every_change(boss: Client) -> None:
    a, b = [(await boss.make("customer", name=name))["id"] for name in ("甲", "乙")]
    first = await boss.make("deal", name="一", customer=a, sum="1000.50")
    second = await boss.make("deal", name="二", customer=a, sum={"amount": "20", "currency": "USD"})
    assert await total(boss, a) == {"CNY": "1000.50", "USD": "20.00"}
    await boss.patch(f"/objects/deal/records/{first['id']}", {"version": 1, "sum": "2000"})
    assert (await total(boss, a))["CNY"] == "2000.00"
    await boss.patch(f"/objects/deal/records/{first['id']}", {"version": 2, "customer": b})
    assert (await total(boss, a), await total(boss, b)) == ({"USD": "20.00"}, {"CNY": "2000.00"})
    await boss.delete(f"/objects/deal/records/{second['id']}")
    assert await total(boss, a) == {}
