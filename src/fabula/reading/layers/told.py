"""Tales: what somebody tells at length of what has happened, with the interruptions of the hearers.

What shows one: a quotation, or several of one speaker that follow each other, whose sentences are mostly in the past
tense; it is trimmed to them ("Now," he pursued, "concerning Miss Havisham. She was a spoilt child.") A sentence that
announces it ("He told them the story of", "thus began his tale") makes less do. A tale may be told without marks, after
words such as "she commenced".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fabula.reading.layers.best import best_stretches
from fabula.reading.layers.page import OTHER, PAST, PERFECT, PLUPERFECT, PRESENT, WILL, Candidate, Page, Utterance

ANNOUNCED = re.compile(
    r"\b(?:tell|tells|told|telling|relate[sd]?|recount(?:s|ed)?|narrate[sd]?|beg[au]n|begins|hear|heard|commenced)\b"
    r"[^.!?\n]{0,60}\b(?:story|stories|tale|history|narrative|adventures?|anecdote)\b"
    r"|\bonce\s+upon\s+a\s+time\b|\b(?:there\s+was\s+once|once,?\s+there\s+was)\b|\btold\s+it\s+(?:afterwards"
    r"|again|all)\b"
    r"|['‘“\"]Tell\s+(?:it|us|me)\b",
    re.IGNORECASE,
)
UNMARKED = re.compile(
    r"[,—–-]\s*(?:he|she|they|[A-Z]\w+|the \w+)\s+(?:commenced|began|related|narrated)\b|\bthus\s+(?:began|related)\b"
)
INNER_SPEECH = {  # by the outer mark
    is_double: re.compile(rf"(?<!\w)[{opening}](?=[A-Z])[^“”\"‘]{{1,400}}?(?<=[.,!?…—-])[{closing}](?!\w)")
    for is_double, opening, closing in ((True, "'‘", "'’"), (False, '"“', '"”'))
}
FEWEST_AT_ONCE, FEWEST_WORDS, LEAST_WEIGHT = 3, 60, 3.0  # sentences told back in one quotation of a tale; of the whole
FEWEST_ANNOUNCED_WORDS, LEAST_ANNOUNCED_WEIGHT = 25, 2.0
BACK, NOW, NEITHER, PAUSE = 1.0, -0.6, 0.0, -0.4  # what a sentence and each paragraph of a pause add to a tale
LIGHT = 1.2  # what a quotation adds that may be no part of the tale after it
LONGEST_PAUSE = 6  # paragraphs between two parts of a tale
SHORT_PAUSE = 3, 800  # paragraphs or characters between two that are one, whoever seems to speak
BEFORE, INTO = 300, 120  # characters before and after its beginning that may announce it
LONG = 250  # words, from which on it is surer


@dataclass(frozen=True)
class _Sentence:
    """A sentence of a quotation, and what it adds to a tale; ``pause`` is what the gap before it takes away."""

    start: int
    end: int
    weight: float
    pause: float
    utterance: Utterance


def find_tales(page: Page) -> Iterator[Candidate]:
    """Tales in quotation marks, and those told without."""
    spoken: dict[int | None, list[_Sentence]] = defaultdict(list)
    for utterance in page.utterances:
        if utterance.kind == "speech" and utterance.mode != "call":
            known = spoken[utterance.speaker]
            known += _sentences(page, utterance, known[-1] if known else None)
    tales = []
    for sentences in spoken.values():
        for low, high in best_stretches([(one.weight, one.pause) for one in sentences]):
            candidate = _candidate(page, _without_lead(sentences[low:high]))
            if candidate is not None:
                tales.append(candidate)
    yield from _joined(page, sorted(tales, key=lambda tale: (tale.start, -tale.end)))
    yield from _unmarked(page)


def _without_lead(tale: Sequence[_Sentence]) -> Sequence[_Sentence]:
    """A tale without a first quotation that tells next to nothing and stands apart: "Who's died?" """
    weights: dict[int, float] = defaultdict(float)
    for one in tale:
        weights[one.utterance.row] += one.weight
    rows = list(weights)
    kept = 0
    while kept + 1 < len(rows) and weights[rows[kept]] <= LIGHT and weights[rows[kept]] < weights[rows[kept + 1]]:
        kept += 1
    return [one for one in tale if one.utterance.row >= rows[kept]]


def _joined(page: Page, tales: Sequence[Candidate]) -> Iterator[Candidate]:
    """Tales that follow each other closely are one, whoever seems to speak: the longer part says whose it is."""
    last: Candidate | None = None
    for tale in tales:
        if last is not None and _is_soon(page, last.end, tale.start):
            longer = max(last, tale, key=lambda one: one.end - one.start)
            sure = max(last.confidence, tale.confidence)
            last = replace(longer, start=last.start, end=max(last.end, tale.end), confidence=sure)
        else:
            if last is not None:
                yield last
            last = tale
    if last is not None:
        yield last


def _is_soon(page: Page, end: int, start: int) -> bool:
    """Whether there is no more than a short pause between two tales."""
    few = page.paragraph_at(start) - page.paragraph_at(end - 1) <= SHORT_PAUSE[0]
    return few or start - end <= SHORT_PAUSE[1]


def _sentences(page: Page, utterance: Utterance, before: _Sentence | None) -> list[_Sentence]:
    found: list[_Sentence] = []
    pause = 0.0
    if before is not None:
        gap = page.paragraph_at(utterance.start) - page.paragraph_at(before.end - 1)
        is_far = (
            gap > LONGEST_PAUSE
            or page.section[page.paragraph_at(utterance.start)] != (page.section[page.paragraph_at(before.end - 1)])
        )
        pause = -1000.0 if is_far else PAUSE * max(gap - 1, 0)
    marks = INNER_SPEECH[page.text[utterance.start] in '"“«']
    inner = [found.span() for low, high in utterance.spans for found in marks.finditer(page.flat, low + 1, high - 1)]
    n_paragraphs = page.paragraph_at(utterance.end - 1) - page.paragraph_at(utterance.start) + 1
    now = NOW / 2 if n_paragraphs > 2 else NOW  # whoever speaks on over paragraphs tells something
    for low, high in utterance.spans:
        for sentence in page.sentences_of(low, high):
            start, end = max(page.starts[sentence], low), min(page.ends[sentence], high)
            if end - start >= 2:
                is_inner = any(opens <= start + 1 and start < closes for opens, closes in inner)
                weight = NEITHER if is_inner else _weight(page, sentence, start, end, now)
                found.append(_Sentence(start, end, weight, pause, utterance))
                pause = 0.0
    return found


def _weight(page: Page, sentence: int, start: int, end: int, now: float) -> float:
    """What a sentence adds to a tale: by the tenses of its main verbs."""
    said = page.said[sentence]
    past = int(said[PAST] + said[PLUPERFECT])
    other = int(said[PRESENT] + said[WILL] + said[PERFECT] + said[OTHER])
    if page.flat[start:end].rstrip("”’'\" ").endswith("?"):
        return now
    return now + (BACK - now) * past / (past + other) if past + other else NEITHER


def _candidate(page: Page, tale: Sequence[_Sentence]) -> Candidate | None:
    """The tale, if it is long enough for one."""
    first, last = tale[0].utterance, tale[-1].utterance
    shown = _announced(page, first)
    weight = sum(one.weight + one.pause for one in tale) - tale[0].pause
    words = sum(len(page.syntax.tokens_in(one.start, one.end)) for one in tale)
    at_once = max(Counter(one.utterance.row for one in tale if one.weight > 0).values())
    if shown:
        if words < FEWEST_ANNOUNCED_WORDS or weight < LEAST_ANNOUNCED_WEIGHT:
            return None
    elif words < FEWEST_WORDS or weight < LEAST_WEIGHT or at_once < FEWEST_AT_ONCE:
        return None
    start, end = _whole(first, last, tale[0].start, tale[-1].end)
    speaker = first.speaker
    listeners = tuple(dict.fromkeys(e for one in tale for e in one.utterance.addressees if e != speaker))
    sure = 0.85 if shown and words > LONG else 0.75 if shown or words > LONG else 0.6
    return Candidate(start, end, "told", sure, shown or (tale[0].start, tale[0].end), speaker, speaker, listeners)


def _whole(first: Utterance, last: Utterance, start: int, end: int) -> tuple[int, int]:
    """With the marks of the quotations, where the tale fills them."""
    for low, _ in first.spans:
        if low < start <= low + 2:
            start = low
    for _, high in last.spans:
        if high - 2 <= end < high:
            end = high
    return start, end


def _announced(page: Page, first: Utterance) -> tuple[int, int] | None:
    """The words just before the first quotation, or its first ones, that announce a tale."""
    paragraph = page.paragraphs[max(page.paragraph_at(first.start) - 1, 0)]
    start = max(paragraph[0], first.start - BEFORE)
    announced = [found.span() for found in ANNOUNCED.finditer(page.flat, start, first.start + INTO)]
    return announced[-1] if announced else None


def _unmarked(page: Page) -> Iterator[Candidate]:
    """A tale that goes on without marks from "she commenced" to the end of the chapter."""
    for number, (start, end) in enumerate(page.paragraphs):
        if page.kinds[number] != "prose":
            continue
        found = UNMARKED.search(page.flat, start, min(start + 200, end))
        if not found or page.utterance_at(found.start()) or page.utterance_at(start):
            continue
        sentences = page.sentences_in(start, end)
        first = page.tokens(sentences[0]) if sentences else range(0)
        if not any(page.syntax.lower[token] == "i" for token in first):
            continue
        verb = page.syntax.token_at(found.end() - 1)
        owner = page.who(page.subject(verb))
        yield Candidate(start, page.section_bounds(number)[1], "told", 0.7, found.span(), owner, owner)
