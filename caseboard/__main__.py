"""`caseboard` and `python -m caseboard`."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from caseboard import __version__

INTERRUPTED = 130


def main() -> None:
    """Run the command line and leave with its exit code."""
    _open_streams()
    code = _written()
    try:
        sys.stderr.flush()
    except OSError:  # Python would end with 120
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
        code = code or 2
    if code == INTERRUPTED:  # Python would end by the signal if Ctrl-C had met a module that is being loaded
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _run() -> int:
    if sys.argv[1:] == ["--version"]:  # asked by scripts: not worth loading a parser for
        print(f"caseboard {__version__}")
        return 0
    told = _told_to_end()
    from caseboard.cli import run

    try:
        code = run(sys.argv[1:])
    except SystemExit as stop:  # the parser's own: --help, or what cannot be parsed
        code = int(stop.code or 0)
    if told and code != INTERRUPTED:  # the app leaves as if by its own will
        raise KeyboardInterrupt
    return code


def _told_to_end() -> list[int]:
    """A kill, or a terminal that is closed, ends a command as Ctrl-C does: copies of data are removed, and
    the app's loop ends in order, so that the terminal is left as it was. Returns what is told, once it is.
    """
    import signal

    told: list[int] = []

    def end(number: int, frame: object) -> None:
        signal.signal(number, signal.SIG_IGN)  # told again, by shell and kernel, it would stop the removing
        told.append(number)
        if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # in the background of a script
            raise KeyboardInterrupt
        signal.raise_signal(signal.SIGINT)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:  # nohup: SIGHUP stays ignored
            signal.signal(number, end)
    return told


def _open_streams() -> None:
    """A stream that was closed before the program began leads nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


def _written() -> int:
    """Run, and see that all is written: 2 where it cannot be, but a reader that has gone is no fault."""
    code = 0
    try:
        code = _run()
        sys.stdout.flush()
    except KeyboardInterrupt:  # while modules were loaded, or at the very end
        with suppress(OSError):
            print("caseboard: Interrupted.", file=sys.stderr)
        return INTERRUPTED
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if code == 0 and not isinstance(error, BrokenPipeError):
            with suppress(OSError):  # the words may be what cannot be written
                print(f"caseboard: The output cannot be written: {error.strerror}.", file=sys.stderr)
            return 2
    return code


if __name__ == "__main__":
    main()
