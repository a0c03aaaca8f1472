"""What a key costs on a board of 5,000 clients: python -m tests.bench.board_keys

Prints milliseconds; nothing here gates a test run. The app runs without a terminal; measured is the processor
time of the UI thread for the handler of the key, the layout, and every line of the screen drawn anew (by the
thread's own clock, so that a busy machine does not count).
"""

from __future__ import annotations

import argparse
import asyncio
import math
import statistics
import time
from collections.abc import Callable
from typing import Any

from caseboard.tui.app import CaseboardApp
from caseboard.tui.arrange import ORDERS, Finder, View
from caseboard.tui.gather import gather
from tests.tui.fakes import FakeClinic, many
from tests.tui.golden import pinned, settled, strips


def told(name: str, times: list[float]) -> None:
    """One line of the report."""
    shown = [1000 * one for one in sorted(times)]
    high = shown[math.ceil(0.95 * len(shown)) - 1]
    middle = statistics.median(shown)
    print(
        f"{name:28} median {middle:6.1f} ms   95% {high:6.1f} ms   most {shown[-1]:6.1f} ms   of {len(shown)}"
    )


async def painted(pilot: Any, do: Callable[[], None]) -> float:
    """Seconds that the UI thread works for one thing, until its screen is drawn."""
    screen = pilot.app.screen
    started = time.thread_time()
    do()
    if screen._layout_required:
        screen._refresh_layout()  # draws what has changed
    else:
        strips(pilot.app)
    return time.thread_time() - started


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
        pane = screen.panes.panes()[3]
        for name, action in (("down", pane.action_down), ("page down", lambda: pane.action_page(1)),
                             ("end", pane.action_last), ("home", pane.action_first)):  # fmt: skip
            times = []
            for _ in range(rounds):
                times.append(await painted(pilot, action))
                await pilot.pause()
            told(name, times)
        texts = ["f", "fa", "given1", "level:iop", "okafor", "rosa 42", ""]
        times = []
        for at in range(rounds):
            text = texts[at % len(texts)]
            times.append(await painted(pilot, lambda text=text: screen._look(View(text))))
            await pilot.pause()
        told("filter", times)
        times = []
        for at in range(max(rounds, 2 * len(ORDERS))):
            view = View("", ORDERS[at % len(ORDERS)].key, at % 2 == 0)
            times.append(await painted(pilot, lambda view=view: screen._look(view)))
            await pilot.pause()
        told("sort", times)
        times = [await painted(pilot, lambda: screen.action_alone()) for _ in range(rounds)]
        told("one pane alone, and back", times)
        times, at_rest = [], []
        for at in range(rounds):
            times.append(await painted(pilot, lambda at=at: screen.action_pane(at % 2 * 3)))
            started = time.thread_time()
            await settled(pilot)
            at_rest.append(times[-1] + time.thread_time() - started)
        told("another pane", times)
        told("another pane, until at rest", at_rest)
        times = []
        for _ in range(rounds):
            times.append(await painted(pilot, app.action_toggle_names))
            await settled(pilot)
        told("names", times)
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
