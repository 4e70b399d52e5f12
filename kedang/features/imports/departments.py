"""Names of departments in cells: one department of that name is taken; none or several are listed, and no department is made."""

from __future__ import annotations

from collections.abc import Sequence

from kedang.core.base import fold
from kedang.core.db import WorkspaceTx
from kedang.core.schema import Object

from .staged import Staged


async def place_in_departments(tx: WorkspaceTx, one: Object, rows: Sequence[Staged]) -> None:
    """Put departments in the place of their names, in rows that are about to be written."""
    named = [(row, key, name) for row in rows for key, name in row.names.items() if one.fields[key].kind.name == "department"]
    if not named:
        return
    found = await tx.all(
        "select kd.fold(name) as name, array_agg(id) as ids from department where retired_at is null and kd.fold(name) = any(%(names)s) group by 1",
        names=sorted({fold(name) for _, _, name in named}),
    )
    ids = {row["name"]: row["ids"] for row in found}
    for row, key, name in named:
        known = ids.get(fold(name), [])
        if len(known) == 1:
            row.values[key] = str(known[0])
        else:
            code = "ambiguous_department" if known else "no_such_department"
            row.unmatched.append({"field": key, "name": name, "code": code})
