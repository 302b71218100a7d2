"""Tokens and sentences lie where the text has them, on one core or on several."""

from __future__ import annotations

import itertools
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula import read_text
from fabula.language import workers
from fabula.language.tagging import BATCH, split_long, tag_pieces

SENTENCE = "“I don’t know,” said Mr. Weston -- slowly --\nand _looked_  away.  "


@pytest.mark.parametrize("text", [SENTENCE, "a\x00b c", "e\u0301t\u00e9 \u202ealpha\u202c 😀 done.", "\u200f\u200b"])
def test_a_token_is_exactly_its_stretch_of_the_text(text: str) -> None:
    tagged = tag_pieces(text, [(0, len(text))])
    stretches = [text[start:end] for start, end in tagged.offsets.tolist()]
    assert all(stretch and not stretch.isspace() for stretch in stretches)
    assert all(end <= start for (_, end), (start, _) in zip(tagged.offsets, tagged.offsets[1:], strict=False))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("perhaps Dr. Livesey--", ["perhaps", "Dr.", "Livesey", "--"]),
        ("“Come now”--he left", ["“", "Come", "now", "”", "--", "he", "left"]),
        ("Poole,--she knew", ["Poole", ",", "--", "she", "knew"]),
        ("--and Mr. M----, too", ["--", "and", "Mr.", "M----", ",", "too"]),
    ],
)
def test_dashes_without_spaces_part_words(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in tag_pieces(text, [(0, len(text))]).offsets.tolist()] == words


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=200))
def test_any_text_can_be_tagged(text: str) -> None:
    tagged = tag_pieces(text, [(0, len(text))])
    assert (tagged.offsets[:, 0] < tagged.offsets[:, 1]).all()
    assert ((tagged.heads >= 0) & (tagged.heads < max(len(tagged.heads), 1))).all()


@pytest.mark.parametrize("cores", [2, 3])
def test_several_processes_give_the_same_tokens_as_one(cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text = SENTENCE * 3 * BATCH
    pieces = [(n * len(SENTENCE), (n + 1) * len(SENTENCE)) for n in range(3 * BATCH)]
    alone = tag_pieces(text, pieces)
    monkeypatch.setattr(workers, "SHORTEST_FOR_TWO", len(text) // 3)
    together = workers.tag_on_cores(text, pieces, cores)
    assert np.array_equal(alone.offsets, together.offsets)
    assert np.array_equal(alone.heads, together.heads)
    assert [alone.strings[n] for n in alone.names.ravel()] == [together.strings[n] for n in together.names.ravel()]


def test_a_worker_that_dies_costs_time_but_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    def dead(_text: str, _pieces: workers.Pieces) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", "raise SystemExit(9)"], stdout=subprocess.PIPE)

    text = SENTENCE * 2 * BATCH
    pieces = [(n * len(SENTENCE), (n + 1) * len(SENTENCE)) for n in range(2 * BATCH)]
    monkeypatch.setattr(workers, "SHORTEST_FOR_TWO", len(text) // 2)
    monkeypatch.setattr(workers, "_start", dead)
    assert len(workers.tag_on_cores(text, pieces, 2).heads) == len(tag_pieces(text, pieces).heads)


@pytest.mark.parametrize(("cores", "started"), [(1, 0), (2, 1), (64, workers.MOST_PROCESSES - 1)])
def test_no_more_processes_are_started_than_there_are_cores_given(
    cores: int, started: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = SENTENCE * 8 * BATCH
    pieces = [(n * len(SENTENCE), (n + 1) * len(SENTENCE)) for n in range(8 * BATCH)]
    starts: list[workers.Pieces] = []
    monkeypatch.setattr(workers, "SHORTEST_FOR_TWO", 1)
    monkeypatch.setattr(workers, "_start", lambda _text, share: starts.append(share))
    monkeypatch.setattr(workers, "tag_pieces", lambda text, _pieces: tag_pieces(text, []))
    workers.tag_on_cores(text, pieces, cores)
    assert len(starts) == started


def test_a_short_text_is_tagged_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_start", lambda *_: pytest.fail("a process was started"))
    assert len(workers.tag_on_cores(SENTENCE, [(0, len(SENTENCE))], 2).heads) > 5


def test_there_is_a_core_to_use() -> None:
    assert workers.available_cores() >= 1


def test_pieces_are_divided_at_whole_batches() -> None:
    pieces = [(n, n + 1) for n in range(10 * BATCH + 7)]
    shares = workers.divide(pieces, 3)
    assert [piece for share in shares for piece in share] == pieces
    assert all(len(share) % BATCH == 0 for share in shares[:-1])


def test_a_paragraph_of_a_million_characters_is_read_in_pieces() -> None:
    text = "a" * 1_000_000
    pieces = split_long(text, 0, len(text))
    assert pieces[0][0] == 0
    assert pieces[-1][1] == len(text)
    assert all(before[1] == after[0] for before, after in itertools.pairwise(pieces))


def test_one_word_is_a_story() -> None:
    story = read_text("Rain.")
    assert story.n_words == 1
    assert len(story.characters) == 0
