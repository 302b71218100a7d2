"""The speech tag of a turn: "said Anne", "he said", "the painter cried"."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import ClassVar

from fabula.lexicon.nouns import FIRST_SINGULAR, HE, PERSONAL, SHE, noun_gender, pronoun_gender
from fabula.reading.evidence.agreement import CLASHES, agreement
from fabula.reading.evidence.buckets import bucket
from fabula.reading.evidence.group import FeatureGroup
from fabula.reading.scene import Scene, Turn


class TagFeatures(FeatureGroup):
    """How the tag's subject stands to each, how sure its link is, how many quotations have a tag."""

    SIZES: ClassVar = {"tag": 37, "tag's certainty": 10, "tags": 8, "tag's noun": 12}

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self.bearers: dict[str, Counter[int]] = defaultdict(Counter)  # whom each common noun means, how often
        for mention in scene.mentions:
            if mention.form == "common":
                self.bearers[scene.syntax.lower[mention.token]][mention.entity] += 1

    def rows(self, turn: Turn, candidates: Sequence[int]) -> list[tuple[int, ...]]:
        """A row for each candidate."""
        tagged = sum(quote in self.scene.tags for quote in turn.quotes)
        tags = min(tagged, 3) * 2 + (len(turn.quotes) > tagged)
        if turn.tag < 0:
            return [(0, 0, tags, 0)] * len(candidates)
        return [(*self._subject(turn, entity), tags, self._bears_noun(turn, entity)) for entity in candidates]

    def _subject(self, turn: Turn, entity: int) -> tuple[int, int]:
        """How the tag's subject stands to somebody, 1 to 18 (19 to 36 for a weak tag), and how sure its link is."""
        scene = self.scene
        _, subject, is_strong = scene.tags[turn.tag]
        base = 1 if is_strong else 19
        word = scene.syntax.lower[subject]
        mention = scene.mention_by_token.get(subject)
        if word in FIRST_SINGULAR and turn.narrator >= 0:
            return base + (entity != turn.narrator), 0
        is_meant = mention is not None and mention.entity == entity
        sure = 0 if mention is None else min(int(mention.sure * 5), 4) + 5 * is_meant
        if word in PERSONAL:
            gender = pronoun_gender(word) if word in HE or word in SHE else "group"
            agrees = 2 + agreement(scene, turn, gender, entity) + 3 * (mention is None)
            return base + (2 if is_meant else agrees), sure
        if mention is not None and mention.form == "proper":
            return base + (9 if is_meant else 10), sure
        if mention is not None and scene.syntax.text[subject][0].isupper():
            return base + (15 if is_meant else 16), sure
        if is_meant:
            return base + 11, sure
        gender = noun_gender(scene.syntax.lemma[subject].lower())
        clashes = entity == turn.narrator or (gender != "unknown" and agreement(scene, turn, gender, entity) == CLASHES)
        return base + (13 if clashes else 12 if mention is not None else 14), sure

    def _bears_noun(self, turn: Turn, entity: int) -> int:
        """How often the common noun of the tag ("the painter") means somebody: 0 no noun, 1 never met, 2 to 11."""
        scene = self.scene
        subject = scene.tags[turn.tag][1]
        word, mention = scene.syntax.lower[subject], scene.mention_by_token.get(subject)
        if word in PERSONAL or (mention is not None and mention.form == "proper"):
            return 0
        bearers = self.bearers.get(word)
        if bearers is None:
            return 1
        share = bearers[entity] / bearers.total()
        return 2 + bucket(share, (0, 0.1, 0.3, 0.6)) + 5 * (bearers.total() > 4)
