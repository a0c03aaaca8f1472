"""The replay on whole clinics: strictly as of each date, and the command line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from caseboard.evaluation import Evaluation, evaluate
from caseboard.evaluation.replay import replay
from caseboard.intake import import_extracts
from caseboard.library import Clinic, Library
from caseboard.store import Engine
from tests.conftest import real_data
from tests.evaluation.judging import judging_by
from tests.queries.test_priority import OUTCOMES

TRIALS = real_data() / "trials_27_30"
FIRST, LAST = date(2025, 11, 2), date(2026, 1, 25)
DAYS = [date(2025, 11, 9), date(2025, 11, 16), date(2025, 12, 7)]
Caseboard = Callable[..., tuple[int, str, str]]


@pytest.fixture
def own_db(tmp_path: Path, sample_db: Path) -> Path:
    return Path(shutil.copy(sample_db, tmp_path / "own.duckdb"))


def gathered(clinic: Clinic, days: list[date]) -> tuple[list[Any], list[Any], list[Any]]:
    """The replayed rows, and what became of them as known on the sample's last day."""
    with clinic.asking() as asking:
        end = asking.as_of
        replay(asking, days, lambda what, share: None)
        asking.move(end)
        asking.run("figures", {"outcome": "no_attendance", "rounds": 1})
        tables = ("replay_row", "signal_row", "outcome_day")
        signals, rows, outcomes = (
            asking.cursor.rows(f"select * from temp.{table} order by all").rows for table in tables
        )
    return signals, rows, outcomes


def test_data_entered_later_change_no_signal_and_do_change_what_happened(
    own_db: Path, library: Library
) -> None:
    clinic = Clinic(library, own_db)
    before = gathered(clinic, DAYS)
    assert len(before[0]) > 100
    with clinic.engine.writing() as cursor, cursor.transaction():
        # Late entry, the day after the last board of the replay: every screen so far was positive, nobody
        # came, and everybody had thoughts of self-harm.
        for table, change in (
            ("drug_screens", "'positive' as result"),
            ("attendance", "'no_show' as status, null as minutes_attended"),
            ("form_scores", "score + 9 as score"),
        ):
            cursor.execute(
                f"insert into clinic.{table} by name select * replace ({change.split(' as ')[0]} as "
                f"{change.split(' as ')[1].split(',')[0]}, timestamp '2025-12-08 09:00:00' as known_from) "
                f"from clinic.{table} where known_from < timestamp '2025-12-08' and known_until is null"
            )
            cursor.execute(
                f"update clinic.{table} set known_until = timestamp '2025-12-08 09:00:00' "
                "where known_from < timestamp '2025-12-08' and known_until is null"
            )
    after = gathered(clinic, DAYS)
    assert after[0] == before[0]
    assert after[1] == before[1]
    assert after[2] != before[2]


def test_the_signals_are_those_of_the_board_on_that_day(
    sample: Clinic, sample_db: Path, library: Library
) -> None:
    day = DAYS[1]
    _, signals, _ = gathered(Clinic(library, sample_db), DAYS)
    columns = ("client_id", "on_day", "signal", "side", "score", "is_on")
    rows = [dict(zip(columns, row, strict=True)) for row in signals if row[1] == day]
    board = sample.run("panes/board", as_of=day).records()
    flags = sample.run("panes/flag", as_of=day).records()
    rules = {rule.stem for rule in library.rules if rule.kind not in ("process", "step_down")}
    said = {(row["client_id"], row["signal"]) for row in rows if row["is_on"]}
    assert {pair for pair in said if pair[1] in rules} == {
        (flag["client_id"], flag["rule"]) for flag in flags if flag["kind"] != "process"
    }
    assert {client for client, signal in said if signal == "first_pane"} == {
        row["client_id"] for row in board if row["pane"] == "needs_more_intensity"
    }
    assert {row["client_id"]: row["score"] for row in rows if row["signal"] == "priority"} == {
        row["client_id"]: row["priority"] for row in board
    }


def test_what_comes_after_the_last_day_is_not_looked_at(sample_db: Path) -> None:
    """Of three Sundays and of four, the last two lie too near the end for ten days to be watched."""
    clinic = Clinic(judging_by("higher_level"), sample_db)
    span = {"first": date(2025, 12, 14), "rounds": 1, "parameters": {"outcome_days": 10}}
    found = evaluate(clinic, last=date(2025, 12, 28), **span)
    one = next(one for one in found.of("higher_level") if one.signal == "priority")
    later = evaluate(clinic, last=date(2026, 1, 4), **span)
    other = next(one for one in later.of("higher_level") if one.signal == "priority")
    assert 0 < (one.counts["weeks"] or 0) < (other.counts["weeks"] or 0)
    assert found.weeks == 3


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the command asks to be evaluated. The same is not worked out again for each format; groups, which
    take the most time, are left to the planted clinic, and most outcomes to the small groups.
    """
    seen: list[dict[str, Any]] = []
    made: dict[str, Evaluation] = {}

    def once(clinic: Clinic, *, progress: Any, **given: Any) -> Evaluation:
        seen.append(dict(given))
        given["by_group"] = False
        clinic.library.outcomes = judging_by("no_attendance", "non_response", "stays_well").outcomes
        if str(given) not in made:
            made[str(given)] = evaluate(clinic, **given)
        return made[str(given)]

    monkeypatch.setattr("caseboard.evaluation.evaluate", once)
    return seen


def test_the_command_line(
    own_db: Path, tmp_path: Path, caseboard: Caseboard, asked: list[dict[str, Any]]
) -> None:
    """Each format tells the same evaluation; where nothing can be judged the last record stays."""
    short = ("--db", own_db, "--from", date(2025, 12, 14), "--to", LAST, "--rounds", 2)
    code, out, err = caseboard("evaluate", *short)
    assert code == 0
    assert caseboard("evaluate", *short, "--no-by-group")[0] == 0
    assert [one.pop("by_group") for one in asked] == [True, False]
    assert asked[0] == asked[1]
    assert "INVENTED SAMPLE" in err
    assert "INVENTED SAMPLE" in out
    for words in ("How good are the flags here?", "No visit in the next four weeks", "What this cannot tell"):
        assert words in out
    code, out, err = caseboard("run", "order_tested", "--db", own_db, "--format", "json")
    assert "not tested on this clinic" in out
    code, out, err = caseboard("evaluate", *short, "--format", "json", "--keep")
    assert code == 0
    assert "Kept in" in err
    told = json.loads(out)
    assert told["weeks"] == 7
    assert {one["outcome"] for one in told["judged"]} >= {"no_attendance", "non_response", "stays_well"}
    assert told["words"]["What this cannot tell"]
    code, out, err = caseboard("run", "panes/record", "--db", own_db, "--format", "json")
    record = json.loads(out)
    assert any(row["rule"] == "first_pane" and row["words"].startswith("met ") for row in record)
    code, out, err = caseboard("run", "order_tested", "--db", own_db, "--format", "json")
    assert json.loads(out)[0]["to_day"] == "2026-01-25"
    assert json.loads(caseboard("run", "order_tested", "--db", own_db, "--as-of", "2026-01-24", "--format",
                                "json")[1])[0]["to_day"] is None  # fmt: skip
    target = tmp_path / "figures.csv"
    assert caseboard("evaluate", *short, "--format", "csv", "-o", target)[0] == 0
    assert target.read_text().startswith("outcome,signal,side")
    assert target.stat().st_mode & 0o077 == 0
    code, out, err = caseboard("evaluate", *short, "--format", "markdown")
    assert "## No visit in the next four weeks" in out
    assert "| priority |" in out.replace("  ", "")
    ask = ("run", "order_tested", "--db", own_db, "--format", "json")
    before = caseboard(*ask)[1]
    code, out, err = caseboard("evaluate", "--db", own_db, *ONE_WEEK, "--keep")
    assert code == 2
    assert "How good are the flags here?" in out, "what could be said is said"
    assert "No outcome could be judged" in err
    assert "Kept in" not in err
    assert caseboard(*ask)[1] == before


def test_a_span_without_a_sunday_is_said(sample_db: Path, caseboard: Caseboard) -> None:
    code, _, err = caseboard("evaluate", "--db", sample_db, "--from", "2026-01-05", "--to", "2026-01-10")
    assert code == 2
    assert "no Sunday" in err


@pytest.mark.usefixtures("asked")
def test_days_without_any_record_are_not_counted(sample_db: Path, caseboard: Caseboard) -> None:
    span = ("--from", "2026-02-15", "--to", "2027-06-30")
    code, _, err = caseboard("evaluate", "--db", sample_db, *span, "--rounds", "2", "--no-by-group")
    assert code == 0
    assert "4 weeks of" in err and "from 2026-02-15 to 2026-03-14" in err
    code, _, err = caseboard("evaluate", "--db", sample_db, "--from", "2026-03-15")
    assert code == 2 and "no Sunday" in err


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Clinic:
    if not TRIALS.is_dir():
        pytest.skip("the real data (../shared/real_data) are not on this machine")
    path = tmp_path_factory.mktemp("trials") / "trials.duckdb"
    import_extracts([TRIALS], Engine(path), library)
    return Clinic(judging_by("no_attendance", "non_response", "higher_level"), path)


def test_real_people_are_judged_by_the_definitions_under_which_priority_was_set(trials: Clinic) -> None:
    """Client by client the same people and the same answers as an independent query of the stored rows."""
    days = [date(2020, 4, 26), date(2020, 8, 16), date(2020, 12, 6)]
    with trials.asking(date(2021, 9, 1)) as asking:
        replay(asking, days, lambda what, share: None)
        asking.move(date(2021, 9, 1))
        asking.run("figures", {"outcome": "no_attendance", "rounds": 1})
        for day in days:
            found = dict(
                asking.cursor.rows(
                    "select client_id, map_from_entries(list((outcome, happened))) from temp.outcome_day "
                    "where on_day = $1 and outcome in ('no_attendance', 'non_response') group by client_id",
                    [day],
                ).rows
            )
            wanted: dict[str, dict[str, bool]] = {}
            for client, left, _, using, _ in asking.cursor.rows(OUTCOMES.replace("$day", f"'{day}'")).rows:
                wanted[client] = {"no_attendance": left}
                if using is not None:
                    wanted[client]["non_response"] = using
            assert len(wanted) > 100
            assert found == wanted


def test_the_figures_of_real_people(trials: Clinic) -> None:
    """Four months of the trials; over the whole history they are .852 and .846, .851 and .824."""
    found = evaluate(trials, first=date(2020, 5, 1), last=date(2020, 8, 31), rounds=1)
    for outcome, plain in (
        ("no_attendance", "weeks_missed_of_four"),
        ("non_response", "bad_screens_of_four"),
    ):
        auc = {one.signal: one.figures["auc"].number or 0 for one in found.of(outcome)}
        assert auc["priority"] > max(auc["first_pane"], auc["any_flag"], auc["flag_severity"])
        assert auc["priority"] == pytest.approx(0.84, abs=0.02)
        assert auc[plain] == pytest.approx(0.83, abs=0.02)
    higher = found.of("higher_level")[0]
    assert higher.figures["auc"].withheld == "too few", "nobody changes level in the trials"


ONE_WEEK = ("--from", "2026-01-19", "--to", "2026-01-25", "--rounds", "2", "--no-by-group")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("-p", "smalest_cell=0"), "did you mean smallest_cell"),
        (("-p", "rounds_=3"), "did you mean rounds"),
        (("-p", "smallest_cell=few"), "should be a whole number, not 'few'"),
        (("-p", "smallest_cell=5", "--keep"), "--keep and -p do not go together"),
        (("-o", "e.parquet"), "evaluate writes no .parquet file: name one that ends in .csv, .md, .json"),
        (("-o", "e.tsv"), "evaluate writes no .tsv file"),
        (("-o", "e.ndjson"), "evaluate writes no .ndjson file"),
        (
            ("--format", "xlsx"),
            "An Excel workbook is no text for a terminal or a pipe: name a file with -o FILE.",
        ),
        (("-o", "nowhere/e.csv"), "nowhere/e.csv cannot be written: there is no folder nowhere"),
    ],
)
def test_a_mistake_is_said_before_the_first_week(
    sample_db: Path,
    caseboard: Caseboard,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    more: tuple[str, ...],
    words: str,
) -> None:
    def begun(*arguments: object) -> None:
        raise AssertionError("the replay began")

    monkeypatch.setattr("caseboard.evaluation.replay.replay", begun)
    monkeypatch.chdir(tmp_path)
    code, out, err = caseboard("evaluate", "--db", sample_db, *ONE_WEEK, *more)
    assert (code, out) == (2, "")
    assert words in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("asked")
def test_parameters_that_are_not_the_librarys_are_told(sample_db: Path, caseboard: Caseboard) -> None:
    ask = ("evaluate", "--db", sample_db, *ONE_WEEK)
    given = ("-p", "smallest_cell=5", "-p", "no_shows_that_flag=2")  # the second is as the library has it
    out = caseboard(*ask, *given)[1]
    said = "Parameters that are not as the library has them: smallest_cell = 5 (the library: 11)."
    assert said in " ".join(out.split())
    told = json.loads(caseboard(*ask, *given, "--format", "json")[1])
    assert told["changed"] == {"smallest_cell": {"value": "5", "default": 11}}
    assert "not as the library has them" not in caseboard(*ask)[1]


def test_an_outcome_of_other_days_is_kept_with_them(sample_db: Path) -> None:
    """The board says "in the next four weeks" of what was kept; counted over two it is not that."""
    found = evaluate(
        Clinic(judging_by("no_attendance", "returns_after_step_down"), sample_db),
        first=date(2026, 1, 19),
        last=date(2026, 2, 10),
        rounds=2,
        parameters={"outcome_days": 14, "no_shows_that_flag": 3},
    )
    assert found.said["no_attendance"] == "had no visit in the next four weeks (outcome_days = 14)"
    assert found.said["returns_after_step_down"].endswith("within 90 days after the step down")
    # From Sunday 25 January two weeks lie before the last day, and not before what was known on 8 February.
    assert found.of("no_attendance")[0].counts["weeks"]
