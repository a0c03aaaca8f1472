"""How the board lies in a given width: columns, cells and pane heights. No Textual here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from caseboard import textsafe
from caseboard.tui import words
from caseboard.tui.reasons import mark, why
from caseboard.tui.words import PANE_TITLES, Line

if TYPE_CHECKING:
    from caseboard.tui.snapshot import Row, Snapshot

MIN_WIDTH, MIN_HEIGHT = 60, 15
PANEL_FROM = 110  # terminal columns from which the selected client has a panel of its own
_WEIGHTS = (6, 3, 3, 2)
Maker = Callable[[int], Sequence[Line]]  # lines for a width


@dataclass(frozen=True)
class Column:
    """A column of the board: what it shows, its heading, and its cells."""

    key: str
    title: str
    width: int
    align: Literal["left", "right"] = "left"


def panel_width(terminal: int) -> int:
    """Columns for the client's panel; 0 where there is no room for one."""
    return 0 if terminal < PANEL_FROM else min(max(terminal // 3, 40), 72)


def columns(
    width: int, *, names_hidden: bool, snapshot: Snapshot | None = None, panel: bool = True
) -> tuple[Column, ...]:
    """The columns that fit into `width`; why always keeps the room that it needs to be read.

    Without the panel, why is all that explains a row, so it keeps more.
    """
    measures = snapshot.measures if snapshot else ()
    named = [measure_title(snapshot, measure) for measure in measures]
    heading = named[0] if len(named) == 1 else "Score"
    who = snapshot.who_width if snapshot else 0
    score = snapshot.score_width if snapshot else (2, 5)
    hours = snapshot.hours_width if snapshot else 6
    base = {
        "glyph": Column("glyph", "", 2),
        "client": Column("client", "Who" if names_hidden else "Client", max(4, who) if names_hidden else 16),
        "week": Column("week", "Wk", 3, "right"),
        "measure": Column("measure", "Measure", max([5, *map(textsafe.width, named)])),
        "score": Column("score", heading, sum(score) + 1),
        "spark": Column("spark", "Course", 6),
        "hours": Column("hours", "Hours", min(hours, 7)),
        "screens": Column("screens", "Screens", 8),
        "craving": Column("craving", "Craving", 7),
    }
    chosen = {"glyph", "client", "week", "score", "hours"}
    if len(named) > 1:  # 17 of 40 on the ORS is bad, 17 of 27 on the PHQ-9 is bad the other way round
        chosen.add("measure")
        if width - sum(base[key].width + 1 for key in chosen) < 18:
            chosen.discard("hours")  # in a small terminal: why is never cut to a few letters
    keep = 22 if panel else 44
    room = width - sum(base[key].width + 1 for key in chosen) - keep
    for key in ("screens", "spark", "craving"):
        if room >= base[key].width + 1:
            chosen.add(key)
            room -= base[key].width + 1
    for key, wider, spare in (
        ("hours", hours, 6 if panel else 0),
        ("craving", 11, 10),
        ("spark", 8, 10),
        ("client", 24, 10),
    ):
        more = wider - base[key].width
        if key in chosen and 0 < more <= room - spare and not (key == "client" and names_hidden):
            base[key] = replace(base[key], width=wider)
            room -= more
    found = [base[key] for key in base if key in chosen]
    left = width - sum(column.width + 1 for column in found)
    return (*found, Column("why", "Why", max(left, 1)))


def heading(chosen: Sequence[Column], sort: str = "", backwards: bool = False) -> str:
    """The line of column headings, an arrow on the one that the rows are sorted by: ▲ low to high."""
    return " ".join(
        textsafe.fit(_headed(column, sort, backwards), column.width, align=column.align) for column in chosen
    )


def _headed(column: Column, sort: str, backwards: bool) -> str:
    if not sort or column.key != sort:
        return column.title
    room = textsafe.fit(column.title, max(column.width - 1, 0)).rstrip(" " + textsafe.ELLIPSIS)
    return room + ("▼" if backwards else "▲")


def column_at(chosen: Sequence[Column], x: int) -> str:
    """The key of the column that stands at a cell of the line; empty: none."""
    for column in chosen:
        if 0 <= x < column.width:
            return column.key
        x -= column.width + 1
    return ""


def cells(snapshot: Snapshot, row: Row, pane: int, chosen: Sequence[Column], *, names_hidden: bool) -> Line:
    """One client as a line, exactly as wide as the columns."""
    found: list[tuple[str, str]] = []
    for column in chosen:
        text, tone = _cell(snapshot, row, pane, column, names_hidden)
        gap = " " if column is not chosen[-1] else ""
        found.append((textsafe.fit(text, column.width, align=column.align) + gap, tone))
    return words.joined_spans(found)


def _cell(snapshot: Snapshot, row: Row, pane: int, column: Column, names_hidden: bool) -> tuple[str, str]:
    match column.key:
        case "glyph":
            return mark(row, pane)
        case "client":
            return _fitted(*snapshot.called(row, names_hidden=names_hidden), column.width), "strong"
        case "week":
            return words.number(row["week"], 0), ""
        case "measure":
            known = row["measure"] is not None
            return (measure_title(snapshot, row["measure"]) if known else words.NOTHING), "muted"
        case "score":
            score = textsafe.fit(words.number(row["score"]), snapshot.score_width[0], align="right")
            known = row["score"] is not None
            return f"{score} {words.change(row['score_change'])}" if known else score, ""
        case "spark":
            scale = snapshot.scales.get(str(row["measure"]))
            low, high = (scale.low, scale.high) if scale else (0.0, 0.0)
            return words.spark(words.some_or_gaps(row["score_series"]), low, high, column.width), "info"
        case "hours":
            room = column.width if column.width >= snapshot.hours_width else 0  # all rows read alike
            return words.of(row["hours_attended"], row["hours_prescribed"], room), ""
        case "screens":
            word = textsafe.clean(row["screen_word"])
            return (word[-8:] if word else "none"), "" if word else "muted"
        case "craving":
            return craving(row, wide=column.width > 8), ""
        case _:
            return why(snapshot, row, pane, column.width), ""


def _fitted(name: str, apart: str, width: int) -> str:
    """The name; what tells two apart is never what is cut off."""
    if not apart:
        return name
    room = max(width - textsafe.width(apart) - 1, 0)
    return f"{textsafe.fit(name, room).rstrip()} {apart}" if room else apart


def craving(row: Row, *, wide: bool) -> str:
    """Mean craving and where it is going; `-` when nobody logged it."""
    if row["craving"] is None:
        return words.NOTHING
    going = words.change if wide else words.arrow
    return f"{words.fixed(row['craving'])} {going(row['craving_change'])}"


def measure_title(snapshot: Snapshot | None, measure: object) -> str:
    """What a measure is called on screen."""
    scale = snapshot.scales.get(str(measure)) if snapshot else None
    return textsafe.clean(scale.title if scale else measure)


def pane_title(number: int, count: int, shown: tuple[int, int] | None = None) -> str:
    """`1 Needs more intensity · 6`, and which rows are in sight when not all are."""
    title = f"{number + 1} {PANE_TITLES[number]} · {count:,}"
    if shown is None:
        return title
    first, last = shown
    return f"{title} · row {first:,}" if first == last else f"{title} · rows {first:,} to {last:,}"


def band(new: int, rows: int) -> list[tuple[int, str]]:
    """The headings of the first pane, each with the row before which it stands: new safety is on top."""
    if not new:
        return []
    rest = [(new, f"More intensity · {rows - new:,}")] if new < rows else []
    return [(0, f"Safety, unanswered · {new:,}"), *rest]


def share(wanted: Sequence[int], room: int, urgent: int = 0) -> list[int]:
    """Rows for each pane out of `room`: all that it wants, or a share that favours the upper panes.

    The first `urgent` rows of the first pane come before all but one row of each other pane.
    """
    given = [min(want, 1) for want in wanted]
    left = room - sum(given)
    extra = max(min(urgent, wanted[0]) - given[0], 0)
    given[0] += min(extra, left)
    left -= min(extra, left)
    while left > 0:
        hungry = [at for at, want in enumerate(wanted) if given[at] < want]
        if not hungry:
            break
        at = min(hungry, key=lambda at: (given[at] / _WEIGHTS[min(at, 3)], at))
        given[at] += 1
        left -= 1
    return given
