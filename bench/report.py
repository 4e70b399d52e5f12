"""The table, and ``build/bench.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .load import Run

WANTED = {
    "page": 0.6, "three_conditions": 0.6, "deep_page": 0.6, "offset_page": 0.6, "get": 0.5, "create": 0.5, "update": 0.5, "sum": 0.9,
}  # fmt: skip
COUNTS_FROM = 0.25  #: of the limit: a slower yardstick is none


@dataclass(frozen=True)
class Row:
    """One verb."""

    verb: str
    kedang: list[Run]
    bare: list[Run]
    limit: float

    def shown(self) -> dict[str, float | bool]:
        """The medians; ``share`` counts only if ``counts``."""
        ours, theirs = median(r.rate for r in self.kedang), median(r.rate for r in self.bare)
        return {
            "kedang": round(ours, 1), "bare": round(theirs, 1), "limit": round(self.limit, 1), "share": round(ours / theirs, 3),
            "p95": round(median(r.p95 for r in self.kedang), 2), "bare_p95": round(median(r.p95 for r in self.bare), 2),
            "cost": round(median(r.cost for r in self.kedang), 2), "bare_cost": round(median(r.cost for r in self.bare), 2),
            "counts": theirs / self.limit >= COUNTS_FROM,
        }  # fmt: skip


def table(rows: list[Row]) -> str:
    """For people."""
    lines = [
        "| verb | kedang/s | bare/s | limit/s | share | wanted | p95 ms | processor ms: kedang, bare | |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |",
    ]
    for row in rows:
        one, wanted = row.shown(), WANTED[row.verb]
        note = "yardstick too slow: below a quarter of the limit" if not one["counts"] else "" if one["share"] >= wanted else "misses"
        lines.append(
            f"| {row.verb} | {one['kedang']:.0f} | {one['bare']:.0f} | {one['limit']:.0f} | {one['share']:.2f} | {wanted} | {one['p95']:.1f} "
            f"| {one['cost']:.1f}, {one['bare_cost']:.1f} | {note} |"
        )
    return "\n".join(lines)


def write(rows: list[Row], file: Path, alone: Mapping[str, object]) -> None:
    """For programs. ``alone``: what has no yardstick, in rows per second."""
    file.parent.mkdir(parents=True, exist_ok=True)
    shown: dict[str, object] = {row.verb: row.shown() for row in rows} | dict(alone)
    file.write_text(json.dumps(shown, indent=1) + "\n", "utf-8")
