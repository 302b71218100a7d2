"""Decide the turns of conversations together: who speaks depends on who spoke before and who was called upon.

A turn's evidence scores its candidates one by one; here the best sequence of speakers is sought over all turns, with a
score for every speaker given the two before (a Viterbi search over pairs of successive speakers).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp

WEIGHTS = {
    "same": -2.8,  # speaks again in the next paragraph
    "alternate": 1.9,  # spoke before the last turn
    "answers": 2.2,  # was called by name in the last turn
    "same later": -0.05,  # the same with narration between
    "alternate later": 0.9,
}
CONVERSATION_GAP = 4  # paragraphs of narration that end a conversation
ALTERNATIVES = 3  # others who may speak, of each turn
TEMPERATURE = 2.1  # of the scores, for confidence: calibrated on the dev novels of PDNC

Pair = tuple[int, int]
Paths = dict[Pair, tuple[float, Pair | None]]


@dataclass
class Turn:
    """The quotations of one paragraph by one speaker, and the evidence around them."""

    quotes: list[int]
    start: int
    end: int
    first_paragraph: int
    last_paragraph: int
    first_place: int  # the paragraphs' numbers, with leaps where a scene ends
    last_place: int
    unary: dict[int, float] = field(default_factory=dict)
    evidence: dict[int, tuple[int, int]] = field(default_factory=dict)
    addressed: set[int] = field(default_factory=set)
    told: set[int] = field(default_factory=set)
    is_corrected: bool = False  # a reader has said who speaks: no other candidate
    others: list[tuple[int, float]] = field(default_factory=list)  # who else may speak, and the share of each


def _transition(previous: Turn, turn: Turn, before_last: int, last: int, now: int) -> float:
    """How well a speaker follows the two before."""
    gap = turn.first_place - previous.last_place - 1
    if gap > CONVERSATION_GAP:
        return 0.0
    later = " later" if gap > 0 else ""
    score = 0.0
    if gap < 0:
        score += 0.5 * WEIGHTS["same"] if now == last else 0.0
    elif now == last:
        score += WEIGHTS["same" + later]
    if now == before_last and now != last:
        score += WEIGHTS["alternate" + later]
    if now in previous.addressed and now != last:
        score += WEIGHTS["answers"] / (1 + max(gap, 0))
    return score


def decode(turns: list[Turn]) -> list[tuple[int, float]]:
    """The best speaker of each turn (-1 for none) with a confidence, all turns decided together."""
    paths: Paths = {(-1, -1): (0.0, None)}
    history: list[Paths] = []
    for number, turn in enumerate(turns):
        _extend_candidates(turns, number)
        options = turn.unary or {-1: 0.0}
        following: Paths = {}
        for (before_last, last), (score, _) in paths.items():
            for now, unary in options.items():
                total = score + unary
                if number:
                    total += _transition(turns[number - 1], turn, before_last, last, now)
                if (last, now) not in following or total > following[last, now][0]:
                    following[last, now] = (total, (before_last, last))
        history.append(following)
        paths = following
    return _trace(turns, history)


def _extend_candidates(turns: list[Turn], number: int) -> None:
    """Whoever may have spoken in the last turns may speak again, though nobody mentions them."""
    turn = turns[number]
    for back in () if turn.is_corrected else (1, 2):
        if number - back < 0 or turn.first_place - turns[number - back].last_place > CONVERSATION_GAP:
            break
        best = sorted(turns[number - back].unary.items(), key=lambda item: -item[1])[:3]
        for entity, _ in best:
            if entity not in turn.unary:
                turn.unary[entity] = min(turn.unary.values(), default=0.0)
                turn.evidence.setdefault(entity, turns[number - back].evidence.get(entity, (turn.start, turn.end)))


def _trace(turns: list[Turn], history: list[Paths]) -> list[tuple[int, float]]:
    if not turns:
        return []
    state: Pair | None = max(history[-1], key=lambda key: history[-1][key][0])
    chosen = []
    for scores in reversed(history):
        if state is None:
            break
        chosen.append(state[1])
        state = scores[state][1]
    chosen.reverse()
    return [(speaker, _confidence(turns, chosen, number)) for number, speaker in enumerate(chosen)]


def _confidence(turns: list[Turn], chosen: list[int], number: int) -> float:
    """The share of the chosen speaker when the neighbours' are taken as given."""

    def local(candidate: int) -> float:
        sequence = [*chosen[max(number - 2, 0) : number], candidate, *chosen[number + 1 : number + 3]]
        first = max(number - 2, 0)
        total = turns[number].unary.get(candidate, 0.0)
        for place in range(max(number, 1), min(number + 3, len(turns))):
            at = place - first
            before_last = sequence[at - 2] if at >= 2 else -1
            total += _transition(turns[place - 1], turns[place], before_last, sequence[at - 1], sequence[at])
        return total

    if chosen[number] < 0:
        return 0.0
    own = local(chosen[number])
    others = {c: exp((local(c) - own) / TEMPERATURE) for c in turns[number].unary if c != chosen[number]}
    whole = 1 + sum(others.values())
    likeliest = sorted(others.items(), key=lambda one: -one[1])[:ALTERNATIVES]
    turns[number].others = [(entity, round(score / whole, 3)) for entity, score in likeliest]
    return round(min(0.99, 1 / whole), 3)
