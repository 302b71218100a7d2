"""What tells how a note stands to the story's present: happening, remembered, dreamt, reported, feared, threatened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from fabula.reading.notes.signs import LAYERS, Words

TENSES = ("past", "pluperfect", "perfect", "present", "future", "might")
WORDS = {
    "fearing": "fear afraid dread terror terrified imagine imagined suppose wish wished hope feared dreaded picture "
    "pictured thought worry worried horror expect expected fancy fancied lest danger risk might perhaps want wanted",
    "dreaming": "dream dreamed dreamt dreaming dreams nightmare nightmares sleep asleep woke wake awoke waking vision",
    "remembering": "remember remembered recall recalled memory once ago then years childhood boy girl used since "
    "before when last forget forgot forgotten",
    "telling": "said told tell says heard hear story news letter paper wrote read report reported telegram "
    "rumour rumor they people according witness inquest know knew",
    "threatening": "'ll will shall threaten threatened swear swore promise warn warned or unless if touch dare mean",
}
WORD_SETS = {name: frozenset(words.split()) for name, words in WORDS.items()}
SIGNS = (
    *("quoted", "first word quoted", "if", "asked", "I", "you", "others", *TENSES, *WORD_SETS),
    *(f"before: {name}" for name in WORD_SETS),
    *(f"layer: {kind}" for kind in LAYERS),
    *("told in the present", "told by an I", "before: pluperfect"),
)
AROUND = 2  # sentences before a note that may say how it stands

Floats = NDArray[np.float32]


def standing_inputs(words: Words, spans: Sequence[tuple[int, int]], states: Floats) -> tuple[Floats, Floats]:
    """What the model of standings takes of notes that are sentences from one number to before another.

    Takes   states: float32 [n_sentences, 3 * size], of sentences and of those around them
    Gives   signs float32 [n_notes, n_signs], states float32 [n_notes, 3 * size]
    """
    column = {name: place for place, name in enumerate(SIGNS)}
    signs = np.zeros((len(spans), len(SIGNS)), np.float32)
    telling = dict(_telling(words))
    for row, (first, last) in enumerate(spans):
        for name, share in {**telling, **_shares(words, first, last)}.items():
            signs[row, column[name]] = share
    means = [states[first:last].mean(axis=0) for first, last in spans]
    return signs, np.stack(means).astype(np.float32) if means else np.zeros((0, states.shape[1]), np.float32)


def _telling(words: Words) -> Iterator[tuple[str, float]]:
    """How the narration around all of it is told."""
    syntax = words.syntax
    told = [token for token, is_quoted in enumerate(words.is_quoted) if not is_quoted]
    present = sum(syntax.tag[token] in ("VBZ", "VBP") for token in told)
    past = sum(syntax.tag[token] == "VBD" for token in told)
    yield "told in the present", float(present > past)
    yield "told by an I", float(sum(syntax.lower[token] in ("i", "my", "me") for token in told) > len(told) / 100)


def _shares(words: Words, first: int, last: int) -> dict[str, float]:
    """Of a note's words, or of its verbs, the share that says each; of some words whether there is one."""
    syntax, low = words.syntax, words.syntax.lower
    own = range(words.first[first], words.first[last])
    before = range(words.first[max(first - AROUND, 0)], words.first[first])
    shares: dict[str, float] = {"quoted": sum(words.is_quoted[token] for token in own) / max(len(own), 1)}
    shares["first word quoted"] = float(words.is_quoted[words.telling(first, last, -1)])
    shares["if"] = float(any(low[token] in ("if", "unless") for token in own))
    shares["asked"] = float("?" in (low[own[-1]], low[own[-1] - 1]) if len(own) > 1 else 0)
    shares["I"] = float(any(low[token] in ("i", "my", "me") for token in own))
    shares["you"] = float(any(low[token] in ("you", "your") for token in own))
    shares["others"] = float(any(low[token] in ("he", "she", "his", "her", "him", "they", "them") for token in own))
    verbs = [
        token for token in own if syntax.pos[token] in ("VERB", "AUX") and syntax.dep[token] not in ("aux", "auxpass")
    ]
    for token in verbs:
        for name in _tenses(words, token):
            shares[name] = shares.get(name, 0.0) + 1 / len(verbs)
    for name, known in WORD_SETS.items():
        shares[name] = float(any(low[token] in known for token in own))
        shares[f"before: {name}"] = float(any(low[token] in known for token in before))
    for kind in LAYERS:
        shares[f"layer: {kind}"] = sum(words.layers[kind][token] for token in own) / max(len(own), 1)
    shares["before: pluperfect"] = float(
        any(low[token] in ("had", "'d") and syntax.dep[token] == "aux" for token in before)
    )
    return shares


def _tenses(words: Words, verb: int) -> Iterator[str]:
    """How a verb's clause is told."""
    syntax, low = words.syntax, words.syntax.lower
    helping = {low[child] for child in syntax.children[verb] if syntax.dep[child] in ("aux", "auxpass")}
    if helping & {"had", "'d"} and syntax.tag[verb] in ("VBN", "VBD"):
        yield "pluperfect"
    elif helping & {"has", "have", "'ve", "'s"} and syntax.tag[verb] == "VBN":
        yield "perfect"
    elif helping & {"will", "shall", "'ll", "wo", "gonna"}:
        yield "future"
    elif helping & {"would", "could", "might", "may", "should", "must", "can", "'d"}:
        yield "might"
    elif syntax.tag[verb] == "VBD" or helping & {"was", "were", "did"}:
        yield "past"
    elif syntax.tag[verb] in ("VBZ", "VBP") or helping & {"is", "are", "am", "do", "does"}:
        yield "present"
