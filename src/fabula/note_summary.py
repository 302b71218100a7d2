"""What a reader may want to know of a story first, kind by kind, and the archive warnings that it suggests.

Nothing here quotes the story; who wants its words takes them from the notes themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from fabula.schema import NOTE_KINDS
from fabula.story import Story
from fabula.ties import Note

VIOLENCE = "Graphic Depictions Of Violence"
DEATH = "Major Character Death"
NON_CON = "Rape/Non-Con"
LEFT_OUT = "Underage Sex is never suggested: ages are seldom told, and a wrong guess would do harm."
GRAPHIC = ("violence", "torture", "injury", "animal harm")  # kinds that are graphic where there is much of them
FEWEST_GRAPHIC = 3  # passages that happen and are more likely right than not
MAJOR = 10  # the characters mentioned most
SURE = 0.6  # confidence from which a note counts for a warning


@dataclass(frozen=True)
class KindOfNote:
    """The notes of one kind.

    ``share`` is that of the story's words; ``first`` the chapter of the first, its title or number; ``confidence`` that
    of the surest; ``people`` who does it to whom, the most frequent first, None for nobody or unknown.
    """

    kind: str
    passages: int
    actual: int
    share: float
    first: str
    confidence: float
    people: tuple[tuple[str | None, str | None], ...]


@dataclass(frozen=True)
class Warned:
    """An archive warning that the notes of these numbers suggest."""

    warning: str
    notes: tuple[int, ...]
    confidence: float


@dataclass(frozen=True)
class NoteSummary:
    """All kinds that a story has notes of, most passages first, and the warnings they suggest."""

    kinds: tuple[KindOfNote, ...]
    warnings: tuple[Warned, ...]
    left_out: str = LEFT_OUT

    def to_json(self) -> dict[str, Any]:
        """The same as one JSON object."""
        return asdict(self)


def summarize_notes(story: Story) -> NoteSummary:
    """The notes of a story by kind, without a word of theirs."""
    by_kind: dict[str, list[Note]] = {kind: [] for kind in NOTE_KINDS}
    for note in story.notes:
        by_kind[note.kind].append(note)
    n_words = max(len(story.tables["tokens"]), 1)
    kinds = [_kind(story, kind, notes, n_words) for kind, notes in by_kind.items() if notes]
    return NoteSummary(tuple(sorted(kinds, key=lambda one: -one.passages)), tuple(_warnings(story)))


def _kind(story: Story, kind: str, notes: Sequence[Note], n_words: int) -> KindOfNote:
    people = Counter((_name(note.by), _name(note.to)) for note in notes)
    del people[None, None]
    starts = story.column("tokens", "start")
    words = sum(int(((starts >= note.start) & (starts < note.end)).sum()) for note in notes)
    return KindOfNote(
        kind,
        len(notes),
        sum(note.is_actual for note in notes),
        words / n_words,
        chapter_at(story, notes[0].start),
        max(note.confidence for note in notes),
        tuple(pair for pair, _ in people.most_common()),
    )


def chapter_at(story: Story, place: int) -> str:
    """The title of the chapter around a place, or its number where it has none."""
    for number, chapter in enumerate(story.chapters, start=1):
        if chapter.start <= place < chapter.end:
            return chapter.title or f"chapter {number}"
    return "chapter 1"


def _name(character: Any) -> str | None:
    return None if character is None else str(character.name)


def _warnings(story: Story) -> list[Warned]:
    notes = [note for note in story.notes if note.is_actual and note.confidence >= SURE]
    major = {character.id for character in story.characters[:MAJOR]}
    graphic = [note for note in notes if note.kind in GRAPHIC]
    deaths = [note for note in notes if note.kind == "death" and note.to is not None and note.to.id in major]
    forced = [note for note in notes if note.kind == "sexual violence"]
    found = (
        (VIOLENCE, graphic if len(graphic) >= FEWEST_GRAPHIC else []),
        (DEATH, deaths),
        (NON_CON, forced),
    )
    return [
        Warned(warning, tuple(note.id for note in some), max(note.confidence for note in some))
        for warning, some in found
        if some
    ]
