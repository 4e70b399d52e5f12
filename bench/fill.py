"""Fills the workspace by COPY, without indexes meanwhile: the model through its front door, rows straight into the tables that the catalog names."""

from __future__ import annotations

import random
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import psycopg
from psycopg.rows import TupleRow
from psycopg.sql import SQL, Identifier

from kedang.core import access, schema
from kedang.core.base import WorkspaceId, sort_key, system_actor, system_clock
from kedang.core.db import open_database
from kedang.core.records import titles
from kedang.core.schema import AddObject, Catalog

from . import model
from .model import PEOPLE, Person, department_id, id_of, owners_and_departments, parent_of

WORKSPACE = WorkspaceId(1)
CUSTOMERS, CONTACTS = 5, 6  #: the series of their ids
START = datetime(2016, 1, 1, tzinfo=UTC)
DAYS = 3900
CITIES = (
    "北京",
    "上海",
    "广州",
    "深圳",
    "杭州",
    "南京",
    "苏州",
    "成都",
    "武汉",
    "西安",
    "重庆",
    "天津",
    "青岛",
    "长沙",
    "郑州",
    "宁波",
    "厦门",
    "合肥",
    "济南",
    "昆明",
)
WORDS = (
    "华创",
    "中科",
    "东方",
    "远大",
    "恒通",
    "瑞丰",
    "金桥",
    "天成",
    "博雅",
    "联合",
    "鼎盛",
    "新源",
    "海川",
    "正大",
    "启明",
    "宏图",
    "嘉禾",
    "九州",
    "万象",
    "云帆",
)
TRADES = ("科技", "建设", "能源", "医疗", "教育", "贸易", "物流", "电子", "环保", "机械")
ENDS = ("有限公司", "股份有限公司", "集团有限公司")

Connection = psycopg.Connection[TupleRow]


async def make_model(app: str) -> Catalog:
    """The objects and roles, as an administrator would make them."""
    actor = system_actor(WORKSPACE, name="bench")
    async with open_database(app, clock=system_clock, size=2, statement_timeout=60) as database, database.workspace(WORKSPACE) as tx:
        catalog = await schema.run(tx, actor, [AddObject(definition=model.CONTACT), AddObject(definition=model.CUSTOMER)])
        for role in model.ROLES:
            await access.save_role(tx, actor, role)
        return catalog


@dataclass(frozen=True)
class Filler:
    """Writes as the superuser of the benchmark's own server."""

    connection: Connection
    catalog: Catalog
    rows: int

    def fill(self) -> None:
        """People, then both objects with their titles for search, then indexes and statistics."""
        self.connection.execute("set session_replication_role = replica")
        self.connection.execute("set search_path = ws_1, kd")
        self.connection.execute("set maintenance_work_mem = '1GB'")
        self._people()
        tables = [self.catalog.object("customer").table, self.catalog.object("contact").table, "search_text"]
        with self._without_indexes(tables):
            self._contacts()
            self._customers()
            self._titles()
        self._shares()
        self.connection.execute("update revision set policy_revision = policy_revision + 1")
        self.connection.execute("vacuum analyze")
        self.connection.execute("checkpoint")

    def copy(self, table: str, columns: Iterable[str], rows: Iterable[tuple[object, ...]]) -> None:
        """Rows into a table."""
        statement = SQL("copy {} ({}) from stdin").format(Identifier(table), SQL(", ").join(map(Identifier, columns)))
        with self.connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def copy_lines(self, table: str, columns: Iterable[str], lines: Iterator[str]) -> None:
        """The same with lines in COPY's own text format: for what is long."""
        statement = SQL("copy {} ({}) from stdin").format(Identifier(table), SQL(", ").join(map(Identifier, columns)))
        with self.connection.cursor() as cursor, cursor.copy(statement) as copy:
            part: list[str] = []
            for line in lines:
                part.append(line)
                if len(part) == 500:
                    copy.write("".join(part))
                    part.clear()
            copy.write("".join(part))

    @contextmanager
    def _without_indexes(self, tables: list[str]) -> Generator[None]:
        rows = self.connection.execute(
            """
            select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i
            where i.indrelid = any(%s::regclass[]) and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)
            """,
            (tables,),
        ).fetchall()
        for name, _ in rows:
            self.connection.execute(SQL("drop index {}").format(Identifier(name)))
        yield
        for _, definition in rows:
            self.connection.execute(definition)

    def _people(self) -> None:
        numbers = range(model.DEPARTMENTS)
        above = {n: department_id(p) if (p := parent_of(n)) is not None else None for n in numbers}
        self.copy(
            "department", ("id", "name", "name_sort", "parent", "created_at"), ((department_id(n), f"部门{n}", f"{n:03}", above[n], START) for n in numbers)
        )
        known = {one.number: one for one in model.CALLERS}
        people = [known.get(n) or Person(n, "bench_sales", 9 + n % 38) for n in range(PEOPLE)]
        self.copy("person", ("id", "name", "name_sort", "created_at"), ((p.id, f"员工{p.number}", f"{p.number:03}", START) for p in people))
        self.copy("person_department", ("person", "department"), ((p.id, department_id(p.department)) for p in people))
        self.copy("person_role", ("person", "role"), ((p.id, p.role) for p in people))
        until = datetime.now(UTC) + timedelta(days=3650)
        tokens = ((id_of(3, p.number), sha256(p.secret.encode()).digest(), p.id, "api_token", 0, START, until) for p in people)
        self.copy("credential", ("id", "hash", "person", "kind", "epoch", "created_at", "expires_at"), tokens)

    def _shares(self) -> None:
        number = self.catalog.object("customer").number
        chosen = random.Random(3).sample(range(self.rows), 20)
        rows = ((id_of(4, n), number, id_of(CUSTOMERS, row), model.SHARED.id, "edit" if n % 4 == 0 else "read", START) for n, row in enumerate(chosen))
        self.copy("share", ("id", "object", "record", "person", "level", "made_at"), rows)

    def _columns(self, object: str) -> list[str]:
        return [column for field in self.catalog.object(object).fields.values() for column in field.columns]

    def _contacts(self) -> None:
        owner, department, at = USER.id, department_id(9), "2020-01-01 00:00:00+00"
        lines = (
            f"{id_of(CONTACTS, n)}\t1\t联系人{n}\tlian2 {n}\t{owner}\t{department}\tactive\t{at}\t{owner}\t{at}\t{owner}\t"
            f"联系人{n}\tlian2 {n}\t138{n:08}\t经理\tjing1 \n"
            for n in range(contacts_of(self.rows))
        )
        self.copy_lines(self.catalog.object("contact").table, self._columns("contact"), lines)

    def _customers(self) -> None:
        places = owners_and_departments(random.Random(1), self.rows)
        self.copy_lines(self.catalog.object("customer").table, self._columns("customer"), customer_lines(self.rows, places))

    def _titles(self) -> None:
        number = self.catalog.object("customer").number
        places = owners_and_departments(random.Random(1), self.rows)
        columns = ("object", "record", "class", "owner", "department", "at", "text", "grams", "pinyin", "initials")
        self.copy_lines("search_text", columns, title_lines(number, self.rows, places))


USER = Person(20, "bench_sales", 9)


def contacts_of(rows: int) -> int:
    """How many contacts there are."""
    return max(10, rows // 10)


def _names(rows: int) -> Iterator[tuple[str, str, str, str]]:
    """Each customer's name and city, the key that the name is ordered by, and its pinyin."""
    rng = random.Random(2)
    keys = {part: sort_key(part) for part in (*CITIES, *WORDS, *TRADES, *ENDS)}
    spelled = {part: titles.pinyin_of(part) for part in keys}
    for n in range(rows):
        parts = (rng.choice(CITIES), rng.choice(WORDS), rng.choice(TRADES), rng.choice(ENDS))
        pinyin = "".join(spelled[p][0] for p in parts) + f"{n}"
        yield "".join(parts) + f"{n}", parts[0], "".join(keys[p] for p in parts) + f"{n}", pinyin


def customer_lines(rows: int, places: list[tuple[int, int]]) -> Iterator[str]:
    """Customers in COPY's text format, oldest first. Who was called lately is more often a key customer of grade A: filters go with the order."""
    rng, people = random.Random(4), [id_of(2, n) for n in range(PEOPLE)]
    departments, keys = [department_id(n) for n in range(model.DEPARTMENTS)], {city: sort_key(city) for city in CITIES}
    contacts, last = contacts_of(rows), dict[int, UUID]()
    for n, (name, city, key, _) in enumerate(_names(rows)):
        owner, department = places[n]
        id, who, age = id_of(CUSTOMERS, n), people[owner], n / rows
        made = START + timedelta(seconds=int(age * DAYS * 86400) + rng.randrange(1000))
        seen = "\\N" if rng.random() < 0.03 else str(START + timedelta(seconds=int((age * 0.5 + rng.random() * 0.5) * DAYS * 86400)))
        level = "A" if rng.random() < age * 0.2 else rng.choice("BCD") if age > 0.3 else "D"
        parent = last.get(owner, "\\N") if rng.random() < 0.3 else "\\N"
        last[owner] = id
        amount = f"{int(rng.lognormvariate(11, 1.6))}.{rng.randrange(100):02}"
        yield (
            f"{id}\t1\t{name}\t{key}\t{who}\t{departments[department]}\tactive\t{made}\t{who}\t{made}\t{who}\t"
            f"{name}\t{key}\t{city}{n % 997}\t{keys[city]}{n % 997}\t{level}\t{rng.choice(model.INDUSTRIES)}\t"
            f"{model.PROVINCES[int(rng.random() ** 2 * 31)]}\t{city}\t{keys[city]}\t"
            f"139{n:08}\tc{n}@example.com\t9144{n:014}\t9144{n:014}\t{amount}\t"
            f"{'USD' if n % 50 == 0 else 'CNY'}\t{rng.randrange(1, 5000)}\t0.{rng.randrange(50, 99)}\t"
            f"{1980 + n % 40}-0{1 + n % 9}-15\t{seen}\t{'t' if level == 'A' else 'f'}\t{rng.choice(model.SOURCES)}\t{{重点,{city}}}\t"
            f"第{n}号客户，长期合作，注意回款进度与质保期。\t{parent}\t{id_of(CONTACTS, rng.randrange(contacts))}\n"
        )


def title_lines(number: int, rows: int, places: list[tuple[int, int]]) -> Iterator[str]:
    """The searchable form of each title, as ``records.titles`` keeps it."""
    people, departments = [id_of(2, n) for n in range(PEOPLE)], [department_id(n) for n in range(model.DEPARTMENTS)]
    for n, (name, _, _, pinyin) in enumerate(_names(rows)):
        initials = titles.pinyin_of(name)[1]
        grams = ",".join(titles.grams(name))
        yield (
            f"{number}\t{id_of(CUSTOMERS, n)}\t0\t{people[places[n][0]]}\t{departments[places[n][1]]}\t{START + timedelta(seconds=n)}\t"
            f"{name}\t{{{grams}}}\t{pinyin}\t{initials}\n"
        )
