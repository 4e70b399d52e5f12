"""Deny by default: an application with a route that declares no policy does not start."""

from __future__ import annotations

import re

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

POLICY = re.compile(r"public|signed_in|manage:[a-z_]+")


class RouteWithoutPolicy(Exception):
    """A route was put together wrongly; the installation cannot be used like this."""


def check_policies(app: Litestar) -> None:
    """Raise ``RouteWithoutPolicy`` if a route does not say who may call it, or was not made by this toolkit, which enforces that."""
    for route in app.routes:
        for handler in getattr(route, "route_handlers", [getattr(route, "route_handler", None)]):
            if isinstance(handler, HTTPRouteHandler) and handler.http_methods == {"OPTIONS"}:
                continue  # the framework's own: it names the methods of a path
            options = handler.opt if isinstance(handler, HTTPRouteHandler) else {}
            if "route" not in options or not POLICY.fullmatch(str(options.get("policy", ""))):
                raise RouteWithoutPolicy(f"{route.path} declares no policy: make it with kedang.web, policy='signed_in' or another")
