"""A word, a key or a number that nothing knows makes an example fail, and the near ones are offered."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseboard.library import Library
from caseboard.library.examples import Outcome, check_examples
from caseboard.library.examples.entry import Example

EXAMPLE = """\
[[examples]]
name = "{}"
as_of = 2026-03-15
{}
expect = {{ people = 1 }}
"""
QUERY = "select cl.client_id, 1 as people from clients as cl\n"


def tried(folder: Path, lines: dict[str, str]) -> Outcome:
    """The examples with one line each, by name."""
    rooms = folder / "concepts"
    rooms.mkdir(parents=True, exist_ok=True)
    (rooms / "one_each.sql").write_text(QUERY, encoding="utf-8")
    text = "\n".join(EXAMPLE.format(name, line) for name, line in lines.items())
    (rooms / "one_each.examples.toml").write_text(text, encoding="utf-8")
    return check_examples(Library.load(local=folder), ["one_each"])


WRONG = {
    'attendance = ["2026-03-09 noshow"]': "unknown word 'noshow' in attendance (did you mean no_show",
    'attendance = ["2026-03-09 no_show minuts=60"]': "unknown word 'minuts' (did you mean minutes",
    'attendance = ["2026-03-09 no_show excused"]': "unknown word 'excused'",
    'attendance = ["2026-03-09 attended kind=grup"]': "unknown word 'grup' in sessions (did you mean group",
    'attendance = ["2026-03-09 attended attended=2000"]': "minutes_attended in attendance is 0 to 1440",
    'attendance = ["2026-03-09"]': "after the date it needs a status",
    'events = ["2026-03-10 overdoze"]': "unknown word 'overdoze' in events (did you mean overdose",
    'drug_screens = ["2026-03-10 negativ"]': "unknown word 'negativ' in drug_screens (did you mean negative",
    'drug_screens = ["2026-03-10 negative substance=heroin"]': "unknown word 'heroin' in drug_screens",
    'supports = ["2026-01-20 sponser"]': "unknown word 'sponser' in supports (did you mean sponsor",
    'leaves = ["2026-03-01 hospitle"]': "unknown word 'hospitle' in leaves (did you mean hospital",
    'plan_reviews = ["2026-03-01 treatment"]': "unknown word 'treatment' in plan_reviews (did you mean treat",
    'decisions = ["2026-03-11 outreach rul=x"]': "unknown word 'rul' (did you mean rule",
    'decisions = ["2026-03-11 outreach rule=no_contct"]': "unknown rule 'no_contct' in decisions (did",
    'decisions = ["2026-03-11 outreech"]': "unknown word 'outreech' in decisions (did you mean outreach",
    'snoozes = ["2026-03-11 no_contct"]': "unknown rule 'no_contct' in snoozes (did you mean no_contact",
    'survey_items = ["2026-03-10 phq 1,1,0"]': "unknown measure 'phq' in survey_items (did you mean phq9",
    'survey_items = ["2026-03-10 phq9 1,1,0,2,0,1,1,0,9"]': "item 9 of phq9 in survey_items is 0 to 3, not 9",
    'survey_items = ["2026-03-10 gad7 1,1,0,2,0,1,1,0"]': "gad7 has 7 items",
    'survey_items = ["2026-03-10 audit_c 1,1,9"]': "item 3 of audit_c in survey_items is 0 to 4",
    'survey_scores = ["2026-03-10 phq9 totl 9"]': "unknown phq9 scale 'totl' in survey_scores (did you",
    'survey_scores = ["2026-03-10 phq9 total 99"]': "phq9 total in survey_scores is 0 to 27, not 99",
    'daily_logs = ["2026-03-10 used=maybe"]': "used is true or false, not 'maybe'",
    'daily_logs = ["2026-03-10..2026-03-01 craving=9"]': "ends before it begins",
    'daily_logs = ["2026-03-10 craving=9 entered=2026-03-20"]': "unknown word 'entered' (did you mean e",
    'daily_logs = ["2026-03-10 cravings=9"]': "unknown word 'cravings' (did you mean craving",
    'daily_logs = ["2026-03-10 craving=11"]': "craving in daily_logs is 0 to 10, not 11",
    'daily_logs = ["2026-03-10 craving=nan"]': "craving in daily_logs is 0 to 10, not nan",
    'daily_logs = [{ logged_on = 2026-03-10, craving = 11 }]': "craving in daily_logs is 0 to 10, not 11",
    'goals = ["2026-01-20 rated=2026-02-20:3"]': "level in goal_ratings is -2 to 2, not 3",
    'follow_ups = ["2026-02-10 contacted month=1 in_treatment=n"]': "in_treatment is true or false, not 'n'",
    'evaluations = ["2026-03-14 no_atendance priority"]': "unknown outcome 'no_atendance' in evaluations (",
    'episode = { level = "outpatiant" }': "unknown word 'outpatiant' in episodes (did you mean outpatient",
    'merged = ["2026-03-01 A B", "2026-03-01 B A", "2026-03-02 A X"]': "'merged' has the old id A twice; an",
    'battery = ["dailylog"]': "unknown instrument 'dailylog' in battery (did you mean daily_log",
}  # fmt: skip


def test_a_word_that_nothing_knows_is_said_with_the_near_ones(tmp_path: Path) -> None:
    outcome = tried(tmp_path, {f"case {number}": line for number, line in enumerate(WRONG)})
    said = {text.split("'")[1]: text for text in outcome.failures}
    for number, (line, sentence) in enumerate(WRONG.items()):
        assert sentence in said.get(f"case {number}", ""), line


@pytest.mark.parametrize(
    "line",
    [
        'survey_items = ["2026-03-10 phq9 9!,1,0,2,0,1,1,0,-"]',
        'client = { primary_substance = "kratom", sex = "x" }',
        'drug_screens = ["2026-03-10 not_collected collected_on=none", "2026-03-09 pending"]',
        'consents = ["2026-03-10 probation scope=attendance"]',
        'attendance = ["2026-03-09 attended topic=relapse entered_at=2026-03-10"]',
    ],
)
def test_what_the_contract_leaves_open_may_be_anything(tmp_path: Path, line: str) -> None:
    assert tried(tmp_path, {"right": line}).failures == []


def test_merged_ids_stand_in_a_clinic_of_their_own(library: Library) -> None:
    """A circle of the same ids in many examples was many circles, and each way through them was followed."""
    query = library.get("quality/merged_in_a_circle")
    first, second = (Example(query, {"name": name, "merged": ["2026-03-01 A B"]}) for name in "12")
    assert first.together != second.together


def test_the_measures_of_the_clinic_itself_are_known(tmp_path: Path, library: Library) -> None:
    text = (library.folder / "measures" / "gad7.toml").read_text(encoding="utf-8")
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / "our7.toml").write_text(text.replace('"gad7"', '"our7"'), encoding="utf-8")
    line = 'survey_items = ["2026-03-10 our7 1,1,0,2,0,1,1"]\nbattery = ["our7"]'
    assert tried(tmp_path, {"right": line}).failures == []


def test_an_example_of_a_macro_without_a_call_is_told_to_have_one(tmp_path: Path) -> None:
    text = "/*\ntitle = 'x'\nkind = 'macro'\n\n[[examples]]\nname = 'four'\nexpect = {}\n*/\n"
    (tmp_path / "concepts").mkdir()
    for expected in ("2", "{ value = 2 }"):
        (tmp_path / "concepts" / "half_of.sql").write_text(
            text.format(expected) + "create macro half_of(n) as n / 2\n", encoding="utf-8"
        )
        (failure,) = check_examples(Library.load(local=tmp_path), ["half_of"]).failures
        assert "an example of a macro needs 'call', such as call = \"half_of(1)\"" in failure
