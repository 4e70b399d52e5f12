"""What an import did, in numbers that add up: each data row is in exactly one of new, updated, merged, doubtful, refused."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from kedang.core.db import WorkspaceTx

from . import store

Json = dict[str, Any]  # Any: a tree of JSON
STATES = ("new", "updated", "unchanged", "merged", "doubtful", "refused")


async def report(tx: WorkspaceTx, id: UUID) -> Json:
    """The import as JSON: state, progress, and for each table its counts, reasons and columns. Raises nothing: ``id`` was loaded before."""
    row = await store.load(tx, id)
    if row is None:
        return {}
    tables: list[Json] = row["tables"]
    sheets = [_sheet(table) for table in tables]
    for one in await store.counts(tx, id):
        sheet = sheets[int(one["place"])]
        sheet[one["state"]] += one["rows"]
        sheet["rows"] += one["rows"]
        sheet["unmatched_references"] += one["unmatched"]
        sheet["open_references"] += one["open"]
        sheet["written"] += one["written"]
    for one in await store.count_also(tx, id):
        sheets[int(one["place"])]["also"].append({"object": one["object"], "new": one["new"] + one["waiting"], "updated": one["updated"]})
    for one in await store.count_reasons(tx, id):
        sheets[int(one["place"])]["reasons"].append({key: one[key] for key in ("state", "code", "field", "rows", "en", "zh", "example")})
    return {
        "id": str(id), "state": row["state"], "batch": str(row["batch"]) if row["batch"] else None, "files": row["files"], "choices": row["choices"],
        "proposals": row["proposals"], "sheets": sheets, "error": row["error"], "progress": await progress(tx, id), "made": row["made"],
        "plan": row["plan"], "draft": row["draft"], "taken_back": row["taken_back"],
    }  # fmt: skip


async def progress(tx: WorkspaceTx, id: UUID) -> Json:
    """How many of the rows to be written are written."""
    row = await store.progress(tx, id)
    percent = 100 if not row["rows"] else row["done"] * 100 // row["rows"]
    return {"done": row["done"], "rows": row["rows"], "percent": percent}


def _sheet(table: Json) -> Json:
    counts: Json = dict.fromkeys(("rows", *STATES), 0)
    return {
        "file": table["file"], "sheet": table["sheet"], "object": table["object"], "headers": table["headers"],
        **counts, "written": 0, "ignored": len(table["ignored"]),
        "unmatched_references": 0, "open_references": 0, "also": list(table.get("also_people", [])), "reasons": [], "columns": table["columns"],
        "ignored_rows": table["ignored"], "by": table["by"], "ambiguous": table.get("ambiguous", []),
        "header_rows": table.get("header_rows", []), "encoding": table.get("encoding"),
    }  # fmt: skip
