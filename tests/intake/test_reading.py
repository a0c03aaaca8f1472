"""Any table of texts that a program wrote as CSV comes back, with the lines on which its rows start."""

from __future__ import annotations

import atexit
import csv
import hashlib
import io
import json
import os
import tempfile
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from caseboard.errors import CaseboardError, RequestError
from caseboard.intake import decode
from caseboard.intake.find import SourceFile, find
from caseboard.intake.rejects import read_rejects
from caseboard.intake.stage import Hints, Raw, stage_file
from caseboard.store import Staging, csv_to_parquet, staging

TEXT = st.text(
    st.one_of(
        st.sampled_from(list(" ,;\t|\"'\n\r\\\x1e\x1f\x0b\x0c\x1b[a1é€…")),
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
    ),
    max_size=8,
)
DIALECTS = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from(decode.DELIMITERS),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
        "lineterminator": st.sampled_from(["\n", "\r\n"]),
    }
)


@cache
def opened() -> Staging:
    """One staging database for all the examples."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(staging())


def stage(
    data: bytes, name: str = "t.csv", known: frozenset[str] = frozenset(), encoding: str | None = None
) -> tuple[Raw, list[Any]]:
    """Stage these bytes; the Raw, and (line, broken, values...) of each row in order."""
    place = opened()
    with tempfile.TemporaryDirectory() as folder:
        place.cursor.execute("drop table if exists raw_0")
        path = Path(folder) / name
        path.write_bytes(data)
        file = SourceFile(path, "ndjson" if name.endswith("json") else "csv")
        raw = stage_file(place.cursor, 0, file, Hints(encoding, known=known), place.folder)
        names = ", ".join('"' + n.replace('"', '""') + '"' for n in raw.columns)
        broken = '" broken"' if raw.broken else "null"
        chosen = ", ".join(part for part in (f"cast({raw.line} as bigint)", broken, names) if part)
        sql = f"select {chosen} from raw_0 order by rowid"
        rows = place.cursor.rows(sql).rows if raw.columns else []
        assert len(rows) == raw.rows
        return raw, rows


def physical_lines(rows: list[list[str]]) -> list[int]:
    """The line on which each row starts: line ends inside fields count as an editor counts them."""
    at, lines = 2, []
    for row in rows:
        lines.append(at)
        for text in row:
            at += len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")) - 1
        at += 1
    return lines


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(2, 4).flatmap(lambda n: st.lists(st.lists(TEXT, min_size=n, max_size=n), max_size=6)),
    DIALECTS,
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_table_comes_back(rows: list[list[str]], dialect: dict[str, Any], encoding: str) -> None:
    if dialect["lineterminator"] == "\n" and dialect["quoting"] == csv.QUOTE_MINIMAL:
        rows = [[text.replace("\r", "") for text in row] for row in rows]  # the writer does not quote it
    width = len(rows[0]) if rows else 2
    names = ["alpha", "beta", "gamma", "delta"][:width]
    out = io.StringIO(newline="")
    csv.writer(out, **dialect).writerows([names, *rows])
    raw, found = stage(out.getvalue().encode(encoding), known=frozenset(names))
    assert (raw.columns, raw.note) == (names, "")
    assert [list(row[2:]) for row in found] == [[text or None for text in row] for row in rows]
    assert not raw.broken
    if encoding != "utf-16" and rows:
        assert [row[0] for row in found] == physical_lines(rows)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.text('aé€ñ,;"\n …x', max_size=6), st.text("bü", max_size=3)), min_size=1))
def test_cp1252_is_recognised(rows: list[tuple[str, str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("alpha", "beta"), *rows])
    data = out.getvalue().encode("cp1252")
    try:
        data.decode("utf-8")
        assume(data.isascii())
    except UnicodeDecodeError:
        pass
    raw, found = stage(data)
    assert [tuple(row[2:]) for row in found] == [tuple(text or None for text in row) for row in rows]
    assert ("cp1252" in raw.note) is not data.isascii()


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.dictionaries(st.sampled_from(["a", "b", "c d"]), TEXT, min_size=1), min_size=1, max_size=5)
)
def test_ndjson_comes_back(entries: list[dict[str, str]]) -> None:
    data = "\n".join(json.dumps(entry) for entry in entries).encode()
    raw, found = stage(data, "t.ndjson")
    got = [dict(zip(raw.columns, row[2:], strict=True)) for row in found]
    assert [{k: v for k, v in row.items() if v} for row in got] == [
        {k: v for k, v in entry.items() if v} for entry in entries
    ]
    assert [row[0] for row in found] == list(range(1, len(entries) + 1))


@settings(deadline=None, max_examples=150)
@given(st.text(st.sampled_from(list('ab,"\n\r;\x1e')), max_size=40))
def test_whatever_the_text_every_row_is_good_or_told_about(body: str) -> None:
    raw, found = stage(("alpha,beta\n" + body).encode())
    assert raw.columns == ["alpha", "beta"]
    lines = [row[0] for row in found]
    assert lines == sorted(set(lines))
    last = 2 + len(body.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    assert all(1 < line <= last for line in lines)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"1,2\n3\n4,5\n", [(2, ""), (3, "too few fields: 1 where the header has 2"), (4, "")]),
        (b"1,2,3\n4,5\n", [(2, "too many fields: 3 where the header has 2"), (3, "")]),
        (b'1,"two\nlines"\n3,4\n', [(2, ""), (4, "")]),
        (b'1,"never closed\n3,4\n5,6\n', [(2, "a quote on this line is not closed"), (3, ""), (4, "")]),
        (b'1,2,"a\n3,4"\n5,6\n', [(2, "a quote on this line is not closed, or"), (3, ""), (4, "")]),
        (b'1,"a"b\n3,4\n', [(2, "a quote on this line is out of place ("), (3, "")]),
        (b'1,2\n3,"', [(2, ""), (3, "a quote on this line is not closed")]),
        (b"\n1,2\n\n3,4\n\n", [(3, ""), (5, "")]),
        (b"", []),
    ],
)
def test_lines_that_cannot_be_read(body: bytes, expected: list[tuple[int, str]]) -> None:
    _, found = stage(b"a,b\n" + body)
    assert [row[0] for row in found] == [line for line, _ in expected]
    assert all(
        (row[1] or "").startswith(why) and bool(row[1]) == bool(why)
        for row, (_, why) in zip(found, expected, strict=True)
    )


def test_a_quote_that_is_never_closed_does_not_swallow_a_large_file() -> None:
    body = b'1,"open\n' + b"".join(b"%d,x\n" % n for n in range(5000))
    _, found = stage(b"a,b\n" + body)
    assert len(found) == 5001
    assert [row[0] for row in found if row[1]] == [2]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_has_no_columns(data: bytes) -> None:
    raw, _ = stage(data)
    assert raw.columns == []
    assert "empty" in raw.note


@pytest.mark.parametrize("blank", [b"\n", b"\r\n\r\n", b" \n", b"\t\n", b"\xef\xbb\xbf\n"])
@pytest.mark.parametrize("body", [b"1,2\n3,4\n", b'1,"2"\n3,4\n', b""])
def test_the_header_may_stand_below_blank_lines(blank: bytes, body: bytes) -> None:
    raw, found = stage(blank + b"a,b\n" + body)
    assert raw.columns == ["a", "b"]
    first = blank.count(b"\n") + 2
    assert [row[0] for row in found] == [first, first + 1][: body.count(b"\n")]
    assert [row[2:] for row in found] == [("1", "2"), ("3", "4")][: body.count(b"\n")]


def test_a_header_that_cannot_be_read_is_named_by_its_line() -> None:
    with pytest.raises(RequestError, match="mend line 3"):
        stage(b'\n\na,"b\n1,2\n')


@pytest.mark.parametrize(
    ("data", "encoding", "text", "told"),
    [
        (b"\xe9", None, "\xe9", True),
        (b"\xc3", None, "\xc3", True),  # a letter of UTF-8 whose second half is missing at the very end
        (b"\xe9\x81", "Windows-1252", "\xe9\x81", False),
        (b"\xe9\x81", None, "\xe9\x81", True),
        (b"\xc3\xa9", "cp1252", "\xc3\xa9", False),  # what the map says holds, even if it looks like UTF-8
        (b"\xc3\xa9", "utf-8", "\xe9", False),
    ],
)
def test_an_encoding_that_the_map_gives_is_not_guessed(
    data: bytes, encoding: str | None, text: str, told: bool
) -> None:
    raw, found = stage(b"a,b\n1," + data, encoding=encoding)
    note = "t.csv is not UTF-8 (first on line 2) and was read as cp1252" if told else ""
    assert (found[0][3], raw.note) == (text, note)


@pytest.mark.parametrize(
    ("data", "mixed"),
    [
        ("Zoë\n".encode() + b"fran\xc3", True),  # cut short within a letter
        ("Zoë\n".encode() + b"fran\xe7ais\n", True),  # made of two files
        ("Zoe\nfrançais\n".encode("cp1252"), False),
        ("Zoë\nfrançais\n".encode("cp1252"), False),
    ],
)
@pytest.mark.parametrize("name", ["t.csv", "t.ndjson"])
def test_a_file_of_which_a_part_is_utf_8_is_warned_of(data: bytes, mixed: bool, name: str) -> None:
    lines = data.splitlines()
    if name == "t.ndjson":
        raw, _ = stage(b"".join(b'{"a": "' + line + b'"}\n' for line in lines), name)
    else:
        raw, _ = stage(b"a\n" + data)
    assert "and was read as cp1252" in raw.note
    assert raw.note.startswith("WARNING: ") is mixed


@pytest.mark.parametrize("order", ["le", "be"])
def test_utf_16_is_told_by_its_mark(order: str) -> None:
    raw, found = stage("\ufeffa,b\n1,é\n".encode(f"utf-16-{order}"))
    assert (found, raw.note) == ([(2, None, "1", "é")], "")


def test_a_file_is_the_same_in_whatever_pieces_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.csv"
    for data, encoding, plain, odd in (
        ("a,b\r\n€,2\r\n3,4".encode(), "utf-8-sig", True, None),
        (b"a,b\r\n\x80,\x80\r\n\xe9,4\r\n", "cp1252", False, 2),
        ("a,€\r\né,2\r\n3,".encode() + b"\xe2\x82", "cp1252", False, 3),
        ("a,€\r\né,2".encode() + b"\xe2\x82\r\n3,\xe9", "cp1252", False, 2),
        (b"a,b\n1,2\r3,4\n\r\n", "utf-8-sig", False, None),
    ):
        path.write_bytes(data)
        shapes = set()
        for piece in (1, 2, 3, 5, 1 << 20):
            monkeypatch.setattr(decode, "CHUNK", piece)
            shapes.add(decode.scan(path))
        sha = hashlib.sha256(data).hexdigest()
        mixed = odd is not None and "€".encode() in data
        assert shapes == {decode.Shape(sha, encoding, 3, plain, odd, mixed)}


def test_a_long_text_between_quotes_comes_back() -> None:
    text = "y\0" * 100_000
    _, found = stage(f'a,b\n1,"{text}"\n'.encode("utf-16"))
    assert found == [(2, None, "1", text)]


def test_a_file_that_cannot_be_opened_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"t\.csv cannot be read: unknown encoding: klingon"):
        stage(b"a,b\n1,2\n", encoding="klingon")
    with pytest.raises(RequestError, match=r"t\.csv is not utf-8 text .* save it as UTF-8"):
        stage(b"a,b\n1,\xe9\n", encoding="utf-8")
    for kind in ("csv", "parquet"):
        gone = SourceFile(tmp_path / f"gone.{kind}", kind)
        with pytest.raises(RequestError, match=rf"gone\.{kind} cannot be read: No such file"):
            stage_file(opened().cursor, 0, gone, Hints(), tmp_path)


def test_the_header_is_cleaned_and_made_unique() -> None:
    raw, _ = stage(b"\xef\xbb\xbf A ,b,B,,\n1,2,3,4,5\n")
    assert raw.columns == ["A", "b", "B (2)", "column 4", "column 5"]


def test_a_binary_file_is_refused() -> None:
    with pytest.raises(RequestError, match=r"not a text file \(a byte 0 on line 1\)"):
        stage(b"PK\x03\x04\x00\x00a,b\n")
    with pytest.raises(RequestError, match=r"not a text file \(a byte 0 on line 3\)"):
        stage(b"a,b\n1,2\n3,\x004\n\x00\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(("name", "kept"), [("t.parquet", "raw_0.parquet"), ("t.csv", "raw_0.txt")])
def test_a_temporary_folder_that_is_full_is_not_called_a_file_that_cannot_be_read(
    tmp_path: Path, name: str, kept: str
) -> None:
    place = opened()
    full, source = tmp_path / "full", tmp_path / name
    full.mkdir()
    (full / kept).symlink_to("/dev/full")
    source.write_text('a,b\n"1",2\n')
    with pytest.raises(RequestError, match=f"temporary folder {tmp_path} .No space left"):
        stage_file(place.cursor, 0, SourceFile(source, source.suffix[1:]), Hints(), full)


def test_a_damaged_parquet_file_is_named_and_no_other(tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("a,b\n" + "".join(f"{n * 7919},{n}\n" for n in range(400)))
    whole, source = tmp_path / "whole.parquet", tmp_path / "t.parquet"
    csv_to_parquet(rows, whole, {"a": "VARCHAR", "b": "INTEGER"})
    good, place, said = whole.read_bytes(), opened(), []
    for at in range(len(good) - 8, len(good) - 260, -1):
        source.write_bytes(good[:at] + b"\xff" + good[at + 1 :])
        for made in ("view", "table"):
            with suppress(CaseboardError):
                place.cursor.execute(f"drop {made} if exists raw_1")
        try:
            stage_file(place.cursor, 1, SourceFile(source, "parquet"), Hints(), place.folder)
        except RequestError as error:
            said.append(str(error))
    assert said and all(str(source) in words and str(place.folder) not in words for words in said)


@pytest.mark.skipif(os.name == "nt", reason="pipes with a name are POSIX")
def test_a_pipe_among_the_extracts_is_not_waited_for(tmp_path: Path) -> None:
    for name in ("clients.csv", "clinic.toml"):
        pipe = tmp_path / name
        os.mkfifo(pipe)
        for source in (tmp_path, pipe):
            with pytest.raises(RequestError, match=f"{name} is a pipe"):
                find(source, ["clients"])
        with pytest.raises(RequestError, match="is a pipe"):
            read_rejects(pipe)
        pipe.unlink()


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_row_without_end_is_a_sentence_that_shows_none_of_it(quote: str) -> None:
    secret = "what nobody should read in a log " * 300_000
    with pytest.raises(RequestError, match="a row of more than 8 MB") as told:
        stage(f"a,b\n1,{quote}{secret}{quote}\n".encode())
    assert "nobody should read" not in str(told.value)


@pytest.mark.parametrize("size", [20, 40, 140])
@pytest.mark.parametrize("body", ["a,b\n1,X\n", 'a,b\n1,"X"\n', "a,X\n1,2\n"])
def test_however_long_a_row_is_the_sentence_is_the_same(size: int, body: str) -> None:
    with pytest.raises(RequestError, match=r"a row of more than 8 MB; shorten its longest text\.$"):
        stage(body.replace("X", "x" * (size << 20)).encode())


def test_lines_that_end_in_a_carriage_return_are_no_long_row() -> None:
    raw, _ = stage(b"a,b\r" + (b"1," + b"x" * 2**20 + b"\r") * 40)
    assert raw.rows == 40
