"""Small words, columns and heights."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseboard import textsafe
from caseboard.tui import detail, layout, titles, words
from caseboard.tui.called import client_name
from caseboard.tui.client import plan
from caseboard.tui.client.gather import gather_client
from caseboard.tui.gather import gather
from caseboard.tui.note import note
from caseboard.tui.reasons import why
from caseboard.tui.snapshot import scales_of, snapshot
from tests.tui.client_fakes import full, page_clinic
from tests.tui.fakes import AS_OF, WORDS, FakeClinic, FakeInfo, client, flag, result

NOBODY = result(("client_id",), [])


def bound(board, flags, criteria, info, *, scales=None):
    """A board of which nothing else is known."""
    return snapshot(
        board, flags, criteria, info, scales=scales or {}, sources={}, not_judged=NOBODY, stale=NOBODY,
        suggestions={}, besides=result(("client_id",), []), order_tested="", stamp=None,
    )  # fmt: skip


def taken(clinic: FakeClinic):
    found = clinic.results
    scales = scales_of(clinic.library.measures.values())
    return bound(
        found["panes/board"], found["panes/flag"], found["panes/criterion"], clinic.info_now, scales=scales
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "-"), (0, "= 0"), (6, "▲ +6"), (-12.0, "▼ -12"), (2.5, "▲ +2.5"), (0.04, "= 0"),
        (-0.04, "= 0"), (float("nan"), "-"), (float("inf"), "-"), (Decimal("1.5"), "▲ +1.5"),
    ],
)  # fmt: skip
def test_a_change_has_an_arrow_and_a_sign(value, shown):
    assert words.change(value) == shown


def test_a_value_is_never_another_value_and_nothing_is_a_dash():
    for shown, expected in (
        (words.number(None), "-"), (words.number(float("nan")), "-"), (words.number("many\x1b"), "many␛"),
        (words.number("x" * 9 + "["), "xxxxxxxxx["), (words.finite(10**400), None),
        (words.number(19.0), "19"), (words.number(2.66), "2.7"), (words.number(-0.01), "0"),
        (words.number(0.9996, 2), "1"), (words.number(0.4, 2), "0.40"), (words.number(-1e12), "-1.0e+12"),
        (words.number(1e12 - 1), "999999999999"), (words.fixed(3), "3.0"), (words.fixed(None), "-"),
        (words.fixed(-2e12), "-2.0e+12"), (words.fixed("[x]"), "[x]"),
        (words.of(None, None), "-"), (words.of(None, 9), "- of 9"), (words.of(7.5, None), "7.5 of -"),
        (words.of(7.5, 9, 8), "7.5 of 9"), (words.of(7.5, 9, 7), "7.5/9"),
        (words.day(None), "-"), (words.day("soon\x1b"), "soon␛"), (words.moment(AS_OF, AS_OF), "15 Mar"),
        (words.lower_first("PHQ-9 overdue"), "PHQ-9 overdue"), (words.lower_first("No visit"), "no visit"),
        (words.lower_first("A b"), "A b"), (words.some(None), []), (words.some("use"), ["use"]),
        (words.some(("a", None)), ["a"]), (words.some_or_gaps((1, None)), [1, None]),
        (words.days_long(1), "1 day"), (words.days_long(None), "the last days"),
        (words.letters("o-"), ["- negative", "o not collected"]), (words.plural(1234, "row"), "1,234 rows"),
        (words.spark([5], 0, 10, 1), "▅"), (words.spark([15], 10, 20, 1), "▅"),
        (words.spark([5], 0, 10, 0), ""),
    ):  # fmt: skip
        assert shown == expected


def test_days_have_their_year_only_when_it_is_another():
    assert words.day(date(2026, 3, 9), AS_OF) == "9 Mar"
    assert words.day(date(2025, 12, 31), AS_OF) == "31 Dec 2025"
    assert words.long_day(AS_OF) == "Sun 15 Mar 2026"
    assert words.moment(datetime(2026, 3, 14, 21, 5), AS_OF) == "14 Mar 21:05"


def test_bars_stand_on_the_measures_own_scale():
    assert words.spark([0, 27], 0, 27, 8) == "▁█"
    assert words.spark([9, 9, 9], 0, 27, 8) == "▃▃▃", "a low score stays low, however flat the course"
    assert words.spark([4, None, 99, -3], 0, 27, 8) == "▂ █▁", "gaps stay gaps, the scale has ends"
    assert words.spark([1, 2, 3], 0, 3, 2) == "▆█", "the last ones"
    assert words.spark(None, 0, 27, 8) == "" == words.spark([1], 0, 0, 8)


@given(st.text(max_size=200), st.integers(1, 40), st.integers(1, 5))
def test_wrapped_text_stays_in_its_width(text, width, most):
    lines = words.wrap(text, width, most=most)
    assert 1 <= len(lines) <= most
    assert all(textsafe.width(line) <= max(width, 2) for line in lines)


@given(st.text("ab 日本é", max_size=300), st.integers(4, 40))
def test_wrapping_loses_no_letter(text, width):
    assert "".join(words.wrap(text, width)).replace(" ", "") == textsafe.clean(text).replace(" ", "")


def test_what_does_not_fit_says_so():
    assert words.wrap("one two three four", 8, most=1) == ["one two…"]


@given(st.lists(st.integers(1, 400), min_size=4, max_size=4), st.integers(4, 200), st.integers(0, 60))
def test_panes_share_the_height(wanted, room, urgent):
    given_rows = layout.share(wanted, room, urgent)
    assert given_rows[0] >= min(urgent, wanted[0], room - 3), "new safety is never cut for what can wait"
    assert sum(given_rows) == min(sum(wanted), room), "no line is wasted while somebody wants one"
    assert all(1 <= rows <= want for rows, want in zip(given_rows, wanted, strict=True))


def test_the_upper_panes_come_first():
    assert layout.share([6, 4, 5, 19], 17) == [6, 4, 4, 3]
    assert layout.share([2, 1, 1, 300], 30) == [2, 1, 1, 26]
    assert layout.share([18, 4, 5, 45], 17) == [7, 4, 4, 2]
    assert layout.share([18, 4, 5, 45], 17, 10) == [10, 3, 2, 2]


def test_a_pane_counts_its_rows_and_its_new_safety():
    assert layout.pane_title(0, 1234) == "1 Needs more intensity · 1,234"
    assert layout.pane_title(3, 12, (2, 9)) == "4 Holding course · 12 · rows 2 to 9"
    assert layout.pane_title(3, 12, (3, 3)) == "4 Holding course · 12 · row 3"
    safety = (0, "Safety, unanswered · 2")
    assert (layout.band(0, 5), layout.band(2, 2)) == ([], [safety])
    assert layout.band(2, 5) == [safety, (2, "More intensity · 3")]


@given(st.integers(58, 260), st.booleans(), st.booleans())
def test_columns_fill_the_width_exactly(width, hidden, panel):
    found = taken(FakeClinic())
    chosen = layout.columns(width, names_hidden=hidden, snapshot=found, panel=panel)
    for pane, rows in enumerate(found.panes):
        for row in rows:
            cells = layout.cells(found, found.client(row), pane, chosen, names_hidden=hidden)
            assert textsafe.width(words.text_of(cells)) == width
    assert textsafe.width(layout.heading(chosen)) == width


def test_the_columns_of_a_small_and_a_large_terminal():
    found = taken(FakeClinic())
    small = layout.columns(78, names_hidden=True, snapshot=found, panel=False)
    assert [column.key for column in small] == ["glyph", "client", "week", "score", "hours", "why"]
    large = layout.columns(76, names_hidden=True, snapshot=found, panel=True)
    assert [column.key for column in large] == [
        "glyph", "client", "week", "score", "spark", "hours", "screens", "craving", "why",
    ]  # fmt: skip
    named = layout.columns(76, names_hidden=False, snapshot=found, panel=True)
    assert "screens" in [column.key for column in named], "never left out for what matters less"


def test_two_measures_have_a_column_of_their_own():
    found = taken(
        FakeClinic(
            [client("A", "A B", "holding_course"), client("B", "C D", "holding_course", measure="gad7")]
        )
    )
    chosen = layout.columns(100, names_hidden=True, snapshot=found)
    assert [column.title for column in chosen][3:5] == ["Measure", "Score"]
    one = layout.columns(100, names_hidden=True, snapshot=taken(FakeClinic()))
    assert "PHQ-9" in [column.title for column in one]


def test_where_nobody_has_a_score_the_column_is_there_and_empty():
    found = taken(FakeClinic([client("A", "A B", "holding_course", measure=None, score=None)]))
    chosen = layout.columns(78, names_hidden=True, snapshot=found, panel=False)
    assert [column.key for column in chosen] == ["glyph", "client", "week", "score", "hours", "why"]
    assert chosen[3].title == "Score"


@pytest.mark.parametrize("hidden", [True, False])
@pytest.mark.parametrize(("width", "panel"), [(78, False), (79, True), (58, False)])
def test_where_measures_differ_no_score_stands_without_its_name(hidden, width, panel):
    clients = [client("A", "A B", "holding_course"), client("B", "C D", "holding_course", measure="gad7")]
    found = taken(FakeClinic(clients))
    chosen = layout.columns(width, names_hidden=hidden, snapshot=found, panel=panel)
    row = words.text_of(layout.cells(found, found.client(1), 3, chosen, names_hidden=hidden))
    assert "GAD-7" in row
    assert textsafe.width(row) == width
    assert chosen[-1].width >= 18, "and the reason can still be read"


def title(width: int = 120, **info) -> str:
    clinic = FakeClinic()
    clinic.info_now = FakeInfo(**info)
    return words.text_of(titles.board_title(taken(clinic), names_hidden=True, width=width))


def test_the_title_says_what_kind_of_board_this_is():
    assert title() == (
        " caseboard   INVENTED SAMPLE  · Evening IOP · 9 open · as of Sun 15 Mar 2026"
        " · entered up to 14 Mar 21:30  names hidden "
    )
    assert "INVENTED" not in title(invented=False)
    assert "as of Sun 15 Mar 2026 ·  not the usual 22 Mar" in title(default_as_of=date(2026, 3, 22))


def test_a_narrow_title_keeps_what_must_not_be_missed():
    shown = title(60, default_as_of=date(2026, 3, 22))
    for needed in ("INVENTED", "as of 15 Mar 2026", "not usual", "names hidden"):
        assert needed in shown
    assert len(shown) <= 60, "what is beyond the edge is not said"
    clinic = FakeClinic()
    clinic.info_now = FakeInfo(default_as_of=date(2026, 3, 22))
    clinic.results["panes/flag"].changed["no_shows_that_flag"] = (4, 2)
    all_three = words.text_of(titles.board_title(taken(clinic), names_hidden=True, width=60))
    assert all_three == " INVENTED 15 Mar 2026  not usual   1 changed   names hidden "
    eighty = words.text_of(titles.board_title(taken(clinic), names_hidden=True, width=80))
    assert eighty.endswith("  not usual   1 threshold changed     names hidden ") and len(eighty) == 80
    two = ("process/review_due", "rules/more_intensity/dose_gap")
    clinic.info_now = FakeInfo(default_as_of=date(2026, 3, 22), replaced=two)
    for width, changed in (
        (200, " 1 threshold and 2 rules changed "),
        (80, " 1 threshold and 2 rules "),
        (60, " 3 changed "),
    ):
        assert changed in words.text_of(titles.board_title(taken(clinic), names_hidden=True, width=width))
    old, twelve = "not up to date", {f"threshold_{at}": (at, 9) for at in range(12)}
    page = replace(taken(clinic), changed=twelve)
    for shown, changed in (
        (titles.board_title(taken(clinic), names_hidden=True, width=80, busy=old), "3 changed"),
        (titles.page_title("", "C0136", page, names_hidden=True, width=80, busy=old), "14 changed"),
    ):
        for needed in ("INVENTED", "15 Mar 2026", " not usual ", changed, "names hidden"):
            assert needed in words.text_of(shown)
        assert any(said in words.text_of(shown) for said in (old, "outdated"))
        assert words.width_of(shown) <= 80
    assert title(80, default_as_of=date(2026, 3, 22)).endswith("not the usual 22 Mar     names hidden ")
    assert "names hidden" in title(60)
    assert "entered" not in title(80)


@pytest.mark.parametrize(("invented", "as_of"), [(True, 22), (True, 15), (False, 22), (False, 15)])
@pytest.mark.parametrize("busy", ["", "not up to date"])
def test_whether_names_are_hidden_is_said_at_every_width(invented, as_of, busy):
    clinic = FakeClinic()
    clinic.info_now = FakeInfo(default_as_of=date(2026, 3, as_of), invented=invented)
    twelve = {f"threshold_{at}": (at, 9) for at in range(12)}
    seen = replace(taken(clinic), changed=twelve)
    long = "" if busy and not invented and as_of == 22 else "Longina of many years"  # all at once: at 65
    for width in range(60, 81):
        for shown in (
            titles.board_title(seen, names_hidden=False, width=width, busy=busy),
            titles.page_title("Why:", long, seen, names_hidden=False, width=width, busy=busy),
        ):
            text = words.text_of(shown)
            assert text.endswith("names shown ") and len(text) == width
            for needed in ("15 Mar 2026", "12 ", *(["INVENTED"] if invented else [])):
                assert needed in text
            assert not busy or any(said in text for said in (busy, "outdated", " old "))


def test_a_threshold_that_is_changed_in_any_query_of_the_board_is_said():
    clinic = FakeClinic()
    for at, name in enumerate(("panes/board", "panes/flag", "panes/criterion")):
        clinic.results[name].changed[f"threshold_{at}"] = (at, 9)
    assert taken(clinic).changed == {"threshold_0": (0, 9), "threshold_1": (1, 9), "threshold_2": (2, 9)}


def test_a_client_without_a_name_goes_by_a_code_only():
    rows = [client(*who, "holding_course") for who in (("S-17", ""), ("Smith", ""), ("S-18", "S-18"))]
    found = taken(FakeClinic(rows))
    names = [client_name(found.client(row), names_hidden=True) for row in found.panes[3]]
    assert names == ["S-17", "S.", "S-18"]


def test_columns_are_bound_by_name():
    board = result(
        ("pane", "name", "client_id"), [{"pane": "holding_course", "name": "X Y", "client_id": "1"}]
    )
    found = bound(board, NOBODY, NOBODY, FakeInfo())
    row = found.client(0)
    assert (row["name"], row["client_id"], row["score"]) == ("X Y", "1", None)


def test_what_to_consider_is_one_sentence_in_the_librarys_words(library):
    said = dict(re.findall(r"^    \('(\w+)', '([^']+)'\)", library.get("suggestion_word").sql, re.MULTILINE))
    assert said.items() >= WORDS.items(), "the fakes speak as the library does"
    found = gather(FakeClinic(), None)
    row = found.client(0)
    whole = "Consider a safety assessment and plan today; outreach today; more sessions"
    assert found.consider(row) == whole
    panel = " ".join(words.text_of(one) for one in detail.panel(found, row, 0, 200))
    assert whole in panel
    assert whole in note(found, row, 0, names_hidden=True)
    page = gather_client(page_clinic(), "C001", None)
    seen = " ".join(words.text_of(one) for one in plan.consider(page, 200))
    assert "Consider a safety assessment and plan today" in seen
    assert "Consider outreach today" in seen


def test_a_code_without_words_is_said_as_the_page_says_it():
    assert words.suggestion("call_home") == "Consider: call home"
    assert words.suggestion("call_home", {"call_home": "Ring \x1b[2J"}) == "Ring ␛[2J"
    assert words.consider([]) == ""
    assert words.consider(["Consider rest", "Consider: call home", "Ask", "Consider"]) == (
        "Consider rest; call home; Ask; Consider"
    )


def test_a_page_without_the_query_speaks_alike():
    tables = full()
    tables["suggestions"] = []
    page = gather_client(page_clinic(tables), "C001", None)
    seen = " ".join(words.text_of(one) for one in plan.consider(page, 200))
    assert seen == "Consider: safety plan; outreach"


def test_the_next_screen_due_stands_in_panel_and_note():
    found = gather(FakeClinic(), None)
    for number, expected in ((0, True), (1, False)):
        row = found.client(number)
        lines = [words.text_of(one) for one in detail.panel(found, row, 0, 60)]
        assert ("Screens: ---++ · next due 18 Mar" in lines) is expected
        assert any("next due" in one for one in lines) is expected
        assert ("; next due 18 Mar\n" in note(found, row, 0, names_hidden=True)) is expected


def test_how_old_a_score_is_and_of_how_many_logs_a_mean():
    """Weeks old, or one log: without it both would read as of today."""
    clinic = FakeClinic()
    found = gather(clinic, None)
    for number, panel_says, note_says in (
        (
            0,
            ("PHQ-9, 10 Mar: 19 ▲ +6 since first", "Mean craving, 5/7 days: 6.1 ▲ +2.2"),
            ("PHQ-9 on 10 Mar: 19 (", "Craving, mean of the logs of 5 of 7 days: 6.1 ("),
        ),
        (
            1,
            ("PHQ-9: 12 = 0 since first", "Mean craving, 7 days: 3.0 = 0"),
            ("PHQ-9: 12 (", "Craving, mean of the logs of 7 days: 3.0 ("),
        ),
    ):
        row = found.client(number)
        lines = [words.text_of(one) for one in detail.panel(found, row, 0, 60)]
        assert set(panel_says) <= set(lines)
        assert all(f"\n{said}" in note(found, row, 0, names_hidden=True) for said in note_says)
    clinic.besides[0]["craving_logs"] = 7
    clinic.refill()
    assert gather(clinic, None).craving_days(found.client(0)) == "7 days"


def test_a_dot_stands_between_two_and_never_at_the_end_of_a_line():
    said = "safety · 13 Mar · assessed 2 Mar, look again by 9 Mar (past)"
    for width in range(8, 48):
        lines = words.wrap(said, width)
        assert all(not line.startswith("·") and not line.endswith("·") for line in lines), (width, lines)
        assert " ".join(lines).replace(" ·", "") == said.replace(" ·", "")
    assert words.wrap("· a", 9) == ["· a"]
    assert words.wrap("abcdefgh ·", 8) == ["abcdefgh"]


def test_when_to_look_again_is_never_cut_off():
    """However narrow the column: the day to look again stands whole, and reasons are counted."""
    row = client("C3", "Cy Moss", "holding_course", safety="assessed", reasons=["Thoughts of death", "Use"])
    answered = flag("C3", "suicidal_ideation", "safety", "item 9 = 1", since=date(2026, 3, 1))
    answered |= {"answered_on": date(2026, 3, 2), "look_again_on": date(2026, 3, 9)}
    found = taken(FakeClinic([{**row, "flags": [answered]}]))
    shown = {width: why(found, found.client(0), 3, width) for width in range(22, 90)}
    assert all(len(text) <= width for width, text in shown.items())
    assert all("9 Mar (past)" in text for text in shown.values())
    assert shown[22] == "again by 9 Mar (past)"
    assert shown[24] == "look again 9 Mar (past)"
    assert shown[26] == "again by 9 Mar (past) (+2)"
    assert shown[31] == "look again by 9 Mar (past) (+2)"
    assert shown[52].startswith("assessed 2 Mar, again by 9 Mar (past) · Tho")
    assert shown[89] == "assessed 2 Mar, look again by 9 Mar (past) · Thoughts of death · Use"
    answered["look_again_on"] = AS_OF
    found = taken(FakeClinic([{**row, "flags": [answered]}]))
    shown = {width: why(found, found.client(0), 3, width) for width in range(15, 90)}
    assert shown[15] == "again by 15 Mar", "the day itself is not past"
    assert all("past" not in text and "overdue" not in text for text in shown.values())
