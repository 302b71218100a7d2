"""What somebody's life is like: whom they are kin to, what they own, how long, on which floor, with or without glasses.

The problem. What is owned and who is kin is told by nouns beside names and possessors:
    his sister Rose ... his cousin Rose; her cat Biscuit ... Biscuit the terrier; her red Fiat ... her Volvo.
Each word of a group gives the group as the value. Used in short stories alone, where "his sister" is one person.
"""

from __future__ import annotations

from collections.abc import Iterator

from fabula.contradictions.cues import NUMBERS
from fabula.contradictions.pages import Pages
from fabula.contradictions.parsing import (
    NO,
    Fact,
    bearer,
    fact,
    is_denied,
    of_clause,
    owner,
    predicates,
    sole_of_sentence,
)
from fabula.language.syntax import SUBJECTS
from fabula.lexicon.given_names import is_given_name
from fabula.lexicon.lists import word_list

ORDINALS = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth top".split())
_ANIMALS = {
    "dog": "dog terrier spaniel hound puppy labrador collie greyhound poodle mongrel retriever lurcher whippet beagle "
    "dachshund mutt alsatian bulldog sheepdog pup",
    "cat": "cat kitten tabby tomcat moggy",
    "horse": "horse mare pony gelding stallion cob filly foal",
    "bird": "parrot canary budgie budgerigar cockatoo parakeet",
    "rabbit": "rabbit",
}
ANIMALS = {word: kind for kind, words in _ANIMALS.items() for word in words.split()}
_MAKES = (
    "Volvo Fiat Ford Toyota Honda Nissan Mercedes Renault Peugeot Skoda Audi Volkswagen Citroën Citroen Vauxhall "
    "Jaguar "
    "Bentley Buick Chevrolet Chevy Cadillac Dodge Chrysler Plymouth Packard Saab Mazda Subaru Hyundai Kia Morris "
    "Hillman "
    "Lada Porsche Ferrari Tesla Datsun Prius Corolla Fiesta Corsa Passat Mini Beetle Golf Polo Micra Astra Focus "
    "Escort "
    "Transit Jeep Lexus Suzuki Seat Opel BMW Studebaker Pontiac Oldsmobile Cortina Austin Rover"
)
MAKES = frozenset(_MAKES.split())
MODELS = ({"Nissan", "Micra"}, {"Ford", "Fiesta"}, {"Ford", "Focus"}, {"Ford", "Escort"}, {"Ford", "Cortina"},
          {"Ford", "Transit"}, {"Toyota", "Corolla"}, {"Toyota", "Prius"}, {"Volkswagen", "Golf"}, {"Austin", "Mini"},
          {"Volkswagen", "Polo"}, {"Volkswagen", "Passat"}, {"Volkswagen", "Beetle"}, {"Vauxhall", "Corsa"},
          {"Vauxhall", "Astra"}, {"Opel", "Corsa"}, {"Opel", "Astra"}, {"Chevrolet", "Chevy"},
          {"Morris", "Mini"})  # fmt: skip
NAMES_TOO = frozenset("Mini Golf Polo Focus Escort Seat Austin Rover Morris Ford".split())
CAR_WORDS = frozenset("car van truck lorry estate hatchback saloon sedan key keys convertible pickup".split())
VEHICLES = frozenset("car van truck lorry bicycle bike scooter motorbike motorcycle boat".split())
PAINTS = frozenset(
    "red blue green yellow white black silver grey gray orange brown purple pink turquoise beige maroon".split()
)
KIN = {
    **dict.fromkeys("mother mum mom mummy mama mamma ma".split(), "mother"),
    **dict.fromkeys("father dad daddy papa pa".split(), "father"),
    **{word: word for word in "son daughter brother sister husband wife uncle aunt nephew niece cousin".split()},
    **{word: word for word in "grandfather grandmother grandson granddaughter stepfather stepmother stepson".split()},
    **{word: word for word in "stepdaughter stepbrother stepsister fiancé fiancée fiance godfather godmother".split()},
    **dict.fromkeys(("auntie", "aunty"), "aunt"),
}
GLASSES = frozenset("glasses spectacles specs bifocals".split())
SIGHT = frozenset("eyesight vision sight".split())
PERFECT = frozenset("perfect twenty-twenty excellent".split())
STAYS = frozenset("live work teach serve run keep lodge rent".split())


def lives_of(pages: Pages, token: int) -> Iterator[Fact]:
    """What a word says of the life of somebody."""
    syntax = pages.syntax
    lemma, word = syntax.lemma[token], syntax.lower[token]
    if lemma in KIN and syntax.tag[token] in ("NN", "NNP"):
        yield from _kin(pages, token, KIN[lemma])
    if lemma in ANIMALS and syntax.tag[token] == "NN":
        yield from _pet(pages, token)
    if syntax.text[token] in MAKES:
        yield from _make(pages, token)
    if word in VEHICLES:
        yield from _paint(pages, token)
    if lemma in ("tattoo", "ink"):
        yield from _ink(pages, token)
    if word in NATIONS:
        yield from _nation(pages, token)
    if word == "floor":
        yield from _floor(pages, token)
    if lemma == "year":
        yield from _years(pages, token)
    if word in GLASSES or lemma in SIGHT or word in ("twenty-twenty", "20/20"):
        yield from _sight(pages, token)
    if lemma in ("child", "kid") and syntax.tag[token] in ("NNS", "NN"):
        verb = syntax.head[token]
        helps = {syntax.lower[t] for t in syntax.children[verb]}
        if syntax.lemma[verb] == "have" and "never" in helps and syntax.dep[token] == "dobj":
            for kin in ("son", "daughter", "child"):
                yield from fact(bearer(pages, pages.subject(verb)), f"has a {kin}", "no", token)
    if lemma in ("son", "daughter") and syntax.tag[token] == "NN" and _possessor(pages, token) >= 0:
        yield from fact(_possessor(pages, token), f"has a {lemma}", "yes", token)
    if word in ("childless", "unmarried", "widower", "widow", "widowed", "divorced", "marry", "married"):
        yield from _state(pages, token, word)


def _ink(pages: Pages, noun: int) -> Iterator[Fact]:
    """Her tattoo, inked on his wrist; no tattoos, not a drop of ink on her."""
    syntax = pages.syntax
    words = {syntax.lower[t] for t in pages.sentence_tokens(noun) if noun - 6 <= t < noun}
    if syntax.lemma[noun] in ("tattoo", "ink") and syntax.tag[noun] in ("NN", "NNS"):
        if words & NO and words & {"no", "not", "any", "without", "never"}:
            yield from fact(owner_or_sole(pages, noun), "tattoos", "none", noun)
        elif syntax.lemma[noun] == "tattoo":
            yield from fact(owner_or_sole(pages, noun), "tattoos", "some", noun)
    elif syntax.tag[noun] in ("VBN", "VBD") and not is_denied(pages, noun) and _is_on_skin(pages, noun):
        yield from fact(of_clause(pages, noun), "tattoos", "some", noun)


def _is_on_skin(pages: Pages, verb: int) -> bool:
    return bool({pages.syntax.lemma[t] for t in pages.sentence_tokens(verb)} & SKIN)


SKIN = frozenset("wrist arm forearm shoulder ankle neck chest back skin calf thigh knuckle".split())


def owner_or_sole(pages: Pages, noun: int) -> int:
    """Whose it is, or the one person whom the sentence tells of."""
    entity = owner(pages, noun)
    return entity if entity >= 0 else sole_of_sentence(pages, noun)


def _possessor(pages: Pages, noun: int) -> int:
    possessor = pages.child(noun, "poss")
    return pages.certain_person(possessor) if possessor >= 0 else -1


def _kin(pages: Pages, noun: int, kin: str) -> Iterator[Fact]:
    """His sister Rose; Rose, his sister: of the one who has her, what Rose is."""
    syntax = pages.syntax
    entity = _possessor(pages, noun)
    if any(syntax.lower[t] in ("step", "half", "in-law", "foster", "-") for t in syntax.children[noun]):
        return
    if syntax.lower[noun + 1 : noun + 3] == ["-", "in"]:
        return
    names = [t for t in syntax.children[noun] if syntax.dep[t] == "appos"]
    names += [syntax.head[noun]] * (syntax.dep[noun] in ("appos", "compound"))
    names += [noun + 1] * (syntax.dep[noun] == "poss" or not names)
    for name in names[:1]:
        known = pages.referents.get(name, (-1, 0.0, ""))
        if name < len(syntax) and known[2] == "proper" and known[0] != entity:
            yield from fact(entity, f"kin: {pages.shown_names[known[0]]}", kin, noun)
            if kin in ONE and is_given_name(syntax.text[name]) and syntax.tag[noun] == "NN":
                yield from fact(entity, f"name of {kin}", syntax.text[name], noun)
            break
    verb = syntax.head[noun]
    if kin in ONE and syntax.dep[noun] in SUBJECTS and syntax.lemma[verb] in ("call", "name"):
        called = [t for t in syntax.children[verb] if t > verb and is_given_name(syntax.text[t])]
        if called:
            yield from fact(entity, f"name of {kin}", syntax.text[called[0]], noun)


ONE = frozenset("mother father husband wife".split())  # of whom one has one, if no word says otherwise


def _pet(pages: Pages, noun: int) -> Iterator[Fact]:
    """Her cat; the one animal that she keeps, by its kind, where it is named."""
    syntax = pages.syntax
    beside = [t for t in syntax.children[noun] if syntax.dep[t] == "appos"]
    beside += [syntax.head[noun]] * (syntax.dep[noun] in ("appos", "compound"))
    verb = syntax.head[noun]
    if syntax.dep[noun] == "attr" and syntax.lemma[verb] == "be" and not is_denied(pages, noun):
        beside.append(pages.subject(verb))
    after = noun + 1 + (syntax.lower[noun + 1 : noun + 2] in (["called"], ["named"]))
    beside.append(after if after < len(syntax) else -1)
    if syntax.lower[noun - 1] in ("the", "a", "my", "her", "his", "our") and noun > 2:
        beside.append(noun - 2 - (syntax.text[noun - 2] == ","))
    for name in dict.fromkeys(beside):
        if name >= 0 and syntax.pos[name] == "PROPN" and syntax.tag[noun] == "NN":
            yield Fact(-1, f"what {syntax.text[name]} is", ANIMALS[syntax.lemma[noun]], noun)


def _make(pages: Pages, token: int) -> Iterator[Fact]:
    """His Volvo; she parked the Fiat; the Fiat keys."""
    syntax = pages.syntax
    noun = token
    while syntax.dep[noun] in ("compound", "nmod") and syntax.head[noun] > noun:
        noun = syntax.head[noun]
    after = syntax.lower[token + 1 : token + 2]
    entity = _possessor(pages, noun)
    is_driven = syntax.dep[noun] == "dobj" and syntax.lemma[syntax.head[noun]] in ("drive", "park", "own", "buy")
    is_car = is_driven or set(after) & CAR_WORDS or noun != token or entity >= 0
    if syntax.text[token] in NAMES_TOO and not is_car:
        return
    if entity < 0 and syntax.dep[noun] == "dobj":
        entity = bearer(pages, pages.subject(syntax.head[noun]))
    if entity >= 0 and not is_denied(pages, noun):
        yield Fact(entity, "make of car", syntax.text[token], token)
        colours = {syntax.lower[t] for t in predicates(pages, noun)} & PAINTS
        if len(colours) == 1:
            yield Fact(entity, f"colour of {syntax.text[token]}", colours.pop(), token)


def _paint(pages: Pages, noun: int) -> Iterator[Fact]:
    """His red van; her bicycle was blue."""
    syntax = pages.syntax
    colours = {syntax.lower[t] for t in predicates(pages, noun)} & PAINTS
    if len(colours) == 1 and not is_denied(pages, noun):
        yield from fact(_possessor(pages, noun), f"colour of {syntax.lower[noun]}", colours.pop(), noun)


def _nation(pages: Pages, token: int) -> Iterator[Fact]:
    """She was Scottish; his Welsh accent."""
    syntax = pages.syntax
    head = syntax.head[token]
    if is_denied(pages, token):
        return
    if syntax.dep[token] in ("acomp", "attr") and syntax.lemma[head] in ("be", "'m", "’m"):
        yield from fact(bearer(pages, pages.subject(head)), "nation", word_of(syntax.lower[token]), token)
    elif syntax.dep[token] == "amod" and syntax.lemma[head] in ("accent", "brogue", "lilt"):
        yield from fact(owner(pages, head), "nation", word_of(syntax.lower[token]), token)


def word_of(nation: str) -> str:
    """One word for those that mean the same."""
    return {"scotch": "scottish", "american": "american"}.get(nation, nation)


NATIONS = word_list("descriptions", "nationalities")


def _floor(pages: Pages, noun: int) -> Iterator[Fact]:
    """Lived on the third floor; her flat on the fifth floor."""
    syntax = pages.syntax
    words = {syntax.lower[t] for t in syntax.children[noun]} & ORDINALS
    tokens = pages.sentence_tokens(noun)
    lives = [t for t in tokens if syntax.lemma[t] in ("live", "flat", "apartment", "room") and abs(t - noun) < NEAR]
    if len(words) != 1 or not lives or is_denied(pages, noun):
        return
    live = lives[0]
    entity = of_clause(pages, live) if syntax.lemma[live] == "live" else owner(pages, live)
    yield from fact(entity, "floor", words.pop(), noun)


NEAR = 8  # tokens


def _years(pages: Pages, noun: int) -> Iterator[Fact]:
    """Had lived there for twelve years."""
    syntax = pages.syntax
    numbers = [syntax.lower[t] for t in syntax.children[noun] if syntax.lower[t] in NUMBERS]
    if len(numbers) != 1:
        return
    head = syntax.head[noun]
    verb = syntax.head[head] if syntax.dep[noun] == "pobj" and syntax.lower[head] == "for" else head
    if syntax.lemma[verb] in STAYS and not is_denied(pages, verb) and verb != noun:
        yield from fact(
            bearer(pages, pages.subject(verb)), f"years: {syntax.lemma[verb]}", str(NUMBERS[numbers[0]]), noun
        )


def _sight(pages: Pages, noun: int) -> Iterator[Fact]:
    """Her glasses; had never needed glasses, twenty-twenty vision."""
    syntax = pages.syntax
    word = syntax.lower[noun]
    tokens = [syntax.lower[t] for t in pages.sentence_tokens(noun) if abs(t - noun) <= NEAR]
    if word in GLASSES:
        if any(
            syntax.lower[t] in ("of", "field", "opera", "reading", "wine", "dark", "champagne", "swimming", "sun")
            for t in syntax.children[noun]
        ):
            return
        verb = syntax.head[noun]
        if syntax.lemma[verb] in ("wear", "need") and is_denied(pages, noun):
            if "never" in tokens:
                yield from fact(bearer(pages, pages.subject(verb)), "eyesight", "good", noun)
        elif _possessor(pages, noun) >= 0:
            yield from fact(_possessor(pages, noun), "eyesight", "glasses", noun)
        elif syntax.lemma[verb] == "wear":
            yield from fact(bearer(pages, pages.subject(verb)), "eyesight", "glasses", noun)
    elif (word in ("twenty-twenty", "20/20") or set(tokens) & PERFECT) and not is_denied(pages, noun):
        yield from fact(owner(pages, noun), "eyesight", "good", noun)


def _state(pages: Pages, token: int, word: str) -> Iterator[Fact]:
    """Unmarried, a widow, childless; never married."""
    syntax = pages.syntax
    helps = {syntax.lower[t] for t in syntax.children[token]}
    entity = of_clause(pages, token)
    if word in ("marry", "married"):
        has_been = word == "married" or helps & {"had", "has", "have", "'d", "'ve"}
        objects = [t for t in syntax.children[token] if syntax.dep[t] == "dobj"]
        if "never" in helps and has_been and not objects:
            yield from fact(entity, "marriage", "never", token)
        elif (
            word == "married"
            and syntax.dep[token] in ("acomp", "ROOT")
            and helps & {"was", "is", "'s"} | {syntax.lemma[syntax.head[token]]} & {"be"}
        ):
            is_not = bool((helps | {syntax.lower[t] for t in syntax.children[syntax.head[token]]}) & {"not", "n't"})
            yield from fact(entity, "marriage", "single" if is_not else "a spouse", token)
        return
    if is_denied(pages, token):
        return
    if word == "childless":
        for kin in ("son", "daughter"):
            yield from fact(entity, f"has a {kin}", "no", token)
    elif word == "unmarried":
        yield from fact(entity, "marriage", "single", token)
    elif word in ("widow", "widower", "widowed") and syntax.dep[token] in ("attr", "appos", "acomp"):
        yield from fact(entity, "husband" if word == "widow" else "wife", "dead", token)
