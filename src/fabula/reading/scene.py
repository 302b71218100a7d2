"""The tables of one text, indexed for the questions that who speaks and who listens ask."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from fabula.language.address import is_address
from fabula.language.syntax import SUBJECTS, Syntax
from fabula.lexicon.nouns import FIRST_SINGULAR, PERSONAL, SECOND, is_anybody, pronoun_gender
from fabula.schema import zip_columns

CONVERSATION_GAP = 4  # paragraphs of narration that end a conversation
LIKELY = 0.5  # from here on the link of a writer's mention counts
SCENE_LEAP = 6  # a heading or break counts as so many paragraphs
SUBJECT, OWNER, OTHER = 2, 1, 0  # roles: she laughed; her hand shook; he saw her
GENDERED = frozenset(("man", "woman", "it"))  # voices that a pronoun tells apart
NAMING_ONESELF = (
    "i am",
    "i 'm",
    "i ’m",
    "i m",
    "my name is",
    "my name 's",
    "my name s",
    "call me",
    "called me",
    "this is",
)
MANNERS = tuple(
    frozenset(words.split())
    for words in (
        "",  # no tag
        "",  # any other verb
        "answer reply return rejoin retort respond agree assent admit acknowledge protest object",
        "continue add go resume proceed conclude pursue repeat",
        "ask inquire enquire demand question wonder",
    )
)
TOLD = 1
OPENINGS = tuple(
    frozenset(words.split())
    for words in (
        "",
        "yes no yeah yep nope nah aye nay certainly indeed never nothing nobody exactly quite perhaps maybe sure "
        "because thanks thank none neither very possibly probably true right ok okay",
        "oh ah well why what but then and so dear good my",
    )
)
NOBODY = -1
TO_ANYBODY = frozenset("sir madam ma'am ma’am mum miss".split())  # forms of address that call nobody by name


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of a character, in plain values; ``quote`` is -1 in the narration."""

    start: int
    end: int
    token: int
    entity: int
    form: str
    sure: float
    by: str
    quote: int
    role: int
    paragraph: int


@dataclass
class Turn:
    """The quotations of one paragraph by one speaker."""

    quotes: list[int]
    start: int
    end: int
    first_paragraph: int
    last_paragraph: int
    narrator: int  # whose "I" the narration around it has; -1 for nobody's
    tag: int = -1  # the quotation whose tag says most
    addressed: set[int] = field(default_factory=set)  # entities called by name
    told: set[int] = field(default_factory=set)  # entities that a tag has them speak to
    asks: bool = False
    manner: int = 0  # of MANNERS: what the tag's verb says of it
    opening: int = 0  # of OPENINGS: what its first word says of it
    is_thought: bool = False


class Scene:
    """Turns, and by entity the paragraphs (in order) where it is mentioned, acts, speaks by a tag, is called."""

    def __init__(
        self,
        syntax: Syntax,
        paragraphs: pa.Table,
        quotes: pa.Table,
        quote_spans: pa.Table,
        tags: pa.Table,
        entities: pa.Table,
        profiles: pa.Table,
        tellers: pa.Table,
        mentions: pa.Table,
        guesses: pa.Table,
        corrected_speakers: pa.Table,
    ) -> None:
        self.syntax = syntax
        self.corrected: dict[int, int] = dict(zip_columns(corrected_speakers, "quote", "entity"))
        self.paragraph_starts: list[int] = paragraphs["start"].to_pylist()
        self.paragraph_ends: list[int] = paragraphs["end"].to_pylist()
        self.paragraph_kinds: list[str] = paragraphs["kind"].to_pylist()
        self.places = _places(self.paragraph_kinds)
        self.scene_starts = _scene_starts(self.paragraph_kinds)
        self.quote_starts: list[int] = quotes["start"].to_pylist()
        self.quote_ends: list[int] = quotes["end"].to_pylist()
        self.quote_kinds: list[str] = quotes["kind"].to_pylist()
        self.quote_modes: list[str] = quotes["mode"].to_pylist()
        self.spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for quote, start, end in zip_columns(quote_spans, "quote", "start", "end"):
            self.spans[quote].append((start, end))
        columns = ("quote", "verb_token", "subject_token", "is_strong")
        self.tags = {q: (v, s, strong) for q, v, s, strong in zip_columns(tags, *columns)}
        self.kinds: list[str] = entities["kind"].to_pylist()
        self.is_named: list[bool] = entities["is_named"].to_pylist()
        self.genders: list[str] = profiles["gender"].to_pylist()
        known = tellers.filter(pc.is_valid(tellers["narrator"]))
        self.narrator_of_token: list[int] = syntax.rows_of_tokens(known, "narrator")
        self.quote_of_token = syntax.rows_of_tokens(quote_spans, "quote")
        self.mentions = self._characters_mentioned(mentions)
        self.mention_starts = [m.start for m in self.mentions]
        self.mention_by_token = {m.token: m for m in self.mentions}
        self.quoted_paragraphs = {self.paragraph_at(s) for spans in self.spans.values() for s, _ in spans}
        self.told_by_tag = self._told_by_tag()
        self.certain = {**{quote: mention.entity for quote, mention in self.told_by_tag.items()}, **self.corrected}
        self.guesses, self.antecedents = self._guesses(mentions, guesses)
        self.turns = self._turns()
        self.conversations = self._conversations()
        self._index()

    def _characters_mentioned(self, mentions: pa.Table) -> list[Mention]:
        found = []
        columns = ("start", "end", "head_token", "entity", "form", "entity_confidence", "entity_by")
        heads = set(mentions["head_token"].to_pylist())
        for start, end, token, entity, form, sure, by in zip_columns(mentions, *columns):
            if entity is not None and self.kinds[entity] in ("person", "group"):
                quote, paragraph = self.quote_of_token[token], self.paragraph_at(start)
                role = self._role(token, heads)
                found.append(Mention(start, end, token, entity, form, sure, by, quote, role, paragraph))
        return found

    def _role(self, token: int, heads: set[int]) -> int:
        """The role of a mention with this head; who owns a subject that is a mention itself (my mother) has none."""
        dep, head = self.syntax.dep, self.syntax.head[token]
        if dep[token] in SUBJECTS:
            return SUBJECT
        return OWNER if dep[token] == "poss" and dep[head] in SUBJECTS and head not in heads else OTHER

    def _told_by_tag(self) -> dict[int, Mention]:
        """By quotation, who surely speaks as a tag names a stranger or a group, or writes as it names the writer.

        Such are rarely seen, so that the speaker model thinks little of them; but nobody else is "someone".
        """
        found = {}
        for quote, (_, subject, is_strong) in self.tags.items():
            mention, word = self.mention_by_token.get(subject), self.syntax.lower[subject]
            if mention is None or not is_strong or word in PERSONAL:
                continue
            is_described = mention.form != "proper" and is_anybody(word, self.syntax.lemma[subject])
            is_stranger = is_described and (mention.by == "rule" or self.kinds[mention.entity] == "group")
            is_writer = self.quote_kinds[quote] == "writing" and mention.sure >= LIKELY
            if is_writer or (is_stranger and mention.quote < 0):
                found[quote] = mention
        return found

    def _guesses(
        self, mentions: pa.Table, guesses: pa.Table
    ) -> tuple[dict[int, list[tuple[int, bool, float]]], dict[int, dict[int, float]]]:
        """Whom the reader model may take mentions to mean, and how surely.

        By quotation, of its "I" (True) and "you"; by token, of nouns and pronouns in the narration.
        """
        inside: dict[int, list[tuple[int, bool, float]]] = defaultdict(list)
        outside: dict[int, dict[int, float]] = defaultdict(dict)
        heads = mentions["head_token"].to_pylist()
        for row, entity, sure in zip_columns(guesses, "mention", "entity", "confidence"):
            head = heads[row]
            quote, word = self.quote_of_token[head], self.syntax.lower[head]
            if quote < 0:
                outside[head][entity] = sure
            elif word in FIRST_SINGULAR or word in SECOND:
                inside[quote].append((entity, word in FIRST_SINGULAR, sure))
        return inside, outside

    def _conversations(self) -> list[int]:
        """The number of each turn's conversation; a thought is by itself."""
        numbers = [0] * len(self.turns)
        for place in range(1, len(self.turns)):
            earlier, later = self.turns[place - 1 : place + 1]
            is_new = later.is_thought or self.gap(earlier, later) > CONVERSATION_GAP
            numbers[place] = numbers[place - 1] + is_new
        return numbers

    def _index(self) -> None:
        self.counts: dict[int, int] = defaultdict(int)
        self.told_at: dict[int, list[int]] = defaultdict(list)  # in the narration
        self.acting_at: dict[int, list[int]] = defaultdict(list)
        self.quoted_at: dict[int, list[int]] = defaultdict(list)
        self.named_at: dict[int, list[int]] = defaultdict(list)  # in the narration, by name
        for mention in self.mentions:
            self.counts[mention.entity] += 1
            if mention.quote >= 0:
                self.quoted_at[mention.entity].append(mention.paragraph)
                continue
            self.told_at[mention.entity].append(mention.paragraph)
            if mention.role != OTHER:
                self.acting_at[mention.entity].append(mention.paragraph)
            if mention.form == "proper":
                self.named_at[mention.entity].append(mention.paragraph)
        tagged = [(self.paragraph_at(self.quote_starts[quote]), self.tag_entity(quote)) for quote in self.tags]
        self.tagged = sorted((paragraph, entity) for paragraph, entity in tagged if entity >= 0)
        self.tagged_at: dict[int, list[int]] = defaultdict(list)
        for paragraph, entity in self.tagged:
            self.tagged_at[entity].append(paragraph)
        self.speaks_surely: list[dict[int, int]] = [
            defaultdict(int) for _ in range(max(self.conversations, default=0) + 1)
        ]
        for turn, conversation in zip(self.turns, self.conversations, strict=True):
            surely = self.named_by_tag(turn)
            if surely >= 0:
                self.speaks_surely[conversation][surely] += 1
        self.called_at: dict[int, list[int]] = defaultdict(list)
        for turn in self.turns:
            for entity in turn.addressed:
                insort(self.called_at[entity], turn.first_paragraph)

    def certain_of(self, turn: Turn) -> set[int]:
        """Who speaks a turn, if that is certain: whom a reader has set, or a tag makes the only one."""
        return {self.certain[quote] for quote in turn.quotes if quote in self.certain}

    def mentioned_in(self, start: int, end: int) -> list[Mention]:
        """The mentions of characters that begin in [start, end)."""
        return self.mentions[bisect_left(self.mention_starts, start) : bisect_left(self.mention_starts, end)]

    def told_in(self, start: int, end: int) -> list[Mention]:
        """Those of them in the narration."""
        return [mention for mention in self.mentioned_in(start, end) if mention.quote < 0]

    def paragraph_at(self, position: int) -> int:
        """The paragraph that holds a position of the text."""
        return max(bisect_right(self.paragraph_starts, position) - 1, 0)

    def gap(self, earlier: Turn, later: Turn) -> int:
        """Paragraphs between two turns; -1 in one paragraph, many where a scene ends between them."""
        return self.places[later.first_paragraph] - self.places[earlier.last_paragraph] - 1

    def tag_entity(self, quote: int) -> int:
        """Whom the subject of a quotation's tag refers to; -1 for nobody known."""
        subject = self.tags[quote][1]
        narrator: int = self.narrator_of_token[subject]
        if self.syntax.lower[subject] in FIRST_SINGULAR and narrator >= 0:
            return narrator
        mention = self.mention_by_token.get(subject)
        return mention.entity if mention is not None else -1

    def named_by_tag(self, turn: Turn) -> int:
        """Whom a turn's tag gives by name, or by the narrator's "I"; -1 for nobody."""
        if turn.tag < 0:
            return NOBODY
        subject = self.tags[turn.tag][1]
        mention = self.mention_by_token.get(subject)
        is_sure = self.syntax.lower[subject] in FIRST_SINGULAR or (mention is not None and mention.form == "proper")
        return self.tag_entity(turn.tag) if is_sure else NOBODY

    def names_self(self, first: int) -> bool:
        """Whether the words before a name make it the speaker's: I am Tom, my name is Tom, call me Tom."""
        before = " ".join(self.syntax.lower[max(first - 3, 0) : first])
        return before.endswith(NAMING_ONESELF)

    def _turns(self) -> list[Turn]:
        """The quotations grouped: those of one paragraph together, unless tags or bare marks part them.

        What is only thought comes last, as it interrupts nobody.
        """
        turns: list[Turn] = []
        for quote, (start, end) in enumerate(zip(self.quote_starts, self.quote_ends, strict=True)):
            first, last = self.paragraph_at(start), self.paragraph_at(end - 1)
            if turns and turns[-1].last_paragraph == first and self._is_same_voice(turns[-1], quote):
                turns[-1].quotes.append(quote)
                turns[-1].end, turns[-1].last_paragraph = end, last
            else:
                narrator = self.narrator_of_token[max(self.syntax.token_at(start), 0)]
                turns.append(Turn([quote], start, end, first, last, narrator))
        for turn in turns:
            self._look_into(turn)
        return sorted(turns, key=lambda turn: turn.is_thought)

    def _is_same_voice(self, turn: Turn, quote: int) -> bool:
        if not self.syntax.source[turn.end : self.quote_starts[quote]].strip():
            return False
        if self._level(turn.quotes[0]) != self._level(quote):
            return False
        own = self._voice(quote)
        others = {self._voice(q) for q in turn.quotes} - {None}
        if own is None or not others or own in others:
            return True
        if "i" in {own, *others}:
            return False
        if {own, *others} & GENDERED:
            return len({self._gender(voice) for voice in (own, *others)} & GENDERED) < 2
        return False

    def _level(self, quote: int) -> tuple[bool, bool]:
        """Whether a quotation is thought, and whether it is of the scene or remembered or imagined in it."""
        return self.quote_kinds[quote] == "thought", self.quote_modes[quote] in ("remembered", "imagined")

    def _gender(self, voice: int | str | None) -> str | None:
        return self.genders[voice] if isinstance(voice, int) else voice

    def _voice(self, quote: int) -> int | str | None:
        """Whom a reader or the quotation's tag names: an entity, "i", "man", "woman" or "it"; None for nobody."""
        if quote in self.corrected:
            return self.corrected[quote]
        if quote not in self.tags:
            return None
        subject = self.tags[quote][1]
        if self.syntax.lower[subject] in FIRST_SINGULAR:
            return "i"
        mention = self.mention_by_token.get(subject)
        if mention is not None and mention.form != "pronoun":
            return mention.entity
        word = self.syntax.lower[subject]
        gender = "it" if word == "it" else pronoun_gender(word)
        return gender if gender in GENDERED else None

    def _look_into(self, turn: Turn) -> None:
        """Fill in the turn's tag, whom it addresses, and whether it ends in a question."""
        tagged = [quote for quote in turn.quotes if quote in self.tags]
        turn.tag = max(tagged, key=lambda quote: (self.tags[quote][2], -quote), default=-1)
        for quote in tagged:
            turn.told |= self._told(*self.tags[quote][:2])
        for start, end in (span for quote in turn.quotes for span in self.spans[quote]):
            for mention in self.mentioned_in(start, end):
                first = self.syntax.token_at(mention.start)
                is_called = mention.form != "pronoun" and self.syntax.lower[mention.token] not in TO_ANYBODY
                is_called = is_called and is_address(self.syntax, first, mention.token)
                if is_called and not self.names_self(first):
                    turn.addressed.add(mention.entity)
        if turn.tag >= 0:
            verb = self.syntax.lemma[self.tags[turn.tag][0]].lower()
            turn.manner = next((n for n, verbs in enumerate(MANNERS) if verb in verbs), TOLD)
        first_word = next((w for w in self._words(turn) if w[0].isalpha()), "")
        turn.opening = next((n for n, words in enumerate(OPENINGS) if first_word in words), 0)
        turn.is_thought = self.quote_kinds[turn.quotes[0]] == "thought"
        last = self.spans[turn.quotes[-1]][-1][1]
        turn.asks = "?" in self.syntax.source[max(last - 3, 0) : last]

    def _words(self, turn: Turn) -> Iterator[str]:
        start, end = self.spans[turn.quotes[0]][0]
        return (self.syntax.lower[token] for token in self.syntax.tokens_in(start, end))

    def _told(self, verb: int, subject: int) -> set[int]:
        """Whom the tag says they spoke to: "said Anne to Tom", "she asked him"."""
        told = set()
        for child in self.syntax.children[verb]:
            objects = [child] if self.syntax.dep[child] in ("dobj", "dative") else []
            if self.syntax.lower[child] == "to":
                objects = [c for c in self.syntax.children[child] if self.syntax.dep[c] == "pobj"]
            for token in objects:
                mention = self.mention_by_token.get(token)
                is_oneself = self.syntax.lower[token].endswith(("self", "selves"))
                if mention is not None and token != subject and mention.quote < 0 and not is_oneself:
                    told.add(mention.entity)
        return told


def _places(kinds: list[str]) -> list[int]:
    """The number of each paragraph, with a leap where a heading or a break parts two scenes."""
    place, places = 0, []
    for kind in kinds:
        place += 1 if kind == "prose" else SCENE_LEAP
        places.append(place)
    return places


def _scene_starts(kinds: list[str]) -> list[int]:
    """The first paragraph of the scene of each paragraph, as headings and breaks part scenes."""
    first, found = 0, []
    for paragraph, kind in enumerate(kinds):
        if kind != "prose":
            first = paragraph + 1
        found.append(min(first, paragraph))
    return found
