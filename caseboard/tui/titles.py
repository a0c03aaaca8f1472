"""The title line of a screen: its parts, and which of them go where there is no room. No Textual here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from caseboard import textsafe
from caseboard.tui import words
from caseboard.tui.words import Line, Span

if TYPE_CHECKING:
    from caseboard.tui.client.model import ClientPage
    from caseboard.tui.ports import Info
    from caseboard.tui.snapshot import Snapshot

LOADING, OLD = "loading", "not up to date"


class Part(NamedTuple):
    """A part of a title. Of the parts that have no room the highest rank goes first; 0 never goes.

    `short` is how it reads, shorter and shorter, where even the parts of rank 0 have no room; empty: it goes.
    """

    rank: int
    span: Span
    short: tuple[str, ...] = ()


def lead_part(text: str, tone: str, whom: str = "") -> Part:
    """What a page is about: it may be long, and is cut before what must not be missed; ` of M.B.` behind it
    is cut less.
    """
    short = (textsafe.fit(text, room).rstrip() for room in (16, 8, 4 if whom else 5))
    cut = (textsafe.fit(whom, room).rstrip() for room in (24, 16, 11))
    return Part(0, Span(text + whom, tone), tuple(map("".join, zip(short, cut, strict=True))))


def as_of_parts(info: Info, as_of: date, changed: int) -> tuple[list[Part], list[Part]]:
    """What says that this is not today's real board: before and after what else a title says."""
    invented = Part(0, Span(" INVENTED SAMPLE ", "notice"), (" INVENTED ", " INVENTED ", "INVENTED"))
    first = [invented] if info.invented else []
    day = f"{words.day(as_of)} {as_of.year}"
    rest = [Part(0, Span(f"as of {words.long_day(as_of)}", "strong"), (f"as of {day}", day))]
    usual = info.default_as_of
    if as_of != usual:
        other = f"not the usual {words.day(usual, as_of)}" if info.invented else "not today's"
        real = (f" {other} ", f" {other} ", other)
        short = (" not usual ", " not usual ", " not usual ", "") if info.invented else real
        rest.append(Part(0, Span(f" {other} ", "notice"), short))
    if said := changed_here(info, changed):
        count = changed + len(info.replaced)
        counted = f" {said.removesuffix(' changed')} "
        rest.append(Part(0, Span(f" {said} ", "notice"), (f" {said} ", counted, f" {count} changed ")))
    return first, rest


def changed_here(info: Info, thresholds: int) -> str:
    """`1 threshold and 2 rules changed`; empty where all is as it was delivered."""
    counts = {"threshold": thresholds} | {what: len(names) for what, names in replaced(info.replaced).items()}
    told = [words.plural(count, what) for what, count in counts.items() if count]
    return f"{' and '.join(filter(None, [', '.join(told[:-1]), told[-1]]))} changed" if told else ""


def replaced(names: Sequence[str]) -> dict[str, list[str]]:
    """The library's files that the clinic's own stand for: rules and measures by name, other files whole."""
    found: dict[str, list[str]] = {"rule": [], "measure": [], "file": []}
    for name in names:
        room, _, rest = textsafe.clean(name).partition("/")
        if room in ("rules", "process"):
            found["rule"].append(rest.rpartition("/")[2])
        elif room == "measures":
            found["measure"].append(rest)
        else:
            found["file"].append(f"{room}/{rest}")
    return found


def board_title(snapshot: Snapshot | None, *, names_hidden: bool, width: int, busy: str = "") -> Line:
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


def busy(loading: object, error: object) -> str:
    """`loading` or `not up to date`, where what is shown may be older than the file."""
    return LOADING if loading else OLD if error else ""


def busy_part(busy: str) -> list[Part]:
    """What is going on; that a page is not up to date is never dropped."""
    if not busy:
        return []
    span = Span(f" {busy} ", "notice")
    short = (span.text, " outdated ", " outdated ", " old ")
    return [Part(1, span) if busy == LOADING else Part(0, span, short)]


def page_title(
    lead: str, who: str, seen: Snapshot | ClientPage, *, names_hidden: bool, width: int, busy: str = ""
) -> Line:
    """The title of a page behind another: `Why: M.B.`, and what says that this is not today's real board."""
    first, rest = as_of_parts(seen.info, seen.as_of, len(seen.changed))
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
    for step in range(4):
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
