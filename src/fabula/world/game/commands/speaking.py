"""Saying, whispering and posing; and the answers of characters whom nobody plays."""

from __future__ import annotations

import re
from typing import Any

from fabula.world.game.commands.doing import Doing
from fabula.world.game.finding import find
from fabula.world.game.state import WORLD
from fabula.world.game.telling import Refused, blocks, hearers, record, tell, tell_those

TO = re.compile(r"^to\s+(?P<rest>.+)$", re.IGNORECASE | re.DOTALL)


class Say(Doing):
    """say WORDS, say to NAME: WORDS: speak to those who are here; a character of the book answers from the book"""

    key = "say"
    aliases = ('"', "'", "“")
    arg_regex = None

    def do(self, person: Any, words: str) -> None:
        """Say it to all, or to one, in the hearing of all."""
        words = words.strip('"“” ') if words[:1] in '"“”' else words
        other, said = _addressed(person, words)
        if not said:
            raise Refused("Say what?")
        heard_by = hearers(person)
        to = f" to {other.key}" if other else ""
        record("say", person, said, heard_by=heard_by, object=other.key if other else None)
        tell(person, f"You say{to}, “{said}”", "say")
        tell_those(heard_by, f"{person.key} says{to}, “{said}”", "say")
        answer(person, said, other)


class Whisper(Doing):
    """whisper NAME: WORDS: speak to one alone"""

    key = "whisper"

    def do(self, person: Any, words: str) -> None:
        """Say it to one."""
        other, said = _addressed(person, f"to {words}")
        if other is None or not said:
            raise Refused("Whisper to whom, and what? whisper NAME: WORDS")
        if not other.sessions.count() or blocks(other, person):
            raise Refused(f"{other.key} does not hear you.")
        record("whisper", person, said, heard_by=[other], object=other.key)
        tell(person, f"You whisper to {other.key}, “{said}”", "whisper")
        tell(other, f"{person.key} whispers to you, “{said}”", "whisper")


class Pose(Doing):
    """pose WORDS: do something, told after your name (also: :WORDS)"""

    key = "pose"
    aliases = (":", "emote", "me")
    arg_regex = None

    def do(self, person: Any, words: str) -> None:
        """Tell it to all."""
        if not words:
            raise Refused("Do what? pose WORDS")
        heard_by = hearers(person)
        record("pose", person, words, heard_by=heard_by)
        tell_those([person, *heard_by], f"{person.key} {words}", "pose")


def answer(person: Any, said: str, other: Any = None) -> None:
    """Let the character spoken to, or the one whose line fits best, answer with a line of the book."""
    here = [one for one in person.location.seen_by(person, people=True) if one.part and not one.account]
    asked = [one for one in here if other is None or one is other]
    by_key = {one.tags.get(category="characters"): one for one in asked}
    found = WORLD.answers.best(said, list(by_key)) if WORLD.answers else None
    heard_by = [person, *hearers(person)]
    if found is None:
        if other is not None and other in asked:
            tell_those(heard_by, f"{other.key} says nothing: no line of theirs in the book fits.", "told")
        return
    who = by_key[found.character]
    record("say", who, found.text, heard_by=heard_by, object=person.key, span=found.span, party=person.db.party)
    tell_those(heard_by, f"{who.key} says, “{found.text}” [{_source(found.span)}]", "line")


def _source(span: list[int] | None) -> str:
    """Where in the book a line stands."""
    if span is None:
        return "added by a designer"
    chapter = WORLD.parts.chapter_at(span[0])
    return f"{chapter}, {span[0]}–{span[1]}" if chapter else f"{span[0]}–{span[1]}"


def _addressed(person: Any, words: str) -> tuple[Any, str]:
    """Whom ``to NAME: WORDS`` speaks to, and the words; nobody and all words where it is not of that form."""
    match = TO.match(words)
    if not match:
        return None, words
    here = person.location.seen_by(person, people=True)
    name, colon, said = match["rest"].partition(":")
    if colon:
        return find(name, here, "person"), said.strip().strip('"“”')
    parts = match["rest"].split()
    for length in range(min(6, len(parts)), 0, -1):  # the longest name that somebody here has
        try:
            return find(" ".join(parts[:length]), here, "person"), " ".join(parts[length:]).strip('"“”')
        except Refused:
            continue
    raise Refused(f"There is no person {parts[0][:40]!r} here.")
