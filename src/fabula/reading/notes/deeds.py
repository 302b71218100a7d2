"""Deeds that a note tells of, read off the grammar: who is hit, who is dead, whose dog is shot.

"He struck her" is one and "he struck a match" is none; "she was dead" is one and "dead tired", "a dead phone" are none.
What a deed is worth the model of notes learns; here it is only seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from fabula.language.syntax import SUBJECTS, Syntax
from fabula.lexicon.lists import word_list

DONE = {
    "hurting": "violence",
    "killing": "death",
    "holding": "captivity",
    "torturing": "torture",
    "forcing": "sexual violence",
    "abusing": "abuse",
    "drugging": "sedation and drugs",
}
"""List of verbs -> kind of a note where they are done to somebody."""
STATES = {"dead": "death", "hurt": "injury", "drunk": "alcohol"}  # said of somebody
SUFFERED = {"dying": "death", "bleeding": "injury", "mourning": "grief"}  # verbs whose subject is somebody
HARMS_ANIMALS = ("hurting", "killing")
NOUNS = {
    "violence": "murder assassination massacre stabbing strangulation",
    "death": "death funeral corpse burial coffin grave body dying murder",
    "injury": "wound wounds injury injuries bruise bruises scar scars fever illness blood burn burns",
    "grief": "grief mourning sorrow bereavement tears",
    "suicide and self-harm": "suicide wrist wrists",
    "captivity": "captivity imprisonment prison cell captor captors chains",
    "alcohol": "drunkenness drinking",
    "pregnancy loss": "miscarriage miscarriages stillbirth",
}
OWNED = {noun: kind for kind, nouns in NOUNS.items() for noun in nouns.split()}  # that somebody has: "her death"
SELF = ("self", "selves")
KILLS = "suicide and self-harm"


class Deeds:
    """Deeds of a text; ``people`` are the words that mean somebody."""

    def __init__(self, syntax: Syntax, lemma: list[str], people: Set[int]) -> None:
        self.syntax, self.lemma, self.people = syntax, lemma, people
        self.lists = {name: word_list("notes", name) for name in (*DONE, *STATES, *SUFFERED)}
        self.verbs = frozenset().union(*(self.lists[name] for name in (*DONE, *SUFFERED)))
        self.states = frozenset().union(*(self.lists[name] for name in STATES))
        self.animals = word_list("notes", "animals")

    def found(self) -> Iterator[tuple[int, str]]:
        """The telling word of each deed, and the kind of its note."""
        for token, (word, lemma) in enumerate(zip(self.syntax.lower, self.lemma, strict=True)):
            if lemma in self.verbs and self.syntax.pos[token] in ("VERB", "ADJ", "AUX"):
                yield from ((token, kind) for kind in self._of_verb(token, lemma))
            if word in self.states:
                yield from ((token, kind) for kind in self._of_state(token, word))
            if word in OWNED and self._owner(token):
                yield token, OWNED[word]

    def _of_verb(self, verb: int, lemma: str) -> Iterator[str]:
        syntax = self.syntax
        children = syntax.children[verb]
        labels = {syntax.dep[child] for child in children}
        is_passive = bool(labels & {"nsubjpass", "auxpass"}) or (
            syntax.tag[verb] == "VBN" and syntax.dep[verb] == "acl"
        )
        doers = [child for child in children if syntax.dep[child] in SUBJECTS]
        undergoing = doers if is_passive else [child for child in children if syntax.dep[child] in ("dobj", "dative")]
        if is_passive and not doers:
            undergoing = [syntax.head[verb]]
        if any(syntax.lower[child].endswith(SELF) for child in undergoing):
            if lemma in self.lists["killing"] or lemma in ("cut", "hurt", "burn"):
                yield KILLS
            return
        if any(self.lemma[child] in self.animals for child in undergoing):
            if any(lemma in self.lists[name] for name in HARMS_ANIMALS):
                yield "animal harm"
            return
        if any(self._is_somebody(child) for child in undergoing):
            yield from (kind for name, kind in DONE.items() if lemma in self.lists[name])
            return
        is_wish = any(syntax.lower[child] == "for" or syntax.dep[child] == "xcomp" for child in children)
        if not undergoing and not is_wish and any(self._is_somebody(child) for child in doers):
            yield from (kind for name, kind in SUFFERED.items() if lemma in self.lists[name])

    def _of_state(self, token: int, word: str) -> Iterator[str]:
        """ "he is dead", "found him dead", "the dead man", "a drunken sailor"."""
        syntax, above = self.syntax, self.syntax.head[token]
        if any(syntax.dep[child] in ("acomp", "xcomp", "pobj") for child in syntax.children[token]):
            return
        if syntax.dep[token] == "amod":
            holders = [above]
        else:
            holders = [child for child in syntax.children[above] if syntax.dep[child] in (*SUBJECTS, "dobj")]
            holders += [child for child in syntax.children[token] if syntax.dep[child] in SUBJECTS]
        if any(self.lemma[holder] in self.animals for holder in holders):
            if word in self.lists["dead"]:
                yield "animal harm"
        elif any(self._is_somebody(holder) for holder in holders):
            yield from (kind for name, kind in STATES.items() if word in self.lists[name])

    def _owner(self, noun: int) -> bool:
        """Whether somebody has it: "her death", "the death of a child"."""
        syntax = self.syntax
        for child in syntax.children[noun]:
            if syntax.dep[child] == "poss" and self._is_somebody(child):
                return True
            if syntax.lower[child] == "of" and any(self._is_somebody(thing) for thing in syntax.children[child]):
                return True
        return False

    def _is_somebody(self, token: int) -> bool:
        return token in self.people
