"""What can go wrong with definitions and values."""

from __future__ import annotations

from kedang.core.base import Busy, Conflict, Invalid, NotFound


class NoSuchObject(NotFound):
    """There is no such object, or you may not see it."""

    zh = "该对象不存在或无权查看。"
    code = "not_found"


class UnknownField(Invalid):
    """There is no field '{field}'."""

    zh = "字段“{field}”不存在。"


class BadDefinition(Invalid):
    """The definition cannot be used: {reason}"""

    zh = "定义无法使用：{reason}"


class BadKey(Invalid):
    """'{field}' cannot be a key: small Latin letters, digits and _, beginning with a letter, at most 40, and not a system field."""

    zh = "“{field}”不能作为标识：须以小写字母开头，由小写字母、数字和下划线组成，最长 40 个字符，且不能是系统字段。"


class KeyTaken(Conflict):
    """The key '{field}' is taken."""

    zh = "标识“{field}”已被使用。"


class BadValue(Invalid):
    """{label}: {reason}"""

    zh = "{label}：{reason_zh}"


class ValueRequired(Invalid):
    """{label} must not be empty."""

    zh = "{label}不能为空。"


class NotUnique(Conflict):
    """'{field}' cannot be unique: {values} of its values stand in more than one record."""

    zh = "“{field}”不能设为唯一：有 {values} 个值出现在多条记录中。"


class TooLongToBeUnique(Conflict):
    """'{field}' cannot be unique: it holds texts of more than 2,000 bytes."""

    zh = "“{field}”不能设为唯一：其中有超过 2000 字节的文本。"


class TooManyRecords(Busy):
    """There are too many records to compare every '{field}' while others wait; try again at a quieter hour."""

    zh = "记录过多，无法在他人等待期间比较全部“{field}”的值；请在空闲时段重试。"


class NotRetired(Invalid):
    """'{field}' is not deleted, or its place has been taken since."""

    zh = "“{field}”未被删除，或其位置已被占用。"


class OrderIncomplete(Invalid):
    """The order must name every field of the object once."""

    zh = "字段顺序须恰好包含该对象的每个字段各一次。"


class CannotConvert(Invalid):
    """A field of the kind {kind} cannot become {wanted}."""

    zh = "{kind}类型的字段不能改为{wanted}。"


class FieldInUse(Conflict):
    """'{field}' is still used by {user}; change that first."""

    zh = "“{field}”仍被{user}使用，请先修改。"
