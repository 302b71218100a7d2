"""What the terminal shows of a world: where it is, and who is invited."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fabula.world.game.opening import OpenWorld
    from fabula.world.invitations import Guest, Invitation


def print_open(world: OpenWorld) -> None:
    """Say where a world answers, and how each invited guest comes in."""
    lines = [f"browser  {world.address}", f"telnet   {world.telnet[0]} {world.telnet[1]}"]
    if world.invitations:
        lines += ["", "An invitation for each guest: a link for a browser; the code after # is for telnet."]
        lines += [f"{role:<8}  {world.address}#{code}" for role, code in world.invitations]
    sys.stdout.write("\n".join([*lines, "", "Ctrl-C closes it; what is said and done is kept.", ""]))
    sys.stdout.flush()


def print_invitations(invitations: Sequence[Invitation], guests: Sequence[Guest]) -> None:
    """List invitations without their codes, and guests."""
    for one in invitations:
        state = "used" if one.used else "revoked" if one.revoked else "open"
        sys.stdout.write(f"{one.id:>4}  {one.role:<8}  {state:<8}  made {one.made[:16]}\n")
    for guest in guests:
        sys.stdout.write(f"      {guest.role:<8}  {'gone' if guest.revoked else 'guest':<8}  {guest.name}\n")
