"""Playing a character of the story, and scenes as the book has them."""

from __future__ import annotations

from typing import Any

from fabula.world.game.commands.doing import Doing
from fabula.world.game.commands.speaking import _source
from fabula.world.game.finding import find
from fabula.world.game.people import step_aside
from fabula.world.game.state import WORLD
from fabula.world.game.telling import Refused, hearers, record, refresh, tell, tell_those

ACTING = ("designer", "guest")
MOST_LISTED = 40


class Play(Doing):
    """play CHARACTER: be a character of the story; you are then where they are. To end it: stop"""

    key = "play"
    roles = ACTING

    def do(self, person: Any, words: str) -> None:
        """Step into a character whom nobody plays."""
        if person.db.sleeper:
            raise Refused("Wake first: wake")
        people = [one for (section, _), one in WORLD.objects.items() if section == "characters"]
        if not words:
            free = sorted(one.key for one in people if not one.account)
            tell(person, f"To play: play NAME, of {', '.join(free[:MOST_LISTED])}.", "list")
            return
        other = find(words, people, "character")
        if other.account or other is person:
            raise Refused(f"{other.key} is played already.")
        session, account = self.session, person.account
        if other.location is None:
            other.location = person.location
        record("play", person, other.key, heard_by=hearers(person), object=other.key)
        _change(account, session, person, other)
        tell(other, f"You are {other.key}. To be yourself again: stop", "does")
        tell_those(hearers(other), f"{account.db.body.key} now plays {other.key}.", "does")


class Stop(Doing):
    """stop: be yourself again"""

    key = "stop"
    roles = ACTING

    def do(self, person: Any, words: str) -> None:
        """Step out of the character, to where one was before."""
        if person.db.guest:
            raise Refused("You play nobody.")
        account, place = person.account, person.location
        seen_by = hearers(person)
        record("stop", person, account.db.body.key, heard_by=seen_by)
        _change(account, self.session, person, account.db.body)
        tell_those(seen_by, f"Nobody plays {person.key} any more.", "does")
        refresh(place)


class Scene(Doing):
    """scene: the scenes that play here; scene NUMBER: begin one (its people come together); next: its next line"""

    key = "scene"
    roles = ACTING

    def do(self, person: Any, words: str) -> None:
        """List the scenes of this place, or begin one."""
        here = person.location
        scenes = {key: part for key, part in WORLD.parts.scenes.items() if part.place == here.design_key}
        if not words:
            lines = [f"{part.name}: {part.opening[:70]}" for part in list(scenes.values())[:MOST_LISTED]]
            tell(person, "\n".join(lines) or "The book has no scene here.", "list")
            return
        number = words.split()[0].rstrip(".")
        fits = [key for key, part in scenes.items() if part.name.split(".")[0] == number or key == words]
        if not fits:
            raise Refused(f"No scene {words[:40]!r} plays here. Those that do: scene")
        key, part = fits[0], scenes[fits[0]]
        WORLD.scenes[here.id] = (key, 0)
        for name in part.present:
            one = WORLD.objects.get(("characters", name))
            if one is not None and not one.account and one.location is not here:
                one.location = here  # guests are never moved; characters whom nobody plays are the book's
        seen_by = hearers(person)
        record("scene", person, part.name, heard_by=seen_by, object=key, span=part.span)
        tell_those(
            [person, *seen_by], f"Scene {part.name}. {part.time or ''}\n{part.opening}\nFor its lines: next", "place"
        )
        refresh(here)


class Next(Doing):
    """next: the next line of the scene that plays here"""

    key = "next"
    roles = ACTING

    def do(self, person: Any, words: str) -> None:
        """Let who says it say it, or show it to the guest who plays them."""
        here = person.location
        key, number = WORLD.scenes.get(here.id, ("", 0))
        script = WORLD.parts.script(key) if key in WORLD.parts.scenes else []
        if not key:
            raise Refused("No scene plays here. Those that could: scene")
        if number >= len(script):
            WORLD.scenes.pop(here.id, None)
            tell_those([person, *hearers(person)], "The scene is at its end.", "place")
            return
        WORLD.scenes[here.id] = (key, number + 1)
        name, line = script[number]
        who = WORLD.objects["characters", name]
        heard_by = [person, *hearers(person)]
        if who.account and who.location is here:
            tell(who, f"Your line: “{line.text}”", "line")
            tell_those([one for one in heard_by if one is not who], f"({who.key} has the next line.)", "told")
            return
        record("say", who, line.text, heard_by=heard_by, place=here, party=person.db.party, span=line.span)
        tell_those(heard_by, f"{who.key} says, “{line.text}” [{_source(line.span)}]", "line")


def _change(account: Any, session: Any, out_of: Any, into: Any) -> None:
    """Let a guest be somebody else; their own body steps aside meanwhile."""
    account.unpuppet_object(session)
    if out_of.db.guest:
        step_aside(out_of)
    account.puppet_object(session, into)
    if session.puppet is not into:
        account.puppet_object(session, account.db.body)
        raise Refused(f"{into.key} cannot be played now.")
