"""Writes a story as a folder of the Project Dialogism Novel Corpus, its quotations being the gold."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from fabula.story import Story

QUOTATION_FIELDS = (
    "quoteID",
    "quoteText",
    "quoteByteSpans",
    "speaker",
    "addressees",
    "quoteType",
    "referringExpression",
    "mentionTextsList",
    "mentionSpansList",
    "mentionEntitiesList",
)


def write_novel(
    folder: Path,
    story: Story,
    speakers: Mapping[int, str] | None = None,
    types: Sequence[str] = ("Explicit",),
    genders: Mapping[str, str] | None = None,
    narrator: str | None = None,
) -> Path:
    """``folder``, with the story's speech as gold.

    ``speakers`` changes who says a quote, by its row; ``genders`` holds letters by name; ``narrator`` is who tells it.
    """
    folder.mkdir(parents=True)
    (folder / "novel_text.txt").write_text(story.text, encoding="utf-8", newline="")
    with (folder / "quotation_info.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, quoting=csv.QUOTE_ALL)
        rows.writerow(QUOTATION_FIELDS)
        for quote in story.quotes:
            spans = [[start + 1, end - 1] for start, end in quote.spans]  # the marks are left out
            texts = [story.text[start:end] for start, end in spans]
            speaker = (speakers or {}).get(quote.id, quote.speaker.name if quote.speaker else "_unknowable")
            heard = [who.name for who in quote.addressees]
            kind = types[quote.id % len(types)]
            rows.writerow([f"Q{quote.id}", texts[0], spans, speaker, heard, kind, "", *_mentions(story, spans)])
    with (folder / "character_info.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Character ID", "Main Name", "Aliases", "Gender", "Category"])
        for who in story.characters:
            names = {*(who.names or [who.name]), *(["_narr"] if who.name == narrator else [])}
            rows.writerow([who.id, who.name, names, (genders or {}).get(who.name, "X"), "major"])
        rows.writerow([99, "_group", ["_group"], "X", "minor"])
    return folder


def _mentions(story: Story, spans: Sequence[Sequence[int]]) -> tuple[list[object], list[object], list[object]]:
    """The texts, spans and characters of the mentions in each stretch of a quotation."""
    cast = set(story.characters)
    inside = [
        [m for m in story.mentions if start <= m.start and m.end <= end and m.entity in cast] for start, end in spans
    ]
    return (
        [[mention.text for mention in of] for of in inside],
        [[[mention.start, mention.end] for mention in of] for of in inside],
        [[[mention.entity.name] for mention in of if mention.entity] for of in inside],
    )
