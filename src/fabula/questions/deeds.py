"""Find the events that a question or a clause tells of: verb, doer, object, company and other words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fabula.language.syntax import SUBJECTS
from fabula.lexicon.lists import synonyms
from fabula.questions.evidence import Evidence, Reference
from fabula.questions.question import Deed

SYNONYM, OBLIQUE, IN_SENTENCE, IN_PARAGRAPH = (
    0.8,
    0.9,
    0.6,
    0.5,
)  # how well a part fits that is not said in so many words
NOT_REALIS, UNREAL = 0.7, 0.3
MUTUAL = frozenset("marry wed meet fight".split())  # who meets somebody is met by them
UNKNOWN_SURENESS = 0.6  # of who is meant, where no mention is found


@dataclass(frozen=True)
class Found:
    """An event that fits: its row, its trigger, and how well and how surely it does.

    ``is_told``: the text says that it happened; ``is_denied``: that it did not.
    """

    row: int
    token: int
    agent: int
    patient: int
    is_denied: bool
    is_told: bool
    score: float
    marks: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Where the passage's first marked word begins."""
        return min(start for start, _ in self.marks)


def find_deeds(evidence: Evidence, deed: Deed) -> list[Found]:
    """The events that fit a deed, the best first."""
    if deed.unknown:
        return []
    wanted = synonyms(deed.verb) if deed.verb else frozenset()
    rows = (
        [row for row, lemma in enumerate(evidence.lemmas) if lemma in wanted] if wanted else range(len(evidence.lemmas))
    )
    found = [fit for row in rows for fit in _fit(evidence, deed, row)]
    return sorted(found, key=lambda one: (-round(one.score, 2), one.start))


def _fit(evidence: Evidence, deed: Deed, row: int) -> Iterator[Found]:
    token, agent, patient = evidence.triggers[row]
    is_turned = agent not in (-1, deed.agent) or patient not in (-1, deed.patient)
    if deed.verb and evidence.lemmas[row] in MUTUAL and is_turned and (agent == deed.patient or patient == deed.agent):
        agent, patient = patient, agent
    if (deed.agent >= 0 and agent != deed.agent) or (deed.agent < 0 <= deed.patient == agent and patient < 0):
        return
    here = evidence.mark(token)
    score = 1.0 if not deed.verb or evidence.lemmas[row] == deed.verb else SYNONYM
    marks = [here]
    if deed.agent >= 0:
        score *= _sureness(evidence, deed.agent, here[0], marks)
    if deed.patient >= 0:
        score *= _object(evidence, deed.patient, token, patient, marks)
    for entity in (*deed.others, *deed.topics):
        score *= _company(evidence, entity, token, marks)
    score *= _words(evidence, deed.words, here[0], marks)
    if score == 0:
        return
    is_denied = evidence.is_denied(token)
    if not evidence.is_realis[row]:
        score *= UNREAL if evidence.is_unreal(token) else NOT_REALIS
    is_told = evidence.is_realis[row] or not evidence.is_unreal(token)
    is_told = is_told and not is_denied and not evidence.is_question(token)
    yield Found(row, token, agent, patient, is_denied, is_told, score, tuple(marks))


def sureness(evidence: Evidence, entity: int, position: int) -> float:
    """How surely the nearest mention of somebody in the sentence at ``position`` means them."""
    return _sureness(evidence, entity, position, [])


def _sureness(evidence: Evidence, entity: int, start: int, marks: list[tuple[int, int]]) -> float:
    """How surely the nearest mention of an agent or object in the sentence means it; it is marked."""
    low, high = evidence.sentence(start)
    heads = evidence.mentioned(entity, low, high)
    if not heads:
        return UNKNOWN_SURENESS
    nearest = min((evidence.references[head] for head in heads), key=lambda one: abs(one.start - start))
    marks.append((nearest.start, nearest.end))
    return max(nearest.confidence, 0.3)


def _object(evidence: Evidence, entity: int, token: int, patient: int, marks: list[tuple[int, int]]) -> float:
    """How well somebody is the one to whom a deed is done."""
    if patient == entity:
        return _sureness(evidence, entity, evidence.mark(token)[0], marks)
    return _company(evidence, entity, token, marks) if takes_part(evidence, entity, token) else 0.0


def _company(evidence: Evidence, entity: int, token: int, marks: list[tuple[int, int]]) -> float:
    """How well somebody has part in a deed otherwise than as its agent or object."""
    part = takes_part(evidence, entity, token)
    if part is not None:
        marks.append((part.start, part.end))
        return OBLIQUE * max(part.confidence, 0.3)
    start = evidence.mark(token)[0]
    for share, (low, high) in ((IN_SENTENCE, evidence.sentence(start)), (IN_PARAGRAPH, evidence.paragraph(start))):
        if evidence.mentioned(entity, low, high):
            return share
    return 0.0


def takes_part(evidence: Evidence, entity: int, verb: int) -> Reference | None:
    """The mention of somebody behind a preposition, of the verb or of its object: "gave him the key", not "his key"."""
    syntax = evidence.syntax
    waiting = [child for child in syntax.children[verb] if syntax.dep[child] not in SUBJECTS]
    while waiting:
        token = waiting.pop(0)
        reference = evidence.references.get(token)
        if reference is not None and reference.entity == entity:
            return reference
        if syntax.pos[token] not in ("VERB", "AUX"):
            waiting += [child for child in syntax.children[token] if syntax.dep[child] != "poss"]
    return None


def _words(evidence: Evidence, words: tuple[str, ...], start: int, marks: list[tuple[int, int]]) -> float:
    """How well the other words of a question are in the sentence, or else around it."""
    if not words:
        return 1.0
    low, high = evidence.sentence(start)
    syntax = evidence.syntax
    near = [t for t in syntax.tokens_in(low, high) if syntax.lower[t] in words or syntax.lemma[t].lower() in words]
    have = {word for word in words for t in near if word in (syntax.lower[t], syntax.lemma[t].lower())}
    if have:
        marks += [evidence.mark(token) for token in near]
    share = len(have) / len(set(words))
    if share < 1:
        around = evidence.words(*evidence.paragraph(start))
        share += IN_PARAGRAPH * len((set(words) - have) & around) / len(set(words))
    return share if share >= IN_PARAGRAPH else 0.0
