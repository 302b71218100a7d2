"""A page of fiction whose people and speakers are beyond doubt: what reads it rightly is in order."""

from __future__ import annotations

import time
from dataclasses import dataclass

from fabula.reading import read_text

PAGE = """Margaret Dunn came in out of the rain and set the lamp on the table.

"You have let the fire go out," said Margaret.

Thomas Hale did not look up from his book. "There is no more wood," he said.

"Then I shall fetch some," Margaret said, and took the basket from its hook.

"It is dark," said Thomas, "and the river is rising."

She laughed. Thomas put down his book at last, and went with her to the door. The yard was full of water.

"We had better wake the others," said Thomas.
"""
SPEAKERS = ("Margaret", "Thomas", "Margaret", "Thomas", "Thomas")
PRONOUNS = {"Margaret": "she/her", "Thomas": "he/him"}
REPEATED = 24


@dataclass(frozen=True)
class Tested:
    """What is not as it should be, a line each; and how many words a second were read after the start."""

    faults: tuple[str, ...]
    words_a_second: float


def self_test() -> Tested:
    """Read the page, and then a longer text for the speed.

    Raises  what ``fabula.read_text`` raises
    """
    story = read_text(PAGE)
    faults = []
    speakers = tuple(quote.speaker.name if quote.speaker else "nobody" for quote in story.quotes)
    if speakers != SPEAKERS:
        faults.append(f"the speakers are {', '.join(speakers)}, and should be {', '.join(SPEAKERS)}")
    pronouns = {character.name: character.pronouns for character in story.characters if character.name in PRONOUNS}
    if pronouns != PRONOUNS:
        faults.append(f"the pronouns are {pronouns}, and should be {PRONOUNS}")
    longer = "\n".join([PAGE] * REPEATED)
    start = time.perf_counter()
    n_words = read_text(longer).n_words
    return Tested(tuple(faults), n_words / (time.perf_counter() - start))
