"""The second look at layers: what a model that is made up believes is kept, what it is sure of is added."""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from numpy.typing import NDArray
from read_until import read_until

from fabula.language.syntax import Syntax
from fabula.reading.layers import find_by_rules, judge
from fabula.reading.layers.judge import judged
from fabula.reading.layers.page import Candidate, Page
from fabula.reading.layers.signs import SIGNS, sentence_signs
from fabula.reading.states import states_of_sentences
from fabula.schema import LAYER_KINDS

TEXT = (
    "Anne walked out along the quay.\n\n"
    "She had taught him to swim here. She had been twelve that summer, and for a week she had held him up under the "
    "belly, as their father had once held her. Then on the Saturday she let go. He went down like a spoon.\n\n"
    "“There was once a miller in our village,” said Tom. “He had a cat. It drowned.”\n\nAnne looked at the rain."
)


@pytest.fixture(scope="module")
def page() -> tuple[Page, list[Candidate], NDArray[np.float32]]:
    """The text, what the rules find in it, and the states of its sentences."""
    tables = read_until(TEXT, "events")
    tables["syntax"] = Syntax.of(TEXT, tables["tokens"], tables["sentences"])
    made = Page(**{name: tables[name] for name in inspect.signature(Page).parameters})
    found = find_by_rules(made, tables["letters"], tables["letter_readers"], tables["tellers"])
    return made, found, states_of_sentences(tables["sentence_states"])


def look(
    monkeypatch: pytest.MonkeyPatch,
    page: tuple[Page, list[Candidate], NDArray[np.float32]],
    chances: dict[tuple[int, str], float],
    otherwise: float,
) -> list[Candidate]:
    """What is left and added if the model gives these chances to sentences and kinds, and one to all others."""
    made, found, states = page
    table = np.full((len(made.starts), len(LAYER_KINDS)), otherwise, np.float32)
    for (sentence, kind), chance in chances.items():
        table[sentence, LAYER_KINDS.index(kind)] = chance
    monkeypatch.setattr(judge, "load_layer_network", lambda: lambda *_: [table])
    return judged(made, found, states)


def test_every_sentence_has_its_signs(page: tuple[Page, list[Candidate], NDArray[np.float32]]) -> None:
    made, found, states = page
    signs = sentence_signs(made, found)
    assert signs.shape == (len(made.starts), len(SIGNS))
    assert len(states) == len(made.starts)
    assert signs[1, SIGNS.index("told pluperfect")] > 0
    assert signs[1, SIGNS.index("rule memory begins")] == 1
    assert signs[0, SIGNS.index("rule memory")] == 0


def test_what_the_model_does_not_believe_falls_away(
    page: tuple[Page, list[Candidate], NDArray[np.float32]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [one.kind for one in page[1]] == ["memory"]
    assert look(monkeypatch, page, {}, 0.001) == []
    assert look(monkeypatch, page, {}, 0.2) == page[1]


def test_what_only_the_model_sees_is_added_with_whose_it_is(
    page: tuple[Page, list[Candidate], NDArray[np.float32]], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, found, _ = page
    said = range(made.sentence_at(TEXT.index("“There")), made.sentence_at(TEXT.index("Anne looked")))
    left = look(monkeypatch, page, {(sentence, "told"): 0.9 for sentence in said}, 0.1)
    assert left[:1] == found
    (tale,) = left[1:]
    assert (tale.kind, TEXT[tale.start : tale.end].endswith("drowned.”")) == ("told", True)
    tom = next(one.speaker for one in made.utterances)
    assert tale.owner == tom is not None


def test_what_goes_on_where_a_layer_ends_is_of_that_layer(
    page: tuple[Page, list[Candidate], NDArray[np.float32]], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, found, _ = page
    after = made.sentences_in(found[0].start, found[0].end).stop
    (memory,) = look(monkeypatch, page, {(after, "memory"): 0.95}, 0.1)
    assert (memory.start, memory.owner) == (found[0].start, found[0].owner)
    assert memory.end == made.ends[after]
