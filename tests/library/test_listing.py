"""What the lists say of sources, reviews and assumptions, and the checks on the data."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from caseboard.errors import RequestError
from caseboard.library import Clinic, Library
from caseboard.library.checking import run_checks
from caseboard.library.listing import listing, review_note

Call = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("reviewed", "today", "note"),
    [
        (date(2024, 1, 1), date(2026, 1, 1), ""),
        (date(2024, 1, 1), date(2026, 1, 2), "reviewed 2024-01-01: more than two years ago"),
        (date(2024, 6, 15), date(2026, 6, 14), ""),
        (date(2024, 6, 15), date(2026, 5, 20), ""),
        (date(2024, 6, 15), date(2026, 7, 1), "reviewed 2024-06-15: more than two years ago"),
        (date(2024, 2, 29), date(2026, 2, 28), ""),
        (date(2024, 2, 29), date(2026, 3, 1), "reviewed 2024-02-29: more than two years ago"),
        (date(2024, 12, 31), date(2027, 1, 1), "reviewed 2024-12-31: more than two years ago"),
        (None, date(2026, 1, 1), "never reviewed"),
    ],
)
def test_a_review_of_more_than_two_years_ago_is_old(reviewed: date | None, today: date, note: str) -> None:
    assert review_note(reviewed, today) == note


def test_measures_show_source_review_and_what_is_assumed(library: Library) -> None:
    rows = {(r["measure"], r["scale"]): r for r in listing(library, "measures", date(2026, 11, 24)).records()}
    pcl5 = rows["pcl5", "total"]
    assert pcl5["source"].startswith("PTSD Checklist for DSM-5")
    assert "reliable_change: 15 to 18 in male veterans" in pcl5["assumed"]
    assert (rows["audit_c", "total"]["cutoff_male"], rows["audit_c", "total"]["cutoff_female"]) == (4, 3)
    assert {r["note"] for r in rows.values()} == {""}
    assert all(r["source"] and r["reviewed"] for r in rows.values())
    later = listing(library, "measures", date(2028, 11, 25)).records()
    assert {r["note"] for r in later if r["measure"] == "pcl5"} == {
        "reviewed 2026-11-24: more than two years ago"
    }


def test_rules_show_source_review_and_what_is_assumed(library: Library) -> None:
    rows = {r["name"]: r for r in listing(library, "rules", date(2026, 11, 25)).records()}
    gap = rows["rules/more_intensity/dose_gap"]
    assert gap["assumed"] == "dose_share; dose_share_that_is_severe; dose_first_days; dose_sessions_needed"
    assert "Medicare" in gap["source"]
    assert {r["note"] for r in rows.values()} == {""}
    later = listing(library, "rules", date(2028, 11, 30)).records()
    assert all(r["note"].endswith("more than two years ago") for r in later)


def test_a_rule_that_cannot_be_run_is_not_listed(library: Library, tmp_path: Path) -> None:
    bundled = library.get("craving_rise")
    odd = bundled.text.replace('["increase_sessions"]', '["more_sessions"]')
    (tmp_path / "rules" / "more_intensity").mkdir(parents=True)
    (tmp_path / "rules" / "more_intensity" / "craving_rise.sql").write_text(odd)
    with pytest.raises(RequestError, match="unknown suggestion 'more_sessions'"):
        listing(Library.load(local=tmp_path), "rules")


def test_what_a_source_calls_assumed_is_listed_and_every_name_is_a_parameter(library: Library) -> None:
    below = {name for query in library for name in query.parameters}
    for rule in library.rules:
        if "assumed" in rule.source.lower():
            assert rule.assumed, rule.name
        for text in rule.assumed:
            if re.fullmatch(r"[a-z0-9_]+", text):
                assert text in below, f"{rule.name}: {text} is no parameter"


def test_a_rule_whose_source_alone_says_assumed_points_to_it(library: Library) -> None:
    from caseboard.library.query import Query

    rule = Query("rules/x", library.folder / "none.sql")
    rule.__dict__["header"] = {"source": "The days are assumed."}
    assert rule.assumed == ["see source"]
    rule.__dict__["header"] = {"source": "Somebody 2020"}
    assert rule.assumed == []
    rule.__dict__["header"] = {
        "assumed": "days",
        "parameters": {"a": {"type": "INTEGER", "assumed": "a guess"}, "b": {"type": "INTEGER"}},
    }
    assert rule.assumed == ["days", "a: a guess"]


def test_the_command_marks_an_old_review(caseboard: Call, tmp_path: Path, library: Library) -> None:
    for name in ("measures", "rules/more_intensity"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("measures/phq9.toml", "rules/more_intensity/dose_gap.sql"):
        text = (library.folder / name).read_text(encoding="utf-8")
        old = re.sub(r"^reviewed = .*$", "reviewed = 2020-01-01", text, count=1, flags=re.MULTILINE)
        (tmp_path / name).write_text(old, encoding="utf-8")
    for what, column, name in (
        ("measures", "measure", "phq9"),
        ("rules", "name", "rules/more_intensity/dose_gap"),
    ):
        code, out, _ = caseboard("list", what, "--queries", tmp_path, "--format", "csv")
        assert code == 0
        notes = {row[column]: row["note"] for row in csv.DictReader(io.StringIO(out))}
        assert notes[name] == "reviewed 2020-01-01: more than two years ago"


def test_the_sample_passes_every_check(caseboard: Call) -> None:
    code, out, err = caseboard("check")
    assert (code, out) == (0, "")
    assert "checks as of 2026-03-15: nothing found" in err


def test_a_level_that_the_clinics_ladder_lacks_is_found(
    caseboard: Call, library: Library, tmp_path: Path
) -> None:
    ladder = library.get("level")
    rungs = [line for line in ladder.text.splitlines() if "('intensive_outpatient', 3" not in line]
    (tmp_path / "concepts").mkdir()
    (tmp_path / "concepts" / "level.sql").write_text("\n".join(rungs), encoding="utf-8")
    code, out, _ = caseboard("check", "--queries", tmp_path, "--format", "csv")
    assert code == 1
    assert "quality/level_not_on_ladder,A client at a level that the clinic's ladder does not have,1" in out
    code, out, _ = caseboard("board", "client", "C0135", "--plain", "--queries", tmp_path)
    assert code == 0
    said = (
        "Next lower not known: the clinic's ladder has no level intensive outpatient, "
        "so nobody at it is called ready to step down"
    )
    assert said in " ".join(out.split())


@pytest.mark.parametrize(
    ("was", "now", "row"),
    [
        ("9.0, 9.0, 'outpatient')", "9.0, 9.0, 'day_care')", "intensive_outpatient,step down,day_care"),
        ("9.0, 9.0, 'outpatient')", "9.0, 9.0, 'residential')", "intensive_outpatient,step down,residential"),
        ("('outpatient', 2", "('aftercare', 1, 'A', 1, 1, null, null),('outpatient', 2", "aftercare,twice,"),
    ],
)
def test_a_ladder_at_odds_with_itself_is_found(
    caseboard: Call, library: Library, tmp_path: Path, was: str, now: str, row: str
) -> None:
    text = library.get("level").text
    assert was in text
    (tmp_path / "concepts").mkdir()
    (tmp_path / "concepts" / "level.sql").write_text(text.replace(was, now), encoding="utf-8")
    code, out, _ = caseboard("run", "ladder_at_odds", "--queries", tmp_path, "--format", "csv")
    assert (code, out.splitlines()) == (0, ["level,problem,next_down", row])
    assert caseboard("check", "--queries", tmp_path)[0] == 1


FOUND = """\
/*
title = "Everybody is looked at"
kind = "check"
*/
select cl.client_id
from clients as cl
order by cl.client_id
"""


def test_a_check_that_finds_something_is_named_and_the_exit_code_is_1(
    caseboard: Call, tmp_path: Path, sample_db: Path
) -> None:
    own = tmp_path / "quality"
    own.mkdir()
    (own / "own.sql").write_text(FOUND, encoding="utf-8")
    library = Library.load(local=tmp_path)
    names = [query.name for query in library.checks]
    assert names == sorted(names)
    assert {"quality/own", "quality/score_disagrees_with_items"} <= set(names)
    day = date(2025, 10, 1)
    everybody = len(Clinic(library, sample_db).run("quality/own", as_of=day).rows)
    found = run_checks(Clinic(library, sample_db), day)
    assert (found.as_of, found.rows) == (day, [("quality/own", "Everybody is looked at", everybody)])
    ask = ("check", "--queries", tmp_path, "--format", "csv", "--db", sample_db, "--as-of", day)
    code, out, err = caseboard(*ask)
    assert (code, out) == (1, f"name,title,rows\nquality/own,Everybody is looked at,{everybody}\n")
    again = f"caseboard run quality/own --as-of {day} --db {sample_db} --queries {tmp_path} shows the rows"
    assert f"as of {day}: 1 found something; {again}" in err
    assert caseboard("run", "quality/own", "--queries", tmp_path, "--db", sample_db, "--fail-on-rows")[0] == 1
    ask = ("run", "quality/score_disagrees_with_items", "--db", sample_db, "--fail-on-rows")
    assert caseboard(*ask)[0] == 0


def test_a_check_that_cannot_be_run_is_no_check_that_found_nothing(caseboard: Call, tmp_path: Path) -> None:
    (tmp_path / "quality").mkdir()
    (tmp_path / "quality" / "own.sql").write_text(FOUND.replace("cl.client_id\nfrom", "cl.colour\nfrom"))
    code, out, err = caseboard("check", "--queries", tmp_path)
    assert (code, out) == (2, "")
    assert "colour" in err


def test_totals_that_disagree_are_found_in_a_database(tmp_path: Path, library: Library) -> None:
    from caseboard.intake import import_extracts
    from caseboard.store import Engine
    from tests.intake.conftest import BASE, write_csv

    folder = tmp_path / "extracts"
    folder.mkdir()
    day = {"client_id": "C1", "given_on": "2026-02-01"}
    tables = {
        **BASE,
        "survey_items": [{**day, "measure": "gad7", "item": item, "value": 1} for item in range(1, 8)],
        "survey_scores": [{**day, "measure": "gad7", "scale": "total", "score": 12}],
    }
    for name, rows in tables.items():
        write_csv(folder / f"{name}.csv", rows)
    import_extracts([folder], Engine(tmp_path / "c.duckdb"), library)
    clinic = Clinic(library, tmp_path / "c.duckdb")
    found = run_checks(clinic, date(2026, 3, 1))
    assert [(row[0], row[2]) for row in found.rows] == [
        ("quality/feed_stopped", 2),
        ("quality/score_disagrees_with_items", 1),
    ]
    scores = clinic.run("score", as_of=date(2026, 3, 1)).records()
    assert [(s["score"], s["from_items"]) for s in scores] == [(7, True)]


def test_the_lists_show_the_thresholds_of_the_clinic(
    caseboard: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: Library
) -> None:
    config = tmp_path / "config.toml"
    monkeypatch.setenv("CASEBOARD_CONFIG", str(config))
    flag, severe = library.get("no_shows_in_a_row").parameters.values()
    own = flag.default + 2
    config.write_text(f"[parameters]\n{flag.name} = {own}\n{severe.name} = {severe.default}\n")

    def listed(what: str) -> dict[str, dict[str, str]]:
        code, out, err = caseboard("list", what, "--format", "csv")
        assert code == 0, err
        return {row["name"]: row for row in csv.DictReader(io.StringIO(out))}

    rows = listed("parameters")
    assert [rows[flag.name][key] for key in ("value", "default", "note")] == [
        str(own),
        str(flag.default),
        "the clinic's own value",
    ]
    assert [rows[severe.name][key] for key in ("value", "note")] == [str(severe.default), ""]
    assert {row["note"] for name, row in rows.items() if name != flag.name} == {""}
    rule = listed("rules")["rules/more_intensity/no_shows_in_a_row"]
    said = f"{flag.name}={own} (library: {flag.default}), {severe.name}={severe.default}"
    assert rule["parameters"] == said
    config.write_text("[parameters]\nno_show_that_flag = 4\n")
    row = listed("parameters")["no_show_that_flag"]
    assert row["value"] == "4"
    assert row["note"].startswith("no query declares it (did you mean no_shows_that_flag")


def test_everything_that_can_be_listed_is_offered(caseboard: Call) -> None:
    code, _, err = caseboard("list", "kyes")
    assert code == 2
    assert "(did you mean keys" in err
    assert "parameters, extracts, keys, audit, client" in err
