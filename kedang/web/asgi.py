"""Putting the routes together: the framework with our errors, the shell around it, and the life of the process."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from litestar import Litestar, Router
from litestar.handlers import HTTPRouteHandler
from litestar.types import ExceptionHandlersMap

from .health import health
from .openapi import openapi
from .policies import check_policies
from .problems import handle
from .qr import draw
from .services import Services
from .shell import App, Shell
from .static import Files


def assemble(services: Services, routes: Sequence[HTTPRouteHandler], *, files: App | None = None) -> App:
    """The whole application over the edges' routes. Raises ``RouteWithoutPolicy``."""
    app = Litestar(
        route_handlers=[health, Router(path="/api/v1", route_handlers=[openapi, draw, *routes])],
        exception_handlers=cast("ExceptionHandlersMap", {Exception: handle}),  # an Answer is all that it needs of a response
        request_max_body_size=services.settings.body_limit,
        openapi_config=None,
        logging_config=None,
        debug=False,
    )
    check_policies(app)
    return Shell(app, files if files is not None else Files(), services)
