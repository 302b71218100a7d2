"""What is said of age and birth: "nineteen", "a boy of ten", "in her forties", "born in Leeds on the first of May".

The problem. Most numbers are no ages ("ten minutes", "two of them", "thirty thousand pounds"), and an age of another
time is none now ("when she was nine"). Only numbers that somebody is, turns or has in years are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from fabula.language.noun_phrases import left_edge
from fabula.lexicon.lists import word_list
from fabula.reading.descriptions.bearers import Bearers, Described, Whose, phrases

_words = partial(word_list, "descriptions")

STATED, BESIDE, AFTER_NAME = 0.9, 0.95, 0.75
YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}")
SMALL = frozenset("two three four".split())
ROUGH = frozenset("about nearly almost over past perhaps barely around under maybe probably".split())
NO_AGE = frozenset("thousand hundred million pounds dollars".split())


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
    if person >= 0 and syntax.lower[start - 1] == "of" and syntax.lower[person] in bearers.person_nouns:
        if syntax.tag[person] == "NN" and not (dep == "nummod" and head == number + 1):
            yield Described(start, number, bearers.bearers(person), "age", shown, BESIDE)
    elif dep in ("attr", "acomp") and bearers.lemma(head) == "be":
        subject = bearers.subject(head)
        is_one = (subject is not None and syntax.lower[subject] not in ("they", "we", "who")) or value not in SMALL
        if is_one and bearers.is_said(number) and not bearers.is_another_time(head) and not bearers.had_been(head):
            yield Described(start, number, _singular(bearers, subject), "age", shown, STATED)
    elif dep in ("appos", "amod", "nummod", "npadvmod", "appos") and head < number and after in (",", ".", ";", ")"):
        if syntax.lower[first - 1] in (",", "(") and syntax.pos[head] in ("PROPN", "NOUN"):
            yield Described(first, number, bearers.bearers(head), "age", value, AFTER_NAME)
    elif syntax.lemma[head] == "turn" and dep in ("dobj", "attr", "acomp", "npadvmod", "advmod"):
        if bearers.is_said(number) and not bearers.is_another_time(head):
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
                    yield Described(verb, place, whose, "origin", value.removeprefix("the "), STATED)


def _number(bearers: Bearers, last: int) -> tuple[int, str]:
    """First token and words of a number that may be an age; no words if it is none."""
    syntax = bearers.syntax
    first = last
    while first > 1 and syntax.lower[first - 1] == "-" and syntax.lower[first - 2] in _words("numbers"):
        first -= 2
    if last + 2 < len(syntax) and syntax.lower[last + 1] == "-" and syntax.lower[last + 2] in _words("numbers"):
        return last, ""
    words = [syntax.lower[t] for t in range(first, last + 1)]
    if last + 1 < len(syntax) and syntax.lower[last + 1] in NO_AGE:
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
        is_stated = bearers.lemma(verb) == "be" and bearers.is_said(old) and not bearers.is_another_time(verb)
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
