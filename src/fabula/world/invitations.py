"""Invitations into a world, each for one guest, and the keys by which guests come back; only their hashes are kept."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from dataclasses import dataclass

from fabula.errors import UnknownInvitation
from fabula.world.record import now
from fabula.world.wording import likeness

ROLES = ("designer", "guest", "watcher")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that look alike
LENGTH = 20  # of 31 letters: 99 bits


@dataclass(frozen=True)
class Invitation:
    """An invitation as it is listed: its code is known only to whom it was given."""

    id: int
    role: str
    made: str
    used: str | None
    revoked: str | None


@dataclass(frozen=True)
class Guest:
    """Who came by an invitation; ``id`` is that of the engine's account."""

    id: int
    name: str
    role: str
    revoked: str | None


def new_code() -> str:
    """A code that nobody guesses, in groups to be read out.

    >>> len(new_code())
    24
    """
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(letters[place : place + 4] for place in range(0, LENGTH, 4))


def invite(connection: sqlite3.Connection, role: str) -> str:
    """Make an invitation; its code, which is shown this once."""
    code = new_code()
    connection.execute(
        "INSERT INTO fabula_invitations (hash, role, made) VALUES (?, ?, ?)", (_hashed(code), role, now())
    )
    return code


def role_of(connection: sqlite3.Connection, code: str) -> str | None:
    """What an invitation makes of who has it; None if there is none, or it was used or revoked."""
    row = connection.execute(
        "SELECT role FROM fabula_invitations WHERE hash = ? AND used IS NULL AND revoked IS NULL", (_hashed(code),)
    ).fetchone()
    return str(row[0]) if row else None


def use(connection: sqlite3.Connection, code: str, guest: int, name: str) -> str:
    """Use an invitation up for a guest; the key by which they come back.

    Raises  UnknownInvitation (Y07)
    """
    role = role_of(connection, code)
    if role is None:
        raise UnknownInvitation("there is no such invitation, or it was used")
    connection.execute(
        "UPDATE fabula_invitations SET used = ?, guest = ? WHERE hash = ?", (now(), guest, _hashed(code))
    )
    key = new_code()
    connection.execute(
        "INSERT INTO fabula_keys (guest, hash, name, likeness, role) VALUES (?, ?, ?, ?, ?)",
        (guest, _hashed(key), name, likeness(name), role),
    )
    return key


def is_taken(connection: sqlite3.Connection, name: str) -> bool:
    """Whether a guest has this name, or one that looks like it."""
    row = connection.execute("SELECT 1 FROM fabula_keys WHERE likeness = ?", (likeness(name),)).fetchone()
    return row is not None


def guest_of(connection: sqlite3.Connection, key: str) -> Guest | None:
    """Who comes back by this key; None if nobody does."""
    row = connection.execute(
        "SELECT guest, name, role, revoked FROM fabula_keys WHERE hash = ? AND revoked IS NULL", (_hashed(key),)
    ).fetchone()
    return Guest(*row) if row else None


def guests(connection: sqlite3.Connection) -> list[Guest]:
    """All who ever came in."""
    return [Guest(*row) for row in connection.execute("SELECT guest, name, role, revoked FROM fabula_keys")]


def invitations(connection: sqlite3.Connection) -> list[Invitation]:
    """All invitations that were made."""
    rows = connection.execute("SELECT id, role, made, used, revoked FROM fabula_invitations ORDER BY id")
    return [Invitation(*row) for row in rows]


def revoke(connection: sqlite3.Connection, what: str) -> str:
    """Revoke an unused invitation by its number, or a guest's key by the guest's name; what was revoked, in words.

    Raises  UnknownInvitation (Y07)
    """
    if what.isdecimal():
        changed = connection.execute(
            "UPDATE fabula_invitations SET revoked = ? WHERE id = ? AND used IS NULL AND revoked IS NULL",
            (now(), int(what)),
        ).rowcount
        if changed:
            return f"invitation {what}"
    changed = connection.execute(
        "UPDATE fabula_keys SET revoked = ? WHERE likeness = ? AND revoked IS NULL", (now(), likeness(what))
    ).rowcount
    if not changed:
        raise UnknownInvitation(f"there is no unused invitation and no guest {what!r}")
    return f"the key of {what}"


def _hashed(code: str) -> str:
    plain = "".join(letter for letter in code.casefold() if letter in LETTERS)
    return hashlib.sha256(plain.encode()).hexdigest()
