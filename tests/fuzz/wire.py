"""Requests as the JSON that clients send."""

from __future__ import annotations

from .model import Aggregate, Query


def query_body(query: Query) -> dict[str, object]:
    """The body of ``/query``; without ``limit``, ``offset`` and ``around`` of a walk, which is read page by page."""
    body: dict[str, object] = {"limit": query.limit}
    if query.fields is not None:
        body["fields"] = list(query.fields)
    if query.where is not None:
        body["where"] = query.where
    if query.sort:
        body["sort"] = [f"-{part.path}" if part.descending else part.path for part in query.sort]
    if query.search is not None:
        body["search"] = query.search
    if query.expand:
        body["expand"] = list(query.expand)
    if query.offset is not None:
        body["offset"] = query.offset
    if query.around is not None:
        body["around"] = str(query.around)
    if query.deleted:
        body["deleted"] = True
    if query.count != "none":
        body["count"] = query.count
    return body


def aggregate_body(query: Aggregate) -> dict[str, object]:
    """The body of ``/aggregate``."""
    body: dict[str, object] = {
        "group": [{"field": part.path, **({"bucket": part.bucket} if part.bucket else {})} for part in query.group],
        "measures": [{"op": part.op, **({"field": part.path} if part.path else {})} for part in query.measures],
        "limit": query.limit,
    }
    if query.where is not None:
        body["where"] = query.where
    if query.search is not None:
        body["search"] = query.search
    if query.having:
        body["having"] = [{"measure": part.measure, "op": part.op, "value": part.value} for part in query.having]
    if query.sort:
        body["sort"] = [f"{'-' if descending else ''}{what}.{number}" for what, number, descending in query.sort]
    return body
