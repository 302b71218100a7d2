"""Designing from inside: what is dug, described, linked and placed goes into the document, and then into the world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fabula.errors import FabulaError
from fabula.world.design import read_design
from fabula.world.design.editing import Document
from fabula.world.game.commands.doing import Doing, split
from fabula.world.game.finding import find
from fabula.world.game.loading import load
from fabula.world.game.state import WORLD
from fabula.world.game.telling import Refused, hearers, record, refresh, tell, tell_those
from fabula.world.wording import LONGEST_TEXT, fault_of_name

DESIGNING = ("designer",)


class Dig(Doing):
    """dig NAME, dig NAME through WAY: make a place, with a way from here and back"""

    key = "dig"
    roles = DESIGNING

    def do(self, person: Any, words: str) -> None:
        """Add a place to the design."""
        name, through = _names(*split(words, "through", "by"))
        here = _here(person)
        change(person, lambda document: document.dig(here, name, through), f"digs {name}")


class Link(Doing):
    """link PLACE, link PLACE through WAY: make a way from here to a place that is there, and back"""

    key = "link"
    roles = DESIGNING

    def do(self, person: Any, words: str) -> None:
        """Add a way to the design."""
        name, through = _names(*split(words, "through", "by"))
        here = _here(person)
        places = [one for (section, _), one in WORLD.objects.items() if section == "places"]
        there = find(name, places, "place")
        if there.region != person.location.region:
            raise Refused("A way cannot lead out of a dream or memory.")
        change(person, lambda document: document.link(here, there.design_key, through), f"links this with {there.key}")


class Describe(Doing):
    """describe here: TEXT, describe NAME: TEXT: describe this place, or somebody or something here"""

    key = "describe"
    roles = DESIGNING
    longest = LONGEST_TEXT

    def do(self, person: Any, words: str) -> None:
        """Set a description in the design."""
        name, colon, text = words.partition(":")
        text = text.strip()
        if not colon or not text:
            raise Refused("describe here: TEXT, or describe NAME: TEXT")
        what = person.location
        if name.strip() not in ("", "here"):
            seen = [*what.seen_by(person, people=True), *what.seen_by(person, people=False), *person.contents]
            what = find(name, seen, "person or thing")
        section, key = _part(what)
        if section == "letters":
            raise Refused("A letter is described by what is written in it.")
        change(person, lambda document: document.describe(section, key, text), f"describes {what.key}")


class Put(Doing):
    """place THING, place THING: TEXT: put a new thing here, or an old one or a character of the book"""

    key = "place"
    roles = DESIGNING
    longest = LONGEST_TEXT

    def do(self, person: Any, words: str) -> None:
        """Give something its place in the design."""
        name, _, text = words.partition(":")
        name = " ".join(name.split())
        here = _here(person)
        known = [one for (section, _), one in WORLD.objects.items() if section in ("characters", "things", "letters")]
        fits = [one for one in known if one.key.casefold() == name.casefold()]
        if fits and fits[0].account:
            raise Refused(f"{fits[0].key} is played by a guest, whom nobody moves.")
        if fits:
            section, key = _part(fits[0])
            change(person, lambda document: document.place(section, key, here), f"places {name} here")
            return
        (name, _) = _names(name, "")
        change(person, lambda document: document.add_thing(name, here, text.strip()), f"places {name} here")


def change(person: Any, edit: Callable[[Document], None], told: str) -> None:
    """Edit the document, keep it if it holds, and make the world so."""
    try:
        document = Document(WORLD.path)
        edit(document)
        document.save()
        load(read_design(WORLD.path))
    except FabulaError as error:
        raise Refused(f"The design was not changed: {error}") from error
    seen_by = hearers(person)
    record("design", person, told, heard_by=seen_by)
    tell(person, f"Done: {person.key} {told}. It is in {WORLD.path.name}.", "does")
    tell_those(seen_by, f"{person.key} {told}.", "does")
    for (section, _), place in WORLD.objects.items():
        if section == "places":
            refresh(place)


def _names(name: str, through: str) -> tuple[str, str | None]:
    for one in (name, through):
        fault = fault_of_name(one) if one or one is name else None
        if fault:
            raise Refused(f"The name {one[:40]!r} {fault}." if one else "What name?")
    return name, through or None


def _here(person: Any) -> str:
    key = person.location.design_key
    if not key:
        raise Refused("This place is not in the design.")
    return str(key)


def _part(what: Any) -> tuple[str, str]:
    """The section and key of something in the design."""
    for section in ("places", "characters", "things", "letters"):
        if key := what.tags.get(category=section):
            return section, str(key)
    raise Refused(f"{what.key} is not in the design: a guest made it.")
