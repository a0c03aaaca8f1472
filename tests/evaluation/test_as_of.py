"""The board as of a past date is the same before and after data that were entered later are loaded."""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from caseboard.intake import import_extracts
from caseboard.library import Clinic, Library
from caseboard.simulation import simulate
from caseboard.simulation.tables import TABLES
from caseboard.store import Engine

LAST_DAY = date(2026, 3, 15)
QUESTIONS = ("panes/board", "panes/flag", "panes/criterion", "panes/not_judged", "panes/stale_feed")
Rows = list[dict[str, Any]]
Later = Callable[[random.Random], datetime]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Path:
    """A clinic of thirty over half a year, without its corrections."""
    folder = tmp_path_factory.mktemp("as_of")
    simulate(folder / "clinic", clients=30, seed=11, last_day=LAST_DAY, months=6)
    import_extracts(folder / "clinic", Engine(folder / "clinic.duckdb"), library)
    return folder / "clinic.duckdb"


def current(clinic: Clinic, sql: str) -> Rows:
    with clinic.asking(LAST_DAY) as asking:
        found = asking.cursor.rows(sql)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def now(clinic: Clinic, table: str, where: str = "true") -> Rows:
    return current(clinic, f"select * from clinic.{table} where known_until is null and {where} order by all")


def some(draw: random.Random, rows: Rows, count: int) -> Rows:
    return draw.sample(rows, min(len(rows), count))


def lately(column: str, after: date) -> str:
    return f"{column} between date '{after}' - 28 and date '{after}'"


def _attendance(clinic: Clinic, draw: random.Random, after: date, later: Later) -> dict[str, Rows]:
    """Visits entered again with another status, and visits nobody had entered."""
    past = f"starts_at between date '{after}' - 28 and date '{after}'"
    rows = now(clinic, "attendance", f"session_id in (select session_id from clinic.sessions where {past})")
    words = ("attended", "no_show", "late", "excused", "late_cancel", "cancelled_by_program")
    chosen = some(draw, rows, 40)
    for row in chosen:
        row |= {"status": draw.choice(words), "minutes_attended": "", "entered_at": later(draw)}
    sessions, visits = [], []
    for number, client in enumerate(draw.sample(now(clinic, "clients"), 12)):
        begins = datetime.combine(after, datetime.min.time()) - timedelta(days=draw.randint(0, 20), hours=-9)
        sessions.append(
            {"session_id": f"L{number}", "program_id": client["program_id"], "starts_at": begins,
             "minutes": 60, "kind": draw.choice(("individual", "family", "group"))}
        )  # fmt: skip
        visits.append(
            {"session_id": f"L{number}", "client_id": client["client_id"], "status": draw.choice(words),
             "entered_at": later(draw)}
        )  # fmt: skip
    return {"sessions": sessions, "attendance": chosen + visits}


def _forms(clinic: Clinic, draw: random.Random, after: date, later: Later) -> dict[str, Rows]:
    """Answers that were corrected, and forms of the past that come late; item 9 among them."""
    items = some(draw, now(clinic, "survey_items", f"measure = 'phq9' and {lately('given_on', after)}"), 60)
    for row in items:
        row |= {"value": draw.randint(0, 3), "entered_at": later(draw)}
    for client in draw.sample(now(clinic, "clients"), 10):
        given_on, entered = after - timedelta(days=draw.randint(0, 25)), later(draw)
        items += [
            {"client_id": client["client_id"], "measure": "phq9", "given_on": given_on, "item": item,
             "value": draw.randint(0, 3), "entered_at": entered}
            for item in range(1, 10)
        ]  # fmt: skip
    scores = [
        {"client_id": client["client_id"], "measure": "cssrs", "scale": "total",
         "given_on": after - timedelta(days=draw.randint(0, 20)), "score": 3, "entered_at": later(draw)}
        for client in draw.sample(now(clinic, "clients"), 3)
    ]  # fmt: skip
    return {"survey_items": items, "survey_scores": scores}


def _screens(clinic: Clinic, draw: random.Random, after: date, later: Later) -> dict[str, Rows]:
    """Results that the laboratory changed, and specimens for cause."""
    results = f"result in ('positive', 'negative') and {lately('collected_on', after)}"
    rows = some(draw, now(clinic, "drug_screens", results), 90)
    for row in rows:
        row |= {"result": draw.choice(("positive", "negative")), "method": "definitive"}
        row |= {"expected": False, "result_at": later(draw)}
    rows += [
        {"client_id": client["client_id"], "specimen_id": f"L{number}",
         "substance": client["primary_substance"], "collected_on": later(draw).date(),
         "result": "positive", "result_at": later(draw) + timedelta(days=21)}
        for number, client in enumerate(now(clinic, "clients", "primary_substance is not null")[:6])
    ]  # fmt: skip
    return {"drug_screens": rows}


def _logs_and_events(clinic: Clinic, draw: random.Random, after: date, later: Later) -> dict[str, Rows]:
    """Days told again or late, and what happened in the past and is heard of now."""
    logs = some(draw, now(clinic, "daily_logs", lately("logged_on", after)), 90)
    for row in logs:
        row |= {"craving": draw.randint(0, 10), "used": draw.random() < 0.5, "entered_at": later(draw)}
        row["triggers"] = ";".join(row["triggers"] or [])
    events = [
        {"event_id": f"L{number}", "client_id": client["client_id"], "kind": draw.choice(kinds),
         "occurred_on": after - timedelta(days=draw.randint(0, 12)), "entered_at": later(draw)}
        for kinds in [("overdose", "self_harm", "return_to_use", "risk_assessment")]
        for number, client in enumerate(draw.sample(now(clinic, "clients"), 10))
    ]  # fmt: skip
    return {"daily_logs": logs, "events": events}


def _care(clinic: Clinic, draw: random.Random, after: date, later: Later) -> dict[str, Rows]:
    """Ends of care, leaves, supports, goals and reviews that lie after the date, and other clinicians."""
    episodes = now(clinic, "episodes", f"ended_on is null or ended_on > date '{after}'")
    for row in episodes:
        row |= {"ended_on": max(later(draw).date(), row["started_on"]), "end_reason": "lost_to_contact"}
    clients = now(clinic, "clients")
    for row in clients:
        row["clinician_id"] = "T02"
    leaves = [
        {"client_id": row["client_id"], "kind": "hospital", "started_on": later(draw).date()}
        for row in draw.sample(clients, 6)
    ]
    supports = [
        {"client_id": row["client_id"], "kind": "sponsor", "started_on": later(draw).date()}
        for row in draw.sample(clients, 6)
    ]
    goals = now(clinic, "goals", "closed_on is null")
    for row in goals:
        row["closed_on"] = max(later(draw).date(), row["set_on"])
    reviews = now(clinic, "plan_reviews", "done_on is null")
    for row in reviews:
        row["done_on"] = later(draw).date()
    return {"episodes": episodes, "clients": clients, "leaves": leaves, "supports": supports, "goals": goals,
            "plan_reviews": reviews}  # fmt: skip


KINDS = (_attendance, _forms, _screens, _logs_and_events, _care)


def write(folder: Path, tables: dict[str, Rows]) -> None:
    folder.mkdir()
    for table, rows in tables.items():
        columns = list(TABLES[table])
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)


def boards(clinic: Clinic, days: list[date]) -> dict[tuple[date, str], Any]:
    found = {}
    for day in days:
        with clinic.asking(day) as asking:
            for question in QUESTIONS:
                found[day, question] = asking.run(question).rows
    return found


@pytest.mark.long
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),  # to make an example smaller takes minutes
)
@given(
    back=st.integers(min_value=21, max_value=90),
    earlier=st.lists(st.integers(min_value=1, max_value=40), min_size=1, max_size=1),
    kinds=st.sets(st.sampled_from(KINDS), min_size=1),
    seed=st.integers(min_value=0, max_value=10_000),
)
def test_no_past_board_is_changed_by_what_is_entered_later(
    loaded: Path,
    library: Library,
    tmp_path_factory: pytest.TempPathFactory,
    back: int,
    earlier: list[int],
    kinds: set[Any],
    seed: int,
) -> None:
    folder = tmp_path_factory.mktemp("load")
    clinic = Clinic(library, Path(shutil.copy(loaded, folder / "clinic.duckdb")))
    after = LAST_DAY - timedelta(days=back)
    draw = random.Random(seed)

    def later(draw: random.Random) -> datetime:
        return datetime.combine(after, datetime.min.time()) + timedelta(
            days=draw.randint(1, 19), hours=draw.randint(0, 23)
        )

    tables: dict[str, Rows] = {}
    for kind in sorted(kinds, key=KINDS.index):
        tables |= kind(clinic, draw, after, later)
    days = [after, *(after - timedelta(days=days) for days in earlier)]
    before = boards(clinic, days)
    known_by = [after + timedelta(days=20)]
    then = boards(clinic, known_by)
    write(folder / "later", tables)
    report = import_extracts(folder / "later", clinic.engine, library)
    assert report.total("new") + report.total("changed") > 10
    after_load = boards(clinic, days)
    for key, rows in before.items():
        assert after_load[key] == rows, key
    assert boards(clinic, known_by) != then, "once it is known, it says something"
    clinic.close()
