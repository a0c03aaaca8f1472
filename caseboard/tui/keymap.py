"""The user's own keys, from the config file's table `[keys]`: command id to key. No Textual is loaded."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from caseboard.errors import RequestError
from caseboard.tui.commands import COMMANDS, Command

if TYPE_CHECKING:
    from caseboard.tui.export import Sheet

_BY_ID = {command.id: command for command in COMMANDS}
_EVERYWHERE = ("app", "list")  # what is at hand beside the commands of a screen
_MODIFIERS = ("ctrl", "shift", "alt", "super")
_NAMED = {
    "escape", "enter", "tab", "space", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown",
    "up", "down", "left", "right", "question_mark", "exclamation_mark", "quotation_mark", "number_sign",
    "dollar_sign", "percent_sign", "ampersand", "slash", "backslash", "at", "minus", "plus", "underscore",
    "full_stop", "comma", "colon", "semicolon", "less_than_sign", "equals_sign", "greater_than_sign",
    "left_square_bracket", "right_square_bracket", "left_parenthesis", "right_parenthesis", "asterisk",
    "circumflex_accent", "grave_accent", "left_curly_bracket", "vertical_line", "right_curly_bracket",
    "tilde",    *(f"f{number}" for number in range(1, 25)),
}  # fmt: skip
_TEXTUALS = {  # Unicode's names of signs, where Textual has others
    "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at", "hyphen_minus": "minus",
    "plus_sign": "plus", "low_line": "underscore",
}  # fmt: skip
_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+left_square_bracket": "escape"}
_SIGNS = {
    "question_mark": "?", "slash": "/", "escape": "esc", "pageup": "PgUp", "pagedown": "PgDn", "up": "↑",
    "down": "↓", "full_stop": ".", "comma": ",", "colon": ":", "semicolon": ";", "minus": "-", "plus": "+",
    "exclamation_mark": "!",
}  # fmt: skip


def keymap(given: Mapping[str, Any], place: object = "the config file") -> dict[str, str]:
    """The keys of the config, checked: command id to Textual's key names, comma separated.

    Raises RequestError for an unknown command, a key that is none, and a key that another command has.
    """
    found: dict[str, str] = {}
    for name, value in given.items():
        if name not in _BY_ID:
            near = difflib.get_close_matches(name, _BY_ID, 1, 0.5)
            hint = f" (did you mean '{near[0]}'?)" if near else ""
            raise RequestError(f"[keys] in {place} names an unknown command '{name}'{hint}; {_SEE}.")
        keys = [value] if isinstance(value, str) else value
        if not isinstance(keys, list) or not keys or not all(isinstance(key, str) for key in keys):
            raise RequestError(f"The key of '{name}' in {place} should be a text, or a list of texts.")
        found[name] = ",".join(_key(key, name, place) for part in keys for key in _parts(part))
    _no_clash(found, place)
    return found


_SEE = "caseboard list keys shows them all"


def _parts(text: str) -> list[str]:
    return [text] if text.strip() in (",", "") else [part.strip() for part in text.split(",")]


def _key(key: str, name: str, place: object) -> str:
    """A key by Textual's name for it."""
    *modifiers, last = key.strip().split("+") if len(key.strip()) > 1 else [key.strip()]
    if len(last) == 1 and last.isprintable() and not last.isalnum():
        last = re.sub(r"\W", "_", unicodedata.name(last, "").lower())
        last = _TEXTUALS.get(last, last)
    known = last in _NAMED or (len(last) == 1 and last.isalnum())
    if not known or any(one not in _MODIFIERS for one in modifiers):
        raise RequestError(
            f"'{key}', the key of '{name}' in {place}, is no key; write a letter, a digit, a sign, or a name "
            "such as f5, ctrl+r, space, enter."
        )
    if modifiers == ["shift"] and len(last) == 1 and last.isalpha():
        return last.upper()  # what a terminal sends
    found = "+".join([*modifiers, last])
    if found in _SAME:
        raise RequestError(
            f"'{key}', the key of '{name}' in {place}, is {_SAME[found]} in most terminals; choose another."
        )
    return found


def _no_clash(found: Mapping[str, str], place: object) -> None:
    for name, keys in found.items():
        mine = _BY_ID[name]
        for other in COMMANDS:
            if other.id == name or not _together(mine.where, other.where):
                continue
            both = (set(keys.split(",")) - set(mine.keys.split(","))) & set(
                found.get(other.id, other.keys).split(",")
            )
            if both:
                raise RequestError(
                    f"The key '{sorted(both)[0]}' of '{name}' in {place} is the key of '{other.id}' too; "
                    "choose another for one of them."
                )


def _together(one: str, other: str) -> bool:
    """Whether the commands of two places are at hand at once."""
    if one == other or {one, other} == {"page", "query"}:
        return True
    return "prompt" not in (one, other) and (one in _EVERYWHERE or other in _EVERYWHERE)


def own(command: Command, keys: Mapping[str, str]) -> Command:
    """A command with the user's own keys."""
    if command.id not in keys:
        return command
    mine = keys[command.id]
    shown = " ".join("+".join(_SIGNS.get(part, part) for part in key.split("+")) for key in mine.split(","))
    return replace(command, keys=mine, show=shown)


def listing(keys: Mapping[str, str]) -> Sheet:
    """What `caseboard list keys` prints."""
    from caseboard.tui.export import Sheet

    mine = [own(command, keys) for command in COMMANDS]
    rows = [(one.id, one.keys.replace(",", " "), one.where, one.title, one.help) for one in mine]
    return Sheet(["id", "keys", "where", "title", "help"], ["VARCHAR"] * 5, rows)
