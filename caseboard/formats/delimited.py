"""Rows as CSV and TSV (RFC 4180), with formulas disarmed for spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from caseboard.formats.objects import encode
from caseboard.formats.values import scalar
from caseboard.quoting import disarmed


def delimited(columns: Sequence[str], rows: Sequence[Sequence[Any]], delimiter: str) -> Iterator[str]:
    """Yield the line of names and one line a row, each with its line end."""
    special = re.compile(f'[{delimiter};\t"\r\n]')  # also where another program parts cells

    def cell(value: Any) -> str:
        if isinstance(value, (list, tuple, dict)):
            shown = encode(value)
        else:
            shown = scalar(value)
            if isinstance(value, (str, bytes)):
                shown = disarmed(shown)
        return f'"{shown.replace(chr(34), chr(34) * 2)}"' if special.search(shown) else shown

    def line(values: Sequence[Any]) -> str:
        shown = delimiter.join(map(cell, values))
        return (shown or '""') + "\n"  # an empty line is no row to most readers

    yield line(columns)
    for row in rows:
        yield line(row)
