"""What each sentence shows of the level that it is told at: the input of the model of layers beside its states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from fabula.lexicon.lists import word_list
from fabula.lexicon.nouns import FIRST_PLURAL, FIRST_SINGULAR, HE, SECOND, SHE, THEY
from fabula.lexicon.patterns import one_of
from fabula.reading.layers.dream import ASLEEP, DREAM_NOUN, NO_DREAM, WAKING, WOKEN
from fabula.reading.layers.hypothetical import AHEAD, HABIT
from fabula.reading.layers.memory import EARLIER, RETURN, count_pluperfects
from fabula.reading.layers.page import FORMS, Candidate, Page
from fabula.schema import LAYER_KINDS

Floats = NDArray[np.float32]

MODES = ("call", "message", "remembered", "imagined")
CUES = {
    "earlier": EARLIER,
    "return": RETURN,
    "dream noun": DREAM_NOUN,
    "no dream": NO_DREAM,
    "asleep": ASLEEP,
    "waking": WAKING,
    "woken": WOKEN,
    "ahead": AHEAD,
    "habit": HABIT,
    "if": one_of(r"^\W*(?:if|perhaps|maybe|suppose|what if)\b"),
    "phone": one_of(r"\b(?:phone|telephone|receiver|the line|voicemail|hung up|dial\w*|rang|radio)\b"),
    "letter": one_of(r"\b(?:letter|note|wrote|written|envelope|text|message|e-?mail|diary|telegram)\b"),
    "told": one_of(r"\b(?:story|tale|tell you|told (?:me|us|him|her|them)|once upon a time|there was once)\b"),
    "used to": one_of(r"\bused to\b"),
    "back then": one_of(r"\b(?:back then|in those days|that (?:day|night|summer|winter|year|time)|the first time)\b"),
    "as a child": one_of(r"\b(?:child|childhood|boy|girl|young|little|mother|father|school)\b"),
    "thought": one_of(r"\b(?:thought of|thought about|thinking of|thinking about|mind went|came back to|memory)\b"),
}
LEMMAS = ("remembering", "dreaming", "imagining")
SIGNS = (
    *(f"told {form}" for form in FORMS),
    *(f"said {form}" for form in FORMS),
    "pluperfects", "words", "share told", "share first", "share second", "share third", "new paragraph", "after gap",
    "new section", "question", "exclamation", "broken off", "colon", "italics begin", "italics end",
    "in italics", "speech", "thought", "writing", *MODES, "first person", "second person", "present tense", "letter",
    *CUES, *LEMMAS, *(f"rule {kind}" for kind in LAYER_KINDS), *(f"rule {kind} begins" for kind in LAYER_KINDS),
)  # fmt: skip


def sentence_signs(page: Page, candidates: Sequence[Candidate]) -> Floats:
    """The signs of each sentence, float32 [n_sentences, n_signs].

    Takes   candidates: the layers that rules find
    """
    pluperfects = np.minimum(np.array(count_pluperfects(page)), 3) / 2
    columns = [*_verbs(page), pluperfects, *_words(page), *_places(page), *_ends(page)]
    columns += [*_quoted(page), *_telling(page), *_cues(page), *_found(page, candidates)]
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=1)


def _verbs(page: Page) -> list[NDArray[np.float64]]:
    return [np.minimum(counts[:, form], 2) / 2 for counts in (page.told, page.said) for form in range(len(FORMS))]


def _words(page: Page) -> list[NDArray[np.float64]]:
    """Length, the share outside quotations, and of pronouns by person."""
    sentence, n = np.asarray(page.syntax.sentence), len(page.starts)
    lengths = np.maximum(np.bincount(sentence, minlength=n), 1)
    found = [np.log(lengths) / 3, np.array(page.words_told) / lengths]
    for words in (FIRST_SINGULAR | FIRST_PLURAL, SECOND, HE | SHE | THEY):
        is_one = np.array([word in words for word in page.syntax.lower], float)
        found.append(np.bincount(sentence, is_one, n) / lengths * 5)
    return found


def _places(page: Page) -> list[list[float]]:
    """Whether it begins a paragraph, a paragraph after a gap, a section."""
    n = len(page.starts)
    new = [float(start in page.first_of_paragraph) for start in page.starts]
    gap = [
        0.0,
        *(float(page.text.count("\n", end, after) > 2) for end, after in zip(page.ends, page.starts[1:], strict=False)),
    ]
    sections = [page.section[paragraph] for paragraph in page.paragraph]
    section = [1.0, *(float(one != other) for one, other in pairwise(sections))][:n]
    return [new, gap[:n], section]


def _ends(page: Page) -> list[list[float]]:
    """How it ends, and its marks of italics."""
    texts = [page.text[start:end] for start, end in zip(page.starts, page.ends, strict=True)]
    bare = [text.rstrip("\"”’'*_ ") for text in texts]
    begins = [float(text[:1] in "*_") for text in texts]
    ends = [float(text[-1:] in "*_") for text in texts]
    inside, is_open = [], False
    for text in texts:
        marks = len(re.findall(r"[*_]+", text))
        inside.append(float(is_open or marks > 0))
        is_open ^= marks % 2 == 1
    return [
        [float(text.endswith("?")) for text in bare],
        [float(text.endswith("!")) for text in bare],
        [float(text.endswith(("…", "—", "–", "--", "...")) or text[-1:] not in ".?!:") for text in bare],
        [float(text.endswith(":")) for text in bare],
        begins,
        ends,
        inside,
    ]


def _quoted(page: Page) -> list[list[float]]:
    """The kind and the mode of the quotation in it."""
    kinds = [["", ""] for _ in page.starts]
    for utterance in page.utterances:
        for low, high in utterance.spans:
            for row in page.sentences_of(low, high):
                kinds[row] = [utterance.kind, utterance.mode]
    return [
        *([float(kind == name) for kind, _ in kinds] for name in ("speech", "thought", "writing")),
        *([float(mode == name) for _, mode in kinds] for name in MODES),
    ]


def _telling(page: Page) -> list[list[float]]:
    """The person and tense in which the stretch around it is told, and whether it is a letter."""
    rows = [page.telling_at(start) for start in page.starts]
    persons = [page.tellers[row][3] if row >= 0 else "third" for row in rows]
    return [
        [float(person == "first") for person in persons],
        [float(person == "second") for person in persons],
        [float(page.tense_at(start) == "present") for start in page.starts],
        [float(page.is_letter_at(start)) for start in page.starts],
    ]


def _cues(page: Page) -> list[list[float]]:
    texts = [page.flat[start:end] for start, end in zip(page.starts, page.ends, strict=True)]
    found = [[float(cue.search(text) is not None) for text in texts] for cue in CUES.values()]
    for name in LEMMAS:
        lemmas, column = word_list("levels", name), [0.0] * len(page.starts)
        for token, lemma in enumerate(page.syntax.lemma):
            if lemma.lower() in lemmas:
                column[page.syntax.sentence[token]] = 1.0
        found.append(column)
    return found


def _found(page: Page, candidates: Sequence[Candidate]) -> list[NDArray[np.float64]]:
    """What the rules find: their confidence in each kind, and where it begins."""
    inside, begins = (np.zeros((len(LAYER_KINDS), len(page.starts))) for _ in range(2))
    for one in candidates:
        kind, rows = LAYER_KINDS.index(one.kind), page.sentences_of(one.start, one.end)
        inside[kind, rows] = np.maximum(inside[kind, rows], one.confidence)
        begins[kind, rows.start] = 1.0
    return [*inside, *begins]
