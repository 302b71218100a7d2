"""A document given as words in sentences, as the coreference corpora have them, and its mentions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

TokenSpan = tuple[int, int]


@dataclass(frozen=True)
class GoldMention:
    """An annotated mention: words [start_token, end_token) of the document, and what it refers to."""

    start_token: int
    end_token: int
    cluster: str
    kind: str | None = None  # as the corpus writes it; None where it does not say

    @property
    def span(self) -> TokenSpan:
        """Its words."""
        return (self.start_token, self.end_token)


@dataclass(frozen=True)
class WordDocument:
    """Words in sentences, the sentences that begin a paragraph, and the annotated mentions."""

    name: str
    sentences: tuple[tuple[str, ...], ...]
    new_paragraphs: tuple[int, ...] = (0,)
    mentions: tuple[GoldMention, ...] = ()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All its words; token positions are indices into them."""
        return tuple(word for sentence in self.sentences for word in sentence)

    @cached_property
    def text(self) -> str:
        """The words joined by single spaces."""
        return " ".join(self.words)

    @cached_property
    def word_starts(self) -> NDArray[np.int64]:
        """Where each word begins in ``text``, shape [n_words]."""
        lengths = [len(word) + 1 for word in self.words]
        return np.array([0, *accumulate(lengths)][:-1] if lengths else [], dtype=np.int64)

    @cached_property
    def word_ends(self) -> NDArray[np.int64]:
        """Where each word ends in ``text``, shape [n_words]."""
        return self.word_starts + np.array([len(word) for word in self.words], dtype=np.int64)

    def token_of(self, sentence: int, word: int) -> int:
        """The position in the document of a word of a sentence."""
        return self._sentence_starts[sentence] + word

    def token_spans(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> list[TokenSpan]:
        """For spans of ``text``, shape [n], the words that they touch.

        >>> document = WordDocument("d", (("Emma", "smiled", "."),))
        >>> document.token_spans(np.array([0, 5]), np.array([4, 13]))
        [(0, 1), (1, 3)]
        """
        first = np.searchsorted(self.word_ends, starts, side="right")
        last = np.searchsorted(self.word_starts, ends, side="left")
        return list(zip(first.tolist(), last.tolist(), strict=True))

    def characters(self, span: TokenSpan) -> tuple[int, int]:
        """Where words [start, end) stand in ``text``."""
        return int(self.word_starts[span[0]]), int(self.word_ends[span[1] - 1])

    def words_of(self, span: TokenSpan) -> str:
        """Words [start, end) joined by single spaces."""
        return " ".join(self.words[span[0] : span[1]])

    def clusters(self, kinds: Collection[str] | None = None) -> list[list[TokenSpan]]:
        """The annotated clusters; with ``kinds``, those of which some mention is of one of these kinds."""
        found: dict[str, list[GoldMention]] = {}
        for mention in self.mentions:
            found.setdefault(mention.cluster, []).append(mention)
        return [
            [mention.span for mention in cluster]
            for cluster in found.values()
            if kinds is None or any(mention.kind in kinds for mention in cluster)
        ]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [0, *accumulate(len(sentence) for sentence in self.sentences)]
