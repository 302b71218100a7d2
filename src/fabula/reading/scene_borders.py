"""What shows that a new scene begins: a leap of time, a new place, somebody new, a layer's border.

Each sentence of the narration, and each beginning and end of a layer, may begin a scene. What speaks for it is put into
numbers here, one row for each; ``training/borders.py`` learns from the texts annotated for levels what they weigh
among those of the sentences around them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula.language.syntax import SUBJECTS, Syntax
from fabula.language.times import TimeExpression, time_expressions
from fabula.lexicon.lists import word_list
from fabula.schema import LAYER_KINDS, zip_columns

OPENING = 5  # first words of a sentence, where what stands there sets the scene
NEAR = 90  # words before and after, in which people and speech are looked for
KNOWN = 270  # words before, in which a place has to be named to be no new one
SHORT, LONG = 60, 250  # words of a layer
OPENING_SUBJECTS = (*SUBJECTS, "expl")
TOWARDS = frozenset("to into onto toward towards".split())
WAS = frozenset(("it was", "it is", "there was", "there were"))
SIGNS = (
    "bias",
    "paragraph",
    "opens: later",
    "opens: earlier",
    "opens: when",
    "opens: same",
    "opens: soon",
    "says: later",
    "says: when",
    "opens: it was",
    "opens: and",
    "goes to a place",
    "goes to a new place",
    "is at a place",
    "opens with a place",
    "place is new",
    "somebody",
    "somebody new",
    "somebody new, paragraph",
    "share of people gone",
    "share of people new",
    "nobody before stays",
    "share of words in common",
    "few words in common, paragraph",
    "tense changes",
    "told back begins",
    "told back ends",
    "left before",
    "slept or died before",
    "opens: side clause",
    "opens: preposition",
    "opens: then",
    "opens: name",
    "opens: pronoun",
    "names a time of day",
    "label",
    "begins with a number",
    "paragraph is long",
    "paragraph before is long",
    "question",
    "after speech",
    "in speech",
    "speech follows",
    "no speech follows, paragraph",
    "first words of all",
    "in layer",
    *(f"begins: {kind}" for kind in LAYER_KINDS),
    *(f"ends: {kind}" for kind in LAYER_KINDS),
    "begins short",
    "begins long",
    "ends short",
    "ends long",
    "layer of paragraphs",
)
_COLUMN = {name: number for number, name in enumerate(SIGNS)}

THEN = frozenset("then so now meanwhile afterwards presently later soon after once finally well still".split())
ENDS = frozenset("sleep die wake close shut end fall slam faint doze".split())
LABEL, LONG_PARAGRAPH = 6, 90  # words of a paragraph
COMMON = frozenset("be have do say go get not so very then now just there here come one more make know".split())
CONTENT = frozenset(("NOUN", "VERB", "ADJ", "PROPN", "ADV"))
COHERENT = 80  # words before and after, whose content is compared
RARE = 0.05  # share of content words in common, under which little is

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Borders:
    """Where scenes may begin, in order: ``starts`` in code points, their ``sentences``, ``signs`` [n, len(SIGNS)]."""

    starts: list[int]
    sentences: list[int]
    signs: Floats

    def signs_of_sentences(self, n_sentences: int) -> NDArray[np.float32]:
        """The signs of all sentences, zeros for one that cannot begin a scene, [n_sentences, len(SIGNS)]."""
        found = np.zeros((n_sentences, len(SIGNS)), np.float32)
        np.maximum.at(found, self.sentences, self.signs)
        return found


class BorderSigns:
    """A text as the signs of its borders see it."""

    def __init__(
        self,
        syntax: Syntax,
        paragraphs: pa.Table,
        quote_spans: pa.Table,
        mentions: pa.Table,
        layers: pa.Table,
    ) -> None:
        self.syntax = syntax
        self.is_quoted = syntax.flags(quote_spans)
        self.quoted_before = np.concatenate([[0], np.cumsum(self.is_quoted)])
        self.is_prose = [kind == "prose" for kind in paragraphs["kind"].to_pylist()]
        self.paragraph_starts: list[int] = paragraphs["start"].to_pylist()
        self.layers = list(zip_columns(layers, "start", "end", "kind"))
        self.is_told = self._told()
        self.times = time_expressions(syntax)
        self.times_of_sentence: dict[int, list[TimeExpression]] = {}
        for time in self.times:
            self.times_of_sentence.setdefault(syntax.sentence[syntax.token_at(time.start)], []).append(time)
        self.motion, self.day = word_list("motion", "verbs"), word_list("motion", "times")
        self.going = word_list("presence", "leaves")
        self.lengths = Counter(syntax.paragraph)
        self.content = [
            lemma if pos in CONTENT and lemma not in COMMON else ""
            for lemma, pos in zip(syntax.lemma, syntax.pos, strict=True)
        ]
        self.people: dict[int, int] = {}
        self.places: dict[int, str] = {}
        for head, kind, entity in zip_columns(mentions, "head_token", "kind", "entity"):
            if kind in ("person", "group") and entity is not None:
                self.people[head] = entity
            elif kind in ("place", "vehicle") and syntax.pos[head] in ("NOUN", "PROPN"):
                self.places[head] = syntax.lemma[head].lower()

    def borders(self) -> Borders:
        """All places where a scene may begin."""
        rows: dict[int, Floats] = {}
        first, tense = 0, ""
        for token in range(1, len(self.syntax) + 1):
            if token < len(self.syntax) and self.syntax.sentence[token] == self.syntax.sentence[first]:
                continue
            paragraph = self.syntax.paragraph[first]
            if self.is_prose[paragraph] and (self.is_told[first] or not self.is_quoted[first]):
                is_first = first == 0 or self.syntax.paragraph[first - 1] != paragraph
                start = self.paragraph_starts[paragraph] if is_first else int(self.syntax.start[first])
                rows[start] = _row(self._signs(first, token, is_first, tense))
                for sign, share in self._changes(first, is_first):
                    rows[start][_COLUMN[sign]] = share
            tense = self._tense(first, token) or tense
            first = token
        for start, end, kind in self.layers:
            self._mark_layer(rows, start, end, kind)
        starts = sorted(rows)
        sentences = [self.syntax.sentence[max(self.syntax.token_at(start), 0)] for start in starts]
        return Borders(starts, sentences, np.array([rows[start] for start in starts]).reshape(len(starts), len(SIGNS)))

    def _told(self) -> list[bool]:
        """For each word whether it is told as narration is, though it may stand in quotation marks."""
        told = [False] * len(self.syntax)
        for start, end, kind in self.layers:
            if kind != "call":
                inside = self.syntax.tokens_in(start, end)
                told[inside.start : inside.stop] = [True] * len(inside)
        return told

    def _signs(self, first: int, last: int, is_first: bool, tense: str) -> Iterator[str]:
        """The signs at the sentence [first, last) of words; ``tense``: of the sentence before."""
        yield from self._position(first, is_first)
        yield from self._times(first)
        yield from self._places(first, last)
        yield from self._people(first, last, is_first)
        yield from self._opening(first, last, is_first)
        own = self._tense(first, last)
        if {tense, own} in ({"past", "present"}, {"present", "back"}):
            yield "tense changes"
        if own == "back" != tense:
            yield "told back begins"
        elif tense == "back" != own:
            yield "told back ends"

    def _position(self, first: int, is_first: bool) -> Iterator[str]:
        words = self.syntax.lower[first : first + 2]
        if is_first:
            yield "paragraph"
        if first < NEAR // 3:
            yield "first words of all"
        if self.is_told[first]:
            yield "in layer"
        if " ".join(words) in WAS:
            yield "opens: it was"
        if words[0] in ("and", "but", "or", "for", "yet"):
            yield "opens: and"
        if first and self.is_quoted[first - 1]:
            yield "after speech"
        if self.is_quoted[first]:
            yield "in speech"
        if self.quoted_before[min(first + NEAR, len(self.syntax))] > self.quoted_before[first]:
            yield "speech follows"
        elif is_first:
            yield "no speech follows, paragraph"

    def _times(self, first: int) -> Iterator[str]:
        for time in self.times_of_sentence.get(self.syntax.sentence[first], ()):
            token = self.syntax.token_at(time.start)
            if self.is_told[first] or not self.is_quoted[token]:
                sign = f"{'opens' if token < first + OPENING else 'says'}: {time.kind}"
                if sign in _COLUMN:
                    yield sign

    def _places(self, first: int, last: int) -> Iterator[str]:
        syntax = self.syntax
        known: set[str] | None = None
        for token in range(first, last):
            if token not in self.places or syntax.dep[token] not in ("pobj", "dobj", "npadvmod", "advmod"):
                continue
            if self.is_quoted[token] and not self.is_told[first]:
                continue
            if known is None:
                known = {self.places[t] for t in range(max(first - KNOWN, 0), first) if t in self.places}
            above = syntax.head[token]
            verb = syntax.head[above] if syntax.dep[token] == "pobj" else above
            is_new = self.places[token] not in known
            goes = syntax.lemma[verb] in self.motion or syntax.lower[above] in TOWARDS
            yield "goes to a place" if goes else "is at a place"
            if is_new:
                yield "place is new"
            if goes and is_new:
                yield "goes to a new place"
            if token < first + OPENING and syntax.dep[token] == "pobj":
                yield "opens with a place"

    def _people(self, first: int, last: int, is_first: bool) -> Iterator[str]:
        syntax = self.syntax
        subjects = (t for t in range(first, last) if syntax.dep[t] in OPENING_SUBJECTS and not self.is_quoted[t])
        somebody = self.people.get(next(subjects, -1))
        if somebody is None:
            return
        yield "somebody"
        if all(self.people.get(t) != somebody for t in range(max(first - NEAR, 0), first)):
            yield "somebody new"
            if is_first:
                yield "somebody new, paragraph"

    def _opening(self, first: int, last: int, is_first: bool) -> Iterator[str]:
        """What kind of sentence it is, and what comes before it."""
        syntax = self.syntax
        lead = next((token for token in range(first, last) if syntax.pos[token] not in ("PUNCT", "SPACE")), first)
        if syntax.dep[lead] == "mark" or syntax.tag[lead] in ("VBG", "VBN", "WRB"):
            yield "opens: side clause"
        elif syntax.dep[lead] == "prep":
            yield "opens: preposition"
        elif syntax.lower[lead] in THEN:
            yield "opens: then"
        elif syntax.pos[lead] == "PROPN":
            yield "opens: name"
        elif syntax.pos[lead] == "PRON":
            yield "opens: pronoun"
        if any(syntax.lower[token] in self.day for token in range(first, last)):
            yield "names a time of day"
        if syntax.lower[last - 1] == "?":
            yield "question"
        if is_first and syntax.pos[lead] == "NUM":
            yield "begins with a number"
        yield from self._before(first, is_first)

    def _before(self, first: int, is_first: bool) -> Iterator[str]:
        syntax = self.syntax
        start = first - 1
        while start > 0 and syntax.sentence[start - 1] == syntax.sentence[first - 1]:
            start -= 1
        verbs = {syntax.lemma[token] for token in range(max(start, 0), first) if syntax.pos[token] == "VERB"}
        if verbs & self.going:
            yield "left before"
        if verbs & ENDS:
            yield "slept or died before"
        if is_first:
            paragraph = syntax.paragraph[first]
            length = self.lengths[paragraph]
            if length > LONG_PARAGRAPH:
                yield "paragraph is long"
            if paragraph and self.lengths[paragraph - 1] > LONG_PARAGRAPH:
                yield "paragraph before is long"
            if length < LABEL and syntax.lower[min(first + length, len(syntax)) - 1] not in (*".?!,:;…\"”’'",):
                yield "label"

    def _changes(self, first: int, is_first: bool) -> Iterator[tuple[str, float]]:
        """How much the people and the words after a border are others than before it, 0 to 1."""
        before, after = (
            {self.people[t] for t in side if t in self.people} for side in _sides(first, NEAR, len(self.syntax))
        )
        common = len(before & after)
        yield "share of people gone", 1 - common / max(len(before), 1)
        yield "share of people new", 1 - common / max(len(after), 1)
        yield "nobody before stays", not common
        told, telling = (
            {self.content[t] for t in side if self.content[t]} for side in _sides(first, COHERENT, len(self.syntax))
        )
        share = len(told & telling) / max(min(len(told), len(telling)), 1)
        yield "share of words in common", share
        yield "few words in common, paragraph", is_first and share < RARE

    def _tense(self, first: int, last: int) -> str:
        """The tense of a sentence's main verb outside speech, past, present or back ("had gone"); empty without one."""
        syntax = self.syntax
        for token in range(first, last):
            if syntax.dep[token] == "ROOT" and not self.is_quoted[token]:
                tags = [syntax.tag[token], *(syntax.tag[t] for t in syntax.children[token] if syntax.dep[t] == "aux")]
                if "VBN" in tags and any(syntax.lower[t] in ("had", "'d", "’d") for t in syntax.children[token]):
                    return "back"
                return "past" if "VBD" in tags else "present" if {"VBZ", "VBP"} & set(tags) else ""
        return ""

    def _mark_layer(self, rows: dict[int, Floats], start: int, end: int, kind: str) -> None:
        """Note the borders of a layer at the sentences that begin there, or in mid-sentence where none does."""
        inside = self.syntax.tokens_in(start, end)
        for side, token in (("begins", inside.start), ("ends", inside.stop)):
            if token >= len(self.syntax) or not self.is_prose[self.syntax.paragraph[token]]:
                continue
            opens_paragraph = token == 0 or self.syntax.paragraph[token] != self.syntax.paragraph[token - 1]
            at = (
                self.paragraph_starts[self.syntax.paragraph[token]]
                if opens_paragraph
                else int(self.syntax.start[token])
            )
            row = rows.setdefault(at, _row(()))
            row[_COLUMN[f"{side}: {kind}"]] = 1
            row[_COLUMN[f"{side} short"]] = len(inside) < SHORT
            row[_COLUMN[f"{side} long"]] = len(inside) > LONG
            row[_COLUMN["layer of paragraphs"]] = opens_paragraph


def _row(signs: Iterator[str] | tuple[()]) -> Floats:
    row = np.zeros(len(SIGNS))
    row[[0, *(_COLUMN[sign] for sign in signs)]] = 1
    return row


def _sides(first: int, words: int, length: int) -> tuple[range, range]:
    """The words before and after a border."""
    return range(max(first - words, 0), first), range(first, min(first + words, length))
