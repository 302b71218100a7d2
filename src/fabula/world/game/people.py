"""People: guests, and the characters of the story, whom guests may play."""

from __future__ import annotations

from typing import Any

from evennia import DefaultCharacter

from fabula.world.game.state import WORLD
from fabula.world.game.telling import hearers, record, refresh, show_view, tell, tell_those


class Person(DefaultCharacter):
    """Somebody; ``db.guest`` is the account of a guest's own body, None for a character of the story."""

    is_person = True

    @property
    def part(self) -> Any:
        """Their part of the design; None for guests."""
        return WORLD.parts.characters.get(self.tags.get(category="characters") or "")

    @property
    def shown(self) -> str:
        """Their name, and who plays them."""
        body = self.account.db.body if self.account and not self.db.guest else None
        return f"{self.key} (played by {body.key})" if body else str(self.key)

    @property
    def is_watcher(self) -> bool:
        """Whether they only watch, and wake."""
        return bool(self.db.role == "watcher")

    def described(self, person: Any) -> str:
        """What somebody sees who looks at them."""
        part = self.part
        told = [part.description, *(passage.text for passage in part.looks)] if part else [self.db.description]
        told = [text for text in told if text]
        carried = [thing.shown for thing in self.contents if thing.db.party in (None, person.db.party)]
        told += [f"{self.key} has {', '.join(carried)}."] if carried else []
        told += [self._ties()] if part and part.ties else []
        return "\n".join([self.shown, "", *(told or ["Nothing is told of how they look."])])

    def _ties(self) -> str:
        named = {key: other.name for key, other in WORLD.parts.characters.items()}
        ties = [f"{named[tie.to]} ({tie.role or tie.kind})" for tie in self.part.ties if tie.to in named]
        return f"Tied to {', '.join(dict.fromkeys(ties))}."

    def at_pre_puppet(self, account: Any, session: Any = None, **kwargs: Any) -> None:
        """A guest's body comes back to where it was left; that is saved at once."""
        person: Any = self
        if person.location is None:
            left = person.db.left_at
            person.location = left if left is not None and left.pk else WORLD.start
            person.db.party = None

    def at_post_puppet(self, **kwargs: Any) -> None:
        """Say that somebody came, and show where they are."""
        if self.db.guest:
            seen_by = hearers(self)
            record("comes", self, "", heard_by=seen_by)
            tell_those(seen_by, f"{self.key} comes in.", "moves")
        tell(self, self.location.described(self), "place")
        show_view(self)
        refresh(self.location)

    def at_pre_unpuppet(self, **kwargs: Any) -> None:
        """Nothing is said of it before."""

    def at_post_unpuppet(self, account: Any = None, session: Any = None, **kwargs: Any) -> None:
        """A guest's body goes with the guest; a character stays, and is the book's again."""
        if self.db.guest and not self.sessions.count():
            step_aside(self)
        elif self.location:
            refresh(self.location)

    def at_post_move(self, source_location: Any, move_type: str = "move", **kwargs: Any) -> None:
        """Show where one is now."""
        if self.sessions.count() and self.location:
            tell(self, self.location.described(self), "place")
        for place in (source_location, self.location):
            if place is not None and not getattr(place, "is_person", True):
                refresh(place)

    def announce_move_from(self, destination: Any, **kwargs: Any) -> None:
        """The command that moves says it."""

    def announce_move_to(self, source_location: Any, **kwargs: Any) -> None:
        """The command that moves says it."""


def step_aside(person: Any) -> None:
    """Take a guest's body out of the world, as they leave or play somebody; from a dream to where they slept."""
    place = person.location
    if place is None:
        return
    seen_by = hearers(person)
    record("leaves", person, "", heard_by=seen_by)
    tell_those(seen_by, f"{person.key} is gone.", "moves")
    sleeper = person.db.sleeper
    person.db.left_at = sleeper.location if sleeper and sleeper.pk else person.db.slept_at or place
    end_sleep(person)
    person.location = None
    refresh(place)
    refresh(person.db.left_at)


def end_sleep(person: Any) -> None:
    """Forget that somebody sleeps; where their body goes is not decided here."""
    sleeper = person.db.sleeper
    if sleeper and sleeper.pk:
        sleeper.delete()
    person.db.sleeper = None
    person.db.slept_at = None
    person.db.party = None
