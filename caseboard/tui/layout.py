"""How the board lies in a given width: columns, cells, title and pane heights. No Textual here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from caseboard import textsafe
from caseboard.tui import words
from caseboard.tui.reasons import mark, why
from caseboard.tui.words import PANE_TITLES, Line, Span

if TYPE_CHECKING:
    from caseboard.tui.ports import Info
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
    heading = "Score" if len(measures) != 1 else measure_title(snapshot, measures[0])
    who = snapshot.who_width if snapshot else 0
    score = snapshot.score_width if snapshot else (2, 5)
    hours = snapshot.hours_width if snapshot else 6
    base = {
        "glyph": Column("glyph", "", 2),
        "client": Column("client", "Who" if names_hidden else "Client", max(4, who) if names_hidden else 16),
        "week": Column("week", "Wk", 3, "right"),
        "measure": Column("measure", "Measure", 7),
        "score": Column("score", heading, sum(score) + 1),
        "spark": Column("spark", "Course", 6),
        "hours": Column("hours", "Hours", min(hours, 7)),
        "screens": Column("screens", "Screens", 8),
        "craving": Column("craving", "Craving", 7),
    }
    chosen = {"glyph", "client", "week", "score", "hours"}
    keep = 22 if panel else 44
    room = width - sum(base[key].width + 1 for key in chosen) - keep
    for key in ("screens", "measure", "spark", "craving"):
        if (key != "measure" or len(measures) > 1) and room >= base[key].width + 1:
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
    return title if shown is None else f"{title} · rows {shown[0]:,} to {shown[1]:,}"


def band(new: int, rows: int) -> list[tuple[int, str]]:
    """The headings of the first pane, each with the row before which it stands: new safety is on top."""
    if not new:
        return []
    rest = [(new, f"More intensity · {rows - new:,}")] if new < rows else []
    return [(0, f"Safety, unanswered · {new:,}"), *rest]


class Part(NamedTuple):
    """A part of a title. Of the parts that have no room the highest rank goes first; 0 never goes.

    `short` is how it reads, shorter and shorter, where even the parts of rank 0 have no room; empty: it goes.
    """

    rank: int
    span: Span
    short: tuple[str, ...] = ()


def lead_part(text: str, tone: str) -> Part:
    """What a page is about: it may be long, and is cut before what must not be missed."""
    return Part(0, Span(text, tone), tuple(textsafe.fit(text, room).rstrip() for room in (16, 8)))


def as_of_parts(info: Info, as_of: date, changed: int) -> tuple[list[Part], list[Part]]:
    """What says that this is not today's real board: before and after what else a title says."""
    first = [Part(0, Span(" INVENTED SAMPLE ", "notice"), (" INVENTED ",))] if info.invented else []
    day = f"{words.day(as_of)} {as_of.year}"
    rest = [Part(0, Span(f"as of {words.long_day(as_of)}", "strong"), (f"as of {day}", day))]
    usual = info.default_as_of
    if as_of != usual:
        other = f"not the usual {words.day(usual, as_of)}" if info.invented else "not today's"
        short = (" not usual ", "") if info.invented else ()
        rest.append(Part(0, Span(f" {other} ", "notice"), short))
    if changed:
        count = words.plural(changed, "threshold")
        said = Span(f" {count} changed ", "notice")
        rest.append(Part(0, said, (said.text, f" {count} ")))
    return first, rest


def title(snapshot: Snapshot | None, *, names_hidden: bool, width: int, busy: str = "") -> Line:
    """The title line of the board in `width` cells."""
    brand = (Span("caseboard", "title"), Span("  "))
    parts: list[Part] = []
    if snapshot is not None:
        first, rest = as_of_parts(snapshot.info, snapshot.as_of, len(snapshot.changed))
        parts += first
        if len(snapshot.programs) == 1:
            parts.append(Part(3, Span(textsafe.clean(snapshot.programs[0], limit=30))))
        elif snapshot.programs:
            parts.append(Part(4, Span(words.plural(len(snapshot.programs), "program"))))
        parts += [Part(2, Span(f"{len(snapshot.rows):,} open", "strong")), *rest]
        if snapshot.info.entered_up_to is not None:
            moment = words.moment(snapshot.info.entered_up_to, snapshot.as_of)
            parts.append(Part(5, Span(f"entered up to {moment}")))
    parts += busy_part(busy)
    return title_line(brand, parts, names_hidden=names_hidden, width=width)


def busy_part(busy: str) -> list[Part]:
    """What is going on; that a page is not up to date is never dropped."""
    if not busy:
        return []
    span = Span(f" {busy} ", "notice")
    return [Part(1, span) if busy == "loading" else Part(0, span, (span.text, " outdated "))]


def page_title(
    lead: str,
    who: str,
    info: Info,
    as_of: date,
    changed: int,
    *,
    names_hidden: bool,
    width: int,
    busy: str = "",
) -> Line:
    """The title of a page behind another: `Why: M.B.`, and what says that this is not today's real board."""
    first, rest = as_of_parts(info, as_of, changed)
    parts = [lead_part(textsafe.fit(who, 40).rstrip(), "strong"), *first, *rest, *busy_part(busy)]
    return title_line((Span(lead, "title"),), parts, names_hidden=names_hidden, width=width)


def title_line(brand: Line, parts: Sequence[Part], *, names_hidden: bool, width: int) -> Line:
    """Parts and whether names are hidden in one line; what says that this is not the usual never goes.

    Before the names go, which who shows a screen must know of, the parts are told shorter.
    """
    names, left = "names hidden" if names_hidden else "names shown", list(parts)
    while (worst := max((part.rank for part in left), default=0)) and not _room(brand, left, names, width):
        left = [part for part in left if part.rank != worst]
    for before in (brand, ()):
        if _room(before, left, names, width) > 0:
            return _named(_parted(before, left), names, width)
    tight = _squeezed(left, width - len(names) - 2)
    if words.width_of(tight) + len(names) + 2 <= width:
        return _named(tight, names, width)
    return _parted((), left) if _room((), left, "", width) > 0 else _squeezed(left, width)


def _named(told: Line, names: str, width: int) -> Line:
    gap = width - words.width_of(told) - len(names) - 1
    return (*told, Span(" " * gap), Span(names, "muted"), Span(" "))


def _room(brand: Line, parts: Sequence[Part], said: str, width: int) -> int:
    """Cells that are left over between the parts and what is said at the right; 0: it does not fit."""
    return max(width - words.width_of(_parted(brand, parts)) - len(said) - 2, 0)


def _squeezed(parts: Sequence[Part], width: int) -> Line:
    """The parts without their dots, and as many of them short as must be: first what loses least."""
    texts = [part.span.text for part in parts]
    for step in range(2):
        shorter = [(at, part.short[step]) for at, part in enumerate(parts) if step < len(part.short)]
        for at, text in sorted(shorter, key=lambda one: len(texts[one[0]]) - len(one[1])):
            if words.width_of(_spaced(texts, parts)) <= width:
                break
            texts[at] = text
    return _spaced(texts, parts)


def _spaced(texts: Sequence[str], parts: Sequence[Part]) -> Line:
    told = [Span(text, part.span.tone) for text, part in zip(texts, parts, strict=True) if text]
    return tuple(span for one in told for span in (Span(" "), one))


def _parted(brand: Line, parts: Sequence[Part]) -> Line:
    spans = [Span(" "), *brand]
    for at, part in enumerate(parts):
        spans.extend((Span(" · ", "muted"), part.span) if at else (part.span,))
    return tuple(spans)


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
