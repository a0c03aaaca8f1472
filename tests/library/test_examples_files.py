"""Files of examples are laid over one another like queries, and one that nobody reads is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from caseboard.errors import RequestError
from caseboard.library import Library
from caseboard.library.examples import Outcome, check_examples, examples_of

RULE = "rules/more_intensity/no_contact"
EXAMPLE = '[[examples]]\nname = "our own"\nas_of = 2026-03-15\nexpect = { state = "met" }\n'


def lay(folder: Path, name: str, text: str) -> Library:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return Library.load(local=folder)


def names(library: Library) -> list[str]:
    return [example.name for example in examples_of(library.get(RULE))]


def test_own_examples_take_the_place_of_the_bundled_ones(tmp_path: Path, library: Library) -> None:
    own = lay(tmp_path, f"{RULE}.examples.toml", EXAMPLE)
    header = library.get(RULE).header.get("examples", ())
    assert names(own) == [*(entry["name"] for entry in header), "our own"]
    assert check_examples(own, [RULE]).examples == len(header) + 1


def test_an_own_query_keeps_the_bundled_examples(tmp_path: Path, library: Library) -> None:
    own = lay(tmp_path, f"{RULE}.sql", library.get(RULE).text)
    assert own.get(RULE).local
    assert names(own) == names(library)


def test_the_folder_of_a_clinic_stands_for_the_files_that_it_has(tmp_path: Path, library: Library) -> None:
    """A rule of its own changes what `flag` answers in others' examples; its own are asked for alone."""
    assert check_examples(lay(tmp_path, "concepts/one.sql", "select 1 as one"), [str(tmp_path)]).examples == 0
    own = lay(tmp_path, f"{RULE}.examples.toml", EXAMPLE)
    lay(tmp_path, "concepts/gas_t.sql", library.get("gas_t").text)
    for folder in (str(tmp_path), f"{tmp_path}/"):
        found = check_examples(Library.load(local=tmp_path), [folder])
        assert found.queries == 2
        assert found.examples == len(examples_of(own.get(RULE))) + len(examples_of(library.get("gas_t")))


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    assert "our own" in names(lay(tmp_path, f"{RULE}.examples.toml", "\ufeff" + EXAMPLE))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("rules/more_intensity/craving_is_hihg.examples.toml", "of no query .did you mean .*; it is named"),
        ("craving.examples.toml", r"craving\.examples\.toml is the examples file of no query"),
        (f"{RULE}.example.toml", rf"no_contact\.example\.toml is .* of no query .did you mean {RULE}"),
    ],
)
def test_an_examples_file_of_no_query_is_named(tmp_path: Path, name: str, sentence: str) -> None:
    with pytest.raises(RequestError, match=sentence):
        check_examples(lay(tmp_path, name, EXAMPLE), [RULE])


@pytest.mark.parametrize("name", [".old/gone.examples.toml", f"{RULE.replace('no_', '.no_')}.examples.toml"])
def test_a_hidden_examples_file_is_none(tmp_path: Path, name: str) -> None:
    """What an editor or a program that keeps old versions leaves stopped every other file's examples."""
    assert check_examples(lay(tmp_path, name, EXAMPLE), [RULE]).failures == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            EXAMPLE.replace("[examples", "[example").replace("s]]", "]]"),
            "unknown key 'example'; each example",
        ),
        ("", "there is no example in this file"),
        ("examples = 3", "there is no example in this file"),
        (EXAMPLE.replace("as_of", "asof"), "the example 'our own' has the unknown key 'asof'"),
    ],
)
def test_an_examples_file_that_is_odd_is_named(tmp_path: Path, text: str, sentence: str) -> None:
    library = lay(tmp_path, f"{RULE}.examples.toml", text)
    with pytest.raises(RequestError, match=rf"no_contact\.examples\.toml: {sentence}"):
        check_examples(library, [RULE])


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        (
            "audit/ours.sql",
            "/*\nkind = 'query'\n[columns]\nclient_id = 'who'\nweeks = 'since when'\n*/\n"
            "select client_id, week from open_client",
            r"ours\.sql, line 5: \[columns\] describes 'weeks', which is no column of the query "
            r"\(did you mean week\?\)\.",
        ),
        (
            "evaluation/outcomes/ours.sql",
            "/*\ntitle = 'a'\nkind = 'outcome'\nsay = 'b'\nsource = 'c'\njudges = ['worse']\n*/\n"
            "select client_id, on_day, true as happened from replay_day",
            r"ours\.sql: the outcome returns no column 'happened_on'; every outcome returns client_id, ",
        ),
    ],
)
def test_a_column_that_a_file_does_not_return_is_named(
    tmp_path: Path, name: str, text: str, sentence: str
) -> None:
    outcome = check_examples(lay(tmp_path, name, text), ["ours"])
    assert len(outcome.failures) == 1
    assert re.search(sentence, outcome.failures[0])


@pytest.mark.parametrize("ending", [".toml.txt", ".tml", ".TOML"])
def test_an_examples_file_with_another_ending_is_named(tmp_path: Path, ending: str) -> None:
    library = lay(tmp_path, f"{RULE}.examples{ending}", EXAMPLE)
    with pytest.raises(RequestError, match=rf"examples{ending} is not read; let its name end in \.toml"):
        check_examples(library, [RULE])


def test_what_failed_is_told_without_moving_a_terminal(tmp_path: Path) -> None:
    example = '[[examples]]\nname = "\\u001b[31mred"\nexpect = { a = "q" }\n'
    own = lay(tmp_path, "audit/loud.sql", f"/*\nkind = 'query'\n{example}*/\nselect chr(27) || '[2J' as a\n")
    text = check_examples(own, ["loud"]).text()
    assert "␛[31mred" in text
    assert "␛[2J" in text
    assert "\x1b" not in text
    assert Outcome(1, 1).text() == "1 example of 1 file: all hold"
    assert Outcome().text() == "0 examples of 0 files: nothing was tried"
    assert Outcome(1200, 3, ["x" * 1200]).text() == f"{'x' * 1200}\n1,200 examples of 3 files: 1 failed"
