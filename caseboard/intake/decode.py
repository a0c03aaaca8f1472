"""Text files: what encoding and shape the bytes have, and the records in them with their lines.

A file without quotes and odd line ends is read by DuckDB as it is ("plain"). Anything else goes through
Python's csv module, which knows the physical line of each record, into a temporary file of plain shape.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from caseboard.errors import RequestError

CHUNK = 1 << 20
DELIMITERS = (",", ";", "\t", "|")
LONGEST = 8 * 2**20  # bytes of one row
RUNAWAY = 4 * LONGEST  # of one line: more than such a row has in any encoding
MOST_LINES = 1000  # of one record; beyond it, a quote was never closed
csv.field_size_limit(1 << 27)


@dataclass(frozen=True)
class Shape:
    """What a pass over the bytes found: `lines` counts line breaks, the last line's missing one too."""

    sha256: str
    encoding: str
    lines: int
    plain: bool
    not_utf8: int | None  # the first line that is not UTF-8, where the encoding was fallen back to
    mixed: bool = False  # letters before it are UTF-8


def scan(path: Path, encoding: str | None = None) -> Shape:
    """Read a file once: its hash, its encoding (unless given), its line breaks.

    Raises RequestError where it cannot be read, or holds NUL bytes as text files do not.
    """
    digest = hashlib.sha256()
    utf8: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    lines = returns = pairs = nul = odd = run = 0
    quotes = letters = False
    start = last = b""
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                start = start or chunk[:4]
                digest.update(chunk)
                nul = nul or _line_of(chunk, chunk.find(b"\0"), lines)
                if utf8 is not None:
                    at, beyond_ascii = _not_utf8(utf8, chunk)
                    letters = letters or beyond_ascii
                    if at is not None:
                        utf8, odd = None, _line_of(chunk, at, lines)
                lines += chunk.count(b"\n")
                returns += chunk.count(b"\r")
                pairs += chunk.count(b"\r\n") + (last == b"\r" and chunk[:1] == b"\n")
                quotes = quotes or b'"' in chunk
                last = chunk[-1:]
                ended = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
                run = run + len(chunk) if ended < 0 else len(chunk) - ended
                if run > RUNAWAY:
                    raise too_long(path)
    except OSError as error:
        raise RequestError(f"{path} cannot be read: {error.strerror or error}.") from None
    if utf8 is not None and _not_utf8(utf8, b"", final=True)[0] is not None:
        utf8, odd = None, lines + 1
    wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    not_utf8 = odd if encoding is None and utf8 is None and not wide else None
    if encoding is None:
        encoding = "utf-16" if wide else "utf-8-sig" if utf8 is not None else "cp1252"
    if nul and not encoding.lower().startswith(("utf-16", "utf_16", "utf-32", "utf_32")):
        raise RequestError(f"{path} is not a text file (a byte 0 on line {nul}); save it as CSV in UTF-8.")
    plain = utf8 is not None and encoding == "utf-8-sig" and not quotes and returns == pairs
    if last not in (b"", b"\n"):
        lines += 1
    return Shape(digest.hexdigest(), encoding, lines, plain, not_utf8, not_utf8 is not None and letters)


def too_long(path: Path) -> RequestError:
    """The error for a row that is longer than any that is read; nothing of it is shown."""
    return RequestError(f"{path} has a row of more than {LONGEST // 2**20} MB; shorten its longest text.")


def _not_utf8(
    decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False
) -> tuple[int | None, bool]:
    """Where in the chunk a byte stands that is not UTF-8 (None: nowhere), and whether letters before it are
    UTF-8 beyond ASCII.
    """
    try:
        return None, not decoder.decode(chunk, final).isascii()
    except UnicodeDecodeError as error:  # of what was left of the chunk before, and of this one
        at = max(0, error.start - (len(error.object) - len(chunk)))
        return at, not error.object[: error.start].isascii()


def _line_of(chunk: bytes, at: int, before: int) -> int:
    """The line of a place in a chunk, from 1, after `before` line breaks; 0 where it is in none."""
    return before + chunk.count(b"\n", 0, at) + 1 if at >= 0 else 0


def _undefined(error: UnicodeError) -> tuple[str, int]:
    """Bytes that cp1252 leaves open stay control characters, as in every browser."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("caseboard_undefined", _undefined)


def opened(path: Path, encoding: str) -> io.TextIOWrapper:
    """The file as text with its own line ends. Raises RequestError where it cannot be opened."""
    errors = "caseboard_undefined" if encoding.lower() in ("cp1252", "windows-1252") else "strict"
    try:
        return path.open(encoding=encoding, errors=errors, newline="")
    except (OSError, LookupError, ValueError) as error:
        raise RequestError(f"{path} cannot be read: {error}.") from None


@dataclass(frozen=True)
class Record:
    """The fields of one record and the physical line (from 1) on which it starts; `broken` says why the
    record cannot be used, and is empty where it can; `raw` is then its JSON, if not that of `fields`.
    """

    line: int
    fields: list[str]
    broken: str = ""
    raw: str = ""


def delimiter_of(header: str, known: set[str]) -> str:
    """The delimiter of a header line: the one that finds most `known` names, then most names at all."""
    best = ","
    score = (-1, -1)
    for mark in DELIMITERS:
        names = [clean_name(name) for name in next(csv.reader([header], delimiter=mark), [])]
        found = (sum(name in known for name in names), len(names))
        if found > score:
            best, score = mark, found
    return best


def clean_name(name: str) -> str:
    """A header's name as it is compared: without space around it, in small letters."""
    return name.strip().strip("\ufeff").strip().lower()


def records(lines: Iterator[str], delimiter: str) -> Iterator[Record]:
    """The records of a CSV text, the header first; empty lines are passed over.

    A record has as many fields as the header, else it is broken. Where a quote is not closed, its first
    line alone is broken, and reading goes on at the next.
    """
    feed = _Feed(lines)
    width = 0
    while True:
        reader = csv.reader(feed, delimiter=delimiter, strict=True)
        try:
            for fields in reader:
                line, span = feed.taken()
                if not fields or (len(fields) == 1 and width != 1 and not fields[0].strip()):
                    feed.keep()
                    continue
                if width and len(fields) != width:
                    if span > 1:
                        break
                    feed.keep()
                    yield Record(line, fields, wrong_count(len(fields), width))
                    continue
                width = width or len(fields)
                feed.keep()
                yield Record(line, fields)
            else:
                return
            trouble = "a quote on this line is not closed, or the number of fields is wrong"
        except csv.Error as error:
            trouble = (
                "a quote on this line is not closed"
                if len(feed.pending) > 1 or "end of data" in str(error)
                else f"a quote on this line is out of place ({error})"
            )
        line, text = feed.give_back()
        yield Record(line, [text.rstrip("\r\n")], trouble)


class _Feed:
    """Lines for csv.reader that can be given back: those of the record being read are pending."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: list[str] = []
        self.pending: list[str] = []
        self._line = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.pending) >= MOST_LINES:
            raise csv.Error("unexpected end of data")
        line = self._again.pop() if self._again else next(self._lines)
        self.pending.append(line)
        return line

    def taken(self) -> tuple[int, int]:
        """The line on which the pending record starts, and how many lines it has."""
        return self._line, len(self.pending)

    def keep(self) -> None:
        """The pending record is done with."""
        self._line += len(self.pending)
        self.pending.clear()

    def give_back(self) -> tuple[int, str]:
        """Drop the first pending line; the others will be read again."""
        line, text = self._line, self.pending[0]
        self._again.extend(reversed(self.pending[1:]))
        self.pending.clear()
        self._line += 1
        return line, text


def wrong_count(found: int, width: int) -> str:
    """Why a record is broken that has another number of fields than the header."""
    what = "too many" if found > width else "too few"
    return f"{what} fields: {found} where the header has {width}"
