"""Screens as files: text for reviewing in a diff, SVG for looking at. UPDATE_GOLDEN=1 writes them anew."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from textual.events import Key
from textual.worker import WorkerCancelled

FOLDER = Path(__file__).parent / "goldens"
Act = Callable[[Any], Awaitable[None]]


def pinned() -> None:
    """What could make a screen differ between two machines."""
    for name in ("NO_COLOR", "COLORTERM", "FORCE_COLOR", "TEXTUAL_THEME"):
        os.environ.pop(name, None)
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    os.environ["TERM"] = "xterm-256color"


async def settled(pilot: Any) -> None:
    """Wait until no worker runs and nothing waits to be drawn."""
    for _ in range(3):
        with suppress(WorkerCancelled):  # another has taken its place, as on a slow machine
            await pilot.app.workers.wait_for_complete()
        await pilot.pause()


async def typed(pilot: Any, text: str) -> None:
    """Type a text into what has the focus, as fast as a hand that does not look."""
    for char in text:
        pilot.app.post_message(Key("space" if char == " " else char, char))
    await settled(pilot)


def strips(app: Any) -> list[Any]:
    """The lines of the screen as strips. The one use of a private name of Textual."""
    return list(app.screen._compositor.render_strips())


def text_of(app: Any) -> str:
    """The screen as text."""
    lines = ["".join(segment.text for segment in strip) for strip in strips(app)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def drive(make: Callable[[], Any], act: Act, size: tuple[int, int] = (120, 40)) -> None:
    """Run an app without a terminal, let it settle, and do something with its pilot."""

    async def main() -> None:
        pinned()
        app = make()
        app.NOTIFICATION_TIMEOUT = 3600  # what it has said is still there on a slow machine
        async with app.run_test(size=size, notifications=True) as pilot:
            app.animation_level = "none"
            await settled(pilot)
            await act(pilot)

    asyncio.run(main())


def screens(make: Callable[[], Any], *steps: Sequence[str], size: tuple[int, int] = (120, 40)) -> list[str]:
    """The screen as text after each step of some keys."""
    found: list[str] = []

    async def act(pilot: Any) -> None:
        for keys in steps:
            for key in keys:
                await pilot.press(key)
                await settled(pilot)
            found.append(text_of(pilot.app))

    drive(make, act, size)
    return found


def shown(make: Callable[[], Any], *keys: str, size: tuple[int, int] = (120, 40)) -> str:
    """The screen as text after some keys."""
    return screens(make, keys, size=size)[0]


def picture(make: Callable[[], Any], *keys: str, size: tuple[int, int] = (120, 40)) -> str:
    """The screen as SVG after some keys."""
    found: list[str] = []

    async def act(pilot: Any) -> None:
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
        found.append(pilot.app.export_screenshot(title="caseboard"))

    drive(make, act, size)
    return found[0]


def same_as_golden(name: str, text: str) -> None:
    """Compare with the golden of that name; what was seen is left beside it when they differ."""
    path = FOLDER / name
    actual = path.with_name(f"actual-{name}")
    if os.environ.get("UPDATE_GOLDEN") == "1":
        FOLDER.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    expected = path.read_text(encoding="utf-8") if path.exists() else None
    if expected != text:
        actual.write_text(text, encoding="utf-8")
        raise AssertionError(f"{name} differs from its golden; see {actual}, UPDATE_GOLDEN=1 accepts it")
    actual.unlink(missing_ok=True)
