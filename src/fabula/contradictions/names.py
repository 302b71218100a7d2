"""One person's name in two ways.

The problem. A name is misspelt once, or another given name stands before a surname:
    a Mr. Havering, who had taken the lease ... Mr. Haverling held an umbrella over the mother.
    Mrs. Dorothea Finch had put her foot down. ... Mrs. Dorothy Finch, who had never been known to cry.
Two names that are nearly one, beside the same title or the same other name, are taken for one person's, unless both are
used often, stand together, or words beside one say why. A short form (Kate, Will) is no other name. A single name
without such company must be nearly one with a far more frequent one. Only what the narration itself calls people
counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from fabula.contradictions.contradiction import Contradiction
from fabula.contradictions.pages import Pages
from fabula.lexicon.given_names import are_forms_of_one, is_given_name, share_of_men
from fabula.lexicon.titles import PARTICLES, titles

LEAST_LETTERS, LONG_NAME = 4, 6
LONG_FIRST = 6  # letters of names that differ in the first one alone, as Carrow and Farrow
RARE, OFTEN = 2, 4  # times that a name is used
LEAST_ALIKE = 3  # first letters of two names that may be one
ALIKE = 2  # letters with which two given names of one person begin
PAIRED, SIMILAR_GIVEN, ALONE, OTHER_GIVEN = 0.85, 0.8, 0.55, 0.6
REASONS = re.compile(
    r"\b(spel(t|led|ling)|misspel\w*|mistake\w*|wrong\w*|made out to|instead of|alias|call(s|ed|ing)? (him|her|"
    r"them)self|"
    r"n[ée]e|born|christened|known as|changed|pronounc\w+|twins?|namesake|relation|junior|senior|elder|younger)\b"
)
SOUNDS = (
    ("ph", "f"),
    ("ck", "k"),
    ("ce", "s"),
    ("tz", "s"),
    ("c", "k"),
    ("y", "i"),
    ("z", "s"),
    ("th", "t"),
    ("j", "g"),
    ("w", "v"),
)


@dataclass(frozen=True)
class _Use:
    """A word of a name where the narration uses it, the word before and the one after it in the name, and its title."""

    word: str
    before: str
    after: str
    title: str
    token: int


def name_contradictions(pages: Pages) -> Iterator[Contradiction]:
    """Names of one person in two spellings or forms."""
    uses: dict[str, list[_Use]] = defaultdict(list)
    for use in _uses(pages):
        uses[use.word].append(use)
    spoken = _spoken(pages)
    for one, other in combinations(sorted(uses), 2):
        is_near = pages.is_short and (_is_one_sound(one, other) or _is_much_alike(uses[one], uses[other]))
        if not are_nearly_one(one, other) and not is_near:
            continue
        rare, common = sorted(
            (one, other), key=lambda word: (len(uses[word]) + spoken.get(word, 0), uses[word][0].token)
        )
        if len(uses[rare]) + spoken.get(rare, 0) > RARE:
            continue
        often = 1 if pages.is_short else OFTEN
        sure, first, second = _compare(uses[rare], uses[common], spoken.get(rare, 0), often)
        is_one_sound = pages.is_short and _is_one_sound(one, other)
        if is_one_sound and not sure and len(uses[rare]) <= RARE:
            sure, (first, second) = ALONE, _in_order(uses[rare][0], uses[common][0])
        if one[0] != other[0] and not (pages.is_short and (sure == PAIRED or is_one_sound)):
            continue
        if not is_one_sound and _stand_together(pages, uses[rare], uses[common], is_full=_is_given(first.before)):
            continue
        if sure and not any(_has_reason(pages, use.token) for use in uses[rare]):
            yield _contradiction(pages, first, second, sure)
    if pages.is_short:
        yield from _other_given_names(pages, uses)


def _other_given_names(pages: Pages, uses: dict[str, list[_Use]]) -> Iterator[Contradiction]:
    """Another given name before one surname, in a story of a few people; a Mr. Bell is one there, but has a family.

    Without a title only one that begins alike, and stands there alone: Kristoffer Dahle, Kristian Dahle.
    """
    full: dict[str, dict[str, list[_Use]]] = defaultdict(lambda: defaultdict(list))
    ranked = {word for word, own in uses.items() if any(use.before.casefold() in RANKS | {"mr"} for use in own)}
    ranked |= {use.after for own in uses.values() for use in own if use.before.casefold() in RANKS and use.after}
    for word, own in uses.items():
        for use in own:
            if use.after and (is_given_name(word) or use.after not in ranked):
                full[use.after][word].append(use)
    for surname, names in full.items():
        for one, other in combinations(names, 2):
            is_seldom = any(_is_seldom(uses[name], names[name]) for name in (one, other))
            if surname not in ranked and not (is_seldom and one[:ALIKE] == other[:ALIKE]):
                continue
            first, second = sorted((names[one][0], names[other][0]), key=lambda use: use.token)
            genders = {share > 0.5 for share in map(share_of_men, (one, other)) if share is not None}
            if are_nearly_one(one, other) or are_forms_of_one(one, other) or len(names) > 2 or len(genders) > 1:
                continue
            if _stand_together(pages, names[one], names[other], is_full=True):
                continue
            of_one = _bearer(pages, first) == _bearer(pages, second) >= 0
            has_kin = not of_one and any(_has_kin(pages, use.token) for use in (first, second))
            if not has_kin and not any(_has_reason(pages, use.token) for use in (first, second)):
                yield _contradiction(pages, first, second, OTHER_GIVEN)


def _is_seldom(uses: list[_Use], full: list[_Use]) -> bool:
    """Whether a given name stands once or twice, and only before the surname."""
    return len(uses) == len(full) <= RARE


def _has_kin(pages: Pages, token: int) -> bool:
    """Whether a sentence tells of kin, who share a surname."""
    return any(pages.syntax.lemma[t] in KIN for t in pages.sentence_tokens(token))


KIN = frozenset("brother sister cousin father mother son daughter uncle aunt nephew niece wife husband twin".split())
GREETINGS = frozenset("dear dearest".split())
RANKS = frozenset(
    "inspector sergeant constable captain major colonel lieutenant general dr doctor professor judge nurse".split()
)


def are_nearly_one(one: str, other: str) -> bool:
    """Whether two names may be one, written in two ways; short forms are another matter.

    >>> are_nearly_one("Carvalho", "Carvalhal"), are_nearly_one("Marsh", "Hale"), are_nearly_one("Kate", "Katie")
    (True, False, False)
    """
    one, other = one.casefold(), other.casefold()
    short, long = sorted((one, other), key=len)
    if (
        one == other
        or len(short) < LEAST_LETTERS
        or long in (f"{short}s", f"{short}es")
        or (long.startswith(short) and len(long) > len(short) + 1)
    ):
        return False
    if _sound(one) == _sound(other):
        return True
    if one[0] != other[0]:
        return len(one) == len(other) >= LONG_FIRST and one[1:] == other[1:] and not is_given_name(one)
    if long.startswith(short) and long[-1] in "aey":
        return False
    if is_given_name(one) and is_given_name(other):
        genders = {share > 0.5 for share in map(share_of_men, (one, other)) if share is not None}
        is_pet_name = any(len(name) < LONG_NAME and name.endswith(("y", "ie", "ey")) for name in (one, other))
        if len(genders) > 1 or (are_forms_of_one(one, other) and (is_pet_name or len(short) < LONG_NAME)):
            return False
    distance = edit_distance(one, other)
    return distance == 1 or (
        distance <= len(short) // 2 and len(short) >= LONG_NAME and one[:LEAST_LETTERS] == other[:LEAST_LETTERS]
    )


def edit_distance(one: str, other: str) -> int:
    """How many letters to change, put in or leave out to make one of the other (Levenshtein 1966).

    >>> edit_distance("Havering", "Haverling")
    1
    """
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, start=1):
        last, row = row, [number]
        for place, wanted in enumerate(other):
            row.append(min(last[place] + (letter != wanted), last[place + 1] + 1, row[place] + 1))
    return row[-1]


def _is_one_sound(one: str, other: str) -> bool:
    """Whether two names sound as one: Katherine and Kathryn, Aidan and Aiden; of long ones all but the vowels."""
    is_given = is_given_name(one) and is_given_name(other)
    if one.casefold() == other.casefold():
        return False
    one, other = _sound(one.casefold()), _sound(other.casefold())
    bare, also = (name[:1] + re.sub("[aeiouyh]", "", name[1:]) for name in (one, other))
    return min(len(one), len(other)) > LEAST_LETTERS and (
        one == other or (bare == also and len(bare) >= LEAST_LETTERS and is_given)
    )


def _is_much_alike(uses: list[_Use], others: list[_Use]) -> bool:
    """Whether two names of a short story, one of them used once, are long and alike, as Maradir and Maredin.

    With one title (Mrs Whitcombe, Mrs Whitfield) they must only begin alike.
    """
    one, other = uses[0].word.casefold(), others[0].word.casefold()
    n_alike = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if min(len(uses), len(others)) > 1 or min(len(one), len(other)) < LONG_NAME or one in other or other in one:
        return False
    is_titled = bool(uses[0].title) and uses[0].title == others[0].title and not uses[0].after + others[0].after
    return (n_alike >= LEAST_ALIKE and edit_distance(one, other) <= ALIKE) or (is_titled and n_alike >= LEAST_LETTERS)


def _sound(name: str) -> str:
    """A name with letters that sound alike made one, and doubled ones single."""
    for letters, sound in SOUNDS:
        name = name.replace(letters, sound)
    return re.sub(r"(.)\1", r"\1", name).rstrip("e")


def _uses(pages: Pages) -> Iterator[_Use]:
    """The words of names of people in the narration; what is in italics is a ship, or quoted."""
    slanted = pages.syntax.flags(pages.story.tables["emphasis"])
    forms, starts, ends, heads, entities = (
        pages.story.column("mentions", name).tolist() for name in ("form", "start", "end", "head_token", "entity")
    )
    kinds = pages.story.column("entities", "kind")
    no_names = titles() | PARTICLES | GREETINGS
    for form, start, end, head, entity in zip(forms, starts, ends, heads, entities, strict=True):
        if form != "proper" or not pages.is_told(head) or slanted[head] or pages.layers[head] == "letter":
            continue
        if entity >= 0 and kinds[entity] != "person":
            continue
        tokens = pages.syntax.tokens_in(start, end)
        words = [pages.syntax.text[t] for t in tokens]
        known = [
            (t, word)
            for t, word in zip(tokens, words, strict=True)
            if word[:1].isupper() or word.casefold() in PARTICLES
        ]
        title = pages.syntax.text[tokens[0] - 1] if len(tokens) and tokens[0] else ""
        names = [title if title.casefold() in RANKS else "", *(word for _, word in known), ""]
        titled = next((word.rstrip(".") for word in names[:2] if word.casefold().rstrip(".") in titles()), "")
        for place, (token, word) in enumerate(known, start=1):
            if word.casefold().rstrip(".") not in no_names and word.isalpha():
                yield _Use(word, names[place - 1].rstrip("."), names[place + 1], titled, token)


def _spoken(pages: Pages) -> dict[str, int]:
    """How often each capitalized word stands in what is said."""
    counts: dict[str, int] = defaultdict(int)
    for token, word in enumerate(pages.syntax.text):
        if pages.quote[token] >= 0 and word[:1].isupper():
            counts[word] += 1
    return counts


def _compare(rare: list[_Use], common: list[_Use], n_spoken: int, often: int) -> tuple[float, _Use, _Use]:
    """How sure it is that two names are one person's, with a use of each, in the order of the text."""
    best: tuple[float, _Use, _Use] = (0.0, rare[0], common[0])
    for use in rare:
        for other in common:
            is_last = not use.after and not other.after
            is_titled = is_last and use.title and use.title == other.title
            is_paired = is_titled or (use.before and use.before == other.before)
            has_surname = use.after and use.after == other.after
            sure = PAIRED if is_paired else SIMILAR_GIVEN if has_surname else 0.0
            if sure > best[0]:
                best = (sure, use, other)
    if not best[0] and not n_spoken and len(rare) == 1 and len(common) >= often and not rare[0].before + rare[0].after:
        best = (ALONE, rare[0], common[0])
    sure, one, other = best
    return (sure, *_in_order(one, other))


def _in_order(one: _Use, other: _Use) -> tuple[_Use, _Use]:
    return (one, other) if one.token <= other.token else (other, one)


def _stand_together(pages: Pages, uses: list[_Use], others: list[_Use], is_full: bool) -> bool:
    """Whether two names are used in one paragraph, as those of two people are; of full names in one sentence."""
    unit = pages.syntax.sentence if is_full else pages.syntax.paragraph
    units = {unit[use.token] for use in uses}
    return any(unit[use.token] in units for use in others)


def _is_given(word: str) -> bool:
    """Whether a word before a name is a given name, no title."""
    return bool(word) and word.casefold() not in titles()


def _has_reason(pages: Pages, token: int) -> bool:
    """Whether words around a name say why it is another one."""
    sentence = pages.sentence_tokens(token)
    return REASONS.search(pages.story.text[pages.starts[sentence[0]] : pages.ends[sentence[-1]]].lower()) is not None


def _bearer(pages: Pages, use: _Use) -> int:
    """Whose name a word is part of, or -1; the mention of a full name hangs on its last word."""
    entity = pages.person(use.token)
    is_part = pages.syntax.dep[use.token] == "compound"
    return pages.person(pages.syntax.head[use.token]) if entity < 0 and is_part else entity


def _contradiction(pages: Pages, first: _Use, second: _Use, sure: float) -> Contradiction:
    names = [" ".join(part for part in (use.before, use.word, use.after) if part) for use in (first, second)]
    return Contradiction(
        "name",
        pages.character(_bearer(pages, second)) or pages.character(_bearer(pages, first)),
        "name",
        pages.span_of(first.token),
        pages.span_of(second.token),
        (names[0], names[1]),
        sure,
        f"the narration writes {names[0]}, and elsewhere {names[1]}",
    )
