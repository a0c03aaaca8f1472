"""What stands under other widgets and says nothing itself."""

from __future__ import annotations

from textual.containers import Container, Horizontal
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Ground(Widget):
    """One even line, as often as it is high.

    Textual makes every line of what lies under others anew, also where nobody sees it: on a board with four
    layers that was half of what a whole frame took.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region."""
        strip = Strip.blank(crop.width, self.visual_style.rich_style)
        for line_filter in self.get_line_filters():
            strip = strip.apply_filter(line_filter, self.background_colors[1])
        return [strip] * crop.height


class Under(Container, Ground):
    """A container that says nothing itself."""


class Beside(Horizontal, Ground):
    """Widgets beside one another."""
