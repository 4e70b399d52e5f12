"""``Index``: many identities, found again by what they have in common instead of by comparing all with all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from kedang.features.imports.model import Candidate, Identity

from .compare import weigh
from .subject import Subject, subject_of

LARGEST = 60  #: members of a block that are compared: what more have in common does not tell them apart
MOST_BLOCKS = 100  #: blocks of one brand that are looked through for a bare name
SMALLEST_TYPED = 3  #: characters from which a brand is also found with one of them missing or wrong


@dataclass(frozen=True, kw_only=True)
class Capped:
    """A block with more members than are compared."""

    by: str  #: phone, email, brand …
    value: str
    members: int


class Index:
    """Identities by their blocking keys."""

    def __init__(self, identities: Iterable[Identity] = ()) -> None:
        """Begin with some identities, or with none."""
        self._subjects: dict[str, Subject] = {}
        self._places: dict[str, tuple[str, ...]] = {}  #: the blocks of each but those of its brands
        self._blocks: dict[str, Subject | list[Subject]] = {}  #: most blocks have one member, and a list for each would take most of the memory
        self._brands: dict[str, list[tuple[str, str, str]]] = {}
        self._over: dict[str, int] = {}
        for identity in identities:
            self.add(identity)

    def __len__(self) -> int:
        return len(self._subjects)

    def add(self, identity: Identity) -> None:
        """Index one more; its key must be new."""
        self.put(subject_of(identity))

    def put(self, subject: Subject) -> None:
        """As ``add``, of what was made ready."""
        if subject.key in self._subjects:
            raise ValueError(f"{subject.key} is indexed already")
        self._subjects[subject.key] = subject
        self._places[subject.key] = tuple(blocks_of(subject))
        for key in self._places[subject.key]:
            self._keep(key, subject)
        for brand, place, industry in brands_of(subject):
            key = f"b{brand}|{place}|{industry}"
            if key not in self._blocks:
                self._brands.setdefault(brand, []).append((place, industry, key))
            self._keep(key, subject)

    def _keep(self, key: str, subject: Subject) -> None:
        block = self._blocks.get(key)
        if block is None:
            self._blocks[key] = subject
        elif isinstance(block, Subject):
            self._blocks[key] = [block, subject]
        elif len(block) < LARGEST:
            block.append(subject)
        else:
            self._over[key] = self._over.get(key, LARGEST) + 1

    def subject(self, key: str) -> Subject:
        """What was indexed under a key."""
        return self._subjects[key]

    def candidates(self, identity: Identity) -> list[tuple[str, Candidate]]:
        """What may be the same as an identity, the likeliest first; never the identity's own key."""
        subject = self._subjects.get(identity.key) or subject_of(identity)
        return self.like(subject)

    def like(self, subject: Subject) -> list[tuple[str, Candidate]]:
        """As ``candidates``, of what was made ready."""
        seen = {subject.key}
        found: list[tuple[str, Candidate]] = []
        for other in self._near(subject):
            if other.key in seen:
                continue
            seen.add(other.key)
            candidate = weigh(subject, other)
            if candidate is not None:
                found.append((other.key, candidate))
        return sorted(found, key=lambda one: (-one[1].score, one[0]))

    def _near(self, subject: Subject) -> Iterator[Subject]:
        """All that share a block with a subject; some more than once. Of a brand only what fits in place and line of business."""
        for key in self._places[subject.key] if self._subjects.get(subject.key) is subject else blocks_of(subject):
            yield from self._others(key, subject)
        for brand, place, industry in brands_of(subject):
            fitting = self._fitting(brand, place, industry) if place and industry else self._all_fitting(brand, place, industry)
            for key in fitting:
                yield from self._others(key, subject)

    def _others(self, key: str, subject: Subject) -> Sequence[Subject]:
        """The members of a block; none where it holds nothing but the subject itself."""
        block = self._blocks.get(key)
        if block is None or block is subject:
            return ()
        return (block,) if isinstance(block, Subject) else block

    def _fitting(self, brand: str, place: str, industry: str) -> Iterator[str]:
        return (f"b{brand}|{where}|{what}" for where in (place, "") for what in (industry, ""))

    def _all_fitting(self, brand: str, place: str, industry: str) -> Iterator[str]:
        fits = (key for where, what, key in self._brands.get(brand, ()) if (not place or where in {place, ""}) and (not industry or what in {industry, ""}))
        return islice(fits, MOST_BLOCKS)

    @property
    def capped(self) -> list[Capped]:
        """Blocks of which only the first members are compared, the largest first."""
        found = [Capped(by=_KINDS[key[0]], value=key[1:], members=members) for key, members in self._over.items() if key[0] != "~"]
        return sorted(found, key=lambda one: (-one.members, one.by, one.value))


_KINDS = {
    "c": "credit_code", "p": "phone", "e": "email", "o": "identity", "t": "name", "b": "brand", "y": "pinyin",
}  # fmt: skip


def blocks_of(subject: Subject) -> Iterator[str]:
    """Where a subject is kept, by all but its brand: a letter for the kind, then the value."""
    if subject.code:
        yield f"c{subject.code}"
        if len(subject.code) == 18:
            yield f"c{subject.code[:9]}"
            yield f"c{subject.code[9:]}"
    for phone in subject.phones:
        yield f"p{phone}"
    for email in subject.emails:
        yield f"e{email}"
    for field, value in subject.identifying:
        yield f"o{field}={value}"
    if subject.name is None:
        return
    yield f"t{subject.name.text}"
    if len(subject.name.brand) >= SMALLEST_TYPED:
        industry = "".join(subject.name.industry)
        yield f"y{subject.name.sound}|{industry}"
        for brand in _one_missing(subject.name.brand):
            yield f"~{brand}|{industry}"


def brands_of(subject: Subject) -> Iterator[tuple[str, str, str]]:
    """Brand, province and line of business of its names; an empty province or business may be any."""
    for company in (subject.name, subject.short):
        if company is not None:
            for place in company.places or ((),):
                yield company.brand, place[0] if place else "", "".join(company.industry)


def _one_missing(brand: str) -> Iterator[str]:
    """The brand, and the brand without one of its characters: two that differ in one character have one of these in common."""
    yield f"~{brand}"
    for at in range(len(brand)):
        yield f"~{brand[:at]}{brand[at + 1 :]}"
