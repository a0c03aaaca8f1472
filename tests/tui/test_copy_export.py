"""What leaves the screen: the note, the file; names only where they are shown."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import re
import time
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from caseboard.errors import RequestError
from caseboard.tui import export
from caseboard.tui.app import CaseboardApp
from caseboard.tui.called import client_name
from caseboard.tui.gather import gather
from caseboard.tui.loader import Loader
from caseboard.tui.messages import BoardLoaded
from caseboard.tui.note import note, source
from caseboard.tui.plain import snapshot_text
from caseboard.tui.privacy import without_names
from caseboard.tui.screens.board import BoardScreen
from caseboard.tui.screens.exporting import Exported
from caseboard.tui.small_chart import ROWS, small_chart
from caseboard.tui.snapshot import Row, Scale
from caseboard.tui.words import PANES
from caseboard.tui.words import text_of as line_text
from tests.tui.fakes import AS_OF, BEFORE, FakeClinic, FakeInfo, clients, flag
from tests.tui.golden import drive, same_as_golden, settled, shown, text_of, typed


def app(**more) -> CaseboardApp:
    clinic = FakeClinic()
    return CaseboardApp(lambda: clinic, **more)


async def press(pilot, *keys):
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def test_the_note_is_about_one_client_alone():
    snapshot = gather(FakeClinic(), None)
    seen = note(snapshot, snapshot.client(0), 0, names_hidden=True)
    same_as_golden("note.txt", seen)
    named = note(snapshot, snapshot.client(0), 0, names_hidden=False)
    assert "Amara Rossi" in named
    everybody = [row["name"] for row in FakeClinic().clients]
    assert not any(name in seen for name in everybody)
    assert not any(name in named for name in everybody[1:])


def test_a_note_has_no_dash_that_reads_as_negative_and_says_that_a_review_is_overdue():
    rows = clients()
    first = {"score_change": None, "craving_change": None, "screen_word": "-", "flags": []}
    rows[0].update(first, next_review_on=date(2026, 3, 14))
    snapshot = gather(FakeClinic(rows), None)
    lines = note(snapshot, snapshot.client(0), 0, names_hidden=True).split("\n")
    assert "PHQ-9 on 10 Mar: 19" in lines
    assert "Craving, mean of the logs of 5 of 7 days: 6.1" in lines
    assert any(line.startswith("Screens, oldest first: - (- negative)") for line in lines)
    assert "Next review: 14 Mar, overdue" in lines


def test_a_note_says_what_is_away_answered_or_not_known():
    rows = clients()
    nobody = {"strength": None, "score": None, "craving": None, "program": None, "next_review_on": None}
    rows[7].update(nobody, week=None, flags=[flag("C008", "too_early", "data_gap", None, since=None)])
    clinic = FakeClinic(rows)
    clinic.not_judged = [{"rule": "dose_gap", "title": "Dose gap", "client_id": "C008", "evidence": "one"}]
    clinic.info_now = FakeInfo(invented=False, entered_up_to=None)
    clinic.refill()
    clinic.results["panes/flag"].changed["no_shows_that_flag"] = (4, 2)
    snapshot = gather(clinic, None)
    assert note(snapshot, snapshot.client(7), 3, names_hidden=True).split("\n") == [
        "D.L. · as of Sun 15 Mar 2026", "IOP · Holding course", "On leave: hospital since 12 Mar", "",
        "Flags:", "- Data gap: Too early; open", "- Not enough data to say: dose gap; one", "",
        "Hours attended, of those prescribed, in the last 7 days entered: not known",
        "Screens, oldest first: none", "",
        "Step down, met: sustained abstinence; symptoms settled; goals and aftercare",
        "Step down, not met: steady attendance; craving and skills", "Last decision: none recorded", "",
        "From caseboard (panes/board, panes/flag), as of 2026-03-15, 1 threshold changed here. "
        "A flag says: look again. The team decides.", "",
    ]  # fmt: skip
    seen = note(snapshot, snapshot.client(2), 0, names_hidden=True).split("\n")
    assert "- Safety: C-SSRS moderate on 8 Mar; assessed 11 Mar, look again by 18 Mar" in seen
    assert note(snapshot, snapshot.client(8), 3, names_hidden=True).split("\n")[5:7] == ["- none", ""]


def test_a_note_says_what_the_date_of_a_flag_is_of():
    """That it has been so since the latest form is more than is known; an overdue score is of another day."""
    rows = clients()
    rows[0]["flags"] = [
        flag("C001", "not_on_track", "more_intensity", "PHQ-9 not on track", since=date(2026, 3, 1)),
        flag(
            "C001", "measure_overdue", "data_gap", "PHQ-9 is 11 days old, of 11 Mar", since=date(2026, 3, 1)
        ),
        flag("C001", "review_due", "process", "Review due 8 Mar", since=date(2026, 3, 1)),
    ]
    snapshot = gather(FakeClinic(rows), None)
    said = note(snapshot, snapshot.client(0), 0, names_hidden=True).split("\n")
    assert [text for text in said if text.startswith("- ")] == [
        "- More intensity: PHQ-9 not on track; evidence from 1 Mar; open",
        "- Data gap: PHQ-9 is 11 days old, of 11 Mar; since 1 Mar; open", "- Process: Review due 8 Mar",
    ]  # fmt: skip


def test_a_note_for_the_chart_says_which_feeds_have_stopped():
    clinic = FakeClinic()
    clinic.stale = [{"table_name": "attendance", "through": date(2026, 3, 1), "days_old": 14}]
    clinic.refill()
    snapshot = gather(clinic, None)
    seen = note(snapshot, snapshot.client(0), 0, names_hidden=True)
    assert "Nothing was entered: attendance since 1 Mar (14 days)." in seen
    snapshot = gather(FakeClinic(), None)
    assert "Nothing was entered" not in note(snapshot, snapshot.client(0), 0, names_hidden=True)


def test_a_page_is_told_of_by_the_board_of_its_own_date_and_with_its_own_pane():
    snapshot = gather(FakeClinic(), None)
    board = BoardScreen(Loader(FakeClinic), None)
    assert board.told_of("C004", None) is None, "the board is still being asked for"
    board._board = BoardLoaded(1, snapshot, None)
    for day in (None, AS_OF):
        for pane, client_id in enumerate(("C001", "C004", "C006", "C009")):
            told, row, at = board.told_of(client_id, day)
            assert (told, row["client_id"], at) == (snapshot, client_id, pane)
    assert board.told_of("C004", BEFORE) is board.told_of("C404", None) is None


@pytest.mark.parametrize("row", range(9))
def test_a_note_of_every_client(row):
    snapshot = gather(FakeClinic(), None)
    pane = next(at for at, rows in enumerate(snapshot.panes) if row in rows)
    seen = note(snapshot, snapshot.client(row), pane, names_hidden=True)
    assert "as of Sun 15 Mar 2026" in seen
    assert "The team decides." in seen
    assert "None" not in seen


@pytest.mark.parametrize(
    ("inside", "deaf"),
    [
        (None, "some terminals take none"),
        ("/tmp/tmux-0/default,1,0", "tmux takes it only with set-clipboard on"),
    ],
)
def test_y_copies_and_says_what(inside, deaf, monkeypatch):
    monkeypatch.delenv("TMUX", raising=False)
    if inside:
        monkeypatch.setenv("TMUX", inside)

    async def act(pilot):
        await press(pilot, "y")
        assert pilot.app.clipboard.startswith("A.R. · as of Sun 15 Mar 2026")
        assert "Rossi" not in pilot.app.clipboard
        assert "Copied: a note about A.R. alone" in " ".join(text_of(pilot.app).split())
        assert f"no name. Look at what you paste: {deaf}." in " ".join(
            note.message for note in pilot.app._notifications
        )
        await press(pilot, "p", "y")
        assert pilot.app.clipboard.startswith("Amara Rossi · as of")

    drive(app, act)


def test_a_mistake_of_our_own_leaves_no_name_in_the_terminal(capsys):
    """Textual prints what every name of the program holds, and a terminal keeps it."""

    async def act(pilot):
        await breaks(pilot)

    with pytest.raises(KeyError, match="Amara Rossi"):
        drive(app, act)
    said = capsys.readouterr().err
    assert "caseboard made a mistake of its own (KeyError at test_copy_export.py" in said
    assert "Rossi" not in said
    assert "CASEBOARD_DEBUG=1" in said


async def breaks(pilot):
    pilot.app.query_one("#title").render_line = lambda y: {}["Amara Rossi"]
    pilot.app.query_one("#title").refresh()
    await pilot.pause()


def test_what_breaks_because_the_program_was_replaced_is_no_mistake_to_report(capsys):
    """An update while the board stands open: what is loaded by then does not fit what is loaded next."""

    async def act(pilot):
        pilot.app._began = 0.0
        await breaks(pilot)

    with pytest.raises(KeyError):
        drive(app, act)
    said = capsys.readouterr().err
    assert "caseboard was updated while it was open; start it again." in " ".join(said.split())
    assert "mistake" not in said and "Rossi" not in said


def test_one_notice_stands_at_a_time():
    async def act(pilot):
        await press(pilot, "y", "y", "w")
        seen = text_of(pilot.app)
        assert "Copied: a note" not in seen
        assert seen.count("Choose another date with a first") == 1

    drive(app, act, (80, 24))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_text_golden_of_the_question(size, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    columns, lines = size
    same_as_golden(f"export-{columns}x{lines}.txt", shown(app, "e", size=size))
    assert list(tmp_path.iterdir()) == [], "nothing is written before the answer"


@pytest.mark.parametrize("columns", range(60, 121, 5))
def test_whether_names_go_out_and_how_many_rows_is_never_cut(columns, monkeypatch, tmp_path):
    """In a narrow terminal the file's name left no room for it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "needs-more-intensity-filtered-2026-03-15.csv").touch()

    async def act(pilot):
        await press(pilot, "e")
        assert "with names, 3 rows" in text_of(pilot.app)
        await press(pilot, "escape", "slash")
        await typed(pilot, "visit")
        await press(pilot, "enter", "e")
        assert "with names, 1 of 3 rows (filtered)" in text_of(pilot.app)
        await press(pilot, "enter")
        seen = text_of(pilot.app)
        assert "Is there already: enter replaces it" in seen
        assert "with names, 1 of 3 rows (filtered)" in seen
        await pilot.resize_terminal(60, 15)
        await settled(pilot)
        seen = text_of(pilot.app)
        assert "with names, 1 of 3 rows (filtered)" in seen
        assert seen.count("with names") == 1
        assert "4 Holding course" in seen, "each pane keeps a line"

    drive(lambda: app(names_hidden=False), act, (columns, 24))


def test_e_writes_the_pane_as_it_is_shown(monkeypatch, tmp_path):
    """A file of a filtered pane is not taken for the whole of it: neither its name nor its text is alike."""
    monkeypatch.chdir(tmp_path)

    async def act(pilot):
        await press(pilot, "slash", *"visit", "enter", "e")
        assert "names hidden, 1 of 3 rows (filtered)" in text_of(pilot.app)
        await press(pilot, "enter")
        assert "1 row written to" in " ".join(text_of(pilot.app).split())
        assert pilot.app.screen.prompt is None

    drive(app, act)
    (path,) = tmp_path.iterdir()
    assert path.name == "needs-more-intensity-filtered-2026-03-15.csv"
    assert path.stat().st_mode & 0o777 == 0o600
    with path.open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["client_id"], row["name"], row["clinician"]) == ("C001", "A.R.", "R.O.")


def test_a_file_that_is_late_closes_no_other_question():
    async def act(pilot):
        await press(pilot, "slash")
        pilot.app.screen.post_message(Exported("a.csv", "written", "3 rows written to a.csv."))
        await settled(pilot)
        assert pilot.app.screen.prompt.kind == "filter"
        assert "3 rows written to a.csv." in text_of(pilot.app)

    drive(app, act)


def test_what_is_said_late_of_one_name_is_not_said_of_another(monkeypatch, tmp_path):
    """A slow folder answered "enter replaces it" under a name that was typed since, and is no file."""
    monkeypatch.chdir(tmp_path)

    async def act(pilot):
        await press(pilot, "e", *"x")
        name = pilot.app.screen.prompt.text
        await pilot.pause(0.3)
        pilot.app.screen.post_message(Exported(name[:-1], "exists", "Is there already."))
        await settled(pilot)
        assert "Is there already" not in text_of(pilot.app)
        await press(pilot, "backspace")
        await pilot.pause(0.3)
        (tmp_path / name[:-1]).write_text("mine", encoding="utf-8")
        await press(pilot, "enter")
        assert "Is there already: enter replaces it" in text_of(pilot.app), "it is said before it is done"
        assert (tmp_path / name[:-1]).read_text(encoding="utf-8") == "mine"

    drive(app, act)


def test_a_long_path_is_taken_whole(tmp_path):
    """After 200 signs it was cut, and then refused for its end."""
    folder = tmp_path / ("a" * 120) / ("b" * 80)
    folder.mkdir(parents=True)

    async def act(pilot):
        await press(pilot, "e")
        pilot.app.screen.prompt.query_one("#prompt-input").value = str(folder / "pane.csv")
        await settled(pilot)
        await press(pilot, "enter")

    drive(app, act)
    assert (folder / "pane.csv").exists()


def test_names_are_written_where_they_are_shown(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    async def act(pilot):
        await press(pilot, "2", "e", "ctrl+u", *"two.json", "enter")

    drive(lambda: app(names_hidden=False), act)
    found = json.loads((tmp_path / "two.json").read_text(encoding="utf-8"))
    assert [row["name"] for row in found] == ["Noor Tahir", "Olu Lawal"]


def test_a_workbook_holds_no_name_that_is_hidden(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    async def act(pilot):
        await press(pilot, "e", "ctrl+u", *"pane.xlsx", "enter")
        assert "3 rows written to pane.xlsx." in " ".join(text_of(pilot.app).split())

    drive(app, act)
    (path,) = tmp_path.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    sheet = load_workbook(path).active
    assert sheet.title == "needs_more_intensity"
    header, first, *_ = sheet.values
    assert dict(zip(header, first, strict=True))["name"] == "A.R."
    with zipfile.ZipFile(path) as archive:
        assert not any(b"Rossi" in archive.read(part) for part in archive.namelist())


def test_names_hidden_after_the_question_are_not_written(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    async def act(pilot):
        await press(pilot, "e")
        assert "with names" in text_of(pilot.app)
        pilot.app.action_toggle_names()  # as the palette does it, over the question
        await settled(pilot)
        assert "names hidden, 3 rows, Needs more intensity" in text_of(pilot.app)
        await press(pilot, "enter")

    drive(lambda: app(names_hidden=False), act, (160, 40))
    (path,) = tmp_path.iterdir()
    written = path.read_text(encoding="utf-8")
    assert "A.R." in written
    assert "Rossi" not in written
    assert "Okafor" not in written


def test_a_notice_with_a_name_goes_when_names_are_hidden():
    async def act(pilot):
        await press(pilot, "y")
        assert "Copied: a note about Amara Rossi alone" in " ".join(text_of(pilot.app).split())
        await press(pilot, "p")
        assert "Rossi" not in text_of(pilot.app)

    drive(lambda: app(names_hidden=False), act)


def test_a_file_is_replaced_only_when_asked_twice(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "it.md").write_text("mine", encoding="utf-8")
    usual = tmp_path / "needs-more-intensity-2026-03-15.csv"
    usual.write_text("mine", encoding="utf-8")

    async def act(pilot):
        await press(pilot, "e", "ctrl+u", *"it.md", "enter")
        assert "Is there already: enter replaces it" in text_of(pilot.app)
        await press(pilot, "x", "backspace")
        assert "there already" not in text_of(pilot.app), "it was said of another name"
        await press(pilot, "enter")
        assert (tmp_path / "it.md").read_text(encoding="utf-8") == "mine"
        await press(pilot, "escape", "e", "enter", "escape", "e", "enter")
        assert usual.read_text(encoding="utf-8") == "mine", "asked anew after leaving"
        await press(pilot, "ctrl+u", *"it.md", "enter", "enter")
        written = (tmp_path / "it.md").read_text(encoding="utf-8")
        assert "INVENTED SAMPLE" in written
        assert "panes/board" in written
        assert "| C001 " in written
        assert (tmp_path / "it.md").stat().st_mode & 0o777 == 0o600
        monkeypatch.setattr("caseboard.formats.write", lambda *_: 1 / 0)
        await press(pilot, "e", "ctrl+u", *"new.csv", "enter")
        assert "It could not be written: division by zero" in text_of(pilot.app)

    drive(app, act)
    assert {path.name for path in tmp_path.iterdir()} == {"it.md", usual.name}


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_refusal_can_be_read_to_its_end(width, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    name = "needs-more-intensity-2026-03-15.csv"
    (tmp_path / name).write_text("mine", encoding="utf-8")

    async def act(pilot):
        def seen():
            return " ".join(text_of(pilot.app).split())

        await press(pilot, "e")
        assert f" {name} " in seen(), "the name that is given stands there whole"
        await press(pilot, "enter")
        assert "Is there already: enter replaces it, another name keeps it." in seen()
        assert "q quit" not in seen()
        await press(pilot, "ctrl+u", *"nowhere/it.csv", "enter")
        assert "make it first, or name another." in seen()
        for text, end in (("soon", "21 days before."), ("2031-01-01", "the last day that can be looked at.")):
            await press(pilot, "escape", "a", "ctrl+u", *text, "enter")
            assert seen().count(end) == 1, "said once"
        await press(pilot, "escape")
        assert "▌" in seen()

    drive(app, act, (width, 24))


@pytest.mark.parametrize(
    "name", ["", "/", "it.xls", "it", "nowhere/it.csv", "folder.csv", "~nobody-here/it.csv"]
)
def test_what_cannot_be_written_gets_a_sentence(name, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(RequestError) as error:
        export.path_of(name)
    assert re.fullmatch(r"\S.*\.", str(error.value))


@pytest.mark.parametrize("name", ["it" * 400, "it" * 400 + ".csv", "/".join(["far"] * 400) + "/it.csv"])
def test_what_is_wrong_with_a_pasted_name_is_said_in_the_room_there_is(name, monkeypatch, tmp_path):
    """The name alone filled all lines, or no file could have it."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RequestError) as error:
        export.path_of(name)
    assert re.search(r"should end in|name another", str(error.value))
    assert len(str(error.value)) < 200


def test_a_folder_that_may_not_be_written_to_gets_a_sentence(tmp_path):
    if os.geteuid() == 0:
        target = tmp_path / ("x" * 300 + ".csv")
    else:
        tmp_path.chmod(0o500)
        target = tmp_path / "it.csv"
    sheet = export.Sheet(["a"], ["INTEGER"], [(1,)])
    with pytest.raises(RequestError, match="cannot be written"):
        export.write(sheet, target, replace=False)


def test_initials_for_names_and_for_ids_that_are_none():
    columns = ("client_id", "name", "note")
    rows = [("C1", "Ada Lind", "x"), ("Ada Lind", None, "y"), ("C2", "C2", "z")]
    assert without_names(columns, rows) == [("C1", "A.L.", "x"), ("A.L.", None, "y"), ("C2", "C2", "z")]


def test_a_digit_makes_no_code_of_a_name():
    columns = ("client_id", "name", "clinician")
    rows = [
        ("C1", "John Smith 2", "Rosa Okafor 3rd"),
        ("John Smith 2", "John Smith 2", "S7"),
        ("C2", "Smith2", "Rosa"),
        ("C3", "C3", None),
    ]
    assert without_names(columns, rows) == [
        ("C1", "J.S.", "R.R."),
        ("J.S.", "J.S.", "S7"),
        ("C2", "S.", "R."),
        ("C3", "C3", None),
    ]
    assert client_name(Row({"client_id": 0}, ("John Smith 2",)), names_hidden=True) == "J.S."


def test_who_was_present_is_a_name_too():
    columns = ("Client_ID", "merged_into", "OWNER", "present", "reason", "Name")
    for present in (["Rosa Okafor", "S7"], ("Rosa Okafor", "S7")):
        rows = [("C1", "Ada Lind", "Rosa Okafor", present, "so be it", "C1")]
        assert without_names(columns, rows) == [("C1", "A.L.", "R.O.", ["R.O.", "S7"], "so be it", "C1")]
    names = "name client client_name full_name given_name family_name clinician clinician_name therapist"
    for column in (*names.split(), "staff_name", "old_id", "clinician_id", "staff_id"):
        assert without_names([column], [("Ada Lind",), (7,)]) == [("A.L.",), (7,)], column


def test_a_pane_that_is_whole_or_filtered_says_so():
    snapshot = gather(FakeClinic(), None)
    said = export.pane_sheet(snapshot, snapshot.panes[0][:1], 0, names_hidden=True).said
    assert "Filtered: 1 of the 3 rows of this pane." in said
    assert "Filtered" not in export.pane_sheet(snapshot, snapshot.panes[0], 0, names_hidden=True).said


def test_the_default_names_are_the_panes():
    snapshot = gather(FakeClinic(), None)
    assert {
        export.path_of(export.default_name(snapshot, pane, filtered=False)).suffix
        for pane in range(len(PANES))
    } == {".csv"}


def test_a_small_chart_keeps_the_scale_and_the_side_of_the_cut_off():
    scale = Scale("PHQ-9", 0, 27, 10)
    for value in range(28):
        lines = [line_text(line) for line in small_chart([value], scale, 40)]
        assert len(lines) == ROWS
        assert all(len(line) <= 40 for line in lines)
        (point,) = [at for at, line in enumerate(lines) if "●" in line]
        cut_off = next(at for at, line in enumerate(lines) if "cut-off" in line)
        assert (point < cut_off, point > cut_off) == (value > 10, value < 10)
    assert small_chart([], scale, 40) == small_chart([None], scale, 40) == small_chart([3], scale, 15) == []
    gap = [line_text(line) for line in small_chart([5, None, 5], Scale("x", 0, 10), 40)]
    assert sum(line.count("●") for line in gap) == 2


def test_changed_thresholds_are_said_and_named():
    clinic = FakeClinic()
    clinic.results["panes/flag"].changed["no_shows_that_flag"] = (4, 2)
    seen = shown(lambda: CaseboardApp(lambda: clinic), "question_mark")
    assert "no_shows_that_flag = 4 (the library: 2)" in seen
    for size in ((80, 24), (120, 40)):
        assert "1 threshold changed" in shown(lambda: CaseboardApp(lambda: clinic), size=size)
    clinic.info_now = FakeInfo(replaced=("rules/more_intensity/dose_gap",))
    snapshot = gather(clinic, None)
    assert "1 threshold and 1 rule changed here" in source(snapshot)
    assert "Rules changed here: dose_gap." in shown(lambda: CaseboardApp(lambda: clinic), "question_mark")
    assert "Rules changed here: dose_gap." in snapshot_text(snapshot, names_hidden=True)
    files = ("concepts/pane", "measures/phq9", "panes/board", "rules/more_intensity/dose_gap")
    clinic.info_now = FakeInfo(replaced=files)
    snapshot = gather(clinic, None)
    assert "1 threshold, 1 rule, 1 measure and 2 files changed here" in source(snapshot)
    told = snapshot_text(snapshot, names_hidden=True)
    for said in (
        "Rules changed here: dose_gap.",
        "Measures changed here: phq9.",
        "Files changed here: concepts/pane, panes/board.",
    ):
        assert said in told
    assert "changed" not in shown(app).splitlines()[0]


def test_what_is_read_again_while_one_names_the_file_is_what_is_written(monkeypatch, tmp_path):
    """Rows of before the reload had been written, and nothing told of which day they were."""
    monkeypatch.chdir(tmp_path)
    clinic = FakeClinic()

    async def act(pilot):
        await press(pilot, "e")
        clinic.clients = [row for row in clinic.clients if row["client_id"] != "C001"]
        clinic.refill()
        pilot.app.board.action_reload()
        await settled(pilot)
        assert "names hidden, 2 rows, Needs more intensity" in text_of(pilot.app)
        await press(pilot, "enter")
        seen = " ".join(text_of(pilot.app).replace("▌", " ").split())
        assert "2 rows written to needs-more-intensity-2026-03-15.csv. As of Sun 15 Mar 2026." in seen
        assert "of before" not in seen

    drive(lambda: CaseboardApp(lambda: clinic), act, (160, 40))
    (path,) = tmp_path.iterdir()
    with path.open(encoding="utf-8") as file:
        assert [row["client_id"] for row in csv.DictReader(file)] == ["C002", "C003"]


def test_a_file_that_is_written_while_the_board_is_read_again_says_so(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    clinic = FakeClinic()

    async def act(pilot):
        gate = clinic.held()
        pilot.app.board.action_reload()
        await pilot.pause()
        await pilot.press("e", "enter")
        deadline = time.monotonic() + 20
        while not list(tmp_path.glob("*.csv")) and time.monotonic() < deadline:
            await asyncio.sleep(0.05)
        await pilot.pause(0.2)
        seen = " ".join(text_of(pilot.app).replace("▌", " ").split())
        assert "The board is being read again, and the file is of before." in seen
        gate.set()
        await settled(pilot)

    drive(lambda: CaseboardApp(lambda: clinic), act, (160, 40))


def test_a_file_that_is_named_for_one_day_does_not_get_the_rows_of_another(monkeypatch, tmp_path):
    """A board that stands open over midnight, while somebody names the file."""
    monkeypatch.chdir(tmp_path)
    clinic = FakeClinic()

    async def act(pilot):
        await press(pilot, "e")
        clinic.as_of = date(2026, 3, 16)
        clinic.info_now = replace(clinic.info_now, default_as_of=clinic.as_of)
        clinic.clients = clinic.clients[1:]
        clinic.refill()
        pilot.app.board.action_reload()
        await settled(pilot)
        assert "as of Mon 16 Mar 2026" in text_of(pilot.app)
        await press(pilot, "enter")
        seen = " ".join(text_of(pilot.app).replace("▌", " ").split())
        assert "3 rows written to needs-more-intensity-2026-03-15.csv. As of Sun 15 Mar 2026." in seen
        assert "The board is of another day now." in seen

    drive(lambda: CaseboardApp(lambda: clinic), act, (160, 40))


def test_the_rows_of_a_query_that_are_read_again_are_what_is_written(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    clinic = FakeClinic()

    async def act(pilot):
        pilot.app.board.open_query(clinic.library.query("panes/board", "The board"))
        await settled(pilot)
        await press(pilot, "e")
        clinic.clients = clinic.clients[1:]
        clinic.refill()
        pilot.app.screen.clinic_changed()
        await settled(pilot)
        assert "names hidden, 8 rows;" in text_of(pilot.app)
        await press(pilot, "enter")
        assert "15 Mar 2026." in text_of(pilot.app), "the end of the notice"

    drive(lambda: CaseboardApp(lambda: clinic), act, (160, 40))
    with (tmp_path / "panes-board-2026-03-15.csv").open(encoding="utf-8") as file:
        assert next(csv.DictReader(file))["client_id"] == "C002"
