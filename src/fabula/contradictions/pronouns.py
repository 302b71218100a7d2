"""He and she of one person.

The problem. A person is "she" throughout, and "he" for a paragraph:
    Reese rode in front with her reins loose. ... Reese had gone up on the rocks; he lay flat with his hat off. He ...
A pronoun is often taken for the wrong person, and "Mr. Weston was to call, and she must return it" is of two people. So
only a paragraph counts that tells, from the name on, of nobody else, has the other pronoun again and again and never
the usual one, and is the only one of its kind. The usual pronoun must be shown by words that can be of nobody else.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from fabula.contradictions.contradiction import Contradiction
from fabula.contradictions.own_bodies import bound_signs, continued_signs, introduced_signs, linked_signs
from fabula.contradictions.pages import Pages
from fabula.language.syntax import SUBJECTS
from fabula.lexicon.given_names import share_of_men
from fabula.lexicon.lists import word_list
from fabula.lexicon.nouns import HE, SHE, noun_gender

LEAST_SUBJECTS, LEAST_PRONOUNS = 2, 4  # of the other kind, in a paragraph that slips
BEFORE = 2  # paragraphs before it
SURE_PRONOUN = 0.6
FINITE = ("VBD", "VBZ", "VBP")
CONFIDENCE = 0.7
OTHER = {"he": "she", "she": "he"}
GENDERS = {"man": "he", "woman": "she"}
MASKS = re.compile(
    r"\b(disguis\w*|dressed (up )?as|pretend\w*|pass(ed|ing)? (him|her|them)self off|passed for|as a (boy|girl|man|"
    r"woman)|"
    r"trans|transgender|drag|pronouns?|wigs?|false (beard|moustache)|breeches|ship|boat|vessel|schooner|cat|dog|horse|"
    r"mare|"
    r"bird|robin|fox|twins?)\b"
)

TRANS = re.compile(MASKS.pattern.partition("|ship|")[0] + r"|twins?)\b")
"""The same without animals and ships: they have no sleeves."""


@dataclass(frozen=True)
class _Shown:
    """What shows the gender of somebody: the gender, and a token of the words."""

    gender: str
    token: int


def pronoun_contradictions(pages: Pages) -> Iterator[Contradiction]:
    """Persons called he and she by the narration."""
    shown = _shown(pages)
    slips: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    for name, (entity, _, form) in pages.referents.items():
        if form == "proper" and entity in shown and pages.is_told(name) and pages.syntax.dep[name] in SUBJECTS:
            slip = _slip(pages, name, entity, OTHER[shown[entity].gender])
            if slip >= 0:
                slips[entity].append((shown[entity].gender, name, slip))
    yield from _bound_contradictions(pages, set(slips))
    for entity, found in slips.items():
        if len({pages.syntax.paragraph[name] for _, name, _ in found}) > 1 or _is_masked(pages, found[0][1]):
            continue
        gender, _, slip = found[0]
        usual = shown[entity].token
        first, second = sorted((usual, slip))
        values = (gender, OTHER[gender]) if first == usual else (OTHER[gender], gender)
        who = pages.shown_names[entity]
        yield Contradiction(
            "pronoun",
            pages.character(entity),
            "pronouns",
            pages.span_of(first),
            pages.span_of(second),
            values,
            CONFIDENCE,
            f"{who} is {values[0]} in the one place, and {values[1]} in the other",
        )


def _bound_contradictions(pages: Pages, known: set[int]) -> Iterator[Contradiction]:
    """In a short story: persons of whom both "he" and "she" can be said alone, the one for a while."""
    if not pages.is_short:
        return
    bound, continued, introduced = bound_signs(pages), continued_signs(pages), introduced_signs(pages)
    for entity in sorted({*bound, *continued, *introduced} - known):
        own = {*bound.get(entity, ()), *continued.get(entity, ())}
        if entity in introduced:
            own.add(introduced[entity])
        if len({gender for gender, _ in own}) == 1:
            own |= set(linked_signs(pages, entity, OTHER[next(iter(own))[0]]))
        signs = sorted(own, key=lambda sign: sign[1])
        if _has_wife_of_that_name(pages, entity):
            continue
        if bound.get(entity) and len({gender for gender, _ in signs}) < 2:
            signs = sorted({*signs, *_usual_signs(pages, entity, signs[0][0])}, key=lambda sign: sign[1])
        if len({gender for gender, _ in signs}) < 2 or len(list(groupby(signs, key=lambda sign: sign[0]))) > 3:
            continue
        first = signs[0]
        second = next(sign for sign in signs if sign[0] != first[0])
        if any(_is_masked(pages, sign[1], TRANS) for sign in (first, second)):
            continue
        who = pages.shown_names[entity]
        yield Contradiction(
            "pronoun",
            pages.character(entity),
            "pronouns",
            pages.span_of(first[1]),
            pages.span_of(second[1]),
            (first[0], second[0]),
            CONFIDENCE,
            f"{who} is {first[0]} in the one place, and {second[0]} in the other",
        )


def _has_wife_of_that_name(pages: Pages, entity: int) -> bool:
    """Whether a text has a Mrs. Yancey beside Yancey."""
    name = pages.shown_names[entity]
    return re.search(rf"\bMrs\.? {re.escape(name.split()[-1])}\b", pages.story.text) is not None and "Mrs" not in name


def _usual_signs(pages: Pages, entity: int, gender: str) -> list[tuple[str, int]]:
    """Of somebody who is otherwise of the other gender: the pronouns that say so, if in two paragraphs at least."""
    if pages.gender.get(entity, OTHER[gender]) != OTHER[gender]:
        return []
    words = HE if OTHER[gender] == "he" else SHE
    own = [
        token
        for token, (one, sure, form) in sorted(pages.referents.items())
        if one == entity and form == "pronoun" and sure >= USUAL and pages.syntax.lower[token] in words
    ]
    told = [token for token in own if pages.is_told(token)]
    if len({pages.syntax.paragraph[token] for token in told}) < LEAST_SUBJECTS:
        return []
    return [(OTHER[gender], told[0])]


USUAL = 0.9  # sureness of such a pronoun


def _shown(pages: Pages) -> dict[int, _Shown]:
    """The gender of the persons of whom pronouns or nouns of one gender alone are sure, with the first such words."""
    signs: dict[int, list[_Shown]] = defaultdict(list)
    for token, (entity, sure, form) in pages.referents.items():
        if entity in pages.named and pages.is_told(token):
            gender = _gender_at(pages, token, form, sure)
            if gender:
                signs[entity].append(_Shown(gender, token))
    found = {}
    for entity, own in signs.items():
        counts = Counter(gender for gender, _ in {(one.gender, pages.syntax.paragraph[one.token]) for one in own})
        usual, count = counts.most_common(1)[0]
        if 2 * count > 3 * (counts.total() - count) and usual != OTHER.get(_gender_of_name(pages, entity), ""):
            found[entity] = next(sign for sign in sorted(own, key=lambda one: one.token) if sign.gender == usual)
    return found


def _gender_at(pages: Pages, token: int, form: str, sure: float) -> str:
    """The gender that a mention shows: a pronoun, or a noun such as "a large man", that is surely of somebody."""
    syntax = pages.syntax
    if form == "pronoun":
        gender = "he" if syntax.lower[token] in HE else "she" if syntax.lower[token] in SHE else ""
        return gender if sure >= SURE_PRONOUN else ""
    if form == "common":
        return GENDERS.get(noun_gender(syntax.lemma[token]), "") if sure >= SURE_PRONOUN else ""
    nouns = [t for t in syntax.children[token] if syntax.dep[t] == "appos"]
    nouns += [c for t in nouns for c in syntax.children[t] if syntax.dep[c] == "appos"]
    return next((GENDERS[g] for t in nouns if (g := noun_gender(syntax.lemma[t])) in GENDERS), "")


def _gender_of_name(pages: Pages, entity: int) -> str:
    """The gender that titles and a given name before a surname show; empty where they do not, or show both."""
    columns = (pages.story.column("entity_names", name).tolist() for name in ("entity", "name"))
    shown = set()
    for one, name in zip(*columns, strict=True):
        words = name.lower().replace(".", "").split() if one == entity else []
        for place, word in enumerate(words):
            share = share_of_men(word) if place + 1 < len(words) else None
            if word in word_list("people", "male_titles") or share == 1:
                shown.add("he")
            if word in word_list("people", "female_titles") or share == 0:
                shown.add("she")
    return shown.pop() if len(shown) == 1 else ""


def _slip(pages: Pages, name: int, entity: int, gender: str) -> int:
    """The first pronoun of the other gender that the rest of a paragraph has of nobody but somebody named, or -1."""
    syntax = pages.syntax
    words = {"he": (HE, SHE), "she": (SHE, HE)}[gender]
    own: list[int] = []
    for token in range(name + 1, pages.paragraph_tokens(syntax.paragraph[name]).stop):
        if pages.quote[token] >= 0:
            break
        if syntax.lower[token] in words[1]:
            return -1
        if syntax.lower[token] in words[0]:
            own.append(token)
        elif _is_another(pages, token, entity, gender):
            break
    subjects = [token for token in own if syntax.dep[token] in SUBJECTS]
    if len(own) < LEAST_PRONOUNS or len(subjects) < LEAST_SUBJECTS:
        return -1
    is_near = own[0] == subjects[0] and syntax.sentence[own[0]] == syntax.sentence[name]
    if not is_near and _has_others(pages, name, gender):
        return -1
    if own[0] != subjects[0] and syntax.dep[own[0]] != "poss":
        return -1
    first = own[0]
    sentence = pages.sentence_tokens(name)
    before = any(syntax.lower[t] in words[0] for t in range(sentence[0], name))
    between = any(t in pages.referents or syntax.dep[t] in SUBJECTS for t in range(name + 1, first))
    asks = any(syntax.text[t] == "?" for t in pages.sentence_tokens(first))
    is_clause = syntax.dep[first] == "poss" or syntax.tag[syntax.head[first]] in FINITE
    is_next = syntax.sentence[first] <= syntax.sentence[name] + 1 and is_clause
    return first if is_next and not before and not between and not asks else -1


def _has_others(pages: Pages, name: int, gender: str) -> bool:
    """Whether the paragraphs before a name have anybody of a gender."""
    syntax = pages.syntax
    low = pages.paragraph_tokens(max(syntax.paragraph[name] - 2 * BEFORE, 0)).start
    words = HE if gender == "he" else SHE
    return any(
        syntax.lower[t] in words or GENDERS.get(noun_gender(syntax.lemma[t])) == gender for t in range(low, name)
    )


def _is_another(pages: Pages, token: int, entity: int, gender: str) -> bool:
    """Whether a token names somebody else of a gender, or of none that is known."""
    syntax = pages.syntax
    if token in pages.referents and pages.referents[token][0] != entity:
        return pages.gender.get(pages.referents[token][0], gender) == gender
    return GENDERS.get(noun_gender(syntax.lemma[token])) == gender


def _is_masked(pages: Pages, name: int, words: re.Pattern[str] = MASKS) -> bool:
    """Whether words in the paragraphs around say why, or that it is no person."""
    paragraph = pages.syntax.paragraph[name]
    starts, ends = (pages.story.column("paragraphs", side) for side in ("start", "end"))
    text = pages.story.text[starts[max(paragraph - BEFORE, 0)] : ends[paragraph]]
    return words.search(text.lower()) is not None
