"""Which fields of an object say who a record is: by the object's definition, the kinds of its fields, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from kedang.core.base import fold
from kedang.core.schema import Field, Object
from kedang.features.imports.model import Identity

from .subject import CONTACT, INDUSTRY, Subject

#: Words by which a field is known, in its label or among its other names.
_SHORT = frozenset({"简称", "客户简称", "公司简称", "short name", "abbreviation"})
_CODE = frozenset({"统一社会信用代码", "社会信用代码", "unified social credit code", "uscc"})
_CONTACT = frozenset({"联系人", "contact person", "main contact"})
_INDUSTRY = frozenset({"行业", "所属行业", "industry"})
PARTS = ("province", "city", "district", "detail")  #: of an address
_REGION = frozenset({"地区", "所在地区", "省市", "region"})


@dataclass(frozen=True, kw_only=True)
class Roles:
    """The fields of an object by what they say of a record."""

    name: Field | None
    short: Field | None
    code: Field | None
    phones: tuple[Field, ...]
    emails: tuple[Field, ...]
    address: Field | None
    region: Field | None
    industry: Field | None
    contact: Field | None
    others: tuple[Field, ...]  #: further fields whose equal values mean the same thing

    @property
    def fields(self) -> tuple[Field, ...]:
        """All of them."""
        single = (self.name, self.short, self.code, self.address, self.region, self.industry, self.contact)
        return (*filter(None, single), *self.phones, *self.emails, *self.others)

    @property
    def keyed(self) -> tuple[Field, ...]:
        """Those whose equal values say something by themselves."""
        return (*filter(None, (self.code,)), *self.phones, *self.emails, *self.others)

    def values_of(self, field: Field, subject: Subject) -> list[str]:
        """With what a field of a record must be equal to share a key with a subject."""
        if field is self.code:
            return [subject.code] if subject.code else []
        if field in self.phones:
            return sorted(subject.phones)
        if field in self.emails:
            return sorted(subject.emails)
        return [value for key, value in subject.identifying if key == field.key]


def roles_of(one: Object) -> Roles:
    """The roles of an object's fields."""
    texts = [f for f in one.own_fields if f.kind.name == "text" and f.key != one.definition.title]
    code = next((f for f in texts if f.definition.format == "credit_code"), None) or _called(texts, _CODE)
    short = _called(texts, _SHORT)
    contact = _called([f for f in texts if f not in (code, short)], _CONTACT)
    title = one.fields.get(one.definition.title)
    taken = {f.key for f in (code, short, contact, title) if f}
    identifying = [f for f in one.own_fields if (f.definition.unique or f.key in one.definition.identity) and f.key not in taken]
    return Roles(
        name=title if title and title.kind.name == "text" else None,
        short=short,
        code=code,
        phones=tuple(f for f in one.own_fields if f.kind.name == "phone"),
        emails=tuple(f for f in one.own_fields if f.kind.name == "email"),
        address=next((f for f in one.own_fields if f.kind.name == "address"), None),
        region=_called([f for f in texts if f.key not in taken], _REGION),
        industry=_called([f for f in one.own_fields if f.kind.name in {"text", "choice"} and f.key not in taken], _INDUSTRY),
        contact=contact,
        others=tuple(f for f in identifying if f.kind.name == "text"),
    )


def identity_of(roles: Roles, key: str, values: Mapping[str, object]) -> Identity:
    """What a record or a row is known by; its values are in the JSON form, or texts of it."""

    def text(field: Field | None) -> str | None:
        return _text(values.get(field.key)) if field else None

    other = {field.key: found for field in roles.others if (found := text(field))}
    described = {name: found for name, field in ((INDUSTRY, roles.industry), (CONTACT, roles.contact)) if (found := text(field))}
    return Identity(
        key=key,
        name=text(roles.name),
        short_name=text(roles.short),
        credit_code=text(roles.code),
        phones=frozenset(filter(None, map(text, roles.phones))),
        emails=frozenset(filter(None, map(text, roles.emails))),
        address=text(roles.address),
        region=text(roles.region),
        other=other | described,
    )


def _called(fields: list[Field], words: frozenset[str]) -> Field | None:
    """The first field that is called so, by its own name before by another."""
    by_label = (field for field in fields if not words.isdisjoint(map(fold, field.definition.label.values())))
    by_other = (field for field in fields if not words.isdisjoint(map(fold, field.definition.aka)))
    return next(by_label, None) or next(by_other, None)


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    if not isinstance(value, Mapping):
        return None
    parts = cast("Mapping[str, object]", value)  # an address
    return "".join([str(part) for name in PARTS if (part := parts.get(name))]) or None
