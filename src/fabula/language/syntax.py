"""The token and sentence tables, and the columns of tokens that the reading steps walk over."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula.language.tagging import Tagged, split_long, tag_words
from fabula.language.workers import tag_on_cores
from fabula.schema import NAME, table_of, zip_columns
from fabula.spans import containing

SUBJECTS = ("nsubj", "nsubjpass")  # dependencies of subjects, of active and passive verbs


def parse(text: str, paragraphs: pa.Table, cores: int) -> dict[str, pa.Table]:
    """The ``tokens`` and ``sentences`` of the text's paragraphs, found on so many processor cores."""
    spans = zip(paragraphs["start"].to_pylist(), paragraphs["end"].to_pylist(), strict=True)
    pieces = [piece for start, end in spans for piece in split_long(text, start, end)]
    return syntax_tables(tag_on_cores(text, pieces, cores), paragraphs)


def parse_words(sentences: Sequence[Sequence[str]], paragraphs: pa.Table) -> dict[str, pa.Table]:
    """The ``tokens`` and ``sentences`` of text that is split already, words and sentences kept."""
    return syntax_tables(tag_words(sentences), paragraphs)


def syntax_tables(tagged: Tagged, paragraphs: pa.Table) -> dict[str, pa.Table]:
    """``tokens`` and ``sentences`` from tagger output."""
    first = np.flatnonzero(tagged.sentence_starts)
    last = np.append(first[1:], len(tagged.heads)) - 1 if len(first) else first
    starts, ends = tagged.offsets[first, 0], tagged.offsets[last, 1] if len(first) else tagged.offsets[first, 1]
    paragraph = containing(paragraphs["start"].to_numpy(), paragraphs["end"].to_numpy(), starts)
    lemma, pos, tag, dep = (
        pa.DictionaryArray.from_arrays(pa.array(tagged.names[:, k].copy()), pa.array(tagged.strings, pa.string()))
        for k in range(4)
    )
    tokens = {
        "start": tagged.offsets[:, 0],
        "end": tagged.offsets[:, 1],
        "sentence": np.cumsum(tagged.sentence_starts) - 1,
        "lemma": lemma.cast(NAME),
        "pos": pos.cast(NAME),
        "tag": tag.cast(NAME),
        "dep": dep.cast(NAME),
        "head_token": tagged.heads,
    }
    return {
        "tokens": table_of("tokens", tokens),
        "sentences": table_of("sentences", {"start": starts, "end": ends, "paragraph": paragraph}),
    }


@dataclass(frozen=True)
class Syntax:
    """The token columns as lists and arrays, for steps that walk over them.

    ``start``, ``end``, ``head``, ``sentence``, ``paragraph`` are int arrays [n]; ``text``, ``lower``, ``lemma``,
    ``pos``, ``tag``, ``dep`` lists of str; ``children`` maps a token to its dependents.
    """

    source: str
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    head: list[int]
    sentence: list[int]
    paragraph: list[int]
    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]

    @classmethod
    def of(cls, text: str, tokens: pa.Table, sentences: pa.Table) -> Syntax:
        """The columns of the ``tokens`` and ``sentences`` tables."""
        sentence = tokens["sentence"].to_numpy()
        return cls(
            source=text,
            start=tokens["start"].to_numpy(),
            end=tokens["end"].to_numpy(),
            head=tokens["head_token"].to_pylist(),
            sentence=sentence.tolist(),
            paragraph=sentences["paragraph"].to_numpy()[sentence].tolist(),
            lemma=tokens["lemma"].to_pylist(),
            pos=tokens["pos"].to_pylist(),
            tag=tokens["tag"].to_pylist(),
            dep=tokens["dep"].to_pylist(),
        )

    def __len__(self) -> int:
        return len(self.head)

    @cached_property
    def text(self) -> list[str]:
        """The tokens' own characters; equal tokens are one object."""
        seen: dict[str, str] = {}
        words = (self.source[s:e] for s, e in zip(self._starts, self.end.tolist(), strict=True))
        return [seen.setdefault(word, word) for word in words]

    @cached_property
    def lower(self) -> list[str]:
        """The tokens in lower case, curly apostrophes straightened; "I." at the end of a sentence is "i"."""
        small = {word: word.lower().replace("’", "'") for word in set(self.text)}
        small["I."] = "i"
        return [small[word] for word in self.text]

    @cached_property
    def _starts(self) -> list[int]:
        starts: list[int] = self.start.tolist()
        return starts

    @cached_property
    def children(self) -> list[Sequence[int]]:
        """The dependents of each token, in order."""
        children: list[Sequence[int]] = [()] * len(self.head)
        for token, head in enumerate(self.head):
            if head != token:
                known = children[head]
                if isinstance(known, list):
                    known.append(token)
                else:
                    children[head] = [token]
        return children

    def tokens_in(self, start: int, end: int) -> range:
        """The tokens that begin in [start, end) of the text."""
        return range(bisect_left(self._starts, start), bisect_left(self._starts, end))

    def flags(self, spans: pa.Table) -> list[bool]:
        """For each token whether it stands in one of the stretches of a table with ``start`` and ``end``."""
        flags = np.zeros(len(self), dtype=bool)
        for low, high in np.searchsorted(self.start, np.stack([spans["start"], spans["end"]], axis=1)).tolist():
            flags[low:high] = True
        return flags.tolist()

    def rows_of_tokens(self, spans: pa.Table, key: str | None = None) -> list[int]:
        """For each token the stretch of ``spans`` it stands in: its row, or its ``key``; -1 in none."""
        rows = [-1] * len(self)
        keys = range(len(spans)) if key is None else spans[key].to_pylist()
        for row, (start, end) in zip(keys, zip_columns(spans, "start", "end"), strict=True):
            for token in self.tokens_in(start, end):
                rows[token] = row
        return rows

    def phrase(self, first: int, last: int) -> str:
        """The text from one token to another, both included, on one line."""
        return " ".join(self.source[self._starts[first] : int(self.end[last])].split())

    def token_at(self, position: int) -> int:
        """The last token that begins at or before ``position``, or -1."""
        return bisect_right(self._starts, position) - 1
