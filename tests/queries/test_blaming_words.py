"""What the library says about people blames nobody: a list of words, each with the reason and a better one.

Checked are the words in the files (titles, sentences, the texts that SQL puts together) and the sentences as
they come out on the sample at four dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from caseboard.library import Clinic, Library
from caseboard.library.examples import check_examples
from caseboard.library.query import Query

# pattern, why it blames, what to say
BLAMING = (
    (r"refus(e|ed|es|ing|al)", "tells of will, where only the missing specimen is known", "not collected"),
    (r"fail(s|ed|ing|ure|ures)?", "makes treatment a test that a person loses", "not met, no change yet"),
    (r"non-?complian\w*|complian\w*", "care is agreed on, not obeyed", "say what happened"),
    (r"non-?adheren\w*", "the same in softer words", "say what was taken or not"),
    (r"(un|non-?)cooperative", "judges a person's will", "say what happened"),
    (r"resist(s|ed|ant|ance|ing)?", "puts a mismatch of care into a person", "what they want"),
    (r"den(y|ies|ied|ial|ying)", "says that an answer is a lie", "reports no use"),
    (r"claim(s|ed|ing)?|alleg(es|ed|edly)", "doubts what a person says", "says, told, logged"),
    (r"manipulat\w*|attention-?seeking", "names a motive that nobody can see", "say what was asked for"),
    (r"(un|de)motivat\w*|lazy|careless", "names a motive that nobody can see", "say what happened"),
    (r"drop(s|ped|ping)? out|drop-?outs?", "a person left, or care lost them", "no visit since"),
    (r"dirty|clean", "a specimen is neither, and neither is a person", "positive, negative, no use"),
    (r"abus(e|er|ers|ed|ing|ive)", "lowers the care that people get (Kelly 2010)", "use, use disorder"),
    (r"addicts?|alcoholics?|junk(y|ie|ies)|drug users?", "a person is no illness", "person in treatment"),
    (r"relaps(ed|er|ers|es|ing)|fell off|slipped( up)?", "one word for a day and for a year", "use, 9 Mar"),
    (r"(is|was|chronic|repeat|serial) (a )?no-?show", "an empty chair is no person", "no visit at"),
    (r"no-?showers?|no-?showed", "makes a person of a session's status", "no visit at"),
    (r"skip(s|ped|ping)?|ignor(e|es|ed|ing)|neglect(s|ed|ing)?", "tells of will", "no visit, not given"),
    (r"excuses?", "doubts a reason", "excused (a session's status)"),
    (r"lying|liar|dishonest\w*|cheat\w*", "two sources differ; neither is a lie", "screen and report differ"),
    (r"poor(ly)?|bad|worst|weak", "a verdict on a person", "a number, low"),
    (r"frequent flyer|lost cause|hopeless case|burn(t|ed) bridges", "gives somebody up", "what is needed"),
    (r"(commit|committed|committing) suicide|suicide threat", "no crime and no bargain", "thoughts of"),
    (r"delinquen\w*|offend(er|ers|ed|ing)|violat\w*", "the language of courts", "overdue, did not happen"),
    (r"suffer(s|ed|ing)?|victims?", "makes a person small", "has, lives with"),
    (r"punish\w*|sanction\w*|warn(ed|ing)?|last chance", "care is no penalty", "consider ..."),
    (r"fault|blame\w*|guilty", "nobody asked whose", "say what happened"),
)  # fmt: skip
_ANY = [(re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.I), why, say) for pattern, why, say in BLAMING]
_COMMENT = re.compile(r"--[^\n]*")
_TEXT = re.compile(r"'((?:[^']|'')*)'")
_CODE = re.compile(r"[a-z0-9_]*")
# Files whose texts reach a screen without being a rule.
SHOWN = (
    "concepts/strength", "concepts/suggestion_word", "concepts/decision_word", "concepts/support_word",
    "panes/board", "client/marks", "client/suggestions",
)  # fmt: skip


def blamed(text: str) -> list[str]:
    """What the list has against a text; empty for a good one."""
    return [
        f"'{found[0]}' in “{text}”: {why}; better: {better}"
        for pattern, why, better in _ANY
        for found in [pattern.search(text)]
        if found
    ]


def texts_of(query: Query) -> Iterator[str]:
    """The title, the sentence and every text in the SQL of a file that is no mere code."""
    yield query.title
    yield query.say
    for parameter in query.parameters.values():
        yield parameter.help
    for match in _TEXT.finditer(_COMMENT.sub("", query.sql)):
        if not _CODE.fullmatch(match[1]):
            yield match[1]


def test_no_file_blames(library: Library) -> None:
    files = [*library.rules, *(library.get(name) for name in SHOWN)]
    found = [f"{file.name}: {fault}" for file in files for text in texts_of(file) for fault in blamed(text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("day", [None, date(2026, 2, 1), date(2025, 12, 1), date(2025, 10, 1)])
def test_no_sentence_on_the_sample_blames(sample: Clinic, day: date | None) -> None:
    said = set()
    for name in ("panes/flag", "panes/criterion", "panes/not_judged"):
        result = sample.run(name, as_of=day)
        for column in {"evidence", "title"} & set(result.columns):
            said |= {row[result.columns.index(column)] for row in result.rows}
    board = sample.run("panes/board", as_of=day)
    for column in ("reasons", "blocked_by", "missing"):
        for row in board.rows:
            said |= set(row[board.columns.index(column)] or ())
    said |= {row[board.columns.index("strength")] for row in board.rows}
    assert len(said) > 10
    found = [fault for text in said if text for fault in blamed(text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "Client refused the last 2 screens",
        "Dropped out after week 4",
        "Screens clean since 9 Mar",
        "Is a no-show for the third time",
        "Noncompliant with homework",
        "Denies use, screen positive",
        "Long history of substance abuse",
    ],
)
def test_the_list_finds_what_blames(text: str) -> None:
    assert blamed(text)


@pytest.mark.parametrize(
    "text",
    [
        "Screens not collected: 2",
        "no-shows in 14 days: 1",
        "Two or more no-shows in a row",
        "No visit at the last 3 sessions, since 9 Mar",
        "no relapse prevention plan",
        "Excused sessions count nowhere",
        "Addiction treatment",
    ],
)
def test_what_only_tells_passes(text: str) -> None:
    assert not blamed(text)


def test_every_suggestion_has_words(library: Library) -> None:
    words = check_examples(library, ["suggestion_word"])
    assert not words.failures
    known = set(re.findall(r"^    \('(\w+)', 'Consider ", library.get("suggestion_word").sql, re.M))
    suggested = {code for rule in library.rules for code in rule.suggests} | {"step_down"}
    assert suggested <= known, f"without words: {sorted(suggested - known)}"
