"""One table of a load held against the clinic's: its rows, its counts, and the names of what was found."""

from __future__ import annotations

from dataclasses import dataclass, field

from caseboard.intake.check import Checked, Problem
from caseboard.intake.contract import Table
from caseboard.intake.report import TableReport
from caseboard.quoting import identifier

LATER = "the same key stands again, with other values, on line"


@dataclass
class Delta:
    """What comparing one table found. `staged` is the catalog under which the staging database is attached.
    `fresh`: the database's table is empty, so everything is new. `earlier`: how many of the changed rows
    were only known earlier than we thought.
    """

    checked: Checked
    staged: str
    counts: TableReport
    fresh: bool = False
    lost: int = 0
    earlier: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def table(self) -> Table:
        """The contract's table."""
        return self.checked.table

    @property
    def typed(self) -> str:
        """The staged rows, typed."""
        return f"{self.staged}.{self.checked.typed}"

    @property
    def repeated(self) -> str:
        """The staged rows whose key stands again on one that counts."""
        return f"{self.staged}.{self.checked.repeated}"

    @property
    def verdict(self) -> str:
        """The temporary table of what each row is: 1 new, 2 changed, 3 unchanged, 4 known earlier,
        5 unchanged since what is stored stands."""
        return f"verdict_{self.table.name}"

    @property
    def lost_rows(self) -> str:
        """The temporary table of rows that name somebody whom nobody knows."""
        return f"lost_{self.table.name}"

    @property
    def gone(self) -> str:
        """The temporary table of keys that a whole extract lacks."""
        return f"gone_{self.table.name}"

    @property
    def is_changing(self) -> bool:
        """True where rows are new or changed."""
        return bool(self.counts.new or self.counts.changed)

    @property
    def rest(self) -> str:
        """Conditions that leave out the rows turned away here, and the earlier rows of a key."""
        rest = ""
        if self.checked.repeats:
            rest += f" and t.rid not in (select d.rid from {self.repeated} as d)"
        if self.lost:
            rest += f" and t.rid not in (select l.rid from {self.lost_rows} as l)"
        return rest

    def match(self, other: str) -> str:
        """The condition under which a stored row `e` has the key of a row `other`."""
        return " and ".join(f"e.{identifier(key)} = {other}.{identifier(key)}" for key in self.table.keys)
