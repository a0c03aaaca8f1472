"""The app in a real terminal: a script drives it under tmux, and looks at what it leaves behind."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from caseboard import sample
from caseboard.library import Library
from tests.conftest import ROOT

TMUX = shutil.which("tmux")
pytestmark = pytest.mark.skipif(TMUX is None, reason="needs tmux, which stands in for a real terminal")

DEADLINE = 30.0  # seconds that a step may take on a machine with other work
LOOK_EVERY = 0.05
PROMPT = "back in the shell> "
FIRST = "XDG_CACHE_HOME=../new "  # before a command: no sample was loaded yet


class Terminal:
    """A shell in a tmux server of its own. `raw` is every byte that was written to the terminal."""

    def __init__(self, folder: Path, cache: Path, columns: int, lines: int) -> None:
        self.folder = folder
        self.raw = folder / "raw"
        self._socket = Path(tempfile.mkdtemp(prefix="cb")) / "t"  # short: a socket's path may not be long
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "screen-256color", "LANG": "C.UTF-8",
            "XDG_CONFIG_HOME": str(folder / "config"), "XDG_CACHE_HOME": str(cache),
            "PYTHONPATH": str(ROOT), "HISTFILE": "/dev/null",
        }  # fmt: skip
        self._environment = environment
        (folder / "work").mkdir()
        self.tmux("new-session", "-d", "-x", str(columns), "-y", str(lines), "-c", str(folder / "work"),
                  f"exec env PS1='{PROMPT}' bash --norc --noprofile")  # fmt: skip
        self.tmux("set-option", "-s", "set-clipboard", "on")
        self.tmux("set-option", "-s", "escape-time", "0")
        self.tmux("pipe-pane", "-O", f"cat > '{self.raw}'")

    def tmux(self, *arguments: str) -> str:
        """A tmux command, and what it printed."""
        done = subprocess.run(
            [str(TMUX), "-S", str(self._socket), "-f", "/dev/null", *arguments],
            env=self._environment, cwd=self.folder, capture_output=True, text=True, timeout=DEADLINE,
            check=True,
        )  # fmt: skip
        return done.stdout

    def close(self) -> None:
        """End this server, and whatever runs in it."""
        subprocess.run([str(TMUX), "-S", str(self._socket), "kill-server"], check=False, capture_output=True)
        shutil.rmtree(self._socket.parent, ignore_errors=True)

    def screen(self, *, colours: bool = False) -> str:
        """What is on screen now."""
        return self.tmux("capture-pane", "-p", *(["-e"] if colours else []))

    def until(self, wanted: Callable[[str], bool], what: str) -> str:
        """Look until the screen is as wanted; give up after the deadline and show what was there."""
        deadline = time.monotonic() + DEADLINE
        while True:
            seen = self.screen()
            if wanted(seen):
                return seen
            if time.monotonic() > deadline:
                pytest.fail(f"Not in {DEADLINE:g} s: {what}. On screen:\n{seen}")
            time.sleep(LOOK_EVERY)

    def see(self, *texts: str, gone: str = "") -> str:
        """Wait until all the texts are on screen, and one is not."""

        def there(seen: str) -> bool:
            return all(text in seen for text in texts) and not (gone and gone in seen)

        return self.until(there, f"{texts}" + (f" without {gone!r}" if gone else ""))

    def press(self, *keys: str) -> None:
        """Press keys, by tmux's names."""
        self.tmux("send-keys", *keys)

    def write(self, text: str) -> None:
        """Type a text."""
        self.tmux("send-keys", "-l", "--", text)

    def resize(self, columns: int, lines: int) -> None:
        """Make the terminal another size."""
        self.tmux("resize-window", "-x", str(columns), "-y", str(lines))

    def told(self, about: str) -> str:
        """What tmux says of the terminal: `alternate_on`, `mouse_any_flag` ..."""
        return self.tmux("display-message", "-p", f"#{{{about}}}").strip()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, library: Library, sample_db: Path) -> Path:
    """A cache that has the bundled sample already."""
    folder = tmp_path_factory.mktemp("cache")
    (folder / "caseboard").mkdir()
    shutil.copy(sample_db, folder / "caseboard" / f"sample-{sample._version(library)}.duckdb")
    return folder


@pytest.fixture
def terminal(tmp_path: Path, cache: Path) -> Iterator[Terminal]:
    made = Terminal(tmp_path, cache, 120, 40)
    try:
        yield made
    finally:
        made.close()


BOARD = ("INVENTED SAMPLE", "1 Needs more intensity", "4 Holding course")


def started(terminal: Terminal, *arguments: str, sees: tuple[str, ...] = BOARD, before: str = "") -> None:
    """caseboard on the bundled sample, after the shell has said how its terminal is set."""
    terminal.see(PROMPT.strip())
    terminal.write("stty -a > ../before; clear\n")
    terminal.until(lambda seen: seen.strip() == PROMPT.strip() and (terminal.folder / "before").exists(),
                   "a clear shell")  # fmt: skip
    command = " ".join([sys.executable, "-m caseboard", *arguments])
    terminal.write(f"{before}{command}; echo code=$?\n")
    terminal.see(*sees)


def left(terminal: Terminal, code: int = 0) -> None:
    """After quitting: the shell as it was, the terminal as it was, nothing left on either."""
    seen = terminal.until(
        lambda seen: bool(re.search(r"^code=\d+\n.*shell>", seen, re.M)), "the shell is back"
    )
    rest = [line.rstrip() for line in seen.split("\n") if line.strip()]
    at = next(number for number, line in enumerate(rest) if line.startswith("code="))
    assert rest[at] == f"code={code}"
    assert rest[at + 1 :] == [PROMPT.rstrip()], "only the prompt follows"
    assert not any("Needs more" in line for line in rest), "the alternate screen was left"
    # What is typed now is typed, and nothing that the terminal answered late comes before it.
    terminal.write("stty -a > ../after; echo one two\n")
    seen = terminal.until(lambda seen: "\none two\n" in seen, "the shell echoes")
    assert f"{PROMPT}stty -a > ../after; echo one two\none two\n" in seen
    assert (terminal.folder / "after").read_text() == (terminal.folder / "before").read_text()
    for flag in ("alternate_on", "mouse_any_flag", "mouse_sgr_flag", "keypad_flag", "insert_flag"):
        assert terminal.told(flag) in ("0", ""), flag
    assert terminal.told("cursor_flag") == "1", "the cursor is there again"
    raw = terminal.raw.read_bytes().decode("utf-8", "replace")
    for mode in set(re.findall(r"\x1b\[\?(\d+)[hl]", raw)) - {"7"}:
        last = re.findall(rf"\x1b\[\?{mode}([hl])", raw)[-1]
        shell_sets = mode in ("2004", "25")  # bash's own line editor has pasting on, and a cursor
        assert last == ("h" if shell_sets else "l"), f"mode {mode} is left on" if last == "h" else mode
    assert len(re.findall(r"\x1b\[>\d+u", raw)) == raw.count("\x1b[<u"), (
        "the keyboard's protocol is given back"
    )
    names = re.findall(r"\x1b\][012];([^\x07\x1b]*)", raw)
    assert not [name for name in names if "." in name], "no client is named in a window's title"


def test_a_session(terminal):
    started(terminal, before=FIRST)
    usual = "as of Sun 15 Mar 2026"

    # Filter, kept while a page is open, and left again
    terminal.press("/")
    terminal.see("Filter ", "35 of 35")
    terminal.write("craving")
    seen = terminal.until(
        lambda seen: bool(re.search(r"Filter craving .*\b([1-9]|1\d) of 35", seen)), "it filters"
    )
    terminal.press("Enter")
    terminal.see("Filter “craving”")
    terminal.press("Enter")
    terminal.see("1 Facts", "2 Flags")
    terminal.press("Escape")
    terminal.see("Filter “craving”", "1 Needs more intensity", gone="1 Facts")
    terminal.press("Escape")
    terminal.see("4 Holding course · 24", gone="Filter")

    # Sort, turned, and as it was
    terminal.press("s")
    terminal.see("Sorted by client, A to Z", "Who▲")
    terminal.press("S")
    terminal.see("Sorted by client, Z to A", "Who▼")
    terminal.press("Escape")
    terminal.see("Who ", gone="Sorted by")

    # Another date, and what changed since
    terminal.press("a")
    terminal.see("As of ")
    terminal.write("-21")
    terminal.press("Enter")
    terminal.see("as of Sun 22 Feb 2026", "not the usual 15 Mar", "since then · w lists them")
    terminal.press("w")
    terminal.see("from Sun 22 Feb 2026 to Sun 15 Mar 2026")
    terminal.press("Escape")
    terminal.see("since then · w lists them", "4 Holding course")
    terminal.press("a")
    terminal.see("As of 2026-02-22")
    terminal.press("C-u", "Enter")
    seen = terminal.see(usual, "4 Holding course", gone="not the usual")

    # The page of the client under the cursor: zoom, why not, what stands behind it
    who = next(line.split()[1] for line in seen.split("\n") if line.startswith("▌"))
    terminal.press("1", "Enter")
    terminal.see(who, "1 Facts", "2 Flags", "all 9 weeks")
    terminal.press("z")
    terminal.see("last 4 weeks")
    terminal.press("z")
    terminal.see("all 9 weeks")
    terminal.press("+")
    terminal.see("last 4 weeks")
    terminal.press("-")
    terminal.see("all 9 weeks")
    terminal.press("w")
    terminal.see("▌0 Every rule")
    terminal.press("i")
    terminal.see("Where it is from: Every rule")
    terminal.press("Escape")
    terminal.see("▌0 Every rule")
    terminal.press("q")
    terminal.see("1 Needs more intensity", gone="1 Facts")

    # Why this flag
    terminal.press("i")
    terminal.see("Why:", "Query", "Source")
    terminal.press("Escape")
    terminal.see("1 Needs more intensity", gone="Why:")

    # Copy: OSC 52, which tmux keeps as a buffer
    terminal.press("y")
    terminal.see(f"Copied: a note about {who} alone")
    note = terminal.tmux("show-buffer")
    assert note.startswith(who) or who in note.split("\n")[0]
    assert not any(ord(char) < 32 and char != "\n" for char in note)
    assert b"\x1b]52;c;" in terminal.raw.read_bytes()

    # Export
    terminal.press("e")
    terminal.see("Write to ")
    terminal.press("Enter")
    terminal.until(
        lambda seen: (terminal.folder / "work" / "needs-more-intensity-2026-03-15.csv").exists(), "the file"
    )
    terminal.see("rows written to")
    (written,) = (terminal.folder / "work").iterdir()
    assert written.stat().st_mode & 0o777 == 0o600
    assert who in written.read_text()

    # Names
    terminal.press("p")
    terminal.see("names shown")
    named = next(line for line in terminal.screen().split("\n") if line.startswith("▌"))
    assert who not in named
    terminal.press("p")
    terminal.see("names hidden", who)

    # Keys in one burst: what follows the one that asks is typed, and no command
    terminal.write("/pq")
    terminal.see("Filter pq", "names hidden", "0 of ")
    terminal.press("Escape")
    terminal.see("names hidden", who, gone="Filter pq")

    # Help
    terminal.press("?")
    terminal.see("Help", "a safety flag that nobody")
    terminal.press("Escape")
    terminal.see("1 Needs more intensity", gone="a safety flag that nobody")

    # Palette: the theme, which is remembered
    light = terminal.screen(colours=True)
    terminal.press("C-p")
    terminal.see("Search for commands")
    terminal.write("Theme")
    terminal.see("Choose among light and dark colours")
    terminal.press("Enter")
    terminal.see("Search for themes")
    terminal.write("caseboard-night")
    terminal.until(lambda seen: seen.count("caseboard-night") > 1, "the theme is found")
    terminal.press("Enter")
    state = terminal.folder / "config" / "caseboard" / "state.toml"
    terminal.until(lambda seen: state.exists() and "caseboard-night" in state.read_text(), "it is remembered")
    terminal.see("1 Needs more intensity", gone="Search for")
    terminal.until(lambda seen: grounds(terminal.screen(colours=True)) != grounds(light), "another ground")

    # Smaller, too small, and as it was
    terminal.resize(60, 15)
    terminal.until(lambda seen: "1 Needs more intensity" in seen and widest(seen) <= 60, "the board in 60x15")
    terminal.resize(59, 14)
    terminal.see("caseboard needs a terminal of at least 60", "this one has 59 by 14", gone="Needs more")
    terminal.resize(120, 40)
    terminal.see("1 Needs more intensity", "4 Holding course", "q quit", gone="caseboard needs")

    terminal.press("q")
    left(terminal)


def widest(seen: str) -> int:
    """The cells of the longest line, near enough."""
    return max(len(line.rstrip()) for line in seen.split("\n"))


def grounds(seen: str) -> str:
    """The commonest colour of the ground in a capture with its escapes."""
    found = re.findall(r"48;2;\d+;\d+;\d+|48;5;\d+", seen)
    return max(set(found), key=found.count, default="")


def test_quitting_while_the_board_is_loading(terminal):
    """Nobody waits for a question that nobody asks any more, or for a sample that is being loaded."""
    started(terminal, sees=("caseboard", "q quit"), before=FIRST)
    terminal.press("q")
    left(terminal)


def test_esc_with_a_letter_close_behind_it_is_two_keys(terminal):
    """A terminal makes one of them, alt with that letter: neither was heard, or it was typed."""
    started(terminal)
    terminal.press("/")
    terminal.see("Filter ", "35 of 35")
    terminal.write("craving\x1bs")
    terminal.see("Sorted by client, A to Z", "4 Holding course · 24", gone="Filter")
    terminal.press("S")
    terminal.see("Sorted by client, Z to A")
    terminal.write("\x1bs")
    terminal.see("Sorted by client, A to Z")
    terminal.write("\x1bq")
    left(terminal)


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_board_that_is_killed_leaves_no_client_on_the_screen(terminal, sent):
    """Whoever is told that a process holds the file may well end it."""
    started(terminal)
    shell = terminal.told("pane_pid")
    (board,) = Path(f"/proc/{shell}/task/{shell}/children").read_text().split()
    os.kill(int(board), sent)
    left(terminal, 130)


def test_a_board_ends_with_its_terminal_where_nobody_tells_it(terminal):
    terminal.see(PROMPT.strip())
    terminal.write(f"trap '' HUP; sh -c 'echo $$ > ../pid; exec {sys.executable} -m caseboard'\n")
    terminal.see(*BOARD)
    pid = int((terminal.folder / "pid").read_text())
    board = Path(f"/proc/{pid}")
    assert board.exists()
    terminal.close()
    deadline = time.monotonic() + DEADLINE
    while board.exists() and time.monotonic() < deadline:
        time.sleep(LOOK_EVERY)
    if board.exists():
        os.kill(pid, signal.SIGKILL)
        pytest.fail("It reads the end of its input for ever, with a core of its own.")


def test_a_terminal_that_can_only_print_gets_the_board_as_text(terminal):
    """Textual would draw for another size than it has, and answer no key."""
    terminal.see(PROMPT.strip())
    terminal.write(f"TERM=dumb {sys.executable} -m caseboard; echo code=$?\n")
    terminal.until(lambda seen: "\ncode=0" in seen, "it is printed")
    raw = terminal.raw.read_bytes().decode()
    assert "can only print (TERM is dumb): the board as text" in raw
    assert "Needs more intensity" in raw
    assert "\x1b[?1049h" not in raw


def test_a_terminal_whose_encoding_has_no_signs_gets_ascii(terminal):
    """As where the locale is de_DE without UTF-8: every sign was drawn as a number with a backslash."""
    started(terminal, sees=("INVENTED SAMPLE", "4 Holding course"), before="PYTHONIOENCODING=latin-1 ")
    seen = terminal.screen()
    assert "\\u" not in seen
    assert seen.isascii()
    terminal.press("q")
    left(terminal)


def test_a_database_that_is_not_there_is_a_sentence(terminal):
    started(terminal, "--db nowhere.duckdb", sees=("There is no database at nowhere.duckdb", "q quits"))
    terminal.press("q")
    left(terminal)


def test_nothing_is_left_of_a_screen_that_was_made_larger(terminal):
    """tmux keeps lines of a full screen that has grown, and they would name clients."""
    terminal.resize(80, 24)
    started(terminal)
    terminal.resize(120, 40)
    terminal.see("1 Needs more intensity", "Course")
    terminal.press("q")
    seen = terminal.until(lambda seen: "code=0" in seen, "the shell is back")
    assert "caseboard  " not in seen
    assert "Needs more" not in seen
    assert "-m caseboard; echo code=$?" in seen, "what the shell's screen showed before is still there"
