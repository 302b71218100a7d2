"""Find proper names: where they stand and which words belong to them.

The problem. Fiction invents names (the Hatter, Poirot) and starts sentences, quotations and lines of verse with
capitals. A word is a name when the book writes it with a capital where no capital is due, and seldom without:
    "Well," said Frodo. The Shire was far from the road to Mordor.
Not tried: names in all capitals. Score: see docs/results.md, `fabula evaluate entities`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Set
from dataclasses import dataclass

import pyarrow as pa

from fabula.language.introductions import I_AM
from fabula.language.syntax import Syntax
from fabula.lexicon.given_names import is_given_name, share_of_men
from fabula.lexicon.lists import word_list
from fabula.lexicon.nouns import PERSONAL
from fabula.lexicon.titles import PARTICLES, titles
from fabula.schema import table_of, zip_columns

GIVING = ("name is", "name was", "name 's", "name ’s", "was called", "is called", "call me", "called me", "calls me")
SENTENCE_END = set(".!?:;…—–-*(“\"'‘«`")


def find_names(paragraphs: pa.Table, syntax: Syntax, headed_lines: pa.Table) -> dict[str, pa.Table]:
    """One row per proper name, in reading order; the heads of lines are names, small ones too.

    Gives   names: start, end int32 [n_names], first_token, last_token
    """
    heading = [kind != "prose" for kind in paragraphs["kind"].to_pylist()]
    heads = _heads(syntax, headed_lines)
    inside = {token for first, last in heads for token in range(first, last + 1)}
    words = _NameWords.of(syntax, heading, inside)
    plain = [span for span in _name_spans(syntax, words, heading) if inside.isdisjoint(range(span[0], span[1] + 1))]
    spans = sorted([*plain, *heads])
    return {
        "names": table_of(
            "names",
            {
                "start": [int(syntax.start[first]) for first, _ in spans],
                "end": [int(syntax.end[last]) for _, last in spans],
                "first_token": [first for first, _ in spans],
                "last_token": [last for _, last in spans],
            },
        )
    }


def _heads(syntax: Syntax, headed_lines: pa.Table) -> list[tuple[int, int]]:
    """First and last token of the name that begins each line; "ME" is none."""
    tokens = (syntax.tokens_in(*span) for span in zip_columns(headed_lines, "head_start", "head_end"))
    return [(some[0], some[-1]) for some in tokens if some and syntax.lower[some[0]] not in PERSONAL]


@dataclass
class _Uses:
    """How a book writes a word: with a capital inside a sentence or at its start, or small; and as what."""

    inside: int = 0
    initial: int = 0
    small: int = 0
    tagged: int = 0  # as a proper noun
    acting: int = 0  # as the subject of a verb


@dataclass(frozen=True)
class _NameWords:
    """For each token whether it is a word of a name."""

    is_name: list[bool]
    is_title: list[bool]

    @classmethod
    def of(cls, syntax: Syntax, heading: list[bool], heads: Set[int]) -> _NameWords:
        uses: dict[str, _Uses] = defaultdict(_Uses)
        starts = [_starts_sentence(syntax, token) for token in range(len(syntax))]
        for token, word in enumerate(syntax.text):
            if heading[syntax.paragraph[token]] or not word[0].isalpha() or token in heads:
                continue
            if not word[0].isupper():
                uses[word].small += 1
            elif not word.isupper() or len(word) == 1:
                use = uses[word.lower()]
                use.initial += starts[token]
                use.inside += not starts[token]
                use.tagged += syntax.pos[token] == "PROPN"
                use.acting += syntax.dep[token] == "nsubj" and syntax.pos[syntax.head[token]] in ("VERB", "AUX")
        is_name, is_title = [], []
        known = {word: _is_name_word(word, use) for word, use in uses.items()}
        known |= dict.fromkeys({syntax.lower[token] for token in heads} - word_list("people", "not_names"), True)
        surnames = _surnames_by_place(syntax, known)
        epithets = _epithets(syntax, known, starts)
        given = {first for first, _ in epithets if is_given_name(first)}
        for token, word in enumerate(syntax.text):
            lower = word.lower()
            capital = word[0].isupper() and not heading[syntax.paragraph[token]]
            is_title.append(capital and lower.rstrip(".") in titles())
            shouted = word.isupper() and len(word) > 1 and uses[lower].inside == 0
            usual = known.get(lower, False)
            if not usual and lower in surnames and not starts[token]:
                usual = syntax.pos[token] == "PROPN"
            if not usual and lower in given:
                usual = syntax.pos[token] == "PROPN" and not _is_month(syntax, token)
            if usual and uses[lower].small > uses[lower].inside:
                usual = syntax.pos[token] == "PROPN" and not _is_month(syntax, token)
            usual = usual or (lower, syntax.lower[token + 1] if token + 1 < len(syntax) else "") in epithets
            usual = usual or (not starts[token] and uses[lower].small == 0 and _is_given(syntax, token))
            is_name.append(capital and not shouted and (usual or _is_initial(syntax, token)))
        return cls(is_name, is_title)


def _is_given(syntax: Syntax, token: int) -> bool:
    """Whether the words around say that it is a name: my name is Wick, he was called Wick, "I'm Wick."."""
    before = " ".join(syntax.lower[max(token - 2, 0) : token])
    is_given = before.endswith(GIVING) or (
        before in I_AM and syntax.lower[token + 1 : token + 2] in ([","], ["."], ["!"])
    )
    return is_given and syntax.lower[token] not in word_list("people", "not_names")


def _is_name_word(word: str, use: _Uses) -> bool:
    if word in word_list("people", "not_names") or word.rstrip(".") in titles() or len(word) < 2:
        return False
    capital = use.inside + use.initial
    if capital == 0:
        return False
    is_given = is_given_name(word) or (use.small == 0 and share_of_men(word) is not None)
    is_plain_name = is_given and word not in word_list("people", "names_that_are_words")
    if use.inside == 0:
        is_tagged = use.tagged >= max(1, 0.5 * capital)
        return use.small == 0 and (
            (is_plain_name and is_given_name(word))
            or (is_tagged and (is_given_name(word) or use.tagged >= 3 or use.acting > 0))
        )
    share = use.inside / (use.inside + use.small)
    if share < 0.6 and not (is_given_name(word) and share > 0.15 and use.inside > 3):
        return False
    return is_plain_name or use.tagged >= 0.4 * capital or (use.inside >= 3 and use.small == 0)


def _surnames_by_place(syntax: Syntax, known: dict[str, bool]) -> set[str]:
    """Common words that follow a given name or a title with a capital: Small in Jonathan Small, Hill in Mrs. Hill."""
    found: Counter[str] = Counter()
    for token in range(1, len(syntax)):
        word = syntax.text[token]
        if not word[0].isupper() or word.isupper() or syntax.pos[token] != "PROPN":
            continue
        before = syntax.lower[token - 1].rstrip(".")
        is_after_name = syntax.text[token - 1][0].isupper() and (
            (known.get(before, False) and is_given_name(before)) or before in ("mr", "mrs", "miss", "dr")
        )
        lower = word.lower()
        if is_after_name and not known.get(lower, False) and lower not in word_list("people", "not_names"):
            found[lower] += 1
    return {word for word, count in found.items() if count >= 2 and word.rstrip(".") not in titles()}


def _epithets(syntax: Syntax, known: dict[str, bool], starts: list[bool]) -> set[tuple[str, str]]:
    """Common words with the names that they stand before with a capital, hardly ever small: Black Dog, Old Nick."""
    found: Counter[tuple[str, str]] = Counter()
    small: Counter[tuple[str, str]] = Counter()
    for token in range(len(syntax) - 1):
        lower, following = syntax.lower[token], syntax.lower[token + 1]
        if not known.get(following, False) or known.get(lower, False) or not lower.isalpha() or starts[token]:
            continue
        if syntax.text[token][0].islower():
            small[lower, following] += 1
        elif syntax.text[token + 1][0].isupper() and not syntax.text[token].isupper():
            found[lower, following] += lower not in titles() and syntax.pos[token] in ("PROPN", "ADJ", "NOUN")
    return {pair for pair, count in found.items() if count >= 3 and count > 5 * small[pair]}


def _is_month(syntax: Syntax, token: int) -> bool:
    before = syntax.lower[token - 1] if token else ""
    return before in ("in", "of", "last", "next", "early", "late", "since", "until") or before[:1].isdigit()


def _is_initial(syntax: Syntax, token: int) -> bool:
    """A letter with a full stop before another name word, as in J. Smith."""
    word = syntax.text[token]
    return (
        len(word) == 2
        and word[1] == "."
        and word[0] != "I"
        and token + 1 < len(syntax)
        and syntax.text[token + 1][0].isupper()
    )


def _starts_sentence(syntax: Syntax, token: int) -> bool:
    if token == 0 or syntax.paragraph[token] != syntax.paragraph[token - 1]:
        return True
    before = syntax.text[token - 1]
    if before[-1] == "." and before.lower().rstrip(".") in titles():
        return False
    return (
        before[-1] in SENTENCE_END or before in ("”", "''", "’") or syntax.sentence[token] != syntax.sentence[token - 1]
    )


def _name_spans(syntax: Syntax, words: _NameWords, heading: list[bool]) -> list[tuple[int, int]]:
    spans = []
    token, count = 0, len(syntax)
    while token < count:
        if heading[syntax.paragraph[token]] or not (words.is_name[token] or words.is_title[token]):
            token += 1
            continue
        last = _last_of_name(syntax, words, token)
        if words.is_name[token] or last > token or _stands_alone(syntax, token):
            spans.append((token, last))
        token = last + 1
    return spans


def _last_of_name(syntax: Syntax, words: _NameWords, first: int) -> int:
    last = first
    while last + 1 < len(syntax) and syntax.paragraph[last + 1] == syntax.paragraph[first]:
        following = last + 1
        if words.is_name[following] or (words.is_title[following] and words.is_title[last]):
            if not _follows_directly(syntax, last, following):
                break
            last = following
        elif syntax.text[following] == "-" and _is_hyphenated(syntax, words, following):
            last = following + 1
        elif (name := _name_after_particles(syntax, words, following)) is not None and (
            syntax.lower[following] != "of" or words.is_title[last]
        ):
            last = name
        elif (
            syntax.text[following] == "."
            and words.is_title[last]
            and last == first
            and following + 1 < len(syntax)
            and words.is_name[following + 1]
        ):
            last = following + 1
        else:
            break
    return last


def _name_after_particles(syntax: Syntax, words: _NameWords, first: int) -> int | None:
    """The name word after one to three particles, as in van der Luyden."""
    for token in range(first, min(first + 4, len(syntax))):
        if words.is_name[token]:
            return token if token > first else None
        if syntax.lower[token] not in PARTICLES:
            return None
    return None


def _follows_directly(syntax: Syntax, last: int, following: int) -> bool:
    return syntax.source[int(syntax.end[last]) : int(syntax.start[following])].strip() == ""


def _is_hyphenated(syntax: Syntax, words: _NameWords, hyphen: int) -> bool:
    return (
        hyphen + 1 < len(syntax)
        and words.is_name[hyphen + 1]
        and int(syntax.start[hyphen]) == int(syntax.end[hyphen - 1])
        and int(syntax.start[hyphen + 1]) == int(syntax.end[hyphen])
    )


def _stands_alone(syntax: Syntax, token: int) -> bool:
    """A title used as a name: "the Professor", "Captain!"; not "Sir" or "Miss" to whoever is there."""
    lower = syntax.lower[token].rstrip(".")
    if lower in (
        "sir",
        "miss",
        "mr",
        "mrs",
        "ms",
        "madam",
        "madame",
        "lord",
        "st",
        "don",
        "m",
        "lady",
        "hon",
        "general",
        "major",
        "private",
        "elder",
        "secretary",
        "don",
        "saint",
        "dom",
    ):
        before = syntax.lower[token - 1] if token else ""
        return before == "the" and lower in ("general", "major", "lord", "lady", "elder", "don")
    if _starts_sentence(syntax, token):
        return lower in word_list("people", "kin") and syntax.pos[token] == "PROPN"
    return True
