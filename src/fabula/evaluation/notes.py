"""How well notes are found in annotated passages: pure functions of (gold, ours).

notes       a gold note is found when one of ours of its kind overlaps it; one of ours is right when it overlaps a gold
            note of its kind
actual      of the gold notes found: ours says rightly whether it happens in the story's present
standing    of the gold notes found: ours says the same of it
by, to      of the gold notes found whose gold names somebody: a mention of ours overlaps, or has, those words
traps       of the gold's traps: ours notes one as its kind; the lower the better
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fabula.evaluation.corpora.notes import GoldNote, NotedPassage
from fabula.evaluation.score import Accuracy, Score
from fabula.schema import zip_columns
from fabula.story import Story

Figures = dict[str, Score | Accuracy]
ALL, ACTUAL, STANDING, BY, TO, TRAPS = "notes: all", "actual or not", "standing", "by", "to", "traps fired"


@dataclass(frozen=True)
class OurNote:
    """A note as read; ``by`` and ``to`` are the spans and words of all mentions of whom it names."""

    start: int
    end: int
    kind: str
    standing: str
    by: tuple[tuple[int, int], ...]
    to: tuple[tuple[int, int], ...]


def notes_of(story: Story | None) -> list[OurNote]:
    """What is noted in a story; nothing where there was no story to read."""
    if story is None:
        return []
    spans: dict[int, list[tuple[int, int]]] = {}
    for start, end, entity in zip_columns(story.tables["mentions"], "start", "end", "entity"):
        if entity is not None:
            spans.setdefault(entity, []).append((start, end))
    return [
        OurNote(start, end, kind, standing, tuple(spans.get(by, ())), tuple(spans.get(to, ())))
        for start, end, kind, standing, by, to in zip_columns(
            story.tables["notes"], "start", "end", "kind", "standing", "by", "to"
        )
    ]


def score_notes(passage: NotedPassage, ours: Sequence[OurNote]) -> tuple[Figures, list[dict[str, Any]]]:
    """The figures of one passage, and one item for each mistake."""
    found = [(gold, _best(gold, ours)) for gold in passage.notes]
    met = [(gold, note) for gold, note in found if note is not None]
    false = [note for note in ours if not any(_same(note, gold) for gold in passage.notes)]
    fired = [any(_same(note, trap) for note in ours) for trap in passage.traps]
    figures: Figures = {ALL: _score(found, ours, false)}
    for kind in dict.fromkeys([*(gold.kind for gold in passage.notes), *(note.kind for note in ours)]):
        figures[f"notes: {kind}"] = _score(
            [pair for pair in found if pair[0].kind == kind],
            [note for note in ours if note.kind == kind],
            [note for note in false if note.kind == kind],
        )
    figures[ACTUAL] = Accuracy.of((gold.standing == "actual") == (note.standing == "actual") for gold, note in met)
    figures[STANDING] = Accuracy.of(gold.standing == note.standing for gold, note in met)
    for gold, note in met:
        right = Accuracy.of([gold.standing == note.standing])
        figures[f"standing: {gold.standing}"] = figures.get(f"standing: {gold.standing}", Accuracy()) + right  # type: ignore[operator]
    figures[BY] = Accuracy.of(_is_named(passage.text, gold.by, note.by) for gold, note in met if gold.by)
    figures[TO] = Accuracy.of(_is_named(passage.text, gold.to, note.to) for gold, note in met if gold.to)
    figures[TRAPS] = Accuracy.of(fired)
    return figures, [*_missed(passage, found), *_wrong(passage, met, false)]


def _score(
    found: Sequence[tuple[GoldNote, OurNote | None]], ours: Sequence[OurNote], false: Sequence[OurNote]
) -> Score:
    return Score(sum(note is not None for _, note in found), len(found), len(ours) - len(false), len(ours))


def _same(one: Any, other: Any) -> bool:
    """Whether two are of one kind and overlap."""
    return bool(one.kind == other.kind and one.start < other.end and other.start < one.end)


def _best(gold: GoldNote, ours: Sequence[OurNote]) -> OurNote | None:
    """Ours of the gold's kind that shares most with it."""
    met = [note for note in ours if _same(note, gold)]
    return max(met, key=lambda note: min(note.end, gold.end) - max(note.start, gold.start), default=None)


def _is_named(text: str, words: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the mentions has just these words, or stands where they first do."""
    wanted = " ".join(words.split()).lower()
    said = {" ".join(text[start:end].split()).lower() for start, end in spans}
    if wanted in said:
        return True
    place = text.find(words)
    return place >= 0 and any(start < place + len(words) and place < end for start, end in spans)


def _missed(passage: NotedPassage, found: Sequence[tuple[GoldNote, OurNote | None]]) -> list[dict[str, Any]]:
    return [
        {"item": "missed", "kind": gold.kind, "standing": gold.standing, "words": passage.text[gold.start : gold.end]}
        for gold, note in found
        if note is None
    ]


def _wrong(
    passage: NotedPassage, met: Sequence[tuple[GoldNote, OurNote]], false: Sequence[OurNote]
) -> list[dict[str, Any]]:
    wrong: list[dict[str, Any]] = [
        {"item": "false", "kind": note.kind, "standing": note.standing, "words": passage.text[note.start : note.end]}
        for note in false
    ]
    for gold, note in met:
        if gold.standing != note.standing:
            words = passage.text[gold.start : gold.end]
            wrong.append({"item": "standing", "gold": gold.standing, "ours": note.standing, "words": words})
    return wrong
