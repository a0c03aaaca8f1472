"""An evaluation in words and tables, and what it cannot tell."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from caseboard.evaluation.replay import COUNTS, Evaluation, Figure, Judged

PLAIN = ("bad_screens_of_four", "weeks_missed_of_four", "any_flag", "flag_severity", "screens_all_negative")
LONG = (
    "outcome", "signal", "side", "same_input", "subgroup", "member", *COUNTS, "figure", "number", "low",
    "high", "difference", "difference_low", "difference_high", "withheld",
)  # fmt: skip
_COLUMNS = {
    "share_flagged": "flagged %", "alerts_per_100": "alerts per 100", "sensitivity": "sens. %",
    "specificity": "spec. %", "ppv": "PPV %", "npv": "NPV %", "auc": "AUC", "lead_days": "lead days",
}  # fmt: skip
_GROUP_COLUMNS = ("base_rate", "share_flagged", "sensitivity", "ppv", "auc")
_COMPARED = {"ppv": "PPV", "sensitivity": "sensitivity", "auc": "AUC"}
_PER_CENT = {"share_flagged", "sensitivity", "specificity", "ppv", "npv", "base_rate"}


@dataclass(frozen=True)
class Rectangle:
    """A table that `caseboard.formats` can write."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    total: int | None = None
    name: str = "evaluation"

    @property
    def types(self) -> list[str]:
        """Everything is text here."""
        return ["VARCHAR"] * len(self.columns)


@dataclass(frozen=True)
class Section:
    """A heading, sentences, and a table where there is something to tabulate."""

    heading: str
    words: list[str]
    table: Rectangle | None = None


def report(found: Evaluation) -> list[Section]:
    """The whole evaluation in sections, in reading order."""
    sections = [Section("How good are the flags here?", _opening(found)), _volume(found)]
    for outcome in found.outcomes:
        if found.of(outcome):
            sections += [_outcome(found, outcome), *_groups(found, outcome)]
    nothing = [title for name, title in found.outcomes.items() if not found.of(name)]
    if nothing:
        sections.append(Section("Not to be told in this history", ["; ".join(nothing) + "."]))
    return [*sections, Section("What this cannot tell", _limits(found))]


def cell(name: str, figure: Figure | None) -> str:
    """A figure with its interval: `23 (21 to 25)`, `.85 (.84 to .86)`, `too few`."""
    if figure is None:
        return ""
    if figure.withheld:
        return "too few" if figure.withheld == "too few" else "small group"
    if figure.number is None:
        return "-"
    number = _number(name, figure.number)
    if figure.low is None or figure.high is None:
        return number
    return f"{number} ({_number(name, figure.low)} to {_number(name, figure.high)})"


def _number(name: str, value: float) -> str:
    if name in _PER_CENT:
        return _per_cent(100 * value)
    if name == "auc":
        return f"{value:.3f}".removeprefix("0")
    return f"{value:.1f}" if name == "alerts_per_100" else f"{value:.0f}"


def _per_cent(value: float) -> str:
    """None and all are said of none and all only: with 99.7% somebody was missed."""
    if 0 < value < 0.05:
        return "<0.1"
    if 99.95 <= value < 100:
        return ">99.9"
    return f"{value:.1f}" if 0 < value < 9.95 or 99.05 <= value < 100 else f"{value:.0f}"


def _opening(found: Evaluation) -> list[str]:
    words = [
        f"The board of every Sunday from {found.first_day} to {found.last_day}, strictly as of its date: "
        f"{weeks(found.weeks)}, {people(found.people)}, {weeks(found.open_weeks)} of open clients. What "
        f"happened next is as it was known on {found.last_day}.",
        f"Brackets: 95% intervals, people (not weeks) drawn {found.rounds:,} times; none where every "
        "draw came out alike, which is no certainty with few people.",
    ]
    if found.changed:
        told = "; ".join(
            f"{name} = {value} (the library: {own})" for name, (value, own) in found.changed.items()
        )
        words.append(f"Parameters that are not as the library has them: {told}.")
    if found.invented:
        words.insert(
            0, "INVENTED SAMPLE: nobody in it is real, and the figures say nothing about any clinic."
        )
    return words


def people(number: int) -> str:
    """`1 person`, `1,200 people`."""
    return "1 person" if number == 1 else f"{number:,} people"


def weeks(number: int) -> str:
    """`1 week`, `1,200 weeks`."""
    return "1 week" if number == 1 else f"{number:,} weeks"


def _volume(found: Evaluation) -> Section:
    rows = [
        (
            one["signal"],
            f"{one['people_on']:,}",
            f"{one['alerts']:,}",
            cell("share_flagged", Figure(one["share_flagged"], one["share_low"], one["share_high"])),
            cell("alerts_per_100", Figure(one["alerts_per_100"], one["alerts_low"], one["alerts_high"])),
        )
        for one in found.volume
    ]
    words = ["A time met is a week on which a signal is on and was not a week before."]
    if found.never:
        words.append(f"Never met: {', '.join(sorted(found.never))}.")
    seen = {one["signal"] for one in found.volume}
    if "ready" not in seen:
        stands = (
            "; abstinent_and_steady stands for it: sustained_abstinence and steady_attendance both met."
            if "abstinent_and_steady" in seen
            else ", nor were sustained_abstinence and steady_attendance ever both met."
        )
        words.append(
            "Nobody was ready to step down by the board's rule (a battery without forms leaves that pane "
            f"empty){stands}"
        )
    columns = ["signal", "people", "times met", "% of open clients", "times per 100 weeks"]
    return Section("How often", words, Rectangle(columns, rows))


def _outcome(found: Evaluation, outcome: str) -> Section:
    signals = sorted(found.of(outcome), key=_by_auc)
    first = signals[0]
    happened = first.counts["people_happened"] or 0
    rate = first.figures["base_rate"]
    often = "" if rate.withheld else f"in {cell('base_rate', rate)}% of the weeks "
    words = [
        f"{people(first.counts['people'] or 0)} and {first.counts['weeks'] or 0:,} of their weeks could be "
        f"judged; {often}it happened{'' if rate.withheld else ','} to {people(happened)}."
    ]
    if found.helps[outcome]:
        words.append(found.helps[outcome])
    if first.figures["auc"].withheld:
        words.append("Too few people with it: no figures are shown.")
        return Section(found.outcomes[outcome], words)
    if any(one.same_input for one in signals):
        words.append("* the outcome is defined by this signal's own input: no proof that it looks ahead.")
    columns = ["signal", "times met, then", *_COLUMNS.values()]
    if all(one.side == "better" for one in signals):
        columns = columns[:-1]
    rows = [(_name(one), _met(one), *(cell(n, one.figures.get(n)) for n in _COLUMNS)) for one in signals]
    rows = [row[: len(columns)] for row in rows]
    return Section(found.outcomes[outcome], words, Rectangle(columns, rows))


def _by_auc(one: Judged) -> tuple[float, str]:
    auc = one.figures["auc"].number
    return (-auc if auc is not None else 0.0, one.signal)


def _name(one: Judged) -> str:
    plain = " (plain)" if one.signal in PLAIN else ""
    return one.signal + ("*" if one.same_input else "") + plain


def _met(one: Judged) -> str:
    if "ppv" not in one.figures:
        return ""
    return f"{one.counts['alerts'] or 0:,}, {one.counts['alerts_hit'] or 0:,}"


def _groups(found: Evaluation, outcome: str) -> list[Section]:
    groups = [one for one in found.judged if one.outcome == outcome and not one.of_everybody]
    if not groups or all(one.figures["auc"].withheld == "too few" for one in found.of(outcome)):
        return []
    shown = [one for one in groups if any(one.figures[n].number is not None for n in _told(one))]
    columns = ["signal", "subgroup", "group", "people", "base %", *(_COLUMNS[n] for n in _GROUP_COLUMNS[1:])]
    rows = [
        (
            one.signal,
            _subgroup(one),
            one.member,
            "small group" if one.counts["people"] is None else f"{one.counts['people']:,}",
            *(cell(name, one.figures.get(name)) for name in _GROUP_COLUMNS),
        )
        for one in shown
    ]
    heading = f"{found.outcomes[outcome]}: by group"
    words = _worse_groups(groups)
    if len(shown) < len(groups):
        words.append(f"Too small to show anything: {len(groups) - len(shown)} of {len(groups)} lines.")
    return [Section(heading, words, Rectangle(columns, rows) if rows else None)]


def _subgroup(one: Judged) -> str:
    return {"race_ethnicity": "race and ethnicity"}.get(one.subgroup, one.subgroup.replace("_", " "))


def _told(one: Judged) -> list[str]:
    return [name for name in _COMPARED if name in one.figures]


def _worse_groups(groups: Sequence[Judged]) -> list[str]:
    worse = [(one, name) for one in groups for name in one.worse]
    compared = sum(
        one.differences[name].number is not None
        for one in groups
        for name in _COMPARED
        if name in one.differences
    )
    if not compared:
        return ["No group could be held against everybody: whether a signal is worse for one is not known."]
    if not worse:
        return [f"In none of {compared} comparisons is a group worse off than everybody."]
    words = [
        f"Worse than for everybody: {_subgroup(one)} {one.member}, {_COMPARED[name]} of "
        f"{one.signal} {cell(name, one.figures[name])}, a difference of "
        f"{_difference(name, one.differences[name])}."
        for one, name in worse
    ]
    chance = f"Of {compared} comparisons about one in forty comes out worse by chance."
    rate = "The same flag has a lower PPV where fewer have the outcome; the AUC does not depend on that."
    return [*words, chance, rate]


def _difference(name: str, figure: Figure) -> str:
    number, low, high = (
        f"{value or 0.0:.3f}" if name == "auc" else f"{100 * (value or 0.0):.1f}"
        for value in (figure.number, figure.low, figure.high)
    )
    return f"{number} ({low} to {high})"


def _limits(found: Evaluation) -> list[str]:
    told = [one for outcome in found.outcomes for one in found.of(outcome)]
    words = [
        "A flag that brings help spoils its own record: who was helped in time did not leave. A low PPV may "
        "be a flag that works, and nothing here tells the two apart.",
    ]
    few = sorted({found.outcomes[one.outcome] for one in told if one.figures["auc"].withheld})
    if few:
        words.append(f"Too few people to say anything: {'; '.join(few)}.")
    shown = [one for one in told if "ppv" in one.figures and not one.figures["auc"].withheld]
    thin = sorted({one.signal for one in shown if one.figures["ppv"].withheld})
    if thin:
        words.append(f"Too few people under them for a PPV, for one outcome at least: {', '.join(thin)}.")
    if any(one.same_input and not one.figures["auc"].withheld for one in told):
        words.append(
            "An outcome that is defined by what the flag itself reads (*) flatters the flag where its "
            "figures are high. The first pane, any flag, the sum of severities and priority read the same "
            "things besides others: theirs are flattered in part."
        )
    return [
        *words,
        "A client's own row (program, medication, substance) has no date of entry: where a history was "
        "loaded at once, it stands on every board as it is today, and the program says which forms are due.",
        "A week whose outcome lies beyond the records counts under How often alone. Who left has no later "
        "screens and scores; what is judged are the people who could be watched.",
        "Weeks of one person are alike; the intervals allow for that, a single figure does not show it.",
        "The history is this clinic's own. Another year, or another clinic, may differ.",
    ]


def long_table(found: Evaluation) -> Rectangle:
    """One row a figure, for other programs."""
    rows = []
    for one in found.judged:
        counts = [one.counts[name] for name in COUNTS]
        for name, figure in one.figures.items():
            other = one.differences[name]
            rows.append(
                (
                    one.outcome, one.signal, one.side, one.same_input, one.subgroup, one.member,
                    *counts, name,
                    figure.number, figure.low, figure.high,
                    other.number, other.low, other.high, figure.withheld,
                )
            )  # fmt: skip
    return Rectangle(list(LONG), rows)


def as_json(found: Evaluation) -> str:
    """Everything, with the sentences of the report."""
    whole = asdict(found)
    whole["changed"] = {
        name: {"value": value, "default": own} for name, (value, own) in found.changed.items()
    }
    whole["words"] = {section.heading: section.words for section in report(found)}
    return json.dumps(whole, default=str, indent=1) + "\n"
