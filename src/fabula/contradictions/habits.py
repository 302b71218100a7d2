"""What somebody never eats, drinks or does, or cannot do, and what they do all the same.

The problem. It is told in many ways, the thing and the verb apart:
    Nuts would kill her; she was allergic. ... She took another almond from the bowl.
A word for not doing it, with a thing of a group below it or as its subject, says "never"; any verb of taking in, with a
thing of the group in its clause, says "does". A skill is denied by "never learned to", "could not" or a word such as
"illiterate", and shown by its verb told as done.
"""

from __future__ import annotations

from collections.abc import Iterator

from fabula.contradictions.pages import Pages
from fabula.contradictions.parsing import Fact, bearer, below, fact, is_denied, noun_bearer, of_clause
from fabula.lexicon.lists import word_list

_FISH = "fish cod salmon trout tuna haddock herring kipper sardine anchovy mackerel"
_SHELLFISH = "shellfish prawn shrimp crab lobster mussel oyster scallop langoustine clam cockle"
_FLESH = (
    "meat beef bacon ham steak pork chicken lamb mutton sausage veal turkey duck goose burger hamburger kebab salami "
    "chop roast rib brisket gammon chorizo pepperoni mince"
)
GROUPS = {
    "meat": frozenset(_FLESH.split()),
    "fish": frozenset(f"{_FISH} {_SHELLFISH}".split()),
    "shellfish": frozenset(_SHELLFISH.split()),
    "nuts": frozenset("nut peanut walnut almond hazelnut cashew pecan pistachio praline marzipan satay".split()),
    "eggs": frozenset("egg omelette omelet meringue".split()),
    "milk": frozenset("milk cream cheese butter yoghurt yogurt custard latte cappuccino milkshake".split()),
    "strawberries": frozenset(("strawberry",)),
    "sugar": frozenset("sugar".split()),
    "coffee": frozenset("coffee espresso latte cappuccino americano".split()),
    "tea": frozenset("tea".split()),
    "chocolate": frozenset("chocolate brownie truffle".split()),
    "mushrooms": frozenset(("mushroom",)),
    "bread": frozenset("bread toast gluten wheat sandwich baguette bun".split()),
    "alcohol": frozenset(
        "alcohol whisky whiskey gin brandy rum beer wine ale port sherry champagne vodka cider bourbon claret stout "
        "pint lager cocktail prosecco tequila martini liquor drop scotch schnapps cognac grappa sake".split()
    ),
    "tobacco": frozenset("cigarette cigar pipe cheroot tobacco fag cigarillo".split()),
}
"""What is taken in, by its kind -> the words for it."""
NAMES = {
    **dict.fromkeys(("vegetarian", "veggie"), ("meat", "fish")),
    "vegan": ("meat", "fish", "eggs", "milk"),
    "pescatarian": ("meat",),
    **dict.fromkeys("teetotaller teetotaler teetotal abstainer".split(), ("alcohol",)),
    "non-smoker": ("tobacco",),
}
"""What somebody is called who never takes some of it."""
NEVER = frozenset("eat touch drink take smoke taste like have want".split())
HATES = frozenset("hate hated hates loathe loathed loathes detest detested detests".split())
STANDS = frozenset("stand abide bear stomach eat drink".split())  # after "cannot"
TAKES = frozenset(
    "eat bite chew swallow devour finish taste pop crunch nibble munch wolf gobble sip drink drain gulp down swig "
    "smoke "
    "light puff drag lick polish".split()
)
LOOSE = frozenset("put take pour stir have order spoon help tip".split())  # with the mouth, or something of their own
MOUTH = frozenset("mouth lip tongue teeth tooth glass cup coffee tea plate".split())
MEALS = frozenset("breakfast lunch dinner supper".split())
MEASURES = frozenset("handful bite mouthful sip swig gulp slice drag puff forkful spoonful swallow".split())
SELVES = frozenset("himself herself myself".split())
ALWAYS = frozenset("always usually often normally regularly sometimes every".split())

UNABLE = {"illiterate": "read", "non-swimmer": "swim", "nonswimmer": "swim", "mute": "speak", "tone-deaf": "sing"}
LANGUAGES = frozenset(
    word.title()
    for word in word_list("descriptions", "nationalities")
    if word
    not in ("american", "british", "swiss", "belgian", "mexican", "canadian", "australian", "african", "austrian")
) | frozenset(
    "Latin Yoruba Igbo Hausa Swahili Urdu Hindi Punjabi Mandarin Cantonese Gaelic Hebrew Yiddish Farsi".split()
)
SPEAKS = frozenset("speak know understand have read learn".split())
NOT_SPOKEN = frozenset("be have hear live print sign teach listen keep do come write".split())
NO = frozenset("no not n't never nor without neither hardly barely scarcely".split())


def habits_of(pages: Pages, token: int) -> Iterator[Fact]:
    """What a word says somebody never takes, takes, cannot do or does."""
    syntax = pages.syntax
    lemma, word = syntax.lemma[token], syntax.lower[token]
    if lemma in NAMES and syntax.dep[token] in ("attr", "appos", "acomp", "conj", "oprd"):
        for group in NAMES[lemma] if not is_denied(pages, token) else ():
            yield from fact(_is_of(pages, token), f"takes {group}", "never", token)
    elif lemma in ("allergic", "allergy"):
        yield from _allergic(pages, token)
    elif word in UNABLE and not is_denied(pages, token):
        yield from fact(_is_of(pages, token), f"able to {UNABLE[word]}", "no", token)
    elif syntax.tag[token].startswith("VB"):
        yield from _taken(pages, token)
    if syntax.text[token] in LANGUAGES:
        yield from _language(pages, token)


def _is_of(pages: Pages, token: int) -> int:
    """Of whom a word after "be", or beside a name, is said."""
    dep = pages.syntax.dep[token]
    return noun_bearer(pages, token) if dep in ("attr", "appos") else of_clause(pages, token)


def _groups(pages: Pages, tokens: list[int]) -> set[str]:
    """The kinds of things among some words."""
    lemmas = {pages.syntax.lemma[t] for t in tokens if pages.syntax.pos[t] in ("NOUN", "PROPN", "ADJ", "VERB")}
    return {group for group, words in GROUPS.items() if words & lemmas}


def _groups_as_it(pages: Pages, verb: int) -> set[str]:
    """The kinds of the things that "it" or "them" after a verb stands for: "opened a beer and drank it"."""
    syntax = pages.syntax
    if syntax.lower[verb + 1 : verb + 2] not in (["it"], ["them"]):
        return set()
    return _groups(pages, [t for t in pages.sentence_tokens(verb) if t < verb])


def _allergic(pages: Pages, token: int) -> Iterator[Fact]:
    """Allergic to nuts; her allergy to nuts; a nut allergy."""
    things = below(pages, token)
    if pages.syntax.lemma[token] == "allergic":
        entity = of_clause(pages, token)
    else:
        possessor = pages.child(token, "poss")
        entity = pages.certain_person(possessor) if possessor >= 0 else of_clause(pages, token)
    if not is_denied(pages, token):
        for group in _groups(pages, things):
            yield from fact(entity, f"takes {group}", "never", token)


def _taken(pages: Pages, verb: int) -> Iterator[Fact]:
    """Never eats meat, cannot stand coffee; bit into the peach, put two sugars in his tea."""
    syntax = pages.syntax
    lemma, word = syntax.lemma[verb], syntax.lower[verb]
    if lemma not in NEVER | STANDS | TAKES | LOOSE and word not in HATES:
        return
    tokens = below(pages, verb)
    groups = _groups(pages, tokens) or _groups_as_it(pages, verb)
    helps = {syntax.lower[t] for t in syntax.children[verb] if syntax.dep[t] in ("neg", "advmod", "aux", "npadvmod")}
    if lemma in ("drink", "smoke") and not any(syntax.dep[t] == "dobj" for t in syntax.children[verb]):
        groups |= {"alcohol" if lemma == "drink" else "tobacco"}
    if not groups:
        return
    entity = bearer(pages, pages.subject(verb))
    is_not = bool(helps & {"not", "n't"})
    lately = {syntax.lower[t] for t in tokens} & {"yet", "now", "tonight", "today", "enough", "more", "much", "quickly"}
    has_object = any(syntax.dep[t] in ("dobj", "prep", "advcl", "npadvmod") for t in syntax.children[verb])
    is_habit = "never" in helps or (
        is_not and (helps & {"does", "do", "had", "has", "have"} or ("did" in helps and not has_object))
    )
    if (
        (lemma in NEVER and is_habit and not lately)
        or (word in HATES and not is_not)
        or (lemma in STANDS and is_not and helps & {"could", "can", "ca"} and not lately)
    ):
        for group in groups:
            yield from fact(entity, f"takes {group}", "never", verb)
    elif not is_not and "never" not in helps and syntax.tag[verb] in ("VBD", "VBZ", "VBP", "VBG", "VBN"):
        is_hers = (
            lemma in TAKES
            or lemma == "order"
            or (lemma == "have" and bool({syntax.lemma[t] for t in tokens} & MEALS))
            or (lemma in LOOSE and any(syntax.lemma[t] in MEASURES for t in tokens))
            or (lemma in LOOSE and any(syntax.lemma[t] in MOUTH or syntax.lower[t] in SELVES for t in tokens))
        )
        has_not_been = syntax.tag[verb] in ("VBG", "VBN") and syntax.dep[verb] not in ("conj", "advcl", "ROOT", "xcomp")
        if is_hers and not has_not_been and not is_denied(pages, verb):
            for group in groups:
                yield from fact(entity, f"takes {group}", "does", verb)


def _language(pages: Pages, token: int) -> Iterator[Fact]:
    """Not a word of French; said it in French."""
    syntax = pages.syntax
    clause = [t for t in pages.sentence_tokens(token) if abs(t - token) <= AWAY]
    verb = token
    for _ in range(6):
        if syntax.pos[verb] == "VERB" or syntax.head[verb] == verb:
            break
        verb = syntax.head[verb]
    what = f"speaks {syntax.text[token]}"
    entity = bearer(pages, pages.subject(verb)) if syntax.pos[verb] == "VERB" else -1
    words = {syntax.lower[t] for t in clause if t < token}
    if syntax.lemma[verb] in SPEAKS and syntax.pos[token] in ("PROPN", "NOUN"):
        if words & NO and "only" not in words:
            yield from fact(entity, what, "no", token)
        elif syntax.lemma[verb] == "speak" and syntax.tag[verb] in ("VBD", "VBZ", "VBP"):
            yield from fact(entity, what, "yes", token)
    elif (
        syntax.lower[syntax.head[token]] == "in" and syntax.lemma[verb] not in NOT_SPOKEN and not is_denied(pages, verb)
    ):
        yield from fact(entity, what, "yes", token)


AWAY = 10  # tokens
