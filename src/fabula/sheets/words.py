"""The words of the dialogue: who says how many, and which ones somebody says more often than all others."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fabula.sheets.log_odds import log_odds
from fabula.sheets.sheet import Word
from fabula.story import Story

FEWEST, LEAST_WEIGHT, SHOWN = 3, 1.96, 20  # uses of a favourite word, its weight, how many of them
EMPTY = frozenset("be have do go get come say".split())  # lemmas
SHORTEST = 3  # letters, but for exclamations such as "oh": shorter words are split-off pieces, "th'", "o'"
TELLING = ("NOUN", "VERB", "ADJ", "ADV", "INTJ")  # parts of speech that tell something


class Dialogue:
    """The tokens of all quotations of a story and who says each; -1: nobody known."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.starts, self.ends = story.column("tokens", "start"), story.column("tokens", "end")
        lows = np.searchsorted(self.starts, story.column("quote_spans", "start"))
        highs = np.searchsorted(self.starts, story.column("quote_spans", "end"))
        speakers = story.column("quotes", "speaker")[story.column("quote_spans", "quote")]
        self.speaker = np.full(len(self.starts), -2, dtype=np.int64)  # of each token; -2: no dialogue
        for low, high, speaker in zip(lows.tolist(), highs.tolist(), speakers.tolist(), strict=True):
            self.speaker[low:high] = speaker
        self.pos = story.column("tokens", "pos")

    def n_words(self, character: int) -> int:
        """How many words somebody says; "don't" is one."""
        said = self.speaker == character
        is_word = said & ~np.isin(self.pos, ["PUNCT", "SPACE", "SYM"])
        is_tail = is_word[1:] & is_word[:-1] & (self.starts[1:] == self.ends[:-1])
        return int(is_word.sum() - is_tail.sum())

    @cached_property
    def _telling(self) -> tuple[NDArray[np.int64], list[str], NDArray[np.int64]]:
        """The tokens that tell something, names of people left out; each word once; the number of each token's word."""
        is_long = (self.ends - self.starts >= SHORTEST) | (self.pos == "INTJ")
        is_telling = np.isin(self.pos, TELLING) & is_long & ~np.isin(self.story.column("tokens", "lemma"), list(EMPTY))
        places = np.flatnonzero(is_telling & (self.speaker > -2) & ~self._names())
        text = self.story.text
        spans = zip(self.starts[places].tolist(), self.ends[places].tolist(), strict=True)
        index: dict[str, int] = {}
        numbers = [index.setdefault(text[start:end].lower(), len(index)) for start, end in spans]
        return places, list(index), np.array(numbers, dtype=np.int64)

    def favourites(self, character: int) -> tuple[Word, ...]:
        """The words that somebody says far more often than the others, by their weight; names of people left out."""
        places, words, numbers = self._telling
        is_ours = self.speaker[places] == character
        ours = np.bincount(numbers[is_ours], minlength=len(words))
        weights = log_odds(ours, np.bincount(numbers[~is_ours], minlength=len(words)))
        best = [
            word
            for word in np.argsort(-weights, kind="stable").tolist()
            if ours[word] >= FEWEST and weights[word] >= LEAST_WEIGHT and words[word].replace("-", "").isalpha()
        ][:SHOWN]
        tokens = {word: places[is_ours & (numbers == word)].tolist() for word in best}
        return tuple(
            Word(words[n], int(ours[n]), float(weights[n]), tuple(self._span(t) for t in tokens[n])) for n in best
        )

    def _names(self) -> NDArray[np.bool_]:
        """The tokens that stand in proper names of people."""
        story = self.story
        kinds, entities = story.column("entities", "kind"), story.column("mentions", "entity")
        is_name = (story.column("mentions", "form") == "proper") & np.isin(
            story.column("mentions", "kind"), ("person", "group")
        )
        is_name |= (story.column("mentions", "form") == "proper") & (entities >= 0) & (kinds[entities] == "person")
        found = np.zeros(len(self.starts), dtype=bool)
        lows = np.searchsorted(self.starts, story.column("mentions", "start")[is_name])
        highs = np.searchsorted(self.starts, story.column("mentions", "end")[is_name])
        for low, high in zip(lows.tolist(), highs.tolist(), strict=True):
            found[low:high] = True
        return found

    def _span(self, token: int) -> tuple[int, int]:
        return int(self.starts[token]), int(self.ends[token])
