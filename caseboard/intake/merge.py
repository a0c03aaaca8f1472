"""Checked rows against the clinic's tables: what is new, changed or gone, and the writing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from caseboard.intake import moments, stamps
from caseboard.intake.check import BROKEN_LINE, Checked
from caseboard.intake.delta import Delta
from caseboard.intake.moments import Moments
from caseboard.intake.named import NOBODY, Named
from caseboard.intake.report import TableReport
from caseboard.intake.templates import identifiers, template
from caseboard.quoting import identifier
from caseboard.store import Cursor


class Merge:
    """One load on one cursor. `staged` is the catalog under which the staging database is attached;
    `complete` is the period of which absent rows are closed. `last_day` is that of an invented clinic,
    which may lie after the load.
    """

    def __init__(
        self,
        cursor: Cursor,
        staged: str,
        checked: list[Checked],
        loaded_at: datetime,
        complete: tuple[date, date] | None,
        last_day: date | None,
    ) -> None:
        self._cursor = cursor
        self._loaded_at = loaded_at
        self._complete = complete
        self._last_day = last_day
        self._moments = Moments(loaded_at, loaded_at)
        self.deltas = {c.table.name: Delta(c, staged, TableReport(c.table.name)) for c in checked}
        self._named = Named(cursor, self.deltas)

    @property
    def changes(self) -> bool:
        """True where there is anything to write."""
        return any(d.is_changing or d.counts.closed for d in self.deltas.values())

    def compare(self) -> list[str]:
        """Find who is named and unknown, and what is new, changed and gone; returns remarks.

        Makes temporary tables only. The counts are in `deltas`.
        """
        remarks: list[str] = []
        self._moments = Moments(self._loaded_at, self._latest_stamp())
        if "sessions" in self.deltas or any(d.table.by_session for d in self.deltas.values()):
            self._session_starts()
        for delta in self.deltas.values():
            self._named.find_lost(delta)
            self._verdicts(delta)
            remarks += self._gone(delta)
        for delta in self.deltas.values():
            remarks += self._named.nearly(delta)
            remarks += self._named.mentions(delta)
            remarks += stamps.ahead(self._cursor, delta, self._moments)
            remarks += stamps.older(self._cursor, delta)
            remarks += stamps.taken_back(self._cursor, delta)
            remarks += stamps.stood(self._cursor, delta)
        return remarks

    def apply(self) -> None:
        """Write what `compare` found. Run it in the same transaction."""
        for delta in self.deltas.values():
            if delta.counts.closed:
                self._close(delta, f"select * from {delta.gone}")
            if delta.counts.changed:
                self._close(delta, self._closed_changed(delta))
            if delta.earlier:
                self._move(delta)
            if delta.is_changing:
                self._insert(delta)
        sessions = self.deltas.get("sessions")
        if sessions is not None and sessions.counts.changed:
            self._cursor.execute(template("session_moved"), self._values())

    def changed_forms(self) -> str | None:
        """A select of the (client_id, measure, given_on) whose items this load touched, or None."""
        delta = self.deltas.get("survey_items")
        if delta is None or not (delta.is_changing or delta.counts.closed):
            return None
        columns = "t.client_id, t.measure, t.given_on"
        select = f"select {columns} from {delta.typed} as t where t.problem = 0 {delta.rest}"
        if not delta.fresh:
            select += f" and t.rid in (select v.rid from {delta.verdict} as v where v.verdict <> 3)"
        if delta.counts.closed:
            select += f" union all select client_id, measure, given_on from {delta.gone}"
        return select

    def _values(self, **more: Any) -> dict[str, Any]:
        return {"loaded_at": self._loaded_at, **more}

    def _session_starts(self) -> None:
        delta = self.deltas.get("sessions")
        given = "select null::varchar as id, null::timestamp as starts_at where false"
        if delta is not None:
            given = (
                f"select t.session_id as id, t.starts_at from {delta.typed} as t "
                f"where t.problem = 0 {delta.rest}"
            )
        self._cursor.execute(template("session_starts", given=given))

    def _verdicts(self, delta: Delta) -> None:
        """Find what each row is, against what is stored, and count it."""
        checked, table, counts = delta.checked, delta.table, delta.counts
        counts.read = checked.rows
        repeats = same = 0
        if checked.repeats:
            repeats = self._cursor.count(f"select count(*) from {delta.repeated}")
            same = self._cursor.count(f"select count(*) from {delta.repeated} where same")
        counts.turned_away = checked.rows - checked.good + delta.lost + repeats - same
        counts.unchanged = same
        delta.fresh = self._cursor.one(f"select 1 from clinic.{table.name} limit 1") is None
        if delta.fresh:
            counts.new = checked.good - delta.lost - repeats
            return
        self._compare_values(delta)
        tally = self._tally(delta)
        if 4 in tally:
            self._find_earlier(delta)
            tally = self._tally(delta)
        delta.earlier = tally.get(4, 0)
        counts.new = tally.get(1, 0)
        counts.changed = tally.get(2, 0) + delta.earlier
        counts.unchanged += tally.get(3, 0) + tally.get(5, 0)
        ended = f"select 1 from clinic.{table.name} where known_until is not null limit 1"
        if counts.new and self._cursor.one(ended) is not None:
            self._find_returned(delta)

    def _compare_values(self, delta: Delta) -> None:
        """Make the table of verdicts: the row's values against those of the stored row of its key."""
        table, silent = delta.table, delta.checked.silent
        entered_before = moments.entered(table, moments.stored)
        earlier = f"{self._moments.should(table)} < e.known_from and e.known_from > $loaded_at::timestamp"
        if "entered_at" in table.names:
            earlier = f"({earlier}) or (t.moment < e.entered_at and t.moment < e.known_from)"
        same_values = " and ".join(
            f"({silent.get(n, 'false')} or t.{identifier(n)} is not distinct from e.{identifier(n)})"
            for n in table.values
        )
        kept = [
            f"case when {where} then e.{identifier(n)} else t.{identifier(n)} end as {identifier(n)}"
            for n, where in silent.items()
        ]
        self._cursor.execute(
            self._of_load(
                "verdict",
                delta,
                entered=self._moments.entered(table),
                before=f"greatest(e.known_from, coalesce({entered_before}, e.known_from))",
                own=self._moments.own(table),
                starts=moments.starts(table, "t"),
                earlier=f"({earlier})",
                rest=delta.rest,
                same=f"({same_values or 'true'})",
                kept="".join(f",\n    {column}" for column in kept),
            ),
            self._values(),
        )
        if table.stands:
            left_out = silent.get(table.stands_by, "false")
            self._cursor.execute(self._of_load("stands", delta, silent=left_out, stands=f"({table.stands})"))

    def _find_returned(self, delta: Delta) -> None:
        """From when each row is known that is new again: one of its key was there before, and was closed."""
        table = delta.table
        self._cursor.execute(
            self._of_load(
                "came_back",
                delta,
                entered=self._moments.entered(table),
                own=self._moments.own(table),
                starts=moments.starts(table, "t"),
            ),
            self._values(),
        )

    def _tally(self, delta: Delta) -> dict[int, int]:
        found = self._cursor.rows(f"select verdict, count(*) from {delta.verdict} group by verdict").rows
        return {int(number): int(count) for number, count in found}

    def _latest_stamp(self) -> datetime:
        """What was entered after this moment was not entered when it says: a day after the last load, since
        a record system may keep another zone's time.
        """
        found = self._cursor.only("select max(loaded_at), max(last_day::timestamp) from clinic.loads")
        known: list[datetime] = [moment for moment in found if moment is not None]
        if self._last_day is not None:
            known.append(datetime.combine(self._last_day, time()))
        a_day = timedelta(days=1)
        return min(max([self._loaded_at, *known]), datetime.max - a_day) + a_day

    def _find_earlier(self, delta: Delta) -> None:
        """From when each unchanged row that was known earlier than we thought was known, if that may be
        moved.
        """
        table = delta.table
        should, starts = self._moments.should(table), moments.starts(table, "t")
        self._cursor.execute(
            self._of_earlier("known_earlier", delta, entered=should, starts=starts), self._values()
        )

    def _move(self, delta: Delta) -> None:
        """Rows that were known earlier begin earlier, and what they took the place of ends earlier."""
        entered = stamp = ""
        if "entered_at" in delta.table.names:
            entered = f", coalesce({self._moments.given('entered_at')}, e.entered_at) as entered_at"
            stamp = ", entered_at = c.entered_at"
        matched = delta.match("c")
        self._cursor.execute(
            self._of_earlier("move", delta, matched=matched, entered_at=entered, stamp=stamp)
        )

    def _of_earlier(self, name: str, delta: Delta, **more: str) -> str:
        return self._of_load(name, delta, keys=identifiers(delta.table.keys, "t."), **more)

    def _of_load(self, name: str, delta: Delta, **more: str) -> str:
        """A template about the staged rows `t`, their verdicts and what is stored."""
        return template(
            name,
            verdict=delta.verdict,
            table=delta.table.name,
            staged=delta.staged,
            typed=delta.checked.typed,
            match=delta.match("t"),
            **more,
        )

    def _gone(self, delta: Delta) -> Iterator[str]:
        """Find the rows of the period that are absent; a remark where that cannot be told, or all are."""
        checked, table = delta.checked, delta.table
        if self._complete is None or delta.fresh or not checked.present:
            return
        within, days = self._within(delta)
        if not within:
            return
        self._cursor.execute(
            template(
                "gone",
                gone=delta.gone,
                keys=identifiers(table.keys, "e."),
                table=table.name,
                starts=moments.starts(table, "e"),
                within=within,
                staged=delta.staged,
                typed=delta.checked.typed,
                match=delta.match("t"),
            ),
            self._values(**days),
        )
        closed = self._cursor.count(f"select count(*) from {delta.gone}")
        unread = checked.unread + self._without_key(delta) if closed else 0
        if unread:
            rows = "a row" if unread == 1 else f"{unread:,} rows"
            yield (
                f"{table.name}: {closed:,} of the period {'is' if closed == 1 else 'are'} absent, but {rows} "
                f"could not be read or {'has' if unread == 1 else 'have'} no usable key, so nothing was "
                "closed; mend the extract and load it again."
            )
            return
        delta.counts.closed = closed
        if closed and not checked.rows:
            yield f"{table.name}: its extract has no row, so all of the period was closed ({closed:,})."
        if closed and table.listed_by:
            keys = f"concat_ws(' ', {identifiers(table.keys, 'g.')})"
            (ended,) = self._cursor.only(
                f"select string_agg({keys}, ', ' order by {keys}) from {delta.gone} as g"
            )
            yield f"{table.name}: no longer listed, so no longer used: {ended}."
            yield from self._cut_short(delta)

    def _cut_short(self, delta: Delta) -> Iterator[str]:
        """A warning where more than half of what one lists would end: its file may have been cut short."""
        name, table = identifier(delta.table.listed_by or ""), delta.table.name
        (programs,) = self._cursor.only(
            f"select string_agg({name} || ': ' || gone || ' of ' || listed, ', ' order by {name}) from "
            f"(select {name}, count(*) as gone from {delta.gone} group by {name}) join "
            f"(select {name}, count(*) as listed from clinic.{table} where known_until is null "
            f"group by {name}) using ({name}) where 2 * gone > listed"
        )
        if programs:
            yield (
                f"WARNING: {table}: more than half of what was listed ends ({programs}), as where a file "
                "was cut short; if it was, load the whole file."
            )

    def _within(self, delta: Delta) -> tuple[str, dict[str, date]]:
        """SQL for the stored rows `e` of which a whole extract has none left out, and its parameters."""
        table = delta.table
        if table.listed_by:
            name = identifier(table.listed_by)
            return f"e.{name} in (select t.{name} from {delta.typed} as t)", {}
        if not table.dated or self._complete is None:
            return "", {}
        dates = ", ".join(moments.own(source, moments.stored) for source in table.dated)
        period = {"from_day": self._complete[0], "to_day": self._complete[1]}
        return f"cast(coalesce({dates}) as date) between $from_day and $to_day", period

    def _without_key(self, delta: Delta) -> int:
        """How many rows of the extract were turned away for their key, or could not be read, so that a stored
        row may be meant: any, or where the key names somebody unknown, an absent one with the rest of it.
        """
        checked, keys = delta.checked, delta.table.keys
        meant = []
        for code, problem in enumerate(delta.problems, start=1):
            if code <= len(checked.problems):
                if problem.column in keys or problem == BROKEN_LINE:
                    meant.append(f"t.problem = {code}")
            elif problem.column in keys and problem.reason.endswith(NOBODY):
                others = [identifier(key) for key in keys if key != problem.column]
                rest = "".join(f" and g.{name} = t.{name}" for name in others)
                meant.append(
                    f"exists (select 1 from {delta.lost_rows} as l, {delta.gone} as g "
                    f"where l.rid = t.rid and l.code = {code}{rest})"
                )
        if not meant:
            return 0
        found = f"select count(*) from {delta.typed} as t where ({' or '.join(meant)})"
        for part, start in zip(checked.parts, checked.starts, strict=True):
            if part.again:
                found += f" and t.rid not between {start} and {start + part.rows - 1}"
        return self._cursor.count(found)

    def _close(self, delta: Delta, closed: str) -> None:
        self._cursor.execute(template("close", table=delta.table.name, closed=closed, match=delta.match("c")))

    def _closed_changed(self, delta: Delta) -> str:
        keys = identifiers(delta.table.keys, "t.")
        return (
            f"select {keys}, v.ended from {delta.typed} as t join {delta.verdict} as v on t.rid = v.rid "
            "where v.verdict = 2"
        )

    def _insert(self, delta: Delta) -> None:
        table = delta.table
        joins = [moments.starts(table, "t")]
        columns = [self._moments.given(name) for name in table.names]
        known_from = self._moments.own(table)
        if delta.fresh:
            rest = delta.rest
        else:
            joins.append(f"join {delta.verdict} as v on t.rid = v.rid")
            rest = " and v.verdict < 3"
            known_from = f"coalesce(v.moment, {known_from})"
            kept = delta.checked.silent
            columns = [f"v.{identifier(n)}" if n in kept else self._moments.given(n) for n in table.names]
        cluster = table.cluster or table.keys
        self._cursor.execute(
            template(
                "insert",
                table=table.name,
                names=identifiers(table.names),
                columns=", ".join(columns),
                known_from=known_from,
                staged=delta.staged,
                typed=delta.checked.typed,
                joins="\n".join(joins),
                rest=rest,
                ordered=f"order by {identifiers(cluster, 't.')}",
            )
        )
