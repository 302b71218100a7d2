"""I and you inside quotations: whoever speaks and is spoken to, or else whom the model takes them to mean."""

from __future__ import annotations

import pytest
from by_hand import syntax_of

from fabula.reading import Step
from fabula.reading.dialogue import link_dialogue
from fabula.schema import table_of

TEXT = "“I see you.” Anne left."
ANNE, TOM, BELL = range(3)
Told = tuple[int, float] | None  # an entity, and how sure that is


def meant(
    word: str, speaker: Told = None, hearers: list[tuple[int, float]] | None = None, guess: Told = None
) -> tuple[int | None, str | None]:
    """Whom I or you in the quotation means, and who decided, given who speaks, who hears and what the model guesses."""
    syntax = syntax_of(TEXT)
    token, end = syntax.lower.index(word), TEXT.index("”") + 1
    nothing = {name: [None] for name in ("by", "evidence_start", "evidence_end")}
    entity, sure = speaker or (None, None)
    heard = hearers or []
    tables = {
        "quotes": table_of("quotes", {
            "start": [0], "end": [end], "kind": ["speech"], "mode": ["in person"],
            "speaker": [entity], "speaker_confidence": [sure],
            **{f"speaker_{key}": value for key, value in nothing.items()},
        }),
        "quote_spans": table_of("quote_spans", {"quote": [0], "start": [0], "end": [end]}),
        "quote_addressees": table_of("quote_addressees", {
            "quote": [0] * len(heard), "entity": [who for who, _ in heard],
            "entity_confidence": [share for _, share in heard],
            **{f"entity_{key}": value * len(heard) for key, value in nothing.items()},
        }),
        "entities": table_of("entities", {
            "kind": ["person"] * 3, "name": ["Anne", "Tom", "Bell"], "is_named": [True] * 3,
        }),
        "mentions": table_of("mentions", {
            "start": [int(syntax.start[token])], "end": [int(syntax.end[token])], "head_token": [token],
            "form": ["pronoun"], "kind": ["person"], "place_kind": [None],
            "entity": [None], "entity_confidence": [None],
            **{f"entity_{key}": value for key, value in nothing.items()},
        }),
        "guesses": table_of("guesses", {
            "mention": [0] if guess else [], "entity": [guess[0]] if guess else [],
            "confidence": [guess[1]] if guess else [],
        }),
    }  # fmt: skip
    (row,) = Step("dialogue", link_dialogue, ()).run(syntax, 1, tables)["mentions"].to_pylist()
    return row["entity"], row["entity_by"]


def test_i_is_who_speaks_and_you_the_one_who_is_spoken_to() -> None:
    assert meant("i", speaker=(ANNE, 0.9), hearers=[(TOM, 0.7)]) == (ANNE, "rule")
    assert meant("you", speaker=(ANNE, 0.9), hearers=[(TOM, 0.7)]) == (TOM, "rule")


def test_you_to_several_is_nobody() -> None:
    assert meant("you", hearers=[(TOM, 0.7), (BELL, 0.7)]) == (None, None)


@pytest.mark.parametrize("word", ["i", "you"])
def test_where_nobody_is_known_to_speak_or_hear_the_model_guesses(word: str) -> None:
    assert meant(word, guess=(BELL, 0.4)) == (BELL, "model")
    assert meant(word) == (None, None)


@pytest.mark.parametrize(
    ("sure", "guessed", "expected"),
    [(0.9, 0.99, (ANNE, "rule")), (0.25, 0.2, (ANNE, "rule")), (0.25, 0.8, (BELL, "model"))],
)
def test_the_guess_counts_where_the_speaker_is_less_sure(
    sure: float, guessed: float, expected: tuple[int, str]
) -> None:
    assert meant("i", speaker=(ANNE, sure), guess=(BELL, guessed)) == expected


def test_nobody_says_you_to_themselves() -> None:
    assert meant("you", speaker=(ANNE, 0.5), guess=(ANNE, 0.9)) == (None, None)
    assert meant("you", speaker=(ANNE, 0.5), hearers=[(TOM, 0.3)], guess=(ANNE, 0.9)) == (TOM, "rule")
    assert meant("i", speaker=(ANNE, 0.5), guess=(ANNE, 0.9))[0] == ANNE


def test_other_words_are_left_as_they_are() -> None:
    assert meant("see", speaker=(ANNE, 0.9), hearers=[(TOM, 0.7)]) == (None, None)
    assert meant("anne", speaker=(ANNE, 0.9), guess=(BELL, 0.9)) == (None, None)  # outside the quotation
