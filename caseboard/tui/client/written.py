"""Texts that somebody wrote about a client, without the client's own name. No Textual here.

Other people who are named in them cannot be known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from caseboard import textsafe
from caseboard.tui.client.model import ClientPage
from caseboard.tui.snapshot import Row

WRITTEN = {"marks": "detail", "goals": "title", "decisions": "reason"}  # query: its column of free text
_SHORTEST = 3  # letters of a part of a name: shorter ones are words too


def without_name(page: ClientPage) -> ClientPage:
    """The page as it reads while names are hidden."""
    return replace(page, tables={name: rows_without(page, name, rows) for name, rows in page.tables.items()})


def rows_without(page: ClientPage, query: str, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows of a query; the client's name in what was written there is initials."""
    column, name = WRITTEN.get(query), page.overview["name"]
    if column is None or not isinstance(name, str):
        return tuple(rows)
    return tuple(_changed(row, column, name) for row in rows)


def _changed(row: Row, column: str, name: str) -> Row:
    if not isinstance(row[column], str):
        return row
    return Row.of(dict(row.items()) | {column: text_without(row[column], name)})


def values_without(
    name: object, query: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> list[tuple[Any, ...]]:
    """The same of rows that are no page's: those of `client/goals` by itself."""
    index = {column: at for at, column in enumerate(columns)}
    column = WRITTEN.get(query.removeprefix("client/"))
    if column not in index or not isinstance(name, str):
        return list(rows)
    return [
        tuple(value for _, value in _changed(Row(index, values), column, name).items()) for values in rows
    ]


def text_without(text: str, name: str) -> str:
    """The text with initials for a name, whole or a part of it, as it is written or in capitals."""
    parts = re.findall(r"[^\s,]+", name)
    whole = r"\s+".join(map(re.escape, parts))
    text = re.sub(rf"(?<!\w){whole}(?!\w)", textsafe.initials(name), text, flags=re.IGNORECASE)
    for part in parts:
        if len(part) >= _SHORTEST:
            either = "|".join(map(re.escape, dict.fromkeys((part, part.upper()))))
            text = re.sub(rf"(?<!\w)(?:{either})(?!\w)", textsafe.initials(part), text)
    return text
