"""``python -m tests.screens [--only NAME …] [--states full,error] [--languages zh-CN,en] [--widths 1440,390]``: pictures into build/screens, findings as text."""

from __future__ import annotations

import argparse
import asyncio
import html
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.cli.serving import ROOT, Serving, command

from . import checks, states
from .content import Data, prepare
from .places import Place, places, unknown

OUT = ROOT / "build" / "screens"
HEIGHTS = {1440: 900, 390: 844}
CUSTOMERS = 300  #: of the demonstration: enough for every page
SETTLE = 1200  #: milliseconds that a page that gets no answer is given
DARK = {"customers", "customer", "home", "settings"}  #: looked at in the dark as well


@dataclass(frozen=True)
class Wanted:
    """Which pictures."""

    only: Sequence[str]
    states: Sequence[str]
    languages: Sequence[str]
    widths: Sequence[int]


@dataclass
class Album:
    """The pictures taken, and what is wrong with them."""

    folder: Path
    pictures: list[tuple[str, list[str]]] = field(default_factory=list[tuple[str, list[str]]])

    def add(self, name: str, found: list[str]) -> None:
        """One more picture; what is wrong with it is told at once."""
        self.pictures.append((name, found))
        for one in found:
            print(f"{name}: {one}")

    def write(self, more: Sequence[str]) -> int:
        """The page to look through; returns how many findings there are."""
        rows = "".join(
            f'<figure class="{"bad" if found else ""}"><a href="{name}.png"><img loading="lazy" src="{name}.png"></a>'
            f"<figcaption><b>{name}</b>{''.join(f'<div>{html.escape(one)}</div>' for one in found)}</figcaption></figure>"
            for name, found in self.pictures
        )
        style = "body{font:13px sans-serif;display:flex;flex-wrap:wrap;gap:16px}figure{margin:0;width:340px}img{width:100%;border:1px solid #ccc}.bad img{border-color:red}"
        (self.folder / "index.html").write_text(f"<!doctype html><meta charset=utf-8><title>Screens</title><style>{style}</style>{rows}", "utf-8")
        return len(more) + sum(len(found) for _, found in self.pictures)


async def look(context: BrowserContext, data: Data, place: Place, state: str, *, english: bool, with_focus: bool, name: str, album: Album) -> None:
    """One picture, and the checks."""
    page = await context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(f"error in the page: {error}"))
    held = await states.put(page, state)
    try:
        await page.goto(data.address_of(place), wait_until="load")
        await settle(page, state)
        found = await checks.findings(page, english=english, names=data.names)
        await page.screenshot(path=album.folder / f"{name}.png")
        if with_focus:
            found += await checks.unseen_focus(page)
        album.add(name, found + broken)
    finally:
        await states.let_go(held)
        await page.unroute_all(behavior="ignoreErrors")
        await page.close()


async def settle(page: Page, state: str) -> None:
    """Wait until the page is as it will be: it asks nothing more, or it has waited long enough for an answer that does not come."""
    if state == "loading":
        await page.wait_for_timeout(SETTLE)
        return
    await page.wait_for_load_state("networkidle")
    await page.wait_for_timeout(350)


async def take(browser: Browser, data: Data, wanted: Wanted, album: Album) -> None:
    """Every picture that is wanted."""
    chosen = [one for one in places() if not wanted.only or any(part in one.name for part in wanted.only)]
    for language in wanted.languages:
        for width in wanted.widths:
            for theme in ("light", "dark"):
                context = await data.window(browser, language=language, width=width, height=HEIGHTS[width], theme=theme)
                outside = await data.window(browser, language=language, width=width, height=HEIGHTS[width], theme=theme, is_open=True)
                for place in chosen:
                    if theme == "dark" and place.name not in DARK:
                        continue
                    for state in place.states:
                        if state not in wanted.states or (theme == "dark" and state != "full"):
                            continue
                        name = f"{place.name}.{state}.{language}.{width}" + (".dark" if theme == "dark" else "")
                        focus = state == "full" and width > 700 and theme == "light"
                        window = outside if place.is_open else context
                        await look(window, data, place, state, english=language == "en", with_focus=focus, name=name, album=album)
                await context.close()
                await outside.close()


async def main(wanted: Wanted) -> int:
    """Start a server with data, take the pictures, say what is wrong."""
    OUT.mkdir(parents=True, exist_ok=True)
    album = Album(OUT)
    missing = unknown()
    with tempfile.TemporaryDirectory(prefix="kd-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)  # noqa: ASYNC240  nothing else goes on yet
        made = command(Path(folder) / "data", "demo", "load", "--customers", str(CUSTOMERS), seconds=600, KEDANG_LANGUAGE="zh")
        assert made.returncode == 0, made.stderr
        with Serving(Path(folder) / "data", "--port", "0", KEDANG_LANGUAGE="zh") as serving:
            data = await asyncio.to_thread(prepare, serving.said["address"], serving.said["setup_link"])
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
                await take(browser, data, wanted, album)
                await browser.close()
    number = album.write(missing)
    for one in missing:
        print(one)
    print(f"{len(album.pictures)} pictures in {OUT}, {number} findings")
    return 1 if number else 0


def read(arguments: Sequence[str]) -> Wanted:
    """What the command line wants."""
    parser = argparse.ArgumentParser(prog="python -m tests.screens")
    parser.add_argument("--only", default="", help="names of pages, or parts of them")
    parser.add_argument("--states", default="full,empty,loading,error")
    parser.add_argument("--languages", default="zh-CN,en")
    parser.add_argument("--widths", default="1440,390")
    found = parser.parse_args(arguments)
    only = [one for one in found.only.split(",") if one]
    return Wanted(only, found.states.split(","), found.languages.split(","), [int(one) for one in found.widths.split(",")])


if __name__ == "__main__":
    sys.exit(asyncio.run(main(read(sys.argv[1:]))))
