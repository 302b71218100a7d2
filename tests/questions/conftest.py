"""A story of two chapters, read as any other, whose layers, scenes, presence, claims and order are set by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

import fabula
from fabula.schema import table_of
from fabula.story import Story

TEXT = """\
CHAPTER I. The Kitchen

Eva Brandt sat in the kitchen with Tom Weiss, her brother. The old clock struck nine.

"Captain Holm is dead," said Eva. "The sea took him."

Tom broke the blue cup. Eva swept the floor. In her dream Captain Holm killed Anna Weiss.

CHAPTER II. The Harbour

On Friday Anna Weiss met Captain Holm at the harbour. Captain Holm gave Anna the key. Tom was not there.

"I am leaving tonight," Captain Holm said to Anna. "Keep the key."

"I shall," said Anna Weiss. Tom did not open the letter. Anna would have opened the letter.

Anna opened the door. Tom came in and kissed her.
"""


class Edited:
    """A story with some tables made anew; people and places are named, stretches given by their words."""

    def __init__(self, story: Story) -> None:
        self.story = story

    def entity(self, name: str) -> int:
        """The row of ``entities`` that is called so."""
        names = self.story.column("entity_names", "name").tolist()
        return int(self.story.column("entity_names", "entity")[names.index(name)])

    def span(self, first: str, last: str = "") -> tuple[int, int]:
        """From the first words to the end of the last ones."""
        start = self.story.text.index(first)
        end = start + len(first)
        return start, self.story.text.index(last, start) + len(last) if last else end

    def with_tables(self, **tables: Mapping[str, Sequence[Any]]) -> Story:
        """The story with these tables in place of its own."""
        made = {name: table_of(name, columns) for name, columns in tables.items()}
        return Story(self.story.text, {**self.story.tables, **made}, self.story.metadata)


def decided(name: str, entity: Sequence[int], start: Sequence[int], end: Sequence[int]) -> dict[str, Sequence[Any]]:
    """The five columns of a decision."""
    return {
        name: entity,
        f"{name}_confidence": [0.9] * len(entity),
        f"{name}_by": ["rule"] * len(entity),
        f"{name}_evidence_start": start,
        f"{name}_evidence_end": end,
    }


@pytest.fixture(scope="session")
def plain() -> Edited:
    """The story as it is read."""
    return Edited(fabula.read_text(TEXT, title="The Key"))


@pytest.fixture(scope="session")
def story(plain: Edited) -> Story:
    """The story with a dream, two scenes with places, who is present, and a claim that the text contradicts."""
    eva, tom = plain.entity("Eva"), plain.entity("Tom")
    anna, holm = plain.entity("Anna Weiss"), plain.entity("Captain Holm")
    dream = plain.span("In her dream", "Anna Weiss.")
    first, second = plain.span("Eva Brandt sat", "Anna Weiss."), plain.span("On Friday", "kissed her.")
    kitchen, harbour = plain.span("the kitchen"), plain.span("the harbour")
    places = {
        plain.story.text[start:end]: entity
        for start, end, entity in zip(
            *(plain.story.column("mentions", name).tolist() for name in ("start", "end", "entity")), strict=True
        )
    }
    friday = plain.span("On Friday")
    claim, seen = plain.span("Captain Holm is dead"), plain.span("met Captain Holm")
    people = [(0, eva, "Eva Brandt"), (0, tom, "Tom Weiss"), (1, anna, "Anna Weiss met"), (1, holm, "Captain Holm at")]
    shown = [plain.span(words) for _, _, words in people]
    return plain.with_tables(
        layers={
            "start": [dream[0]],
            "end": [dream[1]],
            "kind": ["dream"],
            "confidence": [0.9],
            "evidence_start": [dream[0]],
            "evidence_end": [dream[0] + 12],
            **decided("owner", [eva], [dream[0]], [dream[1]]),
            "narrator": [None],
            "parent": [None],
        },
        scenes={
            "start": [first[0], second[0]],
            "end": [first[1], second[1]],
            "kind": ["chapter", "chapter"],
            "layer": [None, None],
            **decided(
                "place",
                [places["the kitchen"], places["the harbour"]],
                [kitchen[0], harbour[0]],
                [kitchen[1], harbour[1]],
            ),
            "time_start": [None, friday[0]],
            "time_end": [None, friday[1]],
            "focal": [None, None],
        },
        presence={
            "scene": [scene for scene, _, _ in people] + [0],
            "entity": [entity for _, entity, _ in people] + [holm],
            "kind": ["present"] * len(people) + ["spoken of"],
            "confidence": [0.9] * (len(people) + 1),
            "start": [start for start, _ in shown] + [claim[0]],
            "end": [end for _, end in shown] + [claim[1]],
            "enters_token": [None] * (len(people) + 1),
            "leaves_token": [None] * (len(people) + 1),
        },
        claims={
            "start": [claim[0]],
            "end": [claim[1]],
            "kind": ["death"],
            "holder": [eva],
            "quote": [0],
            "layer": [None],
            "truth": ["contradicted"],
            "shown_start": [seen[0]],
            "shown_end": [seen[1]],
            "confidence": [0.7],
        },
        claim_characters={"claim": [0], "entity": [holm]},
        quote_addressees={
            "quote": [0, 1, 2],
            **decided("entity", [tom, anna, holm], [claim[0]] * 3, [claim[1]] * 3),
        },
    )


Asks = Callable[[str], list[str]]


@pytest.fixture(scope="session")
def ask(story: Story) -> Asks:
    """The texts of the answers to a question, the best first."""
    return lambda question: [answer.text for answer in story.ask(question).answers]
