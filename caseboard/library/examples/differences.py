"""An answer held against what an example expects of it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from caseboard.library.examples.entry import Example, is_rows, listed
from caseboard.library.text import near


def differences(example: Example, columns: list[str], rows: list[tuple[Any, ...]]) -> Iterable[str]:
    """Where an answer is not what an example expects, in words."""
    expected = example.entry["expect"]
    if "call" in example.entry and not is_rows(expected):
        expected = {"value": expected}
    wanted = listed(expected)
    if len(rows) != len(wanted):
        shown = "; ".join(_shown(columns, row) for row in rows[:3])
        yield f"{len(rows)} rows, expected {len(wanted)}{': ' + shown if shown else ''}"
        return
    for row, want in zip(rows, wanted, strict=True):
        for name, value in want.items():
            if name not in columns:
                yield f"there is no column '{name}'{near(name, columns)}"
                return
            got = row[columns.index(name)]
            if not _same(got, value):
                yield f"{name} is {got!s}, expected {value!s} ({_shown(columns, row)})"


def _shown(columns: list[str], row: tuple[Any, ...]) -> str:
    pairs = [f"{name} {value}" for name, value in zip(columns, row, strict=True) if value is not None]
    return ", ".join(pairs[:12])


def _tolerance(want: float) -> float:
    """Half of the last decimal where an example writes two or more of them (0.33), else a millionth."""
    decimals = len(repr(want).partition(".")[2])
    return 0.5 * 10**-decimals if decimals >= 2 else 1e-6


def _same(got: Any, want: Any) -> bool:
    if want == "null":
        return got is None
    if want == "":
        return got in (None, "")
    if isinstance(got, bool) or isinstance(want, bool):
        return bool(got is want)
    if isinstance(want, (int, float)):
        try:
            return math.isclose(float(got), want, abs_tol=_tolerance(want))
        except (TypeError, ValueError):
            return False
    if isinstance(want, list) and isinstance(got, (list, tuple)):
        return len(got) == len(want) and all(_same(g, w) for g, w in zip(got, want, strict=True))
    if isinstance(got, datetime) and type(want) is date:
        return got.date() == want
    return bool(got == want)
