"""Decide how each quotation reaches its hearer: in person, by telephone, in writing, or from memory or imagination.

The problem. What is remembered or imagined stands among the words of the scene, and is no turn of its talk:
    "Where is the key?" asked Anne.
    "Never hide a key under a mat," her mother had said. Anne looked under the mat.
Evidence: the tag and the sentence that leads in (see ``recollection``), the calls of the text (see ``calls``); what is
written is a message.
"""

from __future__ import annotations

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.reading.calls import quotes_in_calls
from fabula.reading.recollection import WORDS_RETURN, lead_mode, tag_mode, trail_mode
from fabula.reading.surroundings import Surroundings, first_sentence, last_sentence
from fabula.schema import with_columns, zip_columns

CLOSING_MARKS = "”\"’'»*_ "
FARTHEST_VERB = 50  # characters between the verb of a tag and the quotation it leads in


def find_modes(
    paragraphs: pa.Table, syntax: Syntax, quotes: pa.Table, quote_spans: pa.Table, tags: pa.Table
) -> dict[str, pa.Table]:
    """``quotes`` with their mode."""
    around = Surroundings(syntax.source, paragraphs, quote_spans)
    reader = _ModeReader(syntax, around, quotes["kind"].to_pylist(), tags)
    calls = quotes_in_calls(around)
    modes = [
        "message" if kind == "writing" else apart or ("call" if kind == "speech" and quote in calls else "in person")
        for quote, (kind, apart) in enumerate(zip(reader.kinds, reader.apart(), strict=True))
    ]
    return {"quotes": with_columns("quotes", quotes, {"mode": modes})}


class _ModeReader:
    """Which quotations of a text are remembered or imagined."""

    def __init__(self, syntax: Syntax, around: Surroundings, kinds: list[str], tags: pa.Table) -> None:
        self.syntax = syntax
        self.around = around
        self.kinds = kinds
        columns = ("quote", "verb_token", "place", "is_strong")
        self.tags = {quote: (verb, place) for quote, verb, place, is_strong in zip_columns(tags, *columns) if is_strong}
        self.tagged = set(tags["quote"].to_pylist())

    def apart(self) -> list[str | None]:
        """The mode of each quotation that is no part of the scene's talk."""
        quotes = range(len(self.kinds))
        found = [self._by_lead(quote) or self._by_trail(quote) for quote in quotes]
        for quote in reversed(quotes):
            mode = self._by_tag(quote) if found[quote] is None else None
            if mode == "imagined" or (mode == "remembered" and not self._is_answered(quote, found)):
                found[quote] = mode
        return found

    def _by_lead(self, quote: int) -> str | None:
        lead = self._lead(quote)
        if lead.rstrip()[-1:] not in (".", "!", "?", "…"):
            return lead_mode(last_sentence(lead))
        returns = quote not in self.tagged and WORDS_RETURN.search(last_sentence(lead))
        return "remembered" if returns else None

    def _by_trail(self, quote: int) -> str | None:
        trail = self.around.text(self._trail(quote))
        is_lead = trail.rstrip().endswith(":")  # of what follows
        return trail_mode(trail) if self._is_continued(quote) and not is_lead else None

    def _is_continued(self, quote: int) -> bool:
        """Whether the sentence of a quotation may go on after it: not after a full stop, nor in brackets."""
        start, end = self._trail(quote)
        inside = self.around.source[max(start - 4, 0) : start].rstrip(CLOSING_MARKS)
        after = self.around.source[start:end].lstrip()
        return inside[-1:] != "." and after[:1] not in ("(", "[")

    def _lead(self, quote: int) -> str:
        """The narration before a quotation, in the paragraph before it where that ends in a colon."""
        if not self.around.opens_paragraph(quote):
            return self.around.text(self.around.lead(quote))
        earlier = self.around.text(self.around.earlier(quote))
        return earlier if earlier.rstrip()[-1:] == ":" else ""

    def _trail(self, quote: int) -> tuple[int, int]:
        """The first sentence of the narration that parts a quotation, or else of what follows it."""
        start, end = self.around.inside(quote)
        if start == end:
            start, end = self.around.trail(quote)
        return start, start + len(first_sentence(self.around.text((start, end))))

    def _by_tag(self, quote: int) -> str | None:
        """What the verb of the tag says; one that leads in a quotation stands near it."""
        if quote not in self.tags or (self.tags[quote][1] != "before" and not self._is_continued(quote)):
            return None
        verb, place = self.tags[quote]
        start, end = self._trail(quote)
        if place == "before":
            start, end = self.around.lead(quote)
            if end - int(self.syntax.end[verb]) > FARTHEST_VERB:
                return None
        clause = self.syntax.tokens_in(start, end)
        opens = self.around.opens_paragraph(quote)
        before = self.syntax.tokens_in(*(self.around.earlier(quote) if opens else self.around.lead(quote)))
        return tag_mode(self.syntax, verb, clause, before) if verb in clause else None

    def _is_answered(self, quote: int, found: list[str | None]) -> bool:
        """Whether the next paragraph goes on with the talk: "had said" then only opens a scene of its own."""
        after = quote + 1
        if after >= len(found) or found[after] is not None or self.kinds[after] != "speech":
            return False
        here = self.around.paragraph(self.around.spans[quote][-1][0])
        return self.around.paragraph(self.around.spans[after][0][0]) == here + 1
