"""A reseller's four tables in one go: accounts, products, a sales pipeline, teams. Figures that the records give equal those of the files."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from kedang.core import records
from kedang.core.access import rights_of
from kedang.core.db import Database
from kedang.core.query import parse_aggregate
from kedang.features.imports import service
from kedang.features.imports.manage import may_manage
from kedang.features.imports.report import report
from kedang.features.imports.staged import Choices
from tests.support.world import HOME, SYSTEM, Client, World

FOLDER = Path(__file__).parent.parent / "data" / "crm-sales-opportunities"
pytestmark = pytest.mark.commits


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a table as they stand in the file."""
    with (FOLDER / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


async def test_the_tables_are_connected_and_won_value_by_agent_is_that_of_the_file(archive: World, database: Database, mara: Client) -> None:
    async with database.workspace(HOME, timeout=120) as tx:
        id = await service.plan(tx, await rights_of(tx, SYSTEM), sorted(FOLDER.glob("*.csv")), choices=Choices())
    await service.run(database, HOME, SYSTEM, id, may_manage=may_manage)
    async with database.workspace(HOME, timeout=60) as tx:
        rights = await rights_of(tx, SYSTEM)
        sheets = {sheet["sheet"]: sheet for sheet in (await report(tx, id))["sheets"]}
        body = {"group": ["owner"], "measures": [{"op": "sum", "field": "amount"}], "where": {"field": "stage", "op": "eq", "value": "won"}, "limit": 100}
        found = await records.aggregate(tx, rights, parse_aggregate("opportunity", body))
        accounts = (await tx.one("select count(*) as n from person where account is not null"))["n"]
        people = (await tx.one("select count(*) as n from person where name <> 'Mara'"))["n"]
    assert {key: (sheet["rows"], sheet["new"]) for key, sheet in sheets.items()} == {
        "accounts": (85, 85), "products": (7, 7), "sales_pipeline": (8800, 8800), "sales_teams": (35, 35),
    }  # fmt: skip
    managers = {row["manager"] for row in rows_of("sales_teams.csv")}
    assert (people, accounts) == (35 + len(managers), 0)
    pipeline_reasons = {(r["code"], r["field"]): r["rows"] for r in sheets["sales_pipeline"]["reasons"]}
    assert pipeline_reasons["empty_reference", "customer"] == 1425
    assert pipeline_reasons["reference_by_rule", "product"] == sum(row["product"] == "GTXPro" for row in rows_of("sales_pipeline.csv"))
    assert sheets["sales_pipeline"]["unmatched_references"] == 0

    won: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows_of("sales_pipeline.csv"):
        if row["deal_stage"] == "Won":
            won[row["sales_agent"]] += Decimal(row["close_value"])
    groups = {group["key"][0]["title"]: group["measures"][0] for group in json.loads(found)["groups"]}
    assert {name: Decimal(next(iter(values.values()))) for name, values in groups.items()} == dict(won)
    assert (await mara.find("opportunity", count="exact"))["count"]["value"] == 0, "she sees only what is hers"
