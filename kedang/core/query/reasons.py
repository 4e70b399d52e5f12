"""Why a query is refused, in words: parts of the messages in ``errors``."""

from __future__ import annotations

from collections.abc import Iterable

from kedang.core.base import Reason

ONE_PLACE = Reason("one_place", "give one of cursor, offset and around", "cursor、offset、around 只能给出一个")
FROM_0 = Reason("from_0", "must be a number from 0", "应为不小于 0 的整数")
COUNTS = Reason("counts", "must be none, capped or exact", "应为 none、capped 或 exact")
CONDITION = Reason("condition", "a condition is an object with and, or, not, or field and op", "条件应为含 and、or、not，或 field 与 op 的对象")
FIELD_KEY = Reason("field_key", "a field is named by its key", "字段应以标识表示")
HAVING = Reason(
    "having", "name a measure by its place, with eq, ne, lt, le, gt or ge and a number", "请按序号指定度量，并给出 eq、ne、lt、le、gt 或 ge 以及一个数字"
)
NOT_A_NUMBER = Reason("not_a_number", "a measure of money or dates cannot be compared with a number", "金额或日期的度量不能与数字比较")
GROUP_SORT = Reason(
    "group_sort", "groups are sorted by group.0 or measure.0, with - before it for descending", "分组按 group.0 或 measure.0 排序，降序在前面加 -"
)
SEARCH = Reason("search_too_long", "a search has at most 200 characters", "搜索内容最多 200 个字符")
NO_SUCH_PART = Reason("no_such_part", "there is no such part of a query", "查询没有这个部分")
LIST = Reason("list", "must be a list", "应为列表")
TEXTS = Reason("texts", "must be a list of texts", "应为文本列表")
TEXT = Reason("text", "must be a text", "应为文本")
ID = Reason("id", "must be an id", "应为 ID")
NO_FIELDS = Reason("no_fields", "name at least one field", "请至少指定一个字段")
RELATED = Reason("related", "too many related records", "涉及的关联记录过多")


def sorts(most: int) -> Reason:
    """Too many fields to sort by."""
    return Reason("sorts", f"more than {most} fields to sort by", f"排序字段超过 {most} 个")


def condition_size(nodes: int, depth: int) -> Reason:
    """A condition that is too large or too deep."""
    return Reason("condition_size", f"a condition has at most {nodes} nodes and depth {depth}", f"条件最多 {nodes} 个节点、{depth} 层嵌套")


def takes_list(word: str) -> Reason:
    """``and`` and ``or`` take lists."""
    return Reason("takes_list", f"'{word}' takes a list", f"“{word}”后应为列表")


def no_operator(word: str) -> Reason:
    """An operator that there is not."""
    return Reason("no_operator", f"there is no operator {word!r}", f"没有运算符 {word!r}")


def hops(most: int) -> Reason:
    """A path that is too long."""
    return Reason("hops", f"a path has at most {most} hops", f"字段路径最多经过 {most} 个关联")


def holds(keys: Iterable[str]) -> Reason:
    """Entries must be objects with these keys."""
    words = ", ".join(sorted(keys))
    return Reason("holds", f"holds objects with {words}", f"各项应为含 {words} 的对象")


def entries(most: int, place: str) -> Reason:
    """A list that is too long."""
    return Reason("entries", f"more than {most} entries in {place}", f"“{place}”超过 {most} 项")


def not_for_kind(op: str, label: dict[str, str]) -> Reason:
    """An operator that fields of a kind do not know."""
    return Reason("not_for_kind", f"{op} is not for fields of the kind {label['en']}", f"{op} 不适用于“{label['zh']}”类型的字段")


def no_value(op: str) -> Reason:
    """An operator that takes no value."""
    return Reason("no_value", f"{op} takes no value", f"{op} 不需要值")


def no_relation(key: str) -> Reason:
    """A path through a field that leads nowhere."""
    return Reason("no_relation", f"{key} is no relation", f"{key} 不是关联字段")
