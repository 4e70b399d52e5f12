"""A page is opened, in a state, and waited for until it is as it will be."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from playwright.async_api import BrowserContext, Page, TimeoutError as PatienceLost

from . import states
from .content import Data
from .places import Place
from .steps import STEPS, texts

SETTLE = 1200  #: milliseconds that a page that gets no answer is given
PATIENCE = 5_000  #: milliseconds for skeletons to go


@dataclass(frozen=True)
class Shot:
    """One picture to be taken."""

    place: Place
    state: str
    language: str
    width: int
    theme: str

    @property
    def name(self) -> str:
        """Of its file."""
        return f"{self.place.name}.{self.state}.{self.language}.{self.width}" + (".dark" if self.theme == "dark" else "")

    @property
    def with_focus(self) -> bool:
        """Whether the focus is looked at: where there is a keyboard."""
        return self.state == "full" and self.width > 700 and self.theme == "light"


@asynccontextmanager
async def opened(context: BrowserContext, data: Data, shot: Shot) -> AsyncGenerator[Page]:
    """An empty tab to which the server answers as the state of the picture wants."""
    page = await context.new_page()
    held = await states.put(page, shot.state, data.says_of(shot.place))
    try:
        yield page
    finally:
        await states.let_go(held)
        await page.unroute_all(behavior="ignoreErrors")
        await page.close()


async def go(page: Page, data: Data, address: str, shot: Shot) -> None:
    """Go to the page of the picture, and do what is to be done there first."""
    await page.goto(data.address_of(shot.place, address), wait_until="load")
    await settle(page, shot.state)
    if shot.place.step:
        await STEPS[shot.place.step](page, lambda key: texts(shot.language)[key])
        await page.wait_for_timeout(500)


async def settle(page: Page, state: str) -> None:
    """Wait until the page is as it will be: it asks nothing more, or it has waited long enough for an answer that does not come."""
    await page.locator("main").first.wait_for()
    if state == "loading":
        await page.wait_for_timeout(SETTLE)
        return
    await page.wait_for_load_state("networkidle")
    with suppress(PatienceLost):  # what still waits after that is a finding
        await page.locator(".skel, [aria-busy='true']").first.wait_for(state="detached", timeout=PATIENCE)
    await page.wait_for_timeout(350)
