"""One client's page made of tuples, with the columns of queries/client; any of it may be left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from caseboard.errors import RequestError
from caseboard.tui import app
from caseboard.tui.app import CaseboardApp
from caseboard.tui.client.model import QUERIES
from caseboard.tui.loader import Loader
from caseboard.tui.screens.client import ClientScreen
from tests.conftest import ROOT
from tests.tui.fakes import (
    AS_OF,
    WORDS,
    FakeClinic,
    FakeLibrary,
    FakeParameter,
    FakeQuery,
    FakeResult,
    result,
)

ADMITTED = date(2026, 1, 5)  # a Monday: ten weeks to AS_OF


@dataclass(frozen=True)
class FakeBand:
    label: str
    low: float
    high: float
    rank: int


@dataclass(frozen=True)
class FakeFullScale:
    scale: str
    min_value: float
    max_value: float
    cutoff: float | None
    better: str
    bands: tuple[FakeBand, ...]


@dataclass(frozen=True)
class FakeFullMeasure:
    measure: str
    title: str
    interval_days: int
    scales: tuple[FakeFullScale, ...]
    citation: str = "Kroenke 2001"
    reviewed: date = date(2026, 11, 23)

    @property
    def path(self) -> Path:
        return ROOT / "queries" / "measures" / f"{self.measure}.toml"


def bands(*labelled: tuple[str, float, float]) -> tuple[FakeBand, ...]:
    return tuple(FakeBand(label, low, high, rank) for rank, (label, low, high) in enumerate(labelled))


PHQ9 = FakeFullScale("total", 0, 27, 10.0, "lower", bands(
    ("none or minimal", 0, 4), ("mild", 5, 9), ("moderate", 10, 14), ("moderately severe", 15, 19),
    ("severe", 20, 27),
))  # fmt: skip
GAD7 = FakeFullScale("total", 0, 21, 8.0, "lower", bands(
    ("none or minimal", 0, 4), ("mild", 5, 9), ("moderate", 10, 14), ("severe", 15, 21),
))  # fmt: skip
PROTECTIVE = FakeFullScale("protective", 0, 24, 12.0, "higher", ())


class FakeClientLibrary(FakeLibrary):
    """Knows every query of the page but those in `unknown`; a rule's file is in a folder of its kind."""

    measures: ClassVar[Mapping[str, Any]] = {
        "phq9": FakeFullMeasure("phq9", "PHQ-9", 14, (PHQ9,)),
        "gad7": FakeFullMeasure("gad7", "GAD-7", 14, (GAD7,)),
        "bam": FakeFullMeasure("bam", "BAM", 28, (PROTECTIVE,)),
    }

    def get(self, name: str) -> Any:
        if name in self.unknown:
            raise RequestError(f"There is no query '{name}'.")
        if name.startswith("client/"):
            return FakeQuery(
                name=name,
                title=name.removeprefix("client/").replace("_", " ").capitalize() + " of one client",
                source="",
                reviewed=None,
                text=f'/*\ntitle = "{name}"\n*/\nselect 1 as one\n',
                path=Path(f"queries/{name}.sql"),
                parameters={"client_id": FakeParameter("VARCHAR", None, "The client")},
            )
        return super().get(name)


def on(day: int, month: int = 3, year: int = 2026) -> date:
    return date(year, month, day)


def score(
    measure: str, title: str, scale: FakeFullScale, day: date, value: float, **more: Any
) -> dict[str, Any]:
    label = next((band.label for band in scale.bands if band.low <= value <= band.high), None)
    return {
        "measure": measure, "title": title, "scale": scale.scale, "given_on": day, "score": value,
        "band": label, "better": scale.better, "cutoff": scale.cutoff,
        "is_clinical": None if scale.cutoff is None
        else value <= scale.cutoff if scale.better == "higher" else value >= scale.cutoff,
        "min_value": scale.min_value,
        "max_value": scale.max_value, "is_baseline": False, "in_admission": True, **more,
    }  # fmt: skip


def last(measure: str, scale: str, value: float, baseline: float, **more: Any) -> dict[str, Any]:
    return {
        "measure": measure, "scale": scale, "score": value, "baseline": baseline, "baseline_on": ADMITTED,
        "score_change": value - baseline, "better": "lower", "is_improved": False, "is_deteriorated": False,
        **more,
    }  # fmt: skip


def rule(name: str, title: str, kind: str, state: str, **more: Any) -> dict[str, Any]:
    return {
        "rule": name, "title": title, "kind": kind, "state": state, "severity": 2, "value": 2.0,
        "threshold": 2.0, "since": on(9), "evidence": None, "suggests": [], "answered_on": None,
        "source": "Programs' policies; no adult IOP study gives a number.", **more,
    }  # fmt: skip


def full() -> dict[str, list[dict[str, Any]]]:
    """A client with everything, and with a gap in the PHQ-9 between 19 January and 2 March."""
    phq9 = [(on(5, 1), 9.0), (on(19, 1), 12.0), (on(2), 16.0), (on(10), 21.0)]
    gad7 = [(on(6, 1), 12.0), (on(20, 1), 10.0), (on(3, 2), 7.0), (on(17, 2), 4.0), (on(3), 3.0)]
    bam = [(on(7, 1), 10.0), (on(4, 2), 13.0), (on(4), 11.0)]
    harm = "Self-harm thoughts: 2 of 3 on PHQ-9 item 9 (10 Mar)"
    visits = "No visit at the last 3 sessions"
    weeks = [ADMITTED + timedelta(days=7 * week) for week in range(10)]
    minutes = [540, 540, 480, 540, 420, 540, 540, 360, 180, 0]
    days = [ADMITTED + timedelta(days=at) for at in range(0, 69, 2)]
    met = [
        rule("suicidal_ideation", "Thoughts of self-harm", "safety", "met", evidence=harm, since=on(10),
             severity=3, suggests=["safety_plan"], value=2.0, threshold=1.0),
        rule("no_shows_in_a_row", "Two or more no-shows in a row", "more_intensity", "met", evidence=visits,
             value=3.0, suggests=["outreach"]),
    ]  # fmt: skip
    return {
        "overview": [{
            "client_id": "C001", "name": "Amara Rossi", "clinician": "Rosa Okafor", "program": "Evening IOP",
            "level": "intensive_outpatient", "level_title": "IOP", "next_level": "outpatient", "week": 10,
            "admitted_on": ADMITTED, "days_in": 69, "episode_started_on": ADMITTED, "days_in_episode": 69,
            "planned_weeks": 12, "sessions_per_week": 3, "hours_per_week": 9.0,
            "hours_attended": 0.0, "hours_prescribed": 9.0, "authorized_until": on(7, 4),
            "primary_substance": "opioid", "on_medication": True, "on_leave": False, "on_leave_since": None,
            "pane": "needs_more_intensity", "priority": 7.0, "safety": "new",
            "strength": "Came to every group until 1 March", "last_decision": "8 Mar: more sessions (open)",
            "next_review_on": on(12), "attendance_through": on(14),
        }],
        "flags": met,
        "why": [
            *met,
            rule("dose_gap", "Less treatment than was prescribed", "more_intensity", "not_met", value=0.82,
                 threshold=0.7, since=None),
            rule("craving_rise", "Craving has risen", "more_intensity", "missing", value=None),
            rule("steady_attendance", "Steady attendance", "step_down", "met", evidence="day 69 of 60"),
            rule("symptoms_settled", "Symptoms settled", "step_down", "not_met", evidence="safety on 10 Mar"),
            rule("sustained_abstinence", "Sustained abstinence", "step_down", "missing",
                 evidence="too few screens to say"),
            rule("goals_and_aftercare", "Goals and aftercare", "step_down", "not_used"),
            rule("too_early", "Too early to say", "data_gap", "not_met", value=69.0, threshold=14.0),
        ],
        "score_history": [
            *(score("gad7", "GAD-7", GAD7, day, value, is_baseline=value == 12) for day, value in gad7),
            *(score("phq9", "PHQ-9", PHQ9, day, value, is_baseline=value == 9) for day, value in phq9),
            *(score("bam", "BAM", PROTECTIVE, day, value) for day, value in bam),
        ],
        "last_scores": [
            last("gad7", "total", 3.0, 12.0, is_improved=True),
            last("phq9", "total", 21.0, 9.0, is_deteriorated=True, change_result="deteriorated"),
            last("bam", "protective", 11.0, 10.0, better="higher"),
        ],
        "expected_course": [
            {"measure": "phq9", "scale": "total", "week": week, "p10": None if week > 6 else 6.0 - week / 2,
             "p25": 7.0, "p50": None if week > 6 else 9.0 - week / 2, "p75": 9.0,
             "p90": None if week > 6 else 13.0 - week / 2, "n_people": 120 - week, "edge": 12.0,
             "basis": "rule" if week > 6 else "admissions", "band": "mild"}
            for week in range(1, 11)
        ],
        "attendance_weeks": [
            {"week": at + 1, "from_day": day, "to_day": min(day + timedelta(days=6), AS_OF),
             "attended_minutes": float(got), "prescribed_minutes": 540.0, "group_minutes": got * 2 / 3,
             "individual_minutes": got / 3, "family_minutes": 0.0, "other_minutes": 0.0, "sessions": 3,
             "sessions_attended": got // 180, "leave_days": 0}
            for at, (day, got) in enumerate(zip(weeks, minutes, strict=True))
        ],
        "sessions_mix": [
            {"week": at + 1, "from_day": day, "kind": kind, "attended_minutes": got * share, "sessions": 2,
             "attended": 2}
            for at, (day, got) in enumerate(zip(weeks, minutes, strict=True))
            for kind, share in (("group", 2 / 3), ("individual", 1 / 3))
            if got
        ],
        "screens": [
            {"on_day": day, "due_on": day, "collected_on": day, "is_due": True, "specimen_id": f"U{at}",
             "substance": substance, "result": "positive" if letter == "+" else "negative",
             "method": "presumptive", "expected": False, "letter": letter if substance == "opioid" else None}
            for at, (day, letter) in enumerate(
                [(on(7, 1), "+"), (on(14, 1), "-"), (on(28, 1), "-"), (on(11, 2), "o"), (on(25, 2), "-"),
                 (on(4), "+"), (on(11), "+")]
            )
            for substance in ("opioid", "cocaine")
            if substance == "opioid" or letter != "o"
        ] + [{"on_day": on(18), "due_on": on(18), "substance": "opioid", "specimen_id": "U9"}],
        "substance_use": [{
            "substance": "opioid", "word": "+--o-++", "weekly_word": "+--o-++", "due": 7, "negative": 3,
            "positive": 3, "not_collected": 1, "pending": 0, "unreadable": 0,
            "percent_negative_observed": 50.0, "percent_negative_missing_as_positive": 43.0,
            "longest_abstinence": 2, "current_abstinence_days": 0, "percent_days_abstinent": 91.0,
            "days_logged": 35, "use_days": 3, "disagreements": 1,
        }],
        "days": [
            {"logged_on": day, "craving": float(2 + at % 3 + (at > 25) * 4), "mood": float(5 + at % 2),
             "stress": None if at % 5 == 0 else 4.0, "sleep_hours": 6.5, "exercise_minutes": 10.0 * (at % 4),
             "mindfulness_minutes": 5.0, "used": at in (1, 30), "risky_situation": False,
             "triggers": ["payday"] if at % 6 == 0 else [], "coping_skill": "urge_surfing"}
            for at, day in enumerate(days)
        ],
        "daily_life": [
            {"thing": thing, "title": title, "unit": unit, "days_logged": 4, "mean": mean,
             "days_logged_before": 10, "mean_before": None, "change": change, "better": better}
            for thing, title, unit, mean, change, better in (
                ("craving", "Craving", "0 to 10", 6.5, 3.2, "lower"),
                ("mood", "Mood", "0 to 10", 5.5, 0.0, "higher"),
                ("stress", "Stress", "0 to 10", 4.0, -0.5, "lower"),
                ("sleep_hours", "Sleep", "hours", 6.5, 0.0, "higher"),
                ("exercise_minutes", "Exercise", "minutes", 15.0, 2.0, "higher"),
                ("mindfulness_minutes", "Mindfulness", "minutes", 5.0, None, "higher"),
            )
        ],
        "triggers": [
            {"trigger": "payday", "days": 6, "last_on": on(6), "weekdays": "Fri", "skills": ["urge_surfing"],
             "days_with_skill": 4, "days_use_followed": 1, "days_use_known": 5},
            {"trigger": "old_friends", "days": 2, "last_on": on(2), "weekdays": None, "skills": [],
             "days_with_skill": 0, "days_use_followed": 0, "days_use_known": 2},
        ],
        "goals": [
            {"goal_id": "G1", "title": "Thirty days in a row without use", "weight": 2.0, "set_on": ADMITTED,
             "first_level": -1.0, "latest_level": 0.0, "latest_rated_on": on(2), "ratings": [-1.0, -1.0, 0.0],
             "as_set_t": 50.0, "goals_t": 47.5, "first_t": 40.0, "goals_change": 7.5},
            {"goal_id": "G2", "title": "See my daughter every week", "weight": 1.0, "set_on": ADMITTED,
             "first_level": -2.0, "latest_level": -1.0, "latest_rated_on": on(2), "ratings": [-2.0, -1.0],
             "as_set_t": 50.0, "goals_t": 47.5, "first_t": 40.0, "goals_change": 7.5},
        ],
        "supports": [
            {"kind": "sponsor", "title": "Sponsor", "is_plan": False, "in_place": True, "is_lacking": False,
             "started_on": on(20, 1), "last_contact_on": on(3), "days_since_contact": 12},
            {"kind": "discharge_plan", "title": "Discharge plan", "is_plan": True, "in_place": False,
             "is_lacking": True},
        ],
        "marks": [
            {"on_day": ADMITTED, "until_day": None, "kind": "level", "title": "IOP", "detail": "admitted"},
            {"on_day": on(1, 2), "until_day": on(4, 2), "kind": "leave", "title": "Leave: family",
             "detail": None},
            {"on_day": on(12, 2), "until_day": None, "kind": "review", "title": "Treatment plan",
             "detail": "done"},
            {"on_day": on(3), "until_day": None, "kind": "medication", "title": "Medication visit",
             "detail": None},
            {"on_day": on(8), "until_day": None, "kind": "decision", "title": "more sessions",
             "detail": "missed three groups"},
            {"on_day": on(10), "until_day": None, "kind": "event", "title": "Crisis",
             "detail": "called at night"},
        ],
        "decisions": [
            {"decided_at": datetime(2026, 3, 8, 10, 0), "as_of": on(8), "decision": "increase_sessions",
             "words": "more sessions", "reason": "missed three groups"},
        ],
        "suggestions": [
            {"suggestion": name, "words": WORDS[name], "because": because, "rules": ["a", "b"][:len(because)],
             "severity": 3, "answered_on": None}
            for name, because in (
                ("safety_plan", [harm]),
                ("outreach", ["No visit at the last 3 sessions (9 Mar)", "0% of the prescribed hours"]),
            )
        ],
    }  # fmt: skip


def empty() -> dict[str, list[dict[str, Any]]]:
    """A client of whom nothing is known but who they are."""
    return {
        "overview": [{**full()["overview"][0], "safety": "none", "pane": "not_assessable", "strength": None}]
    }


def page_results(tables: dict[str, list[dict[str, Any]]]) -> dict[str, FakeResult]:
    """The results of the page's queries; a query that is not in `tables` has no row."""
    found = {}
    for name in QUERIES:
        rows = tables.get(name, [])
        columns = tuple(dict.fromkeys(column for row in [*rows, *full()[name]] for column in row))
        windows = {"craving_days": 7, "craving_days_before": 21} if name == "daily_life" else {}
        found[f"client/{name}"] = result(columns, rows, AS_OF, {"client_id": "C001", **windows})
    return found


def page_clinic(tables: dict[str, list[dict[str, Any]]] | None = None) -> FakeClinic:
    """A clinic with a board and one client's page."""
    clinic = FakeClinic()
    clinic.library = FakeClientLibrary()
    clinic.results |= page_results(full() if tables is None else tables)
    return clinic


class PageApp(CaseboardApp):
    """The app with a client's page open."""

    CSS_PATH = Path(app.__file__).with_name("caseboard.tcss")

    def __init__(
        self,
        clinic: FakeClinic,
        client_id: str = "C001",
        order: tuple[str, ...] = (),
        style: str = "braille",
        **more: Any,
    ) -> None:
        super().__init__(lambda: clinic, chart_style=style, **more)
        self._page = ClientScreen(Loader(lambda: clinic), client_id, None, order)

    def on_mount(self) -> None:
        self.push_screen(self._page)
