"""The panel of one client: what it says of what is answered, away, or not known."""

from __future__ import annotations

from datetime import date

import pytest

from caseboard.tui import detail, note, words
from caseboard.tui.gather import gather
from tests.tui.fakes import AS_OF, FakeClinic, FakeMeasure, FakeScale, client, criteria_of, flag


def panel(clinic: FakeClinic, client_id: str) -> list[str]:
    found = gather(clinic, None)
    number = found.row_of(client_id)
    pane = next(pane for pane, rows in enumerate(found.panes) if number in rows)
    return [words.text_of(one) for one in detail.panel(found, found.client(number), pane, 90)]


def test_a_change_of_a_score_of_which_higher_is_better_says_so():
    clinic = FakeClinic([client("A", "A B", "holding_course", measure="who5", score=64, score_change=24)])
    for better, reading in (("higher", ", higher is better"), ("lower", "")):
        scale = FakeScale(0, 100, 50, better=better)
        clinic.library.measures = {"who5": FakeMeasure("who5", "WHO-5", (scale,))}
        found = gather(clinic, None)
        assert f"WHO-5: 64 ▲ +24 since first{reading}" in panel(clinic, "A")
        copied = note.note(found, found.client(0), 3, names_hidden=True).split("\n")
        assert f"WHO-5: 64 (▲ +24 since the first of this admission){reading}" in copied


def test_an_answered_safety_flag_is_a_mark_with_its_two_days():
    found = gather(FakeClinic(), None)
    spans = detail.panel(found, found.client(found.row_of("C003")), 0, 90)
    lines = [words.text_of(one) for one in spans]
    at = lines.index("!  C-SSRS moderate on 8 Mar")
    assert lines[at - 1] == "Flags · 2"
    assert lines[at + 1] == "   safety · 8 Mar · assessed 11 Mar, look again by 18 Mar"
    assert lines[at + 2 : at + 4] == [
        "▲  56% of the prescribed hours attended over 14 days",
        "   more intensity · 2 Mar · open",
    ]
    assert "alert" not in {span.tone for one in spans for span in one}, "nothing new is in alarm"


@pytest.mark.parametrize(
    ("kind", "answered_on", "look_again_on", "said"),
    [
        ("safety", None, None, "unanswered"),
        ("safety", date(2026, 3, 11), None, "assessed 11 Mar"),
        ("safety", date(2026, 3, 11), AS_OF, "assessed 11 Mar, look again by 15 Mar"),
        ("safety", date(2025, 12, 9), date(2026, 3, 14), "assessed 9 Dec 2025, look again by 14 Mar (past)"),
        ("data_gap", None, None, "open"), ("more_intensity", date(2026, 3, 11), None, "answered 11 Mar"),
    ],
)  # fmt: skip
def test_an_answer_in_words(kind, answered_on, look_again_on, said):
    row = flag("C001", "a_rule", kind, "", answered_on=answered_on, look_again_on=look_again_on)
    assert detail.answer(row, AS_OF) == said


@pytest.mark.parametrize(
    ("review", "said"),
    [(date(2026, 3, 14), "14 Mar, overdue"), (AS_OF, "15 Mar"), (None, "no date set")],
)
def test_a_review_is_overdue_once_its_day_is_over(review, said):
    row = client("C1", "Al Moss", "holding_course", next_review_on=review)
    assert f"Next review: {said}" in panel(FakeClinic([row]), "C1")


def test_what_is_not_known_has_no_line_and_who_is_away_is_away():
    lines = panel(FakeClinic(), "C006")
    assert not [line for line in lines if line.startswith(("PHQ-9:", "PHQ-9,", "Mean craving"))]
    assert "Mean craving, 5/7 days: 6.1 ▲ +2.2" in panel(FakeClinic(), "C001")
    away = panel(FakeClinic(), "C008")
    assert away[:3] == ["+  Came to every group of the last two weeks", "Holding course · Evening IOP",
                        "on leave: hospital since 12 Mar"]  # fmt: skip
    assert "Hours: not known in 7 days" in away
    assert "Screens: none" in away
    assert "Last decision: none recorded" in away


def test_a_client_of_whom_little_is_known():
    row = client("C1", "Al Moss", "not_assessable", week=None, clinician=None, strength=None, program=None)
    flags = [flag("C1", "too_early", "data_gap", None, since=None), flag("C1", "moon", "moon_phase", "full")]
    row |= {"flags": flags, "criteria": []}
    clinic = FakeClinic([row])
    clinic.order_tested = [{"is_tested": False, "words": "The order is not tested on this clinic"}]
    clinic.refill()
    found = gather(clinic, None)
    assert detail.header(found, found.client(0), names_hidden=True) == "A.M. · IOP · no clinician"
    lines = panel(clinic, "C1")
    assert lines[:7] == ["Cannot say", "", "Flags · 2", "?  Too early", "   data gap · open", "▲  full",
                         "   moon phase · 9 Mar · open"]  # fmt: skip
    assert lines[-3:] == ["No criterion has an answer.", "", "The order is not tested on this clinic"]


def test_a_criterion_says_its_evidence_where_it_is_used():
    row = client("C1", "Al Moss", "holding_course")
    met, not_met, missing, odd, not_used = criteria_of("C1", "mn?n-")
    row["criteria"] = [met, not_met, {**missing, "evidence": None}, {**odd, "state": None},
                       {**not_used, "evidence": "left out"}]  # fmt: skip
    assert panel(FakeClinic([row]), "C1")[-5:] == [
        "✓  Sustained abstinence: met · all of it",
        "✗  Steady attendance: not met · not yet",
        "?  Symptoms settled: missing",
        "?  Craving and skills: missing · not yet",
        "·  Goals and aftercare: not used here",
    ]
