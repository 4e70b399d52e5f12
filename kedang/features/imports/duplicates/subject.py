"""An ``Identity`` made ready to be compared many times."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from kedang.core.base import fold
from kedang.features.imports.model import Identity

from .codes import is_valid
from .company import Company, company_of
from .regions import NOWHERE, Places, places_of

#: Keys of ``Identity.other`` that describe rather than identify: they support a likeness, and never make one.
INDUSTRY, CONTACT = "industry", "contact"
DESCRIBING = frozenset({INDUSTRY, CONTACT})


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What is compared of one row or record."""

    key: str
    name: Company | None
    short: Company | None  #: of the short name, where it says something else than the name
    code: str
    is_valid: bool  #: whether the credit code is
    phones: frozenset[str]
    emails: frozenset[str]
    identifying: frozenset[tuple[str, str]]
    places: Places  #: where its region or address lies; else where its name says
    industry: str
    contact: str


def subject_of(identity: Identity) -> Subject:
    """An identity made ready."""
    name = company_of(identity.name) if identity.name and identity.name.strip() else None
    short = company_of(identity.short_name) if identity.short_name and identity.short_name.strip() else None
    if name is None:
        name, short = short, None
    code = (identity.credit_code or "").strip().upper()
    return Subject(
        key=identity.key,
        name=name,
        short=short if short != name else None,
        code=code,
        is_valid=is_valid(code),
        phones=identity.phones,
        emails=identity.emails,
        identifying=_identifying(identity),
        places=_places(identity, name),
        industry=fold(identity.other.get(INDUSTRY, "")),
        contact=fold(identity.other.get(CONTACT, "")),
    )


def _identifying(identity: Identity) -> frozenset[tuple[str, str]]:
    if not identity.other:
        return frozenset()
    return frozenset((key, fold(value)) for key, value in identity.other.items() if value and key not in DESCRIBING)


def _places(identity: Identity, name: Company | None) -> Places:
    for text in (identity.region, identity.address):
        if text and (found := _lying(text[:40])):
            return found
    return name.places if name is not None else NOWHERE


@lru_cache(maxsize=50_000)
def _lying(text: str) -> Places:
    return places_of("".join(text.split()))
