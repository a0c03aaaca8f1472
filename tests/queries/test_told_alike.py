"""What two files tell of the same thing they tell alike: the board, a client's page, audit, evaluate."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from caseboard.library import Clinic, Library
from caseboard.library.asking import Asking
from caseboard.store import Engine

LAST = date(2026, 3, 15)
DATES = [date(2025, 6, 8), date(2025, 10, 12), date(2025, 12, 17), date(2026, 1, 18), date(2026, 2, 15), LAST]
Rows = dict[Any, dict[str, Any]]
KINDS = ("safety", "more_intensity", "step_down", "data_gap", "process")
STATES = ("met", "not_met", "missing", "not_used")


@pytest.fixture(scope="module")
def clinic(sample: Clinic) -> Clinic:
    return sample


@pytest.fixture(scope="module", params=DATES, ids=str)
def asking(request: pytest.FixtureRequest, clinic: Clinic) -> Iterator[Asking]:
    with clinic.asking(request.param) as opened:
        yield opened


def by_client(asking: Asking, query: str, **parameters: Any) -> Rows:
    return {row["client_id"]: row for row in asking.run(query, parameters).records()}


def states(asking: Asking, rule: str) -> dict[str, str]:
    return {row["client_id"]: row["state"] for row in asking.run(rule).records()}


def test_every_value_says_what_it_counts(asking: Asking) -> None:
    judged = [row for row in asking.run("rule_state").records() if row["value"] is not None]
    assert judged
    assert not {row["rule"] for row in judged if not row["unit"]}


def test_no_shows_in_a_row(asking: Asking) -> None:
    runs = by_client(asking, "attendance_run")
    facts = by_client(asking, "client_fact")
    assert runs
    assert set(runs) <= set(facts)
    for client, fact in facts.items():
        run = runs.get(client, {"no_shows_in_a_row": 0, "first_no_show_on": None})
        for name in ("no_shows_in_a_row", "first_no_show_on"):
            assert run[name] == fact[name], (client, name)


def test_flags_that_wait_too_long(asking: Asking) -> None:
    late = {row["client_id"] for row in asking.run("flags_unanswered").records() if row["is_late"]}
    assert late == {client for client, state in states(asking, "unanswered_flag").items() if state == "met"}


def test_surveys_that_are_overdue(asking: Asking) -> None:
    listed = [row["client_id"] for row in asking.run("surveys_overdue").records()]
    facts = by_client(asking, "client_fact")
    rule = states(asking, "measure_overdue")
    assert set(listed) == {client for client, state in rule.items() if state == "met"}
    for client in set(listed):
        assert facts[client]["measures_overdue"] == listed.count(client), client


def test_what_is_due_of_reviews_and_authorizations(asking: Asking) -> None:
    listed = [
        (row["client_id"], row["what"] == "authorization") for row in asking.run("reviews_due").records()
    ]
    for rule, is_authorization in (("review_due", False), ("authorization_ending", True)):
        met = {client for client, state in states(asking, rule).items() if state == "met"}
        assert met == {client for client, which in listed if which is is_authorization}, rule


def test_hours_of_seven_days(asking: Asking) -> None:
    facts = by_client(asking, "client_fact")
    audit = by_client(asking, "hours_against_prescribed", hours_window_days=7)
    assert audit
    for client, row in audit.items():
        fact = facts[client]
        if fact["episode_started_on"] > fact["attendance_through"] - timedelta(days=6):
            continue  # The board's week is whole; the supervisors' list begins with the episode.
        assert row["attended_hours"] == pytest.approx(fact["attended_minutes_7d"] / 60, abs=0.0501), client
        assert row["prescribed_hours"] == pytest.approx(fact["prescribed_minutes_7d"] / 60, abs=0.0501), (
            client
        )


def test_hours_of_a_week_on_the_clients_page(clinic: Clinic) -> None:
    """Where a week of the admission ends with what was entered, and the level was one."""
    compared = 0
    for back in range(0, 42, 6):
        day = LAST - timedelta(days=back)
        with clinic.asking(day) as asking:
            for client, fact in by_client(asking, "client_fact").items():
                through = fact["attendance_through"]
                days_in = (through - fact["admitted_on"]).days + 1
                if days_in % 7 or fact["episode_started_on"] > through - timedelta(days=6):
                    continue
                weeks = asking.run("attendance_weeks", {"client_id": client}).records()
                week = weeks[days_in // 7 - 1]
                assert week["to_day"] == through
                assert float(week["attended_minutes"]) == float(fact["attended_minutes_7d"]), client
                assert week["prescribed_minutes"] == pytest.approx(fact["prescribed_minutes_7d"], abs=0.06), (
                    client
                )
                compared += 1
    assert compared > 15


def test_the_letters_of_screens_are_those_that_evaluate_counts(asking: Asking) -> None:
    own = {
        (row["client_id"], row["specimen_id"]): row["letter"]
        for row in asking.run("specimen").records()
        if row["letter"] is not None
    }
    judged = {
        (row["client_id"], row["specimen_id"]): (row["is_bad"], row["is_positive"])
        for row in asking.run("evaluation/screen_day").records()
    }
    assert own
    for key, letter in own.items():
        assert judged[key] == (letter != "-", letter == "+"), key


def test_the_letters_on_the_clients_page_are_the_word(clinic: Clinic) -> None:
    with clinic.asking(LAST) as asking:
        facts = by_client(asking, "client_fact")
        words = by_client(asking, "screen_word")
        for client, fact in facts.items():
            rows = [
                row
                for row in asking.run("client/screens", {"client_id": client}).records()
                if row["letter"] and row["is_due"] and row["on_day"] >= fact["admitted_on"]
            ]
            letters = {(row["due_on"], row["specimen_id"]): row["letter"] for row in rows}
            word = "".join(letters[key] for key in sorted(letters))
            assert word == (words[client]["word"] if client in words else ""), client
            assert word[-8:] == (fact["screen_word"] or ""), client


def test_positives_in_a_row_are_the_letters_of_the_page_and_those_for_cause(clinic: Clinic) -> None:
    with clinic.asking(LAST) as asking:
        met = [row for row in asking.run("continued_use").records() if row["state"] == "met"]
        assert met
        for row in met:
            told = re.match(r"(\d+) positive screens in a row(?: \((\d+) for cause\))?", row["evidence"])
            assert told, row["evidence"]
            letters = {
                one["on_day"]
                for one in asking.run("client/screens", {"client_id": row["client_id"]}).records()
                if one["letter"] == "+" and one["is_due"] and one["on_day"] >= row["since"]
            }
            assert int(told[1]) - int(told[2] or 0) == len(letters), row["client_id"]


def test_a_return_to_use_is_one_of_those_on_the_clients_page(asking: Asking) -> None:
    facts = by_client(asking, "client_fact")
    returns: dict[str, list[date]] = {}
    for row in asking.run("use_returned").records():
        returns.setdefault(row["client_id"], []).append(row["on_day"])
    rule = by_client(asking, "return_to_use")
    judged = 0
    for client, fact in facts.items():
        window = asking.as_of - timedelta(days=6)
        told = [day for day in returns.get(client, []) if day >= window]
        since = rule[client]["since"] if rule[client]["state"] == "met" else None
        if rule[client]["state"] == "not_used" or (since and since < fact["admitted_on"]):
            continue
        assert since == (min(told) if told else None), client
        judged += 1
    assert judged


def test_days_with_family_among_the_triggers(asking: Asking) -> None:
    facts = by_client(asking, "client_fact")
    days = dict.fromkeys(facts, 0)
    for row in asking.run("logged_day").records():
        if (asking.as_of - row["logged_on"]).days < 14 and {"family", "home"} & set(row["triggers"] or ()):
            days[row["client_id"]] += 1
    assert days == {client: fact["family_trigger_days"] for client, fact in facts.items()}
    assert sum(days.values()) > 0


def test_the_mean_craving(asking: Asking) -> None:
    life = {row["client_id"]: row for row in asking.run("daily_life").records() if row["thing"] == "craving"}
    week = {row["client_id"]: row["craving_mean"] for row in asking.run("client_fact").records()}
    assert {client: row["mean"] for client, row in life.items()} == pytest.approx(week)


def test_what_aftercare_lacks_is_what_the_criterion_asks_for(asking: Asking) -> None:
    lacking = {row["client_id"] for row in asking.run("aftercare_lacking").records()}
    criterion = {row["client_id"]: row for row in asking.run("goals_and_aftercare").records()}
    said = ("no next provider", "no relapse prevention plan", "no support in contact")
    for client, row in criterion.items():
        evidence = row["evidence"] or ""
        if any(words in evidence for words in said):
            assert client in lacking, client
        if row["state"] == "met" and "aftercare arranged" in evidence:
            assert client not in lacking, client


def test_the_flags_of_the_board_are_those_of_the_clients_page(asking: Asking) -> None:
    board: dict[str, list[dict[str, Any]]] = {}
    for row in asking.run("panes/flag").records():
        board.setdefault(row.pop("client_id"), []).append(row)
    assert board
    for client, rows in list(board.items())[:10]:
        page = asking.run("client/flags", {"client_id": client}).records()
        assert sorted(page, key=str) == sorted(rows, key=str), client
    why = asking.run("client/why", {"client_id": min(board)}).records()
    place = [*KINDS, *STATES].index
    assert why == sorted(
        why, key=lambda r: (place(r["kind"]), place(r["state"]), -(r["severity"] or 0), r["rule"])
    ), "what is met of the gravest kind first"


def test_flags_are_told_in_one_order(asking: Asking) -> None:
    """The board's reasons, the panel and the note (panes/flag), the client's page."""
    told: dict[str, list[dict[str, Any]]] = {}
    for row in asking.run("panes/flag").records():
        told.setdefault(row["client_id"], []).append(row)
    board = by_client(asking, "panes/board")
    for client, rows in told.items():
        evidence = [row["evidence"] for row in rows if row["kind"] != "process"]
        assert [said for said in board[client]["reasons"] if said in evidence] == evidence, client
        if len(evidence) > 1:
            page = asking.run("client/flags", {"client_id": client}).records()
            assert [row["rule"] for row in page] == [row["rule"] for row in rows], client


def test_prescribed_hours_begin_with_the_records(tmp_path: Path, sample_db: Path, library: Library) -> None:
    """A session that was only planned is no record: before the first that was entered nobody knows."""
    path = Path(shutil.copy(sample_db, tmp_path / "own.duckdb"))
    with Engine(path).writing() as cursor:
        # Care that began before the records did.
        cursor.execute(
            "update clinic.episodes set "
            "started_on = started_on - 30, known_from = known_from - interval 30 day"
        )
        first = cursor.rows(
            "select min(cast(se.starts_at as date)) from clinic.attendance as att "
            "inner join clinic.sessions as se on att.session_id = se.session_id"
        ).rows[0][0]
        cursor.execute(
            "insert into clinic.sessions by name select * replace ('PLANNED' as session_id, "
            "starts_at - interval 5 day as starts_at) from clinic.sessions "
            "order by starts_at, session_id limit 1"
        )
        cursor.execute(
            "insert into clinic.attendance by name select * replace ('PLANNED' as session_id, "
            "'scheduled' as status, null as minutes_attended, known_from - interval 9 day as known_from) "
            "from clinic.attendance order by known_from, session_id, client_id limit 1"
        )
    with Clinic(library, path).asking(first + timedelta(days=10)) as asking:
        audit = by_client(asking, "hours_against_prescribed")
        facts = by_client(asking, "client_fact")
    assert audit
    for client, row in audit.items():
        assert row["from_on"] == max(facts[client]["episode_started_on"], first), client
        assert row["from_on"] == facts[client]["dose_from"], client
