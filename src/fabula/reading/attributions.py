"""Find whose words a quotation has where no verb of speech says it: a letter's writer, somebody remembered.

The problem. The narration names them by a noun or as the object of another verb, or the letter does at its end:
    There was a text from Sam: "Call me."
    I remember him saying in the car, "You were the one who stood still."
    "Come at once. Yours, Harriet."
They get a row in the table of tags, as speakers do. Not tried: who answers a message, which the conversation shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pyarrow as pa

from fabula.language.noun_phrases import left_edge
from fabula.language.speech_subjects import noun_phrase_head
from fabula.language.syntax import Syntax
from fabula.lexicon.lists import word_list
from fabula.reading.quotation_kinds import BUZZED, FAREWELL, LONGEST_FAREWELL, WRITTEN_THINGS
from fabula.reading.surroundings import Surroundings
from fabula.schema import table_of, zip_columns

LETTERS = frozenset("letter note text message email e-mail card postcard telegram reply answer memo".split())
THINGS = WRITTEN_THINGS | LETTERS | frozenset("sheet paper envelope slip scrap page".split())
HANDS = frozenset("hand handwriting writing scrawl pencil ink script scribble seal signature".split())
WORDS = frozenset("word words voice advice warning promise phrase".split())
RECALLING = frozenset("remember recall recollect imagine picture envision hear".split())
PLACES = ("before", "inside", "after")
WRITING = word_list("speech_verbs", "writing")
NEAR = 12  # tokens from a letter to the name of its writer, or from the verb of memory to the one remembered

Tag = tuple[int, int, str, bool]  # verb, subject, place, whether it is strong


def find_attributions(
    paragraphs: pa.Table, syntax: Syntax, quotes: pa.Table, quote_spans: pa.Table, tags: pa.Table
) -> dict[str, pa.Table]:
    """``tags`` with the writers of what is written, and with those whom somebody remembers or imagines."""
    columns = ("quote", "verb_token", "subject_token", "place", "is_strong")
    found: dict[int, Tag] = {row[0]: row[1:] for row in zip_columns(tags, *columns)}
    finder = _Finder(syntax, Surroundings(syntax.source, paragraphs, quote_spans))
    for quote, (kind, mode) in enumerate(zip_columns(quotes, "kind", "mode")):
        tag = found.get(quote)
        better = finder.writer(quote, tag) if kind == "writing" else tag
        if mode in ("remembered", "imagined"):
            better = finder.recalled(quote, tag) or tag
        if better is not None:
            found[quote] = better
        else:
            found.pop(quote, None)
    rows = [(quote, *tag) for quote, tag in sorted(found.items())]
    return {"tags": table_of("tags", dict(zip(columns, [[row[k] for row in rows] for k in range(5)], strict=True)))}


class _Finder:
    """Looks in the narration around a quotation, and at its end."""

    def __init__(self, syntax: Syntax, around: Surroundings) -> None:
        self.syntax = syntax
        self.around = around

    def writer(self, quote: int, tag: Tag | None) -> Tag | None:
        """The tag that names who wrote a quotation; none by what it is written on."""
        if tag is not None and not self._is_thing(tag[1]):
            verb, subject, place, is_strong = tag
            return verb, subject, place, is_strong or self.syntax.lemma[verb] in WRITING | {"put"}
        found = next(chain(self._signed(quote), self._of_things(quote)), None)
        return (*found, True) if found is not None else None

    def recalled(self, quote: int, tag: Tag | None) -> Tag | None:
        """The tag that names whom somebody remembers or imagines as they speak."""
        if tag is not None and tag[3] and self.syntax.tag[tag[0]] != "VBG":
            return None
        lead = self._lead(quote)
        for token in reversed(lead):
            subject = -1
            if self.syntax.lemma[token] in RECALLING and token + 1 in lead:
                subject = noun_phrase_head(self.syntax, token + 1, min(token + NEAR, lead[-1]))
            if subject < 0 or self.syntax.lower[subject] in WORDS:
                subject = self._owner(max(subject, token)) if self.syntax.lower[max(subject, token)] in WORDS else -1
            if subject >= 0:
                return token, subject, "before", True
        return None

    def _is_thing(self, token: int) -> bool:
        return self.syntax.lower[token] in ("it", "which", "that") or self.syntax.lemma[token].lower() in THINGS

    def _owner(self, token: int) -> int:
        """Whose a thing is; -1 if it does not say."""
        return next((child for child in self.syntax.children[token] if self.syntax.dep[child] == "poss"), -1)

    def _lead(self, quote: int) -> range:
        """The tokens of the narration before a quotation."""
        stretch = self.around.earlier(quote) if self.around.opens_paragraph(quote) else self.around.lead(quote)
        return self.syntax.tokens_in(*stretch)

    def _signed(self, quote: int) -> Iterator[tuple[int, int, str]]:
        """The name under a letter."""
        start, end = self.around.spans[quote][-1]
        start = max(start, end - LONGEST_FAREWELL)
        farewell = FAREWELL.search(self.around.source, start, end)
        names = [t for t in self.syntax.tokens_in(start, end) if farewell and self.syntax.text[t][0].isalpha()]
        if names and self.syntax.text[names[-1]][0].isupper():
            yield names[-1], names[-1], "inside"

    def _of_things(self, quote: int) -> Iterator[tuple[int, int, str]]:
        """Who the narration says a letter is from, whose it is, or in whose hand; the nearest first."""
        lead = self._lead(quote)
        for token in reversed(lead):
            subject = self._sender(token, lead)
            if subject < 0 and self.syntax.lemma[token].lower() in LETTERS:
                subject = self._owner(token)
            if subject < 0 and self.syntax.lower[token] in HANDS:
                subject = self._owner_of_hand(token)
            if subject >= 0:
                yield token, subject, "before"

    def _sender(self, token: int, lead: range) -> int:
        """Sam in "a text from Sam", and in "it's Sam"."""
        words, first = self.syntax.lower, -1
        if self.syntax.lemma[token].lower() in THINGS:
            near = range(token + 1, min(token + NEAR, lead[-1]))
            first = next((other + 1 for other in near if words[other] in ("from", "by")), -1)
        elif words[token] == "it" and token + 2 in lead and words[token + 1] in ("'s", "is", "was"):
            first = token + 2 if BUZZED.search(self.syntax.phrase(lead[0], token)) else -1
        return noun_phrase_head(self.syntax, first, lead[-1]) if first in lead else -1

    def _owner_of_hand(self, token: int) -> int:
        """Anne in "in Anne's hand"; nobody in "he took Anne's hand"."""
        owner = self._owner(token)
        before = left_edge(self.syntax, owner) - 1 if owner >= 0 else -1
        return owner if before >= 0 and self.syntax.lower[before] in ("in", "with", "under") else -1
