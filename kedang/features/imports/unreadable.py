"""Why a file cannot be read, and what to do about it."""

from __future__ import annotations

from kedang.core.base import Invalid


class Unreadable(Invalid):
    """{file} cannot be read as a table. Open it in a spreadsheet program and save it as .xlsx or .csv."""

    zh = "无法将 {file} 作为表格读取。请用表格软件打开后另存为 .xlsx 或 .csv。"


class FileEmpty(Unreadable):
    """{file} is empty. Choose the file that holds the data."""

    zh = "{file} 是空文件。请选择包含数据的文件。"


class FileTooLarge(Unreadable):
    """{file} is too large: {what}. Split it into several files, or delete empty rows, columns and pictures and save it again."""

    zh = "{file} 过大：{what}。请拆分为多个文件，或删除空白行列和图片后重新保存。"


class FileBroken(Unreadable):
    """{file} is damaged or was not copied completely. Copy it again, or open it in a spreadsheet program and save it as .xlsx."""

    zh = "{file} 已损坏或不完整。请重新复制，或用表格软件打开后另存为 .xlsx。"


class FileEncrypted(Unreadable):
    """{file} is protected by a password. Open it with the password, remove the protection and save it again."""

    zh = "{file} 设有密码保护。请输入密码打开，取消保护后重新保存。"


class FileHostile(Unreadable):
    """{file} was refused because it is built like an attack: {what}. Open it in a spreadsheet program and save it as a new .xlsx file."""

    zh = "{file} 的结构类似攻击文件，已拒绝读取：{what}。请用表格软件打开后另存为新的 .xlsx 文件。"


class NotASpreadsheet(Unreadable):
    """{file} is {what}, not a spreadsheet. Open it in a spreadsheet program and save it as .xlsx or .csv."""

    zh = "{file} 是 {what}，不是电子表格。请用表格软件打开后另存为 .xlsx 或 .csv。"


class UnknownEncoding(Unreadable):
    """The characters of {file} are written in no known way. Save it as 'CSV UTF-8'."""

    zh = "无法识别 {file} 的文字编码。请另存为“CSV UTF-8”格式。"
