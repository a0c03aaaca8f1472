"""A client's page says what is of an earlier stay, and says nothing of what was not asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from caseboard.tui import words
from caseboard.tui.client import course, plan, record
from caseboard.tui.client.course import View, measured
from caseboard.tui.client.gather import gather_client
from caseboard.tui.client.model import ClientPage
from caseboard.tui.client.page import heading, sections
from caseboard.tui.client.plain import client_page_text
from tests.tui.client_fakes import full, on, page_clinic
from tests.tui.fakes import AS_OF


def page_of(tables: dict[str, list[dict[str, Any]]]) -> ClientPage:
    return gather_client(page_clinic(tables), "C001", None)


def test_a_score_of_an_earlier_stay_is_no_score_of_this_one():
    tables = full()
    for row in tables["score_history"]:
        row.update(in_admission=False)
    tables["last_scores"] = []
    page = page_of(tables)
    one = measured(page)[0]
    assert words.text_of(course.measure_head(one)) == "none in this admission"
    said = " ".join(words.text_of(line) for line in course.measure_lines(page, one, View(), 90, first=False))
    last = one.rows[-1]
    whole = f"the last, of an earlier stay: {words.day(last['given_on'], page.as_of)} · {last['score']:g} "
    assert whole + last["band"] in said


def test_the_ends_of_a_scale_are_the_querys_and_else_the_measures():
    tables = full()
    for ends, shown in (((5.0, 30.0), (5.0, 30.0)), ((None, None), (0, 21))):
        for row in tables["score_history"]:
            row.update(min_value=ends[0], max_value=ends[1])
        found = measured(page_of(tables))[0].range
        assert (found.low, found.high) == shown


def test_the_axis_begins_with_the_first_score_of_the_admission_and_not_of_an_earlier_stay():
    tables = full()
    admitted = tables["overview"][0]["admitted_on"]
    assert course.axis_of(page_of(tables), View(weeks=0), 90).first == admitted
    days = [(admitted - timedelta(days=3), True), (admitted - timedelta(days=40), False), (None, True)]
    for row, (day, mine) in zip(tables["score_history"], days, strict=False):
        row.update(given_on=day, in_admission=mine)
    assert course.axis_of(page_of(tables), View(weeks=0), 90).first == days[0][0]
    assert course.axis_of(page_of(tables), View(weeks=4), 90).days == 28


def test_a_positive_screen_of_an_earlier_stay_is_marked():
    tables = full()
    admitted = tables["overview"][0]["admitted_on"]
    given = {"due_on": None, "is_due": True, "specimen_id": "U0", "result": "positive", "expected": False}
    tables["screens"] = [
        {
            "on_day": day,
            "collected_on": day,
            "substance": name,
            "method": "presumptive",
            "letter": None,
            **given,
        }
        for day, name in ((admitted.replace(year=admitted.year - 1), "cocaine"), (on(9), "fentanyl"))
    ]
    seen = client_page_text(page_clinic(tables), "C001", names_hidden=True).split("\n")
    lines = {name: next(text for text in seen if f" {name} " in text) for name in ("cocaine", "fentanyl")}
    assert lines["cocaine"].endswith("an earlier stay")
    assert "stay" not in lines["fentanyl"]


def test_a_level_ends_where_the_next_begins_and_marks_in_sight_are_told_the_newest_first():
    tables = full()
    later = {"on_day": on(2), "until_day": None, "kind": "level", "title": "OP", "detail": None}
    tables["marks"].insert(0, later)
    page = page_of(tables)
    levels = [row for row in page.rows("marks") if row["kind"] == "level"]
    first = tables["overview"][0]["admitted_on"]
    assert record._stretches(levels, AS_OF) == [(first, on(1), "IOP"), (on(2), AS_OF, "OP")]
    leave = [row for row in page.rows("marks") if row["kind"] == "leave"]
    assert record._stretches(leave, AS_OF) == [(on(1, 2), on(4, 2), "Leave: family")]
    drawn = [words.text_of(line).rstrip() for line in record.marks_lines(page, View(weeks=6), 90)]
    assert drawn[-5:] == [
        "! 10 Mar   Crisis · called at night", "D 8 Mar    more sessions · missed three groups",
        "L 2 Mar    OP", "R 12 Feb   Treatment plan · done", "A 1 Feb    Leave: family",
    ]  # fmt: skip
    more = [later | {"on_day": on(day), "kind": "event", "title": ""} for day in (3, 4, 5, 6)]
    page = page_of(tables | {"marks": [*tables["marks"], *more]})
    drawn = [words.text_of(line).rstrip() for line in record.marks_lines(page, View(weeks=6), 90)]
    assert drawn[-4:-2] == ["! 3 Mar    event", "L 2 Mar    OP"]
    assert drawn[-1] == "and 1 earlier in these weeks"


def test_daily_life_that_no_query_names_is_drawn_from_the_logs():
    tables = full()
    tables["daily_life"] = []
    drawn = [words.text_of(line)[:10].strip() for line in record.daily_lines(page_of(tables), View(), 90)]
    assert drawn[:6] == ["Craving", "Mood", "Stress", "Sleep", "Exercise", "Mindful"]


def test_goals_that_were_rated_once_have_not_stayed_where_they_were():
    tables = full()
    for row in tables["goals"]:
        row.update(goals_t=50.0, first_t=50.0, goals_change=None)
    said = words.text_of(plan.goals(page_of(tables), 90)[0])
    assert said == "T 50; 50 is as set"


def test_the_days_without_a_trigger_are_named():
    tables = full()
    tables["triggers"] = []
    page = page_of(tables)
    page.parameters["triggers"]["trigger_days"] = 84
    assert words.text_of(plan.triggers(page, 90)[0]) == "No trigger was logged in 84 days."
    assert plan.triggers_head(page) == ()


def test_the_days_of_the_triggers_are_named_since_they_are_not_those_of_the_zoom():
    page = page_of(full())
    page.parameters["triggers"]["trigger_days"] = 84
    section = next(one for one in sections(page, View(weeks=4), names_hidden=True) if one.key == "triggers")
    assert words.text_of(heading(section, 26)).rstrip(" ─") == "9 Triggers  in 84 days"
