"""``Index``: many identities, found again by what they have in common instead of by comparing all with all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kedang.features.imports.model import Candidate, Identity
from .compare import weigh
from .subject import Subject, subject_of

LARGEST = 60  #: members of a block that are compared: what more have in common does not tell them apart
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
        self._blocks: dict[str, list[Subject]] = {}
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
        for key in blocks_of(subject):
            block = self._blocks.setdefault(key, [])
            if len(block) < LARGEST:
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
        for key in blocks_of(subject):
            for other in self._blocks.get(key, ()):
                if other.key in seen:
                    continue
                seen.add(other.key)
                candidate = weigh(subject, other)
                if candidate is not None:
                    found.append((other.key, candidate))
        return sorted(found, key=lambda one: (-one[1].score, one[0]))

    @property
    def capped(self) -> list[Capped]:
        """Blocks of which only the first members are compared, the largest first."""
        found = [Capped(by=_KINDS[key[0]], value=key[1:], members=members) for key, members in self._over.items() if key[0] != "~"]
        return sorted(found, key=lambda one: (-one.members, one.by, one.value))


_KINDS = {
    "c": "credit_code", "p": "phone", "e": "email", "o": "identity", "t": "name", "b": "brand", "k": "name", "y": "pinyin", "i": "initials",
}  # fmt: skip


def blocks_of(subject: Subject) -> Iterator[str]:
    """The keys under which a subject is found, the most telling first: a letter for the kind, then the value."""
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
    yield f"k{subject.name.core}"
    yield f"b{subject.name.brand}"
    if subject.short is not None:
        yield f"b{subject.short.brand}"
    if len(subject.name.brand) >= SMALLEST_TYPED:
        yield f"y{subject.name.pinyin}"
        yield from _one_missing(subject.name.brand)
    if subject.name.industry and subject.name.is_full:
        yield f"i{subject.name.initials}{min(subject.name.places)[0] if any(subject.name.places) else ''}{subject.name.industry[-1]}"


def _one_missing(brand: str) -> Iterator[str]:
    """The brand, and the brand without one of its characters: two that differ in one character have one of these in common."""
    yield f"~{brand}"
    for at in range(len(brand)):
        yield f"~{brand[:at]}{brand[at + 1 :]}"
