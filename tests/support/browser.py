"""A browser, as far as our routes can tell: it keeps the cookie, and sends the CSRF header once it has signed in."""

from __future__ import annotations

from typing import Any

import httpx

BASE = "https://test"


class Browser:
    """Speaks to an application in the same process."""

    def __init__(self, app: Any, *, base: str = BASE, address: str = "203.0.113.7") -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=True, client=(address, 50_000))
        self.client = httpx.AsyncClient(transport=transport, base_url=base)
        self.csrf: str | None = None
        self.me: dict[str, Any] = {}

    async def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One request below ``/api/v1``, or to another absolute path."""
        headers = dict(options.pop("headers", None) or {})
        if self.csrf and method not in ("GET", "HEAD"):
            headers.setdefault("X-CSRF", self.csrf)
        url = path if path.startswith(("/api", "/health", "http")) else f"/api/v1{path}"
        answer = await self.client.request(method, url, headers=headers, **options)
        if answer.status_code == 200 and "csrf" in answer.text[:5_000] and "application/json" in answer.headers.get("content-type", ""):
            self.me = answer.json()
            self.csrf = self.me.get("csrf")
        return answer

    async def get(self, path: str, **options: Any) -> httpx.Response:
        return await self.request("GET", path, **options)

    async def post(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        return await self.request("POST", path, json=json, **options)

    async def patch(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        return await self.request("PATCH", path, json=json, **options)

    async def delete(self, path: str, **options: Any) -> httpx.Response:
        return await self.request("DELETE", path, **options)

    @property
    def cookie(self) -> str | None:
        """The value of the session's cookie."""
        return self.client.cookies.get("__Host-kedang") or self.client.cookies.get("kedang")
