"""What can go wrong with an export."""

from __future__ import annotations

from kedang.core.base import Busy, Conflict, Invalid, NotFound


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
