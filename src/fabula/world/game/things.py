"""Things: those of the design, those that guests make, letters, and the sleepers whom one sees while they dream."""

from __future__ import annotations

from typing import Any

from evennia import DefaultObject

from fabula.world.game.state import WORLD


class Thing(DefaultObject):
    """Something to take, give and leave."""

    is_person = False

    @property
    def part(self) -> Any:
        """Its part of the design; None for what a guest made."""
        return WORLD.parts.things.get(self.tags.get(category="things") or "")

    @property
    def shown(self) -> str:
        """Its name."""
        return str(self.key)

    def described(self, person: Any) -> str:
        """What somebody sees who looks at it."""
        part = self.part
        texts = [part.description, *(passage.text for passage in part.sentences)] if part else [self.db.description]
        told = [text for text in texts if text]
        owner = WORLD.parts.characters.get(part.owner or "") if part else None
        told += [f"It is {owner.name}'s."] if owner else []
        return "\n".join([str(self.key), "", *(told or ["Nothing is told of it."])])


class Letter(Thing):
    """Something written."""

    @property
    def part(self) -> Any:
        """Its part of the design; None for what a guest wrote."""
        return WORLD.parts.letters.get(self.tags.get(category="letters") or "")

    @property
    def text(self) -> str:
        """What is written."""
        return str(self.part.text if self.part else self.db.text)

    def described(self, person: Any) -> str:
        """That it can be read."""
        return f"{self.key}\n\nIt can be read: read {self.key}"


class Sleeper(Thing):
    """Who lies asleep here and dreams elsewhere."""

    @property
    def shown(self) -> str:
        """Who it is."""
        return f"{self.db.person.key}, asleep" if self.db.person else "somebody asleep"

    def described(self, person: Any) -> str:
        """That they can be woken."""
        return f"{self.shown}. To wake them: wake {self.db.person.key if self.db.person else ''}"
