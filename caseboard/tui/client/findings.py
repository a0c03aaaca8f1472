"""What was found about the client: flags, criteria, every rule with its value, decisions."""

from __future__ import annotations

from caseboard import textsafe
from caseboard.textsafe import clean
from caseboard.tui import words
from caseboard.tui.client.model import ClientPage, day_of
from caseboard.tui.client.text import item, joined, nothing, pair, para
from caseboard.tui.detail import answer, evidence_day, flag_mark, state_mark
from caseboard.tui.snapshot import Row
from caseboard.tui.words import Line, number

_KIND_TITLES = {
    "safety": "Safety", "more_intensity": "More intensity", "step_down": "To step down",
    "data_gap": "Data", "process": "Process",
}  # fmt: skip


def title_of(page: ClientPage, rule: object) -> str:
    """What a rule is called on screen."""
    source = page.sources.get(str(rule))
    return clean(source.title) if source else words.label(rule).capitalize()


def flags(page: ClientPage, width: int) -> list[Line]:
    """The flags that stand, each with its evidence and source; then what could not be judged."""
    rows = standing_flags(page)
    lines: list[Line] = []
    if "flags" in page.absent:
        text = f"Whether they were answered is not known. {page.failure('flags')}"
        lines += item("!", "alert", text, width)
    if not rows:
        lines += nothing("No flag.", width)
    for row in rows:
        lines += _flag(page, row, width)
    for row in page.rows("why"):
        if row["state"] == "missing" and row["kind"] in ("safety", "more_intensity"):
            text = f"not enough data to say: {words.lower_first(clean(row['title']))}"
            lines += item("?", "info", text, width)
            lines += para(because(row), width, tone="muted", indent=3) if because(row) else []
    return lines


def standing_flags(page: ClientPage) -> list[Row]:
    """The flags: of the query of flags, which knows the answers, else the rules that are met."""
    if "flags" not in page.absent:
        return list(page.rows("flags"))
    return [row for row in page.rows("why") if row["state"] == "met" and row["kind"] != "step_down"]


def _flag(page: ClientPage, row: Row, width: int) -> list[Line]:
    glyph, tone, word = flag_mark(row)
    known = "flags" not in page.absent
    if row["kind"] == "safety" and not known:
        glyph, tone = "!", "strong"
    new = row["kind"] == "safety" and row["answered_on"] is None and known
    lines = item(glyph, tone, row["evidence"] or title_of(page, row["rule"]), width, strong=tone == "alert")
    facts = [word, evidence_day(row, page.as_of)]
    if row["kind"] != "process":
        facts.append(answer(row, page.as_of) if known else "answered: not known")
    lines += para(joined(facts), width, indent=3, tone="alert" if new else "muted")
    source = page.sources.get(str(row["rule"]))
    text = clean(row["source"]) or (clean(source.source) if source else "")
    return lines + (para(text, width, indent=3, tone="muted", most=1) if text else [])


def criteria(page: ClientPage, width: int) -> list[Line]:
    """The criteria for a step down: met, not met, missing, not used."""
    rows = [row for row in page.rows("why") if row["kind"] == "step_down"]
    if not rows:
        return nothing("No criterion has an answer.", width)
    lines: list[Line] = []
    for row in rows:
        glyph, tone, word = state_mark(row)
        lines += item(glyph, tone, f"{clean(row['title'])}: {word}", width)
        if told := because(row):
            lines += para(told, width, tone="muted", indent=3)
        elif row["state"] == "not_met":
            lines += para(held_against(row), width, tone="muted", indent=3)
    return lines


def criteria_title(page: ClientPage) -> str:
    """`To step down · 3 of 5 met`."""
    states = [row["state"] for row in page.rows("why") if row["kind"] == "step_down"]
    used = [state for state in states if state != "not_used"]
    return f"To step down · {used.count('met')} of {len(used)} met" if used else "To step down"


def why(page: ClientPage, width: int) -> list[Line]:
    """Every rule: its state, what that rests on, its value against its threshold, and its source."""
    rows = page.rows("why")
    if not rows:
        return nothing("No rule has an answer.", width)
    lines: list[Line] = []
    kind = None
    for row in rows:
        if row["kind"] != kind:
            kind = row["kind"]
            title = _KIND_TITLES.get(str(kind), words.label(kind).capitalize())
            lines += para(title, width, tone="muted", most=1)
        lines += rule_lines(page, row, width)
    return lines


def rule_lines(page: ClientPage, row: Row, width: int) -> list[Line]:
    """One rule and how far off it is."""
    glyph, tone, word = rule_mark(page, row)
    lines = item(glyph, tone, f"{clean(row['title'])}: {word}", width)
    day = day_of(row["since"])
    word = "from" if day is not None and day > page.as_of else "since"  # of a rule that is not met yet
    since = f"{word} {words.day(day, page.as_of)}" if day is not None else ""
    told = "" if row["state"] == "not_used" else joined([because(row), held_against(row), since])
    lines += para(told, width, tone="muted", indent=3, most=99) if told else []
    source = clean(row["source"])
    return lines + (para(source, width, tone="muted", indent=3, most=1) if source else [])


def because(row: Row) -> str:
    """What an answer rests on, in the rule's words: a value alone has no unit, and may be of one part."""
    return "" if row["state"] == "not_used" else clean(row["evidence"])


def rule_mark(page: ClientPage, row: Row) -> tuple[str, str, str]:
    """Glyph, tone and word of a rule's state: a criterion that is met is good, a flag that is met is not."""
    flag = next((flag for flag in page.rows("flags") if flag["rule"] == row["rule"]), row)
    glyph, tone, word = state_mark(row)
    if row["kind"] == "step_down" or row["state"] not in ("met", "not_met"):
        return glyph, tone, word
    return (*flag_mark(flag)[:2], word) if row["state"] == "met" else ("·", "muted", word)


def held_against(row: Row) -> str:
    """`value 9, threshold 7 (days without contact)`; `no value, threshold 2`."""
    value, threshold, unit = row["value"], row["threshold"], clean(row["unit"])
    if value is None and threshold is None:
        return ""
    decimals = 2
    while decimals < 6 and value != threshold and number(value, decimals) == number(threshold, decimals):
        decimals += 1  # a value that misses its threshold must not read as the threshold
    parts = ["no value" if value is None else f"value {number(value, decimals)}"]
    if threshold is not None:
        parts.append(f"threshold {number(threshold, decimals)}")
    return ", ".join(parts) + (f" ({unit})" if unit else "")


def decisions(page: ClientPage, width: int) -> list[Line]:
    """What the team decided, the newest first."""
    rows = page.rows("decisions")
    if not rows:
        last = page.overview["last_decision"]
        return nothing(f"Last: {clean(last)}" if last else "No decision is recorded.", width)
    lines: list[Line] = []
    for row in rows:
        when = words.day(day_of(row["decided_at"]) or day_of(row["as_of"]), page.as_of)
        what = clean(row["words"]) or words.label(row["decision"])
        lines += pair(when, what, width, head=max(textsafe.width(when) + 2, 8), tone="strong")
        if reason := clean(row["reason"]):
            lines += para(reason, width, tone="muted", indent=3, most=2)
    return lines
