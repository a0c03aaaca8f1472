"""A file of a clinic that is not seen would be a rule that nobody applies: all are found, or one is named."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from caseboard.errors import QueryError, RequestError
from caseboard.library import Clinic, Library
from caseboard.library.script import run_file
from caseboard.settings import bundled

RULE = "rules/safety/suicidal_ideation.sql"
MEASURE = "measures/phq9.toml"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links are POSIX")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    for name in (RULE, MEASURE):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_bytes((bundled("queries") / name).read_bytes())
    return folder


def read(folder: Path) -> tuple[bool, bool]:
    """Whether the rule, and the measure, are the clinic's own."""
    library = Library.load(local=folder)
    path = library.measure_file("phq9")
    assert library.measures
    return library.get("suicidal_ideation").local, path is not None and folder in path.parents


def test_a_rule_that_is_replaced_is_told_and_not_a_copy_or_one_more(own: Path, sample_db: Path) -> None:
    rule = own / RULE
    more = own / "rules" / "data_gap" / "other_gap.sql"
    more.parent.mkdir()
    more.write_text((bundled("queries") / "rules/data_gap/measure_overdue.sql").read_text())
    assert Library.load(local=own).replaced == []
    rule.write_text(rule.read_text().replace("'met'", "'not_used'"))
    library = Library.load(local=own)
    assert library.replaced == ["rules/safety/suicidal_ideation"]
    assert Clinic(library, sample_db).info().replaced == ("rules/safety/suicidal_ideation",)
    measure = own / MEASURE
    measure.write_text(f"{measure.read_text()}\n# ours\n")
    for name in ("concepts/pane.sql", "audit/flags_unanswered.sql"):
        (own / name).parent.mkdir()
        (own / name).write_text(f"{(bundled('queries') / name).read_text()}-- ours\n")
    both = ("concepts/pane", "measures/phq9", "rules/safety/suicidal_ideation")
    library = Library.load(local=own)
    assert library.replaced == ["audit/flags_unanswered", *both]
    clinic = Clinic(library, sample_db)
    assert clinic.info().replaced == both, "no board stands on what only supervisors ask"
    assert clinic.run("audit/flags_unanswered").replaced == ("audit/flags_unanswered", *both[1:])
    assert clinic.run("panes/board").replaced == both
    assert clinic.run("measure").replaced == ("measures/phq9",)
    assert clinic.run("episodes").replaced == ()
    (own / "concepts/pane.sql").unlink()
    measure.unlink()
    rule.write_bytes(b"/* caf\xe9\nkind = 'spam'")
    clinic = Clinic(Library.load(local=own), sample_db)
    assert clinic.info().replaced == ("rules/safety/suicidal_ideation",)
    assert clinic.run("episodes").rows, (
        "a rule that cannot be read is no trouble of who asks for something else"
    )


def test_a_copy_that_lacks_a_column_is_named_beside_the_librarys_file_that_reads_it(
    own: Path, sample_db: Path
) -> None:
    """As after an upgrade: the library's file is right, and the clinic's copy of another is old."""
    fact = own / "facts" / "client_fact.sql"
    fact.parent.mkdir()
    text = (bundled("queries") / "facts/client_fact.sql").read_text()
    fact.write_text(text.replace("    suf.course.known_at as course_known_at,\n", ""))
    told = r"not_on_track\.sql, line \d+: .*course_known_at.*; local files replace .* facts/client_fact: "
    for name in ("not_on_track", "panes/board"):
        with pytest.raises(QueryError, match=told):
            Clinic(Library.load(local=own), sample_db).run(name)
    fact.write_text(text.replace("suf.course.known_at", "suf.course.known"))
    with pytest.raises(QueryError, match=r"own/facts/client_fact\.sql: ") as caught:
        Clinic(Library.load(local=own), sample_db).run("panes/board")
    assert "local files replace" not in str(caught.value)


def test_of_a_file_run_by_its_path_the_copy_below_it_is_named_too(
    own: Path, sample_db: Path, tmp_path: Path
) -> None:
    concept = own / "concepts" / "booster_session.sql"
    concept.parent.mkdir()
    text = (bundled("queries") / "concepts/booster_session.sql").read_text()
    concept.write_text(text.replace("    ad.admission_number,\n    ao.session_id", "    ao.session_id"))
    mine = tmp_path / "mine.sql"
    mine.write_text("select month from follow_up_due")
    told = r"follow_up_due\.sql, line \d+: .*admission_number.*; local files .* concepts/booster_session: "
    with pytest.raises(QueryError, match=told):
        run_file(Clinic(Library.load(local=own), sample_db), mine)


def test_what_stands_in_linked_folders_is_read(own: Path, tmp_path: Path) -> None:
    assert read(own) == (True, True)
    (own / "rules" / "safety").rename(tmp_path / "safety")
    (own / "measures").rename(tmp_path / "measures")
    (own / "rules" / "safety").symlink_to(tmp_path / "safety")
    (own / "measures").symlink_to(tmp_path / "measures")
    assert read(own) == (True, True)


@pytest.mark.parametrize("name", ["rules", "rules/safety", RULE, "measures", MEASURE])
def test_a_link_that_leads_nowhere_is_named(own: Path, name: str) -> None:
    (own / name).rename(own / "away")
    (own / "away").rename(own.parent / "away")
    (own / name).symlink_to("/there/is/nothing")
    with pytest.raises(RequestError, match=f"{name} "):
        read(own)


@pytest.mark.parametrize(("name", "other"), [(RULE, ".sql.txt"), (MEASURE, ".toml.TXT")])
def test_what_notepad_calls_text_is_not_passed_over(own: Path, name: str, other: str) -> None:
    path = own / name
    path.rename(path.with_suffix(other))
    with pytest.raises(RequestError, match=rf"{other} is not read; let its name end in \.(sql|toml)"):
        read(own)


@pytest.mark.parametrize(
    ("name", "other"), [(RULE, ".slq"), (RULE, ".SQ"), (MEASURE, ".tml"), (MEASURE, ".tolm")]
)
def test_a_misspelt_ending_is_not_passed_over(own: Path, name: str, other: str) -> None:
    path = own / name
    path.rename(path.with_suffix(other))
    with pytest.raises(RequestError, match=rf"{other} is not read; let its name end in \.(sql|toml)"):
        read(own)


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("concepts/own_suicidal_ideation.sql", "what the rule suicidal_ideation answers"),
        ("rules/more_intensity/own_dose_gap.sql", "what the rule dose_gap answers"),
        ("concepts/finding.sql", "what caseboard makes itself"),
        ("facts/Measure.sql", "what caseboard makes itself"),
        ("rules/safety/rule_state.sql", "what caseboard makes itself"),
        ("panes/signal_row.sql", "what caseboard makes itself"),
    ],
)
def test_a_name_that_the_library_takes_for_itself_is_refused(own: Path, name: str, of: str) -> None:
    (own / name).parent.mkdir(parents=True, exist_ok=True)
    (own / name).write_text("select client_id from open_client order by client_id\n")
    stem = Path(name).stem.lower()
    told = f"{own / name} is not read: {stem} is the name of {of}; give it another name."
    with pytest.raises(RequestError, match=re.escape(told)):
        read(own)
    (own / name).write_text('/*\nkind = "query"\n*/\nselect client_id from open_client order by client_id\n')
    assert read(own) == (True, True), "no SQL reads a saved query, so that its name is free"


def test_a_name_like_one_that_is_taken_is_free(own: Path) -> None:
    (own / "concepts").mkdir()
    (own / "concepts" / "own_visits.sql").write_text("select client_id from open_client order by client_id\n")
    assert read(own) == (True, True)


@pytest.mark.parametrize("other", [".txt", ".md", ".html", ".sqlite", ".sql~", ".toml.bak", ".toml1", ""])
def test_what_is_no_file_of_the_library_may_stand_beside_one(own: Path, other: str) -> None:
    for name in (RULE, MEASURE):
        (own / name).with_suffix(other).write_text("notes")
    assert read(own) == (True, True)


@pytest.mark.parametrize(("name", "other"), [(RULE, ".SQL"), (MEASURE, ".Toml")])
def test_an_ending_in_capitals_is_not_passed_over(own: Path, name: str, other: str) -> None:
    path = own / name
    path.rename(path.with_suffix(other))
    with pytest.raises(RequestError, match="small letters"):
        read(own)


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
@pytest.mark.parametrize("name", [RULE, MEASURE])
def test_what_is_no_file_is_named(own: Path, name: str, make: Callable[[Path], None]) -> None:
    (own / name).unlink()
    make(own / name)
    with pytest.raises(RequestError, match="no file"):
        read(own)


def test_a_folder_that_may_not_be_read_is_named(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = os.scandir

    def refused(path: str | Path = ".") -> object:
        if str(path).endswith("safety") and str(own) in str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(RequestError, match="rules/safety cannot be read: Permission denied;"):
        read(own)


@pytest.mark.parametrize(
    "name",
    [
        "rules/safety/._suicidal_ideation.sql", "rules/safety/.ipynb_checkpoints/suicidal_ideation-copy.sql",
        "rules/.old/suicidal_ideation_2025.sql", ".stversions/suicidal_ideation.sql", "measures/._phq9.toml",
        ".git/x.toml",
    ],
)  # fmt: skip
def test_what_is_hidden_is_no_rule_of_its_own(own: Path, name: str) -> None:
    """What a Mac, Jupyter or a program that keeps old versions leaves: an old rule would be applied beside
    the new one.
    """
    number = len(Library.load(local=own).rules)
    (own / name).parent.mkdir(parents=True, exist_ok=True)
    (own / name).write_bytes((own / RULE).read_bytes() if name.endswith("n.sql") else b"\x00\xff")
    (own / name).with_name("." + Path(RULE).name).symlink_to("somebody@here.123")  # Emacs, while one types
    assert read(own) == (True, True)
    assert len(Library.load(local=own).rules) == number


@pytest.mark.parametrize("name", ["measure/phq9.toml", "Measures/who5.toml", "measures/ours/who5.toml"])
def test_a_measure_that_nobody_would_look_for_is_named(own: Path, name: str) -> None:
    (own / name).parent.mkdir(parents=True, exist_ok=True)
    (own / name).write_bytes((own / MEASURE).read_bytes())
    with pytest.raises(RequestError, match=f"{name} .* put a measure into measures/ itself"):
        read(own)


@pytest.mark.parametrize("name", ["late.sql", "rule/safety/late.sql", "measures/late.sql", "Rules/late.sql"])
def test_a_query_that_nobody_would_look_for_is_named(own: Path, name: str) -> None:
    (own / name).parent.mkdir(parents=True, exist_ok=True)
    (own / name).write_bytes((own / RULE).read_bytes())
    with pytest.raises(
        RequestError, match=f"{name} stands in no folder .* put it into one of known, .*rules"
    ):
        read(own)


@pytest.mark.parametrize(
    ("name", "said"),
    [("late.sql", "stands in no folder of the library"), ("who5.toml", "is not looked for there")],
)
def test_what_is_misplaced_in_a_linked_folder_is_named(own: Path, name: str, said: str) -> None:
    (own.parent / "shared").mkdir()
    (own.parent / "shared" / name).write_bytes((own / RULE).read_bytes())
    (own / "ours").symlink_to(own.parent / "shared", target_is_directory=True)
    with pytest.raises(RequestError, match=f"ours/{name} {said}"):
        read(own)


@pytest.mark.parametrize("room", [".", "rules", "rules/safety"])
def test_a_link_to_where_it_stands_is_not_followed(own: Path, room: str) -> None:
    linked = own.with_name("linked")
    linked.symlink_to(own, target_is_directory=True)
    # Of two, each way through both is another, and the walk would not end.
    for name, folder in (("again", own), ("more", linked)):
        (own / room / name).symlink_to(own / room, target_is_directory=True)
        assert read(folder) == (True, True)


@pytest.mark.parametrize("name", ["maps/ours/clients.toml", "maps/ours/clients.sql", "ours.toml"])
def test_what_others_look_for_may_stand_there(own: Path, name: str) -> None:
    (own / name).parent.mkdir(parents=True, exist_ok=True)
    (own / name).write_text("ours")
    assert read(own) == (True, True)


def test_a_rule_that_is_not_utf_8_is_named(own: Path) -> None:
    (own / RULE).write_text("/*\ntitle = 'é'\n*/", encoding="cp1252")
    with pytest.raises(RequestError, match=f"{RULE} is not UTF-8; save it as UTF-8"):
        _ = Library.load(local=own).get("suicidal_ideation").sql


def test_what_an_editor_leaves_is_no_rule(own: Path) -> None:
    (own / "rules" / "safety" / ".#notes.txt").symlink_to("somebody@here.123")
    (own / "rules" / "safety" / "notes.txt").write_text("ours")
    assert read(own) == (True, True)
