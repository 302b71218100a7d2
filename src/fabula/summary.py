"""The facts about a story that fit on a page: what ``fabula read`` prints, and its ``--json``."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from fabula.archive_tags import archive_tags
from fabula.story import Character, Story

MAIN_CHARACTERS = 10
MAIN_TAGS = 4
LIKELY = 0.5  # confidence from which a content note is told of


@dataclass(frozen=True)
class Part:
    """A main character: what they are called, their pronouns, and how many lines they speak."""

    name: str
    names: tuple[str, ...]
    pronouns: str | None
    lines: int
    mentions: int


@dataclass(frozen=True)
class ContentNote:
    """A kind of content note: in how many passages it is likely, and in how many of these it happens."""

    kind: str
    passages: int
    actual: int


@dataclass(frozen=True)
class Applied:
    """A file of corrections: how many it has, and in a line each those that do not fit the text."""

    file: str
    given: int
    misfits: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """What a person wants to know of a story first.

    ``lines`` counts quotations of kind ``speech``; ``lines_with_speaker`` those whose speaker is known.
    ``narrators`` names the characters who tell the story, the one who tells most first; it is empty where
    nobody in the story does. ``tags`` are of the main ties in the form of archives, ``notes`` what a reader may want to
    know of first, most passages first. ``problems`` says in a line each what was odd, with how often; what is odd about
    corrections stands in ``corrections``, which is None where there was no file of them.
    """

    title: str
    author: str | None
    words: int
    chapters: int
    person: str | None
    narrators: tuple[str, ...]
    n_characters: int
    characters: tuple[Part, ...]
    lines: int
    lines_with_speaker: int
    tags: tuple[str, ...] = ()
    notes: tuple[ContentNote, ...] = ()
    problems: tuple[tuple[str, int], ...] = ()
    corrections: Applied | None = None
    outputs: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The same facts as one JSON object."""
        facts = asdict(self)
        facts["problems"] = [{"message": message, "times": times} for message, times in self.problems]
        return facts


def summary_of(story: Story, outputs: dict[str, str] | None = None) -> Summary:
    """The summary of ``story``; ``outputs`` says where its files were written."""
    lines = _lines_by_speaker(story)
    person = person_of(story)
    return Summary(
        title=story.title,
        author=story.metadata.author,
        words=story.n_words,
        chapters=len(story.chapters),
        person=person,
        narrators=() if person == "third" else tuple(narrator.name for narrator in story.narrators),
        n_characters=len(story.characters),
        characters=tuple(_part(character, lines) for character in story.characters[:MAIN_CHARACTERS]),
        lines=sum(lines.values()),
        lines_with_speaker=sum(n for speaker, n in lines.items() if speaker >= 0),
        tags=tuple(tag.text for tag in archive_tags(story, MAIN_TAGS)),
        notes=_notes(story),
        problems=_problems(story),
        corrections=_corrections(story),
        outputs=outputs or {},
    )


def _lines_by_speaker(story: Story) -> dict[int, int]:
    """Entity -> how many quotations of kind speech it has; -1 for those without a speaker."""
    is_speech = story.column("quotes", "kind") == "speech"
    speakers, counts = np.unique(story.column("quotes", "speaker")[is_speech], return_counts=True)
    return dict(zip(speakers.tolist(), counts.tolist(), strict=True))


def _part(character: Character, lines: dict[int, int]) -> Part:
    return Part(
        name=character.name,
        names=tuple(character.names),
        pronouns=character.pronouns,
        lines=lines.get(character.id, 0),
        mentions=len(character.mentions),
    )


def person_of(story: Story) -> str | None:
    """The grammatical person in which most of the story is told."""
    lengths: dict[str, int] = {}
    for stretch in story.narration:
        lengths[stretch.person] = lengths.get(stretch.person, 0) + stretch.end - stretch.start
    return max(lengths, key=lambda person: lengths[person], default=None)


def _notes(story: Story) -> tuple[ContentNote, ...]:
    is_likely = story.column("notes", "confidence") >= LIKELY
    kinds, standings = (story.column("notes", name)[is_likely].tolist() for name in ("kind", "standing"))
    actual = Counter(kind for kind, standing in zip(kinds, standings, strict=True) if standing == "actual")
    return tuple(ContentNote(kind, passages, actual[kind]) for kind, passages in Counter(kinds).most_common())


def _problems(story: Story) -> tuple[tuple[str, int], ...]:
    """One line for each kind of problem, with how often it was met; the most frequent first."""
    messages: dict[str, list[str]] = {}
    for problem in story.problems:
        if problem.step == "corrections":
            continue
        messages.setdefault(problem.code, []).append(problem.message)
    met = sorted(messages.values(), key=len, reverse=True)
    return tuple((of_code[0], len(of_code)) for of_code in met)


def _corrections(story: Story) -> Applied | None:
    known = story.provenance.get("corrections")
    if not known:
        return None
    misfits = tuple(problem.message for problem in story.problems if problem.step == "corrections")
    return Applied(str(known["file"]), int(known["given"]), misfits)
