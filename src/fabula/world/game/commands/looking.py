"""Commands that only look: at the place, at somebody, at who is here, at where the ways lead."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from typing import Any

import evennia

from fabula.world.design.model import WORLD as WAKING
from fabula.world.game.commands.doing import Doing
from fabula.world.game.finding import find
from fabula.world.game.state import WORLD
from fabula.world.game.telling import Refused, show_view, tell

FURTHEST = 3  # ways from here that a map shows
MOST_ON_MAP = 60


class Look(Doing):
    """look, look at NAME: what is here, or what somebody or something looks like"""

    key = "look"
    aliases = ("l",)

    def do(self, person: Any, words: str) -> None:
        """Show the place, or the one thing."""
        place = person.location
        words = words.removeprefix("at ").strip()
        if not words or words == "here":
            tell(person, place.described(person), "place")
            show_view(person)
            return
        if words in ("me", "myself"):
            tell(person, person.described(person), "place")
            return
        seen = [*place.seen_by(person, people=True), *place.seen_by(person, people=False), *person.contents]
        tell(person, find(words, seen, "person or thing").described(person), "place")


class Who(Doing):
    """who: who is in the world"""

    key = "who"

    def do(self, person: Any, words: str) -> None:
        """List those who are there, and where they are who are awake."""
        lines = []
        for session in evennia.SESSION_HANDLER.get_sessions():
            other = session.puppet
            if other is not None and other.location is not None:
                where = "asleep" if other.db.sleeper else f"in {other.location.key}"
                role = f", {session.account.db.role}" if session.account.db.role != "guest" else ""
                lines.append(f"{other.shown}{role}: {where}")
        tell(person, "\n".join(sorted(lines)), "list")


class Map(Doing):
    """map: the places around, and the ways between them"""

    key = "map"

    def do(self, person: Any, words: str) -> None:
        """List places by how far they are."""
        here = person.location
        far = {here.id: 0}
        waiting = deque([here])
        lines: list[str] = []
        while waiting and len(lines) < MOST_ON_MAP:
            place = waiting.popleft()
            ways = [way.destination for way in place.ways()]
            mark = " (you are here)" if place is here else ""
            part = place.part
            within = WORLD.parts.places[part.within].name if part and part.within else ""
            inside = f", in {within}" if within else ""
            named = ", ".join(str(other.key) for other in ways) or "nowhere"
            lines.append(f"{'  ' * far[place.id]}{place.key}{inside}{mark}: to {named}")
            for other in ways:
                if other.id not in far and far[place.id] < FURTHEST:
                    far[other.id] = far[place.id] + 1
                    waiting.append(other)
        tell(person, "\n".join(lines), "list")


class Time(Doing):
    """time: what the clock says here; in a dream it may run faster than outside"""

    key = "time"
    aliases = ("clock",)

    def do(self, person: Any, words: str) -> None:
        """Say the world's time, and the region's."""
        region = person.location.region
        tell(person, clock(person, region), "list")


def clock(person: Any, region: str) -> str:
    """What the clock of a region says to somebody in it."""
    now = evennia.gametime.runtime()
    outside = _shown(now)
    if region == WAKING:
        return f"The world is at {outside}."
    rate = WORLD.parts.regions[region].clock
    within = (now - (person.db.slept_from or now)) * rate
    return f"Outside it is {outside}. In here {_span(within)} have passed since you came" + (
        f"; an hour outside is {rate:g} hours here." if rate != 1 else "."
    )


def _shown(seconds: float) -> str:
    begun = datetime(2000, 1, 1, 8) + timedelta(seconds=seconds)
    return f"day {(begun.date() - datetime(2000, 1, 1).date()).days + 1}, {begun:%H:%M}"


def _span(seconds: float) -> str:
    hours, rest = divmod(int(seconds), 3600)
    return f"{hours} hours and {rest // 60} minutes" if hours else f"{rest // 60} minutes and {rest % 60} seconds"


class Inventory(Doing):
    """have: what you carry"""

    key = "have"
    aliases = ("inventory", "i")

    def do(self, person: Any, words: str) -> None:
        """List it."""
        carried = [thing.shown for thing in person.contents]
        tell(person, f"You have {', '.join(carried)}." if carried else "You have nothing with you.", "list")


class Help(Doing):
    """help: this list"""

    key = "help"
    aliases = ("?",)

    def do(self, person: Any, words: str) -> None:
        """List the commands that this guest may use."""
        from fabula.world.game.commands.command_sets import COMMANDS

        role = person.account.db.role
        lines = [(command.__doc__ or "").strip() for command in COMMANDS if role in command.roles]
        if words:
            lines = [line for line in lines if line.startswith(words.casefold())]
        if not lines:
            raise Refused(f"There is no command {words[:40]!r}. The list: help")
        tell(person, "\n".join(lines), "list")
