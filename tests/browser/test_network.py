"""From another device: under a name that is not loopback, over HTTPS of the installation's own authority, which the browser has installed, and over allowed HTTP."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from tests.cli.serving import Serving
from tests.db.folders import open_folder

from .conftest import ARGUMENTS, CHROMIUM
from .site import LOGIN, PASSWORD, Site, check

NAME = "kedang.test"
NEW = "another long walk to town"
NAMED = [*ARGUMENTS, f"--host-resolver-rules=MAP {NAME} 127.0.0.1"]


@pytest.fixture(scope="module")
def lan() -> Iterator[Serving]:
    with open_folder() as folder, Serving(folder.with_name("data"), "--lan", "--host", "127.0.0.1", "--port", "0", KEDANG_TLS_NAMES=NAME) as running:
        yield running


@pytest.fixture(scope="module")
def home(lan: Serving, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of somebody who has installed the authority, as the page for devices says."""
    home = tmp_path_factory.mktemp("home")
    known = home / ".pki" / "nssdb"
    known.mkdir(parents=True)
    subprocess.run(["certutil", "-d", f"sql:{known}", "-N", "--empty-password"], check=True)
    subprocess.run(["certutil", "-d", f"sql:{known}", "-A", "-n", "kedang", "-t", "C,,", "-i", lan.folder / "tls" / "ca.crt"], check=True)
    return home


@pytest.fixture(scope="module")
async def device(home: Path) -> AsyncIterator[Browser]:
    """Her browser: it trusts our authority and no certificate besides."""
    async with async_playwright() as playwright:
        environment: dict[str, str | float | bool] = {**os.environ, "HOME": str(home)}
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=NAMED, env=environment)
        yield started
        await started.close()


@pytest.fixture(scope="module")
async def office(lan: Serving, device: Browser) -> Site:
    """The installation after its first run, under its name in the network."""
    address = str(lan.said["address"]).replace("127.0.0.1", NAME)
    setup = str(lan.said["setup_link"]).replace("127.0.0.1", NAME)
    context = await device.new_context(locale="zh-CN")
    page = await context.new_page()
    await page.goto(setup)
    for label, text in (("公司名称", "晨光科技有限公司"), ("管理员姓名", "王芳"), ("登录账号", LOGIN)):
        await page.get_by_label(label).fill(text)
    await page.get_by_label("密码").first.fill(PASSWORD)
    await page.get_by_role("button", name="开始使用").click()
    await page.get_by_role("navigation").first.wait_for()
    site = Site(address=address, setup=setup)
    await call(page, "POST", "/objects/customer/records", {"name": "上海晨光智能装备有限公司", "phone": "021-61840001"})
    links = []
    for name, mobile, number, mail in (("李雷", "13900001111", "A-017", "li@example.com"), ("韩梅", "13900002222", "A-018", "han@example.com")):
        person = await call(page, "POST", "/people", {"name": name, "mobile": mobile, "staff_number": number, "email": mail, "roles": ["sales"]})
        links.append((await call(page, "POST", f"/people/{person['id']}/invite"))["link"])
    await page.goto("about:blank")
    await context.close()
    for link in links:
        await accept(device, link)
    return site


async def call(page: Page, method: str, path: str, body: Any = None) -> Any:  # Any: JSON
    """A request of the page itself: only the browser knows the name."""
    return await page.evaluate(
        """async ([method, path, body]) => {
            const { csrf } = await (await fetch('/api/v1/me')).json()
            const headers = { 'X-CSRF': csrf, 'Content-Type': 'application/json' }
            const answer = await fetch('/api/v1' + path, { method, headers, body: body ? JSON.stringify(body) : null })
            if (!answer.ok) throw new Error(await answer.text())
            return await answer.json()
        }""",
        [method, path, body],
    )


async def accept(device: Browser, link: str) -> None:
    context = await device.new_context(locale="zh-CN")
    page = await context.new_page()
    await page.goto(link)
    await page.get_by_label("密码").first.fill(PASSWORD)
    await page.get_by_role("button", name="开始使用").click()
    await page.get_by_role("navigation").first.wait_for()
    await context.close()


def _same(one: Path, other: Path) -> bool:
    return one.read_bytes() == other.read_bytes()


async def fresh(device: Browser, *, phone: bool = False) -> tuple[BrowserContext, Page]:
    context = await device.new_context(
        locale="zh-CN", viewport={"width": 390, "height": 844} if phone else {"width": 1440, "height": 900}, reduced_motion="reduce"
    )
    return context, await context.new_page()


async def enter(page: Page, address: str, login: str, password: str = PASSWORD) -> None:
    await page.goto(address + "/sign-in")
    await page.get_by_label("账号").fill(login)
    await page.get_by_label("密码").first.fill(password)
    await page.get_by_role("button", name="登录").click()


async def is_in(page: Page) -> None:
    await expect(page.get_by_role("navigation").first).to_be_visible()


async def test_a_colleague_signs_in_by_mobile_staff_number_and_mail_over_our_https(device: Browser, office: Site) -> None:
    for login in ("139 0000 1111", "a-017", "LI@example.com"):
        context, page = await fresh(device)
        await enter(page, office.address, login)
        await is_in(page)
        assert await page.evaluate("isSecureContext")
        (cookie,) = await context.cookies()
        assert (cookie.get("name"), cookie.get("secure"), cookie.get("httpOnly"), cookie.get("sameSite")) == ("__Host-kedang", True, True, "Lax")
        await context.close()


async def test_over_allowed_http_the_same_name_signs_in_with_a_plain_cookie(device: Browser, site: Site) -> None:
    context, page = await fresh(device)
    await enter(page, site.address.replace("127.0.0.1", NAME), LOGIN)
    await is_in(page)
    assert not await page.evaluate("isSecureContext")
    (cookie,) = await context.cookies()
    assert (cookie.get("name"), cookie.get("secure"), cookie.get("httpOnly"), cookie.get("domain")) == ("kedang", False, True, NAME)
    await context.close()


async def test_an_invitation_is_shown_as_a_code_and_copied_over_plain_http_too(device: Browser, site: Site) -> None:
    context, page = await fresh(device)
    await enter(page, site.address.replace("127.0.0.1", NAME), LOGIN)
    await is_in(page)
    await page.goto(f"{site.address.replace('127.0.0.1', NAME)}/settings/people")
    await page.get_by_role("button", name="添加人员").click()
    await page.get_by_role("textbox", name="姓名", exact=True).fill("韩梅")
    await page.get_by_role("textbox", name="邮箱", exact=True).fill("han@example.com")
    await page.get_by_role("button", name="保存并生成邀请").click()
    await expect(page.get_by_role("img", name="链接二维码")).to_be_visible()
    link = await page.get_by_label("一次性链接").input_value()
    assert NAME in link
    await page.get_by_role("button", name="复制").click()
    await expect(page.get_by_role("button", name="已复制")).to_be_visible()
    await page.get_by_role("button", name="完成").click()
    await page.locator(".ppl-bar input").focus()
    await page.keyboard.press("Control+v")
    await expect(page.locator(".ppl-bar input")).to_have_value(link)
    await context.close()


async def test_the_page_for_devices_leads_a_phone_in(device: Browser, lan: Serving, office: Site) -> None:
    for language, title in (("zh-CN", "在这台设备上使用客档"), ("en", "Use Kedang on this device")):
        context = await device.new_context(locale=language, viewport={"width": 390, "height": 844})
        page = await context.new_page()
        await page.goto(str(lan.said["connect"]))
        await expect(page.get_by_role("heading", name=title)).to_be_visible()
        await check(page)
        async with page.expect_download() as started:
            await page.get_by_role("link", name=re.compile("下载证书|Download")).click()
        assert _same(await (await started.value).path(), lan.folder / "tls" / "ca.crt")
        await page.get_by_role("link", name=re.compile("^https:")).click()
        await expect(page.get_by_role("button", name=re.compile("^(登录|Sign in)$"))).to_be_visible()
        await context.close()


async def test_who_forgot_chooses_another_password_by_a_link_and_other_devices_are_out(device: Browser, office: Site) -> None:
    admins, admin = await fresh(device)
    await enter(admin, office.address, LOGIN)
    await is_in(admin)
    forgetful, old = await fresh(device)
    await enter(old, office.address, "A-017")
    await is_in(old)
    person = next(one for one in (await call(admin, "GET", "/people?q=李雷"))["items"])
    link = (await call(admin, "POST", f"/people/{person['id']}/reset"))["link"]
    context, page = await fresh(device, phone=True)
    await page.goto(link)
    await expect(page.get_by_role("heading", name="李雷，请设置新密码")).to_be_visible()
    await check(page)
    await page.get_by_label("密码").first.fill(NEW)
    await page.get_by_role("button", name="保存并登录").click()
    await is_in(page)
    await old.goto(office.address + "/o/customer")
    await expect(old.get_by_role("button", name="登录")).to_be_visible()
    await enter(old, office.address, "A-017", PASSWORD)
    await expect(old.get_by_role("alert")).to_contain_text("账号或密码不正确")
    await enter(old, office.address, "A-017", NEW)
    await is_in(old)
    for one in (admins, forgetful, context):
        await one.close()


async def test_one_changes_ones_own_password_and_stays_in(device: Browser, office: Site) -> None:
    context, page = await fresh(device)
    await enter(page, office.address, LOGIN)
    await is_in(page)
    await page.goto(office.address + "/settings/password")
    await page.get_by_label("当前密码").fill("certainly wrong")
    await page.get_by_label("新密码").fill("yet another long walk")
    await page.get_by_role("button", name="修改密码").click()
    await expect(page.get_by_text("当前密码不正确")).to_be_visible()
    assert page.url.endswith("/settings/password"), "a wrong password ends no session"
    await check(page)
    for former, present in ((PASSWORD, "yet another long walk"), ("yet another long walk", PASSWORD)):
        await page.get_by_label("当前密码").fill(former)
        await page.get_by_label("新密码").fill(present)
        await page.get_by_role("button", name="修改密码").click()
        await expect(page.get_by_text("密码已修改").last).to_be_visible()
        await expect(page.get_by_label("新密码")).to_have_value("")
    assert (await call(page, "GET", "/me"))["person"]["title"] == "王芳"
    await context.close()


async def kept(page: Page) -> dict[str, list[str]]:
    """What lies in the browser for reading offline: addresses by the name of the cache."""
    return await page.evaluate(
        """async () => {
            const found = {}
            for (const name of await caches.keys())
                if (!name.startsWith('kedang.shell.')) found[name] = (await (await caches.open(name)).keys()).map((each) => new URL(each.url).pathname)
            return found
        }"""
    )


async def is_controlled(page: Page) -> None:
    """The service worker has fetched the application and taken the page over."""
    await page.wait_for_function("() => navigator.serviceWorker.controller !== null", timeout=120_000)


async def is_kept(page: Page, id: str) -> None:
    """A record can be read offline: it is kept after its page has been shown."""
    await page.wait_for_function(
        """async (id) => {
            for (const name of await caches.keys())
                if (!name.startsWith('kedang.shell.') && (await (await caches.open(name)).keys()).some((each) => each.url.includes(id))) return true
            return false
        }""",
        arg=id,
    )


async def test_it_can_be_installed_and_its_files_are_ours(device: Browser, office: Site) -> None:
    context, page = await fresh(device, phone=True)
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    await enter(page, office.address, LOGIN)
    await is_in(page)
    await is_controlled(page)
    session = await context.new_cdp_session(page)
    errors = [one["errorId"] for one in (await session.send("Page.getInstallabilityErrors"))["installabilityErrors"]]
    assert errors == ["in-incognito"], "windows of tests are private, and nothing else is in the way"
    manifest = await session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    sizes = """async () => {
        const { icons } = await (await fetch('/manifest.webmanifest')).json()
        return await Promise.all(icons.map(({ src }) => new Promise((resolve, reject) => {
            const picture = new Image()
            picture.onload = () => { resolve([src, picture.naturalWidth]) }
            picture.onerror = () => { reject(new Error(src)) }
            picture.src = src
        })))
    }"""
    assert {name: width for name, width in await page.evaluate(sizes) if name.endswith(".png")} == {
        "/icon-192.png": 192, "/icon-512.png": 512, "/icon-maskable-512.png": 512,
    }  # fmt: skip
    assert [one for one in told if "Content Security Policy" in one] == []
    await context.close()


async def test_records_that_were_opened_last_are_read_without_a_network_and_by_nobody_else(device: Browser, office: Site) -> None:
    context, page = await fresh(device, phone=True)
    await enter(page, office.address, LOGIN)
    await is_in(page)
    await is_controlled(page)
    (record,) = (await call(page, "GET", "/objects/customer/records"))["items"]
    other = await call(page, "POST", "/objects/customer/records", {"name": "从未打开的客户有限公司"})
    await page.goto(f"{office.address}/o/customer/{record['id']}")
    await expect(page.get_by_role("heading", name=record["name"])).to_be_visible()
    await page.wait_for_load_state("networkidle")
    await is_kept(page, record["id"])
    await context.set_offline(True)
    await page.reload()
    await expect(page.get_by_role("heading", name=record["name"])).to_be_visible()
    await expect(page.get_by_text("离线：可查看最近打开的记录")).to_be_visible()
    await check(page)
    await page.goto(f"{office.address}/o/customer/{other['id']}")
    await expect(page.get_by_text("连接不上服务器").first).to_be_visible()
    await page.get_by_role("button", name="最近打开").click()
    await page.get_by_role("option", name=record["name"]).or_(page.get_by_role("dialog").get_by_text(record["name"])).first.click()
    await expect(page.get_by_role("heading", name=record["name"])).to_be_visible()
    await context.set_offline(False)
    await page.goto(office.address + "/sign-in")
    await enter(page, office.address, "A-018")
    await is_in(page)
    mine = await kept(page)
    assert [name.startswith("kedang.person.1.") for name in mine] == [True], "what the one before her has read is gone"
    assert not [path for paths in mine.values() for path in paths if record["id"] in path]
    await page.evaluate("fetch('/api/v1/session', {method: 'DELETE', headers: {'X-CSRF': ''}})")
    await context.close()


async def test_signing_out_leaves_nothing_behind(device: Browser, office: Site) -> None:
    context, page = await fresh(device)
    await enter(page, office.address, LOGIN)
    await is_in(page)
    await is_controlled(page)
    (record, *_) = (await call(page, "GET", "/objects/customer/records"))["items"]
    await page.goto(f"{office.address}/o/customer/{record['id']}")
    await expect(page.get_by_role("heading", name=record["name"])).to_be_visible()
    await page.wait_for_load_state("networkidle")
    await is_kept(page, record["id"])
    await page.get_by_role("button", name=re.compile("王芳")).first.click()
    await page.get_by_text("退出登录").click()
    await expect(page.get_by_role("button", name="登录")).to_be_visible()
    assert await kept(page) == {}
    await context.set_offline(True)
    await page.goto(f"{office.address}/o/customer/{record['id']}")
    await expect(page.locator("body")).not_to_contain_text(record["name"])
    await context.close()
