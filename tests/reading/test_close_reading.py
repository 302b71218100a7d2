"""The closer reading of sentences that may be noted: what is read together, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.language.syntax import Syntax
from fabula.model.session import load_networks, load_note_networks
from fabula.reading import read_text
from fabula.reading.notes.close_reading import AROUND, MOST_PIECES, of_sentences, passages_around, read_closely
from fabula.reading.notes.signs import Words, signs_of_sentences
from fabula.schema import NOTE_KINDS
from fabula.story import Story

ROOT = Path(__file__).resolve().parents[2]
TABLES = ("quote_spans", "layers", "mentions")
sentences = st.lists(st.tuples(st.booleans(), st.integers(1, 400)), min_size=1, max_size=60)


@given(sentences)
def test_what_is_asked_about_is_read_once_with_its_neighbours(rows: list[tuple[bool, int]]) -> None:
    asked, n_pieces = np.array([one for one, _ in rows]), [count for _, count in rows]
    passages = list(passages_around(asked, n_pieces))
    read = [row for passage in passages for row in passage]
    near = {row + step for row in np.flatnonzero(asked).tolist() for step in range(-AROUND, AROUND + 1)}
    assert read == sorted(near & set(range(len(rows))))
    assert all(len(passage) == 1 or sum(n_pieces[row] for row in passage) <= MOST_PIECES for passage in passages)


def test_a_sentence_is_the_mean_and_the_highest_of_its_states() -> None:
    states = np.array([[1, 4], [3, 0], [5, 5]], np.float32)
    assert of_sentences(states, np.array([0, 2])).tolist() == [[2, 2, 3, 4], [5, 5, 5, 5]]


@pytest.fixture(scope="module")
def story() -> Story:
    """The bundled story."""
    return read_text((ROOT / "examples" / "old_patience.txt").read_text(encoding="utf-8"))


def closely(story: Story, asked: list[int], threads: int = 1) -> np.ndarray:
    """The chances of sentences of which some are asked about."""
    syntax = Syntax.of(story.text, story.tables["tokens"], story.tables["sentences"])
    words = Words(syntax, *(story.tables[name] for name in TABLES))
    flags = np.isin(np.arange(len(words.first) - 1), asked)
    return read_closely(load_networks(threads), load_note_networks(), words, signs_of_sentences(words), flags)


def test_what_is_not_near_has_no_chance(story: Story) -> None:
    chances = closely(story, [10])
    assert chances.shape[1] == len(NOTE_KINDS)
    assert np.flatnonzero(chances.any(axis=1)).tolist() == [8, 9, 10, 11, 12]


def test_nothing_is_read_where_nothing_is_asked(story: Story) -> None:
    assert not closely(story, []).any()


def test_two_threads_find_what_one_does(story: Story) -> None:
    asked = list(range(0, 120, 7))
    assert np.array_equal(closely(story, asked, 1), closely(story, asked, 2))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("abuse", "When his father took off the belt, Tom knew to put his hands on the table."),
        (
            "suicide and self-harm",
            "She laid the pills out in rows, wrote three letters, and locked the bathroom door.",
        ),
        ("pregnancy loss", "By June the cot was back in its box, and nobody asked her any more when she was due."),
    ],
)
def test_what_has_no_plain_word_is_seen(kind: str, text: str) -> None:
    assert kind in [note.kind for note in read_text(text).notes]
