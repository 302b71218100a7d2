"""A question as plain data: its kind, whom it names, the deed, and the time it asks about.

    "What did Tom say to Eva about the lamp when the Captain came in?"
    kind said, agent Tom, patient Eva, words lamp; time: when, agent the Captain, verb come, words in

Names are those of the story's cast. For the parser, which does not know them, each is replaced by a common first name
of one word; the rest is read off the order of words, which English keeps strictly in questions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import cycle
from typing import Any

from fabula.errors import QuestionNotUnderstood
from fabula.language.syntax import Syntax, parse
from fabula.lexicon.lists import word_list
from fabula.questions.cast import UNKNOWN, Cast
from fabula.questions.times import Time, split_time
from fabula.schema import table_of

UNDERSTOOD = (
    "who is X; who did it, to whom; did X do it; what did X do; what happened to X; where was X; where or when did "
    'X do it; what did X say to Y about Z; who said "..."; what did X know about Y; who was there; is X dead; how old '
    "is X; what does X look like; who has grey eyes; is X angry; how does X feel about Y; who wrote the letter, and "
    "what does it say; and to each: when ..., before ..., after ..., in chapter 3, at the end"
)
STANDINS = ("Mary", "John", "Anna", "Peter", "Lucy", "David", "Helen", "Robert")
PLACES = ("London", "Paris", "Rome", "Berlin")
QUOTED = re.compile(r"[\"“«](.+?)[\"”»]")
AUXILIARIES = frozenset("did do does is was are were has have had will would can could 's 'd".split())
BE = frozenset("is was are were be been 's".split())
LIVING = frozenset("alive living".split())
KNOWING = frozenset("know learn hear understand realise realize discover suspect".split())
ABOUT = frozenset("about of concerning regarding".split())
SPOUSES = {"married": "spouse", "engaged": "betrothed"}  # who is married to X: who is their spouse
LETTERS = frozenset("letter note diary postcard telegram message email card".split())
POSSESSIVE = frozenset(("'s", "’s", "'", "’"))
LOOKING = frozenset("look wear".split())
COLOURS = frozenset("color colour kind shade".split())
HERE = frozenset("there here present around".split())
EMPTY = frozenset("be have do get the a an that this it what who whom where when how something anything".split())
LONGEST = 500
CONTENT = ("NOUN", "PROPN", "VERB", "ADJ", "NUM")


@dataclass(frozen=True)
class Deed:
    """A verb with those who have part in it; entities are rows of ``entities``, -1 for nobody that is named.

    ``patient`` is its object, ``others`` whoever stands behind a preposition, ``words`` what else must be in the text,
    ``topics`` whom it is about, ``unknown`` names of which the story has nothing.
    """

    verb: str = ""
    agent: int = -1
    patient: int = -1
    others: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class When:
    """The time that a question asks about; ``relation`` is within, at, before or after.

    One of: ``deed``, a clause; ``chapter``, its number from 1, 0 for the last; ``edge``, start or end of the story.
    """

    relation: str
    deed: Deed | None = None
    chapter: int = -1
    edge: str = ""


@dataclass(frozen=True)
class Question:
    """What is asked; ``asked`` is the part in the deed that is sought: agent, patient or object."""

    text: str
    kind: str
    deed: Deed = field(default_factory=Deed)
    asked: str = ""
    quote: str = ""
    when: When | None = None


def parse_question(text: str, cast: Cast) -> Question:
    """The question that ``text`` asks.

    Raises  QuestionNotUnderstood (A01)
    """
    line = " ".join(text.split()).rstrip("?!. ")
    if len(line) > LONGEST:
        raise QuestionNotUnderstood(f"{line[:80]!r}... is longer than {LONGEST} characters: ask one thing at a time")
    quoted = QUOTED.search(line)
    plain, time = split_time(QUOTED.sub("", line) if quoted else line)
    main = _Words(plain, cast)
    question = _Parser(main).question()
    if question is None:
        raise QuestionNotUnderstood(f"cannot tell what {text.strip()[:80]!r} asks; fabula understands: {UNDERSTOOD}")
    if quoted and question.kind in ("who did", "said"):
        question = replace(question, kind="who said" if question.kind == "who did" else "said")
    return replace(question, text=text, quote=quoted[1] if quoted else "", when=_when(time, cast))


def _when(time: Time | None, cast: Cast) -> When | None:
    if time is None:
        return None
    deed = _Parser(_Words(time.clause, cast)).statement() if time.clause else None
    return When(time.relation, deed, time.chapter, time.edge)


class _Words:
    """The words of a question or of a clause, every name one word, with the entity of each, -1 for what is no name."""

    def __init__(self, text: str, cast: Cast) -> None:
        pieces, people, places, position = [], cycle(STANDINS), cycle(PLACES), 0
        meant: list[tuple[int, tuple[int, str]]] = []
        for named in cast.find(text):
            pieces.append(text[position : named.start])
            meant.append((sum(map(len, pieces)), (named.entity, text[named.start : named.end])))
            is_place = named.entity >= 0 and not cast.evidence.is_person(named.entity)
            pieces.append(next(places if is_place else people))
            position = named.end
        line = "".join([*pieces, text[position:]])
        row: dict[str, list[Any]] = {"start": [0], "end": [len(line)], "chapter": [0], "kind": ["prose"]}
        tables = parse(line, table_of("paragraphs", row), 1)
        syntax = Syntax.of(line, tables["tokens"], tables["sentences"])
        entity_at = dict(meant)
        self.vocabulary = cast.evidence.vocabulary
        self.lower, self.text, self.tag, self.pos = syntax.lower, syntax.text, syntax.tag, syntax.pos
        self.lemma = [lemma.lower() for lemma in syntax.lemma]
        known = [entity_at.get(start, (-1, "")) for start in syntax.start.tolist()]
        self.entity = [entity for entity, _ in known]
        self.surface = [surface for _, surface in known]

    def __len__(self) -> int:
        return len(self.lower)

    def find(self, words: frozenset[str], start: int = 0) -> int:
        """The first of these words at ``start`` or after it, or -1."""
        return next((place for place in range(start, len(self)) if self.lower[place] in words), -1)

    def is_verb(self, place: int) -> bool:
        """Whether the word may be a main verb."""
        return self.entity[place] == -1 and self.tag[place].startswith("VB") and self.lower[place] not in AUXILIARIES


class _Parser:
    """Reads a question off the order of its words."""

    def __init__(self, words: _Words) -> None:
        self.words = words

    def question(self) -> Question | None:
        """The question, None where it has no form that is known."""
        words = self.words
        if len(words) < 2:
            return None
        first = words.lower[0]
        if first in ("who", "whom", "who's"):
            return self._who()
        if first in ("what", "what's"):
            return self._what()
        if first in ("how", "describe"):
            return self._how()
        if first in ("where", "when", "where's"):
            return self._where_or_when(first.removesuffix("'s"))
        return self._whether() if first in AUXILIARIES else None

    def statement(self) -> Deed:
        """The deed of a clause: "the Captain came in"; of a noun without a verb, its words alone."""
        words = self.words
        verb = next((place for place in range(len(words)) if words.is_verb(place)), -1)
        if verb < 0:
            verb = words.find(AUXILIARIES)
        if verb < 0:
            return self._deed("", 0, len(words))
        is_passive = words.tag[verb] == "VBN" and any(words.lower[place] in BE for place in range(verb))
        deed = self._deed(words.lemma[verb], verb + 1, len(words))
        subject, others = self._subject(0, verb)
        deed = replace(deed, words=(*others.words, *deed.words), unknown=(*others.unknown, *deed.unknown))
        if is_passive:
            return replace(deed, patient=subject, agent=deed.agent)
        return replace(deed, agent=subject)

    def _who(self) -> Question | None:
        words = self.words
        second = words.lower[1]
        if second in BE:
            return self._who_is(2)
        if second in AUXILIARIES and words.tag[1] != "VBN":
            verb = self._verb_after(2)
            if (verb > 2 and second not in ("has", "have", "had")) or verb > 3:
                return self._of_subject("whom", 2, verb, "patient")
            if second in ("has", "have", "had") and verb == 2 + (words.lower[2:3] == ["been"]):
                return self._passive_or_active(verb, second)
        verb = next((place for place in range(1, len(words)) if words.is_verb(place)), 1)
        deed = self._deed(words.lemma[verb], verb + 1, len(words))
        kind = "who has" if words.lemma[verb] == "have" else "who did"
        if words.lemma[verb] == "write" and (LETTERS & set(deed.words) or not deed.words):
            kind = "who wrote"
        return Question("", kind, deed, "agent")

    def _who_is(self, after: int) -> Question | None:
        """Who is X; who was there; who was killed (by X); who was X killed by; who was sitting in the kitchen."""
        words = self.words
        rest = range(after, len(words))
        if not rest:
            return None
        if words.lower[after] in HERE or (words.tag[after] in ("IN", "RP") and words.lower[after] != "like"):
            return Question("", "present", self._deed("", after, len(words)))
        if words.lower[after] in word_list("claims", "dead"):
            return Question("", "who did", Deed("die"), "agent")
        spouse = SPOUSES.get(words.lower[after]) if words.lower[after + 1 : after + 2] == ["to"] else None
        if spouse is not None:
            return Question("", "who is", replace(self._deed("", after + 1, len(words)), words=(spouse,)))
        if words.tag[after] in ("VBN", "VBG") or (words.tag[after] == "VBD" and words.entity[after] == -1):
            return self._passive_or_active(after, "was")
        if words.entity[after] >= 0 and len(words) > after + 1:
            verb = next((place for place in rest if words.is_verb(place)), -1)
            if verb >= 0:
                is_passive = words.tag[verb] != "VBG"
                deed = self._deed(words.lemma[verb], verb + 1, len(words))
                if is_passive:
                    return Question("", "who did", replace(deed, patient=words.entity[after]), "agent")
                return Question("", "whom", replace(deed, agent=words.entity[after]), "patient")
        return Question("", "who is", self._deed("", after, len(words)))

    def _passive_or_active(self, verb: int, auxiliary: str) -> Question:
        """Who was killed by X; who was sitting; who has come; who has been killed."""
        words = self.words
        deed = self._deed(words.lemma[verb], verb + 1, len(words))
        is_passive = words.tag[verb] in ("VBN", "VBD") and (auxiliary in BE or words.lower[verb - 1] == "been")
        if is_passive:
            by = words.find(frozenset(["by"]), verb)
            agent = next((entity for entity in words.entity[by:] if entity >= 0), -1) if by >= 0 else -1
            others = tuple(entity for entity in deed.others if entity != agent)
            return Question("", "whom", replace(deed, agent=agent, others=others), "patient")
        return Question("", "who did", deed, "agent")

    def _what(self) -> Question | None:
        words = self.words
        second = words.lower[1]
        happened = words.find(frozenset(("happened", "happens", "happen")))
        if 0 < happened <= 3:
            deed = self._deed("", happened + 1, len(words))
            people = [e for e in (deed.patient, *deed.others) if e >= 0]
            return Question(
                "", "happened", replace(deed, patient=people[0] if people else -1, others=tuple(people[1:]))
            )
        if second in COLOURS and len(words) > 2:
            return self._looks(3, next((words.lemma[place] for place in range(len(words) - 1, 2, -1)), ""))
        if second in AUXILIARIES:
            verb = self._verb_after(2)
            if verb > 2:
                return self._what_did(verb)
            if second in BE:
                return Question("", "who is", self._deed("", 2, len(words)))
        verb = next((place for place in range(1, len(words)) if words.is_verb(place)), -1)
        if verb < 0:
            return None
        return Question("", "who did", self._deed(words.lemma[verb], verb + 1, len(words)), "thing")

    def _what_did(self, verb: int) -> Question:
        """What did X do, say, know; what else did X break."""
        lemma = self._lemma(verb)
        if lemma in LOOKING and (lemma != "look" or self.words.lower[-1] == "like"):
            return self._looks(2, lemma)
        if LETTERS & set(self.words.lower[2:verb]):
            return self._of_subject("letter says", 2, verb, "")
        if lemma == "do":
            return self._of_subject("deeds", 2, verb, "")
        if lemma in KNOWING:
            return self._of_subject("knew", 2, verb, "")
        if lemma in word_list("speech_verbs", "speech") or lemma in ("speak", "talk"):
            return self._of_subject("said", 2, verb, "")
        return self._of_subject("what", 2, verb, "object")

    def _how(self) -> Question | None:
        """How old is X; how does X look; how does X feel about Y; describe X."""
        words = self.words
        if words.lower[0] == "describe":
            return self._looks(1, "")
        if words.lower[1] in ("old", "tall", "big"):
            return self._looks(2, words.lower[1])
        verb = self._verb_after(2)
        lemma = self._lemma(verb) if verb > 0 else ""
        if lemma == "look":
            return self._looks(2, "")
        return self._of_subject("felt", 2, verb, "") if lemma == "feel" else None

    def _looks(self, start: int, asked: str) -> Question:
        """How the first who is named looks, or a part of it."""
        rest = self._deed("", start, len(self.words))
        return Question("", "looks", Deed("", rest.patient, unknown=rest.unknown), asked)

    def _where_or_when(self, kind: str) -> Question | None:
        words = self.words
        second = 1 if words.lower[0] == kind else 0
        if words.lower[second] not in AUXILIARIES and second:
            return None
        verb = self._verb_after(second + 1)
        if verb > second + 1:
            question = self._of_subject(kind, second + 1, verb, "")
            is_passive = words.lower[second] in BE and words.tag[verb] in ("VBN", "VBD")
            deed = question.deed
            return replace(question, deed=replace(deed, agent=-1, patient=deed.agent)) if is_passive else question
        subject, rest = self._subject(second + 1, len(words))
        return (
            Question("", kind, Deed("", subject, -1, rest.others, (), rest.words, rest.unknown))
            if kind == "where"
            else None
        )

    def _whether(self) -> Question | None:
        """Did X do it; is X dead; was X killed by Y; did X know; was X there."""
        words = self.words
        dead = words.find(word_list("claims", "dead") | LIVING)
        verb = self._verb_after(1)
        lemma = self._lemma(verb) if verb > 0 else ""
        if (dead > 1 and words.lower[0] in BE) or lemma in word_list("claims", "died"):
            subject, rest = self._subject(1, dead if dead > 1 else verb)
            asked = "alive" if dead > 1 and words.lower[dead] in LIVING else "dead"
            return Question("", "dead", Deed("", subject, -1, (), (), (), rest.unknown), asked)
        if verb > 1 and words.lower[0] not in ("will", "would", "can", "could"):
            if lemma in KNOWING:
                return self._of_subject("knew", 1, verb, "")
            question = self._of_subject("did", 1, verb, "")
            is_passive = words.lower[0] in BE and words.tag[verb] in ("VBN", "VBD")
            if not is_passive:
                return question
            by = words.find(frozenset(["by"]), verb)
            agent = next((entity for entity in words.entity[by:] if entity >= 0), -1) if by >= 0 else -1
            deed = question.deed
            others = tuple(entity for entity in deed.others if entity != agent)
            return replace(question, deed=replace(deed, agent=agent, patient=deed.agent, others=others))
        if (
            words.lower[0] in BE
            and words.entity[1] >= 0
            and len(words) > 2
            and words.tag[2] in ("IN", "RB", "EX", "JJ")
        ):
            is_so = words.tag[2] == "JJ" and len(words) == 3 and words.lower[2] not in HERE
            if is_so:
                return Question("", "so", Deed("", words.entity[1], words=(words.lower[2],)))
            there = self._deed("", 2, len(words))
            company = tuple(entity for entity in (there.patient, *there.others) if entity >= 0)
            return Question("", "present", Deed("", words.entity[1], -1, company), "whether")
        return None

    def _of_subject(self, kind: str, subject: int, verb: int, asked: str) -> Question:
        """A question with its subject between auxiliary and verb."""
        who, before = self._subject(subject, verb)
        deed = self._deed(self._lemma(verb), verb + 1, len(self.words))
        deed = replace(deed, agent=who, words=(*before.words, *deed.words), unknown=(*before.unknown, *deed.unknown))
        return Question("", kind, deed, asked)

    def _verb_after(self, place: int) -> int:
        """The main verb behind a subject that begins at ``place``, or -1; what follows a name behind "did" is one."""
        words = self.words
        if place < len(words) - 1 and words.entity[place] != -1 and words.lower[place - 1] in ("did", "does", "do"):
            after = place + 1
            if words.lower[after] in POSSESSIVE:  # "did Edmund's letter say": the name is not the subject
                return next((verb for verb in range(after + 1, len(words)) if words.is_verb(verb)), -1)
            while after < len(words) - 1 and (words.pos[after] in ("ADV", "CCONJ") or words.entity[after] != -1):
                after += 1
                if after >= len(words):
                    return -1
            return after
        return next(
            (after for after in range(place, len(words)) if words.is_verb(after) or words.lower[after] == "do"), -1
        )

    def _lemma(self, verb: int) -> str:
        """The verb's dictionary form; what follows "did" is one, however it was tagged."""
        words = self.words
        has_did = any(word in ("did", "does", "do") for word in words.lower[:verb])
        return (
            words.lower[verb] if has_did and words.tag[verb] in ("VB", "VBP", "NN", "JJ", "NNP") else words.lemma[verb]
        )

    def _subject(self, start: int, end: int) -> tuple[int, Deed]:
        """Who the words name as a subject, and what else stands there."""
        rest = self._deed("", start, end)
        return (rest.patient, replace(rest, patient=-1)) if rest.patient >= 0 else (-1, rest)

    def _deed(self, lemma: str, start: int, end: int) -> Deed:
        """What the words from ``start`` to ``end`` say of a verb's object and company."""
        words = self.words
        patient, preposition = -1, ""
        others: list[int] = []
        topics: list[int] = []
        others_words: list[str] = []
        unknown: list[str] = []
        for place in range(start, end):
            if words.entity[place] == UNKNOWN:
                unknown.append(words.surface[place])
            elif words.entity[place] >= 0:
                if preposition in ABOUT:
                    topics.append(words.entity[place])
                elif patient < 0 and preposition in ("", "to"):
                    patient = words.entity[place]
                else:
                    others.append(words.entity[place])
            elif words.tag[place] in ("IN", "TO", "RP"):
                preposition = words.lower[place]
                if words.tag[place] == "RP" or place == end - 1:
                    others_words.append(words.lower[place])
            elif (
                words.pos[place] in CONTENT
                and words.lemma[place] not in EMPTY
                and words.lower[place] not in AUXILIARIES
            ):
                is_name = words.text[place][0].isupper() and words.tag[place].startswith("NNP") and place > 0
                if is_name and words.lower[place] not in words.vocabulary:
                    unknown.append(words.text[place])
                else:
                    others_words.append(words.lower[place] if is_name else words.lemma[place])
        return Deed(lemma, -1, patient, tuple(others), tuple(topics), tuple(others_words), tuple(unknown))
