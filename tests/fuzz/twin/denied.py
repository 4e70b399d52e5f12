"""How a request is refused, as a value of the expected answer."""

from __future__ import annotations


class Denied(Exception):
    """The request is refused with this status and code."""

    def __init__(self, status: int, code: str) -> None:
        """Keep what a client would see."""
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


def not_found() -> Denied:
    """Out of sight, or not there: the same."""
    return Denied(404, "not_found")


def unknown_field() -> Denied:
    """A field that is not there, or hidden: the same."""
    return Denied(422, "unknown_field")


def not_usable() -> Denied:
    """A field that may be shown masked, and used nowhere."""
    return Denied(422, "field_not_usable")


def invalid(code: str = "invalid_condition") -> Denied:
    """A request that means nothing."""
    return Denied(422, code)
