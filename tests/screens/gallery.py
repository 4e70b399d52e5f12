"""The pictures of ``docs/screens``: the best dozen, small enough for a repository. Chromium itself writes them as WebP."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, BrowserContext

from tests.cli.serving import ROOT

from .content import Data, Look
from .opening import Shot, go, opened
from .places import places

FOLDER = ROOT / "docs" / "screens"
MOST = 150_000  #: bytes of one picture
QUALITIES = (0.85, 0.75, 0.6, 0.45)  #: the first that is small enough is taken

_WEBP = """async ([png, quality]) => {
  const image = new Image()
  image.src = 'data:image/png;base64,' + png
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = image.width
  canvas.height = image.height
  canvas.getContext('2d').drawImage(image, 0, 0)
  return canvas.toDataURL('image/webp', quality).split(',')[1]
}"""


@dataclass(frozen=True)
class Piece:
    """One picture of the gallery: of which place, and how it is looked at."""

    file: str
    place: str
    language: str = "zh-CN"
    width: int = 1440
    theme: str = "light"


PIECES = (
    Piece("home", "home-seller"),
    Piece("list", "customers-peek"),
    Piece("filter", "filters", language="en"),
    Piece("record", "customer"),
    Piece("opportunity", "opportunity", theme="dark"),
    Piece("search", "palette"),
    Piece("import-columns", "import-map"),
    Piece("import-doubtful", "import-doubtful"),
    Piece("merge", "merge"),
    Piece("fields", "settings-object", language="en", theme="dark"),
    Piece("phone-home", "home-seller", width=390),
    Piece("phone-record", "customer", width=390),
    Piece("phone-list", "customers", width=390, theme="dark"),
)


async def make(browser: Browser, data: Data, address: str) -> list[str]:
    """Write every picture; returns those that are too large."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    by_name = {place.name: place for place in places()}
    blank = await browser.new_context()
    large: list[str] = []
    for piece in PIECES:
        await asyncio.to_thread(data.speak, address, piece.language)
        shot = Shot(by_name[piece.place], "full", piece.language, piece.width, piece.theme)
        window = await data.window(browser, address, Look(piece.language, piece.width, piece.theme), cookie=data.cookie_of(shot.place))
        async with opened(window, data, shot) as page:
            await go(page, data, address, shot)
            await page.locator(".skel, [aria-busy='true']").first.wait_for(state="detached")
            picture = await page.screenshot()
        await window.close()
        file = FOLDER / f"{piece.file}.webp"
        size = await _write(blank, picture, file)
        print(f"{file.relative_to(ROOT)}: {size // 1000} kB")
        large += [f"{file.name} has {size} bytes"] if size > MOST else []
    await blank.close()
    return large


async def _write(blank: BrowserContext, picture: bytes, file: Path) -> int:
    """Write a picture as WebP; returns its bytes."""
    page = await blank.new_page()
    encoded = b""
    for quality in QUALITIES:
        encoded = base64.b64decode(await page.evaluate(_WEBP, [base64.b64encode(picture).decode(), quality]))
        if len(encoded) <= MOST:
            break
    await page.close()
    file.write_bytes(encoded)  # noqa: ASYNC240  nothing else goes on
    return len(encoded)
