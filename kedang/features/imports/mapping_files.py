"""Mappings as YAML: what ``--save-mapping`` writes, a person edits, and ``--mapping`` reads. The form is described in ``wishes``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import msgspec
import yaml

from kedang.core.base import Invalid, KedangError

from .wishes import Said, Wishes

LIMIT = 2_000_000  #: bytes
HEAD = {
    "zh": "# 导入映射：修改后用 kedang import 文件… --mapping 本文件 再次导入。",
    "en": "# Mapping of an import: edit it, and give it back with 'kedang import FILE… --mapping THIS FILE'.",
}
NOTES = {
    "zh": "# 列: 字段 | 列: [字段, 对象.字段] | 列: null 不导入 | 列: {treatment: note} 记入备注 | 列: {treatment: new_field, kind: text} 新建字段",
    "en": "# column: field | column: [field, object.field] | column: null (leave out) | column: {treatment: note} | column: {treatment: new_field}",
}
Json = dict[str, Any]  # Any: a tree of JSON


class BadMapping(Invalid):
    """{file}, line {line}: {problem}"""

    zh = "{file} 第 {line} 行：{problem_zh}"


class _Loader(yaml.SafeLoader):
    """Keys are the texts that stand there: a column may be called No, 2024 or 2024-01."""


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[object, object]:
    found: dict[object, object] = {}
    for key, value in node.value:
        text = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
        if not text:
            raise yaml.constructor.ConstructorError(None, None, "a key must be a text", key.start_mark)
        if text in found:
            raise yaml.constructor.ConstructorError(None, None, f"the key {text!r} stands twice", key.start_mark)
        found[text] = cast("object", loader.construct_object(value, deep=True))  # pyright: ignore[reportUnknownMemberType]  # yaml has no types
    return found


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_mapping(path: Path) -> Wishes:
    """The wishes in a file. Raises ``BadMapping``, naming the file, the line and the key."""
    try:
        if path.stat().st_size > LIMIT:
            raise _bad(path, 1, f"larger than {LIMIT} bytes", f"超过 {LIMIT} 字节")
        text = path.read_text("utf-8-sig")
        tree = yaml.load(text, Loader=_Loader)  # noqa: S506  it is a SafeLoader
    except OSError as broken:
        raise _bad(path, 1, broken.strerror or str(broken), broken.strerror or str(broken)) from None
    except UnicodeDecodeError:
        raise _bad(path, 1, "not written in UTF-8; save it so", "不是 UTF-8 编码，请另存为 UTF-8") from None
    except yaml.YAMLError as broken:
        mark: yaml.Mark | None = getattr(broken, "problem_mark", None)
        problem = str(getattr(broken, "problem", None) or broken)
        raise _bad(path, mark.line + 1 if mark else 1, f"no YAML: {problem}", f"不是有效的 YAML：{problem}") from None
    try:
        return msgspec.convert(tree or {}, Wishes)
    except msgspec.ValidationError as broken:
        said, _, at = str(broken).partition(" - at `$")
        unknown = re.search(r"unknown field `([^`]+)`", said)
        where = _named_column(tree, at.rstrip("`").lstrip(".")) + (f".{unknown[1]}" if unknown else "")
        raise _bad(path, line_of(text, where), f"{where or 'the file'}: {said}", f"{where or '文件'}：{said}") from None


def _named_column(tree: object, where: str) -> str:
    """A path that says ``[...]`` for any column, with the name of the first column that cannot be read."""
    found = re.match(r"sheets\[(\d+)\]\.columns\[\.\.\.\]", where)
    if found is None:
        return where
    columns = cast("dict[str, Any]", cast("Json", tree)["sheets"][int(found[1])]["columns"])
    for name, said in columns.items():
        try:
            msgspec.convert(said, Said)
        except msgspec.ValidationError:
            return f"sheets[{found[1]}].columns.{name}{where[found.end() :]}"
    return where


def located(path: Path, error: KedangError) -> KedangError:
    """An error about a wish as one about the line of the file where it stands; others as they are."""
    where = str(error.fields.get("field") or "")
    if not where.startswith("sheets["):
        return error
    line = line_of(path.read_text("utf-8-sig"), where)
    return _bad(path, line, f"{where}: {error.text('en')}", f"{where}：{error.text('zh')}")


def _bad(path: Path, line: int, en: str, zh: str) -> BadMapping:
    return BadMapping(file=path.name, line=line, problem=en, problem_zh=zh)


def line_of(text: str, where: str) -> int:
    """The line, from 1, of what a path such as ``sheets[0].columns.客户名称.kind`` names, as far as it leads."""
    node = cast("yaml.Node | None", yaml.compose(text, Loader=yaml.SafeLoader))  # pyright: ignore[reportUnknownMemberType]  # yaml has no types
    line, rest = 0, where
    while node is not None and rest:
        rest = rest.removeprefix(".")
        node, line, rest = _step(node, line, rest)
    return line + 1


def _step(node: yaml.Node, line: int, rest: str) -> tuple[yaml.Node | None, int, str]:
    if isinstance(node, yaml.SequenceNode):
        found = re.match(r"\[(\d+)\]", rest)
        if found is None or int(found[1]) >= len(node.value):
            return None, line, ""
        inner = node.value[int(found[1])]
        return inner, inner.start_mark.line, rest[found.end() :]
    if isinstance(node, yaml.MappingNode):
        # A column's name may hold points and brackets: the longest key that fits is meant.
        keys = [(key, value) for key, value in node.value if rest == key.value or rest.startswith((f"{key.value}.", f"{key.value}["))]
        if keys:
            key, value = max(keys, key=lambda pair: len(pair[0].value))
            return value, key.start_mark.line, rest[len(key.value) :]
    return None, line, ""


def mapping_text(report: Json, language: str) -> str:
    """The mapping of a plan as YAML that ``read_mapping`` takes."""
    files: dict[str, set[str]] = {}
    for sheet in [*report["sheets"], *report["proposals"].get("left_out", [])]:
        files.setdefault(sheet["sheet"], set()).add(sheet["file"])
    offered = {(one["object"], one["field"]): one for one in report["proposals"].get("fields", [])}
    sheets = [_sheet(sheet, files, offered) for sheet in report["sheets"]]
    sheets += [{**_named(sheet, files), "object": None} for sheet in report["proposals"].get("left_out", [])]
    key = "zh" if language.startswith("zh") else "en"
    body = yaml.dump({"sheets": sheets}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=160)
    return f"{HEAD[key]}\n{NOTES[key]}\n{body}"


class _Dumper(yaml.SafeDumper):
    """What a column becomes on one line."""


def _represent(dumper: yaml.SafeDumper, data: Mapping[str, object]) -> yaml.Node:
    is_flat = not ({"sheets", "columns", "sheet"} & set(data)) and bool({"field", "treatment", "zh", "en"} & set(data))
    return dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=is_flat)


def _represent_list(dumper: yaml.SafeDumper, data: Sequence[object]) -> yaml.Node:
    is_flat = not any(isinstance(one, dict) and "sheet" in one for one in data)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=is_flat)


_Dumper.add_representer(dict, _represent)
_Dumper.add_representer(list, _represent_list)


def _named(sheet: Json, files: Mapping[str, set[str]]) -> Json:
    return {"sheet": sheet["sheet"], **({"file": sheet["file"]} if len(files[sheet["sheet"]]) > 1 else {})}


def _sheet(sheet: Json, files: Mapping[str, set[str]], offered: Mapping[tuple[str, str], Json]) -> Json:
    headers: list[str] = sheet["headers"]
    columns: dict[str, object] = {}
    for index, header in enumerate(headers):
        mine = [column for column in sheet["columns"] if column["index"] == index]
        name = header if header and headers.count(header) == 1 and not header.startswith("#") else f"#{index}"
        said = [_column(column, sheet["object"], offered) for column in mine]
        columns[name] = said[0] if len(said) == 1 else said or None
    return {**_named(sheet, files), "object": sheet["object"], "columns": columns}


def _column(column: Json, own: str, offered: Mapping[tuple[str, str], Json]) -> object:
    match column["treatment"]:
        case "leave":
            return None
        case "note":
            return {"treatment": "note"}
        case "new_field":
            offer = offered.get((column["object"], column["field"]), {})
            treatment = "new_field" if offer.get("accepted") else "note"
            return {"treatment": treatment, "field": column["field"], "kind": offer.get("kind", column["kind"]), "label": offer.get("label")}
        case _:
            key = column["field"] if column["object"] in {None, own} else f"{column['object']}.{column['field']}"
            how = {name: column[name] for name in ("percent_of", "day_first") if column.get(name) is not None}
            return {"field": key, **how} if how else key
