"""Every word piece is seen once, in the middle of a window, at a cost that grows with length alone."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tokenizers import Tokenizer

from fabula.model.weights import FOLDER
from fabula.model.windows import CORE, LENGTH, LONGEST_WORD, MARGIN, Windows, cut_windows, cut_words, mean_of_words

BEGIN, END = 1, 2


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return Tokenizer.from_file(str(FOLDER / "tokenizer.json"))


class WatchedTokenizer:
    """Cuts a word into its characters, a word without letters into nothing, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode_batch(self, words: list[str], add_special_tokens: bool) -> list[SimpleNamespace]:
        assert not add_special_tokens
        self.asked += words
        return [SimpleNamespace(ids=[ord(char) for char in word if char.isalnum()]) for word in words]

    def token_to_id(self, _mark: str) -> int:
        return 0


def numbered(count: int) -> NDArray[np.int32]:
    """So many pieces, each with an id of its own that is no mark's."""
    return np.arange(10, 10 + count, dtype=np.int32)


def check(windows: Windows, ids: NDArray[np.int32]) -> None:
    """Hold the windows to what their docstrings say."""
    count, length = len(ids), windows.ids.shape[1]
    size = length - 2
    assert length == min(LENGTH, count + 2)
    assert np.array_equal(windows.ids.ravel()[windows.place], ids)
    assert (np.diff(windows.place) > 0).all()
    for row, found in enumerate(windows.ids):
        assert (found[0], found[size + 1]) == (BEGIN, END)
        assert (np.diff(found[1 : size + 1]) == 1).all()
        core = np.flatnonzero(windows.place // length == row)
        before, after = windows.place[core] % length - 1, size - windows.place[core] % length
        assert (before >= np.minimum(core, MARGIN)).all()
        assert (after >= np.minimum(count - 1 - core, MARGIN)).all()


@settings(deadline=None)
@given(st.integers(0, 5 * CORE), st.integers(0, CORE - 1))
def test_every_piece_lies_in_one_core_with_a_margin_on_both_sides(count: int, shift: int) -> None:
    check(cut_windows(numbered(count), BEGIN, END, shift), numbered(count))


@pytest.mark.parametrize("count", [0, 1, CORE - 1, CORE, CORE + 1, LENGTH - 3, LENGTH - 2, LENGTH - 1, 2 * CORE + 1])
def test_no_length_is_a_special_case(count: int) -> None:
    check(cut_windows(numbered(count), BEGIN, END), numbered(count))


def test_a_short_text_is_one_window_no_longer_than_itself() -> None:
    windows = cut_windows(numbered(3), BEGIN, END)
    assert windows.ids.tolist() == [[BEGIN, 10, 11, 12, END]]
    assert windows.place.tolist() == [1, 2, 3]


def test_the_number_of_windows_grows_with_length_alone() -> None:
    assert len(cut_windows(numbered(100 * CORE), BEGIN, END).ids) == 100
    assert len(cut_windows(numbered(100 * CORE), BEGIN, END, shift=1).ids) == 101


def test_no_word_has_no_pieces_and_one_empty_window(tokenizer: Any) -> None:
    pieces = cut_words(tokenizer, [])
    assert (pieces.ids.tolist(), pieces.first.tolist()) == ([], [0])
    assert cut_windows(pieces.ids, BEGIN, END).ids.tolist() == [[BEGIN, END]]


def test_each_word_has_its_own_pieces(tokenizer: Any) -> None:
    words = ["The", "lighthousekeeper", "coughed", "."]
    pieces = cut_words(tokenizer, words)
    cut = [pieces.ids[low:high].tolist() for low, high in pairwise(pieces.first)]
    assert [tokenizer.decode(ids) for ids in cut] == ["the", "lighthousekeeper", "coughed", "."]
    assert len(cut[1]) > 1


def test_every_distinct_word_is_cut_once() -> None:
    watched = WatchedTokenizer()
    pieces = cut_words(watched, ["ab", "a", "ab", "ab"])
    assert watched.asked == ["ab", "a"]
    assert pieces.first.tolist() == [0, 2, 3, 5, 7]


def test_a_word_of_which_nothing_is_left_is_unknown_rather_than_gone() -> None:
    pieces = cut_words(WatchedTokenizer(), ["a", "?!", "b"])
    assert (pieces.ids.tolist(), pieces.first.tolist()) == ([ord("a"), 0, ord("b")], [0, 1, 2, 3])


def test_of_a_word_of_a_million_characters_only_the_beginning_is_read(tokenizer: Any) -> None:
    word = "never" * 200_000
    pieces = cut_words(tokenizer, ["He", word, "left"])
    assert len(pieces.ids) <= LONGEST_WORD + 2
    alone = cut_words(tokenizer, [word[:LONGEST_WORD]])
    assert np.array_equal(pieces.ids[pieces.first[1] : pieces.first[2]], alone.ids)


def test_twenty_thousand_words_of_one_sentence_are_cut(tokenizer: Any) -> None:
    words = ["lighthousekeeper", "and"] * 10_000
    pieces = cut_words(tokenizer, words)
    assert len(pieces.first) == 20_001
    windows = cut_windows(pieces.ids, BEGIN, END)
    assert np.array_equal(windows.ids.ravel()[windows.place], pieces.ids)


@settings(deadline=None)
@given(words=st.lists(st.text(min_size=1, max_size=60), max_size=30))
def test_every_word_of_any_text_has_at_least_one_piece(tokenizer: Any, words: list[str]) -> None:
    pieces = cut_words(tokenizer, words)
    assert len(pieces.first) == len(words) + 1
    assert (np.diff(pieces.first) >= 1).all()
    assert pieces.first[-1] == len(pieces.ids)


@pytest.mark.parametrize("word", ["\ud83d", "Ada\udc00", "\ud83d\ude00", "\x00", "\u200d", "\U0010ffff"])
def test_no_character_is_too_odd_to_be_cut(tokenizer: Any, word: str) -> None:
    assert len(cut_words(tokenizer, ["Ada", word]).ids) >= 2


@given(
    lengths=st.lists(st.integers(1, 5), max_size=30),
    size=st.integers(1, 4),
    seed=st.integers(0, 2**32 - 1),
)
def test_a_words_state_is_the_mean_of_its_pieces(lengths: list[int], size: int, seed: int) -> None:
    first = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    states = np.random.default_rng(seed).normal(size=(int(first[-1]), size)).astype(np.float32)
    found = mean_of_words(states, first)
    assert found.dtype == np.float32
    assert found.shape == (len(lengths), size)
    for number, (low, high) in enumerate(pairwise(first)):
        assert np.allclose(found[number], states[low:high].mean(axis=0), atol=1e-6)
