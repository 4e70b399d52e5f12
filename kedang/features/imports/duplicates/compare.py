"""Are two identities the same in the world? Keys speak first, names decide, and some differences forbid it whatever else agrees.

Branches and sister firms share telephone, address and contact. So numbers in common never outweigh another branch, another line of business, another place or
another brand. What is ``same`` may be merged without asking; what is ``doubtful`` is for a person; all else is no candidate at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from kedang.features.imports.model import Candidate, Identity

from .codes import is_near
from .names import Likeness, likeness
from .regions import agree
from .subject import Subject, subject_of

_BY_KIND = {"same": "name", "form": "legal_form", "short": "short_name", "pinyin": "pinyin", "spelling": "spelling", "part": "short_name"}


@dataclass(frozen=True)
class Keys:
    """What two identities have in common beside their names."""

    shared: tuple[str, ...]  #: reasons: phone, email, identity
    apart: bool  #: both have numbers of a kind, none in common, and nothing else shared
    near: bool  #: both lie in the same city, or more narrowly
    away: bool  #: they lie in different places
    contact: bool  #: the same contact
    industry: bool  #: the same line of business is noted
    other_industry: bool  #: different lines of business are noted
    differing: int  #: of telephone, e-mail and contact: how many both have, and have nothing in common in


def compare(a: Identity, b: Identity) -> Candidate | None:
    """Whether two identities may be the same; none: surely not, or nothing says so."""
    return weigh(subject_of(a), subject_of(b))


def weigh(a: Subject, b: Subject) -> Candidate | None:
    """As ``compare``, of what was made ready."""
    names = likeness(a, b)
    if a.code and b.code:
        if a.code == b.code and a.is_valid:
            return _same_code(names)
        if a.is_valid and b.is_valid:
            return None
    if _is_forbidden(names):
        return None
    keys = _keys(a, b)
    if a.code and b.code and (a.code == b.code or is_near(a.code, b.code)):
        return _near_code(names, keys, "credit_code" if a.code == b.code else "credit_code_near")
    if a.name is None or b.name is None:
        return _candidate(0.6, names, keys, *keys.shared) if keys.shared else None
    return _by_numbers(names, keys) if keys.shared else _by_name(names, keys)


def remind(a: Subject, b: Subject) -> Candidate | None:
    """As ``weigh``, and beyond it: whose brand is the same, though nothing else speaks for it.

    Rows of a file are many, and each doubtful one costs a person a decision; who types one name is glad to see what has that name already.
    """
    if found := weigh(a, b):
        return found
    names = likeness(a, b)
    if _is_forbidden(names) or names.kind not in {"same", "form", "short"} or names.length < 2 or (a.code and b.code):
        return None
    keys = _keys(a, b)
    return None if keys.away else _candidate(0.55, names, keys)


def is_excluded(a: Subject, b: Subject) -> bool:
    """Whether two surely are not the same, rather than nothing saying that they are."""
    if a.code and b.code and a.is_valid and b.is_valid:
        return a.code != b.code
    names = likeness(a, b)
    if _is_forbidden(names):
        return True
    keys = _keys(a, b)
    return keys.away and keys.apart and not names.is_placed


def _same_code(names: Likeness) -> Candidate:
    """A registration belongs to one firm; if the names do not fit, a person must look."""
    against = _against(names)
    if names.branch or names.kind in {"unlike", "part"} or names.industry == "differs" or names.apart:
        return Candidate(score=0.75, verdict="doubtful", reasons=("credit_code", *against))
    return Candidate(score=0.99, verdict="same", reasons=("credit_code", _BY_KIND[names.kind], *against))


def _is_forbidden(names: Likeness) -> bool:
    return names.branch or names.apart or names.kind == "unlike" or names.industry == "differs"


def _keys(a: Subject, b: Subject) -> Keys:
    shared: list[str] = []
    if a.phones & b.phones:
        shared.append("phone")
    if a.emails & b.emails:
        shared.append("email")
    if a.identifying & b.identifying:
        shared.append("identity")
    differing = [
        bool(a.phones and b.phones) and not a.phones & b.phones,
        bool(a.emails and b.emails) and not a.emails & b.emails,
        bool(a.contact and b.contact) and a.contact != b.contact,
    ]
    is_lying = bool(a.places and b.places)
    near = is_lying and agree(a.places, b.places)
    return Keys(
        shared=tuple(shared),
        apart=not shared and any(differing[:2]),
        near=near,
        away=is_lying and not near,
        contact=bool(a.contact) and a.contact == b.contact,
        industry=bool(a.industry) and a.industry == b.industry,
        other_industry=bool(a.industry and b.industry) and a.industry != b.industry,
        differing=sum(differing),
    )


def _near_code(names: Likeness, keys: Keys, reason: str) -> Candidate:
    if names.is_close or (names.kind == "short" and keys.shared):
        return _candidate(0.96, names, keys, reason, *keys.shared, same=True)
    return _candidate(0.85, names, keys, reason, *keys.shared)


def _by_numbers(names: Likeness, keys: Keys) -> Candidate | None:
    """A number in common, and names that may mean the same."""
    said = keys.shared
    if names.industry == "one" and keys.other_industry:
        return None
    if names.group or names.industry == "alike":
        return _candidate(0.82, names, keys, *said)
    if names.kind in {"same", "form", "short"} and not names.form:
        is_enough = (names.kind != "short" or names.length > 1) and (names.is_placed or not keys.away)
        score = 0.98 if names.kind == "same" else 0.96
        return _candidate(score if is_enough else 0.8, names, keys, *said, same=is_enough)
    if names.kind in {"same", "form", "short"}:
        return _candidate(0.88, names, keys, *said)
    if names.kind in {"pinyin", "spelling"}:
        is_long = names.length >= (2 if names.kind == "pinyin" else 3)
        is_enough = is_long and names.is_placed and names.industry == "same" and not names.form and (len(said) > 1 or keys.contact)
        return _candidate(0.92 if is_enough else 0.8, names, keys, *said, same=is_enough)
    return _candidate(0.65, names, keys, *said) if keys.contact or len(said) > 1 else None


def _by_name(names: Likeness, keys: Keys) -> Candidate | None:
    """No number in common: a registered name is nearly an identity, a short name needs support, a slip of the pen needs more."""
    if names.group or names.industry == "alike":
        return None
    if names.kind in {"same", "form"} and not names.form and names.is_registered:
        if not names.is_placed:
            return _unplaced(names, keys)
        is_enough = names.is_one_place and keys.differing < 2
        return _candidate(0.95 - 0.02 * keys.apart if is_enough else 0.85, names, keys, same=is_enough)
    if keys.away or (keys.apart and not _outweighs(names, keys)):
        return None
    if names.kind in {"same", "form"}:
        return _candidate(0.85 if keys.contact else 0.75, names, keys)
    if names.kind == "short":
        return _short(names, keys)
    if names.kind in {"pinyin", "spelling"} and names.length >= 3 and not names.form and names.industry == "same" and (keys.contact or names.is_placed):
        return _candidate(0.82 if keys.contact else 0.76, names, keys)
    return None


def _outweighs(names: Likeness, keys: Keys) -> bool:
    """Whether names and place say more than telephone numbers that differ: firms have several, and change them."""
    if names.kind != "short":
        return keys.contact
    is_worded = names.industry == "same" and names.length >= 2
    return keys.contact or (keys.near and is_worded) or (names.is_placed and names.length >= 3)


def _unplaced(names: Likeness, keys: Keys) -> Candidate | None:
    """Registered names of which not both say where they are."""
    if keys.away:
        return None if keys.apart else _candidate(0.6, names, keys)
    if names.kind == "same" and names.length >= 2 and not keys.apart and (keys.near or keys.contact or names.length >= 4):
        return _candidate(0.94, names, keys, same=True)
    if keys.apart and not (keys.contact or keys.near) and names.length < 3:
        return None
    return _candidate(0.7 if keys.apart else 0.82, names, keys)


def _short(names: Likeness, keys: Keys) -> Candidate | None:
    if names.length < 2 or (names.industry == "one" and keys.other_industry):
        return None
    if keys.contact:
        return _candidate(0.85, names, keys)
    if (keys.near and (keys.industry or names.industry == "same")) or (names.is_placed and names.length >= 3):
        return _candidate(0.7 if keys.apart else 0.78, names, keys)
    return _candidate(0.72, names, keys) if names.is_registered else None


def _candidate(score: float, names: Likeness, keys: Keys, *reasons: str, same: bool = False) -> Candidate:
    said = [*reasons]
    if names.kind in _BY_KIND:
        said.append(_BY_KIND[names.kind])
    if keys.near:
        said.append("region")
    if keys.contact:
        said.append("contact")
    said += _against(names)
    if keys.away and not names.is_placed:
        said.append("region_differs")
    if keys.apart:
        said.append("numbers_differ")
    return Candidate(score=score, verdict="same" if same else "doubtful", reasons=tuple(said))


def _against(names: Likeness) -> list[str]:
    against = {
        "name_differs": names.kind == "unlike",
        "form_differs": names.form,
        "group_differs": names.group,
        "industry_differs": names.industry in {"alike", "differs"},
        "region_differs": names.apart,
        "branch_differs": names.branch,
    }
    return [code for code, holds in against.items() if holds]
