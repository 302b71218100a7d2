"""What is said of a person as such: age, build, looks, traits, role, origin, birthday, name.

The problem. The same forms hold for what lasts and for what passes ("she was kind", "she was tired"), and for people
and mere ways of speaking ("my dear old fellow", "you are very good"). Only words of lists are taken, of people whom a
mention names, in clauses that assert them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from fabula.language.noun_phrases import left_edge
from fabula.lexicon.lists import word_list
from fabula.reading.descriptions.bearers import BEING, SEEMING, Bearers, Described, Whose, phrases
from fabula.reading.descriptions.body import is_called, qualified

_words = partial(word_list, "descriptions")

STATED, BESIDE, ATTRIBUTE, MENTIONED, REFERRED, SEEMS, FORMER = 0.9, 0.95, 0.85, 0.75, 0.6, 0.55, 0.5
POLITE = frozenset("kind good generous silly foolish stupid mean rude cruel nice strange odd careful patient".split())
EMPTY_OF = frozenset("course all them us these those it".split())
TITLES = {short: role for role, _, short in (entry.partition(":") for entry in _words("titles")) if short}
"""A title as it stands before a name -> the role it says; "dr" -> "doctor"."""
YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}")


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
        if bearers.is_said(top) and bearers.is_said(noun) and not _is_when(bearers, head):
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


def ages(bearers: Bearers, number: int) -> Iterator[Described]:
    """Nineteen; nineteen years old; a boy of ten; a nineteen-year-old girl; turned thirty."""
    syntax = bearers.syntax
    first, value = _number(bearers, number)
    if not value:
        return
    dep, head = syntax.dep[number], syntax.head[number]
    if syntax.lemma[head] == "year" and dep in ("nummod", "compound", "npadvmod", "amod"):
        yield from _years_old(bearers, first, value, head)
        return
    if any(syntax.dep[c] == "prep" for c in syntax.children[number]):  # "two of them"
        return
    after = syntax.lower[number + 1] if number + 1 < len(syntax) else ""
    start, shown = _about(bearers, first, value)
    person = start - 2
    if person >= 0 and syntax.lower[start - 1] == "of" and syntax.lower[person] in PERSONS:
        if syntax.tag[person] == "NN" and not (dep == "nummod" and head == number + 1):
            yield Described(start, number, bearers.bearers(person), "age", shown, BESIDE)
    elif dep in ("attr", "acomp") and bearers.lemma(head) == "be":
        subject = bearers.subject(head)
        is_one = (subject is not None and syntax.lower[subject] not in ("they", "we", "who")) or value not in SMALL
        if is_one and bearers.is_said(number) and not _is_when(bearers, head) and not bearers.had_been(head):
            yield Described(start, number, _singular(bearers, subject), "age", shown, STATED)
    elif dep in ("appos", "amod", "nummod", "npadvmod", "appos") and head < number and after in (",", ".", ";", ")"):
        if syntax.lower[first - 1] in (",", "(") and syntax.pos[head] in ("PROPN", "NOUN"):
            yield Described(first, number, bearers.bearers(head), "age", value, 0.75)
    elif syntax.lemma[head] == "turn" and dep in ("dobj", "attr", "acomp", "npadvmod", "advmod"):
        if bearers.is_said(number) and not _is_when(bearers, head):
            yield Described(head, number, _singular(bearers, bearers.subject(head)), "age", value, STATED)
            yield from _birth(bearers, head)
    elif syntax.lower[head] in ("aged", "age") and first > head:
        above = syntax.head[head]
        whose = bearers.bearers(above) if syntax.pos[above] in ("NOUN", "PROPN") else ()
        yield Described(head, number, whose, "age", value, BESIDE)


def decades(bearers: Bearers, noun: int) -> Iterator[Described]:
    """A woman in her forties."""
    syntax = bearers.syntax
    if syntax.lower[syntax.head[noun]] != "in" or not bearers.is_said(noun):
        return
    for child in syntax.children[noun]:
        if syntax.dep[child] == "poss":
            value = " ".join(syntax.lower[t] for t in range(child + 1, noun + 1) if syntax.lower[t] != "-")
            yield Described(child - 1, noun, bearers.bearers(child), "age", value, BESIDE)


def dates_of_birth(bearers: Bearers, noun: int) -> Iterator[Described]:
    """Her birthday was the fourteenth of March."""
    syntax = bearers.syntax
    verb, whose = syntax.head[noun], bearers.owner(noun)
    if syntax.dep[noun] != "nsubj" or bearers.lemma(verb) not in ("be", "fall") or not bearers.is_said(noun):
        return
    for child in syntax.children[verb]:
        if child > verb and syntax.dep[child] in ("attr", "prep", "npadvmod"):
            yield from _dated(bearers, child, noun, whose)


def births(bearers: Bearers, verb: int) -> Iterator[Described]:
    """Born in Leeds; born on the third of May."""
    syntax = bearers.syntax
    if syntax.tag[verb] != "VBN" or not bearers.is_said(verb):
        return
    if syntax.dep[verb] in ("acl", "relcl") and bearers.subject(verb) is None:
        whose = bearers.bearers(syntax.head[verb])
    else:
        whose = bearers.bearers(bearers.subject(verb))
    for child in syntax.children[verb]:
        if syntax.dep[child] == "prep" and child > verb and syntax.lower[child] in ("in", "on", "at", "near"):
            dated = list(_dated(bearers, child, verb, whose))
            yield from dated
            for place in syntax.children[child] if not dated else ():
                if syntax.dep[place] == "pobj" and syntax.tag[place] in ("NNP", "NNPS"):
                    value = syntax.phrase(left_edge(syntax, place), place).lower()
                    yield Described(verb, place, whose, "origin", _bare(value), STATED)


def origins(bearers: Bearers, preposition: int) -> Iterator[Described]:
    """He came from Leeds; a girl from Leeds; a native of Leeds."""
    syntax = bearers.syntax
    head = syntax.head[preposition]
    places = [c for c in syntax.children[preposition] if syntax.dep[c] == "pobj" and syntax.pos[c] == "PROPN"]
    if not places or places[0] in bearers.sure_of or syntax.lower[places[0]] in _words("months"):
        return
    place = places[0]
    value = _bare(syntax.phrase(left_edge(syntax, place), place).lower())
    if syntax.lower[preposition] == "of":
        if syntax.lower[head] == "native":
            yield Described(head, place, bearers.bearers(head), "origin", value, STATED)
        return
    if syntax.pos[head] == "NOUN" and syntax.lower[head] in PERSONS and not is_called(bearers, head):
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


def _is_when(bearers: Bearers, verb: int) -> bool:
    """Whether a clause tells of another time: "when she was nine", "he was twelve then"."""
    syntax = bearers.syntax
    for _ in range(3):
        words = {syntax.lower[c] for c in syntax.children[verb] if syntax.dep[c] in ("advmod", "npadvmod", "mark")}
        if words & PAST or (syntax.dep[verb] in ("relcl", "acl") and syntax.lower[syntax.head[verb]] in TIMES):
            return True
        if syntax.dep[verb] != "conj":
            return False
        verb = syntax.head[verb]
    return False


def _number(bearers: Bearers, last: int) -> tuple[int, str]:
    """First token and words of a number that may be an age; no words if it is none."""
    syntax = bearers.syntax
    first = last
    while first > 1 and syntax.lower[first - 1] == "-" and syntax.lower[first - 2] in _words("numbers"):
        first -= 2
    if last + 2 < len(syntax) and syntax.lower[last + 1] == "-" and syntax.lower[last + 2] in _words("numbers"):
        return last, ""
    words = [syntax.lower[t] for t in range(first, last + 1)]
    if last + 1 < len(syntax) and syntax.lower[last + 1] in ("thousand", "hundred", "million", "pounds", "dollars"):
        return last, ""
    if all(word in _words("numbers") or word == "-" for word in words):
        return first, "".join(words)
    return first, words[0] if len(words) == 1 and words[0].isdigit() and 1 <= int(words[0]) <= 120 else ""


def _years_old(bearers: Bearers, first: int, value: str, year: int) -> Iterator[Described]:
    """Ten years old; ten years of age; a ten-year-old; a ten-year-old boy."""
    syntax = bearers.syntax
    old = next(
        (t for t in range(year + 1, min(year + 4, len(syntax))) if syntax.lower[t] in ("old", "age", "olds")), None
    )
    if old is None or (syntax.lower[old] == "age" and syntax.lower[old - 1] != "of"):
        return
    start, shown = _about(bearers, first, value)
    is_hyphened = syntax.lower[year + 1] == "-"
    if is_hyphened and old in bearers.sure_of:
        whose: Whose = (bearers.sure_of[old],)
    elif is_hyphened and syntax.dep[old] in ("amod", "nmod", "compound", "nummod"):
        whose = bearers.bearers(syntax.head[old])
    elif is_hyphened:
        whose = bearers.bearers(old)
    else:
        verb = bearers.verb_over(year)
        is_stated = bearers.lemma(verb) == "be" and bearers.is_said(old) and not _is_when(bearers, verb)
        head = syntax.head[old]
        if syntax.pos[head] in ("NOUN", "PROPN") and head < old:
            whose = bearers.bearers(head)
        else:
            whose = _singular(bearers, bearers.subject(verb)) if is_stated and not bearers.had_been(verb) else ()
    yield Described(start, old, whose, "age", shown, BESIDE)


def _about(bearers: Bearers, first: int, value: str) -> tuple[int, str]:
    """With the word before it that makes it rough: "nearly forty"."""
    word = bearers.syntax.lower[first - 1] if first else ""
    return (first - 1, f"{word} {value}") if word in ROUGH else (first, value)


def _singular(bearers: Bearers, subject: int | None) -> Whose:
    return bearers.bearers(subject) if subject is not None and bearers.syntax.lower[subject] != "they" else ()


def _birth(bearers: Bearers, verb: int) -> Iterator[Described]:
    for child in bearers.syntax.children[verb]:
        if bearers.syntax.dep[child] == "prep" and child > verb:
            yield from _dated(bearers, child, verb, bearers.bearers(bearers.subject(verb)))


def _dated(bearers: Bearers, top: int, first: int, whose: Whose) -> Iterator[Described]:
    """A birthday, if a month, a year or a feast stands below ``top``."""
    syntax = bearers.syntax
    below = sorted([top, *bearers.below(top)])
    below = [t for t in below if t < top + 9]
    dates = [t for t in below if syntax.lower[t] in _words("months") and syntax.text[t][0].isupper()]
    dates += [t for t in below if YEAR.fullmatch(syntax.text[t])]
    if not dates:
        return
    words = [t for t in below if t <= max(dates) or syntax.pos[t] == "NUM"]
    words = [t for t in words if syntax.dep[t] != "det" and not (t == top and syntax.dep[t] == "prep")]
    value = " ".join(word for word, _ in phrases(syntax, words))
    yield Described(min(first, words[0]), max(words), whose, "birthday", value, STATED)


def _bare(value: str) -> str:
    return value.removeprefix("the ")


IMPAIRED = {"deaf": ("ear",), "blind": ("eye",), "lame": ("leg", "foot")}
RANKS = frozenset("head chief senior junior retired assistant".split())
TOWARD = frozenset("of with to about".split())  # "he was kind to her" that day
TIMES = frozenset("time day year moment age summer winter".split())  # "by the time she was six"
PAST = frozenset("then when while since until till before after once yesterday".split())
PERSONS = frozenset().union(
    *(word_list("people", name) for name in ("male_nouns", "female_nouns", "neutral_nouns", "kin"))
)
SMALL_ONES = frozenset("girl boy child kid lad lass baby fellow maid one".split())
SMALL = frozenset("two three four".split())
ROUGH = frozenset("about nearly almost over past perhaps barely around under maybe probably".split())
