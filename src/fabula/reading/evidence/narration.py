"""The narration in a turn's own paragraphs, its tags left out, and in the paragraphs around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import ClassVar

from fabula.language.syntax import SUBJECTS
from fabula.lexicon.nouns import FIRST_SINGULAR, HE, SHE, THEY, pronoun_gender
from fabula.reading.evidence.agreement import agreement
from fabula.reading.evidence.group import FeatureGroup
from fabula.reading.evidence.roles import roles_of, short_roles_of
from fabula.reading.scene import SUBJECT, Turn


class NarrationFeatures(FeatureGroup):
    """The role of each before the turn and after it, and whether the pronouns there may be theirs."""

    SIZES: ClassVar = {
        "role before": 24, "role after": 24, "pronouns' genders": 16, "mentions in the paragraph": 4,
        "role in the paragraph before": 24, "role in the narration before": 8, "role in the paragraph after": 12,
    }  # fmt: skip

    def rows(self, turn: Turn, candidates: Sequence[int]) -> list[tuple[int, ...]]:
        """A row for each candidate."""
        scene, syntax = self.scene, self.scene.syntax
        start, end = scene.paragraph_starts[turn.first_paragraph], scene.paragraph_ends[turn.last_paragraph]
        told = scene.told_in(start, end)
        verbs = {scene.tags[quote][0] for quote in turn.quotes if quote in scene.tags}
        subjects = {scene.tags[quote][1] for quote in turn.quotes if quote in scene.tags}
        beats = [m for m in told if m.token not in subjects and syntax.head[m.token] not in verbs]
        before = [m for m in beats if m.start < turn.start]
        after = beats[len(before) :]
        roles_before, roles_after = roles_of(reversed(before)), roles_of(after)
        others = [12 * any(m.role == SUBJECT for m in some) for some in (before, after)]
        genders = (
            self._subject_gender(reversed(self._tokens(start, turn.start)), subjects),
            self._subject_gender(self._tokens(turn.start, end), subjects),
        )
        lead, lead_roles = self._lead(turn)
        earlier = self._earlier_narration(turn)
        follow, follow_roles = self._follow(turn)
        in_paragraph = Counter(m.entity for m in told)
        found: list[tuple[int, ...]] = []
        for entity in candidates:
            role_before, role_after = roles_before.get(entity, 0), roles_after.get(entity, 0)
            agreements = [agreement(scene, turn, gender, entity) if gender else 0 for gender in genders]
            found.append(
                (
                    role_before + others[0] * (role_before < 3),
                    role_after + others[1] * (role_after < 3),
                    agreements[0] * 4 + agreements[1],
                    min(in_paragraph[entity], 3),
                    lead * 6 + lead_roles.get(entity, 0),
                    earlier[entity] + 1 if entity in earlier else 0,
                    follow * 6 + follow_roles.get(entity, 0),
                )
            )
        return found

    def _tokens(self, start: int, end: int) -> range:
        return self.scene.syntax.tokens_in(start, end) if end > start else range(0)

    def _subject_gender(self, tokens: Iterable[int], tag_subjects: set[int]) -> str:
        """The gender (or "i", "group") of the first subject in the narration, if that is a pronoun; else ""."""
        scene, syntax = self.scene, self.scene.syntax
        for token in tokens:
            if syntax.dep[token] not in SUBJECTS or token in tag_subjects or scene.quote_of_token[token] >= 0:
                continue
            word = syntax.lower[token]
            if word in FIRST_SINGULAR:
                return "i"
            if word in HE or word in SHE:
                return pronoun_gender(word)
            if word in THEY:
                return "group"
            if token in scene.mention_by_token:
                return ""
        return ""

    def _lead(self, turn: Turn) -> tuple[int, dict[int, int]]:
        """The paragraph before: 0 none, 1 narration, 2 narration that leads in, 3 with quotations; and roles in it."""
        scene = self.scene
        paragraph = turn.first_paragraph - 1
        if paragraph < 0 or not self._is_prose(paragraph) or not self._is_prose(paragraph + 1):
            return 0, {}
        start, end = scene.paragraph_starts[paragraph], scene.paragraph_ends[paragraph]
        kind = 3 if paragraph in scene.quoted_paragraphs else 2 if scene.syntax.source[end - 1] in ":," else 1
        return kind, short_roles_of(reversed(scene.told_in(start, end)))

    def _earlier_narration(self, turn: Turn) -> dict[int, int]:
        """Roles in the last paragraph without quotations, from two to five paragraphs before."""
        scene = self.scene
        for paragraph in range(turn.first_paragraph - 2, max(turn.first_paragraph - 6, -1), -1):
            if paragraph not in scene.quoted_paragraphs and self._is_prose(paragraph):
                start, end = scene.paragraph_starts[paragraph], scene.paragraph_ends[paragraph]
                return short_roles_of(reversed(scene.told_in(start, end)))
        return {}

    def _follow(self, turn: Turn) -> tuple[int, dict[int, int]]:
        """Whether the paragraph after has quotations, and roles in its narration."""
        scene = self.scene
        paragraph = turn.last_paragraph + 1
        if paragraph >= len(scene.paragraph_ends) or not self._is_prose(paragraph):
            return 0, {}
        told = scene.told_in(scene.paragraph_starts[paragraph], scene.paragraph_ends[paragraph])
        return int(paragraph in scene.quoted_paragraphs), short_roles_of(told)

    def _is_prose(self, paragraph: int) -> bool:
        return self.scene.paragraph_kinds[paragraph] == "prose"
