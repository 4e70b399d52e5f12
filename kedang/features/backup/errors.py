"""What can go wrong with a backup."""

from __future__ import annotations

from kedang.core.base import Busy, Conflict, Forbidden, Invalid, NotFound


class NoBackup(NotFound):
    """There is no backup in {folder}."""

    zh = "{folder} 中没有备份。"


class BackupDamaged(Invalid):
    """The backup {folder} is damaged and was not used: {problem}. Nothing was changed; take another backup."""

    zh = "备份 {folder} 已损坏，未被使用：{problem}。未作任何改动；请使用其他备份。"


class BackupTooNew(Invalid):
    """The backup {folder} was made by release {version}, which is newer than this one ({ours}). Nothing was changed; install that release first."""

    zh = "备份 {folder} 由更新的版本 {version} 生成（当前为 {ours}）。未作任何改动；请先安装该版本。"


class NotEmpty(Conflict):
    """This installation holds data already; a backup is restored into an empty data folder (KEDANG_DATA_DIR) only. Nothing was changed."""

    zh = "当前安装中已有数据；备份只能恢复到空的数据文件夹（KEDANG_DATA_DIR）。未作任何改动。"


class NoSpace(Busy):
    """The disk of {folder} has {free} MB left, and a backup needs about {needed} MB. Make room, or keep fewer backups."""

    zh = "{folder} 所在磁盘仅剩 {free} MB，备份约需 {needed} MB。请清理空间，或减少保留的份数。"


class AnotherBackup(Busy):
    """Another backup is being made in {folder}; try again when it is done."""

    zh = "{folder} 中正在进行另一次备份；请稍后再试。"


class ProgramFailed(Busy):
    """{program} failed: {reason}"""

    zh = "{program} 执行失败：{reason}"


class RestoredDiffers(Invalid):
    """What was restored from {folder} differs from what was backed up, in: {tables}. It was removed again; nothing else was changed."""

    zh = "从 {folder} 恢复的数据与备份时不一致：{tables}。恢复结果已删除，其余未作任何改动。"


class CannotWrite(Busy):
    """The folder {folder} cannot be written to: {reason}. See to its disk and its rights, then back up again."""

    zh = "无法写入文件夹 {folder}：{reason}。请检查磁盘与权限后重新备份。"


class Interrupted(Busy):
    """It was interrupted before its end, and what was unfinished does not count. Start it again."""

    zh = "在完成之前被中断，未完成的部分不计为备份。请重新开始。"


class Unforeseen(Busy):
    """It failed unexpectedly; the server's log says more."""

    zh = "发生意外错误；详情见服务器日志。"


class Overdue(Busy):
    """The backup that was planned for {at} has not been made. See that the server keeps running at that time, then back up now."""

    zh = "计划于 {at} 的备份没有进行。请确认服务器在该时间运行，然后立即备份。"


class BadPlan(Invalid):
    """'{field}': {reason}"""

    zh = "“{field}”：{reason}"


class PlanChanged(Conflict):
    """Somebody else has changed the plan since you read it; read it again (it is version {version} now)."""

    zh = "备份计划已被他人修改（现为第 {version} 版）；请重新读取后再保存。"
    code = "stale"


class OperatorsOnly(Forbidden):
    """Backups hold every workspace of this installation; they are looked after in its first workspace only."""

    zh = "备份包含本系统的所有工作区，只能在第一个工作区中管理。"
    code = "forbidden"


class AlreadyBegun(Conflict):
    """This run has begun already; it goes on."""

    zh = "该任务已经开始，正在进行。"
