"""The searchable form of titles, written in the same commit as the record."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from pypinyin import Style, lazy_pinyin

from kedang.core.base import fold
from kedang.core.db import WorkspaceTx
from kedang.core.schema import Object

MOST = 200  #: characters of a title that search knows


@dataclass(frozen=True)
class Title:
    """A title with its owner and department, as search keeps it."""

    record: UUID
    text: str
    owner: UUID | None
    department: UUID | None


def grams(folded: str) -> list[str]:
    """Characters and pairs of neighbouring characters, each once."""
    text = "".join(c if not c.isspace() else " " for c in folded)
    pairs = [text[i : i + 2] for i in range(len(text) - 1) if " " not in text[i : i + 2]]
    return list(dict.fromkeys([*(c for c in text if c != " "), *pairs]))


@lru_cache(maxsize=20_000)
def _syllable(character: str) -> str:
    return lazy_pinyin(character, style=Style.NORMAL, errors=lambda _: "")[0] if "\u3400" <= character <= "\U0003ffff" else ""


def pinyin_of(folded: str) -> tuple[str, str]:
    """A title's pinyin without tones, and its initials; Latin letters and digits stand for themselves."""
    whole: list[str] = []
    initials: list[str] = []
    for character in folded[:MOST]:
        syllable = _syllable(character)
        if syllable:
            whole.append(syllable)
            initials.append(syllable[0])
        elif character.isalnum():
            whole.append(character)
            initials.append(character)
    return "".join(whole), "".join(initials)


async def upsert(tx: WorkspaceTx, one: Object, titles: Sequence[Title]) -> None:
    """Store titles for search, replacing what was there."""
    rows = [(title, fold(title.text)[:MOST]) for title in titles]
    spelled = [pinyin_of(folded) for _, folded in rows]
    await tx.run(
        """
        insert into search_text (object, record, class, owner, department, at, text, grams, pinyin, initials)
        select %(object)s, r, 0, o, d, %(at)s, t, array(select jsonb_array_elements_text(g)), p, i
        from unnest(%(records)s::uuid[], %(owners)s::uuid[], %(departments)s::uuid[], %(texts)s::text[], %(grams)s::jsonb[], %(pinyin)s::text[],
            %(initials)s::text[]) as n (r, o, d, t, g, p, i)
        on conflict (record, class) do update set owner = excluded.owner, department = excluded.department, at = excluded.at, text = excluded.text,
            grams = excluded.grams, pinyin = excluded.pinyin, initials = excluded.initials
        """,
        object=one.number,
        at=tx.now,
        records=[title.record for title, _ in rows],
        owners=[title.owner for title, _ in rows],
        departments=[title.department for title, _ in rows],
        texts=[folded for _, folded in rows],
        grams=[json.dumps(grams(folded), ensure_ascii=False) for _, folded in rows],
        pinyin=[whole for whole, _ in spelled],
        initials=[initials for _, initials in spelled],
    )


async def delete(tx: WorkspaceTx, records: Sequence[UUID]) -> None:
    """Search does not find these any more."""
    await tx.run("delete from search_text where record = any(%(records)s)", records=list(records))
