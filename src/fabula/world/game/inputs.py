"""What comes from clients: text to be understood as a command, and nothing else."""

from __future__ import annotations

import time
from typing import Any

from evennia.commands.cmdhandler import cmdhandler

BURST, A_SECOND = 30, 5  # commands that may come at once, and each second for long
LONGEST_INPUT = 6000
TOO_FAST = "That was too fast. Wait a moment, and go on."


def text(session: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ARG001
    """Understand what was typed as a command, unless too much of it comes."""
    typed = args[0] if args else None
    if not isinstance(typed, str) or typed.strip() == "idle":
        return
    now = time.monotonic()
    left, last = getattr(session, "allowance", (float(BURST), now))
    left = min(BURST, left + (now - last) * A_SECOND) - 1
    session.allowance = (max(left, -1.0), now)
    if left < 0:
        session.msg(text=(TOO_FAST, {"kind": "refused"}))
        return
    session.update_session_counters(idle=False)
    typed = typed[:LONGEST_INPUT].strip()
    if typed:
        cmdhandler(session, typed, callertype="session", session=session)


def default(session: Any, cmdname: str, *args: Any, **kwargs: Any) -> None:
    """Anything else is not understood, and passed over."""
