"""Mappings as YAML: what is wrong is named with its file, its line and its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from kedang.features.imports.errors import NoSuchColumn
from kedang.features.imports.mapping_files import BadMapping, line_of, located, mapping_text, read_mapping
from kedang.features.imports.wishes import ColumnWish

GOOD = """\
choices: {duplicates: update, fields: true}
sheets:
  - sheet: 客户
    object: customer
    columns:
      客户名称: name
      电话: [phone, contact.mobile]
      No: null
      2024: {treatment: note}
      2024-01: amount
      毛利率: {treatment: new_field, kind: percent, label: {zh: 毛利率, en: Margin}}
      "#7": {field: signed_on, day_first: true}
  - {sheet: 旧表, object: null}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "m.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_file_says_what_columns_are_and_names_are_never_numbers_or_truths(tmp_path: Path) -> None:
    wishes = read_mapping(written(tmp_path, GOOD))
    first, second = wishes.sheets
    assert (wishes.choices.duplicates, wishes.choices.fields) == ("update", True)
    assert (first.object, second.object) == ("customer", None)
    assert list(first.columns) == ["客户名称", "电话", "No", "2024", "2024-01", "毛利率", "#7"]
    assert first.columns["电话"] == ["phone", "contact.mobile"]
    assert first.columns["No"] is None
    assert first.columns["#7"] == ColumnWish(field="signed_on", day_first=True)


@pytest.mark.parametrize(
    ("text", "line", "names"),
    [
        ("sheets:\n  - sheet: 客户\n    colums: {}\n", 3, "sheets[0].colums"),
        ("sheets:\n  - object: customer\n", 2, "sheets[0]"),
        ("sheets:\n  - sheet: 客户\n    columns:\n      电话: phone\n      备注: {treatment: notes}\n", 5, "sheets[0].columns.备注.treatment"),
        ("sheets:\n  - sheet: 客户\n    columns:\n      甲.乙[1]: {kin: text}\n", 4, "甲.乙[1]"),
        ("choices:\n  duplicates: maybe\n", 2, "choices.duplicates"),
        ("sheets:\n  - sheet: 客户\n    columns:\n      电话: phone\n      电话: email\n", 5, "twice"),
        ("sheets: [\n", 2, "YAML"),
        ("- 1\n", 1, "the file"),
        ("sheets: !!python/object/apply:os.system [ls]\n", 1, "YAML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_its_key(tmp_path: Path, text: str, line: int, names: str) -> None:
    with pytest.raises(BadMapping) as caught:
        read_mapping(written(tmp_path, text))
    assert (caught.value.fields["file"], caught.value.fields["line"]) == ("m.yaml", line), caught.value.text()
    assert names in caught.value.text("en")
    assert caught.value.text("zh").startswith(f"m.yaml 第 {line} 行")


def test_a_file_in_another_encoding_or_none_at_all_is_named(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_bytes("sheets: [] # 客户".encode("gbk"))
    with pytest.raises(BadMapping, match="UTF-8"):
        read_mapping(path)
    with pytest.raises(BadMapping, match=r"absent\.yaml"):
        read_mapping(tmp_path / "absent.yaml")


def test_an_error_about_a_wish_is_told_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    found = located(path, NoSuchColumn(field="sheets[0].columns.2024-01", column="2024-01", known="客户名称"))
    assert (type(found), found.fields["line"]) == (BadMapping, 10)
    other = NoSuchColumn(field="file", column="x", known="")
    assert located(path, other) is other
    assert line_of(GOOD, "sheets[1].object") == 13


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    def column(index: int, treatment: str, field: str | None = None, object: str = "customer", **more: object) -> dict[str, object]:
        return {"index": index, "treatment": treatment, "field": field, "object": object, "kind": None, "percent_of": None, "day_first": None, **more}

    columns = [
        column(0, "field", "name"), column(1, "field", "phone"), column(1, "field", "mobile", "contact"), column(2, "leave"), column(3, "note"),
        column(4, "new_field", "rate", kind="percent"), column(5, "field", "signed_on", day_first=True), column(6, "field", "level"), column(7, "note"),
    ]  # fmt: skip
    sheet = {"sheet": "客户", "file": "a.xlsx", "object": "customer", "headers": ["名称", "电话", "No", "#", "毛利率", "日期", "级", "级"], "columns": columns}
    offer = {"object": "customer", "field": "rate", "kind": "percent", "label": {"zh": "毛利率"}, "accepted": False}
    left = {"sheet": "客户", "file": "b.xlsx", "headers": [], "rows": 3}
    text = mapping_text({"sheets": [sheet], "proposals": {"fields": [offer], "left_out": [left]}}, "zh")
    first, second = read_mapping(written(tmp_path, text)).sheets
    assert (first.file, second.file, second.object) == ("a.xlsx", "b.xlsx", None)
    assert first.columns == {
        "名称": "name", "电话": ["phone", "contact.mobile"], "No": None, "#3": ColumnWish(treatment="note"),
        "毛利率": ColumnWish(treatment="note", field="rate", kind="percent", label={"zh": "毛利率"}), "日期": ColumnWish(field="signed_on", day_first=True),
        "#6": "level", "#7": ColumnWish(treatment="note"),
    }  # fmt: skip
    accepted = mapping_text({"sheets": [sheet], "proposals": {"fields": [{**offer, "accepted": True}]}}, "en")
    assert "treatment: new_field" in accepted
