"""Whether a feeling is told as felt: not denied, not asked, not only possible, wished or feigned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fabula.lexicon.lists import word_list
from fabula.reading.clause_words import ENDS
from fabula.reading.feelings.grammar import VERBS, Grammar

HIGHEST = 4  # clauses around one
ONLY = frozenset("only merely just alone simply".split())
IFS = frozenset("if unless whether lest".split())
UNREAL = frozenset("wish hope pretend doubt deny want wonder forbid".split())
AVERTED = ("from", "without", "against", "instead")  # "kept from crying"
DEGREES = frozenset("so more such better".split())
QUESTION_REACH = 120  # words


class Reality:
    """The clauses of a text as told or only thought of."""

    def __init__(self, grammar: Grammar, quote_of: Sequence[int], is_unreal: Sequence[bool]) -> None:
        """Takes   quote_of: the quotation of each token, or -1; is_unreal: whether it stands in a mere possibility."""
        self.grammar, self.syntax = grammar, grammar.syntax
        self.quote_of, self.is_unreal = quote_of, is_unreal
        self.turning = word_list("feelings", "turning") | word_list("feelings", "unreached")
        self.real_infinitives = word_list("feelings", "real infinitives")

    def is_felt(self, word: int, predicate: int) -> bool:
        """Whether what ``word`` names is felt, where ``predicate`` is the verb that tells so."""
        if self.is_unreal[word] or self._asks(predicate) or any(map(self._is_denied, self._joined(word))):
            return False
        verb = predicate
        for _ in range(HIGHEST):
            if self._is_denied(verb) or self._may_be(verb):
                return False
            above, dep = self.syntax.head[verb], self.syntax.dep[verb]
            if above == verb:
                return True
            if dep == "pcomp" and self.syntax.lower[above] in AVERTED:
                return False
            if dep == "xcomp" and self._is_infinitive(verb) and self._lemma(above) not in self.real_infinitives:
                return False
            is_clause = self.syntax.pos[verb] in VERBS and self.syntax.tag[verb] != "VB"  # not "made her sad"
            if dep == "ccomp" and is_clause:
                return above > verb or not (self._lemma(above) in UNREAL or self._is_denied(above))
            if dep not in ("xcomp", "ccomp", "conj", "acomp", "oprd", "attr"):
                return True
            if dep == "conj" and self.grammar.child(verb, ("nsubj", "nsubjpass")) is not None:
                return True
            verb = above
        return True

    def _joined(self, word: int) -> Iterator[int]:
        """A word and the adjectives and nouns before it that it is joined to: "neither sad nor angry"."""
        syntax = self.syntax
        yield word
        while syntax.dep[word] == "conj" and syntax.head[word] != word and syntax.pos[word] in ("ADJ", "NOUN"):
            word = syntax.head[word]
            if syntax.pos[word] not in ("ADJ", "NOUN"):
                return
            yield word

    def _is_denied(self, token: int) -> bool:
        """ "Not", "no", "never", "without" before a word; "not only" and "never so" deny nothing."""
        syntax, lower = self.syntax, self.syntax.lower
        above = syntax.head[token]
        if syntax.dep[token] == "pobj" and lower[above] == "without":
            return True
        for child in syntax.children[token]:
            if lower[child] not in self.turning or syntax.dep[child] in ("prep", "nsubj", "dobj", "intj"):
                continue
            following = lower[child + 1 : child + 4]
            is_degree = lower[child] in ("never", "no") and any(word in DEGREES for word in following)
            if not is_degree and not (following and following[0] in ONLY):
                return True
            if lower[child] == "no" and syntax.dep[child] == "det":
                return True
        return False

    def _may_be(self, verb: int) -> bool:
        """ "Would be", "must not be", "if he were"; "could see" tells what was so."""
        syntax = self.syntax
        for child in syntax.children[verb]:
            is_had = syntax.lower[child] == "'d" and syntax.tag[verb] in ("VBN", "VBD")
            if syntax.tag[child] == "MD" and syntax.dep[child] == "aux" and syntax.lower[child] != "could":
                return not is_had
            if syntax.dep[child] == "mark" and (syntax.lower[child] in IFS or self._is_as_if(child)):
                return True
        is_own_infinitive = syntax.dep[verb] in ("advcl", "acl", "relcl", "ROOT") and self._is_infinitive(verb)
        return is_own_infinitive or (syntax.tag[verb] == "VB" and syntax.dep[verb] == "ROOT" and not self._has_do(verb))

    def _is_as_if(self, mark: int) -> bool:
        return mark > 0 and self.syntax.lower[mark] in ("if", "though") and self.syntax.lower[mark - 1] == "as"

    def _is_infinitive(self, verb: int) -> bool:
        """ "To be", "to have been"."""
        syntax = self.syntax
        return any(syntax.lower[c] == "to" and syntax.dep[c] == "aux" for c in syntax.children[verb])

    def _has_do(self, verb: int) -> bool:
        return any(self.syntax.dep[c] == "aux" for c in self.syntax.children[verb])

    def _lemma(self, token: int) -> str:
        return self.syntax.lemma[token].lower()

    def _asks(self, verb: int) -> bool:
        """Whether the sentence of a verb, at the same level of speech, ends with a question mark."""
        syntax, level = self.syntax, self.quote_of[verb]
        for token in range(verb, min(verb + QUESTION_REACH, len(syntax))):
            if self.quote_of[token] == level and syntax.lower[token][:1] in ENDS:
                return "?" in syntax.lower[token]
            if level >= 0 and self.quote_of[token] != level:
                return False
        return False
