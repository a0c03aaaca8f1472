"""Whatever text the data hold, a screen is not moved by it."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from caseboard import textsafe
from caseboard.textsafe import clean, fit, initials, width

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
HOSTILE = [
    "[/]",
    "[@click=app.bell]x[/]",
    "[/] [@click=app.bell]x[/]",
    "[link=http://e]x[/link]",
    "\x1b]0;TITLE\x07",
    "\x1b]8;;http://e\x1b\\x",
    "\x1b[2J",
    "\x9b2J",
    "\x9d0;t\x9c",
    "a\x00b",
    "\u202eisroR aramA",
    "\u2067a\u2069",
    "a\r\nb\rc\nd\te\x0bf\x0cg\x85h\u2028i\u2029j",
    "x" * 10_000,
    "\u0301" * 10_000,
    "a" + "\u0301" * 10_000,
    "\u200b" * 10_000,
    "日本語" * 4_000,
    "e\u0301",
    "👨‍👩‍👧‍👦👍🏽⚠️🇮🇹",
    "\U000e0041\U000e007f",
    "\ud800\udfff\uffff\U0010ffff",
    "\u1100\u1161\u11a8 \u1161",
    "\u3164\u115f\uffa0",
    "ﷺ﷽",
    "देवनागरी",
    "",
]
ANY = st.text(st.characters(exclude_categories=()), max_size=80) | st.sampled_from(HOSTILE)
NASTY = st.text(
    st.sampled_from(
        "a 日e\u0301\u0903\u1100\u1161\u11a8\u1f33\u200d\ufe0f"
        "👨👍\U0001f3fd\U0001f1ee⚠\x1b\n\r\u202e\u09c7\u09be\u4dc0"
    ),
    max_size=30,
)


def harmless(text: str) -> None:
    for char in text:
        code = ord(char)
        assert code >= 0x20, hex(code)
        assert not 0x7F <= code <= 0x9F, hex(code)
        assert char not in BIDI, hex(code)
        assert unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"), hex(code)


@pytest.mark.parametrize("text", HOSTILE)
def test_the_hostile_list(text: str) -> None:
    for shown in (
        clean(text),
        clean(text, limit=None),
        fit(text, 12),
        initials(text),
        clean([text, text]),
    ):
        harmless(shown)
    assert len(clean(text)) <= textsafe.LIMIT
    assert width(fit(text, 12)) == 12


@given(ANY | NASTY)
@example("\u0301a")
def test_nothing_harmful_comes_out(text: str) -> None:
    harmless(clean(text))
    harmless(clean(text, limit=None))
    harmless(fit(text, 9))
    harmless(initials(text))


@given(ANY | NASTY, st.none() | st.integers(0, 90))
def test_cleaning_again_changes_nothing(text: str, limit: int | None) -> None:
    once = clean(text, limit=limit)
    assert clean(once, limit=limit) == once
    assert limit is None or len(once) <= limit


@given(ANY | NASTY, st.integers(0, 60), st.sampled_from(["left", "right"]))
def test_fitted_text_is_exactly_so_many_cells(text: str, cells: int, align: str) -> None:
    from rich.cells import cell_len

    fitted = fit(text, cells, align=align)  # type: ignore[arg-type]
    assert width(fitted) == cells
    assert cell_len(fitted) == cells
    if fitted.strip():
        assert fit(fitted, cells) == fitted


@given(ANY | NASTY)
def test_our_width_is_the_width_that_textual_lays_out(text: str) -> None:
    from rich.cells import cell_len

    assert width(clean(text)) == cell_len(clean(text))


def test_every_character_has_the_width_that_textual_gives_it() -> None:
    from rich.cells import cell_len

    wrong = []
    for code in range(sys.maxunicode + 1):
        if code % 8 and unicodedata.category(chr(code)) == "Cn":
            continue  # three quarters of all codes are assigned to nothing: an eighth of these tells
        shown = clean("a" + chr(code))
        if width(shown) != cell_len(shown):
            wrong.append(hex(code))
    assert wrong == []


def test_what_each_kind_becomes() -> None:
    assert clean("a\x00b\x1b[2J\x7f\x9b") == "a␀b␛[2J␡\ufffd"
    assert clean("one\r\ntwo\nthree\tfour\u2028five\rsix") == "one⏎two⏎three four⏎five␍six"
    assert clean("\u202eabc\u2066d\u2069\u200e\u200f\u061c\u200b\ufeff") == "abcd"
    assert clean("[/] [@click=app.bell]x[/]") == "[/] [@click=app.bell]x[/]"
    assert clean("🇮🇹🇦🇿") == "ITAZ"
    assert clean("\x01\x1f\x80\x9f") == "␁␟\ufffd\ufffd"
    assert clean("a\u00a0b\u2003c\u3000d") == "a b c d"
    assert clean("👍🏽") == "👍"
    assert clean("e\u0301") == "é"
    assert clean("\u0301x") == "\u25cc\u0301x"
    assert clean("\ue000\uffff") == "\ufffd\ufffd"
    assert clean("x" + "\u0301" * 10) == "x" + "\u0301" * 4
    assert clean("देवनागरी, देवनागरी") == "देवनागरी, देवनागरी"  # a few on a letter, and not on a text


def test_the_ends_of_what_is_drawn_as_nothing_or_with_no_sure_width() -> None:
    nothing = (
        0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180D, 0x180F, 0x2065, 0x2800, 0x3164, 0xFE00, 0xFE0F,
        0xFFA0, 0xFFF0, 0xFFF8, 0x1F3FB, 0x1F3FF, 0xE0000, 0xE0FFF,
    )  # fmt: skip
    unsure = (0x2630, 0x2637, 0x268A, 0x268F, 0x4DC0, 0x4DFF, 0x1D300, 0x1D376)
    beside = (
        0x34E, 0x350, 0x61B, 0x61D, 0x115E, 0x17B3, 0x17B6, 0x180A, 0x1810, 0x2010, 0x2027, 0x2070, 0x2801,
        0x3163, 0x3165, 0xFE10, 0xFFA1, 0x1F3FA, 0x1F400, 0x262F, 0x2638, 0x2689, 0x2690, 0x4DBF, 0x4E00,
    )  # fmt: skip
    assert clean("".join(map(chr, nothing))) == ""
    assert clean("".join(map(chr, unsure))) == "\ufffd" * len(unsure)
    assert [clean(f"a{chr(code)}") for code in beside] == [f"a{chr(code)}" for code in beside]


def test_long_text_is_cut_and_says_so() -> None:
    assert clean("x" * 10_000) == "x" * 999 + "…"
    assert clean("x" * 1000) == "x" * 1000
    assert clean("x" * 10_000, limit=None) == "x" * 10_000
    assert clean("abc", limit=2) == "a…"
    assert clean("abc", limit=0) == ""
    assert clean("\u200b" * 20_000 + "abc") == "…"
    assert len(clean("a" + "\u0301" * 10_000, limit=None)) <= 5


def test_other_values() -> None:
    assert clean(None) == ""
    assert clean(12.5) == "12.5"
    assert clean(["a\n", None, 2]) == "a⏎, , 2"


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("goals' T 37, day 30 of 84", 11, "goals' T …"),  # and not "T 3…", which reads as three
        ("goals' T 37, day 30 of 84", 12, "goals' T 37…"),
        ("craving 4.5, day 3", 10, "craving …"),
        ("craving 4.5, day 3", 11, "craving …"),
        ("1,250 rows", 4, "…"),
        ("hours 9/12.5", 11, "hours 9/…"),
        ("item 9 = 3 (13 Mar)", 11, "item 9 = 3…"),
        ("C0136-20240916", 8, "C0136-…"),
        ("PHQ-9 ▼ -16", 10, "PHQ-9 ▼ …"),
        ("C0136", 4, "C01…"),
        ("dose_125 mg", 8, "dose_…"),
        ("1.234.567 x", 8, "…"),
        ("1,250 rows", 2, "…"),
        ("C0136-20240916", 7, "C0136-…"),
        ("up +16", 5, "up …"),
        ("up +16 of", 6, "up …"),
    ],
)
def test_a_number_is_not_cut_in_the_middle(text: str, cells: int, shown: str) -> None:
    assert fit(text, cells) == shown.ljust(cells)


def test_fit() -> None:
    assert fit("Amara", 8) == "Amara   "
    assert fit("Amara", 8, align="right") == "   Amara"
    assert fit("Amara Rossi", 8) == "Amara R…"
    assert fit("日本語", 4) == "日… "
    assert fit("日本語", 5) == "日本…"
    assert fit("日本語", 1) == "…"
    assert fit("abc", 0) == ""
    assert fit("abc", -3) == ""
    assert fit(None, 3) == "   "
    assert fit("x" * 10_000, 2000) == "x" * 1999 + "…"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Amara Rossi", "A.R."),
        ("Rossi, Amara", "A.R."),
        ("  rossi ,  amara  lucia ", "A.R."),
        ("Amara Lucia Rossi", "A.R."),
        ("van der Berg, Anna", "A.B."),
        ("Anna van der Berg", "A.B."),
        *((f"Amara Rossi, {word}", "A.R.") for word in ("Jr.", "sr", "II", "III", "IV", "RN", "LCSW")),
        *((f"Amara Rossi, {word}", "A.R.") for word in ("MD", "M.D.", "PhD", "Ph.D.")),
        ("Amara Rossi, Ph.D., R.N.", "A.R."),
        ("Rossi,", "R."),
        (", Amara", "A."),
        ("Cher", "C."),
        ("O'Neil, Seán", "S.O."),
        ("élodie ångström", "É.Å."),
        ("ßtark Weiß", "ß.W."),
        ("山田 太郎", "山.太."),
        ("Дмитрий Иванов", "Д.И."),
        ("עמרה רוסי", "ע.ר."),
        ("\u202eAmara\u202c \x1b[2JRossi", "A.J."),
        ('(Amara) "Rossi"', "A.R."),
        ("[/] [@click=app.bell]x[/]", "C."),
        ("007 12", "0.1."),
        ("Amara\nRossi", "A.R."),
        ("", "?"),
        (None, "?"),
        ("[/] ...", "?"),
        (",", "?"),
        ("\u200b\x00", "?"),
    ],
)
def test_initials(name: str | None, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("text", "code"),
    [("C0136", True), ("7", True), ("Kim", False), ("Kim 2", False), ("Kim\n2", False), (None, False)],
)
def test_a_code_is_one_word_with_a_digit(text: str | None, code: bool) -> None:
    assert textsafe.is_code(text) is code


@given(ANY | NASTY)
def test_initials_are_short_and_never_the_name(name: str) -> None:
    assert re.fullmatch(r"\?|(\S\.){1,2}", initials(name))


@pytest.mark.parametrize("text", HOSTILE)
def test_the_type_of_the_screen_reads_no_markup(text: str) -> None:
    assert textsafe.content(text).plain == clean(text)
    assert not textsafe.content(text).spans


def test_importing_it_imports_neither_textual_nor_rich() -> None:
    code = (
        "import sys, caseboard.textsafe as t; t.fit('日\\x1b', 9); t.initials('A B');"
        "print([m for m in ('rich', 'textual') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
