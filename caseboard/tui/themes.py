"""Two themes of our own, and those of Textual's in which every word can be read.

Ours: black on white for a bright room, light on dark for the evening. Of Textual's own themes the others fall
short of WCAG 2 AA (4.5 to 1) somewhere on the board or on a client's page, or leave the colours to the
terminal, so that nobody can know: they are not offered, but for those that a clearer colour mends.
`tests/tui/test_themes.py` measures those that are.
"""

from __future__ import annotations

from textual.theme import Theme

DEFAULT = "caseboard-day"


DAY = Theme(
    name="caseboard-day",
    primary="#00457c",
    secondary="#5b3a8c",
    accent="#00457c",
    warning="#8a3b00",
    error="#b00020",
    success="#00602b",
    foreground="#16181d",
    background="#ffffff",
    surface="#f4f5f7",
    panel="#e8eaee",
    dark=False,
)
NIGHT = Theme(
    name="caseboard-night",
    primary="#7cc4ff",
    secondary="#c9a8ff",
    accent="#7cc4ff",
    warning="#ffb86b",
    error="#ff8a8a",
    success="#7fdca0",
    foreground="#eceff4",
    background="#101318",
    surface="#181c23",
    panel="#222833",
    dark=True,
)
THEMES = (DAY, NIGHT)
OFFERED = (
    "caseboard-day", "caseboard-night", "textual-light", "flexoki",
    "textual-dark", "catppuccin-mocha", "dracula", "gruvbox", "monokai", "nord",
    "rose-pine", "rose-pine-moon",
)  # fmt: skip
CLEARER = {  # where a sign would be too faint on the row under the cursor, or a refusal on its ground
    "textual-light": {"text-warning": "#694411", "text-success": "#235633"},
    "dracula": {"text-error": "#ff9292"},
    "gruvbox": {"text-error": "#fca59b"},
    "monokai": {"text-error": "#fb83ae"},
    "nord": {"text-error": "#e1b6ba"},
}
