"""A script for audiobooks: JSON Lines, every stretch of the text exactly once, in order, with who speaks it.

index       0, 1, 2 ...
kind        narration, speech, thought or letter
text        the stretch; joined together, all stretches give the text back
start, end  where it stands, in code points of the text
speaker     {id, name}; of narration who tells it; null: nobody in the story, or not known
addressees  those spoken to, {id, name}
confidence  how sure the speaker is, 0 to 1; null for narration
mode        of a quotation how it reaches its hearer (in person, call, message, remembered, imagined); else null
chapter     {id, title}, or null
scene       an id of scenes, or null
mood        {valence, arousal} of the speaker in that scene, of narration that of the telling; null: not known
is_story    false for what is on the page and not to be read aloud: licences, contents, site counters
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fabula.exports.voices import Piece, pieces_of
from fabula.output import atomic_write
from fabula.story import Story

DIGITS = 3  # of a mood


def write_script(story: Story, path: str | Path) -> None:
    """Write the script to ``path``.

    Raises  CannotWrite (O01), DiskFull (O02); nothing is left half-written.
    """
    with atomic_write(Path(path)) as file:
        for line in script_of(story):
            file.write((json.dumps(line, ensure_ascii=False) + "\n").encode("utf-8", errors="surrogatepass"))


def script_of(story: Story) -> Iterator[dict[str, Any]]:
    """The lines of the script.

    >>> from fabula.testing import tiny_story
    >>> story = tiny_story()
    >>> "".join(line["text"] for line in script_of(story)) == story.text
    True
    """
    moods = _moods(story)
    names = story.column("entities", "name").tolist()
    titles = story.column("chapters", "title").tolist()

    def person(entity: int) -> dict[str, Any] | None:
        return {"id": entity, "name": names[entity]} if entity >= 0 else None

    for index, piece in enumerate(pieces_of(story)):
        yield {
            "index": index,
            "kind": piece.kind,
            "text": story.text[piece.start : piece.end],
            "start": piece.start,
            "end": piece.end,
            "speaker": person(piece.speaker),
            "addressees": [person(entity) for entity in _addressees(story, piece.quote)],
            "confidence": piece.confidence,
            "mode": str(story.column("quotes", "mode")[piece.quote]) if piece.quote >= 0 else None,
            "chapter": {"id": piece.chapter, "title": titles[piece.chapter]} if piece.chapter >= 0 else None,
            "scene": piece.scene if piece.scene >= 0 else None,
            "mood": _mood(moods, piece),
            "is_story": piece.is_story,
        }


def _addressees(story: Story, quote: int) -> list[int]:
    rows = story.rows_where("quote_addressees", "quote", quote) if quote >= 0 else []
    entities = story.column("quote_addressees", "entity")
    return [int(entities[row]) for row in rows if entities[row] >= 0]


def _moods(story: Story) -> dict[tuple[int, int], dict[str, float]]:
    """Scene and entity (-1: the telling) -> mood."""
    columns = (story.column("moods", name).tolist() for name in ("scene", "entity", "valence", "arousal"))
    return {
        (scene, entity): {"valence": round(valence, DIGITS), "arousal": round(arousal, DIGITS)}
        for scene, entity, valence, arousal in zip(*columns, strict=True)
    }


def _mood(moods: dict[tuple[int, int], dict[str, float]], piece: Piece) -> dict[str, float] | None:
    return moods.get((piece.scene, -1 if piece.kind == "narration" else piece.speaker))
