"""`caseboard` and `python -m caseboard`."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from caseboard import __version__

INTERRUPTED = 130


def main() -> None:
    """Run the command line and leave with its exit code."""
    _reopen_closed_streams()
    code = _run_and_flush()
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
    signals = _interrupt_on_termination()
    from caseboard.cli import run

    try:
        code = run(sys.argv[1:])
    except SystemExit as stop:  # the parser's own: --help, or what cannot be parsed
        code = int(stop.code or 0)
    if signals and code != INTERRUPTED:  # the app leaves as if by its own will
        raise KeyboardInterrupt
    return code


def _interrupt_on_termination() -> list[int]:
    """Let SIGTERM and SIGHUP (a kill, a terminal that is closed) end a command as Ctrl-C does: copies of data
    are removed, and the app's loop ends in order, so that the terminal is left as it was. Returns a list to
    which a signal is added when it comes.
    """
    import signal

    received: list[int] = []

    def end(number: int, frame: object) -> None:
        signal.signal(number, signal.SIG_IGN)  # a second one, of shell or kernel, would stop the removing
        received.append(number)
        if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # in the background of a script
            if (store := sys.modules.get("caseboard.store.cursor")) is not None:  # no query runs without it
                store.stop_running()
            raise KeyboardInterrupt
        signal.raise_signal(signal.SIGINT)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:  # nohup: SIGHUP stays ignored
            signal.signal(number, end)
    return received


def _reopen_closed_streams() -> None:
    """Let a stream that was closed before the program began lead to the null device."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


def _run_and_flush() -> int:
    """Run and flush stdout: 2 where that cannot be written, but a reader that has gone is not an error."""
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
