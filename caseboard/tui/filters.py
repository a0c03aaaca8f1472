"""What is done to every line of the screen before it is painted."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from caseboard.tui.ascii import plain


class Ascii(LineFilter):
    """Leaves only ASCII in a line."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same cells in ASCII."""
        return [
            segment
            if segment.control or segment.text.isascii()
            else segment._replace(text=plain(segment.text))
            for segment in segments
        ]
