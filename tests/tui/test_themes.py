"""Colour is never alone, and never too faint."""

from __future__ import annotations

import asyncio
import os

import pytest

from caseboard.tui.app import CaseboardApp
from tests.tui.fakes import FakeClinic
from tests.tui.golden import pinned, settled, strips, text_of

ENOUGH = 4.5  # WCAG 2 AA for text


def brightness(colour) -> float:
    parts = [value / 255 for value in colour.get_truecolor()]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["caseboard-day", "caseboard-night", "textual-light", "textual-dark"])
def test_every_word_can_be_read(theme):
    faint: set[tuple[str, float]] = set()

    async def main():
        pinned()
        clinic = FakeClinic()
        app = CaseboardApp(lambda: clinic, theme=theme)
        async with app.run_test(size=(120, 40)) as pilot:
            for key in ("", "i", "escape", "slash", "o", "enter", "s", "a", "x", "escape", "e", "escape",
                        "question_mark"):  # fmt: skip
                await pilot.press(*([key] if key else []))
                await settled(pilot)
                rows = strips(app)
                for number, line in enumerate(rows):
                    for segment in line:
                        style = segment.style
                        if not any(map(str.isalnum, segment.text)) or style is None:
                            continue
                        assert style.color is not None
                        assert style.bgcolor is not None
                        found = contrast(style.color, style.bgcolor)
                        # Textual's own footer in its own themes is Textual's affair.
                        if found < ENOUGH and (number < len(rows) - 1 or theme.startswith("caseboard")):
                            faint.add((segment.text.strip(), round(found, 2)))

    asyncio.run(main())
    assert not faint


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
                "nobody",
                "▌",
                "1 Needs more intensity",
            ):
                assert word in text_of(app), word
            for line in strips(app):
                for segment in line:
                    if segment.style and segment.style.color:
                        assert len(set(segment.style.color.get_truecolor())) == 1, "shades of grey"

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
