"""Workbooks of another maker with known truth: header words, faults and neighbours that this code was not written on."""

from __future__ import annotations

import io
from itertools import combinations

import pytest
from python_calamine import CalamineWorkbook

from kedang.core.schema import Refused, normal_phone
from kedang.features.imports.duplicates import clusters
from kedang.features.imports.model import Identity
from tests.imports.generate import FIELDS, Truth, make


def phones(value: object) -> frozenset[str]:
    found: set[str] = set()
    for text in (str(int(value)) if isinstance(value, float) else str(value)).split("/"):
        try:
            found.add(normal_phone(text))
        except Refused:
            continue
    return frozenset(found)


def identities(truth: Truth, *, is_whole: bool) -> list[Identity]:
    """The rows that an import would take; with ``is_whole`` also address, contact and line of business."""
    grid = CalamineWorkbook.from_filelike(io.BytesIO(truth.content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    found: list[Identity] = []
    for number in truth.firms.keys() - truth.refused.keys():
        row = {key: str(cell).strip() for key, cell in zip(FIELDS, grid[number - 1], strict=False)}
        described = {"contact": row["contact_name"], "industry": row["industry"]} if is_whole else {}
        found.append(
            Identity(
                key=str(number), name=row["name"], short_name=row["short_name"] or None, credit_code=row["credit_code"] or None,
                phones=phones(grid[number - 1][FIELDS.index("phone")]), emails=frozenset({row["email"]} if "@" in row["email"] else ()),
                address=row["address"] if is_whole and len(row["address"]) > 4 else None, other=described,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: int(one.key))


@pytest.mark.req("R205", part="precision and recall over files with known truth")
@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("is_whole", [True, False], ids=["whole", "keys and names"])
def test_the_truth_of_generated_workbooks_is_found(seed: int, is_whole: bool) -> None:
    truth = make(seed)
    rows = identities(truth, is_whole=is_whole)
    true = {pair for pair in truth.pairs if not truth.refused.keys() & set(pair)}
    found = clusters(rows)
    merged = {tuple(sorted(map(int, pair))) for group in found.groups for pair in combinations(group, 2)}
    proposed = merged | {tuple(sorted((int(pair.first), int(pair.second)))) for pair in found.doubtful}
    assert len(merged & true) >= 0.995 * len(merged)
    assert len(proposed & true) >= 0.99 * len(proposed)
    assert len(proposed & true) >= 0.95 * len(true)
