"""The sample workbook (tests/data): 866 rows of 800 firms. The contact's name and the amount are kept from the comparison: they are the witnesses."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from kedang.core.schema import Refused, normal_phone
from kedang.features.imports.duplicates import Clusters, clusters, company_of
from kedang.features.imports.model import Identity

WORKBOOK = Path(__file__).parents[2] / "data" / "messy-customers.xlsx"
Rows = dict[str, list[object]]
NAME, SHORT, ADDRESS, CONTACT, PHONE, EMAIL, CODE = 0, 1, 3, 5, 6, 7, 8


def phones(value: object) -> frozenset[str]:
    text = str(int(value)) if isinstance(value, float) else str(value)
    try:
        return frozenset({normal_phone(text)}) if text.strip() else frozenset()
    except Refused:
        return frozenset()


@pytest.fixture(scope="module")
def rows() -> Rows:
    sheet = CalamineWorkbook.from_path(str(WORKBOOK)).get_sheet_by_index(0).to_python()
    return {str(at): list(row) for at, row in enumerate(sheet, 1) if at > 2 and sum(bool(cell) for cell in row) > 2}


@pytest.fixture(scope="module")
def found(rows: Rows) -> Clusters:
    return clusters([
        Identity(
            key=key, name=str(row[NAME]).strip() or None, short_name=str(row[SHORT]) or None, credit_code=str(row[CODE]) or None, phones=phones(row[PHONE]),
            emails=frozenset({str(row[EMAIL])} if "@" in str(row[EMAIL]) else ()), address=str(row[ADDRESS]),
        )
        for key, row in rows.items()
    ])  # fmt: skip


def test_sixty_six_rows_are_repetitions(rows: Rows, found: Clusters) -> None:
    assert len(rows) == 866
    merged = sum(len(group) - 1 for group in found.groups)
    assert merged + len(found.doubtful) == 66
    assert merged >= 64


def test_whoever_is_merged_has_the_same_contact_and_brand(rows: Rows, found: Clusters) -> None:
    for group in found.groups:
        assert len({str(rows[key][CONTACT]) for key in group}) == 1, group
        assert len({company_of(str(rows[key][NAME])).brand for key in group}) == 1, group


def test_what_is_doubtful_is_the_same_as_well(rows: Rows, found: Clusters) -> None:
    assert all(rows[pair.first][CONTACT] == rows[pair.second][CONTACT] for pair in found.doubtful)


def test_nothing_was_too_common(found: Clusters) -> None:
    assert found.capped == ()
