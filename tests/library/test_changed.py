"""A result says which thresholds are not the library's."""

from __future__ import annotations

import pytest

from caseboard.errors import RequestError
from caseboard.library import Clinic, Library
from caseboard.library.listing import listing
from caseboard.library.parameters import changed, check_value, resolve
from caseboard.library.query import Parameter


def test_the_clinics_own_thresholds_and_those_given(library, sample_db):
    clinic = Clinic(library, sample_db, parameters={"no_shows_that_flag": 4, "days_until_stale": 8})
    assert clinic.run("no_shows_in_a_row").changed == {"no_shows_that_flag": (4, 2)}
    assert clinic.run("no_shows_in_a_row", parameters={"no_shows_that_flag": "2"}).changed == {}
    assert clinic.run("stale_feed").changed == {}
    assert "no_shows_that_flag" in clinic.run("panes/flag").changed


@pytest.mark.parametrize(
    ("value", "default", "same"),
    [
        (2, 2, True),
        ("2", 2, True),
        (2.0, 2, True),
        ("3", 2, False),
        ("True", True, True),
        (False, True, False),
        (" true ", True, True),
        ("[1, 2]", [1, 2], True),
        ([1], [2], False),
    ],
)
def test_what_counts_as_another_value(value, default, same):
    found = changed({"it": Parameter("it", "DOUBLE", default)}, {"it": value})
    assert (found == {}) is same


def test_what_must_be_given_is_no_threshold():
    assert changed({"client_id": Parameter("client_id", "VARCHAR", required=True)}, {"client_id": "C1"}) == {}
    whose = Parameter("of_client", "VARCHAR", "C2", scope=True)
    assert changed({"of_client": whose}, {"of_client": "C1"}) == {}


def thresholds(number):
    some = {f"p{n}": Parameter(f"p{n}", "INTEGER", n) for n in reversed(range(number))}
    asked = {
        "day": Parameter("day", "DATE", required=True),
        "whose": Parameter("whose", "VARCHAR", scope=True),
    }
    return some | asked


def test_a_value_is_the_given_one_then_the_clinics_then_the_librarys():
    assert resolve("q", thresholds(3), {"p0": 7, "p1": 8, "else": 1}, {"p0": 9, "day": 1}) == {
        "p0": 9, "p1": 8, "p2": 2, "day": 1, "whose": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("declared", "sentence"),
    [
        (thresholds(8), "q has no parameter 'zz'; it has day, whose, p0, p1, p2, p3, p4, p5, p6, p7."),
        (thresholds(9), "it has day, whose, 9 thresholds (caseboard list parameters shows them)."),
        ({}, "q has no parameter 'zz'; it has none."),
        ({"zzz": Parameter("zzz", "DATE")}, "q has no parameter 'zz' (did you mean zzz?)."),
    ],
)
def test_a_parameter_that_is_none_is_said_with_those_that_are(declared, sentence):
    with pytest.raises(RequestError) as error:
        resolve("q", declared, {}, {"zz": 1})
    assert str(error.value).endswith(sentence)


@pytest.mark.parametrize(("words", "said"), [("the day", "(the day)."), ("", "(DATE).")])
def test_a_value_that_must_be_given_is_asked_for(words, said):
    with pytest.raises(RequestError) as error:
        resolve("q", {"on": Parameter("on", "DATE", help=words, required=True)}, {}, {})
    assert str(error.value) == f"q needs a value: -p on=... {said}"


def test_an_empty_id_is_no_value():
    """It would find no row, which reads as nothing to say; what is no text is refused as no date."""
    with pytest.raises(RequestError, match="q needs a value: -p on="):
        resolve("q", {"on": Parameter("on", "VARCHAR", required=True)}, {}, {"on": ""})
    for other in (Parameter("on", "DATE", required=True), Parameter("on", "VARCHAR", "all")):
        assert resolve("q", {"on": other}, {}, {"on": ""}) == {"on": ""}


@pytest.mark.parametrize(
    ("kind", "default", "at_most", "allowed", "refused"),
    [
        ("INTEGER", 1, None, [0, "0", "+3", None], [-1, "-1", "1.0"]),
        ("INTEGER", 0, None, [-1, 1], []),
        ("INTEGER", None, None, [-1, 0], [""]),
        (
            "INTEGER[]",
            [1],
            None,
            ["[ 1 , 0 ]", [], " [] ", "[ ]", [0], " [1] ", None],
            ["[1, -1]", [-1], "-1"],
        ),
        ("DOUBLE", 0.8, 1, [1, "1", 0.0], [1.01, "-0.1", 80]),
        ("DOUBLE", None, -1, [-1, -2.5, None], [0]),
        ("DOUBLE[]", [0.5], 2, [[2, 1], []], ["[1, 2.5]"]),
        ("VARCHAR", "a", None, ["", "-1", None], []),
        ("VARCHAR[]", [], None, ["[a, b]", ["-1"], []], []),
        ("BOOLEAN", True, None, [*"tynf10", "true", "yes", "false", "no", "TRUE", True], ["on", "2", ""]),
    ],
)
def test_a_threshold_lies_where_the_librarys_own_allows(kind, default, at_most, allowed, refused):
    parameter = Parameter("it", kind, default, at_most=at_most)
    for value in allowed:
        check_value(parameter, value)
    for value in refused:
        with pytest.raises(RequestError, match=r"The parameter it (should be|cannot be)"):
            check_value(parameter, value)


def test_a_default_that_a_clinics_own_copy_changes_is_not_the_librarys(
    library, sample_db, tmp_path, caseboard
):
    rule = library.get("no_shows_in_a_row")
    own = tmp_path / f"{rule.name}.sql"
    own.parent.mkdir(parents=True)
    assert rule.text.count("default = 2\n") == 1
    own.write_text(rule.text.replace("default = 2\n", "default = 4\n"), encoding="utf-8")
    # Another file that declares it as the clinic does has no bundled one below it.
    reader = "/*\n[parameters.no_shows_that_flag]\ntype = 'INTEGER'\ndefault = 4\n*/\n"
    (tmp_path / "panes").mkdir()
    (tmp_path / "panes" / "own_reader.sql").write_text(
        f"{reader}select getvariable('no_shows_that_flag') as n, count(*) as met from no_shows_in_a_row",
        encoding="utf-8",
    )
    (tmp_path / "panes" / "a_reader.sql").write_text(f"{reader}select getvariable('no_shows_that_flag') as n")
    (tmp_path / "panes" / "of_both.sql").write_text("select a.n from a_reader as a, no_shows_in_a_row")
    local = Library.load(local=tmp_path)
    for name in ("no_shows_in_a_row", "panes/flag", "panes/board", "own_reader", "of_both"):
        assert Clinic(local, sample_db).run(name).changed == {"no_shows_that_flag": (4, 2)}, name
    kept = Clinic(local, sample_db, parameters={"no_shows_that_flag": 2})
    assert kept.run("panes/flag").changed == {}
    said = {row["name"]: row for row in listing(local, "parameters").records()}["no_shows_that_flag"]
    assert (said["value"], said["default"], said["note"]) == ("4", "2", "the clinic's own value")
    rules = {row["name"]: row["parameters"] for row in listing(local, "rules").records()}
    assert "no_shows_that_flag=4 (library: 2)" in rules[rule.name]
    _, _, words = caseboard("run", rule.stem, "--queries", tmp_path, "--db", sample_db)
    assert ", with no_shows_that_flag = 4\n" in words
