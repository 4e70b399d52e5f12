"""Chapters as they are written, in a few forms of Markdown: one title, headings of the second level, paragraphs, flat lists; bold, code and links in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .model import Block, BlockKind, Chapter, Mark, Span

OPENS: dict[str, BlockKind] = {"bullet_list_open": "list", "ordered_list_open": "steps"}
CLOSES = frozenset({"bullet_list_close", "ordered_list_close"})
SILENT = frozenset({"paragraph_open", "paragraph_close", "heading_open", "heading_close", "list_item_open", "list_item_close"})

_markdown = MarkdownIt("commonmark")


class Unreadable(ValueError):
    """A chapter uses a form that the manual does not know, or a link leads out of it."""


def chapter_of(key: str, text: str) -> Chapter:
    """A chapter from its text. Raises ``Unreadable``."""
    found = list(_blocks(_markdown.parse(text)))
    if not found or found[0][0] != 1 or any(level == 1 for level, _ in found[1:]):
        raise Unreadable(f"{key}: begins with its title, the only one of its level")
    title = "".join(span.text for span in found[0][1].lines[0])
    return Chapter(key, title, tuple(block for _, block in found[1:]))


def _blocks(tokens: Sequence[Token]) -> Iterator[tuple[int, Block]]:
    """Blocks with the level of a heading, else 0."""
    kind: BlockKind | None = None
    level, lines = 0, list[tuple[Span, ...]]()
    for token in tokens:
        if token.type in OPENS and kind is None:
            kind = OPENS[token.type]
        elif token.type in CLOSES and kind is not None:
            yield 0, Block(kind, tuple(lines))
            kind, lines = None, []
        elif token.type == "inline":
            line = tuple(_spans(token.children or []))
            if kind:
                lines.append(line)
            else:
                yield level, Block("heading" if level else "text", (line,))
        elif token.type in SILENT:
            level = int(token.tag[1]) if token.type == "heading_open" else 0
        else:
            raise Unreadable(f"the manual has no {token.type}")


def _spans(tokens: Sequence[Token]) -> Iterator[Span]:
    mark: Mark = "plain"
    to = ""
    for token in tokens:
        match token.type:
            case "text":
                if token.content:
                    yield Span(token.content, mark, to)
            case "softbreak":
                yield Span(" ", mark, to)
            case "code_inline":
                yield Span(token.content, "key")
            case "strong_open":
                mark = "strong"
            case "link_open":
                mark, to = "link", _target(str(token.attrGet("href")))
            case "strong_close" | "link_close":
                mark, to = "plain", ""
            case _:
                raise Unreadable(f"the manual has no {token.type}")


def _target(href: str) -> str:
    kind, _, key = href.partition(":")
    if kind != "help":
        raise Unreadable(f"links of the manual lead to its chapters, as help:list; not to {href}")
    return key
