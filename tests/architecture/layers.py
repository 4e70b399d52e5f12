"""Which way imports run."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from .sources import Module

CORE = ("base", "db", "outbox", "jobs", "audit", "identity", "schema", "query", "access", "records")
EDGES = ("api", "cli")
TOP = ("app", "__main__", "reactions", "serve")  #: where everything is put together


def complaints(modules: Sequence[Module]) -> Iterator[str]:
    """Imports that run uphill, sideways, or past a front door."""
    fronts = {module.name: _offered(module) for module in modules if module.is_package}
    names = {module.name for module in modules}
    for module in modules:
        for source, name, line in module.imports():
            target = f"{source}.{name}" if name and f"{source}.{name}" in names else source
            if not target.startswith("kedang"):
                continue
            reason = _uphill(module.name, target) or _past_the_door(module.name, source, name, names, fronts)
            if reason:
                yield f"{module.at(line)} imports {target}: {reason}"


def _uphill(importer: str, target: str) -> str | None:
    if _is_top(importer):
        return None
    if _is_top(target):
        return "nothing imports the composition root"
    here, there = _place(importer), _place(target)
    if there[0] in {"web", "cli"} and here[0] != there[0] and not is_edge(importer):
        return "only api.py and cli.py know the toolkits of the edges"
    if here[0] == "features" and there[0] == "features" and here[1] != there[1]:
        return "a feature does not know another"
    if there[0] == "features" and here[0] != "features":
        return "nothing below the features knows them"
    if here[0] == "core" and there[0] == "core" and not is_edge(importer) and _rank(there[1]) > _rank(here[1]):
        return f"{there[1]} stands above {here[1]}"
    if importer.startswith("kedang.core.base") and target == "kedang.settings":
        return "base stands below the settings"
    return None


def _past_the_door(importer: str, source: str, name: str | None, names: set[str], fronts: dict[str, set[str]]) -> str | None:
    here, there = _place(importer), _place(source)
    if _is_top(importer) or there[0] not in {"core", "features"} or len(there) < 2 or here[:2] == there[:2]:
        return None
    door = ".".join(("kedang", *there[:2]))
    if source != door:
        return f"go through the front door, {door}"
    if name and f"{source}.{name}" in names and name not in fronts.get(door, set()):
        return f"{name} is not offered by {door}"
    return None


def is_edge(name: str) -> bool:
    """Whether a module is an edge of its slice: api.py or cli.py, a part of one such as api_people.py, or a file in a folder of that name."""
    place = _place(name)
    if place[0] == "solutions":  # a slice that stands beside the features
        return place[1:2] == ("cli",)
    return len(place) > 2 and place[2].split("_")[0] in EDGES


def _is_top(name: str) -> bool:
    return _place(name)[0] in TOP


def _place(name: str) -> tuple[str, ...]:
    return tuple(name.split(".")[1:])[:3] or ("",)


def _rank(package: str) -> int:
    return CORE.index(package) if package in CORE else len(CORE)


def _offered(module: Module) -> set[str]:
    return {
        str(item.value)
        for node in module.tree.body
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets) and isinstance(node.value, ast.List)
        for item in node.value.elts
        if isinstance(item, ast.Constant)
    }
