"""The narration slips into another tense for a few sentences.

The problem. A story in the past tense goes on in the present, and back, with no reason to be seen:
    They waited at the lights. Then the lights change, and Amadeu leans on the handle. ... At the top he put on the
    brake.
What the prevailing tense of a chapter is, its sentences say. A slip is a run of sentences in the other one that tells
what somebody does, with the prevailing tense on either side of it. What always holds, what a narrator says of today,
what is called back to mind and what lies before a story in the present are no slips; nor is anything where both tenses
are usual, or a text that does it again and again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from fabula.contradictions.contradiction import Contradiction
from fabula.contradictions.pages import Pages

PAST, PRESENT = "past", "present"
SHOWS = {"VBD": PAST, "VBZ": PRESENT, "VBP": PRESENT}  # Penn tag -> tense
STATES = frozenset(
    "be have seem appear know think believe suppose mean say call remember recall forget like love hate want wish "
    "need hope "
    "doubt understand imagine guess wonder belong contain consist lie depend exist matter own live tell confess".split()
)
ALWAYS = frozenset(
    "always never every often usually sometimes generally everyone everybody one people men women you your whoever "
    "always "
    "nobody they-say today nowadays still".split()
)
BACK = frozenset(
    "ago last yesterday earlier before once previous used when childhood since years months weeks born always every "
    "never "
    "would".split()
)
LEADS_BACK = re.compile(
    r"\b(ago|last (year|month|week|night|time|summer|winter|spring|autumn|\w+day)|yesterday|earlier|used to|"
    r"childhood|born|years|months|weeks|since|(when|as) (i|we|he|she|they) (was|were)|in those days|once,)\b|"
    r"^once\b|\bbefore[,.]"
)
"""Words of a first sentence that lead back to what was before."""
TOLD_HERE = frozenset(("", "memory", "call"))
"""Layers in which a slip of a story in the present may be taken to be, outside quotations."""
MOST_PLUPERFECT = 0.34  # share of the verbs of a slip into the past
CALLED_UP = frozenset("remember recall picture imagine see dream fancy suppose".split())
SHOWN = frozenset("act scene curtain audience picture painting photograph portrait film movie play plate".split())
USUAL = 0.75  # share of the sentences of a chapter that are in its tense
LEAST_SENTENCES, MOST_SENTENCES = 3, 12
USUAL_OF_FEW, FEW = 0.5, 40  # the same of stories of so few sentences, if they begin in it
LEAST_DEEDS, LEAST_IF_SHORT = 3, 2
AROUND = 2  # sentences of the usual tense on either side
MOST_SLIPS = 3  # in a text; more are its manner
SURE = {PAST: 0.8, PRESENT: 0.65}  # usual tense -> confidence


@dataclass(frozen=True)
class _Told:
    """A sentence of the narration: its tokens, its tense, and the verbs of its clauses."""

    tokens: range
    tense: str
    verbs: tuple[int, ...]


def tense_contradictions(pages: Pages) -> Iterator[Contradiction]:
    """Slips of tense of the narration."""
    found: list[Contradiction] = []
    for sentences in _chapters(pages):
        found += _slips(pages, sentences)
    if len(found) <= MOST_SLIPS:
        yield from found


def _chapters(pages: Pages) -> Iterator[list[_Told]]:
    """The told sentences of each chapter that show a tense."""
    told = (one for one in (_told(pages, first) for first in pages.sentence_firsts) if one)
    for _, group in groupby(told, key=lambda one: pages.chapter[pages.syntax.paragraph[one.tokens[0]]]):
        yield list(group)


def _told(pages: Pages, first: int) -> _Told | None:
    tokens = pages.sentence_tokens(first)
    verbs = [
        t
        for t in tokens
        if pages.quote[t] < 0 and pages.layers[t] in TOLD_HERE and not pages.is_heading[t] and _is_main(pages, t)
    ]
    tenses = Counter(_tense(pages, verb) for verb in verbs)
    tenses.pop("", None)
    if len(tenses) != 1:
        return None
    return _Told(tokens, next(iter(tenses)), tuple(verbs))


def _is_main(pages: Pages, token: int) -> bool:
    """Whether a token is the verb of a main clause."""
    syntax = pages.syntax
    if not syntax.tag[token].startswith("VB") and syntax.pos[token] != "AUX":
        return False
    dep = syntax.dep[token]
    if dep == "conj":
        return syntax.head[token] != token and _is_main(pages, syntax.head[token])
    return dep == "ROOT" or (dep in ("ccomp", "parataxis") and pages.quote[syntax.head[token]] != pages.quote[token])


def _tense(pages: Pages, verb: int) -> str:
    """The tense of a verb, from itself or its first auxiliary; empty for a modal."""
    syntax = pages.syntax
    helps = [t for t in syntax.children[verb] if syntax.dep[t] in ("aux", "auxpass")]
    return SHOWS.get(syntax.tag[helps[0] if helps else verb], "")


def _slips(pages: Pages, sentences: Sequence[_Told]) -> list[Contradiction]:
    """The slips of a chapter."""
    tenses = Counter(sentence.tense for sentence in sentences)
    if not tenses:
        return []
    usual, count = tenses.most_common(1)[0]
    is_led = pages.is_short and len(sentences) < FEW and sentences[0].tense == sentences[1 % len(sentences)].tense
    if is_led:
        usual, count = sentences[0].tense, tenses[sentences[0].tense]
    if count < (USUAL_OF_FEW if is_led else USUAL) * len(sentences):
        return []
    runs = [list(group) for _, group in groupby(sentences, key=lambda one: one.tense)]
    found = []
    for number, run in enumerate(runs[1:], start=1):
        after = runs[number + 1] if number + 1 < len(runs) else []
        around = min(len(runs[number - 1]), len(after)) if after else len(runs[number - 1]) * _may_end(pages, run)
        if run[0].tense == usual or around < AROUND:
            continue
        if LEAST_SENTENCES <= len(run) <= MOST_SENTENCES and _is_slip(pages, run, runs[number - 1][-1], usual):
            found.append(_contradiction(pages, runs[number - 1], run, usual))
    return found


def _may_end(pages: Pages, run: Sequence[_Told]) -> bool:
    """Whether a run at the end may be a slip: in a short story, in the present, of what others do there and then."""
    deeds = [verb for sentence in run for verb in sentence.verbs if _is_deed(pages, verb)]
    return pages.is_short and run[0].tense == PRESENT and len(deeds) >= LEAST_DEEDS


def _is_slip(pages: Pages, run: Sequence[_Told], before: _Told, usual: str) -> bool:
    """Whether a run of sentences tells what goes on, in the wrong tense."""
    syntax = pages.syntax
    low, high = run[0].tokens[0], run[-1].tokens[-1]
    words = Counter(syntax.lower[t] for t in range(low, high + 1) if pages.quote[t] < 0)
    deeds = [verb for sentence in run for verb in sentence.verbs if _is_deed(pages, verb)]
    if pages.is_short and not pages.is_mine and _is_whole(pages, run):
        deeds += [verb for sentence in run for verb in sentence.verbs if verb not in deeds and _is_event(pages, verb)]
    if (
        len(deeds) < (LEAST_IF_SHORT if pages.is_short else LEAST_DEEDS)
        or len({syntax.sentence[verb] for verb in deeds}) < 2
    ):
        return False
    if usual == PRESENT and pages.is_short and _is_whole(pages, run):
        return not _leads_back(pages, run) and _goes_on(pages, run)
    if usual == PRESENT:
        n_back = sum(words[word] for word in BACK)
        return n_back <= pages.is_short and not _is_long_gone(pages, run)
    is_general = sum(words[word] for word in ALWAYS) > max(len(run) / 4, pages.is_short)
    lead = [*before.tokens, *run[0].tokens, *(run[1].tokens if len(run) > 1 else ())]
    called_up = any(syntax.lemma[t] in CALLED_UP and _has_narrator(pages, t) for t in lead)
    n_own = sum(_has_narrator(pages, verb) for sentence in run for verb in sentence.verbs)
    row = pages.narration_row(pages.starts[low])
    is_own = row >= 0 and pages.story.column("narration", "person")[row] == "first" and pages.is_mine
    shown = any(words[word] for word in SHOWN) or any(syntax.lower[t] in SHOWN for t in before.tokens)
    return (
        not is_general
        and not called_up
        and not shown
        and (n_own > (len(deeds) < LEAST_DEEDS or not pages.is_short) if is_own else not n_own)
    )


def _is_whole(pages: Pages, run: Sequence[_Told]) -> bool:
    """Whether a run of sentences is a paragraph, or several."""
    first, last = run[0].tokens[0], run[-1].tokens[-1]
    starts, ends = (pages.paragraph_tokens(pages.syntax.paragraph[token]) for token in (first, last))
    return first == starts[0] and last == ends[-1]


def _leads_back(pages: Pages, run: Sequence[_Told]) -> bool:
    """Whether a paragraph tells what was before: it says when, is in the pluperfect, or nobody in it does anything."""
    syntax = pages.syntax
    tokens = run[0].tokens
    if LEADS_BACK.search(pages.story.text[pages.starts[tokens[0]] : pages.ends[tokens[-1]]].lower()):
        return True
    verbs = [verb for sentence in run for verb in sentence.verbs]
    past = [v for v in verbs if any(syntax.lower[t] in ("had", "'d") for t in syntax.children[v] if t < v)]
    acts = [v for sentence in run[:2] for v in sentence.verbs if _is_deed(pages, v)]
    return len(past) > MOST_PLUPERFECT * len(verbs) or not acts


def _goes_on(pages: Pages, run: Sequence[_Told]) -> bool:
    """Whether somebody but the narrator who does something in a run is in the paragraph before it, or after."""
    first, last = (pages.syntax.paragraph[run[place].tokens[place]] for place in (0, -1))
    rows = [row for row in (first - 1, last + 1) if 0 <= row < len(pages.story.tables["paragraphs"])]
    around = {pages.person(t) for row in rows for t in pages.paragraph_tokens(row)} - pages.narrators
    deeds = [v for one in run for v in one.verbs if _is_deed(pages, v)]
    acting = {pages.person(pages.subject(v)) for v in deeds if pages.syntax.lower[pages.subject(v)] != "you"}
    return bool(acting & (around - {-1}))


def _is_event(pages: Pages, verb: int) -> bool:
    """Whether a verb tells what happens to a thing: "the gun goes"."""
    return pages.syntax.lemma[verb] not in STATES and pages.subject(verb) >= 0


def _is_long_gone(pages: Pages, run: Sequence[_Told]) -> bool:
    """Whether a run in a story of the present tells what came before: in the pluperfect, or of nobody at hand."""
    if not any(pages.person(pages.subject(verb)) >= 0 for verb in run[0].verbs):
        return True
    syntax = pages.syntax
    verbs = [verb for sentence in run for verb in sentence.verbs]
    return any(syntax.lower[t] in ("had", "'d") and syntax.dep[t] == "aux" for v in verbs for t in syntax.children[v])


def _is_deed(pages: Pages, verb: int) -> bool:
    """Whether a verb tells what somebody or something in the story does there and then."""
    if pages.syntax.lemma[verb] in STATES and pages.syntax.tag[verb] != "VBG":
        return False
    subject = pages.subject(verb)
    return subject >= 0 and (
        pages.syntax.lower[subject] in ("he", "she", "i", "they", "we") or pages.person(subject) >= 0
    )


def _has_narrator(pages: Pages, verb: int) -> bool:
    subject = pages.subject(verb)
    return subject >= 0 and pages.syntax.lower[subject] in ("i", "you", "we")


def _contradiction(pages: Pages, before: Sequence[_Told], run: Sequence[_Told], usual: str) -> Contradiction:
    spans = [(pages.starts[part[0].tokens[0]], pages.ends[part[-1].tokens[-1]]) for part in (before, run)]
    other = run[0].tense
    return Contradiction(
        "tense",
        None,
        "tense",
        spans[0],
        spans[1],
        (usual, other),
        SURE[usual],
        f"told in the {usual} tense, these sentences in the {other}",
    )
