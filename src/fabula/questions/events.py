"""Who did it, to whom, what, whether, when; what somebody did, and what happened to them: from the table of events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from math import log

from fabula.lexicon.lists import synonyms, word_list
from fabula.questions.answer import Answer, answer_at, circumstances, one_each, rank, standing_of
from fabula.questions.deeds import NOT_REALIS, UNREAL, Found, find_deeds, sureness
from fabula.questions.evidence import Evidence
from fabula.questions.moments import Moment, of_time
from fabula.questions.question import Deed, Question

OBJECTS = ("dobj", "ccomp", "xcomp", "attr", "oprd", "acomp", "nsubjpass")
TURNING_DEED = 3.0  # that somebody dies, is killed, marries
RARE = 5  # times: rarer verbs tell no more
COMMON_DEED = 0.3  # how telling it is that somebody says, thinks or looks, among all that they do
NO_ANSWER = frozenset("who whom which that what it there this one".split())


def who_did(evidence: Evidence, question: Question, moments: Sequence[Moment] | None) -> list[Answer]:
    """Those who did it, each with the passage that says so best; for "what killed him" also things."""
    wants_people = question.asked == "agent"

    def doer(found: Found) -> int | str | None:
        if found.agent in (question.deed.patient, *question.deed.others) and found.agent >= 0:
            return None
        if found.agent >= 0 and (evidence.is_person(found.agent) or not wants_people):
            return found.agent
        subject = evidence.child(found.token, "nsubj", "agent")
        return None if wants_people or subject < 0 else _phrase(evidence, subject)

    return _named(evidence, of_time(evidence, find_deeds(evidence, question.deed), moments), doer)


def whom(evidence: Evidence, question: Question, moments: Sequence[Moment] | None) -> list[Answer]:
    """Those to whom it was done, or with whom."""

    def object_of(found: Found) -> int | str | None:
        known = {found.agent, question.deed.agent, question.deed.patient, *question.deed.others}
        below = [evidence.references[t].entity for t in evidence.subtree(found.token) if t in evidence.references]
        for entity in [found.patient, *below]:
            if evidence.is_person(entity) and entity not in known:
                return int(entity)
        return None

    return _named(evidence, of_time(evidence, find_deeds(evidence, question.deed), moments), object_of)


def what(evidence: Evidence, question: Question, moments: Sequence[Moment] | None) -> list[Answer]:
    """What it was done to, in the words of the text: "two herrings"."""

    def thing(found: Found) -> int | str | None:
        below = evidence.child(found.token, *OBJECTS)
        preposition = evidence.child(found.token, "prep")
        if below < 0 <= preposition:
            below = evidence.child(preposition, "pobj")
        return _phrase(evidence, below) if below >= 0 else None

    return _named(evidence, of_time(evidence, find_deeds(evidence, question.deed), moments), thing)


def did(evidence: Evidence, question: Question, moments: Sequence[Moment] | None) -> list[Answer]:
    """Yes where it is told, no where it is denied."""
    answers = []
    for found in of_time(evidence, find_deeds(evidence, question.deed), moments):
        if found.is_told or found.is_denied:
            answers.append(answer_at(evidence, "no" if found.is_denied else "yes", found.marks, found.score))
    return rank(answers)


def deeds(evidence: Evidence, question: Question, moments: Sequence[Moment] | None) -> list[Answer]:
    """What somebody did, the most telling first."""
    found = find_deeds(evidence, replace(question.deed, verb=""))
    return _told(evidence, of_time(evidence, found, moments))


def happened(evidence: Evidence, question: Question, moments: Sequence[Moment] | None) -> list[Answer]:
    """What happened to somebody, or at all; what was done to them comes before what they did."""
    who = question.deed.patient
    if question.deed.unknown:
        return []
    if who < 0:
        found = find_deeds(evidence, Deed())
        return _told(evidence, of_time(evidence, found, moments), lambda one: 1.0 if one.agent >= 0 else 0.6)
    done = find_deeds(evidence, Deed(patient=who, words=question.deed.words))
    done = [one for one in done if one.patient == who] + find_deeds(
        evidence, Deed(agent=who, words=question.deed.words)
    )
    return _told(evidence, of_time(evidence, done, moments), lambda one: 1.0 if one.patient == who else 0.7)


def when(evidence: Evidence, question: Question, moments: Sequence[Moment] | None) -> list[Answer]:
    """The words that say when it was: in its sentence, or else of its scene; without any, the chapter."""
    answers = []
    for found in of_time(evidence, find_deeds(evidence, question.deed), moments):
        if not found.is_told:
            continue
        time = _time_of(evidence, found)
        if time is not None:
            answers.append(answer_at(evidence, evidence.story.text[slice(*time)], [*found.marks, time], found.score))
        else:
            chapter = evidence.story.chapters[evidence.chapter(found.start)].title
            if chapter:
                answers.append(answer_at(evidence, chapter, found.marks, found.score * 0.9))
    return one_each(rank(answers))


def _named(evidence: Evidence, found: Iterable[Found], name: Callable[[Found], int | str | None]) -> list[Answer]:
    """One answer for each entity or phrase that ``name`` gives, with the passage that shows it best."""
    answers = []
    for one in found:
        named = name(one) if one.is_told else None
        text = evidence.names[named] if isinstance(named, int) else named
        if text and text.casefold() not in NO_ANSWER:
            sure = sureness(evidence, named, one.start) if isinstance(named, int) else 1.0
            answers.append(answer_at(evidence, text, one.marks, one.score * sure))
    return one_each(rank(answers))


def _told(evidence: Evidence, found: Iterable[Found], weight: Callable[[Found], float] | None = None) -> list[Answer]:
    """One answer for each sentence: what is done in it, the most telling first."""
    best: dict[tuple[int, int], tuple[float, Found]] = {}
    for one in found:
        if one.is_denied:
            continue
        telling = _telling(evidence, one) * (weight(one) if weight else 1.0)
        sentence = evidence.sentence(int(evidence.syntax.start[one.token]))
        if sentence not in best or telling > best[sentence][0]:
            best[sentence] = telling, one
    ranked = sorted(
        ((standing_of(circumstances(evidence, one.start)), -telling, one.start, one) for telling, one in best.values()),
        key=lambda four: four[:3],
    )
    return [answer_at(evidence, evidence.deed_phrase(one.token), one.marks, one.score) for _, _, _, one in ranked]


def _telling(evidence: Evidence, found: Found) -> float:
    """How much a reader learns from it: a rare verb, one with an object, one between two people tells more."""
    lemma = evidence.lemmas[found.row]
    total = len(evidence.lemmas)
    rarity = log(1 + total / max(evidence.lemma_counts[lemma], RARE)) / log(1 + total / RARE)
    is_common = lemma in word_list("speech_verbs", "speech") or lemma in word_list("inner_life", "verbs")
    real = 1.0 if evidence.is_realis[found.row] else UNREAL / 3 if evidence.is_unreal(found.token) else NOT_REALIS
    people = evidence.is_person(found.agent) + evidence.is_person(found.patient)
    has_object = evidence.child(found.token, "dobj", "nsubjpass", "dative") >= 0
    is_turn = lemma in word_list("claims", "died") | synonyms("kill") | word_list("claims", "tied")
    weight = TURNING_DEED if is_turn else COMMON_DEED if is_common else 1.0
    return rarity * real * weight * (1 + 0.3 * people) * (1.0 if has_object else 0.8)


def _phrase(evidence: Evidence, token: int) -> str | None:
    """What a noun stands for: its words; None for a pronoun of which nothing is known."""
    reference = evidence.references.get(token)
    if reference is not None and reference.form != "common":
        return evidence.names[reference.entity]
    return None if evidence.syntax.pos[token] == "PRON" else evidence.phrase(token)


def _time_of(evidence: Evidence, found: Found) -> tuple[int, int] | None:
    """Where the words stand that say when it was."""
    for token in _times(evidence, found.token):
        tokens = [t for t in evidence.subtree(token) if evidence.syntax.pos[t] != "PUNCT"]
        return int(evidence.syntax.start[tokens[0]]), int(evidence.syntax.end[tokens[-1]])
    scene = evidence.scene(found.start)
    if scene < 0:
        return None
    start, end = (int(evidence.story.column("scenes", name)[scene]) for name in ("time_start", "time_end"))
    return (start, end) if start >= 0 else None


def _times(evidence: Evidence, verb: int) -> Iterator[int]:
    """What depends on the verb and tells a time: "on the second Thursday in October", "the next morning"."""
    syntax = evidence.syntax
    times = word_list("times", "times")
    for child in syntax.children[verb]:
        nouns = [child, *(c for c in syntax.children[child] if syntax.dep[c] == "pobj")]
        if syntax.dep[child] in ("prep", "npadvmod", "advmod") and any(
            syntax.lemma[noun].lower() in times for noun in nouns
        ):
            yield child
