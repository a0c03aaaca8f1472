"""The hours of a client's page: the heading is the board's, and a week that is not over is no shortfall."""

from __future__ import annotations

from datetime import date, timedelta

from caseboard.tui import words
from caseboard.tui.client.axis import Axis
from caseboard.tui.client.course import View
from caseboard.tui.client.gather import gather_client
from caseboard.tui.client.hours import hours_head, hours_lines
from caseboard.tui.client.tracks import Week, bars
from caseboard.tui.detail import panel
from caseboard.tui.gather import gather
from caseboard.tui.note import note
from tests.tui.client_fakes import full, on, page_clinic
from tests.tui.fakes import FakeClinic, clients


def head_of(tables) -> str:
    return words.text_of(hours_head(gather_client(page_clinic(tables), "C001", None)))


def test_the_heading_says_which_seven_days():
    tables = full()
    tables["overview"][0].update(hours_attended=7.5, hours_prescribed=9.0)
    assert head_of(tables) == "7.5 of 9 h in the 7 days to 14 Mar"
    tables["overview"][0]["attendance_through"] = on(15)
    assert head_of(tables) == "7.5 of 9 h in 7 days"
    tables["attendance_weeks"][-1]["leave_days"] = 2
    assert head_of(tables) == "7.5 of 9 h in 7 days, 2 days on leave since 9 Mar"
    tables["overview"][0].update(hours_attended=None, hours_prescribed=None)
    assert head_of(tables) == ""


def test_hours_that_are_not_known_are_told_in_words():
    tables = full()
    tables["overview"][0].update(hours_attended=None, hours_prescribed=10.0)
    assert head_of(tables) == "not known, of 10 h prescribed in the 7 days to 14 Mar"
    tables["overview"][0].update(hours_attended=7.5, hours_prescribed=None)
    assert head_of(tables) == "7.5 h (prescribed not known) in the 7 days to 14 Mar"
    rows = clients()
    rows[0].update(hours_attended=None, hours_prescribed=10.0)
    found = gather(FakeClinic(rows), None)
    client = found.client(found.row_of(rows[0]["client_id"]))
    beside = [words.text_of(each) for each in panel(found, client, 0, 60)]
    assert "Hours: not known, of 10 prescribed in 7 days" in [text.strip() for text in beside]
    said = note(found, client, 0, names_hidden=True)
    asked = "Hours attended, of those prescribed, in the last 7 days entered"
    assert f"{asked}: not known, of 10 prescribed\n" in said
    rows[0].update(hours_prescribed=None)
    found = gather(FakeClinic(rows), None)
    client = found.client(found.row_of(rows[0]["client_id"]))
    assert "Hours: not known in 7 days" in [
        words.text_of(each).strip() for each in panel(found, client, 0, 60)
    ]
    assert f"{asked}: not known\n" in note(found, client, 0, names_hidden=True)


def test_no_shortfall_is_drawn_for_days_that_have_not_come():
    tables = full()
    tables["attendance_weeks"] = tables["attendance_weeks"][-1:]
    tables["sessions_mix"] = []
    tables["attendance_weeks"][0].update(attended_minutes=180.0, prescribed_minutes=None)
    tables["attendance_weeks"][0].update(group_minutes=90.0, individual_minutes=60.0, other_minutes=30.0)
    lines = hours_lines(gather_client(page_clinic(tables), "C001", None), View(), 90)
    drawn = [words.text_of(line) for line in lines[:-1]]
    kinds = [(text[:11].strip(), text.split()[-1]) for text in drawn[2:]]
    assert kinds == [("group", "1.5"), ("individual", "1"), ("other", "0.5")], "of the weeks, with no mix"
    assert any("█" in text for text in drawn)
    assert not any("╌" in text for text in drawn)


def test_every_kind_of_session_that_is_told_has_its_own_hours():
    tables = full()
    tables["sessions_mix"] = [
        {"week": 10, "kind": kind, "attended_minutes": minutes}
        for kind, minutes in (("peer_support", 90.0), (None, 30.0), ("family", None))
    ]
    lines = hours_lines(gather_client(page_clinic(tables), "C001", None), View(), 90)
    kinds = [(text[:11].strip(), text.split()[-1]) for text in map(words.text_of, lines[2:-1])]
    assert kinds == [("peers", "1.5"), ("other", "0.5")]


def test_a_week_of_which_nothing_was_entered_is_no_week_of_no_hours():
    tables = full()
    tables["attendance_weeks"] = tables["attendance_weeks"][-2:]
    tables["sessions_mix"] = []
    kinds = ("attended", "prescribed", "group", "individual", "family", "other")
    tables["attendance_weeks"][-1].update({f"{kind}_minutes": None for kind in kinds})
    page = gather_client(page_clinic(tables), "C001", None)
    drawn = [words.text_of(line).rstrip() for line in hours_lines(page, View(), 90)]
    assert drawn[1].endswith(" -")
    told = " ".join(text.strip() for text in drawn)
    assert "full height 9 h; nothing was entered of 1 week here" in told, "what was prescribed, not 3 h"


def week_of(value: float, against: float, columns: int = 7) -> list[str]:
    """One week of hours alone on an axis of so many columns, 9 hours the full height of its two rows."""
    first = date(2026, 3, 9)
    shown = Axis(first, first + timedelta(days=6), columns, first)
    lines = bars("Hours", [Week(first, shown.last, value, against)], shown, 2, 9.0)
    return [words.text_of(line)[11 : 11 + columns] for line in lines]


def test_a_week_that_fell_short_never_looks_like_one_for_which_less_was_prescribed():
    assert week_of(6.3, 9.0) == ["▃▃▃▃▃╌ ", "██████ "]
    assert week_of(6.3, 6.3) == ["▃▃▃▃▃▃ ", "██████ "]
    assert week_of(3.0, 9.0) == ["╌╌╌╌╌╌ ", "▅▅▅▅▅▅ "]
    assert week_of(3.0, 4.5) == ["       ", "▅▅▅▅▅╌ "]
    assert week_of(0.0, 9.0) == ["╌╌╌╌╌╌ ", "       "]
    assert week_of(9.0, 9.0) == ["██████ ", "██████ "]
    assert week_of(6.3, 9.0, columns=2) == ["▃╌", "██"]
    assert week_of(6.3, 9.0, columns=1) == ["▃", "█"]


def test_weeks_that_fall_into_one_column_are_drawn_as_their_mean():
    first = date(2026, 1, 5)
    shown = Axis(first, first + timedelta(days=24), 2, first)  # three weeks and four days in two columns

    def drawn(*numbers: tuple[float, float | None]) -> list[str]:
        begins = [first + timedelta(days=7 * at) for at in range(len(numbers))]
        ends = [min(begin + timedelta(days=6), shown.last) for begin in begins]
        weeks = [Week(a, b, *pair) for a, b, pair in zip(begins, ends, numbers, strict=True)]
        return [words.text_of(line)[11:13] for line in bars("Hours", weeks, shown, 2, 8.0)]

    assert drawn((8.0, 8.0), (8.0, 8.0), (2.0, 8.0), (1.0, None)) == ["█▂", "██"], "no top of another week"
    assert drawn((2.0, 8.0), (2.0, 8.0), (2.0, 8.0), (1.0, None)) == ["╌╌", "▄▄"], "a week that is not over"


def test_a_kind_of_session_counts_in_the_weeks_that_had_none_of_it():
    tables = full()
    tables["overview"][0]["admitted_on"] = on(1) - timedelta(days=2000)  # two weeks and more in a column
    tables["sessions_mix"] = [{"week": 10, "kind": "family", "attended_minutes": 540.0}]
    page = gather_client(page_clinic(tables), "C001", None)
    *drawn, told = [words.text_of(line) for line in hours_lines(page, View(weeks=0), 120)]
    family = next(text for text in drawn if text.startswith("family"))
    assert family[11:-7].strip() in "▂▃▄▅", "one session in these weeks, not one in each of them"
    assert told.endswith("where several weeks fall together, their mean stands")
