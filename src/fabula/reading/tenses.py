"""In which tense a voice tells, and where that changes for more than a sentence or two.

The problem. A story in the past tense says "I remember" and "he is dead now"; one in the present tense looks back:
    I am waiting. ... It was on the night coach that we met. She had the window. I offered her a plum. ... I am waiting.
The tense of each sentence is shown by its finite verbs; a change must pay for itself by several of them (the most
probable path of a two-state chain, Viterbi 1967).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from fabula.language.syntax import Syntax

PAST, PRESENT = "past", "present"
SHOWS = {"VBD": 1.0, "VBZ": -1.0, "VBP": -1.0}  # Penn tag -> past above, present below nought
MOST = 3.0  # that one sentence shows
CHANGE = 8.0  # what a change of tense costs


def tense_runs(syntax: Syntax, tokens: Sequence[int]) -> list[tuple[int, str]]:
    """The first token and the tense of each run of sentences, for the tokens of one voice in order."""
    firsts: list[int] = []
    shown: list[float] = []
    for _, group in groupby(tokens, key=syntax.sentence.__getitem__):
        own = list(group)
        firsts.append(own[0])
        shown.append(max(-MOST, min(MOST, sum(SHOWS.get(syntax.tag[token], 0.0) for token in own))))
    path = _best_path(shown)
    runs: list[tuple[int, str]] = []
    for token, is_past in zip(firsts, path, strict=True):
        tense = PAST if is_past else PRESENT
        if not runs or runs[-1][1] != tense:
            runs.append((token, tense))
    return runs


def _best_path(shown: Sequence[float]) -> list[bool]:
    """For each sentence whether it is told in the past tense."""
    past, present = 0.0, 0.0
    back: list[tuple[bool, bool]] = []  # whether the best way to past, and to present, comes from past
    for value in shown:
        to_past, to_present = past >= present - CHANGE, past - CHANGE > present
        past, present = (
            (past if to_past else present - CHANGE) + value,
            (past - CHANGE if to_present else present) - value,
        )
        back.append((to_past, to_present))
    path: list[bool] = []
    is_past = past >= present
    for to_past, to_present in reversed(back):
        path.append(is_past)
        is_past = to_past if is_past else to_present
    return path[::-1]
