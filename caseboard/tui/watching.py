"""How often the app looks whether the database's file has changed, and what day it is. No Textual here."""

from __future__ import annotations

from datetime import date

SECONDS = 3.0  # between two looks at the file
REST = 0.3  # seconds on a row after which its client's page is read ahead
AGAIN = 10.0  # seconds after which a board that could not be read is asked for again


def today() -> date:
    """The day that the clock shows: a board may stay open over night."""
    return date.today()
