"""Nothing that we ship is made for the files that tests are made of: no company, person or sheet of theirs stands in the code.

Ordinary words are no names: a header such as 客户名称, a sheet called as everybody calls such things (项目), a grade, an industry. What is looked for are the
companies, their short names, the people, and the titles of the sheets, wherever a cell holds them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
MESSY = DATA / "messy-customers.xlsx"
CRM = DATA / "crm-sales-opportunities"
ENDINGS = {".py", ".yaml", ".yml", ".ts", ".tsx", ".json", ".css", ".html", ".sql", ".md", ".txt"}
NAMED = re.compile(r"客户名称|客户|简称|联系人|负责人|跟进人|项目经理|项目名称")
PEOPLE = {"联系人", "负责人", "跟进人", "项目经理"}
TITLES = {"客户台账", "沟通记录"}  #: the third sheet is called 项目, as the object is in every firm


def rows(sheet: str) -> Sequence[Sequence[object]]:
    """The rows of a sheet from its header on."""
    found = CalamineWorkbook.from_path(str(MESSY)).get_sheet_by_name(sheet).to_python()
    header = next(at for at, row in enumerate(found) if sum(bool(cell) for cell in row) > 3)
    return found[header:]


def messy_names() -> set[str]:
    """Companies, people and titles of the workbook."""
    found = set(TITLES)
    for sheet in CalamineWorkbook.from_path(str(MESSY)).sheet_names:
        header, *body = rows(sheet)
        for column, head in enumerate(header):
            if NAMED.fullmatch(str(head)):
                # A firm's short name of two characters is any two characters, often a place.
                least = 2 if str(head) in PEOPLE else 3
                found |= {text for row in body if isinstance(row[column], str) and len(text := str(row[column]).strip()) >= least}
    return found - {"合计", "总计", "不详", "未知"}


def crm_names() -> set[str]:
    """Companies and people of the other file; single words such as Isdom count too."""
    found: set[str] = set()
    for file, columns in (("accounts.csv", ("account", "subsidiary_of")), ("sales_teams.csv", ("sales_agent", "manager"))):
        with (CRM / file).open(encoding="utf-8") as text:
            found |= {row[column] for row in csv.DictReader(text) for column in columns}
    return {one for one in found if len(one) > 3}


def sources() -> Iterator[tuple[str, str]]:
    """Everything that we ship, and the interface it is built from."""
    for folder in (ROOT / "kedang", ROOT / "ui" / "src"):
        for path in sorted(folder.rglob("*")):
            # The files of static are built from ui/src; the list of passwords is not ours; tests are not shipped.
            if path.suffix in ENDINGS and "static" not in path.parts and path.name != "common_passwords.txt" and ".test." not in path.name:
                yield str(path.relative_to(ROOT)), path.read_text("utf-8")


def test_the_names_were_found() -> None:
    names = messy_names()
    assert names >= TITLES
    assert len(names) > 800
    assert len(crm_names()) > 100


@pytest.mark.parametrize("names", [messy_names(), crm_names()], ids=["workbook", "crm"])
def test_no_name_of_the_files_stands_in_the_code(names: set[str]) -> None:
    found = [f"{file}: {name}" for file, text in sources() for name in names if _stands(name, text)]
    assert found == []


def _stands(name: str, text: str) -> bool:
    if name not in text:
        return False
    if not name.isascii() and len(name) > 2:
        return True
    # Two characters are a syllable of many words (生日日期, 德清县): they are a name where they stand alone.
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
