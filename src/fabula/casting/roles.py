"""The roles of a story: who tells it and who speaks in it, with what a voice is chosen by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from fabula.casting.ages import age_of
from fabula.rows import Character, Quote
from fabula.story import Story

NARRATION = "Narrator"
SAMPLE = (30, 140)  # code points of a good sample line
AGE_WORDS = 3
PAST = ("memory", "told", "letter")  # layers that tell of another time


@dataclass(frozen=True)
class Role:
    """Somebody with a voice; ``entity`` is None for the narration of a story that nobody in it tells.

    ``n_lines`` and ``n_words`` are of what they say, think or write; ``age`` is child, young, adult, old or None;
    ``age_words`` are the story's own; ``sample`` is one of their surest lines of middling length.
    """

    entity: int | None
    name: str
    pronouns: str | None
    age: str | None
    age_words: tuple[str, ...]
    n_lines: int
    n_words: int
    sample: str
    is_narrator: bool


def roles_of(story: Story) -> list[Role]:
    """Who tells the story, then who speaks in it, by number of lines."""
    narrator = story.narrators[0].id if story.narrators else None
    speakers = [character for character in story.characters if len(character.quotes) or character.id == narrator]
    roles = [_role(story, character, character.id == narrator) for character in speakers]
    if narrator is None:
        roles.append(Role(None, NARRATION, None, None, (), 0, 0, "", True))
    return sorted(roles, key=lambda role: (not role.is_narrator, -role.n_lines))


def _role(story: Story, character: Character, is_narrator: bool) -> Role:
    quotes = list(character.quotes)
    words = _age_words(story, character.id)
    return Role(
        entity=character.id,
        name=character.name,
        pronouns=character.pronouns,
        age=age_of([*words, *(name.lower() for name in character.names)]),
        age_words=tuple(words[:AGE_WORDS]),
        n_lines=len(quotes),
        n_words=sum(len(quote.text.split()) for quote in quotes),
        sample=" ".join(_sample(quotes).text.split()) if quotes else "",
        is_narrator=is_narrator,
    )


def _age_words(story: Story, entity: int) -> list[str]:
    """What the story says of somebody's age in its present, the most frequent first; who is remembered was younger."""
    kinds, values, starts = (story.column("descriptions", name) for name in ("kind", "value", "start"))
    past = [(layer.start, layer.end) for layer in story.layers if layer.kind in PAST]
    told = [
        str(values[row])
        for row in story.rows_where("descriptions", "entity", entity)
        if kinds[row] == "age" and not any(start <= starts[row] < end for start, end in past)
    ]
    return [value for value, _ in Counter(told).most_common()]


def _sample(quotes: list[Quote]) -> Quote:
    low, high = SAMPLE
    fitting = [quote for quote in quotes if low <= len(quote.text) <= high]
    return max(fitting or quotes, key=lambda quote: (quote.confidence, -quote.start))
