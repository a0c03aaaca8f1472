"""The tiny clinic of an example, from the terms an analyst writes.

A row is a short text, `DATE WORDS name=value ...`, or a table of columns. What a row leaves out takes the
plainest value: a group session of three hours, a specimen collected on the day that it was due. A word or
a name too many is refused here, what a word may be in words.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from caseboard.library.examples.words import Bad, Odd
from caseboard.library.text import near

ALWAYS = datetime(1, 1, 1)
_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
Row = dict[str, Any]


class Values(dict[str, str]):
    """The `name=value` pairs of a short text, and the names that were asked for: others mean nothing."""

    def __init__(self, pairs: Iterable[Sequence[str]]) -> None:
        super().__init__((name, value) for name, value in pairs)
        self.asked: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        """The value of that name, or the default."""
        self.asked.add(name)
        return super().get(name, default)

    def refuse_unknown(self, words: Sequence[str]) -> None:
        """Raise ValueError for a word too many, or a name that nobody asked for."""
        for word in words:
            raise ValueError(f"unknown word '{word}'{near(word, self.asked)}")
        for name in self:
            if name not in self.asked:
                raise ValueError(f"unknown word '{name}'{near(name, self.asked)}")


def rows_of(table: str, entries: Iterable[Any], client: str, substance: str) -> Iterator[tuple[str, Row]]:
    """The (table, row) pairs that an example's list for `table` stands for, for one client.

    Raises Bad where an entry cannot be read.
    """
    if table not in _READERS:
        raise Bad(f"an example knows no table '{table}'")
    for number, entry in enumerate(entries, 1):
        if isinstance(entry, dict):
            yield (
                table,
                {"client_id": client, "known_from": _known(entry), "known_until": None, **entry},
            )
            continue
        days, words, values = _split(str(entry), table)
        for day in days:
            key = f"{client}-{number}" if len(days) == 1 else f"{client}-{number}-{day}"
            try:
                entered = _entered(values)
                if len(words) < len(_WORDS[table]):
                    raise ValueError(f"after the date it needs {' and '.join(_WORDS[table])}")
                read = list(_READERS[table](day, words, values, client, key, substance))
                values.refuse_unknown(words[len(_WORDS[table]) :] if table != "past" else ())
            except (ValueError, IndexError) as error:
                raise Bad(f"'{entry}' in {table} cannot be read: {error}") from None
            for target, row in read:
                row.setdefault("known_from", entered or datetime.combine(day, time(9)))
                row.setdefault("known_until", None)
                yield target, row


def _split(entry: str, table: str) -> tuple[list[date], list[str], Values]:
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
    return days, words, Values(item.split("=", 1) for item in rest if "=" in item)


def _entered(values: Values) -> datetime | None:
    text = values.get("entered_at")
    return datetime.fromisoformat(text) if text is not None else None


def _known(given: Row) -> datetime:
    for key in (
        "entered_at",
        "given_on",
        "logged_on",
        "occurred_on",
        "rated_on",
        "set_on",
        "started_on",
    ):
        if given.get(key) is not None:
            return _as_moment(given[key])
    return ALWAYS


def _as_moment(value: Any) -> datetime:
    if not isinstance(value, date):
        raise Bad(f"'{value}' is not a date; a date is written without quotes")
    return value if isinstance(value, datetime) else datetime.combine(value, time(9))


def _day(values: Values, name: str, default: date | None = None) -> date | None:
    text = values.get(name)
    if text is None:
        return default
    return None if text == "none" else date.fromisoformat(text)


def _flag(values: Values, name: str) -> bool | None:
    text = values.get(name)
    if text is not None and text not in _FLAGS:
        raise ValueError(f"{name} is true or false, not '{text}'")
    return None if text is None else _FLAGS[text]


def _number(text: str | None) -> float | None:
    return None if text in (None, "-", "none") else float(str(text))


def _whole(values: Values, name: str) -> int | None:
    text = values.get(name)
    return None if text in (None, "", "none") else int(str(text))


Pairs = Iterator[tuple[str, Row]]


def _attendance(day: date, words: list[str], values: Values, client: str, key: str, _: str) -> Pairs:
    starts = datetime.combine(day, time.fromisoformat(values.get("at", "09:00")))
    yield "sessions", {
        "session_id": f"{key}-S", "program_id": f"P-{client}", "starts_at": starts,
        "minutes": int(values.get("minutes", 180)), "kind": values.get("kind", "group"),
        "topic": values.get("topic"), "known_from": ALWAYS,
    }  # fmt: skip
    yield "attendance", {
        "session_id": f"{key}-S", "client_id": client, "status": words[0],
        "minutes_attended": _whole(values, "attended"),
        "entered_at": _entered(values), "known_from": _entered(values) or starts,
    }  # fmt: skip


def _survey_items(day: date, words: list[str], values: Values, client: str, key: str, _: str) -> Pairs:
    for item, value in enumerate(words[1].split(","), 1):
        yield "survey_items", {
            "client_id": client, "measure": words[0], "given_on": day, "item": item,
            "value": Odd(value[:-1]) if value.endswith("!") else _number(value),
            "entered_at": _entered(values),
        }  # fmt: skip


def _survey_scores(day: date, words: list[str], values: Values, client: str, key: str, _: str) -> Pairs:
    yield "survey_scores", {
        "client_id": client, "measure": words[0], "scale": words[1], "given_on": day,
        "score": float(words[2]), "entered_at": _entered(values),
    }  # fmt: skip


def _drug_screens(
    day: date, words: list[str], values: Values, client: str, key: str, substance: str
) -> Pairs:
    result, collected = words[0], _day(values, "collected_on", day)
    due = _day(values, "due", day)
    pending = result in ("not_collected", "pending")
    result_at = values.get("result_at")
    yield "drug_screens", {
        "client_id": client, "specimen_id": values.get("specimen", f"{key}-U"),
        "substance": values.get("substance", substance), "due_on": due,
        "collected_on": None if result == "not_collected" else collected,
        "result": None if pending else result, "method": values.get("method"),
        "expected": _flag(values, "expected"),
        "result_at": datetime.fromisoformat(result_at) if result_at else None,
        "known_from": ALWAYS if due else datetime.combine(day, time(9)),
    }  # fmt: skip


def _daily_logs(day: date, words: list[str], values: Values, client: str, key: str, _: str) -> Pairs:
    row: Row = {"client_id": client, "logged_on": day, "entered_at": _entered(values)}
    for name in ("craving", "mood", "stress", "sleep_hours"):
        row[name] = _number(values.get(name))
    for name in ("exercise_minutes", "mindfulness_minutes"):
        row[name] = _whole(values, name)
    for name in ("used", "risky_situation"):
        row[name] = _flag(values, name)
    for name in ("triggers", "coping_skill"):
        row[name] = values.get(name)
    yield "daily_logs", row


def _goals(day: date, words: list[str], values: Values, client: str, key: str, _: str) -> Pairs:
    yield "goals", {
        "goal_id": f"{key}-G", "client_id": client, "title": "A goal",
        "weight": float(values.get("weight", 1)), "set_on": day, "closed_on": _day(values, "closed_on"),
    }  # fmt: skip
    for rating in filter(None, values.get("rated", "").split(",")):
        rated, level = rating.split(":")
        on = date.fromisoformat(rated)
        yield "goal_ratings", {
            "goal_id": f"{key}-G", "rated_on": on, "level": int(level),
            "entered_at": _entered(values), "known_from": _entered(values) or datetime.combine(on, time(9)),
        }  # fmt: skip


def _supports(day: date, words: list[str], values: Values, client: str, key: str, _: str) -> Pairs:
    yield "supports", {
        "client_id": client, "kind": words[0], "started_on": day,
        "ended_on": _day(values, "ended_on"), "last_contact_on": _day(values, "last_contact_on"),
    }  # fmt: skip


def _events(day: date, words: list[str], values: Values, client: str, key: str, _: str) -> Pairs:
    yield "events", {
        "event_id": f"{key}-E", "client_id": client, "occurred_on": day, "kind": words[0],
        "entered_at": _entered(values),
    }  # fmt: skip


def _leaves(day: date, words: list[str], values: Values, client: str, key: str, _: str) -> Pairs:
    yield "leaves", {
        "client_id": client, "kind": words[0], "started_on": day, "ended_on": _day(values, "ended_on"),
    }  # fmt: skip


def _decisions(day: date, words: list[str], values: Values, client: str, key: str, _: str) -> Pairs:
    rule, answers = values.get("rule"), None
    if rule is not None:
        answers = [{"rule": rule, "value": _number(values.get("value")), "since": _day(values, "since")}]
    yield "decisions", {
        "decision_id": f"{key}-D", "client_id": client, "decided_at": datetime.combine(day, time(10)),
        "as_of": _day(values, "as_of", day), "decision": words[0],
        "reason": values.get("reason"), "answers": answers, "due_on": _day(values, "due_on"),
        "amends": values.get("amends"),
    }  # fmt: skip


def _snoozes(day: date, words: list[str], values: Values, client: str, key: str, _: str) -> Pairs:
    yield "snoozes", {
        "snooze_id": f"{key}-Z", "client_id": client, "rule": words[0],
        "snoozed_at": datetime.combine(day, time(10)), "until_on": _day(values, "until_on", day),
        "reason": values.get("reason", "agreed in conference"), "value": _number(values.get("value")),
    }  # fmt: skip


def _plan_reviews(day: date, words: list[str], values: Values, client: str, key: str, _: str) -> Pairs:
    yield "plan_reviews", {
        "client_id": client, "kind": words[0], "due_on": day, "done_on": _day(values, "done_on"),
        "known_from": ALWAYS,
    }  # fmt: skip


def _consents(day: date, words: list[str], values: Values, client: str, key: str, _: str) -> Pairs:
    yield "consents", {
        "client_id": client, "recipient": words[0], "given_on": day, "scope": values.get("scope"),
        "expires_on": _day(values, "expires_on"), "revoked_on": _day(values, "revoked_on"),
    }  # fmt: skip


def _follow_ups(day: date, words: list[str], values: Values, client: str, key: str, _: str) -> Pairs:
    if words[0] not in ("contacted", "not_contacted"):
        raise ValueError("say contacted or not_contacted")
    contacted = words[0] == "contacted"
    yield "follow_ups", {
        "client_id": client, "episode_id": f"{client}-E{values.get('episode', 0)}",
        "month": int(values.get("month", 1)), "contacted_on": day if contacted else None,
        "days_abstinent_30": _whole(values, "days_abstinent_30"),
        "in_treatment": _flag(values, "in_treatment"),
        "known_from": datetime.combine(day, time(9)) if contacted else ALWAYS,
    }  # fmt: skip


def _past(day: date, words: list[str], values: Values, client: str, key: str, _: str) -> Pairs:
    """People of closed admissions with one measure: `phq9 total 1:20 5:0..29` is 20 in week 1, and in week 5
    a score for each person, evenly from 0 to 29.
    """
    measure, scale, *weeks = words
    people = int(values.get("people", 30))
    for number in range(people):
        person = f"{key}-P{number}"
        yield (
            "clients",
            {"client_id": person, "name": person, "program_id": f"P-{client}", "known_from": ALWAYS},
        )
        yield from _closed_stay(person, day, values)
        for week, _, score in (item.partition(":") for item in weeks):
            low, _, high = score.partition("..")
            step = (float(high or low) - float(low)) / max(people - 1, 1)
            given = day + timedelta(weeks=int(week) - 1)
            yield "survey_scores", {
                "client_id": person, "measure": measure, "scale": scale, "given_on": given,
                "score": Odd(float(low) + step * number),
                "known_from": _entered(values) or datetime.combine(given, time(9)),
            }  # fmt: skip


def _closed_stay(person: str, day: date, values: Values) -> Pairs:
    """One episode; with `end_known_on` it was open in the records until that day."""
    began, ended = datetime.combine(day, time(8)), _day(values, "ended_on", day + timedelta(days=84))
    known = _day(values, "end_known_on")
    stay: Row = {
        "episode_id": f"{person}-E", "client_id": person, "level": "intensive_outpatient", "started_on": day,
    }  # fmt: skip
    if known is None:
        yield "episodes", {**stay, "ended_on": ended, "known_from": began}
        return
    told = datetime.combine(known, time(9))
    yield "episodes", {**stay, "known_from": began, "known_until": told}
    yield "episodes", {**stay, "ended_on": ended, "known_from": told}


def _merged(day: date, words: list[str], values: Values, client: str, key: str, _: str) -> Pairs:
    yield (
        "client_aliases",
        {"old_id": words[0], "client_id": words[1], "merged_on": day, "known_from": ALWAYS},
    )


def _evaluations(day: date, words: list[str], values: Values, client: str, key: str, _: str) -> Pairs:
    """What `caseboard evaluate --keep` found up to the day: `no_attendance priority auc=0.85 met=31`."""
    row: Row = {
        "evaluated_at": datetime.combine(day, time(9)), "from_day": _day(values, "from_day", day),
        "to_day": day, "outcome": words[0], "said": values.get("said", "had the outcome"),
        "signal": words[1], "same_input": False,
    }  # fmt: skip
    for name in ("met", "happened", "auc", "auc_low", "auc_high", "ppv"):
        row[name] = _number(values.get(name))
    yield "evaluations", row


_READERS: dict[str, Callable[[date, list[str], Values, str, str, str], Pairs]] = {
    "attendance": _attendance, "survey_items": _survey_items, "survey_scores": _survey_scores,
    "drug_screens": _drug_screens, "daily_logs": _daily_logs, "goals": _goals, "supports": _supports,
    "events": _events, "leaves": _leaves, "decisions": _decisions, "snoozes": _snoozes,
    "plan_reviews": _plan_reviews, "consents": _consents, "follow_ups": _follow_ups,
    "merged": _merged, "past": _past, "evaluations": _evaluations,
}  # fmt: skip
_WORDS: dict[str, tuple[str, ...]] = {
    "attendance": ("a status",), "survey_items": ("a measure", "its answers"),
    "survey_scores": ("a measure", "a scale", "a score"), "drug_screens": ("a result",), "daily_logs": (),
    "goals": (), "supports": ("a kind",), "events": ("a kind",), "leaves": ("a kind",),
    "decisions": ("a decision",), "snoozes": ("a rule",), "plan_reviews": ("a kind",),
    "consents": ("a recipient",), "follow_ups": ("contacted or not_contacted",),
    "merged": ("an old id", "a new one"), "past": ("a measure", "a scale", "scores"),
    "evaluations": ("an outcome", "a signal"),
}  # fmt: skip
TABLES = tuple(_READERS)
