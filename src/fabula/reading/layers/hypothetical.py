"""What is planned, wished, feared or imagined, and told as a scene for at least a sentence.

What shows it: words of imagining with much after them ("He pictured Dallas entering that room ..."), in the narration
several sentences with "would" after an "if", a "tomorrow", a "perhaps" (what is repeated, "would often", is none); in
dialogue several sentences with "will".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fabula.lexicon.lists import word_list
from fabula.reading.layers.best import best_stretches
from fabula.reading.layers.page import PAST, PLUPERFECT, PRESENT, WILL, WOULD, Candidate, Page

HABIT = re.compile(
    r"\b(?:often|always|every|sometimes|usually|whenever|each|generally|frequently|occasionally|now and then"
    r"|used to|never"
    r"|at times|by turns|would not|wouldn['’]t)\b",
    re.IGNORECASE,
)
AHEAD = re.compile(
    r"\b(?:if|tomorrow|to-morrow|some ?day|one day|soon|perhaps|maybe|then|when|next|at last|in time|suppose"
    r"|supposing)\b",
    re.IGNORECASE,
)
AHEAD_SENTENCE, AHEAD_WORD, OTHER_SENTENCE, NO_VERB = 1.0, 0.4, -1.2, -0.3
OTHER_SPEAKER = -5.0  # what a change of speakers takes from a plan
LEAST_WEIGHT, LEAST_SAID = 2.2, 3.2
FEWEST_WORDS, FEWEST_SAID, FEWEST_IMAGINED = 14, 30, 22


def find_hypotheticals(page: Page) -> Iterator[Candidate]:
    """What is imagined, in the narration and in dialogue."""
    yield from _imagined(page)
    yield from _would(page)
    yield from _will(page)


def _imagined(page: Page) -> Iterator[Candidate]:
    """A long sentence with a word of imagining, and those that go on with "would"."""
    verbs, syntax = word_list("levels", "imagining"), page.syntax
    for number, start in enumerate(page.starts):
        for token in page.tokens(number):
            if page.is_quoted[token] or syntax.pos[token] != "VERB" or syntax.lemma[token].lower() not in verbs:
                continue
            deps = [syntax.dep[child] for child in syntax.children[token]]
            long = len(syntax.tokens_in(int(syntax.end[token]), page.ends[number])) >= FEWEST_IMAGINED
            if "neg" in deps or "aux" in deps or syntax.tag[token] not in ("VBD", "VBZ", "VBP") or not long:
                continue
            last = number
            while last + 1 < len(page.starts) and page.paragraph[last + 1] == page.paragraph[number]:
                if not page.told[last + 1][WOULD]:
                    break
                last += 1
            shown = int(syntax.start[token]), int(syntax.end[token])
            owner = page.who(page.subject(token))
            yield Candidate(
                start, page.ends[last], "hypothetical", 0.6, shown, page.mind_at(start) if owner is None else owner
            )
            break


def _would(page: Page) -> Iterator[Candidate]:
    """Sentences of the narration that say what would be."""
    weights = []
    for number, start in enumerate(page.starts):
        told = page.told[number]
        text = page.flat[start : page.ends[number]]
        if told[WOULD] and not told[PAST] + told[PLUPERFECT] and not HABIT.search(text):
            weight = AHEAD_SENTENCE + (AHEAD_WORD if AHEAD.search(text) else 0.0)
        else:
            weight = OTHER_SENTENCE if told.sum() or not page.words_told[number] else NO_VERB
        is_new = number and page.paragraph[number] != page.paragraph[number - 1]
        weights.append((weight, -0.5 if is_new else 0.0))
    for low, high in best_stretches(weights):
        start, end = page.starts[low], page.ends[high - 1]
        enough = sum(weight for weight, _ in weights[low:high]) >= LEAST_WEIGHT
        if enough and len(page.syntax.tokens_in(start, end)) >= FEWEST_WORDS:
            yield Candidate(start, end, "hypothetical", 0.5, (start, page.ends[low]), page.mind_at(start))


def _will(page: Page) -> Iterator[Candidate]:
    """Sentences of one speaker that say what will be."""
    spoken: list[tuple[int, int, int, int | None]] = []  # sentence, start, end, speaker
    for utterance in page.utterances:
        if utterance.kind == "speech":
            for low, high in utterance.spans:
                for number in page.sentences_of(low, high):
                    start, end = max(page.starts[number], low), min(page.ends[number], high)
                    spoken.append((number, start, end, utterance.speaker))
    weights = []
    for place, (number, start, _, speaker) in enumerate(spoken):
        said = page.said[number]
        other = int(said[PRESENT] + said[PAST])
        weight = AHEAD_SENTENCE if said[WILL] > other else OTHER_SENTENCE / 2 if other else 0.0
        _, _, before, last_speaker = spoken[place - 1]
        is_other = speaker != last_speaker or page.paragraph_at(start) - page.paragraph_at(before - 1) > 1
        weights.append((weight, OTHER_SPEAKER if place and is_other else 0.0))
    for low, high in best_stretches(weights):
        start, end, speaker = spoken[low][1], spoken[high - 1][2], spoken[low][3]
        enough = sum(weight + pause for weight, pause in weights[low:high]) - weights[low][1] >= LEAST_SAID
        if enough and len(page.syntax.tokens_in(start, end)) >= FEWEST_SAID:
            yield Candidate(start, end, "hypothetical", 0.5, (start, spoken[low][2]), speaker, speaker)
