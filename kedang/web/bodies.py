"""What crosses the edge: bodies that refuse what they do not know, and pages."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

import msgspec
from litestar.params import QueryParameter

T = TypeVar("T")

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]  #: a short text that must not be empty
Limit = Annotated[int, QueryParameter(ge=1, le=200)]  #: how many a page carries, as a query parameter
Text = Annotated[str, msgspec.Meta(max_length=10_000)]  #: a longer text


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request's body. Unknown keys are refused, so that nothing can be set that is not written here."""


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """One page of a list; ``next`` is the cursor of the following one."""

    items: list[T]
    next: str | None = None
