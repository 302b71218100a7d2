"""Dreams and visions: what somebody sees asleep or in fever, told as if it were there.

What shows one: a word of dreaming; its content follows it ("she dreamed that ...") or stands in the next sentences ("I
began to dream."), up to the waking, or else to the end of the paragraph. Falling asleep and waking show one if a dream
is spoken of near by. A paragraph that breaks off in the middle of a phrase is what an awakening interrupts; paragraphs
in italics beside words of sleep are one. A story that ends in a waking from "such a curious dream" has been one.
In a story about others that is told in the past tense, sentences in the present are what somebody sees inside.
Not tried: daydreams that nothing but their improbability shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from fabula.lexicon.lists import word_list
from fabula.lexicon.nouns import FIRST_PLURAL, FIRST_SINGULAR, HE, SHE, THEY
from fabula.reading.layers.best import best_stretches
from fabula.reading.layers.page import PAST, PERFECT, PLUPERFECT, PRESENT, WOULD, Candidate, Page

DREAM_NOUN = re.compile(
    r"\b(?:disturbed|troubled|haunted|visited|tormented|filled|broken|followed|full) (?:by|with"
    r"|of) (?:\w+ ){0,3}(?:dreams|nightmares?)\b"
    r"|\bin (?:my|his|her|their|the|this|that)(?: same| strange)? dreams?\b|\bin dreams\b|\b(?:came|following"
    r"|another) dream\b"
    r"|\b(?:had|have|having|brought) (?:with it )?(?:had )?(?:such )?an? (?:\w+ ){0,3}(?:dreams?|nightmares?"
    r"|visions?)\b"
    r"|\bthis was (?:my|his|her|the|their) dream\b|\b(?:the|that) (?:same |old |usual )?dream (?:began|came|comes"
    r"|went|started|returned)\b"
    r"|\b(?:was|is|had|has) the (?:same |old |usual )?dream\b|\bin (?:my|his|her|their|a|the) (?:delirium"
    r"|hallucinations?|trance)\b"
    r"|\b(?:saw|sees|see|seen|as) (?:as )?(?:if )?(?:in )?a (?:\w+ )?vision\b|\ba (?:\w+ )?vision (?:came|rose"
    r"|appeared|floated|swam|of)\b"
    r"|\bmust have (?:fallen asleep|slept|dozed|been (?:asleep|dreaming))\b",
    re.IGNORECASE,
)
NO_DREAM = re.compile(
    r"\b(?:as if|as though|like|never|not|nor|hardly|little|beyond|nobody|unreality"
    r"|waking)\b[^.;]{0,40}\b(?:dream|nightmare)"
    r"|\bday-?dream|dream(?:s|ed|t)? of (?:being|becoming|having|making|doing|going|marrying|\w+ing)\b"
    r"|dreams? come true"
    r"|wildest dream\b|(?:hopes|plans|ambition) and dreams|\bdreams of (?:his|her|my|their|the|a|an|\w+ing)\b",
    re.IGNORECASE,
)
ASLEEP = re.compile(
    r"\b(?:f[ae]ll(?:s|ing)?|dropp?(?:ed|s|ing)?|drift(?:ed|s|ing)?|sank|sink(?:s|ing)?|doz(?:ed|es|ing)"
    r"|nodd(?:ed|ing)) "
    r"(?:\w+ ){0,3}?(?:asleep|off|sleep|slumber|doze)\b|\bdozed\b|\b(?:fever|deliri\w+|raved|raving|swoon\w*"
    r"|trance)\b"
    r"|\beyes closed\b|\b(?:lay|lie|lies|lying|went) (?:down|back|to bed|to sleep)\b",
    re.IGNORECASE,
)
WAKING = re.compile(
    r"\b(?:a?woken?|a?wakes?|awak(?:en)?(?:ed|s|ing)|waken(?:ed|s)?|on waking|rous(?:ed|ing)|wake up)\b"
    r"|\b(?:start(?:ed|s|ing)|sat|sits|sprang|bolt\w*) (?:up|upright|from (?:my|his|her|their)? ?(?:sleep|dream"
    r"|slumbers?|bed))\b"
    r"|\bopen(?:ed|s|ing)? (?:my|his|her|their) eyes\b|\bfound (?:myself|himself|herself) (?:lying|in bed|sitting)\b"
    r"|\b(?:came|come|comes) to (?:myself|himself|herself)\b|\bwhen,? (?:suddenly|all at once)\b",
    re.IGNORECASE,
)
SLEEPING = re.compile(
    r"\b(?:a?sleep|sleeping|slept|bed|pillow|a?woke|awake|dream\w*|dreamt|doze\w*|ceiling)\b", re.IGNORECASE
)
SPOKEN_OF = re.compile(r"dream|nightmare|vision|hallucin|deliri|must have (?:fallen|slept|dozed)", re.IGNORECASE)
NIGHT = re.compile(
    r"\b(?:that|last|every|each|one|in the|at|all) nights?\b|\b(?:again|another dream|the same dream)\b", re.IGNORECASE
)
WOKEN = re.compile(
    r"\b(?:woken?|awoken?|awaked|waked|wakes|awakes|sat bolt upright|(?:was|is|were|am|jerked|jolted|came|comes"
    r"|startled|lay|wide) awake)\b"
    r"|\balarm (?:clock )?(?:went|goes|rang|rings|buzz\w+|shrill\w+)\b|\beyes (?:flew|snapped|came|come|snap"
    r"|fly) open\b"
    r"|\bopen(?:ed|s) (?:my|his|her|their) eyes\b|\bs[ai]ts? up in bed\b|\bfound (?:myself|himself|herself"
    r"|themselves) lying\b",
    re.IGNORECASE,
)
NO_WAKING = re.compile(
    r"\b(?:when|whenever|after|before|until|till|if|as|like|every|each|always|often|had|having|having been|to"
    r"|never|not|who|which"
    r"|since|because|would|would have)\b|next (?:morning|day)|later",
    re.IGNORECASE,
)
LATER = re.compile(
    r"\b(?:in the morning|next (?:morning|day)|the following|hours? later|at dawn|when (?:he|she|I|they))\b",
    re.IGNORECASE,
)
LATER_REACH, LONGEST_UNSEEN, DEEPEST = (
    120,
    450,
    14,
)  # characters after falling asleep; words of a dream; words before waking
DREAMT = re.compile(
    r"\b(?:had|have|been|was|is) (?:having )?(?:only |all |just |but )?(?:such )?(?:a |an |the |my |his "
    r"|her )?(?:\w+ )?(?:dream|nightmare)\b"
    r"|\b(?:dreamed|dreamt|been dreaming)\b"
)
BROKEN_OFF = re.compile(
    r"\b(?:the|a|an|and|or|but|to|of|in|on|at|with|into|from|for|by|his|her|my|their|its|like|that|as|than)[*_]*$"
)
MARKS = "\"“'‘*_"
US, OTHERS = FIRST_SINGULAR | FIRST_PLURAL, HE | SHE | THEY
LEAST_PRESENT = 3.5  # weight of sentences in the present tense
LONGEST_TO_END = 300  # words up to the end of a section in which nobody wakes
NEXT_TO = 300  # characters before and after
FEWEST_WORDS = 14
MOST_SENTENCES = 60  # of a dream before its waking
DEEP = 6  # words into a sentence from which on a dream begins or ends inside it


def find_dreams(page: Page) -> Iterator[Candidate]:
    """Dreams, by any of their marks."""
    yield from _dreamt(page)
    yield from _until_waking(page)
    yield from _broken_off(page)
    yield from _in_italics(page)
    yield from _in_present_tense(page)


def _dreamt(page: Page) -> Iterator[Candidate]:
    """What follows a word of dreaming."""
    last_end = -1
    for number, (start, end) in enumerate(zip(page.starts, page.ends, strict=True)):
        if start < last_end:
            continue
        shown = _dreaming(page, number, start, end)
        if shown is None:
            continue
        content = _content(page, number, shown)
        if content is None:
            continue
        low, high = content
        owner = _dreamer(page, shown)
        yield Candidate(low, high, "dream", 0.7, shown, owner)
        last_end = high


def _dreaming(page: Page, number: int, start: int, end: int) -> tuple[int, int] | None:
    """The word of dreaming in a sentence, if it means a dream of the night."""
    text, syntax = page.flat[start:end], page.syntax
    if not SPOKEN_OF.search(text):
        return None
    if NO_DREAM.search(text):
        return None
    for token in page.tokens(number):
        if syntax.lower[token] in word_list("levels", "dreaming") and syntax.pos[token] in ("VERB", "AUX"):
            children = syntax.children[token]
            is_denied = any(
                syntax.dep[child] == "neg"
                or (syntax.dep[child] == "aux" and (syntax.tag[child] == "MD" or syntax.lemma[child] == "do"))
                or (syntax.dep[child] == "dobj" and syntax.pos[child] == "PRON")
                for child in children
            )
            if syntax.lower[token] == "dreaming" and syntax.dep[token] != "xcomp":
                continue
            if not is_denied and syntax.dep[token] in ("ROOT", "conj", "xcomp") and page.subject(token) is not None:
                near = (
                    page.flat[max(start - NEXT_TO, 0) : syntax.start[token]]
                    + page.flat[syntax.end[token] : end + NEXT_TO]
                )
                is_of = token + 1 < len(syntax) and syntax.lower[token + 1] == "of"
                has_clause = not is_of and any(syntax.dep[child] == "ccomp" for child in children)
                if has_clause or SLEEPING.search(near) or NIGHT.search(near):
                    return int(syntax.start[token]), int(syntax.end[token])
    found = DREAM_NOUN.search(text)
    near = page.flat[max(start - NEXT_TO, 0) : end + NEXT_TO]
    if not found:
        return None
    is_plain = len(page.syntax.tokens_in(start, start + found.start())) < DEEP
    if is_plain or SLEEPING.search(near.replace("dream", "")):
        return start + found.start(), start + found.end()
    return None


def _content(page: Page, number: int, shown: tuple[int, int]) -> tuple[int, int] | None:
    """Where the dream that a word speaks of begins and ends."""
    start, end = page.starts[number], page.ends[number]
    rest = len(page.syntax.tokens_in(shown[1], end))
    before = len(page.syntax.tokens_in(start, shown[0]))
    if rest >= FEWEST_WORDS:
        that = re.compile(r"\W*(?:that|of|,|:)\b").match(page.flat, shown[1], end)
        low = start if before < DEEP else (that.end() if that else shown[1])
        first = number
    elif number + 1 < len(page.starts) and page.kinds[page.paragraph[number + 1]] == "prose":
        low, first = page.starts[number + 1], number + 1
    else:
        return None
    bounds = page.section_bounds(page.paragraph[number])
    utterance = page.utterance_at(shown[0])
    if utterance is not None:
        bounds = bounds[0], utterance.end
        if low >= utterance.end:
            return None
    for at in range(first, min(first + MOST_SENTENCES, len(page.starts))):
        if page.starts[at] >= bounds[1]:
            break
        woken = WAKING.search(page.flat, max(low, page.starts[at]), page.ends[at])
        woken = woken or (LATER.match(page.flat, page.starts[at], page.ends[at]) if at > first else None)
        if woken:
            return _if_long(page, low, _cut(page, at, woken.start()))
    end = bounds[1]
    if len(page.syntax.tokens_in(low, end)) > LONGEST_TO_END:
        end = min(end, page.paragraphs[page.paragraph[first]][1])
    return _if_long(page, low, end)


def _cut(page: Page, number: int, woken: int) -> int:
    """Where a dream ends before a word of waking: at the end of the sentence before, or of the clause."""
    start = page.starts[number]
    if len(page.syntax.tokens_in(start, woken)) >= DEEP:
        commas = [found.end() for found in re.finditer(r"[,;:—-](?=\s)", page.flat[start:woken])]
        if commas:
            return start + commas[-1]
    return page.ends[number - 1] if number else start


def _if_long(page: Page, start: int, end: int) -> tuple[int, int] | None:
    return (start, end) if len(page.syntax.tokens_in(start, end)) >= FEWEST_WORDS else None


def _dreamer(page: Page, shown: tuple[int, int]) -> int | None:
    """Whose dream it is: the subject of the word, who speaks, through whom it is told."""
    token = page.syntax.token_at(shown[0])
    owner = page.who(page.subject(token)) if page.syntax.pos[token] == "VERB" else None
    utterance = page.utterance_at(shown[0])
    if owner is None and utterance is not None:
        owner = utterance.speaker
    return owner if owner is not None else page.mind_at(shown[0])


def _until_waking(page: Page) -> Iterator[Candidate]:
    """What is told between falling asleep, or else the beginning of the section, and a waking."""
    for found in WOKEN.finditer(page.flat):
        number = page.sentence_at(found.start())
        start, woken = page.starts[number], found.span()
        if not _is_waking(page, number, found.start()):
            continue
        first_of_section = page.section_bounds(page.paragraph[number])[0]
        dreamt = DREAMT.search(page.flat, woken[0], page.ends[number] + 2 * NEXT_TO)
        low, is_asleep = first_of_section, False
        for at in range(number - 1, max(number - 3 * MOST_SENTENCES, -1), -1):
            if page.starts[at] < first_of_section:
                break
            if ASLEEP.search(page.flat, page.starts[at], page.ends[at]) and page.words_told[at]:
                low, is_asleep = page.ends[at], True
                break
            if WAKING.search(page.flat, page.starts[at], page.ends[at]):
                low = -1
                break
        end = _cut(page, number, woken[0])
        words = len(page.syntax.tokens_in(low, end)) if 0 <= low < end else 0
        is_whole = words < LONGEST_UNSEEN and (
            not is_asleep or page.paragraph_at(low) < page.paragraph_at(max(end - 1, 0))
        )
        least = FEWEST_WORDS if dreamt else 2 * FEWEST_WORDS
        is_later = LATER.search(page.flat, low, low + LATER_REACH)
        if words >= least and (dreamt or is_whole) and not is_later:
            yield Candidate(low, end, "dream", 0.65 if dreamt else 0.5, woken, page.mind_at(start))


def _is_waking(page: Page, number: int, at: int) -> bool:
    """Whether the words tell of a waking, not of a habit nor of what another does, and outside of quotations."""
    token = page.syntax.token_at(at)
    if page.is_quoted[token]:
        return False
    if page.syntax.lower[token] == "found":
        return True
    start = page.starts[number]
    if NO_WAKING.search(page.flat, start, at) or len(page.syntax.tokens_in(start, at)) > DEEPEST:
        return False
    return not any(page.syntax.dep[child] in ("dobj", "neg") for child in page.syntax.children[token])


def _broken_off(page: Page) -> Iterator[Candidate]:
    """A paragraph that breaks off in the middle of a phrase, with those before it where they begin the section."""
    for number, ((start, end), (after, _)) in enumerate(pairwise(page.paragraphs)):
        words = len(page.syntax.tokens_in(start, end))
        is_cut = page.kinds[number] == "prose" and BROKEN_OFF.search(page.flat, max(start, end - 12), end)
        is_verse = page.text[end:after].endswith("  ")
        if (
            not is_cut
            or is_verse
            or words < 3 * FEWEST_WORDS
            or not (page.flat[after].isupper() or page.flat[after] in MARKS)
        ):
            continue
        low = page.section_bounds(number)[0]
        first = page.paragraph_at(low)
        begin = low if number - first < 3 else start
        for at in page.sentences_in(start, end):
            if ASLEEP.search(page.flat, page.starts[at], page.ends[at]):
                begin = page.ends[at]
        yield Candidate(begin, end, "dream", 0.55, (end - 1, end), page.mind_at(start))


def _in_italics(page: Page) -> Iterator[Candidate]:
    """Paragraphs in italics beside words of sleep."""
    run: list[int] = []
    for number, (start, end) in enumerate([*page.paragraphs, (0, 0)]):
        mark = page.flat[start : start + 1]
        inside = page.flat[start + 1 : end - 1]
        if mark in ("*", "_") and page.flat[end - 1 : end] == mark and mark not in inside.replace("**", ""):
            run.append(number)
            continue
        if run:
            low, high = page.paragraphs[run[0]][0], page.paragraphs[run[-1]][1]
            near = page.flat[max(low - NEXT_TO, 0) : low] + page.flat[high : high + NEXT_TO]
            shown = SLEEPING.search(near)
            if shown and len(page.syntax.tokens_in(low, high)) >= 3 * FEWEST_WORDS and not page.is_letter_at(low):
                yield Candidate(low, high, "dream", 0.65, (low, low + 1), page.mind_at(low))
        run = []


def _in_present_tense(page: Page) -> Iterator[Candidate]:
    """Sentences in the present tense in a story about others that is told in the past: what somebody sees inside."""
    weights = []
    for number, start in enumerate(page.starts):
        told, row = page.told[number], page.telling_at(start)
        is_past = row >= 0 and page.tellers[row][2:4] == ("past", "third") and page.tellers[row][5] is None
        words = {page.syntax.lower[token] for token in page.tokens(number)}
        if not is_past or not page.words_told[number] or words & US:
            weight = -2.0
        elif told[PAST] + told[PLUPERFECT] + told[WOULD]:
            weight = -1.5
        else:
            weight = (1.0 if words & OTHERS else 0.5) if told[PRESENT] + told[PERFECT] else 0.0
        is_new = number and page.section[page.paragraph[number]] != page.section[page.paragraph[number - 1]]
        weights.append((weight, -100.0 if is_new else 0.0))
    for low, high in best_stretches(weights):
        if sum(weight for weight, _ in weights[low:high]) >= LEAST_PRESENT:
            start, end = page.starts[low], page.ends[high - 1]
            yield Candidate(start, end, "dream", 0.5, (start, page.ends[low]), page.mind_at(start))
