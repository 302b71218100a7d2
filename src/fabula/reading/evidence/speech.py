"""What is said in a turn: names called and spoken of, pronouns, "I" and "you"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from fabula.reading.evidence.group import FeatureGroup
from fabula.reading.scene import Turn


class SpeechFeatures(FeatureGroup):
    """Who is called or spoken of in the turn, and whom "I" and "you" in it are taken for."""

    SIZES: ClassVar = {
        "called": 3, "named inside": 4, "names self": 2, "he or she inside": 4, "noun inside": 3, "told": 2,
        "I": 5, "you": 5,
    }  # fmt: skip

    def rows(self, turn: Turn, candidates: Sequence[int]) -> list[tuple[int, ...]]:
        """A row for each candidate."""
        scene = self.scene
        named, nouns, pronouns = Counter[int](), Counter[int](), Counter[int]()
        selves = set()
        for start, end in (span for quote in turn.quotes for span in scene.spans[quote]):
            for mention in scene.mentioned_in(start, end):
                if mention.form == "pronoun":
                    pronouns[mention.entity] += 1
                elif mention.entity in turn.addressed:
                    continue
                elif mention.form == "common":
                    nouns[mention.entity] += 1
                elif scene.names_self(scene.syntax.token_at(mention.start)):
                    selves.add(mention.entity)
                else:
                    named[mention.entity] += 1
        shares: dict[bool, dict[int, float]] = {True: {}, False: {}}
        for entity, is_speaker, sure in (guess for quote in turn.quotes for guess in scene.guesses.get(quote, ())):
            shares[is_speaker][entity] = max(sure, shares[is_speaker].get(entity, 0.0))
        return [
            (
                0 if not turn.addressed else 2 if entity in turn.addressed else 1,
                min(named[entity], 3),
                int(entity in selves),
                min(pronouns[entity], 3),
                min(nouns[entity], 2),
                int(entity in turn.told),
                *(1 + min(int(some.get(entity, 0) * 4), 3) if some else 0 for some in (shares[True], shares[False])),
            )
            for entity in candidates
        ]
