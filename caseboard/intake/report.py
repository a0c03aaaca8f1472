"""What an import did, table by table."""

from __future__ import annotations

from dataclasses import dataclass, field

from caseboard.intake.find import OTHER_WORKBOOKS
from caseboard.textsafe import clean, fit, width


@dataclass
class TableReport:
    """Rows of one table. `read` is always new + changed + unchanged + turned_away; `closed` is apart."""

    table: str
    file: str = ""
    sha256: str = ""
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    turned_away: int = 0
    closed: int = 0


@dataclass
class Report:
    """What an import did. `reasons`: (table, column, reason) -> rows turned away. `told`: (table, file, line,
    column) -> the value that a rejects file that is tried again has beside the row.
    """

    tables: dict[str, TableReport] = field(default_factory=dict)
    unknown_columns: dict[str, list[str]] = field(default_factory=dict)
    unknown_files: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    reasons: dict[tuple[str, str, str], int] = field(default_factory=dict)
    told: dict[tuple[str, str, int, str], str] = field(default_factory=dict)
    rejects: str | None = None
    dry_run: bool = False
    written: bool = False

    def total(self, name: str) -> int:
        """The sum of one count over the tables, such as `turned_away`."""
        return sum(int(getattr(table, name)) for table in self.tables.values())

    @property
    def turned_away(self) -> int:
        """Rows turned away, over all tables."""
        return self.total("turned_away")

    def upgraded(self) -> None:
        """Say that the database was brought to the newest schema."""
        self.notes.append("The database was made by an older caseboard; it is up to date now.")
        self.written = True

    def text(self) -> str:
        """The report as lines of plain text, safe for a terminal whatever the files' names hold."""
        names = ("read", "new", "changed", "unchanged", "turned_away", "closed")
        rows = [["table", *(name.replace("_", " ") for name in names)]]
        rows += [
            [clean(t.table, limit=None), *(f"{getattr(t, name):,}" for name in names)]
            for t in self.tables.values()
        ]
        if len(self.tables) > 1:
            rows.append(["together", *(f"{self.total(name):,}" for name in names)])
        widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
        lines: list[str] = []
        for row in rows if self.tables else []:
            cells = [fit(row[0], widths[0])]
            cells += [cell.rjust(most) for cell, most in zip(row[1:], widths[1:], strict=True)]
            lines.append("  ".join(cells).rstrip())
        lines += self._remarks()
        return "\n".join(clean(line, limit=None) for line in lines)

    def _remarks(self) -> list[str]:
        lines = []
        for file, columns in self.unknown_columns.items():
            lines.append(f"{file}: unknown columns, kept out: {', '.join(columns)}")
        if self.unknown_files:
            lines.append(f"Files that are no extracts, passed over: {', '.join(self.unknown_files)}")
            if any(name.lower().endswith(OTHER_WORKBOOKS) for name in self.unknown_files):
                lines.append("A workbook that is no .xlsx or .xlsm is not read: save it as .xlsx.")
        lines += self.notes
        common = sorted(self.reasons.items(), key=lambda item: (-item[1], item[0]))
        for (table, column, reason), count in common[:12]:
            place = f"{table}.{column}" if column else table
            lines.append(f"turned away, {place}: {reason} ({_rows(count)})")
        if len(common) > 12:
            lines.append(f"... and {len(common) - 12} more reasons")
        if self.turned_away and self.rejects:
            lines.append(f"{_rows(self.turned_away)} turned away, written to {self.rejects}.")
        elif self.turned_away:
            lines.append(
                f"{_rows(self.turned_away)} turned away; "
                "run again with --rejects FILE to get each with its line, value and reason."
            )
        if self.dry_run:
            lines.append("A dry run: nothing was written.")
        elif not self.written:
            lines.append("Nothing was new, so nothing was written.")
        return lines


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"
