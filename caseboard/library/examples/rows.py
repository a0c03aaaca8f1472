"""The tiny clinic of an example, from the terms an analyst writes.

A row is a short text, `DATE WORDS name=value ...`, or a table of columns. What a row leaves out takes the
plainest value: a group session of three hours, a specimen collected on the day that it was due. A word or
a name too many is refused here, what a word may be in words.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from caseboard.library.examples.words import Bad, Odd
from caseboard.library.text import near

ALWAYS = datetime(1, 1, 1)
_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
Row = dict[str, Any]


@dataclass
class _Entry:
    """A short text on one of its days, about one client. `key` tells its rows from those of other entries;
    `substance` is the client's own. Each method reads one `name=value` pair and raises ValueError where the
    value is not of its kind; a name that nothing has asked for means nothing.
    """

    day: date
    words: list[str]
    values: dict[str, str]
    client: str
    key: str
    substance: str
    asked: set[str] = field(default_factory=set)

    def text(self, name: str, default: Any = None) -> Any:
        """The text, or the default where there is none."""
        self.asked.add(name)
        return self.values.get(name, default)

    def day_of(self, name: str, default: date | None = None) -> date | None:
        """A day; `none` is no day, whatever the default."""
        text = self.text(name)
        if text is None:
            return default
        return None if text == "none" else date.fromisoformat(text)

    def moment(self, name: str) -> datetime | None:
        """A day and a time."""
        text = self.text(name)
        return datetime.fromisoformat(text) if text is not None else None

    def flag(self, name: str) -> bool | None:
        """True or false."""
        text = self.text(name)
        if text is not None and text not in _FLAGS:
            raise ValueError(f"{name} is true or false, not '{text}'")
        return None if text is None else _FLAGS[text]

    def number(self, name: str) -> float | None:
        """A number."""
        return _number(self.text(name))

    def whole(self, name: str) -> int | None:
        """A whole number."""
        text = self.text(name)
        return None if text in (None, "", "none") else int(text)

    @property
    def entered_at(self) -> datetime | None:
        """When it was entered, where that is said."""
        return self.moment("entered_at")

    def refuse_unknown(self, words: Sequence[str]) -> None:
        """Raise ValueError for one of `words`, which are too many, or a name that nothing has asked for."""
        for word in [*words, *(name for name in self.values if name not in self.asked)]:
            raise ValueError(f"unknown word '{word}'{near(word, self.asked)}")


def rows_of(table: str, entries: Iterable[Any], client: str, substance: str) -> Iterator[tuple[str, Row]]:
    """The (table, row) pairs that an example's list for `table` stands for, for one client.

    Raises Bad where an entry cannot be read.
    """
    if table not in _READERS:
        raise Bad(f"an example knows no table '{table}'")
    for number, entry in enumerate(entries, 1):
        if isinstance(entry, dict):
            yield table, {"client_id": client, "known_from": _known(entry), "known_until": None, **entry}
            continue
        days, words, values = _split(str(entry), table)
        read, needed = _READERS[table]
        for day in days:
            key = f"{client}-{number}" if len(days) == 1 else f"{client}-{number}-{day}"
            e = _Entry(day, words, values, client, key, substance)
            try:
                entered = e.entered_at
                if len(words) < len(needed):
                    raise ValueError(f"after the date it needs {' and '.join(needed)}")
                rows = list(read(e))
                e.refuse_unknown(words[len(needed) :] if table != "past" else ())
            except (ValueError, IndexError) as error:
                raise Bad(f"'{entry}' in {table} cannot be read: {error}") from None
            for target, row in rows:
                row.setdefault("known_from", entered or datetime.combine(day, time(9)))
                row.setdefault("known_until", None)
                yield target, row


def _split(entry: str, table: str) -> tuple[list[date], list[str], dict[str, str]]:
    try:
        first, *rest = shlex.split(entry)
    except ValueError as error:
        said = f"{error}; put a text with a quote into double quotes" if entry.strip() else "it is empty"
        raise Bad(f"'{entry}' in {table} cannot be read: {said}") from None
    start, _, end = first.partition("..")
    try:
        begin, last = date.fromisoformat(start), date.fromisoformat(end or start)
    except ValueError:
        raise Bad(f"'{entry}' in {table} does not begin with a date") from None
    if last < begin:
        raise Bad(f"'{entry}' in {table} ends before it begins")
    days = [begin + timedelta(days=step) for step in range((last - begin).days + 1)]
    words = [item for item in rest if "=" not in item]
    return days, words, dict(item.split("=", 1) for item in rest if "=" in item)


def _known(given: Row) -> datetime:
    for key in ("entered_at", "given_on", "logged_on", "occurred_on", "rated_on", "set_on", "started_on"):
        if given.get(key) is not None:
            return _as_moment(given[key])
    return ALWAYS


def _as_moment(value: Any) -> datetime:
    if not isinstance(value, date):
        raise Bad(f"'{value}' is not a date; a date is written without quotes")
    return value if isinstance(value, datetime) else datetime.combine(value, time(9))


def _number(text: str | None) -> float | None:
    return None if text in (None, "-", "none") else float(str(text))


Pairs = Iterator[tuple[str, Row]]


def _attendance(e: _Entry) -> Pairs:
    starts = datetime.combine(e.day, time.fromisoformat(e.text("at", "09:00")))
    yield "sessions", {
        "session_id": f"{e.key}-S", "program_id": f"P-{e.client}", "starts_at": starts,
        "minutes": int(e.text("minutes", 180)), "kind": e.text("kind", "group"),
        "topic": e.text("topic"), "known_from": ALWAYS,
    }  # fmt: skip
    yield "attendance", {
        "session_id": f"{e.key}-S", "client_id": e.client, "status": e.words[0],
        "minutes_attended": e.whole("attended"),
        "entered_at": e.entered_at, "known_from": e.entered_at or starts,
    }  # fmt: skip


def _survey_items(e: _Entry) -> Pairs:
    for item, value in enumerate(e.words[1].split(","), 1):
        yield "survey_items", {
            "client_id": e.client, "measure": e.words[0], "given_on": e.day, "item": item,
            "value": Odd(value[:-1]) if value.endswith("!") else _number(value),
            "entered_at": e.entered_at,
        }  # fmt: skip


def _survey_scores(e: _Entry) -> Pairs:
    yield "survey_scores", {
        "client_id": e.client, "measure": e.words[0], "scale": e.words[1], "given_on": e.day,
        "score": float(e.words[2]), "entered_at": e.entered_at,
    }  # fmt: skip


def _drug_screens(e: _Entry) -> Pairs:
    result, collected = e.words[0], e.day_of("collected_on", e.day)
    due = e.day_of("due", e.day)
    pending = result in ("not_collected", "pending")
    yield "drug_screens", {
        "client_id": e.client, "specimen_id": e.text("specimen", f"{e.key}-U"),
        "substance": e.text("substance", e.substance), "due_on": due,
        "collected_on": None if result == "not_collected" else collected,
        "result": None if pending else result, "method": e.text("method"),
        "expected": e.flag("expected"),
        "result_at": e.moment("result_at"),
        "known_from": ALWAYS if due else datetime.combine(e.day, time(9)),
    }  # fmt: skip


def _daily_logs(e: _Entry) -> Pairs:
    yield "daily_logs", {
        "client_id": e.client, "logged_on": e.day, "entered_at": e.entered_at,
        **{name: e.number(name) for name in ("craving", "mood", "stress", "sleep_hours")},
        **{name: e.whole(name) for name in ("exercise_minutes", "mindfulness_minutes")},
        **{name: e.flag(name) for name in ("used", "risky_situation")},
        **{name: e.text(name) for name in ("triggers", "coping_skill")},
    }  # fmt: skip


def _goals(e: _Entry) -> Pairs:
    yield "goals", {
        "goal_id": f"{e.key}-G", "client_id": e.client, "title": "A goal",
        "weight": float(e.text("weight", 1)), "set_on": e.day, "closed_on": e.day_of("closed_on"),
    }  # fmt: skip
    for rating in filter(None, e.text("rated", "").split(",")):
        rated, level = rating.split(":")
        on = date.fromisoformat(rated)
        yield "goal_ratings", {
            "goal_id": f"{e.key}-G", "rated_on": on, "level": int(level),
            "entered_at": e.entered_at, "known_from": e.entered_at or datetime.combine(on, time(9)),
        }  # fmt: skip


def _supports(e: _Entry) -> Pairs:
    yield "supports", {
        "client_id": e.client, "kind": e.words[0], "started_on": e.day,
        "ended_on": e.day_of("ended_on"), "last_contact_on": e.day_of("last_contact_on"),
    }  # fmt: skip


def _events(e: _Entry) -> Pairs:
    yield "events", {
        "event_id": f"{e.key}-E", "client_id": e.client, "occurred_on": e.day, "kind": e.words[0],
        "entered_at": e.entered_at,
    }  # fmt: skip


def _leaves(e: _Entry) -> Pairs:
    yield "leaves", {
        "client_id": e.client, "kind": e.words[0], "started_on": e.day, "ended_on": e.day_of("ended_on"),
    }  # fmt: skip


def _decisions(e: _Entry) -> Pairs:
    rule, answers = e.text("rule"), None
    if rule is not None:
        answers = [{"rule": rule, "value": e.number("value"), "since": e.day_of("since")}]
    yield "decisions", {
        "decision_id": f"{e.key}-D", "client_id": e.client, "decided_at": datetime.combine(e.day, time(10)),
        "as_of": e.day_of("as_of", e.day), "decision": e.words[0],
        "reason": e.text("reason"), "answers": answers, "due_on": e.day_of("due_on"),
        "amends": e.text("amends"),
    }  # fmt: skip


def _snoozes(e: _Entry) -> Pairs:
    yield "snoozes", {
        "snooze_id": f"{e.key}-Z", "client_id": e.client, "rule": e.words[0],
        "snoozed_at": datetime.combine(e.day, time(10)), "until_on": e.day_of("until_on", e.day),
        "reason": e.text("reason", "agreed in conference"), "value": e.number("value"),
    }  # fmt: skip


def _plan_reviews(e: _Entry) -> Pairs:
    yield "plan_reviews", {
        "client_id": e.client, "kind": e.words[0], "due_on": e.day, "done_on": e.day_of("done_on"),
        "known_from": ALWAYS,
    }  # fmt: skip


def _consents(e: _Entry) -> Pairs:
    yield "consents", {
        "client_id": e.client, "recipient": e.words[0], "given_on": e.day, "scope": e.text("scope"),
        "expires_on": e.day_of("expires_on"), "revoked_on": e.day_of("revoked_on"),
    }  # fmt: skip


def _follow_ups(e: _Entry) -> Pairs:
    if e.words[0] not in ("contacted", "not_contacted"):
        raise ValueError("say contacted or not_contacted")
    contacted = e.words[0] == "contacted"
    yield "follow_ups", {
        "client_id": e.client, "episode_id": f"{e.client}-E{e.text('episode', 0)}",
        "month": int(e.text("month", 1)), "contacted_on": e.day if contacted else None,
        "days_abstinent_30": e.whole("days_abstinent_30"),
        "in_treatment": e.flag("in_treatment"),
        "known_from": datetime.combine(e.day, time(9)) if contacted else ALWAYS,
    }  # fmt: skip


def _past(e: _Entry) -> Pairs:
    """People of closed admissions with one measure: `phq9 total 1:20 5:0..29` is 20 in week 1, and in week 5
    a score for each person, evenly from 0 to 29.
    """
    measure, scale, *weeks = e.words
    people = int(e.text("people", 30))
    for number in range(people):
        person = f"{e.key}-P{number}"
        yield "clients", {
            "client_id": person, "name": person, "program_id": f"P-{e.client}", "known_from": ALWAYS,
        }  # fmt: skip
        yield from _closed_stay(person, e)
        for week, _, score in (item.partition(":") for item in weeks):
            low, _, high = score.partition("..")
            step = (float(high or low) - float(low)) / max(people - 1, 1)
            given = e.day + timedelta(weeks=int(week) - 1)
            yield "survey_scores", {
                "client_id": person, "measure": measure, "scale": scale, "given_on": given,
                "score": Odd(float(low) + step * number),
                "known_from": e.entered_at or datetime.combine(given, time(9)),
            }  # fmt: skip


def _closed_stay(person: str, e: _Entry) -> Pairs:
    """One episode; with `end_known_on` it was open in the records until that day."""
    began, ended = datetime.combine(e.day, time(8)), e.day_of("ended_on", e.day + timedelta(days=84))
    known = e.day_of("end_known_on")
    stay: Row = {
        "episode_id": f"{person}-E", "client_id": person, "level": "intensive_outpatient",
        "started_on": e.day,
    }  # fmt: skip
    if known is None:
        yield "episodes", {**stay, "ended_on": ended, "known_from": began}
        return
    told = datetime.combine(known, time(9))
    yield "episodes", {**stay, "known_from": began, "known_until": told}
    yield "episodes", {**stay, "ended_on": ended, "known_from": told}


def _merged(e: _Entry) -> Pairs:
    yield "client_aliases", {
        "old_id": e.words[0], "client_id": e.words[1], "merged_on": e.day, "known_from": ALWAYS,
    }  # fmt: skip


def _evaluations(e: _Entry) -> Pairs:
    """What `caseboard evaluate --keep` found up to the day: `no_attendance priority auc=0.85 met=31`."""
    row: Row = {
        "evaluated_at": datetime.combine(e.day, time(9)), "from_day": e.day_of("from_day", e.day),
        "to_day": e.day, "outcome": e.words[0], "said": e.text("said", "had the outcome"),
        "signal": e.words[1], "same_input": False,
    }  # fmt: skip
    for name in ("met", "happened", "auc", "auc_low", "auc_high", "ppv"):
        row[name] = e.number(name)
    yield "evaluations", row


_READERS: dict[str, tuple[Callable[[_Entry], Pairs], tuple[str, ...]]] = {
    "attendance": (_attendance, ("a status",)),
    "survey_items": (_survey_items, ("a measure", "its answers")),
    "survey_scores": (_survey_scores, ("a measure", "a scale", "a score")),
    "drug_screens": (_drug_screens, ("a result",)),
    "daily_logs": (_daily_logs, ()),
    "goals": (_goals, ()),
    "supports": (_supports, ("a kind",)),
    "events": (_events, ("a kind",)),
    "leaves": (_leaves, ("a kind",)),
    "decisions": (_decisions, ("a decision",)),
    "snoozes": (_snoozes, ("a rule",)),
    "plan_reviews": (_plan_reviews, ("a kind",)),
    "consents": (_consents, ("a recipient",)),
    "follow_ups": (_follow_ups, ("contacted or not_contacted",)),
    "merged": (_merged, ("an old id", "a new one")),
    "past": (_past, ("a measure", "a scale", "scores")),
    "evaluations": (_evaluations, ("an outcome", "a signal")),
}
"""What reads an entry of each table, and the words that must stand after its date."""
TABLES = tuple(_READERS)
