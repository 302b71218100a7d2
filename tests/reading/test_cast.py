"""Who is in the story, and under which names."""

from __future__ import annotations

import pytest

from fabula import read_text
from fabula.story import Character, Story


def called(story: Story, name: str) -> Character:
    return next(c for c in story.characters if name in c.names)


def are_one(story: Story, *names: str) -> bool:
    return len({called(story, name).id for name in names}) == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Alexander Lightwood came in. Alec sat down by the fire. Mr. Lightwood was tired. Everybody liked Alec.",
            ("Alexander Lightwood", "Alec", "Mr. Lightwood"),
        ),
        (
            "Elizabeth Bennet laughed. Lizzy ran upstairs. Eliza came down. “Well, Lizzy,” said Jane. "
            "Elizabeth smiled.",
            ("Elizabeth Bennet", "Lizzy", "Eliza"),
        ),
        ("Kitty Hamilton sang. Then Kit sang again, and Kit bowed. Kitty laughed.", ("Kitty", "Kit")),
        ("Dr. Kemp wrote. Kemp looked up. Doctor Kemp was at home.", ("Dr. Kemp", "Kemp", "Doctor Kemp")),
        (
            "Rachel Lynde sat knitting. Mrs. Rachel looked out. Mrs. Lynde was curious.",
            ("Rachel Lynde", "Mrs. Rachel", "Mrs. Lynde"),
        ),
        (
            "Lord Henry Wotton yawned. Lord Henry smoked. “Harry is dreadful,” said Basil. Harry laughed.",
            ("Lord Henry Wotton", "Lord Henry", "Harry"),
        ),
        (
            "John Silver ran. Long John laughed. They called him Long John Silver. Silver sat down.",
            ("John Silver", "Long John", "Long John Silver", "Silver"),
        ),
        (
            "Billy Bones was dead. Bill had owed them money. Bill had drunk too much, and Billy knew it.",
            ("Billy Bones", "Bill"),
        ),
        ("Dr. Bull waited. The Doctor smiled. The Doctor went out.", ("Dr. Bull", "the Doctor")),
    ],
)
def test_the_forms_of_a_name_are_one_person(text: str, names: tuple[str, ...]) -> None:
    assert are_one(read_text(text), *names)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mr. Bennet read. Mrs. Bennet talked. Jane Bennet smiled. Mr. Bennet sighed.", ("Mr. Bennet", "Mrs. Bennet")),
        ("Mary spoke to Maria. Maria spoke to Mary. Mary and Maria walked.", ("Mary", "Maria")),
        ("Mr. Craven left. " * 6 + "Dr. Craven stayed with the boy. " * 6, ("Mr. Craven", "Dr. Craven")),
        ("General Tilney left. " * 6 + "Captain Tilney danced. " * 6, ("General Tilney", "Captain Tilney")),
        (
            "Mr. John Dashwood and his wife arrived. Sir John invited them. Sir John Middleton was kind.",
            ("Mr. John Dashwood", "Sir John"),
        ),
        (
            "Lucy Steele came in. Miss Lucy smiled. The Miss Steeles were staying. Miss Steele talked of beaux.",
            ("Lucy Steele", "Miss Steele"),
        ),
        ("Maria Lucas ran out. Sir William Lucas followed. Lady Lucas called them in.", ("Maria Lucas", "Lady Lucas")),
        (
            "John Dashwood was rich. John Dashwood was mean. Mrs. John Dashwood helped John Dashwood to be so. "
            "Mrs. Dashwood, who had three daughters, left the house.",
            ("Mrs. John Dashwood", "Mrs. Dashwood"),
        ),
        (
            "Diana Barry ran. Diana and Mrs. Barry waved. Mrs. Barry kissed Diana. Mrs. Barry sent Diana home.",
            ("Diana", "Mrs. Barry"),
        ),
        ("George Merry swore. King George was far away. George Merry spat.", ("George Merry", "King George")),
        (
            "May Archer waited for Mrs. Newland Archer. Newland Archer was late. Newland sighed.",
            ("Newland", "Mrs. Newland Archer"),
        ),
    ],
)
def test_people_who_share_a_surname_or_nearly_a_name_stay_apart(text: str, names: tuple[str, ...]) -> None:
    assert not are_one(read_text(text), *names)


def test_a_family_is_a_group() -> None:
    story = read_text("The Bennets came to dinner. Jane Bennet sang. The Bennets went home early, said Jane.")
    assert called(story, "the Bennets").kind == "group"


def test_two_common_words_that_always_stand_together_with_capitals_are_a_name() -> None:
    text = (
        "The man called himself Black Dog. “Come in,” said Black Dog to the sailor. The captain stared at Black Dog, "
        "and Black Dog laughed. His black coat was torn."
    )
    assert called(read_text(text), "Black Dog").kind == "person"


def test_a_name_may_be_a_common_word() -> None:
    story = read_text(
        "In May it rained. He kissed May Welland, who laughed. Old Mrs. Welland called May Welland in. “May I come?” "
        "he asked. He loved May Welland. “Where is she?” said May. He looked at May, and May’s mother smiled."
    )
    assert are_one(story, "May", "May Welland")


def test_two_names_side_by_side_are_two_people() -> None:
    text = "Martha packed, and Potapitch slept. Potapitch and Martha quarrelled. "
    story = read_text(text * 4 + "She called Martha Potapitch and the porter. " + text)
    assert not are_one(story, "Martha", "Potapitch")


def test_sisters_are_a_group() -> None:
    story = read_text("Lucy Steele sang. The Miss Steeles were asked to stay. The Miss Steeles, said Lucy, were glad.")
    assert called(story, "the Miss Steeles").kind == "group"


def test_a_surname_tells_no_gender() -> None:
    story = read_text("Richard Joyce loaded his gun. Joyce fired. Joyce waited. He was pale.")
    assert called(story, "Joyce").pronouns == "he/him"


def test_pronouns_come_from_use_where_the_name_says_nothing() -> None:
    story = read_text("Quill ran home. She was late. Quill laughed, and she sat down. Quill saw that she was alone.")
    assert called(story, "Quill").pronouns == "she/her"


def test_a_name_in_a_speech_tag_is_whom_the_next_sentence_means() -> None:
    story = read_text("“Keep still,” said Dr. Adeyemi. She already had hold of the hand. “Does that hurt?”")
    assert called(story, "Dr. Adeyemi").pronouns == "she/her"


def test_names_of_many_languages_and_nouns_in_place_of_names_tell_a_gender() -> None:
    story = read_text("Wiremu opened the gate for Zainab. Zoë laughed. Mum waved at Wiremu, and Zainab hugged Mum.")
    pronouns = {name: called(story, name).pronouns for name in ("Wiremu", "Zainab", "Zoë", "Mum")}
    assert pronouns == {"Wiremu": "he/him", "Zainab": "she/her", "Zoë": "she/her", "Mum": "she/her"}


def test_use_is_stronger_than_a_name_list() -> None:
    story = read_text(
        "James ran home. She was late. James laughed when she saw the dog. James knew that she was alone. "
        "James sat down. She was cold. James said that she was well. " * 2
    )
    assert called(story, "James").pronouns == "she/her"


def test_singular_they_is_seen() -> None:
    story = read_text(
        "Rook ran home. They were late. Rook laughed when they saw the dog. Rook knew that they were alone. "
        "Rook sat down. They were cold."
    )
    assert called(story, "Rook").pronouns == "they/them"


def test_the_narrator_has_the_name_that_others_call_him_by() -> None:
    story = read_text(
        '"My dear Watson," said Holmes, "you are late."\n\n"I was kept," I said.\n\n'
        '"Sit down, Watson," said Holmes.\n\n"I will," said I, and I sat down by the fire.\n\n'
        'I looked at him. "What is it, Watson?" asked Holmes.\n\n"Nothing," I answered.'
    )
    (narrator,) = story.narrators
    assert "Watson" in narrator.names
    assert narrator.is_narrator
    assert all(quote.speaker == narrator for quote in story.quotes if " I " in story.text[quote.end : quote.end + 12])


def test_a_third_person_story_has_no_narrator_in_it() -> None:
    story = read_text('"I am here," said Anne. "I said so," said Tom. He closed the door and went home.')
    assert story.narrators == []
    assert [stretch.person for stretch in story.narration] == ["third"]


def test_a_place_is_no_character() -> None:
    story = read_text("Anne lived in London. She walked to London and stayed in London. Anne liked it.")
    assert not any("London" in character.names for character in story.characters)


def test_the_narrators_mother_is_the_one_called_mum() -> None:
    story = read_text(
        'My mother called at nine. "Have you told her?"\n\n"Not yet, Mum," I said. I put the phone on the bed.'
    )
    first, second = story.quotes
    assert first.speaker == called(story, "Mum")
    assert second.speaker in story.narrators


def test_one_who_is_only_spoken_of_is_not_the_narrator() -> None:
    story = read_text(
        '"It was Miss Jessel," said Flora.\n\n"You saw Miss Jessel?" I asked.\n\n'
        '"I saw Miss Jessel by the lake," said Flora.\n\n"I do not believe it," I said, and I went up to my room.\n\n'
        '"Miss Jessel, again," said Flora.\n\n"No," I said.'
    )
    (narrator,) = story.narrators
    assert narrator != called(story, "Miss Jessel")


def test_a_name_that_is_written_like_a_particle_is_a_name() -> None:
    story = read_text("Helen and Uncle Al came in. “Good day, Uncle Al,” said Bo. Uncle Al laughed, and Helen smiled.")
    assert "Uncle Al" in {name for character in story.characters for name in character.names}
