"""What a value must be is asked for on the screen, by the API and in an import alike; and what is there already is said before it is saved."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from playwright.async_api import FilePayload, Page, expect

from .site import PASSWORD, Site, check

Json = dict[str, Any]  # Any: parsed JSON


async def send(page: Page, site: Site, method: str, path: str, body: Json) -> tuple[int, Json]:
    """A request that may be refused, in the name of who is signed in."""
    me = await (await page.request.get(f"{site.address}/api/v1/me")).json()
    headers = {"X-CSRF": me["csrf"], "Idempotency-Key": str(uuid.uuid4()), "Origin": site.address}
    answer = await page.request.fetch(f"{site.address}/api/v1{path}", method=method, headers=headers, data=body)
    return answer.status, await answer.json()


async def plan(page: Page, site: Site, table: str) -> Json:
    """What an import would do with a table of customers."""
    me = await (await page.request.get(f"{site.address}/api/v1/me")).json()
    file = FilePayload(name="客户.csv", mimeType="text/csv", buffer=table.encode())
    headers = {"X-CSRF": me["csrf"], "Origin": site.address}
    answer = await page.request.post(f"{site.address}/api/v1/imports", headers=headers, multipart={"files": file, "object": "customer"})
    assert answer.ok, await answer.text()
    return await answer.json()


def fields_of(problem: Json) -> list[str]:
    return [one["field"] for one in problem["fields"]]


async def customers(page: Page, site: Site) -> int:
    found = await site.call(page, "POST", "/objects/customer/query", {"limit": 1, "count": "exact"})
    return found["count"]["value"]


async def begin(page: Page, site: Site, name: str) -> int:
    """Sign in and begin a new customer, with every field of the form in sight; how many there are."""
    await site.sign_in(page, "/o/customer")
    before = await customers(page, site)
    await page.goto(f"{site.address}/o/customer?new=1")
    await page.get_by_label("客户名称").fill(name)
    await page.get_by_role("button", name="更多字段").click()
    return before


@pytest.mark.req("R003")
async def test_what_is_required_is_required_on_every_way(page: Page, site: Site) -> None:
    await site.sign_in(page, "/o/customer")
    before = await customers(page, site)
    await page.goto(f"{site.address}/o/customer?new=1")
    await page.get_by_label("简称").fill("无名")
    await page.get_by_role("button", name="保存", exact=True).click()
    await expect(page.get_by_role("alert").first).to_have_text("请填写客户名称")
    await check(page)
    status, problem = await send(page, site, "POST", "/objects/customer/records", {"short_name": "无名", "name": ""})
    assert (status, fields_of(problem), problem["fields"][0]["message"]) == (422, ["name"], "客户名称不能为空。")
    (sheet,) = (await plan(page, site, "客户名称,简称,联系电话\n,无名,13800138000\n武汉有名有限公司,有名,13800138001\n"))["sheets"]
    assert (sheet["new"], sheet["refused"]) == (1, 1)
    refused = [(one["field"], one["zh"]) for one in sheet["reasons"] if one["state"] == "refused" and one["code"] == "value_required"]
    assert refused == [("name", "客户名称不能为空。")]
    assert await customers(page, site) == before
    await page.evaluate("localStorage.clear()")


@pytest.mark.req("R005")
async def test_a_phone_and_a_date_are_refused_or_stored_in_their_one_spelling(page: Page, site: Site, phone: bool) -> None:
    name = f"格式{'手机' if phone else '桌面'}有限公司"
    before = await begin(page, site, name)
    await page.get_by_label("联系电话").fill("138 0013")
    if not phone:  # a phone has the calendar of the system, which gives no other spelling
        await page.get_by_label("首次接触日期").fill("2025/8/1")
    await page.get_by_role("button", name="保存", exact=True).click()
    await expect(page.get_by_role("alert").filter(has_text="不是有效的国内号码")).to_be_visible()
    assert await customers(page, site) == before
    await page.get_by_label("联系电话").fill("+86 138-0013-8765")
    await page.get_by_role("button", name="保存", exact=True).click()
    await expect(page.locator(".rhead h1")).to_have_text(name)
    id = page.url.split("?", maxsplit=1)[0].rsplit("/", maxsplit=1)[1]
    made = await site.call(page, "GET", f"/objects/customer/records/{id}")
    assert (made["phone"], made["first_contact"]) == ("13800138765", None if phone else "2025-08-01")

    for key, value in (("phone", "1380013"), ("first_contact", "2025-02-30"), ("email", "a@b"), ("revenue", {"amount": "一万", "currency": "CNY"})):
        status, problem = await send(page, site, "PATCH", f"/objects/customer/records/{id}", {"version": made["version"], key: value})
        assert (status, fields_of(problem)) == (422, [key])
    changed = await site.call(page, "PATCH", f"/objects/customer/records/{id}", {"version": made["version"], "first_contact": "2025/8/1"})
    assert changed["first_contact"] == "2025-08-01"

    table = "客户名称,联系电话,首次接触日期,统一社会信用代码\n格式甲公司,138 0013,,\n格式乙公司,010-68371234,2025/8/1,\n格式丙公司,,2025-02-30,\n格式丁公司,,,91110000\n"
    planned = await plan(page, site, table)
    rows = (await site.call(page, "GET", f"/imports/{planned['id']}/rows"))["items"]
    assert [row["state"] for row in rows] == ["refused", "new", "refused", "refused"]
    assert (rows[1]["values"]["phone"], rows[1]["values"]["first_contact"]) == ("010-68371234", "2025-08-01")
    assert [row["reasons"][0]["field"] for row in rows if row["state"] == "refused"] == ["phone", "first_contact", "credit_code"]
    await site.call(page, "DELETE", f"/objects/customer/records/{id}")


@pytest.mark.req("R005", part="the credit code on the screen")
async def test_a_credit_code_is_refused_at_its_field_and_stored_in_its_one_spelling(page: Page, site: Site, phone: bool) -> None:
    name = f"执照{'手机' if phone else '桌面'}有限公司"
    before = await begin(page, site, name)
    code = page.get_by_label("统一社会信用代码")
    await code.fill("91350100M000100Y44")
    await page.get_by_role("button", name="保存", exact=True).click()
    await expect(page.get_by_role("alert").filter(has_text="统一社会信用代码：校验位不符")).to_be_in_viewport(ratio=1)
    await expect(code).to_have_attribute("aria-invalid", "true")
    await expect(code).to_be_focused()
    await check(page)
    assert await customers(page, site) == before
    await code.fill("9135 0100 m000 100Ｙ43")
    await page.get_by_role("button", name="保存", exact=True).click()
    await expect(page.locator(".rhead h1")).to_have_text(name)
    id = page.url.split("?", maxsplit=1)[0].rsplit("/", maxsplit=1)[1]
    assert (await site.call(page, "GET", f"/objects/customer/records/{id}"))["credit_code"] == "91350100M000100Y43"
    await page.goto(f"{site.address}/o/customer/{id}{'?tab=fields' if phone else ''}")
    await page.get_by_role("button", name="编辑统一社会信用代码").click()
    await page.get_by_label("统一社会信用代码").fill("91350100M000100Y4")
    await page.get_by_label("统一社会信用代码").press("Enter")
    await expect(page.get_by_role("alert").filter(has_text="有 17 个字符")).to_be_visible()
    await site.call(page, "DELETE", f"/objects/customer/records/{id}")


SUPPLIER: Json = {
    "key": "supplier",
    "label": {"zh": "供应商", "en": "Supplier"},
    "title": "name",
    "identity": ["name", "phone", "email"],
    "fields": [
        {"key": "name", "kind": "text", "label": {"zh": "供应商名称", "en": "Name"}, "required": True, "unique": True},
        {"key": "phone", "kind": "phone", "label": {"zh": "供应商电话", "en": "Phone"}, "required": True, "unique": True},
        {"key": "email", "kind": "email", "label": {"zh": "供应商邮箱", "en": "E-mail"}, "unique": True},
    ],
}


@pytest.mark.req("R204")
async def test_what_is_there_is_shown_while_typing_and_refused_when_saved(page: Page, site: Site, phone: bool) -> None:
    await site.sign_in(page, "/o/customer")
    objects = await site.call(page, "GET", "/objects")
    if not any(one["key"] == "supplier" for one in objects["items"]):
        await site.call(page, "POST", "/objects", SUPPLIER)
    end = "1" if phone else "2"
    taken = await site.call(page, "POST", "/objects/supplier/records", {"name": f"南通钢材{end}", "phone": f"1390013900{end}", "email": f"a{end}@example.cn"})
    await page.goto(f"{site.address}/o/supplier?new=1")
    await page.get_by_label("供应商名称").fill(f"无锡铝材{end}")
    await page.get_by_label("供应商电话").fill(f"+86 139-0013-900{end}")
    match = page.get_by_role("status").filter(has_text="重复")
    await expect(match.get_by_role("link", name=f"南通钢材{end}")).to_be_visible()
    await check(page)
    await page.get_by_role("button", name="保存", exact=True).click()
    await expect(page.get_by_role("alert").first).to_be_visible()
    await check(page)
    bodies = ({"phone": f"1390013900{end}"}, {"email": f"A{end}@example.cn", "phone": "13711112222"}, {"name": f"南通钢材{end}", "phone": "13711112222"})
    for body in bodies:
        status, problem = await send(page, site, "POST", "/objects/supplier/records", {"name": "常州线材", **body})
        assert (status, problem["code"], problem["candidate"]) == (409, "duplicate", taken["id"]), body
    await _as_sales(page, site, end)
    for body in bodies:
        status, problem = await send(page, site, "POST", "/objects/supplier/records", {"name": "常州线材", **body})
        assert (status, problem["code"], problem.get("candidate")) == (409, "duplicate", None), body
        assert taken["id"] not in json.dumps(problem)


async def _as_sales(page: Page, site: Site, end: str) -> None:
    """Go on as somebody who sees only what is hers."""
    person = await site.call(page, "POST", "/people", {"name": f"李雷{end}", "mobile": f"1370000000{end}", "roles": ["sales"]})
    link = (await site.call(page, "POST", f"/people/{person['id']}/invite"))["link"]
    await page.context.clear_cookies()
    path = f"{site.address}/api/v1/invite/{link.rsplit('/', maxsplit=1)[1]}"
    assert (await page.request.post(path, data={"password": PASSWORD}, headers={"Origin": site.address})).ok
