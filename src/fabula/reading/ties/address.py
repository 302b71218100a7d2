"""Ties that address and names show: "Mother,", "my dear sir", "darling", and whom somebody calls Papa or Aunt Polly."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.language.address import LEFT, is_address
from fabula.lexicon.lists import word_list
from fabula.reading.ties.people import People
from fabula.reading.ties.relations import Relation, relation_at
from fabula.reading.ties.sign import Sign

CALLED = 0.8  # how much a kin word in address shows
NAMED = 0.7  # and one by which somebody is spoken of: "Papa is ill"
HEARD = 0.6  # how surely who is called to by a word is whom the quotation is said to
ANYBODY = ("child",)  # said to any who are young
KIN_IN_ADDRESS = ("parent", "grandparent", "aunt or uncle", "sibling", "cousin")
ENDEARING = frozenset("my dear dearest darling own old little poor good sweet beloved kind".split())
EXCLAIMED = frozenset("oh o ah yes well hello hey hi come please now thanks thank".split())
AMBIGUOUS = frozenset(
    "father mother sister brother brothers sisters son daughter pop ma pa".split()
)  # also of clergy and to strangers


def address_signs(people: People, token: int) -> Iterator[Sign]:
    """What a word in a quotation says of its speaker and of whom it calls, or of whom it speaks as of kin."""
    syntax = people.syntax
    quote = people.quote_of[token]
    has_owner = any(syntax.dep[c] == "poss" and syntax.lower[c] != "my" for c in syntax.children[token])
    if quote < 0 or has_owner:
        yield from () if has_owner else _named_kin(people, token)
        return
    voice = people.voice(token)
    if voice is None:
        return
    if _is_called(people, token) or _is_called_with_name(people, token):
        yield from _called(people, token, *voice)
    else:
        yield from _named_kin(people, token)


def _called(people: People, token: int, speaker: int, sure: float) -> Iterator[Sign]:
    """Who is called to by the word is this to the speaker."""
    syntax = people.syntax
    word = syntax.lower[token]
    start, end = people.span(token)
    hearers = _hearers(people, token, speaker)
    relation = relation_at(syntax, token)
    for hearer, sure_of_hearer in hearers:
        if not people.may_be(hearer, token):
            continue
        total = sure * sure_of_hearer * people.reality(token)
        if relation is not None and relation.role in KIN_IN_ADDRESS and word not in ANYBODY:
            source, target = (speaker, hearer) if relation.is_turned else (hearer, speaker)
            share = CALLED * (0.6 if word in AMBIGUOUS else 1.0)
            yield Sign(source, target, "family", relation.role, "address", start, end, total * share, 0.2)
        elif word in word_list("ties", "loving address"):
            yield Sign(speaker, hearer, "romance", "couple", "address", start, end, total * 0.4, 0.7)
        elif word in word_list("ties", "friendly address"):
            yield Sign(speaker, hearer, "friendship", None, "address", start, end, total * 0.4, 0.4)
        elif word in word_list("ties", "hostile address"):
            yield Sign(speaker, hearer, "enmity", None, "address", start, end, total * 0.5, -0.7)
        elif word in word_list("ties", "respectful address") or (relation is not None and relation.kind == "authority"):
            role = relation.role if relation is not None and not relation.is_turned else None
            yield Sign(hearer, speaker, "authority", role, "address", start, end, total * 0.4)


def _hearers(people: People, token: int, speaker: int) -> list[tuple[int, float]]:
    """Whom a word calls: whom it is linked to, else those whom its quotation is said to, if they are few."""
    if token in people.at and people.at[token].entity != speaker and people.at[token].form != "common":
        return [(people.at[token].entity, people.at[token].sure)]
    hearers = [pair for pair in people.addressees.get(people.quote_of[token], ()) if pair[0] != speaker]
    return [(entity, sure * HEARD) for entity, sure in hearers] if len(hearers) <= 2 else []


def _is_called(people: People, token: int) -> bool:
    """Whether a word is set off on both sides, with what goes before it in address: "my dear old friend,"."""
    syntax = people.syntax
    if not is_address(syntax, token, token):
        return False
    before = token - 1
    while before >= 0 and syntax.lower[before] in ENDEARING:
        before -= 1
    return before < 0 or syntax.lower[before] in LEFT or syntax.lower[before] in EXCLAIMED


def _is_called_with_name(people: People, token: int) -> bool:
    """Whether a kin word stands before a name in address: "Cousin Jane, ..."."""
    syntax = people.syntax
    after = people.starting.get(int(syntax.start[token]))
    return after is not None and after > token and is_address(syntax, token, after)


def _named_kin(people: People, token: int) -> Iterator[Sign]:
    """Somebody speaks of Papa or Aunt Polly: their own."""
    syntax = people.syntax
    relation = relation_at(syntax, token)
    voice = people.voice(token)
    if relation is None or voice is None or not _is_own_kin(people, token, relation):
        return
    head = people.starting.get(int(syntax.start[token]))
    named = people.at.get(head if head is not None else token) or people.at.get(token)
    if named is None or named.entity == voice[0] or not people.may_be(named.entity, token):
        return
    total = NAMED * named.sure * voice[1] * people.reality(token)
    yield Sign(named.entity, voice[0], "family", relation.role, "name", named.start, named.end, total, 0.1)


def _is_own_kin(people: People, token: int, relation: Relation) -> bool:
    """Whether a kin word is used as a name is, by family: with a capital, and without an article."""
    syntax = people.syntax
    is_title = syntax.lower[token] in word_list("ties", "nominal titles")
    has_name = people.starting.get(int(syntax.start[token]), token) != token
    has_article = any(syntax.dep[c] in ("det", "poss", "amod") for c in syntax.children[token])
    is_capital = syntax.text[token][:1].isupper() and not (
        token and syntax.sentence[token - 1] != syntax.sentence[token]
    )
    is_kin = relation.kind == "family" and relation.role in KIN_IN_ADDRESS and not relation.is_turned
    return is_kin and not has_article and (is_title if has_name else is_capital or is_informal(syntax.lower[token]))


def is_informal(word: str) -> bool:
    """Whether a kin word is a name in itself: mamma, dad."""
    return word not in AMBIGUOUS and word not in (
        "aunt",
        "uncle",
        "cousin",
        "grandfather",
        "grandmother",
        "parent",
        "sibling",
    )


ADDRESS_WORDS = frozenset().union(
    *(
        word_list("ties", name)
        for name in ("respectful address", "loving address", "friendly address", "hostile address")
    )
)
