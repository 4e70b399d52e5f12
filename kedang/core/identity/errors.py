"""What can go wrong with people, departments and sign-in."""

from __future__ import annotations

from kedang.core.base import Busy, Conflict, Forbidden, Invalid, NotFound, Unauthenticated


class WrongCredentials(Unauthenticated):
    """Login or password is wrong."""

    zh = "账号或密码不正确。"
    code = "wrong_credentials"


class PasswordOfAccount(Unauthenticated):
    """You have an account here already; enter the password that you have."""

    zh = "您已有账号，请输入现有密码。"


class TooManyAttempts(Busy):
    """Too many attempts; try again in {retry_after} seconds."""

    zh = "尝试次数过多，请在 {retry_after} 秒后重试。"


class WrongPassword(Invalid):
    """This is not your present password."""

    zh = "当前密码不正确。"


class PasswordTooShort(Invalid):
    """A password has at least {limit} characters."""

    zh = "密码至少需要 {limit} 个字符。"


class PasswordTooLong(Invalid):
    """A password has at most {limit} characters."""

    zh = "密码最多 {limit} 个字符。"


class PasswordTooCommon(Invalid):
    """This password is easy to guess: it is widely used, repeats itself, or is made of names that others know. Choose another."""

    zh = "该密码容易被猜到（常用、重复或由公开的名称组成），请换一个。"


class NoAccount(Conflict):
    """This person has not chosen a password yet; invite her."""

    zh = "该人员尚未设置过密码，请改用邀请链接。"


class LoginTaken(Conflict):
    """Somebody else uses this e-mail address, mobile or staff number already."""

    zh = "该邮箱、手机号或工号已被使用。"


class NoLogin(Invalid):
    """This person needs an e-mail address, a mobile or a staff number to sign in with."""

    zh = "该人员需要先填写邮箱、手机号或工号才能登录。"


class BadEmail(Invalid):
    """This is not an e-mail address."""

    zh = "邮箱格式有误。"


class BadMobile(Invalid):
    """This is not a mobile number."""

    zh = "手机号格式有误。"


class BadStaffNumber(Invalid):
    """A staff number has 1 to 40 letters, digits or hyphens."""

    zh = "工号须为 1 至 40 位字母、数字或连字符。"


class BadLogin(Invalid):
    """This is neither an e-mail address, nor a mobile number, nor a staff number of letters, digits and hyphens."""

    zh = "登录账号应为邮箱、手机号，或由字母、数字和连字符组成的工号。"


class NameMissing(Invalid):
    """A name has 1 to 100 characters."""

    zh = "名称须为 1 至 100 个字符。"


class UnknownDepartment(Invalid):
    """There is no such department."""

    zh = "部门不存在。"


class NoSuchPerson(NotFound):
    """Nobody is called {who!r}; use a name, an e-mail address, a mobile or a staff number."""

    zh = "找不到 {who!r}；请使用姓名、邮箱、手机号或工号。"


class AmbiguousPerson(Conflict):
    """Several people are called {who!r}; use an e-mail address, a mobile, a staff number or an id."""

    zh = "有多人名为 {who!r}；请使用邮箱、手机号、工号或 id。"


class UnknownRole(Invalid):
    """There is no role {role!r}; choose one that this workspace has."""

    zh = "没有角色 {role!r}；请选择此工作区已有的角色。"


class DepartmentCycle(Invalid):
    """A department cannot lie below itself."""

    zh = "部门不能隶属于自身或其下级部门。"


class DepartmentHasOthersBelow(Conflict):
    """Departments below this one are still in use; move or retire them first."""

    zh = "该部门仍有下级部门，请先调整或停用下级部门。"


class DepartmentHasPeople(Conflict):
    """{people} people still belong to this department; move them to another one first."""

    zh = "该部门仍有 {people} 名成员，请先将其调整到其他部门。"


class LastAdministrator(Conflict):
    """Somebody must remain who administers this workspace."""

    zh = "至少须保留一名管理员。"


class PersonDisabled(Conflict):
    """This person is disabled."""

    zh = "该人员已停用。"


class AccountShared(Forbidden):
    """This account belongs to other workspaces too; only its owner or the operator of this installation may reset its password."""

    zh = "该账号同时属于其他工作区，只能由本人或系统运维人员重置密码。"


class SessionNeeded(Forbidden):
    """An API token cannot do this; sign in."""

    zh = "API 令牌不能执行此操作，请登录后再试。"


class OwnRoles(Forbidden):
    """Your own roles are changed by an administrator."""

    zh = "自己的角色须由管理员修改。"


class LoginNeeded(Invalid):
    """One who signs in needs an e-mail address, a mobile or a staff number; give another one first."""

    zh = "可登录的人员须至少保留邮箱、手机号、工号中的一项，请先填写其他登录方式。"


class TooManyPeople(Invalid):
    """At most {limit} people can be created at once."""

    zh = "一次最多创建 {limit} 人。"


class BadCursor(Invalid):
    """This cursor is not valid."""

    zh = "分页游标无效。"
