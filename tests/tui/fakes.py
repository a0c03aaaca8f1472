"""A clinic made of tuples: it can be slow, fail, be empty, or hold any text in any column."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from caseboard.errors import Interrupted, RequestError
from caseboard.files import Stamp, stamp

AS_OF = date(2026, 3, 15)
BEFORE = date(2026, 2, 22)
FLAG_COLUMNS = (
    "rule", "kind", "severity", "client_id", "value", "threshold", "since", "evidence", "suggests",
    "answered_on", "look_again_on",
)  # fmt: skip
CRITERION_COLUMNS = (
    "rule", "client_id", "state", "value", "threshold", "since", "evidence",
)  # fmt: skip
CRITERIA = (
    "sustained_abstinence", "steady_attendance", "symptoms_settled", "craving_and_skills",
    "goals_and_aftercare",
)  # fmt: skip


WORDS = {
    "outreach": "Consider outreach today", "increase_sessions": "Consider more sessions",
    "safety_plan": "Consider a safety assessment and plan today",
    "refer_medication": "Consider a medication referral", "step_down": "Consider a step down",
}  # fmt: skip

BOARD_COLUMNS = (
    "client_id", "name", "clinician", "program", "level", "week", "pane", "priority", "safety", "reasons",
    "suggests", "criteria_met", "criteria_total", "blocked_by", "missing", "strength", "measure", "score",
    "score_change", "score_series", "hours_attended", "hours_prescribed", "screen_word", "craving",
    "craving_change", "on_leave", "last_decision", "next_review_on",
)  # fmt: skip


@dataclass(frozen=True)
class FakeResult:
    columns: list[str]
    rows: list[tuple[Any, ...]]
    as_of: date = AS_OF
    parameters: dict[str, Any] = field(default_factory=dict)
    changed: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    @property
    def types(self) -> list[str]:
        kinds = {float: "DOUBLE", int: "INTEGER", date: "DATE", list: "VARCHAR[]"}
        return [
            next((kinds.get(type(row[at]), "VARCHAR") for row in self.rows if row[at] is not None), "VARCHAR")
            for at in range(len(self.columns))
        ]


@dataclass(frozen=True)
class FakeInfo:
    target: str = ":memory:"
    invented: bool = True
    default_as_of: date = AS_OF
    entered_up_to: datetime | None = datetime(2026, 3, 14, 21, 30)
    opened_by: str = ""
    replaced: tuple[str, ...] = ()

    @property
    def stamp(self) -> Stamp | None:
        """As an engine gives it."""
        return stamp(self.target)

    def give_up(self) -> None:
        """As an engine does: no lock is waited for here."""


@dataclass(frozen=True)
class FakeParameter:
    type: str
    default: Any
    help: str

    @property
    def usual(self) -> Any:
        return self.default


@dataclass(frozen=True)
class FakeQuery:
    name: str
    title: str
    source: str
    reviewed: date | None
    text: str
    path: Path
    parameters: dict[str, FakeParameter]


@dataclass(frozen=True)
class FakeScale:
    min_value: float
    max_value: float
    cutoff: float | None = 10
    scale: str = "total"
    better: str = "lower"
    bands: tuple[Any, ...] = ()


@dataclass(frozen=True)
class FakeMeasure:
    measure: str
    title: str
    scales: tuple[FakeScale, ...]
    interval_days: int | None = None


RULE_TEXT = """/*
title = "Two or more no-shows in a row"
kind = "more_intensity"
severity = 2
say = "No visit at the last {value:0} sessions"
suggests = ["outreach"]
source = "Programs' policies; no adult IOP study gives a number."
reviewed = 2026-11-23

[parameters.no_shows_that_flag]
type = "INTEGER"
default = 2
help = "No-shows in a row"
*/
select
    f.client_id,
    case
        when f.counting_sessions_14d = 0 then 'missing'
        when f.no_shows_in_a_row >= getvariable('no_shows_that_flag') then 'met'
        else 'not_met'
    end as state,
    f.no_shows_in_a_row as value
from client_fact as f
order by f.client_id
"""


class FakeLibrary:
    measures: Mapping[str, FakeMeasure] = {
        "phq9": FakeMeasure("phq9", "PHQ-9", (FakeScale(0, 27),)),
        "gad7": FakeMeasure("gad7", "GAD-7", (FakeScale(0, 21),)),
    }

    def __init__(self) -> None:
        self.text = RULE_TEXT
        self.unknown: set[str] = set()

    def __iter__(self) -> Iterator[FakeQuery]:
        return iter([self.query("panes/board", "The board"), self.query("client/why", "Why [/] or why not")])

    def query(self, name: str, title: str) -> FakeQuery:
        needs = {"client_id": FakeParameter("VARCHAR", None, "Whose")} if name.startswith("client/") else {}
        return FakeQuery(name, title, "", None, self.text, Path(f"queries/{name}.sql"), needs)

    def get(self, name: str) -> FakeQuery:
        if name in self.unknown:
            raise RequestError(f"There is no query '{name}'.")
        titles = {"no_shows_in_a_row": "Two or more no-shows in a row"}
        return FakeQuery(
            name=f"rules/more_intensity/{name}",
            title=titles.get(name, name.replace("_", " ").capitalize()),
            source="Programs' policies; no adult IOP study gives a number.",
            reviewed=date(2026, 11, 23),
            text=self.text,
            path=Path(f"queries/rules/more_intensity/{name}.sql"),
            parameters={"no_shows_that_flag": FakeParameter("INTEGER", 2, "No-shows in a row")},
        )


class FakeAsking:
    def __init__(self, clinic: FakeClinic, as_of: date) -> None:
        self.clinic = clinic
        self.as_of = as_of
        self.interrupted = threading.Event()

    def run(self, name: str, parameters: Mapping[str, Any] | None = None) -> FakeResult:
        self.clinic.given.append(dict(parameters or {}))
        self.clinic.ran.append((name, threading.current_thread() is threading.main_thread()))
        self.clinic.hold(self, name)
        if self.interrupted.is_set():
            raise Interrupted("The query was stopped before its end.")
        return self.clinic.results[name]

    def interrupt(self) -> None:
        self.interrupted.set()
        self.clinic.interrupts += 1


class FakeClinic:
    """`hold` is called before a query answers: it may wait, or raise."""

    def __init__(self, rows: list[dict[str, Any]] | None = None) -> None:
        self.clients = clients() if rows is None else rows
        self.info_now = FakeInfo()
        self.library = FakeLibrary()
        self.not_judged: list[dict[str, Any]] = []
        self.stale: list[dict[str, Any]] = []
        self.besides: list[dict[str, Any]] = [
            {
                "client_id": "C001",
                "score_on": date(2026, 3, 10),
                "craving_logs": 5,
                "next_screen_on": date(2026, 3, 18),
            }
        ]
        self.order_tested: list[dict[str, Any]] = [{"is_tested": False, "words": ""}]
        self.answers: list[dict[str, Any]] = []
        self.records: list[dict[str, Any]] = []
        self.parts: list[dict[str, Any]] = []
        self.as_of: date | None = None
        self.others: dict[date, FakeClinic] = {}  # the clinic as it was on other dates
        self.ran: list[tuple[str, bool]] = []
        self.given: list[dict[str, Any]] = []
        self.here = threading.local()  # whether this thread reads
        self.interrupts = 0
        self.hold: Callable[[FakeAsking, str], None] = lambda asking, name: None
        self.results: dict[str, FakeResult] = {}
        self.refill()

    def held(self) -> threading.Event:
        """Nothing is answered until the event is set."""
        gate = threading.Event()
        self.hold = lambda asking, name: gate.wait(20) and None
        return gate

    def refill(self) -> None:
        day = self.as_of or AS_OF
        flags = [flag for client in self.clients for flag in client.get("flags", ())]
        criteria = [row for client in self.clients for row in client.get("criteria", ())]
        self.results = {
            "panes/board": result(
                BOARD_COLUMNS,
                self.clients,
                day,
                {"craving_days": 7, "craving_days_before": 21, "criteria_that_are_enough": 3},
            ),
            "panes/flag": result(FLAG_COLUMNS, flags, day, {"no_shows_that_flag": 2}),
            "panes/criterion": result(CRITERION_COLUMNS, criteria, day),
            "panes/not_judged": result(("rule", "title", "client_id", "evidence"), self.not_judged, day),
            "suggestion_word": result(
                ("suggestion", "words"), [{"suggestion": k, "words": v} for k, v in WORDS.items()], day
            ),
            "panes/answered_since": result(("client_id", "rule", "answered_on"), self.answers, day),
            "panes/panel": result(
                ("client_id", "score_on", "craving_logs", "next_screen_on"), self.besides, day
            ),
            "panes/order_tested": result(("is_tested", "words", "definition"), self.order_tested, day),
            "panes/record": result(("rule", "same_input", "words", "definition"), self.records, day),
            "client/priority": result(("title", "points", "because", "priority"), self.parts, day),
            "client/identity": result(
                ("client_id", "merged_into"), [{"client_id": "C001", "merged_into": None}], day
            ),
            "panes/stale_feed": result(("table_name", "through", "days_old"), self.stale, day),
        }

    @property
    def engine(self) -> FakeInfo:
        """Where the file is."""
        return self.info_now

    @contextmanager
    def asking(
        self,
        as_of: date | None = None,
        parameters: Mapping[str, Any] | None = None,
        *,
        keep: bool = False,
    ) -> Iterator[FakeAsking]:
        day = as_of or self.as_of or AS_OF
        with self._reading():
            yield FakeAsking(self.others.get(day, self), day)

    def info(self, as_of: date | None = None) -> FakeInfo:
        with self._reading():
            return self.info_now

    def definition(self, signal: str) -> str:
        return f"{signal} of now"

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """A thread that reads inside a read would wait for a writer that waits for it."""
        assert not getattr(self.here, "reading", False), "a read inside a read"
        self.here.reading = True
        try:
            yield
        finally:
            self.here.reading = False


def result(
    columns: tuple[str, ...],
    records: list[dict[str, Any]],
    day: date = AS_OF,
    parameters: dict[str, Any] | None = None,
) -> FakeResult:
    rows = [tuple(record.get(column) for column in columns) for record in records]
    return FakeResult(list(columns), rows, day, parameters or {})


def flag(client_id: str, rule: str, kind: str, evidence: str, **more: Any) -> dict[str, Any]:
    return {
        "rule": rule, "kind": kind, "severity": 2, "client_id": client_id, "value": 2.0,
        "threshold": 2.0, "since": date(2026, 3, 9), "evidence": evidence, "suggests": ["outreach"],
        "answered_on": None, "look_again_on": None, **more,
    }  # fmt: skip


def criteria_of(client_id: str, states: str) -> list[dict[str, Any]]:
    """Five criteria from five letters: m met, n not met, ? missing, - not used."""
    words = {"m": "met", "n": "not_met", "?": "missing", "-": "not_used"}
    evidence = {"m": "all of it", "n": "not yet", "?": "too little to say", "-": None}
    return [
        {
            "rule": rule, "client_id": client_id, "state": words[letter], "value": 1.0,
            "threshold": 1.0, "since": date(2026, 2, 16), "evidence": evidence[letter],
        }
        for rule, letter in zip(CRITERIA, states, strict=True)
    ]  # fmt: skip


def client(client_id: str, name: str, pane: str, states: str = "mm?n-", **more: Any) -> dict[str, Any]:
    rules = dict(zip(CRITERIA, states, strict=True))
    return {
        "client_id": client_id, "name": name, "clinician": "Rosa Okafor", "program": "Evening IOP",
        "level": "IOP", "week": 5, "pane": pane, "priority": 1.0, "safety": "none", "reasons": [],
        "suggests": [], "criteria_met": states.count("m"),
        "criteria_total": len(states) - states.count("-"),
        "blocked_by": [rule for rule, state in rules.items() if state == "n"],
        "missing": [rule for rule, state in rules.items() if state == "?"],
        "strength": "Came to every group of the last two weeks", "measure": "phq9", "score": 12.0,
        "score_change": 0.0, "score_series": [12.0, 13.0, 12.0, 12.0], "hours_attended": 9.0,
        "hours_prescribed": 9.0, "screen_word": "-----", "craving": 3.0, "craving_change": 0.0,
        "on_leave": None, "last_decision": None, "next_review_on": date(2026, 3, 20),
        "criteria": criteria_of(client_id, states), **more,
    }  # fmt: skip


def clients() -> list[dict[str, Any]]:
    """The caseload of SCREENS.md, more or less."""
    harm = "Self-harm thoughts: 2 of 3 on PHQ-9 item 9 (10 Mar)"
    visits = "No visit at the last 3 sessions"
    opioid = "Two positive opioid screens in a row, 4 and 11 Mar"
    early = "Early screens: 2 of the first 3 positive or not collected"
    hours = "56% of the prescribed hours attended over 14 days"
    moderate = "C-SSRS moderate on 8 Mar"
    overdue = "PHQ-9 is 31 days old, due every 14"
    return [
        client(
            "C001", "Amara Rossi", "needs_more_intensity", "nnn?m", safety="new", week=5,
            reasons=[harm, visits, opioid], suggests=["safety_plan", "outreach", "increase_sessions"],
            score=19.0, score_change=6.0, score_series=[9.0, 12.0, 13.0, 16.0, 19.0],
            hours_attended=0.0, screen_word="---++", craving=6.1, craving_change=2.2,
            strength="Came to every group until 6 March", last_decision="8 Mar: more sessions (open)",
            flags=[
                flag("C001", "suicidal_ideation", "safety", harm, since=date(2026, 3, 10), severity=3),
                flag("C001", "no_shows_in_a_row", "more_intensity", visits, severity=3),
                flag("C001", "continued_use", "more_intensity", opioid, since=date(2026, 3, 4)),
                flag("C001", "review_due", "process", "Treatment plan review due 18 Mar", severity=1),
            ],
        ),
        client(
            "C002", "Bela Szabo", "needs_more_intensity", "n??n-", week=3, reasons=[early],
            suggests=["increase_sessions", "refer_medication"], screen_word="+o+",
            flags=[flag("C002", "early_positive_screens", "more_intensity", early)],
        ),
        client(
            "C003", "Chidi Duru", "needs_more_intensity", "mn?mm", week=7, reasons=[hours, moderate],
            safety="assessed", score=9.0, score_change=-2.0, score_series=[12.0, 11.0, 9.0, 9.0],
            hours_attended=5.0, screen_word="---+-", craving=2.0, suggests=["outreach"],
            flags=[
                flag(
                    "C003", "suicide_risk_screen", "safety", moderate, since=date(2026, 3, 8),
                    answered_on=date(2026, 3, 11), look_again_on=date(2026, 3, 18),
                ),
                flag("C003", "dose_gap", "more_intensity", hours, since=date(2026, 3, 2)),
            ],
        ),
        client(
            "C004", "Noor Tahir", "ready_to_step_down", "mmmmm", week=13, score=4.0,
            score_change=-12.0, score_series=[16.0, 11.0, 7.0, None, 4.0], screen_word="--------",
            craving=1.0, craving_change=-1.5, reasons=["5 of 5 criteria"], suggests=["step_down"],
        ),
        client(
            "C005", "Olu Lawal", "ready_to_step_down", "mmmm-", week=13, score=3.0,
            score_change=-9.0, score_series=[12.0, 8.0, 5.0, 3.0], screen_word="------", craving=0.8,
            reasons=["4 of 4 criteria"], suggests=["step_down"],
        ),
        client(
            "C006", "Mika Laine", "not_assessable", "mm??-", week=9, score=None, score_change=None,
            score_series=[14.0, 13.0], screen_word="---o", craving=None, craving_change=None,
            hours_attended=8.0, reasons=[overdue, "symptoms", "craving and skills"],
            flags=[flag("C006", "measure_overdue", "data_gap", overdue, severity=2)],
        ),
        client(
            "C007", "Priya Kumar", "holding_course", "mmmnm", week=13, score=11.0, score_change=-3.0,
            score_series=[16.0, 14.0, 12.0, 11.0], screen_word="--+--", craving=3.2,
            craving_change=-1.0, reasons=["nearly: 4 of 5, craving and skills"],
        ),
        client(
            "C008", "Dana Levi", "holding_course", "mnmnm", week=6, on_leave="hospital since 12 Mar",
            hours_attended=None, hours_prescribed=None, screen_word=None,
        ),
        client("C009", "Jo Park", "holding_course", "nnmnm", week=2, score=14.0, score_change=None),
    ]  # fmt: skip


def before() -> FakeClinic:
    """The clinic three weeks before: one client is new since, one gone, one moved, flags came and went."""
    found = FakeClinic()
    found.as_of = BEFORE
    found.clients = [row for row in clients() if row["client_id"] != "C002"]
    first, third = found.clients[0], found.clients[1]
    first.update(pane="holding_course", safety="none", reasons=[], last_decision=None)
    first["flags"] = [flag("C001", "craving_rise", "more_intensity", "Craving has risen to 6", severity=1)]
    third["flags"] = [{**row, "answered_on": None} for row in third["flags"]]
    found.clients[6]["on_leave"] = None
    found.clients.append(client("C010", "Gil Moss", "holding_course"))
    found.refill()
    return found


def many(count: int) -> list[dict[str, Any]]:
    """A caseload of any size."""
    panes = ("needs_more_intensity", "ready_to_step_down", "not_assessable", "holding_course")
    return [
        client(f"C{n:05}", f"Given{n} Family{n}", panes[min(n % 7, 3)], week=n % 30 + 1) for n in range(count)
    ]
