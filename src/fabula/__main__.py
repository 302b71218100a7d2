"""The ``fabula`` command: it starts here, so that an interrupt is met before anything heavy loads."""

from __future__ import annotations

import signal
import sys
from types import FrameType

INTERRUPTED = 130


class _Interrupts:
    """Remembers that Ctrl-C was pressed: libraries that load may turn the interrupt into another error."""

    seen = False

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        self.seen = True
        raise KeyboardInterrupt


def main() -> None:
    """Run the command line and exit with its code."""
    interrupts = _Interrupts()
    signal.signal(signal.SIGINT, interrupts)
    try:
        from fabula.cli import run

        code = run(sys.argv[1:])
    except BaseException:
        if not interrupts.seen:
            raise
        code = INTERRUPTED
    if interrupts.seen:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        code = INTERRUPTED
        sys.stderr.write("\nfabula: interrupted\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
