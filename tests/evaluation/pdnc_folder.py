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
)


def write_novel(
    folder: Path,
    story: Story,
    speakers: Mapping[int, str] | None = None,
    types: Sequence[str] = ("Explicit",),
) -> Path:
    """``folder``, with the story's speech as gold; ``speakers`` changes who says a quote, by its row."""
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
            rows.writerow([f"Q{quote.id}", texts[0], spans, speaker, heard, types[quote.id % len(types)], ""])
    with (folder / "character_info.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Character ID", "Main Name", "Aliases", "Gender", "Category"])
        for who in story.characters:
            rows.writerow([who.id, who.name, set(who.names) or [who.name], "X", "major"])
        rows.writerow([99, "_group", ["_group"], "X", "minor"])
    return folder
