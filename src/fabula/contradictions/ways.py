"""Further facts of people: how they are built, where they come from, whom they have, what they never do.

The problem. Such facts are told in many ways, and half of them in words that are said:
    Raf is a vegetarian. ... Raf ate the bacon. / "My three brothers are at sea." ... She had one brother.
What somebody says of themselves counts where the fact is of their own kin; what others say does not.
"""

from __future__ import annotations

from collections.abc import Iterator

from fabula.contradictions.cues import NUMBERS
from fabula.contradictions.death_words import DIES, ENDS
from fabula.contradictions.pages import Pages
from fabula.contradictions.parsing import Fact, bearer, fact, is_denied, noun_bearer, of_clause, owner
from fabula.language.syntax import SUBJECTS

BUILDS = {
    **dict.fromkeys("tall lanky towering".split(), ("height", "tall")),
    **dict.fromkeys("short squat diminutive tiny small".split(), ("height", "short")),
    **dict.fromkeys("thin lean skinny gaunt slender scrawny bony slim willowy".split(), ("build", "thin")),
    **dict.fromkeys("fat stout plump portly corpulent obese thickset stocky burly".split(), ("build", "stout")),
}
KIN = {
    **dict.fromkeys("son daughter child brother sister husband wife cousin aunt uncle grandson granddaughter".split()),
    **{"grandchild": None, "kid": None},
}
COUNTS = {"only": 1, "one": 1, "two": 2, "single": 1, "both": 2, **{word: n for word, n in NUMBERS.items() if n < 14}}
FLESH = frozenset(
    "meat beef bacon ham steak pork chicken lamb mutton sausage veal turkey duck fish burger kebab salami".split()
)
DRINKS = frozenset(
    "whisky whiskey gin brandy rum beer wine ale port sherry champagne vodka cider bourbon claret stout pint".split()
)
SMOKES = frozenset("cigarette cigar pipe cheroot".split())
HABITS = {
    "eats meat": (frozenset("vegetarian vegan".split()), frozenset("eat touch".split()), FLESH,
                  frozenset("eat chew swallow devour finish bite wolf".split())),
    "drinks": (frozenset("teetotaller teetotaler teetotal abstainer".split()), frozenset("drink touch".split()),
               DRINKS | {"drop", "alcohol", "spirits", "liquor"},
               frozenset("drink sip swallow drain down gulp".split())),
    "smokes": (frozenset(("non-smoker",)), frozenset(("smoke",)), SMOKES, frozenset("smoke light puff".split())),
}  # fmt: skip
"""What somebody does -> who does not, verbs and nouns of what they never do, verbs of doing it."""
KIN_ALIVE = frozenset("mother father wife husband".split())  # one has one of them
CALLED_SO = {
    **dict.fromkeys("mum mom mummy mama".split(), "mother"),
    **dict.fromkeys("dad daddy papa".split(), "father"),
}
HEADS = {"redhead": "red", "blonde": "fair", "blond": "fair", "brunette": "brown"}
_NAMES = frozenset(word for no, *_ in HABITS.values() for word in no)
_VERBS = frozenset(verb for _, never, _, does in HABITS.values() for verb in never | does)
LONG_HAIR = frozenset("braid plait ponytail pigtail topknot".split())
CROPPED = frozenset("crop cropped shave shaved shaven close-cropped crewcut buzzcut".split())
CUTS = frozenset("crew buzz".split())  # a crew cut
_OTHERS = "orphan foot cut curl bear come grow raise hail native blind see watch read marry married bald hair pour have"
CUES = (
    frozenset(_OTHERS.split()) | LONG_HAIR | CROPPED | {*BUILDS, *KIN, *KIN_ALIVE, *CALLED_SO, *HEADS, *_NAMES, *_VERBS}
)
BARE = frozenset(("nsubj", "neg", "aux", "punct", "cc", "conj"))  # what may hang on "he never drank"


def ways_of(pages: Pages, token: int) -> Iterator[Fact]:
    """The facts that a word of CUES says."""
    lemma = pages.syntax.lemma[token]
    if lemma in KIN:
        yield from _kin(pages, token)
    if pages.quote[token] >= 0 and not pages.is_short:
        return
    if lemma in KIN_ALIVE or (lemma in CALLED_SO and pages.is_short):
        yield from _kin_alive(pages, token, CALLED_SO.get(lemma, lemma))
    if lemma == "orphan" and pages.is_short and not is_denied(pages, token):
        for parent in ("mother", "father"):
            yield from fact(noun_bearer(pages, token), parent, "dead", token)
    if lemma in HEADS and pages.syntax.dep[token] in ("attr", "appos") and not is_denied(pages, token):
        yield from fact(noun_bearer(pages, token), "hair", HEADS[lemma], token)
    if lemma in ("marry", "married"):
        yield from _years_married(pages, token)
    if lemma in ("bald", "hair"):
        yield from _head(pages, token)
    if pages.is_short and lemma in LONG_HAIR | CROPPED and not is_denied(pages, token):
        yield from _length_of_hair(pages, token)
    if pages.is_short and lemma in ("cut", "curl") and not is_denied(pages, token):
        yield from _cut(pages, token)
    if lemma == "foot" and pages.is_short:
        yield from _measured(pages, token)
    if lemma in BUILDS:
        yield from _build(pages, token)
    if not pages.is_short and (lemma in _NAMES or lemma in _VERBS):
        yield from _habit(pages, token)
    if lemma in ("bear", "come", "grow", "raise", "hail", "native"):
        yield from _origin(pages, token)
    if pages.is_short and lemma in ("blind", "see", "watch", "read"):
        yield from _sight(pages, token)


def _kin_alive(pages: Pages, noun: int, kin: str) -> Iterator[Fact]:
    """Somebody's mother had died; their mother comes in, or says something."""
    syntax = pages.syntax
    possessor = pages.child(noun, "poss")
    verb = syntax.head[noun]
    if possessor < 0:
        return
    entity = pages.certain_person(possessor)
    is_said_dead = syntax.dep[noun] == "poss" and syntax.lower[verb] == "dead"  # "my mother's dead", as it is parsed
    if is_said_dead or any(syntax.lower[t] in ("late", "dead") for t in syntax.children[noun]):
        yield from fact(entity, kin, "dead", noun)
    elif syntax.dep[noun] in SUBJECTS and (not is_denied(pages, verb) or syntax.lemma[verb] == "wake"):
        has_help = any(syntax.dep[t] in ("aux", "auxpass") for t in syntax.children[verb])
        is_dead = syntax.lemma[verb] == "be" and any(syntax.lower[t] == "dead" for t in syntax.children[verb])
        never_woke = syntax.lemma[verb] == "wake" and any(syntax.lower[t] == "never" for t in syntax.children[verb])
        is_killed = syntax.lemma[verb] in (ENDS if syntax.dep[noun] == "nsubjpass" else DIES)
        if is_killed or is_dead or never_woke:
            yield from fact(entity, kin, "dead", noun)
        elif (
            ((syntax.tag[verb] == "VBD" and not has_help) or _goes_on(pages, verb))
            and syntax.lemma[verb] in DEEDS
            and not pages.layers[noun]
        ):
            yield from fact(entity, kin, "alive", noun)
    elif syntax.dep[noun] == "dobj" and syntax.lemma[verb] in ("lose", "bury") and pages.is_short:
        if not is_denied(pages, verb) and syntax.tag[verb] in ("VBD", "VBN"):
            yield from fact(entity, kin, "dead", noun)
    elif syntax.dep[noun] == "dobj" and syntax.lemma[verb] in TO_THE_LIVING and syntax.tag[verb] == "VBD":
        yield from fact(entity, kin, "alive", noun)


def _goes_on(pages: Pages, verb: int) -> bool:
    """Whether somebody was doing it: "was waiting"."""
    helps = [pages.syntax.lower[t] for t in pages.syntax.children[verb] if pages.syntax.dep[t] in ("aux", "auxpass")]
    return pages.is_short and pages.syntax.tag[verb] == "VBG" and helps in (["was"], ["is"], ["'s"])


DEEDS = frozenset(
    "say ask answer call come go sit stand laugh smile nod cry open shut turn look put take pour cook walk run shout "
    "telephone "
    "ring bring wait knit read wave mend wash sing peel hum lean kneel knock".split()
)
TO_THE_LIVING = frozenset("telephone ring phone call kiss hug ask tell embrace visit help".split())


def _years_married(pages: Pages, token: int) -> Iterator[Fact]:
    """Married for thirty years; twelve years she had been married."""
    syntax = pages.syntax
    tokens = pages.sentence_tokens(token)
    years = [t for t in tokens if syntax.lemma[t] == "year" and abs(t - token) <= 8]
    numbers = {syntax.lower[c] for t in years for c in syntax.children[t] if syntax.lower[c] in NUMBERS}
    if len(numbers) == 1 and not is_denied(pages, token):
        yield from fact(of_clause(pages, token), "years married", str(NUMBERS[numbers.pop()]), token)


def _head(pages: Pages, token: int) -> Iterator[Fact]:
    """Bald; with thick hair."""
    syntax = pages.syntax
    if is_denied(pages, token):
        return
    if syntax.lemma[token] == "bald":
        noun = syntax.head[token]
        if syntax.dep[token] == "amod" and syntax.lemma[noun] == "head":
            yield from fact(owner(pages, noun), "head", "bald", token)
        elif syntax.dep[token] == "amod" and syntax.dep[noun] in ("attr", "appos"):
            yield from fact(noun_bearer(pages, noun), "head", "bald", token)
        elif syntax.dep[token] == "acomp" and syntax.lemma[noun] == "be":
            yield from fact(bearer(pages, pages.subject(noun)), "head", "bald", token)
    elif (
        pages.is_short
        and syntax.dep[token] == "dobj"
        and syntax.lemma[syntax.head[token]] in ("comb", "brush", "plait", "wash")
    ):
        possessor = pages.child(token, "poss")
        by = bearer(pages, pages.subject(syntax.head[token]))
        if possessor >= 0 and pages.certain_person(possessor) == by:
            yield from fact(by, "head", "thick hair", token)
    elif any(syntax.lower[t] in ("thick", "curly", "shaggy", "bushy") for t in syntax.children[token]):
        yield from fact(owner(pages, token), "head", "thick hair", token)
    elif any(syntax.lower[t] == "long" for t in syntax.children[token]):
        yield from fact(owner(pages, token), "head", "long hair", token)


def _length_of_hair(pages: Pages, token: int) -> Iterator[Fact]:
    """A long braid; a shaved head, hair that is cropped."""
    syntax = pages.syntax
    noun = syntax.head[token]
    if syntax.lemma[token] in LONG_HAIR:
        yield from fact(owner(pages, token), "head", "long hair", token)
    elif syntax.dep[token] == "amod" and syntax.lemma[noun] in ("head", "hair", "skull"):
        yield from fact(owner(pages, noun), "head", "cropped", token)
    else:
        subjects = [t for t in syntax.children[token] if syntax.dep[t] in SUBJECTS]
        subjects += [t for t in syntax.children[noun] if syntax.dep[token] == "acomp" and syntax.dep[t] in SUBJECTS]
        for subject in subjects:
            if syntax.lemma[subject] in ("head", "hair", "skull"):
                yield from fact(owner(pages, subject), "head", "cropped", token)


def _cut(pages: Pages, noun: int) -> Iterator[Fact]:
    """His crew cut; her curls."""
    syntax = pages.syntax
    if syntax.lemma[noun] == "cut" and syntax.lower[noun - 1] in CUTS:
        yield from fact(owner(pages, noun), "head", "cropped", noun)
    elif syntax.tag[noun] == "NNS" and any(syntax.dep[t] == "poss" for t in syntax.children[noun]):
        yield from fact(owner(pages, noun), "head", "curls", noun)


def _measured(pages: Pages, foot: int) -> Iterator[Fact]:
    """He stood five foot two; she was six feet in her socks."""
    syntax = pages.syntax
    feet = {"four": 4, "five": 5, "six": 6, "seven": 7}.get(syntax.lower[foot - 1], 0)
    inches = NUMBERS.get(
        next(iter(syntax.lower[foot + 1 : foot + 2]), ""), {"one": 1, "two": 2}.get(syntax.lower[foot + 1], 0)
    )
    verb = syntax.head[foot]
    while syntax.pos[verb] not in ("VERB", "AUX") and syntax.head[verb] != verb:
        verb = syntax.head[verb]
    is_told = syntax.lemma[verb] in ("be", "stand", "measure") and not is_denied(pages, foot)
    if not feet or not is_told or pages.subject(verb) < 0:
        return
    tall = 12 * feet + (inches if inches < 12 else 0)
    if tall >= TALL or tall <= SHORT:
        yield from fact(bearer(pages, pages.subject(verb)), "height", "tall" if tall >= TALL else "short", foot)


TALL, SHORT = 72, 63  # inches


def _build(pages: Pages, token: int) -> Iterator[Fact]:
    """A tall man; he was short; not "short of breath", "short with him"."""
    syntax = pages.syntax
    measures = [t for t in syntax.children[token] if syntax.lemma[t] in ("foot", "inch") or syntax.lower[t] == "feet"]
    if measures:
        numbers = {syntax.lower[c] for t in measures for c in syntax.children[t]}
        if pages.is_short and numbers & {"five", "six", "four", "seven"} and "six" not in numbers:
            yield from fact(of_clause(pages, token), "height", "tall" if "seven" in numbers else "short", token)
        elif pages.is_short and "six" in numbers:
            yield from fact(of_clause(pages, token), "height", "tall", token)
        return
    is_fronted = token == pages.sentence_tokens(token)[0]
    if (any(syntax.dep[t] == "prep" for t in syntax.children[token]) and not is_fronted) or is_denied(pages, token):
        return
    if pages.is_short and token == pages.sentence_tokens(token)[0] and "," in syntax.text[token : token + FRONT]:
        yield from fact(of_clause(pages, token), *BUILDS[syntax.lemma[token]], token)  # "Thin as a rake, he bowed"
    elif syntax.dep[token] == "amod":
        noun = syntax.head[token]
        deps = ("attr", "appos", "npadvmod", "dep", "conj") if pages.is_short else ("attr", "appos")
        if syntax.dep[noun] in deps and syntax.lemma[noun] in (
            "man",
            "woman",
            "person",
            "girl",
            "boy",
            "fellow",
        ):
            yield from fact(noun_bearer(pages, noun), *BUILDS[syntax.lemma[token]], token)
    elif syntax.dep[token] in ("acomp", "conj"):
        verb = syntax.head[token]
        while syntax.dep[verb] == "conj" and syntax.pos[verb] == "ADJ":
            verb = syntax.head[verb]
        verb = syntax.head[verb] if syntax.dep[verb] == "acomp" else verb
        if syntax.lemma[verb] == "be" and syntax.tag[verb] in ("VBD", "VBZ"):
            yield from fact(bearer(pages, pages.subject(verb)), *BUILDS[syntax.lemma[token]], token)


FRONT = 9  # tokens from a first adjective to the comma after it


def _kin(pages: Pages, noun: int) -> Iterator[Fact]:
    """How many sons, sisters or wives somebody has: two sons, an only daughter, no children."""
    syntax = pages.syntax
    children = syntax.children[noun]
    words = {syntax.lower[t] for t in children}
    counts = {COUNTS[word] for word in words if word in COUNTS}
    whole = syntax.head[syntax.head[noun]] if syntax.lower[syntax.head[noun]] == "of" else -1
    before = {syntax.lower[t] for t in syntax.children[whole]} if whole >= 0 else set()
    if whole >= 0 and syntax.lower[whole] in COUNTS and ("all" in before or syntax.lower[whole] == "both"):
        counts = {COUNTS[syntax.lower[whole]]}
    if words & {"of", "other", "first", "second", "third", "last", "elder", "eldest", "older", "younger", "youngest"}:
        return
    if "no" in words and syntax.dep[noun] == "dobj":
        counts = {0}
    parent = syntax.head[syntax.head[noun]] if syntax.lower[syntax.head[noun]] == "of" else -1
    if parent >= 0 and syntax.lemma[parent] in ("mother", "father") and len(counts) == 1:
        kin = PLURALS.get(syntax.lemma[noun], syntax.lemma[noun] + "s")
        yield from fact(noun_bearer(pages, parent), f"number of {kin}", str(counts.pop()), noun)
        return
    is_had = syntax.dep[noun] == "dobj" and syntax.lemma[syntax.head[noun]] in ("have", "get")
    has_owner = any(syntax.dep[t] == "poss" for t in children)
    if (
        len(counts) != 1
        or not (is_had or has_owner)
        or any(syntax.tag[t] == "MD" for t in syntax.children[syntax.head[noun]])
    ):
        return
    if "one" in words and has_owner:
        return
    yield from fact(
        owner(pages, noun),
        f"number of {PLURALS.get(syntax.lemma[noun], syntax.lemma[noun] + 's')}",
        str(counts.pop()),
        noun,
    )


PLURALS = {"child": "children", "wife": "wives", "grandchild": "grandchildren", "kid": "children"}


def _habit(pages: Pages, token: int) -> Iterator[Fact]:
    """A vegetarian, never drank; ate the bacon, drank the gin."""
    syntax = pages.syntax
    lemma = syntax.lemma[token]
    for what, (names, never, things, does) in HABITS.items():
        if lemma in names:
            if not is_denied(pages, token) and syntax.dep[token] in ("attr", "appos", "acomp"):
                entity = noun_bearer(pages, token) if syntax.dep[token] != "acomp" else of_clause(pages, token)
                yield from fact(entity, what, "never", token)
            continue
        if not syntax.tag[token].startswith("VB"):
            continue
        objects = {syntax.lemma[t] for t in syntax.children[token] if syntax.dep[t] == "dobj"}
        helps = {syntax.lower[t] for t in syntax.children[token] if syntax.dep[t] in ("neg", "advmod", "aux")}
        is_bare = lemma in ("drink", "smoke") and {syntax.dep[t] for t in syntax.children[token]} <= BARE
        is_never = "never" in helps or (helps & {"not", "n't"} and helps & {"had"})
        if lemma in does and syntax.lower[token + 1 : token + 2] == ["it"]:
            objects |= {syntax.lemma[t] for t in range(max(token - 12, 0), token)} & things
        if lemma in never and is_never and (objects & things or is_bare):
            yield from fact(bearer(pages, pages.subject(token)), what, "never", token)
        elif (
            lemma in does
            and objects & things
            and syntax.tag[token] in ("VBD", "VBZ", "VBP")
            and not is_denied(pages, token)
        ):
            yield from fact(bearer(pages, pages.subject(token)), what, "does", token)


def _origin(pages: Pages, verb: int) -> Iterator[Fact]:
    """Born in Leith, a native of Leith, grew up in Leith, hails from Leith."""
    syntax = pages.syntax
    lemma = syntax.lemma[verb]
    preps = {"bear": "in", "grow": "in", "raise": "in", "come": "from", "hail": "from", "native": "of"}
    prep = next((t for t in syntax.children[verb] if syntax.lower[t] == preps[lemma]), -1)
    if prep < 0 or is_denied(pages, verb):
        return
    place = next((t for t in syntax.children[prep] if syntax.dep[t] == "pobj" and syntax.pos[t] == "PROPN"), -1)
    if place < 0 or pages.referents.get(place) is not None or syntax.text[place] in MONTHS_AND_DAYS:
        return
    is_bare = pages.is_short and syntax.dep[verb] == "ROOT" and {syntax.dep[t] for t in syntax.children[verb]} <= {
        "nsubj", "prep", "punct",
    }  # fmt: skip
    if lemma == "come" and not (syntax.dep[verb] == "relcl" or syntax.tag[verb] in ("VBZ", "VBP") or is_bare):
        return
    if lemma == "grow" and not any(syntax.lower[t] == "up" for t in syntax.children[verb]):
        return
    entity = noun_bearer(pages, verb) if lemma == "native" else bearer(pages, pages.subject(verb))
    yield from fact(entity, "birthplace" if lemma in ("bear", "native") else "home", syntax.text[place], verb)


MONTHS_AND_DAYS = frozenset(
    "January February March April May June July August September October November December Monday Tuesday Wednesday "
    "Thursday "
    "Friday Saturday Sunday".split()
)


def _sight(pages: Pages, token: int) -> Iterator[Fact]:
    """Blind, and seeing."""
    syntax = pages.syntax
    if syntax.lemma[token] == "blind":
        verb = syntax.head[token]
        if (
            syntax.dep[token] == "acomp"
            and syntax.lemma[verb] == "be"
            and not syntax.children[token]
            and not is_denied(pages, token)
        ):
            yield from fact(bearer(pages, pages.subject(verb)), "able to see", "no", token)
        return
    has_object = any(syntax.dep[t] == "dobj" and syntax.pos[t] == "NOUN" for t in syntax.children[token])
    is_own = any(syntax.dep[t] in SUBJECTS for t in syntax.children[token])
    if has_object and is_own and syntax.tag[token] == "VBD" and not is_denied(pages, token):
        yield from fact(bearer(pages, pages.subject(token)), "able to see", "yes", token)
