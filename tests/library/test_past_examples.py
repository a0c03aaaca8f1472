"""Closed admissions in an example: the rows that `past` stands for; other examples never see them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from caseboard.library import Library
from caseboard.library.examples import check_examples
from caseboard.library.examples.rows import Row, rows_of
from caseboard.library.examples.words import Bad

ENTRY = "2025-06-01 phq9 total 1:20 5:0..10 people=3 ended_on=2025-09-01"


def written(entry: str) -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = {}
    for table, row in rows_of("past", [entry], "X", "opioid"):
        tables.setdefault(table, []).append(row)
    return tables


def test_each_person_has_a_stay_and_a_score_a_week() -> None:
    tables = written(ENTRY)
    assert [len(tables[name]) for name in ("clients", "episodes", "survey_scores")] == [3, 3, 6]
    assert len({row["client_id"] for row in tables["clients"]}) == 3
    assert {row["ended_on"] for row in tables["episodes"]} == {date(2025, 9, 1)}
    later = [row for row in tables["survey_scores"] if row["given_on"] == date(2025, 6, 29)]
    assert [row["score"] for row in later] == [0, 5, 10]
    assert all(row["known_from"] == datetime(2025, 6, 29, 9) for row in later)


def test_what_is_left_out_is_plain() -> None:
    tables = written("2025-06-01 phq9 total 1:20")
    assert len(tables["clients"]) == 30
    assert tables["episodes"][0]["ended_on"] == date(2025, 8, 24)
    assert tables["survey_scores"][0]["measure"] == "phq9"


def test_an_end_that_is_told_later_is_a_second_version() -> None:
    stays = written(f"{ENTRY} end_known_on=2025-10-01")["episodes"]
    first, second = (row for row in stays if row["client_id"] == "X-1-P0")
    assert first.get("ended_on") is None
    assert first["known_until"] == second["known_from"] == datetime(2025, 10, 1, 9)
    assert second["ended_on"] == date(2025, 9, 1)


@pytest.mark.parametrize(
    "entry", ["2025-06-01 phq9", "2025-06-01 phq9 total 1:x", "2025-06-01 phq9 total x:1"]
)
def test_a_wrong_entry_is_a_sentence(entry: str) -> None:
    with pytest.raises(Bad, match="in past cannot be read"):
        written(entry)


def test_examples_with_a_past_stand_alone(tmp_path: Path) -> None:
    folder = tmp_path / "concepts"
    folder.mkdir()
    (folder / "people_here.sql").write_text(
        "/*\ntitle = 'People'\n"
        f"[[examples]]\nname = 'a past'\npast = ['{ENTRY}']\nexpect = {{ people = 5 }}\n"
        f"[[examples]]\nname = 'another'\npast = ['{ENTRY}']\nexpect = {{ people = 5 }}\n*/\n"
        "select cl.client_id, (select count(*) from clients) as people "
        "from clients as cl where cl.client_id = 'X'\n",
        encoding="utf-8",
    )
    outcome = check_examples(Library.load(local=tmp_path), ["people_here"])
    assert (outcome.examples, outcome.failures) == (2, [])
