"""The help in words: what the signs mean, and the keys, from the table of commands. No Textual here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from caseboard import textsafe
from caseboard.tui import ascii, words
from caseboard.tui.commands import commands
from caseboard.tui.keymap import own
from caseboard.tui.words import Line, Span, line

_SIGNS = (
    ("!!", "alert", "a safety flag that nobody has answered yet"),
    ("!", "strong", "a safety flag that was assessed; the date stands beside it"),
    ("▲", "warn", "needs more intensity; beside a number: it has risen"),
    ("▼", "", "beside a number: it has fallen;  =  it is the same;  -  it is not known"),
    ("✓", "good", "ready to step down; in the panel: a criterion that is met"),
    ("✗", "warn", "a criterion that is not met"),
    ("?", "info", "cannot say: data are missing; missing never counts as well or as ready"),
    ("·", "muted", "holding course"),
    ("○", "muted", "process only: a review, an authorization, an answer waited for; in what changed: over"),
    ("open", "muted", "of a flag: no answer is recorded; about safety: unanswered"),
    ("2 of 5", "", "step-down criteria met, of those in use here; then what is in the way, or missing"),
    ("24 ▲ +11", "", "the latest score, and its change since the first of this admission"),
    (
        "6.1 ▲ +2",
        "",
        "craving: mean of the last days, and its change from those before; the client's page says how many",
    ),
    ("9 of 9", "", "hours attended, of the prescribed ones, in the last 7 days entered; 9/9 is the same"),
    ("▁▄█", "info", "the last scores, drawn on the measure's whole scale"),
    ("○●◆", "info", "on a chart: a score in the best band, between, in the worst band; ╌ is the cut-off"),
    ("LDRAM!", "strong", "on the time axis: level, decision, review, absence, medication, event"),
    ("+", "good", "before words, in the panel or on a page: what goes well"),
    ("(+2)", "", "two more reasons, for which a row has no room"),
    ("…", "", "here a text was cut: it goes on"),
    (
        "-+o?*",
        "",
        "screens, oldest first: negative, unexpected positive, not collected, result pending, not valid",
    ),
)
_PLACES = (
    ("The board", "board"),
    ("A client's page", "client"),
    ("In a list", "list"),
    ("Where something is typed", "prompt"),
    ("On a page such as this", "page"),
    ("On a query's page", "query"),
    ("Everywhere", "app"),
)


def help_lines(
    width: int,
    changed: Sequence[str] = (),
    keys: Mapping[str, str] | None = None,
    *,
    ascii_only: bool = False,
) -> list[Line]:
    """The help in lines of at most `width` cells: what is changed here, signs, the keys (or the user's own).

    The signs come first: keys stand in the footer and the palette too, signs nowhere else.
    """
    lines: list[Line] = []
    for sentence in changed:
        lines += [*words.wrapped(sentence, width, "strong"), line("")]
    lines.append(line(Span("Signs", "title")))
    for sign, tone, meaning in _SIGNS:
        lines += _entry(sign, tone, meaning, width)
    lines.append(line(""))
    lines += words.wrapped(
        "A flag says: look again, and why. The team decides; nothing here is a diagnosis or an order.",
        width,
        "muted",
    )
    for title, where in _PLACES:
        lines.append(line(""))
        lines.append(line(Span(title, "title")))
        for command in (own(command, keys or {}) for command in commands(where)):
            if command.help:
                shown = ascii.keys(command.show) if ascii_only else command.show
                lines += _entry(shown, "strong", command.help, width)
    return lines


def _entry(head: str, tone: str, text: str, width: int) -> list[Line]:
    wrapped = words.wrap(text, width - 11)
    first = line("  ", Span(textsafe.fit(head, 9), tone), wrapped[0])
    return [first, *(line(" " * 11, part) for part in wrapped[1:])]
