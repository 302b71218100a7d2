"""Who tells each stretch: by headings, by signatures, by what others call them."""

from __future__ import annotations

from read_until import read_until

from fabula.schema import zip_columns

Told = list[tuple[str, str | None]]  # person and narrator

MINE = (
    "I went out early and I came home late. I had seen nobody, and I was glad of it. I was tired and I sat down. " * 2
)


def told(text: str) -> Told:
    """Person and narrator of each piece, in order, when it is known whom dialogue names."""
    tables = read_until(text, "callings")
    names = tables["entities"]["name"].to_pylist()
    return [
        (person, None if narrator is None else names[narrator])
        for person, narrator in zip_columns(tables["tellers"], "person", "narrator")
    ]


def test_nobody_in_the_story_tells_what_says_i_only_in_quotation_marks() -> None:
    assert told("“I am cold,” said Anna. “I want my coat, and I want it now.” Tom fetched it.") == [("third", None)]


def test_recurring_headings_name_narrators_whom_nobody_else_names() -> None:
    text = f"TADEO\n\n{MINE}\n\nBIRGIT\n\n{MINE}\n\nTADEO\n\n{MINE}\n\nBIRGIT\n\n{MINE}"
    assert told(text) == [("first", "Tadeo"), ("first", "Birgit")] * 2


def test_names_that_stand_once_above_prose_part_narrators_who_say_who_they_are() -> None:
    vikram = f"I am Vikram Rao. {MINE}“Is that you, Zofia?” I said."
    jonny = f"My name is Jonny Lim. {MINE}I had seen Vikram there, and I had seen Zofia."
    zofia = f"{MINE}“Good morning, Vikram,” I said, and Jonny laughed."
    text = f"VIKRAM\n\n{vikram}\n\nJONNY\n\n{jonny}\n\nZOFIA\n\n{zofia}"
    assert [narrator for _, narrator in told(text)] == ["Vikram", "Jonny Lim", "Zofia"]
    tidings = f"HELP\n\nAnna read it. {MINE}\n\nSTOP\n\n{MINE}“Stop, Anna!” said Tom."
    assert {narrator for _, narrator in told(tidings)} != {"Help", "Stop"}


def test_a_name_in_capitals_parts_narrators_though_little_prose_follows_at_once() -> None:
    short = "She went up the stairs as if she were six."
    text = f"SOFÍA\n\n{MINE}\n\nPOPPY\n\n{MINE}\n\nSOFÍA\n\n{MINE}\n\nINÉS\n\n{short}\n\n{MINE}"
    assert [narrator for _, narrator in told(text)] == ["Sofía", "Poppy", "Sofía", "Inés"]


def test_two_who_tell_in_turn_and_say_their_names_are_two() -> None:
    text = f"My name is Anna. {MINE}\n\n***\n\nI am Tom, and I was there too. {MINE}"
    assert told(text) == [("first", "Anna"), ("first", "Tom")]


def test_a_heading_that_says_point_of_view_names_the_narrator() -> None:
    assert told(f"Anna's POV\n\n{MINE}“Come, Anna,” said Tom.") == [("first", "Anna")]


def test_headings_of_a_story_in_the_third_person_name_no_narrator() -> None:
    they = "She went out early and came home late. She had seen nobody and was glad of it. " * 3
    assert {narrator for _, narrator in told(f"ANNA\n\n{they}\n\nTOM\n\n{they}\n\nANNA\n\n{they}")} == {None}


def test_a_narrator_says_their_name_or_is_called_by_it() -> None:
    assert told(f"{MINE}“My name is Anna,” I said.") == [("first", "Anna")]
    assert told(f"{MINE}“Where were you, Anna?” said Tom.\n\n“Out,” I said.") == [("first", "Anna")]


def test_whom_the_narration_names_is_not_its_narrator() -> None:
    text = f"{MINE}“Come here, Anna,” I said. Anna came. Anna was cold, and Anna was hungry.\n\n“I am, Anna,” I said."
    assert told(text) == [("first", "the narrator")]


def test_a_letter_is_told_by_its_writer_and_the_story_goes_on_after_it() -> None:
    letter = f"Dear Tom,\n\n{MINE}\n\nYours ever,\n\nAnna"
    story = "Tom and Anna had not met for years. He opened the letter. He read it at the window, and then again. " * 2
    assert told(f"{story}\n\n{letter}\n\n“Well!” said Tom. He put it away.") == [
        ("third", None),
        ("first", "Anna"),
        ("third", None),
    ]


def test_you_are_whom_others_call_by_name_in_a_story_in_the_second_person() -> None:
    yours = "You get up. You put on your coat. You look out of your window, and you see nobody at all. " * 4
    assert told(f"{yours}“Come in, Anna,” says Tom.\n\n“No,” you say.") == [("second", "Anna")]


def test_my_lady_is_nobodys_and_a_letter_inside_makes_no_narrator() -> None:
    they = "My Lady went out early and came home late. My Lady had seen nobody, and my Lady was glad of it. " * 4
    assert told(they) == [("third", None)]
    others = "She went out early and came home late. She had seen nobody and she was glad of it.\n\n" * 12
    assert told(f"{others}{MINE}\n\n{others}") == [("third", None)]


def test_a_story_that_mostly_says_we_is_told_by_somebody() -> None:
    us = "We went out early and we came home late. Nobody saw us. " * 6
    assert told(f"{us}I was the last.") == [("first", "the narrator")]


def test_a_story_of_you_has_somebody_without_a_name() -> None:
    assert told("You open the door and you look out. You wait for your bus. " * 6) == [("second", "you")]
