"""``ID.book``: the people who are mentioned more than once, what they do, what is done to them, what is theirs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from fabula.exports.booknlp.words import FORMS, Mention, Words

PRONOUNS = {
    "he/him/his": ("he", "him", "his"),
    "she/her": ("she", "her"),
    "they/them/their": ("they", "them", "their"),
    "xe/xem/xyr/xir": ("xe", "xem", "xyr", "xir"),
    "ze/zem/zir/hir": ("ze", "zem", "zir", "hir"),
}
DEEDS = ("agent", "patient", "mod", "poss")

Book = dict[str, list[dict[str, Any]]]


def characters_of(words: Words) -> Book:
    """The content of ``ID.book``, most mentioned first."""
    mentions: dict[int, list[Mention]] = defaultdict(list)
    for mention in words.mentions:
        if mention.kind == "PER":
            mentions[mention.character].append(mention)
    often = sorted((rows for rows in mentions.values() if len(rows) > 1), key=len, reverse=True)
    grammar = _Grammar(words)
    return {"characters": [_character(rows, grammar) for rows in often]}


def _character(mentions: list[Mention], grammar: _Grammar) -> dict[str, Any]:
    deeds: dict[str, list[dict[str, Any]]] = {kind: [] for kind in DEEDS}
    for mention in mentions:
        for kind, word in grammar.deeds(mention):
            deeds[kind].append({"w": grammar.words.text[word], "i": word})
    return {
        **deeds,
        "id": mentions[0].character,
        "g": _pronouns(mentions),
        "count": len(mentions),
        "mentions": {
            kind: [
                {"c": count, "n": text}
                for text, count in Counter(row.text for row in mentions if row.form == form).most_common()
            ]
            for kind, form in FORMS.items()
        },
    }


def _pronouns(mentions: list[Mention]) -> dict[str, Any] | None:
    """How often each set of pronouns is used of somebody, as shares; None where none is."""
    used = Counter(row.text.lower() for row in mentions)
    counts = {name: sum(used[word] for word in forms) for name, forms in PRONOUNS.items()}
    total = sum(counts.values())
    if not total:
        return None
    most = max(counts, key=lambda name: counts[name])
    shares = {name: round(count / total, 3) for name, count in counts.items()}
    return {"inference": shares, "argmax": most, "max": shares[most], "total": total}


class _Grammar:
    """What a mention's place in its sentence says of whoever it means; rules as in BookNLP."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.children: dict[int, list[int]] = defaultdict(list)
        for word, head in enumerate(words.heads):
            if head != word:
                self.children[head].append(word)

    def deeds(self, mention: Mention) -> Iterator[tuple[str, int]]:
        """``agent``, ``patient``, ``mod`` or ``poss``, each with the word that says it."""
        words = self.words
        word = self._head(mention)
        if word is None:
            return
        head, dep = words.heads[word], words.dep[word]
        if dep == "nsubj" and words.lemma[head] == "be":
            for said in self._of(head, ("attr", "acomp"), ("NOUN", "ADJ")):
                yield "mod", said
                for joined in self._of(said, ("conj",), ("NOUN", "ADJ")):
                    yield "mod", joined
        elif dep == "nsubj" and words.pos[head] == "VERB":
            yield "agent", head
            for joined in self._of(head, ("conj",), ("VERB",)):
                yield "agent", joined
        elif dep == "pobj" and words.dep[head] == "agent" and words.pos[words.heads[head]].startswith("V"):
            yield "agent", words.heads[head]
        elif dep in ("dobj", "nsubjpass") and words.pos[head] == "VERB":
            yield "patient", head
        elif dep == "poss":
            yield "poss", head
            for joined in self._of(head, ("conj",)):
                yield "poss", joined

    def _head(self, mention: Mention) -> int | None:
        """The mention's word that depends on one outside; of "Bill and Ted" what is said of Bill goes for Ted."""
        heads = self.words.heads
        inside = range(mention.first, mention.last + 1)
        word = next((word for word in inside if not mention.first <= heads[word] <= mention.last), None)
        if word is not None and self.words.dep[word] == "conj":
            return heads[word]
        return word

    def _of(self, word: int, dependencies: tuple[str, ...], parts: tuple[str, ...] | None = None) -> Iterator[int]:
        for child in self.children[word]:
            if self.words.dep[child] in dependencies and (parts is None or self.words.pos[child] in parts):
                yield child
