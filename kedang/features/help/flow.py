"""The flow chart of the firm's work, from its definitions: which records lead to which, and the stages that they go through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

import msgspec

WIDTH, PAD, GAP, LANE = 320, 14, 36, 18  #: of a box, within it, between two, and of a way past others
TITLE, LINE, UNIT = 24, 20, 6.6  #: heights of a title and of a line of stages, and the width of a Latin letter
ARROW, BREAK = " → ", " · "


@dataclass(frozen=True, kw_only=True)
class Step:
    """An object as far as its reader may know it, in her language."""

    key: str
    label: str
    before: frozenset[str]  #: the objects that it has a relation to
    stages: tuple[str, ...] = ()  #: in order
    aside: tuple[str, ...] = ()  #: where it rests or breaks off


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """An object: its name, its stages in lines that fit, and where it stands."""

    key: str
    label: str
    stages: tuple[str, ...]  #: in order
    aside: tuple[str, ...]  #: where it rests or breaks off
    lines: tuple[str, ...]
    y: int
    height: int


class Arrow(msgspec.Struct, frozen=True, kw_only=True):
    """That records of one object follow from records of another, as a path of SVG."""

    start: str
    end: str
    path: str


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """The chart, in a view box of ``0 0 width height``; every box stands at ``x = 0`` and is ``box_width`` wide."""

    width: int
    height: int
    box_width: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def flow_of(steps: Sequence[Step]) -> Flow:
    """The chart, top to bottom in the order of the work."""
    by_key = {one.key: one for one in steps}
    before = {one.key: one.before & by_key.keys() - {one.key} for one in steps}
    order = _order(list(by_key), before)
    boxes = dict[str, Box]()
    y = 0
    for key in order:
        boxes[key] = _box(by_key[key], y)
        y += boxes[key].height + GAP
    ways = [(start, end) for at, end in enumerate(order) for start in order[:at] if start in _nearest(end, before)]
    lanes = [way for way in ways if order.index(way[1]) - order.index(way[0]) > 1]
    arrows = tuple(_arrow(boxes[start], boxes[end], lanes.index((start, end)) + 1 if (start, end) in lanes else 0) for start, end in ways)
    return Flow(width=WIDTH + LANE * (len(lanes) + 1), height=max(y - GAP, 1), box_width=WIDTH, boxes=tuple(boxes.values()), arrows=arrows)


def _order(keys: list[str], before: Mapping[str, frozenset[str]]) -> list[str]:
    """What comes before stands above; of what could stand next, what follows the last one. Circles are cut where they begin."""
    order = list[str]()
    while len(order) < len(keys):
        open_ = [key for key in keys if key not in order]
        free = [key for key in open_ if before[key] <= set(order)] or open_[:1]
        follows = [key for key in free if order and order[-1] in before[key]]
        order.append((follows or free)[0])
    return order


def _nearest(key: str, before: Mapping[str, frozenset[str]]) -> set[str]:
    """What it follows from at first hand: not what stands before that already."""
    return {one for one in before[key] if not any(one in _all_before(other, before) for other in before[key] if other != one)}


def _all_before(key: str, before: Mapping[str, frozenset[str]]) -> set[str]:
    found, left = set[str](), list(before[key])
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            left += before[one]
    return found


def _box(one: Step, y: int) -> Box:
    lines = _fit(one.stages, ARROW) + _fit(one.aside, BREAK)
    height = PAD * 2 + TITLE + LINE * len(lines)
    return Box(key=one.key, label=one.label, stages=one.stages, aside=one.aside, lines=tuple(lines), y=y, height=height)


def _fit(words: Sequence[str], joint: str) -> list[str]:
    """Words in lines as wide as a box. What goes on has the joint at its end."""
    lines = list[str]()
    for at, word in enumerate(words):
        piece = word + (joint.rstrip() if at < len(words) - 1 else "")
        if lines and _wide(f"{lines[-1]} {piece}") <= WIDTH - PAD * 2:
            lines[-1] = f"{lines[-1]} {piece}"
        else:
            lines.append(piece)
    return lines


def _wide(text: str) -> float:
    return sum(UNIT * (2 if east_asian_width(char) in "WF" else 1) for char in text)


def _arrow(start: Box, end: Box, lane: int) -> Arrow:
    if lane == 0:
        return Arrow(start=start.key, end=end.key, path=f"M{WIDTH // 2} {start.y + start.height}V{end.y - 2}")
    right = WIDTH + LANE * lane
    return Arrow(start=start.key, end=end.key, path=f"M{WIDTH} {start.y + start.height // 2}H{right}V{end.y + end.height // 2}H{WIDTH + 2}")
