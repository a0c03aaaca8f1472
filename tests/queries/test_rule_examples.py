"""Every rule shows in its examples what it answers: met, not met, with its data missing, and not used."""

from __future__ import annotations

import re

import pytest

from caseboard.library import Library
from caseboard.library.examples import examples_of
from caseboard.library.query import Query

LIBRARY = Library.load()
# Rules that always have an answer: what they look for is there, or it is not.
NEVER_MISSING = {
    "suicide_risk_screen", "critical_event", "critical_item_missing", "attendance_not_entered", "too_early",
    "alliance_drop",
    "review_due", "authorization_ending", "unanswered_flag",
}  # fmt: skip


def states_of(rule: Query) -> set[str]:
    """The states that the examples of a rule expect."""
    found = set()
    for example in examples_of(rule):
        wanted = example.entry["expect"]
        found |= {each.get("state") for each in (wanted if isinstance(wanted, list) else [wanted])}
    return found


@pytest.mark.parametrize("rule", LIBRARY.rules, ids=lambda rule: rule.stem)
def test_every_state_has_an_example(rule: Query) -> None:
    wanted = {"met", "not_met"}
    if rule.battery:
        wanted.add("not_used")
    if rule.stem not in NEVER_MISSING:
        wanted.add("missing")
    assert wanted <= states_of(rule)


def test_only_rules_are_never_missing() -> None:
    assert {rule.stem for rule in LIBRARY.rules} >= NEVER_MISSING


NUMBERS = r"(?<![-\w])(\d+ |one|two|three|four|five|six|seven|ten|fourteen|twice|weeks?|moderate|high)\b"


def test_no_title_names_a_threshold() -> None:
    """A clinic changes a threshold in its config, and the title beside the answer stays as it is."""
    named = {rule.stem: rule.title for rule in LIBRARY.rules if re.search(NUMBERS, rule.title.lower())}
    assert not named
