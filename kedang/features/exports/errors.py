"""What can go wrong with an export."""

from __future__ import annotations

from kedang.core.base import Busy, Conflict, Forbidden, Invalid, KedangError, NotFound


class NoSuchExport(NotFound):
    """There is no such export, it has expired, or it is not yours."""

    zh = "该导出不存在、已过期或不属于您。"


class NotReady(Conflict):
    """The file is not ready yet; ask again when the export's state is 'done'."""

    zh = "文件尚未生成；请在导出状态变为 done 后再下载。"
    code = "not_ready"


class BadExport(Invalid):
    """'{field}': {reason}"""

    zh = "“{field}”：{reason_zh}"


class TooWide(Invalid):
    """A PDF holds at most {most} columns, and these are {columns}: choose fewer fields, or take xlsx or csv."""

    zh = "PDF 最多 {most} 列，现在有 {columns} 列；请减少字段，或改用 xlsx、csv。"


class TooManyExports(Busy):
    """{most} of your exports are still being made; wait for one of them, or delete one."""

    zh = "您已有 {most} 个导出正在进行；请等待其中一个完成，或先删除一个。"
    code = "too_many_exports"


class ExportBroken(Busy):
    """The export could not be made; the administrator can look it up under this request's number."""

    zh = "导出未能完成；管理员可凭请求编号查看原因。"
    code = "query_failed"


class Withdrawn(NotFound):
    """The export was deleted while it was being made."""

    zh = "导出在生成过程中被删除。"


class ScheduleChanged(Conflict):
    """Somebody else has changed the schedule since you read it; read it again (it is version {version} now)."""

    zh = "定期导出的设置已被他人修改（现为第 {version} 版）；请重新读取后再保存。"
    code = "stale"


class MoreThanYours(Forbidden):
    """This file holds the whole workspace, and your roles hide or mask some of that; export by hand what you may see, or ask an administrator."""

    zh = "该文件包含整个工作区的数据，而您的角色看不到其中一部分；请手动导出您可以查看的数据，或联系管理员。"
    code = "forbidden"


class NoRoom(Busy):
    """There was no room left on the disk for the file; make room: it is tried again every hour for a day."""

    zh = "磁盘空间不足，文件未能写完；请清理磁盘；一天之内系统每小时重试一次。"
    code = "no_room"


class CannotWrite(Busy):
    """The folder for exports could not be written to; let the user that runs Kedang write below the data folder: it is tried again every hour for a day."""

    zh = "无法写入导出文件夹；请确认运行客档的系统用户可以写入数据文件夹；一天之内系统每小时重试一次。"
    code = "cannot_write"


class PeriodicBroken(Busy):
    """The export could not be made; the administrator finds the reason in the log. It is tried again every hour for a day."""

    zh = "导出未能完成；管理员可在日志中查看原因。一天之内系统每小时重试一次。"
    code = "broken"


class Interrupted(Busy):
    """The export was cut off again and again, and was given up; see that background work is running."""

    zh = "导出多次中断，已放弃；请确认后台任务在正常运行。"
    code = "interrupted"


FAILURES: dict[str, type[KedangError]] = {one.code: one for one in (NoRoom, CannotWrite, PeriodicBroken, Interrupted)}  #: why a periodic export failed, by code
