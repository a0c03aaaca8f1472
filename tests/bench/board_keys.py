"""What a key costs on a board of 5,000 clients: python -m tests.bench.board_keys

Prints milliseconds; nothing here gates a test run. The app runs without a terminal; measured is the processor
time of the UI thread (by its own clock, so that a busy machine does not count) from the key's handler until
what it changes is laid out, drawn, and made into the text for a terminal: where the key acts, and then
everywhere, since the panel and the footer follow in a frame of their own.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from caseboard.tui.app import CaseboardApp
from caseboard.tui.arrange import ORDERS, Finder, View
from caseboard.tui.gather import gather
from tests.tui.fakes import FakeClinic, many
from tests.tui.golden import pinned, settled

Frames = tuple[float, float]  # seconds until the first frame that a key changes, and until the last


def told(name: str, times: list[Frames | None]) -> None:
    """One line of the report; a key that changed nothing is left out."""
    words = f"{name:26}"
    for what, place in (("painted", 0), ("all of it", 1)):
        shown = sorted(1000 * frames[place] for frames in times if frames is not None)
        high = shown[math.ceil(0.95 * len(shown)) - 1]
        words += f"  {what} {statistics.median(shown):5.1f} ms (95% {high:5.1f}, most {shown[-1]:5.1f})"
    print(words)


async def painted(pilot: Any, do: Callable[[], None]) -> Frames | None:
    """What the frames of one key take; None if it draws nothing."""
    app, ends = pilot.app, []

    def write(screen: Any, update: Any) -> None:
        if update is not None and update.render_segments(app.console):
            ends.append(time.thread_time())

    app._display = write  # an app without a terminal would not make the text
    started = time.thread_time()
    do()
    await settled(pilot)
    del app._display
    return (ends[0] - started, ends[-1] - started) if ends else None


async def measure(count: int, rounds: int) -> None:
    """Scroll, filter and sort on a board of `count` clients."""
    pinned()
    clinic = FakeClinic(many(count))
    snapshot = gather(clinic, None)
    started = time.thread_time()
    finder = Finder(snapshot)
    taken = 1000 * (time.thread_time() - started)
    print(f"{count:,} clients; the finder (in the loader's thread) {taken:.1f} ms")
    app = CaseboardApp(lambda: clinic)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        screen: Any = app.screen
        await pilot.press("4")
        await settled(pilot)
        pane = screen.panes.panes[3]
        texts = ["f", "fa", "given1", "level:iop", "okafor", "rosa 42", ""]
        keys: dict[str, Callable[[int], None]] = {
            "down": lambda at: pane.action_down(),
            "page down": lambda at: pane.action_page(1),
            "end, home": lambda at: pane.action_first() if at % 2 else pane.action_last(),
            "sort": lambda at: screen._look(View("", ORDERS[at % len(ORDERS)].key, at % 2 == 0)),
            "one pane alone, and back": lambda at: screen.action_alone(),
            "another pane": lambda at: screen.action_pane(at % 2 * 3),
            "names": lambda at: app.action_toggle_names(),
        }
        for name, key in keys.items():
            told(name, [await painted(pilot, partial(key, at)) for at in range(rounds)])
        screen._look(View())
        screen.action_filter()
        await settled(pilot)
        typed = [partial(screen.told, "filter", texts[at % len(texts)], False) for at in range(rounds)]
        told("filter, as it is typed", [await painted(pilot, key) for key in typed])
        cleared = []
        for _ in range(rounds):
            screen.told("filter", "f", True)
            await settled(pilot)
            cleared.append(await painted(pilot, screen.action_clear))
        told("filter, cleared", cleared)
    assert finder.arrange(View(), names_hidden=True).shown == count


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=24)
    options = parser.parse_args()
    asyncio.run(measure(options.clients, options.rounds))


if __name__ == "__main__":
    main()
