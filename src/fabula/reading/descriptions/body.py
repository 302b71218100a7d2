"""What is said of eyes, hair, skin, face, limbs and voice.

The problem. Faces are full of passing states: "her face was white", "his eyes were wide", "her hair was wet". Only
words of lists that last are taken ("her green eyes", "his eyes were brown", "a girl with long black hair",
"blue-eyed"); what comes with a cause ("white with fear") is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial

from fabula.language.noun_phrases import left_edge
from fabula.lexicon.lists import word_list
from fabula.reading.clause_words import NEGATIONS
from fabula.reading.descriptions.bearers import SEEMING, Bearers, Described, Whose, phrases

_words = partial(word_list, "descriptions")

OWNED, SAID, WITH, LOOSE, COMPOUND = 0.95, 0.9, 0.9, 0.7, 0.95
PARTS = {
    **dict.fromkeys(("eye",), ("eyes", "eyes", False)),
    **dict.fromkeys(("hair",), ("hair", "hair", False)),
    **dict.fromkeys(_words("curls"), ("hair", "hair", True)),
    **dict.fromkeys(("skin", "complexion"), ("skin", "skin", False)),
    **dict.fromkeys(("face", "feature", "visage", "countenance"), ("face", "face", False)),
    **dict.fromkeys(_words("parts"), ("face", "part", True)),
    **dict.fromkeys(_words("marks"), ("face", "mark", True)),
    **dict.fromkeys(_words("body"), ("build", "limb", True)),
    **dict.fromkeys(_words("frames"), ("build", "frame", False)),
    **{noun: ("voice", "voice", noun != "voice") for noun in _words("voices")},
}
"""Noun -> kind, the list of words that last with it, and whether the noun belongs to the value."""

ENDINGS = {
    **dict.fromkeys(("eyed",), ("eyes", "eyes")),
    **dict.fromkeys(("haired", "headed"), ("hair", "hair")),
    **dict.fromkeys(("skinned", "complexioned"), ("skin", "skin")),
    **dict.fromkeys(("faced", "featured"), ("face", "face")),
    **dict.fromkeys(("shouldered", "legged", "limbed", "chested", "necked"), ("build", "limb")),
    **dict.fromkeys(("voiced",), ("voice", "voice")),
    **dict.fromkeys(("handed", "footed", "hander", "footer"), ("hand", "side")),
}
"""The last part of "blue-eyed" -> kind and the list that the first part must be in."""
LASTING = ("be", "remain", *SEEMING)
HAILED = frozenset("chap fellow boy man girl woman bean thing fool friend".split())  # "old chap"
AFTER = 12  # tokens within which the rest of a description is looked for
USING = frozenset("write draw paint sew bat bowl".split())
SCARRED = frozenset("cheek brow eyebrow temple forehead chin jaw lip hand arm shoulder wrist eye thigh knee".split())
PAIRED = frozenset("eye arm leg ear hand foot".split())


@cache
def lasting(name: str) -> frozenset[str]:
    """The words of a list that say how somebody is for good."""
    return frozenset(("left", "right")) if name == "side" else _words(name)


def telling(bearers: Bearers, tokens: list[int], name: str) -> str:
    """The words of a list among tokens, with the shades before them: "pale blue"; empty if there are none."""
    kept: list[str] = []
    waiting: list[str] = []
    syntax, allowed = bearers.syntax, lasting(name)
    for word, unit in phrases(syntax, tokens):
        if word in NEGATIONS or word in ("too", "less", "more", "as", "so"):
            return ""
        is_telling = word in allowed or (len(unit) > 1 and word.rpartition("-")[2] in allowed)
        if is_telling and syntax.tag[unit[-1]] not in ("JJR", "RBR"):
            kept += [*waiting, word]
            waiting = []
        elif word in _words("shades"):
            waiting = [word] if word not in ("very", "rather", "quite") else []
        elif word == "and" and kept:
            waiting = [word]
        elif word != ",":
            waiting = []
    return " ".join(kept)


def parts_of_the_body(bearers: Bearers, noun: int, lemma: str) -> Iterator[Described]:
    """What is said of somebody by a noun such as "eyes"."""
    syntax = bearers.syntax
    kind, name, is_named = PARTS[lemma]
    first = left_edge(syntax, noun)
    value = telling(bearers, list(range(first, noun)), name)
    whose, start, sureness = _whose(bearers, noun, first)
    if not whose:
        return
    last = noun
    mark = lemma in _words("marks")
    if not value and not mark:
        value, last = _of_colour(bearers, noun, name)
    if mark:
        where, last = _where(bearers, noun)
        yield Described(start, last, whose, kind, _joined(value, syntax.lower[noun], where), sureness)
    elif value:
        sure = sureness * (0.8 if kind in ("voice", "face") and not is_named else 1)
        yield Described(start, last, whose, kind, _joined(value, syntax.lower[noun] if is_named else ""), sure)
    yield from _likened(bearers, noun, whose, start)
    if syntax.dep[noun] == "nsubj" and noun + 1 < len(syntax):
        yield from _said_to_be(bearers, noun, kind, name, is_named, whose, first)
    is_one = any(syntax.lower[c] == "one" and syntax.dep[c] == "nummod" for c in syntax.children[noun])
    if is_one and sureness in (SAID, WITH) and lemma in PAIRED and _is_bare(bearers, noun):
        yield Described(start, noun, whose, "looks", f"one {lemma}", sureness * 0.9)


def colours_of(bearers: Bearers, noun: int) -> Iterator[Described]:
    """The green of her eyes."""
    syntax = bearers.syntax
    for preposition in syntax.children[noun]:
        if syntax.lower[preposition] != "of":
            continue
        for part in syntax.children[preposition]:
            kind, name, is_named = PARTS.get(syntax.lemma[part], ("", "", True))
            value = telling(bearers, list(range(left_edge(syntax, noun), noun + 1)), name) if not is_named else ""
            if kind in ("eyes", "hair", "skin") and value:
                yield Described(noun, part, bearers.owner(part), kind, value, OWNED)


def compounds(bearers: Bearers, token: int) -> Iterator[Described]:
    """Blue-eyed, red-haired, left-handed."""
    syntax = bearers.syntax
    if token < 2 or syntax.lower[token - 1] != "-":
        if syntax.lower[token].count("-") != 1:
            return
        first, (before, _, ending) = token, syntax.lower[token].partition("-")
    else:
        first, before, ending = token - 2, syntax.lower[token - 2], syntax.lower[token]
    kind, name = ENDINGS.get(ending, ("", ""))
    if not kind or not (before in lasting(name) or (name == "limb" and before in _words("limb"))):
        return
    if ending == "headed" and before not in ("red", "bald", "white", "grey", "gray", "fair", "curly", "ginger"):
        return
    value = before if kind != "build" else f"{before}-{ending}"
    whose = qualified(bearers, token)
    if not whose and name == "side" and syntax.head[token] == first and bearers.is_said(token):
        whose = bearers.bearers(bearers.subject(first))  # the parser takes "left" for a verb
    if whose:
        yield Described(first, token, whose, kind, value, COMPOUND)


def writing_hand(bearers: Bearers, noun: int) -> Iterator[Described]:
    """She wrote with her left hand; his right hand, the one he writes with."""
    syntax = bearers.syntax
    side = _side(bearers, noun)
    if not side or not bearers.is_said(noun):
        return
    above = syntax.head[noun]
    verb = syntax.head[above]
    after = range(noun + 1, min(noun + AFTER, len(syntax) - 1))
    if syntax.lower[above] == "with" and syntax.lemma[verb] in USING and not bearers.is_passing(verb):
        yield Described(verb, noun, bearers.bearers(bearers.subject(verb)), "hand", side, 0.7)
    for token in after:
        in_sentence = syntax.sentence[token] == syntax.sentence[noun]
        if in_sentence and syntax.lemma[token] in USING and syntax.lower[token + 1] == "with":
            yield Described(noun - 1, token + 1, bearers.owner(noun), "hand", side, 0.7)


def scars(bearers: Bearers, noun: int) -> Iterator[Described]:
    """The scar that ran down his right cheek."""
    syntax = bearers.syntax
    for token in range(noun + 1, min(noun + AFTER, len(syntax))):
        if syntax.sentence[token] != syntax.sentence[noun]:
            return
        side = _side(bearers, token)
        if side and syntax.lemma[token] in SCARRED:
            value = f"scar on {side} {syntax.lower[token]}"
            yield Described(noun, token, bearers.owner(token), "face", value, 0.75)
            return


def _side(bearers: Bearers, noun: int) -> str:
    words = [bearers.syntax.lower[c] for c in bearers.syntax.children[noun]]
    return next((word for word in words if word in ("left", "right")), "")


def qualified(bearers: Bearers, adjective: int) -> Whose:
    """Whom an adjective is said of: "the blue-eyed girl", "she was blue-eyed"."""
    syntax = bearers.syntax
    top = bearers.first_joined(adjective)
    head = syntax.head[top]
    if syntax.dep[top] in ("amod", "nmod", "compound", "appos"):
        return bearers.bearers(head) if bearers.is_somebody(head) and not is_called(bearers, head) else ()
    if syntax.dep[top] in ("acomp", "attr", "oprd") and bearers.lemma(head) in LASTING:
        sayable = bearers.is_said(top) and not bearers.is_passing(head) and not bearers.had_been(head)
        return bearers.bearers(bearers.subject(head)) if sayable else ()
    if syntax.dep[top] in ("conj", "attr") and top == adjective and syntax.pos[top] == "NOUN":
        return bearers.bearers(top)
    return ()


def is_called(bearers: Bearers, noun: int) -> bool:
    """Whether a noun with an adjective only calls or likens somebody: "my dear old fellow", "like an old man"."""
    syntax = bearers.syntax
    first = left_edge(syntax, noun)
    is_likened = syntax.lower[syntax.head[noun]] in ("like", "as", "than", "unlike") and syntax.head[noun] < noun
    has_article = any(syntax.dep[c] in ("det", "poss", "nummod") for c in syntax.children[noun])
    is_beside = syntax.dep[bearers.first_joined(noun)] in ("appos", "attr")
    is_bare = syntax.tag[noun] not in ("NNP", "NNPS") and not has_article and not is_beside
    is_fond = any(syntax.lower[t] in ("dear", "poor", "my") for t in range(first, noun))
    is_hailed = syntax.lower[noun] in HAILED and not has_article
    return is_likened or is_bare or is_fond or is_hailed


def _whose(bearers: Bearers, noun: int, first: int) -> tuple[Whose, int, float]:
    """Whose a part of the body is, where the words begin, and how sure."""
    syntax = bearers.syntax
    owner = bearers.owner(noun)
    if owner:
        return owner, first, OWNED
    if any(syntax.dep[c] == "poss" for c in syntax.children[noun]):
        return (), first, 0.0
    top = bearers.first_joined(noun)
    if top != noun and syntax.lemma[top] not in PARTS and syntax.lemma[top] not in _words("clothes"):
        return (), first, 0.0
    if syntax.dep[top] == "dobj" and bearers.lemma(syntax.head[top]) in ("have", "possess", "get"):
        verb = syntax.head[top]
        sayable = bearers.is_said(noun) and bearers.is_said(top) and not bearers.is_passing(verb)
        sayable = sayable and not any(syntax.dep[c] in ("ccomp", "xcomp") for c in syntax.children[verb])
        return (bearers.bearers(bearers.subject(verb)) if sayable else ()), first, SAID
    if syntax.dep[top] == "pobj" and syntax.lower[syntax.head[top]] == "with" and not bearers.is_denied(noun):
        holder = syntax.head[syntax.head[top]]
        if syntax.pos[holder] in ("NOUN", "PROPN", "PRON"):
            return bearers.bearers(holder), syntax.head[top], WITH
        if syntax.pos[holder] in ("VERB", "AUX") and _is_next_to(bearers, holder, syntax.head[top]):
            return bearers.bearers(bearers.subject(holder)), syntax.head[top], LOOSE
        if syntax.pos[holder] == "ADJ":
            return qualified(bearers, holder), syntax.head[top], LOOSE
    return (), first, 0.0


def _is_next_to(bearers: Bearers, verb: int, preposition: int) -> bool:
    """Whether no noun stands between to which "with red hair" might belong: "he saw a man with red hair"."""
    syntax = bearers.syntax
    return not any(syntax.pos[t] in ("NOUN", "PROPN", "PRON") for t in range(verb + 1, preposition))


def _of_colour(bearers: Bearers, noun: int, name: str) -> tuple[str, int]:
    """Eyes of a pale blue."""
    syntax = bearers.syntax
    for preposition in syntax.children[noun]:
        if syntax.lower[preposition] == "of" and preposition > noun:
            for colour in syntax.children[preposition]:
                if syntax.lower[colour] in _words("colours"):
                    return telling(bearers, bearers.tokens_of(colour), name), colour
    return "", noun


def _said_to_be(
    bearers: Bearers,
    noun: int,
    kind: str,
    name: str,
    is_named: bool,
    whose: Whose,
    first: int,
) -> Iterator[Described]:
    """His eyes were brown; her hair was of a pale gold."""
    syntax = bearers.syntax
    verb = syntax.head[noun]
    if bearers.lemma(verb) != "be" or not bearers.is_said(noun) or bearers.is_passing(verb) or bearers.had_been(verb):
        return
    for child in syntax.children[verb]:
        if child < noun or any(syntax.lower[c] in _words("from_states") for c in syntax.children[child]):
            continue
        if syntax.dep[child] in ("acomp", "attr") and bearers.is_said(child):
            tokens = bearers.tokens_of(child)
        elif syntax.dep[child] == "prep" and syntax.lower[child] == "of":
            tokens = [t for colour in syntax.children[child] for t in bearers.tokens_of(colour)]
        else:
            continue
        value = telling(bearers, tokens, name)
        has_cause = any(syntax.lower[c] in _words("from_states") and c > child for c in syntax.children[verb])
        if value and not has_cause and tokens:
            sureness = SAID * (0.8 if kind in ("voice", "face") else 1)
            named = syntax.lower[noun] if is_named else ""
            yield Described(first, tokens[-1], whose, kind, _joined(value, named), sureness)


def _likened(bearers: Bearers, noun: int, whose: Whose, start: int) -> Iterator[Described]:
    """Eyes like a cat's."""
    syntax = bearers.syntax
    for child in syntax.children[noun]:
        if syntax.lower[child] == "like" and child == noun + 1:
            ends = [c for c in bearers.below(child) if c < child + 8]
            if ends:
                yield Described(start, max(ends), whose, "looks", syntax.phrase(noun, max(ends)).lower(), 0.8)


def _where(bearers: Bearers, noun: int) -> tuple[str, int]:
    """A scar "on his left cheek"."""
    syntax = bearers.syntax
    for preposition in {*syntax.children[noun], min(noun + 1, len(syntax) - 1)}:
        if syntax.dep[preposition] == "prep" and syntax.lower[preposition] in ("on", "over", "across", "down", "above"):
            for part in syntax.children[preposition]:
                if syntax.dep[part] == "pobj":
                    words = [
                        t
                        for t in range(preposition, part + 1)
                        if syntax.dep[t] not in ("poss", "det") and syntax.tag[t] != "POS"
                    ]
                    return " ".join(syntax.lower[t] for t in words), part
    return "", noun


def _is_bare(bearers: Bearers, noun: int) -> bool:
    return not any(
        c > noun and bearers.syntax.dep[c] not in ("punct", "cc", "conj") for c in bearers.syntax.children[noun]
    )


def _joined(*words: str | Sequence[str]) -> str:
    return " ".join(str(word) for word in words if word)
