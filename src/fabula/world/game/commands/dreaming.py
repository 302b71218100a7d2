"""Sleeping into dreams, remembering into memories, alone or with others who agree; and waking."""

from __future__ import annotations

import secrets
from typing import Any

import evennia
from evennia.utils.create import create_object

from fabula.world.design.model import WORLD as WAKING
from fabula.world.game.commands.doing import Doing, split
from fabula.world.game.commands.looking import clock
from fabula.world.game.finding import find
from fabula.world.game.people import end_sleep
from fabula.world.game.state import WORLD
from fabula.world.game.telling import Refused, blocks, hearers, record, refresh, tell, tell_those
from fabula.world.wording import likeness

ACTING = ("designer", "guest")
MOST_INVITED = 12


class Sleep(Doing):
    """sleep, sleep DREAM, sleep DREAM with NAME, NAME: dream alone or with them; sleep with NAME: accept"""

    key = "sleep"
    roles = ACTING
    kind = "dream"

    def do(self, person: Any, words: str) -> None:
        """Begin, or join whoever invited."""
        if person.location.region != WAKING:
            raise Refused("You are not awake. To wake: wake")
        which, company = split(words, "with")
        invited = WORLD.invited.get(person.id, {})
        host = _named(company, [_person(one) for one in invited]) if company and not which else None
        if host is not None and WORLD.parts.regions[invited[host.id][0]].kind == self.kind:
            region, party = invited[host.id]
            _ask(person, region, party, [])
            return
        region = self._region(which)
        others = [_anyone(name, person) for name in company.split(",") if name.strip()] if company else []
        if len(others) > MOST_INVITED:
            raise Refused(f"At most {MOST_INVITED} can be invited at once.")
        _ask(person, region, secrets.token_hex(6), others)

    def _region(self, which: str) -> str:
        regions = {key: region for key, region in WORLD.parts.regions.items() if region.kind == self.kind}
        if not regions:
            raise Refused(f"There is no {self.kind} in this world.")
        if not which and len(regions) == 1:
            return next(iter(regions))
        wanted = likeness(which)
        fits = [key for key, region in regions.items() if wanted and wanted in (likeness(region.name), likeness(key))]
        fits = fits or [key for key, region in regions.items() if wanted and wanted in likeness(region.name)]
        if len(fits) != 1:
            named = "\n".join(f"  {self.key} {region.name}" for region in regions.values())
            raise Refused(f"Which {self.kind}?\n{named}")
        return fits[0]


class Remember(Sleep):
    """remember, remember MEMORY, remember MEMORY with NAME: enter a memory, as one enters a dream"""

    key = "remember"
    kind = "memory"


class Yes(Doing):
    """yes: agree to what was asked"""

    key = "yes"
    roles = ACTING

    def do(self, person: Any, words: str) -> None:
        """Do what was asked, once."""
        asked, person.ndb.asked = person.ndb.asked, None
        if not asked:
            raise Refused("Nothing was asked.")
        _fall_asleep(person, *asked)


class No(Doing):
    """no: do not agree"""

    key = "no"
    roles = ACTING

    def do(self, person: Any, words: str) -> None:
        """Forget what was asked."""
        person.ndb.asked = None
        tell(person, "You stay.", "told")


class Wake(Doing):
    """wake: end your dream or memory; wake NAME: wake somebody asleep here (a watcher: anywhere)"""

    key = "wake"

    def do(self, person: Any, words: str) -> None:
        """Wake oneself, or a sleeper."""
        if not words:
            if not person.db.sleeper:
                raise Refused("You are awake.")
            wake(person, None)
            return
        among = person.location.contents
        if person.is_watcher:
            among = evennia.ObjectDB.objects.filter(db_typeclass_path=SLEEPER)
        sleeper = find(words, [one for one in among if one.is_typeclass(SLEEPER, exact=True)], "sleeper")
        wake(sleeper.db.person, person)


SLEEPER = "fabula.world.game.things.Sleeper"


def wake(person: Any, by: Any) -> None:
    """End somebody's sleep: they are where they fell asleep."""
    dreamt = person.location
    left = hearers(person)
    woken = f"{by.key} wakes {person.key}." if by else f"{person.key} wakes."
    record("wake", by or person, woken, heard_by=left, object=person.key)
    tell_those(left, f"{person.key} wakes, and is gone from here.", "moves")
    sleeper = person.db.sleeper
    back = sleeper.location if sleeper and sleeper.pk else person.db.slept_at or WORLD.start
    end_sleep(person)
    tell(person, f"{by.key} wakes you." if by else "You wake.", "does")
    person.move_to(back, quiet=True)
    tell_those(hearers(person), woken, "does")
    refresh(dreamt)


def _ask(person: Any, region: str, party: str, others: list[Any]) -> None:
    """Show the content notes of a region and wait for consent; fall asleep at once where there are none."""
    part = WORLD.parts.regions[region]
    if not part.notes:
        _fall_asleep(person, region, party, others)
        return
    person.ndb.asked = (region, party, others)
    tell(person, f"{part.name}. What you may want to know first: {'; '.join(part.notes)}.\nTo enter: yes", "consent")


def _fall_asleep(person: Any, region: str, party: str, others: list[Any]) -> None:
    """Leave a sleeper where one is and go into the dream; whoever is invited may follow."""
    part = WORLD.parts.regions[region]
    here, enters = person.location, WORLD.place(part.enter)
    verb = "falls asleep" if part.kind == "dream" else "is lost in a memory"
    seen_by = hearers(person)
    record("sleep", person, part.name, heard_by=seen_by, object=region)
    tell_those(seen_by, f"{person.key} {verb}.", "does")
    sleeper = create_object(SLEEPER, key=f"{person.key}, asleep", nohome=True, location=here, locks="get:false()")
    sleeper.db.person = person
    person.db.sleeper = sleeper
    person.db.slept_at = here
    person.db.slept_from = evennia.gametime.runtime()
    person.db.party = party
    WORLD.invited.pop(person.id, None)
    word = "You fall asleep." if part.kind == "dream" else "You remember."
    tell(person, f"{word} To wake: wake\n{clock(person, region)}", "does")
    person.move_to(enters, quiet=True)
    tell_those(hearers(person), f"{person.key} is here.", "moves")
    for other in others:
        WORLD.invited.setdefault(other.id, {})[person.id] = (region, party)
        record("invite", person, part.name, heard_by=[other], object=other.key)
        command = "sleep" if part.kind == "dream" else "remember"
        tell(other, f"{person.key} invites you into {part.name}. To follow: {command} with {person.key}", "invited")


def _anyone(name: str, person: Any) -> Any:
    """A guest who is in the world, wherever, and does not block the one who asks.

    Raises  Refused: nobody is
    """
    other = _named(name, [session.puppet for session in evennia.SESSION_HANDLER.get_sessions() if session.puppet])
    if other is None or other is person or blocks(other, person) or other.db.sleeper or other.is_watcher:
        raise Refused(f"{name.strip()[:60]} cannot be invited now.")
    return other


def _named(name: str, among: list[Any]) -> Any:
    fits = [one for one in among if one is not None and likeness(one.key) == likeness(name)]
    return fits[0] if fits else None


def _person(number: int) -> Any:
    return evennia.ObjectDB.objects.filter(id=number).first()
