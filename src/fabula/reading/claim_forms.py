"""Clauses that state a death, an absence, who somebody is, a tie between people, or a secret.

The problem. The same thing is stated in many forms, and much that looks like a statement states nothing:
    "He has lost his wife." "She is no more." "There was nobody on the pier." "If Tom is dead, ..." "Is he dead?"
Each form is a verb with its subject and complements in the parse. Questions, conditions, wishes and what only might be
state nothing; nor do denials, but for identities and ties, where "she is not my sister" is a statement as well.
Not tried: lies that only the rest of the story shows to be such.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from fabula.language.syntax import SUBJECTS
from fabula.lexicon.lists import word_list
from fabula.reading.clause_words import NEGATIONS, ClauseWords

COMPLEMENTS = ("acomp", "attr", "advmod", "oprd", "prt")
NOBODY = frozenset(("nobody",))
IDENTIFIED = frozenset("i you he she they this that it name".split())  # subjects of which a name says who they are
LIKENED = frozenset("like with but than for to of".split())  # "there is nobody like him" says of nobody that he is away
HIDING = frozenset("behind into round through among down over under up".split())  # "they disappeared behind a wall"
POINTERS = frozenset("this that it".split())
DOUBTS = frozenset("if whether would should could might may wish hope unless".split())

_words = partial(word_list, "claims")


@dataclass(frozen=True)
class Claim:
    """A statement, by the token of its verb; ``about`` are entities, ``said_of`` of an identity who is ``about``."""

    verb: int
    kind: str
    about: tuple[int, ...]
    said_of: int | None = None


@dataclass(frozen=True)
class _Clause:
    """A verb with what belongs to it."""

    verb: int
    lemma: str
    children: Sequence[int]
    subject: int | None
    is_denied: bool


class ClaimForms(ClauseWords):
    """Statements about people, wherever they stand in a text."""

    def claims(self) -> Iterator[Claim]:
        """All of them in the order of the text."""
        for token, pos in enumerate(self.syntax.pos):
            if pos in ("VERB", "AUX"):
                claim = self._claim(token)
                if claim is not None:
                    yield claim

    def words(self, verb: int) -> tuple[int, int]:
        """First and last token of the verb with its subject and objects."""
        children = [c for c in self.syntax.children[verb] if self.syntax.pos[c] != "PUNCT"]
        return min([verb, *children]), max([verb, *children])

    def reporter(self, verb: int) -> int | None:
        """The verb of saying or believing on which a clause hangs: "they said that he was dead"."""
        syntax = self.syntax
        while syntax.dep[verb] == "conj" and syntax.head[verb] != verb:
            verb = syntax.head[verb]
        above = syntax.head[verb]
        lemma = syntax.lemma[above].lower()
        if syntax.dep[verb] == "acl" and lemma in _words("reports") and syntax.tag[verb] in ("VBD", "VBZ", "VBP"):
            return above
        if syntax.dep[verb] != "ccomp" or lemma not in _words("reporting"):
            return None
        top = syntax.head[above] if syntax.dep[above] == "xcomp" else above  # "she used to say that ..."
        has_subject = any(syntax.dep[c] in SUBJECTS for c in syntax.children[top])
        is_denied = any(syntax.lower[c] in NEGATIONS for c in (*syntax.children[above], *syntax.children[top]))
        return above if has_subject and not is_denied else None

    def who_reports(self, reporter: int) -> int | None:
        """The entity that says or believes, if it is known."""
        verbs = [reporter, self.syntax.head[reporter]] if self.syntax.dep[reporter] == "xcomp" else [reporter]
        subjects = [c for verb in verbs for c in self.syntax.children[verb] if self.syntax.dep[c] in SUBJECTS]
        return next((entity for c in subjects for entity in self.people(c)), None)

    def _claim(self, verb: int) -> Claim | None:
        syntax = self.syntax
        children = syntax.children[verb]
        own = next((c for c in children if syntax.dep[c] in SUBJECTS), None)
        is_order = syntax.lemma[verb].lower() in _words("told")
        subject = own if own is not None or is_order else self.subject_above(verb)
        is_denied = any(syntax.lower[c] in NEGATIONS for c in children)
        clause = _Clause(verb, self.lemma(verb), children, subject, is_denied)
        if any(syntax.lower[c] in DOUBTS for c in children) or self.is_doubted(verb) or self.asks(verb):
            return None
        if clause.lemma in _words("told") or clause.lemma in _words("hidden"):
            return self._secret(clause)
        is_infinitive = any(syntax.tag[c] == "TO" for c in children)
        tie = None if is_infinitive and own is not None else self._tie(clause)
        if tie is not None:
            return tie
        shared = syntax.children[syntax.head[verb]] if own is None and syntax.dep[verb] == "conj" else ()
        is_modal = any(syntax.tag[c] == "MD" for c in (*children, *(c for c in shared if c < verb)))
        if is_infinitive or is_modal or syntax.dep[verb] == "advcl":
            return None
        if clause.lemma == "be":
            return None if syntax.tag[verb] == "VBG" else self._being(clause)
        return None if is_denied else self._death(clause) or self._absence(clause) or self._named(clause)

    def _being(self, clause: _Clause) -> Claim | None:
        syntax = self.syntax
        if any(syntax.dep[c] == "expl" for c in clause.children):
            return self._nobody_there(clause)
        if clause.subject is None:
            return None
        about = tuple(self.people(clause.subject))
        is_third = self.is_third_person(clause.subject) and syntax.lower[clause.subject] != "who"
        if any(syntax.lower[c] in ("always", "often", "how", "long") for c in clause.children):
            return None
        for child in clause.children:
            word, dep = syntax.lower[child], syntax.dep[child]
            if dep in COMPLEMENTS and is_third and not clause.is_denied and self._is_dead(child):
                return Claim(clause.verb, "death", about)
            is_elsewhere = word in ("in", "at") and any(map(self.is_elsewhere, syntax.children[child]))
            is_now = syntax.tag[clause.verb] in ("VBZ", "VBP") or self.reporter(clause.verb) is not None
            if is_third and not clause.is_denied and is_elsewhere and is_now:
                return Claim(clause.verb, "absence", about)
            if is_third and (dep in COMPLEMENTS or dep == "prep"):
                is_away = word in _words("away")
                is_here = word in ("here", "in") or (word == "at" and self.has_object(child, ("home",)))
                is_place = dep in ("acomp", "advmod", "prt") or (word == "at" and is_here)
                if is_place and (is_away or is_here) and is_away != clause.is_denied:
                    return Claim(clause.verb, "absence", about)
            if dep == "attr":
                claim = self._identity(clause, clause.subject, child, about)
                if claim is not None:
                    return claim
        return None

    def _nobody_there(self, clause: _Clause) -> Claim | None:
        """There is nobody in the house; there was never an uncle."""
        syntax = self.syntax
        for child in clause.children:
            if syntax.dep[child] not in ("attr", "nsubj", "dobj"):
                continue
            inner = syntax.children[child]
            is_none = clause.is_denied or any(syntax.lower[c] in NEGATIONS for c in inner)
            is_alone = not any(syntax.dep[c] in ("relcl", "acl", "advcl") or syntax.lower[c] in LIKENED for c in inner)
            is_nobody = syntax.lower[child] in NOBODY or (syntax.lower[child] == "one" and is_none)
            if is_nobody and is_alone:
                return Claim(clause.verb, "absence", ())
            if is_none and is_alone and syntax.lemma[child].lower() in word_list("people", "kin"):
                return Claim(clause.verb, "relationship", ())
        return None

    def _identity(self, clause: _Clause, subject: int, meant: int, about: tuple[int, ...]) -> Claim | None:
        """I am Tom; his name is Tom; it was the man who came; that is my brother, which is a tie."""
        syntax = self.syntax
        word, lemma = syntax.lower[subject], syntax.lemma[meant].lower()
        inner = syntax.children[meant]
        if any(syntax.lower[c] == "own" or syntax.tag[c] == "POS" for c in inner) or self.is_called_to(meant):
            return None
        owner = self.owners(meant)
        is_tied = bool(owner) or self.is_owned(meant)
        if lemma in _words("kin") and is_tied and (word in POINTERS or self.is_person(subject)):
            return Claim(clause.verb, "relationship", (*about, *owner))
        is_name = self.is_name(meant)
        if syntax.lemma[subject].lower() in _words("kin") and is_name and not clause.is_denied:
            named = self.people(meant)
            kin = self.owners(subject)
            return Claim(clause.verb, "relationship", (*named, *kin)) if kin else None
        entity, form = self.mention_of.get(meant, (None, ""))
        if word in IDENTIFIED and ((entity is not None and form == "proper") or (word == "name" and is_name)):
            said_of = next(iter((*about, *self.owners(subject))), None)
            return Claim(clause.verb, "identity", () if entity is None else (entity,), said_of)
        is_person = lemma in self.person_nouns or syntax.lower[meant] in self.person_nouns
        is_told = any(syntax.dep[c] == "relcl" for c in syntax.children[meant])
        is_the = any(syntax.lower[c] in ("the", "that", "same") for c in syntax.children[meant])
        if word in POINTERS and is_person and is_told and is_the:
            return Claim(clause.verb, "identity", () if entity is None else (entity,))
        return None

    def _named(self, clause: _Clause) -> Claim | None:
        """They call me Tom; I am called Tom."""
        syntax = self.syntax
        if clause.lemma not in ("call", "name", "christen") or clause.subject is None:
            return None
        name = next((c for c in clause.children if syntax.dep[c] in ("oprd", "attr", "dobj") and self.is_name(c)), None)
        called = [clause.subject] if syntax.dep[clause.subject] == "nsubjpass" else []
        called += [c for c in clause.children if c != name and syntax.dep[c] in ("dobj", "nsubj") and c > clause.verb]
        if name is None or not any(syntax.lower[c] in ("i", "me", "he", "him", "she", "her") for c in called):
            return None
        entity = self.mention_of.get(name, (None, ""))[0]
        said_of = next((e for c in called for e in self.people(c)), None)
        return Claim(clause.verb, "identity", () if entity is None else (entity,), said_of)

    def _death(self, clause: _Clause) -> Claim | None:
        syntax, subject = self.syntax, clause.subject
        if subject is None:
            return None
        objects = [c for c in clause.children if syntax.dep[c] == "dobj"]
        about = tuple(self.people(subject))
        if clause.lemma in _words("died"):
            fades = syntax.dep[subject] == "nsubjpass" or any(
                syntax.dep[c] in ("prt", "xcomp") or syntax.lower[c] in ("away", "down", "out") for c in clause.children
            )
            return Claim(clause.verb, "death", about) if self.is_person(subject) and not fades else None
        if clause.lemma == "pass" and any(syntax.lower[c] in ("away", "on") for c in clause.children) and not objects:
            is_sure = syntax.tag[clause.verb] in ("VBD", "VBN") and self.is_third_person(subject)
            has_more = any(syntax.dep[c] == "prep" for c in clause.children)
            return Claim(clause.verb, "death", about) if is_sure and not has_more else None
        if clause.lemma in _words("killed"):
            killed = [subject] if syntax.dep[subject] == "nsubjpass" else objects
            found = tuple(entity for c in killed for entity in self.people(c))
            return Claim(clause.verb, "death", found) if any(self.is_person(c) for c in killed) else None
        if clause.lemma == "commit" and any(syntax.lower[c] == "suicide" for c in objects):
            return Claim(clause.verb, "death", about)
        if clause.lemma == "lose" and syntax.tag[clause.verb] in ("VBD", "VBN"):
            lost = [c for c in objects if syntax.lemma[c].lower() in _words("kin") and self.is_owned(c)]
            return Claim(clause.verb, "death", tuple(e for c in lost for e in self.people(c))) if lost else None
        return None

    def _absence(self, clause: _Clause) -> Claim | None:
        """He left; she has run away; he went to London."""
        syntax, subject = self.syntax, clause.subject
        is_past = syntax.tag[clause.verb] in ("VBD", "VBN")
        if subject is None or not is_past or syntax.dep[subject] != "nsubj" or not self.is_third_person(subject):
            return None
        objects = [c for c in clause.children if syntax.dep[c] == "dobj"]
        if any(syntax.dep[c] in ("oprd", "acomp", "xcomp") for c in clause.children):
            return None
        about = tuple(self.people(subject))
        is_off = any(syntax.dep[c] in ("advmod", "prt") and syntax.lower[c] in ("away", "off") for c in clause.children)
        leaves_place = bool(objects) and all(syntax.lemma[c].lower() in _words("leavable") for c in objects)
        only_hides = any(syntax.lower[c] in HIDING for c in clause.children)
        if clause.lemma in _words("left") and (not objects or leaves_place) and not only_hides:
            return Claim(clause.verb, "absence", about)
        if clause.lemma in _words("gone") and is_off and not objects:
            return Claim(clause.verb, "absence", about)
        to = [c for c in clause.children if syntax.lower[c] == "to" and syntax.dep[c] == "prep"]
        if clause.lemma == "go" and any(self.is_elsewhere(g) for c in to for g in syntax.children[c]):
            return Claim(clause.verb, "absence", about)
        return None

    def _tie(self, clause: _Clause) -> Claim | None:
        """They are to be married; she married him; he loves her; I have no sister."""
        syntax, subject = self.syntax, clause.subject
        if subject is None or any(syntax.lower[c] in ("ca", "can", "must") for c in clause.children):
            return None
        about = self.people(subject)
        objects = [c for c in clause.children if syntax.dep[c] == "dobj"]
        loved = [entity for c in objects for entity in self.people(c)]
        if clause.lemma in _words("tied"):
            return self._bond(clause, clause.verb, about, loved)
        if clause.lemma in _words("loving") and self.is_third_person(subject) and any(map(self.is_person, objects)):
            return Claim(clause.verb, "relationship", (*about, *loved))
        if clause.lemma in ("have", "get") and (clause.is_denied or any(self.is_denied(c) for c in objects)):
            if syntax.dep[clause.verb] == "advcl" or any(syntax.tag[c] == "MD" for c in clause.children):
                return None
            kin = [c for c in objects if syntax.lemma[c].lower() in word_list("people", "kin") and not self.is_owned(c)]
            return Claim(clause.verb, "relationship", tuple(about)) if kin else None
        if clause.lemma != "be":
            return None
        for child in clause.children:
            if syntax.dep[child] == "acomp" and syntax.lower[child] in _words("bound"):
                return self._bond(clause, child, about, [])
            if syntax.lower[child] == "in" and self.has_object(child, ("love",)) and self.is_third_person(subject):
                whom = [entity for g in self.below(child) for entity in self.people(g)]
                return Claim(clause.verb, "relationship", (*about, *whom))
        return None

    def _bond(self, clause: _Clause, word: int, about: Sequence[int], loved: Sequence[int]) -> Claim | None:
        """She married him; we are engaged; he is married to her."""
        syntax = self.syntax
        joined = [c for c in syntax.children[word] if syntax.lower[c] in ("to", "with") and syntax.dep[c] == "prep"]
        whom = [*loved, *(entity for c in joined for g in syntax.children[c] for entity in self.people(g))]
        if clause.lemma == "engage" and loved:
            return None
        if not joined and clause.lemma == "engage" and any(syntax.dep[c] == "prep" for c in clause.children):
            return None
        is_state = word != clause.verb or any(
            syntax.dep[c] == "auxpass" or syntax.lemma[c] in ("get", "be") for c in clause.children
        )
        is_said = whom or (about and (len(about) > 1 or is_state))
        return Claim(clause.verb, "relationship", (*about, *whom)) if is_said else None

    def _secret(self, clause: _Clause) -> Claim | None:
        """Don't tell Anne; nobody must know; nobody knows; he lied to us; she hid it from him."""
        syntax, subject = self.syntax, clause.subject
        if clause.lemma in _words("hidden"):
            from_whom = [g for c in clause.children if syntax.lower[c] == "from" for g in syntax.children[c]]
            is_lie = clause.lemma == "lie" and syntax.lower[clause.verb] == "lied"
            if subject is None or clause.is_denied or not (is_lie or any(self.is_person(g) for g in from_whom)):
                return None
            return Claim(clause.verb, "secret", tuple(self.people(subject)))
        is_must = any(syntax.lower[c] in ("must", "mustn't", "should", "shall") for c in clause.children)
        is_order = subject is None and clause.lemma == "tell"
        if is_order and clause.is_denied and any(syntax.lower[c] in ("do", "never") for c in clause.children):
            objects = [c for c in clause.children if syntax.dep[c] in ("dobj", "dative") and self.is_third(c)]
            kept_from = [entity for c in objects for entity in self.people(c)]
            is_anybody = any(syntax.lower[c] in ("anyone", "anybody", "soul") for c in objects)
            return Claim(clause.verb, "secret", tuple(kept_from)) if kept_from or is_anybody else None
        if subject is None or clause.lemma == "say":
            return None
        is_nobody = syntax.lower[subject] in NOBODY or (syntax.lower[subject] == "one" and self.is_denied(subject))
        if is_must and self.is_third(subject) and (is_nobody or clause.is_denied):
            return Claim(clause.verb, "secret", tuple(self.people(subject)))
        is_about = any(
            syntax.dep[c] in ("ccomp", "dobj") or syntax.lower[c] in ("of", "about") for c in clause.children
        )
        if clause.lemma in ("know", "suspect", "guess") and is_nobody and is_about:
            return Claim(clause.verb, "secret", ())
        return None

    def _is_dead(self, child: int) -> bool:
        syntax = self.syntax
        if any(syntax.lower[c] in ("half", "almost", "nearly") for c in syntax.children[child]):
            return False
        is_no_more = syntax.lower[child] == "more" and self.is_denied(child)
        return syntax.lower[child] in _words("dead") or is_no_more
