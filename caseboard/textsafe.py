"""The only door from data to a screen.

Text in a clinic's file is whatever a keyboard, a scanner or another program left there: line
breaks, escape codes, marks that turn the reading direction, characters of no width. It is loaded
as it is, and made harmless here, once, on its way out. What comes out holds no control character
and nothing invisible, and its width in cells is known. Square brackets stay: `content` gives the type
in which Textual reads no markup, and imports Textual only then.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from textual.content import Content

LIMIT = 1000
ELLIPSIS = "…"
LINE_END = "⏎"
_MARKS_KEPT = 4  # combining marks on one letter; more would paint over the lines above and below
_MARKS = frozenset({"Mn", "Me", "Mc"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "md", "phd", "rn", "lcsw"})

# What Unicode calls default ignorable (drawn as nothing) and is not of its category Cf, which goes as a
# whole; and skin tones, which terminals draw with the face before them or beside it.
_INVISIBLE = (
    (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2065, 0x2065),
    (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8),
    (0x1F3FB, 0x1F3FF), (0xE0000, 0xE0FFF),
)  # fmt: skip

# Trigrams, hexagrams and counting rods became two cells wide in Unicode 16: terminals disagree.
_WIDTH_UNSURE = ((0x2630, 0x2637), (0x268A, 0x268F), (0x4DC0, 0x4DFF), (0x1D300, 0x1D376))


class _Table(dict[int, str]):
    """What each code point becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = shown = _shown(code)
        return shown


def _shown(code: int) -> str:
    if code == 0x0A:
        return LINE_END
    if code == 0x09:
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0x80 <= code <= 0x9F:
        return "\ufffd"
    if any(low <= code <= high for low, high in _INVISIBLE):
        return ""
    if any(low <= code <= high for low, high in _WIDTH_UNSURE):
        return "\ufffd"
    if 0x1F1E6 <= code <= 0x1F1FF:  # halves of a flag: letters have the same meaning and one width
        return chr(ord("A") + code - 0x1F1E6)
    kind = unicodedata.category(chr(code))
    if kind in ("Zl", "Zp"):
        return LINE_END
    if kind == "Zs":
        return " "
    if kind in ("Cf", "Cs"):
        return ""
    if kind in ("Cn", "Co"):  # noncharacters, unassigned and private ones: nobody knows how they look
        return "\ufffd"
    return chr(code)


_TABLE = _Table()


def clean(text: object, *, limit: int | None = LIMIT) -> str:
    """Return `text` as one harmless line of at most `limit` characters (None: any number).

    None is empty; a list is its parts joined by ", "; anything else that is no text is `str` of it.
    Control characters become the pictures of U+2400, line breaks "⏎", tabs and other spaces a
    space; bidi controls, characters of no width and lone surrogates go; private and unassigned ones
    become U+FFFD; what is cut ends with "…". Cleaning again changes nothing.
    """
    if text is None:
        return ""
    if isinstance(text, (list, tuple)):
        text = ", ".join(clean(part, limit=limit) for part in text[: None if limit is None else limit])
    elif not isinstance(text, str):
        text = str(text)
    cut = False
    if limit is not None and len(text) > 8 * limit + 64:  # so that a megabyte costs no more than a page
        text, cut = text[: 8 * limit + 64], True
    if not (text.isascii() and text.isprintable()):
        text = _kept(text) if len(text) <= _SHORT else _harmless(text)
    if limit is not None and (cut or len(text) > limit):
        return text[: max(limit - 1, 0)] + ELLIPSIS if limit > 0 else ""
    return text


def _harmless(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_TABLE))
    return text if text.isascii() else _few_marks(text)


_SHORT = 200  # characters; a screen is drawn out of the same short texts again and again
_kept = lru_cache(maxsize=4096)(_harmless)


def _few_marks(text: str) -> str:
    """Keep a few combining marks on a letter, and give a mark with no letter one to stand on."""
    kept: list[str] = []
    marks = 0
    for char in text:
        if char < "\u0300" or unicodedata.category(char) not in _MARKS:
            marks = 0
        else:
            marks += 1
            if marks > _MARKS_KEPT:
                continue
            if not kept:
                kept.append("\u25cc")
        kept.append(char)
    return "".join(kept)


def _cells(char: str) -> int:
    if char < "\u0300":
        return 1
    if unicodedata.category(char) in _MARKS:
        return 0
    if "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff":  # later parts of a Hangul syllable
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width(text: str) -> int:
    """Return how many terminal cells a cleaned `text` takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


_NUMBER = re.compile(r"(?:(?<!\w)[-+])?(?<![^\W\d_])(?<![.,\d])[0-9]+(?:[.,][0-9]+)*[.,]?$|(?<!\w)[-+]$")
_GOES_ON = re.compile(r"[.,]?[0-9]")


def fit(text: object, width: int, *, align: Literal["left", "right"] = "left") -> str:
    """Return `text`, cleaned, in exactly `width` cells: cut with "…", or filled with spaces. What a cut
    would leave of a number is another number, so that such a one goes whole.
    """
    shown = clean(text, limit=max(LIMIT, width))
    used = len(shown) if shown.isascii() else sum(map(_cells, shown))
    if used > width:
        if width <= 0:
            return ""
        used, kept = 1, []
        for char in shown:
            used += _cells(char)
            if used > width:
                used -= _cells(char)
                break
            kept.append(char)
        whole = len(_NUMBER.sub("", "".join(kept))) if _GOES_ON.match(shown, len(kept)) else len(kept)
        used -= len(kept) - whole
        shown = "".join(kept[:whole]) + ELLIPSIS
    gap = " " * (width - used)
    return gap + shown if align == "right" else shown + gap


def initials(name: object) -> str:
    """Return a person's initials: "Amara Rossi" and "Rossi, Amara" are "A.R."; no letter is "?"."""
    shown = clean(name)
    family, _, given = shown.partition(",")
    titles = _SUFFIXES.issuperset(given.lower().replace(".", "").replace(",", " ").split())
    shown = family if titles else f"{given} {family}"
    words = [letter for word in re.split(r"[\s⏎]+", shown) if (letter := _first(word, str.isalpha))]
    if not words:
        words = [digit for word in shown.split() if (digit := _first(word, str.isalnum))]
    if not words:
        return "?"
    return "".join(f"{letter}." for letter in (words if len(words) < 2 else (words[0], words[-1])))


def is_code(text: object) -> bool:
    """Whether an id is a code and no name: one word that holds a digit."""
    shown = clean(text)
    return not re.search(r"[\s⏎]", shown) and any(map(str.isdigit, shown))


def _first(word: str, wanted: Callable[[str], bool]) -> str:
    for char in word:
        if wanted(char):
            upper = char.upper()
            return upper if len(upper) == 1 else char
    return ""


def content(text: object) -> Content:
    """Return `text`, cleaned, as Textual content in which no markup is read."""
    from textual.content import Content

    return Content(clean(text))
