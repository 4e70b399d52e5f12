"""What can go wrong with a backup."""

from __future__ import annotations

from kedang.core.base import Busy, Conflict, Invalid, NotFound


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
    """The disk of {folder} has {free} MB left, and a backup needs about {needed} MB. Make room, or set KEDANG_BACKUP_DAYS lower."""

    zh = "{folder} 所在磁盘仅剩 {free} MB，备份约需 {needed} MB。请清理空间，或调低 KEDANG_BACKUP_DAYS。"


class AnotherBackup(Busy):
    """Another backup is being made in {folder}; try again when it is done."""

    zh = "{folder} 中正在进行另一次备份；请稍后再试。"


class ProgramFailed(Busy):
    """{program} failed: {reason}"""

    zh = "{program} 执行失败：{reason}"


class RestoredDiffers(Invalid):
    """What was restored from {folder} differs from what was backed up, in: {tables}. It was removed again; nothing else was changed."""

    zh = "从 {folder} 恢复的数据与备份时不一致：{tables}。恢复结果已删除，其余未作任何改动。"
