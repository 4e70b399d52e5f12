"""SQL of the search index."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from psycopg.sql import SQL, Composable, Composed, Literal, Placeholder

from kedang.core.db import WorkspaceTx, json_of
from kedang.core.records import grams, marks, numbers

from .model import Proposal, Term

NEAR, WALK = 1_200, 4_000  #: recent texts that are looked at without the index: at first, and at most
MOST = 500  #: proposals
RECENT = 200  #: of them among the newest texts: a word that has so many is frequent, and the best of these are good enough
HITS = 3_000  #: places of a word that are sorted by time

_COLUMNS = SQL("s.object, s.record, s.class, s.at, left(s.text, 200) as text, s.pinyin, s.initials")


@dataclass(frozen=True)
class Arm:
    """One right by which texts may be found: on which rows of the index, and which fields there."""

    branch: str  #: all own department department_tree shared
    objects: list[int]  #: whose titles
    fields: list[int]  #: ids of fields


@dataclass(frozen=True)
class Asker:
    """For whom the index is asked."""

    person: UUID | None
    departments: Mapping[str, list[UUID]]  #: by the name of the branch


_BRANCHES: Mapping[str, Composable] = {
    "all": SQL("true"),
    "own": SQL("s.owner = %(person)s"),
    "departments": SQL("s.department = any(%(departments)s::uuid[])"),
    "shared": SQL("s.record = any(%(shared)s::uuid[])"),
}


async def load_recent(tx: WorkspaceTx, arm: Arm, asker: Asker, terms: Sequence[Term], *, walk: int) -> list[Proposal]:
    """What fits among so many of the newest texts of an arm."""
    return [_proposal(row) for row in await tx.all(_recent(arm.branch, _shapes(terms), walk), **_params(arm, asker, terms))]


@lru_cache(maxsize=512)
def _recent(branch: str, shapes: Shapes, walk: int) -> Composed:
    if branch in _PER_DEPARTMENT:
        inner = SQL(
            "select s.* from unnest(%(departments)s::uuid[]) d (id) cross join lateral "
            "(select * from search_text s where s.department = d.id order by s.at desc limit {}) s order by s.at desc limit {}"
        ).format(Literal(walk), Literal(walk))
    else:
        inner = SQL("select s.* from search_text s where {} order by s.at desc limit {}").format(_branch(branch), Literal(walk))
    return SQL("select {columns} from ({inner}) s where {mine} and {fits} order by s.at desc limit {most}").format(
        inner=inner, columns=_COLUMNS, mine=_MINE, fits=_all_fit(shapes, _walked), most=Literal(RECENT)
    )


async def is_small(tx: WorkspaceTx, arm: Arm, asker: Asker) -> bool:
    """Whether an arm has no texts beside the newest ones."""
    sql = SQL("select count(*) as n from (select 1 from search_text s where {} limit {}) s").format(_branch(arm.branch), Literal(WALK))
    return int((await tx.one(sql, **_params(arm, asker, ())))["n"]) < WALK


async def load_indexed(tx: WorkspaceTx, arm: Arm, asker: Asker, terms: Sequence[Term]) -> list[Proposal]:
    """What fits among all texts of an arm, newest first; of very many, some."""
    return [_proposal(row) for row in await tx.all(_whole(arm.branch, _shapes(terms)), **_params(arm, asker, terms))]


@lru_cache(maxsize=512)
def _whole(branch: str, shapes: Shapes) -> Composed:
    # A word that is frequent among old texts only: sorting all its places would take longer than anybody waits.
    inner = SQL("select * from search_text s where {branch} and {mine} and {fits} limit {hits}").format(
        branch=_branch(branch), mine=_MINE, fits=_all_fit(shapes, _indexed), hits=Literal(HITS)
    )
    return SQL("select {columns} from ({inner}) s order by s.at desc limit {most}").format(columns=_COLUMNS, inner=inner, most=Literal(MOST))


async def load_spread(tx: WorkspaceTx, arms: Sequence[Arm], asker: Asker, terms: Sequence[Term], driver: int) -> list[Proposal]:
    """Texts that fit one term (``driver``), of records whose other terms stand in other texts that the asker may read, newest first."""
    shapes = _shapes(terms)
    readable = SQL("({})").format(SQL(" or ").join([_readable(at, arm) for at, arm in enumerate(arms)]))
    others = [
        SQL("exists (select 1 from search_text s where s.record = h.record and {} and {})").format(readable, _walked(at, shape))
        for at, shape in enumerate(shapes)
        if at != driver
    ]
    sql = SQL(
        "select {columns} from (select * from search_text s where {readable} and {fits} limit {hits}) h cross join lateral (select h.*) s"
        " where {others} order by s.at desc limit {most}"
    ).format(
        columns=_COLUMNS, readable=readable, fits=_indexed(driver, shapes[driver]), hits=Literal(HITS), others=SQL(" and ").join(others), most=Literal(MOST)
    )  # fmt: skip
    params = _params(arms[0], asker, terms)
    for at, arm in enumerate(arms):
        params |= {f"{name}_{at}": value for name, value in _params(arm, asker, ()).items() if name != "person"}
    return [_proposal(row) for row in await tx.all(sql, **params)]


def _readable(at: int, arm: Arm) -> Composable:
    """What one of several arms may find."""
    branch = {
        "all": SQL("true"),
        "own": SQL("s.owner = %(person)s"),
        "shared": SQL("s.record = any({}::uuid[])").format(Placeholder(f"shared_{at}")),
    }.get(arm.branch, SQL("s.department = any({}::uuid[])").format(Placeholder(f"departments_{at}")))
    mine = SQL("(s.class = any({}::integer[]) or s.class = 0 and s.object = any({}::integer[]))")
    return SQL("({} and {})").format(branch, mine.format(Placeholder(f"fields_{at}"), Placeholder(f"objects_{at}")))


def _branch(name: str) -> Composable:
    return _BRANCHES["departments" if name in _PER_DEPARTMENT else name]


_PER_DEPARTMENT = ("department", "department_tree")
_MINE = SQL("(s.class = any(%(fields)s::integer[]) or s.class = 0 and s.object = any(%(objects)s::integer[]))")


def _proposal(row: Mapping[str, object]) -> Proposal:
    return Proposal(*[row[key] for key in ("object", "record", "class", "at", "text", "pinyin", "initials")])  # pyright: ignore[reportArgumentType]  # a row of ours


def _params(arm: Arm, asker: Asker, terms: Sequence[Term]) -> dict[str, object]:
    found: dict[str, object] = {"objects": arm.objects, "fields": arm.fields, "person": asker.person}
    found["departments"] = asker.departments.get(arm.branch, [])
    found["shared"] = asker.departments.get("shared", []) if arm.branch == "shared" else []
    for at, term in enumerate(terms):
        found |= {f"t{at}": term.text, f"g{at}": tokens_of(term), f"m{at}": marks(term.text), f"s{at}": [f"={term.text}"]}
        found[f"l{at}"] = f"%{term.text}%"
    return found


def tokens_of(term: Term) -> list[str]:
    """Tokens that every text with the term has."""
    if term.is_number:
        return numbers(term.text)
    if len(term.text) == 1:
        return [term.text]
    return [gram for gram in grams(term.text) if len(gram) == 2 or gram.startswith("#")]


Shape = tuple[bool, int]  #: what a term's part of a statement hangs on: whether it may be pinyin, and its length up to three
Shapes = tuple[Shape, ...]


def _shapes(terms: Sequence[Term]) -> Shapes:
    return tuple([(term.is_spelled, min(len(term.text), 3)) for term in terms])


def _all_fit(shapes: Shapes, one: Callable[[int, Shape], Composable]) -> Composable:
    return SQL("({})").format(SQL(" and ").join([one(at, shape) for at, shape in enumerate(shapes)]))


def _walked(at: int, shape: Shape) -> Composable:
    text = Placeholder(f"t{at}")
    fits = SQL("strpos(s.text, {}) > 0").format(text)
    is_spelled, length = shape
    if not is_spelled:
        return fits
    pinyin = SQL("strpos(s.pinyin, {}) > 0").format(text) if length > 2 else SQL("strpos(' ' || s.pinyin, ' ' || {}) > 0").format(text)
    return SQL("({} or s.class = 0 and (strpos(s.initials, {}) > 0 or {}))").format(fits, text, pinyin)


def _indexed(at: int, shape: Shape) -> Composable:
    text, tokens = Placeholder(f"t{at}"), Placeholder(f"g{at}")
    fits = SQL("(s.grams @> {}::text[] and strpos(s.text, {}) > 0)").format(tokens, text)
    is_spelled, length = shape
    if not is_spelled or length < 2:
        return fits
    initials = SQL("(s.class = 0 and s.grams @> {}::text[] and strpos(s.initials, {}) > 0)").format(Placeholder(f"m{at}"), text)
    whole = SQL("s.pinyin like {}").format(Placeholder(f"l{at}")) if length > 2 else SQL("s.grams @> {}::text[]").format(Placeholder(f"s{at}"))
    return SQL("({} or {} or (s.class = 0 and {}))").format(fits, initials, whole)


async def upsert(tx: WorkspaceTx, object: int, rows: Sequence[tuple[UUID, int, str, UUID | None, UUID | None]]) -> None:
    """Store texts of fields: record, field, text, owner, department."""
    await tx.run(
        """
        insert into search_text (object, record, class, owner, department, at, text, grams)
        select %(object)s, record, field, owner, department, %(at)s, text, grams
        from json_to_recordset(%(rows)s::json) as n (record uuid, field integer, text text, owner uuid, department uuid, grams text[])
        on conflict (record, class) do update set owner = excluded.owner, department = excluded.department, at = excluded.at, text = excluded.text,
            grams = excluded.grams
        where (search_text.owner, search_text.department, search_text.text) is distinct from (excluded.owner, excluded.department, excluded.text)
        """,
        object=object, at=tx.now, rows=json_of([
            {"record": record, "field": field, "text": text, "owner": owner, "department": department, "grams": grams(text)}
            for record, field, text, owner, department in rows
        ]),
    )  # fmt: skip


async def delete_others(tx: WorkspaceTx, records: Sequence[UUID], kept: Sequence[tuple[UUID, int]]) -> None:
    """Forget texts of these records' fields, except those kept. Titles are not ours."""
    await tx.run(
        """
        delete from search_text where record = any(%(records)s) and class <> 0
            and (record, class) not in (select * from unnest(%(kept_records)s::uuid[], %(kept_fields)s::integer[]))
        """,
        records=list(records), kept_records=[r for r, _ in kept], kept_fields=[f for _, f in kept],
    )  # fmt: skip


async def load_batch(tx: WorkspaceTx, object: int, batch: UUID) -> list[UUID]:
    """The records that a batch has changed."""
    rows = await tx.all("select distinct record from change where batch = %(batch)s and object = %(object)s order by record", batch=batch, object=object)
    return [row["record"] for row in rows]


async def load_shared(tx: WorkspaceTx, person: UUID | None, departments: Sequence[UUID], objects: Sequence[int]) -> list[UUID]:
    """Records shared with somebody."""
    rows = await tx.all(
        """
        select distinct record from share
        where object = any(%(objects)s) and (person = %(person)s or department = any(%(departments)s::uuid[])) and (until is null or until > %(now)s)
        order by record limit 10000
        """,
        person=person, departments=list(departments), objects=list(objects), now=tx.now,
    )  # fmt: skip
    return [row["record"] for row in rows]
