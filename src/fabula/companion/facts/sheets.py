"""What a character sheet says, each thing with its places, so that a sheet grows as the book is read.

descriptions   columns: "who", "kind", "value", "place": steps, "by" (speaker, -1 unknown, -2 narration), "sure"
sheets         {id: {"does": [[verb, kind of layer or "", steps, [ids of others]], ...], "undergoes": the same,
                     "words": [[word, steps], ...]}}
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fabula.companion.facts.steps import steps
from fabula.sheets.deeds import Deeds
from fabula.sheets.sheet import Deed
from fabula.sheets.words import Dialogue
from fabula.story import Story

MOST_PEOPLE, MOST_DEEDS, MOST_WORDS = 40, 24, 12
UNKNOWN, NARRATION = -1, -2


def descriptions_of(story: Story) -> dict[str, list[Any]]:
    """Words that say how somebody is."""
    columns = ("start", "entity", "kind", "value", "quote", "confidence")
    starts, entities, kinds, values, quotes, sure = (story.column("descriptions", name).tolist() for name in columns)
    speakers = story.column("quotes", "speaker").tolist()
    return {
        "who": entities,
        "kind": kinds,
        "value": values,
        "place": steps(starts),
        "by": [speakers[quote] if quote >= 0 else NARRATION for quote in quotes],
        "sure": [round(100 * share) for share in sure],
    }


def sheets_of(story: Story, main: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What the first of the cast do, undergo and like to say."""
    does, undergoes, dialogue = Deeds(story, "agent"), Deeds(story, "patient"), Dialogue(story)
    return {
        who: {
            "does": [_deed(deed) for deed in does.of(who)[:MOST_DEEDS]],
            "undergoes": [_deed(deed) for deed in undergoes.of(who)[:MOST_DEEDS]],
            "words": [
                [word.word, steps(start for start, _ in word.spans)] for word in dialogue.favourites(who)[:MOST_WORDS]
            ],
        }
        for who in main[:MOST_PEOPLE]
    }


def _deed(deed: Deed) -> list[Any]:
    others = [other.id for other in deed.others[:1]]
    return [deed.verb, deed.layer or "", steps(start for start, _ in deed.spans), others]
