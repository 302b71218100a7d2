"""How old somebody is, and in which month they were born.

The problem. Most numbers are no ages, and an age of another time is none now ("when she was nine"): only numbers that
somebody is, turns or is said to have in years are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fabula.contradictions.cues import NUMBERS, month_in
from fabula.contradictions.pages import Pages
from fabula.contradictions.parsing import NO, Fact, bearer, fact, is_denied, noun_bearer, of_clause, owner
from fabula.language.syntax import SUBJECTS

ABOUT = frozenset(
    "about around nearly almost perhaps maybe some over under or not say possibly past barely hardly".split()
)


def age(pages: Pages, number: int) -> Iterator[Fact]:
    """She was twenty-two; a girl of nine; aged forty; who is nineteen."""
    syntax = pages.syntax
    tokens = pages.sentence_tokens(number)
    if syntax.text[number + 1 : number + 2] == ["-"]:
        return
    is_tail = number > 1 and syntax.text[number - 1] == "-"
    word = f"{syntax.lower[number - 2]}-{syntax.lower[number]}" if is_tail else syntax.lower[number]
    years = NUMBERS.get(word, 0)
    if pages.is_short and 3 <= years <= 110:
        yield from _age_told(pages, number, years)
    if not 3 <= years <= 110 or {syntax.lower[t] for t in tokens if -3 - 2 * is_tail <= t - number < 0} & ABOUT:
        return
    after = [syntax.lower[t] for t in tokens if 0 < t - number <= 3]
    if after[:1] == ["and"] and syntax.pos[number + 2 : number + 3] in (["VERB"], ["AUX"], ["PRON"]):
        after = []  # "was forty-one and had run"
    if after[:1] and after[0] in ("or", "-", "and", "to", "something", "feet", "pounds", "inches"):
        return
    head, dep = syntax.head[number], syntax.dep[number]
    verb = -1
    if dep in ("attr", "acomp") and syntax.lemma[head] == "be":
        verb = head
    elif dep in ("dobj", "attr", "acomp") and syntax.lemma[head] == "turn" and "years" not in after:
        turned = _of_turning(pages, head)
        yield from fact(turned, "age", str(years), number)
        return
    elif dep == "nummod" and syntax.lemma[head] == "year" and after[:2] in (["years", "old"], ["year", "old"]):
        verb = head
        while syntax.lemma[verb] != "be" and syntax.head[verb] != verb:
            verb = syntax.head[verb]
    if verb < 0 or syntax.lemma[verb] != "be":
        return
    rest = [t for t in syntax.children[number] if syntax.dep[t] in ("prep", "npadvmod", "relcl", "amod")]
    subject = pages.subject(verb)
    is_led = (
        any(syntax.dep[t] in ("mark", "advmod") for t in syntax.children[verb] if t < verb)
        and syntax.dep[verb] == "advcl"
    )
    is_count = any(syntax.dep[t] == "expl" for t in syntax.children[verb])  # "there were all twenty-four"
    if subject < 0 or is_count or is_led or is_denied(pages, number) or (rest and dep != "nummod"):
        return
    if any(
        syntax.lower[t] in ("been", "had", "be", "become", "when", "if", "since")
        for t in tokens
        if -8 <= t - number < 0
    ):
        return
    yield from fact(bearer(pages, subject), "age", str(years), number)


def _age_told(pages: Pages, number: int, years: int) -> Iterator[Fact]:
    """Will be eighty-three in March; a woman of sixty-odd, of thirty; at forty-one she; aged nine."""
    syntax = pages.syntax
    head, dep = syntax.head[number], syntax.dep[number]
    after = syntax.lower[number + 1 : number + 4]
    if dep in ("attr", "acomp") and syntax.lemma[head] == "be":
        helps = {syntax.lower[t] for t in syntax.children[head] if syntax.dep[t] in ("aux", "neg")}
        if helps & {"'ll", "will", "’ll"} and not helps & NO and after[:1] in (["in"], ["on"], ["next"], ["this"]):
            yield from fact(bearer(pages, pages.subject(head)), "age", str(years), number)
    has_had = any(syntax.lower[t] in ("had", "'d", "has") for t in syntax.children[head])
    if syntax.lemma[head] == "turn" and has_had and not {syntax.lower[t] for t in pages.sentence_tokens(number)} & ONCE:
        yield from fact(of_clause(pages, head), "age", str(years), number)
    before = syntax.lower[max(number - 6, 0) : number]
    if " age as " in f" {' '.join(before)} ":
        yield from fact(of_clause(pages, head), "age", str(years), number)
    start = number - 2 * (before[-1:] == ["-"])
    between = syntax.text[start - 1 : start] + syntax.text[number + 1 : number + 2]
    named = pages.referents.get(start - 2, (-1, 0.0, "")) if start > 1 else (-1, 0.0, "")
    if between == [",", ","] and named[2] == "proper":  # "Anna, twenty-five, lived alone"
        yield from fact(pages.person(start - 2), "age", str(years), number)
    if syntax.lower[start - 1] == "at" and years > 12 and syntax.lemma[head] == "at" and dep == "pobj":
        is_led = after[:1] == [","] and start - 1 == pages.sentence_tokens(number)[0]
        if is_led or _lasts(pages, syntax.head[head]):
            yield from fact(of_clause(pages, syntax.head[head]), "age", str(years), number)
    if dep == "nummod" and syntax.lower[start - 1] == "at" and years > 12 and head == number + 1:
        verb = syntax.head[head] if syntax.dep[head] in SUBJECTS else syntax.head[syntax.head[head]]
        if syntax.pos[head] == "PROPN" and _lasts(pages, verb):  # "at twenty-two Isobel had never seen a ship"
            yield from fact(pages.person(head), "age", str(years), number)
    yield from _age_answered(pages, start, number, years)
    of = start - 1 - (syntax.lower[start - 1] in ("only", "just", "barely"))
    noun = syntax.head[of] if syntax.lower[of] == "of" else -1
    if noun >= 0 and syntax.lemma[noun] in PEOPLE and after[:1] != ["or"]:
        entity = noun_bearer(pages, noun)
        yield from fact(entity if entity >= 0 else _beside(pages, noun), "age", str(years), number)
    elif syntax.lower[start - 2 : start] in (["in", "his"], ["in", "her"], ["in", "my"]) and after[:1] == ["years"]:
        yield from fact(pages.certain_person(start - 1), "age", str(years), number)  # "had learned in her forty years"
    elif syntax.lower[of] == "aged":
        entity = noun_bearer(pages, syntax.head[of])
        yield from fact(entity if entity >= 0 else of_clause(pages, of), "age", str(years), number)


def _age_answered(pages: Pages, start: int, number: int, years: int) -> Iterator[Fact]:
    """ "How old are you?" "Thirty-six." """
    row, before = pages.quote[number], start - 1
    while before > 0 and pages.quote[before] in (row, -1) and number - before < MOST_BETWEEN:
        before -= 1
    is_first = pages.quote[start - 2] != row or pages.quote[start - 1] != row
    asked = pages.words_of(pages.span_of(before)).lower() if pages.quote[before] >= 0 else ""
    is_answer = is_first and "how old are you" in asked and pages.syntax.dep[number] in ("ROOT", "nummod", "attr")
    is_begun = pages.is_short and start - pages.sentence_tokens(number)[0] < 2 and _is_bare(pages, number)
    if row >= 0 and (is_answer or (is_begun and _asks_age(pages, start, row))):
        yield from fact(pages.speaker[row], "age", str(years), number)


def _asks_age(pages: Pages, start: int, row: int) -> bool:
    """Whether what is said or told right before a quotation, or a name before, asks how old somebody is."""
    first = next((t for t in range(start, -1, -1) if pages.quote[t] != row), -1) + 1
    text = pages.story.text[pages.starts[max(first - ASKED, 0)] : pages.starts[start]].lower()
    return ASKS.search(text) is not None


ASKED = 30  # tokens before an answer
ASKS = re.compile(
    r"\bhow old are you|\b(know|asked|tell) (me )?(her|his|my|your) age|\bhow many years have you|\byour age\?|"
    r"\basked how old (he|she|i) was|\bage\?"
)


def _is_bare(pages: Pages, number: int) -> bool:
    """Whether a number stands alone, or with the time of the birthday: "Sixty-eight in January." """
    after = pages.syntax.lower[number + 1 : number + 2]
    return (
        not after or not after[0][:1].isalnum() or after[0] in ("in", "last", "next", "this", "years", "sir", "ma'am")
    )


MOST_BETWEEN = 16  # tokens from the question to the answer


def _lasts(pages: Pages, verb: int) -> bool:
    """Whether a verb tells of what is so, or has never been, and of nothing done at an age long past."""
    syntax = pages.syntax
    helps = {syntax.lower[t] for t in syntax.children[verb] if syntax.dep[t] in ("aux", "neg", "advmod")}
    if syntax.tag[verb] == "VBN":
        return "had" in helps and "never" in helps
    return syntax.lemma[verb] in LASTING and not helps & {"would", "will", "'d", "had"}


LASTING = frozenset("be feel have look seem know still".split())
ONCE = frozenset("when before after until since once by".split())
"""Words by which "had turned sixteen" may be long ago."""
PEOPLE = frozenset("man woman boy girl child lad lass person fellow lady gentleman kid widow youth".split())


def _beside(pages: Pages, noun: int) -> int:
    """The person whose name stands right before "a woman of sixty"."""
    near = [t for t in range(max(noun - 5, 0), noun) if pages.referents.get(t, (-1, 0.0, ""))[2] == "proper"]
    return pages.person(near[-1]) if near else -1


def _of_turning(pages: Pages, verb: int) -> int:
    """Who turns so old, if it is told as done."""
    is_led = any(pages.syntax.dep[t] in ("mark", "advmod") for t in pages.syntax.children[verb] if t < verb)
    return -1 if is_led or is_denied(pages, verb) else bearer(pages, pages.subject(verb))


ORDINALS = {
    **{f"{word}th": n for word, n in NUMBERS.items() if word.isalpha() and not word.endswith(("y", "e", "t"))},
    **{f"{word[:-1]}ieth": n for word, n in NUMBERS.items() if word.endswith("y")},
    "twelfth": 12, "fifth": 5, "eighth": 8, "ninth": 9, "twenty-first": 21,
}  # fmt: skip


YEAR = re.compile(r"1[0-9]\d\d|20\d\d")
FEASTS = {"halloween": "October", "christmas": "December", "valentine": "February", "michaelmas": "September"}


def birthday(pages: Pages, token: int) -> Iterator[Fact]:
    """Born in March; her birthday was in June; born in 1931."""
    syntax = pages.syntax
    near = pages.sentence_tokens(token)
    years = {syntax.text[t] for t in near if 0 < t - token <= 10 and YEAR.fullmatch(syntax.text[t])}
    if len(years) == 1 and pages.is_short and syntax.lemma[token] != "birthday" and not is_denied(pages, token):
        subject = pages.subject(token)
        entity = bearer(pages, subject) if subject >= 0 else pages.person(syntax.head[token])
        yield from fact(entity, "year of birth", years.pop(), token)
    ordinal = next(
        (syntax_word for t in near if token - 4 <= t < token and (syntax_word := pages.syntax.lower[t]) in ORDINALS), ""
    )
    if pages.is_short and ordinal and pages.syntax.lemma[token] == "birthday":
        yield from fact(owner(pages, token), "age", str(ORDINALS[ordinal]), token)
    month = month_in({syntax.text[t] for t in near if (0 if not pages.is_short else -8) < t - token <= 10})
    feasts = [FEASTS[syntax.lower[t]] for t in near if syntax.lower[t] in FEASTS and pages.is_short]
    month = month or (feasts[0] if len(feasts) == 1 else "")
    if not month or is_denied(pages, token):
        return
    if syntax.lemma[token] == "birthday":
        entity = owner(pages, token)
    else:
        entity = bearer(pages, pages.subject(token))
    yield from fact(entity, "birthday", month, token)
