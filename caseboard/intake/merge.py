"""Checked rows against the clinic's tables: who is known, what is new, changed or gone, and the writing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from caseboard.intake.check import BROKEN_LINE, Checked, Problem
from caseboard.intake.contract import Table
from caseboard.intake.report import TableReport
from caseboard.intake.templates import identifier, identifiers, template
from caseboard.store import Cursor

ALWAYS = "timestamp '0001-01-01 00:00:00'"
NOBODY = "is in no accepted file and not in the database"
ITSELF = "was itself turned away"
LATER = "the same key stands again, with other values, on line"


@dataclass
class Delta:
    """What comparing one table found. `fresh`: the database's table is empty, so everything is new.
    `earlier`: how many of the changed rows were only known earlier than we thought.
    """

    checked: Checked
    counts: TableReport
    fresh: bool = False
    lost: int = 0
    earlier: int = 0
    problems: list[Problem] = field(default_factory=list)


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
        last_day: date | None = None,
    ) -> None:
        self._cursor = cursor
        self._staged = staged
        self._loaded_at = loaded_at
        self._complete = complete
        self._last_day = last_day
        self._latest = loaded_at
        self.deltas = {c.table.name: Delta(c, TableReport(c.table.name)) for c in checked}
        self._ids: set[str] = set()

    @property
    def changes(self) -> bool:
        """True where there is anything to write."""
        return any(d.counts.new or d.counts.changed or d.counts.closed for d in self.deltas.values())

    def compare(self) -> list[str]:
        """Find who is named and unknown, and what is new, changed and gone; returns remarks.

        Makes temporary tables only. The counts are in `deltas`.
        """
        remarks: list[str] = []
        self._latest = self._latest_stamp()
        if "sessions" in self.deltas or any(d.checked.table.by_session for d in self.deltas.values()):
            self._session_starts()
        for delta in self.deltas.values():
            self._references(delta)
            self._verdicts(delta)
            remarks += self._gone(delta)
        for delta in self.deltas.values():
            remarks += self._mentions(delta)
            remarks += self._ahead(delta)
            remarks += self._older(delta)
        return remarks

    def apply(self) -> None:
        """Write what `compare` found. Run it in the same transaction."""
        for delta in self.deltas.values():
            table = delta.checked.table
            if delta.counts.closed:
                self._close(table, f"select * from gone_{table.name}")
            if delta.counts.changed:
                self._close(table, self._closed_changed(delta))
            if delta.earlier:
                self._move(delta)
            if delta.counts.new or delta.counts.changed:
                self._insert(delta)
        sessions = self.deltas.get("sessions")
        if sessions is not None and sessions.counts.changed:
            self._cursor.execute(template("session_moved"), self._values())

    def changed_forms(self) -> str | None:
        """A select of the (client_id, measure, given_on) whose items this load touched, or None."""
        delta = self.deltas.get("survey_items")
        if delta is None or not (delta.counts.new or delta.counts.changed or delta.counts.closed):
            return None
        columns = "t.client_id, t.measure, t.given_on"
        select = f"select {columns} from {self._typed(delta)} as t where t.problem = 0 {self._rest(delta)}"
        if not delta.fresh:
            select += " and t.rid in (select v.rid from verdict_survey_items as v where v.verdict <> 3)"
        if delta.counts.closed:
            select += " union all select client_id, measure, given_on from gone_survey_items"
        return select

    def _typed(self, delta: Delta) -> str:
        return f"{self._staged}.{delta.checked.typed}"

    def _values(self, **more: Any) -> dict[str, Any]:
        return {"loaded_at": self._loaded_at, **more}

    def _count(self, sql: str) -> int:
        row = self._cursor.one(sql)
        return int(row[0]) if row else 0

    def _rest(self, delta: Delta) -> str:
        """Conditions that leave out the rows turned away here, and the earlier rows of a key."""
        rest = ""
        if delta.checked.repeats:
            rest += f" and t.rid not in (select d.rid from {self._staged}.{delta.checked.repeated} as d)"
        if delta.lost:
            rest += f" and t.rid not in (select l.rid from lost_{delta.checked.table.name} as l)"
        return rest

    def _session_starts(self) -> None:
        delta = self.deltas.get("sessions")
        given = "select null::varchar as id, null::timestamp as starts_at where false"
        if delta is not None:
            given = (
                f"select t.session_id as id, t.starts_at from {self._typed(delta)} as t "
                f"where t.problem = 0 {self._rest(delta)}"
            )
        self._cursor.execute(template("session_starts", given=given))

    def _known(self, parent: str) -> str:
        """The temporary table of a parent's ids: accepted in this load, or left standing by it."""
        target = f"id_{parent}"
        if parent in self._ids:
            return target
        self._ids.add(parent)
        self._cursor.execute(
            f"create or replace temp table {target} as {self._ids_of(parent, _key_of(parent))}"
        )
        own = self.deltas.get(parent)
        if own is not None and own.counts.closed:
            self._cursor.execute(
                f"delete from {target} where id in (select g.{_key_of(parent)} from gone_{parent} as g)"
            )
        if parent == "clients":
            self._cursor.execute(template("old_ids", ids=target, aliases=self._aliases()))
        return target

    def _aliases(self) -> str:
        """A select of the merges of this load and of the database."""
        stored = "select e.old_id, e.client_id from clinic.client_aliases as e where e.known_until is null"
        delta = self.deltas.get("client_aliases")
        if delta is None:
            return stored
        own = f"select t.old_id, t.client_id from {self._typed(delta)} as t where t.problem = 0"
        return f"{own} {self._rest(delta)} union all {stored}"

    def _ids_of(self, parent: str, key: str) -> str:
        """A select of the ids of a parent, some of them perhaps twice."""
        delta = self.deltas.get(parent)
        select = template("stored_ids", table=parent, key=identifier(key))
        if delta is None:
            return select
        own = f"select t.{identifier(key)} as id from {self._typed(delta)} as t where t.problem = 0"
        return f"{own} {self._rest(delta)} union all {select}"

    def _references(self, delta: Delta) -> None:
        table = delta.checked.table
        if delta.problems:
            return
        delta.problems = list(delta.checked.problems)
        referring = [column for column in table.columns if column.refers]
        if not referring:
            return
        lost = f"lost_{table.name}"
        made = f"create or replace temp table {lost} as"
        rest = ""
        before = 0
        for column in referring:
            assert column.refers is not None
            ids = self._known(column.refers)
            one = column.refers.rstrip("s")
            delta.problems += [
                Problem(column.name, f"a {one} that {NOBODY}"),
                Problem(column.name, f"a {one} that {ITSELF}"),
            ]
            code = len(delta.problems) - 1
            select = template(
                "lost",
                code=str(code),
                staged=self._staged,
                typed=delta.checked.typed,
                ids=ids,
                column=identifier(column.name),
                rest=rest,
            )
            found = before + self._count(f"{made}\n{select}")
            made = f"insert into {lost}"
            rest = f"and t.rid not in (select l.rid from {lost} as l)"
            parent = self.deltas.get(column.refers)
            if found > before and parent is not None:
                self._cursor.execute(
                    template(
                        "lost_with_parent",
                        lost=lost,
                        code=str(code),
                        typed=self._typed(delta),
                        column=identifier(column.name),
                        parent=self._typed(parent),
                        key=identifier(_key_of(column.refers)),
                    )
                )
            before = found
        if delta.checked.repeats and before:
            # an earlier row of a key is told about as such, whomever it names
            repeated = f"{self._staged}.{delta.checked.repeated}"
            self._cursor.execute(f"delete from {lost} where rid in (select d.rid from {repeated} as d)")
            before = self._count(f"select count(*) from {lost}")
        delta.lost = before

    def _verdicts(self, delta: Delta) -> None:
        checked, table, counts = delta.checked, delta.checked.table, delta.counts
        counts.read = checked.rows
        counts.turned_away = checked.rows - checked.good + delta.lost
        repeats = same = 0
        if checked.repeats:
            repeated = f"{self._staged}.{checked.repeated}"
            repeats = self._count(f"select count(*) from {repeated}")
            same = self._count(f"select count(*) from {repeated} where same")
        counts.turned_away += repeats - same
        counts.unchanged = same
        accepted = checked.good - delta.lost - repeats
        delta.fresh = self._cursor.one(f"select 1 from clinic.{table.name} limit 1") is None
        if delta.fresh:
            counts.new = accepted
            return
        verdict = f"verdict_{table.name}"
        own = _derived(table, self._given)
        stamped = "entered_at" in table.names
        earlier = f"{self._should(table)} < e.known_from and e.known_from > $loaded_at::timestamp"
        if stamped:
            earlier = f"({earlier}) or (t.moment < e.entered_at and t.moment < e.known_from)"
        silent = checked.silent
        same_values = " and ".join(
            f"({silent.get(n, 'false')} or t.{identifier(n)} is not distinct from e.{identifier(n)})"
            for n in table.values
        )
        kept = [
            f"case when {where} then e.{identifier(n)} else t.{identifier(n)} end as {identifier(n)}"
            for n, where in silent.items()
        ]
        self._cursor.execute(
            template(
                "verdict",
                verdict=verdict,
                table=table.name,
                staged=self._staged,
                typed=checked.typed,
                entered=self._entered(table),
                before=f"greatest(e.known_from, coalesce({_entered(table, _stored)}, e.known_from))",
                own=own,
                starts=_starts(table, "t"),
                earlier=f"({earlier})",
                rest=self._rest(delta),
                same=f"({same_values or 'true'})",
                match=_match(table, "t"),
                kept="".join(f",\n    {column}" for column in kept),
            ),
            self._values(),
        )
        tally = self._tally(verdict)
        if 4 in tally:
            self._find_earlier(delta)
            tally = self._tally(verdict)
        delta.earlier = tally.get(4, 0)
        counts.new = tally.get(1, 0)
        counts.changed = tally.get(2, 0) + delta.earlier
        counts.unchanged += tally.get(3, 0)
        ended = f"select 1 from clinic.{table.name} where known_until is not null limit 1"
        if counts.new and self._cursor.one(ended) is not None:
            self._cursor.execute(
                template(
                    "came_back",
                    verdict=verdict,
                    table=table.name,
                    staged=self._staged,
                    typed=checked.typed,
                    entered=self._entered(table),
                    own=own,
                    starts=_starts(table, "t"),
                    match=_match(table, "t"),
                ),
                self._values(),
            )

    def _tally(self, verdict: str) -> dict[int, int]:
        found = self._cursor.rows(f"select verdict, count(*) from {verdict} group by verdict").rows
        return {int(number): int(count) for number, count in found}

    def _latest_stamp(self) -> datetime:
        """What was entered after this moment was not entered when it says: a day after the last load, since
        a record system may keep another zone's time.
        """
        found = self._cursor.one("select max(loaded_at), max(last_day::timestamp) from clinic.loads")
        moments: list[datetime] = [moment for moment in found or () if moment is not None]
        if self._last_day is not None:
            moments.append(datetime.combine(self._last_day, time()))
        return max([self._loaded_at, *moments]) + timedelta(days=1)

    def _given(self, name: str) -> str:
        """SQL for a column of a staged row `t`; an `entered_at` that cannot be true is the load's time."""
        column = f"t.{identifier(name)}"
        if name != "entered_at":
            return column
        return (
            f"case when {column} > timestamp '{self._latest}' then timestamp '{self._loaded_at}' "
            f"else {column} end"
        )

    def _entered(self, table: Table) -> str:
        """SQL for when a staged row `t` was entered; what lies after the load is the load's time."""
        entered = _entered(table, self._given)
        return (
            f"case when {entered} > timestamp '{self._latest}' then timestamp '{self._loaded_at}' "
            f"else {entered} end"
        )

    def _should(self, table: Table) -> str:
        """SQL for the moment from which a staged row `t` should be known, be it new or a correction."""
        own = _derived(table, self._given)
        return f"greatest({own}, coalesce({self._entered(table)}, {own}))"

    def _find_earlier(self, delta: Delta) -> None:
        """From when each unchanged row that was known earlier than we thought was known, if that may be
        moved.
        """
        table = delta.checked.table
        should, starts = self._should(table), _starts(table, "t")
        self._cursor.execute(
            self._of_earlier("known_earlier", delta, entered=should, starts=starts), self._values()
        )

    def _move(self, delta: Delta) -> None:
        """Rows that were known earlier begin earlier, and what they took the place of ends earlier."""
        table = delta.checked.table
        stamped = "entered_at" in table.names
        entered = f", coalesce({self._given('entered_at')}, e.entered_at) as entered_at" if stamped else ""
        stamp = ", entered_at = c.entered_at" if stamped else ""
        matched = _match(table, "c")
        self._cursor.execute(
            self._of_earlier("move", delta, matched=matched, entered_at=entered, stamp=stamp)
        )

    def _of_earlier(self, name: str, delta: Delta, **more: str) -> str:
        table = delta.checked.table
        return template(
            name,
            verdict=f"verdict_{table.name}",
            table=table.name,
            staged=self._staged,
            typed=delta.checked.typed,
            keys=identifiers(table.keys, "t."),
            match=_match(table, "t"),
            **more,
        )

    def _ahead(self, delta: Delta) -> Iterator[str]:
        """A remark on rows that say they were entered after this load."""
        checked = delta.checked
        if "entered_at" not in checked.table.names:
            return
        found = self._cursor.one(
            "select count(*), min(t.rid), arg_min(t.line, t.rid), arg_min(t.entered_at, t.rid) "
            f"from {self._typed(delta)} as t "
            f"where t.problem = 0 and t.entered_at > timestamp '{self._latest}' {self._rest(delta)}"
        )
        if not found or not found[0]:
            return
        count, rid, line, entered = found
        file = self._file(checked, rid)
        one = count == 1
        yield (
            f"{checked.table.name}: {count:,} {'row has' if one else 'rows have'} an entered_at after this "
            f"load, which cannot be true ({'' if one else 'the first: '}{file}, line {line}: {entered}); "
            f"{'it counts' if one else 'they count'} as entered at the load. "
            f"Mend {'it' if one else 'them'} and load the file again."
        )

    def _older(self, delta: Delta) -> Iterator[str]:
        """A remark on rows that were entered before what they take the place of: an old file, perhaps."""
        checked = delta.checked
        if "entered_at" not in checked.table.names or not delta.counts.changed:
            return
        name = checked.table.name
        found = self._cursor.one(
            "select count(*), min(t.rid), arg_min(t.line, t.rid) "
            f"from {self._typed(delta)} as t join verdict_{name} as v on t.rid = v.rid and v.verdict = 2 "
            f"join clinic.{name} as e on {_match(checked.table, 't')} and e.known_until is null "
            "where t.entered_at < e.entered_at"
        )
        if not found or not found[0]:
            return
        count, rid, line = found
        one = count == 1
        yield (
            f"{name}: {count:,} {'row was' if one else 'rows were'} entered before what "
            f"{'it takes' if one else 'they take'} the place of ({'' if one else 'the first: '}"
            f"{self._file(checked, rid)}, line {line}). If this is an older extract, load the newest again."
        )

    def _file(self, checked: Checked, rid: int) -> str:
        """The file from which a row comes."""
        part, start = next(
            (p, s) for p, s in zip(checked.parts, checked.starts, strict=True) if rid < s + p.rows
        )
        row = f"{self._staged}.{part.relation} as r where r.rowid = {rid - start}"
        (file,) = self._cursor.one(f"select {part.file} from {row}") or (part.label,)
        return str(file)

    def _mentions(self, delta: Delta) -> Iterator[str]:
        for column in delta.checked.table.columns:
            if not column.mentions or not (delta.counts.new or delta.counts.changed):
                continue
            ids = self._known(column.mentions)
            name = identifier(column.name)
            found = self._count(
                f"select count(*) from {self._typed(delta)} as t anti join {ids} as k on t.{name} = k.id "
                f"where t.problem = 0 and t.{name} is not null {self._rest(delta)}"
            )
            if found:
                yield (
                    f"{delta.checked.table.name}: {found:,} rows name a {column.name} that {NOBODY}; "
                    "they were kept"
                )

    def _gone(self, delta: Delta) -> Iterator[str]:
        """Find the rows of the period that are absent; a remark where that cannot be told, or all are."""
        checked, table = delta.checked, delta.checked.table
        if self._complete is None or not table.dated or delta.fresh or not checked.present:
            return
        unread = checked.unread + self._without_key(checked)
        dates = [_own(source, _stored) for source in table.dated]
        gone = f"gone_{table.name}"
        self._cursor.execute(
            template(
                "gone",
                gone=gone,
                keys=identifiers(table.keys, "e."),
                table=table.name,
                starts=_starts(table, "e"),
                dated=f"coalesce({', '.join(dates)})",
                staged=self._staged,
                typed=delta.checked.typed,
                match=_match(table, "t"),
            ),
            self._values(from_day=self._complete[0], to_day=self._complete[1]),
        )
        closed = self._count(f"select count(*) from {gone}")
        if closed and unread:
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

    def _without_key(self, checked: Checked) -> int:
        """How many rows of the extract were turned away for their key, or could not be read: any stored row
        may be meant.
        """
        keys = checked.table.keys
        bad = [n for n, p in enumerate(checked.problems, start=1) if p.column in keys or p == BROKEN_LINE]
        if not bad:
            return 0
        listed = ", ".join(map(str, bad))
        found = f"select count(*) from {self._staged}.{checked.typed} as t where t.problem in ({listed})"
        for part, start in zip(checked.parts, checked.starts, strict=True):
            if part.again:
                found += f" and t.rid not between {start} and {start + part.rows - 1}"
        return self._count(found)

    def _close(self, table: Table, closed: str) -> None:
        self._cursor.execute(template("close", table=table.name, closed=closed, match=_match(table, "c")))

    def _closed_changed(self, delta: Delta) -> str:
        keys = identifiers(delta.checked.table.keys, "t.")
        verdict = f"verdict_{delta.checked.table.name}"
        return (
            f"select {keys}, v.ended from {self._typed(delta)} as t join {verdict} as v on t.rid = v.rid "
            "where v.verdict = 2"
        )

    def _insert(self, delta: Delta) -> None:
        table = delta.checked.table
        joins = []
        columns = [self._given(name) for name in table.names]
        known_from = _derived(table, self._given)
        joins.append(_starts(table, "t"))
        if delta.fresh:
            rest = self._rest(delta)
        else:
            joins.append(f"join verdict_{table.name} as v on t.rid = v.rid")
            rest = " and v.verdict < 3"
            known_from = f"coalesce(v.moment, {known_from})"
            kept = delta.checked.silent
            columns = [f"v.{identifier(n)}" if n in kept else self._given(n) for n in table.names]
        cluster = table.cluster or table.keys
        self._cursor.execute(
            template(
                "insert",
                table=table.name,
                names=identifiers(table.names),
                columns=", ".join(columns),
                known_from=known_from,
                staged=self._staged,
                typed=delta.checked.typed,
                joins="\n".join(joins),
                rest=rest,
                ordered=f"order by {identifiers(cluster, 't.')}",
            )
        )


def _key_of(parent: str) -> str:
    return {"staff": "staff_id"}.get(parent, parent.rstrip("s") + "_id")


def _match(table: Table, other: str) -> str:
    return " and ".join(f"e.{identifier(key)} = {other}.{identifier(key)}" for key in table.keys)


def _starts(table: Table, row: str) -> str:
    """A join that gives the start of the session of a row, where the row's own date is that."""
    return f"left join session_start as s on {row}.session_id = s.id" if table.by_session else ""


def _stored(name: str) -> str:
    return f"e.{identifier(name)}"


def _entered(table: Table, column: Callable[[str], str]) -> str:
    if not table.entered:
        return "cast(null as timestamp)"
    sources = [f"cast({column(name)} as timestamp)" for name in table.entered]
    return f"coalesce({', '.join(sources)})"


def _own(source: str, column: Callable[[str], str]) -> str:
    if source == "sessions.starts_at":
        return "s.starts_at"
    return f"cast({column(source)} as timestamp)"


def _derived(table: Table, column: Callable[[str], str]) -> str:
    """SQL for the moment from which a new key is known."""
    if table.known_from == ("always",):
        return ALWAYS
    sources = [_own(source, column) for source in table.known_from]
    moment = f"coalesce({', '.join([*sources, ALWAYS])})"
    if table.always_where:
        return f"case when t.{identifier(table.always_where)} is not null then {ALWAYS} else {moment} end"
    return moment
