"""Names in cells to what they name: rows of the same import first, then what is stored and in sight.

By whole name, then without blanks and marks, then by the brand of a firm; never by likeness alone. Two things of one name are asked about, not joined.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, cast
from uuid import UUID

from psycopg.sql import SQL, Composable, Identifier

from kedang.core.access import Rights
from kedang.core.base import fold
from kedang.core.db import WorkspaceTx
from kedang.core.query import Build, Clock, Level
from kedang.core.schema import Field, Object

from .duplicates import company_of, compare, grams_of
from .model import Identity
from .store import named_rows

MARKS = re.compile(r"[\W_]+")

Outcome = Literal["found", "no_such_reference", "ambiguous_reference", "refers_to_refused", "refers_to_doubtful"]


@dataclass(frozen=True)
class Found:
    """What a name leads to, and by which rule; or why it leads nowhere."""

    outcome: Outcome
    record: UUID | None = None
    rule: str = "whole"


def spellings(name: str, *, is_company: bool) -> list[tuple[str, str]]:
    """The forms under which a name is looked up, with the rule, strictest first."""
    whole = fold(name).strip()
    forms = [("whole", whole), ("marks", MARKS.sub("", unicodedata.normalize("NFKC", whole)))]
    if is_company:
        firm = company_of(name)
        forms.append(("company", f"company:{firm.brand}|{firm.branch}" if firm.brand else ""))
    return [(rule, form) for rule, form in forms if form]


def is_same_firm(name: str, other: str) -> bool:
    """Whether a name may stand for a firm: by its brand alone, or as another spelling of the whole name. Another place or line of business is another firm."""
    firm = company_of(name)
    if not firm.form and not firm.industry:
        return firm.brand == company_of(other).brand
    found = compare(Identity(key="a", name=name), Identity(key="b", name=other))
    return found is not None and found.verdict == "same"


@dataclass
class Names:
    """Everything that can be named of one object."""

    is_company: bool
    records: dict[str, dict[UUID, str]] = field(default_factory=lambda: defaultdict(dict[UUID, str]))  #: form → record → the name that it has it from
    waiting: dict[str, Outcome] = field(default_factory=dict[str, Outcome])  #: names of rows that are no records (yet)
    before: Names | None = None  #: what comes before these: the names of the import itself

    def add(self, name: object, record: UUID | None, outcome: Outcome = "found") -> None:
        """One name of a thing."""
        if not isinstance(name, str) or not name.strip():
            return
        for _, form in spellings(name, is_company=self.is_company):
            if record is not None:
                self.records[form].setdefault(record, name)
            else:
                self.waiting.setdefault(form, outcome)

    def find(self, name: str) -> Found:
        """What a name leads to."""
        for rule, form in spellings(name, is_company=self.is_company):
            records = {record: own for record, own in self._of(form).items() if rule != "company" or is_same_firm(name, own)}
            if len(records) == 1:
                ((record, own),) = records.items()
                # Without its marks one name may be the whole of another: then it was found by leaving marks out.
                by = "marks" if rule == "whole" and fold(own).strip() != form else rule
                return Found("found", record, by)
            if records:
                return Found("ambiguous_reference")
            for names in (self.before, self):
                if names is not None and form in names.waiting:
                    return Found(names.waiting[form])
        return Found("no_such_reference")

    def _of(self, form: str) -> Mapping[UUID, str]:
        own = self.records.get(form, {})
        return {**own, **self.before.records.get(form, {})} if self.before is not None else own


def naming_fields(one: Object) -> list[Field]:
    """The fields by which others name a record: its title, and what identifies it in one line."""
    keys = dict.fromkeys([one.definition.title, *one.definition.identity])
    fields = [one.fields[key] for key in keys if key in one.fields]
    fields += [f for f in one.own_fields if f.spec.search and f.key not in keys]
    return [f for f in fields if f.kind.name in {"text", "serial"}]


def is_company_object(one: Object) -> bool:
    """Whether its records are firms: they carry a 统一社会信用代码."""
    words = {fold(word) for f in one.own_fields for word in (*f.definition.label.values(), *f.definition.aka)}
    return "统一社会信用代码" in words


async def names_of(tx: WorkspaceTx, rights: Rights, import_id: UUID, one: Object, wanted: Iterable[str], *, known: dict[str, Names] | None = None) -> Names:
    """Names of an object's records, of this import and stored ones in sight, as far as they can answer ``wanted``.

    ``known`` keeps those of the import, by object, for the next call: where all rows of the object are written, they are the same.
    """
    before = known.get(one.key) if known is not None else None
    if before is None:
        before = await names_in(tx, import_id, one)
        if known is not None:
            known[one.key] = before
    names = Names(is_company_object(one), before=before)
    fields = naming_fields(one)
    for row in await _stored(tx, rights, one, fields, sorted(set(wanted)), is_company=names.is_company):
        for naming in fields:
            names.add(row[naming.key], cast("UUID", row["id"]))
    return names


async def names_in(tx: WorkspaceTx, import_id: UUID, one: Object) -> Names:
    """What the rows of an import are called."""
    names = Names(is_company_object(one))
    fields = naming_fields(one)
    state: Mapping[str, Outcome] = {"refused": "refers_to_refused", "doubtful": "refers_to_doubtful"}
    for row in await named_rows(tx, import_id, one.key):
        for known in fields:
            names.add(row["values"].get(known.key), row["record"], state.get(row["state"], "refers_to_refused"))
    return names


async def _stored(tx: WorkspaceTx, rights: Rights, one: Object, fields: list[Field], wanted: list[str], *, is_company: bool) -> list[dict[str, object]]:
    """Records whose naming fields begin to answer: equal after folding and without blanks and marks, or with the core of the name in their title."""
    build, scope = Build(rights.catalog, rights.scope, Clock(tx.now, tx.zone)), rights.scope.of(one)
    usable = [f for f in fields if scope.best(f.key) >= Level.READ]
    if not usable or not wanted:
        return []
    forms = sorted({form for name in wanted for _, form in spellings(name, is_company=False)})
    columns = {f.key: build.columns("t", one, f)[0] for f in usable}
    parts: list[Composable] = [
        SQL("(kd.fold({0}) = any({1}::text[]) or regexp_replace(kd.fold({0}), '[^[:alnum:]]+', '', 'g') = any({1}::text[]))").format(column, build.param(forms))
        for column in columns.values()
    ]
    if is_company:
        cores = sorted({fold(company_of(name).brand) for name in wanted} - {""})
        # By the pairs of characters that the index of titles has; each title against each brand would take minutes.
        like = SQL(
            "t.id = any(array(select s.record from unnest({}::text[], {}::text[]) c (v, g) cross join lateral (select s.record from {} s"
            " where s.object = {} and s.class = 0 and s.grams @> string_to_array(c.g, ' ') and strpos(s.text, c.v) > 0 offset 0) s))"
        )
        grams = [grams_of(core) for core in cores]
        parts.append(like.format(build.param(cores), build.param(grams), build.table("search_text"), build.param(one.number)))
    shown = SQL(", ").join([SQL("{} as {}").format(column, Identifier(key)) for key, column in columns.items()])
    sql = SQL("select t.id, {} from {} t where {} and ({}) limit 50000").format(shown, build.table(one.table), build.visible("t", one), SQL(" or ").join(parts))
    rows = await tx.all(sql, **build.params)
    return [{**dict.fromkeys(f.key for f in fields), **row} for row in rows]
