"""The user's own keys."""

from __future__ import annotations

import subprocess
import sys

import pytest

from caseboard.errors import RequestError
from caseboard.tui.app import CaseboardApp
from caseboard.tui.commands import COMMANDS
from caseboard.tui.keymap import keymap, listing, own
from caseboard.tui.manual import help_lines
from caseboard.tui.words import text_of as line_text
from tests.tui.fakes import FakeClinic
from tests.tui.golden import drive, settled, text_of


def test_keys_are_checked_and_named():
    given = {"board.filter": "f5", "board.sort": ["ctrl+o", "o"], "app.names": "!", "list.down": "down,n"}
    assert keymap(given) == {
        "board.filter": "f5", "board.sort": "ctrl+o,o", "app.names": "exclamation_mark",
        "list.down": "down,n",
    }  # fmt: skip
    assert keymap({"board.sort": "shift+o"}) == {"board.sort": "O"}, "as a terminal sends it"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"board.fliter": "x"}, "unknown command 'board.fliter' (did you mean 'board.filter'?)"),
        ({"board.filter": "nokey"}, "'nokey', the key of 'board.filter' in c.toml, is no key"),
        ({"board.filter": "hyper+x"}, "is no key"), ({"board.filter": ""}, "is no key"),
        ({"board.filter": 5}, "should be a text, or a list of texts"),
        ({"board.filter": []}, "should be a text"),
        ({"board.filter": "g"}, "The key 'g' of 'board.filter' in c.toml is the key of 'list.first' too"),
        ({"board.sort": "ctrl+p"}, "is the key of 'app.palette' too"),
        ({"board.filter": "x", "board.sort": "x"}, "is the key of 'board.sort' too"),
        ({"board.sort": "shift+s"}, "The key 'S' of 'board.sort' in c.toml is the key of 'board.turn' too"),
        ({"board.sort": "ctrl+i"}, "'ctrl+i', the key of 'board.sort' in c.toml, is tab in most terminals"),
        ({"board.sort": "ctrl+["}, "is escape in most terminals; choose another"),
    ],
)  # fmt: skip
def test_what_is_wrong_gets_a_sentence(given, said):
    with pytest.raises(RequestError) as error:
        keymap(given, "c.toml")
    assert said in str(error.value)


def test_two_commands_may_change_places():
    assert keymap({"board.filter": "s", "board.sort": "slash"})


def test_every_id_is_its_own_and_every_default_key_is_a_key():
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)
    for command in COMMANDS:
        assert keymap({command.id: command.keys.split(",")}).keys() == {command.id}


def test_own_keys_work_and_stand_in_footer_and_help():
    clinic = FakeClinic()

    async def act(pilot):
        await pilot.press("s")
        await settled(pilot)
        assert "Sorted" not in text_of(pilot.app)
        await pilot.press("o")
        await settled(pilot)
        assert "Sorted by client" in text_of(pilot.app)
        assert "o sort" in text_of(pilot.app).splitlines()[-1]
        await pilot.press("question_mark")
        await settled(pilot)
        assert "o        Sort by the next column" in text_of(pilot.app)

    drive(lambda: CaseboardApp(lambda: clinic, keys=keymap({"board.sort": "o"})), act)


def test_the_palette_takes_another_key():
    clinic = FakeClinic()

    async def act(pilot):
        assert "f2 palette" in text_of(pilot.app).splitlines()[-1]
        await pilot.press("ctrl+p")
        await settled(pilot)
        assert "Search for commands" not in text_of(pilot.app)
        await pilot.press("slash", "f2")
        await settled(pilot)
        assert "Search for commands" in text_of(pilot.app)

    drive(lambda: CaseboardApp(lambda: clinic, keys=keymap({"app.palette": "f2"})), act)


def test_the_help_tells_every_key():
    text = " ".join(" ".join(text.split()) for text in map(line_text, help_lines(200)))
    for key in ("ctrl+p", "ctrl+u", "ctrl+d", " J", " K", " =", "f1", "(+2)"):
        assert key in text, key


def test_the_footer_tells_no_key_that_would_be_typed():
    clinic = FakeClinic()

    async def act(pilot):
        await pilot.press("slash")
        await settled(pilot)
        seen = text_of(pilot.app).splitlines()[-1]
        assert " enter done  esc leave  f1 help " in seen
        await pilot.press("o", "down")
        await settled(pilot)
        assert "f1" not in text_of(pilot.app).splitlines()[-1], "down is done too"

    drive(lambda: CaseboardApp(lambda: clinic), act)


def test_the_list_of_keys():
    found = {row[0]: row for row in listing({"board.sort": "o"}).rows}
    assert found["board.sort"][1] == "o"
    assert found["board.filter"][1:4] == ("slash", "board", "Filter")
    assert own(COMMANDS[0], {}) is COMMANDS[0]


def test_no_textual_is_loaded():
    code = "import sys\nimport caseboard.tui.keymap\nprint('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
