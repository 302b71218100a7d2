"""Places and the ways between them."""

from __future__ import annotations

from typing import Any

from evennia import DefaultExit, DefaultRoom

from fabula.world.design.model import WORLD as WAKING
from fabula.world.game.state import WORLD
from fabula.world.game.telling import is_together

MOST_SENTENCES = 3  # of the book that a look shows


class Place(DefaultRoom):
    """A place of the design; how it is described is looked up there."""

    is_person = False

    @property
    def design_key(self) -> str | None:
        """Its key in the design."""
        return self.tags.get(category="places")  # type: ignore[no-any-return]

    @property
    def part(self) -> Any:
        """Its part of the design; None for the ground outside it."""
        return WORLD.parts.places.get(self.design_key or "")

    @property
    def region(self) -> str:
        """The key of its region."""
        return self.part.region if self.part else WAKING

    def ways(self) -> list[Any]:
        """The ways out, by name."""
        return sorted(self.exits, key=lambda way: str(way.key))

    def seen_by(self, person: Any, *, people: bool) -> list[Any]:
        """The people, or the things, that somebody sees here; in a dream only those of the same dream."""
        return [
            other
            for other in self.contents
            if other is not person
            and not other.destination
            and other.is_person == people
            and is_together(other, person)
            and (not people or other.account or not other.db.guest)
        ]

    def described(self, person: Any) -> str:
        """What somebody sees who looks round."""
        part = self.part
        lines = [self.key, ""]
        if part:
            lines += [part.description] if part.description else []
            lines += [passage.text for passage in part.sentences[:MOST_SENTENCES]]
            if not part.description and not part.sentences:
                lines.append("Nothing is told of this place.")
        ways = [way.shown for way in self.ways()]
        lines += ["", f"Ways: {', '.join(ways)}." if ways else "No way leads on."]
        here = [other.shown for other in self.seen_by(person, people=True)]
        things = [other.shown for other in self.seen_by(person, people=False)]
        lines += [f"Here: {', '.join(here)}."] if here else []
        lines += [f"You see: {', '.join(things)}."] if things else []
        return "\n".join(lines)

    def view(self, person: Any) -> dict[str, Any]:
        """The same for a page."""
        region = WORLD.parts.regions.get(self.region)
        return {
            "you": person.key,
            "place": self.key,
            "region": region.name if region and self.region != WAKING else None,
            "ways": [way.shown for way in self.ways()],
            "people": [other.shown for other in self.seen_by(person, people=True)],
            "things": [other.shown for other in self.seen_by(person, people=False)],
            "carried": [thing.shown for thing in person.contents],
        }


class Way(DefaultExit):
    """A way to another place; ``go`` takes it, and its name alone."""

    is_person = False

    def at_cmdset_get(self, **kwargs: Any) -> None:
        """A way is no command of its own."""

    @property
    def shown(self) -> str:
        """Where it leads, and through what."""
        return f"{self.destination.key} (by {self.db.through})" if self.db.through else str(self.destination.key)
