"""Who feels what a word tells of, and toward whom.

She was furious with Tom. His letter frightened her. A wave of shame came over him. "No," said Anne bitterly.
"""

from __future__ import annotations

from dataclasses import dataclass

from fabula.lexicon.lists import word_list
from fabula.reading.feelings.cues import Cue, words_of
from fabula.reading.feelings.grammar import LETTING, RELATIVE_TAGS, VERBS, Grammar
from fabula.reading.feelings.idioms import is_idiom

TOWARD = frozenset("at with of for toward towards about by against to over on upon".split())
TARGETS = frozenset("for of at toward towards against to with".split())
WITHIN = frozenset("over through in into within upon on across to around inside".split())
CARRIED_BY = frozenset("with in from of into by between through at under beyond without".split())
FOR_JOY = frozenset("weep cry jump leap dance tremble sing laugh shout clap sob blush crow".split())
GIVING = frozenset("give wear utter shed let heave force".split())
FULL = frozenset(
    "full mad wild beside sick pale white red faint dumb speechless crazy radiant rigid weak ill hot blind".split()
)
OF_SOMEBODY = ("love", "fear", "hatred", "jealousy", "hope", "disgust", "contempt", "longing", "pride")
AT_SOMEBODY = ("love", "hatred", "anger", "contempt", "disgust", "gratitude", "jealousy", "amusement")
FACING = frozenset("at to toward towards upon on".split())
CATCHING = frozenset("surprise catch discover behold observe meet".split())
BEING = ("attr", "appos", "ROOT")  # "her pride and joy": somebody, no feeling
EMBODIED = ("pride", "love", "hope", "joy", "delight", "terror", "despair")

SURE, LIKELY, FAIR, WEAK = 0.9, 0.8, 0.7, 0.55


@dataclass(frozen=True)
class Feeling:
    """Tokens: who feels, toward whom (None: nobody), and the word whose clause says whether it is felt."""

    holder: int
    toward: int | None
    predicate: int
    confidence: float


class Holders:
    """The feelings of a text, by the grammar of the words that tell of them."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar, self.syntax = grammar, grammar.syntax
        self.having, self.seizing = word_list("feelings", "having"), word_list("feelings", "seizing")
        self.measures, self.linking = word_list("feelings", "measures"), word_list("feelings", "linking")
        self.strengtheners, self.remarks = word_list("feelings", "strengtheners"), word_list("feelings", "remarks")
        self.unfelt = word_list("feelings", "unfelt objects")

    def of(self, cue: Cue) -> Feeling | None:
        """The feeling of which a word tells, or None where it tells of nobody's."""
        if is_idiom(self.grammar, cue):
            return None
        match cue.sort:
            case "states":
                return self._state(cue.token)
            case "moves":
                return self._moved(cue.token)
            case "feels":
                return self._moved(cue.token) if self._has_moved(cue) else self._felt(cue)
            case "names":
                return self._named(cue)
            case "manners":
                return self._manner(cue)
            case "signs":
                return self._sign(cue)
        return self._body(cue.token)

    def _state(self, token: int) -> Feeling | None:
        """ "She was furious", "it made her sad", "an angry man", "his sad face", "furious, he left"."""
        grammar, syntax = self.grammar, self.syntax
        toward = self._toward(token, TOWARD)
        if toward is None:  # "fond and proud of me"
            joined = (c for c in syntax.children[token] if syntax.dep[c] == "conj" and syntax.pos[c] == "ADJ")
            toward = next((self._toward(c, TOWARD) for c in joined), None)
        own = grammar.child(token, ("nsubj", "nsubjpass"))
        if own is not None and syntax.tag[own] not in RELATIVE_TAGS and syntax.dep[token] != "relcl":
            return self._feeling(grammar.who(own), toward, token, SURE)
        while syntax.dep[token] == "conj" and syntax.pos[syntax.head[token]] in ("ADJ", "VERB") and own is None:
            if syntax.head[token] == token:
                break
            token = syntax.head[token]
            toward = self._toward(token, TOWARD) if toward is None else toward
        above, dep = syntax.head[token], syntax.dep[token]
        if dep == "amod" and syntax.pos[above] not in VERBS:
            return self._quality(above, toward)
        if dep == "acl" and syntax.pos[above] not in VERBS:
            return self._feeling(grammar.who(above), toward, token, FAIR)
        is_linked = dep in ("acomp", "attr", "oprd") and syntax.pos[above] in VERBS
        if syntax.pos[token] == "VERB" and not is_linked:  # a participle: "was delighted", "delighted, she ran"
            return self._feeling(grammar.who(grammar.subject(token)), toward, token, FAIR)
        if syntax.pos[above] not in VERBS or above == token:
            return None
        made = grammar.child(above, ("dobj",)) if dep in ("oprd", "acomp", "ccomp") else None
        if made is not None and syntax.lemma[above] not in self.linking - {"keep", "turn"}:
            return self._feeling(grammar.who(made), toward, above, LIKELY)
        confidence = SURE if dep in ("acomp", "attr", "oprd") and syntax.lemma[above] in self.linking else WEAK
        return self._feeling(grammar.who(grammar.subject(above)), toward, above, confidence)

    def _quality(self, noun: int, toward: int | None) -> Feeling | None:
        """ "The frightened child", "in an angry voice"."""
        grammar, syntax = self.grammar, self.syntax
        if syntax.lower[noun] in self.unfelt:
            return None
        if grammar.is_person(noun) and syntax.lower[noun] not in grammar.bearers:
            return self._feeling(noun, toward, grammar.clause(noun), WEAK)
        if syntax.lower[noun] not in grammar.bearers and syntax.lemma[noun] not in self.measures:
            return None
        return self._of_bearer(noun, toward)

    def _of_bearer(self, noun: int, toward: int | None) -> Feeling | None:
        """Whose a look, a voice or a face is: its owner, or who gives it, speaks in it, has it."""
        grammar, syntax = self.grammar, self.syntax
        owner = grammar.owner(noun)
        if owner is not None:
            return self._feeling(owner, toward, grammar.clause(noun), LIKELY)
        above, dep = syntax.head[noun], syntax.dep[noun]
        if dep == "pobj" and syntax.lower[above] in ("with", "in") and syntax.pos[syntax.head[above]] in VERBS:
            return self._feeling(grammar.who(grammar.subject(syntax.head[above])), toward, syntax.head[above], FAIR)
        if dep == "dobj" and syntax.lemma[above] in self.having | GIVING:
            return self._feeling(grammar.who(grammar.subject(above)), toward, above, FAIR)
        if dep == "nsubj":
            return self._seized(above, toward)
        return None

    def _felt(self, cue: Cue) -> Feeling | None:
        """ "He feared her": the subject; in the passive the one behind "by"."""
        grammar, syntax, verb = self.grammar, self.syntax, cue.token
        target = grammar.child(verb, ("dobj", "dative"))
        toward = self._person(target) if target is not None else self._toward(verb, TARGETS | {"about", "over"})
        if syntax.lemma[verb] == "miss" and toward is None:
            return None
        confidence = LIKELY if target is None or toward is not None else FAIR
        patient = grammar.child(verb, ("nsubjpass",))
        if patient is not None or (syntax.tag[verb] == "VBN" and grammar.child(verb, ("auxpass", "agent")) is not None):
            return self._feeling(self._by(verb), self._person(patient), verb, LIKELY)
        if syntax.tag[verb] == "VBN" and grammar.child(verb, ("aux",)) is None and syntax.dep[verb] in ("amod", "acl"):
            return None
        return self._feeling(grammar.who(grammar.subject(verb)), toward, verb, confidence)

    def _has_moved(self, cue: Cue) -> bool:
        """Whether a verb of both sorts is done to somebody: "it worried her"."""
        moved = self.grammar.child(cue.token, ("dobj", "nsubjpass"))
        return self.syntax.lemma[cue.token] in words_of("moves") and self.grammar.who(moved) is not None

    def _moved(self, verb: int) -> Feeling | None:
        """ "It frightened her": the object; in the passive the subject."""
        grammar, syntax = self.grammar, self.syntax
        patient = grammar.child(verb, ("nsubjpass",))
        if syntax.tag[verb] == "VBN" and grammar.child(verb, ("aux",)) is None and patient is None:
            return self._state(verb)
        if patient is None and syntax.tag[verb] == "VBN" and grammar.child(verb, ("auxpass",)) is not None:
            patient = grammar.subject(verb)
        if patient is not None:
            return self._feeling(grammar.who(patient), self._toward(verb, TOWARD), verb, SURE)
        moved = grammar.who(grammar.child(verb, ("dobj",)))
        above = syntax.head[verb] if syntax.dep[verb] == "xcomp" else verb
        is_thing = any(syntax.lower[child] == "which" for child in syntax.children[above])
        mover = None if is_thing else grammar.subject(verb)
        return self._feeling(moved, self._person(mover), verb, LIKELY)

    def _named(self, cue: Cue) -> Feeling | None:
        """ "His anger", "she felt joy", "a wave of shame came over Tom", "mad with grief", "to her surprise"."""
        grammar, syntax, noun, kind = self.grammar, self.syntax, cue.token, cue.kind
        if noun in grammar.mention_of or syntax.dep[noun] in ("compound", "npadvmod", "intj"):
            return None
        if syntax.lemma[noun] in EMBODIED and (syntax.dep[noun] in BEING or syntax.tag[noun] == "NNS"):
            return None
        toward = self._toward(noun, TARGETS if kind in OF_SOMEBODY else TARGETS - {"of"})
        owner = grammar.owner(noun) if kind not in OF_SOMEBODY else self._poss(noun)
        if owner is not None:
            return self._feeling(owner, toward, noun, LIKELY)
        for _ in range(3):
            above, dep = syntax.head[noun], syntax.dep[noun]
            if dep == "conj" and syntax.pos[above] == "NOUN":
                noun = above
            elif dep == "pobj" and syntax.lower[above] == "of" and syntax.lemma[syntax.head[above]] in self.measures:
                noun = syntax.head[above]
            else:
                break
            toward = self._toward(noun, TARGETS - {"of"}) if toward is None else toward
            owner = self._poss(noun)
            if owner is not None:
                return self._feeling(owner, toward, noun, LIKELY)
        return self._by_role(noun, toward, kind)

    def _by_role(self, noun: int, toward: int | None, kind: str) -> Feeling | None:
        """Who has the feeling that a noun without an owner names, by what the noun is to its verb."""
        grammar, syntax = self.grammar, self.syntax
        above, dep = syntax.head[noun], syntax.dep[noun]
        if dep == "pobj":
            return self._carried(above, toward, kind)
        if dep == "dobj":
            given = grammar.child(above, ("dative",))
            into = next((o for o in grammar.objects(above, WITHIN) if grammar.who(o) is not None), None)
            if given is not None or (into is not None and syntax.lemma[above] not in self.having):
                mover = self._person(grammar.subject(above))
                return self._feeling(grammar.who(given if given is not None else into), mover, above, FAIR)
            if syntax.lemma[above] in self.having | GIVING:
                return self._feeling(grammar.who(grammar.subject(above)), toward, above, LIKELY)
        if dep in ("nsubj", "nsubjpass", "attr"):
            return self._seized(above, toward, noun)
        return None

    def _carried(self, preposition: int, toward: int | None, kind: str) -> Feeling | None:
        """ "Trembling with fear", "eyes full of tears", "in despair", "a look of contempt"."""
        grammar, syntax = self.grammar, self.syntax
        above, word = syntax.head[preposition], syntax.lower[preposition]
        if word == "for" and syntax.lemma[above] not in FOR_JOY:
            return None
        if word not in CARRIED_BY | {"for"} or (word == "of" and syntax.pos[above] in VERBS):
            return None
        if word == "into" and syntax.lemma[above] not in ("burst", "break", "fall", "fly", "dissolve", "sink"):
            return None
        while syntax.dep[above] == "prep" and syntax.head[above] != above:  # "out of fear"
            above = syntax.head[above]
        if syntax.pos[above] in VERBS:
            caught = self._person(grammar.child(above, ("dobj",)))
            if caught is not None and syntax.lemma[above] in LETTING | CATCHING:  # "found her in tears"
                return self._feeling(caught, toward, above, FAIR)
            toward = toward if toward is not None else self._facing(above, kind)
            return self._feeling(grammar.who(grammar.subject(above)), toward, above, FAIR)
        if syntax.lower[above] in FULL:
            state = self._state(above)
            return state and Feeling(state.holder, toward, state.predicate, FAIR)
        if syntax.lower[above] in grammar.bearers:
            return self._of_bearer(above, toward)
        if grammar.is_person(above) and word in ("in", "with"):
            return self._feeling(above, toward, preposition, WEAK)
        return None

    def _seized(self, verb: int, toward: int | None, noun: int | None = None) -> Feeling | None:
        """ "Fear seized him", "there was fear in her eyes", "joy came over Anne"."""
        grammar, syntax = self.grammar, self.syntax
        seized = grammar.who(grammar.child(verb, ("dobj",))) if syntax.lemma[verb] in self.seizing else None
        if seized is None:
            places = [*grammar.objects(verb, WITHIN), *(grammar.objects(noun, WITHIN) if noun is not None else ())]
            seized = next((who for who in map(grammar.who, places) if who is not None), None)
        return self._feeling(seized, toward, verb, FAIR)

    def _facing(self, verb: int, kind: str) -> int | None:
        """Whom a deed meets that is done with a feeling toward others: "looked at him with scorn"."""
        if kind not in AT_SOMEBODY:
            return None
        met = self._person(self.grammar.child(verb, ("dobj", "dative")))
        return met if met is not None else self._toward(verb, FACING)

    def _manner(self, cue: Cue) -> Feeling | None:
        """ "Said Anne bitterly"; not "bitterly cold", and not "Happily, nobody came"."""
        grammar, syntax, adverb = self.grammar, self.syntax, cue.token
        verb = syntax.head[adverb]
        if syntax.pos[verb] not in VERBS or syntax.dep[adverb] != "advmod":
            return None
        begins = adverb == 0 or syntax.sentence[adverb - 1] != syntax.sentence[adverb]
        if syntax.lower[adverb] in self.remarks and begins:
            return None
        return self._feeling(grammar.who(grammar.subject(verb)), self._facing(verb, cue.kind), verb, LIKELY)

    def _sign(self, cue: Cue) -> Feeling | None:
        grammar, verb = self.grammar, cue.token
        if self.syntax.dep[verb] == "amod":
            return None
        by = self._by(verb)
        if by is not None or grammar.child(verb, ("nsubjpass", "auxpass")) is not None:  # "was laughed at by all"
            return self._feeling(by, self._person(grammar.subject(verb)), verb, FAIR)
        subject = grammar.subject(verb)
        if cue.kind == "fear" and self._person(subject) is None:  # "her lips trembled" shows another feeling
            return None
        return self._feeling(grammar.who(subject), self._toward(verb, FACING), verb, FAIR)

    def _body(self, noun: int) -> Feeling | None:
        return self._feeling(self.grammar.owner(noun), None, self.syntax.head[noun], FAIR)

    def _feeling(self, holder: int | None, toward: int | None, predicate: int, confidence: float) -> Feeling | None:
        return None if holder is None else Feeling(holder, toward, predicate, confidence)

    def _by(self, verb: int) -> int | None:
        """Who does what is done: "was hated by all"."""
        syntax = self.syntax
        agents = (g for c in syntax.children[verb] if syntax.dep[c] == "agent" for g in syntax.children[c])
        return next((self.grammar.who(agent) for agent in agents), None)

    def _poss(self, noun: int) -> int | None:
        poss = self.grammar.child(noun, ("poss",))
        return None if poss is None else self.grammar.who(poss)

    def _toward(self, token: int, prepositions: frozenset[str]) -> int | None:
        return next((o for o in self.grammar.objects(token, prepositions) if self._person(o) is not None), None)

    def _person(self, token: int | None) -> int | None:
        return token if token is not None and self.grammar.is_person(token) else None
