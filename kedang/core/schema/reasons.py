"""Why a definition cannot be used, in words: parts of the messages in ``errors``. Each names the object, field or option that it is about."""

from __future__ import annotations

from collections.abc import Iterable

from kedang.core.base import Reason


def fields(most: int) -> Reason:
    """Too many fields."""
    return Reason("fields", f"more than {most} fields", f"字段超过 {most} 个")


def title(key: str, field: str) -> Reason:
    """A title that is no text."""
    return Reason("title", f"{key}: the title must be a text field, {field} is none", f"{key}：标题须为文本字段，{field} 不是")


def timeline(key: str, field: str) -> Reason:
    """A timeline by what is no relation."""
    return Reason("timeline", f"{key}: timeline names {field}, which is no relation", f"{key}：timeline 中的 {field} 不是关联字段")


def timeline_date(key: str, field: str) -> Reason:
    """A day of the timeline that is no date."""
    return Reason("timeline_date", f"{key}: timeline_date names {field}, which is no date", f"{key}：timeline_date 指定的 {field} 不是日期字段")


def path(key: str, field: str) -> Reason:
    """A way by what is no choice."""
    return Reason("path", f"{key}: path names {field}, which is no choice field", f"{key}：path 指定的 {field} 不是单选字段")


def latest(key: str, source: str, kind: str) -> Reason:
    """A computed day without its source."""
    kinds = {"relation": "关联到该对象的字段", "date": "日期字段", "choice": "单选字段"}
    return Reason("latest", f"{key} is computed from {source}, which must be a {kind} field that leads there"
                  if kind == "relation" else f"{key} is computed from {source}, which must be a {kind} field",
                  f"{key} 由 {source} 计算得出，{source} 须为{kinds[kind]}")  # fmt: skip


def due(key: str, part: str, field: str, kinds: Iterable[str]) -> Reason:
    """A to-do by a field that cannot say that part of it."""
    wanted = " / ".join(kinds)
    return Reason("due", f"{key}: due.{part} names {field}, which is no field of kind {wanted}", f"{key}：due.{part} 指定的 {field} 不是 {wanted} 类型的字段")


def no_field(key: str, field: str) -> Reason:
    """A field that there is not."""
    return Reason("no_field", f"{key}: {field} is no field", f"{key}：没有字段 {field}")


def no_kind(key: str, kind: str) -> Reason:
    """A kind that there is not."""
    return Reason("no_kind", f"{key}: there is no kind {kind}", f"{key}：没有字段类型 {kind}")


def no_object(key: str, target: str | None) -> Reason:
    """A relation that leads to no object."""
    if target is None:
        return Reason("no_object", f"{key}: a relation needs a target, the key of an object", f"{key}：关联字段须以 target 指定对象")
    return Reason("no_object", f"{key}: there is no object {target}", f"{key}：没有对象 {target}")


def no_target(key: str) -> Reason:
    """A target of what is no relation."""
    return Reason("no_target", f"{key}: only relations have a target", f"{key}：只有关联字段可以有 target")


def not_unique_able(key: str, label: dict[str, str]) -> Reason:
    """A kind whose values cannot be unique."""
    return Reason("not_unique_able", f"{key}: values of the kind {label['en']} cannot be unique", f"{key}：“{label['zh']}”类型的值不能设为唯一")


def pattern(key: str) -> Reason:
    """A serial number without a pattern."""
    return Reason("pattern", f"{key}: a serial number needs a pattern such as C-{{YYYY}}-{{000000}}", f"{key}：编号需要格式，例如 C-{{YYYY}}-{{000000}}")


def format(key: str, wanted: str, known: Iterable[str]) -> Reason:
    """A format that there is not, or of what is no text."""
    have = ", ".join(known)
    return Reason(
        "format", f"{key}: the format {wanted!r} cannot be used; only fields of the kind text have one, and there is: {have}",
        f"{key}：格式 {wanted!r} 不可用；只有单行文本字段可以设格式，可用的格式：{have}",
    )  # fmt: skip


def serial_default(key: str) -> Reason:
    """A default of what we number."""
    return Reason("serial_default", f"{key}: a serial number has no default", f"{key}：编号不能有默认值")


def default(key: str, en: str, zh: str) -> Reason:
    """A default that is no value of the field."""
    return Reason("default", f"{key}: the default {en}", f"{key}：默认值{zh}")


def dynamic_default(key: str, word: str, label: dict[str, str]) -> Reason:
    """A default of the moment for a field of another kind."""
    return Reason(
        "dynamic_default", f"{key}: the default {word} is only for fields of the kind {label['en']}", f"{key}：默认值 {word} 只用于“{label['zh']}”字段"
    )


def no_options(key: str) -> Reason:
    """Options of what is no choice."""
    return Reason("no_options", f"{key}: only choices have options", f"{key}：只有单选和多选字段可以有选项")


def options(key: str, most: int) -> Reason:
    """Too many options, or one twice."""
    return Reason("options", f"{key}: at most {most} options, each key once", f"{key}：选项最多 {most} 个，且标识不能重复")


def option_key(key: str, option: str) -> Reason:
    """A key that an option cannot have."""
    return Reason("option_key", f"{key}: {option!r} cannot be the key of an option", f"{key}：{option!r} 不能作为选项标识")


def label(key: str) -> Reason:
    """A label that is missing or too long."""
    return Reason("label", f"{key}: a label is missing or longer than 200 characters", f"{key}：名称缺失或超过 200 个字符")
