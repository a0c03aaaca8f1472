"""The panel of one client: what goes well, the flags, the criteria, what to consider. No Textual here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from caseboard import textsafe
from caseboard.tui import words
from caseboard.tui.client.text import item, joined, para
from caseboard.tui.layout import craving, measure_title
from caseboard.tui.reasons import criteria_met, look_again, process
from caseboard.tui.small_chart import small_chart
from caseboard.tui.snapshot import Row, Snapshot
from caseboard.tui.words import PANE_TITLES, Line, Span, line

_KINDS = {
    "safety": ("!!", "alert", "safety"),
    "more_intensity": ("▲", "warn", "more intensity"),
    "data_gap": ("?", "info", "data gap"),
    "process": ("○", "muted", "process"),
}
_STATES = {
    "met": ("✓", "good", "met"),
    "not_met": ("✗", "warn", "not met"),
    "missing": ("?", "info", "missing"),
    "not_used": ("·", "muted", "not used here"),
}
_MOST = 3  # lines for one text, so that one long entry cannot push the others out
_item, _text = partial(item, most=_MOST), partial(para, most=_MOST)


def header(snapshot: Snapshot, row: Row, *, names_hidden: bool) -> str:
    """`A.R. · IOP · week 5 · R.O.`: who this is."""
    clinician = textsafe.initials(row["clinician"]) if names_hidden else textsafe.clean(row["clinician"])
    parts = [
        snapshot.who(row, names_hidden=names_hidden),
        textsafe.clean(row["level"]),
        words.week(row["week"]),
        clinician if row["clinician"] is not None else "no clinician",
    ]
    return joined(parts)


def panel(snapshot: Snapshot, row: Row, pane: int, width: int) -> list[Line]:
    """The client's panel in lines of at most `width` cells."""
    flags = snapshot.flags.get(str(row["client_id"]), ())
    criteria = snapshot.criteria.get(str(row["client_id"]), ())
    lines: list[Line] = []
    if row["strength"] is not None:
        lines += _item("+", "good", row["strength"], width)
    lines += _text(joined([PANE_TITLES[pane], textsafe.clean(row["program"])]), width, tone="muted")
    if row["on_leave"] is not None:
        lines += _text(f"on leave: {words.label(row['on_leave'])}", width, tone="strong")
    lines.append(line(""))
    standing = [flag for flag in flags if flag["kind"] != "process"]
    lines += _heading(flags_title(flags))
    if not standing:
        lines += _text("No flag.", width)
    for flag in standing:
        lines += _flag(snapshot, flag, width)
    for rule in snapshot.not_judged.get(str(row["client_id"]), ()):
        lines += _item("?", "info", f"not enough data to say: {words.lower_first(str(rule['title']))}", width)
        if rule["evidence"] is not None:
            lines += _text(rule["evidence"], width, indent=3, tone="muted")
    lines.append(line(""))
    lines += [*_facts(snapshot, row, width), line("")]
    lines += _plan(snapshot, row, width)
    for flag in process(snapshot, row):
        lines += _flag(snapshot, flag, width)
    lines.append(line(""))
    lines += _heading(f"To step down · {criteria_met(row)} met")
    if not criteria:
        lines += _text("No criterion has an answer.", width)
    for criterion in criteria:
        lines += _criterion(snapshot, criterion, width)
    if snapshot.order_tested:
        lines += [line(""), *_text(snapshot.order_tested, width, tone="muted")]
    return lines


def flags_title(flags: Sequence[Row]) -> str:
    """`Flags · 8 · 2 process`: what is only process is counted apart."""
    process = sum(flag["kind"] == "process" for flag in flags)
    return f"Flags · {len(flags) - process}" + (f" · {process} process" if process else "")


def evidence_day(flag: Row, as_of: date) -> str:
    """The day of a flag's evidence; the sentence of what is only process says the days that matter."""
    known = flag["kind"] != "process" and flag["since"] is not None
    return words.day(flag["since"], as_of) if known else ""


def answer(flag: Row, as_of: date) -> str:
    """Whether anybody has answered a flag: `unanswered`, `open`, `assessed 11 Mar`."""
    if flag["answered_on"] is None:
        return "unanswered" if flag["kind"] == "safety" else "open"
    return answered_on(flag, as_of) + look_again(flag["look_again_on"], as_of)


def answered_on(flag: Row, as_of: date) -> str:
    """`assessed 11 Mar` of a safety flag, `answered 11 Mar` of another."""
    word = "assessed" if flag["kind"] == "safety" else "answered"
    return f"{word} {words.day(flag['answered_on'], as_of)}"


def flag_mark(flag: Row) -> tuple[str, str, str]:
    """Glyph, tone and word of a flag's kind; of a safety flag also whether somebody has answered it."""
    kind = textsafe.clean(flag["kind"])
    if kind == "safety" and flag["answered_on"] is not None:
        return "!", "strong", kind
    return _KINDS.get(kind, ("▲", "warn", words.label(kind)))


def state_mark(criterion: Row) -> tuple[str, str, str]:
    """Glyph, tone and word of a criterion's state."""
    state = textsafe.clean(criterion["state"])
    return _STATES.get(state, ("?", "info", words.label(state) or "missing"))


def _flag(snapshot: Snapshot, flag: Row, width: int) -> list[Line]:
    glyph, tone, word = flag_mark(flag)
    lines = _item(
        glyph, tone, flag["evidence"] or snapshot.title(flag["rule"]), width, strong=tone == "alert"
    )
    facts = [word, evidence_day(flag, snapshot.as_of)]
    if flag["kind"] != "process":
        facts.append(answer(flag, snapshot.as_of))
    new = flag["kind"] == "safety" and flag["answered_on"] is None
    return [*lines, *_text(joined(facts), width, indent=3, tone="alert" if new else "muted")]


def _criterion(snapshot: Snapshot, criterion: Row, width: int) -> list[Line]:
    glyph, tone, word = state_mark(criterion)
    text = f"{snapshot.title(criterion['rule'])}: {word}"
    if criterion["evidence"] is not None and criterion["state"] != "not_used":
        text += f" · {textsafe.clean(criterion['evidence'])}"
    return _item(glyph, tone, text, width)


def _facts(snapshot: Snapshot, row: Row, width: int) -> list[Line]:
    lines: list[Line] = []
    if row["score"] is not None:
        scale = snapshot.scales.get(str(row["measure"]))
        since = " since first" if row["score_change"] is not None else ""
        score = f"{words.number(row['score'])} {words.change(row['score_change'])}{since}"
        reading = scale.reading if scale else ""
        what = joined([measure_title(snapshot, row["measure"]), snapshot.score_day(row)], ", ")
        lines += _text(f"{what}: {score}{reading}", width)
        if scale:
            lines += small_chart(words.some_or_gaps(row["score_series"]), scale, width)
    if row["craving"] is not None:
        days = snapshot.craving_days(row, of="/")  # fits the narrowest panel
        lines += _text(f"Mean craving, {days}: {craving(row, wide=True)}", width)
    hours = words.hours(row["hours_attended"], row["hours_prescribed"])
    word = textsafe.clean(row["screen_word"]) or "none"
    lines += _text(f"Hours: {hours} in 7 days", width)
    lines += _text(f"Screens: {joined([word[-8:], snapshot.next_screen(row)])}", width)
    return lines


def _plan(snapshot: Snapshot, row: Row, width: int) -> list[Line]:
    """What to consider, what was decided, when it comes up again."""
    lines: list[Line] = []
    if consider := snapshot.consider(row):
        lines += para(consider, width, tone="strong", most=99)
    lines += _text(f"Last decision: {textsafe.clean(row['last_decision']) or 'none recorded'}", width)
    return [*lines, *_text(f"Next review: {next_review(row, snapshot.as_of)}", width)]


def next_review(row: Row, as_of: date) -> str:
    """`20 Mar`, `11 Mar, overdue`, `no date set`."""
    review = row["next_review_on"]
    due = words.day(review, as_of) if review is not None else "no date set"
    past = isinstance(review, date) and not isinstance(review, datetime) and review < as_of
    return f"{due}, overdue" if past else due


def _heading(text: str) -> list[Line]:
    return [line(Span(text, "title"))]
