"""Names that only dialogue gives: of narrators, and of people whom the narration never names."""

from __future__ import annotations

import pytest

import fabula
from fabula.language.introductions import is_introduction
from fabula.language.paragraphs import split_paragraphs
from fabula.language.syntax import Syntax, parse
from fabula.sources import document_from_text

TAXI = """I picked him up at the hospital at ten to midnight. He had no coat on.

"Where to?" I said.

"Just drive, please," the man said. He looked at his hands.

"I can't just drive, mate," I said. "The meter likes a destination."

"Brighton," said the man. He passed it through the hatch in twenties.

"What do they call you?" I asked him.

"I'm Chidi," the man said. "It is a long way, I know." He laughed, and then he wiped his eyes.

"Two hundred quid," I said. I turned the meter on.

"You are a good man," he said.
"""

CALL = """The phone rang at seven minutes past three, and I put on my headset and sat up straight.

"Urgent care line, my name is Gethin," I said. "Is the patient breathing?"

"Which one?" said an old lady. "There's me and there's the dog."

"Are you breathing, love?" I said.

"Don't call me love," said the old lady. "I'm a retired headmistress."

"I beg your pardon," I said. I looked at the clock. "Where does it hurt?"

"Across the front," said the old lady.
"""


def names_in(story: fabula.Story) -> set[str]:
    return {name for character in story.characters for name in character.names}


def test_a_narrator_has_the_name_that_they_give_in_speech() -> None:
    assert [narrator.name for narrator in fabula.read_text(CALL).narrators] == ["Gethin"]


def test_somebody_without_a_name_has_the_one_that_they_give() -> None:
    story = fabula.read_text(TAXI)
    speakers = {quote.speaker.name for quote in story.quotes if "Brighton" in quote.text or "Chidi" in quote.text}
    assert speakers == {"Chidi"}


def test_a_name_that_the_narration_has_is_not_given_to_anybody_else() -> None:
    text = TAXI.replace("I'm Chidi", "I'm sorry").replace("Two hundred quid", "Chidi, two hundred quid")
    story = fabula.read_text(f"{text}\nChidi Okoro, who had the next cab, waved to us.\n")
    assert [narrator.name for narrator in story.narrators] == ["the narrator"]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("I'm Chidi.", "Chidi", True),
        ("My name is Anne.", "Anne", True),
        ("Call me Ishmael.", "Ishmael", True),
        ("His name is Tom.", "Tom", False),
        ("What's your name, Tom?", "Tom", False),
        ("I'm Anne's brother.", "Anne", False),
        ("I saw Tom.", "Tom", False),
    ],
)
def test_an_introduction_gives_ones_own_name(text: str, name: str, expected: bool) -> None:
    document = document_from_text(text)
    tables = parse(text, split_paragraphs(document), 1)
    syntax = Syntax.of(text, tables["tokens"], tables["sentences"])
    token = syntax.text.index(name)
    assert is_introduction(syntax, token, token) is expected


def test_a_stranger_who_gives_a_name_is_whom_the_narration_calls_so_from_then_on() -> None:
    text = (
        "The woman in the yellow coat pressed the button for five. She pressed all the others.\n\n"
        '"I don\'t think it works like that," I said.\n\n"Have you got a better idea?" the woman said.\n\n'
        '"I\'m Mal, by the way," I said. I sat down on my bag.\n\n"Ottilie," the woman said. She sat down as well.\n\n'
        '"Do you often get stuck?" I asked.\n\n"Only on Tuesdays," said Ottilie. Ottilie laughed.\n'
    )
    story = fabula.read_text(text)
    assert {quote.speaker.name for quote in story.quotes} == {"Mal", "Ottilie"}
    assert [narrator.name for narrator in story.narrators] == ["Mal"]


BACKSTAGE = """I sat in front of the glass and put on the last of the white. My hands were cold. Nobody had told me
that the house would be full tonight, and I did my eyes twice because the first time I had wept in them.

"Five minutes, Miss Baez," said the stage manager, and rapped on the next door.

I listened to him go down the passage. I put the brush away, and I thought of my mother in the third row.
"""

COURTYARD = """I was on the roof with the tiles when he came into the yard. I could see the cart behind him, and I could
see what was on it, and I knew what my sister would say. I came down the ladder as slowly as I could.

"It is an Erard!" he shouted up at me. "Emily! He wanted only two hundred for it!"

My sister came out on the step. "Laurens," she said, "what is that?" I went on to the shed and looked for a rope.
"""

SHIP = """I was a boy then, and I was called Wick. I had the watch with him on the ninth night. He asked me what they
had said of him, and I told him, and he laughed until I thought that the mate would wake and put me in irons for it.
"""

JOURNAL = """*Journal of Teodora Lisle, apprentice, third hothouse*

*Monday.* I watered the glass pears and I broke one. I have hidden the pieces in my glove. Nobody saw me do it, and I
did not sleep for thinking of it.

*Tuesday.* I told her. She did not look up from my list, and I do not know what I shall do now.
"""

WARD = """The tiles in the ceiling had little holes, and I was counting them when the gas came off. My mouth was dry and
I could not have told you the day. I moved my feet to see that I had them.

"You kept putting your arm up, Clive," said Joyce. "I had to hold it. What were you after?"

I did not tell her about the violin. I said that it was nothing, and she wrote it on the chart.
"""

SCHOOL = """I'm Juniper. My father mends boats, and I hold the lamp for him when he mends them at night. I am not to
talk while he does it. I count the nails for him, and I know which of them are bent.
"""

EXAMINATION = """I had not slept and I could not eat my toast, so I looked at the door and waited for them to call us.

"Good luck, Ishaan," said Cassander Voss, going past with his tray.

I said nothing. Mistress Oriel stood at the top of the steps with her list, and I could hear my own teeth.

"Ishaan first," she said, "and then Voss." I went down, and I counted the steps as my grandmother had taught me.

"Get off, Ishaan," said Voss. His teeth were chattering.
"""


@pytest.mark.parametrize(
    ("text", "narrator"),
    [
        (BACKSTAGE, "Miss Baez"),
        (COURTYARD, "Emily"),
        (SHIP, "Wick"),
        (JOURNAL, "Teodora Lisle"),
        (WARD, "Clive"),
        (SCHOOL, "Juniper"),
        (EXAMINATION, "Ishaan"),
    ],
)
def test_a_narrator_may_be_named_once(text: str, narrator: str) -> None:
    assert {found.name for found in fabula.read_text(text).narrators} == {narrator}


def test_two_who_are_called_and_never_told_of_leave_the_narrator_without_a_name() -> None:
    text = BACKSTAGE.replace("I listened", '"Ten, Mr. Rossi," he said to somebody there.\n\nI listened')
    assert [found.name for found in fabula.read_text(text).narrators] == ["the narrator"]


def test_what_somebody_is_by_nation_is_no_name() -> None:
    told = fabula.read_text("I'm Scottish. My father mends boats, and I hold the lamp for him when he mends them.")
    assert [found.name for found in told.narrators] == ["the narrator"]
