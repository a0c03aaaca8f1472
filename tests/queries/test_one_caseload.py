"""One clinician's or one program's caseload is the whole board's rows of it, and nothing else."""

from __future__ import annotations

import pytest

from caseboard.library import Clinic, Library
from caseboard.library.examples import examples_of
from caseboard.library.examples.tiny_clinic import begin


@pytest.fixture(scope="module")
def clinic(sample: Clinic) -> Clinic:
    return sample


@pytest.mark.parametrize(
    ("parameter", "column"),
    [("of_clinician", "clinician_id"), ("of_program", "program_id")],
)
def test_the_rows_of_one_caseload(clinic: Clinic, parameter: str, column: str) -> None:
    queries = ("panes/board", "panes/flag", "rule_state")
    with clinic.asking() as everybody:
        caseload = {row["client_id"]: row[column] for row in everybody.run("open_client").records()}
        whole = {query: everybody.run(query).records() for query in queries}
    seen = dict.fromkeys(queries, 0)
    for code in sorted(set(caseload.values())):
        with clinic.asking(parameters={parameter: code}) as asking:
            for query in queries:
                own = asking.run(query).records()
                assert own == [row for row in whole[query] if caseload[row["client_id"]] == code], query
                seen[query] += len(own)
    assert seen == {query: len(rows) for query, rows in whole.items()}
    assert min(seen.values()) > 10


@pytest.mark.parametrize(
    ("parameter", "column"),
    [("of_clinician", "clinician_id"), ("of_program", "program_id")],
)
def test_what_a_supervisor_asks_of_one_caseload(clinic: Clinic, parameter: str, column: str) -> None:
    """Of each list the rows of its clients; of the months the admissions, which add up to everybody's."""
    lists = [query.name for query in clinic.library if query.name.startswith("audit/")]
    lists.remove("audit/retention")
    assert len(lists) > 5
    with clinic.asking() as everybody:
        caseload = {row["client_id"]: row[column] for row in everybody.run("clients").records()}
        whole = {name: everybody.run(name).records() for name in lists}
        admitted = sum(row["admitted"] for row in everybody.run("audit/retention").records())
    counted = 0
    for code in sorted(set(caseload.values())):
        with clinic.asking(parameters={parameter: code}) as asking:
            for name in lists:
                own = [row for row in whole[name] if caseload[row["client_id"]] == code]
                assert asking.run(name).records() == own, name
            counted += sum(row["admitted"] for row in asking.run("audit/retention").records())
    assert counted == admitted > 100


def test_nobody_has_that_clinician(clinic: Clinic) -> None:
    assert clinic.run("panes/board", parameters={"of_clinician": "nobody"}).rows == []


def test_of_an_id_that_nobody_has_no_part_of_a_page_says_anything(clinic: Clinic) -> None:
    """A filter that is lost would show one client what was recorded of another."""
    with clinic.asking() as asking:
        for query in clinic.library:
            if query.name.startswith("client/"):
                assert asking.run(query.name, {"client_id": "nobody"}).rows == [], query.name


def test_a_decision_is_shown_of_its_client_alone(library: Library) -> None:
    """The sample clinic has no decision to show of a wrong client."""
    clinic = Clinic(library, ":memory:")
    with clinic.engine.writing(create=True) as cursor:
        asking = begin(clinic, cursor, examples_of(library.get("client/decisions"))[:1])
        assert asking.run("client/decisions", {"client_id": "X"}).rows
        assert asking.run("client/decisions", {"client_id": "nobody"}).rows == []
    clinic.close()


def test_a_client_alone_reads_as_among_all_the_others(clinic: Clinic) -> None:
    names = [query.name for query in clinic.library if query.name.startswith("client/")]
    assert len(names) > 15
    people = clinic.run("panes/board").records()
    closed = clinic.run("clients").records()
    chosen = [people[0], people[len(people) // 2], closed[0]]
    with clinic.asking() as everybody:
        for row in chosen:
            one = {"client_id": row["client_id"]}
            with clinic.asking(parameters={"of_client": row["client_id"]}) as alone:
                for name in names:
                    assert alone.run(name, one).rows == everybody.run(name, one).rows, name


def test_a_scope_is_no_changed_threshold(clinic: Clinic) -> None:
    found = clinic.run("panes/board", parameters={"of_program": "nowhere", "no_shows_that_flag": 5})
    assert list(found.changed) == ["no_shows_that_flag"]
