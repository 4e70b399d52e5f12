"""Asking for exports, and reading what comes."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl

from tests.support.world import Client

Json = dict[str, Any]
Row = dict[str, Any]


async def export(person: Client, object: str = "customer", **more: Any) -> Json:
    """An export that is done at once."""
    answer = await person.post("/exports", {"object": object, **more})
    assert answer.status_code == 202, answer.text
    assert answer.json()["state"] == "done", answer.text
    return answer.json()


async def content(person: Client, made: Json) -> bytes:
    """Its file."""
    answer = await person.get(f"/exports/{made['id']}/file")
    assert answer.status_code == 200, answer.text
    return answer.content


async def csv_rows(person: Client, object: str = "customer", **more: Any) -> list[Row]:
    """Rows of a CSV export, as the file says them."""
    return read_csv(await content(person, await export(person, object, format="csv", **more)))


def read_csv(file: bytes) -> list[Row]:
    """Rows by their heads."""
    assert file.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))


async def xlsx_rows(person: Client, object: str = "customer", **more: Any) -> list[Row]:
    """Rows of a workbook's first sheet, as typed cells."""
    return read_xlsx(await content(person, await export(person, object, format="xlsx", **more)))


def read_xlsx(file: bytes, sheet: int = 0) -> list[Row]:
    """Rows by their heads."""
    lines = list(openpyxl.load_workbook(io.BytesIO(file)).worksheets[sheet].iter_rows(values_only=True))
    return [dict(zip(map(str, lines[0]), line, strict=True)) for line in lines[1:]]
