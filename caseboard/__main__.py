"""`caseboard` and `python -m caseboard`."""

from __future__ import annotations

import os
import sys

from caseboard import __version__

INTERRUPTED = 130


def main() -> None:
    """Run the command line and leave with its exit code."""
    if sys.argv[1:] == ["--version"]:  # asked by scripts: not worth loading a parser for
        print(f"caseboard {__version__}")
        return
    from caseboard.cli import run

    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if code == INTERRUPTED:  # Python would end by the signal if Ctrl-C had met a module that is being loaded
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    main()
