"""The statement that finds, for many subjects at once, which records may be meant by each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from kedang.core.base import fold
from kedang.core.query import Build, Level, title_of
from kedang.core.schema import Field, Object

from .roles import Roles
from .subject import Subject

NEAREST = 40  #: titles in sight that are looked at for one brand, those nearest in length first
EQUAL = 40  #: records in sight that are looked at for one value
TYPED = 50  #: up to so many subjects, brands with a wrong character are looked for as well


def column_of(at: int) -> str:
    """The name under which the value of a role's field comes."""
    return f"v{at}"


class Search:
    """What is looked for, and what is shown of it. Every part of the statement is guarded by the scope, also those that only propose."""

    def __init__(self, build: Build, one: Object, roles: Roles) -> None:
        """``build`` is the statement that it becomes part of."""
        self._build, self._one, self._roles = build, one, roles
        scope = build.scope.of(one)
        self._usable = {field.key for field in roles.fields if scope.best(field.key) >= Level.READ}

    def shown(self) -> Composable:
        """The title and the values compared; a value that may not be read is empty."""
        columns = [SQL("{} as title").format(title_of(self._build, "t", self._one))]
        for at, field in enumerate(self._roles.fields):
            if field.key in self._usable:
                text = field.kind.text(self._build.columns("t", self._one, field))
                columns.append(SQL("{} as {}").format(text, Identifier(column_of(at))))
        return SQL(", ").join(columns)

    def statement(self, subjects: Sequence[Subject], *, but: UUID | None = None) -> Composed | None:
        """Columns ``n`` (the subject's place), ``id``, ``title`` and the values; none if there is nothing to look for."""
        keyed = [(field, pairs) for field in self._roles.keyed if field.key in self._usable and (pairs := self._pairs(field, subjects))]
        arms = [self._by_values([one]) for one in keyed if one[0].definition.unique]
        if others := [one for one in keyed if not one[0].definition.unique]:
            arms.append(self._by_values(others))
        if self._roles.name is not None and self._roles.name.key in self._usable:
            arms += self._by_title(subjects)
        if not arms:
            return None
        build = self._build
        return SQL(
            "with meant (n, record) as ({arms}) select m.n, t.id, {shown} from meant m cross join lateral"
            " (select t.* from {table} t where t.id = m.record and {visible} and t.id is distinct from {but}::uuid offset 0) t"
        ).format(
            arms=SQL(" union ").join([SQL("({})").format(arm) for arm in arms]), shown=self.shown(), table=build.table(self._one.table),
            visible=build.visible("t", self._one), but=build.param(but),
        )  # fmt: skip

    def _pairs(self, field: Field, subjects: Sequence[Subject]) -> list[tuple[int, str]]:
        return [(at, fold(value)) for at, subject in enumerate(subjects) for value in self._roles.values_of(field, subject)]

    def _by_values(self, keyed: Sequence[tuple[Field, list[tuple[int, str]]]]) -> Composed:
        """Records with an equal value in one of the fields, in one walk over them; of a value that many have, some.

        A unique field has an index of its folded values and comes alone. Elsewhere folding every row would cost seconds, so the usual spellings are compared.
        """
        build = self._build
        columns = [build.columns("t", self._one, field)[0] for field, _ in keyed]
        wanted = [(at, place, value) for place, (_, pairs) in enumerate(keyed) for at, value in pairs]
        names = [Identifier("e", f"c{place}") for place in range(len(keyed))]
        return SQL(
            "select w.n, r.id from (select x.f, x.v, e.id, row_number() over (partition by x.f, x.v order by e.id) as place from"
            " (select t.id, {} from {} t where {} and ({}) offset 0) e cross join lateral (values {}) x (f, v)) r"
            " join unnest({}::integer[], {}::integer[], {}::text[]) w (n, f, v) on w.f = r.f and w.v = r.v where r.place <= {}"
        ).format(
            SQL(", ").join([SQL("{} as {}").format(column, Identifier(f"c{place}")) for place, column in enumerate(columns)]),
            build.table(self._one.table), build.visible("t", self._one),
            SQL(" or ").join([self._is_one(field, column, pairs) for (field, pairs), column in zip(keyed, columns, strict=True)]),
            SQL(", ").join([SQL("({}, kd.fold({}))").format(Literal(place), name) for place, name in enumerate(names)]),
            build.param([at for at, _, _ in wanted]), build.param([place for _, place, _ in wanted]), build.param([value for *_, value in wanted]),
            Literal(EQUAL),
        )  # fmt: skip

    def _is_one(self, field: Field, column: Composable, pairs: Sequence[tuple[int, str]]) -> Composed:
        values = sorted({value for _, value in pairs})
        if field.definition.unique:
            return SQL("kd.fold({}) = any({}::text[])").format(column, self._build.param(values))
        return SQL("{} = any({}::text[])").format(column, self._build.param(sorted({one for value in values for one in (value, value.upper())})))

    def _by_title(self, subjects: Sequence[Subject]) -> Iterator[Composed]:
        """Records whose title holds a brand. The scope stands inside: titles out of sight must not push others out of the nearest."""
        words = _words(subjects)
        if not words:
            return
        build, one = self._build, self._one
        readable = build.guard("t", one, one.definition.title, Level.READ) or SQL("true")
        # Both steps are fenced: without statistics, as after a first import, the planner would walk over all records once for each word.
        yield SQL(
            "select w.n, x.record from unnest({}::integer[], {}::text[], {}::text[], {}::integer[]) w (n, v, g, l) cross join lateral"
            " (select c.record from (select s.record, s.text from {} s where s.object = {} and s.class = 0 and s.grams @> string_to_array(w.g, ' ')"
            " and strpos(s.text, w.v) > 0 offset 0) c cross join lateral (select 1 from {} t where t.id = c.record and {} and {} offset 0) t"
            " order by abs(length(c.text) - w.l), c.record limit {}) x"
        ).format(
            build.param([at for _, at in words]), build.param([word for word, _ in words]), build.param([grams_of(word) for word, _ in words]),
            build.param([_length(subjects[at]) for _, at in words]),
            build.table("search_text"), Literal(one.number), build.table(one.table), build.visible("t", one), readable, Literal(NEAREST),
        )  # fmt: skip


def _words(subjects: Sequence[Subject]) -> list[tuple[str, int]]:
    """What a title of the same firm must hold, with the place of the subject."""
    return sorted({(word, at) for at, subject in enumerate(subjects) for word in _spellings(subject, is_alone=len(subjects) <= TYPED)})


def _spellings(subject: Subject, *, is_alone: bool) -> Iterator[str]:
    for company in (subject.name, subject.short):
        if company is None or len(company.word) < 2:
            continue
        yield company.word
        if is_alone and company is subject.name and len(company.word) >= 4:
            half = len(company.word) // 2
            yield from (company.word[:half], company.word[-half:])  # one wrong character leaves one half as it is


def _length(subject: Subject) -> int:
    return len(subject.name.text) if subject.name is not None else 0


def grams_of(word: str) -> str:
    """The pairs of neighbouring characters that the index of titles has for a word without blanks; of a single character itself."""
    return " ".join(dict.fromkeys(word[at : at + 2] for at in range(len(word) - 1))) or word
