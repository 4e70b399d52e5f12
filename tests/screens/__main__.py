"""``python -m tests.screens [--only NAME,…] [--states full,error] [--languages zh-CN,en] [--widths 1440,390] [--themes light,dark] [--keep FOLDER]``.

Pictures into build/screens, findings as text, exit code 1 if there are any; ``--gallery``: the pictures of docs/screens.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import sys
import tempfile
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Error, async_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.cli.serving import ROOT, Serving, command

from . import checks, gallery
from .content import Data, Look, keep, kept, prepare
from .opening import Shot, go, opened
from .places import places, unknown

OUT = ROOT / "build" / "screens"
CUSTOMERS = 300  #: of the demonstration: enough for every page
AT_ONCE = 3  #: pages that are open side by side: each waits most of the time
DARK = ("zh-CN",)  #: the languages in which everything is looked at in the dark as well


@dataclass(frozen=True)
class Wanted:
    """Which pictures."""

    only: Sequence[str]
    states: Sequence[str]
    languages: Sequence[str]
    widths: Sequence[int]
    themes: Sequence[str]
    is_gallery: bool
    folder: Path | None  #: of data that stays for the next run


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
            for name, found in sorted(self.pictures)
        )
        style = "body{font:13px sans-serif;display:flex;flex-wrap:wrap;gap:16px}figure{margin:0;width:340px}img{width:100%;border:1px solid #ccc}.bad img{border-color:red}"
        (self.folder / "index.html").write_text(f"<!doctype html><meta charset=utf-8><title>Screens</title><style>{style}</style>{rows}", "utf-8")
        return len(more) + sum(len(found) for _, found in self.pictures)


def shots(wanted: Wanted, language: str, width: int, theme: str) -> Iterator[Shot]:
    """The pictures of one kind of window."""
    for place in places():
        if wanted.only and not any(part in place.name for part in wanted.only):
            continue
        if width not in place.widths or (theme == "dark" and language not in DARK):
            continue
        for state in place.states:
            if state in wanted.states and (theme == "light" or state == "full"):
                yield Shot(place, state, language, width, theme)


async def look(context: BrowserContext, data: Data, address: str, shot: Shot, album: Album) -> None:
    """One picture, and the checks."""
    broken: list[str] = []
    async with opened(context, data, shot) as page:
        page.on("pageerror", lambda error: broken.append(f"error in the page: {error}"))
        try:
            await go(page, data, address, shot)
            found = await checks.findings(page, language=shot.language, names=data.names, state=shot.state)
            await page.screenshot(path=album.folder / f"{shot.name}.png")
            if shot.with_focus:
                found += await checks.unseen_focus(page)
        except (Error, AssertionError) as failed:
            found = [f"it could not be looked at: {str(failed).splitlines()[0]}"]
            await page.screenshot(path=album.folder / f"{shot.name}.png")
    album.add(shot.name, found + broken)


async def take(browser: Browser, data: Data, address: str, wanted: Wanted, album: Album) -> None:
    """Every picture that is wanted, one kind of window after the other."""
    free = asyncio.Semaphore(AT_ONCE)
    for language in wanted.languages:
        await asyncio.to_thread(data.speak, address, language)
        for width in wanted.widths:
            for theme in wanted.themes:
                chosen = list(shots(wanted, language, width, theme))
                if not chosen:
                    continue
                look_of = Look(language, width, theme)
                windows = {cookie: await data.window(browser, address, look_of, cookie=cookie) for cookie in (data.cookie, data.seller, None)}

                async def one(shot: Shot, windows: Mapping[str | None, BrowserContext] = windows) -> None:
                    async with free:
                        await look(windows[data.cookie_of(shot.place)], data, address, shot, album)

                await asyncio.gather(*(one(shot) for shot in chosen))
                for window in windows.values():
                    await window.close()


@contextmanager
def data_folder(wanted: Path | None) -> Generator[Path]:
    """Where the data lie: a folder that stays, or one that goes."""
    if wanted:
        wanted.mkdir(parents=True, exist_ok=True)
        yield wanted
        return
    with tempfile.TemporaryDirectory(prefix="kd-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


async def main(wanted: Wanted) -> int:
    """Start a server with data, take the pictures, say what is wrong."""
    began = time.monotonic()
    OUT.mkdir(parents=True, exist_ok=True)
    album = Album(OUT)
    with data_folder(wanted.folder) as folder:
        known = folder / "prepared.json"
        if not known.exists():
            made = command(folder / "data", "demo", "load", "--customers", str(CUSTOMERS), seconds=600, KEDANG_LANGUAGE="zh")
            assert made.returncode == 0, made.stderr
        with Serving(folder / "data", "--port", "0", KEDANG_LANGUAGE="zh") as serving:
            address = serving.said["address"]
            if not known.exists():
                keep(await asyncio.to_thread(prepare, address, serving.said["setup_link"]), known)
            data = kept(known)
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
                missing = await gallery.make(browser, data, address) if wanted.is_gallery else unknown()
                if not wanted.is_gallery:
                    await take(browser, data, address, wanted, album)
                await browser.close()
    if wanted.is_gallery:
        return _told(missing)
    number = album.write(missing)
    _told(missing)
    print(f"{len(album.pictures)} pictures in {OUT}, {number} findings, {(time.monotonic() - began) / 60:.1f} minutes")
    return 1 if number else 0


def _told(wrong: Sequence[str]) -> int:
    """Say what is wrong; returns the exit code."""
    for one in wrong:
        print(one)
    return 1 if wrong else 0


def read(arguments: Sequence[str]) -> Wanted:
    """What the command line wants."""
    parser = argparse.ArgumentParser(prog="python -m tests.screens")
    parser.add_argument("--only", default="", help="names of pages, or parts of them")
    parser.add_argument("--states", default="full,empty,loading,error")
    parser.add_argument("--languages", default="zh-CN,en")
    parser.add_argument("--widths", default="1440,390")
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--gallery", action="store_true", help="the pictures of docs/screens, and nothing else")
    parser.add_argument("--keep", type=Path, help="a folder whose data the next run uses again")
    found = parser.parse_args(arguments)
    only = [one for one in found.only.split(",") if one]
    widths = [int(one) for one in found.widths.split(",")]
    return Wanted(only, found.states.split(","), found.languages.split(","), widths, found.themes.split(","), found.gallery, found.keep)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(read(sys.argv[1:]))))
