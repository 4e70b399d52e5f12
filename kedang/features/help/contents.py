"""What the manual consists of, in order."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from .model import Group
from .reading import chapter_of

FOLDER = Path(__file__).parent / "chapters"
LABELS = {
    "start": {"zh": "入门", "en": "First steps"},
    "work": {"zh": "日常使用", "en": "Daily work"},
    "data": {"zh": "导入与导出", "en": "In and out"},
    "mine": {"zh": "个人设置", "en": "Your own settings"},
    "firm": {"zh": "管理", "en": "Administration"},
    "door": {"zh": "登录与加入", "en": "Getting in"},
}
#: Chapters by group. A chapter of a page of the settings is called ``settings-`` and the page's key; ``ui/src/features/help/topics.ts`` knows the others.
GROUPS = {
    "start": ("basics", "keys", "start", "home"),
    "work": ("list", "record", "merge", "bin", "search", "notices"),
    "data": ("import", "settings-sources", "settings-bulk", "settings-export"),
    "mine": ("settings", "settings-profile", "settings-password", "settings-tokens"),
    "firm": ("settings-workspace", "settings-objects", "settings-people", "settings-departments", "settings-backups", "settings-demo", "settings-status"),
    "door": ("sign-in", "setup", "invite", "help"),
}
KEYS = tuple(key for keys in GROUPS.values() for key in keys)


@cache
def groups(language: str) -> tuple[Group, ...]:
    """The whole manual in a language: ``zh`` or ``en``."""
    return tuple(
        Group(name, LABELS[name][language], tuple(chapter_of(key, (FOLDER / language / f"{key}.md").read_text("utf-8")) for key in keys))
        for name, keys in GROUPS.items()
    )
