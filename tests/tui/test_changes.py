"""Another date, and what changed since then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from caseboard.tui import changes, words
from caseboard.tui.app import CaseboardApp
from caseboard.tui.gather import gather
from caseboard.tui.plain import clinic_text
from caseboard.tui.snapshot import Snapshot
from tests.tui.client_fakes import page_clinic
from tests.tui.fakes import AS_OF, BEFORE, FakeClinic, before, client, flag
from tests.tui.golden import drive, same_as_golden, screens, settled, shown, text_of


def clinic() -> FakeClinic:
    found = FakeClinic()
    found.others[BEFORE] = before()
    return found


def app() -> CaseboardApp:
    found = clinic()
    return CaseboardApp(lambda: found)


def test_what_changed_in_words():
    found = changes.changes(gather(clinic(), BEFORE), gather(clinic(), AS_OF))
    assert [(change.client["client_id"], change.said) for change in found] == [
        ("C001", "moved from Holding course to Needs more intensity"),
        ("C001", "new flag: Self-harm thoughts: 2 of 3 on PHQ-9 item 9 (10 Mar)"),
        ("C001", "new flag: No visit at the last 3 sessions"),
        ("C001", "new flag: Two positive opioid screens in a row, 4 and 11 Mar"),
        ("C001", "no longer flagged; on 22 Feb: Craving has risen to 6"),
        ("C001", "decided 8 Mar: more sessions (open)"),
        ("C002", "new on the board: Needs more intensity"),
        ("C002", "new flag: Early screens: 2 of the first 3 positive or not collected"),
        ("C003", "assessed 11 Mar: C-SSRS moderate on 8 Mar"),
        ("C008", "on leave: hospital since 12 Mar"),
        ("C010", "no longer open; was in Holding course"),
    ]
    assert changes.changes(gather(clinic(), AS_OF), gather(clinic(), AS_OF)) == ()


def test_who_moved_without_a_flag_moved_for_what_the_board_says_now():
    """A criterion that is met no more, or cannot be judged, is no flag: the move alone would say nothing."""
    said = []
    for pane, reasons in (
        ("ready_to_step_down", ["5 of 5 criteria"]),
        ("not_assessable", ["screens pending or unreadable: 1\x1b", "too few logs"]),
        ("holding_course", []),
    ):
        boards = []
        for day, now in (
            (BEFORE, client("C001", "Amara Rossi", "needs_more_intensity")),
            (AS_OF, client("C001", "Amara Rossi", pane, reasons=reasons)),
        ):
            found = FakeClinic([now])
            found.as_of = day
            found.refill()
            boards.append(gather(found, day))
        said += [change.said for change in changes.changes(*boards)]
    moved = "moved from Needs more intensity to"
    assert said == [
        f"{moved} Ready to step down: 5 of 5 criteria",
        f"{moved} Cannot say: screens pending or unreadable: 1␛ · too few logs",
        f"{moved} Holding course: 2 of 4: craving and skills, symptoms settled",
    ]


def _then_and_now(then: dict, now: dict) -> list[str]:
    """What is said of a client whose one flag was `then` and is `now`."""
    boards = []
    for day, flags in ((BEFORE, then), (AS_OF, now)):
        found = FakeClinic([{**client("C001", "Amara Rossi", "holding_course"), "flags": [flags]}])
        found.as_of = day
        found.refill()
        boards.append(gather(found, day))
    return [change.said for change in changes.changes(*boards)]


def test_a_flag_that_stood_then_and_has_more_behind_it_now_is_said():
    old = flag("C001", "suicidal_ideation", "safety", "item 9 = 1", since=date(2026, 2, 20))
    new = flag("C001", "suicidal_ideation", "safety", "item 9 = 3", since=date(2026, 3, 10))
    said = ["flag again, with new evidence: item 9 = 3"]
    assert _then_and_now(old, new) == said
    assert _then_and_now({**old, "answered_on": date(2026, 2, 21)}, new) == said
    assert _then_and_now(old, {**new, "since": old["since"]}) == []
    assert _then_and_now(old, {**new, "since": None}) == []
    answered = {**new, "answered_on": AS_OF}
    assert _then_and_now(old, answered) == ["assessed 15 Mar: item 9 = 3"]
    gap = flag("C001", "dose_gap", "more_intensity", "60%", since=date(2026, 2, 10), severity=2)
    assert _then_and_now(gap, {**gap, "since": date(2026, 3, 3)}) == [], "its window moves every day"
    worse = {**gap, "severity": 3}
    assert _then_and_now(gap, worse) == ["flag more severe than then: 60%"]
    assert _then_and_now(worse, gap) == ["flag less severe than then: 60%"], "it may be why a client moved"
    assert _then_and_now({**gap, "severity": None}, {**gap, "since": None}) == []


def test_an_answered_safety_flag_with_something_new_behind_it_is_said():
    """Told anew and answered, between two boards: without this it would be no change at all."""
    old = flag("C001", "suicidal_ideation", "safety", "item 9 = 1", since=date(2026, 2, 20))
    old["answered_on"] = date(2026, 2, 20)
    new = {**old, "evidence": "item 9 = 3", "since": date(2026, 3, 10), "answered_on": date(2026, 3, 10)}
    assert _then_and_now(old, new) == ["flag again, assessed 10 Mar: item 9 = 3"]
    assert _then_and_now(old, {**new, "answered_on": old["answered_on"]}) == [
        "flag again, assessed 20 Feb: item 9 = 3"
    ]
    assert _then_and_now(old, {**old, "answered_on": date(2026, 3, 10)}) == [
        "assessed again 10 Mar: item 9 = 1"
    ]
    assert _then_and_now(old, old) == []
    gap = flag("C001", "dose_gap", "more_intensity", "60%", answered_on=date(2026, 2, 20))
    assert _then_and_now(gap, {**gap, "answered_on": date(2026, 3, 10), "since": date(2026, 3, 3)}) == []


def test_an_answer_that_was_taken_back_is_no_new_evidence():
    """An assessment that was entered for the wrong client and deleted, a snooze that is over."""
    now = flag("C001", "suicidal_ideation", "safety", "item 9 = 1", since=date(2026, 2, 20))
    then = {**now, "answered_on": date(2026, 2, 21)}
    assert _then_and_now(then, now) == ["flag waits for an answer again: item 9 = 1"]
    assert _then_and_now(then, {**now, "value": 3.0}) == ["flag again, with new evidence: item 9 = 1"]


def _boards(then: list[dict], now: list[dict], missing: str = "", *, stays: bool = True) -> list[Snapshot]:
    """Two boards of a client with these flags; `missing` is a rule that cannot be judged on the later one."""
    found = []
    for day, flags, rule in ((BEFORE, then, ""), (AS_OF, now, missing)):
        rows = [{**client("C001", "Amara Rossi", "holding_course"), "flags": flags}]
        clinic = FakeClinic(rows if stays or day == BEFORE else [])
        clinic.as_of = day
        if rule:
            clinic.not_judged = [{"rule": rule, "title": "A rule", "client_id": "C001"}]
        clinic.refill()
        found.append(gather(clinic, day))
    return found


def test_a_flag_that_can_no_longer_be_judged_is_not_closed():
    bam = flag("C001", "risk_over_protection", "more_intensity", "BAM: use 1")
    found = changes.changes(*_boards([bam], [], "risk_over_protection"))
    assert [(one.glyph, one.said) for one in found] == [
        ("?", "can no longer be judged; on 22 Feb: BAM: use 1")
    ]
    assert [one.said for one in changes.changes(*_boards([bam], []))] == [
        "no longer flagged; on 22 Feb: BAM: use 1"
    ]
    silent = flag("C001", "risk_over_protection", "more_intensity", None)
    assert [one.said for one in changes.changes(*_boards([silent], []))] == [
        "no longer flagged; on 22 Feb: Risk over protection"
    ]
    assert [one.said for one in changes.changes(*_boards([], [silent]))] == ["new flag: Risk over protection"]
    harm = flag("C001", "suicidal_ideation", "safety", "item 9 = 1", answered_on=date(2026, 2, 20))
    found = changes.changes(*_boards([harm], [], "suicidal_ideation"))
    assert [one.said for one in found] == ["can no longer be judged; on 22 Feb: item 9 = 1"]


def test_a_safety_flag_that_was_answered_between_the_boards_was_answered():
    harm = flag("C001", "suicidal_ideation", "safety", "item 9 = 1", since=date(2026, 2, 20))
    boards = _boards([harm], [])
    assert [one.said for one in changes.changes(*boards)] == [
        "safety flag ended, and nobody answered it; on 22 Feb: item 9 = 1"
    ]
    answered = {("C001", "suicidal_ideation"): date(2026, 3, 2)}
    assert [(one.glyph, one.said) for one in changes.changes(*boards, answered)] == [
        ("○", "no longer flagged, assessed 2 Mar; on 22 Feb: item 9 = 1")
    ]


def test_who_left_with_a_safety_flag_that_nobody_answered_does_not_leave_quietly():
    harm = flag("C001", "suicidal_ideation", "safety", "item 9 = 1", since=date(2026, 2, 20))
    assessed = {**harm, "rule": "critical_event", "answered_on": date(2026, 2, 21)}
    boards = _boards([harm, assessed], [], stays=False)
    left = "no longer open; was in Holding course"
    assert [one.said for one in changes.changes(*boards)] == [
        left,
        "safety flag ended, and nobody answered it; on 22 Feb: item 9 = 1",
    ]
    answered = {("C001", "suicidal_ideation"): date(2026, 3, 2)}
    assert [one.said for one in changes.changes(*boards, answered)] == [left]
    told = changes.text(boards[0], changes.changes(*boards), names_hidden=True).split("\n")
    assert [line[:4] for line in told[-2:]] == ["A.R.", "    "], "who it is stands once, and first"


def _glyphs(then: dict | None, now: dict) -> list[tuple[str, str]]:
    """Glyph and words of a client whose one flag was `then` (None: no flag) and is `now`."""
    boards = []
    for day, flags in ((BEFORE, [then] if then else []), (AS_OF, [now])):
        found = FakeClinic([{**client("C001", "Amara Rossi", "holding_course"), "flags": flags}])
        found.as_of = day
        found.refill()
        boards.append(gather(found, day))
    return [(change.glyph, change.said) for change in changes.changes(*boards)]


def test_a_new_flag_has_the_glyph_that_it_has_on_the_board():
    harm = flag("C001", "suicidal_ideation", "safety", "item 9 = 1", since=date(2026, 3, 2))
    assert _glyphs(None, harm) == [("!!", "new flag: item 9 = 1")]
    assessed = {**harm, "answered_on": date(2026, 3, 2)}
    assert _glyphs(None, assessed) == [("!", "new flag, assessed 2 Mar: item 9 = 1")]
    gap = flag("C001", "attendance_not_entered", "data_gap", "Session not entered: 12 Mar", severity=1)
    assert _glyphs(None, gap) == [("?", "new flag: Session not entered: 12 Mar")]
    dose = flag("C001", "dose_gap", "more_intensity", "60%", answered_on=date(2026, 3, 10))
    assert _glyphs(None, dose) == [("▲", "new flag, answered 10 Mar: 60%")]


@pytest.mark.parametrize(
    ("column", "then", "now", "said", "back"),
    [
        ("on_leave", "jail since 1 Mar", None, "back from leave: jail since 1 Mar",
         "on leave: jail since 1 Mar"),
        ("on_leave", "jail", "travel", "on leave: travel", "on leave: jail"),
        ("level", "IOP", "OP", "level: IOP, now OP", "level: OP, now IOP"),
        ("level", None, "OP", "level: none, now OP", "level: OP, now none"),
        ("last_decision", None, "8 Mar: step up", "decided 8 Mar: step up", None),
        ("last_decision", "1 Mar: rest", "8 Mar: step up", "decided 8 Mar: step up", "decided 1 Mar: rest"),
    ],
)  # fmt: skip
def test_a_leave_a_level_and_a_decision_are_said(column, then, now, said, back):
    boards = []
    for day, value in ((BEFORE, then), (AS_OF, now)):
        found = FakeClinic([client("C001", "Amara Rossi", "holding_course", **{column: value})])
        found.as_of = day
        found.refill()
        boards.append(gather(found, day))
    assert [change.said for change in changes.changes(*boards)] == [said]
    assert [change.said for change in changes.changes(*boards[::-1])] == ([back] if back else [])


def test_two_clients_with_the_same_initials_are_told_apart():
    boards = []
    ida, ines = ("I-7", "Ida Dahl"), ("I-90137", "Ines Duarte")
    for day, panes in ((BEFORE, {ida: "holding_course", ines: "ready_to_step_down"}), (AS_OF, {})):
        rows = [client(*who, pane, week=4) for who, pane in panes.items()]
        found = FakeClinic([*rows, client("C001", "Amara Rossi", "holding_course")])
        found.as_of = day
        found.refill()
        boards.append(gather(found, day))
    found = changes.changes(*boards)
    hidden = changes.text(boards[0], found, names_hidden=True).split("\n")[-2:]
    assert hidden == [
        "I.D. I-90137 -  no longer open; was in Ready to step down",
        "I.D. I-7     -  no longer open; was in Holding course",
    ]
    named = changes.text(boards[0], found, names_hidden=False)
    assert "Ida Dahl" in named
    assert "I-7" not in named


def test_an_id_that_may_be_a_name_tells_nobody_apart():
    rows = [client(name, name, "holding_course", week=week) for name, week in (("Ida D", 4), ("Ines D", 9))]
    then = gather(FakeClinic(rows), None)
    found = changes.changes(then, gather(FakeClinic([]), None))
    told = changes.names(then, found, names_hidden=True)
    assert list(told.values()) == ["I.D. IOP week 4", "I.D. IOP week 9"]


def test_who_changed_is_told_from_who_did_not():
    rows = [client("I-7", "Ida Dahl", "holding_course"), client("I-9", "Ines Duarte", "holding_course")]
    then = gather(FakeClinic(rows), None)
    found = changes.changes(then, gather(FakeClinic(rows[:1]), None))
    assert changes.names(then, found, names_hidden=True) == {"I-9": "I.D. I-9"}
    assert changes.names(then, found, names_hidden=False) == {"I-9": "Ines Duarte"}


def test_plain():
    then = gather(clinic(), BEFORE)
    seen = changes.text(then, changes.changes(then, gather(clinic(), AS_OF)), names_hidden=True)
    same_as_golden("plain-changes.txt", seen + "\n")
    assert seen.startswith("11 changes from Sun 22 Feb 2026 to Sun 15 Mar 2026 · INVENTED SAMPLE")
    assert "Rossi" not in seen
    assert changes.NONE in changes.text(then, (), names_hidden=True)
    assert "hreshold" not in seen
    old = words.text_of(changes.title(then, 11, names_hidden=True, width=80, busy="not up to date"))
    assert " not up to date " in old
    then = replace(then, changed={"no_shows_that_flag": (4, 2)})
    seen = changes.text(then, (), names_hidden=True).split("\n")
    assert " 1 threshold changed " in seen[0]
    assert seen[2:4] == ["Thresholds changed here: no_shows_that_flag = 4 (the library: 2).", ""]


def test_text_goldens():
    keys = ("a", *"-21", "enter")
    for size in ((80, 24), (120, 40)):
        columns, lines = size
        seen, then = screens(app, keys, ("w", "down"), size=size)
        same_as_golden(f"another-date-{columns}x{lines}.txt", seen)
        assert "as of Sun 22 Feb 2026" in seen
        assert "not the usual 15 Mar" in seen
        assert "11 changes since then · w lists them" in seen
        same_as_golden(f"changes-{columns}x{lines}.txt", then)
        assert " INVENTED " in then.splitlines()[0]
        assert "names hidden" in then.splitlines()[0]


def test_a_page_of_the_usual_day_copies_no_note_of_another_one():
    """The page was opened while the board of another date was on its way: its note was of that date."""
    clinic = page_clinic()
    then = clinic.others[BEFORE] = page_clinic()
    then.as_of = BEFORE
    then.refill()

    async def act(pilot):
        gate = then.held()
        await pilot.press("a", *"-21", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        gate.set()
        await settled(pilot)
        page, board = pilot.app.screen, pilot.app.board
        assert page.client_id == "C001"
        assert page._as_of is None
        assert board.snapshot.as_of == BEFORE
        await pilot.press("y")
        await settled(pilot)
        assert pilot.app.clipboard == ""
        assert "has nothing about this client on this date" in " ".join(text_of(pilot.app).split())

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_what_changed_is_not_denied_while_the_other_date_is_being_read():
    """It said that another date should be chosen first, to who had just chosen one."""
    clinic = FakeClinic()

    async def act(pilot):
        gate = clinic.held()
        await pilot.press("a", *"-21", "enter", "w")
        await pilot.pause()
        seen = " ".join(text_of(pilot.app).replace("▌", " ").split())
        assert "The board is being read; ask what changed when it is there." in seen
        gate.set()
        await settled(pilot)

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_there_and_back():
    async def act(pilot):
        await pilot.press("enter")
        assert pilot.app.screen._as_of is None, "after midnight it is the next day's"
        await pilot.press("escape", "w")
        await settled(pilot)
        assert "Choose another date with a first" in " ".join(text_of(pilot.app).split())
        await pilot.press("a", *"-21", "enter")
        await settled(pilot)
        assert "changes since then" in text_of(pilot.app)
        await pilot.press("enter")
        assert pilot.app.screen._as_of == BEFORE, "a page of that board is a page of that day"
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press("w", "p")
        await settled(pilot)
        assert text_of(pilot.app).count("Amara Rossi") > 1, "in the list, and told whole"
        await pilot.press("p")
        await settled(pilot)
        assert "Amara Rossi" not in text_of(pilot.app)
        await pilot.press("escape", "a")
        await settled(pilot)
        assert "2026-02-22" in text_of(pilot.app).splitlines()[1]
        await pilot.press("ctrl+u", "enter")
        await settled(pilot)
        assert "as of Sun 15 Mar 2026" in text_of(pilot.app)
        assert "changes since then" not in text_of(pilot.app)

    drive(app, act)


def test_names_are_worked_out_once_and_not_at_every_key(monkeypatch):
    """Each move of the cursor named every client of both boards anew."""
    named, real = [], changes.names
    monkeypatch.setattr(changes, "names", lambda *args, **more: named.append(1) or real(*args, **more))

    async def act(pilot):
        await pilot.press("a", *"-21", "enter")
        await settled(pilot)
        await pilot.press("w")
        await settled(pilot)
        assert len(named) == 1
        await pilot.press("down", "down", "up")
        await settled(pilot)
        assert len(named) == 1
        await pilot.press("p")
        await settled(pilot)
        assert len(named) == 2
        assert "Amara Rossi: " in text_of(pilot.app)

    drive(app, act)


def test_nothing_changed_is_said():
    found = FakeClinic()
    same = FakeClinic()
    same.as_of = BEFORE
    same.refill()
    found.others[BEFORE] = same
    assert changes.NONE in shown(lambda: CaseboardApp(lambda: found), "a", *"-21", "enter", "w")


def test_the_clinic_is_asked_who_answered_between_the_boards():
    harm = flag("C001", "suicidal_ideation", "safety", "item 9 = 1", since=date(2026, 2, 20))
    now, then = (
        FakeClinic([client("C001", "Amara Rossi", "holding_course")]),
        FakeClinic([{**client("C001", "Amara Rossi", "holding_course"), "flags": [harm]}]),
    )
    then.as_of = BEFORE
    then.refill()
    now.others[BEFORE] = then

    def told() -> str:
        return clinic_text(now, BEFORE, names_hidden=True, changes=True)

    assert "nobody answered it; on 22 Feb: item 9 = 1" in told()
    now.answers = [{"client_id": "C001", "rule": "suicidal_ideation", "answered_on": date(2026, 3, 2)}]
    now.refill()
    assert "no longer flagged, assessed 2 Mar; on 22 Feb: item 9 = 1" in told()
    assert now.given[-1] == {"answered_after": BEFORE}
