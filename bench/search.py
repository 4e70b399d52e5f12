"""How fast search is on a million titles: ``python -m bench.search [ROWS]``.

Makes its own server in a temporary folder, fills a workspace with customers of made-up names and as many interactions, and asks as an administrator
(scope all), as somebody with one record in a thousand (scope own), and as a member of a department. Figures are milliseconds of the verb, warm, one client
at a time.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg

from kedang import solutions
from kedang.core import access, identity, schema
from kedang.core.access import Rights
from kedang.core.base import Actor, DepartmentId, PersonId, WorkspaceId, new_id, system_actor, system_clock
from kedang.core.db import Database, EmbeddedServer, migrate, open_database
from kedang.core.records import grams, marks, pinyin_of
from kedang.features.search import search

HOME = WorkspaceId(1)
SYSTEM = system_actor(HOME, name="bench")
PLACES = ["深圳", "广州", "上海", "北京", "杭州", "成都", "武汉", "南京", "苏州", "重庆", "青岛", "厦门", "西安", "长沙", "合肥"]
BRANDS = "鑫华瑞恒泰德隆盛昌宏达兴旺嘉禾锦源润泽安康博远卓越诚信立新天河海洋云峰星辰金石玉林青松翠竹明珠朝阳晨光启航"
TRADES = ["科技", "商贸", "机械", "工程", "物流", "医疗", "教育", "电子", "建材", "食品", "环保", "咨询"]
ENDS = ["有限公司", "股份有限公司", "集团有限公司"]
SAID = ["报价偏高", "确认需求范围", "验收通过", "预算审批中", "合同条款已确认", "要求月底前回访", "投诉响应太慢", "下周签约"]
QUERIES = [
    "科技", "华鑫", "卓翠", "鑫", "华鑫科技", "有限公司", "深圳华鑫", "hx", "hxkj", "szhxkj", "huaxin", "shenzhenhuaxin", "深圳 hxkj", "深圳 华鑫 物流",
    "报价", "晨光机", "zq", "13800001234", "0001234", "qzxv", "翟辗",
]  # fmt: skip


def name(choose: random.Random) -> str:
    """A made-up firm."""
    brand = "".join(choose.choices(BRANDS, k=choose.choice((2, 2, 2, 3, 4))))
    return choose.choice(PLACES) + brand + choose.choice(TRADES) + choose.choice(ENDS)


async def fill(database: Database, rows: int, owners: Sequence[PersonId], departments: Sequence[DepartmentId]) -> None:
    """Records and their texts, written past the verbs: only search is measured here."""
    choose = random.Random(7)
    async with database.workspace(HOME) as tx:
        catalog = await schema.read_catalog(tx)
    for key in ("interaction", "customer"):
        one = catalog.object(key)
        phone = one.fields["phone"] if key == "customer" else None
        for at in range(0, rows, 20_000):
            await _chunk(database, one, phone, choose, min(20_000, rows - at), owners, departments)
            print(f"\r{key} {at + 20_000:,}", end="", flush=True)
    print()
    async with database.workspace(HOME, timeout=600) as tx:
        await tx.run("select 1")


async def _chunk(
    database: Database,
    one: schema.Object,
    phone: schema.Field | None,
    choose: random.Random,
    size: int,
    owners: Sequence[PersonId],
    departments: Sequence[DepartmentId],
) -> None:
    async with database.workspace(HOME, timeout=600) as tx, tx.connection.cursor() as cursor:
        people = [(new_id(), name(choose) if phone else f"{choose.choice(SAID)} {choose.randrange(10**6)}") for _ in range(size)]
        rows = [(id, text, choose.choice(owners), choose.choice(departments)) for id, text in people]
        title = one.title_field.columns[0]
        statement = f'copy "{one.table}" (id, title, owner, department, created_at, updated_at, {title}) from stdin'
        async with cursor.copy(statement.encode()) as copy:
            for id, text, owner, department in rows:
                await copy.write_row((id, text, owner, department, tx.now, tx.now, text))
        async with cursor.copy("copy search_text (object, record, class, owner, department, at, text, grams, pinyin, initials) from stdin") as copy:
            for id, text, owner, department in rows:
                pinyin, initials = pinyin_of(text)
                await copy.write_row((one.number, id, 0, owner, department, tx.now, text, [*grams(text), *marks(initials, pinyin)], pinyin, initials))
                if phone is not None:
                    number = f"13{choose.randrange(10**9):09}"
                    await copy.write_row((one.number, id, phone.id, owner, department, tx.now, number, grams(number), "", ""))


async def measure(database: Database, rights: Rights, label: str) -> None:
    """Each query, warm."""
    print(f"{label:<12}{'median':>9}{'worst':>9}{'found':>7}")
    every: list[float] = []
    for q in QUERIES:
        times: list[float] = []
        found = 0
        for turn in range(7):
            begin = time.perf_counter()
            async with database.workspace(HOME) as tx:
                found = len((await search(tx, rights, q)).items)
            if turn:
                times.append((time.perf_counter() - begin) * 1000)
        every += times
        print(f"{q:<12}{statistics.median(times):>9.1f}{max(times):>9.1f}{found:>7}")
    print(f"{label}: p50 {statistics.median(every):.1f} ms, p95 {statistics.quantiles(every, n=20)[18]:.1f} ms")


async def _bench(app: str, admin: str, rows: int) -> None:
    async with open_database(app, clock=system_clock, size=4, statement_timeout=600) as database:
        async with database.workspace(HOME) as tx:
            await solutions.begin(tx, SYSTEM)

            async def may(*_: object) -> bool:
                return True

            departments = [(await identity.create_department(tx, SYSTEM, may_manage=may, name=f"部门{n}", parent=None)).id for n in range(20)]
            owners = [(await identity.create_person(tx, SYSTEM, may_manage=may, name=f"人{n}", roles=())).id for n in range(1000)]
        begin = time.perf_counter()
        indexes = _drop_indexes(admin)
        await fill(database, rows, owners, departments)
        print(f"filled in {time.perf_counter() - begin:.0f} s")
        with psycopg.connect(admin, autocommit=True) as connection:
            for index in indexes:
                connection.execute(index.encode())
            connection.execute("vacuum analyze ws_1.search_text")
            for row in connection.execute(
                "select indexrelname, pg_size_pretty(pg_relation_size(indexrelid)) from pg_stat_user_indexes where relname = 'search_text'"
            ):
                print(*row)
        for label, roles, below in (("all", ("administrator",), ()), ("own", ("sales",), ()), ("department", ("manager",), (departments[0],))):
            actor = Actor(workspace=HOME, person=owners[0], name="bench", roles=roles, departments_below=below)
            async with database.workspace(HOME) as tx:
                rights = await access.rights_of(tx, actor)
            await measure(database, rights, label)


def _drop_indexes(admin: str) -> list[str]:
    """Without the big indexes filling takes minutes; returns what makes them again."""
    with psycopg.connect(admin, autocommit=True) as connection:
        found = connection.execute("select indexname, indexdef from pg_indexes where tablename = 'search_text' and indexdef like '%USING gin%'").fetchall()
        for name, _ in found:
            connection.execute(f'drop index ws_1."{name}"'.encode())
    return [str(made) for _, made in found]


def main() -> None:
    """Run it."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        with EmbeddedServer(Path(folder) / "pg", fast_and_unsafe=True) as addresses:
            migrate.install(addresses.admin)
            migrate.create_workspace(addresses.admin, name="bench", now=system_clock())
            asyncio.run(_bench(addresses.app, addresses.admin, rows))


if __name__ == "__main__":
    main()
