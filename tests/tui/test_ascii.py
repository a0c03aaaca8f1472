"""ASCII only: no sign is forgotten, none changes its width, and all can be told apart."""

from __future__ import annotations

import subprocess
import sys

import pytest

from caseboard import textsafe
from caseboard.tui.app import CaseboardApp
from caseboard.tui.ascii import _TABLE, plain, wanted
from tests.conftest import ROOT
from tests.tui.fakes import FakeClinic, client
from tests.tui.golden import drive, same_as_golden, settled, strips, text_of


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_every_screen_is_ascii(size):
    clinic = FakeClinic(
        [*FakeClinic().clients, client("C099", "Ọla 日本 Żak", "holding_course", reasons=["⣿ é…"])]
    )

    async def act(pilot):
        columns, lines = size
        same_as_golden(f"ascii-{columns}x{lines}.txt", text_of_lines(pilot))
        for keys in ((), ("p",), ("i",), ("escape",), ("question_mark",), ("escape",), ("slash", "o"),
                     ("escape",), ("f",), ("f",), ("a",), ("escape",), ("w",), ("ctrl+p",)):  # fmt: skip
            for key in keys:
                await pilot.press(key)
            await settled(pilot)
            seen = text_of_lines(pilot)
            assert seen.isascii(), (keys, [char for char in seen if not char.isascii()])

    drive(lambda: CaseboardApp(lambda: clinic, ascii_only=True), act, size)


def test_keys_are_told_in_words():
    """The sign for an arrow would read as a key that there is not."""

    async def act(pilot):
        assert "enter open" in text_of(pilot.app)
        await pilot.press("question_mark")
        await settled(pilot)
        seen = [" ".join(line.split()) for line in text_of(pilot.app).splitlines()]
        assert any(line.startswith("down j ") for line in seen)

    drive(lambda: CaseboardApp(lambda: FakeClinic(), ascii_only=True), act, (120, 200))


def text_of_lines(pilot) -> str:
    assert all(segment.text is not None for strip in strips(pilot.app) for segment in strip)
    return text_of(pilot.app)


def test_a_sign_keeps_its_width():
    for sign, bare in _TABLE.items():
        assert textsafe.width(sign) == len(bare) == 1, sign
        assert bare.isascii()
    for text in ("Ọ.E.", "日本", "ﬁ", "e\u0301", "⣿⠀", "½", "ß", "﷽"):
        shown = textsafe.clean(text)
        assert plain(shown).isascii()
        assert len(plain(shown)) == textsafe.width(shown), text


def test_signs_that_stand_beside_one_another_differ():
    for group in ("▲▼=-", "▲✓?·", "✓✗?·", "▁▂▃▄▅▆▇█╌", "○●◆?", "·…", "›?"):
        assert len({plain(sign) for sign in group}) == len(group), group


def test_a_bar_in_ascii_is_as_high_as_its_value():
    from datetime import date

    from caseboard.tui.client.axis import axis
    from caseboard.tui.client.tracks import Week, bars, levels

    day = date(2026, 1, 7)
    shown = axis(day, date(2026, 1, 1), 0, 40)

    def drawn(value, ascii_only):
        week = Week(date(2026, 1, 1), day, value, 9.0)
        lines = bars("Hours", [week], shown, 2, 9.0, ascii_only=ascii_only)
        return tuple("".join(span.text for span in line) for line in lines)

    for value in range(10):
        assert drawn(value, True) == tuple(map(plain, drawn(value, False)))
    assert len({drawn(value, True) for value in range(10)}) == 10
    cells = levels({day: 0.0}, shown, 0.0, 10.0, ascii_only=True)
    assert any(text != " " for text, _ in cells)  # the least is no gap


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"TERM": "dumb", "LANG": "C.UTF-8"}, True), ({"LANG": "C"}, True), ({"LC_ALL": "POSIX"}, True),
        ({"LANG": "de_DE.ISO-8859-1"}, True), ({"LANG": "de_DE.UTF-8"}, False), ({"LANG": "C.utf8"}, False),
        ({"LC_ALL": "C.UTF-8", "LANG": "C"}, False), ({}, False), ({"LANG": "de_DE"}, False),
    ],
)  # fmt: skip
def test_who_asks_for_it(environment, expected):
    assert wanted(environment, utf8_mode=0) is expected
    assert wanted(environment, utf8_mode=1) is expected


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "C"}, "True"), ({"LC_ALL": "C"}, "True"), ({"LC_CTYPE": "C.UTF-8", "LANG": "C"}, "False"),
        ({}, "False"), ({"LANG": "C.UTF-8"}, "False"),
    ],
)  # fmt: skip
def test_what_python_makes_of_the_locale_is_not_the_users_word(environment, expected):
    code = "from caseboard.tui.ascii import wanted; print(wanted())"
    told = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(ROOT), **environment}, capture_output=True
    )
    assert told.stdout.decode().strip() == expected
