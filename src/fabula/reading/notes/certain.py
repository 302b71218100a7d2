"""What is a note whatever stands around it: an open threat of death in speech, and rape by its own name."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.lexicon.lists import word_list
from fabula.reading.notes.signs import Words

WHOM = ("you", "ye", "thee", "him", "her", "them")
CONFIDENCE = 0.7
RAPES = frozenset("rape rapes raped raping".split())
DENIED = "neg"


def certain(words: Words) -> Iterator[tuple[int, str, str | None]]:
    """The telling word, the kind, and the standing where it is certain too.

    "I'll kill you," he said. ... The soldiers raped her.
    """
    syntax = words.syntax
    killing = word_list("notes", "killing")
    for token, (word, lemma) in enumerate(zip(syntax.lower, words.lemma, strict=True)):
        if lemma not in killing and word not in RAPES:
            continue
        children = syntax.children[token]
        if syntax.pos[token] != "VERB" or any(syntax.dep[child] == DENIED for child in children):
            continue
        objects = [child for child in children if syntax.dep[child] in ("dobj", "nsubjpass")]
        if word in RAPES:
            if any(child in words.people or syntax.lower[child] in WHOM for child in objects):
                yield token, "sexual violence", None
        elif words.is_quoted[token] and any(syntax.lower[child] in WHOM for child in objects):
            said = {syntax.lower[child] for child in children}
            if said & {"i", "we"} and said & {"'ll", "will", "shall"}:
                yield token, "violence", "threatened"
