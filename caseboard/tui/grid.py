"""Any result as a grid: the cells that `caseboard run` prints. No Textual here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from caseboard import textsafe
from caseboard.formats.table import column
from caseboard.formats.values import is_number
from caseboard.tui import ports
from caseboard.tui.export import Sheet
from caseboard.tui.privacy import without_names
from caseboard.tui.words import Line, Span

WIDEST = 40  # cells of a column; the export has the whole
MOST = 5000  # rows that are looked at on screen


@dataclass(frozen=True)
class Grid:
    """Columns of text, made off the UI thread."""

    names: tuple[str, ...]
    texts: tuple[Sequence[str], ...]
    widths: tuple[int, ...]
    right: tuple[bool, ...]
    total: int

    @property
    def count(self) -> int:
        """How many rows are shown."""
        return len(self.texts[0]) if self.texts else 0

    def heading(self, first: int, width: int) -> Line:
        """The names of the columns from `first` on."""
        return (Span(self._joined(first, width, self.names), "title"),)

    def line(self, row: int, first: int, width: int) -> Line:
        """A row, from the column `first` on."""
        return (Span(self._joined(first, width, [text[row] for text in self.texts])),)

    def _joined(self, first: int, width: int, texts: Sequence[str]) -> str:
        parts, used = [], 0
        for at in range(first, len(texts)):
            if used >= width:
                break
            parts.append(
                textsafe.fit(texts[at], self.widths[at], align="right" if self.right[at] else "left")
            )
            used += self.widths[at] + 2
        return textsafe.fit("  ".join(parts), max(width, 0))


def sheet_of(result: ports.Result, *, names_hidden: bool) -> Sheet:
    """A result's rows, initials for names where they are hidden."""
    rows = list(result.rows)
    columns = list(result.columns)
    shown = without_names(columns, rows) if names_hidden else rows
    return Sheet(columns, list(result.types), shown, f"As of {result.as_of.isoformat()}.")


def grid_of(sheet: Sheet) -> Grid:
    """The grid of a sheet's first rows."""
    rows = sheet.rows[:MOST]
    texts = tuple(column(rows, at, kind) for at, kind in enumerate(sheet.types))
    widths = tuple(
        min(max([textsafe.width(textsafe.clean(name)), *map(textsafe.width, text)]), WIDEST)
        for name, text in zip(sheet.columns, texts, strict=True)
    )
    right = tuple(is_number(kind) for kind in sheet.types)
    return Grid(tuple(sheet.columns), texts, widths, right, len(sheet.rows))
