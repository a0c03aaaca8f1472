"""What an evaluation says in words: above all, what it cannot tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from caseboard.evaluation import Evaluation, report
from caseboard.evaluation.replay import Figure, Judged
from caseboard.evaluation.report import cell
from caseboard.output import sections


def judged(
    outcome: str, signal: str, withheld: str | None = None, same_input: bool = False, thin: bool = False
) -> Judged:
    figure = Figure(None if withheld else 0.8, None if withheld else 0.7, None if withheld else 0.9, withheld)
    names = (
        "base_rate", "share_flagged", "alerts_per_100", "sensitivity", "specificity", "ppv", "npv", "auc",
        "lead_days",
    )  # fmt: skip
    counts: dict[str, int | None] = dict.fromkeys(
        ("people", "weeks", "people_happened", "people_on", "people_hit", "alerts", "alerts_hit"), 12
    )
    figures = dict.fromkeys(names, figure)
    if thin:
        figures["ppv"] = Figure(None, None, None, "too few")
    return Judged(outcome, signal, "worse", same_input, "everybody", "everybody", counts, figures, {})


def evaluation(*found: Judged, ready: bool = True) -> Evaluation:
    names = ("priority", "ready") if ready else ("priority", "abstinent_and_steady")
    volume = [
        {"signal": name, "people_on": 3, "alerts": 4, "share_flagged": 0.1, "share_low": 0.1,
         "share_high": 0.2, "alerts_per_100": 1.0, "alerts_low": 1.0, "alerts_high": 2.0}
        for name in names
    ]  # fmt: skip
    made = Evaluation(
        "clinic", False, date(2026, 1, 4), date(2026, 3, 1), 9, 40, 300, 200, list(found), volume
    )
    made.outcomes = {"left": "They left", "used": "They used"}
    made.helps = dict.fromkeys(made.outcomes, "")
    return made


def words(found: Evaluation, heading: str) -> str:
    return " ".join(next(each for each in report(found).sections if each.heading == heading).words)


def test_it_always_says_that_help_spoils_the_record() -> None:
    said = words(evaluation(judged("left", "priority")), "What this cannot tell")
    assert "A flag that brings help spoils its own record" in said
    assert "Too few people" not in said
    assert "(*)" not in said


def test_it_says_what_is_known_without_a_date_of_entry() -> None:
    """What was entered is as of its date; a client's program is that of today."""
    said = words(evaluation(judged("left", "priority")), "What this cannot tell")
    assert "A client's own row (program, medication, substance) has no date of entry" in said


def test_too_few_people_are_named() -> None:
    found = evaluation(
        judged("left", "priority", "too few"),
        judged("used", "priority"),
        judged("used", "no_contact", thin=True),
    )
    said = words(found, "What this cannot tell")
    assert "Too few people to say anything: They left." in said
    assert "a PPV, for one outcome at least: no_contact." in said


def test_an_outcome_that_is_the_flags_own_input_is_named() -> None:
    found = evaluation(judged("left", "no_contact", same_input=True))
    assert "defined by what the flag itself reads (*) flatters the flag" in words(
        found, "What this cannot tell"
    )
    table = next(each for each in report(found).sections if each.heading == "They left").table
    assert table is not None
    assert table.rows[0][0] == "no_contact*"


@pytest.mark.parametrize("ready", [True, False])
def test_where_nobody_was_ready_two_criteria_stand_for_it(ready: bool) -> None:
    said = words(evaluation(judged("left", "priority"), ready=ready), "How often")
    assert ("sustained_abstinence and steady_attendance both met" in said) is not ready


def test_groups_that_are_all_too_small_are_not_said_to_be_no_worse_off() -> None:
    withheld = {"auc": Figure(None, None, None, "small group")}
    small = replace(
        judged("left", "priority", "small group"), subgroup="sex", member="female", differences=withheld
    )
    by_group = next(
        each
        for each in report(evaluation(judged("left", "priority"), small)).sections
        if each.heading == "They left: by group"
    )
    assert "worse off" not in " ".join(by_group.words)
    assert by_group.words[0].startswith("No group could be held against everybody")
    assert by_group.table is None


def test_a_group_that_is_worse_off_is_said_with_the_difference() -> None:
    by = {
        "ppv": Figure(-0.004, -0.007, -0.001),
        "auc": Figure(-0.0605, -0.1, -0.02),
        "sensitivity": Figure(0, 0, 0),
    }
    group = replace(
        judged("left", "priority"),
        subgroup="race_ethnicity",
        member="other",
        differences=by,
        worse=["ppv", "auc"],
    )
    found = evaluation(judged("left", "priority"), group)
    said = words(found, "They left: by group")
    assert (
        "Worse than for everybody: race and ethnicity other, PPV of priority 80 (70 to 90), "
        "a difference of -0.4 (-0.7 to -0.1)." in said
    )
    assert "AUC of priority .800 (.700 to .900), a difference of -0.060 (-0.100 to -0.020)." in said
    assert "Of 3 comparisons about one in forty comes out worse by chance." in said
    well = evaluation(judged("left", "priority"), replace(group, worse=[]))
    assert words(well, "They left: by group").startswith("In none of 3 comparisons is a group worse off")


def test_days_of_warning_are_told_whichever_signal_stands_first() -> None:
    """After a step down both sides are judged: that a sign of doing well has the best AUC hides nothing."""
    well = replace(judged("left", "a_criterion"), side="better")
    for found, told in (((well, judged("left", "priority")), True), ((well,), False)):
        table = next(
            each for each in report(evaluation(*found)).sections if each.heading == "They left"
        ).table
        assert table is not None
        assert ("lead days" in table.columns) is told
        assert all(len(row) == len(table.columns) for row in table.rows)


def test_a_share_of_too_few_people_is_not_put_into_a_sentence() -> None:
    said = words(evaluation(judged("left", "priority", "too few")), "They left")
    assert said.startswith("12 people and 12 of their weeks could be judged; it happened to 12 people.")
    assert "too few%" not in said


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0.0, "0"), (0.0004, "<0.1"), (0.0006, "0.1"), (0.0994, "9.9"), (0.0996, "10"), (0.45, "45"),
        (0.9904, "99"), (0.9906, "99.1"), (0.9994, "99.9"), (0.9996, ">99.9"), (1.0, "100"),
    ],
)  # fmt: skip
def test_nearly_all_is_not_shown_as_all_nor_hardly_any_as_none(share: float, shown: str) -> None:
    """ "NPV 100%" says that nobody was missed."""
    assert cell("npv", Figure(share, None, None)) == shown


@pytest.mark.parametrize(("cells", "said"), [(60, True), (200, False), (None, False)])
def test_columns_that_a_narrow_window_leaves_out_are_told(cells: int | None, said: bool) -> None:
    shown = sections(report(evaluation(judged("left", "priority"))), "table", cells)
    assert ("of 10 columns (a wider window shows more)." in shown) is said


def test_one_week_is_no_weeks() -> None:
    one = replace(evaluation(), weeks=1, people=1, open_weeks=1)
    assert "1 week, 1 person, 1 week of open clients" in words(one, "How good are the flags here?")


def test_nothing_stands_for_ready_where_that_was_never_met_either() -> None:
    found = evaluation(judged("left", "priority"), ready=False)
    found.volume.pop()
    said = words(found, "How often")
    assert "nor were sustained_abstinence and steady_attendance ever both met" in said
    assert "stands for it" not in said
