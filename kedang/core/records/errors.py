"""What can go wrong with records."""

from __future__ import annotations

from kedang.core.access import deed
from kedang.core.base import Conflict, Forbidden, Invalid, NotFound


class NoSuchRecord(NotFound):
    """There is no such record, or you may not see it."""

    zh = "该记录不存在或无权查看。"
    code = "not_found"


class MayNotEdit(Forbidden):
    """You may not change '{label}' of this record."""

    zh = "您不能修改此记录的“{label}”。"
    code = "forbidden"


class MayNotRecord(Forbidden):
    """You may see this record, but not {action} it."""

    zh = "您可以查看此记录，但无权{action}。"
    code = "forbidden"

    def __init__(self, *, action: str) -> None:
        """``action``: as roles name it."""
        super().__init__(action=deed(action))


class OutOfReach(Forbidden):
    """With this owner or department the record would leave what you may see; that takes the right to transfer."""

    zh = "这样修改负责人或部门后您将无法查看此记录；需要“转移”权限。"
    code = "forbidden"


class Rejected(Invalid):
    """The record cannot be saved as it is."""

    zh = "记录无法保存，请检查标出的字段。"
    code = "invalid"


class NoSuchReference(Invalid):
    """{label}: there is no such record, or you may not see it."""

    zh = "{label}：所选内容不存在或无权查看。"
    code = "no_such_reference"


class NotWritable(Invalid):
    """'{label}' is made by the system and cannot be given."""

    zh = "“{label}”由系统生成，不能填写。"
    code = "not_writable"


class Stale(Conflict):
    """Somebody else has changed the same fields since you read them."""

    zh = "您编辑期间，他人已修改了相同字段。"
    code = "stale"


class Duplicate(Conflict):
    """'{label}' must be unique, and another record has this value."""

    zh = "“{label}”的值已被其他记录使用。"
    code = "duplicate"


class VersionNeeded(Invalid):
    """Give the version that you read, so that nobody's changes are overwritten."""

    zh = "请提供读取时的版本号，以免覆盖他人的修改。"
    code = "version_required"


class BatchTooLarge(Invalid):
    """A batch has at most {most} rows."""

    zh = "单次批量最多 {most} 行。"


class NothingToUndo(Conflict):
    """This was undone already, or it is too late to undo it."""

    zh = "该操作已撤销或已超过可撤销期限。"


class Touched(Conflict):
    """Somebody has changed this record since; it was left as it is."""

    zh = "此后已有人修改过该记录，保持不变。"


class NotMergeable(Invalid):
    """Name two to {most} different records of one object."""

    zh = "请选择同一对象的 2 至 {most} 条不同记录。"


class BadRow(Invalid):
    """A row is one of create, update and delete; the latter two name an id, and perhaps the version that was read."""

    zh = "每一行须为 create、update、delete 之一；后两者须给出 id，可附带读取时的版本号。"


class BadId(Invalid):
    """'{field}' must be the id of a record."""

    zh = "“{field}”应为记录的 ID。"
