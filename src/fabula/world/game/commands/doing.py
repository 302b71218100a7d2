"""What all commands have in common: one transaction each, and a plain word to whoever cannot have what they want."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import transaction
from evennia import Command
from evennia.utils import logger

from fabula.world.game.telling import Refused, tell
from fabula.world.wording import LONGEST_SAYING, cleaned


class Doing(Command):
    """A command; ``roles`` are those who may use it."""

    locks = "cmd:all()"
    arg_regex: ClassVar[str | None] = r"\s|$"
    auto_help = False
    roles: ClassVar[tuple[str, ...]] = ("designer", "guest", "watcher")
    longest = LONGEST_SAYING

    def func(self) -> None:
        """Do it and record it, or neither."""
        person = self.caller
        self.words = cleaned(self.args or "")
        try:
            if person.account is None or person.location is None:
                raise Refused("You are not in the world.")
            if person.account.db.role not in self.roles:
                raise Refused(f"That is not for a {person.account.db.role}.")
            if len(self.words) > self.longest:
                raise Refused(f"That is too long: at most {self.longest} characters.")
            with transaction.atomic():
                self.do(person, self.words)
        except Refused as refused:
            tell(person, str(refused), "refused")
        except Exception:
            logger.log_trace()
            tell(person, "That did not work, and nothing of it was done.", "refused")

    def do(self, person: Any, words: str) -> None:
        """What the command does; raises Refused before it changes anything."""
        raise NotImplementedError


def split(words: str, *between: str) -> tuple[str, str]:
    """The words before and after the first of the words ``between``; nothing after where none is there.

    >>> split("the key to Mary", "to")
    ('the key', 'Mary')
    """
    parts = words.split()
    for place, word in enumerate(parts):
        if word.casefold() in between:
            return " ".join(parts[:place]), " ".join(parts[place + 1 :])
    return words, ""
