"""What can go wrong with an import as a whole. What is wrong with a row stands in its reasons."""

from __future__ import annotations

from kedang.core.base import Conflict, Invalid, NotFound


class NoSuchImport(NotFound):
    """There is no such import, or it is not yours."""

    zh = "该导入不存在或无权查看。"


class NothingToImport(Invalid):
    """Nothing can be imported from these files. {what}"""

    zh = "这些文件中没有可导入的内容。{what}"


class NotPlanned(Conflict):
    """This import is running, done or undone; begin a new one."""

    zh = "该导入正在运行、已完成或已撤销，请重新开始一次导入。"


class PlanChanged(Conflict):
    """The plan of this import was changed meanwhile, perhaps in another tab; look at it as it is now, and go on from there."""

    zh = "该导入的计划已在别处（例如另一个标签页）改动；请查看最新的计划后再继续。"


class PlanOutdated(Conflict):
    """Another import has written since this one was planned; plan it again, so that nothing is written twice."""

    zh = "制定计划之后又有其他导入写入了数据；请重新生成计划，以免重复。"


class NotNow(Conflict):
    """This import is running or was undone: nothing can be decided now."""

    zh = "该导入正在运行或已撤销，现在不能处理。"


class NotDone(Conflict):
    """Only an import that is done can be undone."""

    zh = "只有已完成的导入才能撤销。"


class BadChoice(Invalid):
    """'{field}' must be one of {expected}."""

    zh = "“{field}”应为以下之一：{expected}。"


class NotRetained(Conflict):
    """The sheets of this import are not kept any more; upload the files again."""

    zh = "该导入的原始表格已不再保留，请重新上传文件。"


class NoSuchSheet(Invalid):
    """There is no sheet '{sheet}'; there are: {known}."""

    zh = "没有名为“{sheet}”的工作表；现有：{known}。"


class AmbiguousSheet(Invalid):
    """Several files have a sheet '{sheet}'; name the file: {files}."""

    zh = "多个文件含有工作表“{sheet}”，请指定文件：{files}。"


class NoSuchColumn(Invalid):
    """There is no column '{column}'; there are: {known}."""

    zh = "没有名为“{column}”的列；现有：{known}。"


class NoSuchFieldHere(Invalid):
    """{object} has no field '{key}' that you may fill; choose another field, a note, a new field, or leave the column out."""

    zh = "{object} 没有您可填写的字段“{key}”；请选择其他字段、备注、新建字段或不导入该列。"


class NotTied(Invalid):
    """{object} has no relation to {own}, so a row cannot write both; import it as a sheet of its own."""

    zh = "{object} 没有关联到 {own} 的字段，同一行不能同时写入两者；请单独导入。"


class FieldTwice(Invalid):
    """Two columns were given the field '{key}'; give it to one of them."""

    zh = "字段“{key}”被指定给了两列，请只指定一列。"


class BadColumn(Invalid):
    """{problem}."""

    zh = "{problem_zh}。"


class TooManyOptions(Invalid):
    """'{field}' has more than {most} different words, or very long ones; make it a text."""

    zh = "“{field}”的不同取值超过 {most} 个或过长，请改为文本字段。"


class TooManyDepartments(Invalid):
    """The file names more than {most} departments that are not there; give the column another field, or leave 'departments' out."""

    zh = "文件中有 {most} 个以上尚不存在的部门；请为该列选择其他字段，或不要新建部门。"


class NoSuchRow(Invalid):
    """The import has no such row; name its sheet by 'place' and its 'row' as the list of doubtful rows does."""

    zh = "该导入没有这一行；请按待判断列表给出 place 与 row。"


class AlreadyDecided(Conflict):
    """Row {row} is not doubtful (any more): it is {state}."""

    zh = "第 {row} 行并非（或已不是）待判断状态：当前为 {state}。"


class NoSuchTarget(Invalid):
    """There is no such record or row to merge into, or you may not see it."""

    zh = "要合并到的记录或行不存在，或您无权查看。"


class TargetDoubtful(Conflict):
    """Row {row} is itself doubtful; decide on it first."""

    zh = "第 {row} 行本身待判断，请先处理该行。"


class DecisionFailed(Invalid):
    """Row {row} could not be written: {reason}"""

    zh = "第 {row} 行未能写入：{reason_zh}"
