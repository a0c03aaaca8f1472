"""Two themes of our own: black on white for a bright room, light on dark for the evening."""

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
    variables={"footer-key-foreground": "#00457c", "footer-description-foreground": "#16181d"},
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
    variables={"footer-key-foreground": "#7cc4ff", "footer-description-foreground": "#eceff4"},
)
THEMES = (DAY, NIGHT)
