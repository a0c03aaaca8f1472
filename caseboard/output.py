"""What a command gives back: data to stdout or into a file of the owner's alone, words to stderr."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from caseboard import files

if TYPE_CHECKING:
    from caseboard.evaluation import Section
    from caseboard.formats import Rectangle


def write(result: Rectangle, form: str, output: Path | None) -> None:
    """A result in the format `form`, into `output` (default: stdout).

    Raises RequestError where it cannot be written.
    """
    from caseboard import formats

    if output is None:
        words = None
        with _closed_pipe_ignored(sys.stdout):
            words = formats.write(result, form, sys.stdout, width=width())
    else:
        with files.whole(output) as place:
            words = formats.write(result, form, place)
    if words:
        say(words)


def write_text(text: str, output: Path | None) -> None:
    """A text as it is, into `output` (default: stdout)."""
    if output is None:
        with _closed_pipe_ignored(sys.stdout):
            sys.stdout.write(text)
        return
    with files.whole(output) as place:
        place.write_text(text, encoding="utf-8")


@contextmanager
def _closed_pipe_ignored(stream: TextIO) -> Iterator[None]:
    """Where the stream's reader has gone (`| head`), the command goes on to its end and its own exit code."""
    try:
        yield
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def report_text(sections: Sequence[Section], form: str, cells: int | None) -> str:
    """A report as text: headings, sentences, and tables of at most `cells` cells (None: any)."""
    from caseboard import formats
    from caseboard.textsafe import clean

    out = io.StringIO()
    for section in sections:
        heading = clean(section.heading, limit=None)
        marked = f"## {heading}" if form == "markdown" else f"{heading}\n{'-' * len(heading)}"
        sentences = "\n\n".join(clean(words, limit=None) for words in section.words)
        out.write(f"{marked}\n\n{sentences}\n\n")
        if section.table is not None:
            left_out = formats.write(section.table, form, out, width=cells)
            out.write(f"{left_out}.\n\n" if left_out else "\n")
    return out.getvalue()


def width() -> int | None:
    """The terminal's cells; None where stdout is no terminal."""
    import shutil

    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def file_text(text: str) -> str:
    """A file's text: as it is for a program, harmless for a terminal."""
    if not sys.stdout.isatty():
        return text if text.endswith("\n") else text + "\n"
    from caseboard.textsafe import clean

    return "\n".join(clean(line, limit=None) for line in text.splitlines()) + "\n"


def say(words: str) -> None:
    """Words to stderr, made harmless."""
    from caseboard.textsafe import clean

    with _closed_pipe_ignored(sys.stderr):
        if Progress.unfinished:
            Progress.unfinished = False
            print(file=sys.stderr)
        for line in words.splitlines():
            print(clean(line, limit=None), file=sys.stderr)


class Progress:
    """A bar on stderr, from one second on, where stderr is a terminal."""

    unfinished = False  # the last bar of this process stands in the line where words would come

    def __init__(self) -> None:
        import time

        self._clock = time.monotonic
        self._started = self._clock()
        self._shown = 0.0

    def __call__(self, what: str, share: float) -> None:
        """Show what is being done, and how much of the whole is, from 0 to 1."""
        now = self._clock()
        if now - self._started < 1 or (now - self._shown < 0.1 and share < 1) or not sys.stderr.isatty():
            return
        self._shown = now
        Progress.unfinished = share < 1
        from caseboard.textsafe import fit

        end = "\n" if share >= 1 else ""
        bar = "#" * int(share * 24)
        print(f"\r{fit(what, 40)} [{bar:.<24}] {share:4.0%}", end=end, file=sys.stderr, flush=True)
