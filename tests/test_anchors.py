"""Words find a quotation again, whatever has happened to its marks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.anchors import QuoteAnchors, Words, words_of
from fabula.testing import tiny_story

TEXT = """“No,” he said, “I never said so.”

“No.” She looked _away_. “Not I—never!”

“Yes?”

“No.” Nobody laughed. “…”
"""


def anchors_of(text: str, joined: tuple[int, ...] = ()) -> QuoteAnchors:
    """The anchors of a text whose quotations are what stands in marks; ``joined`` stretches go with the one before."""
    spans, quote = [], -1
    for number, found in enumerate(re.finditer("“[^”]*”", text)):
        quote += number not in joined
        spans.append((quote, *found.span()))
    starts = [min(start for other, start, _ in spans if other == number) for number in range(quote + 1)]
    return QuoteAnchors(Words(text), spans, starts)


@pytest.mark.parametrize(
    ("quote", "after", "occurrence", "found"),
    [
        ("no i never", "", 0, [0]),
        ("NO! I never", "", 0, [0]),
        ("I never said", "", 0, [0]),  # a stretch of it begins so
        ("never", "", 0, [0, 1]),  # it has the word at all
        ("Not I", "", 0, [1]),
        ("no", "", 0, [0, 1, 3]),
        ("no", "", 2, [1]),
        ("no", "", 4, []),
        ("no", "never said so", 0, [1]),
        ("no", "“Yes?”", 0, [3]),
        ("yes", "so", 0, []),
        ("…", "", 0, [4]),  # a quotation without a word
        ("I never said this", "", 0, []),
    ],
)
def test_a_quotation_is_found_by_its_words(quote: str, after: str, occurrence: int, found: list[int]) -> None:
    assert anchors_of(TEXT, joined=(1, 3)).find(quote, after, occurrence) == found


def test_the_anchor_made_for_a_quotation_finds_it_alone() -> None:
    story = tiny_story()
    columns = (story.column("quote_spans", name).tolist() for name in ("quote", "start", "end"))
    anchors = QuoteAnchors(Words(story.text), zip(*columns, strict=True), story.column("quotes", "start").tolist())
    for quote in range(len(story.quotes)):
        assert anchors.find(**anchors.anchor_of(quote)) == [quote]  # type: ignore[arg-type]


@given(st.lists(st.sampled_from(["“No.”", "“No, no.”", "“…”", "“I said no.”", "He sat.", "no"]), max_size=60))
def test_every_quotation_has_an_anchor_though_a_text_repeats_itself(pieces: list[str]) -> None:
    anchors = anchors_of(" ".join(pieces))
    for quote in range(len(anchors.first)):
        assert anchors.find(**anchors.anchor_of(quote)) == [quote]  # type: ignore[arg-type]


def test_an_anchor_is_as_short_as_it_can_be() -> None:
    anchors = anchors_of(TEXT, joined=(1, 3))
    assert anchors.anchor_of(2) == {"quote": "Yes"}
    assert anchors.anchor_of(0) == {"quote": "No I never said so"}
    assert anchors.anchor_of(3) == {"quote": "No", "after": "looked _away_. “Not I—never!” “Yes"}


def test_a_passage_is_found_with_what_an_ellipsis_leaves_out() -> None:
    words = Words(TEXT)
    assert [TEXT[start:end] for start, end in words.find("she looked … I never")] == ["She looked _away_. “Not I—never"]
    assert words.find("she looked ... I ever") == []
    assert words.find("…") == []


def test_another_edition_has_the_same_words() -> None:
    assert words_of("“I’ll _come_,” he said—“now.”") == words_of('"I\'ll come", he said; "now!"')
    assert words_of("Ame\u0301lie") == words_of("Am\u00e9lie")


def test_the_quotation_most_like_the_words_is_named() -> None:
    anchors = anchors_of("“I never said a word about it.” “Come in, Tom.”")
    assert anchors.nearest("I never sayd a word") == "I never said a word"
    assert anchors.nearest("The ferry was late") is None
