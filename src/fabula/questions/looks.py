"""How somebody looks, how old they are and what they wear, and who looks so: from what the text describes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fabula.questions.answer import Answer, answer_at, one_each, rank
from fabula.questions.events import who_did
from fabula.questions.evidence import Evidence
from fabula.questions.moments import Moment, of_time
from fabula.questions.question import Question

LOOKS = ("eyes", "hair", "skin", "face", "build", "looks", "voice", "age", "wears")
ASKED = {
    "old": ("age", "birthday"),
    "tall": ("build",),
    "big": ("build",),
    "eye": ("eyes",),
    "hair": ("hair",),
    "skin": ("skin",),
    "face": ("face",),
    "voice": ("voice",),
    "wear": ("wears",),
}
"""What a question's word asks for, by the kinds of ``descriptions``; no word asks for all that shows."""


def looks(evidence: Evidence, question: Question, moments: Sequence[Moment] | None) -> list[Answer]:
    """What is described of somebody, in the words of the text."""
    found = (
        answer_at(evidence, evidence.story.text[start:end], [(start, end)], sure)
        for entity, kind, start, end, sure in _described(evidence)
        if entity == question.deed.agent and kind in ASKED.get(question.asked, LOOKS)
    )
    return of_time(evidence, one_each(rank(found)), moments)


def who_has(evidence: Evidence, question: Question, moments: Sequence[Moment] | None) -> list[Answer]:
    """Those of whom all of the words are described, as "who has red hair" asks; else who had such a thing."""
    sought = set(question.deed.words)
    found = (
        answer_at(evidence, evidence.names[entity], [(start, end)], sure)
        for entity, kind, start, end, sure in _described(evidence)
        if kind in LOOKS and sought and sought <= {kind.removesuffix("s"), *evidence.words(start, end)}
    )
    return of_time(evidence, one_each(rank(found)), moments) or who_did(evidence, question, moments)


def _described(evidence: Evidence) -> Iterator[tuple[int, str, int, int, float]]:
    columns = ("entity", "kind", "start", "end", "confidence")
    yield from zip(*(evidence.story.column("descriptions", name).tolist() for name in columns), strict=True)
