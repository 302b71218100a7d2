"""What somebody does and what is done to them, by the verbs of the events that happened."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fabula.sheets.log_odds import log_odds
from fabula.sheets.sheet import Deed, Spans
from fabula.story import Character, Story

EMPTY = frozenset("be have do say get go come make take give let seem become begin start keep try use ask tell".split())
"""Verbs that everybody does; they come last."""


class Deeds:
    """All that somebody does in a story, or all that is done to somebody, ready to be asked of each character.

    Takes   place: ``agent`` for what they do, ``patient`` for what is done to them
    """

    def __init__(self, story: Story, place: str) -> None:
        self.story, self.place = story, place
        is_verb = story.column("tokens", "pos")[story.column("events", "trigger_token")] == "VERB"
        is_told = is_verb & (story.column("events", "kind") == "realis") & (story.column("events", place) >= 0)
        self.rows = np.flatnonzero(is_told)
        self.who = story.column("events", place)[self.rows]

    @cached_property
    def _verbs(self) -> tuple[list[str], NDArray[np.int64]]:
        """Each verb once, and the number of the verb of each row."""
        verbs = _verbs(self.story, self.rows)
        names = sorted(set(verbs))
        index = {verb: number for number, verb in enumerate(names)}
        return names, np.array([index[verb] for verb in verbs], dtype=np.int64)

    def of(self, character: int) -> tuple[Deed, ...]:
        """The verbs, those in the story's present first, by how much they tell; empty verbs last.

        What is done to them by nobody known comes after what somebody does.
        """
        names, numbers = self._verbs
        is_ours = self.who == character
        ours = np.bincount(numbers[is_ours], minlength=len(names))
        weights = log_odds(ours, np.bincount(numbers[~is_ours], minlength=len(names)))
        spans: dict[tuple[int, str | None], list[tuple[int, int]]] = defaultdict(list)
        company: dict[tuple[int, str | None], Counter[int]] = defaultdict(Counter)
        for number, layer, start, end, other in self._told(is_ours, numbers):
            spans[number, layer].append((start, end))
            if other >= 0 and other != character:
                company[number, layer][other] += 1
        found = [
            Deed(
                names[number],
                len(places),
                float(weights[number]),
                layer,
                tuple(Character(self.story, entity) for entity, _ in company[number, layer].most_common()),
                _sorted(places),
            )
            for (number, layer), places in spans.items()
        ]
        return tuple(sorted(found, key=lambda deed: (self.place == "patient" and not deed.others, *_rank(deed))))

    def _told(self, is_ours: Any, numbers: Any) -> Any:
        """Number of the verb, kind of the layer, start, end and the other one, of each of our events."""
        other = "patient" if self.place == "agent" else "agent"
        rows = self.rows[is_ours]
        layers, others, starts, ends = (
            self.story.column("events", name)[rows].tolist() for name in ("layer", other, "start", "end")
        )
        kinds = self.story.column("layers", "kind")
        told_in = [str(kinds[layer]) if layer >= 0 else None for layer in layers]
        return zip(numbers[is_ours].tolist(), told_in, starts, ends, others, strict=True)


def _rank(deed: Deed) -> tuple[bool, bool, bool, float, int, str]:
    is_empty = deed.verb.split()[0] in EMPTY and " " not in deed.verb
    return deed.layer is not None, is_empty, deed.count < 2, -deed.weight, -deed.count, deed.verb


def _verbs(story: Story, rows: NDArray[np.int64]) -> list[str]:
    """The lemma of each event, with its particle: "give up"."""
    heads, words = story.column("tokens", "head_token"), story.column("tokens", "lemma")
    particles = {int(heads[t]): str(words[t]) for t in np.flatnonzero(story.column("tokens", "dep") == "prt").tolist()}
    lemmas, triggers = story.column("events", "lemma"), story.column("events", "trigger_token")
    return [
        f"{lemmas[row]} {particles[triggers[row]]}" if int(triggers[row]) in particles else str(lemmas[row])
        for row in rows.tolist()
    ]


def _sorted(places: list[tuple[int, int]]) -> Spans:
    return tuple(sorted(places))
