"""The middle of the page: every measure, hours, screens, daily life and marks on one time axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from caseboard.textsafe import clean
from caseboard.tui import words
from caseboard.tui.client import tracks
from caseboard.tui.client.axis import GUTTER, MARGIN, USUAL, Axis, axis, axis_line
from caseboard.tui.client.chart import chart, joins
from caseboard.tui.client.model import ClientPage, day_of, number_of
from caseboard.tui.client.scale import Expected, Point, Range, Series
from caseboard.tui.client.text import joined, nothing, para
from caseboard.tui.snapshot import Row
from caseboard.tui.words import Line, Span, line


@dataclass(frozen=True)
class View:
    """How the page is looked at: weeks on the axis (0: the admission), rows of a chart, how it is drawn."""

    weeks: int = USUAL
    rows: int = 9
    style: str = "braille"

    @property
    def ascii_only(self) -> bool:
        """Whether only ASCII is drawn."""
        return self.style == "ascii"


def axis_of(page: ClientPage, view: View, width: int) -> Axis:
    """The axis of all tracks in lines of a width."""
    days = [day_of(row["given_on"]) for row in page.rows("score_history") if row["in_admission"]]
    begun = min([day for day in days if day is not None], default=None)
    return axis(page.as_of, page.admitted, view.weeks, width - GUTTER - MARGIN, begun=begun)


MARKS = {
    "event": ("!", "alert"), "decision": ("D", "title"), "review": ("R", "strong"), "level": ("L", "strong"),
    "leave": ("A", "strong"), "medication": ("M", "strong"),
}  # fmt: skip


def mark(kind: object) -> tuple[str, str]:
    """The letter of a kind of mark and its tone."""
    return MARKS.get(str(kind), ("·", "muted"))


def marks_of(page: ClientPage) -> list[tuple[date, str, str]]:
    """What is marked on the axis: all but visits for medication; of one day, what matters most first."""
    order = list(MARKS)
    found = [
        (day, str(row["kind"]))
        for row in page.rows("marks")
        if (day := day_of(row["on_day"])) is not None and row["kind"] != "medication"
    ]
    found.sort(key=lambda one: order.index(one[1]) if one[1] in order else len(order))
    return [(day, *mark(kind)) for day, kind in found]


# The measures


@dataclass(frozen=True)
class Measured:
    """One scale of one measure, its scores oldest first."""

    measure: str
    scale: str
    title: str
    rows: tuple[Row, ...]
    range: Range


def measured(page: ClientPage) -> list[Measured]:
    """The scales that have a score, in the query's order."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in page.rows("score_history"):
        found.setdefault((clean(row["measure"]), clean(row["scale"])), []).append(row)
    return [
        Measured(measure, scale, _title(rows[0]), tuple(rows), _range(page, measure, scale, rows[0]))
        for (measure, scale), rows in found.items()
    ]


def _title(row: Row) -> str:
    title, scale = clean(row["title"]) or clean(row["measure"]), clean(row["scale"])
    return title if scale in ("", "total") else f"{title} {words.label(scale)}"


def _range(page: ClientPage, measure: str, scale: str, row: Row) -> Range:
    """The scale: its ends and cut-off as the query gives them, its bands from the measure's file."""
    known = page.scales.get((measure, scale), Range(0, 0))
    low, high = number_of(row["min_value"]), number_of(row["max_value"])
    return Range(
        known.low if low is None else low,
        known.high if high is None else high,
        number_of(row["cutoff"]),
        clean(row["better"]) or known.better,
        known.bands,
        known.interval_days,
    )


def points(rows: Sequence[Row]) -> list[Point]:
    """The scores as points; what has no day or no number is none."""
    found = [
        Point(day, value, None if row["band"] is None else str(row["band"]), row["is_clinical"])
        for row in rows
        if (day := day_of(row["given_on"])) is not None and (value := number_of(row["score"])) is not None
    ]
    return sorted(found, key=lambda point: point.day)


def measure_lines(page: ClientPage, one: Measured, view: View, width: int, *, first: bool) -> list[Line]:
    """A measure: how it changed in words, its chart, its dates, and what was expected."""
    shown = axis_of(page, view, width)
    lines = changed(page, one, width)
    scores = points(one.rows)
    if not any(shown.column(point.day) is not None for point in scores):
        last = words.day(scores[-1].day, page.as_of) if scores else "none at all"
        return [*lines, *nothing(f"No score in these weeks; the last: {last}.", width)]
    rows = view.rows if one.range.bands else max(view.rows - 2, 4)
    lines += chart(Series(one.range, scores, expected(page, one)), shown, rows, view.style)
    lines.append(axis_line(shown, ascii_only=view.ascii_only))
    if first and (marks := tracks.points(marks_of(page), shown)) and any(text != " " for text, _ in marks):
        lines.append(tracks.track("Marks", marks))
    return lines + _basis(page, one, shown, width)


def measure_head(one: Measured) -> Line:
    """`24 severe`: the last score of this admission and its band."""
    if _is_earlier(one):
        return line(Span("none in this admission", "muted"))
    return line(Span(_scored(one), "strong"))


def _is_earlier(one: Measured) -> bool:
    """Whether even the last score is of an earlier stay, and says nothing of how the client is now."""
    return one.rows[-1]["in_admission"] is False


def _scored(one: Measured) -> str:
    last = one.rows[-1]
    return joined([words.number(last["score"]), clean(last["band"])], " ")


def changed(page: ClientPage, one: Measured, width: int) -> list[Line]:
    """`13 Mar · ▲ +11 since 16 Jan (13), reliably worse`."""
    row = next(
        (
            row
            for row in page.rows("last_scores")
            if (clean(row["measure"]), clean(row["scale"])) == (one.measure, one.scale)
        ),
        None,
    )
    parts = [words.day(one.rows[-1]["given_on"], page.as_of)]
    if _is_earlier(one):
        parts = [f"the last, of an earlier stay: {parts[0]}", _scored(one)]
    tone = "muted"
    if row is not None and row["score_change"] is not None:
        since = f"since {words.day(row['baseline_on'], page.as_of)} ({words.number(row['baseline'])})"
        class_of = _class_of(row)
        tone = "strong" if row["is_deteriorated"] or row["is_improved"] else "muted"
        change = joined([words.change(row["score_change"]), since], " ")
        parts.append(joined([change, class_of], ", "))
    if one.range.better == "higher":
        parts.append("higher is better")
    return para(joined(parts), width, tone=tone, most=2)


def _class_of(row: Row) -> str:
    """Whether the change is more than the error of the form; worse counts from the best of the admission."""
    if row["is_deteriorated"]:
        from_baseline = row["change_result"] == "deteriorated"
        return "reliably worse" if from_baseline else "reliably worse than its best"
    return "reliably better" if row["is_improved"] else ""


def _expected_rows(page: ClientPage, one: Measured) -> list[tuple[date, Row]]:
    """The expected course of a measure: each row at the middle of its week, as a chart and a sentence use it.

    A form that is due every second week has people in every second week alone. Between two such weeks, no
    further apart than two scores that a line joins, those people stand for the week that has none; not for
    that of the last score, which the rule judges without them.
    """
    found = []
    for row in page.rows("expected_course"):
        week = number_of(row["week"])
        same = (clean(row["measure"]), clean(row["scale"]) or "total") == (one.measure, one.scale or "total")
        if same and week is not None and abs(week) < 5000:
            found.append((page.admitted + timedelta(days=7 * int(week) - 4), row))
    found.sort(key=lambda pair: pair[0])
    peopled = [day for day, row in found if row["p50"] is not None]
    spans = [pair for pair in pairwise(peopled) if joins(*pair, one.range)]
    return [
        (day, row)
        for day, row in found
        if (row["is_judged"] and row["edge"] is not None)
        or not any(first < day < last for first, last in spans)
    ]


def expected(page: ClientPage, one: Measured) -> list[Expected]:
    """Where people who began alike stood, and beyond what a rule says that a client is off the course."""
    found = []
    for day, row in _expected_rows(page, one):
        low, middle, high = (number_of(row[name]) for name in ("p10", "p50", "p90"))
        known = low is not None and middle is not None and high is not None
        edge = None if known else number_of(row["edge"])
        if known or edge is not None:
            found.append(Expected(day, low, middle, high, edge))
    return found


def _basis(page: ClientPage, one: Measured, shown: Axis, width: int) -> list[Line]:
    """What is dotted and dashed, and on whom it stands."""
    seen = [row for day, row in _expected_rows(page, one) if shown.first <= day <= shown.last]
    people = [row for row in seen if row["p50"] is not None]
    rules = [row for row in seen if row["p50"] is None and row["edge"] is not None]
    parts = []
    if people:
        most = max((number_of(row["n_people"]) or 0 for row in people), default=0)
        began = clean(people[0]["band"]) or "alike"
        count = words.number(most, 0)
        parts.append(
            f"Between the dots: 8 of 10 people here who began {began} (up to {count} a week). "
            "Dashed: their middle."
        )
    if rules:
        rule = f"{_beyond(rules[-1], one)} is off course by a general rule"
        few = rules[-1]["basis"] == "rule"
        if few and people:  # a score of the other weeks may be beyond it, and on course
            weeks = _weeks([int(row["week"]) for row in rules])
            parts.append(f"{weeks}, too few to compare: {words.lower_first(rule)}.")
        else:
            parts.append(f"{rule}: too few here to compare." if few else f"{rule}.")
    return para(" ".join(parts), width, tone="muted", indent=min(GUTTER, width // 4)) if parts else []


def _weeks(weeks: Sequence[int]) -> str:
    """`Week 8`, `Weeks 4, 8 to 10`."""
    runs: list[list[int]] = []
    for week in weeks:
        if runs and week == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], week]
        else:
            runs.append([week])
    told = ", ".join(" to ".join(map(str, run)) for run in runs)
    return f"Week{'s' if len(weeks) > 1 else ''} {told}"


def _beyond(row: Row, one: Measured) -> str:
    """`Above 10`, or `8 or above` where the edge itself is off course."""
    side = "below" if one.range.better == "higher" else "above"
    edge = words.number(row["edge"], 2)  # as exact as the threshold of the rule on the same page
    return f"{edge} or {side}" if row["edge_counts"] else f"{side.capitalize()} {edge}"
