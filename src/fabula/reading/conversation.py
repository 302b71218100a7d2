"""Decide the turns of a conversation together: who speaks depends on who spoke before, who was called, who asked.

The speaker model gives each candidate of a turn a score, and each pair of successive speakers another, by whether the
later one speaks on, answers as the one before the last, or is new. Here the chance of every candidate is summed over
all sequences of speakers (forward and backward over pairs of successive speakers). Source: linear-chain conditional
random fields, Lafferty et al. 2001, of second order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from fabula.reading.evidence import MOST, SIZES, Evidence
from fabula.reading.scene import CONVERSATION_GAP, NOBODY, Scene, Turn

KEPT = 8  # candidates of a turn that are decided among
RELATIONS = ("speaks on", "spoke before the last", "new")
IMPOSSIBLE = np.float32(-1e9)

Floats = NDArray[np.float32]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Conversations:
    """All turns of a text as the speaker model takes them; the candidates of a turn fill its first places.

    ``candidates`` int64 [n_turns, MOST], NOBODY beyond the last; ``features`` int64 [n_turns, MOST, n_features];
    ``gap`` int64 [n_turns]: 0 in the last turn's paragraph, 1 in the next, 2 one between, 3 more; ``follows`` bool: in
    one conversation with the turn before; ``asks``, ``manner``, ``opening`` int64 [n_turns]; ``called`` int64
    [n_turns, MOST]: 0 nobody was called in the turn before, 1 another, 2 the candidate, 3 who was told by its tag;
    ``calls``: the same of the candidates of the turn before and this turn.
    """

    candidates: Whole
    features: Whole
    gap: Whole
    follows: NDArray[np.bool_]
    asks: Whole
    manner: Whole
    opening: Whole
    called: Whole
    calls: Whole

    def bounds(self) -> list[tuple[int, int]]:
        """First turn and end of each conversation."""
        return list(pairwise([*np.flatnonzero(~self.follows).tolist(), len(self.follows)]))


def conversations_of(scene: Scene, evidence: Evidence) -> Conversations:
    """The turns of a text, ready for the speaker model."""
    turns, count = scene.turns, len(scene.turns)
    candidates = np.full((count, MOST), NOBODY, np.int64)
    features = np.zeros((count, MOST, len(SIZES)), np.int64)
    for number, turn in enumerate(turns):
        found = evidence.candidates(turn)
        candidates[number, : len(found)] = found
        features[number, : len(found)] = evidence.rows(turn, found)
    gaps = [CONVERSATION_GAP + 1] * bool(turns) + [
        CONVERSATION_GAP + 1 if later.is_thought else scene.gap(earlier, later) for earlier, later in pairwise(turns)
    ]
    called, calls = np.zeros((2, count, MOST), np.int64)
    for number in range(1, count):
        earlier, later = turns[number - 1], turns[number]
        called[number] = _called(earlier, candidates[number].tolist())
        calls[number] = _called(later, candidates[number - 1].tolist())
    return Conversations(
        candidates=candidates,
        features=features,
        gap=np.clip(np.array(gaps, np.int64) + 1, 0, 3),
        follows=np.diff(np.array(scene.conversations, np.int64), prepend=-1) == 0,
        asks=np.array([turn.asks for turn in turns], np.int64),
        manner=np.array([turn.manner for turn in turns], np.int64),
        opening=np.array([turn.opening for turn in turns], np.int64),
        called=called,
        calls=calls,
    )


def _called(turn: Turn, candidates: Sequence[int]) -> list[int]:
    """What a turn says of each of those who may speak before or after it."""
    return [
        3 if entity in turn.told else 0 if not turn.addressed else 2 if entity in turn.addressed else 1
        for entity in candidates
    ]


def relations(now: Whole, last: Whole, before: Whole) -> Whole:
    """Which of RELATIONS each candidate ``now`` [n] has to speakers ``last`` [m] and ``before`` [k]: [k, m, n]."""
    speaks_on = last[:, None] == now[None, :]
    alternates = before[:, None] == now[None, :]
    return np.where(speaks_on[None], 0, np.where(alternates[:, None, :], 1, 2))


def chances(candidates: Whole, scores: Floats, by_relation: Floats, follows: NDArray[np.bool_]) -> Floats:
    """The chance of each candidate to speak, over all sequences of speakers, [n_turns, KEPT].

    Takes   candidates: int64 [n_turns, KEPT]; scores: float32, the same, IMPOSSIBLE where there is no candidate
            by_relation: float32 [n_turns, len(RELATIONS), KEPT, KEPT], score of each relation of each last and next
            follows: bool [n_turns], whether the turn goes on with the conversation before it
    """
    found = np.zeros_like(scores)
    nobody = np.full(candidates.shape[1], -2, np.int64)
    starts = np.flatnonzero(~follows).tolist()
    for begin, end in pairwise([*starts, len(scores)]):
        forward = np.full((end - begin, *by_relation.shape[2:]), IMPOSSIBLE, np.float32)  # [turn, last, now]
        forward[0, 0] = scores[begin]
        steps = []
        for turn in range(begin + 1, end):
            before = candidates[turn - 2] if turn - 2 >= begin else nobody
            relation = relations(candidates[turn], candidates[turn - 1], before)
            steps.append(np.take_along_axis(by_relation[turn], relation, axis=0))  # [before, last, now]
            forward[turn - begin] = _log_sum(forward[turn - begin - 1][:, :, None] + steps[-1], 0) + scores[turn]
        backward = np.zeros_like(forward[0])
        for turn in range(end - 1, begin - 1, -1):
            whole = forward[turn - begin] + backward
            total = _log_sum(whole.reshape(-1), 0)
            found[turn] = np.exp(_log_sum(whole, 0) - total)
            if turn > begin:
                backward = _log_sum(steps[turn - begin - 1] + scores[turn] + backward, 2)
    return found


def _log_sum(values: Floats, axis: int) -> Floats:
    highest = values.max(axis=axis, keepdims=True)
    total: Floats = np.log(np.exp(values - highest).sum(axis=axis)) + highest.squeeze(axis)
    return total
