"""What is said of a person as such: old or young, build, looks, traits, role, origin, name.

The problem. The same forms hold for what lasts and for what passes ("she was kind", "she was tired"), and for people
and mere ways of speaking ("my dear old fellow", "you are very good"). Only words of lists are taken, of people whom a
mention names, in clauses that assert them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from fabula.language.noun_phrases import left_edge
from fabula.lexicon.lists import word_list
from fabula.reading.descriptions.bearers import BEING, SEEMING, Bearers, Described
from fabula.reading.descriptions.body import is_called, qualified

_words = partial(word_list, "descriptions")

STATED, BESIDE, ATTRIBUTE, MENTIONED, REFERRED, SEEMS, FORMER = 0.9, 0.95, 0.85, 0.75, 0.6, 0.55, 0.5
POLITE = frozenset("kind good generous silly foolish stupid mean rude cruel nice strange odd careful patient".split())
EMPTY_OF = frozenset("course all them us these those it".split())
TITLES = {short: role for role, _, short in (entry.partition(":") for entry in _words("titles")) if short}
"""A title as it stands before a name -> the role it says; "dr" -> "doctor"."""
IMPAIRED = {"deaf": ("ear",), "blind": ("eye",), "lame": ("leg", "foot")}
RANKS = frozenset("head chief senior junior retired assistant".split())
TOWARD = frozenset("of with to about".split())  # "he was kind to her" that day
SMALL_ONES = frozenset("girl boy child kid lad lass baby fellow maid one".split())


def adjectives(bearers: Bearers, token: int, lemma: str) -> Iterator[Described]:
    """A tall girl; she was stubborn; old Tom; she was French."""
    syntax = bearers.syntax
    top = bearers.first_joined(token)
    head = syntax.head[top]
    is_before = syntax.dep[top] == "amod" and token < head
    if syntax.tag[token] in ("JJR", "JJS", "RBR") or bearers.is_denied(token):
        return
    if token + 1 < len(syntax) and syntax.lower[token + 1] == "-":
        return
    if token and syntax.lower[token - 1] == "-":
        return
    if is_before and syntax.tag[head] == "NNP" and syntax.lower[token + 1] == ",":  # "don't be silly, Tom"
        return
    if token + 1 < len(syntax) and syntax.pos[token + 1] == "NUM":  # "aged nine"
        return
    if any(syntax.lemma[c] in ("year", "month", "foot") for c in syntax.children[token]):  # "ten years old"
        return
    if any(syntax.lower[c] in ("too", "so", "as", "enough", "how", "half") for c in syntax.children[token]):
        return
    is_name = syntax.text[token][0].isupper() and token and syntax.sentence[token - 1] == syntax.sentence[token]
    if is_name and is_before and syntax.text[head][0].isupper() and lemma not in _words("old"):  # "Frank Churchill"
        return
    kind = _kind_of(lemma, is_before, head if is_before else token, bearers)
    if not kind:
        return
    is_in = lemma in IMPAIRED and not is_before
    last = _impaired_part(bearers, token) if is_in else token
    is_behind = syntax.dep[top] in ("amod", "appos")  # "Emma, handsome, clever and rich"
    if not is_before and not is_behind and last == token:
        if any(syntax.dep[c] in ("prep", "xcomp", "ccomp", "advcl") and c > token for c in syntax.children[token]):
            return
        if kind == "trait" and any(syntax.lower[c] in TOWARD and c > token for c in syntax.children[head]):
            return
        subject = bearers.subject(head)
        if kind == "trait" and subject is not None and syntax.lower[subject] == "you" and lemma in POLITE:
            return
    whose = qualified(bearers, token)
    if not whose:
        return
    sureness = ATTRIBUTE if is_before else STATED
    if not is_before and syntax.dep[top] in ("acomp", "oprd") and bearers.lemma(head) in SEEMING:
        sureness = SEEMS
    if kind == "trait":
        sureness *= 0.85
    if kind == "age" and is_before:
        noun = syntax.lower[head]
        value = f"{lemma} {noun}" if noun in _words("aged_nouns") else lemma
        is_again = syntax.tag[head] == "NNP" or (head in bearers.sure_of and whose == (bearers.sure_of[head],))
        yield Described(token, head, whose, kind, value, MENTIONED if is_again else sureness, is_name=is_again)
    else:
        words = [t for t in range(token, last + 1) if syntax.dep[t] not in ("det", "poss")]
        yield Described(token, last, whose, kind, " ".join(syntax.lower[t] for t in words), sureness)


def roles(bearers: Bearers, noun: int) -> Iterator[Described]:
    """She was a doctor; Tom, the captain of the tower; he worked as a nurse; Captain Bell; the old doctor."""
    syntax = bearers.syntax
    if syntax.tag[noun] in ("NNS", "NNPS"):
        return
    first, last, value = _role_phrase(bearers, noun)
    dep, head = syntax.dep[noun], syntax.head[noun]
    if dep == "compound" and syntax.tag[head] == "NNP" and head == noun + 1:
        if head in bearers.sure_of:
            yield Described(noun, head, bearers.bearers(head), "role", syntax.lower[noun], MENTIONED, is_name=True)
        return
    if not _is_role(bearers, noun):
        return
    top = bearers.first_joined(noun)
    dep, head = syntax.dep[top], syntax.head[top]
    before = {syntax.lower[t] for t in range(first, noun)}
    if before & {"no", "not", "such", "what"} or (before & {"my", "your"} and syntax.dep[noun] != "attr"):
        return  # "your obedient servant", in letters
    if dep == "attr" and bearers.lemma(head) in BEING:
        if bearers.is_said(top) and bearers.is_said(noun) and not bearers.is_another_time(head):
            sureness = FORMER if bearers.had_been(head) else STATED
            yield Described(first, last, bearers.bearers(bearers.subject(head)), "role", value, sureness)
    elif dep == "appos":
        if bearers.stands_beside(top):
            yield Described(first, last, bearers.bearers(head), "role", value, BESIDE)
    elif dep == "pobj" and syntax.lower[head] == "as":
        verb = syntax.head[head]
        if syntax.lemma[verb] in ("work", "serve", "employ", "hire", "train", "act") and bearers.is_said(noun):
            sureness = FORMER if bearers.had_been(verb) else STATED
            yield Described(verb, last, bearers.bearers(bearers.subject(verb)), "role", value, sureness)
    elif noun in bearers.sure_of and any(syntax.lower[c] in ("the", "this", "that") for c in syntax.children[noun]):
        if not is_called(bearers, noun):
            yield Described(first, last, bearers.bearers(noun), "role", value, REFERRED, is_name=True)
    else:
        beside = [c for c in syntax.children[noun] if syntax.dep[c] == "appos" and c in bearers.sure_of]
        if beside:
            yield Described(first, noun, bearers.bearers(beside[0]), "role", syntax.lower[noun], BESIDE)


def titles(bearers: Bearers, token: int) -> Iterator[Described]:
    """Dr. Lim, Nurse Obi: the role that a title says."""
    syntax = bearers.syntax
    role = TITLES[syntax.lower[token].rstrip(".")]
    if syntax.text[token][:1].isupper() and syntax.dep[token] == "compound" and syntax.head[token] in bearers.sure_of:
        head = syntax.head[token]
        if syntax.tag[head] == "NNP" and head - token < 4:
            yield Described(token, head, bearers.bearers(head), "role", role, MENTIONED, is_name=True)


def origins(bearers: Bearers, preposition: int) -> Iterator[Described]:
    """He came from Leeds; a girl from Leeds; a native of Leeds."""
    syntax = bearers.syntax
    head = syntax.head[preposition]
    places = [c for c in syntax.children[preposition] if syntax.dep[c] == "pobj" and syntax.pos[c] == "PROPN"]
    if not places or places[0] in bearers.sure_of or syntax.lower[places[0]] in _words("months"):
        return
    place = places[0]
    value = syntax.phrase(left_edge(syntax, place), place).lower().removeprefix("the ")
    if syntax.lower[preposition] == "of":
        if syntax.lower[head] == "native":
            yield Described(head, place, bearers.bearers(head), "origin", value, STATED)
        return
    if syntax.pos[head] == "NOUN" and syntax.lower[head] in bearers.person_nouns and not is_called(bearers, head):
        yield Described(preposition, place, bearers.bearers(head), "origin", value, ATTRIBUTE)
    elif bearers.lemma(head) in ("come", "be", "hail") and bearers.is_said(place) and not bearers.is_passing(head):
        others = [c for c in syntax.children[head] if c > head and syntax.dep[c] in ("prep", "advmod", "prt", "dobj")]
        if others == [preposition] and syntax.tag[head] != "VBG" and not bearers.had_been(head):
            sureness = STATED if syntax.tag[head] in ("VBZ", "VBP") or bearers.lemma(head) == "hail" else 0.65
            yield Described(head, place, bearers.bearers(bearers.subject(head)), "origin", value, sureness)


def nationals(bearers: Bearers, noun: int) -> Iterator[Described]:
    """He was an Irishman."""
    syntax = bearers.syntax
    top = bearers.first_joined(noun)
    if syntax.tag[noun] in ("NNS", "NNPS") or syntax.dep[top] not in ("attr", "appos"):
        return
    if bearers.is_said(noun):
        head = syntax.head[top]
        subject = head if syntax.dep[top] == "appos" else bearers.subject(head)
        yield Described(noun, noun, bearers.bearers(subject), "origin", syntax.lower[noun], STATED)


def given_names(bearers: Bearers, noun: int) -> Iterator[Described]:
    """Her name was Anne Weiss; his first name is Tom."""
    syntax = bearers.syntax
    verb = syntax.head[noun]
    if syntax.dep[noun] != "nsubj" or bearers.lemma(verb) != "be" or not bearers.is_said(noun):
        return
    for child in syntax.children[verb]:
        if syntax.dep[child] == "attr" and syntax.tag[child] == "NNP" and not bearers.is_called_to(child):
            first = left_edge(syntax, child)
            value = syntax.phrase(first, child).lower()
            whose = bearers.bearers(child) if child in bearers.sure_of else bearers.owner(noun)
            yield Described(left_edge(syntax, noun), child, whose, "name", value, STATED)


def only_children(bearers: Bearers, noun: int) -> Iterator[Described]:
    """She was an only child."""
    syntax = bearers.syntax
    is_only = any(syntax.lower[c] == "only" for c in syntax.children[noun])
    if is_only and bearers.is_said(noun) and not any(syntax.dep[c] == "poss" for c in syntax.children[noun]):
        yield Described(left_edge(syntax, noun), noun, bearers.bearers(noun), "kin", "only child", STATED)


def _kind_of(lemma: str, is_before: bool, noun: int, bearers: Bearers) -> str:
    """What an adjective says of a person; empty for nothing that lasts."""
    syntax = bearers.syntax
    if lemma in _words("old"):
        has_owner = is_before and any(syntax.dep[c] == "poss" for c in syntax.children[noun])
        return "age" if not (has_owner and syntax.lemma[noun] not in _words("aged_nouns")) else ""
    if lemma in _words("small_aged"):
        return "age" if is_before and syntax.lower[noun] in SMALL_ONES else "build" if lemma == "small" else ""
    if lemma in _words("nationalities"):
        return "origin"
    if is_before and syntax.lemma[noun] in ("girl", "boy", "man", "woman") and lemma == "big":
        return "build"
    if lemma in _words("builds"):
        return "build" if is_before or lemma not in ("short", "broad", "spare", "slight", "heavy", "upright") else ""
    if lemma in _words("looks"):
        return "looks" if is_before or lemma not in ("plain", "fair", "dark", "dumb", "mute", "lovely") else ""
    if lemma in _words("traits"):
        return "trait" if is_before or lemma not in _words("moods") else ""
    return ""


def _impaired_part(bearers: Bearers, adjective: int) -> int:
    """The last token of "deaf in the left ear"."""
    syntax = bearers.syntax
    for preposition in {*syntax.children[adjective], min(adjective + 1, len(syntax) - 1)}:
        if syntax.lower[preposition] in ("in", "of"):
            parts = [
                c for c in syntax.children[preposition] if syntax.lemma[c] in IMPAIRED.get(syntax.lower[adjective], ())
            ]
            if parts:
                return parts[0]
    return adjective


def _is_role(bearers: Bearers, noun: int) -> bool:
    """Whether a noun says a role, and is no name: "Mr. Pitcher"."""
    syntax = bearers.syntax
    before = [c for c in syntax.children[noun] if c < noun]
    is_title = syntax.tag[noun] == "NNP" and not any(syntax.dep[c] == "det" for c in before)
    if is_title and (syntax.dep[noun] == "appos" or any(syntax.tag[c] == "NNP" for c in before)):
        return False
    return syntax.lower[noun] in _words("roles") and syntax.pos[noun] in ("NOUN", "PROPN")


def _role_phrase(bearers: Bearers, noun: int) -> tuple[int, int, str]:
    """First and last token of a role and its words: "head gardener", "captain of the tower"."""
    syntax = bearers.syntax
    first = noun
    while first > 1 and syntax.head[first - 1] == noun:
        if syntax.lower[first - 1] == "-":  # "left-winger"
            first -= 2
        elif syntax.dep[first - 1] == "compound" or syntax.lower[first - 1] in RANKS:
            first -= 1
        else:
            break
    last = noun
    for child in syntax.children[noun]:
        if syntax.lower[child] == "of" and child == noun + 1:
            below = list(bearers.below(child))
            is_short = below and max(below) - child < 6 and not any(syntax.pos[t] == "VERB" for t in below)
            if is_short and syntax.lower[below[0]] not in EMPTY_OF:
                last = max(below)
    return left_edge(syntax, noun), last, syntax.phrase(first, last).lower()
