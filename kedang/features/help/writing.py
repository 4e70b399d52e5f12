"""The manual as files: a page of HTML that needs nothing else, and what a PDF is set from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import msgspec

from .contents import groups
from .drawing import svg_of
from .flow import Flow
from .model import Block, Chapter, Span
from .words import WORDS, told

TAGS = {"strong": "strong", "key": "kbd"}
STYLE = """
body{margin:0 auto;max-width:46rem;padding:2rem 1.25rem 4rem;color:#1d2433;background:#fff;font:16px/1.7 -apple-system,BlinkMacSystemFont,"PingFang SC",
"Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif}
h1{font-size:1.8rem;line-height:1.3;margin:0 0 .25rem}h2{margin:3rem 0 .5rem;font-size:1.35rem;border-bottom:1px solid #d8dce5;padding-bottom:.25rem}
h3{margin:2rem 0 .25rem;font-size:1.15rem}h4{margin:1.25rem 0 .25rem;font-size:1rem}p,ul,ol{margin:.4rem 0}
a{color:#1d4fd8}kbd{padding:0 .3em;border:1px solid #d8dce5;border-radius:4px;background:#f6f7f9;font:inherit;font-size:.9em}
nav ul{list-style:none;padding:0;columns:2}nav h3{font-size:1rem;margin:1rem 0 0}svg{max-width:100%;height:auto}.about{color:#525b6c}
@media(max-width:40rem){nav ul{columns:1}}@media print{body{max-width:none;padding:0}h2{break-before:page}h3{break-after:avoid}}
"""


@dataclass(frozen=True, kw_only=True)
class Manual:
    """What the files of the manual are made of."""

    language: str
    version: str
    firm: str
    day: str
    flow: Flow


def html_of(manual: Manual) -> str:
    """The whole manual as one page, which loads nothing."""
    words, all_ = WORDS[manual.language], groups(manual.language)
    contents = "".join(f"<h3>{escape(one.label)}</h3><ul>{''.join(_entry(chapter) for chapter in one.chapters)}</ul>" for one in all_)
    body = "".join(f"<h2>{escape(one.label)}</h2>{''.join(_chapter(chapter) for chapter in one.chapters)}" for one in all_)
    lines = "".join(f"<li>{escape(line)}</li>" for line in told(manual.flow, manual.language))
    drawn = f'<h2 id="flow">{words["flow"]}</h2><p>{words["flow_about"]}</p>{svg_of(manual.flow, words["flow"])}<ol>{lines}</ol>'
    language = "zh-CN" if manual.language == "zh" else "en"
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{words["title"]}</title><style>{STYLE}</style>'
    about = f'<p class="about">{escape(_about(manual))}</p>'
    nav = f'<nav><h2>{words["contents"]}</h2>{contents}<ul><li><a href="#flow">{words["flow"]}</a></li></ul></nav>'
    return f'<!doctype html><html lang="{language}"><head>{head}</head><body><h1>{words["title"]}</h1>{about}{nav}{body}{drawn}</body></html>\n'


def paper_of(manual: Manual) -> dict[str, Any]:  # Any: JSON, for the template
    """The same, as the template ``manual.typ`` takes it."""
    words = WORDS[manual.language]
    return {
        "lang": manual.language, "title": words["title"], "about": _about(manual), "contents": words["contents"],
        "groups": msgspec.to_builtins(groups(manual.language)),
        "flow": {"title": words["flow"], "about": words["flow_about"], "svg": svg_of(manual.flow, words["flow"]), "lines": told(manual.flow, manual.language)},
    }  # fmt: skip


def _about(manual: Manual) -> str:
    return WORDS[manual.language]["about"].format(version=manual.version, firm=manual.firm, day=manual.day)


def _entry(chapter: Chapter) -> str:
    return f'<li><a href="#{chapter.key}">{escape(chapter.title)}</a></li>'


def _chapter(chapter: Chapter) -> str:
    return f'<h3 id="{chapter.key}">{escape(chapter.title)}</h3>{"".join(_block(one) for one in chapter.blocks)}'


def _block(block: Block) -> str:
    lines = [_line(line) for line in block.lines]
    match block.kind:
        case "heading":
            return f"<h4>{lines[0]}</h4>"
        case "text":
            return f"<p>{lines[0]}</p>"
        case "list" | "steps":
            tag = "ul" if block.kind == "list" else "ol"
            return f"<{tag}>{''.join(f'<li>{line}</li>' for line in lines)}</{tag}>"


def _line(spans: Sequence[Span]) -> str:
    return "".join(_span(one) for one in spans)


def _span(one: Span) -> str:
    text = escape(one.text)
    if one.mark == "link":
        return f'<a href="#{one.to}">{text}</a>'
    tag = TAGS.get(one.mark)
    return f"<{tag}>{text}</{tag}>" if tag else text
