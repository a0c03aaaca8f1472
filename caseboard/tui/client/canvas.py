"""A grid of cells to draw a chart on: glyphs, braille dots, and a ground for each row."""

from __future__ import annotations

from caseboard import textsafe
from caseboard.tui.words import Line, joined_spans

_BRAILLE = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
GRIDS = {"braille": (2, 4), "block": (1, 2), "ascii": (1, 1)}  # dots to a cell, across and down


class Canvas:
    """`width` by `height` cells. What is put first stays: draw the most important things first."""

    def __init__(self, width: int, height: int, style: str = "braille") -> None:
        self.width, self.height = width, height
        self.style = style if style in GRIDS else "braille"
        self.across, self.down = GRIDS[self.style]
        self.ground = [""] * height
        self.grounded = width  # columns that have the ground; what lies right of them is a margin
        self._cells: dict[tuple[int, int], tuple[str, str]] = {}
        self._dots: dict[tuple[int, int], tuple[set[tuple[int, int]], str]] = {}

    def free(self, x: int, y: int, cells: int) -> bool:
        """Whether nothing stands in some cells of a row, all of them on the canvas."""
        if not (0 <= y < self.height and x >= 0 and x + cells <= self.width):
            return False
        return all((at, y) not in self._cells and (at, y) not in self._dots for at in range(x, x + cells))

    def put(self, x: int, y: int, text: str, tone: str = "") -> bool:
        """Write a text where all its cells are free. A letter that is not one cell wide becomes `?`."""
        shown = [letter if textsafe.width(letter) == 1 else "?" for letter in textsafe.clean(text)]
        if not self.free(x, y, len(shown)):
            return False
        for at, letter in enumerate(shown):
            self._cells[x + at, y] = (letter, tone)
        return True

    def dot(self, x: int, y: int, tone: str = "") -> None:
        """Set a dot of the finer grid; a cell keeps the tone of its first dot."""
        cell = (x // self.across, y // self.down)
        if 0 <= cell[0] < self.width and 0 <= cell[1] < self.height:
            dots = self._dots.setdefault(cell, (set(), tone))[0]
            dots.add((x % self.across, y % self.down))

    def line(self, start: tuple[int, int], end: tuple[int, int], tone: str = "") -> None:
        """A straight line of dots."""
        steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]), 1)
        for step in range(steps + 1):
            x = start[0] + (end[0] - start[0]) * step / steps
            y = start[1] + (end[1] - start[1]) * step / steps
            self.dot(round(x), round(y), tone)

    def row(self, y: int) -> Line:
        """A row as spans: what was written, else its dots, on its ground."""
        cells = (self._cell(x, y) for x in range(self.width))
        return joined_spans(cells)

    def _cell(self, x: int, y: int) -> tuple[str, str]:
        text, tone = " ", ""
        if (x, y) in self._cells:
            text, tone = self._cells[x, y]
        elif (x, y) in self._dots:
            dots, tone = self._dots[x, y]
            text = self._glyph(dots)
        return text, f"{self.ground[y] if x < self.grounded else ''} {tone}".strip()

    def _glyph(self, dots: set[tuple[int, int]]) -> str:
        if self.style == "braille":
            return chr(0x2800 + sum(_BRAILLE[y][x] for x, y in dots))
        if self.style == "block":
            return "█" if len(dots) > 1 else "▀" if (0, 0) in dots else "▄"
        return "."
