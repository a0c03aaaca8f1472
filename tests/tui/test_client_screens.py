"""The drug screens of a client's page: what matters most of a day, of other substances, and in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from caseboard.tui import words
from caseboard.tui.client.course import View
from caseboard.tui.client.gather import gather_client
from caseboard.tui.client.model import ClientPage
from caseboard.tui.client.plain import client_page_text
from caseboard.tui.client.record import screens_head, screens_lines, use_lines
from caseboard.tui.snapshot import Row
from tests.tui.client_fakes import full, on, page_clinic


def screen(day: Any, letter: str | None, **more: Any) -> dict[str, Any]:
    """A result of the client's own substance; `letter` None: of one that has none."""
    return {
        "on_day": day, "due_on": day, "collected_on": day, "is_due": True, "specimen_id": f"U{day}",
        "substance": "opioid", "result": "positive" if letter in ("+", None) else "negative",
        "method": "presumptive", "expected": False, "letter": letter, **more,
    }  # fmt: skip


def page_of(*screens: dict[str, Any], **use: Any) -> ClientPage:
    tables = full()
    tables["screens"] = list(screens)
    tables["substance_use"][0].update(use)
    return gather_client(page_clinic(tables), "C001", None)


def drawn(page: ClientPage, width: int = 90) -> list[str]:
    return [words.text_of(line) for line in screens_lines(page, View(weeks=0), width)]


def track(page: ClientPage, label: str) -> str:
    return next((text for text in drawn(page) if text.startswith(label)), "")[11:]


def test_a_positive_of_the_same_day_is_not_hidden_by_a_negative():
    due, cause = screen(on(9), "-", specimen_id="U1"), screen(on(9), "+", specimen_id="A1", is_due=False)
    for page in (page_of(due, cause), page_of(cause, due)):
        assert "+" in track(page, "opioid")
        assert "-" not in track(page, "opioid")
        seen = " ".join(drawn(page))
        assert "the one that matters most stands" in seen
        assert "+ positive" in seen
        assert "- negative" in seen


def test_two_rows_of_one_specimen_are_not_several():
    both = [screen(on(9), "-", substance=name, specimen_id="U1") for name in ("opioid", "cocaine")]
    assert "Where several fall together" not in " ".join(drawn(page_of(*both)))


def test_every_other_substance_that_was_positive_is_told_the_latest_first():
    names = ("alcohol", "amphetamine", "benzodiazepine", "cannabis", "cocaine", "fentanyl")
    others = [screen(on(2 + at), None, substance=name) for at, name in enumerate(names)]
    page = page_of(screen(on(2), "-"), *others, screen(on(6), None, substance="alcohol"))
    seen = drawn(page, 200)
    said = next(text for text in seen if text.startswith("Also positive"))
    assert said == (
        "Also positive: fentanyl (7 Mar), alcohol (2 times, last 6 Mar), cocaine (6 Mar), cannabis (5 Mar), "
        "benzodiazepine (4 Mar), amphetamine (3 Mar)."
    )
    assert [text.split()[0] for text in seen if "+" in text[11:] and "·" in text[11:]] == [
        "fentanyl", "alcohol", "cocaine", "cannabis",
    ]  # fmt: skip
    assert any("+ positive" in text for text in seen), "the legend knows the letters of every track"
    narrow = " ".join(" ".join(drawn(page, 34)).split())
    assert said in narrow, "nothing positive is cut away"


def test_a_positive_of_another_substance_alone_is_no_empty_section():
    seen = " ".join(drawn(page_of(screen(on(9), None, substance="cannabis"))))
    assert "No drug screen" not in seen
    assert "Also positive: cannabis (9 Mar)." in seen


def test_a_positive_of_another_substance_that_is_prescribed_is_not_told_as_use():
    page = page_of(screen(on(9), "-"), screen(on(9), None, substance="buprenorphine", expected=True))
    assert "uprenorphine" not in " ".join(drawn(page))


def test_a_positive_of_an_earlier_stay_is_not_one_of_this_admission():
    page = page_of(screen(on(9), "-"), screen(on(9, 6, 2025), None, substance="cannabis"))
    assert "cannabis" not in " ".join(drawn(page))


def test_the_next_that_is_due_is_the_first_after_the_day():
    def planned(day: int) -> dict[str, Any]:
        return screen(on(day), None, collected_on=None, result=None)

    assert drawn(page_of(screen(on(9), "-"), planned(20), planned(18), planned(15)))[-1] == "Next due 18 Mar."
    for others in ((), (planned(15),), (screen(on(8), "+", due_on=None, is_due=False),)):
        assert "Next due" not in " ".join(drawn(page_of(screen(on(9), "-"), *others)))


def test_letters_of_any_substance_do_not_go_by_the_name_of_the_own_one():
    page = page_of(screen(on(9), "+", substance="cocaine"), substance="any but cannabis")
    assert "+" in track(page, "screens")
    assert track(page, "opioid") == ""
    page.tables["overview"] = (Row({"client_id": 0}, ("C001",)),)
    assert "+" in track(page, "screens"), "and where nobody told which is the own one"


def test_days_with_evidence_are_not_called_days_since_the_last_use():
    said = " ".join(words.text_of(line) for line in use_lines(page_of(last_use_on=on(6)), 200))
    assert said.startswith("43% negative if not collected counts as positive · "), "43% of what is said"
    assert "abstinent" not in said
    page = page_of(current_abstinence_days=6, last_use_on=on(6))
    said = " ".join(words.text_of(line) for line in use_lines(page, 200))
    assert "last known use 6 Mar, since then 6 days with evidence of no use" in said
    page = page_of(current_abstinence_days=1, last_use_on=None)
    said = " ".join(words.text_of(line) for line in use_lines(page, 200))
    assert "1 day with evidence of no use" in said
    assert "last known use" not in said


def test_a_share_of_the_results_never_reads_as_one_of_all_that_were_due():
    def said(**use: Any) -> str:
        return " ".join(words.text_of(line) for line in use_lines(page_of(**use), 200))

    alike = said(percent_negative_missing_as_positive=100.0, not_collected=0, pending=1, unreadable=1)
    assert "100%" not in alike, "8 of 10 negative are not 100%"
    assert "43% negative if not collected counts as positive ·" in said(
        not_collected=1, pending=0, unreadable=0
    )
    left = said(not_collected=1, pending=2, unreadable=1)
    assert "43% negative if not collected counts as positive, 3 without a reading left out ·" in left


def test_where_no_screen_was_ever_due_nothing_is_counted():
    page = page_of(due=0, negative=0, percent_negative_missing_as_positive=None)
    assert screens_head(page) == ()
    cause = page_of(screen(on(10), "+", is_due=False), due=0, negative=0)
    assert words.text_of(screens_head(cause)) == "1 for cause (+)"


def test_screens_that_all_lie_before_the_weeks_in_sight_say_when_the_last_was():
    page = page_of(screen(date(2026, 1, 20), "-"), screen(date(2026, 1, 27), "-"))
    near = [words.text_of(line) for line in screens_lines(page, View(weeks=4), 90)]
    assert "No screen in these weeks; the last: 27 Jan." in near
    assert "No screen in these weeks" not in " ".join(drawn(page))


def test_tests_for_cause_are_in_the_heading_and_in_the_table():
    rows = [screen(on(9), "-"), screen(on(10), "+", is_due=False), screen(on(12), "-", is_due=False)]
    page = page_of(*rows, negative=1, due=1)
    assert words.text_of(screens_head(page)) == "1 of 1 negative, 2 more for cause (+-)"
    assert words.text_of(screens_head(page_of(rows[0], negative=1, due=1))) == "1 of 1 negative"
    tables = full()
    tables["screens"] = rows
    text = client_page_text(page_clinic(tables), "C001", names_hidden=True)
    lines = [" ".join(line.split()) for line in text.split("\n")]
    assert "9 Mar opioid - negative negative presumptive" in lines
    assert "10 Mar opioid + positive positive presumptive, for cause" in lines


def test_a_positive_that_is_prescribed_says_so():
    tables = full()
    tables["screens"] = [screen(on(9), "-", result="positive", expected=True)]
    text = client_page_text(page_clinic(tables), "C001", names_hidden=True)
    assert "9 Mar opioid - negative positive, prescribed presumptive" in " ".join(text.split())


def test_what_the_screens_say_together_is_whole_at_any_width():
    tables = full()
    tables["substance_use"][0]["last_use_on"] = on(11)
    text = client_page_text(page_clinic(tables), "C001", names_hidden=True, width=80)
    said = text[text.index("Screens:") : text.index("Daily life")]
    assert "1 positive with no use reported" in " ".join(said.split())


@pytest.mark.parametrize(
    ("last", "logged", "told", "untold"),
    [
        (on(11), 1, "a form of 2 Mar reports use later than that", "1 positive with no use reported"),
        (None, 0, "a form of 2 Mar reports use ·", "1 of them without a log of those days"),
    ],
)
def test_use_that_was_told_on_a_form_is_said_beside_the_last_day_of_use(last, logged, told, untold):
    tables = full()
    tables["substance_use"][0].update(
        last_use_on=last, later_use_reported_on=on(2), disagreements_logged=logged
    )
    text = " ".join(client_page_text(page_clinic(tables), "C001", names_hidden=True).split())
    assert told in text
    assert untold in text
    assert ("without a log" in text) is (logged == 0)


def test_one_day_of_use_among_many_is_not_rounded_away():
    page = page_of(percent_days_abstinent=99.6, days_logged=250, use_days=1)
    said = " ".join(words.text_of(line) for line in use_lines(page, 200))
    assert "use on 1 of 250 logged days" in said
    assert "100%" not in said
    page = page_of(percent_days_abstinent=None, days_logged=0, use_days=0)
    assert "logged days" not in " ".join(words.text_of(line) for line in use_lines(page, 200))
