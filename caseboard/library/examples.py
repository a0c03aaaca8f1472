"""The examples that query files carry: build a tiny clinic for each, run the query, say what differed.

Examples that share a date, parameters and feeds are built into one clinic, each as a client of a program of
its own, and each file is run there once.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caseboard.errors import CaseboardError, RequestError
from caseboard.library import making
from caseboard.library.clinic import Asking, Clinic
from caseboard.library.example_rows import ALWAYS, TABLES, Row, rows_of
from caseboard.library.example_words import Bad, check_decisions, check_row
from caseboard.library.library import INPUTS, Library
from caseboard.library.query import Built, Query
from caseboard.library.text import bare, names_read, near

if TYPE_CHECKING:
    from caseboard.store import Cursor

_KEYS = {
    "name", "as_of", "client", "episode", "battery", "data_through", "parameters", "expect", "call", "alone",
    "records_since", "replay", *TABLES,
}  # fmt: skip
_KINDS: dict[str, tuple[type, ...]] = {
    "as_of": (date,), "records_since": (date,), "call": (str,), "client": (dict,), "episode": (dict, list),
    "battery": (dict, list), "data_through": (dict,), "parameters": (dict,), "replay": (list,),
    **dict.fromkeys(TABLES, (list,)),
}  # fmt: skip
_KIND_WORDS = {date: "a date, without quotes", str: "a text", dict: "a table", list: "a list"}
_FEEDS = ("attendance", "drug_screens", "survey_scores", "daily_logs", "goal_ratings", "events")
_DAYS_IN = 60
_ROWS_AT_ONCE = 100
_LONG_AGO = date(2020, 1, 1)
_DEFAULT_DAY = date(2026, 3, 15)
_OWN_DAYS = {"drug_screen": 7, "daily_log": 1}
_USUAL_FORMS = ("phq9", "gad7", "bam", "bam_iop", "pacs")


@dataclass(frozen=True)
class Example:
    """One `[[examples]]` entry of a file, as written."""

    query: Query
    entry: dict[str, Any]

    @property
    def name(self) -> str:
        """What it shows."""
        return str(self.entry.get("name", "without a name"))

    @property
    def as_of(self) -> date:
        """The day that it looks from."""
        day: date = self.entry.get("as_of", _DEFAULT_DAY)
        return day

    @property
    def together(self) -> str:
        """Examples with the same text here may stand in one clinic."""
        kept = {key: self.entry.get(key) for key in ("data_through", "records_since", "replay")}
        call = "call" in self.entry
        with_rows = any(table in self.entry for table in TABLES)
        apart = self.entry.get("alone") or "past" in self.entry or (call and with_rows)
        alone = f"{self.query.name}: {self.name}" if apart else "calls" if call else ""
        return json.dumps([str(self.as_of), kept, alone], default=str, sort_keys=True)

    @property
    def asked(self) -> str:
        """Examples of one file with the same text here are asked at once."""
        return json.dumps([self.entry.get("parameters"), self.entry.get("call")], default=str, sort_keys=True)

    def check(self) -> None:
        """Raise Bad where a value is of the wrong kind."""
        for key, kinds in _KINDS.items():
            if key in self.entry and type(self.entry[key]) not in kinds:
                said = " or ".join(_KIND_WORDS[kind] for kind in kinds)
                raise Bad(f"'{key}' should be {said}, not '{self.entry[key]}'")
        if "call" not in self.entry and not _is_rows(self.entry["expect"]):
            raise Bad("'expect' should be a table of columns, or a list of them")


@dataclass
class Outcome:
    """How many examples of how many files ran, and the sentences of those that failed."""

    examples: int = 0
    queries: int = 0
    failures: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The failures, then one line that counts."""
        counted = f"{_counted(self.examples, 'example')} of {_counted(self.queries, 'file')}"
        last = f"{counted}: {len(self.failures)} failed" if self.failures else f"{counted}: all hold"
        return "\n".join([*self.failures, last])


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def examples_of(query: Query) -> list[Example]:
    """The examples in the header and in the query's `<name>.examples.toml`.

    Raises RequestError when they are not TOML or have an unknown key.
    """
    beside = query.examples_file
    placed = [(query.path, entry) for entry in query.header.get("examples", ())]
    placed += [(beside, entry) for entry in _entries(beside)] if beside is not None else []
    for path, entry in placed:
        if not isinstance(entry, dict):
            raise RequestError(f"{path}: an example is a table under [[examples]], not '{entry}'.")
        for key in entry:
            if key not in _KEYS:
                raise RequestError(
                    f"{path}: the example '{entry.get('name', '')}' has the unknown key "
                    f"'{key}'{near(key, _KEYS)}."
                )
        if "expect" not in entry:
            raise RequestError(f"{path}: the example '{entry.get('name', '')}' expects nothing.")
    return [Example(query, entry) for _, entry in placed]


def _entries(path: Path) -> list[Any]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RequestError(f"{path} is not valid TOML: {error}.") from None
    except OSError as error:
        raise RequestError(f"{path} cannot be read: {error}.") from None
    for key in raw:
        if key != "examples":
            raise RequestError(f"{path}: unknown key '{key}'; each example stands under [[examples]].")
    if not isinstance(raw.get("examples"), list):
        raise RequestError(f"{path}: there is no example in this file; each stands under [[examples]].")
    return list(raw["examples"])


def check_examples(
    library: Library,
    wanted: Sequence[str] = (),
    *,
    progress: Callable[[str, float], None] = lambda what, share: None,
) -> Outcome:
    """Run the examples of `wanted` (names, stems or folders; default all files). `progress` is told the
    file that is tried, and the share of the files that are done.

    Raises RequestError when a name is unknown or a file is wrong; failed examples are in the Outcome.
    """
    library.check()
    library.check_examples_files()
    outcome, failed, done = Outcome(), dict[str, list[str]](), 0
    groups: dict[str, list[Example]] = {}
    for query in _chosen(library, wanted):
        examples = examples_of(query)
        outcome.examples += len(examples)
        outcome.queries += bool(examples)
        failed[query.name] = []
        for example in examples:
            try:
                example.check()
            except Bad as error:
                failed[query.name].append(_failure(example, str(error)))
            else:
                groups.setdefault(example.together, []).append(example)

    def tell(own: list[Example]) -> None:
        nonlocal done
        progress(f"Examples of {own[0].query.name}", done / outcome.examples)
        done += len(own)

    clinic = Clinic(library, ":memory:")
    with clinic.engine.writing(create=True) as cursor:
        for group in groups.values():
            for example, text in _run(clinic, cursor, group, tell):
                failed[example.query.name].append(_failure(example, text))
    progress("Examples", 1.0)
    clinic.close()
    outcome.failures = [text for texts in failed.values() for text in texts]
    return outcome


def _failure(example: Example, text: str) -> str:
    return f"{example.query.name}: '{example.name}': {text}"


def _chosen(library: Library, wanted: Sequence[str]) -> Iterator[Query]:
    if not wanted:
        yield from library
        return
    for name in wanted:
        folder = name.strip("/").removeprefix("queries/") + "/"
        inside = [query for query in library if query.name.startswith(folder)]
        yield from inside or [library.get(name)]


def _run(
    clinic: Clinic, cursor: Cursor, group: list[Example], tell: Callable[[list[Example]], None]
) -> Iterator[tuple[Example, str]]:
    """The examples of one clinic that fail, with what differed. What is not right among the others is tried
    alone, and only that counts."""
    asked: dict[tuple[str, str], list[Example]] = {}
    for example in sorted(group, key=lambda each: each.asked):
        asked.setdefault((example.asked, example.query.name), []).append(example)
    alone: list[Example] = []
    try:
        with _readable():
            asking = begin(clinic, cursor, group)
    except CaseboardError as error:
        if len(group) == 1:
            tell(group)
            yield group[0], str(error)
        elif len(asked) > 1:
            for own in asked.values():
                yield from _run(clinic, cursor, own, tell)
        else:
            tell(group)
            alone = group
    else:
        numbers = {id(example): number for number, example in enumerate(group, 1)}
        for own in asked.values():
            tell(own)
            for example, texts in _ask(asking, own, numbers):
                if not texts:
                    continue
                if len(group) == 1:
                    yield from ((example, text) for text in texts)
                else:
                    alone.append(example)
    for example in alone:
        yield from _run(clinic, cursor, [example], lambda own: None)


def _ask(asking: Asking, own: list[Example], numbers: dict[int, int]) -> Iterator[tuple[Example, list[str]]]:
    """The examples of one file, with what differed."""
    try:
        result = asking.run_relation(relation_of(own[0]), own[0].entry.get("parameters", {}))
    except CaseboardError as error:
        yield from ((example, [str(error)]) for example in own)
        return
    for example in own:
        rows = result.rows
        if "client_id" in result.columns:
            place, client = result.columns.index("client_id"), client_of(numbers[id(example)])
            rows = [row for row in rows if row[place] == client]
        elif len(numbers) > 1 and "call" not in example.entry:
            yield example, ["its rows are nobody's"]
            continue
        yield example, list(differences(example, result.columns, rows))


@contextmanager
def _readable() -> Iterator[None]:
    """What an example has in a shape that nobody foresaw is a fault of the example."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Bad(f"it cannot be read ({error})") from error


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


def relation_of(example: Example) -> Query | Built:
    """What an example runs: its file, or the call of a macro."""
    if "call" not in example.entry:
        return example.query
    call = str(example.entry["call"])
    table = call.lower().startswith("from ")
    sql = f"select * {call}" if table else f"select {call} as value"
    return Built("call", sql, frozenset(names_read(bare(sql))), kind="call")


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
    for (filled,) in cursor.rows(
        "select table_name from duckdb_tables() where database_name = 'clinic' "
        "and table_name <> 'schema_version' and estimated_size > 0"
    ).rows:
        cursor.execute(f"delete from clinic.{filled}")
    for name in INPUTS:
        cursor.execute(f"drop table if exists temp.{name}")
    for table_name, entries in rows.items():
        _insert(cursor, table_name, entries)
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


def _insert(cursor: Cursor, table: str, rows: list[Row]) -> None:
    own = {row[0] for row in cursor.rows(f"select column_name from (describe clinic.{table})").rows}
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
    for number, episode in enumerate(_listed(entry.get("episode", {}))):
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


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def differences(example: Example, columns: list[str], rows: list[tuple[Any, ...]]) -> Iterable[str]:
    """Where an answer is not what an example expects, in words."""
    expected = example.entry["expect"]
    if "call" in example.entry and not _is_rows(expected):
        expected = {"value": expected}
    wanted = _listed(expected)
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


def _is_rows(expected: Any) -> bool:
    return all(isinstance(item, dict) for item in _listed(expected))


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
            return math.isclose(float(got), want, rel_tol=1e-9, abs_tol=_tolerance(want))
        except (TypeError, ValueError):
            return False
    if isinstance(want, list) and isinstance(got, (list, tuple)):
        return len(got) == len(want) and all(_same(g, w) for g, w in zip(got, want, strict=True))
    if isinstance(got, datetime) and type(want) is date:
        return got.date() == want
    return bool(got == want)
