"""The synthetic clinic: same seed same bytes, and data that a real clinic could have."""

from __future__ import annotations

import csv
import datetime as dt
import subprocess
import sys
import tomllib
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from caseboard.errors import RequestError
from caseboard.simulation import Planted, clinic_files, simulate
from caseboard.simulation.chance import Chance
from caseboard.simulation.courses import COURSES, curves
from caseboard.simulation.days import Days
from caseboard.simulation.tables import LARGE, TABLES, Row

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
LAST_DAY = dt.date(2026, 3, 15)
SMALL = [name for name in TABLES if name not in LARGE]

LEVELS = {"aftercare", "outpatient", "intensive_outpatient"} | {
    "partial_hospitalization",
    "residential",
}
CAME = {"attended", "late", "left_early"}
SUBSTANCES = {
    "alcohol", "opioid", "cocaine", "amphetamine", "benzodiazepine", "cannabis", "methadone",
    "buprenorphine", "fentanyl", "other",
}  # fmt: skip
WORDS = {
    ("programs", "level"): LEVELS,
    ("episodes", "level"): LEVELS,
    ("episodes", "end_reason"): {
        "", "completed", "stepped_up", "stepped_down", "transferred", "left_against_advice",
        "administrative", "lost_to_contact", "died",
    },
    ("leaves", "kind"): {"hospital", "detox", "jail", "travel", "medical", "other"},
    ("sessions", "kind"): {
        "group", "individual", "family", "adjunct", "medication", "peer_support",
        "progress_review",
    },
    ("sessions", "topic"): {
        "", "cognitive_behavioral", "motivational_interviewing", "psychoeducation",
        "twelve_step_facilitation", "relapse_prevention", "skill_building", "mindfulness",
        "trauma_therapy", "art_music", "movement", "recreation",
    },
    ("attendance", "status"): CAME
    | {"no_show", "late_cancel", "excused", "cancelled_by_program", "scheduled"},
    ("survey_items", "measure"): {"phq9", "gad7", "bam", "bam_iop"},
    ("survey_scores", "measure"): {"phq9", "gad7"},
    ("survey_scores", "scale"): {"total"},
    ("drug_screens", "substance"): SUBSTANCES,
    ("drug_screens", "result"): {"", "negative", "positive", "invalid", "dilute", "refused"},
    ("drug_screens", "method"): {"", "presumptive", "definitive"},
    ("drug_screens", "expected"): {"", "true", "false"},
    ("daily_logs", "coping_skill"): {
        "", "urge_surfing", "stress_management", "refusal_skills", "grounding", "called_support",
    },
    ("supports", "kind"): {
        "mutual_aid", "sponsor", "alumni", "sober_living", "vocational", "faith", "family",
        "recovery_coach", "outpatient_provider", "discharge_plan", "relapse_prevention_plan",
    },
    ("plan_reviews", "kind"): {
        "treatment_plan", "recertification", "discharge_plan", "safety_follow_up",
    },
    ("events", "kind"): {
        "overdose", "emergency_visit", "hospitalization", "self_harm", "crisis", "arrest",
        "return_to_use", "risk_assessment",
    },
    ("batteries", "instrument"): {
        "phq9", "gad7", "bam", "bam_iop", "drug_screen", "daily_log",
    },
    ("clients", "primary_substance"): SUBSTANCES | {""},
    ("clients", "on_medication"): {"", "true", "false"},
    ("goal_ratings", "level"): {"-2", "-1", "0", "1", "2"},
    ("truth", "course"): set(COURSES),
}  # fmt: skip

REFERENCES = [
    ("staff", "supervisor_id", "staff", "staff_id"),
    ("clients", "program_id", "programs", "program_id"),
    ("clients", "clinician_id", "staff", "staff_id"),
    ("sessions", "program_id", "programs", "program_id"),
    ("sessions", "facilitator_id", "staff", "staff_id"),
    ("batteries", "program_id", "programs", "program_id"),
    ("attendance", "session_id", "sessions", "session_id"),
    ("goal_ratings", "goal_id", "goals", "goal_id"),
    ("follow_ups", "episode_id", "episodes", "episode_id"),
    *(
        (table, "client_id", "clients", "client_id")
        for table, columns in TABLES.items()
        if "client_id" in columns and table != "clients"
    ),
]

KEYS = {
    "programs": ("program_id",),
    "staff": ("staff_id",),
    "clients": ("client_id",),
    "client_aliases": ("old_id",),
    "episodes": ("episode_id",),
    "leaves": ("client_id", "kind", "started_on"),
    "sessions": ("session_id",),
    "attendance": ("session_id", "client_id"),
    "survey_items": ("client_id", "measure", "given_on", "item"),
    "survey_scores": ("client_id", "measure", "scale", "given_on"),
    "drug_screens": ("client_id", "specimen_id", "substance"),
    "daily_logs": ("client_id", "logged_on"),
    "goals": ("goal_id",),
    "goal_ratings": ("goal_id", "rated_on"),
    "supports": ("client_id", "kind", "started_on"),
    "plan_reviews": ("client_id", "kind", "due_on"),
    "events": ("event_id",),
    "follow_ups": ("client_id", "episode_id", "month"),
    "consents": ("client_id", "recipient", "given_on"),
    "batteries": ("program_id", "instrument"),
    "truth": ("client_id",),
}


class Clinic:
    """The rows of a folder, as text."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._rows: dict[str, list[dict[str, str]]] = {}

    def __getitem__(self, table: str) -> list[dict[str, str]]:
        if table not in self._rows:
            self._rows[table] = self._read(table)
        return self._rows[table]

    def _read(self, table: str) -> list[dict[str, str]]:
        if table not in LARGE:
            with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file))
        with duckdb.connect() as connection:
            file_name = str(self.folder / f"{table}.parquet")
            found = connection.execute(
                "select coalesce(columns(*)::varchar, '') from read_parquet(?)", [file_name]
            )
            rows = found.fetchall()
        return [dict(zip(TABLES[table], row, strict=True)) for row in rows]


def make(folder: Path, clients: int = 60, seed: int = 3) -> Clinic:
    simulate(folder, clients=clients, seed=seed, last_day=LAST_DAY)
    return Clinic(folder)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def sample() -> Clinic:
    """The bundled sample."""
    return Clinic(SAMPLE)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    """A clinic of several sites, with another last day."""
    folder = tmp_path_factory.mktemp("sites")
    simulate(folder, clients=330, seed=21, last_day=dt.date(2025, 7, 2))
    return Clinic(folder)


@pytest.fixture(params=["sample", "sites"])
def clinic(request: pytest.FixtureRequest) -> Clinic:
    """Both of them in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Clinic)
    return found


def last_day(clinic: Clinic) -> str:
    text = (clinic.folder / "clinic.toml").read_text(encoding="utf-8")
    day = tomllib.loads(text)["last_day"]
    assert isinstance(day, dt.date)
    return day.isoformat()


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = make(tmp_path / "one"), make(tmp_path / "two")
    for table in SMALL:
        name = f"{table}.csv"
        assert (one.folder / name).read_bytes() == (two.folder / name).read_bytes(), table
    for table in LARGE:
        name = f"{table}.parquet"
        assert one[table] == two[table], table
        assert (one.folder / name).read_bytes() == (two.folder / name).read_bytes(), table


def test_no_order_of_hashes_reaches_the_files(tmp_path: Path) -> None:
    code = (
        "import datetime, pathlib, sys; from caseboard.simulation import simulate; "
        "simulate(pathlib.Path(sys.argv[1]), clients=12, seed=5, last_day=datetime.date(2026,3,15))"
    )
    folders = []
    for salt in ("1", "2"):
        folder = tmp_path / salt
        subprocess.run(
            [sys.executable, "-c", code, str(folder)],
            check=True,
            env={"PYTHONHASHSEED": salt, "PYTHONPATH": str(SAMPLE.parent)},
        )
        folders.append(contents(folder))
    assert folders[0] == folders[1]


def test_another_seed_gives_other_people(tmp_path: Path) -> None:
    one, two = make(tmp_path / "one", 20, 3), make(tmp_path / "two", 20, 4)
    assert one["clients"] != two["clients"]
    assert one["attendance"] != two["attendance"]


def test_the_bundled_sample_is_what_the_seed_makes(tmp_path: Path, sample: Clinic) -> None:
    again = make(tmp_path, clients=150, seed=7)
    for table in SMALL:
        name = f"{table}.csv"
        assert (again.folder / name).read_bytes() == (SAMPLE / name).read_bytes(), table
    for table in LARGE:
        assert again[table] == sample[table], table
    assert (again.folder / "clinic.toml").read_bytes() == (SAMPLE / "clinic.toml").read_bytes()


def test_the_bundled_sample_is_small_and_says_that_it_is_invented() -> None:
    assert sum(path.stat().st_size for path in SAMPLE.iterdir()) < 3_000_000
    about = tomllib.loads((SAMPLE / "clinic.toml").read_text(encoding="utf-8"))
    assert about["invented"] is True
    assert about["last_day"] == LAST_DAY
    assert (about["seed"], about["clients"]) == (7, 150)


def test_the_readme_describes_every_column() -> None:
    text = (SAMPLE / "README.md").read_text(encoding="utf-8")
    for table, columns in TABLES.items():
        assert f"## {table}" in text, table
        part = text.split(f"## {table}\n", 1)[1].split("\n## ", 1)[0]
        for column in columns:
            assert f"`{column}`" in part, f"{table}.{column}"


def test_the_sample_is_a_clinic_of_its_size(sample: Clinic) -> None:
    assert len(sample["clients"]) == 150
    assert len(sample["programs"]) == 3
    assert len(sample["staff"]) == 6
    assert len([row for row in sample["staff"] if not row["supervisor_id"]]) == 1
    still_open = {row["client_id"] for row in sample["episodes"] if not row["ended_on"]}
    assert 32 <= len(still_open) <= 40
    assert {row["program_id"] for row in sample["clients"] if row["client_id"] in still_open} == {
        row["program_id"] for row in sample["programs"]
    }


def test_open_clients_stay_about_as_many(sample: Clinic) -> None:
    counts = []
    for back in (0, 60, 120, 180, 240, 300):
        day = (LAST_DAY - dt.timedelta(days=back)).isoformat()
        counts.append(
            sum(
                row["started_on"] <= day and (not row["ended_on"] or row["ended_on"] >= day)
                for row in sample["episodes"]
            )
        )
    assert min(counts) > 25
    assert max(counts) < 48


def test_every_word_is_an_allowed_word(clinic: Clinic) -> None:
    for (table, column), allowed in WORDS.items():
        assert {row[column] for row in clinic[table]} <= allowed, f"{table}.{column}"


def test_every_reference_is_known(clinic: Clinic) -> None:
    for table, column, other, key in REFERENCES:
        known = {row[key] for row in clinic[other]}
        assert {row[column] for row in clinic[table]} - {""} <= known, f"{table}.{column}"


def test_no_key_stands_twice(clinic: Clinic) -> None:
    assert set(KEYS) == set(TABLES)
    for table, key in KEYS.items():
        counts = Counter(tuple(row[column] for column in key) for row in clinic[table])
        assert clinic[table], table
        assert counts.most_common(1)[0][1] == 1, (table, counts.most_common(3))
        assert all(all(values) for values in counts), f"{table} has an empty key"


def test_values_are_inside_their_ranges(clinic: Clinic) -> None:
    items: dict[str, set[int]] = {}
    for row in clinic["survey_items"]:
        top = 3 if row["measure"] in ("phq9", "gad7") else 4
        assert row["value"] == "" or 0 <= float(row["value"]) <= top
        items.setdefault(row["measure"], set()).add(int(row["item"]))
    assert items["phq9"] == set(range(1, 10))
    assert items["gad7"] == set(range(1, 8))
    assert items["bam"] == items["bam_iop"] == set(range(1, 18))
    for row in clinic["daily_logs"]:
        for column in ("craving", "mood", "stress"):
            assert row[column] == "" or 0 <= float(row[column]) <= 10
        assert row["sleep_hours"] == "" or 2 <= float(row["sleep_hours"]) <= 13
    minutes = {row["session_id"]: int(row["minutes"]) for row in clinic["sessions"]}
    for row in clinic["attendance"]:
        if row["minutes_attended"]:
            assert row["status"] in CAME
            assert 0 < int(row["minutes_attended"]) <= minutes[row["session_id"]]


def test_nothing_is_entered_after_the_evening_before_the_last_day(clinic: Clinic) -> None:
    end = dt.date.fromisoformat(last_day(clinic))
    cut = f"{end - dt.timedelta(days=1)} 21:30:00"
    for table, columns in TABLES.items():
        for column in {"entered_at", "result_at"} & set(columns):
            latest = max(row[column] for row in clinic[table])
            assert latest <= cut, f"{table}.{column}"
    before = {
        "survey_items": "given_on",
        "daily_logs": "logged_on",
        "events": "occurred_on",
        "goal_ratings": "rated_on",
        "leaves": "started_on",
        "supports": "started_on",
    }
    for table, column in before.items():
        for row in clinic[table]:
            assert row[column] < end.isoformat()
            assert "entered_at" not in row or row["entered_at"][:10] >= row[column]


def test_no_session_is_attended_before_it_takes_place(clinic: Clinic) -> None:
    starts = {row["session_id"]: row["starts_at"] for row in clinic["sessions"]}
    today = last_day(clinic)
    ahead = 0
    for row in clinic["attendance"]:
        begins = starts[row["session_id"]]
        if begins[:10] >= today:
            assert row["status"] == "scheduled"
            ahead += 1
        if row["status"] == "scheduled":
            assert row["entered_at"] == row["minutes_attended"] == ""
        else:
            assert row["entered_at"] > begins
    assert ahead > 50
    until = (dt.date.fromisoformat(today) + dt.timedelta(days=7)).isoformat()
    assert max(starts.values())[:10] <= until


def test_attendance_falls_inside_a_stay(clinic: Clinic) -> None:
    starts = {row["session_id"]: row["starts_at"][:10] for row in clinic["sessions"]}
    stays: dict[str, list[tuple[str, str]]] = {}
    for row in clinic["episodes"]:
        stay = (row["started_on"], row["ended_on"] or "9999")
        stays.setdefault(row["client_id"], []).append(stay)
    for row in clinic["attendance"]:
        day = starts[row["session_id"]]
        assert any(begin <= day <= end for begin, end in stays[row["client_id"]])


def test_stays_follow_one_another(clinic: Clinic) -> None:
    by_client: dict[str, list[dict[str, str]]] = {}
    for row in clinic["episodes"]:
        by_client.setdefault(row["client_id"], []).append(row)
        assert bool(row["ended_on"]) == bool(row["end_reason"])
        assert not row["ended_on"] or row["started_on"] <= row["ended_on"] < last_day(clinic)
    followed = 0
    for stays in by_client.values():
        for one, two in pairwise(stays):
            assert one["ended_on"] and one["ended_on"] < two["started_on"]
            gap = dt.date.fromisoformat(two["started_on"]) - dt.date.fromisoformat(one["ended_on"])
            if one["end_reason"] in ("stepped_down", "stepped_up"):
                assert gap.days <= 14
                followed += 1
    assert followed > 20


def test_a_result_never_comes_before_its_collection(clinic: Clinic) -> None:
    seen: Counter[str] = Counter()
    today = last_day(clinic)
    for row in clinic["drug_screens"]:
        if row["collected_on"]:
            assert not row["due_on"] or row["due_on"] <= row["collected_on"] < today
            assert bool(row["result"]) == bool(row["result_at"])
            assert not row["result_at"] or row["result_at"][:10] >= row["collected_on"]
            seen["pending" if not row["result"] else row["result"]] += 1
            seen["expected"] += row["expected"] == "true" and row["result"] == "positive"
            seen["for cause"] += not row["due_on"]
        else:
            assert row["due_on"]
            assert row["result"] in ("", "refused")
            seen["refused" if row["result"] else "not collected"] += 1
            seen["ahead"] += row["due_on"] > today
    assert all(
        seen[kind]
        for kind in ("pending", "negative", "positive", "dilute", "expected", "refused",
                     "not collected", "ahead", "for cause")
    ), seen  # fmt: skip


def test_the_week_offers_the_prescribed_hours(clinic: Clinic) -> None:
    sessions = {row["session_id"]: row for row in clinic["sessions"]}
    offered: Counter[tuple[str, str]] = Counter()
    for row in clinic["attendance"]:
        session = sessions[row["session_id"]]
        if session["kind"] != "medication":
            offered[row["client_id"], session["starts_at"][:10]] += int(session["minutes"])
    for row in clinic["episodes"]:
        start = dt.date.fromisoformat(row["started_on"])
        end = dt.date.fromisoformat(row["ended_on"] or last_day(clinic))
        weeks = ((end - start).days + 1) // 7
        days = [start + dt.timedelta(days=n) for n in range(weeks * 7)]
        minutes = sum(offered[row["client_id"], day.isoformat()] for day in days)
        assert minutes == pytest.approx(float(row["hours_per_week"]) * 60 * weeks), row


def test_courses_show_in_the_data(clinic: Clinic) -> None:
    course = {row["client_id"]: row["course"] for row in clinic["truth"]}
    came: dict[str, list[bool]] = {}
    for row in clinic["attendance"]:
        if row["status"] in CAME | {"no_show", "late_cancel"}:
            came.setdefault(course[row["client_id"]], []).append(row["status"] in CAME)
    rate = {name: sum(found) / len(found) for name, found in came.items()}
    assert rate["steady_recovery"] > 0.94
    assert rate["drifting_away"] < 0.85 < rate["relapse_and_return"]
    left_early = {row["client_id"] for row in clinic["episodes"] if row["end_reason"] == "lost_to_contact"}
    assert {course[client] for client in left_early} == {"drifting_away", "relapse_and_return"}


def test_data_are_missing_and_late_as_in_real_clinics(sample: Clinic) -> None:
    empty = [row for row in sample["survey_items"] if not row["value"]]
    assert 0.001 < len(empty) / len(sample["survey_items"]) < 0.03
    assert any(row["measure"] == "phq9" and row["item"] == "9" for row in empty)
    late = [row for row in sample["daily_logs"] if row["entered_at"][:10] > row["logged_on"]]
    assert 0.05 < len(late) / len(sample["daily_logs"]) < 0.3
    assert 5 < len(sample["survey_scores"]) < 200
    first = sample["episodes"][0]["started_on"]
    assert all(first <= row["entered_at"][:10] for row in sample["daily_logs"])


def test_most_signs_of_danger_are_looked_at(sample: Clinic) -> None:
    looked: dict[str, set[str]] = {}
    for row in sample["events"]:
        if row["kind"] == "risk_assessment":
            looked.setdefault(row["client_id"], set()).add(row["occurred_on"])
    signs = [
        row
        for row in sample["survey_items"]
        if (row["measure"], row["item"]) == ("phq9", "9") and row["value"] not in ("", "0", "0.0")
    ]
    answered = [
        row for row in signs if any(day >= row["given_on"] for day in looked.get(row["client_id"], set()))
    ]
    assert len(signs) >= 10
    assert 0.5 < len(answered) / len(signs) < 1


def test_truth_covers_everyone(clinic: Clinic) -> None:
    assert [row["client_id"] for row in clinic["truth"]] == [row["client_id"] for row in clinic["clients"]]
    still_open = {row["client_id"] for row in clinic["episodes"] if not row["ended_on"]}
    assert {row["client_id"] for row in clinic["truth"] if row["outcome"] == "open"} == still_open
    assert {row["course"] for row in clinic["truth"]} == set(COURSES)


def test_names_are_varied_and_hard(sample: Clinic) -> None:
    names = [row["name"] for row in sample["clients"]]
    assert len(set(names)) == len(names)
    assert any(not name.isascii() for name in names)
    assert sum(ord(name[0]) > 0x370 for name in names) >= 3


def test_a_site_has_three_programs_and_six_staff(sites: Clinic) -> None:
    places = len(sites["programs"]) // 3
    assert places == 2
    assert len(sites["staff"]) == 6 * places
    home = {row["program_id"]: row["site"] for row in sites["programs"]}
    crowd = Counter(home[row["program_id"]] for row in sites["clients"])
    assert len(crowd) == places
    assert max(crowd.values()) - min(crowd.values()) <= 1


class Counted:
    """Takes rows, and keeps only how many there were and the largest batch."""

    def __init__(self) -> None:
        self.rows = 0
        self.largest = 0

    def write(self, table: str, rows: Iterable[Row]) -> None:
        batch = len(list(rows))
        self.rows += batch
        self.largest = max(self.largest, batch)


def test_rows_grow_with_the_clients_and_memory_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clinic_files, "CLIENTS_PER_SITE", 20)
    days = Days(LAST_DAY, 9)

    def run(clients: int) -> tuple[Counted, int]:
        sink = Counted()
        tracemalloc.start()
        clinic_files._write_sites(sink, clients, 7, days, lambda share: None, Planted())
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return sink, peak

    few, few_bytes = run(40)
    many, many_bytes = run(160)
    assert 3.4 < many.rows / few.rows < 4.6
    assert many.largest < 2 * few.largest
    assert many_bytes < 1.5 * few_bytes


def test_progress_goes_from_nothing_to_everything(tmp_path: Path) -> None:
    shares: list[float] = []
    simulate(tmp_path, clients=120, seed=1, last_day=LAST_DAY, progress=shares.append)
    assert shares == sorted(shares)
    assert len(shares) > 3
    assert 0 < shares[0] < 0.9
    assert shares[-1] == pytest.approx(1)


@pytest.mark.parametrize("clients", [1, 2, 7])
def test_the_smallest_clinics_can_be_made(tmp_path: Path, clients: int) -> None:
    simulate(tmp_path, clients=clients, seed=9, last_day=dt.date(2024, 2, 29), months=1)
    assert len(Clinic(tmp_path)["clients"]) == clients


@pytest.mark.parametrize(("clients", "months"), [(0, 18), (1, 0)])
def test_no_clients_is_one_clear_sentence(tmp_path: Path, clients: int, months: int) -> None:
    with pytest.raises(RequestError, match="at least one client and one month"):
        simulate(tmp_path / "x", clients=clients, seed=1, last_day=LAST_DAY, months=months)
    assert not (tmp_path / "x").exists()


def test_a_folder_that_is_a_file_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(RequestError, match="name another folder"):
        simulate(tmp_path / "file", clients=1, seed=9, last_day=LAST_DAY)
    assert (tmp_path / "file").read_text() == "mine"


def test_a_run_that_fails_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, 2, 1)
    (tmp_path / "notes.txt").write_text("mine")
    before = contents(tmp_path)

    def stop(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("caseboard.store.parquet.csv_to_parquet", stop)
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path, 3, 2)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_a_run_that_is_stopped_leaves_no_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def stop(*arguments: object) -> None:
        raise error

    monkeypatch.setattr("caseboard.store.parquet.csv_to_parquet", stop)
    (tmp_path / "there").mkdir()
    for folder in ("new", "some/way/down", "there", "there/below"):
        with pytest.raises((KeyboardInterrupt, RequestError)):
            make(tmp_path / folder, 3, 2)
    assert [path.name for path in tmp_path.rglob("*")] == ["there"]


def test_what_a_killed_run_left_is_no_content_and_goes(tmp_path: Path) -> None:
    left = tmp_path / ".caseboard-abc123"
    left.mkdir()
    (left / "clients.csv").write_text("client_id\n")
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(RequestError, match="no invented clinic"):
        make(tmp_path, 2, 1)
    assert left.is_dir(), "a folder that is refused is left alone"
    (tmp_path / "notes.txt").unlink()
    make(tmp_path, 2, 1)
    assert not list(tmp_path.glob(".caseboard-*"))
    assert len(Clinic(tmp_path)["clients"]) == 2


def test_an_invented_clinic_is_replaced_as_the_help_says(
    tmp_path: Path, caseboard: Callable[..., tuple[int, str, str]]
) -> None:
    make(tmp_path, 2, 1)
    make(tmp_path, 3, 2)
    assert len(Clinic(tmp_path)["clients"]) == 3
    said = " ".join(caseboard("simulate", "--help")[1].split())
    assert "a folder that is new or empty, or holds an invented clinic, which is replaced" in said


def test_the_room_needs_no_database_to_be_imported() -> None:
    code = (
        "import sys, caseboard.simulation; print({'duckdb', 'polars', 'textual', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(SAMPLE.parent)},
    )
    assert done.stdout.strip() == "set()"


def test_chance_keeps_its_promises() -> None:
    chance = Chance(7, "client", 1)
    first = [chance.whole(1, 6) for _ in range(12)]
    again = Chance(7, "client", 1)
    assert first == [again.whole(1, 6) for _ in range(12)]
    assert first != [Chance(7, "client", 2).whole(1, 6) for _ in range(12)]
    draws = [chance.whole(3, 5) for _ in range(300)]
    assert set(draws) == {3, 4, 5}
    bells = [chance.bell() for _ in range(2000)]
    assert abs(sum(bells) / 2000) < 0.1
    assert 0.85 < sum(value * value for value in bells) / 2000 < 1.15
    assert sorted(chance.shuffled("abcdef")) == list("abcdef")
    assert {chance.weighted((("a", 0.0), ("b", 1.0))) for _ in range(50)} == {"b"}


def test_curves_are_joined_by_straight_lines() -> None:
    knots = [(0, 0.0, 10.0, 0.0, 1.0), (10, 1.0, 0.0, 0.0, 1.0)]
    distress, urge, use, come = curves(knots, 14)
    assert distress[5] == pytest.approx(0.5)
    assert urge[9] == pytest.approx(1.0)
    assert distress[10:] == [1.0] * 4
    assert (set(use), set(come)) == ({0.0}, {1.0})


def test_days_know_their_week_and_their_text() -> None:
    days = Days(LAST_DAY, 18)
    assert days.text[days.last] == "2026-03-15"
    assert days.text[0] == "2024-09-15"
    assert days.weekday(days.last) == 6
    assert days.stamp(days.cut) == "2026-03-14 21:30:00"
