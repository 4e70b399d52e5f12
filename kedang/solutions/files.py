"""Solutions as folders of YAML: ``solution.yaml`` and ``objects/<key>.yaml``. Unknown keys are errors that name the file and the key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import cast

import msgspec
import yaml

from kedang.core.base import KedangError, Reason
from kedang.core.schema import FieldDefinition, Latest, ObjectDefinition, Option

from .errors import BadFile, NoSuchSolution
from .model import Solution

HERE = Path(__file__).resolve().parent
CUSTOMER_ARCHIVE = "customer-archive"  #: what every workspace begins with
HEAD = "solution.yaml"
LIMIT = 2_000_000  #: bytes of one file
_STRUCTS = (Solution, ObjectDefinition, FieldDefinition, Option)


def find_shipped() -> list[str]:
    """The names of the solutions that we ship."""
    return sorted(path.parent.name for path in HERE.glob(f"*/{HEAD}"))


@cache
def read_shipped(name: str) -> Solution:
    """A solution that we ship. Raises ``NoSuchSolution``."""
    if name not in find_shipped():
        raise NoSuchSolution(name=name, known=", ".join(find_shipped()))
    return read_folder(HERE / name)


def read_folder(folder: Path) -> Solution:
    """A solution from its folder. Raises ``BadFile``."""
    head = _read(folder / HEAD, folder)
    head.pop("objects", None)
    paths = sorted((folder / "objects").glob("*.yaml"))
    objects = [cast("ObjectDefinition", _struct(_read(path, folder), ObjectDefinition, str(path.relative_to(folder)))) for path in paths]
    for path, one in zip(paths, objects, strict=True):
        if path.stem != one.key:
            reason = Reason("file_name", f"it holds the object {one.key}; call it {one.key}.yaml", f"其中的对象是 {one.key}，文件应名为 {one.key}.yaml")
            raise BadFile(file=str(path.relative_to(folder)), reason=reason)
    solution = cast("Solution", _struct(head, Solution, HEAD))
    return msgspec.structs.replace(solution, objects=tuple(in_order(objects)))


def in_order(objects: Iterable[ObjectDefinition]) -> list[ObjectDefinition]:
    """Objects, those that relations lead to first; a circle is broken where it begins."""
    left = {one.key: one for one in sorted(objects, key=lambda one: one.key)}
    found: list[ObjectDefinition] = []
    while left:
        ready = [one for one in left.values() if not any(f.target in left and f.target != one.key for f in one.fields)]
        found += [left.pop(one.key) for one in ready or [next(iter(left.values()))]]
    return found


def write_folder(folder: Path, solution: Solution) -> list[Path]:
    """Write a solution as YAML; returns the files. Existing files of the same name are replaced."""
    (folder / "objects").mkdir(parents=True, exist_ok=True)
    files = {folder / name: text for name, text in texts_of(solution).items()}
    for path, text in files.items():
        path.write_text(text, "utf-8")
    return list(files)


def texts_of(solution: Solution) -> dict[str, str]:
    """A solution as YAML: the names of its files, within its folder, and their texts."""
    head = cast("dict[str, object]", msgspec.to_builtins(msgspec.structs.replace(solution, objects=())))
    found = {HEAD: _text(head)}
    for one in solution.objects:
        found[f"objects/{one.key}.yaml"] = _text(cast("dict[str, object]", msgspec.to_builtins(one)))
    return found


class _Dumper(yaml.SafeDumper):
    """Short lists and labels on one line, fields and options as blocks."""


def _represent(dumper: yaml.SafeDumper, data: Mapping[str, object]) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=not any(isinstance(value, dict | list) for value in data.values()))


def _represent_list(dumper: yaml.SafeDumper, data: Sequence[object]) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=not any(isinstance(value, dict) for value in data))


_Dumper.add_representer(dict, _represent)
_Dumper.add_representer(list, _represent_list)
_Dumper.add_representer(tuple, _represent_list)


def _text(tree: dict[str, object]) -> str:
    return yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=160)


_Fast: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where libyaml is there


class _Loader(_Fast):
    """YAML in which a key that stands twice is an error; dates and the like stay texts where a text is meant, see ``_struct``."""


def _unique(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[object, object]:
    seen: set[object] = set()
    for key, _ in node.value:
        if key.value in seen:
            raise yaml.constructor.ConstructorError(None, None, f"the key {key.value!r} stands twice", key.start_mark)
        seen.add(key.value)
    return cast("dict[object, object]", loader.construct_mapping(node, deep=True))


_Loader.add_constructor("tag:yaml.org,2002:map", _unique)


def _read(path: Path, folder: Path) -> dict[str, object]:
    name = str(path.relative_to(folder))
    try:
        if path.stat().st_size > LIMIT:
            raise BadFile(file=name, reason=Reason("too_large", f"it is larger than {LIMIT} bytes", f"超过 {LIMIT} 字节"))
        tree = yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506  it is a SafeLoader
    except (OSError, UnicodeDecodeError) as broken:
        raise BadFile(file=name, reason=str(getattr(broken, "strerror", None) or broken)) from None
    except yaml.YAMLError as broken:
        raise BadFile(file=name, reason=" ".join(str(broken).split())) from None
    if not isinstance(tree, dict):
        raise BadFile(file=name, reason=Reason("no_mapping", "it must hold keys and values", "内容须为键和值"))
    return cast("dict[str, object]", tree)


def _struct(tree: dict[str, object], kind: type[msgspec.Struct], file: str) -> msgspec.Struct:
    """The struct that a tree describes, refusing keys it does not know."""
    for key in _unknown(tree, kind, ""):
        raise BadFile(file=file, reason=Reason("unknown_key", f"it has the unknown key {key}", f"其中有未知的键 {key}"))
    try:
        return msgspec.convert(tree, kind)
    except msgspec.ValidationError as broken:
        raise BadFile(file=file, reason=str(broken)) from None
    except KedangError as broken:
        raise BadFile(file=file, reason=Reason(broken.code, broken.text("en"), broken.text("zh"))) from None


_NESTED: Mapping[tuple[type[msgspec.Struct], str], type[msgspec.Struct]] = {
    (ObjectDefinition, "fields"): FieldDefinition,
    (ObjectDefinition, "sections"): Option,
    (ObjectDefinition, "latest"): Latest,
    (FieldDefinition, "options"): Option,
}


def _unknown(tree: Mapping[str, object], kind: type[msgspec.Struct], path: str) -> Iterable[str]:
    known = set(kind.__struct_fields__)
    for key, value in tree.items():
        if key not in known:
            yield f"{path}{key}"
            continue
        inner = _NESTED.get((kind, key))
        if inner is None or not isinstance(value, list):
            continue
        for at, one in enumerate(cast("list[object]", value)):
            if isinstance(one, dict):
                entry = cast("dict[str, object]", one)
                yield from _unknown(entry, inner, f"{path}{key}[{entry.get('key', at)}].")
