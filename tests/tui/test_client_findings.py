"""Flags, criteria and rules of a client's page, line by line: no sign lost, nothing missing said as known."""

from __future__ import annotations

from datetime import date

from caseboard.errors import QueryError
from caseboard.tui import words
from caseboard.tui.client import findings
from caseboard.tui.client.course import View
from caseboard.tui.client.gather import gather_client
from caseboard.tui.client.model import ClientPage
from caseboard.tui.client.page import sections
from caseboard.tui.snapshot import Row
from tests.tui.client_fakes import full, on, page_clinic, rule
from tests.tui.fakes import AS_OF

SOURCE = "   Programs' policies; no adult IOP study gives a number."


def page_of(failing: str = "", **tables: list[dict]) -> ClientPage:
    clinic = page_clinic(full() | tables)

    def hold(asking, name):
        if name == failing:
            raise QueryError(f"{name}: oops.")

    clinic.hold = hold
    return gather_client(clinic, "C001", None)


def told(lines) -> list[str]:
    return [words.text_of(one) for one in lines]


def flag(name: str, kind: str, **more) -> dict:
    return rule(name, name.replace("_", " ").capitalize(), kind, "met", **more)


def test_the_flags_with_their_answers_and_what_could_not_be_judged():
    page = page_of(
        flags=[
            flag(
                "suicidal_ideation", "safety", evidence="item 9 = 1", answered_on=on(11), look_again_on=on(14)
            ),
            flag("critical_event", "safety", evidence="overdose", source=None),
            flag("dose_gap", "more_intensity", evidence=None, since=None),
            flag("review_due", "process", evidence="Review due", severity=1),
        ],
        why=[
            rule("severe_and_worse", "PHQ-9 or GAD-7 severe", "safety", "missing", evidence="one score"),
            rule("craving_rise", "Craving has risen", "more_intensity", "missing"),
            rule("logging_dropped", "Logging dropped", "data_gap", "missing"),
            rule("symptoms_settled", "Symptoms settled", "step_down", "missing"),
            rule("no_contact", "No contact", "more_intensity", "not_met"),
        ],
    )
    assert told(findings.flags(page, 90)) == [
        "!  item 9 = 1", "   safety · 9 Mar · assessed 11 Mar, look again by 14 Mar (past)", SOURCE,
        "!! overdose", "   safety · 9 Mar · unanswered", SOURCE,
        "▲  Dose gap", "   more intensity · open", SOURCE,
        "○  Review due", "   process", SOURCE,
        "?  not enough data to say: PHQ-9 or GAD-7 severe", "   one score",
        "?  not enough data to say: craving has risen",
    ]  # fmt: skip
    loud = [words.text_of(one) for one in findings.flags(page, 90) if "alert" in {span.tone for span in one}]
    assert loud == ["!! overdose", "   safety · 9 Mar · unanswered"]


def test_flags_of_which_no_answer_is_known_are_the_rules_that_are_met():
    why = [
        rule("suicidal_ideation", "Thoughts of self-harm", "safety", "met", evidence="item 9 = 1"),
        rule("dose_gap", "Dose gap", "more_intensity", "met", evidence="60%"),
        rule("no_contact", "No contact", "more_intensity", "not_met"),
        rule("steady_attendance", "Steady attendance", "step_down", "met"),
    ]
    page = page_of("client/flags", why=why)
    assert told(findings.flags(page, 90)) == [
        "!  Whether they were answered is not known. The query failed: client/flags: oops.",
        "!  item 9 = 1", "   safety · 9 Mar · answered: not known", SOURCE,
        "▲  60%", "   more intensity · 9 Mar · answered: not known", SOURCE,
    ]  # fmt: skip


def test_each_criterion_with_what_its_answer_rests_on():
    page = page_of(
        why=[
            rule("dose_gap", "Dose gap", "more_intensity", "met"),
            rule("steady_attendance", "Steady attendance", "step_down", "met", evidence="day 69 of 60"),
            rule("symptoms_settled", "Symptoms settled", "step_down", "not_met", value=0.4),
            rule("sustained_abstinence", "Sustained abstinence", "step_down", "missing"),
            rule("goals_and_aftercare", "Goals and aftercare", "step_down", "not_used", evidence="left out"),
        ]
    )
    assert told(findings.criteria(page, 90)) == [
        "✓  Steady attendance: met", "   day 69 of 60",
        "✗  Symptoms settled: not met", "   value 0.40, threshold 2",
        "?  Sustained abstinence: missing",
        "·  Goals and aftercare: not used here",
    ]  # fmt: skip
    assert findings.criteria_title(page) == "To step down · 1 of 3 met"
    assert findings.criteria_title(page_of(why=[])) == "To step down"
    assert told(findings.criteria(page_of(why=[]), 90)) == ["No criterion has an answer."]


def test_every_rule_with_its_value_its_threshold_and_its_day():
    page = page_of(
        flags=[flag("suicidal_ideation", "safety", answered_on=on(11))],
        why=[
            rule("suicidal_ideation", "Thoughts of self-harm", "safety", "met", value=1.0, threshold=1.0),
            rule(
                "critical_event",
                "A critical event",
                "safety",
                "met",
                value=None,
                threshold=None,
                source=None,
                since=AS_OF,
            ),
            rule("severe_and_worse", "Severe", "safety", "missing", value=None, since=None),
            rule(
                "no_contact",
                "No contact",
                "more_intensity",
                "not_met",
                value=6.0,
                threshold=7.0,
                unit="days without contact",
                since=on(16),
            ),
            rule(
                "dose_gap", "Dose gap", "more_intensity", "not_met", value=0.7004, threshold=0.7, since=None
            ),
            rule("not_on_track", "Not on track", "more_intensity", "not_met", evidence="as expected"),
            rule(
                "steady_attendance", "Steady", "step_down", "met", evidence="day 69", since=date(2025, 12, 31)
            ),
            rule("moon", "Moon", "moon_phase", "not_used", value=None, threshold=2.0, since=None),
        ],
    )
    alike = Row({"value": 0, "threshold": 1}, (0.7 + 1e-12, 0.7))
    assert findings.held_against(alike) == "value 0.700000, threshold 0.700000", "and comes to an end"
    assert [line for line in told(findings.why(page, 90)) if line != SOURCE] == [
        "Safety",
        "!  Thoughts of self-harm: met", "   value 1, threshold 1 · since 9 Mar",
        "!! A critical event: met", "   since 15 Mar",
        "?  Severe: missing", "   no value, threshold 2",
        "More intensity",
        "·  No contact: not met", "   value 6, threshold 7 (days without contact) · from 16 Mar",
        "·  Dose gap: not met", "   value 0.7004, threshold 0.7000",
        "·  Not on track: not met", "   as expected · value 2, threshold 2 · since 9 Mar",
        "To step down",
        "✓  Steady: met", "   day 69 · value 2, threshold 2 · since 31 Dec 2025",
        "Moon phase",
        "·  Moon: not used here",
    ]  # fmt: skip


def test_a_long_reason_does_not_push_out_the_value_and_the_day():
    row = page_of(why=[rule("not_on_track", "Off", "more_intensity", "met", evidence="word " * 30)]).rows(
        "why"
    )[0]
    said = " ".join(" ".join(told(findings.rule_lines(page_of(), row, 31))).split())
    assert "value 2, threshold 2 since 9 Mar" in said.replace(" ·", "")


def test_decisions_newest_as_the_query_has_them_and_none_said():
    row = {"decided_at": None, "as_of": on(8), "decision": "step_up", "words": None, "reason": None}
    assert told(findings.decisions(page_of(decisions=[row]), 90)) == ["8 Mar   step up"]
    assert told(findings.decisions(page_of(decisions=[]), 90)) == ["Last: 8 Mar: more sessions (open)"]
    overview = [full()["overview"][0] | {"last_decision": None}]
    page = page_of(decisions=[], overview=overview)
    assert told(findings.decisions(page, 90)) == ["No decision is recorded."]


def test_a_section_whose_query_failed_says_so_and_flags_are_told_from_the_rules():
    def drawn(failing: str, key: str) -> str:
        page = page_of(failing)
        (section,) = [one for one in sections(page, View(), names_hidden=True) if one.key == key]
        return " ".join(words.text_of(line).strip() for line in section.drawn(90))

    for key in ("goals", "supports", "decisions", "triggers", "marks"):
        said = drawn(f"client/{key}", key)
        assert said == f"!  The query failed: client/{key}: oops."
    said = drawn("client/flags", "flags")
    assert "Whether they were answered is not known." in said
    assert "Self-harm thoughts: 2 of 3 on PHQ-9 item 9" in said
    assert drawn("client/suggestions", "consider") == "Consider: safety plan; outreach"
    assert "failed" not in drawn("client/last_scores", "course")
