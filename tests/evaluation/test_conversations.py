"""How many speak in the conversation that a quotation stands in."""

from __future__ import annotations

from fabula.evaluation.conversations import n_speakers
from fabula.evaluation.corpora.pdnc import GoldQuote
from fabula.reading.conversation import CONVERSATION_GAP
from fabula.schema import table_of


def counts(*said: str, kinds: dict[int, str] | None = None) -> list[int]:
    """Of paragraphs of ten characters, each said by somebody; "" narrates and "?" is said by nobody in particular."""
    n = len(said)
    paragraphs = table_of(
        "paragraphs",
        {
            "start": [10 * row for row in range(n)],
            "end": [10 * row + 9 for row in range(n)],
            "chapter": [0] * n,
            "kind": [(kinds or {}).get(row, "prose") for row in range(n)],
        },
    )
    quotes = [
        GoldQuote(f"Q{row}", "", ((10 * row, 10 * row + 9),), None if who == "?" else who, (), "")
        for row, who in enumerate(said)
        if who
    ]
    return n_speakers(quotes, paragraphs)


def test_every_quotation_of_a_conversation_counts_all_who_speak_in_it() -> None:
    assert counts("Anne", "Tom", "Anne", "Bell") == [3, 3, 3, 3]


def test_a_conversation_goes_on_over_some_narration_and_ends_with_more() -> None:
    assert counts("Anne", *[""] * CONVERSATION_GAP, "Tom") == [2, 2]
    assert counts("Anne", *[""] * (CONVERSATION_GAP + 1), "Tom") == [1, 1]


def test_a_heading_or_a_break_ends_a_conversation() -> None:
    assert counts("Anne", "", "Tom", kinds={1: "heading"}) == counts("Anne", "", "Tom", kinds={1: "break"}) == [1, 1]


def test_an_unknown_voice_goes_on_with_a_conversation_and_counts_as_nobody() -> None:
    gap = [""] * CONVERSATION_GAP
    assert counts("Anne", *gap, "?", *gap, "Tom") == [2, 2, 2]
    assert counts("?") == [0]
    assert counts() == []
