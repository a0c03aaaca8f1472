"""A library that judges by few outcomes: each takes as long as several weeks of boards."""

from __future__ import annotations

from caseboard.library import Library


def judging_by(*outcomes: str) -> Library:
    """The bundled library with these outcomes alone."""
    library = Library.load()
    library.outcomes = [outcome for outcome in library.outcomes if outcome.stem in outcomes]
    assert len(library.outcomes) == len(outcomes)
    return library
