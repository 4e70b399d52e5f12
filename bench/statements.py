"""The hand-written statements of ``bare.sql``, put together for each verb and each kind of scope."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from psycopg.sql import Literal

from kedang.core.schema import Catalog

from .model import PROVINCES

PARAMETER = re.compile(r"%\((\w+)\)s")
SCOPES = ("own", "tree")
ORDERS = {
    "last": ("t.{last_contact}", "t.{last_contact} desc nulls last, t.id", "u.k desc nulls last, u.id"),
    "made": ("t.created_at", "t.created_at desc, t.id", "u.k desc, u.id"),
}
THREE = " and t.{province} = %(province)s and t.{level} = any(%(levels)s) and t.{amount} >= %(least)s and t.{amount_2} = 'CNY'"
AFTER = (
    " and t.{last_contact} <= %(last)s and (t.{last_contact} < %(last)s or t.id > %(id)s)",
    " and t.{last_contact} is null",
)


@dataclass(frozen=True)
class Statement:
    """SQL with numbered parameters, and the names of their values."""

    named: str  #: the same with named parameters
    text: bytes
    names: tuple[str, ...]


def numbered(named: str) -> Statement:
    """A statement with ``%(word)s`` as one with ``$n``."""
    names = tuple(dict.fromkeys(PARAMETER.findall(named)))
    places = {name: f"${at}" for at, name in enumerate(names, 1)}
    return Statement(named, PARAMETER.sub(lambda found: places[found[1]], named).encode(), names)


def read_parts() -> dict[str, str]:
    """The parts of the file by name."""
    text = (Path(__file__).parent / "bare.sql").read_text("utf-8")
    found = re.split(r"^-- name: (\w+)\n", text, flags=re.MULTILINE)[1:]
    return {name: part.strip() for name, part in zip(found[::2], found[1::2], strict=True)}


def words_of(catalog: Catalog) -> dict[str, str]:
    """Tables and columns of the customer under the names of its fields."""
    customer, contact = catalog.object("customer"), catalog.object("contact")
    words = {"customer": customer.table, "contact": contact.table, "number": str(customer.number), "provinces": Literal(list(PROVINCES)).as_string()}
    for field in customer.own_fields:
        names = ("contact_id",) if field.key == "contact" else (field.key, f"{field.key}_2")
        words.update(zip(names, field.columns, strict=False))
        words.setdefault(f"{field.key}_id", str(field.id))
    return words


def build(catalog: Catalog) -> dict[str, Statement]:
    """Every statement by name: those with a scope end in ``_own`` or ``_tree``."""
    parts, words = read_parts(), words_of(catalog)
    found = {"caller": numbered(parts["caller"].format(**words))}
    for scope in SCOPES:
        known = words | {"may": parts[f"may_{scope}"], "scope": parts[f"in_{scope}"], "parent_scope": parts[f"parent_{scope}"]}
        known["shape"] = parts["shape"].format(**known)
        for name in ("get", "sum", "create", "update"):
            found[f"{name}_{scope}"] = numbered(parts[name].format(**known))
        found[f"offset_{scope}"] = numbered(parts["offset"].format(**known, order=ORDERS["last"][1].format(**known)))
        for name, order, mores in (("page_last", "last", [""]), ("page_made", "made", [""]), ("three", "last", [THREE]), ("deep", "last", AFTER)):
            found[f"{name}_{scope}"] = numbered(_page(parts, known, scope, order, mores))
    return found


def _page(parts: dict[str, str], words: dict[str, str], scope: str, order: str, mores: tuple[str, ...] | list[str]) -> str:
    key, inner, outer = (text.format(**words) for text in ORDERS[order])
    arms = [
        "(" + parts[f"top_{top}"].format(**words, key=key, order=inner, more=more.format(**words), limit=51) + ")"
        for top in (scope, "shared") for more in mores
    ]  # fmt: skip
    return parts["page"].format(**words, arms=" union ".join(arms), outer=outer, limit=51)
