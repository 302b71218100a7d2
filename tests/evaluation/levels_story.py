"""A small text annotated for levels, and a story of it whose findings are partly right: the figures are known by hand.

Words in its sentences: 8, 5, 3, 3, 5, 5, 4, each sentence a paragraph.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from word_story import decided, story_of

from fabula.schema import table_of
from fabula.story import Story

SENTENCES = (
    "I waited in the old hall of Lia .",
    "Tom had once swum here .",
    "He had laughed .",
    "Dear Anna , come .",
    "The next day Eva telephoned .",
    "Tom is dead , she said .",
    "Then Tom came in .",
)
TEXT = " ".join(SENTENCES)
STARTS = [TEXT.index(sentence) for sentence in SENTENCES] + [len(TEXT)]
NARRATOR, TOM, EVA, HALL = range(4)

GOLD = """\
manner = "made for the tests"
half = "build"

[characters]
"Anna" = ["Anna"]
"Tom" = ["Tom"]
"Eva" = ["Eva"]

[[stretch]]
starts = "I waited"
person = "first"
narrator = "Anna"
focal = "Anna"
tense = "past"

[[stretch]]
starts = "The next day"
person = "third"
focal = "Eva"
tense = "past"

[[layer]]
id = "swim"
kind = "memory"
starts = "Tom had once"
ends = "come ."
owner = "Anna"

[[layer]]
in = "swim"
kind = "letter"
starts = "Dear Anna"
ends = "come ."
owner = "Tom"
narrator = "Tom"
addressee = ["Anna"]

[[scene]]
starts = "I waited"
place = "the old hall of Lia"
present = ["Anna"]

[[scene]]
starts = "Tom had once"
layer = "swim"
present = ["Anna", "Tom"]

[[scene]]
starts = "The next day"
place = "the kitchen"
time = "The next day"
present = ["Anna"]
distant = ["Eva"]

[[scene]]
starts = "Then Tom"
present = ["Anna", "Tom"]

[[order]]
earlier = "had once swum"
later = "I waited"

[[order]]
earlier = "Eva telephoned"
later = "came in"

[[claim]]
starts = "Tom is dead"
by = "Eva"
kind = "death"
about = ["Tom"]
truth = "contradicted"
shown = "Tom came in"

[[claim]]
starts = "He had laughed"
by = "Anna"
kind = "identity"
about = ["Tom"]
truth = "open"

[[claim]]
starts = "Dear Anna"
by = "Tom"
kind = "other"
about = ["Anna"]
truth = "open"
"""


def write_gold(folder: Path, name: str = "hall", toml: str = GOLD) -> Path:
    """The annotation as a file in ``folder``, with its text beside it."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    (folder / f"{name}.toml").write_text(toml, encoding="utf-8")
    return folder / f"{name}.toml"


def levels_story(**tables: Mapping[str, Sequence[Any]]) -> Story:
    """A story of the text with its cast; ``tables``: columns of further ones, others are empty."""
    story = story_of(
        [sentence.split() for sentence in SENTENCES],
        mentions=[(0, 1, "pronoun", "person", NARRATOR), (3, 6, "common", "facility", HALL)],
        n_entities=4,
    )
    names = {"entity": [TOM, EVA, HALL], "name": ["Tom", "Eva", "the old hall"], "count": [3, 1, 1]}
    paragraphs = {"start": STARTS[:-1], "end": STARTS[1:], "chapter": [0] * 7, "kind": ["prose"] * 7}
    made = {"paragraphs": paragraphs, "entity_names": names, **tables}
    return Story(story.text, {**story.tables, **{name: table_of(name, of) for name, of in made.items()}})


def sentences(*rows: tuple[int, int]) -> dict[str, list[int]]:
    """The columns of spans from the first sentence to before the second."""
    return {"start": [STARTS[first] for first, _ in rows], "end": [STARTS[last] for _, last in rows]}


def partly_right() -> Story:
    """What is right and wrong in it is worked out in ``test_levels.py``."""
    nothing = [None] * 3
    memory_letter_dream = sentences((2, 5), (3, 4), (6, 7))
    return levels_story(
        layers={
            **memory_letter_dream,
            "kind": ["memory", "letter", "dream"],
            "confidence": [1.0] * 3,
            "evidence_start": memory_letter_dream["start"],
            "evidence_end": memory_letter_dream["start"],
            **decided("owner", [NARRATOR, EVA, None]),
            "narrator": nothing,
            "parent": [None, 0, None],
        },
        narration={
            **sentences((0, 5), (5, 7)),
            "kind": ["first", "third"],
            "person": ["first", "third"],
            "tense": ["past", "present"],
            **decided("narrator", [NARRATOR, None]),
            **decided("focal", [NARRATOR, TOM]),
        },
        scenes={
            **sentences((0, 2), (2, 6), (6, 7)),
            "kind": ["chapter", "unmarked", "unmarked"],
            "layer": nothing,
            **decided("place", [HALL, None, None]),
            "time_start": nothing,
            "time_end": nothing,
            "focal": nothing,
        },
        presence={
            "scene": [0, 1, 1, 2],
            "entity": [NARRATOR, TOM, EVA, TOM],
            "kind": ["present", "present", "distant", "present"],
            "confidence": [1.0] * 4,
            "start": [0] * 4,
            "end": [0] * 4,
            "enters_token": [None] * 4,
            "leaves_token": [None] * 4,
        },
        claims={
            **sentences((5, 6)),
            "kind": ["death"],
            "holder": [EVA],
            "quote": [None],
            "layer": [None],
            "truth": ["open"],
            "shown_start": [None],
            "shown_end": [None],
            "confidence": [1.0],
        },
    )
