"""How values read on a screen: dates, numbers, changes, small words. No Textual here."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from caseboard import textsafe

NOTHING = "-"
PANES = ("needs_more_intensity", "ready_to_step_down", "not_assessable", "holding_course")
PANE_TITLES = ("Needs more intensity", "Ready to step down", "Cannot say", "Holding course")
PANE_GLYPHS = ("▲", "✓", "?", "·")
PANE_TONES = ("warn", "good", "info", "muted")
LETTERS = {"-": "negative", "+": "positive", "o": "not collected", "?": "pending", "*": "not valid"}
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LEVELS = "▁▂▃▄▅▆▇█"


class Span(NamedTuple):
    """A piece of a line and its tone: muted, strong, alert, warn, good, info, none; or a ground and one."""

    text: str
    tone: str = ""


Line = tuple[Span, ...]


def line(*parts: Span | str) -> Line:
    """A line of spans and plain strings."""
    return tuple(part if isinstance(part, Span) else Span(part) for part in parts)


def joined_spans(cells: Iterable[tuple[str, str]]) -> Line:
    """Texts with their tones as a line; neighbours of one tone are one span: each costs a paint its time."""
    return tuple(
        Span("".join(text for text, _ in same), tone)
        for tone, same in groupby(cells, key=lambda cell: cell[1])
    )


def text_of(spans: Line) -> str:
    """The text of a line, without its tones."""
    return "".join(span.text for span in spans)


def width_of(spans: Line) -> int:
    """The cells that a line takes."""
    return sum(textsafe.width(span.text) for span in spans)


def day(value: Any, today: date | None = None) -> str:
    """`9 Mar`, with the year when it is not the year of `today`; `-` for nothing."""
    if not isinstance(value, date):
        return textsafe.clean(value) or NOTHING
    short = f"{value.day} {_MONTHS[value.month - 1]}"
    return short if today is None or today.year == value.year else f"{short} {value.year}"


def long_day(value: date) -> str:
    """`Sun 15 Mar 2026`."""
    return f"{_DAYS[value.weekday()]} {value.day} {_MONTHS[value.month - 1]} {value.year}"


def week(number_of_week: Any) -> str:
    """`week 5`; empty where it is not known."""
    return "" if number_of_week is None else f"week {number(number_of_week, 0)}"


def moment(value: datetime | date, today: date | None = None) -> str:
    """`14 Mar 21:30`."""
    if isinstance(value, datetime):
        return f"{day(value.date(), today)} {value.hour:02}:{value.minute:02}"
    return day(value, today)


def finite(value: Any) -> float | None:
    """A value as a finite number, where it is one."""
    try:
        result = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return result if math.isfinite(result) else None


def number(value: Any, decimals: int = 1) -> str:
    """`19`, `2.7`; `-` for a missing one. What is no number is shown as its text."""
    found = finite(value)
    if found is None:
        return NOTHING if value is None or isinstance(value, float) else textsafe.clean(value)
    if abs(found) >= 1e12:
        return f"{found:.1e}"
    rounded = round(found, decimals) + 0.0
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.{decimals}f}"


def fixed(value: Any) -> str:
    """`3.0`: one decimal always, so that a column of small numbers lines up."""
    found = finite(value)
    return number(value) if found is None or abs(found) >= 1e12 else f"{found:.1f}"


def arrow(value: Any) -> str:
    """`▲` up, `▼` down, `=` none, `-` not known."""
    shown = number(value)
    if finite(value) is None:
        return NOTHING
    return "=" if shown == "0" else "▼" if shown.startswith("-") else "▲"


def change(value: Any) -> str:
    """`▲ +6`, `▼ -12`, `= 0`; `-` when it is not known."""
    mark = arrow(value)
    shown = number(value)
    return mark if mark == NOTHING else f"▲ +{shown}" if mark == "▲" else f"{mark} {shown}"


def of(part: Any, whole: Any, width: int = 99) -> str:
    """`7.5 of 9`, tighter where the width asks for it; `-` when neither is known."""
    if part is None and whole is None:
        return NOTHING
    long = f"{number(part)} of {number(whole)}"
    return long if len(long) <= width else f"{number(part)}/{number(whole)}"


def hours(attended: Any, prescribed: Any, unit: str = "") -> str:
    """`7.5 of 9 h`; what is not known is said, since a dash reads as a sign."""
    if attended is None and prescribed is None:
        return "not known"
    if attended is None:
        return f"not known, of {number(prescribed)}{unit} prescribed"
    if prescribed is None:
        return f"{number(attended)}{unit} (prescribed not known)"
    return f"{of(attended, prescribed)}{unit}"


def spark(series: Sequence[Any] | None, low: float, high: float, width: int) -> str:
    """The last scores as bars on the measure's own scale, never stretched; a gap stays a gap."""
    if not series or high <= low or width < 1:
        return ""
    bars = []
    for value in list(series)[-width:]:
        found = finite(value)
        if found is None:
            bars.append(" ")
            continue
        share = min(max((found - low) / (high - low), 0.0), 1.0)
        bars.append(LEVELS[round(share * (len(LEVELS) - 1))])
    return "".join(bars)


def label(stem: Any) -> str:
    """A name of the library as words: `steady_attendance` is `steady attendance`."""
    return textsafe.clean(stem).replace("_", " ")


def lower_first(text: str) -> str:
    """The text as the middle of a sentence: `PHQ-9 overdue` keeps its capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def consider(suggestions: Sequence[str]) -> str:
    """`Consider a step down; outreach today`: the word that all of them begin with is said once."""
    lead = suggestions[0].split(" ", 1)[0].rstrip(":") if suggestions else ""
    rest = [_without(lead, said) for said in suggestions[1:]]
    return "; ".join([*suggestions[:1], *rest])


def _without(lead: str, said: str) -> str:
    first, _, rest = said.partition(" ")
    return rest if rest and first.rstrip(":") == lead else said


def suggestion(name: Any, known: Mapping[str, str] | None = None) -> str:
    """A thing to consider, in the library's words; a code that has none as `client/suggestions` has it."""
    return textsafe.clean((known or {}).get(str(name))) or f"Consider: {label(name)}"


def some(values: Any) -> list[Any]:
    """A list column as a list, without its nulls; a bare text is a list of one."""
    if values is None:
        return []
    if isinstance(values, (list, tuple)):
        return [value for value in values if value is not None]
    return [values]


def days_long(days: object) -> str:
    """`7 days`; of a window that nobody tells, `the last days`."""
    return plural(days, "day") if isinstance(days, int) else "the last days"


def letters(drawn: Container[str]) -> list[str]:
    """`- negative`, `o not collected`: what the letters of some screens mean."""
    return [f"{letter} {meaning}" for letter, meaning in LETTERS.items() if letter in drawn]


def plural(count: int, noun: str) -> str:
    """`1 program`, `3 programs`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def wrap(text: Any, width: int, *, most: int = 99) -> list[str]:
    """The text in lines of at most `width` cells; what does not go into `most` lines ends with `…`."""
    width = max(width, 1)
    lines: list[str] = [""]
    for word in textsafe.clean(text).split():
        rest = word
        while rest:
            gap = " " if lines[-1] else ""
            if textsafe.width(lines[-1]) + len(gap) + textsafe.width(rest) <= width:
                lines[-1] += gap + rest
                break
            if lines[-1]:
                lines[-1] = lines[-1].removesuffix(" ·")  # a dot stands between two, never at an end
                lines.append("")
                rest = "" if rest == "·" else rest
                continue
            head = _head(rest, width)
            lines[-1], rest = head, rest[len(head) :]
            if rest:
                lines.append("")
        if len(lines) > most:
            cut = textsafe.fit(lines[most - 1] + " " + lines[most], width + 8)
            return [*lines[: most - 1], textsafe.fit(cut.rstrip(), width).rstrip()]
    return lines if lines[-1] or len(lines) == 1 else lines[:-1]


def wrapped(text: object, width: int, tone: str = "", *, most: int = 99) -> list[Line]:
    """The text in lines of one tone."""
    return [(Span(part, tone),) for part in wrap(text, width, most=most)]


def _head(text: str, width: int) -> str:
    """The longest start of a text that fits, and at least one character."""
    used = 0
    for index, char in enumerate(text):
        used += textsafe.width(char)
        if used > width:
            return text[: max(index, 1)]
    return text


def some_or_gaps(values: Any) -> list[Any]:
    """A series as a list; its nulls stay, as gaps."""
    return list(values) if isinstance(values, (list, tuple)) else []
