"""How fast search is on a million titles: ``python -m bench.search --rows 1000000``.

Fills a workspace with customers of made-up names and as many interactions, and asks as an administrator (scope all), as somebody with one record in a
thousand (scope own), and as a member of a department: first the verb alone, one query after another, then the running server with 16 clients.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import psycopg

from kedang import solutions
from kedang.core import access, identity, schema
from kedang.core.access import Rights
from kedang.core.base import DepartmentId, PersonId, WorkspaceId, fold, new_id, system_actor, system_clock
from kedang.core.db import Addresses, Database, EmbeddedServer, migrate, open_database
from kedang.core.records import grams, marks, pinyin_of
from kedang.features.search import search

from . import load, spent
from .__main__ import PORTS, serving
from .asks import Ask
from .model import Person

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


def questions() -> dict[str, list[str]]:
    """What 16 clients ask, by kind: two characters that many names have, two that few have, and initials."""
    choose = random.Random(5)
    pairs = ["".join(choose.sample(BRANDS, 2)) for _ in range(40)]
    initials = [pinyin_of(fold(pair + choose.choice(("", *TRADES))))[1].split()[0] for pair in pairs]
    return {"frequent": [*TRADES, *PLACES, *(end[:2] for end in ENDS), "报价", "验收"], "rare": pairs, "initials": initials}


def measure_served(folder: Path, addresses: Addresses, seconds: float) -> None:
    """The running server under 16 clients."""
    print(f"{'16 clients':<24}{'rate':>9}{'p50':>9}{'p95':>9}{'processor ms':>14}")
    with serving("kedang", folder, addresses, {}) as process:
        roots = process, spent.postmaster(folder / "pg" / "data")
        for kind, texts in questions().items():
            for label, caller in CALLERS.items():
                asks = [Ask(caller, "GET", f"/api/v1/search?q={quote(text)}", None, "", {}) for text in texts]
                load.drive(asks, PORTS["kedang"], folder, seconds=2, is_bare=False)
                before = spent.seconds(*roots)
                run = load.drive(asks, PORTS["kedang"], folder, seconds=seconds, is_bare=False)
                cost = (spent.seconds(*roots) - before) * 1000 / max(1, run.answers)
                print(f"{kind + ', ' + label:<24}{run.rate:>9.0f}{run.p50:>9.1f}{run.p95:>9.1f}{cost:>14.1f}", flush=True)


#: Who asks: her role decides what of the index she may find.
CALLERS = {"all": Person(0, "administrator", 0), "own": Person(1, "sales", 0), "department": Person(2, "manager", 0)}


async def _prepare(addresses: Addresses, rows: int) -> None:
    """The workspace, its people, and its rows."""
    migrate.install(addresses.admin)
    migrate.create_workspace(addresses.admin, name="bench", now=system_clock())
    async with open_database(addresses.app, clock=system_clock, size=4, statement_timeout=600) as database:
        async with database.workspace(HOME) as tx:
            await solutions.begin(tx, SYSTEM)

            async def may(*_: object) -> bool:
                return True

            departments = [(await identity.create_department(tx, SYSTEM, may_manage=may, name=f"部门{n}", parent=None)).id for n in range(20)]
            roles = {one.number: one.role for one in CALLERS.values()}
            owners = [
                (
                    await identity.create_person(
                        tx, SYSTEM, may_manage=may, name=f"人{n}", roles=(roles[n],) if n in roles else (), departments=departments[:1]
                    )
                ).id
                for n in range(1000)
            ]
        begin = time.perf_counter()
        indexes = _drop_indexes(addresses.admin)
        await fill(database, rows, owners, departments)
        print(f"filled in {time.perf_counter() - begin:.0f} s")
    with psycopg.connect(addresses.admin, autocommit=True) as connection:
        for index in indexes:
            connection.execute(index.encode())
        for one in CALLERS.values():
            connection.execute(
                "insert into ws_1.credential (id, hash, person, kind, epoch, created_at, expires_at)"
                " select %s, %s, id, 'api_token', epoch, now(), now() + interval '10 years' from ws_1.person where id = %s",
                (new_id(), sha256(one.secret.encode()).digest(), owners[one.number]),
            )
        connection.execute("vacuum analyze")
        for row in connection.execute(
            "select indexrelname, pg_size_pretty(pg_relation_size(indexrelid)) from pg_stat_user_indexes where relname = 'search_text'"
        ):
            print(*row)


async def _measure_verb(address: str) -> None:
    async with open_database(address, clock=system_clock, size=4, statement_timeout=600) as database:
        for label, caller in CALLERS.items():
            async with database.workspace(HOME, secret=sha256(caller.secret.encode()).digest()) as tx:
                rights = await access.rights_of(tx, await identity.actor_of(tx))
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
    parser = argparse.ArgumentParser(prog="bench.search", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=4, help="length of one run of 16 clients")
    parser.add_argument("--folder", help="keep the database here, and use it again")
    wanted = parser.parse_args()
    folder = Path(wanted.folder or tempfile.mkdtemp(prefix="kedang-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    try:
        with EmbeddedServer(folder / "pg", say=print) as addresses:
            if not (folder / "filled").exists():
                asyncio.run(_prepare(addresses, wanted.rows))
                (folder / "filled").touch()
            asyncio.run(_measure_verb(addresses.app))
            measure_served(folder, addresses, wanted.seconds)
    finally:
        if not wanted.folder:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
