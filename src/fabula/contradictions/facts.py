"""What the narration says of somebody that has one value at a time: eyes, hair, age, sides of the body, skills.

The problem. Who is meant, and is it said at all?
    She had to stand on his good side: Pike was deaf in the left ear. ... a broad woman with a plait and grey eyes.
Each form is a cue word with its place in the parse; whose a part of the body is, its possessor says, or the subject of
"have", or the noun that "with" hangs on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from fabula.contradictions.ages import age, birthday
from fabula.contradictions.cues import (
    BARE,
    COLOURS,
    FACIAL_HAIR,
    HAIRS,
    HANDS,
    JOBS,
    NUMBERS,
    PARTS,
    ROLES,
    SIDES,
)
from fabula.contradictions.described import described
from fabula.contradictions.habits import habits_of
from fabula.contradictions.lives import lives_of
from fabula.contradictions.pages import UNREAL, Pages
from fabula.contradictions.parsing import (
    Fact,
    bearer,
    below,
    fact,
    is_denied,
    noun_bearer,
    of_clause,
    owner,
    predicates,
)
from fabula.contradictions.sides import LIMBS, count, handed, limb, side, used_hand
from fabula.contradictions.skills import ABLE, skill
from fabula.contradictions.ways import COUNTS, CUES, ways_of


def facts_of(pages: Pages) -> Iterator[Fact]:
    """The facts that the narration states, in no order; in a short story also what people say of themselves."""
    yield from described(pages)
    for token in range(len(pages.syntax)):
        if pages.is_heading[token] or pages.layers[token] in UNREAL:
            continue
        quote = pages.quote[token]
        if quote < 0:
            yield from _facts_at(pages, token)
        elif pages.is_short:
            yield from (own for own in _facts_at(pages, token) if _may_say(pages, own, quote))


def _facts_at(pages: Pages, token: int) -> Iterator[Fact]:
    """The facts of which a word is the cue."""
    lemma, word = pages.syntax.lemma[token], pages.syntax.lower[token]
    if lemma in CUES:
        yield from ways_of(pages, token)
    if pages.is_short:
        yield from habits_of(pages, token)
        yield from lives_of(pages, token)
    for finder in FINDERS.get(lemma, FINDERS.get(word, ())):
        yield from finder(pages, token)
    if lemma in LIMBS or lemma in ("wrist", "elbow", "knee"):
        yield from limb(pages, token)
    if word in TAILS and token > 1 and pages.syntax.text[token - 1] == "-":
        yield from _compound(pages, token, f"{pages.syntax.lower[token - 2]}-{word}")


def _may_say(pages: Pages, own: Fact, quote: int) -> bool:
    """Whether what is said counts: of oneself, or of others where no word around says that it is a lie or a mistake."""
    if own.entity == pages.speaker[quote]:
        return True
    tokens = pages.paragraph_tokens(pages.syntax.paragraph[own.token])
    return not any(pages.syntax.lemma[t] in LIES or pages.syntax.text[t] == "?" for t in tokens)


LIES = frozenset(
    "lie lying pretend wrong mistake mistaken rumour rumor gossip think suppose guess say hear fib".split()
)


def _colour(pages: Pages, noun: int) -> Iterator[Fact]:
    """Eyes and hair; eyes in a long text the table of descriptions tells more surely."""
    syntax = pages.syntax
    what = "eyes" if syntax.lemma[noun] == "eye" else "hair"
    if what == "eyes" and (syntax.tag[noun] != "NNS" or not pages.is_short):
        return
    words = {noun - 1, *predicates(pages, noun)} if noun else set()
    colours = [
        COLOURS[what][word] for t in words for word in (syntax.lower[t], syntax.lemma[t]) if word in COLOURS[what]
    ]
    if what == "hair" and colours == ["brown"] and any(syntax.lower[t] == "dark" for t in words):
        colours = ["dark"]
    if not colours and pages.is_short:
        colours = _colour_likened(pages, noun, what)
    if not colours and pages.is_short:
        colours = _colour_after(pages, noun, what) or _colour_in(pages, noun, what)
    entity = owner(pages, noun)
    if entity < 0 and pages.is_short and syntax.lower[syntax.head[noun]] == "with" and _is_shown(pages, noun):
        entity = of_clause(pages, noun)
    if entity < 0 and pages.is_short and what == "eyes" and pages.quote[noun] < 0 and _is_pointed_at(pages, noun):
        entity = _shown_before(pages, noun)
    is_one = any(syntax.lower[t] in ("one", "other", "left", "right") for t in predicates(pages, noun))
    if len(set(colours)) == 1 and not is_one and not is_denied(pages, noun):
        yield from fact(entity, what, colours[0], noun)


def _is_pointed_at(pages: Pages, noun: int) -> bool:
    """Whether eyes are nobody's by grammar: the grey eyes, those dark eyes of hers, a pair of golden eyes."""
    syntax = pages.syntax
    has_owner = any(syntax.dep[t] == "poss" for t in syntax.children[noun])
    of = syntax.head[noun] if syntax.lower[syntax.head[noun]] == "of" else -1
    is_pair = of >= 0 and syntax.lemma[syntax.head[of]] == "pair"
    before = [syntax.lower[t] for t in syntax.children[noun] if t < noun]
    return not has_owner and (is_pair or before[:1] in (["the"], ["those"], ["these"]) or _begins(pages, noun))


def _begins(pages: Pages, noun: int) -> bool:
    """Whether a noun with what describes it begins its sentence."""
    first = min((t for t in pages.syntax.children[noun] if t < noun), default=noun)
    return first == pages.sentence_tokens(noun)[0]


def _shown_before(pages: Pages, noun: int) -> int:
    """The only person but who tells it whom the sentences shortly before a word tell of, or -1."""
    tokens = range(max(pages.paragraph_tokens(pages.syntax.paragraph[noun]).start, noun - SHORTLY), noun)
    people = {pages.person(t) for t in tokens if t in pages.referents and pages.is_told(t)} - pages.narrators - {-1}
    return people.pop() if len(people) == 1 else -1


SHORTLY = 40  # tokens


def _is_shown(pages: Pages, noun: int) -> bool:
    """Whether a noun is one that the text points at: "with those big hazel eyes"."""
    return any(pages.syntax.lower[t] in ("those", "these", "that") for t in pages.syntax.children[noun])


def _colour_likened(pages: Pages, noun: int, what: str) -> list[str]:
    """Hair the colour of straw; eyes like wet slate."""
    syntax = pages.syntax
    tops = [t for t in syntax.children[noun] if syntax.lower[t] == "like"]
    near = {*syntax.children[noun], *syntax.children[syntax.head[noun]]}
    tops += [t for t in near if syntax.lemma[t] in ("colour", "color") and t > noun]
    words = {syntax.lower[t] for top in tops for t in below(pages, top)}
    found = {LIKENED.get(word, COLOURS[what].get(word, "")) for word in words} - {""}
    return [found.pop()] if len(found) == 1 else []


LIKENED = {
    **dict.fromkeys("straw wheat corn honey butter sand hay flax".split(), "fair"),
    **dict.fromkeys("copper rust fire carrots foxes fox brick".split(), "red"),
    **dict.fromkeys("coal ink soot tar pitch raven crow jet".split(), "black"),
    **dict.fromkeys("slate steel rain ash ashes smoke lead pewter".split(), "grey"),
    **dict.fromkeys("sky cornflowers cornflower forget-me-nots sapphires sapphire".split(), "blue"),
    **dict.fromkeys("emeralds emerald grass moss bottle-glass jade gooseberries".split(), "green"),
    **dict.fromkeys("chocolate chestnuts mud conkers conker toffee coffee mahogany".split(), "brown"),
    **dict.fromkeys(("snow", "milk"), "white"),
}


def _colour_after(pages: Pages, noun: int, what: str) -> list[str]:
    """The one colour right behind a noun, after a mark: "her eyes first: blue, very pale"."""
    syntax = pages.syntax
    after = [t for t in pages.sentence_tokens(noun) if noun < t <= noun + AFTER]
    marks = [t for t in after if syntax.text[t] in (":", ",", "—", "–")]
    found = [t for t in after if syntax.lower[t] in COLOURS[what]]
    if len(found) > 1 and syntax.head[found[0]] == found[1] and syntax.dep[found[0]] == "amod":
        found = found[1:]  # "so dark a brown"
    is_free = found and syntax.dep[found[0]] in ("acomp", "amod", "appos", "attr", "conj", "dep", "ROOT", "oprd")
    is_behind = bool(found and marks) and marks[0] < found[0] and found[0] - marks[0] <= 3
    has_noun = found and syntax.pos[syntax.head[found[0]]] == "NOUN" and syntax.head[found[0]] not in (noun, found[0])
    return [COLOURS[what][syntax.lower[found[0]]]] if is_free and is_behind and not has_noun else []


AFTER = 8  # tokens


def _colour_in(pages: Pages, noun: int, what: str) -> list[str]:
    """The colour that is in somebody's eyes: "it showed up the green in his eyes"."""
    syntax = pages.syntax
    within = syntax.head[noun]
    if syntax.lower[within] != "in" or syntax.lower[within - 2] != "the":
        return []
    return [COLOURS[what][syntax.lower[within - 1]]] if syntax.lower[within - 1] in COLOURS[what] else []


def _compound(pages: Pages, token: int, word: str) -> Iterator[Fact]:
    """Blue-eyed, red-haired, left-handed, one-armed, clean-shaven, nineteen-year-old."""
    syntax = pages.syntax
    first, _, last = word.partition("-")
    what = {"eyed": "eyes", "haired": "hair"}.get(last)
    if what is None and not (first in SIDES or first in ("one", "clean", "smooth")):
        return
    entity = noun_bearer(pages, syntax.head[token]) if syntax.dep[token] == "amod" else of_clause(pages, token)
    if is_denied(pages, token):
        return
    if what and first in COLOURS[what]:
        yield from fact(entity, what, COLOURS[what][first], token)
    if last in ("handed", "footed") and first in SIDES:
        yield from fact(entity, {"handed": "handedness", "footed": "kicking foot"}[last], first, token)
    if first == "one" and last in ("eyed", "armed", "legged", "handed"):
        yield from fact(entity, f"number of {last[:-2].replace('ey', 'eye')}s", "one", token)
    if word in ("clean-shaven", "smooth-shaven"):
        if syntax.lemma[syntax.head[token]] in ("chin", "face", "jaw", "cheek"):
            entity = owner(pages, syntax.head[token])
        yield from fact(entity, "beard", "none", token)


def _beard(pages: Pages, noun: int) -> Iterator[Fact]:
    """A beard or moustache that somebody has, and a bare chin."""
    syntax = pages.syntax
    if syntax.lemma[noun] in FACIAL_HAIR:
        words = {syntax.lower[t] for t in syntax.children[noun]} | {syntax.lower[syntax.head[noun]]}
        if not words & {"false", "no", "fake", "glued", "paper", "milk", "old"} and not is_denied(pages, noun):
            yield from fact(owner(pages, noun), "beard", "some", noun)
    elif syntax.lemma[noun] == "face" and not {syntax.lower[t] for t in predicates(pages, noun)} & HAIRLESS:
        return
    elif any(syntax.lower[t] in BARE for t in predicates(pages, noun)) and not is_denied(pages, noun):
        yield from fact(owner(pages, noun), "beard", "none", noun)


HAIRLESS = frozenset("hairless beardless clean-shaven shaven".split())


def _job(pages: Pages, noun: int) -> Iterator[Fact]:
    """Somebody is a dentist, or stands beside "a dentist"; not had been, not the words of a comparison."""
    syntax = pages.syntax
    head, dep = syntax.head[noun], syntax.dep[noun]
    words = {syntax.lower[t] for t in syntax.children[noun]}
    if not pages.is_short and syntax.lemma[noun] not in JOBS:
        return
    after = syntax.lower[noun + 1 : noun + 3]
    is_owned = dep == "attr" and after[:1] in (["for"], ["since"]) and pages.is_short
    is_owned &= any(syntax.dep[t] == "poss" for t in syntax.children[noun])  # "the ring's medic for six years"
    if not (words & {"a", "an"} or is_owned) or words & NOT_NOW:
        return
    is_compound = any(syntax.dep[t] == "compound" for t in syntax.children[noun])
    if (is_compound and not pages.is_short) or is_denied(pages, noun):
        return
    entity = -1
    helps = {syntax.lower[t] for t in syntax.children[head] if syntax.dep[t] == "aux"}
    lasts = {syntax.lower[t] for t in pages.sentence_tokens(noun) if noun < t <= noun + 6} & {"for", "since", "all"}
    is_still = pages.is_short and helps <= {"had", "has", "have", "'d", "'s", "'ve"} and lasts
    if pages.is_short and dep == "pobj" and syntax.lower[head] == "as":
        over = syntax.head[head]
        is_work = syntax.lemma[over] in ("work", "know", "earn", "serve", "train", "spend") or head < over
        entity = of_clause(pages, over) if is_work and syntax.text[head - 1] not in ("such", "same") else -1
    if dep == "attr" and syntax.lemma[head] == "be" and (not helps or is_still):
        entity = bearer(pages, pages.subject(head))
    elif dep == "appos":
        entity = noun_bearer(pages, noun)
    if entity < 0 and dep in ("appos", "npadvmod", "conj", "dep") and syntax.text[noun - 2 : noun - 1] == [","]:
        entity = of_clause(pages, noun)
    if entity < 0 and pages.is_short and after == ["by", "trade"]:
        entity = of_clause(pages, noun)
    yield from fact(entity, "job", syntax.lemma[noun], noun)


NOT_NOW = frozenset("like former retired would-be born bit regular such".split())
"""Words with which "a dentist" is none, or none any more."""


def _only_child(pages: Pages, noun: int) -> Iterator[Fact]:
    """An only child; a brother or sister."""
    syntax = pages.syntax
    words = {syntax.lower[t] for t in syntax.children[noun]}
    if pages.is_short and syntax.lemma[noun] in ("brother", "sister", "sibling", "child"):
        yield from _siblings(pages, noun)
        yield from _rank_of_sibling(pages, noun)
    is_only = syntax.lemma[noun] == "child" and "only" in words and syntax.dep[noun] in ("attr", "appos")
    has_parent = any(syntax.dep[t] == "poss" for t in syntax.children[noun])
    if is_only and not has_parent and not is_denied(pages, noun):
        yield from fact(noun_bearer(pages, noun), "brothers and sisters", "none", noun)
    if (
        syntax.lemma[noun] in ("brother", "sister")
        and not syntax.text[noun][0].isupper()
        and not words & {"half", "-", "no"}
    ):
        possessor = pages.child(noun, "poss")
        after = syntax.lower[noun + 1] if noun + 1 < len(syntax) else ""
        if possessor >= 0 and after not in ("-", "officer", "officers", "in", "nun", "nuns"):
            yield from fact(pages.certain_person(possessor), "brothers and sisters", f"a {syntax.lemma[noun]}", noun)


def _rank_of_sibling(pages: Pages, noun: int) -> Iterator[Fact]:
    """Her elder brother, his kid sister: whether somebody is older or younger than one whose sibling they are."""
    syntax = pages.syntax
    values = {ELDER[syntax.lower[t]] for t in syntax.children[noun] if syntax.lower[t] in ELDER}
    possessor = pages.child(noun, "poss")
    of = pages.certain_person(possessor) if possessor >= 0 else -1
    entity = noun_bearer(pages, noun)
    if len(values) == 1 and entity in pages.named and of >= 0 and entity != of:
        yield from fact(entity, f"older or younger than {pages.shown_names[of]}", values.pop(), noun)


ELDER = {
    **dict.fromkeys("elder older big eldest oldest".split(), "older"),
    **dict.fromkeys("younger little kid baby youngest".split(), "younger"),
}


def _siblings(pages: Pages, noun: int) -> Iterator[Fact]:
    """The youngest of five brothers, one of four children; neither brother nor sister, no siblings."""
    syntax = pages.syntax
    tokens = pages.sentence_tokens(noun)
    before = [t for t in tokens if noun - 5 <= t < noun]
    words = [syntax.lower[t] for t in before]
    rank = next((t for t in before if syntax.lower[t] in RANKS), -1)
    if rank >= 0 and "of" in words and (set(words) & set(COUNTS) or syntax.tag[noun] == "NNS"):
        if not is_denied(pages, rank):
            entity = noun_bearer(pages, rank)
            yield from fact(
                entity if entity >= 0 else of_clause(pages, rank), "brothers and sisters", "brothers or sisters", noun
            )
    elif syntax.lemma[noun] != "child" and words[-1:] and words[-1] in ("no", "neither"):
        verb = syntax.head[noun]
        if syntax.lemma[verb] in ("have", "be") or "having" in words:
            entity = of_clause(pages, noun)
            yield from fact(entity, "brothers and sisters", "none", noun)


RANKS = frozenset("youngest eldest oldest one last first second third middle".split())


def _single(pages: Pages, noun: int) -> Iterator[Fact]:
    """A bachelor or spinster; a wife or husband."""
    syntax = pages.syntax
    words = {syntax.lower[t] for t in syntax.children[noun]}
    if syntax.lemma[noun] in ("bachelor", "spinster"):
        if syntax.dep[noun] in ("attr", "appos") and not is_denied(pages, noun):
            yield from fact(noun_bearer(pages, noun), "marriage", "single", noun)
    elif not words & {"future", "own"}:
        possessor = pages.child(noun, "poss")
        has_had = words & {"first", "late", "dead", "ex", "former"}
        if possessor >= 0 and not is_denied(pages, noun):
            value = "once" if has_had else f"a {syntax.lemma[noun]}"
            yield from fact(pages.certain_person(possessor), "marriage", value, noun)


TAILS = frozenset("eyed haired handed footed armed legged shaven".split())  # after a hyphen

Finder = Callable[[Pages, int], Iterator[Fact]]

CUES_OF: tuple[tuple[Finder, Collection[str]], ...] = (
    (_colour, {"eye", *HAIRS}),
    (side, PARTS.keys() | HANDS),
    (_beard, FACIAL_HAIR | {"chin", "cheek", "jaw", "face"}),
    (used_hand, HANDS),
    (handed, ("lefty", "left-hander", "right-hander", "southpaw", "everything")),
    (count, {"eye", "arm", "leg", *HANDS}),
    (age, {"one", "two", *NUMBERS}),
    (_job, ROLES),
    (_only_child, ("child", "brother", "sister", "sibling")),
    (_single, ("bachelor", "spinster", "wife", "husband")),
    (skill, ABLE),
    (birthday, ("bear", "born", "birthday")),
)
"""What finds a fact, and the words that may be its cue."""

FINDERS: dict[str, tuple[Finder, ...]] = {
    word: tuple(finder for finder, cues in CUES_OF if word in cues) for _, words in CUES_OF for word in words
}
