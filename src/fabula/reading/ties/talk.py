"""How much two people talk with each other and are together, and how warm their words sound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pyarrow as pa

from fabula.lexicon.lists import word_list
from fabula.reading.ties.people import NEGATIONS, People
from fabula.reading.ties.sign import Sign
from fabula.schema import zip_columns

SOFTENED = 0.3  # how much a warm or cold word inside speech says of how the two stand
Pair = tuple[int, int]


def talk_signs(people: People, quote_spans: pa.Table) -> Iterator[Sign]:
    """For each quotation from one to another how warm its words are; 0 where it has no such word."""
    warm, cold = word_list("ties", "warm words"), word_list("ties", "cold words")
    telling = {
        token: 1 if word in warm else -1
        for token, word in enumerate(people.syntax.lower)
        if people.quote_of[token] >= 0 and (word in warm or word in cold)
    }
    sums: Counter[int] = Counter()
    numbers: Counter[int] = Counter()
    lower = people.syntax.lower
    for token, sign in telling.items():
        quote = people.quote_of[token]
        is_denied = bool({lower[token - 1], lower[token - 2]} & NEGATIONS)
        sums[quote] += -sign if is_denied else sign
        numbers[quote] += 1
    spans = {
        quote: (start, end) for quote, start, end in reversed(list(zip_columns(quote_spans, "quote", "start", "end")))
    }
    for quote, speaker, hearer, sure in people.quotes_between():
        n = numbers[quote]
        warmth = SOFTENED * sums[quote] / n if n else 0.0
        yield Sign(speaker, hearer, None, None, "dialogue", *spans[quote], sure, warmth)


def company(presence: pa.Table, people: People) -> tuple[Counter[Pair], Counter[int]]:
    """In how many scenes each two are together, and in how many each is."""
    scenes: dict[int, list[int]] = {}
    for scene, entity, kind in zip_columns(presence, "scene", "entity", "kind"):
        if kind == "present" and people.is_person[entity]:
            scenes.setdefault(scene, []).append(entity)
    together: Counter[Pair] = Counter()
    alone: Counter[int] = Counter()
    for present in scenes.values():
        present = sorted(set(present))
        alone.update(present)
        together.update((one, other) for at, one in enumerate(present) for other in present[at + 1 :])
    return together, alone
