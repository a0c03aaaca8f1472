"""What changed between two boards, client by client, in words. No Textual here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from caseboard import textsafe
from caseboard.tui import layout, words
from caseboard.tui.layout import Part, client_name
from caseboard.tui.snapshot import Row, Snapshot
from caseboard.tui.states import thresholds
from caseboard.tui.words import PANE_TITLES, Line, Span

NONE = "Nobody is new or gone, nobody moved, and the flags are the same."


@dataclass(frozen=True)
class Change:
    """One thing that is other than it was; `client` is the row of the later board where there is one."""

    client: Row
    glyph: str
    tone: str
    said: str
    gone: bool = False


def changes(then: Snapshot, now: Snapshot) -> tuple[Change, ...]:
    """What is other on `now` than on `then`: in the order of the later board, those who left at the end."""
    before, after = _placed(then), _placed(now)
    found: list[Change] = []
    for client, (row, pane) in after.items():
        old = before.get(client)
        if old is None:
            found.append(Change(row, "+", "strong", f"new on the board: {PANE_TITLES[pane]}"))
        elif old[1] != pane:
            said = f"moved from {PANE_TITLES[old[1]]} to {PANE_TITLES[pane]}"
            found.append(Change(row, "→", "title", said))
        found += _flags(then, now, client, row)
        if old is not None:
            found += _others(old[0], row)
    found += [
        Change(row, "-", "muted", f"no longer open; was in {PANE_TITLES[pane]}", gone=True)
        for client, (row, pane) in before.items()
        if client not in after
    ]
    return tuple(found)


def _placed(snapshot: Snapshot) -> dict[str, tuple[Row, int]]:
    """Every client's row and pane, in the order of the board."""
    return {
        str(snapshot.client_id(number)): (snapshot.client(number), pane)
        for pane, numbers in enumerate(snapshot.panes)
        for number in numbers
    }


def _flags(then: Snapshot, now: Snapshot, client: str, row: Row) -> Iterator[Change]:
    old = {flag["rule"]: flag for flag in then.flags.get(client, ()) if flag["kind"] != "process"}
    new = {flag["rule"]: flag for flag in now.flags.get(client, ()) if flag["kind"] != "process"}
    for rule, flag in new.items():
        what = textsafe.clean(flag["evidence"]) or now.title(rule)
        safety = flag["kind"] == "safety"
        if rule not in old or _waits_again(old[rule], flag):
            glyph, tone = ("!!", "alert") if safety else ("▲", "warn")
            word = "new flag" if rule not in old else "flag again, with new evidence"
            yield Change(row, glyph, tone, f"{word}: {what}")
        elif old[rule]["answered_on"] is None and flag["answered_on"] is not None:
            word = "assessed" if safety else "answered"
            yield Change(row, "✓", "good", f"{word} {words.day(flag['answered_on'], now.as_of)}: {what}")
    for rule, flag in old.items():
        if rule not in new:
            what = textsafe.clean(flag["evidence"]) or then.title(rule)
            if flag["kind"] == "safety" and flag["answered_on"] is None:
                yield Change(row, "!", "warn", f"safety flag ended, and nobody answered it: {what}")
            else:
                yield Change(row, "○", "muted", f"flag closed: {what}")


def _waits_again(old: Row, new: Row) -> bool:
    """Whether a flag that stood then has more behind it now, which nobody has answered.

    Without this, a thought of self-harm that was answered and comes back would read as no change at all. Of a
    flag that is not about safety only a higher severity counts, for its window moves with every day.
    """
    if new["answered_on"] is not None:
        return False
    later = new["kind"] == "safety" and _above(new["since"], old["since"])
    return old["answered_on"] is not None or later or _above(new["severity"], old["severity"])


def _above(new: Any, old: Any) -> bool:
    return new is not None and old is not None and bool(new > old)


def _others(old: Row, new: Row) -> Iterator[Change]:
    if old["level"] != new["level"]:
        said = (
            f"level: {textsafe.clean(old['level']) or 'none'}, now {textsafe.clean(new['level']) or 'none'}"
        )
        yield Change(new, "→", "strong", said)
    if new["last_decision"] is not None and old["last_decision"] != new["last_decision"]:
        yield Change(new, "·", "info", f"decided {textsafe.clean(new['last_decision'])}")
    if old["on_leave"] is None and new["on_leave"] is not None:
        yield Change(new, "·", "info", f"on leave: {words.label(new['on_leave'])}")


def change_line(change: Change, width: int, *, names_hidden: bool, again: bool = False) -> Line:
    """A change in one line; the name only where it is another client than above."""
    who = "" if again else client_name(change.client, names_hidden=names_hidden)
    return (
        Span(textsafe.fit(who, 8 if names_hidden else 20), "strong"),
        Span(" "),
        Span(textsafe.fit(change.glyph, 3), change.tone),
        Span(textsafe.fit(change.said, max(width - (12 if names_hidden else 24), 1)).rstrip()),
    )


def heading(then: Snapshot, count: int) -> str:
    """`12 changes from Sun 22 Feb 2026 to Sun 15 Mar 2026`."""
    return (
        f"{words.plural(count, 'change')} from {words.long_day(then.as_of)} "
        f"to {words.long_day(then.info.default_as_of)}"
    )


def title(then: Snapshot, count: int, *, names_hidden: bool, width: int) -> Line:
    """The heading, and what says that these are not the real boards, or not by the library's thresholds."""
    usual = then.info.default_as_of
    short = (
        f"{words.plural(count, 'change')}, {words.day(then.as_of, usual)} to {words.day(usual)} {usual.year}"
    )
    invented, (_, *others) = layout.as_of_parts(then.info, usual, len(then.changed))
    said = Part(0, Span(heading(then, count), "title"), short)
    return layout.title_line((), [said, *invented, *others], names_hidden=names_hidden, width=width)


def text(then: Snapshot, found: tuple[Change, ...], *, names_hidden: bool, width: int = 120) -> str:
    """The changes as plain text in lines of at most `width` cells."""
    told = title(then, len(found), names_hidden=names_hidden, width=500)
    lines = [*words.wrap(words.text_of(told), width), ""]
    if then.changed:
        lines += [*words.wrap(f"Thresholds changed here: {', '.join(thresholds(then.changed))}.", width), ""]
    if not found:
        lines += words.wrap(NONE, width)
    for at, change in enumerate(found):
        again = at > 0 and found[at - 1].client["client_id"] == change.client["client_id"]
        lines.append(words.text_of(change_line(change, width, names_hidden=names_hidden, again=again)))
    return "\n".join(line.rstrip() for line in lines)
