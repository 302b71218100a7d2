"""What the text around a turn says for and against each possible speaker."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from math import log

import pyarrow as pa

from fabula.language.address import is_address
from fabula.language.syntax import Syntax
from fabula.lexicon.nouns import FIRST_SINGULAR, HE, PERSONAL, SHE, THEY, noun_gender, pronoun_gender
from fabula.reading.conversation import Turn
from fabula.schema import zip_columns

WEIGHTS = {
    "tag": 12.6,  # a strong speech tag names them
    "weak tag": 4.5,
    "tag noun": 2.5,  # the tag has a common noun, linked to them
    "tag noun first": 1.0,  # the same before it is known whom nouns mean
    "tag known noun": 5.0,  # the tag has a common noun that mostly means them
    "tag pronoun": 2.0,  # the tag's pronoun was linked to them
    "tag gender": -9.8,  # the tag's pronoun is of another gender
    "beat": 3.4,  # subject of narration in the same paragraph
    "beat pronoun": 1.7,
    "beat gender": -4.9,
    "beside": 0.54,  # otherwise mentioned there
    "lead": 1.5,  # last subject of the narration before
    "lead mention": 0.5,
    "follow": 0.17,  # first subject of the narration after
    "addressed": -5.0,  # called by name in the turn itself
    "named inside": -2.2,  # spoken of in the turn
    "named self": 3.0,  # "I am Tom"
    "distance": -0.22,  # paragraphs since last mentioned, by logarithm
    "speaks nearby": 1.2,  # a tag in the paragraphs around has them speak, less with distance
    "frequency": 0.19,  # mentions in all, by logarithm
    "unnamed": -1.1,
    "group": -2.5,
}
WINDOW = 14  # paragraphs before a turn in which somebody mentioned may be the speaker
COMPANY = 12  # paragraphs within which a tag shows that somebody is there
MOST_CANDIDATES = 8
SCENE_LEAP = 6  # a heading or break counts as so many paragraphs
SEEN_OFTEN, AGREEMENT = 2, 0.6  # for taking a common noun as somebody's


@dataclass(frozen=True)
class Mention:
    """A mention of a character, in plain values."""

    start: int
    end: int
    token: int
    entity: int
    form: str
    quoted: bool
    is_subject: bool


class Scene:
    """The tables of one text, indexed for the questions that evidence asks."""

    def __init__(
        self,
        syntax: Syntax,
        paragraphs: pa.Table,
        quotes: pa.Table,
        quote_spans: pa.Table,
        tags: pa.Table,
        entities: pa.Table,
        profiles: pa.Table,
        mentions: pa.Table,
        corrected_speakers: pa.Table,
    ) -> None:
        self.syntax = syntax
        self.corrected: dict[int, int] = dict(zip_columns(corrected_speakers, "quote", "entity"))
        self.paragraph_starts: list[int] = paragraphs["start"].to_pylist()
        self.paragraph_ends: list[int] = paragraphs["end"].to_pylist()
        self.paragraph_kinds: list[str] = paragraphs["kind"].to_pylist()
        self.places = _places(self.paragraph_kinds)
        self.quote_starts: list[int] = quotes["start"].to_pylist()
        self.quote_ends: list[int] = quotes["end"].to_pylist()
        self.spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for quote, start, end in zip_columns(quote_spans, "quote", "start", "end"):
            self.spans[quote].append((start, end))
        self.flat_spans = sorted(span for spans in self.spans.values() for span in spans)
        self.span_starts = [start for start, _ in self.flat_spans]
        columns = ("quote", "verb_token", "subject_token", "is_strong")
        self.tags = {q: (v, s, strong) for q, v, s, strong in zip_columns(tags, *columns)}
        self.kinds: list[str] = entities["kind"].to_pylist()
        self.is_named: list[bool] = entities["is_named"].to_pylist()
        self.genders: list[str] = profiles["gender"].to_pylist()
        self.sure: list[float] = profiles["confidence"].to_pylist()
        narrators = [e for e, flag in enumerate(profiles["is_narrator"].to_pylist()) if flag]
        self.narrator = narrators[0] if narrators else -1
        self.mentions = self._characters_mentioned(mentions)
        self.mention_starts = [m.start for m in self.mentions]
        self.mention_by_token = {m.token: m for m in self.mentions}
        self.tagged_paragraphs, self.tagged_speakers = self._speakers_by_tags()
        self.described: dict[tuple[str, int], int] | None = None
        self.counts: dict[int, int] = defaultdict(int)
        for mention in self.mentions:
            self.counts[mention.entity] += 1

    def _characters_mentioned(self, mentions: pa.Table) -> list[Mention]:
        found = []
        columns = ("start", "end", "head_token", "entity", "form")
        for start, end, token, entity, form in zip_columns(mentions, *columns):
            if entity is not None and self.kinds[entity] in ("person", "group"):
                is_subject = self.syntax.dep[token] in ("nsubj", "nsubjpass")
                found.append(Mention(start, end, token, entity, form, self._is_quoted(start), is_subject))
        return found

    def _speakers_by_tags(self) -> tuple[list[int], list[int]]:
        """The paragraphs in which a tag has somebody speak, in order, and whom."""
        found = []
        for quote, (_, subject, _) in self.tags.items():
            mention = self.mention_by_token.get(subject)
            entity = mention.entity if mention is not None else None
            if self.syntax.lower[subject] in FIRST_SINGULAR and self.narrator >= 0:
                entity = self.narrator
            if entity is not None:
                found.append((self.paragraph_at(self.quote_starts[quote]), entity))
        found.sort()
        return [paragraph for paragraph, _ in found], [entity for _, entity in found]

    def _is_quoted(self, position: int) -> bool:
        place = bisect_right(self.span_starts, position) - 1
        return place >= 0 and position < self.flat_spans[place][1]

    def mentioned_in(self, start: int, end: int) -> list[Mention]:
        """The mentions of characters that begin in [start, end)."""
        return self.mentions[bisect_left(self.mention_starts, start) : bisect_left(self.mention_starts, end)]

    def paragraph_at(self, position: int) -> int:
        """The paragraph that holds a position of the text."""
        return max(bisect_right(self.paragraph_starts, position) - 1, 0)

    def turns(self) -> list[Turn]:
        """The quotations grouped: those of one paragraph together, unless tags or bare marks part them."""
        turns: list[Turn] = []
        for quote, (start, end) in enumerate(zip(self.quote_starts, self.quote_ends, strict=True)):
            first, last = self.paragraph_at(start), self.paragraph_at(end - 1)
            if turns and turns[-1].last_paragraph == first and self._is_same_voice(turns[-1], quote):
                turns[-1].quotes.append(quote)
                turns[-1].end, turns[-1].last_paragraph = end, last
            else:
                turns.append(Turn([quote], start, end, first, last, self.places[first], self.places[last]))
        return turns

    def _is_same_voice(self, turn: Turn, quote: int) -> bool:
        between = self.syntax.source[turn.end : self.quote_starts[quote]]
        if not between.strip():
            return False
        own = self._tag_entity(quote)
        others = {self._tag_entity(q) for q in turn.quotes} - {None}
        return own is None or not others or own in others

    def _tag_entity(self, quote: int) -> int | str | None:
        """Whom the quotation's tag names: an entity, or the pronoun as it stands; None without a tag."""
        if quote in self.corrected:
            return self.corrected[quote]
        if quote not in self.tags:
            return None
        subject = self.tags[quote][1]
        word = self.syntax.lower[subject]
        if word in PERSONAL:
            return "i" if word in FIRST_SINGULAR else None
        mention = self.mention_by_token.get(subject)
        return mention.entity if mention else None

    def weigh(self, turn: Turn) -> None:
        """Fill in the turn's candidates with what the evidence around it says for and against each."""
        scores: dict[int, float] = defaultdict(float)
        self._weigh_presence(turn, scores)
        self._weigh_company(turn, scores)
        self._weigh_tags(turn, scores)
        self._weigh_beats(turn, scores)
        self._weigh_lead(turn, scores)
        self._weigh_inside(turn, scores)
        for entity in scores:
            scores[entity] += WEIGHTS["frequency"] * log(1 + self.counts[entity])
            if self.kinds[entity] == "group":
                scores[entity] += WEIGHTS["group"]
            if not self.is_named[entity] and entity != self.narrator:
                scores[entity] += WEIGHTS["unnamed"]
        turn.unary = dict(sorted(scores.items(), key=lambda item: -item[1])[:MOST_CANDIDATES])
        if corrected := {self.corrected[quote] for quote in turn.quotes if quote in self.corrected}:
            turn.unary, turn.is_corrected = dict.fromkeys(corrected, 0.0), True

    def _weigh_presence(self, turn: Turn, scores: dict[int, float]) -> None:
        """Everybody mentioned nearby is a candidate, the less the longer ago."""
        first = max(turn.first_paragraph - WINDOW, 0)
        last = min(turn.last_paragraph + 1, len(self.paragraph_ends) - 1)
        for mention in self.mentioned_in(self.paragraph_starts[first], self.paragraph_ends[last]):
            apart = abs(self.places[self.paragraph_at(mention.start)] - turn.first_place)
            distance = apart + (2 if mention.quoted else 0)
            score = WEIGHTS["distance"] * log(1 + distance) * 3
            if mention.entity not in scores or score > scores[mention.entity]:
                scores[mention.entity] = score
                turn.evidence.setdefault(mention.entity, (mention.start, mention.end))

    def _weigh_company(self, turn: Turn, scores: dict[int, float]) -> None:
        """Those whom tags around the turn have speak are there, and not only spoken of."""
        nearest: dict[int, int] = {}
        low = bisect_left(self.tagged_paragraphs, turn.first_paragraph - COMPANY)
        high = bisect_right(self.tagged_paragraphs, turn.last_paragraph + COMPANY // 2)
        for paragraph, entity in zip(self.tagged_paragraphs[low:high], self.tagged_speakers[low:high], strict=True):
            distance = max(turn.first_paragraph - paragraph, paragraph - turn.last_paragraph)
            if distance > 0:
                nearest[entity] = min(distance, nearest.get(entity, distance))
        for entity, distance in nearest.items():
            if entity in scores:
                scores[entity] += WEIGHTS["speaks nearby"] / (1 + distance / 4)

    def _weigh_tags(self, turn: Turn, scores: dict[int, float]) -> None:
        for quote in turn.quotes:
            if quote not in self.tags:
                continue
            verb, subject, strong = self.tags[quote]
            weight = WEIGHTS["tag"] if strong else WEIGHTS["weak tag"]
            word = self.syntax.lower[subject]
            cue = self._cue(verb, subject)
            mention = self.mention_by_token.get(subject)
            if word in FIRST_SINGULAR and self.narrator >= 0:
                self._credit(turn, scores, self.narrator, weight, cue)
            elif word in HE or word in SHE or word in THEY:
                self._weigh_pronoun(turn, scores, subject, "tag pronoun", "tag gender", cue, strong)
            elif mention is not None and mention.form == "proper":
                self._credit(turn, scores, mention.entity, weight, cue)
            else:
                self._weigh_description(turn, scores, subject, cue)
            self._note_told(turn, verb, subject)

    def _cue(self, verb: int, subject: int) -> tuple[int, int]:
        first, last = min(verb, subject), max(verb, subject)
        return int(self.syntax.start[first]), int(self.syntax.end[last])

    def _credit(self, turn: Turn, scores: dict[int, float], entity: int, weight: float, cue: tuple[int, int]) -> None:
        scores[entity] = scores.get(entity, 0.0) + weight
        turn.evidence[entity] = cue

    def _weigh_pronoun(
        self,
        turn: Turn,
        scores: dict[int, float],
        token: int,
        credit: str,
        clash: str,
        cue: tuple[int, int],
        strong: bool,
    ) -> None:
        """He, she or they: those of another gender lose, the linked antecedent gains."""
        word = self.syntax.lower[token]
        factor = 1.0 if strong else 0.6
        self._disagree(scores, pronoun_gender(word) if word not in THEY else "group", clash, factor)
        mention = self.mention_by_token.get(token)
        if mention is not None:
            self._credit(turn, scores, mention.entity, WEIGHTS[credit] * factor, cue)

    def _weigh_description(self, turn: Turn, scores: dict[int, float], token: int, cue: tuple[int, int]) -> None:
        """A common noun ("said the painter"): often somebody in view whom the text names elsewhere."""
        self._disagree(scores, noun_gender(self.syntax.lemma[token].lower()), "tag gender")
        if self.narrator in scores:
            scores[self.narrator] += WEIGHTS["tag gender"]
        mention = self.mention_by_token.get(token)
        if self.described is None:
            if mention is not None:
                self._credit(turn, scores, mention.entity, WEIGHTS["tag noun first"], cue)
            return
        known = self.described.get(self._description(token))
        if known is not None:
            self._credit(turn, scores, known, WEIGHTS["tag known noun"], cue)
        elif mention is not None:
            self._credit(turn, scores, mention.entity, WEIGHTS["tag noun"], cue)

    def _description(self, token: int) -> tuple[str, int]:
        """The noun, and whose it is: ("sister", Elizabeth) for "her sister"."""
        for child in self.syntax.children[token]:
            if self.syntax.dep[child] == "poss":
                owner = self.mention_by_token.get(child)
                return self.syntax.lower[token], owner.entity if owner else -2
        return self.syntax.lower[token], -1

    def learn_descriptions(self, turns: list[Turn], speakers: list[tuple[int, float]]) -> None:
        """Whom each common noun of a tag means, where the conversations agree on somebody with a name."""
        votes: dict[tuple[str, int], dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for turn, (speaker, _) in zip(turns, speakers, strict=True):
            for quote in turn.quotes:
                if quote in self.tags:
                    token = self.tags[quote][1]
                    mention = self.mention_by_token.get(token)
                    is_noun = self.syntax.lower[token] not in PERSONAL and (mention is None or mention.form == "common")
                    if is_noun and speaker >= 0:
                        votes[self._description(token)][speaker] += 1
        self.described = {}
        for description, by_speaker in votes.items():
            best = max(by_speaker, key=lambda entity: by_speaker[entity])
            share = by_speaker[best] / sum(by_speaker.values())
            if description[1] != -2 and self.is_named[best] and by_speaker[best] >= SEEN_OFTEN and share >= AGREEMENT:
                self.described[description] = best

    def _disagree(self, scores: dict[int, float], gender: str, weight: str, factor: float = 1.0) -> None:
        for entity in scores:
            scores[entity] += WEIGHTS[weight] * factor * self._clash(entity, gender)

    def _clash(self, entity: int, gender: str) -> float:
        """How far an entity contradicts a pronoun's gender, 0 to 1."""
        if entity == self.narrator:
            return 1.0 if gender != "unknown" else 0.0
        own = "group" if self.kinds[entity] == "group" else self.genders[entity]
        if gender == "unknown" or own == gender:
            return 0.0
        if own == "unknown":
            return 0.35 if gender == "group" else 0.15
        return 1.0 if own == "group" or gender == "group" else min(1.0, max(0.2, 2 * self.sure[entity] - 1))

    def _weigh_beats(self, turn: Turn, scores: dict[int, float]) -> None:
        """Narration in the turn's own paragraphs, its tags left out."""
        tag_verbs = {self.tags[q][0] for q in turn.quotes if q in self.tags}
        tag_subjects = {self.tags[q][1] for q in turn.quotes if q in self.tags}
        scale = 0.4 if tag_verbs else 1.0
        start, end = self.paragraph_starts[turn.first_paragraph], self.paragraph_ends[turn.last_paragraph]
        subjects = []
        for token in self.syntax.tokens_in(start, end):
            if self.syntax.dep[token] != "nsubj" or token in tag_subjects or self.syntax.head[token] in tag_verbs:
                continue
            position = int(self.syntax.start[token])
            is_person = token in self.mention_by_token or self.syntax.lower[token] in PERSONAL
            if is_person and not self._is_quoted(position) and not self._belongs_elsewhere(turn, position):
                subjects.append((self._distance_to_speech(turn, position), token))
        for rank, (_, token) in enumerate(sorted(subjects)):
            self._weigh_beat(turn, scores, token, scale / (1 + rank))
        for mention in self.mentioned_in(start, end):
            if not mention.quoted and not mention.is_subject and not self._belongs_elsewhere(turn, mention.start):
                scores[mention.entity] = scores.get(mention.entity, 0.0) + WEIGHTS["beside"] * scale

    def _distance_to_speech(self, turn: Turn, position: int) -> int:
        return min(
            min(abs(start - position), abs(position - end)) for quote in turn.quotes for start, end in self.spans[quote]
        )

    def _belongs_elsewhere(self, turn: Turn, position: int) -> bool:
        """Whether another turn of the same paragraph stands between."""
        place = bisect_left(self.quote_starts, position)
        before, after = place - 1, place
        near_before = before >= 0 and self.quote_ends[before] <= position and before in turn.quotes
        near_after = after < len(self.quote_starts) and after in turn.quotes
        inside = before >= 0 and before in turn.quotes
        return not (near_before or near_after or inside)

    def _weigh_beat(self, turn: Turn, scores: dict[int, float], token: int, scale: float) -> None:
        word = self.syntax.lower[token]
        mention = self.mention_by_token.get(token)
        if word in HE or word in SHE:
            self._disagree(scores, pronoun_gender(word), "beat gender", scale)
            if mention is not None:
                self._credit_more(turn, scores, mention, WEIGHTS["beat pronoun"] * scale)
        elif mention is not None:
            self._credit_more(turn, scores, mention, WEIGHTS["beat"] * scale)

    def _credit_more(self, turn: Turn, scores: dict[int, float], mention: Mention, weight: float) -> None:
        scores[mention.entity] = scores.get(mention.entity, 0.0) + weight
        turn.evidence[mention.entity] = (mention.start, mention.end)

    def _weigh_lead(self, turn: Turn, scores: dict[int, float]) -> None:
        """The paragraph before, if it is narration, and the one after."""
        before, after = turn.first_paragraph - 1, turn.last_paragraph + 1
        if before >= 0 and not self._has_quote(before) and self.paragraph_kinds[before] == "prose":
            found = self.mentioned_in(self.paragraph_starts[before], self.paragraph_ends[before])
            subjects = [m for m in found if m.is_subject]
            if subjects:
                scores[subjects[-1].entity] = scores.get(subjects[-1].entity, 0.0) + WEIGHTS["lead"]
            for entity in {m.entity for m in found}:
                scores[entity] = scores.get(entity, 0.0) + WEIGHTS["lead mention"]
        if after < len(self.paragraph_ends) and not self._has_quote(after):
            subjects = [
                m for m in self.mentioned_in(self.paragraph_starts[after], self.paragraph_ends[after]) if m.is_subject
            ]
            if subjects:
                scores[subjects[0].entity] = scores.get(subjects[0].entity, 0.0) + WEIGHTS["follow"]

    def _has_quote(self, paragraph: int) -> bool:
        place = bisect_left(self.span_starts, self.paragraph_starts[paragraph])
        return place < len(self.span_starts) and self.span_starts[place] < self.paragraph_ends[paragraph]

    def _weigh_inside(self, turn: Turn, scores: dict[int, float]) -> None:
        """Names inside the quotations: those called upon listen, those spoken of seldom speak."""
        for quote in turn.quotes:
            for start, end in self.spans[quote]:
                for mention in self.mentioned_in(start, end):
                    if mention.form != "proper":
                        continue
                    first = self.syntax.token_at(mention.start)
                    if is_address(self.syntax, first, mention.token):
                        turn.addressed.add(mention.entity)
                        scores[mention.entity] = scores.get(mention.entity, 0.0) + WEIGHTS["addressed"]
                    else:
                        weight = WEIGHTS["named self" if self._names_self(first) else "named inside"]
                        scores[mention.entity] = scores.get(mention.entity, 0.0) + weight

    def _names_self(self, first: int) -> bool:
        """Whether the words before a name make it the speaker's: I am Tom, my name is Tom, call me Tom."""
        before = " ".join(self.syntax.lower[max(first - 3, 0) : first])
        return before.endswith(("i am", "i 'm", "my name is", "my name 's", "call me", "called me", "this is"))

    def _note_told(self, turn: Turn, verb: int, subject: int) -> None:
        """Whom the tag says they spoke to: "said Anne to Tom", "she asked him"."""
        for child in self.syntax.children[verb]:
            objects = [child] if self.syntax.dep[child] in ("dobj", "dative") else []
            if self.syntax.lower[child] == "to":
                objects = [c for c in self.syntax.children[child] if self.syntax.dep[c] == "pobj"]
            for token in objects:
                mention = self.mention_by_token.get(token)
                if mention is not None and token != subject and not mention.quoted:
                    turn.told.add(mention.entity)


def _places(kinds: list[str]) -> list[int]:
    """The number of each paragraph, with a leap where a heading or a break parts two scenes."""
    place, places = 0, []
    for kind in kinds:
        place += 1 if kind == "prose" else SCENE_LEAP
        places.append(place)
    return places
