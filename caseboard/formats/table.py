"""Rows as an aligned table for eyes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from caseboard.formats.values import is_number, scalar
from caseboard.textsafe import clean, fit
from caseboard.textsafe import width as cells

GAP = "  "
WIDEST = 60  # cells of one column
NARROWEST = 8  # to which a column of text shrinks before others are left out
DECIMALS = 4


def table(
    columns: Sequence[str], types: Sequence[str], rows: Sequence[Sequence[Any]], width: int | None
) -> tuple[Iterator[str], int]:
    """Return the lines of a table (names, a rule, the rows) and how many columns found room.

    Numbers are right-aligned and share a column's decimals (at most 4); lists are joined by ", ".
    With `width`, the widest columns shrink and the last ones are left out until the rest fits.
    """
    numbers = [is_number(kind) for kind in types]
    names = [clean(name) for name in columns]
    texts = [column(rows, at, kind) for at, kind in enumerate(types)]
    widths = [
        min(max([cells(name), *map(cells, column)]), 10**9 if number else WIDEST)
        for name, number, column in zip(names, numbers, texts, strict=True)
    ]
    if width is not None:
        widths = _squeezed(widths, numbers, width)
    sides: list[Literal["left", "right"]] = ["right" if number else "left" for number in numbers]

    def lines() -> Iterator[str]:
        head = zip(names, widths, sides, strict=False)
        yield GAP.join(fit(name, wide, align=side) for name, wide, side in head).rstrip() + "\n"
        yield GAP.join("─" * wide for wide in widths) + "\n"
        for at in range(len(rows)):
            row = zip(texts, widths, sides, strict=False)
            yield GAP.join(_fit(col[at], wide, side) for col, wide, side in row).rstrip() + "\n"

    return lines(), len(widths)


def _fit(shown: str, wide: int, side: Literal["left", "right"]) -> str:
    if len(shown) <= wide and shown.isascii():
        return shown.rjust(wide) if side == "right" else shown.ljust(wide)
    return fit(shown, wide, align=side)


def _squeezed(widths: list[int], numbers: list[bool], width: int) -> list[int]:
    """Shrink the widest columns of text, then leave out the last columns, until it all fits."""
    least = [wide if number else min(wide, NARROWEST) for wide, number in zip(widths, numbers, strict=True)]
    count = len(widths)
    while count > 1 and sum(least[:count]) + len(GAP) * (count - 1) > width:
        count -= 1
    kept = widths[:count]
    over = sum(kept) + len(GAP) * (count - 1) - width
    while over > 0:
        spare, at = max((wide - low, -at) for at, (wide, low) in enumerate(zip(kept, least)))  # noqa: B905
        if spare <= 0:
            kept[-1] = max(kept[-1] - over, 1)
            break
        kept[-at] -= 1
        over -= 1
    return kept


def column(rows: Sequence[Sequence[Any]], at: int, kind: str) -> list[str]:
    """Return one column of the rows as cleaned text."""
    if kind in ("DOUBLE", "FLOAT"):
        return _decimals([row[at] for row in rows])
    return [shown_value(row[at]) for row in rows]


def shown_value(value: Any) -> str:
    """Return one value as cleaned text, as it reads alone in a cell."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, (list, tuple)):
        return clean(", ".join(map(shown_value, value[:1000])))
    if isinstance(value, dict):
        return clean(", ".join(f"{shown_value(k)}: {shown_value(v)}" for k, v in value.items()))
    if isinstance(value, float):
        return _decimals([value])[0]
    return clean(scalar(value))


def _decimals(values: Sequence[float | None]) -> list[str]:
    """Return numbers with as many decimals as the one that needs the most, at most DECIMALS."""
    need = 0
    for value in values:
        if value is not None:
            need = max(need, len(f"{value:.{DECIMALS}f}".rstrip("0").partition(".")[2]))
    return ["" if value is None else _decimal(value, need) for value in values]


def _decimal(value: float, decimals: int) -> str:
    size = abs(value)
    if size >= 1e15 or 0 < size < 0.5 * 10**-DECIMALS:
        return f"{value:.6g}"
    return f"{value:.{decimals}f}"
