"""Memories: what the narration tells of a time before its present, for at least a sentence.

What shows one, where the story is told in the past tense: main verbs in the pluperfect or with "used to", words of
remembering, times such as "years ago" and "when he was a boy". It slides into the simple past and goes on to the end of
its paragraph, unless "now" or dialogue comes before. Where the story is told in the present tense the simple past is
enough. A single "had" that only explains is none. A section between breaks that begins "Seven years earlier" is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from fabula.lexicon.lists import word_list
from fabula.reading.layers.best import best_stretches
from fabula.reading.layers.page import OTHER, PAST, PERFECT, PLUPERFECT, PRESENT, WILL, WOULD, Candidate, Page

EARLIER = re.compile(
    r"\b(?:years?|months|weeks|summers?|winters?|days|decades?|ages) (?:ago|before|earlier|previously)\b|\blong ago\b"
    r"|\b(?:one time|once,? (?:when|long|upon|in)|not long before|some time before|the (?:day|night|week"
    r"|year) before)\b"
    r"|\b(?:when|since|while) (?:i|he|she|they|we|you) (?:was|were|had been) (?:a |an |only |still |about |just )*"
    r"(?:little |small |young )*(?:girl|boy|child|baby|young|little|small|kid|\w+teen|six|seven|eight|nine|ten"
    r"|eleven|twelve"
    r"|growing|at school|in)\b"
    r"|\bat \w+ years old\b|\b(?:the|that) (?:summer|winter|spring|autumn|year|day|night|morning) (?:when "
    r"|that )?(?:he|she|I|they|we|you)"
    r" (?:was|were|turned|had|first|left|came)\b|\bas a (?:little |small |young )?(?:girl|boy|child|youth"
    r"|student)\b|\b(?:in|from|since) (?:his|her|my|their) "
    r"(?:childhood|youth|boyhood|girlhood|infancy)\b|\bat (?:a|an) (?:very )?early age\b|\bin (?:the )?(?:old"
    r"|former) days\b",
    re.IGNORECASE,
)
SECTION_EARLIER = re.compile(
    r"[^.!?\n]{0,40}\b(?:years?|months|weeks|days|hours|decades?) (?:earlier|ago|before|previously)\b|\W*(?:then"
    r"|before)\W*$",
    re.IGNORECASE,
)
RETURN = re.compile(
    r"\b(?<!until )(?<!by )(?<!just )(?<!every )(?<!before )(?<!than )now\b(?! and then| and again)|\b(?:today"
    r"|to-day|tonight"
    r"|to-night|this (?:morning|evening|afternoon)|at present|even yet)\b|^\W*(?:at last|suddenly)\b",
    re.IGNORECASE,
)
TOLD_BACK, EACH_MORE, REMEMBERED, EARLIER_TIME = 1.0, 0.3, 1.0, 1.0  # what a sentence adds to a memory
SLIDE, COLD, NEW_PARAGRAPH, DIALOGUE, BACK_NOW, NO_VERB = (
    -0.25,
    -0.5,
    -1.2,
    -1.2,
    -20.0,
    -0.05,
)  # and what takes from it
CROSSING = 0.0  # what each further paragraph takes
PRESENT_TENSE, PAST_IN_PRESENT = -1.5, 1.0
LEAST_WEIGHT, LEAST_OPENING, LEAST_SHOWN = 2.8, 2.2, 1.9  # else, opening a paragraph, with words of time or remembering
LEAST_SURE = 4.0
FEWEST_WORDS = 20
LONG_ENOUGH = 60  # characters of what is remembered
LEAST_IN_PRESENT, LEAST_IN_LETTER, FEWEST_WORDS_IN_PRESENT = 1.5, 5.0, 18  # a letter tells what has just been


@dataclass(frozen=True)
class _Sentence:
    """A sentence of the narration: what it adds to a memory, and whether it may belong to one that has begun."""

    number: int
    weight: float
    slides: bool
    shows: tuple[int, int] | None
    owner: int | None


def find_memories(page: Page) -> Iterator[Candidate]:
    """Memories told by the narration."""
    had = count_pluperfects(page)
    for first, last, is_after_break in _sections(page):
        low, high = page.paragraphs[first][0], page.paragraphs[last][1]
        whole = SECTION_EARLIER.match(page.flat, low, min(high, low + 90)) if is_after_break else None
        if whole:
            yield Candidate(low, high, "memory", 0.6, whole.span(), page.mind_at(low))
            continue
        for numbers in _by_voice(page, page.sentences_in(low, high)):
            is_present = page.tense_at(page.starts[numbers[0]]) == "present"
            sentences = _weighed_in_present(page, numbers) if is_present else _weighed_in_past(page, numbers, had)
            for begin, end in best_stretches(_with_crossings(page, sentences)):
                candidate = _candidate(page, sentences, begin, end, is_present, had)
                if candidate is not None:
                    yield candidate


def _with_crossings(page: Page, sentences: Sequence[_Sentence]) -> list[tuple[float, float]]:
    """The weight of each sentence, and of the gap before it."""
    paragraphs = [page.paragraph[one.number] for one in sentences]
    crossed = [0.0, *(CROSSING if one != other else 0.0 for one, other in pairwise(paragraphs))]
    return [(one.weight, gap) for one, gap in zip(sentences, crossed, strict=True)]


def _by_voice(page: Page, numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """The sentences of a section, those of a letter apart."""
    first = 0
    for place in range(1, len(numbers) + 1):
        if place == len(numbers) or page.telling_at(page.starts[numbers[place]]) != page.telling_at(
            page.starts[numbers[first]]
        ):
            yield numbers[first:place]
            first = place


def _sections(page: Page) -> Iterator[tuple[int, int, bool]]:
    """First and last paragraph of each section of prose, and whether another comes before it."""
    number = 0
    while number < len(page.kinds):
        first, last = page.section_paragraphs(number)
        if page.kinds[first] == "prose":
            yield first, last, first > 0
        number = last + 1


def count_pluperfects(page: Page) -> list[int]:
    """For each sentence how often its narration has "had" with a participle, in any clause."""
    syntax = page.syntax
    counts = np.zeros(len(page.starts), dtype=np.int64)
    for token, word in enumerate(syntax.lower):
        is_aux = word in ("had", "'d") and syntax.dep[token] in ("aux", "auxpass") and not page.is_quoted[token]
        if is_aux and syntax.tag[syntax.head[token]] == "VBN":
            counts[syntax.sentence[token]] += 1
    found: list[int] = counts.tolist()
    return found


def _remembering(page: Page, sentence: int) -> int | None:
    """The verb of remembering in the narration of a sentence."""
    verbs, syntax = word_list("levels", "remembering"), page.syntax
    for token in page.tokens(sentence):
        if syntax.lemma[token].lower() in verbs and syntax.pos[token] == "VERB" and not page.is_quoted[token]:
            children = [syntax.dep[child] for child in syntax.children[token]]
            is_to = any(dep == "xcomp" for dep in children)
            if "neg" not in children and not is_to and syntax.tag[token] in ("VBD", "VBZ", "VBP", "VBG"):
                return token
    return None


def _weighed_in_past(page: Page, numbers: Sequence[int], had: Sequence[int]) -> list[_Sentence]:
    """The sentences of a section told in the past tense."""
    found = []
    paragraph, is_warm = -1, False
    for number in numbers:
        told = page.told[number]
        is_new, paragraph = page.paragraph[number] != paragraph, page.paragraph[number]
        if not page.words_told[number]:
            found.append(_Sentence(number, DIALOGUE if is_new else DIALOGUE / 3, False, None, None))
            continue
        text = page.flat[page.starts[number] : page.ends[number]]
        verb = _remembering(page, number)
        earlier = EARLIER.search(text)
        shows, owner = None, None
        weight = 0.0
        is_question = text.rstrip("”’'\" ").endswith("?")
        if told[PLUPERFECT] and told[PLUPERFECT] >= told[PAST] and not is_question:
            weight += TOLD_BACK + EACH_MORE * min(max(had[number] - 1, 0), 2)
        if verb is not None and page.ends[number] - int(page.syntax.end[verb]) >= LONG_ENOUGH:
            weight += REMEMBERED
            shows = int(page.syntax.start[verb]), int(page.syntax.end[verb])
            owner = page.who(page.subject(verb))
        if earlier and not page.is_quoted[page.syntax.token_at(page.starts[number] + earlier.start())]:
            weight += EARLIER_TIME
            shows = shows or (page.starts[number] + earlier.start(), page.starts[number] + earlier.end())
        returns = bool(RETURN.search(text)) or bool(told[PRESENT] + told[WILL])
        if returns:
            weight = min(weight, 0.0) + BACK_NOW
        elif not weight:
            slide = SLIDE if is_warm and not is_new else COLD
            weight = NEW_PARAGRAPH if is_new else slide if told[PAST] + told[WOULD] else NO_VERB
        is_warm = (is_warm and not is_new and not returns) or weight >= TOLD_BACK
        found.append(_Sentence(number, weight, not returns, shows, owner))
    return found


def _weighed_in_present(page: Page, numbers: Sequence[int]) -> list[_Sentence]:
    """The sentences of a section told in the present tense."""
    found = []
    paragraph = -1
    for number in numbers:
        told = page.told[number]
        is_new, paragraph = page.paragraph[number] != paragraph, page.paragraph[number]
        back = int(told[PAST] + told[PLUPERFECT])
        now = int(told[PRESENT] + told[PERFECT] + told[WILL] + told[OTHER])
        if not page.words_told[number]:
            weight = DIALOGUE if is_new else 0.0
        elif back + now == 0:
            weight = NO_VERB
        else:
            weight = PRESENT_TENSE + (PAST_IN_PRESENT - PRESENT_TENSE) * back / (back + now)
        verb = _remembering(page, number)
        owner = None if verb is None else page.who(page.subject(verb))
        found.append(_Sentence(number, weight, back >= now, None, owner))
    return found


def _candidate(
    page: Page, sentences: Sequence[_Sentence], low: int, high: int, is_present: bool, had: Sequence[int]
) -> Candidate | None:
    """The memory, with the rest of its paragraph, if enough shows it."""
    weight = sum(one.weight for one in sentences[low:high])
    shows = next((one.shows for one in sentences[low:high] if one.shows), None)
    n_had = sum(had[one.number] for one in sentences[low:high])
    if is_present:
        words = sum(page.words_told[one.number] for one in sentences[low:high])
        least = LEAST_IN_LETTER if page.is_letter_at(page.starts[sentences[low].number]) else LEAST_IN_PRESENT
        if weight < least and (least > LEAST_IN_PRESENT or words < FEWEST_WORDS_IN_PRESENT):
            return None
    else:
        opens = page.starts[sentences[low].number] in page.first_of_paragraph
        least = LEAST_SHOWN if shows else LEAST_OPENING if opens else LEAST_WEIGHT
        if weight < least or not (n_had or shows):
            return None
        n_back = sum(one.weight >= TOLD_BACK for one in sentences[low:high])
        if n_back > 1 or opens:
            while high < len(sentences) and sentences[high].slides and _goes_on(page, sentences, high):
                high += 1
        words = sum(page.words_told[one.number] for one in sentences[low:high])
        if words < FEWEST_WORDS:
            return None
    first, last = sentences[low].number, sentences[high - 1].number
    start, end = page.starts[first], page.ends[last]
    owner = next((one.owner for one in sentences[low:high] if one.owner is not None), None)
    sure = 0.7 if weight >= LEAST_SURE else 0.5
    return Candidate(
        start, end, "memory", sure, shows or _first_verb(page, first), page.mind_at(start) if owner is None else owner
    )


def _goes_on(page: Page, sentences: Sequence[_Sentence], high: int) -> bool:
    """Whether a sentence stands in the paragraph of the one before."""
    return page.paragraph[sentences[high].number] == page.paragraph[sentences[high - 1].number]


def _first_verb(page: Page, sentence: int) -> tuple[int, int]:
    """The first "had" or past tense of a sentence."""
    for token in page.tokens(sentence):
        if page.syntax.tag[token] == "VBD" and not page.is_quoted[token]:
            return int(page.syntax.start[token]), int(page.syntax.end[token])
    return page.starts[sentence], page.ends[sentence]
