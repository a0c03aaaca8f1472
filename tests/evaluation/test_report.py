"""What an evaluation says in words: above all, what it cannot tell."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime

import pytest

from caseboard.evaluation import Evaluation, keeping, report
from caseboard.evaluation.replay import Figure, Judged, _judged
from caseboard.evaluation.report import PLAIN, as_json, cell, long_table
from caseboard.library import Library
from caseboard.output import report_text
from caseboard.settings import bundled


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
    return " ".join(next(each for each in report(found) if each.heading == heading).words)


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
    table = next(each for each in report(found) if each.heading == "They left").table
    assert table is not None
    assert table.rows[0][0] == "no_contact*"


def test_a_flags_own_input_is_said_only_where_its_figures_stand_and_of_none_that_it_does_well() -> None:
    """Such a rule may come out below chance, and where none is shown there is no star."""
    found = evaluation(judged("left", "no_contact", same_input=True))
    assert "does well" not in " ".join(text for section in report(found) for text in section.words)
    withheld = evaluation(judged("left", "no_contact", "too few", same_input=True))
    assert "(*)" not in words(withheld, "What this cannot tell")


def test_it_says_which_weeks_could_not_be_judged() -> None:
    said = words(evaluation(judged("left", "priority")), "What this cannot tell")
    assert "A week whose outcome lies beyond the records" in said


def test_staying_well_is_defined_by_attendance_too_and_worse_symptoms_by_item_9_too(library: Library) -> None:
    """Still attending is a part of the one; the PHQ-9 is scored with the item that the safety flag reads."""
    same = {outcome.stem: outcome.header.get("same_input", []) for outcome in library.outcomes}
    assert "steady_attendance" in same["stays_well"]
    assert "suicidal_ideation" in same["symptoms_worsen"]


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
        for each in report(evaluation(judged("left", "priority"), small))
        if each.heading == "They left: by group"
    )
    assert "worse off" not in " ".join(by_group.words)
    assert by_group.words[0].startswith("No group could be held against everybody")
    assert by_group.table is None


def test_a_group_that_is_worse_off_is_said_with_the_difference() -> None:
    by = {
        "ppv": Figure(-0.004, -0.007, -0.001),
        "auc": Figure(-0.0605, -0.1, -0.02),
        "sensitivity": Figure(-0.1, -0.2, -0.05),
    }
    group = replace(
        judged("left", "priority"),
        subgroup="race_ethnicity",
        member="other",
        differences=by,
        worse=["ppv", "auc", "sensitivity"],
    )
    found = evaluation(judged("left", "priority"), group)
    said = words(found, "They left: by group")
    assert (
        "Worse than for everybody: race and ethnicity other, PPV of priority 80 (70 to 90), "
        "a difference of -0.4 (-0.7 to -0.1)." in said
    )
    assert "AUC of priority .800 (.700 to .900), a difference of -0.060 (-0.100 to -0.020)." in said
    assert "sensitivity of priority 80 (70 to 90), a difference of -10.0 (-20.0 to -5.0)." in said
    assert "Of 3 comparisons about one in forty comes out worse by chance." in said
    well = evaluation(judged("left", "priority"), replace(group, worse=[]))
    assert words(well, "They left: by group").startswith("In none of 3 comparisons is a group worse off")


def test_days_of_warning_are_told_whichever_signal_stands_first() -> None:
    """After a step down both sides are judged: that a sign of doing well has the best AUC hides nothing."""
    well = replace(judged("left", "a_criterion"), side="better")
    for found, told in (((well, judged("left", "priority")), True), ((well,), False)):
        table = next(each for each in report(evaluation(*found)) if each.heading == "They left").table
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
    shown = report_text(report(evaluation(judged("left", "priority"))), "table", cells)
    assert ("of 10 columns (a wider window shows more)." in shown) is said


@pytest.mark.parametrize(
    ("name", "figure", "shown"),
    [
        ("auc", Figure(0.8526, 0.8413, 0.8639), ".853 (.841 to .864)"),
        ("auc", Figure(1.0, None, 1.0), "1.000"),
        ("alerts_per_100", Figure(1.25, 1.0, 12.0), "1.2 (1.0 to 12.0)"),
        ("lead_days", Figure(18.6, 9.0, 30.4), "19 (9 to 30)"),
        *((name, Figure(0.5, None, None), "50") for name in ("share_flagged", "sensitivity", "specificity")),
        *((name, Figure(0.5, None, None), "50") for name in ("ppv", "npv", "base_rate")),
        ("ppv", Figure(None, None, None), "-"),
        ("ppv", Figure(None, None, None, "too few"), "too few"),
        ("ppv", Figure(0.5, 0.4, 0.6, "small group"), "small group"),
        ("ppv", None, ""),
    ],
)
def test_a_figure_in_a_cell(name: str, figure: Figure | None, shown: str) -> None:
    assert cell(name, figure) == shown


def test_each_number_stands_in_its_column(library: Library) -> None:
    names = ("people", "weeks", "people_happened", "people_on", "people_hit", "alerts", "alerts_hit")
    counts: dict[str, int | None] = {name: number for number, name in enumerate(names, 1001)}
    figures = {"ppv": Figure(0.5, 0.4, 0.6), "auc": Figure(0.8, 0.7, 0.9), "lead_days": Figure(9, 8, 10)}
    by = {"ppv": Figure(0.1, 0.05, 0.15, "small group")}
    one = replace(judged("left", "any_flag", same_input=True), counts=counts, figures=figures, differences=by)
    whole = replace(one, figures={"ppv": figures["ppv"]}, subgroup="sex", member="female")
    long = long_table(evaluation(whole))
    assert dict(zip(long.columns, long.rows[0], strict=True)) == {
        "outcome": "left", "signal": "any_flag", "side": "worse", "same_input": True, "subgroup": "sex",
        "member": "female", **counts, "figure": "ppv", "number": 0.5, "low": 0.4, "high": 0.6,
        "difference": 0.1, "difference_low": 0.05, "difference_high": 0.15, "withheld": None,
    }  # fmt: skip
    every = ("base_rate", "share_flagged", "alerts_per_100", "sensitivity", "specificity", "npv")
    figures |= {name: Figure(number / 10, None, None) for number, name in enumerate(every, 1)}
    told = report(
        evaluation(replace(one, figures=figures), replace(one, figures=figures, subgroup="sex", member="m"))
    )
    volume, left, by_group = (section.table for section in told[1:4])
    assert volume is not None and left is not None and by_group is not None
    assert volume.rows[0] == ("priority", "3", "4", "10 (10 to 20)", "1.0 (1.0 to 2.0)")
    assert volume.columns == ["signal", "people", "times met", "% of open clients", "times per 100 weeks"]
    assert dict(zip(left.columns, left.rows[0], strict=True)) == {
        "signal": "any_flag* (plain)", "times met, then": "1,006, 1,007", "flagged %": "20",
        "alerts per 100": "0.3", "sens. %": "40", "spec. %": "50", "PPV %": "50 (40 to 60)", "NPV %": "60",
        "AUC": ".800 (.700 to .900)", "lead days": "9 (8 to 10)",
    }  # fmt: skip
    assert dict(zip(by_group.columns, by_group.rows[0], strict=True)) == {
        "signal": "any_flag", "subgroup": "sex", "group": "m", "people": "1,001", "base %": "10",
        "flagged %": "20", "sens. %": "40", "PPV %": "50 (40 to 60)", "AUC": ".800 (.700 to .900)",
    }  # fmt: skip
    assert all(f"'{name}' as signal" in library.get("signals").sql for name in PLAIN)


def test_a_section_holds_its_own_signals_the_best_first_and_its_own_groups() -> None:
    none = Figure(None, None, None, "small group")
    best = judged("left", "steady_attendance", same_input=True)
    plain = judged("left", "priority")
    plain.counts.update(alerts=0, alerts_hit=0)
    best.figures.update(auc=Figure(0.9, None, None))
    best.figures.pop("ppv")
    group = replace(judged("left", "priority"), subgroup="sex", member="female")
    few = replace(group, member="male", counts={"people": None}, figures={"ppv": none, "auc": none})
    other = replace(judged("used", "priority"), subgroup="sex", member="elsewhere")
    found = evaluation(plain, best, group, few, other, judged("used", "priority", "too few"))
    told = {section.heading: section for section in report(found)}
    left, by_group = told["They left"].table, told["They left: by group"].table
    assert left is not None and by_group is not None
    assert [row[:2] for row in left.rows] == [("steady_attendance*", ""), ("priority", "0, 0")]
    assert told["They left"].words[-1].startswith("* the outcome is defined by this signal's own input")
    assert [row[2:4] for row in by_group.rows] == [("female", "12")]
    assert told["They left: by group"].words[-1] == "Too small to show anything: 1 of 2 lines."
    assert told["They used"].words[-1] == "Too few people with it: no figures are shown."
    assert told["They used"].table is None
    assert "They used: by group" not in told
    assert "Not to be told in this history" not in told
    found = evaluation(judged("left", "priority"), replace(group, counts={"people": None}))
    shown = next(section.table for section in report(found) if section.heading.endswith("by group"))
    assert shown is not None and shown.rows[0][3] == "small group"


def test_what_was_never_met_and_what_cannot_be_told_is_named() -> None:
    found = evaluation(judged("left", "priority"))
    found.never, found.invented, found.changed = ["no_contact", "dose_gap"], True, {"rounds": (3, 200)}
    assert words(found, "How often").endswith("Never met: dose_gap, no_contact.")
    assert words(found, "Not to be told in this history") == "They used."
    opening = words(found, "How good are the flags here?")
    assert opening.startswith("INVENTED SAMPLE: nobody in it is real")
    assert "Parameters that are not as the library has them: rounds = 3 (the library: 200)." in opening
    assert json.loads(as_json(found))["changed"] == {"rounds": {"value": 3, "default": 200}}


def test_one_week_is_no_weeks() -> None:
    one = replace(evaluation(), weeks=1, people=1, open_weeks=1)
    assert "1 week, 1 person, 1 week of open clients" in words(one, "How good are the flags here?")


def test_nothing_stands_for_ready_where_that_was_never_met_either() -> None:
    found = evaluation(judged("left", "priority"), ready=False)
    found.volume.pop()
    said = words(found, "How often")
    assert "nor were sustained_abstinence and steady_attendance ever both met" in said
    assert "stands for it" not in said


def test_the_rows_of_the_figures_become_what_is_judged_and_what_is_kept() -> None:
    """No number takes the place of another one, in the report or on the board."""
    names = ("people", "weeks", "people_happened", "people_on", "people_hit", "alerts", "alerts_hit")
    counts = {name: number for number, name in enumerate(names, 1)}
    figures = (*keeping._FIGURES, "base_rate")
    rows = [
        {
            "signal": "no_contact", "side": "worse", "is_same_input": True, "subgroup": subgroup,
            "member": subgroup, **counts, "people_hit": None, "figure": name, "number": at, "low": at - 0.25,
            "high": at + 0.25, "difference": -at, "difference_low": -at - 0.5, "difference_high": -at + 0.5,
            "is_worse": (subgroup, name) == ("sex", "ppv"), "withheld": "few" if name == "auc" else None,
        }
        for subgroup in ("everybody", "sex")
        for at, name in enumerate(figures)
    ]  # fmt: skip
    everybody, group = _judged("left", rows)
    assert (everybody.subgroup, everybody.of_everybody, everybody.worse) == ("everybody", True, [])
    assert (group.member, group.of_everybody, group.worse) == ("sex", False, ["ppv"])
    assert group.counts == {**counts, "people_hit": None}
    assert (group.outcome, group.signal, group.side, group.same_input) == (
        "left",
        "no_contact",
        "worse",
        True,
    )
    at = figures.index("auc")
    assert group.figures["auc"] == Figure(at, at - 0.25, at + 0.25, "few")
    assert group.differences["auc"] == Figure(-at, -at - 0.5, -at + 0.5, "few")
    found = replace(evaluation(), said={"left": "had left"})
    kept = keeping._row(found, everybody, datetime(2026, 3, 15, 9))
    assert kept == {
        "evaluated_at": datetime(2026, 3, 15, 9), "from_day": found.first_day, "to_day": found.last_day,
        "outcome": "left", "said": "had left", "signal": "no_contact", "same_input": True, "people": 1,
        "people_happened": 3, "weeks": 2, "met": 6, "happened": 7,
        **{name: number for number, name in enumerate(keeping._FIGURES)},
        **{f"{name}_low": figures.index(name) - 0.25 for name in ("ppv", "auc")},
        **{f"{name}_high": figures.index(name) + 0.25 for name in ("ppv", "auc")},
    }  # fmt: skip
    schema = (bundled("queries") / "schema" / "0004_evaluation.sql").read_text(encoding="utf-8")
    assert set(kept) == set(re.findall(r"^    (\w+) \w+", schema, re.MULTILINE))
    del everybody.figures["ppv"]
    assert not {"met", "happened", "ppv", "ppv_low"} & set(keeping._row(found, everybody, datetime.now()))
