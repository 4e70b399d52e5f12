"""``python -m tests.budgets``: medians of five, on a server of its own; a table, and build/ui-budgets.json. Exit code 1 where a gate is missed."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import msgspec
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, async_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.site import LOGIN, PASSWORD
from tests.cli.serving import ROOT, Serving

from . import build, commands, million

OUT = ROOT / "build" / "ui-budgets.json"
CUSTOMERS = 300
LIST, GRID = "/o/customer", ".grid"
SHORT_NAME = 3  #: its column
EDITING = ".grid-active.is-editing"  #: a cell of text while one types
OFFICE = {"latency": 40, "downloadThroughput": 10_000_000 / 8, "uploadThroughput": 10_000_000 / 8}
PHONE = {"latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
Json = dict[str, Any]  # Any: JSON

_WATCH = """
window.__cls = 0
new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.__cls += e.value }).observe({type: 'layout-shift', buffered: true})
const seen = () => { if (document.querySelector('.grid-tr a[data-go], .cards a[data-go], .card a[data-go], a.card[data-go]')) window.__rows = performance.now(); else requestAnimationFrame(seen) }
addEventListener('DOMContentLoaded', seen)
"""
_STEP = """async ([step, frames]) => {
  const grid = document.querySelector('.grid'), times = []
  let before = await new Promise(requestAnimationFrame)
  for (let n = 0; n < frames; n++) { grid.scrollTop += step; const now = await new Promise(requestAnimationFrame); times.push(now - before); before = now }
  return times
}"""
_END = """async (last) => {
  const grid = document.querySelector('.grid'), began = performance.now()
  grid.scrollTop = grid.scrollHeight
  for (;;) {
    await new Promise(requestAnimationFrame)
    if ([...grid.querySelectorAll('.grid-tr')].some((row) => row.textContent.includes(last))) return performance.now() - began
    if (performance.now() - began > 20000) return null
  }
}"""


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One budget and what was measured."""

    item: str
    unit: str
    gate: float
    measured: float | None

    @property
    def is_met(self) -> bool:
        """Whether the gate is kept."""
        return self.measured is not None and self.measured <= self.gate


class Bench:
    """A browser on a server with some customers."""

    def __init__(self, browser: Browser, address: str, cookie: str, pattern: Json, runs: int) -> None:
        """``pattern``: a row of a list as the server sends it."""
        self._browser, self._address, self._cookie, self._pattern, self._runs = browser, address, cookie, pattern, runs

    async def _page(self, stack: AsyncExitStack, *, phone: bool = False, cpu: int = 1, network: Json | None = None) -> Page:
        size = ViewportSize(width=390, height=844) if phone else ViewportSize(width=1440, height=900)
        context: BrowserContext = await self._browser.new_context(viewport=size, is_mobile=phone, has_touch=phone, locale="zh-CN")
        stack.push_async_callback(context.close)
        await context.add_cookies([{"name": "kedang", "value": self._cookie, "url": self._address}])
        page = await context.new_page()
        session = await context.new_cdp_session(page)
        await session.send("Emulation.setCPUThrottlingRate", {"rate": cpu})
        if network is not None:
            await session.send("Network.enable")
            await session.send("Network.emulateNetworkConditions", {"offline": False, **network})
        return page

    async def load(self, *, phone: bool = False, cpu: int = 1, network: Json | None = None) -> dict[str, float]:
        """Of a first visit to a list: first paint, rows visible, layout shift, DOM nodes; medians."""
        found: list[dict[str, float]] = []
        for _ in range(self._runs):
            async with AsyncExitStack() as stack:
                page = await self._page(stack, phone=phone, cpu=cpu, network=network)
                await page.add_init_script(_WATCH)
                await page.goto(self._address + LIST, wait_until="commit")
                await _until(page, "window.__rows")
                await page.wait_for_timeout(1_000)
                found.append(
                    await page.evaluate(
                        "() => ({fcp: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0, rows: window.__rows,"
                        " cls: window.__cls, nodes: document.querySelectorAll('*').length})"
                    )
                )
        return {key: median(one[key] for one in found) for key in found[0]}

    async def _grid(self, stack: AsyncExitStack, cpu: int) -> Page:
        page = await self._page(stack, cpu=cpu)
        await million.put(page, self._pattern)
        await page.goto(self._address + LIST)
        await page.locator(".grid-tr a[data-go]").first.wait_for()
        await page.wait_for_timeout(800)
        return page

    async def scroll(self, step: int, *, cpu: int = 1, share: float = 0.95) -> float:
        """Milliseconds of a frame while a million rows are scrolled; the given share of the frames is quicker."""
        found: list[float] = []
        for _ in range(self._runs):
            async with AsyncExitStack() as stack:
                page = await self._grid(stack, cpu)
                times = sorted(await page.evaluate(_STEP, [step, 120]))
                found.append(times[int(len(times) * share)])
        return median(found)

    async def jump(self) -> float | None:
        """Milliseconds until the last of a million rows stands there."""
        found: list[float] = []
        for _ in range(self._runs):
            async with AsyncExitStack() as stack:
                page = await self._grid(stack, 1)
                took = await page.evaluate(_END, f"第 {million.ROWS} 号")
                if took is None:
                    return None
                found.append(took)
        return median(found)

    async def edit(self) -> dict[str, float]:
        """Milliseconds from a double click to the editor, and from Enter to the painted value, at a quarter of the speed."""
        opened: list[float] = []
        painted: list[float] = []
        async with AsyncExitStack() as stack:
            page = await self._page(stack, cpu=4)
            await page.goto(self._address + LIST)
            await page.locator(".grid-tr a[data-go]").first.wait_for()
            await page.wait_for_timeout(3_000)
            for at in range(self._runs + 1):  # the first one loads the editor
                box = await page.locator(f'[data-row="{at + 1}"] [data-column="{SHORT_NAME}"]').bounding_box()
                assert box is not None
                await page.evaluate(_TIMED, "dblclick")
                await page.mouse.dblclick(box["x"] + 20, box["y"] + 10)
                await page.locator(EDITING).wait_for()
                opened.append(await page.evaluate("window.__took"))
                await page.keyboard.type(f"简称{at}")
                await page.evaluate(_TIMED, "Enter")
                await page.keyboard.press("Enter")
                await page.locator(EDITING).wait_for(state="detached")
                painted.append(await page.evaluate("window.__took"))
        return {"open": median(opened[1:]), "commit": median(painted[1:])}

    async def record(self) -> dict[str, float]:
        """Milliseconds from a click in the list to the record beside it, and of its request."""
        shown: list[float] = []
        asked: list[float] = []
        for at in range(self._runs):
            async with AsyncExitStack() as stack:
                page = await self._page(stack)
                await page.goto(self._address + LIST)
                await page.locator(".grid-tr a[data-go]").first.wait_for()
                await page.wait_for_timeout(1_500)
                took = await page.evaluate(_OPENED, at)
                shown.append(took["shown"])
                asked.append(took["asked"])
        return {"shown": median(shown), "asked": median(asked)}

    async def find(self) -> float:
        """Milliseconds from the last letter typed into Ctrl-K to the first hit."""
        found: list[float] = []
        async with AsyncExitStack() as stack:
            page = await self._page(stack)
            await page.goto(self._address + LIST)
            await page.locator(".grid-tr a[data-go]").first.wait_for()
            await page.keyboard.press("Control+k")
            field = page.locator("dialog input").first
            await field.wait_for()
            for word in ("客户有", "号客户", "第 12", "有限公", "zq")[: self._runs]:
                await field.fill("")
                await page.wait_for_timeout(500)
                await page.evaluate(_HIT)
                await page.keyboard.type(word)
                await _until(page, "window.__hit")
                found.append(await page.evaluate("window.__hit"))
        return median(found)


_TIMED = """(what) => {
  window.__took = undefined
  const began = () => { const at = performance.now(); const look = () => {
    const open = !!document.querySelector('.grid-active.is-editing')
    if (open === (what === 'dblclick')) requestAnimationFrame(() => { window.__took = performance.now() - at }); else requestAnimationFrame(look) }; look() }
  if (what === 'dblclick') addEventListener('dblclick', began, {capture: true, once: true})
  else addEventListener('keydown', (e) => { if (e.key === what) began() }, {capture: true, once: true})
}"""
_OPENED = """async (at) => {
  const link = document.querySelectorAll('.grid-tr a[data-go]')[at], name = link.textContent, began = performance.now()
  link.click()
  for (;;) { await new Promise(requestAnimationFrame); const h = document.querySelector('.peek-head h2'); if (h && h.textContent.includes(name)) break }
  const shown = performance.now() - began
  const asked = performance.getEntriesByType('resource').filter((e) => /records\\/[0-9a-f-]{36}(\\?|$)/.test(e.name)).map((e) => e.responseEnd - e.requestStart)
  return {shown, asked: asked[0] ?? 0}
}"""
_HIT = """() => {
  window.__hit = undefined
  let last = performance.now()
  const dialog = document.querySelector('dialog'), field = dialog.querySelector('input')
  const before = dialog.textContent
  field.addEventListener('input', () => { last = performance.now() })
  const look = () => { if (field.value && dialog.textContent !== before && dialog.querySelector('[role="option"]')) window.__hit = performance.now() - last; else requestAnimationFrame(look) }
  requestAnimationFrame(look)
}"""


async def _until(page: Page, what: str) -> None:
    """Wait until the page has noted something; asked from outside, as its policy forbids to evaluate texts within."""
    for _ in range(1_200):
        if await page.evaluate(what) is not None:
            return
        await page.wait_for_timeout(50)
    raise TimeoutError(what)


async def measure(bench: Bench) -> list[Measure]:
    """Every budget that a browser can measure."""
    found = list(_of_build())
    for one in found:
        tell(one)

    def add(item: str, unit: str, gate: float, measured: float | None) -> None:
        found.append(Measure(item=item, unit=unit, gate=gate, measured=None if measured is None else round(measured, 3 if gate < 1 else 1)))
        tell(found[-1])

    plain = await bench.load()
    add("first paint, no throttle", "ms", 400, plain["fcp"])
    add("rows visible, no throttle", "ms", 900, plain["rows"])
    office = await bench.load(cpu=4, network=OFFICE)
    add("rows visible, 4x CPU and 10 Mbps", "ms", 2000, office["rows"])
    phone = await bench.load(phone=True, cpu=4, network=PHONE)
    add("phone rows visible, 4x CPU and slow 4G", "ms", 2500, phone["rows"])
    add("layout shift", "", 0.02, max(plain["cls"], office["cls"], phone["cls"]))
    add("DOM nodes on the list", "", 1500, plain["nodes"])
    add("grid, a step of 108 px, p95", "ms", 34, await bench.scroll(108))
    add("grid, a fling of 1200 px, p95", "ms", 34, await bench.scroll(1200))
    add("grid, a fling, 4x CPU, p50", "ms", 50, await bench.scroll(1200, cpu=4, share=0.5))
    add("1,000,000 rows: to the end with data", "ms", 500, await bench.jump())
    edit = await bench.edit()
    add("edit open, 4x CPU", "ms", 100, edit["open"])
    add("edit committed and painted, 4x CPU", "ms", 100, edit["commit"])
    record = await bench.record()
    add("record, first data after a click", "ms", 300, record["shown"])
    add("record, its request", "ms", 120, record["asked"])
    add("Ctrl-K, first results after typing", "ms", 150, await bench.find())
    return found


def tell(one: Measure) -> None:
    """A line of the table."""
    measured = "-" if one.measured is None else one.measured
    print(f"{'ok  ' if one.is_met else 'MISS'} {one.item:<42} gate {one.gate:>8g} {one.unit:<3} measured {measured:>8}", flush=True)


def _of_commands(folder: Path) -> list[Measure]:
    return [
        Measure(item="npm ci and build, cold", unit="s", gate=90, measured=round(commands.cold_build(folder / "build"), 1)),
        Measure(item="lint and type check", unit="s", gate=20, measured=round(commands.lint(), 1)),
        Measure(item="demonstration loaded", unit="s", gate=60, measured=round(commands.demonstration(folder / "demo"), 1)),
    ]


def _of_build() -> list[Measure]:
    sizes = build.sizes(ROOT / "kedang" / "web" / "static")
    return [
        Measure(item="first route, JS and CSS, gz", unit="kB", gate=150, measured=sizes.first),
        Measure(item="largest lazy chunk, gz", unit="kB", gate=200, measured=sizes.lazy),
        Measure(item="everything built, gz", unit="kB", gate=1500, measured=sizes.whole),
    ]


def _prepare(address: str, setup: str) -> tuple[str, Json]:
    with httpx.Client(base_url=f"{address}/api/v1", headers={"Origin": address}, timeout=60) as client:
        first = {"company": "晨光科技有限公司", "name": "王芳", "login": LOGIN, "password": PASSWORD}
        answer = client.post(f"/setup/{setup.rsplit('/', maxsplit=1)[1]}", json=first)
        answer.raise_for_status()
        client.headers["X-CSRF"] = answer.json()["csrf"]
        make: Callable[[int], Json] = lambda n: {"name": f"第 {n} 号客户有限公司", "short_name": f"客户{n}", "level": "ABCD"[n % 4], "phone": f"021-0{n:07}"}  # noqa: E731
        batch = client.post("/objects/customer/batch", json={"rows": [{"create": make(n)} for n in range(CUSTOMERS)]})
        batch.raise_for_status()
        return client.cookies["kedang"], client.post("/objects/customer/query", json={"limit": 1}).json()["items"][0]


async def main(runs: int) -> int:
    """Measure, show, write."""
    with tempfile.TemporaryDirectory(prefix="kd-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)  # noqa: ASYNC240  nothing else goes on yet
        with Serving(Path(folder) / "data", "--port", "0", KEDANG_LANGUAGE="zh", KEDANG_WORKERS="2") as serving:
            address: str = serving.said["address"]
            cookie, pattern = await asyncio.to_thread(_prepare, address, serving.said["setup_link"])
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
                found = await measure(Bench(browser, address, cookie, pattern, runs))
                await browser.close()
        found += await asyncio.to_thread(_of_commands, Path(folder))
        for one in found[-3:]:
            tell(one)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps([msgspec.to_builtins(one) | {"met": one.is_met} for one in found], indent=1) + "\n")
    return 0 if all(one.is_met for one in found) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.budgets")
    parser.add_argument("--runs", type=int, default=5)
    sys.exit(asyncio.run(main(parser.parse_args().runs)))
