"""The field kinds, each in a file of its own."""

from .address import PARTS, Address
from .base import Columns, Kind, Refused, Spec, number_of, plain_number
from .boolean import Boolean
from .choice import Choice
from .choices import Choices, Tags
from .credit_code import inner_fits, is_credit_code, normal_credit_code
from .date import Date, day_of
from .datetime import DateTime, moment_of, shown_moment
from .email import Email
from .formats import FORMATS
from .long_text import LongText
from .money import MoneyKind, two_decimals
from .number import Number
from .percent import Percent
from .phone import Phone, normal_phone
from .references import Department, Person, Relation, Relations, id_of
from .serial import Serial
from .text import Text
from .url import Url

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Text(), LongText(), Number(), Percent(), MoneyKind(), Date(), DateTime(), Boolean(), Choice(), Choices(), Tags(),
        Person(), Department(), Relation(), Relations(), Phone(), Email(), Url(), Address(), Serial(),
    )
}  # fmt: skip

__all__ = [
    "FORMATS", "KINDS", "PARTS", "Columns", "Kind", "Refused", "Spec", "day_of", "id_of", "inner_fits", "is_credit_code", "moment_of",
    "normal_credit_code", "normal_phone", "number_of", "plain_number", "shown_moment", "two_decimals",
]  # fmt: skip
