"""What people own and wear, and their kin."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from fabula.language.noun_phrases import left_edge
from fabula.lexicon.lists import word_list
from fabula.reading.descriptions.bearers import Bearers, Described, Whose, phrases
from fabula.reading.descriptions.body import telling

_words = partial(word_list, "descriptions")

OWNED, SAID, WORN, LOOSE = 0.9, 0.85, 0.9, 0.7
KIN_OF_PRONOUN = 0.75  # kin are spoken of among kin, where "his" is easily another's
SPECTACLES = frozenset("spectacles spectacle glasses monocle eyepatch wig turban sunglasses pince-nez goggles".split())


def possessions(bearers: Bearers, noun: int) -> Iterator[Described]:
    """Her bicycle; Tom's dog; he had a shop."""
    syntax = bearers.syntax
    first = left_edge(syntax, noun)
    if syntax.dep[noun] == "compound":
        return
    whose: Whose = ()
    sureness = 0.0
    if any(syntax.dep[c] == "poss" for c in syntax.children[noun]):
        whose, sureness = bearers.owner(noun), OWNED
    elif syntax.dep[noun] == "dobj" and bearers.lemma(syntax.head[noun]) in _words("owning"):
        verb = syntax.head[noun]
        has_article = any(syntax.lower[c] in ("a", "an") or syntax.dep[c] == "nummod" for c in syntax.children[noun])
        is_had = has_article and bearers.is_said(noun) and not bearers.is_passing(verb) and not bearers.had_been(verb)
        whose, sureness = (bearers.bearers(bearers.subject(verb)) if is_had else ()), SAID
    if whose:
        yield Described(first, noun, whose, "owns", described_thing(bearers, noun, first), sureness)


def clothes(bearers: Bearers, noun: int) -> Iterator[Described]:
    """She wore a green dress; a man in a black coat; her white dress; with spectacles."""
    syntax = bearers.syntax
    first = left_edge(syntax, noun)
    if syntax.dep[noun] == "compound" or (not bearers.is_said(noun) and syntax.dep[noun] == "dobj"):
        return
    value = described_thing(bearers, noun, first)
    top = bearers.first_joined(noun)
    dep, head = syntax.dep[top], syntax.head[top]
    if dep == "dobj" and syntax.lemma[head] in _words("wearing"):
        verb = head
        is_worn = not any(syntax.lower[c] in ("would", "could", "should", "might", "to") for c in syntax.children[verb])
        who = bearers.bearers(bearers.subject(verb)) if is_worn else ()
        if syntax.dep[verb] in ("acl", "advcl") and not who:
            above = syntax.head[verb]
            who = bearers.bearers(above if syntax.dep[verb] == "acl" else bearers.subject(above))
        yield Described(first, noun, who, "wears", value, WORN)
    elif dep == "pobj" and syntax.lower[head] == "in":
        above = syntax.head[head]
        if syntax.lemma[above] in _words("dressed") or syntax.lower[above] in _words("dressed"):
            owner = syntax.head[above] if syntax.dep[above] in ("acl", "amod") else None
            who = bearers.bearers(owner if owner is not None else bearers.subject(above))
            if not who and syntax.dep[above] == "acomp":
                who = bearers.bearers(bearers.subject(syntax.head[above]))
            yield Described(first, noun, who, "wears", value, WORN)
        elif syntax.pos[above] in ("NOUN", "PROPN"):
            yield Described(first, noun, bearers.bearers(above), "wears", value, WORN)
        elif any(syntax.lower[c] in ("a", "an") for c in syntax.children[top]) and bearers.is_said(noun):
            yield Described(first, noun, bearers.bearers(bearers.subject(above)), "wears", value, LOOSE)
    elif dep == "pobj" and syntax.lower[head] == "with" and syntax.lower[noun] in SPECTACLES:
        if syntax.pos[syntax.head[head]] in ("NOUN", "PROPN"):
            yield Described(first, noun, bearers.bearers(syntax.head[head]), "wears", value, LOOSE)
    elif telling(bearers, list(range(first, noun)), "colours") or syntax.lower[noun] in SPECTACLES:
        yield Described(first, noun, bearers.owner(noun), "wears", value, LOOSE)


def kin(bearers: Bearers, noun: int) -> Iterator[Described]:
    """Her brother; he had two sisters; the twins' mother."""
    syntax = bearers.syntax
    if syntax.dep[noun] == "compound" or (syntax.text[noun][0].isupper() and syntax.tag[noun] == "NNP"):
        return
    first = left_edge(syntax, noun)
    words = [t for t in range(first, noun) if syntax.lower[t] in _words("kin_order") or syntax.pos[t] == "NUM"]
    last = _end_of_kin(bearers, noun)
    value = " ".join([*(word for word, _ in phrases(syntax, words)), syntax.phrase(noun, last).lower()])
    if any(syntax.dep[c] == "poss" for c in syntax.children[noun]):
        if not _is_vocative(bearers, noun) and not _is_supposed(bearers, noun):
            is_pronoun = any(syntax.dep[c] == "poss" and syntax.pos[c] == "PRON" for c in syntax.children[noun])
            sureness = KIN_OF_PRONOUN if is_pronoun else OWNED
            yield Described(first, last, bearers.owner(noun), "kin", value, sureness)
    elif bearers.lemma(syntax.head[noun]) == "have" and syntax.dep[noun] == "dobj":
        verb = syntax.head[noun]
        is_counted = words or any(syntax.lower[c] in ("a", "an") for c in syntax.children[noun])
        if is_counted and bearers.is_said(noun) and not bearers.is_passing(verb) and not bearers.had_been(verb):
            yield Described(first, last, bearers.bearers(bearers.subject(verb)), "kin", value, SAID)


def _end_of_kin(bearers: Bearers, noun: int) -> int:
    """The last token of "daughter-in-law"."""
    words = bearers.syntax.lower[noun + 1 : noun + 5]
    return noun + 4 if words == ["-", "in", "-", "law"] else noun


def described_thing(bearers: Bearers, noun: int, first: int) -> str:
    """A thing with its telling adjectives, in small letters."""
    syntax = bearers.syntax
    kept = [
        t
        for t in range(first, noun + 1)
        if t == noun
        or (
            (
                syntax.dep[t] in ("amod", "compound", "nummod", "nmod")
                or syntax.lower[t] == "-"
                or syntax.pos[t] == "ADJ"
            )
            and syntax.lower[t] not in _words("vague")
            and not _belongs_to_owner(bearers, t, noun)
        )
    ]
    return " ".join(word.strip("-") for word, _ in phrases(syntax, kept) if word != "-")


def _belongs_to_owner(bearers: Bearers, token: int, noun: int) -> bool:
    """Whether a word stands before an owner with 's: "old Tom's dog"."""
    return any(bearers.syntax.tag[t] == "POS" for t in range(token, noun))


def _is_supposed(bearers: Bearers, noun: int) -> bool:
    """As if he were her brother; as his wife she would stay."""
    syntax = bearers.syntax
    is_likened = syntax.lower[syntax.head[noun]] == "as"
    return is_likened or (syntax.dep[noun] == "attr" and not bearers.is_said(noun))


def _is_vocative(bearers: Bearers, noun: int) -> bool:
    """My son, my dear sister: spoken to, not of."""
    syntax = bearers.syntax
    owner = next(c for c in syntax.children[noun] if syntax.dep[c] == "poss")
    return syntax.lower[owner] == "my" and syntax.dep[noun] in ("npadvmod", "vocative", "ROOT", "intj", "appos")
