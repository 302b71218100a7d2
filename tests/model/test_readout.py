"""What the model reads out of a text does not hang on how the text went through it."""

from __future__ import annotations

import itertools
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import fabula
from fabula.model import readout
from fabula.model.heads import FORMS, KINDS, LINK_SIZE, WIDEST
from fabula.model.readout import Readout, read_out
from fabula.model.session import load_networks
from fabula.model.windows import CORE

COLUMNS = ("first", "last", "sure", "kind", "form", "link", "new")
Text = tuple[list[str], NDArray[np.int64]]


@pytest.fixture(scope="module")
def text(example_story: fabula.Story) -> Text:
    """The words of the example story and the sentence of each."""
    starts, ends = example_story.column("tokens", "start"), example_story.column("tokens", "end")
    words = [example_story.text[start:end] for start, end in zip(starts, ends, strict=True)]
    return words, example_story.column("tokens", "sentence").astype(np.int64)


@pytest.fixture(scope="module")
def whole(text: Text) -> Readout:
    return read_out(load_networks(1), *text)


def assert_alike(one: Readout, other: Readout) -> None:
    """The same mentions and, but for rounding, the same numbers."""
    for name in ("first", "last", "kind", "form"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    for name in ("sure", "new", "event", "link", "sentence"):
        assert np.allclose(getattr(one, name), getattr(other, name), atol=1e-3), name


def test_reading_again_gives_the_same(text: Text, whole: Readout) -> None:
    again = read_out(load_networks(1), *text)
    assert all(np.array_equal(getattr(again, name), getattr(whole, name)) for name in (*COLUMNS, "event"))


def test_two_threads_give_the_same_as_one(text: Text, whole: Readout) -> None:
    assert_alike(read_out(load_networks(2), *text), whole)


@pytest.mark.parametrize("stretch", [1, 100, 10**9])
def test_stretches_of_any_length_give_the_same(
    text: Text, whole: Readout, stretch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readout, "STRETCH", stretch)
    assert_alike(read_out(load_networks(1), *text), whole)


def test_every_column_is_in_range_and_mentions_are_in_reading_order(text: Text, whole: Readout) -> None:
    words, sentence = text
    count = len(whole.first)
    assert count > 100
    assert all(len(getattr(whole, name)) == count for name in COLUMNS)
    assert whole.event.shape == (len(words),)
    assert len(whole.sentence) == sentence[-1] + 1
    assert np.abs(whole.sentence).sum(axis=1).min() > 0
    assert whole.link.shape == (count, LINK_SIZE)
    order = [(first, -last) for first, last in zip(whole.first.tolist(), whole.last.tolist(), strict=True)]
    assert order == sorted(set(order))
    assert ((whole.first <= whole.last) & (whole.last < whole.first + WIDEST)).all()
    assert np.array_equal(sentence[whole.first], sentence[whole.last])
    assert ((whole.kind >= 0) & (whole.kind < len(KINDS))).all()
    assert ((whole.form >= 0) & (whole.form < len(FORMS))).all()
    assert ((whole.sure >= 0.5) & (whole.sure <= 1)).all()
    assert ((whole.event >= 0) & (whole.event <= 1)).all()


def test_a_higher_threshold_keeps_the_surer_mentions(text: Text, whole: Readout) -> None:
    strict = read_out(load_networks(1), *text, threshold=0.9)
    spans = {(f, t) for f, t, sure in zip(whole.first, whole.last, whole.sure, strict=True) if sure > 0.9}
    assert set(zip(strict.first, strict.last, strict=True)) == spans


def test_no_words_give_nothing_of_the_right_shapes() -> None:
    nothing = read_out(load_networks(1), [], np.zeros(0, np.int64))
    assert nothing.link.shape == (0, LINK_SIZE)
    assert all(len(getattr(nothing, name)) == 0 for name in (*COLUMNS, "event"))


@pytest.mark.parametrize("words", [["Rain"], ["Ada", "ran", "."], ["x" * 1_000_000], ["\ud83d"]])
def test_a_few_words_are_read(words: list[str]) -> None:
    found = read_out(load_networks(1), words, np.zeros(len(words), np.int64))
    assert found.event.shape == (len(words),)


def test_a_sentence_of_twenty_thousand_words_is_read_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    read_stretch = readout._read_stretch

    def watch(networks: Any, states: Any, *rest: Any) -> Any:
        sizes.append(len(states))
        return read_stretch(networks, states, *rest)

    monkeypatch.setattr(readout, "_read_stretch", watch)
    words = ["Ada", "saw", "Tom", "and"] * 5000
    found = read_out(load_networks(1), words, np.zeros(len(words), np.int64))
    assert found.event.shape == (20_000,)
    assert sum(sizes) == 20_000
    assert max(sizes) <= readout.STRETCH + readout.AT_ONCE * CORE
    assert set(found.last.tolist()) <= set(range(20_000))


def test_rows_keep_some_mentions_and_every_word(whole: Readout) -> None:
    kept = np.arange(len(whole.first)) % 2 == 0
    half = whole.rows(kept)
    assert all(np.array_equal(getattr(half, name), getattr(whole, name)[kept]) for name in COLUMNS)
    assert half.event is whole.event


class Echo:
    """Networks whose state of a word piece is its id, and a tokenizer whose pieces are a word's characters."""

    threads = 2

    tokenizer = SimpleNamespace(
        encode_batch=lambda words, add_special_tokens: [  # noqa: ARG005
            SimpleNamespace(ids=[ord(char) for char in word]) for word in words
        ],
        token_to_id=lambda mark: {"[CLS]": 1, "[SEP]": 2, "[UNK]": 0}[mark],
    )

    @staticmethod
    def embeddings(ids: NDArray[np.int64]) -> list[NDArray[np.float32]]:
        return [ids[..., None].astype(np.float32)]

    @staticmethod
    def encoder(embedded: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        return [embedded]


SENTENCES = st.lists(
    st.tuples(st.sampled_from(["a", "bc", "def", "ghijk"]), st.integers(1, 120)), min_size=1, max_size=12
)


@settings(deadline=None, max_examples=60)
@given(sentences=SENTENCES, stretch=st.integers(1, 300), at_once=st.integers(1, 3), longest=st.integers(1, 100))
def test_stretches_tile_the_words_at_ends_of_sentences_and_lose_no_state(
    sentences: list[tuple[str, int]], stretch: int, at_once: int, longest: int
) -> None:
    words = [word for word, count in sentences for _ in range(count)]
    sentence = np.repeat(np.arange(len(sentences)), [count for _, count in sentences])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(readout, "STRETCH", stretch)
        patch.setattr(readout, "AT_ONCE", at_once)
        patch.setattr(readout, "LONGEST_SENTENCE", longest)
        stretches = list(readout.states_of_words(Echo(), words, sentence))  # type: ignore[arg-type]
    assert stretches[0][0] == 0
    assert [first + len(states) for first, states in stretches] == [*(first for first, _ in stretches[1:]), len(words)]
    means = np.array([np.mean([ord(char) for char in word]) for word in words])
    assert np.allclose(np.concatenate([states for _, states in stretches])[:, 0], means)
    lengths = np.bincount(sentence)
    for first, _ in stretches[1:]:
        assert sentence[first] != sentence[first - 1] or lengths[sentence[first]] > longest


@settings(deadline=None)
@given(
    found=st.lists(st.tuples(st.integers(0, 19), st.integers(0, WIDEST - 1)), max_size=10),
    wanted=st.lists(st.tuples(st.integers(-5, 25), st.integers(0, WIDEST + 2)), max_size=10),
)
def test_a_wanted_span_is_added_unless_something_found_ends_with_its_last_word(
    found: list[tuple[int, int]], wanted: list[tuple[int, int]]
) -> None:
    spans = np.zeros((20, WIDEST), bool)
    for first, width in found:
        spans[first, width] = first + width < 20
    before = spans.copy()
    ends = set((np.nonzero(before)[0] + np.nonzero(before)[1]).tolist())
    readout._add_wanted(spans, np.array([(f, f + w) for f, w in wanted], np.int64).reshape(-1, 2))
    expected = {(f, w) for f, w in wanted if f >= 0 and f + w < 20 and w < WIDEST and f + w not in ends}
    assert set(zip(*np.nonzero(spans & ~before), strict=True)) == expected
    assert (spans >= before).all()


def test_a_name_that_the_model_passes_over_is_added_with_its_state(text: Text, whole: Readout) -> None:
    words, sentence = text
    ends = set(whole.last.tolist())
    passed = next(place for place in itertools.count(5) if place not in ends and words[place].isalpha())
    shorter = next(
        (first, last)
        for first, last in zip(whole.first.tolist(), whole.last.tolist(), strict=True)
        if last > first and (last, last) not in zip(whole.first, whole.last, strict=True)
    )
    wanted = np.array([(passed, passed), (shorter[1], shorter[1])])
    found = read_out(load_networks(1), words, sentence, wanted)
    spans = list(zip(found.first.tolist(), found.last.tolist(), strict=True))
    assert len(spans) == len(whole.first) + 1
    assert (shorter[1], shorter[1]) not in spans
    row = spans.index((passed, passed))
    assert 0 <= found.sure[row] < 0.5
    assert found.link[row].any()


@settings(deadline=None)
@given(count=st.integers(1, 50), size=st.integers(1, 6), seed=st.integers(0, 2**32 - 1))
def test_a_spans_score_is_of_its_first_and_last_word_and_its_width(count: int, size: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    first = rng.normal(size=(count, size + WIDEST)).astype(np.float32)
    last = rng.normal(size=(count, size)).astype(np.float32)
    scores = readout._span_scores(first, last)
    assert scores.shape == (count, WIDEST)
    for low in range(count):
        for width in range(min(WIDEST, count - low)):
            expected = first[low, :size] @ last[low + width] + first[low, size + width]
            assert scores[low, width] == pytest.approx(expected, abs=1e-4)


@settings(deadline=None)
@given(
    spans=st.lists(st.tuples(st.integers(0, 19), st.integers(0, 10)), max_size=12),
    seed=st.integers(0, 2**32 - 1),
)
def test_a_spans_middle_is_a_weighed_mean_of_its_words(spans: list[tuple[int, int]], seed: int) -> None:
    rng = np.random.default_rng(seed)
    states, weight = rng.normal(size=(30, 4)).astype(np.float32), rng.normal(scale=50, size=30).astype(np.float32)
    first = np.array([low for low, _ in spans], np.int64)
    last = np.array([low + width for low, width in spans], np.int64)
    found = readout._weighed_middle(states, weight, first, last)
    assert found.shape == (len(spans), 4)
    for row, (low, width) in enumerate(spans):
        shares = np.exp(weight[low : low + width + 1].astype(np.float64) - weight[low : low + width + 1].max())
        assert np.allclose(found[row], shares / shares.sum() @ states[low : low + width + 1], atol=1e-4)
