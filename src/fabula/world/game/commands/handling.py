"""Taking, giving and putting down things; writing, leaving and reading letters."""

from __future__ import annotations

from typing import Any

from evennia.utils.create import create_object

from fabula.world.game.commands.doing import Doing, split
from fabula.world.game.finding import find
from fabula.world.game.telling import Refused, blocks, guest_of, hearers, record, refresh, tell, tell_those
from fabula.world.wording import LONGEST_TEXT, fault_of_name

ACTING = ("designer", "guest")
MOST_CARRIED = 30
MOST_LETTERS = 40  # of one guest


class Take(Doing):
    """take THING: pick it up; take THING from NAME: from a character whom nobody plays"""

    key = "take"
    aliases = ("get",)
    roles = ACTING

    def do(self, person: Any, words: str) -> None:
        """Take it from the place, or from a character of the book."""
        name, holder = split(words, "from")
        here = person.location
        among = here.seen_by(person, people=False)
        if holder:
            other = find(holder, here.seen_by(person, people=True), "person")
            if other.account or other.db.guest:
                raise Refused(f"{other.key} has to give it.")
            among = other.contents
        thing = find(name, [one for one in among if one.is_typeclass(SLEEPER) is False], "thing")
        if len(person.contents) >= MOST_CARRIED:
            raise Refused("You cannot carry more.")
        seen_by = hearers(person)
        record("take", person, thing.key, heard_by=seen_by, object=thing.key)
        thing.location = person
        thing.db.party = None
        tell(person, f"You take {thing.key}.", "does")
        tell_those(seen_by, f"{person.key} takes {thing.key}.", "does")
        refresh(here)


class Drop(Doing):
    """drop THING: put it down here (letters too: whoever comes can read them)"""

    key = "drop"
    aliases = ("put",)
    roles = ACTING

    def do(self, person: Any, words: str) -> None:
        """Put it down; in a dream only those of the same dream see it."""
        put_down(person, find(words.removeprefix("down ").strip(), person.contents, "thing"))


class Give(Doing):
    """give THING to NAME: hand it over"""

    key = "give"
    roles = ACTING

    def do(self, person: Any, words: str) -> None:
        """Hand it over to somebody here."""
        name, receiver = split(words, "to")
        thing = find(name, person.contents, "thing you have called")
        other = find(receiver, person.location.seen_by(person, people=True), "person")
        if blocks(other, person) or len(other.contents) >= MOST_CARRIED or other.is_watcher:
            raise Refused(f"{other.key} does not take it.")
        seen_by = hearers(person)
        record("give", person, thing.key, heard_by=seen_by, object=other.key)
        thing.location = other
        tell(person, f"You give {thing.key} to {other.key}.", "does")
        tell(other, f"{person.key} gives you {thing.key}.", "does")
        tell_those([one for one in seen_by if one is not other], f"{person.key} gives {thing.key} to {other.key}.")
        refresh(person.location)


class Write(Doing):
    """write NAME: TEXT: write a letter called NAME, which you then have; drop it or give it"""

    key = "write"
    roles = ACTING
    longest = LONGEST_TEXT

    def do(self, person: Any, words: str) -> None:
        """Make a letter; it is with its writer."""
        name, colon, text = words.partition(":")
        name, text = " ".join(name.split()), text.strip()
        if not colon or not text:
            raise Refused("Write what? write NAME: TEXT, as in: write a note for Mary: Come to the garden at noon.")
        if fault := fault_of_name(name):
            raise Refused(f"That name {fault}.")
        written = (person.account.db.written or 0) + 1
        if written > MOST_LETTERS or len(person.contents) >= MOST_CARRIED:
            raise Refused("You have written as much as one guest may.")
        person.account.db.written = written
        letter = create_object(LETTER, key=name, nohome=True, location=person, locks="get:true();call:false()")
        letter.db.text = text
        letter.db.writer = person.key
        letter.db.guest_writer = guest_of(person)
        seen_by = hearers(person)
        record("write", person, text, heard_by=seen_by, object=name)
        tell(person, f"You have written {name}. To leave it here: drop {name}", "does")
        tell_those(seen_by, f"{person.key} writes something.", "does")
        refresh(person.location)


class Read(Doing):
    """read LETTER: read what is written"""

    key = "read"

    def do(self, person: Any, words: str) -> None:
        """Show the text to the reader alone."""
        among = [*person.contents, *person.location.seen_by(person, people=False)]
        letter = find(words, among, "letter")
        if not letter.is_typeclass(LETTER, exact=True):
            raise Refused(f"Nothing is written on {letter.key}.")
        if letter.db.guest_writer in (person.account.db.blocked or []):
            raise Refused("It is by somebody whom you block.")
        by = f"\n\n(written by {letter.db.writer})" if letter.db.writer else ""
        record("read", person, letter.key, object=letter.key)
        tell(person, f"{letter.key}\n\n{letter.text}{by}", "letter")


LETTER = "fabula.world.game.things.Letter"
SLEEPER = "fabula.world.game.things.Sleeper"


def put_down(person: Any, thing: Any) -> None:
    """Put something down where one is."""
    seen_by = hearers(person)
    record("drop", person, thing.key, heard_by=seen_by, object=thing.key)
    thing.location = person.location
    thing.db.party = person.db.party
    tell(person, f"You put {thing.key} down.", "does")
    tell_those(seen_by, f"{person.key} puts {thing.key} down.", "does")
    refresh(person.location)
