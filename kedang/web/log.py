"""Log lines: JSON, one a line, without personal data. A route is named by its template, so that no id and no secret stands in the log."""

from __future__ import annotations

import logging
import sys
from typing import Any

import msgspec
import structlog


def set_up(level: str) -> None:
    """Write log lines of at least this level to standard error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=_encode),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping().get(level.upper(), logging.INFO)),
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=True,
    )


def _encode(value: Any, **_: Any) -> bytes:  # Any: what somebody has logged, and options of JSON that we do not need
    return msgspec.json.encode(value)
