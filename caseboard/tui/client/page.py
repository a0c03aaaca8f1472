"""The sections of the page, and in which column each of them stands. No Textual here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from caseboard import textsafe
from caseboard.tui import words
from caseboard.tui.client import course, facts, findings, hours, plan, record
from caseboard.tui.client.axis import axis, zoom_title
from caseboard.tui.client.course import Measured, View
from caseboard.tui.client.model import ClientPage
from caseboard.tui.client.text import not_there, nothing
from caseboard.tui.client.written import without_name
from caseboard.tui.detail import flags_title
from caseboard.tui.titles import Part, as_of_parts, busy_part, lead_part, title_line
from caseboard.tui.words import Line, Span

WIDE_FROM = 120  # terminal columns from which the page has three columns
KEYS = {
    "facts": "1", "flags": "2", "criteria": "3", "course": "4", "hours": "5", "screens": "6", "daily": "7",
    "goals": "8", "triggers": "9", "why": "0",
}  # fmt: skip


@dataclass(frozen=True)
class Section:
    """A part of the page: its heading, what stands behind it, and its lines for a width."""

    key: str
    title: str
    queries: tuple[str, ...]
    lines: Callable[[int], list[Line]]
    head: Line = ()  # said in the heading, after the title
    measured: Measured | None = None  # what it draws, whose file stands behind it too

    def drawn(self, width: int) -> list[Line]:
        """Its lines; a section that cannot be drawn says so and leaves the others as they are."""
        try:
            return self.lines(width)
        except Exception as error:
            return nothing(f"This could not be drawn: {type(error).__name__}: {error}", width)

    @property
    def name(self) -> str:
        """Its title without what is counted in it."""
        return self.title.partition(" · ")[0] if self.key in ("flags", "criteria") else self.title

    @property
    def number(self) -> str:
        """The key that goes there; empty where there is none."""
        return KEYS.get(self.key, "")


def sections(page: ClientPage, view: View, *, names_hidden: bool, short: bool = False) -> list[Section]:
    """All sections in the order of one column. `short`: the facts in a few lines."""
    page = without_name(page) if names_hidden else page
    told = partial(facts.short_facts if short else facts.facts, page, names_hidden=names_hidden)
    measures = _measures(page, view)
    core = measures[: _core(measures)]
    found = [
        Section("facts", "Facts", ("overview",), told),
        Section("flags", flags_title(findings.standing_flags(page)), ("flags", "why"),
                partial(findings.flags, page)),
        Section("consider", "To consider", ("suggestions", "why"), partial(plan.consider, page)),
        *core,
        Section("hours", "Hours", ("attendance_weeks", "sessions_mix", "overview"),
                partial(hours.hours_lines, page, view), hours.hours_head(page)),
        Section("screens", "Screens", ("screens", "substance_use", "days"),
                partial(record.screens_lines, page, view), record.screens_head(page)),
        Section("daily", "Daily life", ("days", "daily_life"),
                partial(record.daily_lines, page, view), record.daily_head(page)),
        Section("marks", "Marks", ("marks",), partial(record.marks_lines, page, view)),
        Section("criteria", findings.criteria_title(page), ("why",), partial(findings.criteria, page)),
        Section("goals", "Goals", ("goals",), partial(plan.goals, page)),
        Section("triggers", "Triggers", ("triggers",), partial(plan.triggers, page),
                plan.triggers_head(page)),
        Section("supports", "Supports", ("supports",), partial(plan.supports, page)),
        Section("decisions", "Decisions", ("decisions",), partial(findings.decisions, page)),
        *measures[len(core):],
        Section("why", "Every rule", ("why",), partial(findings.why, page)),
    ]  # fmt: skip
    return [_available(page, section) for section in found]


def _available(page: ClientPage, section: Section) -> Section:
    """The section; where its query is lacking or failed, the reason in place of its lines."""
    needed = section.queries if section.key in _ENOUGH else section.queries[:1]
    if not all(name in page.absent for name in needed):
        return section
    name = section.queries[0]
    return replace(section, lines=partial(not_there, page.failure(name), page.lacks(name)), head=())


_ENOUGH = ("flags", "consider")  # sections for which any of their queries is enough
_LEFT = ("facts", "consider", "goals", "triggers", "supports", "decisions")
_RIGHT = ("flags", "criteria", "why")


def columns(found: list[Section], *, wide: bool) -> list[list[Section]]:
    """The sections by column: left, middle, right; all in the middle where there is no room."""
    if not wide:
        return [[], found, []]
    left = [section for section in found if section.key in _LEFT]
    right = [section for section in found if section.key in _RIGHT]
    middle = [section for section in found if section.key not in (*_LEFT, *_RIGHT)]
    return [left, middle, right]


def widths(terminal: int) -> tuple[int, int]:
    """The left and the right column; the middle has the rest. A flag's kind, day and answer fill one line."""
    return max(terminal * 22 // 100, 26), max(terminal * 29 // 100, 35)


def rows_of_charts(height: int, *, wide: bool, alone: bool) -> int:
    """The rows of a chart in a terminal of a height: two charts and the tracks in sight where it is wide.

    A section that is alone has the height: a chart with what is said above and below it fills it.
    """
    if alone:
        return min(max(height - 9, 5), 40)
    return min(max(height // 6, 6), 14) if wide else min(max(height // 3, 5), 12)


def _measures(page: ClientPage, view: View) -> list[Section]:
    found = course.measured(page)
    queries = ("score_history", "last_scores", "expected_course")
    if not found:
        none = "No survey was scored in this admission."
        return [Section("course", "Course", queries, partial(nothing, none))]
    return [
        Section(
            f"course {one.measure} {one.scale}" if at else "course",  # to the first goes a number key
            one.title,
            queries,
            partial(course.measure_lines, page, one, view, first=at == 0),
            course.measure_head(one),
            one,
        )
        for at, one in enumerate(found)
    ]


def _core(measures: list[Section]) -> int:
    """How many measures stand above the other tracks: two where both have bands, else one."""
    bands = [section.measured is not None and bool(section.measured.range.bands) for section in measures]
    return 2 if bands[:2] == [True, True] else 1


def heading(section: Section, width: int, *, ascii_only: bool = False) -> Line:
    """`4 PHQ-9  24 severe ──────`: the key, the title, what is said beside it, and a rule."""
    number = f"{section.number} " if section.number else ""
    title = textsafe.clean(section.title)
    spans = [Span(number, "muted"), Span(title, "title"), Span("  " if section.head else " ")]
    spans += section.head
    used = sum(textsafe.width(textsafe.clean(span.text)) for span in spans)
    if used > width:
        return (Span(textsafe.fit(words.text_of(tuple(spans)), width), "title"),)
    rule = ("-" if ascii_only else "─") * max(width - used - 1, 0)
    return (*spans, Span(f" {rule}" if section.head else rule, "faint"))


def title(
    page: ClientPage | None, view: View, width: int, *, who: str, names_hidden: bool, busy: str = ""
) -> Line:
    """Who, which weeks, of which day; what says that this is not today's real board is never dropped."""
    parts = [lead_part(textsafe.fit(who, 30).rstrip(), "strong")]
    if page is not None:
        place = facts.level(page.overview)
        first, rest = as_of_parts(page.info, page.as_of, len(page.changed))
        parts += [Part(3, Span(place)), *first, *rest] if place else [*first, *rest]
        if page.is_open:
            shown = axis(page.as_of, page.admitted, view.weeks, 1)
            parts.append(Part(2, Span(zoom_title(shown, view.weeks))))
    parts += busy_part(busy)
    return title_line((), parts, names_hidden=names_hidden, width=width)
