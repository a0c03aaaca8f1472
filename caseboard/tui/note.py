"""A note about one client, ready for the chart: plain text, this client alone. No Textual here."""

from __future__ import annotations

import re

from caseboard.textsafe import clean
from caseboard.tui import words
from caseboard.tui.client.text import joined
from caseboard.tui.detail import answer, evidence_day, next_review, state_mark
from caseboard.tui.layout import measure_title
from caseboard.tui.snapshot import Row, Snapshot
from caseboard.tui.states import stopped
from caseboard.tui.titles import changed_here
from caseboard.tui.words import PANE_TITLES


def note(snapshot: Snapshot, row: Row, pane: int, *, names_hidden: bool) -> str:
    """What the board says about a client, in lines; the name only where names are shown."""
    lines = [f"{snapshot.who(row, names_hidden=names_hidden)} · as of {words.long_day(snapshot.as_of)}"]
    if snapshot.info.invented:
        lines.append("INVENTED SAMPLE: nobody in it is real.")
    place = [clean(row["program"]), clean(row["level"]), words.week(row["week"]), PANE_TITLES[pane]]
    lines.append(joined(place))
    if feeds := stopped(snapshot):
        lines.append(feeds)
    if row["on_leave"] is not None:
        lines.append(f"On leave: {words.label(row['on_leave'])}")
    if row["strength"] is not None:
        lines.append(f"Going well: {clean(row['strength'])}")
    lines += ["", *_flags(snapshot, row), "", *_figures(snapshot, row), "", *_criteria(snapshot, row)]
    if consider := snapshot.consider(row):
        lines.append(consider)
    lines.append(f"Last decision: {clean(row['last_decision']) or 'none recorded'}")
    if row["next_review_on"] is not None:
        lines.append(f"Next review: {next_review(row, snapshot.as_of)}")
    return "\n".join([*lines, "", source(snapshot)]) + "\n"


def source(snapshot: Snapshot) -> str:
    """Where it comes from: `From caseboard (panes/board, panes/flag), as of 2026-03-15, ...`."""
    said = f"From caseboard (panes/board, panes/flag), as of {snapshot.as_of.isoformat()}"
    if snapshot.info.entered_up_to is not None:
        said += f", entered up to {words.moment(snapshot.info.entered_up_to, snapshot.as_of)}"
    if changed := changed_here(snapshot.info, len(snapshot.changed)):
        said += f", {changed} here"
    return f"{said}. A flag says: look again. The team decides."


def _flags(snapshot: Snapshot, row: Row) -> list[str]:
    lines = []
    for flag in snapshot.flags.get(str(row["client_id"]), ()):
        kind = words.label(flag["kind"]).capitalize()
        facts = [clean(flag["evidence"]) or snapshot.title(flag["rule"])]
        day = evidence_day(flag, snapshot.as_of)
        if day and not re.search(rf"(?<!\d){day}(?!\d)", facts[0]):  # most sentences say it
            facts.append(f"{'since' if flag['kind'] == 'data_gap' else 'evidence from'} {day}")
        if flag["kind"] != "process":
            facts.append(answer(flag, snapshot.as_of))
        lines.append(f"- {kind}: {'; '.join(facts)}")
    for rule in snapshot.not_judged.get(str(row["client_id"]), ()):
        because = f"; {clean(rule['evidence'])}" if rule["evidence"] is not None else ""
        lines.append(f"- Not enough data to say: {words.lower_first(clean(rule['title']))}{because}")
    return ["Flags:", *(lines or ["- none"])]


def _figures(snapshot: Snapshot, row: Row) -> list[str]:
    lines = []
    if row["score"] is not None:
        # A dash for a change that is not known would read as "negative" in a chart.
        what = joined([measure_title(snapshot, row["measure"]), snapshot.score_day(row)], " on ")
        said = f"{what}: {words.number(row['score'])}"
        change = row["score_change"]
        since = f" ({words.change(change)} since the first of this admission)" if change is not None else ""
        scale = snapshot.scales.get(str(row["measure"]))
        lines.append(f"{said}{since}{scale.reading if scale else ''}")
    if row["craving"] is not None:
        before = words.days_long(snapshot.parameters.get("craving_days_before"))
        change = row["craving_change"]
        since = (
            f" ({words.change(change)} from the {before.removeprefix('the ')} before)"
            if change is not None
            else ""
        )
        days = snapshot.craving_days(row)
        lines.append(f"Craving, mean of the logs of {days}: {words.fixed(row['craving'])}{since}")
    hours = words.hours(row["hours_attended"], row["hours_prescribed"])
    lines.append(f"Hours attended, of those prescribed, in the last 7 days entered: {hours}")
    word = clean(row["screen_word"])
    meaning = f" ({', '.join(words.letters(word))})" if word else ""  # one alone would read as "none"
    screens = joined([f"{word}{meaning}" or "none", snapshot.next_screen(row)], "; ")
    lines.append(f"Screens, oldest first: {screens}")
    return lines


def _criteria(snapshot: Snapshot, row: Row) -> list[str]:
    found = snapshot.criteria.get(str(row["client_id"]), ())
    said: dict[str, list[str]] = {}
    for one in found:
        said.setdefault(state_mark(one)[2], []).append(words.lower_first(snapshot.title(one["rule"])))
    return [f"Step down, {state}: {'; '.join(titles)}" for state, titles in said.items()]
