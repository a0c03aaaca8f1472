"""Filter and sort: on the rows, the same in every pane, and the cursor stays with its client."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from textual import events

from caseboard.tui import arrange, dates, layout
from caseboard.tui.app import CaseboardApp
from caseboard.tui.arrange import ORDERS, Finder, View, said
from caseboard.tui.gather import gather
from tests.tui.fakes import BEFORE, FakeClinic, before, client
from tests.tui.golden import drive, pinned, same_as_golden, settled, shown, text_of, typed

SIZES = {"80x24": (80, 24), "120x40": (120, 40)}


def app(clinic: FakeClinic | None = None, **more) -> CaseboardApp:
    found = clinic or FakeClinic()
    return CaseboardApp(lambda: found, **more)


def flat(panes: list[list[str]]) -> list[str]:
    return [client_id for pane in panes for client_id in pane]


def ids(clinic: FakeClinic, view: View, *, names_hidden: bool = True) -> list[list[str]]:
    snapshot = gather(clinic, None)
    found = Finder(snapshot).arrange(view, names_hidden=names_hidden)
    return [[snapshot.client_id(row) for row in pane] for pane in found.panes]


def clinic() -> FakeClinic:
    return FakeClinic(
        [
            client("C1", "Ada Żak", "needs_more_intensity", week=3, score=5.0, clinician="Ola Ek"),
            client(
                "C2", "Bo Lind", "needs_more_intensity", week=9, score=None, level="OP", hours_attended=None
            ),
            client("C3", "Cy Moss", "needs_more_intensity", week=6, score=20.0, safety="new"),
            client(
                "C4", "Di Noor", "holding_course", week=1, score=7.0, program="Day IOP", reasons=["[/] far"]
            ),
            client("C5", "Eo Park", "holding_course", week=2, score=9.0, hours_attended=1.0),
        ]
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["C3", "C1", "C2", "C4", "C5"]), ("   ", ["C3", "C1", "C2", "C4", "C5"]), ("ola", ["C1"]),
        ("OLA ek", ["C1"]), ("level:op", ["C3", "C1", "C2", "C4", "C5"]),
        ("level:iop", ["C3", "C1", "C4", "C5"]),
        ("program:day", ["C4"]), ("program:iop day", ["C4"]), ("clinician:lind", []), ("a.z", ["C1"]),
        ("[/]", ["C4"]), ("zak", []), ("nothing at all", []), ("nofield:x", []),
        ("zak ola", []),
    ],
)  # fmt: skip
def test_every_word_must_stand_in_the_row(text, expected):
    assert flat(ids(clinic(), View(text))) == expected


def test_what_is_said_on_the_row_is_found_whoever_said_it():
    assert flat(ids(FakeClinic(), View("sustained"))) == ["C009"], "the row says so; the query gave no reason"
    assert flat(ids(FakeClinic(), View("look again"))) == ["C003"]


def test_a_filter_says_which_safety_it_hides():
    snapshot = gather(clinic(), None)
    finder = Finder(snapshot)
    hidden = {
        text: finder.arrange(View(text), names_hidden=True).hidden_safety
        for text in ("", "level:op", "ola", "x" * 9)
    }
    assert hidden == {"": 0, "level:op": 0, "ola": 1, "x" * 9: 1}
    assert said(View("ola"), snapshot, 1, 1) == "Filter “ola” · 1 of 5 · hides unanswered safety: 1"
    assert said(View("ola"), snapshot, 1) == "Filter “ola” · 1 of 5"


def test_names_are_found_only_where_they_are_shown():
    assert flat(ids(clinic(), View("zak"), names_hidden=False)) == ["C1"]
    assert flat(ids(clinic(), View("moss"), names_hidden=True)) == []


def test_sorted_within_panes_new_safety_on_top_missing_last():
    found = clinic()
    assert ids(found, View(sort="week"))[0] == ["C3", "C1", "C2"], "3, then 9; the new one stays on top"
    assert ids(found, View(sort="week", backwards=True))[0] == ["C3", "C2", "C1"]
    assert ids(found, View(sort="score"))[0] == ["C3", "C1", "C2"]
    assert ids(found, View(sort="score", backwards=True))[0] == ["C3", "C1", "C2"], (
        "not known is last both ways"
    )
    assert ids(found, View(sort="hours"))[3] == ["C5", "C4"]
    assert flat(ids(found, View("ola", "week"))) == ["C1"], "sorted, and filtered all the same"
    assert ids(found, View(sort="program"))[3] == ["C4", "C5"]
    assert ids(found, View("o", "client", True), names_hidden=False)[3] == ["C5", "C4"]


# As one would first look at it, and the other way round.
SAID = {
    "client": ("client, A to Z", "Z to A"), "week": ("week, longest first", "newest first"),
    "measure": ("measure, A to Z", "Z to A"), "score": ("score, high to low", "low to high"),
    "spark": ("change of score, most risen first", "most fallen first"),
    "hours": ("hours attended, least of the prescribed first", "most of the prescribed first"),
    "screens": ("screens, fewest negative first", "most negative first"),
    "craving": ("craving, high to low", "low to high"), "why": ("reasons, most first", "fewest first"),
    "clinician": ("clinician, A to Z", "Z to A"), "program": ("program, A to Z", "Z to A"),
    "review": ("next review, soonest first", "latest first"),
}  # fmt: skip
SORTED = {
    "week": "A B C", "measure": "B A C", "score": "A B C", "spark": "B A C", "hours": "A B C",
    "screens": "B A C", "craving": "A B C", "why": "B C A", "clinician": "B A C", "program": "B A C",
    "review": "A B C", "client": "A B C",
}  # fmt: skip


def test_every_order_sorts_by_what_it_says_and_what_is_not_known_comes_last():
    columns = "week measure score score_change screen_word craving reasons clinician program next_review_on"
    nothing = dict.fromkeys(columns.split())
    rows = [
        client("A", "Ad Aahl", "holding_course", week=9, score=5.0, score_change=3.0,
               hours_attended=8.0, hours_prescribed=20.0, screen_word="-+--", craving=2.0,
               reasons=["x", "y"], clinician="Zoe", program="b"),
        client("B", "Ác Zabel", "holding_course", week=10, measure="gad7", score=12.0, score_change=-4.0,
               hours_attended=7.0, hours_prescribed=7.0, screen_word="----", craving=6.5,
               clinician="Ångström", program="A", next_review_on=date(2026, 4, 2)),
        client("C", "Cy Moss", "holding_course", hours_attended=3.0, hours_prescribed=0.0, **nothing),
    ]  # fmt: skip
    finder = Finder(gather(FakeClinic(rows), None))

    def ids_in(key: str, backwards: bool, hidden: bool = True) -> str:
        panes = finder.arrange(View(sort=key, backwards=backwards), names_hidden=hidden).panes
        return " ".join("ABC"[row] for row in panes[3])

    finder.warm()
    assert {order.key: ids_in(order.key, False) for order in ORDERS} == SORTED
    turned = {key: f"{' '.join(order.replace('C', '').split()[::-1])} C" for key, order in SORTED.items()}
    turned["client"] = "C B A"
    assert {order.key: ids_in(order.key, True) for order in ORDERS} == turned
    assert (ids_in("client", False, hidden=False), ids_in("client", True, hidden=False)) == ("B A C", "C A B")
    typed = ("zabel", "a.z", "iop", "")
    assert [finder.may_say_a_name(text) for text in typed] == [True, False, False, False]


def test_a_filter_may_say_a_name_though_it_finds_others_by_something_else():
    rows = [
        client("A", "Ad Zabel", "holding_course"),
        client("B", "Bo Ray", "holding_course", clinician="Zabel"),
    ]
    finder = Finder(gather(FakeClinic(rows), None))
    assert finder.arrange(View("zabel"), names_hidden=True).shown == 1, "B, by the clinician"
    assert finder.may_say_a_name("zabel"), "of A too, who was found by the name alone"


def test_s_goes_through_every_order_and_back_to_the_querys_own():
    view, seen = View("x"), []
    for _ in range(len(ORDERS)):
        view = view.next_sort({"measure"})
        seen.append((view.sort, view.backwards))
    known = [(order.key, order.high_first) for order in ORDERS if order.key != "measure"]
    assert seen == [*known, ("", False)]
    assert View(sort="measure").next_sort({"measure"}).sort == "score"
    assert View().turned() == View()


def test_ties_keep_the_order_of_the_query():
    assert ids(FakeClinic(), View(sort="clinician"))[3] == ["C007", "C008", "C009"]


def test_a_heading_sorts_turns_and_lets_go():
    view = View("x").clicked("week")
    assert (view.sort, view.backwards, view.text) == ("week", True, "x")
    assert view.clicked("week").backwards is False
    assert view.clicked("week").clicked("week").sort == ""
    assert view.clicked("glyph") == view


def test_the_heading_carries_an_arrow():
    chosen = layout.columns(110, names_hidden=True)
    line = layout.heading(chosen, "week", True)
    assert "Wk▼" in line
    assert len(line) == len(layout.heading(chosen))
    assert "▲" in layout.heading(chosen, "craving")
    assert layout.column_at(chosen, 0) == "glyph"
    assert layout.column_at(chosen, 2) == ""
    assert layout.column_at(chosen, 3) == "client"
    assert layout.column_at(chosen, 500) == ""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("filtered", ("slash", "o", "p", "i", "o", "enter")),
        ("sorted", ("s", "s")), ("alone", ("f",)), ("ask-date", ("a", "-", "x")),
    ],
)  # fmt: skip
def test_text_golden(name, keys, size):
    same_as_golden(f"{name}-{size}.txt", shown(app, *keys, size=SIZES[size]))


@pytest.mark.parametrize("size", SIZES)
def test_text_golden_while_typing(size):
    async def act(pilot):
        await press(pilot, "slash", *"opio")
        await pilot.pause(0.3)
        await settled(pilot)
        same_as_golden(f"filter-{size}.txt", text_of(pilot.app))

    drive(app, act, SIZES[size])


def selected(pilot):
    return pilot.app.screen.panes.selected()


async def press(pilot, *keys):
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def test_a_filter_counts_as_it_is_typed_and_esc_clears_it():
    async def act(pilot):
        await press(pilot, "4", "down")
        assert selected(pilot) == "C008"
        await press(pilot, "slash", *"opioid")
        await pilot.pause(0.2)
        await settled(pilot)
        seen = text_of(pilot.app)
        assert "1 of 9" in seen
        assert "A.R." in seen
        assert "D.L." not in seen
        assert "Nobody here matches the filter; 3 clients without it." in seen
        assert selected(pilot) == "C001"
        await press(pilot, "escape")
        assert "of 9" not in text_of(pilot.app).splitlines()[1]
        assert selected(pilot) == "C008", "back where it was"
        await press(pilot, "slash", *"opioid", "enter", "p")
        assert "Filter “opioid” · 1 of 9 · esc clears" in text_of(pilot.app)
        assert "Amara Rossi" in text_of(pilot.app), "keys are commands again"
        await press(pilot, "r", "i", "escape")
        assert "Filter “opioid” · 1 of 9" in text_of(pilot.app), "kept over a reload and another page"
        await press(pilot, "escape")
        assert "D" in text_of(pilot.app)
        assert "Filter" not in text_of(pilot.app).splitlines()[1]

    drive(app, act)


def test_a_filter_by_name_goes_when_names_are_hidden():
    async def act(pilot):
        await press(pilot, "slash", *"rossi", "enter")
        assert "Filter “rossi” · 1 of 9" in text_of(pilot.app)
        await press(pilot, "p")
        seen = text_of(pilot.app)
        assert "rossi" not in seen.casefold(), "a name stands nowhere"
        assert "The filter is cleared" in " ".join(seen.split())
        assert pilot.app.board.panes.shown == 9, "and nobody is out of sight for it"
        await press(pilot, "p", "slash", *"opioid", "enter", "p")
        assert "Filter “opioid” · 1 of 9" in text_of(pilot.app), "what finds nobody by name stays"
        await press(pilot, "escape", "p", "slash", *"szabo")
        await pilot.pause(0.2)
        pilot.app.action_toggle_names()
        await settled(pilot)
        assert "szabo" not in text_of(pilot.app)
        assert pilot.app.screen.prompt is None

    drive(lambda: app(names_hidden=False), act)


@pytest.mark.parametrize("when", ["while the board is read", "where nobody is found by it"])
def test_a_filter_that_may_be_a_name_goes_when_names_are_hidden(when):
    """One that waited for the rows stood over them then, name and all; so did that of one who had left."""
    fake = FakeClinic()
    if when == "while the board is read":
        gate = fake.held()
    else:
        fake.clients = [row for row in fake.clients if row["name"] != "Amara Rossi"]
        fake.refill()

    async def main():
        pinned()
        made = app(fake, names_hidden=False)
        async with made.run_test(size=(120, 40), notifications=True) as pilot:
            await pilot.pause()
            await pilot.press("slash", *"rossi", "enter")
            await pilot.pause()
            assert made.board.panes.view.text == "rossi"
            await pilot.press("p")
            if when == "while the board is read":
                gate.set()
            await settled(pilot)
            seen = text_of(made)
            assert "1 Needs more intensity" in seen
            assert "rossi" not in seen.casefold()
            assert "The filter is cleared" in seen

    asyncio.run(main())


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("/pq", "pq"),
        ("/opioid\x7f", "opioi"),
        ("/opioid\rj", "Filter “opioid” · 1 of 9"),
        ("a2026-03-01\r", "names hidden"),
        ("/even\x1bp", "names hidden"),
        ("/opx\x7fioid", "opioid"),
    ],
)
def test_keys_that_come_in_a_burst_are_typed_into_the_question(typed, seen):
    """As a fast typist or a paste sends them: all before the first is acted upon."""
    names = {"/": "slash", "\r": "enter", "\x7f": "backspace", "\x1b": "escape", "-": "minus"}

    async def act(pilot):
        for char in typed:
            printable = char if char.isprintable() else None
            pilot.app.post_message(events.Key(names.get(char, char), printable))
        for _ in range(4):
            await pilot.pause(0.1)
            await settled(pilot)
        assert pilot.app.is_running
        assert seen in text_of(pilot.app)
        assert pilot.app.names_hidden
        assert pilot.app.board._as_of == (date(2026, 3, 1) if typed[0] == "a" else None)

    drive(app, act)


def test_a_date_is_typed_in_place_of_the_one_before():
    """Else `-21` behind the day of the board would be no date."""
    found = FakeClinic()
    found.others[BEFORE] = before()

    async def act(pilot):
        await press(pilot, "a", *"-21", "enter")
        await press(pilot, "a")
        assert pilot.app.screen.prompt.text == "2026-02-22"
        await press(pilot, *"-7")
        assert pilot.app.screen.prompt.text == "-7"
        await press(pilot, "escape")
        for char in "a-7":
            pilot.app.post_message(events.Key("minus" if char == "-" else char, char))
        await pilot.pause(0.1)
        await settled(pilot)
        assert pilot.app.screen.prompt.text == "-7", "in a burst too"
        await press(pilot, "escape", "a", "end", *"x")
        assert pilot.app.screen.prompt.text == "2026-02-22x", "who goes there may mend it"

    drive(lambda: app(found), act)


def test_a_key_that_comes_while_the_focus_moves_is_typed():
    async def act(pilot):
        await press(pilot, "slash", "o")
        screen = pilot.app.screen
        screen.set_focus(None)
        await settled(pilot)
        screen.focus_first()  # the field hears of it a message later
        assert screen.early(events.Key("p", "p"))
        assert not screen.early(events.Key("enter", None))
        await settled(pilot)
        assert screen.prompt.text == "op"
        assert pilot.app.names_hidden

    drive(app, act)


def test_where_one_types_has_the_focus_again_after_a_terminal_too_small():
    async def act(pilot):
        await press(pilot, "slash", "o")
        await pilot.resize_terminal(50, 10)
        await settled(pilot)
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        await press(pilot, "p")
        assert pilot.app.screen.prompt.text == "op"

    drive(app, act)


@pytest.mark.parametrize(("key", "typed"), [("slash", "even"), ("slash", ""), ("a", "-7"), ("e", "")])
def test_who_clicks_elsewhere_is_done_with_the_question(key, typed):
    async def act(pilot):
        await press(pilot, key, *typed)
        fourth = pilot.app.screen.panes.panes[3]
        await pilot.click(fourth, offset=(6, 2))
        await settled(pilot)
        assert pilot.app.screen.prompt is None
        assert selected(pilot) == "C008", "the row that was clicked"
        assert ("Filter “even”" in text_of(pilot.app)) is (typed == "even"), "what was typed counts"
        assert "s sort" in text_of(pilot.app).splitlines()[-1], "the keys of the board are told again"
        await press(pilot, "down")
        assert selected(pilot) == "C009"
        await press(pilot, "p")
        assert "names shown" in text_of(pilot.app), "keys are commands again"
        await press(pilot, "escape")
        assert "Filter" not in text_of(pilot.app).splitlines()[1]

    drive(app, act)


def test_a_mouse_that_is_dragged_takes_no_key_away():
    async def act(pilot):
        await press(pilot, "slash", *"even")
        await pilot.mouse_down(pilot.app.screen.panes.panes[3], offset=(6, 2))
        await pilot.mouse_up(pilot.app.screen.panes.panes[0], offset=(6, 2))
        await settled(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen.prompt is None
        assert "Filter" not in text_of(pilot.app).splitlines()[1]

    drive(app, act)


def test_a_double_click_opens_the_row_that_was_clicked_though_the_question_goes(monkeypatch):
    async def act(pilot):
        opened = []
        monkeypatch.setattr(pilot.app.board, "action_open", lambda: opened.append(selected(pilot)))
        await press(pilot, "slash")
        await pilot.click(pilot.app.screen.panes.panes[3], offset=(6, 2), times=2)
        await settled(pilot)
        assert opened == ["C008"]

    drive(app, act)


def test_a_question_out_of_the_palette_takes_the_place_of_another():
    async def act(pilot):
        board = pilot.app.board
        await press(pilot, "slash", "o")
        for ask in (board.action_another_date, board.action_export, board.action_filter):
            ask()
            await settled(pilot)
            assert board.prompt.kind in ask.__name__.replace("another_date", "date")
        await press(pilot, *"pp", "enter")
        assert "pp” · 0 of 9" in text_of(pilot.app)

    drive(app, act)


def test_a_question_keeps_the_focus_while_another_window_has_it():
    async def act(pilot):
        await press(pilot, "slash", "o")
        pilot.app.post_message(events.AppBlur())
        await settled(pilot)
        pilot.app.board.action_reload()
        await settled(pilot)
        pilot.app.post_message(events.AppFocus())
        await settled(pilot)
        await press(pilot, "p")
        assert pilot.app.screen.prompt.text == "op"
        assert pilot.app.names_hidden, "what is typed is no command"

    drive(app, act)


def test_keys_sort_turn_and_clear():
    async def act(pilot):
        await press(pilot, "s", "s")
        assert "Sorted by week, longest first · esc clears" in text_of(pilot.app)
        assert "Wk▼" in text_of(pilot.app)
        await press(pilot, "S")
        assert "Sorted by week, newest first" in text_of(pilot.app)
        await press(pilot, "escape")
        assert "Sorted" not in text_of(pilot.app)
        for _ in ORDERS[1:]:
            await press(pilot, "s")
        assert "Sorted by next review" in text_of(pilot.app)
        await press(pilot, "s")
        assert "Sorted" not in text_of(pilot.app)

    drive(app, act)


def test_the_mouse_sorts_by_a_heading():
    async def act(pilot):
        x = text_of(pilot.app).splitlines()[1].index("Hours")
        await pilot.click("#heading", offset=(x, 0))
        await settled(pilot)
        assert "Sorted by hours attended, least of the prescribed first" in text_of(pilot.app)

    drive(app, act)


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_long_filter_pushes_nothing_about_safety_off_its_line(columns):
    async def act(pilot):
        await press(pilot, "slash")
        await typed(pilot, "zzz " * 18)
        await press(pilot, "enter")
        line = text_of(pilot.app).splitlines()[1]
        assert line.startswith(" Filter “zzz")
        assert "…” · 0 of 9 · hides unanswered safety: 1 · " in line
        await press(pilot, "escape", "s", "s", "f", "2")
        assert "This pane alone hides unanswered safety: 1 · Sorted" in text_of(pilot.app).splitlines()[1]

    drive(app, act, (columns, 24))


def test_one_pane_alone_and_back():
    async def act(pilot):
        hides = "This pane alone hides unanswered safety: 1"
        await press(pilot, "f")
        assert "2 Ready" not in text_of(pilot.app)
        assert "hides" not in text_of(pilot.app)
        await press(pilot, "2")
        assert "2 Ready" in text_of(pilot.app)
        assert "1 Needs" not in text_of(pilot.app)
        assert hides in text_of(pilot.app).splitlines()[1], "nobody with new safety goes unseen"
        assert selected(pilot) == "C004"
        await press(pilot, "down", "down", "down")
        assert selected(pilot) == "C005"
        await press(pilot, "1")
        assert "hides" not in text_of(pilot.app)
        await press(pilot, "2", "down", "escape")
        assert "1 Needs" in text_of(pilot.app)
        assert "hides" not in text_of(pilot.app)
        assert selected(pilot) == "C005"

    drive(app, act)


def test_the_band_says_what_is_new_about_safety():
    seen = shown(app)
    assert "Safety, unanswered · 1" in seen
    assert "More intensity · 2" in seen
    alone = [row for row in FakeClinic().clients if row["client_id"] == "C001"]
    assert "More intensity ·" not in shown(lambda: app(FakeClinic(alone)))
    first, *others = FakeClinic().clients
    many = [{**first, "client_id": f"S{n}", "name": f"S{n} Ames"} for n in range(9)]
    crowd = [{**row, "client_id": f"{row['client_id']}-{n}"} for n in range(9) for row in others]
    low = shown(lambda: app(FakeClinic([*many, *crowd])), size=(80, 24))
    assert low.count("!!") == 9, "who has new safety stands on the screen, however many others there are"
    calm = [row for row in FakeClinic().clients if row["client_id"] != "C001"]
    assert "Safety," not in shown(lambda: app(FakeClinic(calm)))


def test_the_cursor_never_stands_on_a_heading():
    async def act(pilot):
        await pilot.click("#pane-1", offset=(10, 1))
        await settled(pilot)
        assert selected(pilot) == "C001"
        await pilot.click("#pane-1", offset=(10, 3))
        await settled(pilot)
        assert selected(pilot) == "C001"
        await pilot.click("#pane-1", offset=(10, 4))
        await settled(pilot)
        assert selected(pilot) == "C002"

    drive(app, act)


def test_what_is_pasted_is_made_harmless():
    from textual import events

    async def act(pilot):
        await press(pilot, "slash")
        pilot.app.post_message(events.Paste("a\x1b[2J\x9bb"))
        await settled(pilot)
        assert "\x1b" not in text_of(pilot.app)
        assert "a␛[2J\ufffdb" in text_of(pilot.app)

    drive(app, act)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None), ("2026-03-15", None), ("2026-02-22", date(2026, 2, 22)), (" -21 ", date(2026, 2, 22)),
        ("-0", None), ("- 1", date(2026, 3, 14)),
    ],
)  # fmt: skip
def test_a_date_that_was_typed(text, expected):
    assert dates.day_of(text, date(2026, 3, 15)) == expected


@pytest.mark.parametrize(
    "text", ["tomorrow", "2026-02-30", "2026-3-1", "20260301", "22.2.2026", "2026-03-16", "\x1b"]
)
def test_what_is_no_date_gets_a_sentence(text):
    found = dates.day_of(text, date(2026, 3, 15))
    assert isinstance(found, str)
    assert found.endswith(".")
    assert "\x1b" not in found


def test_the_view_in_words():
    snapshot = gather(FakeClinic(), None)
    assert arrange.said(View(), snapshot, 9) == ""
    for key, (first, other) in SAID.items():
        view = View().sorted_by(key)
        assert arrange.said(view, snapshot, 3) == f"Sorted by {first}"
        assert arrange.said(view.turned(), snapshot, 3) == f"Sorted by {first.split(',')[0]}, {other}"
    assert arrange.said(View("x\x1b", "score", True), snapshot, 3) == (
        "Filter “x␛” · 3 of 9 · Sorted by score, high to low"
    )
    assert arrange.whole(View("x", "score"), None, 0, (0, 0), "", 80) == "", "no count before there are rows"
