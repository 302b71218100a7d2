"""Going from place to place, and leaving."""

from __future__ import annotations

from typing import Any

from fabula.world.game.commands.doing import Doing
from fabula.world.game.commands.handling import put_down
from fabula.world.game.finding import find, names_of
from fabula.world.game.telling import Refused, hearers, record, tell_those


class Go(Doing):
    """go PLACE: take a way; its name alone does too"""

    key = "go"
    aliases = ("walk",)

    def do(self, person: Any, words: str) -> None:
        """Take the way, and say so to those here and there."""
        words = words.removeprefix("to ").strip()
        go(person, find(words, person.location.ways(), "way"))


class Otherwise(Doing):
    """Whatever is no command: the name of a way, or not understood."""

    key = "__nomatch_command"
    arg_regex = None

    def func(self) -> None:
        """All that was typed are the words."""
        self.args = self.raw_string
        super().func()

    def do(self, person: Any, words: str) -> None:
        """Take the way of that name."""
        for way in person.location.ways():
            if words.casefold() in (name.casefold() for name in (way.shown, *names_of(way))):
                go(person, way)
                return
        raise Refused("That is not understood. What can be done: help. To speak: say WORDS")


class Leave(Doing):
    """leave: go out of the world at once, from anywhere; leave THING: put it down here"""

    key = "leave"
    aliases = ("quit",)

    def func(self) -> None:
        """Close the connection, which nothing can keep; or else put down what is named."""
        if (self.args or "").strip():
            super().func()
            return
        self.session.msg(text=("You are out of the world. It keeps your place.", {"kind": "left"}))
        self.session.sessionhandler.disconnect(self.session, reason="")

    def do(self, person: Any, words: str) -> None:
        """Put it down."""
        put_down(person, find(words, person.contents, "thing you have called"))


def go(person: Any, way: Any) -> None:
    """Take a way."""
    here, there = person.location, way.destination
    seen_by = hearers(person)
    record("go", person, there.key, heard_by=seen_by)
    tell_those(seen_by, f"{person.key} goes to {there.key}.", "moves")
    if not person.move_to(there, quiet=True, move_hooks=True):
        raise Refused("There is no getting through.")
    tell_those(hearers(person), f"{person.key} comes from {here.key}.", "moves")
