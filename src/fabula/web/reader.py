"""The process in which a book is read, apart from the server: ``python -m fabula.web.reader``.

It takes an order, one line of JSON, on standard input, and says how far it is, a line of JSON for each step, on
standard output. What a book may cost is limited before it is opened; one that breaks the process breaks nothing else.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Tell = Callable[..., None]


def main() -> None:
    """Carry out the order on standard input."""
    order = json.loads(sys.stdin.readline())
    tell = _teller()
    try:
        limit(order["memory"], order["seconds"])
        _carry_out(order, tell)
    except MemoryError:
        tell(error="It needs more memory than a book may have here.")


def limit(memory: int, seconds: int) -> None:
    """Bound this process: bytes of memory of its own, seconds of processor time, no dump of its memory.

    Where the system has no such limits (Windows; of memory, macOS), the server's clock alone ends it.
    """
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (bound, bound))


def _carry_out(order: dict[str, Any], tell: Tell) -> None:
    from fabula.errors import FabulaError
    from fabula.library import Library

    def progress(done: int, of: int, step: str) -> None:
        tell(done=done, of=of, step=step)

    try:
        with Library(order["library"], create=False) as library:
            if "file" in order:
                story, is_new = library.add_upload(order["file"], order["name"], progress=progress)
            else:
                story, is_new = order["story"], False
                library.read_again(story, progress=progress)
        tell(story=story, is_new=is_new)
    except FabulaError as error:
        tell(error=_named(str(error), order), code=error.code)


def _named(message: str, order: dict[str, Any]) -> str:
    """A message about the file by the name that its owner knows."""
    if "file" not in order:
        return message
    return message.replace(order["file"], order["name"]).replace(Path(order["file"]).name, order["name"])


def _teller() -> Tell:
    """A way to say something on what is standard output now; what libraries print there goes to standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def tell(**facts: Any) -> None:
        out.write(json.dumps(facts) + "\n")
        out.flush()

    return tell


if __name__ == "__main__":
    main()
