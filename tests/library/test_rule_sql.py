"""What the library writes around a rule: its sentence, its severity, what an answer of the team covers."""

from __future__ import annotations

from typing import Any

import pytest

from caseboard.errors import RequestError
from caseboard.library import Library
from caseboard.library.query import Query
from caseboard.library.rules import own, sentence

TYPES = {"value": "DOUBLE", "since": "DATE", "at": "TIMESTAMP", "n": "INTEGER", "first day": "FLOAT"}
COLUMNS = [(name, "VARCHAR") for name in ("client_id", "state", "value", "threshold", "since")]


def rule(library: Library, **header: Any) -> Query:
    made = Query("rules/safety/mine", library.folder / "none.sql")
    made.__dict__.update(header={"kind": "safety", "severity": 2, **header}, sql="select 1")
    return made


@pytest.mark.parametrize(
    ("say", "pieces"),
    [
        ("{value:1}", ["format('{:.1f}', (answer.\"value\")::double)"]),
        ("{value:.2f}", ["format('{:.2f}', (answer.\"value\")::double)"]),
        ("{n:0%}", ["format('{:.0f}%', (answer.\"n\")::double * 100)"]),
        ("{since}{at}", ['short_day((answer."since")::date)', 'short_day((answer."at")::date)']),
        ("{value}{first day}", ["printf('%g', answer.\"value\")", "printf('%g', answer.\"first day\")"]),
        ("{n}", ['(answer."n")::varchar']),
        ("{limit}", ["printf('%g', getvariable('limit'))"]),
    ],
)
def test_what_stands_for_a_name_in_a_sentence(library: Library, say: str, pieces: list[str]) -> None:
    query = rule(library, say=say, parameters={"limit": {"type": "double", "default": 2}})
    assert sentence(query, TYPES) == [f"coalesce({piece}, '-')" for piece in pieces]
    around = sentence(rule(library, say=f"It's {say} or so", parameters=query.header["parameters"]), TYPES)
    assert around == ["'It''s '", *sentence(query, TYPES), "' or so'"]


def test_a_sentence_that_is_none_is_the_title_and_a_format_that_is_none_is_refused(library: Library) -> None:
    assert sentence(rule(library, say="", title="Isn't"), TYPES) == ["'Isn''t'"]
    for form in ("x", "10", "0%%", "f"):
        with pytest.raises(RequestError, match=rf"the format in {{value:{form}}} is unknown"):
            sentence(rule(library, say=f"{{value:{form}}}"), TYPES)


@pytest.mark.parametrize(
    ("header", "columns", "said"),
    [
        ({}, [], ["(2)::integer as severity", "(1)::integer as direction", "true as answer_holds"]),
        ({}, [], ["(answer.since)::timestamp as covered_from", "(answer.value)::double as covered_value"]),
        ({"severity": None}, [], ["(null)::integer as severity"]),
        ({}, ["severity"], ["(coalesce(answer.severity, 2))::integer as severity"]),
        ({"worse": "lower"}, [], ["(-1)::integer as direction"]),
        ({"worse": "lower"}, ["direction"], ["(coalesce(answer.direction, -1))::integer as direction"]),
        ({"worse": "higher"}, ["direction"], ["(coalesce(answer.direction, 1))::integer as direction"]),
        ({}, ["answer_holds"], ["coalesce(answer.answer_holds, true) as answer_holds"]),
        ({}, [], ["(null)::varchar as unit"]),
        ({"unit": "a day's"}, [], ["('a day''s')::varchar as unit"]),
        ({"unit": "days"}, ["unit"], ["(coalesce(answer.unit::varchar, 'days'))::varchar as unit"]),
        ({}, ["covered_from"], ["(coalesce(answer.covered_from, answer.since))::timestamp as covered_from"]),
        ({}, ["covered_value"], ["(coalesce(answer.covered_value, answer.value))::double as covered_value"]),
        (
            {},
            ["because"],
            ["concat('x') when answer.state in ('not_met', 'missing') then answer.because end"],
        ),
        (
            {"battery": ["phq9"], "suggests": ["a", "b'"]},
            [],
            ["['phq9']::varchar[] as battery", "['a', 'b''']"],
        ),
        ({}, ["more", "title", "battery"], ['::varchar[] as battery,\n    answer."more"\nfrom answer']),
    ],
)
def test_what_is_added_to_an_answer(
    library: Library, header: dict[str, Any], columns: list[str], said: list[str]
) -> None:
    text = own(rule(library, say="x", **header), [*COLUMNS, *((name, "VARCHAR") for name in columns)])
    for part in said:
        assert part in text
