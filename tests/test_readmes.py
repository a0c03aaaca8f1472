"""What the READMEs show is taken by the program: commands, names, links, the config, a rule, examples."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from caseboard import arguments
from caseboard.cli import COMMANDS
from caseboard.library import Library
from caseboard.library.examples import check_examples
from caseboard.settings import read_config
from caseboard.tui.keymap import keymap
from tests.conftest import ROOT

READMES = [
    ROOT / name
    for name in (
        "README.md",
        "queries/README.md",
        "queries/maps/appointments/README.md",
        "sample_data/README.md",
    )
]
COMMAND = re.compile(r"^ *caseboard ([a-z].*?)(?:   .*| #.*| > .*)?$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"^ *```{language}\n(.*?)^ *```$", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def shown() -> Iterator[tuple[str, str]]:
    for path in READMES:
        text = path.read_text("utf-8")
        indented = "\n".join(line for line in text.splitlines() if line.startswith("    caseboard "))
        for block in [*blocks(path, "sh"), *blocks(path, ""), indented]:
            for command in COMMAND.findall(block):
                yield path.relative_to(ROOT).as_posix(), command


@pytest.mark.parametrize(("readme", "command"), sorted(set(shown())))
def test_a_command_is_taken(readme: str, command: str, library: Library) -> None:
    options = arguments.read(shlex.split(command), COMMANDS)
    asked = getattr(options, "query", [])
    for name in [asked] if isinstance(asked, str) else asked:
        assert name.endswith(".sql") or library.relation(name) is not None or library.get(name)
    known = {name for query in library for name in query.parameters}
    assert set(arguments.parameters(getattr(options, "parameter", []))) <= known


def test_there_are_commands_to_look_at() -> None:
    assert len(set(shown())) > 20


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_link_leads_somewhere(path: Path) -> None:
    for link in LINK.findall(path.read_text("utf-8")):
        file, _, anchor = link.partition("#")
        target = path.parent / file if file else path
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_the_config_is_one(tmp_path: Path, library: Library) -> None:
    config = tmp_path / "config.toml"
    (block,) = blocks(ROOT / "README.md", "toml")
    config.write_text(block, encoding="utf-8")
    found = read_config(config)
    assert keymap(found["keys"], config)
    assert set(found["parameters"]) <= {name for query in library for name in query.parameters}


def lay(folder: Path, name: str, text: str) -> Library:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return Library.load(local=folder)


def test_the_rule_holds_its_examples(tmp_path: Path) -> None:
    (rule,) = blocks(ROOT / "queries" / "README.md", "sql")
    outcome = check_examples(
        lay(tmp_path, "rules/more_intensity/craving_is_high.sql", rule), ["craving_is_high"]
    )
    assert outcome.examples == 3
    assert not outcome.failures


def test_what_an_example_may_hold_is_read(tmp_path: Path) -> None:
    """All at once, but for the days of a replay, which an outcome alone has, and the rule's threshold."""
    (listed,) = blocks(ROOT / "queries" / "README.md", "toml")
    entry = re.sub(r"^(replay|parameters) = .*\n", "", listed, flags=re.MULTILINE)
    assert len(tomllib.loads(entry)) > 20
    text = '[[examples]]\nname = "all of it"\nas_of = 2026-03-15\nexpect = { client_id = "X" }\n' + entry
    lay(tmp_path, "concepts/all_of_it.examples.toml", text)
    query = "select oc.client_id from open_client as oc order by oc.client_id\n"
    outcome = check_examples(lay(tmp_path, "concepts/all_of_it.sql", query), ["all_of_it"])
    assert outcome.examples == 1
    assert not outcome.failures
