"""The bell: what others did is told as it happens, and read in the drawer or on the phone's page."""

from __future__ import annotations

import uuid

import httpx
import pytest
from playwright.async_api import Page, expect

from .site import PASSWORD, Site, check


async def colleague(page: Page, site: Site) -> str:
    """Another administrator, who accepts her invitation; her login."""
    login = f"139{uuid.uuid4().int % 10**8:08d}"
    made = await site.call(page, "POST", "/people", {"name": "李强", "mobile": login, "roles": ["administrator"]})
    link = (await site.call(page, "POST", f"/people/{made['id']}/invite"))["link"]
    async with httpx.AsyncClient(base_url=f"{site.address}/api/v1", headers={"Origin": site.address}) as client:
        assert (await client.post(f"/invite/{link.rsplit('/', maxsplit=1)[1]}", json={"password": PASSWORD})).status_code == 200
    return login


@pytest.mark.req("R308", part="notices in the application")
async def test_who_is_given_a_record_hears_of_it_at_once(page: Page, site: Site, phone: bool) -> None:
    await site.sign_in(page)
    await site.call(page, "POST", "/notices/read", {})  # what the journeys before this one have told her
    login = await colleague(page, site)
    me = (await site.call(page, "GET", "/me"))["person"]["id"]
    async with httpx.AsyncClient(base_url=f"{site.address}/api/v1", headers={"Origin": site.address}) as other:
        signed = await other.post("/session", json={"login": login, "password": PASSWORD})
        other.headers["X-CSRF"] = signed.json()["csrf"]
        made = await other.post("/objects/customer/records", json={"name": "交接来的有限公司", "owner": me})
        assert made.status_code == 201, made.text
    bell = page.get_by_role("link", name="1 条未读通知") if phone else page.get_by_role("button", name="1 条未读通知")
    await expect(bell).to_be_visible(timeout=30_000)
    await bell.click()
    line = page.get_by_role("link", name="李强 把客户“交接来的有限公司”交给您负责")
    await expect(line).to_be_visible()
    await check(page)
    await page.get_by_role("button", name="全部标为已读").click()
    await expect(page.get_by_role("img", name="未读")).to_have_count(0)
    await line.click()
    await expect(page.locator(".rhead h1")).to_have_text("交接来的有限公司")
    await page.goto(site.address)
    await expect(page.get_by_role("link" if phone else "button", name="通知", exact=True)).to_be_visible()
    await site.call(page, "DELETE", f"/objects/customer/records/{made.json()['id']}")
