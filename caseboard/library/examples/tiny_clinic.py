"""The clinic in which examples are asked: each is a client of a program of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from caseboard.library import making
from caseboard.library.asking import Asking
from caseboard.library.clinic import Clinic
from caseboard.library.examples.entry import Example, listed
from caseboard.library.examples.rows import ALWAYS, TABLES, Row, rows_of
from caseboard.library.examples.words import Bad, check_decisions, check_merged, check_row
from caseboard.library.library import INPUTS, Library
from caseboard.library.text import near

if TYPE_CHECKING:
    from caseboard.store import Cursor

_FEEDS = ("attendance", "drug_screens", "survey_scores", "daily_logs", "goal_ratings", "events")
_DAYS_IN = 60
_ROWS_AT_ONCE = 100
_LONG_AGO = date(2020, 1, 1)
_OWN_DAYS = {"drug_screen": 7, "daily_log": 1}
_USUAL_FORMS = ("phq9", "gad7", "bam", "bam_iop", "pacs")


def client_of(number: int) -> str:
    """The id of the client of the n-th example in one clinic, from 1."""
    return "X" if number == 1 else f"X{number}"


def begin(clinic: Clinic, cursor: Cursor, group: list[Example]) -> Asking:
    """Build the clinic of one group, and ask there from the day of its examples."""
    build(clinic, cursor, group)
    asking = Asking(clinic, cursor, group[0].as_of, {})
    if "replay" in group[0].entry:
        _replay(asking, group[0])
    return asking


def _replay(asking: Asking, example: Example) -> None:
    """The board of each day that the example names, as `caseboard evaluate` gathers it."""
    asking.empty("replay_row", "signal_row")
    for day in example.entry["replay"]:
        asking.move(date.fromisoformat(str(day)))
        asking.collect("open_day", "replay_row")
        asking.collect("signals", "signal_row")
    asking.move(example.as_of)


def build(clinic: Clinic, cursor: Cursor, group: list[Example]) -> None:
    """Fill the attached clinic with what the examples of one group say, and nothing else."""
    as_of = group[0].as_of
    rows: dict[str, list[Row]] = {}

    def add(table: str, row: Row) -> None:
        rows.setdefault(table, []).append({"known_from": ALWAYS, "known_until": None, **row})

    entry = group[0].entry
    for table, row in _feeds(as_of, entry.get("data_through", {}), entry.get("records_since", _LONG_AGO)):
        add(table, row)
    for number, example in enumerate(group, 1):
        for table, row in _story(clinic.library, example, client_of(number)):
            check_row(clinic.library, table, row)
            add(table, row)
    if "decisions" in rows:
        check_decisions(rows["decisions"], _decision_words(clinic, cursor))
    check_merged(rows.get("client_aliases", ()))
    for name in INPUTS:
        cursor.execute(f"drop table if exists temp.{name}")
    with cursor.transaction():
        _replace(cursor, rows)
    if "survey_items" in rows:
        score_forms(clinic, cursor)


def _decision_words(clinic: Clinic, cursor: Cursor) -> list[str]:
    making.make(clinic.library.order("decision_word"), cursor, clinic.engine.made)
    return [word for (word,) in cursor.rows("select decision from decision_word").rows]


def score_forms(clinic: Clinic, cursor: Cursor) -> None:
    """Score every form of the attached clinic that has items."""
    order = clinic.library.order("form_score")
    making.make(order, cursor, clinic.engine.made)
    cursor.execute(
        "create or replace temp table form_to_score as "
        "select distinct client_id, measure, given_on from clinic.survey_items"
    )
    cursor.execute("insert into clinic.form_scores by name select * from form_score")


def _replace(cursor: Cursor, rows: dict[str, list[Row]]) -> None:
    """The rows of every table, for those of the group before."""
    for (filled,) in cursor.rows(
        "select table_name from duckdb_tables() where database_name = 'clinic' "
        "and table_name <> 'schema_version' and estimated_size > 0"
    ).rows:
        cursor.execute(f"delete from clinic.{filled}")
    columns = cursor.rows(
        "select table_name, column_name from duckdb_columns() where database_name = 'clinic'"
    ).rows
    for table, entries in rows.items():
        _insert(cursor, table, {column for of, column in columns if of == table}, entries)


def _insert(cursor: Cursor, table: str, own: set[str], rows: list[Row]) -> None:
    alike: dict[tuple[str, ...], list[list[Any]]] = {}
    for row in rows:
        kept = {key: None if value == "" else value for key, value in row.items() if key in own}
        unknown = set(row) - own - {"client_id", "known_from", "known_until"}
        if unknown:
            raise Bad(f"{table} has no column '{sorted(unknown)[0]}'{near(sorted(unknown)[0], own)}")
        alike.setdefault(tuple(kept), []).append(list(kept.values()))
    for columns, values in alike.items():
        for start in range(0, len(values), _ROWS_AT_ONCE):
            chunk = values[start : start + _ROWS_AT_ONCE]
            marks = count(1)
            listed = ", ".join("(" + ", ".join(f"${next(marks)}" for _ in columns) + ")" for _ in chunk)
            cursor.execute(
                f"insert into clinic.{table} ({', '.join(columns)}) values {listed}",
                [value for own_values in chunk for value in own_values],
            )


def _feeds(as_of: date, data_through: dict[str, Any], since: date) -> Iterator[tuple[str, Row]]:
    """Somebody else, in a program of their own, whose rows say from when to when each feed goes."""
    known = {*_FEEDS, "survey_items"}
    for name in data_through:
        if name not in known:
            raise Bad(
                f"data_through names '{name}', which is no feed; the feeds are {', '.join(sorted(known))}"
            )
    yield "programs", {"program_id": "P-FEED", "name": "Feeds", "level": "intensive_outpatient"}
    yield "clients", {"client_id": "FEED", "name": "Feed", "program_id": "P-FEED"}
    yield "batteries", {"program_id": "P-FEED", "instrument": "drug_screen", "every_days": 7}
    entries = {
        "attendance": "attended", "drug_screens": "negative", "survey_scores": "phq9 total 0",
        "daily_logs": "used=false", "goal_ratings": "", "events": "risk_assessment",
    }  # fmt: skip
    for feed in _FEEDS:
        day = data_through.get(feed, as_of)
        if feed == "survey_scores":
            day = data_through.get(feed, data_through.get("survey_items", as_of))
        if feed == "goal_ratings":
            start = day - timedelta(days=1)
            yield from rows_of("goals", [f"{start} rated={day}:0"], "FEED", "opioid")
        else:
            yield from rows_of(feed, [f"{since} {entries[feed]}", f"{day} {entries[feed]}"], "FEED", "opioid")


def _story(library: Library, example: Example, client: str) -> Iterator[tuple[str, Row]]:
    entry, program = example.entry, f"P-{client}"
    person = {
        "name": f"Client {client}",
        "clinician_id": f"T-{client}",
        "primary_substance": "opioid",
        **entry.get("client", {}),
    }
    yield "programs", {"program_id": program, "name": "A program", "level": "intensive_outpatient"}
    yield "staff", {"staff_id": f"T-{client}", "name": "A therapist", "role": "therapist"}
    yield "clients", {"client_id": client, "program_id": program, **person}
    for number, episode in enumerate(listed(entry.get("episode", {}))):
        yield "episodes", _episode(client, number, episode, example.as_of)
    for instrument, days in _battery(library, entry).items():
        yield "batteries", {"program_id": program, "instrument": instrument, "every_days": days}
    substance = person["primary_substance"] or "opioid"
    for table in TABLES:
        yield from rows_of(table, entry.get(table, ()), client, str(substance))


def _episode(client: str, number: int, episode: dict[str, Any], as_of: date) -> Row:
    usual = {"level": "intensive_outpatient", "started_on": as_of - timedelta(days=_DAYS_IN)}
    if episode.get("level", usual["level"]) == "intensive_outpatient":
        usual |= {"sessions_per_week": 3, "hours_per_week": 9, "planned_weeks": 12}
    row = {"episode_id": f"{client}-E{number}", "client_id": client, **usual, **episode}
    if not isinstance(row["started_on"], date):
        raise Bad(f"started_on is '{row['started_on']}', not a date; a date is written without quotes")
    return {"known_from": datetime.combine(row["started_on"], time(8)), **row}


def _battery(library: Library, entry: dict[str, Any]) -> dict[str, int | None]:
    """What the program uses: what the example says, else the usual forms and those it has rows of."""
    every = {m.measure: m.interval_days for m in library.measures.values() if m.measure != "craving"}
    given = entry.get("battery")
    if given is None:
        rows = [*entry.get("survey_items", ()), *entry.get("survey_scores", ())]
        words = [[row.get("measure")] if isinstance(row, dict) else str(row).split()[1:2] for row in rows]
        named = {*_USUAL_FORMS, *(word for each in words for word in each)}
        return {**{name: days for name, days in every.items() if name in named}, **_OWN_DAYS}
    if isinstance(given, list):
        return {name: {**every, **_OWN_DAYS}.get(name) for name in given}
    return dict(given)
