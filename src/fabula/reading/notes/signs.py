"""What the words of a sentence say of its kinds: words of the lexicon, and how they stand in their clauses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula.language.syntax import SUBJECTS, Syntax
from fabula.lexicon.lists import word_list
from fabula.reading.marks import words_in_double_marks
from fabula.reading.notes.deeds import Deeds
from fabula.reading.notes.idioms import is_figure
from fabula.schema import NOTE_KINDS, zip_columns

WEIGHTS = ("deed", "plain", "likely", "weak")  # a deed is seen by ``deeds.py``, the others are lists of words
N_LISTS = len(NOTE_KINDS) * len(WEIGHTS)
ANY_WORD = "~"
LAYERS = ("hypothetical", "dream", "memory", "letter", "told")
SIGNS = (
    *("in a quotation", "noun", "verb", "adjective", "name", "adverb"),
    *("a denial before it", "denied", "as if", "like", "of", "of a feeling", "to death"),
    *("modal", "would", "if", "asked", "exclaimed", "a person does it", "I do it", "done to a person"),
    *("done to oneself", "done to a thing", "passive", "past", "pluperfect", "present", "somebody's"),
    *("short sentence", "object of a preposition", "compound", "attribute", *LAYERS),
)
DENIALS = frozenset("not n't no never nobody none neither nor nothing without hardly".split())
MIGHT = frozenset("would 'd should might could".split())
FEELINGS = frozenset(
    "guilt joy grief love fear pain envy jealousy regret longing panic pity shame pride doubt remorse anger delight "
    "hope conscience laughter applause pleasure surprise despair loneliness humiliation hunger light sun wind "
    "silence".split()
)
SHORT = 30  # characters
BEFORE, NEAR, WIDE = 6, 2, 6  # words before a word; sentences around one, near and wide

Floats = NDArray[np.float32]


@cache
def phrases() -> dict[str, list[tuple[tuple[str, ...], int, int]]]:
    """By its longest word each phrase of the lexicon, with the place of that word in it and the number of its list."""
    found: dict[str, list[tuple[tuple[str, ...], int, int]]] = defaultdict(list)
    for number in range(N_LISTS):
        kind, weight = NOTE_KINDS[number // len(WEIGHTS)], WEIGHTS[number % len(WEIGHTS)]
        if weight == "deed":
            continue
        for entry in word_list("notes", f"{kind}: {weight}"):
            words = tuple(entry.lower().split("_"))
            key = max(range(len(words)), key=lambda place: len(words[place]))
            found[words[key]].append((words, key, number))
    return dict(found)


class Words:
    """The words of a text that may be noted for something."""

    def __init__(self, syntax: Syntax, quote_spans: pa.Table, layers: pa.Table, mentions: pa.Table) -> None:
        self.syntax = syntax
        self.lemma = [lemma.lower() for lemma in syntax.lemma]
        sentence = np.asarray(syntax.sentence, np.int64)
        n_sentences = int(sentence[-1]) + 1 if len(sentence) else 0
        self.first: list[int] = np.searchsorted(sentence, np.arange(n_sentences + 1)).tolist()
        self.is_quoted = syntax.flags(quote_spans)
        self.read = words_in_double_marks(syntax, quote_spans)
        self.people = {
            head for head, kind in zip_columns(mentions, "head_token", "kind") if kind in ("person", "group")
        }
        self.layers = {
            kind: syntax.flags(layers.filter(np.array([k == kind for k in layers["kind"].to_pylist()], bool)))
            for kind in LAYERS
        }
        self.lists: dict[int, set[int]] = defaultdict(set)
        self.figures: dict[int, set[int]] = defaultdict(set)  # words of figures of speech, with their kinds
        for token, number in self._found():
            if is_figure(syntax, token):
                self.figures[token].add(number // len(WEIGHTS))
            else:
                self.lists[token].add(number)
        for token, kind in Deeds(syntax, self.lemma, self.people).found():
            if token not in self.figures:
                self.lists[token].add(NOTE_KINDS.index(kind) * len(WEIGHTS))

    def _found(self) -> Iterator[tuple[int, int]]:
        """Each word of the lexicon, or the longest word of a phrase, with the number of its list."""
        syntax, known = self.syntax, phrases()
        for token, (word, lemma) in enumerate(zip(syntax.lower, self.lemma, strict=True)):
            for key in (word,) if word == lemma else (word, lemma):
                for words, place, number in known.get(key, ()):
                    if len(words) == 1 or self._is_at(token - place, words):
                        yield token, number

    def _is_at(self, begin: int, words: Sequence[str]) -> bool:
        if begin < 0 or begin + len(words) > len(self.lemma):
            return False
        return all(
            word in (ANY_WORD, self.syntax.lower[token], self.lemma[token]) for token, word in enumerate(words, begin)
        )

    def is_figurative(self, first: int, last: int, kind: int) -> bool:
        """Whether all that some sentences have of a kind's telling words is figures of speech."""
        own = range(self.first[first], self.first[last])
        if not any(token in self.figures and kind in self.figures[token] for token in own):
            return False
        return not any(
            number // len(WEIGHTS) == kind and number % len(WEIGHTS) < WEIGHTS.index("weak")
            for token in own
            if token in self.lists
            for number in self.lists[token]
        )

    def telling(self, first: int, last: int, kind: int) -> int:
        """The word of some sentences that most plainly says that they are of a kind; else a verb of theirs."""
        low, high = self.first[first], self.first[last]
        telling = [
            (min(number for number in self.lists[token] if number // len(WEIGHTS) == kind), token)
            for token in range(low, high)
            if token in self.lists and any(number // len(WEIGHTS) == kind for number in self.lists[token])
        ]
        if telling:
            return min(telling)[1]
        return next((token for token in range(low, high) if self.syntax.dep[token] == "ROOT"), low)

    def signs(self, token: int) -> Iterator[str]:
        """How a word stands in its clause."""
        syntax, low = self.syntax, self.syntax.lower
        first = self.first[syntax.sentence[token]]
        before, after = low[max(first, token - BEFORE) : token], low[token + 1 : token + 5]
        if self.is_quoted[token]:
            yield "in a quotation"
        part = {"NOUN": "noun", "VERB": "verb", "ADJ": "adjective", "PROPN": "name", "ADV": "adverb"}
        if syntax.pos[token] in part:
            yield part[syntax.pos[token]]
        if not DENIALS.isdisjoint(before):
            yield "a denial before it"
        if any(syntax.dep[child] == "neg" for child in syntax.children[token]):
            yield "denied"
        if "as" in before[-3:] or ("as" in before and ("if" in before or "though" in before)):
            yield "as if"
        if "like" in before:
            yield "like"
        if after[:1] == ["of"]:
            yield "of"
            if not FEELINGS.isdisjoint(after[1:4]):
                yield "of a feeling"
        if low[token] == "death" and before[-1:] == ["to"]:
            yield "to death"
        if syntax.dep[token] == "pobj":
            yield "object of a preposition"
        if syntax.dep[token] == "compound":
            yield "compound"
        if syntax.dep[token] == "amod":
            yield "attribute"
        if any(syntax.dep[child] == "poss" for child in syntax.children[token]):
            yield "somebody's"
        for kind, flags in self.layers.items():
            if flags[token]:
                yield kind
        yield from self._clause_signs(token if syntax.pos[token] in ("VERB", "AUX") else syntax.head[token])

    def _clause_signs(self, verb: int) -> Iterator[str]:
        syntax, low, children = self.syntax, self.syntax.lower, self.syntax.children[verb]
        helping = [low[child] for child in children if syntax.dep[child] in ("aux", "auxpass")]
        if any(syntax.tag[child] == "MD" for child in children):
            yield "modal"
        if not MIGHT.isdisjoint(helping):
            yield "would"
        if any(low[child] in ("if", "unless") for child in children):
            yield "if"
        doers = [child for child in children if syntax.dep[child] in SUBJECTS]
        if any(child in self.people for child in doers):
            yield "a person does it"
        if any(low[child] in ("i", "we") for child in doers):
            yield "I do it"
        objects = [child for child in children if syntax.dep[child] in ("dobj", "dative")]
        if any(child in self.people for child in objects):
            yield "done to a person"
        if any(low[child].endswith(("self", "selves")) for child in objects):
            yield "done to oneself"
        if any(child not in self.people for child in objects):
            yield "done to a thing"
        if any(syntax.dep[child] in ("nsubjpass", "auxpass") for child in children):
            yield "passive"
        if syntax.tag[verb] == "VBD" or "was" in helping or "were" in helping:
            yield "past"
        if "had" in helping:
            yield "pluperfect"
        if syntax.tag[verb] in ("VBZ", "VBP"):
            yield "present"

    def sentence_signs(self, number: int) -> Iterator[str]:
        """What a sentence is like as a whole."""
        low, high = self.first[number], self.first[number + 1]
        start, end = int(self.syntax.start[low]), int(self.syntax.end[high - 1])
        text = self.syntax.source[start:end].rstrip("\"'”’ _*")
        if text.endswith("?"):
            yield "asked"
        if text.endswith("!"):
            yield "exclaimed"
        if end - start < SHORT:
            yield "short sentence"


def sentence_inputs(words: Words, sentence_states: pa.Table) -> tuple[Floats, Floats]:
    """What the first glance takes: signs, and float32 [n_sentences, 3 * size], states of sentences and around them."""
    return signs_of_sentences(words), states_around(_states(sentence_states))


def signs_of_sentences(words: Words) -> Floats:
    """The lists that each sentence has words of, those of the sentences beside it, and how its words stand.

    Gives   float32 [n_sentences, 2 * N_LISTS + n_signs]
    """
    count = len(words.first) - 1
    lists = np.zeros((count, N_LISTS), np.float32)
    stands = np.zeros((count, len(SIGNS)), np.float32)
    column = {name: place for place, name in enumerate(SIGNS)}
    for token, numbers in words.lists.items():
        row = words.syntax.sentence[token]
        lists[row, list(numbers)] = 1
        if any(number % len(WEIGHTS) < WEIGHTS.index("weak") for number in numbers):
            for name in words.signs(token):
                stands[row, column[name]] = 1
    for row in np.flatnonzero(stands.any(axis=1)).tolist():
        for name in words.sentence_signs(row):
            stands[row, column[name]] = 1
    beside = np.zeros_like(lists)
    beside[1:] = lists[:-1]
    beside[:-1] = np.maximum(beside[:-1], lists[1:])
    return np.concatenate([lists, beside, stands], axis=1)


def states_around(states: Floats) -> Floats:
    """Each sentence's state, and the mean states of those around it, near and wide: float32 [n, 3 * size]."""
    return np.concatenate([states, _around(states, NEAR), _around(states, WIDE)], axis=1)


def _around(states: Floats, reach: int) -> Floats:
    """The mean state of the sentences up to ``reach`` away; its own where there is no other."""
    count = len(states)
    sums = np.concatenate([np.zeros((1, states.shape[1])), np.cumsum(states, axis=0, dtype=np.float64)])
    low, high = np.maximum(np.arange(count) - reach, 0), np.minimum(np.arange(count) + reach + 1, count)
    others = (high - low - 1)[:, None]
    mean: Floats = np.where(others > 0, (sums[high] - sums[low] - states) / np.maximum(others, 1), states)
    return mean.astype(np.float32)


def _states(sentence_states: pa.Table) -> Floats:
    """The encoder's mean states of the sentences and the cues of layers, float32 [n_sentences, size + cues]."""
    column = sentence_states["state"].combine_chunks()
    states: Floats = column.flatten().to_numpy().reshape(len(column), -1)
    return states
