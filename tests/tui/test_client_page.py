"""A client's page: what stands on it at every size, and where its keys lead."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from caseboard.tui import words
from caseboard.tui.client import facts, findings, plan
from caseboard.tui.client.behind import behind, behind_lines
from caseboard.tui.client.course import View, changed, expected, measure_lines, measured
from caseboard.tui.client.gather import gather_client
from caseboard.tui.client.page import KEYS, sections
from caseboard.tui.client.plain import client_page_text
from caseboard.tui.detail import flags_title
from caseboard.tui.note import note
from caseboard.tui.snapshot import Row
from caseboard.tui.widgets.sections import Sections
from tests.tui.client_fakes import ADMITTED, FakeFullMeasure, PageApp, empty, full, on, page_clinic
from tests.tui.fakes import AS_OF
from tests.tui.golden import drive, same_as_golden, screens, settled, shown, text_of
from tests.tui.test_themes import faint

SIZES = {"80x24": (80, 24), "120x40": (120, 40)}


def app(tables=None, **more) -> PageApp:
    return PageApp(page_clinic(tables), **more)


@pytest.mark.parametrize("size", SIZES)
def test_golden(size):
    same_as_golden(f"client-{size}.txt", shown(app, size=SIZES[size]))


@pytest.mark.parametrize("size", SIZES)
def test_golden_of_a_client_of_whom_nothing_is_known(size):
    seen = shown(lambda: app(empty()), size=SIZES[size])
    assert "No flag." in seen
    same_as_golden(f"client-empty-{size}.txt", seen)


@pytest.mark.parametrize("keys", ["z", "zz", "zzz"])
def test_golden_of_each_zoom(keys):
    tables = full()
    for row in tables["overview"]:
        row["admitted_on"] -= timedelta(days=7 * 24)
    seen = shown(lambda: app(tables), *keys, size=(120, 40))
    weeks = {"z": "last 26 weeks", "zz": "all 34 weeks", "zzz": "last 4 weeks"}[keys]
    assert weeks in seen.split("\n")[0]
    same_as_golden(f"client-zoom-{len(keys)}.txt", seen)


@pytest.mark.parametrize(("known", "said"), [(True, "yes"), (False, "none"), (None, "not known")])
def test_medication_that_is_not_known_is_a_third_word(known, said):
    tables = full()
    tables["overview"][0]["on_medication"] = known
    page = gather_client(page_clinic(tables), "C001", None)
    narrow = " ".join(words.text_of(line) for line in facts.short_facts(page, 80, names_hidden=True))
    wide = [words.text_of(line) for line in facts.facts(page, 40, names_hidden=True)]
    assert f"medication: {said}" in narrow
    assert any(line.split() == ["Medication", *said.split()] for line in wide)


def test_plus_and_minus_stop_at_the_ends():
    tables = full()
    tables["overview"][0]["admitted_on"] -= timedelta(days=7 * 24)
    assert "last 4 weeks" in shown(lambda: app(tables), "plus", "plus", "plus")
    assert "last 4 weeks" in shown(lambda: app(tables), "equals_sign")
    assert "all 34 weeks" in shown(lambda: app(tables), "minus", "minus", "minus", "minus")


def test_z_always_shows_another_axis_or_says_why_not():
    tables = full()
    assert "last 4 weeks" in shown(lambda: app(tables), "z").split("\n")[0]
    assert "all 10 weeks" in shown(lambda: app(tables), "z", "z").split("\n")[0]
    tables["overview"][0]["admitted_on"] = AS_OF - timedelta(days=9)
    assert "The whole admission" in shown(lambda: app(tables), "z")


def test_every_section_at_80x24_by_its_number():
    async def act(pilot):
        for key, number in KEYS.items():
            await pilot.press(number)
            await settled(pilot)
            column = pilot.app.screen.query_one("#middle", Sections)
            current = next(at for at, one in enumerate(column.sections) if one.key == key)
            top = column.scroll_offset.y
            assert top <= column._starts[current] < top + column.size.height
            assert f"▌{number} " in text_of(pilot.app)

    drive(app, act, (80, 24))


@pytest.mark.parametrize("size", SIZES)
def test_tab_goes_through_every_section_and_round(size):
    seen: list[str] = []

    async def act(pilot):
        screen = pilot.app.screen
        keys = screen._keys()
        for _ in keys:
            seen.append(screen._current)
            assert text_of(pilot.app).count("▌") == 1
            await pilot.press("tab")
            await settled(pilot)
        assert seen == keys
        assert screen._current == "facts"
        await pilot.press("shift+tab")
        assert screen._current == keys[-1]

    drive(app, act, SIZES[size])


@pytest.mark.parametrize(
    ("client_id", "hidden", "said"),
    [
        ("C001", True, "-p client_id=C001"), ("Dean", True, "-p client_id=... (hidden)"),
        ("Ada 2", True, "-p client_id=... (hidden)"),
        ("Ada O'Dean", False, """-p client_id='Ada O'"'"'Dean'"""),
    ],
)  # fmt: skip
def test_the_same_in_a_shell_finds_the_same_client(client_id, hidden, said):
    page = replace(gather_client(page_clinic(), "C001", None), client_id=client_id)
    section = next(one for one in sections(page, View(), names_hidden=hidden) if one.key == "goals")
    (one,) = behind(page, section)
    told = " ".join(words.text_of(each) for each in behind_lines(page, one, 200, names_hidden=hidden))
    assert f"--as-of 2026-03-15 {said} " in told


def test_page_and_panel_count_the_same_flags():
    flags = [{"kind": "safety"}, {"kind": "process"}, {"kind": "process"}, {"kind": "data_gap"}]
    assert flags_title(flags) == "Flags · 2 · 2 process"
    assert flags_title(flags[:1]) == "Flags · 1"
    assert flags_title([]) == "Flags · 0"
    seen = shown(app, "2", "i").split("\n")[0]
    assert "Where it is from: Flags of A.R." in seen


def test_the_facts_alone_are_whole_at_any_width():
    assert "Therapist  R.O." in shown(app, "f", size=SIZES["80x24"])
    seen = shown(app, size=SIZES["80x24"])
    assert "therapist R.O." in seen
    assert "Admitted" not in seen
    assert "Okafor" in shown(app, "p", size=SIZES["80x24"])


def test_scrolling_takes_the_current_section_along():
    async def act(pilot):
        await pilot.press("G")
        await settled(pilot)
        assert pilot.app.screen._current == "why"
        await pilot.press("g")
        await settled(pilot)
        assert pilot.app.screen._current != "why"
        before = pilot.app.screen.query_one("#middle", Sections).scroll_offset.y
        await pilot.press("j", "j", "k", "space", "b")
        await settled(pilot)
        assert pilot.app.screen.query_one("#middle", Sections).scroll_offset.y == before + 1

    drive(app, act, (80, 24))


def test_names_and_the_therapist_are_hidden_until_p():
    hidden = shown(app)
    assert "Rossi" not in hidden
    assert "Okafor" not in hidden
    assert "A.R." in hidden
    named = shown(app, "p")
    assert "Amara Rossi" in named
    assert "Rosa Okafor" in named


def test_w_is_why_not_for_every_rule():
    seen = shown(app, "w", size=(80, 24))
    assert "▌0 Every rule" in seen
    for text in ("Less treatment than was prescribed: not met", "value 0.82, threshold 0.70"):
        assert text in " ".join(seen.split())


@pytest.mark.parametrize("key", [*KEYS.values(), "tab"])
def test_i_shows_what_stands_behind_every_section(key):
    seen, below = screens(app, (key, "i"), ("tab", "end"))
    assert "Where it is from: " in seen
    assert "caseboard run" in below
    assert "Amara" not in seen
    assert "C001" not in seen.replace("client_id=C001", "").replace("client/", ""), "only in the command"


def test_a_chart_s_bands_and_the_hours_of_the_heading_have_their_source_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    page = gather_client(page_clinic(), "C001", None)
    found = {one.key: one for one in sections(page, View(), names_hidden=True)}
    assert "client/overview" in [one.name for one in behind(page, found["hours"])]
    measure = behind(page, found["course"])[-1]
    told = "\n".join(words.text_of(each) for each in behind_lines(page, measure, 200, names_hidden=True))
    for text in (
        "GAD-7: scale, bands and cut-off",
        "Kroenke 2001",
        "caseboard show gad7",
        "bands = [",
    ):
        assert text in told
    assert "The rows" not in told
    (tmp_path / "spoilt.toml").write_bytes(b"\xff")
    monkeypatch.setattr(FakeFullMeasure, "path", tmp_path / "spoilt.toml")
    page = gather_client(page_clinic(), "C001", None)
    assert page.sources and not any(name.startswith("measures/") for name in page.sources)


@pytest.mark.parametrize("size", SIZES)
def test_i_on_a_flag_shows_the_rule_with_its_row_and_threshold(size):
    same_as_golden(f"client-behind-{size}.txt", shown(app, "2", "i", size=SIZES[size]))
    seen = shown(app, "2", "i")
    assert "no_shows_that_flag" in seen
    assert "A.R." in seen


def test_the_next_client_and_the_one_before():
    clinic = page_clinic()
    asked: list[str] = []
    original = clinic.asking

    def asking(as_of=None, parameters=None, *, keep=False):
        context = original(as_of, parameters, keep=keep)

        class Watching:
            def __enter__(self):
                self.inner = context.__enter__()
                run = self.inner.run

                def watched(name, parameters=None):
                    if parameters:
                        asked.append(parameters["client_id"])
                    return run(name, parameters)

                self.inner.run = watched
                return self.inner

            def __exit__(self, *error):
                return context.__exit__(*error)

        return Watching()

    clinic.asking = asking
    make = lambda: PageApp(clinic, "C002", ("C001", "C002", "C003"))  # noqa: E731

    async def act(pilot):
        screen = pilot.app.screen
        for key, client in (("right_square_bracket", "C003"), ("left_square_bracket", "C002"), ("K", "C001")):
            await pilot.press(key)
            await settled(pilot)
            assert screen.client_id == client
            assert client in asked
        await pilot.press("left_square_bracket")
        await settled(pilot)
        assert screen.client_id == "C001"
        assert "There is no further client" in text_of(pilot.app)

    drive(make, act)


def test_esc_and_q_go_back_to_the_board():
    for key in ("escape", "q"):
        assert "Needs more intensity · 3" in shown(app, key)


def test_it_holds_from_200x60_down_to_the_sentence_and_back():
    async def act(pilot):
        for size in ((200, 60), (120, 40), (119, 40), (80, 24), (60, 15)):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            seen = text_of(pilot.app)
            assert "Facts" in seen, size
            assert "could not be drawn" not in seen
        await pilot.resize_terminal(50, 12)
        await settled(pilot)
        assert "caseboard needs a terminal of at least 60 columns" in " ".join(text_of(pilot.app).split())
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        same_as_golden("client-120x40.txt", text_of(pilot.app))

    drive(app, act, (120, 40))


def test_the_section_in_use_stays_in_sight_when_the_columns_become_one():
    async def act(pilot):
        await pilot.press("0")
        await settled(pilot)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "▌0 Every rule" in text_of(pilot.app)
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        assert "▌0 Every rule" in text_of(pilot.app)

    drive(app, act, (120, 40))


def test_a_day_is_the_same_column_in_every_track():
    """A score, a screen, a use that was told and a mark of one day stand one below another."""
    day = on(10)
    tables = full()
    tables["screens"] = [{**tables["screens"][0], "on_day": day, "letter": "+"}]
    tables["days"] = [{**tables["days"][0], "logged_on": day, "used": True}]
    tables["score_history"] = [row for row in tables["score_history"] if row["given_on"] == day]
    tables["marks"] = [{**tables["marks"][-1], "on_day": day}]
    tables["substance_use"] = []
    for size in ((80, 24), (120, 40), (160, 50)):
        page = gather_client(page_clinic(tables), "C001", None)
        width = 70
        found = {one.key: one for one in sections(page, View(weeks=4, rows=12), names_hidden=True)}

        def column(key: str, mark: str, label: str = "", width: int = width, found=found) -> int:
            from caseboard.tui import words

            lines = [words.text_of(line) for line in found[key].drawn(width)]
            line = next(text for text in lines if mark in text[11:] and text.startswith(label))
            return line.index(mark, 11)

        columns = {
            column("course", "◆"), column("screens", "+", "opioid"), column("screens", "x", "use logged"),
            column("marks", "!", "Marks"), column("course", "!", "Marks"),
        }  # fmt: skip
        assert len(columns) == 1, (size, columns)


def test_ascii_is_ascii():
    tables = full()
    seen = shown(lambda: PageApp(page_clinic(tables), style="ascii"), "4", size=(80, 24))
    chart = [line for line in seen.split("\n") if "|" in line or "+-" in line]
    assert len(chart) > 6
    assert all(line[:78].isascii() for line in chart), "but for Textual's own scroll bar"


def test_an_overdue_review_and_the_last_day_are_as_of_the_date():
    seen = shown(app)
    assert "as of Sun 15 Mar 2026" in seen
    assert "overdue" in seen
    assert AS_OF.isoformat() == "2026-03-15"


@pytest.mark.parametrize("theme", ["caseboard-day", "caseboard-night", "textual-light", "textual-dark"])
def test_every_word_can_be_read_in_every_theme(theme):
    """Words on the tint of a band too, and what stands behind a section."""
    assert not faint(lambda: app(theme=theme), "4", "8", "i")


@pytest.mark.parametrize("size", SIZES)
def test_f_shows_a_section_alone_and_esc_all_again(size):
    async def act(pilot):
        before = text_of(pilot.app)
        await pilot.press("4")
        await settled(pilot)
        whole = text_of(pilot.app)
        await pilot.press("f")
        await settled(pilot)
        seen = text_of(pilot.app)
        assert seen.count("┤") > max(before.count("┤"), whole.count("┤")) / 2
        assert "Flags" not in seen
        assert "▌4 GAD-7" in seen
        same_as_golden(f"client-alone-{size}.txt", seen)
        await pilot.press("6")
        await settled(pilot)
        assert "▌6 Screens" in text_of(pilot.app)
        assert "GAD-7" not in text_of(pilot.app)
        await pilot.press("tab")
        await settled(pilot)
        assert "▌7 Daily life" in text_of(pilot.app)
        await pilot.press("escape", "4")
        await settled(pilot)
        assert text_of(pilot.app) == whole
        await pilot.press("f", "f")
        await settled(pilot)
        assert text_of(pilot.app) == whole

    drive(app, act, SIZES[size])


def test_y_copies_the_note_of_the_board():
    async def act(pilot):
        await pilot.press("y")
        await settled(pilot)
        board = pilot.app.board
        snapshot = board.snapshot
        assert pilot.app.clipboard == note(snapshot, snapshot.client(0), 0, names_hidden=True)
        assert "Copied: a note about A.R. alone" in " ".join(text_of(pilot.app).split())
        await pilot.press("p", "y")
        assert pilot.app.clipboard.startswith("Amara Rossi · as of")

    drive(app, act)


def test_y_says_it_when_the_board_has_nothing_about_the_client():
    made = PageApp(page_clinic(), "C999")

    async def act(pilot):
        await pilot.press("y")
        await settled(pilot)
        assert pilot.app.clipboard == ""
        assert "there is no note" in " ".join(text_of(pilot.app).split())

    drive(lambda: made, act)


@pytest.mark.parametrize(
    ("result", "said"),
    [("deteriorated", ", reliably worse"), ("unchanged", ", reliably worse than its best")],
)
def test_a_change_within_the_error_of_the_form_is_not_called_reliably_worse(result, said):
    """From 12 over 7 to 13: one point above the start, and six above the best."""
    tables = full()
    row = next(row for row in tables["last_scores"] if row["measure"] == "phq9")
    row.update(baseline=12.0, score=13.0, score_change=1.0, is_deteriorated=True, change_result=result)
    page = gather_client(page_clinic(tables), "C001", None)
    one = next(one for one in measured(page) if one.measure == "phq9")
    assert words.text_of(changed(page, one, 200)[0]).endswith(said)


@pytest.mark.parametrize(
    ("sessions", "said"), [(0.5, "0.5 sessions"), (1.0, "1 session"), (2.5, "2.5 sessions")]
)
def test_a_session_every_other_week_is_not_told_as_none(sessions, said):
    tables = full()
    tables["overview"][0].update(hours_per_week=1.0, sessions_per_week=sessions)
    row = gather_client(page_clinic(tables), "C001", None).overview
    assert facts.dose(row) == f"1 h a week, {said}"


@pytest.mark.parametrize(
    ("value", "threshold", "said"),
    [
        (0.697, 0.7, "value 0.697, threshold 0.700"), (0.7, 0.7, "value 0.70, threshold 0.70"),
        (0.35, 0.7, "value 0.35, threshold 0.70"), (49.9999, 50.0, "value 49.9999, threshold 50"),
        (3.0, None, "value 3"), (None, 2.0, "no value, threshold 2"),
    ],
)  # fmt: skip
def test_a_value_that_misses_its_threshold_is_never_shown_as_the_threshold(value, threshold, said):
    row = Row({"value": 0, "threshold": 1}, (value, threshold))
    assert findings.held_against(row) == said


def test_what_is_not_known_of_a_trigger_is_not_told_as_no():
    tables = full()
    tables["triggers"] = [
        {"trigger": "payday", "days": 6, "last_on": on(6), "weekdays": None, "skills": [],
         "days_with_skill": 0, "days_use_followed": 1, "days_use_known": 2},
    ]  # fmt: skip
    page = gather_client(page_clinic(tables), "C001", None)
    said = " ".join(words.text_of(line) for line in plan.triggers(page, 90))
    assert "no skill logged · use followed on 1 of 2 days of which it is known · last 6 Mar" in said


def _expected_of(
    weeks_without_people: set[int], beyond: dict[int, float], judged: int = 10
) -> tuple[list, str]:
    """What is expected of the PHQ-9 where some weeks have too few people, and what is said of it."""
    tables = full()
    for row in tables["expected_course"]:
        if row["week"] in weeks_without_people:
            row.update(p10=None, p50=None, p90=None, edge=beyond.get(row["week"]), basis="rule")
        else:
            row.update(p10=4.0, p50=8.0, p90=12.0, edge=12.0, basis="admissions")
        row.update(is_judged=row["week"] == judged)
    page = gather_client(page_clinic(tables), "C001", None)
    one = next(one for one in measured(page) if one.measure == "phq9")
    lines = measure_lines(page, one, View(weeks=0, rows=14), 90, first=False)
    return expected(page, one), "\n".join(words.text_of(line) for line in lines)


def test_what_is_expected_of_a_form_that_is_due_every_second_week_has_no_holes():
    """The people of weeks 1, 3, 5 stand for weeks 2 and 4: the area is drawn through, no rule is named."""
    every, seen_every = _expected_of(set(), {})
    second, seen_second = _expected_of({2, 4, 6, 8}, dict.fromkeys((4, 6, 8), 10.0))
    dots = [seen.count("⠂") for seen in (seen_every, seen_second)]
    assert dots[0] > 50
    assert [one.edge for one in second[:5]] == [None] * 5, "where people are known, they are the edge"
    assert dots[1] == dots[0]
    assert "general rule" not in seen_second
    assert "Between the dots: 8 of 10 people here who began " in " ".join(seen_second.split())
    assert len(every) == 10


def test_nobody_stands_for_the_week_of_the_last_score_which_the_rule_judges_by_itself():
    """The flag says "too few past admissions to compare with": the chart must not draw people around it."""
    of_week_9, seen = _expected_of({2, 9}, {9: 10.0}, judged=9)
    assert "Week 9, too few to compare: above 10 is off course by a general rule." in " ".join(seen.split())
    assert [one.edge for one in of_week_9] == [None] * 7 + [10.0, None]
    _, seen = _expected_of({2, 9}, {9: 10.0})
    assert "general rule" not in seen, "the last score is of week 10"


def test_where_too_few_people_are_left_the_rule_is_said_and_nothing_is_dotted():
    found, seen = _expected_of({4, 5, 6, 7, 8, 9, 10}, dict.fromkeys(range(4, 11), 10.0))
    assert [one.edge for one in found] == [None] * 3 + [10.0] * 7
    told = "Weeks 4 to 10, too few to compare: above 10 is off course by a general rule."
    assert told in " ".join(seen.split()), "and not of weeks 1 to 3"
    _, seen = _expected_of({4, 9, 10}, {4: 10.0, 10: 10.0})
    assert "Week 10, too few to compare: above 10 is off" in " ".join(seen.split())
    _, seen = _expected_of(set(range(1, 11)), dict.fromkeys(range(4, 11), 10.0))
    assert "Above 10 is off course by a general rule: too few here to compare." in " ".join(seen.split())
    gap, _ = _expected_of({2, 3, 4, 5, 6}, dict.fromkeys((4, 5, 6), 10.0))
    assert [one.edge for one in gap if one.edge] == [10.0] * 3, "six weeks are too far apart to stand for"


@pytest.mark.parametrize(
    ("better", "counts", "edge", "said"),
    [
        ("lower", True, 10.0, "10 or above is off course"), ("lower", False, 10.0, "Above 10 is off course"),
        ("higher", True, 10.0, "10 or below is off"), ("higher", False, 10.0, "Below 10 is off course"),
        ("lower", False, 10.25, "Above 10.25 is off course"),  # as `w` has it: 10.2 is none of its scores
    ],
)  # fmt: skip
def test_whether_the_edge_itself_is_off_course_is_said(better, counts, edge, said):
    tables = full()
    for row in tables["expected_course"]:
        row.update(p10=None, p50=None, p90=None, edge=edge, edge_counts=counts, basis="rule")
    for row in tables["score_history"]:
        row["better"] = better
    page = gather_client(page_clinic(tables), "C001", None)
    one = next(one for one in measured(page) if one.measure == "phq9")
    lines = measure_lines(page, one, View(weeks=0, rows=14), 90, first=False)
    assert said in " ".join(words.text_of(line) for line in lines)


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 40)])
def test_changed_thresholds_and_another_date_are_said_in_the_title(size):
    clinic = page_clinic()
    clinic.results["client/why"].changed["no_shows_that_flag"] = (4, 2)
    seen = shown(lambda: PageApp(clinic), size=size).splitlines()[0]
    assert ("1 threshold changed" if size[0] > 60 else "1 threshold") in seen
    assert "names hidden" in seen
    assert ("INVENTED SAMPLE" if size[0] > 60 else "INVENTED") in seen
    text = client_page_text(clinic, "C001", names_hidden=True)
    assert "1 threshold changed" in text.splitlines()[0]
    assert "Thresholds changed here: no_shows_that_flag = 4 (the library: 2)." in text
    assert "threshold" not in shown(app, size=size).splitlines()[0]


def test_of_many_rows_behind_a_number_the_newest_are_written_out_too():
    rows = [Row({"on_day": 0}, (ADMITTED + timedelta(days=at),)) for at in range(133)]
    page = gather_client(page_clinic(), "C001", None)
    section = next(one for one in sections(page, View(), names_hidden=True) if one.key == "screens")
    one = replace(behind(page, section)[0], rows=tuple(rows))
    told = [words.text_of(each) for each in behind_lines(page, one, 200, names_hidden=True)]
    for seen in (
        "Row 1 of 133",
        "Row 50 of 133",
        "Rows 51 to 83 are left out here.",
        "Row 84 of 133",
        "Row 133 of 133",
    ):
        assert told.count(seen) == 1, seen
    assert "Row 51 of 133" not in told
    one = replace(one, rows=tuple(rows[:100]))
    told = [words.text_of(each) for each in behind_lines(page, one, 200, names_hidden=True)]
    assert sum(text.startswith("Row ") for text in told) == 100
