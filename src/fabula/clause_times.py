"""How a clause stands to the now of the scene and layer around it: told back, told now, or told ahead.

The problem. In one scene, in one sentence even, a story looks back and ahead:
    She told him the gossip that he had missed since he left. "You will laugh," she said. "Tom saw it yesterday."
Where the past tense tells the now, a pluperfect tells back; in speech, in letters and where all is told in the present,
a plain past does so. What is remembered is told back whatever its tense, and who tells of the past in the first person
but in the present tense speaks after all of it. Pure: a story in, a number out. Not tried: the order of two things that
are both told back, but for pluperfect and past.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fabula.language.syntax import SUBJECTS
from fabula.language.times import expressions_in
from fabula.lexicon.lists import word_list
from fabula.story import Story

LONG_BACK, BACK, LATELY, NOW, AHEAD, TELLING = -3, -2, -1, 0, 1, 2
WILL = frozenset("will shall 'll wo would".split())
HAD, HAVE = frozenset(("had", "'d")), frozenset(("have", "has", "'ve", "'s", "having"))
FINITE = ("VBD", "VBZ", "VBP")
NAMED_BY = (
    "dobj",
    "attr",
    "pobj",
    "conj",
    "appos",
)  # nouns of which a relative clause tells more than their own clause
TURNS = frozenset("when before until till by".split())  # what they lead in need not be as far back as the clause around


@dataclass(frozen=True)
class _Sentence:
    """The words of a sentence, by their tokens, as the parser has them."""

    story: Story
    low: int
    high: int

    def tag(self, token: int) -> str:
        return str(self.story.column("tokens", "tag")[token])

    def dep(self, token: int) -> str:
        return str(self.story.column("tokens", "dep")[token])

    def head(self, token: int) -> int:
        return int(self.story.column("tokens", "head_token")[token])

    def word(self, token: int) -> str:
        start, end = (self.story.column("tokens", side)[token] for side in ("start", "end"))
        return self.story.text[start:end].lower().replace("’", "'")

    def lemma(self, token: int) -> str:
        return str(self.story.column("tokens", "lemma")[token]).lower()

    def children(self, token: int) -> list[int]:
        return [t for t in range(self.low, self.high) if self.head(t) == token and t != token]

    def hangs_on_a_noun(self, token: int, start: int) -> bool:
        """Whether a word belongs to a noun that stands before ``start``."""
        while not self.is_clause(token) and self.head(token) != token:
            token = self.head(token)
            is_before = int(self.story.column("tokens", "start")[token]) < start
            if is_before and self.tag(token).startswith("NN"):
                return True
        return False

    def below(self, token: int) -> Iterator[int]:
        """All that hangs on a word, from above."""
        for child in self.children(token):
            yield child
            yield from self.below(child)

    def helps(self, verb: int) -> list[int]:
        return [t for t in self.children(verb) if self.dep(t) in ("aux", "auxpass")]

    def is_clause(self, token: int) -> bool:
        """Whether a word is a verb with a tense."""
        helps = self.helps(token)
        if helps and self.tag(helps[0]) != "TO":
            return True
        return self.tag(token) in FINITE and self.dep(token) not in ("aux", "auxpass")

    def asks(self, verb: int) -> bool:
        """Whether the clause of a verb is a question."""
        return any(self.word(t) == "?" for t in self.children(verb))

    def clause(self, token: int) -> int:
        """The verb with a tense that a word belongs to, or the topmost word of the sentence."""
        while not self.is_clause(token) and self.head(token) != token:
            token = self.head(token)
        return token

    def is_modal(self, verb: int) -> bool:
        """Whether a verb says what may or must be, or may have been."""
        return any(self.tag(t) == "MD" for t in self.helps(verb))

    def is_perfect(self, verb: int, auxiliaries: frozenset[str]) -> bool:
        """Whether a verb has one of these before a participle; one that shares its auxiliary with another as well."""
        helps = {self.word(t) for t in self.helps(verb)}
        if helps & auxiliaries and (self.tag(verb) in ("VBN", "VBD") or "been" in helps):
            return True
        shares = not helps and self.dep(verb) == "conj" and self.tag(verb) in ("VBN", "VBD")
        has_subject = any(self.dep(t) in SUBJECTS for t in self.children(verb))
        return shares and not has_subject and self.is_perfect(self.head(verb), auxiliaries)


def clause_time(story: Story, position: int, layer_kind: str) -> int:
    """How the clause at ``position`` stands to its now: below 0 told back, above 0 ahead or after all that is told.

    Takes   layer_kind: the kind of the innermost layer around it, empty for the story's present
    """
    token = int(np.searchsorted(story.column("tokens", "start"), position, side="left"))
    if token >= len(story.column("tokens", "start")):
        return NOW
    row = story.column("tokens", "sentence")[token]
    low, high = np.searchsorted(story.column("tokens", "sentence"), [row, row + 1])
    sentence = _Sentence(story, int(low), int(high))
    verb = _verb(sentence, token)
    spoken = quote_at(story, position)
    if spoken != quote_at(story, int(story.column("tokens", "start")[verb])):
        return NOW
    if spoken >= 0 and layer_kind == "" and sentence.asks(verb):
        return NOW  # a question tells nothing; what happens is that it is asked
    if _is_now_past(story, position, layer_kind, spoken):
        return _before_a_past(sentence, token, verb, layer_kind)
    return _before_a_present(sentence, verb)


def quote_at(story: Story, position: int) -> int:
    """The quotation around ``position``, or -1."""
    around = (story.column("quote_spans", "start") <= position) & (position < story.column("quote_spans", "end"))
    return int(story.column("quote_spans", "quote")[around][0]) if around.any() else -1


def _verb(sentence: _Sentence, token: int) -> int:
    """The verb that tells of what a word names: of a noun told of in a relative clause, the verb of that."""
    while sentence.dep(token) in ("cc", "punct") and token + 1 < sentence.high:
        token += 1
    noun = token
    while sentence.head(noun) > noun and sentence.dep(noun) in ("det", "amod", "poss", "compound", "nummod", "advmod"):
        noun = sentence.head(noun)
    if sentence.dep(noun) in NAMED_BY:
        for told in sentence.below(noun):
            if sentence.dep(told) == "relcl" and sentence.is_perfect(told, HAD):
                return told
    return sentence.clause(token)


def _before_a_past(sentence: _Sentence, token: int, verb: int, layer_kind: str) -> int:
    """How a clause stands to a now told in the past tense."""
    helps = {sentence.word(t) for t in sentence.helps(verb)}
    if helps & WILL or ("'d" in helps and sentence.tag(verb) == "VB"):
        return AHEAD
    if any(sentence.word(t) == "now" for t in sentence.children(verb)):
        return NOW  # "now the lagoon had shrunk"
    if sentence.is_perfect(verb, HAD) or sentence.is_perfect(verb, frozenset(("having",))):
        return LATELY
    if sentence.story.text.startswith("used to", int(sentence.story.column("tokens", "start")[verb])):
        return LATELY
    if sentence.is_modal(verb):
        return NOW
    if sentence.is_perfect(verb, HAVE) or helps & {"am", "'m"}:
        return TELLING if layer_kind == "" and _is_said_by_me(sentence, verb) else NOW
    tags = {sentence.tag(t) for t in (verb, *sentence.helps(verb))}
    if "VBD" not in tags:
        return NOW
    is_birth = sentence.word(verb) == "born"
    is_back = (
        is_birth
        or _says_earlier(sentence)
        or _is_under_a_pluperfect(sentence, verb)
        or _is_remembered(sentence, token, verb)
    )
    return LATELY if is_back else NOW


def _before_a_present(sentence: _Sentence, verb: int) -> int:
    """How a clause stands to a now told in the present tense: in speech, in letters, in stories told so."""
    helps = {sentence.word(t) for t in sentence.helps(verb)}
    if helps & WILL or ("'d" in helps and sentence.tag(verb) == "VB"):
        return AHEAD
    if sentence.is_perfect(verb, HAD):
        return LONG_BACK
    if sentence.story.text.startswith("used to", int(sentence.story.column("tokens", "start")[verb])):
        return LONG_BACK
    if sentence.is_modal(verb):
        return NOW
    if sentence.is_perfect(verb, HAVE):
        return LATELY
    is_past = "VBD" in {sentence.tag(t) for t in (verb, *sentence.helps(verb))}
    return BACK if is_past or _says_earlier(sentence) else NOW


def _is_said_by_me(sentence: _Sentence, verb: int) -> bool:
    return any(sentence.dep(t) == "nsubj" and sentence.word(t) == "i" for t in sentence.children(verb))


def _is_under_a_pluperfect(sentence: _Sentence, verb: int) -> bool:
    """Whether a past clause hangs on one that is told back, or says since when: "she had hired us when it rained"."""
    if sentence.dep(verb) not in ("advcl", "relcl", "ccomp"):
        return False
    above = sentence.clause(sentence.head(verb))
    leads = {sentence.word(t) for t in sentence.children(verb) if sentence.dep(t) in ("mark", "advmod")}
    if not sentence.is_perfect(above, HAD) or (sentence.dep(verb) == "ccomp" and not leads):
        return False
    return "since" in leads or not leads & TURNS


def _is_remembered(sentence: _Sentence, token: int, verb: int) -> bool:
    """Whether a word stands in what somebody remembers: "she remembered the anniversary of her coming"."""
    while token != verb and sentence.head(token) != token:
        head = sentence.head(token)
        if sentence.lemma(head) in word_list("levels", "remembering") and token > head:
            return sentence.dep(token) in ("dobj", "xcomp", "prep")
        token = head
    return False


def _says_earlier(sentence: _Sentence) -> bool:
    """Whether a sentence says that it is of an earlier time: "the night before", "years ago".

    "The scene of the night before" and "for the first time" say no such thing of what happens.
    """
    row = int(sentence.story.column("tokens", "sentence")[sentence.low])
    start, end = (int(sentence.story.column("sentences", side)[row]) for side in ("start", "end"))
    for one in expressions_in(sentence.story.text, start, end):
        if one.kind == "earlier" and not sentence.story.text.endswith("for ", 0, one.start):
            last = int(np.searchsorted(sentence.story.column("tokens", "end"), one.end, side="left"))
            if not sentence.hangs_on_a_noun(last, one.start):
                return True
    return False


def _is_now_past(story: Story, position: int, layer_kind: str, quote: int) -> bool:
    """Whether a plain past tense tells the now there: not in speech and letters, nor where all is in the present."""
    if layer_kind == "told":
        return True
    if quote >= 0 or layer_kind == "letter":
        return False
    if layer_kind in ("memory", "dream"):
        return True
    row = int(np.searchsorted(story.column("narration", "start"), position, side="right")) - 1
    return row < 0 or story.column("narration", "tense")[row] == "past"
