"""The chart of a measure: every point tells its own band, the scale is fixed, a gap stays a gap."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from caseboard.tui import words
from caseboard.tui.client import tracks
from caseboard.tui.client.axis import GUTTER, MARGIN, ZOOMS, Axis, axis, axis_line, weeks_in, zoom_title
from caseboard.tui.client.canvas import Canvas
from caseboard.tui.client.chart import chart
from caseboard.tui.client.scale import Band, Expected, Point, Range, Series, glyph, place, row_of

FIRST = date(2026, 1, 5)
BANDS = (Band("mild", 0, 9, 0), Band("moderate", 10, 19, 1), Band("severe", 20, 27, 2))
PHQ = Range(0, 27, 10, "lower", BANDS, 14)


def days(count: int, width: int = 40) -> Axis:
    return axis(FIRST + timedelta(days=count - 1), FIRST, 0, width)


def at(day: int) -> date:
    return FIRST + timedelta(days=day)


def drawn(
    series: Series, width: int = 40, rows: int = 9, style: str = "braille", count: int = 70
) -> list[str]:
    return [words.text_of(line) for line in chart(series, days(count, width), rows, style)]


@st.composite
def scales(draw: st.DrawFn) -> Range:
    """A scale with one to six bands that touch, in either direction of better."""
    edges = sorted(draw(st.sets(st.integers(1, 99), max_size=5)))
    lows, highs = [0, *edges], [edge - 1 for edge in edges] + [100]
    ranks = range(len(lows))
    better = draw(st.sampled_from(("lower", "higher")))
    ordered = ranks if better == "lower" else reversed(ranks)
    bands = tuple(
        Band(f"band {rank}", low, high, rank) for low, high, rank in zip(lows, highs, ordered, strict=True)
    )
    return Range(0, 100, draw(st.none() | st.integers(0, 100)), better, bands, 14)


@given(
    scales(),
    st.integers(0, 100),
    st.integers(3, 30),
    st.integers(20, 90),
    st.sampled_from(("braille", "block", "ascii")),
)
def test_the_glyph_is_that_of_the_band_of_the_value(scale, value, rows, width, style):
    """However few rows there are: the band of the value decides, never the row."""
    band = next(band for band in scale.bands if band.low <= value <= band.high)
    last = max(band.rank for band in scale.bands)
    point = Point(at(30), value, band.label)
    expected = "best" if band.rank == 0 else "worst" if band.rank == last else "between"
    assert place(scale, point) == expected
    lines = chart(Series(scale, [point]), days(70, width), rows, style)
    mark, tone = glyph(scale, point, ascii_only=style == "ascii")
    y = row_of(scale, value, rows)
    text = words.text_of(lines[y])
    assert text[GUTTER + days(70, width).column(at(30))] == mark
    assert f"{mark}{value}" in text, "the last value stands beside its point as a number"
    assert any(mark in span.text and tone in span.tone for span in lines[y])


@given(scales(), st.integers(3, 30))
def test_bands_ticks_and_points_use_one_row_for_a_value(scale, rows):
    """The row of a band's lowest value has the tint of that band, or of a worse-drawn neighbour's row."""
    lines = chart(Series(scale, []), days(70), rows)
    last = max(band.rank for band in scale.bands)
    for band in scale.bands if last else ():
        y = row_of(scale, band.low, rows)
        sharing = [other for other in scale.bands if row_of(scale, other.low, rows) == y]
        tints = {
            f"band-{1 if b.rank == 0 else 4 if b.rank == last else 2 if b.rank * 2 <= last else 3}"
            for b in sharing
        }
        assert any(tint in span.tone for span in lines[y] for tint in tints)


def test_the_cut_off_row_has_the_tint_of_its_own_band():
    for rows in range(4, 40):
        lines = chart(Series(PHQ, []), days(70), rows)
        y = row_of(PHQ, 10, rows)
        assert any("band-2" in span.tone for span in lines[y]), rows
        assert words.text_of(lines[y]).startswith("cut-off 10")


def test_the_scale_is_the_measures_own():
    for values in ((3, 4), (20, 27), (0, 27)):
        lines = drawn(Series(PHQ, [Point(at(3), values[0], "x"), Point(at(9), values[1], "x")]))
        assert lines[0].split("┤")[0].strip() == "27"
        assert lines[-1].split("┤")[0].strip() == "0"


def test_no_line_across_a_gap():
    near = [Point(at(0), 12, "moderate"), Point(at(14), 12, "moderate")]
    far = [Point(at(0), 12, "moderate"), Point(at(42), 12, "moderate")]
    just = [Point(at(0), 12, "moderate"), Point(at(21), 12, "moderate")]
    over = [Point(at(0), 12, "moderate"), Point(at(22), 12, "moderate")]
    for points, joined in ((near, True), (far, False), (just, True), (over, False)):
        text = "".join(drawn(Series(PHQ, points)))
        assert any("⠁" <= letter <= "⣿" for letter in text) is joined
    unknown = Series(Range(0, 27, None, "lower", BANDS, None), far)
    assert any("⠁" <= letter <= "⣿" for letter in "".join(drawn(unknown))), "no interval, no gap to see"


def test_without_bands_the_query_tells_the_side_of_the_cut_off():
    """At the edge too: what is a case stands in SQL."""
    for scale in (Range(0, 24, 12, "lower"), Range(0, 24, 12, "higher")):
        for clinical, where in ((True, "between"), (False, "best"), (None, "between")):
            assert place(scale, Point(FIRST, 12, clinical=clinical)) == where
    assert place(PHQ, Point(FIRST, 9.5)) == "between", "a value that the query gives no band has none"


def test_expected_is_behind_everything_and_only_where_it_is_known():
    expected = [Expected(at(7 * week + 3), 2, 6, 12) for week in range(4)]
    expected += [Expected(at(7 * week + 3), None, None, None, 18) for week in range(4, 9)]
    lines = drawn(Series(PHQ, [Point(at(3), 6, "mild"), Point(at(10), 6, "mild")], expected), rows=14)
    assert any("⠂" in line for line in lines)
    edge = lines[row_of(PHQ, 18, 14)]
    assert "┄┄┄" in edge
    assert not any("⠂" in line[GUTTER + 20 :] for line in lines), "no dots after the last known week"
    assert lines[row_of(PHQ, 10, 14)].count("╌") > 30, "the cut-off is not hidden"


@pytest.mark.parametrize("style", ["braille", "block", "ascii"])
def test_styles(style):
    points = [Point(at(0), 25, "severe"), Point(at(12), 12, "moderate"), Point(at(24), 4, "mild")]
    lines = drawn(Series(PHQ, points, [Expected(at(0), 2, 6, 12), Expected(at(40), 2, 6, 12)]), style=style)
    text = "\n".join(lines)
    assert all(cell_len(line) == GUTTER + 40 + MARGIN for line in lines)
    if style == "ascii":
        assert text.isascii()
        assert all(mark in text for mark in "o*#.-|+")
    else:
        assert all(mark in text for mark in "○●◆╌┤")
    assert any("⠁" <= letter <= "⣿" for letter in text) is (style == "braille")


def test_too_small_is_a_sentence():
    assert "too small" in drawn(Series(PHQ, []), width=9)[0]
    assert "too small" in drawn(Series(PHQ, []), rows=2)[0]
    assert "too small" in drawn(Series(Range(5, 5), []))[0]


# The axis


@given(st.integers(1, 900), st.integers(10, 150), st.sampled_from(ZOOMS))
def test_a_day_has_one_column_and_the_axis_one_width(count, width, weeks):
    shown = axis(at(count - 1), FIRST, weeks, width)
    columns = [shown.column(shown.first + timedelta(days=day)) for day in range(shown.days)]
    assert columns == sorted(columns)
    assert 0 <= columns[0] <= columns[-1] < width
    assert shown.column(shown.first - timedelta(days=1)) is None
    assert shown.column(shown.last + timedelta(days=1)) is None
    assert shown.days <= (7 * weeks if weeks else count)
    for braille in (1, 2):
        dots = [shown.dot(shown.first + timedelta(days=day), braille) for day in range(shown.days)]
        assert [dot // braille for dot in dots] == columns
    assert cell_len(words.text_of(axis_line(shown))) == GUTTER + width + MARGIN
    for day in range(shown.days):
        one = shown.span(shown.first + timedelta(days=day), shown.first + timedelta(days=day))
        assert 0 <= one.start < one.stop <= width
    whole = shown.span(shown.first, shown.last)
    assert (whole.start, whole.stop) == (0, width)


def test_a_day_of_another_year_has_its_year_on_the_axis():
    first = date(2025, 11, 3)
    shown = axis(date(2026, 1, 25), first, 0, 50)
    said = words.text_of(axis_line(shown))
    assert " 3 Nov 2025 " in said
    assert "Dec 2025" in said
    assert cell_len(said) == GUTTER + 50 + MARGIN


def test_the_axis_names_starts_of_weeks():
    shown = axis(at(69), FIRST, 0, 50)
    assert all((day - FIRST).days % 7 == 0 for day in shown.ticks())
    assert " 5 Jan " in words.text_of(axis_line(shown))
    assert " week 1 " in words.text_of(axis_line(shown, weeks=True))
    assert words.text_of(axis_line(shown, ascii_only=True)).isascii()


def test_the_zoom_is_said():
    said = [zoom_title(axis(at(69), FIRST, weeks, 40), weeks) for weeks in ZOOMS]
    assert said == ["last 4 weeks", "all 10 weeks", "all 10 weeks", "all 10 weeks"]
    assert zoom_title(axis(at(0), FIRST, 12, 40), 12) == "the first week"


def test_a_score_before_the_admission_widens_the_whole():
    shown = axis(at(69), FIRST, 0, 40, begun=at(-5))
    assert (shown.first, shown.week(at(-5)), shown.week(FIRST)) == (at(-5), 0, 1)
    assert [shown.week(at(day)) for day in (-8, -7, 6, 7, 13, 14, 69)] == [-1, 0, 1, 2, 2, 3, 10]
    assert [weeks_in(FIRST, at(day)) for day in (0, 6, 7, 13, 14)] == [1, 1, 2, 2, 3]


def test_a_column_of_daily_life_is_the_mean_of_its_days_on_a_fixed_scale():
    shown = Axis(FIRST, at(13), 7, FIRST)
    values = {at(0): 2.0, at(1): 6.0, at(4): 0.0, at(6): 12.0, at(7): 10.0, at(20): 9.0}
    assert "".join(text for text, _ in tracks.levels(values, shown, 0.0, 10.0)) == "▄ ▁█   "
    assert tracks.levels({at(0): 15.0}, shown, 10.0, 20.0)[0][0] == "▅"
    assert tracks.levels({at(0): 5.0}, shown, 5.0, 5.0)[0][0] == "▁"
    marks = [(at(2), "!", "alert"), (at(3), "D", "title"), (at(20), "R", ""), (at(12), "L", "")]
    assert "".join(text for text, _ in tracks.points(marks, shown)) == " !    L", (
        "the first of a column stands"
    )


def test_a_canvas_keeps_what_was_put_first_and_only_cells_of_one():
    canvas = Canvas(6, 1)
    assert canvas.put(0, 0, "ab")
    assert not canvas.put(1, 0, "x")
    assert not canvas.put(5, 0, "xy"), "over the edge"
    assert canvas.put(2, 0, "日\x1b")
    assert cell_len(words.text_of(canvas.row(0))) == 6
    assert words.text_of(canvas.row(0))[:3] == "ab?"
