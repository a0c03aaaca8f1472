"""Truths that are planted, and corrections that come later: what they change, and that nothing else does."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from caseboard.errors import RequestError
from caseboard.intake import import_extracts
from caseboard.library import Clinic, Library
from caseboard.simulation import Planted, simulate
from caseboard.simulation.planted import GROUPS
from caseboard.store import Engine

LAST_DAY = dt.date(2026, 3, 15)


def load(folder: Path, library: Library, planted: Planted | None = None) -> Clinic:
    simulate(folder, clients=120, seed=5, last_day=LAST_DAY, months=9, planted=planted or Planted())
    engine = Engine(folder.with_suffix(".duckdb"))
    report = import_extracts(folder, engine, library)
    assert report.turned_away == 0
    return Clinic(library, engine.target)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Clinic:
    return load(tmp_path_factory.mktemp("plain") / "clinic", library)


FORMS = """
    select client_id, given_on as day, avg(value) as value from clinic.survey_items
    where measure = 'phq9' group by all
"""
LOGS = "select client_id, logged_on as day, cast({} as double) as value from clinic.daily_logs"
SCREENS = """
    select client_id, collected_on as day, cast(max(result = 'positive') as double) as value
    from clinic.drug_screens
    where not expected and collected_on is not null and substance <> 'cannabis' group by all
"""
FEEDS = {
    "surveys": (FORMS, LOGS.format("-mood")),
    "screens": (SCREENS, LOGS.format("used")),
    "logs": (LOGS.format("craving"), FORMS),
}
"""Each feed, and another one that tells of the same person."""


def agreement(clinic: Clinic, feed: str) -> float:
    """How a feed goes with another one of the same days."""
    one, other = FEEDS[feed]
    with clinic.asking(LAST_DAY) as asking:
        rows = asking.cursor.rows(
            f"select corr(one.value, other.value) from ({one}) as one inner join ({other}) as other "
            "on one.client_id = other.client_id and abs(one.day - other.day) <= 2"
        ).rows
    return float(rows[0][0])


@pytest.mark.parametrize("feed", list(FEEDS))
def test_a_useless_feed_tells_nothing_of_the_person(
    plain: Clinic, tmp_path: Path, library: Library, feed: str
) -> None:
    useless = load(tmp_path / "clinic", library, Planted(useless=(feed,)))
    assert agreement(plain, feed) > 0.2
    assert abs(agreement(useless, feed)) < 0.1
    text = (tmp_path / "clinic" / "clinic.toml").read_text(encoding="utf-8")
    assert f'useless = ["{feed}"]' in text


def test_who_is_set_apart_comes_less_and_nobody_else_changes(
    plain: Clinic, tmp_path: Path, library: Library
) -> None:
    apart = load(tmp_path / "clinic", library, Planted(apart=("language", "Spanish")))
    sql = (
        "select cl.language = 'Spanish', count(*) filter (where att.status in ('no_show', 'late_cancel')), "
        "count(*), md5(string_agg(concat_ws('|', session_id, att.client_id, status, minutes_attended, "
        "att.entered_at), ',' order by session_id, att.client_id)) from clinic.attendance as att "
        "inner join clinic.clients as cl on att.client_id = cl.client_id group by 1 order by 1"
    )
    found = []
    for clinic in (plain, apart):
        with clinic.asking(LAST_DAY) as asking:
            found.append(asking.cursor.rows(sql).rows)
    (others, spanish), (others_now, spanish_now) = found
    assert others == others_now
    assert spanish_now[1] > 3 * spanish[1]
    with plain.asking(LAST_DAY) as asking:
        ends = "select client_id, ended_on, end_reason from clinic.episodes order by all"
        before = asking.cursor.rows(ends).rows
    with apart.asking(LAST_DAY) as asking:
        assert asking.cursor.rows(ends).rows == before, "what became of them is as it was"


def test_what_cannot_be_planted_is_one_clear_sentence() -> None:
    with pytest.raises(RequestError, match="there are: surveys, screens, logs"):
        Planted(useless=("goals",))
    with pytest.raises(RequestError, match="primary_substance"):
        Planted(apart=("name", "Li"))
    with pytest.raises(RequestError, match=r"Nobody has the language 'Klingon'; there are: Arabic, English"):
        Planted(apart=("language", "Klingon"))


def test_every_word_that_somebody_has_can_be_set_apart(plain: Clinic) -> None:
    for column, known in GROUPS.items():
        with plain.asking(LAST_DAY) as asking:
            rows = asking.cursor.rows(f"select distinct {column} from clinic.clients").rows
        words = {word for (word,) in rows if word}
        assert len(words) > 1
        assert words <= set(known), column


def test_corrections_come_later_and_leave_the_past_as_it_was_seen(plain: Clinic, library: Library) -> None:
    folder = Path(plain.engine.target).with_suffix("") / "corrections"
    again = 0
    for table, column in (("attendance", "entered_at"), ("survey_items", "entered_at"),
                          ("drug_screens", "result_at")):  # fmt: skip
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert rows
        assert max(row[column] for row in rows) <= f"{LAST_DAY - dt.timedelta(days=1)} 21:30:00"
        again += len(rows)
    copy = Clinic(library, folder.parent / "corrected.duckdb")
    import_extracts(folder.parent, copy.engine, library)
    report = import_extracts(folder, copy.engine, library)
    assert (report.total("changed"), report.turned_away) == (again, 0)
    with copy.asking(LAST_DAY) as asking:
        versions = asking.cursor.rows(
            "select count(*), min(known_until - known_from) from clinic.attendance "
            "where known_until is not null"
        ).rows[0]
    assert versions[0] > 20
    assert versions[1] >= dt.timedelta(days=1)


def test_corrections_do_not_change_the_rows_that_came_first(tmp_path: Path) -> None:
    """They draw from their own source: the sample's files are what they were before there were any."""
    sample = Path(__file__).resolve().parents[2] / "sample_data"
    simulate(tmp_path, clients=150, seed=7, last_day=LAST_DAY)
    assert (tmp_path / "daily_logs.parquet").stat().st_size > 0
    for name in ("clients.csv", "events.csv", "clinic.toml", "truth.csv"):
        assert (tmp_path / name).read_bytes() == (sample / name).read_bytes()
    assert not (sample / "corrections").exists()


def test_the_command_line_plants(tmp_path: Path, caseboard: object) -> None:
    call = caseboard
    assert callable(call)
    code, _, err = call(
        "simulate", tmp_path / "a", "--clients", 3, "--useless", "logs", "--apart", "sex=male"
    )
    assert (code, "corrections" in err) == (0, True)
    text = (tmp_path / "a" / "clinic.toml").read_text(encoding="utf-8")
    assert 'apart = ["sex", "male"]' in text
    code, _, err = call("simulate", tmp_path / "b", "--clients", 3, "--apart", "sex")
    assert code == 2
    assert "COLUMN=VALUE" in err
    code, _, err = call(
        "simulate", tmp_path / "b", "--clients", 3, "--apart", "sex=male", "--apart", "sex=female"
    )
    assert code == 2
    assert "--apart is given once" in err
    assert not (tmp_path / "b").exists()
