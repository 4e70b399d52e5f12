"""What can go wrong, in five families. Only ``web`` knows status codes, only ``cli`` exit codes.

The docstring of an error is the English message, ``zh`` the Chinese one; both are templates over the error's fields. The fields are what programs read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import msgspec


class FieldError(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is wrong with one field of the input."""

    field: str  #: the field's key, or a path into the body
    code: str  #: stable, for programs
    message: str  #: in the caller's language
    row: int | None = None  #: which row of a batch, from 0


@dataclass(frozen=True)
class Reason:
    """Why, as a part of an error's message: a code for programs, the words in English and in Chinese."""

    code: str
    en: str
    zh: str

    def text(self, language: str) -> str:
        """The words in a language (``zh`` or ``en``)."""
        return self.zh if language.startswith("zh") else self.en

    def __str__(self) -> str:
        """The English words."""
        return self.en


class KedangError(Exception):
    """Something went wrong that the caller can be told about."""

    zh: ClassVar[str] = "出了问题。"
    code: ClassVar[str] = "error"

    def __init__(self, *, errors: list[KedangError] | None = None, **fields: object) -> None:
        """Keep the fields of the message; ``errors`` are those of single fields, in order."""
        super().__init__()
        self.fields = fields
        self.errors = errors or []

    def __init_subclass__(cls) -> None:
        """Give every error a code made from its name, unless it names one: ``NoteTooLong`` is ``note_too_long``."""
        super().__init_subclass__()
        if "code" not in cls.__dict__:
            cls.code = "".join("_" + c.lower() if c.isupper() else c for c in cls.__name__).lstrip("_")

    def text(self, language: str = "en") -> str:
        """The message in a language (``zh`` or ``en``)."""
        template = self.zh if language.startswith("zh") else (self.__class__.__doc__ or "").strip()
        return template.format(**{key: value.text(language) if isinstance(value, Reason) else value for key, value in self.fields.items()})

    def members(self, language: str) -> dict[str, object]:
        """The fields of the message for programs; of a reason its words, and its code beside them, as ``reason_code``."""
        found: dict[str, object] = {}
        for key, value in self.fields.items():
            found |= {key: value.text(language), f"{key}_code": value.code} if isinstance(value, Reason) else {key: value}
        return found

    def __str__(self) -> str:
        """The English message."""
        return self.text("en")

    def shown(self, language: str) -> list[FieldError]:
        """The errors of single fields, in a language."""
        return [FieldError(field=str(e.fields.get("field", "")), code=e.code, message=e.text(language), row=_row(e.fields.get("row"))) for e in self.errors]


def _row(value: object) -> int | None:
    return value if isinstance(value, int) else None


class NotFound(KedangError):
    """There is no such thing, or you may not see it."""

    zh = "不存在或无权查看。"
    code = "not_found"


class Forbidden(KedangError):
    """You may see this but not do that."""

    zh = "无权执行此操作。"
    code = "forbidden"


class Invalid(KedangError):
    """The input is not valid."""

    zh = "输入有误。"
    code = "invalid"


class Conflict(KedangError):
    """Somebody else was faster, or it exists already."""

    zh = "已被他人修改或已存在。"
    code = "conflict"


class Busy(KedangError):
    """The system cannot do this right now; try again shortly."""

    zh = "系统暂时繁忙，请稍后重试。"
    code = "busy"


class Unauthenticated(KedangError):
    """Sign in first."""

    zh = "请先登录。"
    code = "unauthenticated"
