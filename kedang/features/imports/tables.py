"""Where the table of a sheet begins, which rows are data, and why the others are not.

The header is the first row that is about as wide as the body below it and looks like words rather than values; a row above it that only spans groups of
columns belongs to it. Below the header every row is data unless it shows one of the marks in ``marks``; each that does is listed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from .cells import is_blank, is_value, plain, text_of
from .marks import Below, is_instructions, is_units, said
from .model import Cell, Ignored, Row, Sheet, Table

LOOK = 40  #: filled rows among which the header is looked for
MARKS = re.compile(r"[（(\[【]\s*(?:必填|选填|非必填|可选|required|optional|mandatory|\*)[^）)\]】]*[）)\]】]|[*＊※★]", re.IGNORECASE)
LONG_HEADER = 40
SAMPLE = 300


def find_table(sheet: Sheet) -> Table | None:
    """The table of a sheet; none where nothing looks like one."""
    filled = [i for i, row in enumerate(sheet.rows) if any(not is_blank(cell) for cell in row)]
    if not filled:
        return None
    header = _header_rows(sheet.rows, filled)
    if header is None:
        return _without_header(sheet, filled) if len(filled) > 1 else None
    first, last = header
    top = first - 1 if first == last and _is_group_row(sheet.rows, first) else first
    headers = _headers(sheet, top, last)
    first = top
    start, units = last + 1, {}
    for at in [i for i in filled if i > last][:3]:
        if not is_units(sheet.rows[at]):
            break
        units, start = _units(sheet.rows[at]), at + 1
    ignored = [Ignored(number=i + 1, why="title" if i in filled else "blank", text=said(sheet.rows[i])) for i in range(first)]
    ignored += [Ignored(number=i + 1, why="header", text=said(sheet.rows[i])) for i in range(first, last + 1)]
    ignored += [Ignored(number=i + 1, why="instruction" if i in filled else "blank", text=said(sheet.rows[i])) for i in range(last + 1, start)]
    headers = [f"{h}（{units[c]}）" if c in units and units[c] not in h else h for c, h in enumerate(headers)]
    return _table(sheet, headers, (first + 1, last + 1), start, ignored)


def _without_header(sheet: Sheet, filled: Sequence[int]) -> Table | None:
    width = max((len(sheet.rows[i]) for i in filled[:SAMPLE]), default=0)
    return _table(sheet, [""] * width, None, filled[0], []) if width > 1 else None


def _table(sheet: Sheet, headers: list[str], header: tuple[int, int] | None, start: int, ignored: list[Ignored]) -> Table:
    body = _filled_down(sheet, start)
    below = Below([plain(h) for h in headers], titles=[one.text for one in ignored if one.why == "title"])
    whys = below.judge(body)
    data = [(number, row) for number, (row, why) in enumerate(zip(body, whys, strict=True), start + 1) if why is None]
    ignored = ignored + [
        Ignored(number=number, why=why, text=said(row)) for number, (row, why) in enumerate(zip(body, whys, strict=True), start + 1) if why is not None
    ]
    used = _used_columns(headers, [row for _, row in data])
    is_whole = used == list(range(len(headers)))
    rows = [Row(number=n, cells=_padded(row, len(used)) if is_whole else [row[c] if c < len(row) else None for c in used]) for n, row in data]
    numbers = tuple(range(header[0], header[1] + 1)) if header else ()
    return Table(sheet=sheet, headers=[headers[c] if c < len(headers) else "" for c in used], header_rows=numbers, rows=rows, ignored=ignored)


def _padded(row: list[Cell], width: int) -> list[Cell]:
    return row if len(row) == width else [*row, *[None] * (width - len(row))]


def _used_columns(headers: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Columns with a header or a value."""
    used = {c for c, header in enumerate(headers) if header}
    for row in rows:
        if len(row) > len(used) or len(used) < len(headers):
            used.update(c for c, cell in enumerate(row) if c not in used and not is_blank(cell))
    return sorted(used)


def _filled_down(sheet: Sheet, start: int) -> list[list[Cell]]:
    """The rows below the header; a cell merged over several rows stands in each of them."""
    tall = [m for m in sheet.merged if m[2] > m[0] >= start]
    if not tall:
        return sheet.rows[start:]
    rows = [list(row) for row in sheet.rows[start:]]
    for top, left, bottom, _ in tall[:100_000]:
        origin = rows[top - start] if top - start < len(rows) else []
        value = origin[left] if left < len(origin) else None
        if is_blank(value) or not isinstance(value, str):
            continue  # a number that spans rows is one number: an amount repeated would be counted twice
        for at in range(top - start + 1, min(bottom - start + 1, len(rows))):
            if any(not is_blank(cell) for cell in rows[at]):
                rows[at] += [None] * (left + 1 - len(rows[at]))
                rows[at][left] = value
    return rows


def _header_rows(rows: Sequence[Sequence[Cell]], filled: Sequence[int]) -> tuple[int, int] | None:
    """First and last row of the header; none: there is none, data begin at once."""
    widths = {i: sum(not is_blank(cell) for cell in rows[i]) for i in filled[:SAMPLE]}
    for place, i in enumerate(filled[:LOOK]):
        body = [widths[j] for j in filled[place + 1 : place + 60] if j in widths]
        usual = median(body) if body else widths[i]
        if not _could_be_header(rows[i], widths[i], usual, has_body=bool(body)):
            if _is_data(rows[i], widths[i], usual):
                break
            continue
        following = filled[place + 1] if place + 1 < len(filled) else None
        if following is not None and following == i + 1 and _is_lower_half(rows[i], rows[following], rows, filled[place + 2 : place + 12]):
            return i, following
        return i, i
    return None


def _could_be_header(row: Sequence[Cell], width: int, usual: float, *, has_body: bool) -> bool:
    cells = [cell for cell in row if not is_blank(cell)]
    if width < (2 if usual >= 2 or not has_body else 1) or width < usual * 0.5:
        return False
    if any(not isinstance(cell, str) for cell in cells) and sum(not isinstance(cell, str) for cell in cells) * 2 > len(cells):
        return False
    texts = [plain(text_of(cell)) for cell in cells]
    if sum(is_value(cell) for cell in cells) * 4 > len(cells) or sum(len(text) > LONG_HEADER for text in texts) * 3 > len(texts):
        return False
    # "Made by: …   Date: …" is a line of labels with their values.
    labelled = sum(bool(re.search(r"[:：]\s*\S", text)) for text in texts)
    return labelled * 2 <= len(texts) and len(set(texts)) * 10 >= len(texts) * 6 and not is_instructions(row)


def _is_data(row: Sequence[Cell], width: int, usual: float) -> bool:
    """A full row with values in it, before any header: there is none."""
    return width >= max(2, usual * 0.7) and sum(is_value(cell) for cell in row) * 4 > width


def _is_lower_half(upper: Sequence[Cell], lower: Sequence[Cell], rows: Sequence[Sequence[Cell]], after: Sequence[int]) -> bool:
    """Whether two rows are one header: the upper one has gaps where it spans, and the lower one fills them with words."""
    top = {c for c, cell in enumerate(upper) if not is_blank(cell)}
    low = {c for c, cell in enumerate(lower) if not is_blank(cell)}
    if any(is_value(lower[c]) or len(text_of(lower[c])) > LONG_HEADER for c in low) or not after or is_units(lower) or is_instructions(lower):
        return False
    fills = low - top
    if not fills or len(low) < 2:
        return False
    # Where the upper row has a header of its own (merged downwards), the lower one is empty; data would have values there.
    lone = {c for c in top if c not in low}
    spanning = {c for c in top & low if c + 1 in fills}
    strays = (top & low) - spanning
    if len(strays) * 2 > len(top) or not (lone or spanning):
        return False
    body = [sum(not is_blank(cell) for cell in rows[i]) for i in after]
    return len(top | low) >= median(body) * 0.7 and len(top) < median(body)


def _is_group_row(rows: Sequence[Sequence[Cell]], header: int) -> bool:
    """Whether the row above a whole header only names groups of its columns."""
    above = [cell for cell in rows[header - 1] if not is_blank(cell)] if header else []
    texts = [plain(text_of(cell)) for cell in above]
    return len(texts) > 1 and all(len(text) <= 20 and not re.search(r"[:：]|\d{4}", text) for text in texts) and not any(is_value(cell) for cell in above)


def _headers(sheet: Sheet, first: int, last: int) -> list[str]:
    if first == last:
        return [clean_header(cell) for cell in sheet.rows[first]]
    upper, lower = sheet.rows[first], sheet.rows[last]
    width = max(len(upper), len(lower))
    tops = [clean_header(upper[c]) if c < len(upper) else "" for c in range(width)]
    lows = [clean_header(lower[c]) if c < len(lower) else "" for c in range(width)]
    is_whole = all(low for top, low in zip(tops, lows, strict=True) if top)
    headers: list[str] = []
    group = ""
    for top, low in zip(tops, lows, strict=True):
        group = top or group
        # Below captions of groups a header speaks for itself, unless there are two of that name.
        is_clear = is_whole and lows.count(low) == 1
        headers.append(top if not low else low if is_clear or not group or group == low else f"{group} / {low}")
    return headers


def clean_header(cell: Cell) -> str:
    """A header without line breaks and marks; units such as （万元） stay, they say what the numbers mean."""
    text = MARKS.sub("", plain(text_of(cell).replace("\n", "" if re.search(r"[\u4e00-\u9fff]", text_of(cell)) else " ")))
    text = re.sub(r"\(([^()]*)\)", r"（\1）", text) if re.search(r"[\u4e00-\u9fff]", text) else text
    return plain_marks(text).strip(" :：;；-—.")


def plain_marks(text: str) -> str:
    """Blanks between Chinese characters, which people put to make columns even, are none."""
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", text).replace("（）", "")


def _units(row: Sequence[Cell]) -> dict[int, str]:
    return {c: plain(text_of(cell)).strip("()（）") for c, cell in enumerate(row) if not is_blank(cell)}
