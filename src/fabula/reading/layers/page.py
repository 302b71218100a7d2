"""What the finders of layers look at: sentences with the tenses of their main verbs, quotations, sections, people."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula.language.syntax import SUBJECTS, Syntax
from fabula.lexicon.nouns import FIRST_SINGULAR
from fabula.schema import zip_columns

Counts = NDArray[np.int64]

FORMS = ("pluperfect", "past", "present", "perfect", "would", "will", "other")
PLUPERFECT, PAST, PRESENT, PERFECT, WOULD, WILL, OTHER = range(len(FORMS))


@dataclass(frozen=True)
class Candidate:
    """A stretch that may be a layer; ``evidence`` are the words that show it, ``owner`` and the like are entities."""

    start: int
    end: int
    kind: str
    confidence: float
    evidence: tuple[int, int]
    owner: int | None = None
    narrator: int | None = None
    addressees: tuple[int, ...] = ()
    owner_shown: tuple[int, int] | None = None


@dataclass(frozen=True)
class Utterance:
    """A quotation with all its stretches."""

    row: int
    start: int
    end: int
    kind: str
    mode: str
    speaker: int | None
    spans: list[tuple[int, int]] = field(default_factory=list)
    addressees: list[int] = field(default_factory=list)


MARKS = "\"“'‘«"
ONE_LINE = str.maketrans("\n\r\t", "   ")


class Page:
    """One text. ``told`` and ``said``, int [sentences, forms], count main verbs outside and inside quotations."""

    def __init__(
        self,
        paragraphs: pa.Table,
        syntax: Syntax,
        quotes: pa.Table,
        quote_spans: pa.Table,
        quote_addressees: pa.Table,
        mentions: pa.Table,
        entities: pa.Table,
        tellers: pa.Table,
        narration: pa.Table,
    ) -> None:
        self.syntax, self.text = syntax, syntax.source
        self.flat = self.text.translate(ONE_LINE)  # of the same length: phrases go on over the ends of lines
        self.paragraphs = list(zip_columns(paragraphs, "start", "end"))
        self.kinds: list[str] = paragraphs["kind"].to_pylist()
        self.paragraph_starts = [start for start, _ in self.paragraphs]
        self.first_of_paragraph = frozenset(self.paragraph_starts)
        self.section = self._sections()
        first = np.flatnonzero(np.diff(syntax.sentence, prepend=-1))
        self.first_token: list[int] = first.tolist()
        self.starts: list[int] = syntax.start[first].tolist()
        self.ends: list[int] = syntax.end[np.append(first[1:], len(syntax)) - 1].tolist() if len(first) else []
        self.paragraph: list[int] = [syntax.paragraph[token] for token in self.first_token]
        self.tellers = _with_tenses(tellers, narration)
        self.teller_starts = [start for start, *_ in self.tellers]
        utterances = _utterances(quotes, quote_spans, quote_addressees)
        self.utterances = [one for one in utterances if not self._is_letter_in_marks(one)]
        spans = [span for one in self.utterances for span in one.spans]
        self.is_quoted: NDArray[np.bool_] = np.array(syntax.flags(_table_of(spans)), dtype=bool)
        self.told, self.said = _main_verbs(syntax, self.is_quoted, len(self.starts))
        self.is_person = [kind in ("person", "group") for kind in entities["kind"].to_pylist()]
        self.entity_of = {
            head: entity
            for head, entity in zip_columns(mentions, "head_token", "entity")
            if entity is not None and self.is_person[entity]
        }
        self.narration = list(zip_columns(narration, "start", "narrator", "focal"))
        self.narration_starts = [start for start, *_ in self.narration]

    @cached_property
    def words_told(self) -> list[int]:
        """For each sentence how many tokens stand outside quotations."""
        counts = np.bincount(
            np.asarray(self.syntax.sentence, dtype=np.int64)[~self.is_quoted], minlength=len(self.starts)
        )
        found: list[int] = counts.tolist()
        return found

    def tokens(self, sentence: int) -> range:
        """The tokens of a sentence."""
        after = self.first_token[sentence + 1] if sentence + 1 < len(self.starts) else len(self.syntax)
        return range(self.first_token[sentence], after)

    def sentence_at(self, position: int) -> int:
        """The last sentence that begins at or before ``position``; the first for one before all."""
        return max(bisect_right(self.starts, position) - 1, 0)

    def sentences_in(self, start: int, end: int) -> range:
        """The sentences that begin in [start, end)."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def sentences_of(self, start: int, end: int) -> range:
        """The sentences that [start, end) has a part in."""
        return range(self.sentence_at(start), self.sentences_in(start, end).stop)

    def paragraph_at(self, position: int) -> int:
        """The last paragraph that begins at or before ``position``; the first for one before all."""
        return max(bisect_right(self.paragraph_starts, position) - 1, 0)

    def _sections(self) -> list[int]:
        """For each paragraph the number of its section: a heading, a break or a wider gap begins a new one."""
        gaps = [self.text.count("\n", end, after) for (_, end), (after, _) in pairwise(self.paragraphs)]
        usual = int(np.median(gaps)) if gaps else 0
        sections, section = [], 0
        for number, kind in enumerate(self.kinds):
            if kind != "prose" or (number and (gaps[number - 1] > usual or self.kinds[number - 1] != "prose")):
                section += 1
            sections.append(section)
        return sections

    def section_paragraphs(self, paragraph: int) -> tuple[int, int]:
        """The first and the last paragraph of the section around one."""
        section = self.section[paragraph]
        return bisect_left(self.section, section), bisect_right(self.section, section) - 1

    def section_bounds(self, paragraph: int) -> tuple[int, int]:
        """Where the section around a paragraph begins and ends."""
        first, last = self.section_paragraphs(paragraph)
        return self.paragraphs[first][0], self.paragraphs[last][1]

    def telling_at(self, position: int) -> int:
        """The stretch that one voice tells, or the letter, as a row of ``tellers``; -1 before the first."""
        return bisect_right(self.teller_starts, position) - 1

    def tense_at(self, position: int) -> str:
        """The tense in which the stretch of narration is told."""
        row = self.telling_at(position)
        return self.tellers[row][2] if row >= 0 else "past"

    def is_letter_at(self, position: int) -> bool:
        """Whether the stretch is a letter."""
        row = self.telling_at(position)
        return row >= 0 and self.tellers[row][5] is not None and position < self.tellers[row][1]

    def _is_letter_in_marks(self, utterance: Utterance) -> bool:
        """Whether a quotation is a letter, or a part of one, that stands in marks itself."""
        row = self.telling_at(utterance.start)
        if utterance.kind == "writing" or not self.is_letter_at(utterance.start):
            return False
        mark = self.text[self.tellers[row][0]]
        return mark in MARKS and self.text[utterance.start] == mark

    def teller_at(self, position: int) -> int | None:
        """Who says "I" there."""
        row = self.telling_at(position)
        teller: int | None = self.tellers[row][4] if row >= 0 else None
        return teller

    def mind_at(self, position: int) -> int | None:
        """Who tells it, or else through whose senses it is told."""
        teller = self.teller_at(position)
        if teller is not None:
            return teller
        row = bisect_right(self.narration_starts, position) - 1
        if row < 0:
            return None
        _, narrator, focal = self.narration[row]
        mind: int | None = focal if narrator is None else narrator
        return mind

    def subject(self, verb: int) -> int | None:
        """The token that is the subject of a verb, of its auxiliary, or of the verb that it is joined to."""
        syntax = self.syntax
        for _ in range(4):
            for child in syntax.children[verb]:
                if syntax.dep[child] in SUBJECTS:
                    return child
            if syntax.head[verb] == verb or syntax.dep[verb] not in ("conj", "xcomp", "aux", "auxpass", "advcl"):
                return None
            verb = syntax.head[verb]
        return None

    def who(self, token: int | None) -> int | None:
        """Whom a token means; "I" of the narration is its teller."""
        if token is None:
            return None
        found = self.entity_of.get(token)
        if found is None and self.syntax.lower[token] in FIRST_SINGULAR and not self.is_quoted[token]:
            return self.teller_at(int(self.syntax.start[token]))
        return found

    def utterances_in(self, start: int, end: int) -> Iterator[Utterance]:
        """The quotations that begin in [start, end)."""
        low = bisect_left(self.utterance_starts, start)
        while low < len(self.utterances) and self.utterances[low].start < end:
            yield self.utterances[low]
            low += 1

    @cached_property
    def utterance_starts(self) -> list[int]:
        """Where the quotations begin."""
        return [utterance.start for utterance in self.utterances]

    def utterance_at(self, position: int) -> Utterance | None:
        """The quotation around a position."""
        row = bisect_right(self.utterance_starts, position) - 1
        if row >= 0 and position < self.utterances[row].end:
            return self.utterances[row]
        return None


def _table_of(spans: Sequence[tuple[int, int]]) -> pa.Table:
    return pa.table({"start": [start for start, _ in spans], "end": [end for _, end in spans]})


def _with_tenses(tellers: pa.Table, narration: pa.Table) -> list[tuple[int, int, str, str, int | None, int | None]]:
    """Start, end, tense, person, narrator and letter of the stretches; the tense is that of most of the stretch."""
    tenses = list(zip_columns(narration, "start", "end", "tense"))
    starts = [start for start, *_ in tenses]
    found = []
    for start, end, person, narrator, letter in zip_columns(tellers, "start", "end", "person", "narrator", "letter"):
        low, high = max(bisect_right(starts, start) - 1, 0), bisect_left(starts, end)
        is_present = sum(
            (min(end, last) - max(start, first)) * (1 if tense == "present" else -1)
            for first, last, tense in tenses[low:high]
        )
        found.append((start, end, "present" if is_present > 0 else "past", person, narrator, letter))
    return found


def _utterances(quotes: pa.Table, quote_spans: pa.Table, quote_addressees: pa.Table) -> list[Utterance]:
    found = [
        Utterance(row, *values)
        for row, values in enumerate(zip_columns(quotes, "start", "end", "kind", "mode", "speaker"))
    ]
    for quote, start, end in zip_columns(quote_spans, "quote", "start", "end"):
        found[quote].spans.append((start, end))
    for quote, entity in zip_columns(quote_addressees, "quote", "entity"):
        if entity is not None:
            found[quote].addressees.append(entity)
    return found


def _main_verbs(syntax: Syntax, is_quoted: NDArray[np.bool_], n_sentences: int) -> tuple[Counts, Counts]:
    """The forms of the finite main verbs of each sentence, outside and inside quotations, int [n_sentences, FORMS].

    A main verb is the root of a sentence, or joined to it by "and"; "used to" counts as pluperfect: it is told back.
    """
    n = len(syntax)
    tag, dep, lower = (np.array(column, dtype=object) for column in (syntax.tag, syntax.dep, syntax.lower))
    head = np.asarray(syntax.head, dtype=np.int64)
    is_conj = dep == "conj"
    main = (dep == "ROOT") | (is_quoted & ~is_quoted[head]) if n else dep == "ROOT"  # "I went," he said
    for _ in range(4):
        main = main | (is_conj & main[head]) if n else main
    is_aux = (dep == "aux") | (dep == "auxpass")
    is_finite = np.isin(tag, ("VBD", "VBZ", "VBP", "MD")) if n else main
    at = np.where(is_aux, head, np.arange(n))
    form = np.full(n, OTHER)
    form[tag == "VBD"] = PAST
    form[(tag == "VBZ") | (tag == "VBP")] = PRESENT
    is_modal = tag == "MD"
    form[is_modal & np.isin(lower, ("would", "'d", "should", "d"))] = WOULD
    is_past_modal = is_modal & np.isin(lower, ("could", "might", "must", "ought"))  # of now or then: they tell nothing
    form[is_modal & np.isin(lower, ("will", "'ll", "shall", "wo", "sha", "ll"))] = WILL
    participle = np.isin(tag[head], ("VBN", "VBD")) if n else main
    is_have = is_aux & participle & np.isin(lower, ("had", "'d", "have", "has", "'ve", "'s", "d", "ve", "hath"))
    form[is_have & ((lower == "had") | (np.isin(lower, ("'d", "d")) & ((tag != "MD") | (tag[head] == "VBN"))))] = (
        PLUPERFECT
    )
    form[is_have & np.isin(lower, ("have", "has", "'ve", "ve", "hath")) & is_finite] = PERFECT
    used_to = (lower == "used") & (tag == "VBD") & (np.append(lower[1:], [""])[:n] == "to")
    form[used_to] = PLUPERFECT
    counts = np.zeros((2, n_sentences, len(FORMS)), dtype=np.int64)
    chosen = is_finite & main[at] if n else main
    # "was walking" has one finite verb; a participle tagged as past beside its "had" has none of its own
    has_aux = np.zeros(n, dtype=bool)
    has_aux[head[is_aux & is_finite]] = True
    chosen &= (is_aux | ~has_aux) & ~is_past_modal
    sentence = np.asarray(syntax.sentence, dtype=np.int64)
    np.add.at(counts, (is_quoted[chosen].astype(np.int64), sentence[chosen], form[chosen]), 1)
    return counts[0], counts[1]
