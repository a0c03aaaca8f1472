"""Six pictures of the sample clinic, for looking at; README shows the first two. Light and dark."""

from __future__ import annotations

from datetime import date

import pytest

from caseboard.library import Clinic
from caseboard.tui.app import CaseboardApp
from tests.conftest import ROOT
from tests.tui.client_fakes import PageApp
from tests.tui.golden import picture, same_as_golden

CLIENT = "C0136"
DAY, NIGHT = "caseboard-day", "caseboard-night"


@pytest.fixture
def clinic(sample: Clinic) -> Clinic:
    return sample


BOARDS = {
    "board-day": (DAY, None, ()),
    "filtered-night": (NIGHT, None, ("slash", *"level:iop", "enter", "s", "s", "s", "j", "j")),
    "changes-night": (NIGHT, date(2026, 2, 22), ("w",)),
    "help-day": (DAY, None, ("question_mark",)),
}


@pytest.mark.parametrize("name", BOARDS)
def test_the_board(clinic, name):
    theme, as_of, keys = BOARDS[name]
    seen = picture(lambda: CaseboardApp(lambda: clinic, as_of=as_of, theme=theme), *keys)
    same_as_golden(f"{name}.svg", seen)


@pytest.mark.parametrize("theme", [DAY, NIGHT])
def test_a_client(clinic, theme):
    same_as_golden(f"client-{theme.split('-')[1]}.svg", picture(lambda: PageApp(clinic, CLIENT, theme=theme)))


def test_readme_shows_two_of_them():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("board-day", "client-day"):
        assert f"(tests/tui/goldens/{name}.svg)" in text
        assert (ROOT / "tests" / "tui" / "goldens" / f"{name}.svg").is_file()
