"""The door: nobody comes in but by an invitation, or by the key that was given for one, and after the content notes."""

from __future__ import annotations

import secrets
from typing import Any

import evennia
from django.db import connection, transaction
from evennia import AccountDB, CmdSet, Command
from evennia.commands.cmdhandler import CMD_LOGINSTART, CMD_NOINPUT, CMD_NOMATCH
from evennia.utils.create import create_account, create_object
from twisted.internet import reactor

from fabula.world.design.model import WORLD as WAKING
from fabula.world.game.state import WORLD
from fabula.world.invitations import guest_of, is_taken, role_of, use
from fabula.world.wording import cleaned, fault_of_name, likeness

MOST_TRIES = 8  # wrong codes in one connection
WAIT = 1.5  # seconds after a wrong code
WELCOME = """{title}

A world to walk in with others. Paste your invitation, or the key that you were given to come back."""
KEPT = (
    "Whoever opened this world can read a record of what is said and done in it, whispers too. "
    "You can go at any moment with: leave"
)


class DoorCmdSet(CmdSet):
    """All there is before one is in."""

    key = "door"

    def at_cmdset_creation(self) -> None:
        """One command takes whatever is typed."""
        self.add(Greet())
        self.add(Knock())


class Greet(Command):
    """Say what this is."""

    key = CMD_LOGINSTART
    locks = "cmd:all()"

    def func(self) -> None:
        """Greet who connects."""
        session = self.caller
        session.msg(title=((WORLD.parts.title,), {}))
        _say(session, WELCOME.format(title=WORLD.parts.title), "code")


class Knock(Command):
    """Take an invitation or a key, then a name, then consent."""

    key = CMD_NOMATCH
    aliases = (CMD_NOINPUT,)
    locks = "cmd:all()"

    def func(self) -> None:
        """Take what was typed as the answer to what was asked."""
        session, typed = self.caller, cleaned(self.raw_string or "")
        if typed.casefold() in ("leave", "quit"):
            session.sessionhandler.disconnect(session, reason="")
        elif not typed or session.ndb.waits:
            return
        elif session.ndb.agree:
            _agree(session, typed)
        elif session.ndb.code:
            _name(session, typed)
        else:
            _code(session, typed)


def _code(session: Any, typed: str) -> None:
    connection.ensure_connection()
    if role_of(connection.connection, typed):
        session.ndb.code = typed
        _say(session, "You are invited. What shall the others call you?", "name")
    elif guest := guest_of(connection.connection, typed):
        _ask(session, AccountDB.objects.get(id=guest.id))
    else:
        session.ndb.tries = (session.ndb.tries or 0) + 1
        if session.ndb.tries >= MOST_TRIES:
            session.sessionhandler.disconnect(session, reason="")
            return
        session.ndb.waits = True
        reactor.callLater(WAIT, _refuse, session)


def _refuse(session: Any) -> None:
    session.ndb.waits = False
    _say(session, "That is no invitation that can be used, and no key. Look whether all of it is there.", "code")


def _name(session: Any, typed: str) -> None:
    name = " ".join(typed.split())
    fault = fault_of_name(name)
    if fault is None and (is_taken(connection.connection, name) or _is_of_the_book(name)):
        fault = "is somebody's already"
    if fault:
        _say(session, f"That name {fault}. What shall the others call you?", "name")
        return
    with transaction.atomic():
        if role_of(connection.connection, session.ndb.code) is None:
            session.ndb.code = None
            _say(session, "That invitation was used meanwhile. Ask for another.", "code")
            return
        account, key = _make_guest(session.ndb.code, name)
    session.msg(key=((key,), {}))
    _say(session, f"Your key to come back, here and nowhere else shown: {key}", "key")
    _ask(session, account)


def _is_of_the_book(name: str) -> bool:
    alike = likeness(name)
    return any(
        alike == likeness(called)
        for character in WORLD.parts.characters.values()
        for called in (character.name, *character.names)
    )


def _make_guest(code: str, name: str) -> tuple[Any, str]:
    """The account and body of a new guest, and their key."""
    role = role_of(connection.connection, code)
    account = create_account(f"guest {secrets.token_hex(8)}", None, None)
    body = create_object(
        "fabula.world.game.people.Person", key=name, nohome=True, location=None, locks="puppet:all();call:false()"
    )
    body.db.guest = account.id
    body.db.role = role
    account.db.body = body
    account.db.role = role
    return account, use(connection.connection, code, account.id, name)


def _ask(session: Any, account: Any) -> None:
    """Show the content notes of the world and ask whether to come in."""
    session.ndb.agree = account.id
    notes = WORLD.parts.regions[WAKING].notes
    told = "What you may want to know first: " + "; ".join(notes) + ".\n" if notes else ""
    _say(session, f"{told}{KEPT}\nTo come in: yes", "consent")


def _agree(session: Any, typed: str) -> None:
    if typed.casefold() not in ("yes", "y"):
        _say(session, "You are not in. To come in: yes. To go: leave", "consent")
        return
    account = AccountDB.objects.get(id=session.ndb.agree)
    evennia.SESSION_HANDLER.login(session, account)


def _say(session: Any, text: str, kind: str) -> None:
    session.msg(text=(text, {"kind": kind}))
