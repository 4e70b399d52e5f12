"""Groups of identities of one file that are the same, without chains that bridge what is unlike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from kedang.features.imports.model import Candidate, Identity

from .compare import is_excluded
from .index import Capped, Index

LARGEST = 50  #: members of a group that is put together without asking
_TIE = 0.015  #: scores that differ less say the same


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two identities and their likeness; ``first`` stands before ``second`` in the file."""

    first: str
    second: str
    candidate: Candidate


@dataclass(frozen=True, kw_only=True)
class Clusters:
    """What of one file is the same."""

    groups: tuple[tuple[str, ...], ...]  #: keys of two or more that are the same, in the order of the file
    doubtful: tuple[Pair, ...]  #: pairs between groups and single rows that a person must look at
    merged: tuple[Pair, ...]  #: the strong pairs that made the groups
    capped: tuple[Capped, ...]  #: what was too common to be compared with all others


def clusters(identities: Sequence[Identity]) -> Clusters:
    """The groups and the doubtful pairs of one file."""
    index = Index(identities)
    order = {identity.key: at for at, identity in enumerate(identities)}
    pairs = _pairs(index, identities, order)
    strong = {(p.first, p.second): p for p in pairs if p.candidate.verdict == "same"}
    unsure = _torn(index, strong)
    groups, cut = _grown(index, [pair for key, pair in strong.items() if key not in unsure], order)
    weak = [p for p in pairs if p.candidate.verdict == "doubtful"]
    left = [_doubted(pair) for key, pair in strong.items() if key in unsure or key in cut]
    home = {key: at for at, group in enumerate(groups) for key in group}
    apart = [p for p in (*left, *weak) if home.get(p.first, p.first) != home.get(p.second, p.second) and not _is_settled(index, p, groups, home)]
    made = [p for key, p in strong.items() if key not in unsure and key not in cut]

    def place(pair: Pair) -> tuple[int, int]:
        return order[pair.first], order[pair.second]

    return Clusters(groups=tuple(groups), doubtful=tuple(sorted(apart, key=place)), merged=tuple(sorted(made, key=place)), capped=tuple(index.capped))


def _pairs(index: Index, identities: Sequence[Identity], order: dict[str, int]) -> list[Pair]:
    """Every pair once, the earlier row first."""
    found: dict[tuple[str, str], Pair] = {}
    for identity in identities:
        for key, candidate in index.candidates(identity):
            first, second = sorted((identity.key, key), key=order.__getitem__)
            found[first, second] = Pair(first=first, second=second, candidate=candidate)
    return list(found.values())


def _torn(index: Index, strong: dict[tuple[str, str], Pair]) -> set[tuple[str, str]]:
    """Strong pairs of a member whose partners are not the same as each other, unless one of them is clearly nearer."""
    near: dict[str, list[tuple[str, Pair]]] = {}
    for (first, second), pair in strong.items():
        near.setdefault(first, []).append((second, pair))
        near.setdefault(second, []).append((first, pair))
    unsure: set[tuple[str, str]] = set()
    for partners in near.values():
        if len(partners) < 2:
            continue
        for (x, to_x), (y, to_y) in combinations(partners[:LARGEST], 2):
            if not is_excluded(index.subject(x), index.subject(y)):
                continue
            if to_x.candidate.score <= to_y.candidate.score + _TIE:
                unsure.add((to_x.first, to_x.second))
            if to_y.candidate.score <= to_x.candidate.score + _TIE:
                unsure.add((to_y.first, to_y.second))
    return unsure


def _grown(index: Index, pairs: list[Pair], order: dict[str, int]) -> tuple[list[tuple[str, ...]], set[tuple[str, str]]]:
    """Groups joined by the strongest pairs first; a join that brings together what is unlike, or too many, is cut."""
    group_of: dict[str, list[str]] = {}
    cut: set[tuple[str, str]] = set()
    for pair in sorted(pairs, key=lambda p: (-p.candidate.score, order[p.first], order[p.second])):
        one = group_of.setdefault(pair.first, [pair.first])
        other = group_of.setdefault(pair.second, [pair.second])
        if one is other:
            continue
        if len(one) + len(other) > LARGEST or not _fit(index, one, other):
            cut.add((pair.first, pair.second))
            continue
        one += other
        for key in other:
            group_of[key] = one
    groups = {id(group): group for group in group_of.values() if len(group) > 1}
    found = [tuple(sorted(group, key=order.__getitem__)) for group in groups.values()]
    return sorted(found, key=lambda group: order[group[0]]), cut


def _fit(index: Index, one: list[str], other: list[str]) -> bool:
    """Whether every member of one group may be the same as every member of the other."""
    return not any(is_excluded(index.subject(x), index.subject(y)) for x in one for y in other)


def _is_settled(index: Index, pair: Pair, groups: list[tuple[str, ...]], home: dict[str, int]) -> bool:
    """Whether one of the two has found its place with others that the second cannot be the same as."""
    one = groups[home[pair.first]] if pair.first in home else (pair.first,)
    other = groups[home[pair.second]] if pair.second in home else (pair.second,)
    return any(is_excluded(index.subject(x), index.subject(y)) for x in one for y in other if (x, y) != (pair.first, pair.second))


def _doubted(pair: Pair) -> Pair:
    candidate = replace(pair.candidate, verdict="doubtful", score=min(pair.candidate.score, 0.9), reasons=(*pair.candidate.reasons, "ambiguous"))
    return replace(pair, candidate=candidate)
