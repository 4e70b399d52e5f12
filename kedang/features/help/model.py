"""The manual as values."""

from __future__ import annotations

from typing import Literal

import msgspec

Mark = Literal["plain", "strong", "key", "link"]
BlockKind = Literal["heading", "text", "list", "steps"]


class Span(msgspec.Struct, frozen=True, omit_defaults=True):
    """A run of text that looks the same."""

    text: str
    mark: Mark = "plain"  #: ``strong``: a word of the interface; ``key``: a key of the keyboard, or what is typed
    to: str = ""  #: of a link: the key of another chapter


class Block(msgspec.Struct, frozen=True):
    """A heading or a paragraph (one line), or a list (a line for each item); ``steps`` are numbered."""

    kind: BlockKind
    lines: tuple[tuple[Span, ...], ...]


class Chapter(msgspec.Struct, frozen=True):
    """What there is to know about one page."""

    key: str
    title: str
    blocks: tuple[Block, ...]


class Group(msgspec.Struct, frozen=True):
    """Chapters that belong together."""

    key: str
    label: str
    chapters: tuple[Chapter, ...]
