"""Blocking, and for designers invitations."""

from __future__ import annotations

from typing import Any

import evennia
from django.db import connection
from evennia import AccountDB, ObjectDB

from fabula.errors import UnknownInvitation
from fabula.world.game.commands.doing import Doing
from fabula.world.game.telling import Refused, guest_of, tell
from fabula.world.invitations import ROLES, invitations, invite, revoke
from fabula.world.wording import likeness

DESIGNING = ("designer",)


class Block(Doing):
    """block NAME: neither hear nor see what a guest does; unblock NAME; block: whom you block"""

    key = "block"

    def do(self, person: Any, words: str) -> None:
        """Add to those blocked; it is known to nobody else."""
        blocked = list(person.account.db.blocked or [])
        if not words:
            names = [account.db.body.key for account in AccountDB.objects.filter(id__in=blocked) if account.db.body]
            tell(person, f"You block {', '.join(names)}." if names else "You block nobody.", "list")
            return
        guest = _guest(words)
        if guest == person.account.id:
            raise Refused("That is you.")
        person.account.db.blocked = sorted({*blocked, guest})
        tell(person, f"You hear and see nothing more of {words}. To undo it: unblock {words}", "does")


class Unblock(Doing):
    """unblock NAME: hear and see them again"""

    key = "unblock"

    def do(self, person: Any, words: str) -> None:
        """Take off those blocked."""
        guest = _guest(words)
        person.account.db.blocked = [one for one in person.account.db.blocked or [] if one != guest]
        tell(person, f"You hear and see {words} again.", "does")


class Invite(Doing):
    """invite, invite designer, invite watcher: make an invitation, for one guest; invitations: list them"""

    key = "invite"
    roles = DESIGNING

    def do(self, person: Any, words: str) -> None:
        """Show the new code, this once."""
        role = words.casefold() or "guest"
        if role not in ROLES:
            raise Refused(f"There are {', '.join(ROLES)}.")
        connection.ensure_connection()
        tell(person, f"For one {role}, shown this once: {invite(connection.connection, role)}", "list")


class Invitations(Doing):
    """invitations: which there are"""

    key = "invitations"
    roles = DESIGNING

    def do(self, person: Any, words: str) -> None:
        """List them without their codes."""
        lines = []
        for one in invitations(connection.connection):
            state = "used" if one.used else "revoked" if one.revoked else "open"
            lines.append(f"{one.id}  {one.role}  {state}")
        tell(person, "\n".join(lines) or "There are none.", "list")


class Revoke(Doing):
    """revoke NUMBER, revoke NAME: revoke an unused invitation, or the key of a guest, who then has to go"""

    key = "revoke"
    roles = DESIGNING

    def do(self, person: Any, words: str) -> None:
        """Revoke it, and close the connection of a guest whose key it was."""
        try:
            done = revoke(connection.connection, words)
        except UnknownInvitation as error:
            raise Refused(f"{error}.") from error
        for session in evennia.SESSION_HANDLER.get_sessions():
            body = session.account.db.body if session.account else None
            if body and done.startswith("the key") and likeness(body.key) == likeness(words):
                session.sessionhandler.disconnect(session, reason="")
        tell(person, f"Revoked: {done}.", "does")


def _guest(name: str) -> int:
    """The account of a guest, by their own name or by that of the character they play.

    Raises  Refused: nobody is called so
    """
    wanted = likeness(name)
    for session in evennia.SESSION_HANDLER.get_sessions():
        if session.puppet is not None and likeness(session.puppet.key) == wanted:
            return int(guest_of(session.puppet) or 0)
    for person in ObjectDB.objects.filter(db_typeclass_path="fabula.world.game.people.Person"):
        if person.db.guest and likeness(person.key) == wanted:
            return int(person.db.guest)
    raise Refused(f"No guest is called {name[:60]!r}.")
