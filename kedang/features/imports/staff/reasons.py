"""Why a row of a list of staff is refused, in both languages."""

from __future__ import annotations

from kedang.core.base import Reason

DISABLED = Reason("person_disabled", "This person is disabled; enable her first.", "该人员已停用，请先重新启用。")
OUT_OF_REACH = Reason("out_of_reach", "Only an administrator may do this to people with that role.", "只有管理员才能授予该角色或修改拥有该角色的人员。")
OWN_ROLES = Reason("own_roles", "Your own roles are changed by an administrator.", "自己的角色须由管理员修改。")
STAYS_ADMINISTRATOR = Reason(
    "stays_administrator",
    "A list does not take the role of administrator away; change it on this person's page.",
    "导入不会取消管理员角色，请在该人员的页面上修改。",
)


def ambiguous_department(path: str) -> Reason:
    """Several departments are called so."""
    return Reason(
        "ambiguous_department",
        f"Several departments are called “{path}”; write the whole path, as Sales/East.",
        f"有多个部门名为“{path}”，请写全路径，如 销售部/华东区。",
    )


def long_department(path: str) -> Reason:
    """A name is too long."""
    return Reason("long_department", f"“{path[:30]}…” is too long for a department.", f"部门名称“{path[:30]}…”过长。")


def no_such_department(path: str) -> Reason:
    """It could not be made, because its path may begin in several places."""
    return Reason("no_such_department", f"It is not clear where “{path}” belongs; write the whole path.", f"无法确定“{path}”的上级部门，请写全路径。")


def unknown_role(text: str) -> Reason:
    """Nobody has defined such a role."""
    return Reason("unknown_role", f"There is no role “{text}”.", f"没有名为“{text}”的角色。")


def login_of_another(name: str) -> Reason:
    """Somebody else uses it."""
    return Reason("login_of_another", f"{name} uses this already.", f"已被“{name}”使用。")


def ambiguous_name(name: str) -> Reason:
    """Several people are called so."""
    return Reason(
        "ambiguous_name",
        f"Several people are called {name}; give a mobile, an e-mail or a staff number.",
        f"有多人名为“{name}”，请填写手机、邮箱或工号以便区分。",
    )


def repeated(number: int) -> Reason:
    """An earlier row means the same person."""
    return Reason("repeated", f"Row {number} means the same person.", f"与第 {number} 行是同一人。")
