"""Tables of colleagues: who works here, under whom, and where. They become people of the workspace, not records."""

from __future__ import annotations

from collections.abc import Sequence

from .header_words import Words, words
from .model import Column, Mapping_
from .shapes import Shapes

PERSON = "person"
ENOUGH = 0.6

_WORDS: dict[str, Words] = {
    "name": words(
        ["姓名", "Name"], [],
        (
            "员工", "员工姓名", "人员", "人员姓名", "同事", "销售", "销售姓名", "销售人员", "销售代表", "业务员", "成员", "用户", "账号",
            "sales agent", "agent", "sales rep", "rep", "salesperson",
         "employee", "employee name", "staff", "member", "user", "colleague", "person", "full name",
        ),
    ),
    "manager": words(
        ["上级", "Manager"], [],
        (
            "直属上级", "上级领导", "主管", "直属主管", "经理", "领导", "负责人", "汇报对象", "部门负责人", "团队负责人", "组长", "supervisor",
            "reports to", "boss", "lead", "team lead",
         "sales manager", "line manager", "head",
        ),
    ),
    "department": words(
        ["部门", "Department"], [],
        (
            "所属部门", "所在部门", "团队", "小组", "事业部", "办事处", "区域", "大区", "分公司", "片区", "team", "sales team", "office",
            "regional office", "region", "branch", "unit",
         "business unit", "group",
        ),
    ),
}  # fmt: skip
SHEETS = words(
    ["员工", "People"], [],
    (
        "人员", "同事", "员工名单", "员工花名册", "花名册", "销售团队", "团队", "组织架构", "staff", "employees", "team", "teams", "sales team",
        "sales teams", "sales agents", "users",
    ),
)  # fmt: skip


def propose_people(headers: Sequence[str], shapes: Sequence[Shapes], named: float) -> Mapping_ | None:
    """The mapping of a table of colleagues: a column of names that hardly repeat, with a manager or a department; none: it is none."""
    found: dict[str, tuple[float, int, str]] = {}
    for key, known in _WORDS.items():
        for index, (header, shape) in enumerate(zip(headers, shapes, strict=True)):
            score, by = known.match(header)
            if key != "department" and shape.share("person") < ENOUGH:
                continue
            if score >= ENOUGH and score > found.get(key, (0.0, 0, ""))[0] and index not in {i for _, i, _ in found.values()}:
                found[key] = (score, index, by)
    # Under the name of a staff list two colleagues of one name are no surprise.
    distinct = 0.5 if named >= 0.9 else 0.9
    if "name" not in found or len(found) < 2 or shapes[found["name"][1]].distinct < distinct:
        return None
    filled = sum(1 for shape in shapes if shape.texts)
    score = sum(score for score, _, _ in found.values()) / (filled + 0.6) + 0.3 * named
    by_index = {index: (key, score, by) for key, (score, index, by) in found.items()}
    columns = [
        Column(index=index, header=header, treatment="leave", by="no_field_of_people") if index not in by_index else _column(index, header, *by_index[index])
        for index, header in enumerate(headers)
    ]
    return Mapping_(object=PERSON, columns=columns, by=f"columns: {len(found)}/{filled}", score=round(min(1.0, score), 3))


def no_people(headers: Sequence[str]) -> Mapping_:
    """The mapping of a table of colleagues none of whose columns says anything yet."""
    columns = [Column(index=index, header=header, treatment="leave", by="no_field_of_people") for index, header in enumerate(headers)]
    return Mapping_(object=PERSON, columns=columns, by=f"columns: 0/{len(headers)}", score=0.0)


def _column(index: int, header: str, key: str, score: float, by: str) -> Column:
    return Column(index=index, header=header, treatment="field", object=PERSON, field=key, by=by, score=round(score, 3))
