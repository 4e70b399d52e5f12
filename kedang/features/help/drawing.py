"""The flow chart as a drawing, for the manual's files."""

from __future__ import annotations

from html import escape

from .flow import LINE, PAD, TITLE, Box, Flow

FONTS = "Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif"


def svg_of(flow: Flow, label: str) -> str:
    """The chart as SVG, in fixed colours: it goes into files that are printed."""
    margin = 2
    size = f'viewBox="{-margin} {-margin} {flow.width + 2 * margin} {flow.height + 2 * margin}" width="{flow.width}" height="{flow.height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(label)}" font-family="{FONTS}">'
    tip = (
        '<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#525b6c"/></marker>'
    )
    arrows = "".join(f'<path d="{one.path}" fill="none" stroke="#525b6c" stroke-width="1.5" marker-end="url(#tip)"/>' for one in flow.arrows)
    return f"{head}<defs>{tip}</defs>{arrows}{''.join(_box(one, flow.box_width) for one in flow.boxes)}</svg>"


def _box(one: Box, width: int) -> str:
    frame = f'<rect x="0" y="{one.y}" width="{width}" height="{one.height}" rx="8" fill="#eef4ff" stroke="#2563eb"/>'
    title = f'<text x="{PAD}" y="{one.y + PAD + 14}" font-size="15" fill="#1d2433">{escape(one.label)}</text>'
    top = one.y + PAD + TITLE + 13
    lines = "".join(f'<text x="{PAD}" y="{top + at * LINE}" font-size="12" fill="#3f4757">{escape(line)}</text>' for at, line in enumerate(one.lines))
    return frame + title + lines
