"""A server with data to look at: the demonstration as its administrator sees it, and the firm's own workspace after its first import."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from playwright.async_api import Browser, BrowserContext

from tests.browser.site import LOGIN, PASSWORD

from .places import Place
from .steps import BOOK

HEIGHTS = {1440: 900, 390: 844}
PATIENCE = 600  #: seconds for the demonstration to be built, or a file to be imported
COMPANY, NAME = "晨光科技有限公司", "王芳"
SHEETS = ("客户台账", "沟通记录")  #: of the workbook
FEW_ROWS = "客户名称,客户级别,电话\n苏州启明精密机械有限公司,A,0512-68881201\n宁波海川电气有限公司,B,0574-87650032\n"
CUSTOMERS = "/objects/customer/records"


@dataclass(frozen=True)
class Look:
    """In which language, how wide, how light."""

    language: str
    width: int
    theme: str


@dataclass(frozen=True)
class Data:
    """Where the pages are, who looks, and which records there are."""

    before: str  #: of paths in the demonstration
    cookie: str  #: of the administrator
    seller: str  #: cookie of one who sells, with to-dos of her own
    records: dict[str, str]  #: ids and secrets, by the words that the paths of ``places.py`` use
    names: list[str]  #: of people and firms: Chinese in every language

    def address_of(self, place: Place, address: str) -> str:
        """The whole address of a page."""
        path = place.path
        for word, value in self.records.items():
            path = path.replace("{" + word + "}", value)
        return address + ("" if place.is_open or place.is_home else self.before) + quote(path, safe="/?=&,%")

    def cookie_of(self, place: Place) -> str | None:
        """Who looks."""
        return None if place.is_open else self.seller if place.is_seller else self.cookie

    def speak(self, address: str, language: str) -> None:
        """Have the server say things to everybody who looks in a language as well, as it does once one has chosen it."""
        for cookie, before in ((self.cookie, ""), (self.cookie, self.before), (self.seller, self.before)):
            client = Client(address, cookie)
            client.ask("GET", f"{before}/me")
            client.ask("PATCH", f"{before}/me", json={"language": language[:2]})

    def says_of(self, place: Place) -> dict[str, Mapping[str, Any]]:  # Any: JSON
        """What answers say besides, with the ids filled in."""
        return {part.replace("{planned}", self.records["planned"]): more for part, more in place.says.items()}

    async def window(self, browser: Browser, address: str, look: Look, *, cookie: str | None) -> BrowserContext:
        """A window of who has this cookie, or of nobody."""
        touch = look.width < 768
        context = await browser.new_context(
            viewport={"width": look.width, "height": HEIGHTS[look.width]}, has_touch=touch, is_mobile=touch, locale=look.language, reduced_motion="reduce",
            color_scheme="dark" if look.theme == "dark" else "light", timezone_id="Asia/Shanghai",
        )  # fmt: skip
        await context.add_init_script(f"localStorage.setItem('kedang.language', '{look.language}'); localStorage.setItem('kedang.theme', '{look.theme}')")
        if cookie:
            await context.add_cookies([{"name": "kedang", "value": cookie, "url": address}])
        return context


def keep(data: Data, file: Path) -> None:
    """Write down what was prepared, for the next run on the same folder."""
    file.write_text(json.dumps(asdict(data), ensure_ascii=False), "utf-8")


def kept(file: Path) -> Data:
    """What an earlier run has prepared."""
    return Data(**json.loads(file.read_text("utf-8")))


class Client:
    """One who is signed in, and writes."""

    def __init__(self, address: str, cookie: str | None = None) -> None:
        cookies = {"kedang": cookie} if cookie else {}
        self._http = httpx.Client(base_url=f"{address}/api/v1", headers={"Origin": address}, cookies=cookies, timeout=120)

    @property
    def cookie(self) -> str:
        """Of the session."""
        return self._http.cookies["kedang"]

    def ask(self, method: str, path: str, **more: Any) -> Any:  # Any: JSON
        """A request that must succeed."""
        answer = self._http.request(method, path, headers={"Idempotency-Key": str(uuid.uuid4())}, **more)
        assert answer.is_success, f"{method} {path}: {answer.text}"
        found = answer.json() if answer.content else {}
        if isinstance(found, dict) and "csrf" in found:
            self._http.headers["X-CSRF"] = found["csrf"]
        return found


def prepare(address: str, setup: str) -> Data:
    """Set the firm up, import its files, wait for the demonstration, go in."""
    client = Client(address)
    first = {"company": COMPANY, "name": NAME, "login": LOGIN, "password": PASSWORD}
    client.ask("POST", f"/setup/{setup.rsplit('/', maxsplit=1)[1]}", json=first)
    records = _links(client, address) | _imports(client)
    _until(lambda: client.ask("GET", "/demo"), "ready")
    before = f"/w/{client.ask('POST', '/demo/enter', json={})['workspace']}"
    seller = _told(address, before)
    client.ask("DELETE", f"{before}{CUSTOMERS}/{_first(client, before, 'customer', 'number', 9)}")
    records |= {"customer": _first(client, before, "customer", "deal_total", 0), "other": _first(client, before, "customer", "deal_total", 1)}
    records["opportunity"] = _first(client, before, "opportunity", "close_date", 0)
    people = client.ask("GET", f"{before}/people", params={"limit": 50})["items"] + client.ask("GET", "/people")["items"]
    departments = client.ask("GET", f"{before}/departments")["items"] + client.ask("GET", "/departments")["items"]
    names = [one["title"] for one in people + departments]
    return Data(before, client.cookie, seller, records, [*names, *SHEETS, "澜桥智造（演示）", COMPANY, NAME, "简体中文"])


def _links(client: Client, address: str) -> dict[str, str]:
    """An invitation that waits, and a link for somebody who has forgotten her password."""
    made = {name: client.ask("POST", "/people", json={"name": name, "mobile": mobile, "roles": ["sales"]})["id"] for name, mobile in
            (("李强", "13900000007"), ("赵敏", "13900000008"))}  # fmt: skip
    first, second = (client.ask("POST", f"/people/{id}/invite")["link"].rsplit("/", maxsplit=1)[1] for id in made.values())
    Client(address).ask("POST", f"/invite/{second}", json={"password": PASSWORD})
    reset = client.ask("POST", f"/people/{made['赵敏']}/reset")["link"].rsplit("/", maxsplit=1)[1]
    return {"invite": first, "reset": reset}


def _imports(client: Client) -> dict[str, str]:
    """The messy workbook planned, and carried out; and a small file that was taken back."""
    book = (BOOK.name, BOOK.read_bytes())
    planned = client.ask("POST", "/imports", files={"files": book})["id"]
    done = client.ask("POST", "/imports", files={"files": book})["id"]
    undone = client.ask("POST", "/imports", files={"files": ("新客户.csv", FEW_ROWS.encode())})["id"]
    for id in (done, undone):
        client.ask("POST", f"/imports/{id}/run")
        _until(partial(client.ask, "GET", f"/imports/{id}"), "done")
    client.ask("POST", f"/imports/{undone}/undo")
    return {"planned": planned, "done": done, "undone": undone}


def _told(address: str, before: str) -> str:
    """A colleague hands the administrator of the demonstration something: a notice. Returns the cookie of the colleague."""
    colleague = Client(address)
    colleague.ask("POST", "/session", json={"login": LOGIN, "password": PASSWORD})
    colleague.ask("POST", "/demo/enter", json={})
    me = colleague.ask("GET", f"{before}/me")["person"]["id"]
    people = [one for one in colleague.ask("GET", "/demo")["people"] if one["id"] != me]
    seller = next(one for one in people if one["role"] == "sales")
    for director in people:
        colleague.ask("POST", "/demo/enter", json={"person": director["id"]})
        customer = next(one for one in colleague.ask("GET", f"{before}/objects")["items"] if one["key"] == "customer")
        if customer["can"]["create"] and director != seller:
            break
    for name in ("苏州启明精密机械有限公司", "宁波海川电气有限公司"):
        colleague.ask("POST", before + CUSTOMERS, json={"name": name, "owner": me})
    colleague.ask("POST", "/demo/enter", json={"person": seller["id"]})
    return colleague.cookie


def _until(ask: Callable[[], Any], state: str) -> None:  # Any: JSON
    deadline = time.monotonic() + PATIENCE
    while (found := ask())["state"] != state:
        if time.monotonic() > deadline or found["state"] == "failed":
            raise TimeoutError(found)
        time.sleep(1)


def _first(client: Client, before: str, object: str, field: str, at: int) -> str:
    query = {"sort": [f"-{field}"], "limit": at + 1, "fields": ["title"]}
    return client.ask("POST", f"{before}/objects/{object}/query", json=query)["items"][at]["id"]
