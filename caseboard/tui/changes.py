"""What changed between two boards, client by client, in words. No Textual here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from caseboard import textsafe
from caseboard.tui import titles, words
from caseboard.tui.called import called, who
from caseboard.tui.detail import answered_on, flag_mark
from caseboard.tui.reasons import reasons_of
from caseboard.tui.snapshot import Row, Snapshot
from caseboard.tui.states import changed
from caseboard.tui.words import PANE_TITLES, Line, Span

Answers: TypeAlias = Mapping[tuple[str, str], date]

NONE = "Nobody is new or gone, nobody moved, and the flags are the same."


@dataclass(frozen=True)
class Change:
    """One thing that is other than it was; `client` is the row of the later board where there is one."""

    client: Row
    glyph: str
    tone: str
    said: str


def changes(then: Snapshot, now: Snapshot, answers: Answers | None = None) -> tuple[Change, ...]:
    """What is other on `now` than on `then`: in the order of the later board, those who left at the end.

    `answers`: by client and safety rule, the day of the last answer since then, if there was one.
    """
    answers = answers or {}
    before, after = _placed(then), _placed(now)
    found: list[Change] = []
    for client, (row, pane) in after.items():
        old = before.get(client)
        flags = [*_flags(then, now, client, row), *_ended(then, now, client, row, answers)]
        if old is None:
            found.append(Change(row, "+", "strong", f"new on the board: {PANE_TITLES[pane]}"))
        elif old[1] != pane:
            said = f"moved from {PANE_TITLES[old[1]]} to {PANE_TITLES[pane]}"
            if not flags:  # then a criterion moved the client
                said += f": {' · '.join(reasons_of(now, row, pane))}"
            found.append(Change(row, "→", "title", said))
        found += flags
        if old is not None:
            found += _others(old[0], row)
    for client, (row, pane) in before.items():
        if client not in after:
            found.append(Change(row, "-", "muted", f"no longer open; was in {PANE_TITLES[pane]}"))
            found += [one for one in _ended(then, now, client, row, answers) if one.tone == "warn"]
    return tuple(found)


def _placed(snapshot: Snapshot) -> dict[str, tuple[Row, int]]:
    """Every client's row and pane, in the order of the board."""
    return {
        str(snapshot.client_id(number)): (snapshot.client(number), pane)
        for pane, numbers in enumerate(snapshot.panes)
        for number in numbers
    }


def _standing(snapshot: Snapshot, client: str) -> dict[str, Row]:
    """A client's flags by their rule, without what is only process."""
    return {flag["rule"]: flag for flag in snapshot.flags.get(client, ()) if flag["kind"] != "process"}


def _flags(then: Snapshot, now: Snapshot, client: str, row: Row) -> Iterator[Change]:
    """The flags that stand now and are new, answered, or not as they were."""
    old = _standing(then, client)
    for rule, flag in _standing(now, client).items():
        what = textsafe.clean(flag["evidence"]) or now.title(rule)
        answered = flag["answered_on"] is not None
        answer = answered_on(flag, now.as_of) if answered else ""
        news = _news(old.get(rule), flag)
        if news:
            glyph, tone, _ = flag_mark(flag)
            yield Change(row, glyph, tone, f"{news}{answer and f', {answer}'}: {what}")
        elif answered and old[rule]["answered_on"] is None:
            yield Change(row, "✓", "good", f"{answer}: {what}")
        elif flag["kind"] == "safety" and _above(flag["answered_on"], old[rule]["answered_on"]):
            yield Change(row, "✓", "good", f"{answer.replace(' ', ' again ', 1)}: {what}")


def _news(old: Row | None, new: Row) -> str:
    """What is new about a flag that stands; empty where it is as it was, or was answered since.

    Without this, a thought of self-harm that was answered and comes back would read as no change at all. Of a
    flag that is not about safety only its severity counts, for its window moves with every day.
    """
    if old is None:
        return "new flag"
    later = new["kind"] == "safety" and _above(new["since"], old["since"])
    if new["answered_on"] is not None:
        return "flag again" if later and old["answered_on"] is not None else ""
    if new["kind"] != "safety" and _above(new["severity"], old["severity"]):
        return "flag more severe than then"
    if new["kind"] != "safety" and _above(old["severity"], new["severity"]):
        return "flag less severe than then"
    if later or _above(new["severity"], old["severity"]):
        return "flag again, with new evidence"
    if old["answered_on"] is None:
        return ""
    same = (new["value"], new["since"]) == (old["value"], old["since"])
    return "flag waits for an answer again" if same else "flag again, with new evidence"


def _ended(then: Snapshot, now: Snapshot, client: str, row: Row, answers: Answers) -> Iterator[Change]:
    """The flags that stood then and stand no more. That nobody can tell is not that all is well.

    What is told of them is of that day: "craving 8.0 in the last 7 days" must not read as of today.
    """
    standing = _standing(now, client)
    not_judged = {rule["rule"] for rule in now.not_judged.get(client, ())}
    for rule, flag in _standing(then, client).items():
        if rule in standing:
            continue
        evidence = textsafe.clean(flag["evidence"]) or then.title(rule)
        what = f"on {words.day(then.as_of, now.as_of)}: {evidence}"
        waited = flag["kind"] == "safety" and flag["answered_on"] is None
        answered_on = answers.get((client, str(rule))) if waited else None
        if waited and answered_on is None:
            yield Change(row, "!", "warn", f"safety flag ended, and nobody answered it; {what}")
        elif rule in not_judged:
            yield Change(row, "?", "info", f"can no longer be judged; {what}")
        else:
            answer = f", assessed {words.day(answered_on, now.as_of)}" if answered_on else ""
            yield Change(row, "○", "muted", f"no longer flagged{answer}; {what}")


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
    if new["on_leave"] is not None and old["on_leave"] != new["on_leave"]:
        yield Change(new, "·", "info", f"on leave: {words.label(new['on_leave'])}")
    elif new["on_leave"] is None and old["on_leave"] is not None:
        yield Change(new, "·", "info", f"back from leave: {words.label(old['on_leave'])}")


def names(then: Snapshot, found: tuple[Change, ...], *, names_hidden: bool) -> dict[str, str]:
    """What each client goes by, by id: who goes by the same as another, with what tells them apart."""
    rows = {str(change.client["client_id"]): change.client for change in found}
    before = (then.client(number) for number in range(len(then.rows)))
    told = called(
        [*before, *rows.values()],
        names_hidden=names_hidden,
        ascii_only=then.ascii_only,
        otherwise=_level_and_week,
    )
    return {client: who(told[client]) for client in rows}


def _level_and_week(row: Row) -> str:
    return f"{textsafe.clean(row['level'])} week {words.number(row['week'], 0)}"


def lines(
    found: tuple[Change, ...], told: Mapping[str, str], *, names_hidden: bool
) -> Callable[[int, int], Line]:
    """A change by its number in one line of a width; the name only where it is another client than above.
    `told`: the `names` of all.
    """
    longest = max((textsafe.width(name) for name in told.values()), default=0)
    room = min(max(longest, 8), 20) if names_hidden else 20
    ids = [str(change.client["client_id"]) for change in found]

    def one(at: int, width: int) -> Line:
        change = found[at]
        who = "" if at and ids[at - 1] == ids[at] else told[ids[at]]
        return (
            Span(textsafe.fit(who, room), "strong"),
            Span(" "),
            Span(textsafe.fit(change.glyph, 3), change.tone),
            Span(textsafe.fit(change.said, max(width - room - 4, 1)).rstrip()),
        )

    return one


def heading(then: Snapshot, count: int) -> str:
    """`12 changes from Sun 22 Feb 2026 to Sun 15 Mar 2026`."""
    return (
        f"{words.plural(count, 'change')} from {words.long_day(then.as_of)} "
        f"to {words.long_day(then.info.default_as_of)}"
    )


def title(then: Snapshot, count: int, *, names_hidden: bool, width: int, busy: str = "") -> Line:
    """The heading, and what says that these are not the real boards, or not by the library's thresholds."""
    usual = then.info.default_as_of
    short = (
        f"{words.plural(count, 'change')}, {words.day(then.as_of, usual)} to {words.day(usual)} {usual.year}"
    )
    invented, (_, *others) = titles.as_of_parts(then.info, usual, len(then.changed))
    said = titles.Part(0, Span(heading(then, count), "title"), (short,))
    parts = [said, *invented, *others, *titles.busy_part(busy)]
    return titles.title_line((), parts, names_hidden=names_hidden, width=width)


def text(then: Snapshot, found: tuple[Change, ...], *, names_hidden: bool, width: int = 120) -> str:
    """The changes as plain text in lines of at most `width` cells."""
    told = title(then, len(found), names_hidden=names_hidden, width=500)
    written = [*words.wrap(words.text_of(told), width), ""]
    for sentence in changed(then):
        written += [*words.wrap(sentence, width), ""]
    if not found:
        written += words.wrap(NONE, width)
    one = lines(found, names(then, found, names_hidden=names_hidden), names_hidden=names_hidden)
    written += [words.text_of(one(at, width)) for at in range(len(found))]
    return "\n".join(line.rstrip() for line in written)
