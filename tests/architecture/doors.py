"""What has only one door: SQL, the audit log, the tables of records, errors and their languages, addresses."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator, Sequence

from .sources import Module

EXECUTE = {"execute", "executemany", "copy", "stream", "all", "maybe", "one", "run"}
WRITES_AUDIT = re.compile(r"\b(?:insert\s+into|update|delete\s+from|truncate|copy)\s+(?:\{\w*\}\.|\w+\.)?\"?audit_event\b", re.IGNORECASE)
RECORD_TABLE = re.compile(r"\b(?:from|join|into|update|table|only)\s+(?:\{\w*\}\.|\w+\.)?\"?o_(?:\d|\{|%)", re.IGNORECASE)
RECORD_NAME = re.compile(r"\bo_$")
MACHINE = re.compile(r"(?<![\w.])/(?:work|home|Users)/\w|/opt/(?:wheels|pypi)|(?<![\w.])/root/\.\w")
REGISTRY = re.compile(
    r"\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org|registry\.npmmirror\.com|registry\.yarnpkg\.com|deb\.debian\.org|\w*mirrors?\.[\w.]+\.(?:cn|com)"
    r"|raw\.githubusercontent\.com|github\.com/[\w./-]+/releases/download)"
)
PUBLIC_DEFAULT = ("tools/environment.py", "PUBLIC_INDEX = ")  #: pip's own default, for machines without pip
OWN_FILES = "kedang.core.db.migrate"  #: runs the SQL files of the package, which are source as well
FAMILIES = {"KedangError", "NotFound", "Forbidden", "Invalid", "Conflict", "Busy", "Unauthenticated"}


def sql_from_text(modules: Sequence[Module]) -> Iterator[str]:
    """Ways round the check that SQL is literal: a cast to LiteralString, and bytes or formatted text handed to the driver."""
    for module in modules:
        if module.name == OWN_FILES:
            continue
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call):
                continue
            if _called(node) == "cast" and node.args and "LiteralString" in ast.unparse(node.args[0]):
                yield f"{module.at(node.lineno)} casts to LiteralString"
            if _called(node) in EXECUTE and isinstance(node.func, ast.Attribute) and node.args and _is_made_up(node.args[0]):
                yield f"{module.at(node.lineno)} runs SQL that is made up on the spot"


def audit_writers(modules: Sequence[Module]) -> Iterator[str]:
    """Everybody but the store of the audit log who writes into it."""
    for module in modules:
        if module.name == "kedang.core.audit.store":
            continue
        for text, line in _strings(module.tree):
            if WRITES_AUDIT.search(text):
                yield f"{module.at(line)} writes the audit log"


def record_tables(modules: Sequence[Module]) -> Iterator[str]:
    """SQL on the tables of records outside of the packages that may: query and records, and schema, which makes the tables."""
    for module in modules:
        if module.name.startswith(("kedang.core.query", "kedang.core.records", "kedang.core.schema")):
            continue
        for text, line in _strings(module.tree):
            if RECORD_TABLE.search(text) or RECORD_NAME.search(text):
                yield f"{module.at(line)} names a table of records"


def speechless_errors(modules: Sequence[Module]) -> Iterator[str]:
    """Errors that lack a message in one of the languages, or whose messages use different fields."""
    classes = [(module, node) for module in modules for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)]
    known, size = set(FAMILIES), 0
    while size != len(known):
        size = len(known)
        known |= {node.name for _, node in classes if any(_last(base) in known for base in node.bases)}
    for module, node in classes:
        if not any(_last(base) in known for base in node.bases):
            continue
        english, chinese = ast.get_docstring(node), _chinese(node)
        if not english or not chinese:
            yield f"{module.at(node.lineno)} {node.name} lacks its {'English' if not english else 'Chinese'} message"
        elif _fields(english) != _fields(chinese):
            yield f"{module.at(node.lineno)} {node.name} has different fields in its two messages"
        elif "\n" in english:
            yield f"{module.at(node.lineno)} {node.name}: a message is one line"


def addresses(texts: dict[str, str]) -> Iterator[str]:
    """Paths of somebody's machine, hosts of registries, addresses to download from."""
    for name, text in texts.items():
        for number, line in enumerate(text.splitlines(), 1):
            if name == PUBLIC_DEFAULT[0] and line.startswith(PUBLIC_DEFAULT[1]):
                continue
            found = MACHINE.search(line) or REGISTRY.search(line)
            if found:
                yield f"{name}:{number} names {found[0]}"


def _is_made_up(argument: ast.expr) -> bool:
    if isinstance(argument, ast.JoinedStr):
        return True
    if isinstance(argument, ast.BinOp):
        return any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in ast.walk(argument)) and not _is_constant(argument)
    return isinstance(argument, ast.Call) and _called(argument) in {"encode", "bytes"}


def _is_constant(node: ast.expr) -> bool:
    return all(isinstance(part, ast.Constant | ast.BinOp | ast.operator) for part in ast.walk(node))


def _called(node: ast.Call) -> str:
    return _last(node.func)


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _strings(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node.lineno
        elif isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values), node.lineno


def _chinese(node: ast.ClassDef) -> str | None:
    for statement in node.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target] if isinstance(statement, ast.AnnAssign) else []
        if any(isinstance(target, ast.Name) and target.id == "zh" for target in targets) and isinstance(statement, ast.Assign | ast.AnnAssign):
            return ast.literal_eval(statement.value) if statement.value else None
    return None


def _fields(template: str) -> set[str]:
    # A field that is itself a text may come once in each language: reason, reason_zh.
    return {name.removesuffix("_zh") for _, name, _, _ in string.Formatter().parse(template) if name}
