"""What the manual's files say besides their chapters."""

from __future__ import annotations

from .flow import Flow

WORDS = {
    "zh": {
        "title": "客档使用手册", "contents": "目录", "flow": "业务流程图", "about": "版本 {version} · {firm} · {day}",
        "flow_about": "各类资料的先后关系和阶段，取自当前的对象设置。", "then": "之后是", "also": "也可能",
    },
    "en": {
        "title": "Kedang operation manual", "contents": "Contents", "flow": "How work flows", "about": "Version {version} · {firm} · {day}",
        "flow_about": "Which records lead to which, and their stages, as the objects are set up today.", "then": "Leads to", "also": "Or",
    },
}  # fmt: skip


def told(flow: Flow, language: str) -> list[str]:
    """The chart in words: a line for each object with its stages, and what it leads to."""
    words, zh = WORDS[language], language == "zh"
    comma, stop, colon = ("、", "；", "：") if zh else (", ", "; ", ": ")
    label = {one.key: one.label for one in flow.boxes}
    lines = list[str]()
    for one in flow.boxes:
        leads = [label[arrow.end] for arrow in flow.arrows if arrow.start == one.key]
        parts = [" → ".join(one.stages)] if one.stages else []
        parts += [f"{words['also']} {comma.join(one.aside)}"] if one.aside else []
        parts += [f"{words['then']} {comma.join(leads)}"] if leads else []
        lines.append(one.label + (colon + stop.join(parts) if parts else ""))
    return lines
