"""How files, functions and names look."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from .sources import Module

LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 40
NOT_NOUNS = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "handler", "handlers", "data", "info", "process", "v2", "misc"}
CODES = r"(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|\[[\w, -]+\])?"
SILENCED = re.compile(r"#\s*(?:noqa|type:\s*ignore|pyright:\s*ignore|basedpyright:\s*ignore)" + CODES + r"(?P<reason>.*)$")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def long_files(texts: dict[str, str]) -> Iterator[str]:
    """Files that should be split by noun. What a program wrote says so in its first lines."""
    for name, text in texts.items():
        lines = text.splitlines()
        is_generated = name.endswith(".d.ts") or any("generated" in line.lower() for line in lines[:3])
        if len(lines) > LINES_OF_A_FILE and not is_generated:
            yield f"{name} has {len(lines)} lines"


def long_functions(modules: Sequence[Module]) -> Iterator[str]:
    """Functions beyond the end; the docstring is not counted."""
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, Function):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1 - _docstring_lines(node)
                if lines > LINES_OF_A_FUNCTION:
                    yield f"{module.at(node.lineno)} {node.name} has {lines} lines"


def undocumented(modules: Sequence[Module]) -> Iterator[str]:
    """Public modules, classes and functions without a docstring."""
    for module in modules:
        if module.tree.body and not ast.get_docstring(module.tree):
            yield f"{module.name} has no docstring"
        for node in _public(module.tree):
            if not ast.get_docstring(node):
                yield f"{module.at(node.lineno)} {node.name} has no docstring"


def poor_names(paths: Sequence[str]) -> Iterator[str]:
    """Modules and folders whose name says nothing."""
    for path in paths:
        pure = PurePosixPath(path)
        for part in (*pure.parent.parts, pure.name.split(".")[0]):
            if part in NOT_NOUNS:
                yield f"{path}: find the noun for {part!r}"


def late_imports(modules: Sequence[Module]) -> Iterator[str]:
    """Imports within functions that give no reason on their line."""
    for module in modules:
        functions = [node for node in ast.walk(module.tree) if isinstance(node, Function)]
        inside = {node for function in functions for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)}
        for node in sorted(inside, key=lambda n: n.lineno):
            lines = [module.line(n) for n in range(node.lineno, (node.end_lineno or node.lineno) + 1)]
            if not any(_reason(line) for line in lines):
                yield f"{module.at(node.lineno)} imports within a function"


def unexplained(modules: Sequence[Module]) -> Iterator[str]:
    """``Any`` in a signature, and silenced checks, without a reason on the line."""
    for module in modules:
        for number, line in enumerate(module.text.splitlines(), 1):
            silenced = SILENCED.search(line)
            if silenced and not silenced["reason"].strip(" -#"):
                yield f"{module.at(number)} silences a check without a reason"
        for node in ast.walk(module.tree):
            if isinstance(node, Function | ast.AnnAssign) and _says_any(node):
                last = node.body[0].lineno - 1 if isinstance(node, Function) else node.end_lineno or node.lineno
                if not any("#" in module.line(n) for n in range(node.lineno, max(last, node.lineno) + 1)):
                    yield f"{module.at(node.lineno)} says Any without a reason"


def _says_any(node: Function | ast.AnnAssign) -> bool:
    if isinstance(node, ast.AnnAssign):
        annotations: list[ast.expr | None] = [node.annotation]
    else:
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, *filter(None, (node.args.vararg, node.args.kwarg))]
        annotations = [node.returns, *(argument.annotation for argument in arguments)]
    return any(isinstance(part, ast.Name) and part.id == "Any" for annotation in annotations if annotation for part in ast.walk(annotation))


def _reason(line: str) -> str:
    comment = line.partition("#")[2]
    return SILENCED.sub(r"\g<reason>", "#" + comment).strip(" #-") if comment else ""


def _public(tree: ast.Module | ast.ClassDef) -> Iterator[Function | ast.ClassDef]:
    for node in _top(tree.body):
        if node.name.startswith("_") or _is_overload(node):
            continue
        yield node
        if isinstance(node, ast.ClassDef):
            yield from _public(node)


def _top(body: Sequence[ast.stmt]) -> Iterator[Function | ast.ClassDef]:
    for node in body:
        if isinstance(node, Function | ast.ClassDef):
            yield node
        elif isinstance(node, ast.If):
            yield from _top([*node.body, *node.orelse])


def _is_overload(node: Function | ast.ClassDef) -> bool:
    return any(isinstance(d, ast.Name) and d.id == "overload" for d in node.decorator_list)


def _docstring_lines(node: Function) -> int:
    first = node.body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    return (first.end_lineno or first.lineno) - first.lineno + 1 if is_text else 0
