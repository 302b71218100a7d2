"""How the text around a turn stands to each possible speaker: rows of small numbers that the speaker model weighs.

What counts: the tag ("said Anne", "he said") and how sure its link is; who acts in the paragraph, before and after it;
who is called upon or spoken of inside; whom the reader model takes "I" and "you" for; who was mentioned, acted, spoke
by a tag or was called by name how long ago; how often somebody appears; whether a form of address ("sir") is theirs.
Source: He et al. 2013, Muzny et al. 2017, and the mistakes of docs/errors/speakers.md.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from fabula.lexicon.nouns import FIRST_SINGULAR, HE, PERSONAL, SHE, THEY, noun_gender, pronoun_gender
from fabula.reading.scene import OTHER, SUBJECT, SUBJECTS, Mention, Scene, Turn
from fabula.schema import QUOTE_KINDS

BEFORE, AFTER = 14, 3  # paragraphs around a turn in which somebody mentioned may be the speaker
TAGGED_AFTER = 8  # and those after it, in which somebody speaks by a tag
MOST = 12  # candidates
AGREES, CLASHES, UNKNOWN = 1, 2, 3  # a pronoun's gender and somebody's
FORMS = {"proper": 0, "common": 1, "pronoun": 2}
FORMS_OF_ADDRESS = tuple(
    frozenset(words.split())
    for words in (
        "sir",
        "madam ma'am ma’am mum",
        "miss",
        "papa father dad daddy pa",
        "mamma mother mama mom ma",
        "dear darling dearest love",
        "uncle aunt auntie",
        "lord lady grace highness majesty excellency",
    )
)
COMMON_ADDRESS = 3  # the first of them, which strangers use

# sizes of the features, in the order of a row
SIZES = {
    "tag": 37, "tag's certainty": 10, "tags": 8, "tag's noun": 12,
    "role before": 24, "role after": 24, "pronouns' genders": 16, "mentions in the paragraph": 4,
    "role in the paragraph before": 24, "role in the narration before": 8, "role in the paragraph after": 12,
    "called": 3, "named inside": 4, "names self": 2, "he or she inside": 4, "noun inside": 3, "told": 2,
    "I": 5, "you": 5,
    "since told": 10, "since acting": 10, "since quoted": 10, "until told": 6, "since tagged": 10, "until tagged": 10,
    "since called": 8, "rank": 12, "mentions in all": 9, "share of mentions": 6, "tags in all": 7, "who": 10,
    "form of address": 12, "candidates": 6, "turn": 18, "length": 5,
}  # fmt: skip
OFFSETS = np.concatenate([[0], np.cumsum(list(SIZES.values()))[:-1]]).astype(np.int64)
N_FEATURES = sum(SIZES.values())


class Evidence:
    """The candidates of each turn, and how they stand to it."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.tagged_paragraphs = [paragraph for paragraph, _ in scene.tagged]
        self.bearers: dict[str, Counter[int]] = defaultdict(Counter)  # whom each common noun means, how often
        for mention in scene.mentions:
            if mention.form == "common":
                self.bearers[scene.syntax.lower[mention.token]][mention.entity] += 1
        self.forms = {turn.quotes[0]: self._forms_of_address(turn) for turn in scene.turns}
        self.addresses: dict[int, Counter[int]] = defaultdict(Counter)  # forms of address in somebody's tagged turns
        self.said: Counter[int] = Counter()  # their tagged turns
        for turn in scene.turns:
            entity = scene.tag_entity(turn.tag) if turn.tag >= 0 else -1
            if entity >= 0:
                self.said[entity] += 1
                self.addresses[entity].update(self.forms[turn.quotes[0]])

    def candidates(self, turn: Turn) -> list[int]:
        """Everybody who may speak or listen, at most MOST: who is certain to speak, then the nearest first."""
        scene = self.scene
        place = scene.places[turn.first_paragraph]
        first = max(turn.first_paragraph - BEFORE, 0)
        last = min(turn.last_paragraph + AFTER, len(scene.paragraph_ends) - 1)
        far: dict[int, float] = {}
        for mention in scene.mentioned_in(scene.paragraph_starts[first], scene.paragraph_ends[last]):
            distance: float = abs(scene.places[mention.paragraph] - place)
            distance += 3 * (mention.quote >= 0) + 0.5 * (mention.role == OTHER)
            distance += 2 * (mention.paragraph > turn.last_paragraph) + 3 * (scene.kinds[mention.entity] == "group")
            far[mention.entity] = min(distance, far.get(mention.entity, distance))
        low = bisect_left(self.tagged_paragraphs, turn.first_paragraph - BEFORE)
        high = bisect_right(self.tagged_paragraphs, turn.last_paragraph + TAGGED_AFTER)
        for paragraph, entity in scene.tagged[low:high]:
            distance = abs(scene.places[paragraph] - place) / 2
            far[entity] = min(distance, far.get(entity, distance))
        if scene.narrator >= 0:
            far[scene.narrator] = min(far.get(scene.narrator, 6), 6)
        far.update(dict.fromkeys(scene.certain_of(turn), -1))
        return sorted(far, key=lambda entity: (far[entity], entity))[:MOST]

    def rows(self, turn: Turn, candidates: Sequence[int]) -> NDArray[np.int64]:
        """How each candidate stands to the turn: places in the model's table of features, int64 [n, len(SIZES)]."""
        if not candidates:
            return np.zeros((0, len(SIZES)), np.int64)
        parts = (
            self._by_tag(turn, candidates),
            self._by_narration(turn, candidates),
            self._by_speech(turn, candidates),
            self._by_history(turn, candidates),
            self._by_turn(turn, candidates),
        )
        rows = [[value for part in own for value in part] for own in zip(*parts, strict=True)]
        return np.array(rows, np.int64) + OFFSETS

    def shown_by(self, turn: Turn, entity: int) -> tuple[int, int]:
        """The span that shows best that somebody speaks: the tag, or the nearest mention; else the turn itself."""
        scene, syntax = self.scene, self.scene.syntax
        for quote in [turn.tag, *turn.quotes]:
            if quote in scene.tags and scene.tag_entity(quote) == entity:
                verb, subject, _ = scene.tags[quote]
                return int(syntax.start[min(verb, subject)]), int(syntax.end[max(verb, subject)])
        first, last = max(turn.first_paragraph - BEFORE, 0), turn.last_paragraph
        last = min(last + AFTER, len(scene.paragraph_ends) - 1)
        near = [
            m for m in scene.told_in(scene.paragraph_starts[first], scene.paragraph_ends[last]) if m.entity == entity
        ]
        if not near:
            return turn.start, turn.end
        best = min(near, key=lambda m: (abs(m.paragraph - turn.first_paragraph), abs(m.start - turn.start)))
        return best.start, best.end

    def _by_tag(self, turn: Turn, candidates: Sequence[int]) -> list[tuple[int, int, int, int]]:
        scene = self.scene
        tagged = sum(quote in scene.tags for quote in turn.quotes)
        tags = min(tagged, 3) * 2 + (len(turn.quotes) > tagged)
        if turn.tag < 0:
            return [(0, 0, tags, 0)] * len(candidates)
        return [(*self._tag(turn, entity), tags, self._bears_noun(turn, entity)) for entity in candidates]

    def _tag(self, turn: Turn, entity: int) -> tuple[int, int]:
        """How the tag's subject stands to somebody, 1 to 18 (19 to 36 for a weak tag), and how sure its link is."""
        scene = self.scene
        _, subject, is_strong = scene.tags[turn.tag]
        base = 1 if is_strong else 19
        word = scene.syntax.lower[subject]
        mention = scene.mention_by_token.get(subject)
        if word in FIRST_SINGULAR and scene.narrator >= 0:
            return base + (entity != scene.narrator), 0
        is_meant = mention is not None and mention.entity == entity
        sure = 0 if mention is None else min(int(mention.sure * 5), 4) + 5 * is_meant
        if word in PERSONAL:
            gender = pronoun_gender(word) if word in HE or word in SHE else "group"
            agrees = 2 + self._agreement(gender, entity) + 3 * (mention is None)
            return base + (2 if is_meant else agrees), sure
        if mention is not None and mention.form == "proper":
            return base + (9 if is_meant else 10), sure
        if mention is not None and scene.syntax.text[subject][0].isupper():
            return base + (15 if is_meant else 16), sure
        if is_meant:
            return base + 11, sure
        gender = noun_gender(scene.syntax.lemma[subject].lower())
        clashes = entity == scene.narrator or (gender != "unknown" and self._agreement(gender, entity) == CLASHES)
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
        return 2 + _bucket(share, (0, 0.1, 0.3, 0.6)) + 5 * (bearers.total() > 4)

    def _by_narration(self, turn: Turn, candidates: Sequence[int]) -> list[tuple[int, ...]]:
        """Roles in the turn's own paragraphs, its tags left out, and in the paragraphs around them."""
        scene, syntax = self.scene, self.scene.syntax
        start, end = scene.paragraph_starts[turn.first_paragraph], scene.paragraph_ends[turn.last_paragraph]
        told = scene.told_in(start, end)
        verbs = {scene.tags[quote][0] for quote in turn.quotes if quote in scene.tags}
        subjects = {scene.tags[quote][1] for quote in turn.quotes if quote in scene.tags}
        beats = [m for m in told if m.token not in subjects and syntax.head[m.token] not in verbs]
        before = [m for m in beats if m.start < turn.start]
        after = beats[len(before) :]
        roles_before, roles_after = _roles(reversed(before)), _roles(after)
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
            agreements = [self._agreement(gender, entity) if gender else 0 for gender in genders]
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

    def _agreement(self, gender: str, entity: int) -> int:
        """Whether a pronoun's gender, or "i", may be somebody's: AGREES, CLASHES or UNKNOWN."""
        scene = self.scene
        if gender == "i" or entity == scene.narrator:
            return AGREES if gender == "i" and entity == scene.narrator else CLASHES
        own = "group" if scene.kinds[entity] == "group" else scene.genders[entity]
        if own in ("unknown", "neutral"):
            return UNKNOWN
        return AGREES if own == gender else CLASHES

    def _lead(self, turn: Turn) -> tuple[int, dict[int, int]]:
        """The paragraph before: 0 none, 1 narration, 2 narration that leads in, 3 with quotations; and roles in it."""
        scene = self.scene
        paragraph = turn.first_paragraph - 1
        if paragraph < 0 or not self._is_prose(paragraph) or not self._is_prose(paragraph + 1):
            return 0, {}
        start, end = scene.paragraph_starts[paragraph], scene.paragraph_ends[paragraph]
        kind = 3 if paragraph in scene.quoted_paragraphs else 2 if scene.syntax.source[end - 1] in ":," else 1
        return kind, _short_roles(reversed(scene.told_in(start, end)))

    def _earlier_narration(self, turn: Turn) -> dict[int, int]:
        """Roles in the last paragraph without quotations, from two to five paragraphs before."""
        scene = self.scene
        for paragraph in range(turn.first_paragraph - 2, max(turn.first_paragraph - 6, -1), -1):
            if paragraph not in scene.quoted_paragraphs and self._is_prose(paragraph):
                start, end = scene.paragraph_starts[paragraph], scene.paragraph_ends[paragraph]
                return _short_roles(reversed(scene.told_in(start, end)))
        return {}

    def _follow(self, turn: Turn) -> tuple[int, dict[int, int]]:
        """Whether the paragraph after has quotations, and roles in its narration."""
        scene = self.scene
        paragraph = turn.last_paragraph + 1
        if paragraph >= len(scene.paragraph_ends) or not self._is_prose(paragraph):
            return 0, {}
        told = scene.told_in(scene.paragraph_starts[paragraph], scene.paragraph_ends[paragraph])
        return int(paragraph in scene.quoted_paragraphs), _short_roles(told)

    def _is_prose(self, paragraph: int) -> bool:
        return self.scene.paragraph_kinds[paragraph] == "prose"

    def _by_speech(self, turn: Turn, candidates: Sequence[int]) -> list[tuple[int, ...]]:
        """Who is called or spoken of in the turn, and whom "I" and "you" in it are taken for."""
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

    def _by_history(self, turn: Turn, candidates: Sequence[int]) -> list[tuple[int, ...]]:
        """How long ago, and how often, each was seen."""
        scene, here = self.scene, turn.first_paragraph
        ago = {entity: _last(scene.told_at.get(entity, ()), here) for entity in candidates}
        ranks = {entity: rank for rank, entity in enumerate(sorted(candidates, key=lambda entity: -ago[entity]))}
        most = max(scene.counts[entity] for entity in candidates) or 1
        return [
            (
                self._since(scene.told_at, entity, here, 8),
                self._since(scene.acting_at, entity, here, 8),
                self._since(scene.quoted_at, entity, here - 1, 8),
                self._until(scene.told_at, entity, turn.last_paragraph, 4),
                self._since(scene.tagged_at, entity, here - 1, 8),
                self._until(scene.tagged_at, entity, turn.last_paragraph, 8),
                self._since(scene.called_at, entity, here - 1, 6),
                min(ranks[entity], 11),
                _digits(scene.counts[entity] // 2, 8),
                min(int(5 * scene.counts[entity] / most), 5),
                _digits(len(scene.tagged_at.get(entity, ())), 6),
                self._who(entity),
            )
            for entity in candidates
        ]

    def _since(self, at: dict[int, list[int]], entity: int, here: int, highest: int) -> int:
        """Binary digits of the distance from the last of somebody's paragraphs up to ``here``; highest + 1 for none."""
        last = _last(at.get(entity, ()), here)
        return highest + 1 if last < 0 else _digits(self.scene.places[here] - self.scene.places[last], highest)

    def _until(self, at: dict[int, list[int]], entity: int, here: int, highest: int) -> int:
        """The same to the first one after."""
        paragraphs = at.get(entity, ())
        place = bisect_right(paragraphs, here)
        if place == len(paragraphs):
            return highest + 1
        return _digits(self.scene.places[paragraphs[place]] - self.scene.places[here], highest)

    def _who(self, entity: int) -> int:
        """0 to 5 a man, a woman or unknown, with a name and without; 8 a group; 9 the narrator."""
        scene = self.scene
        if entity == scene.narrator:
            return 9
        if scene.kinds[entity] == "group":
            return 8
        return {"man": 0, "woman": 1}.get(scene.genders[entity], 2) + (0 if scene.is_named[entity] else 3)

    def _by_turn(self, turn: Turn, candidates: Sequence[int]) -> list[tuple[int, int, int, int]]:
        """The turn itself; only a form of address in it says more of one candidate than of another."""
        scene, source = self.scene, self.scene.syntax.source
        start, end = scene.paragraph_starts[turn.first_paragraph], scene.paragraph_ends[turn.last_paragraph]
        told = 2 if turn.tag >= 0 else 1 if source[turn.end : end].strip() else 0
        kind = QUOTE_KINDS.index(scene.quote_kinds[turn.quotes[0]])
        shape = kind * 6 + 3 * bool(source[start : turn.start].strip()) + told
        length = sum(end - start for quote in turn.quotes for start, end in scene.spans[quote])
        forms = self.forms[turn.quotes[0]]
        return [
            (self._uses(turn, forms, entity), _digits(len(candidates), 5), shape, _digits(length // 30, 4))
            for entity in candidates
        ]

    def _forms_of_address(self, turn: Turn) -> set[int]:
        syntax = self.scene.syntax
        words = {
            syntax.lower[token]
            for quote in turn.quotes
            for start, end in self.scene.spans[quote]
            for token in syntax.tokens_in(start, end)
        }
        return {number for number, some in enumerate(FORMS_OF_ADDRESS) if not words.isdisjoint(some)}

    def _uses(self, turn: Turn, forms: set[int], entity: int) -> int:
        """How often somebody's other turns have the form of address that this one has: 0 none here, 1 to 10."""
        if not forms:
            return 0
        form = min(forms)
        base = 1 if form < COMMON_ADDRESS else 6
        own = turn.tag >= 0 and self.scene.tag_entity(turn.tag) == entity
        said = self.said[entity] - own
        if said < 2:
            return base
        used = self.addresses[entity][form] - own if entity in self.addresses else 0
        return base + 1 + _bucket(used / said, (0, 0.05, 0.2))


def _roles(mentions: Iterable[Mention]) -> dict[int, int]:
    """By entity, of mentions given nearest first.

    1 mentioned, 2 a further owner, 3 to 5 a further subject by its form, 6 to 8 the nearest subject, 9 to 11 the
    nearest owner of a subject (her hand shook).
    """
    roles: dict[int, int] = {}
    is_taken = False
    for mention in mentions:
        role = 1
        if mention.role == SUBJECT:
            role = (3 if is_taken else 6) + FORMS[mention.form]
        elif mention.role != OTHER:
            role = 2 if is_taken else 9 + FORMS[mention.form]
        is_taken |= mention.role != OTHER
        roles[mention.entity] = max(role, roles.get(mention.entity, 0))
    return roles


def _short_roles(mentions: Iterable[Mention]) -> dict[int, int]:
    """By entity, nearest first: 1 mentioned, 2 nearest mentioned, 3 a further subject, 4 the nearest, 5 by name."""
    roles: dict[int, int] = {}
    is_taken = False
    for number, mention in enumerate(mentions):
        role = 2 if number == 0 else 1
        if mention.role != OTHER:
            role = 3 if is_taken else 5 if mention.form == "proper" else 4
            is_taken = True
        roles[mention.entity] = max(role, roles.get(mention.entity, 0))
    return roles


def _last(paragraphs: Sequence[int], here: int) -> int:
    """The last of the paragraphs up to ``here``; -1 for none."""
    place = bisect_right(paragraphs, here) - 1
    return paragraphs[place] if place >= 0 else -1


def _digits(number: int, highest: int) -> int:
    """Binary digits of a number, at most ``highest``."""
    return min(int(number).bit_length(), highest)


def _bucket(share: float, borders: Sequence[float]) -> int:
    return sum(share > border for border in borders)
