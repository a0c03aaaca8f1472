"""Two clients of the same name or the same initials are never taken for one another."""

from __future__ import annotations

import pytest

from caseboard.tui.app import CaseboardApp
from caseboard.tui.arrange import Finder, View
from caseboard.tui.ascii import plain as in_ascii
from caseboard.tui.gather import gather
from caseboard.tui.note import note
from caseboard.tui.plain import clinic_text
from tests.tui.fakes import FakeClinic, client
from tests.tui.golden import drive, settled, text_of

PEOPLE = [
    client("C0136", "Amara Rossi", "holding_course"),
    client("C0299", "Aldo Ruiz", "holding_course"),
    client("C0301", "Maria Magdalena Garcia", "holding_course"),
    client("C0302", "Maria Magdalena Garcia", "holding_course"),
    client("C0400", "Bea Stone", "holding_course"),
]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_board_tells_them_apart(size):
    async def one(pilot):
        hidden = text_of(pilot.app)
        for said in ("A.R. C0136", "A.R. C0299", "M.G. C0301", "M.G. C0302", "B.S. "):
            assert said in hidden, said
        assert "B.S. C" not in hidden
        await pilot.press("p")
        await settled(pilot)
        named = text_of(pilot.app)
        for said in ("Amara Rossi", "Aldo Ruiz", " C0301", " C0302"):
            assert said in named, said
        assert "C0136" not in named

    drive(lambda: CaseboardApp(lambda: FakeClinic(PEOPLE)), one, size)


@pytest.mark.parametrize(
    "names", [("Ọla Eze", "Otto Ek"), ("钱丽", "구본"), ("Łucja Ż", "Ω Ψ"), ("نور امين", "सीता देवी")]
)
@pytest.mark.parametrize("names_hidden", [True, False])
def test_who_would_read_the_same_in_ascii_is_told_apart(names, names_hidden):
    """Three people were `??.` on one board in ASCII. Elsewhere an id beside them would only take room."""
    rows = [client(f"C{at}", name, "holding_course") for at, name in enumerate(names)]

    def shown(*, ascii_only: bool) -> list[str]:
        board = gather(FakeClinic(rows), None, ascii_only=ascii_only)
        return [board.who(board.client(at), names_hidden=names_hidden) for at in range(2)]

    assert len({in_ascii(name) for name in shown(ascii_only=True)}) == 2
    assert not any(name.endswith(("C0", "C1")) for name in shown(ascii_only=False))


def test_an_ascii_screen_and_its_plain_text_tell_them_apart():
    clinic = FakeClinic(
        [client("C0136", "钱丽", "holding_course"), client("C0142", "구본", "holding_course")]
    )

    async def act(pilot):
        assert "C0136" in text_of(pilot.app) and "C0142" in text_of(pilot.app)

    drive(lambda: CaseboardApp(lambda: clinic, ascii_only=True), act)
    told = clinic_text(clinic, names_hidden=True, ascii_only=True)
    assert "C0136" in told and "C0142" in told


def test_so_does_all_that_says_who_it_is():
    board = gather(FakeClinic(PEOPLE), None)
    assert note(board, board.client(0), 0, names_hidden=True).startswith("A.R. C0136 · ")
    assert note(board, board.client(0), 0, names_hidden=False).startswith("Amara Rossi · ")
    found = Finder(board).arrange(View("c0299"), names_hidden=True)
    assert found.shown == 1

    async def one(pilot):
        assert "A.R. C0136 · IOP" in text_of(pilot.app)  # the panel
        await pilot.press("enter")
        await settled(pilot)
        assert "A.R. C0136" in text_of(pilot.app).split("\n")[0]

    drive(lambda: CaseboardApp(lambda: FakeClinic(PEOPLE)), one, (120, 40))


def test_an_id_that_may_be_a_name_is_not_told():
    rows = [
        client("Rossi A", "Amara Rossi", "holding_course"),
        client("Ruiz B", "Aldo Ruiz", "holding_course"),
    ]
    board = gather(FakeClinic(rows), None)
    assert [board.who(board.client(at), names_hidden=True) for at in (0, 1)] == ["A.R.", "A.R."]
    assert board.who_width == 4
    rows.append(client("Rossi B", "Amara Rossi", "holding_course"))
    board = gather(FakeClinic([*rows, client("Smith", None, "holding_course")]), None)
    named = [board.who(board.client(at), names_hidden=False) for at in range(4)]
    assert named == ["Amara Rossi Rossi A", "Aldo Ruiz", "Amara Rossi Rossi B", "Smith"]
    assert board.who(board.client(3), names_hidden=True) == "S."
