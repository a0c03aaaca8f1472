"""A client's page as plain text: its sections in one column, the charts as tables. Loads no Textual."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from caseboard import textsafe
from caseboard.textsafe import clean
from caseboard.tui import ports, words
from caseboard.tui.client import course, facts, hours, record, states
from caseboard.tui.client.course import Measured, View
from caseboard.tui.client.gather import gather_client, no_client
from caseboard.tui.client.model import ClientPage, day_of, number_of
from caseboard.tui.client.page import Section, sections, title
from caseboard.tui.client.scale import Expected
from caseboard.tui.client.written import without_name
from caseboard.tui.layout import MIN_WIDTH
from caseboard.tui.states import notes

_DAYS = 28  # logged days that are written out; the means tell of the others
_LOGGED = (
    ("craving", "craving"), ("mood", "mood"), ("stress", "stress"), ("sleep_hours", "sleep h"),
    ("exercise_minutes", "exercise min"), ("mindfulness_minutes", "mindful min"),
)  # fmt: skip


def client_page_text(
    clinic: ports.Clinic, client_id: str, as_of: date | None = None, *, names_hidden: bool, width: int = 120
) -> str:
    """The page of a client as of a date in lines of at most `width` cells.

    Raises what the clinic raises, and RequestError where it has no such client.
    """
    page = gather_client(clinic, client_id, as_of)
    if not page.is_known:
        raise no_client(client_id)
    return page_text(page, names_hidden=names_hidden, width=width)


def page_text(page: ClientPage, *, names_hidden: bool, width: int = 120) -> str:
    """The page in lines of at most `width` cells: what the screen says, the whole admission, no escapes."""
    width = max(width, MIN_WIDTH)
    who = facts.who(page, names_hidden=names_hidden)
    page = without_name(page) if names_hidden else page
    head = title(page, View(weeks=0), 500, who=who, names_hidden=names_hidden)
    lines = words.wrap(words.text_of(head), width)
    lines += notes(page, width)
    if not page.is_open:
        return "\n".join([*lines, "", *words.wrap(states.closed(page, who), width)])
    for section in sections(page, View(weeks=0), names_hidden=names_hidden):
        said = words.text_of(section.head)
        lines += ["", f"{section.title}: {said}" if said else section.title]
        lines += _text(page, section, width)
    return "\n".join(textsafe.fit(text, width).rstrip() for text in lines)


def _text(page: ClientPage, section: Section, width: int) -> list[str]:
    tables: dict[str, Callable[[ClientPage], list[str]]] = {
        "hours": _hours, "screens": partial(_screens, width), "daily": _daily, "marks": _marks,
    }  # fmt: skip
    if section.measured is not None:
        found = _scores(page, section.measured)
    else:
        found = tables[section.key](page) if section.key in tables else []
    return found or [words.text_of(spans) for spans in section.drawn(width)]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns side by side, as wide as they need."""
    if not rows:
        return []
    whole = [list(heads), *[[textsafe.clean(cell) for cell in row] for row in rows]]
    widths = [max(textsafe.width(row[at]) for row in whole) for at in range(len(heads))]
    return [
        "  " + "  ".join(textsafe.fit(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in whole
    ]


def _scores(page: ClientPage, one: Measured) -> list[str]:
    rows, expected = [], course.expected(page, one)
    for row in one.rows:
        notes = ["baseline"] if row["is_baseline"] else []
        notes += ["an earlier stay"] if row["in_admission"] is False else []
        rows.append(
            (words.day(row["given_on"], page.as_of), words.number(row["score"]), clean(row["band"]),
             _expected(expected, row["given_on"]), ", ".join(notes))
        )  # fmt: skip
    scale = f"  from {words.number(one.range.low)} to {words.number(one.range.high)}"
    if one.range.cutoff is not None:
        scale += f", cut-off {words.number(one.range.cutoff)}"
    changed = [f"  {words.text_of(spans)}" for spans in course.changed(page, one, 500)]
    return [
        *changed,
        f"{scale}; {one.range.better} is better",
        *_table(("day", "score", "band", "expected", ""), rows),
    ]


def _expected(expected: Sequence[Expected], given: Any) -> str:
    """`3 to 9`: where 8 of 10 who began alike stood in that week."""
    day = day_of(given)
    near = [
        found
        for found in expected
        if day is not None and found.low is not None and abs((found.day - day).days) <= 3
    ]
    return f"{words.number(near[0].low)} to {words.number(near[0].high)}" if near else ""


def _hours(page: ClientPage) -> list[str]:
    rows = [
        (
            words.number(row["week"], 0), words.day(row["from_day"], page.as_of),
            *(_h(row[f"{name}_minutes"]) for name in ("attended", "prescribed", *hours.KINDS)),
            words.of(row["sessions_attended"], row["sessions"]),
        )
        for row in page.rows("attendance_weeks")
    ]  # fmt: skip
    return _table(("week", "from", "hours", "of", *hours.KINDS, "sessions"), rows)


def _h(minutes: Any) -> str:
    found = number_of(minutes)
    return words.NOTHING if found is None else words.number(found / 60)


def _screens(width: int, page: ClientPage) -> list[str]:
    rows = [
        (words.day(row["on_day"], page.as_of), words.label(row["substance"]),
         record.letter_word(row["letter"]), record.result_word(row), record.method_word(row),
         "an earlier stay" if (day := day_of(row["on_day"])) is not None and day < page.admitted else "")
        for row in page.rows("screens")
        if row["letter"] or row["result"] == "positive"
    ]  # fmt: skip
    use = [words.text_of(spans) for spans in record.use_lines(page, width - 2)]
    return [*(f"  {text}" for text in use), *_table(("day", "substance", "", "result", "method", ""), rows)]


def _daily(page: ClientPage) -> list[str]:
    logged = page.rows("days")
    if not logged:
        return []
    now = words.days_long(record.windows(page)[0])
    means = [
        (clean(row["title"]), words.number(row["mean"]), words.change(row["change"]), clean(row["unit"]),
         f"{words.number(row['days_logged'], 0)} of {now}")
        for row in page.rows("daily_life")
    ]  # fmt: skip
    days = [
        (
            words.day(row["logged_on"], page.as_of), *(words.number(row[name]) for name, _ in _LOGGED),
            "yes" if row["used"] else "no" if row["used"] is False else words.NOTHING,
            ", ".join(words.label(name) for name in words.some(row["triggers"])),
            words.label(row["coping_skill"]),
        )
        for row in logged[-_DAYS:]
    ]  # fmt: skip
    heads = ("day", *(shown for _, shown in _LOGGED), "used", "triggers", "skill")
    earlier = len(logged) - len(days)
    more = [f"  and {words.plural(earlier, 'logged day')} before these"] if earlier else []
    return [*_table((f"mean of {now}", "", "change", "", ""), means), *_table(heads, days), *more]


def _marks(page: ClientPage) -> list[str]:
    rows = [
        (
            words.day(row["on_day"], page.as_of),
            f"to {words.day(row['until_day'], page.as_of)}" if row["until_day"] is not None else "",
            words.label(row["kind"]), clean(row["title"]), clean(row["detail"]),
        )
        for row in page.rows("marks")
    ]  # fmt: skip
    return _table(("day", "", "what", "", ""), rows)
