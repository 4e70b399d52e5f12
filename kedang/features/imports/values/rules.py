"""The rules by which cells are read, for people: a read cell carries ``code: detail``, and ``explain`` says it in a language."""

from __future__ import annotations

RULES: dict[str, tuple[str, str]] = {
    "placeholder": ("a word for 'nothing' was taken as empty", "表示“无”的文字按空值处理"),
    "synonym": ("another word for it", "其他说法"),
    "spelling": ("an option in another spelling: case, width or blanks", "选项的不同写法：大小写、全角或空格"),
    "suffix": ("an option with a word such as 级 or 类 behind it", "选项带有“级”“类”等后缀"),
    "likely": ("probably a typing error; please confirm", "可能是笔误，请确认"),
    "serial_date": ("a day number of the spreadsheet", "表格软件的日期序号"),
    "month_only": ("only the month is given: its first day", "只有年月：取当月第一天"),
    "year_only": ("only the year is given: its first day", "只有年份：取当年第一天"),
    "short_year": ("a year of two digits", "两位数年份"),
    "day_first": ("day before month, as in the rest of the column", "日在月前，与该列其他值一致"),
    "month_first": ("month before day", "月在日前"),
    "time_dropped": ("the time of day was left out", "省略了时刻"),
    "no_time": ("no time of day: 00:00", "没有时刻：按 00:00"),
    "unit": ("multiplied by its unit", "按单位换算"),
    "header_unit": ("multiplied by the unit in the header", "按表头中的单位换算"),
    "brackets": ("brackets mean a negative number", "括号表示负数"),
    "about": ("'about' was left out", "省略了“约”"),
    "decimal_comma": ("a comma before the decimals", "逗号作小数点"),
    "rounded": ("rounded to the digits that are kept", "按保留位数取舍"),
    "unit_dropped": ("the unit was left out", "省略了单位"),
    "year_of_date": ("the year of a date", "取日期中的年份"),
    "percent_number": ("a number above 1 is per cent", "大于 1 的数按百分数"),
    "fraction": ("a number up to 1 is a fraction: 1 is 100 %", "不超过 1 的数按小数：1 即 100%"),
    "percent_column": ("the column's numbers are per cent", "该列的数字为百分数"),
    "percent_word": ("a word for a percentage", "表示百分比的文字"),
    "first_of_several": ("the first of several; the others were left out", "多个值中的第一个；其余省略"),
    "words_dropped": ("words beside the value were left out", "省略了值旁边的文字"),
    "inner_digit": (
        "the inner organisation code's check digit does not fit; kept, because real registers hold such codes",
        "其中的组织机构代码校验位不符；真实登记中存在此类代码，予以保留",
    ),
    "split": ("split into province, city and district", "拆分为省、市、区县"),
    "label": ("the field's name", "字段名称"),
    "key": ("the field's key", "字段标识"),
    "pinyin": ("the pinyin of a name of the field", "字段名称的拼音"),
    "initials": ("the pinyin initials of a name of the field", "字段名称的拼音首字母"),
    "contains": ("the header contains a name of the field, or the other way round", "表头与字段名称互相包含"),
    "likeness": ("the header is like a name of the field", "表头与字段名称相似"),
    "values": ("the values in the column", "该列的内容"),
    "also": ("fills a field of a second object as well", "同时填入另一对象的字段"),
    "empty": ("the column is empty", "该列为空"),
    "row_counter": ("the column only counts the rows", "该列仅为序号"),
    "no_header": ("the column has no header", "该列没有表头"),
    "no_field_of_people": ("people have no such field", "人员没有该字段"),
    "new": ("no field fits; a new one is offered", "没有合适的字段，建议新建"),
    "columns": ("columns that fit", "匹配的列数"),
    "told": ("as the importer said", "由导入人指定"),
    "displaced": ("its field was given to another column", "其字段已指定给另一列"),
    "no_right": ("you may not edit the field that fits", "对应字段您无权编辑"),
    "province_of_city": ("the province follows from the city", "由城市得出省份"),
}  # fmt: skip


def rule(code: str, detail: str = "") -> str:
    """A rule with what it did."""
    return f"{code}: {detail}" if detail else code


def explain(said: str, language: str) -> str:
    """Rules as a person reads them. Several are separated by `` | ``."""
    parts: list[str] = []
    for one in said.split(" | "):
        code, _, detail = one.partition(": ")
        en, zh = RULES.get(code, (code, code))
        is_chinese = language.startswith("zh")
        text = zh if is_chinese else en
        parts.append(text + (f"（{detail}）" if is_chinese else f" ({detail})") if detail else text)
    return ("；" if language.startswith("zh") else "; ").join(parts)


def joined(*rules: str | None) -> str | None:
    """Several rules as one; none of none."""
    said = [one for one in rules if one]
    return " | ".join(said) if said else None
