"""Colour is never alone, and never too faint."""

from __future__ import annotations

import asyncio
import os

import pytest

from caseboard.tui import themes
from caseboard.tui.app import CaseboardApp
from tests.tui.client_fakes import PageApp, page_clinic
from tests.tui.fakes import BEFORE, FakeClinic, before
from tests.tui.golden import pinned, settled, strips, text_of

ENOUGH = 4.5  # WCAG 2 AA for text
ENOUGH_DRAWN = 3.0  # and for what is drawn
SIGNS = "!?▲▼✓✗○"
BARS = "■█"


def brightness(colour) -> float:
    parts = [value / 255 for value in colour.get_truecolor()]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


def faint(make, *keys: str) -> set[tuple[str, float]]:
    """Every word, sign and bar that is too faint on the screen that is opened, and where the keys lead to."""
    found: set[tuple[str, float]] = set()

    async def main():
        pinned()
        app = make()
        async with app.run_test(size=(120, 40)) as pilot:
            for key in ("", *keys):
                await pilot.press(*([key] if key else []))
                await settled(pilot)
                for segment in (segment for line in strips(app) for segment in line):
                    read = any(char.isalnum() or char in SIGNS for char in segment.text)
                    if not read and not any(char in BARS for char in segment.text):
                        continue
                    assert segment.style is not None
                    assert segment.style.color is not None
                    assert segment.style.bgcolor is not None
                    ratio = contrast(segment.style.color, segment.style.bgcolor)
                    if ratio < (ENOUGH if read else ENOUGH_DRAWN):
                        found.add((segment.text.strip(), round(ratio, 2)))

    asyncio.run(main())
    return found


@pytest.mark.parametrize("theme", ["caseboard-day", "caseboard-night", "textual-light", "textual-dark"])
def test_every_word_can_be_read(theme):
    clinic = FakeClinic()
    clinic.others[BEFORE] = before()
    keys = ("i", "escape", "slash", "o", "enter", "s", "a", "x", "escape", "e", "escape", "question_mark",
            "escape", "a", *"-21", "enter", "w", "down", "escape", "a")  # fmt: skip
    assert not faint(lambda: CaseboardApp(lambda: clinic, theme=theme), *keys)


@pytest.mark.parametrize("theme", themes.OFFERED)
def test_every_word_can_be_read_in_every_theme_that_is_offered(theme):
    clinic, page = FakeClinic(), page_clinic()
    keys = ("down", "2", "tab", "1", "a", "x", "enter", "escape", "i")
    assert not faint(lambda: CaseboardApp(lambda: clinic, theme=theme), *keys)
    assert not faint(lambda: PageApp(page, theme=theme))


def test_only_those_themes_are_offered():
    app = CaseboardApp(FakeClinic)
    assert set(app.available_themes) == set(themes.OFFERED)
    assert {theme.dark for theme in app.available_themes.values()} == {True, False}


def _colours(app):
    styles = [segment.style for line in strips(app) for segment in line if segment.style]
    return {colour for style in styles for colour in (style.color, style.bgcolor) if colour}


def _shades(colour):
    return len(set(colour.get_truecolor()))


def test_without_colour_everything_is_still_said():
    async def main():
        pinned()
        os.environ["NO_COLOR"] = "1"
        try:
            clinic = FakeClinic()
            app = CaseboardApp(lambda: clinic)
        finally:
            del os.environ["NO_COLOR"]
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            for word in (
                "!! A.R.",
                "▲! C.D.",
                "✓  N.T.",
                "?  M.L.",
                "unanswered",
                "▌",
                "1 Needs more intensity",
            ):
                assert word in text_of(app), word
            assert set(map(_shades, _colours(app))) == {1}, "shades of grey"
            await pilot.press("slash", *"c.d.", "enter")  # what lies under the panes is seen
            await settled(pilot)
            assert set(map(_shades, _colours(app))) == {1}

    asyncio.run(main())


def test_a_theme_that_is_chosen_is_remembered():
    kept = []

    async def main():
        pinned()
        clinic = FakeClinic()
        app = CaseboardApp(lambda: clinic, remember=lambda name, value: kept.append((name, value)))
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            assert kept == []
            app.theme = "caseboard-night"
            await settled(pilot)

    asyncio.run(main())
    assert kept == [("theme", "caseboard-night")]
