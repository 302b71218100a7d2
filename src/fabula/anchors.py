"""Anchors: words that find a place in a text again, though its marks, its line ends or the program have changed.

The problem. An offset is worth nothing once a comma has been put right in chapter one. The words of a quotation stay:
    "No," he said, "I never said so."
is found again by "No I never", by "I never said so", and among many that begin with "No" by the words before it. Case,
punctuation, the shape of quotation marks and the marks of italics do not count. Pure: no tables.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import cached_property

WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f]|['’](?=[^\W_]))*")
FIRST_WORDS = 8  # of a quotation, in the anchors that we make
ENOUGH_WORDS = 3  # in its first stretch alone
WORDS_BEFORE = (6, 12, 24)


def words_of(text: str) -> list[str]:
    """The words that count.

    >>> words_of("“No,” he _said_. “I’ll—")
    ['no', 'he', 'said', "i'll"]
    """
    return [_plain(match[0]) for match in WORD.finditer(text)]


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().replace("’", "'")


class Words:
    """The words of a text and where they stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        matches = list(WORD.finditer(text))
        self.words = [_plain(match[0]) for match in matches]
        self.starts = [match.start() for match in matches]
        self.ends = [match.end() for match in matches]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self.words):
            places[word].append(place)
        return places

    def find(self, sought: str) -> list[tuple[int, int]]:
        """Every stretch of the text that has these words; an ellipsis stands for whatever is between.

        >>> text = "He came in. He sat. He went out. He came."
        >>> [text[start:end] for start, end in Words(text).find("he sat … out")]
        ['He sat. He went out']
        """
        first, *later = [words for words in map(words_of, re.split(r"…|\.\.\.", sought)) if words] or [[]]
        found = []
        for place in self._all(first):
            end = place + len(first)
            for words in later:
                after = next((other for other in self._all(words) if other >= end), None)
                if after is None:
                    break
                end = after + len(words)
            else:
                found.append((self.starts[place], self.ends[end - 1]))
        return found

    def _all(self, sought: Sequence[str]) -> Iterator[int]:
        length = len(sought)
        for place in self._places.get(sought[0], ()) if sought else ():
            if self.words[place : place + length] == list(sought):
                yield place

    def index_at(self, position: int) -> int:
        """The first word that begins at ``position`` or after it."""
        return bisect_left(self.starts, position)

    def is_before(self, sought: Sequence[str], index: int) -> bool:
        """Whether these words stand right before the word ``index``."""
        return index >= len(sought) and self.words[index - len(sought) : index] == list(sought)

    def shown(self, indices: Sequence[int]) -> str:
        """The text from the first to the last of these words, what lies between words that do not adjoin left out."""
        pieces, first = [], 0
        for place in range(1, len(indices) + 1):
            if place == len(indices) or indices[place] != indices[place - 1] + 1:
                pieces.append(self.text[self.starts[indices[first]] : self.ends[indices[place - 1]]])
                first = place
        return " ".join(" ".join(pieces).split())


class QuoteAnchors:
    """Finds quotations by their words."""

    def __init__(self, words: Words, spans: Iterable[tuple[int, int, int]], starts: Sequence[int]) -> None:
        """``spans``: quotation, start and end of each stretch, in order; ``starts``: where each quotation begins."""
        self.words = words
        self.indices: list[list[int]] = [[] for _ in starts]  # of each quotation's words
        self.stretches: list[list[int]] = [[] for _ in starts]  # how many of its words come before each stretch
        self.first = [words.index_at(start) for start in starts]
        for quote, start, end in spans:
            self.stretches[quote].append(len(self.indices[quote]))
            self.indices[quote] += range(words.index_at(start), words.index_at(end))
        self._places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for quote, indices in enumerate(self.indices):
            for place, index in enumerate(indices):
                self._places[words.words[index]].append((quote, place))

    def find(self, quote: str, after: str = "", occurrence: int = 0) -> list[int]:
        """The quotations that these words may mean: those that begin so, else those a stretch of which does, else
        those that have them anywhere.

        Takes   after: words that stand right before; occurrence: which of those found, from 1; 0 for all
        """
        sought, before = words_of(quote), words_of(after)
        ranked: dict[int, set[int]] = defaultdict(set)
        for number, place in self._all(sought):
            index = self.indices[number][place] if sought else self.first[number]
            if self.words.is_before(before, index):
                ranked[0 if place == 0 else 1 if place in self.stretches[number] else 2].add(number)
        found = sorted(ranked[min(ranked)]) if ranked else []
        return found[occurrence - 1 : occurrence] if occurrence else found

    def _all(self, sought: list[str]) -> Iterator[tuple[int, int]]:
        """Quotation and place of each occurrence; those without a word, such as "…", for no words."""
        if not sought:
            yield from ((number, 0) for number, indices in enumerate(self.indices) if not indices)
            return
        for number, place in self._places.get(sought[0], ()):
            indices = self.indices[number][place : place + len(sought)]
            if [self.words.words[index] for index in indices] == sought:
                yield number, place

    def anchor_of(self, number: int) -> dict[str, str | int]:
        """``quote``, and if need be ``after`` and ``occurrence``, that find this quotation and no other."""
        quotes = list(self._first_words(number))
        for quote in quotes:
            if self.find(quote) == [number]:
                return {"quote": quote}
        first = self.indices[number][0] if self.indices[number] else self.first[number]
        for count in WORDS_BEFORE:
            after = self.words.shown(range(max(first - count, 0), first))
            if self.find(quotes[0], after) == [number]:
                return {"quote": quotes[0], "after": after}
        return {"quote": quotes[0], "occurrence": self.find(quotes[0]).index(number) + 1}

    def _first_words(self, number: int) -> Iterator[str]:
        indices, stretches = self.indices[number], self.stretches[number]
        end = stretches[1] if len(stretches) > 1 and stretches[1] >= ENOUGH_WORDS else len(indices)
        yield self.words.shown(indices[: min(end, FIRST_WORDS)]) or "…"
        yield self.words.shown(indices[:FIRST_WORDS]) or "…"

    def nearest(self, quote: str) -> str | None:
        """The first words of the quotation most like this one, None if none is much like it."""
        sought = words_of(quote)
        shown = {}
        for indices in self.indices:
            first = indices[: len(sought)]
            shown[" ".join(self.words.words[index] for index in first)] = first
        near = get_close_matches(" ".join(sought), shown, n=1, cutoff=0.75)
        return self.words.shown(shown[near[0]]) if near else None
