"""What is planned and what helps: goals, triggers, supports and suggestions, rated and not rated."""

from __future__ import annotations

from typing import Any

from caseboard.tui import words
from caseboard.tui.client import plan
from caseboard.tui.client.gather import gather_client
from caseboard.tui.client.model import ClientPage
from tests.tui.client_fakes import full, on, page_clinic


def page_of(**tables: list[dict[str, Any]]) -> ClientPage:
    return gather_client(page_clinic(full() | tables), "C001", None)


def told(lines) -> list[str]:
    return [words.text_of(one) for one in lines]


def goal(title: str | None, latest: float | None, ratings: list, **more: Any) -> dict[str, Any]:
    rated = on(2) if latest is not None else None
    return {"goal_id": title, "title": title, "weight": 1.0, "latest_level": latest, "latest_rated_on": rated,
            "ratings": ratings, "as_set_t": 50.0, "goals_t": None, "goals_change": None, **more}  # fmt: skip


def test_a_goal_that_was_not_rated_is_not_missed_and_one_at_0_is_as_set():
    rows = [
        goal("Sleep", 0.0, [-1.0, None, 0.0]), goal("Work", -1.0, [2, 1, 0, -1, -2, -1], weight=2),
        goal(None, None, []), goal("Home", -2.0, [-2.0], closed_on=on(9)),
        goal("Sport", 1.0, [1.0], weight=None),
    ]  # fmt: skip
    assert told(plan.goals(page_of(goals=rows), 90)) == [
        "✓  Sleep", "   -1 → 0 · as set · rated 2 Mar",
        "✗  Work", "   +1 → 0 → -1 → -2 → -1 · less than set · rated 2 Mar · weight 2",
        "?  a goal without a title", "   not rated yet",
        "·  Home", "   -2 · much less than set · rated 2 Mar · closed 9 Mar",
        "✓  Sport", "   +1 · more than set · rated 2 Mar",
    ]  # fmt: skip
    rows[0].update(goals_t=47.5, goals_change=-2.5)
    assert (
        told(plan.goals(page_of(goals=rows), 90))[0] == "T 47.5 ▼ -2.5 since the first ratings; 50 is as set"
    )
    assert told(plan.goals(page_of(goals=[]), 90)) == ["No goal was set in this admission."]


def test_in_the_narrow_column_of_120_cells_a_goal_and_a_trigger_are_told_whole():
    far = {"weight": 3, "closed_on": on(9), "latest_rated_on": on(8)}
    (_, *rest) = told(plan.goals(page_of(goals=[goal("Sleep", 2.0, [1.0, 1.0, 1.0, 1.0, 2.0], **far)]), 24))
    assert " ".join(part.strip() for part in rest).endswith("weight 3 · closed 9 Mar")
    skills = ["called_support", "stress_management", "urge_surfing"]
    row = {"trigger": "pain", "days": 7, "skills": skills, "days_with_skill": 3, "days_use_followed": 1,
           "days_use_known": 5, "last_on": on(7)}  # fmt: skip
    (_, *rest) = told(plan.triggers(page_of(triggers=[row]), 24))
    assert " ".join(part.strip() for part in rest).endswith(
        "on 3 of them use followed on 1 of 5 days of which it is known · last 7 Mar"
    )


def test_what_the_aftercare_plan_lacks_comes_first():
    rows = [
        {
            "kind": "sponsor",
            "title": "Sponsor",
            "in_place": True,
            "started_on": on(2),
            "days_since_contact": 1,
        },
        {"kind": "faith", "title": None, "in_place": True, "days_since_contact": 0},
        {"kind": "alumni", "title": "Alumni group", "in_place": False, "ended_on": on(9)},
        {"kind": "discharge_plan", "title": "Discharge plan", "in_place": False, "is_lacking": True},
    ]
    assert told(plan.supports(page_of(supports=rows), 90)) == [
        "✗  lacks: discharge plan",
        "✓  Sponsor", "   since 2 Mar · last contact 1 day ago", "✓  faith", "   last contact today",
        "·  Alumni group, until 9 Mar",
    ]  # fmt: skip
    assert told(plan.supports(page_of(supports=[]), 90)) == ["No support and no plan is known."]


def test_a_trigger_with_the_days_of_which_it_is_known():
    rows = [
        {"trigger": "payday", "days": 6, "last_on": on(6), "weekdays": "Fri", "skills": ["grounding", "rest"],
         "days_with_skill": 4, "days_use_followed": 1, "days_use_known": 5},
        {"trigger": None, "days": 2, "skills": [], "days_with_skill": 0, "days_use_followed": 0},
    ]  # fmt: skip
    assert told(plan.triggers(page_of(triggers=rows), 120)) == [
        "payday                     6 d ■■■■■■",
        "  grounding, rest on 4 of them · use followed on 1 of 5 days of which it is known · mostly Fri "
        "· last 6 Mar",
        "not named                  2 d ■■", "  no skill logged",
    ]  # fmt: skip
    rows[0].update(days_use_known=1)
    assert "use followed on 1 of 1 day of which it is known" in " ".join(
        told(plan.triggers(page_of(triggers=rows), 120))
    )


def test_each_suggestion_with_its_reason_and_its_answer():
    rows = [
        {
            "suggestion": "outreach",
            "words": "Consider outreach today",
            "because": ["A", "B", "C"],
            "answered_on": on(11),
        },
        {"suggestion": "call_home", "words": None, "because": ["A"], "answered_on": None},
    ]
    assert told(plan.consider(page_of(suggestions=rows), 90)) == [
        "›  Consider outreach today", "   A · and 2 reasons more · answered 11 Mar",
        "›  Consider: call home", "   A",
    ]  # fmt: skip
    assert told(plan.consider(page_of(suggestions=[], why=[]), 90)) == ["Nothing that the rules suggest."]
    why = [
        {"rule": name, "state": state, "suggests": suggests}
        for name, state, suggests in (
            ("a", "not_met", ["step_up"]), ("b", "met", None), ("c", "met", ["rest"]), ("d", "met", ["rest"])
        )
    ]  # fmt: skip
    assert told(plan.consider(page_of(suggestions=[], why=why), 90)) == ["Consider: rest"]
