"""What is remembered, dreamed, told, heard over a wire or imagined, and how such stretches lie in one another."""

from __future__ import annotations

import pytest

from fabula import read_text
from fabula.reading.layers.best import best_stretches
from fabula.reading.layers.nesting import nest
from fabula.reading.layers.page import Candidate

SWIMMING = (
    "She had taught him to swim here. She had been twelve that summer, and for a week she had held him up under the "
    "belly, as their father had once held her. Then on the Saturday she let go. He went down like a spoon."
)
TURTLES = (
    "“When I was a boy we lived by the sea. My father kept a boat and my mother kept a pig. One night the pig got into "
    "the boat. Nobody saw it go. It drifted out past the rocks and we heard it squeal until the morning, and my "
    "mother cried, and my father rowed after it in a tub.”"
)


def layers_of(text: str) -> list[tuple[str, str]]:
    """The kind and the words of each layer of a text."""
    story = read_text(text)
    return [(layer.kind, " ".join(story.text[layer.start : layer.end].split())) for layer in story.layers]


def of_kind(kind: str, text: str) -> list[str]:
    """The words of the layers of one kind."""
    return [words for found, words in layers_of(text) if found == kind]


def test_a_memory_in_the_pluperfect_slides_into_the_past_and_ends_with_its_paragraph() -> None:
    text = (
        f"Marit walked out along the fish quay. The wind was cold.\n\n{SWIMMING}\n\nThe lamps along the pier came on."
    )
    assert of_kind("memory", text) == [SWIMMING]


@pytest.mark.parametrize(
    "text",
    [
        "Tom came into the kitchen. He had lost his hat. He sat down by the fire and took off his boots.",
        "Anne remembered to lock the door. She went up the stairs, and she put the key under the mat.",
    ],
)
def test_a_single_had_that_explains_is_no_memory(text: str) -> None:
    assert of_kind("memory", text) == []


def test_where_a_story_is_told_in_the_present_the_past_is_a_memory() -> None:
    past = "It was on the night coach when I was nineteen. My aunt sewed the money into my coat. I sat still."
    text = (
        "I am waiting. I have the chair at the end of the row. The screen says 187. A child is crying. I know this "
        f"chair. {past} Now the number changes. I look at the screen. Nobody gets up. The woman beside me sleeps and "
        "her bag is open. I close it for her. She does not move. The clock is slow, and I count the tiles."
    )
    assert of_kind("memory", text) == [past]


def test_a_section_that_says_it_is_earlier_is_a_memory() -> None:
    told = "Seven years earlier, the house was full. Anne ran down the stairs and called for her brother."
    text = f"The house stood empty. Anne locked the door.\n\n***\n\n{told}\n\n***\n\nThe rain came down on the road."
    assert of_kind("memory", text) == [told]


def test_a_dream_begins_after_its_word_and_ends_before_the_waking() -> None:
    dream = "He was walking through a white street, and all the doors were open, and behind each of them somebody sang."
    text = f"Tom lay down on his bed and began to dream. {dream} He woke with a start. It was dark in the room."
    assert of_kind("dream", text) == [dream]


@pytest.mark.parametrize(
    "text",
    [
        "Anne had never dreamed that he would come back to the village, and she did not know what to say to him.",
        "He moved like a man in a dream, and he did not hear what the others said to him when they came to the gate.",
        "Tom woke early. He dressed, and he went down to the kitchen, and there was nobody there but the cat.",
    ],
)
def test_figures_of_speech_and_mornings_are_no_dreams(text: str) -> None:
    assert of_kind("dream", text) == []


def test_what_is_told_at_length_in_speech_is_a_tale_of_its_speaker() -> None:
    story = read_text(f"“Tell me about the pig,” said Anne.\n\n{TURTLES} said Tom.\n\n“Good night,” said Anne.")
    tales = [layer for layer in story.layers if layer.kind == "told"]
    assert [story.text[tale.start : tale.end] for tale in tales] == [TURTLES]
    assert [tale.owner and tale.owner.name for tale in tales] == ["Tom"]


def test_an_interruption_does_not_end_a_tale() -> None:
    first, second = TURTLES[:-1].split(" Nobody saw")
    text = f"{first}” said Tom.\n\n“Oh!” said Anne.\n\n“Nobody saw{second}” said Tom."
    assert [len(tale) > len(TURTLES) for tale in of_kind("told", text)] == [True]


def test_a_call_goes_from_the_first_word_over_the_wire_to_the_last() -> None:
    call = (
        "“Hello?” she said.\n\n“It’s Tom,” said the voice. “I am at the station, and there is nobody here.”\n\n"
        "“I will come and fetch you.”"
    )
    text = f"The telephone rang in the hall. Anne answered it.\n\n{call}\n\nShe hung up, and she looked for her coat."
    assert of_kind("call", text) == [" ".join(call.split())]


def test_a_telephone_alone_is_no_call() -> None:
    text = "There was a telephone on the table.\n\n“I am hungry,” said Anne to Tom. “I have had nothing all day long.”"
    assert of_kind("call", text) == []


def test_a_plan_in_speech_is_hypothetical() -> None:
    plan = (
        "When they start on the bell you’ll come down by the kitchen in my other coat. You’ll go through the door and "
        "down the stair. I’ll be sitting there in the boat. By moonrise we’ll be under the chain."
    )
    assert of_kind("hypothetical", f"“Now listen,” said Pell. “{plan}”") == [f"“{plan}”"]


def test_what_repeats_itself_is_not_hypothetical() -> None:
    text = "Every evening he would sit by the fire. He would often sing. Sometimes she would laugh, and he would stop."
    assert of_kind("hypothetical", text) == []


def test_layers_nest_and_never_cross() -> None:
    tale, dream, memory = (
        Candidate(0, 100, "told", 0.8, (0, 1)),
        Candidate(20, 40, "dream", 0.7, (20, 21)),
        Candidate(80, 110, "memory", 0.5, (80, 81)),
    )
    kept, parents = nest([dream, memory, tale], "x" * 200)
    assert kept == [tale, dream]
    assert parents == [None, 0]


def test_of_two_that_cross_the_surer_keeps_its_borders() -> None:
    kept, parents = nest([Candidate(0, 100, "told", 0.5, (0, 1)), Candidate(90, 200, "call", 0.8, (90, 91))], "x" * 200)
    assert [(one.start, one.end) for one in kept] == [(0, 90), (90, 200)]
    assert parents == [None, None]


def test_the_best_stretches_join_over_what_weighs_less() -> None:
    assert best_stretches([(-1, 0), (3, 0), (-1, 0), (2, 0), (-9, 0), (1, 0)]) == [(1, 4), (5, 6)]
