"""What the benchmark's workspace is made of: two objects, two roles, and the people who ask."""

from __future__ import annotations

import random
from dataclasses import dataclass
from uuid import UUID

from kedang.core.access import ObjectRights, RoleDefinition
from kedang.core.access.roles import LevelName
from kedang.core.schema import FieldDefinition, ObjectDefinition, Option

LEVELS = ("A", "B", "C", "D")
INDUSTRIES = ("制造", "建筑", "能源", "交通", "教育", "医疗", "金融", "零售", "农业", "文化", "科技", "政务")
PROVINCES = tuple("京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新")
SOURCES = ("展会", "转介绍", "官网", "电话", "招标", "老客户", "渠道", "其他")
DEPARTMENTS = 49  #: a root, eight regions, five teams in each
PEOPLE = 200


def _field(key: str, kind: str, *, options: tuple[str, ...] = (), target: str | None = None, search: bool = False) -> FieldDefinition:
    chosen = tuple(Option(key=one, label={"zh": one}) for one in options)
    return FieldDefinition(key=key, kind=kind, label={"zh": key}, options=chosen, target=target, search=search)


CONTACT = ObjectDefinition(
    key="contact", label={"zh": "联系人"}, title="name", fields=(_field("name", "text"), _field("phone", "phone"), _field("post", "text"))
)
CUSTOMER = ObjectDefinition(
    key="customer",
    label={"zh": "客户"},
    title="name",
    orders=("-last_contact", "-amount"),
    fields=(
        _field("name", "text", search=True), _field("short_name", "text"), _field("level", "choice", options=LEVELS),
        _field("industry", "choice", options=INDUSTRIES), _field("province", "choice", options=PROVINCES), _field("city", "text"),
        _field("phone", "phone"), _field("email", "email"), _field("credit_code", "text"), _field("amount", "money"),
        _field("employees", "number"), _field("discount", "percent"), _field("founded", "date"), _field("last_contact", "datetime"),
        _field("is_key", "boolean"), _field("source", "choice", options=SOURCES), _field("tags", "tags"), _field("remark", "long_text"),
        _field("parent", "relation", target="customer"), _field("contact", "relation", target="contact"),
    ),
)  # fmt: skip

_LEVELS_OF: dict[str, LevelName] = {"*": "edit", "phone": "masked"}
ROLES = (
    RoleDefinition(
        key="bench_sales",
        label={"zh": "销售"},
        objects={
            "customer": ObjectRights(create=True, read="own", update="own", fields=_LEVELS_OF),
            "contact": ObjectRights(read="all", fields={"*": "read"}),
        },
    ),
    RoleDefinition(
        key="bench_manager",
        label={"zh": "经理"},
        objects={
            "customer": ObjectRights(create=True, read="department_tree", update="department_tree", export="department_tree", fields=_LEVELS_OF),
            "contact": ObjectRights(read="all", fields={"*": "read"}),
        },
    ),
)


def id_of(series: int, number: int) -> UUID:
    """The id of a row of the benchmark: ascending, of the form of a uuid v7."""
    return UUID(
        int=(0x0190_0000_0000 + number // 1000 << 80) | (7 << 76) | ((number % 1000) << 64) | (2 << 62) | (series << 48) | (number * 2654435761 & 0xFFFFFFFF)
    )


@dataclass(frozen=True)
class Person:
    """Somebody with rights: what she may see hangs on her role and her department."""

    number: int
    role: str
    department: int

    @property
    def id(self) -> UUID:
        """Her id."""
        return id_of(2, self.number)

    @property
    def secret(self) -> str:
        """The secret of her token."""
        return f"bench-{self.number:037}"

    @property
    def token(self) -> str:
        """Her token."""
        return f"kd_1_{self.secret}"


def department_id(number: int) -> UUID:
    """A department's id."""
    return id_of(1, number)


def parent_of(department: int) -> int | None:
    """The department above: 0 is the root, 1 to 8 are regions, the others teams."""
    if department == 0:
        return None
    return 0 if department <= 8 else 1 + (department - 9) // 5


def below(department: int) -> list[int]:
    """A department and every one below it."""
    found = [department]
    for one in range(DEPARTMENTS):
        if parent_of(one) in found and one not in found:
            found.append(one)
    return found


#: The callers by what is special about their rights.
BIG = Person(0, "bench_sales", 9)  #: owns 4 % of everything
THREE = Person(1, "bench_sales", 14)  #: owns three records
SHARED = Person(2, "bench_sales", 14)  #: owns some, and 20 were shared with her
USUAL = tuple(Person(n, "bench_sales", 9 + n % 25) for n in range(10, 16))
REGION = Person(190, "bench_manager", 1)  #: about 30 % of everything, in six departments
SMALL_REGION = Person(191, "bench_manager", 3)
DORMANT = Person(192, "bench_manager", 47)  #: a department of old records only
EMPTY = Person(193, "bench_manager", 48)  #: a department without any
ROOT = Person(194, "bench_manager", 0)
CALLERS = (BIG, THREE, SHARED, *USUAL, REGION, SMALL_REGION, DORMANT, EMPTY, ROOT)


def owners_and_departments(rng: random.Random, rows: int) -> list[tuple[int, int]]:
    """The owner and the department of each row: few own much, and one region has most."""
    teams = list(range(9, 47))
    weights = [6 if d < 14 else 1 + (d % 4) for d in teams]
    people = [n for n in range(3, PEOPLE) if n < 190]
    pairs = [(BIG.number, 9)] * 40
    for department, weight in zip(teams, weights, strict=True):
        pairs += [(rng.choice(people), department) for _ in range(weight * 12)]
    found = rng.choices(pairs, k=rows)
    for at in rng.sample(range(rows), 3):
        found[at] = (THREE.number, 14)
    for at in range(max(60, rows // 3000)):
        found[at] = (180, 47)  # the oldest rows: nobody has touched that department since
    return found
