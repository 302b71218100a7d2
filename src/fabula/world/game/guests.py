"""Guests: the accounts behind people, made by an invitation and known again by a key."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from evennia import DefaultAccount


class Guest(DefaultAccount):
    """An account; ``db.body`` is the guest's own, ``db.blocked`` whom they do not hear."""

    def at_account_creation(self) -> None:
        """Nobody gets anything beyond the world's own commands."""
        self.locks.add("examine:false();edit:false();delete:false();boot:false();msg:all()")

    def at_first_login(self, **kwargs: Any) -> None:
        """Nothing special."""

    def at_post_login(self, session: Any = None, **kwargs: Any) -> None:
        """Put the guest into their own body."""
        if session is not None and self.db.body:
            with transaction.atomic():
                self.puppet_object(session, self.db.body)

    def at_disconnect(self, reason: str | None = None, **kwargs: Any) -> None:
        """What is to be said is said in the world."""

    def at_server_shutdown(self) -> None:
        """Nothing is to be saved: all is."""

    def _send_to_connect_channel(self, message: str) -> None:
        """There are no channels."""
