"""A client that loses answers: it asks again with the same key until it knows, as every client of ours must."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from .installation import Installation

PATIENCE = 180.0  #: seconds after which a request that gets no answer is a failure
PAUSE = 0.1
AWAY = {429, 502, 503, 504}  #: not now, ask again

Json = dict[str, Any]  # Any: a tree of JSON


class GivenUp(Exception):
    """The client went away without knowing what became of its request."""


@dataclass
class Client:
    """The HTTP client of one person or program. ``faults`` are answers that no request must get."""

    installation: Installation
    faults: list[str] = field(default_factory=list[str])
    lost: int = 0  #: answers that did not come

    async def ask(self, method: str, path: str, body: Json | None = None, *, once: bool = False, **more: Any) -> tuple[httpx.Response, bool]:  # Any: of httpx
        """The answer, and whether an earlier one may have been lost. With ``once`` it is not asked again, but ``GivenUp`` raised."""
        headers = {"authorization": f"Bearer {self.installation.token}"}
        if method == "POST":
            headers["idempotency-key"] = uuid4().hex
        deadline, is_doubtful = time.monotonic() + PATIENCE, False
        while time.monotonic() < deadline:
            answer = await self._send(method, path, headers, body, more)
            if answer is None:
                self.lost += 1
                is_doubtful = True
            elif answer.status_code == 500:
                self.faults.append(f"{method} {path}: {answer.text[:300]}")
                is_doubtful = True
            elif answer.status_code not in AWAY:
                return answer, is_doubtful
            # Told to come again, one still may have lost the answer to a commit.
            is_doubtful = is_doubtful or answer is None or answer.status_code != 429
            if once and is_doubtful:
                raise GivenUp
            await asyncio.sleep(PAUSE)
        raise AssertionError(f"{method} {path} got no answer in {PATIENCE} s")

    async def _send(self, method: str, path: str, headers: dict[str, str], body: Json | None, more: Json) -> httpx.Response | None:
        try:
            # A connection of its own each time: the server may be another one by now.
            async with httpx.AsyncClient(base_url=self.installation.address, timeout=60) as http:
                return await http.request(method, f"/api/v1{path}", headers=headers, json=body, **more)
        except httpx.TransportError:
            return None
