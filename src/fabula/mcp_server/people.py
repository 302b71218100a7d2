"""Tools about the people of a story: its cast, the sheet of one of them, who means what to whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from fabula.mcp_server.evidence import Evidence, Passages, label, names_of
from fabula.mcp_server.shelf import Name, Offset, StoryId
from fabula.mcp_server.stories import Stories
from fabula.sheets import Deed as SheetDeed
from fabula.story import Character
from fabula.ties import Relationship

MOST_TRAITS, MOST_DEEDS, MOST_OTHERS = 16, 10, 6

CharacterName = Annotated[Name, Field(description="Any name, title or description by which the story calls them.")]


@dataclass(frozen=True)
class CastMember:
    """Somebody of the cast; ``lines`` counts what they say, think and write; the evidence is their first mention."""

    name: str
    also_called: list[str]
    pronouns: str | None
    is_narrator: bool
    lines: int
    mentions: int
    first_mention: Evidence | None


@dataclass(frozen=True)
class CastPage:
    """Some of the cast, the most mentioned first; ``next_offset`` asks for more, null where these were the last."""

    title: str
    total: int
    characters: list[CastMember]
    next_offset: int | None


@dataclass(frozen=True)
class Trait:
    """How somebody is described: ``kind`` is eyes, age, role, owns, kin, trait or the like."""

    kind: str
    value: str
    times: int
    confidence: float
    evidence: Evidence


@dataclass(frozen=True)
class Deed:
    """What they do, or what is done to them; ``layer`` is null in the story's present, else memory, dream and so on."""

    verb: str
    times: int
    others: list[str]
    layer: str | None
    evidence: Evidence


@dataclass(frozen=True)
class Counted:
    """A person, place or name, and how often."""

    name: str
    times: int
    evidence: Evidence


@dataclass(frozen=True)
class Tie:
    """A tie: ``source`` is ``role`` to ``target``; ``valence`` runs from -1, hatred, to 1, love."""

    source: str
    target: str
    kind: str
    role: str | None
    valence: float
    confidence: float
    evidence: Evidence


@dataclass(frozen=True)
class TiePage:
    """Some of the ties, the surest first; ``next_offset`` asks for more, null where these were the last."""

    title: str
    total: int
    ties: list[Tie]
    next_offset: int | None


@dataclass(frozen=True)
class CharacterAnswer:
    """What the story says of one character, the most telling first in each list; an empty list: it says nothing."""

    title: str
    name: str
    also_called: list[str]
    pronouns: str | None
    is_narrator: bool
    mentions: int
    lines: int
    words_spoken: int
    first_seen: Evidence | None
    last_seen: Evidence | None
    described: list[Trait]
    does: list[Deed]
    undergoes: list[Deed]
    talks_to: list[Counted]
    places: list[Counted]
    ties: list[Tie]
    only_in_layers: list[str]


class People:
    """The tools."""

    def __init__(self, stories: Stories) -> None:
        self._stories = stories

    def list_characters(
        self, story: StoryId, limit: Annotated[int, Field(ge=1, le=30)] = 15, offset: Offset = 0
    ) -> CastPage:
        """List the characters of a story, the most mentioned first, with what else they are called."""
        given = self._stories.story(story)
        passages = Passages(given, story)
        total = len(given.characters)
        cast = [_member(passages, one) for one in given.characters[offset : offset + limit]]
        return CastPage(label(given.title), total, cast, offset + limit if offset + limit < total else None)

    def character(self, story: StoryId, name: CharacterName) -> CharacterAnswer:
        """Tell what a story says of one character: looks, age, trade, kin, deeds, company, places, ties."""
        given = self._stories.story(story)
        passages = Passages(given, story)
        one = given.character(name)
        sheet = given.sheet(one)
        seen = [None if at is None else passages.around(*at.span) for at in (sheet.first_seen, sheet.last_seen)]
        traits = [trait for of_kind in sheet.described.values() for trait in of_kind]
        traits.sort(key=lambda trait: (-len(trait.spans) * trait.confidence, trait.spans))
        ties = [tie for tie in given.relationships if one in (tie.source, tie.target)]
        return CharacterAnswer(
            title=label(given.title),
            name=label(one.name),
            also_called=_other_names(one),
            pronouns=one.pronouns,
            is_narrator=one.is_narrator,
            mentions=len(one.mentions),
            lines=sheet.n_lines,
            words_spoken=sheet.n_words,
            first_seen=seen[0],
            last_seen=seen[1],
            described=[
                Trait(
                    *(trait.kind, label(trait.value), len(trait.spans), round(trait.confidence, 3)),
                    passages.around(*trait.spans[0]),
                )
                for trait in traits[:MOST_TRAITS]
            ],
            does=_deeds(passages, sheet.does),
            undergoes=_deeds(passages, sheet.undergoes[:MOST_OTHERS]),
            talks_to=[
                Counted(label(heard.character.name), heard.count, passages.around(*heard.spans[0]))
                for heard in sheet.talks_to[:MOST_OTHERS]
                if heard.spans
            ],
            places=[
                Counted(label(stay.place.name), stay.count, passages.around(*stay.spans[0]))
                for stay in sheet.places[:MOST_OTHERS]
                if stay.spans
            ],
            ties=[_tie(passages, tie) for tie in _surest(ties)[:MOST_OTHERS]],
            only_in_layers=list(sheet.only_in_layers),
        )

    def ties(
        self,
        story: StoryId,
        character: Annotated[Name | None, Field(description="Only the ties of this character.")] = None,
        kind: Annotated[
            str | None,
            Field(description="Only family, romance, friendship, alliance, enmity, rivalry or authority."),
        ] = None,
        limit: Annotated[int, Field(ge=1, le=30)] = 15,
        offset: Offset = 0,
    ) -> TiePage:
        """List who means what to whom in a story. Ties are young and miss much: look at confidence and passage."""
        given = self._stories.story(story)
        passages = Passages(given, story)
        one = given.character(character) if character else None
        found = [
            tie
            for tie in given.relationships
            if (one is None or one in (tie.source, tie.target)) and (kind is None or tie.kind == kind)
        ]
        page = [_tie(passages, tie) for tie in _surest(found)[offset : offset + limit]]
        more = offset + limit if offset + limit < len(found) else None
        return TiePage(label(given.title), len(found), page, more)


def _member(passages: Passages, one: Character) -> CastMember:
    mentions = one.mentions
    first = passages.around(mentions[0].start, mentions[0].end) if len(mentions) else None
    return CastMember(
        *(label(one.name), _other_names(one), one.pronouns, one.is_narrator, len(one.quotes), len(mentions)),
        first,
    )


def _other_names(one: Character) -> list[str]:
    return [label(name) for name in list(one.names)[: MOST_OTHERS + 1] if name != one.name][:MOST_OTHERS]


def _deeds(passages: Passages, deeds: Iterable[SheetDeed]) -> list[Deed]:
    return [
        Deed(deed.verb, deed.count, names_of(deed.others), deed.layer, passages.around(*deed.spans[0]))
        for deed in tuple(deeds)[:MOST_DEEDS]
    ]


def _surest(ties: Iterable[Relationship]) -> list[Relationship]:
    return sorted(ties, key=lambda tie: (-tie.confidence, tie.start))


def _tie(passages: Passages, tie: Relationship) -> Tie:
    return Tie(
        *(label(tie.source.name), label(tie.target.name), tie.kind, tie.role),
        *(round(tie.valence, 3), round(tie.confidence, 3), passages.around(tie.start, tie.end)),
    )
