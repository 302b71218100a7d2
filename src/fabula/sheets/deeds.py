"""What somebody does and what is done to them, by the verbs of the events that happened."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
from numpy.typing import NDArray

from fabula.sheets.log_odds import log_odds
from fabula.sheets.sheet import Deed, Spans
from fabula.story import Character, Story

EMPTY = frozenset("be have do say get go come make take give let seem become begin start keep try use ask tell".split())
"""Verbs that everybody does; they come last."""


def deeds(story: Story, character: int, place: str) -> tuple[Deed, ...]:
    """The verbs, those in the story's present first, by how much they tell; empty verbs last.

    What is done to them by nobody known comes after what somebody does.

    Takes   place: ``agent`` for what they do, ``patient`` for what is done to them
    """
    other = "patient" if place == "agent" else "agent"
    is_verb = story.column("tokens", "pos")[story.column("events", "trigger_token")] == "VERB"
    is_told = is_verb & (story.column("events", "kind") == "realis") & (story.column("events", place) >= 0)
    rows = np.flatnonzero(is_told)
    verbs = _verbs(story, rows)
    names = sorted(set(verbs))
    index = {verb: number for number, verb in enumerate(names)}
    numbers = np.array([index[verb] for verb in verbs], dtype=np.int64)
    is_ours = story.column("events", place)[rows] == character
    ours = np.bincount(numbers[is_ours], minlength=len(names))
    weights = log_odds(ours, np.bincount(numbers[~is_ours], minlength=len(names)))
    layers, others = story.column("events", "layer"), story.column("events", other)
    starts, ends = story.column("events", "start"), story.column("events", "end")
    kinds = story.column("layers", "kind")
    spans: dict[tuple[str, str | None], list[tuple[int, int]]] = defaultdict(list)
    company: dict[tuple[str, str | None], Counter[int]] = defaultdict(Counter)
    for row, number in zip(rows[is_ours].tolist(), numbers[is_ours].tolist(), strict=True):
        key = (names[number], str(kinds[layers[row]]) if layers[row] >= 0 else None)
        spans[key].append((int(starts[row]), int(ends[row])))
        if others[row] >= 0 and others[row] != character:
            company[key][int(others[row])] += 1
    found = [
        Deed(
            verb,
            len(places),
            float(weights[index[verb]]),
            layer,
            tuple(Character(story, entity) for entity, _ in company[verb, layer].most_common()),
            _sorted(places),
        )
        for (verb, layer), places in spans.items()
    ]
    return tuple(sorted(found, key=lambda deed: (place == "patient" and not deed.others, *_rank(deed))))


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
