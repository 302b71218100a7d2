"""What the grammar says of somebody who is named in a sentence: what they do there, and what is done to them."""

from __future__ import annotations

from collections.abc import Iterator, Set

from fabula.language.syntax import Syntax
from fabula.lexicon.lists import word_list

OBJECTS = ("dobj", "dative", "pobj")
SIDE_CLAUSES = ("ccomp", "advcl", "relcl", "acl", "csubj", "parataxis")
BESIDE = frozenset("with beside behind opposite near before at to towards toward by around between upon on".split())
DEEPEST = 12  # words up to the verb of a clause


class Deeds:
    """A text as clauses; ``is_back`` and ``may_be`` say of each word how its clause is told."""

    def __init__(self, syntax: Syntax, happened: Set[int]) -> None:
        """Takes   happened: tokens of the events that are told as real."""
        self.syntax = syntax
        self.happened = happened
        self.is_back, self.may_be = self._moods()
        self.coming, self.going = word_list("presence", "enters"), word_list("presence", "leaves")
        self.meeting, self.away = word_list("presence", "meets"), word_list("presence", "away")
        self.bodily = word_list("motion", "verbs") | word_list("motion", "body")
        self.feeling, self.speech = word_list("inner_life", "verbs"), word_list("speech_verbs", "speech")

    def done(self, verb: int, is_now: bool) -> Iterator[str]:
        """What somebody does who is the subject of ``verb``, as signs of their presence."""
        syntax, lemma = self.syntax, self.syntax.lemma[verb]
        if lemma in ("be", "have", "seem"):
            yield "is or has"
        if any(syntax.lower[token] in self.away for token in syntax.children[verb]):
            yield "is away"
        if any(syntax.dep[token] == "neg" for token in syntax.children[verb]):
            yield "is not"
        if lemma in self.feeling:
            yield "feels or thinks"
        if not is_now:
            return
        if verb in self.happened:
            yield "does what happens"
        if syntax.dep[verb] not in SIDE_CLAUSES:
            yield "acts in a main clause"
        if lemma in self.bodily:
            yield "moves or does with the body"
        if lemma in self.speech:
            yield "is said to say"
        if lemma in self.coming:
            yield "enters"
        if lemma in self.going:
            yield "leaves"

    def undergone(self, token: int, is_now: bool) -> Iterator[str]:
        """How somebody is told of who is no subject."""
        syntax, above, dep = self.syntax, self.syntax.head[token], self.syntax.dep[token]
        if dep == "poss":
            yield "is owner"
        elif dep in OBJECTS:
            verb = syntax.head[above] if dep == "pobj" else above
            if is_now and (above in self.happened or verb in self.happened):
                yield "done to"
            if is_now and syntax.lemma[verb] in self.meeting:
                yield "is met"
            if syntax.lemma[verb] in self.feeling and syntax.lemma[verb] not in self.meeting:
                yield "is thought of"
            if dep == "pobj" and syntax.lower[above] in BESIDE:
                yield "is with"

    def _moods(self) -> tuple[list[bool], list[bool]]:
        """For each word whether its clause is told back ("had gone"), and whether it only may be ("would go")."""
        syntax = self.syntax
        back, may_be = set(), set()
        for token, dep in enumerate(syntax.dep):
            if dep in ("aux", "auxpass"):
                verb = syntax.head[token]
                if syntax.lower[token] in ("had", "'d") and syntax.tag[verb] in ("VBN", "VBD"):
                    back.add(verb)
                elif syntax.tag[token] == "MD" and syntax.lower[token] != "could":
                    may_be.add(verb)
        clauses = [self._clause(token) for token in range(len(syntax))]
        return [clause in back for clause in clauses], [clause in may_be for clause in clauses]

    def _clause(self, token: int) -> int:
        """The verb of a word's clause; the topmost word where there is none."""
        syntax, steps = self.syntax, 0
        while syntax.pos[token] not in ("VERB", "AUX") and syntax.head[token] != token and steps < DEEPEST:
            token, steps = syntax.head[token], steps + 1
        return token
