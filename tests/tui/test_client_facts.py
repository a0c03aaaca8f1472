"""Who the client is and how things stand, in every third state."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from caseboard.tui import words
from caseboard.tui.client import facts
from caseboard.tui.client.gather import gather_client
from caseboard.tui.client.model import ClientPage, ago, number_of
from tests.tui.client_fakes import ADMITTED, full, on, page_clinic
from tests.tui.fakes import AS_OF


def page_of(**overview: Any) -> ClientPage:
    return gather_client(page_clinic({"overview": [full()["overview"][0] | overview]}), "C001", None)


def told(page: ClientPage, name: str) -> str | None:
    """What stands beside a name among the facts; None where it has no line."""
    lines = [words.text_of(one) for one in facts.facts(page, 60, names_hidden=True)]
    return next((one[11:] for one in lines if one.startswith(name)), None)


@pytest.mark.parametrize(
    ("pane", "safety", "said"),
    [
        ("needs_more_intensity", "new", ["▲ Needs more intensity", "!! safety: unanswered"]),
        ("ready_to_step_down", "assessed", ["✓ Ready to step down", "! safety: assessed"]),
        ("holding_course", "none", ["· Holding course", ""]), ("moon", None, ["? Cannot say", ""]),
    ],
)  # fmt: skip
def test_the_pane_and_what_is_new_about_safety(pane, safety, said):
    page = page_of(pane=pane, safety=safety)
    assert [words.text_of(one) for one in facts.standing(page)] == said
    short = words.text_of(facts.short_facts(page, 100, names_hidden=True)[0])
    assert short.startswith("  ".join(part for part in said if part) + "  IOP week 10 · Evening IOP")


@pytest.mark.parametrize(
    ("name", "overview", "said"),
    [
        ("Next lower", {"next_level": "intensive_outpatient"}, "intensive outpatient"),
        ("Next lower", {"next_level": None}, None),
        ("Leave", {}, None),
        ("Leave", {"on_leave": True, "on_leave_since": on(12)}, "on leave since 12 Mar"),
        ("Leave", {"on_leave": "jail"}, "on leave: jail"),
        ("Leave", {"on_leave": None, "on_leave_since": date(2025, 12, 30)}, "on leave since 30 Dec 2025"),
        ("Dose", {}, "9 h a week, 3 sessions"),
        ("Dose", {"hours_per_week": None, "sessions_per_week": 1}, "1 session"),
        ("Dose", {"sessions_per_week": 0.5}, "9 h a week, 0.5 sessions"),
        ("Dose", {"hours_per_week": 0.25, "sessions_per_week": 0.75}, "0.25 h a week, 0.75 sessions"),
        ("Dose", {"hours_per_week": None, "sessions_per_week": None}, "not prescribed"),
        ("This level", {}, None), ("This level", {"episode_started_on": None}, None),
        ("This level", {"episode_started_on": on(1)}, "1 Mar, 14 days ago"),
        ("Planned", {}, "12 weeks at this level"), ("Planned", {"planned_weeks": None}, None),
        ("Planned", {"planned_weeks": 0}, None),
        ("Review", {"next_review_on": on(14)}, "14 Mar, overdue"),
        ("Review", {"next_review_on": AS_OF}, "15 Mar"),
        ("Review", {"next_review_on": None}, "no date set"),
        ("Therapist", {"clinician": None}, "none"), ("Therapist", {}, "R.O."),
        ("Substance", {"primary_substance": None}, "not recorded"),
        ("Authorized", {"authorized_until": None}, None), ("Authorized", {}, "until 7 Apr"),
        ("Level", {"level_title": None, "week": None}, "intensive_outpatient"), ("Level", {}, "IOP, week 10"),
    ],
)  # fmt: skip
def test_each_fact_where_it_is_known_and_where_it_is_not(name, overview, said):
    assert told(page_of(**overview), name) == said


def test_the_short_facts_say_the_same():
    lines = facts.short_facts(page_of(), 80, names_hidden=True)
    assert [words.text_of(one) for one in lines[1:]] == [
        "9 h a week, 3 sessions · opioid · medication: yes",
        "Next review 12 Mar, overdue · authorized until 7 Apr · therapist R.O.",
        "+ Came to every group until 1 March",
    ]
    lines = facts.short_facts(
        page_of(authorized_until=None, clinician=None, strength=None), 80, names_hidden=True
    )
    assert words.text_of(lines[-1]) == "Next review 12 Mar, overdue"
    lines = facts.short_facts(
        page_of(next_level=None, ladder_gap="not known: no rung"), 80, names_hidden=True
    )
    assert words.text_of(lines[3]) == "Next lower level not known: no rung"
    away = {
        "on_leave": "jail",
        "on_leave_since": on(12),
        "safety": "new",
        "next_review_on": date(2024, 12, 24),
    }
    away["authorized_until"] = date(2027, 1, 14)
    assert [words.text_of(one) for one in facts.short_facts(page_of(**away), 58, names_hidden=True)][1:5] == [
        "on leave: jail since 12 Mar",
        "9 h a week, 3 sessions · opioid · medication: yes",
        "Next review 24 Dec 2024, overdue · therapist R.O.",
        "Authorized until 14 Jan 2027",
    ], "no date is cut off"
    nobody = gather_client(page_clinic({}), "C001", None)
    for one in (facts.facts, facts.short_facts):
        assert words.text_of(one(nobody, 80, names_hidden=True)[0]) == "Nothing is known of this client."


@pytest.mark.parametrize(
    ("day", "said"),
    [(AS_OF, "15 Mar, today"), (on(14), "14 Mar, 1 day ago"), (on(17), "17 Mar, in 2 days"), (None, "-")],
)
def test_how_long_ago(day, said):
    assert ago(day, AS_OF) == said


def test_week_1_begins_on_the_first_day_that_is_known():
    assert page_of().admitted == ADMITTED
    assert page_of(admitted_on=on(20)).admitted == AS_OF, "a start that lies ahead is no start"
    tables = full()
    tables["overview"][0]["admitted_on"] = None
    assert gather_client(page_clinic(tables), "C001", None).admitted == ADMITTED
    tables["attendance_weeks"] = []
    assert gather_client(page_clinic(tables), "C001", None).admitted == on(5, 1)
    tables["score_history"] = []
    assert gather_client(page_clinic(tables), "C001", None).admitted == AS_OF


@pytest.mark.parametrize(
    ("value", "found"),
    [(True, None), (0, 0.0), (None, None), ("3", None), (1e12, None), (float("nan"), None)],
)
def test_what_is_no_number_is_none(value, found):
    assert number_of(value) == found
