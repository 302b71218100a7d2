"""Letters: those that are paragraphs of their own, and what is quoted of notes and messages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyarrow as pa

from fabula.reading.layers.page import Candidate, Page
from fabula.schema import zip_columns

QUOTED = 0.75  # how sure a quotation of something written is


def find_letter_layers(
    page: Page, letters: pa.Table, letter_readers: pa.Table, tellers: pa.Table
) -> Iterator[Candidate]:
    """Those of the table ``letters``, and quotations of writing that stand outside of them.

    An unsigned letter is by whoever its "I" is.
    """
    said_by = {
        letter: narrator
        for letter, narrator in zip_columns(tellers, "letter", "narrator")
        if letter is not None and narrator is not None
    }
    readers: dict[int, list[int]] = defaultdict(list)
    for letter, entity in zip_columns(letter_readers, "letter", "entity"):
        readers[letter].append(entity)
    spans = []
    columns = ("start", "end", "confidence", "evidence_start", "evidence_end", "writer")
    for row, (start, end, sure, shown, shown_end, writer) in enumerate(zip_columns(letters, *columns)):
        spans.append((start, end))
        writer = said_by.get(row) if writer is None else writer
        yield Candidate(
            start, end, "letter", sure, (shown, shown_end), writer, writer, tuple(readers[row]), (shown, shown_end)
        )
    for quote in page.utterances:
        is_new = not any(
            start <= quote.start and quote.end <= end and _is_all(quote.start, start) for start, end in spans
        )
        if quote.kind != "writing" or not is_new:
            continue
        shown = quote.spans[0]
        readers_of = tuple(entity for entity in quote.addressees if entity != quote.speaker)
        yield Candidate(
            quote.start, quote.end, "letter", QUOTED, shown, quote.speaker, quote.speaker, readers_of, shown
        )


def _is_all(quote: int, letter: int) -> bool:
    """Whether a quotation is the letter itself in its marks, not one within it."""
    return quote <= letter + 2
