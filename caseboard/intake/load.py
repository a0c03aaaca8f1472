"""The checked rows of one import on their way into the clinic's file."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain

from caseboard.errors import EmptyDatabaseError, OlderDatabaseError, RequestError
from caseboard.intake import rejects as rejecting
from caseboard.intake import score
from caseboard.intake.check import Checked
from caseboard.intake.find import Found
from caseboard.intake.merge import Merge
from caseboard.intake.report import Report
from caseboard.intake.stage import Raw
from caseboard.intake.templates import template
from caseboard.library import Library
from caseboard.quoting import literal
from caseboard.store import Cursor, Engine, Staging

LOGGED = ("table", "file", "sha256", "read", "new", "changed", "unchanged", "turned_away", "closed")
Write = Callable[[rejecting.Reject], None]
Tell = Callable[[str, float], None]


@dataclass
class Load:
    """One load at the moment `at`. `place` is released; `complete` is the period to be closed, if any;
    `source` is what was named, `found` what was found there, and `sources` are files that only a map's
    SELECTs read. `older`: the database was made by an older caseboard.
    """

    engine: Engine
    library: Library
    place: Staging
    checked: list[Checked]
    sources: Sequence[Raw]
    report: Report
    at: datetime
    complete: tuple[date, date] | None
    source: str
    found: Found
    older: bool = False

    def run(self, write: Write, tell: Tell) -> None:
        """Compare without a writer's lock, then write if there is something to write.

        The comparison is made again inside the writing transaction, since another writer may have come
        between. `write` takes the rows turned away.
        """
        tell("comparing", 0.7)
        if self._settled(write):
            return
        tell("writing", 0.8)
        with (
            self.engine.writing(create=True) as cursor,
            self._attached(cursor) as staged,
            cursor.transaction(),
        ):
            merge = self._merge(cursor, staged)
            remarks = merge.compare()
            merge.apply()
            tell("scoring", 0.9)
            changed = score.outdated(cursor, self.library)
            score.rescore(cursor, self.library, merge.changed_forms(), changed, self.at, staged)
            self._finish(cursor, staged, merge, remarks, write)
            if merge.changes:
                self._log(cursor)
        self.report.written = merge.changes or bool(changed)
        if self.older:
            self.report.upgraded()

    def _settled(self, write: Write) -> bool:
        """True where nothing is to be written: a dry run, or nothing new. The report is then filled."""
        dry = self.report.dry_run
        engine = self.engine
        if not engine.exists():
            if not dry and any(checked.good for checked in self.checked):
                return False
            engine = Engine(self.place.folder / "empty.duckdb")
            with engine.writing(create=True):
                pass
        try:
            with engine.reading() as cursor, self._attached(cursor) as staged:
                merge = self._merge(cursor, staged)
                remarks = merge.compare()
                if not dry and (merge.changes or score.outdated(cursor, self.library)):
                    return False
                self._finish(cursor, staged, merge, remarks, write)
                return True
        except (OlderDatabaseError, EmptyDatabaseError) as error:
            if dry:
                raise
            self.older = isinstance(error, OlderDatabaseError)
            return False
        finally:
            if engine is not self.engine:
                engine.close()

    def _merge(self, cursor: Cursor, staged: str) -> Merge:
        self._check_mixture(cursor)
        return Merge(cursor, staged, self.checked, self.at, self.complete, self.found.last_day)

    def _check_mixture(self, cursor: Cursor) -> None:
        """Raise RequestError where invented people would come among real ones: all would be called invented,
        and be looked at on the invented clinic's last day. Say so of real ones that come among the invented.
        """
        (invented,) = cursor.only("select bool_or(invented) from clinic.loads")
        if not self.found.files or invented in (None, self.found.invented):
            return
        if self.found.invented:
            raise RequestError(
                f"The database holds a real clinic, and {self.source} is an invented one; load it into a "
                "database of its own."
            )
        note = (
            f"The database holds an invented clinic, and {self.source} does not say that it is invented: its "
            "rows stand under INVENTED SAMPLE now; load a real clinic into a database of its own"
        )
        if note not in self.report.notes:  # it was said when nothing was written yet
            self.report.notes.append(note)

    @contextmanager
    def _attached(self, cursor: Cursor) -> Iterator[str]:
        """The catalog under which the staging database is attached, for the time of the block."""
        name = f"staged_{uuid.uuid4().hex[:8]}"
        cursor.execute(f"attach {literal(str(self.place.path))} as {name} (read_only)")
        try:
            yield name
        finally:
            cursor.execute(f"detach {name}")

    def _finish(self, cursor: Cursor, staged: str, merge: Merge, remarks: list[str], write: Write) -> None:
        """The counts into the report, and the rows turned away to `write`."""
        report = self.report
        report.notes += remarks
        for name, delta in merge.deltas.items():
            known = report.tables[name]
            report.tables[name] = replace(delta.counts, file=known.file, sha256=known.sha256)
        other = set()
        each = (rejecting.rejected(cursor, staged, delta) for delta in merge.deltas.values())
        for reject in chain(*each, rejecting.unreadable(cursor, staged, self.sources)):
            key = (reject.table, reject.column, rejecting.plain_reason(reject))
            report.reasons[key] = report.reasons.get(key, 0) + 1
            place = (reject.table, reject.file, reject.line, reject.column)
            if report.told.get(place, reject.value) != reject.value:
                other.add(place)
            write(reject)
        if other:
            report.notes.append(
                "Of the rows tried again and turned away again, "
                f"{len(other):,} {'has' if len(other) == 1 else 'have'} another value in the rejects file's "
                "column 'value' than in 'row': only 'row' is read, so mend it there"
            )

    def _log(self, cursor: Cursor) -> None:
        tables = self.report.tables.values()
        load = [uuid.uuid4().hex, self.at, self.source, self.found.invented, self.found.last_day]
        columns = [[getattr(table, name) for table in tables] for name in LOGGED]
        cursor.execute(template("log"), [*load, *columns])
