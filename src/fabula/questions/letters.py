"""Who wrote a letter, and what it says: from the layers of what is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fabula.questions.answer import Answer, answer_at
from fabula.questions.events import who_did
from fabula.questions.evidence import Evidence
from fabula.questions.moments import Moment, is_of_time
from fabula.questions.question import Question

LONGEST_PASSAGE, LONGEST_ANSWER = 600, 90
KNOWN = 0.8  # how surely a letter is its writer's


def who_wrote(evidence: Evidence, question: Question, moments: Sequence[Moment] | None) -> list[Answer]:
    """The writers of the story's letters, of those to somebody if that is asked; else who is told to have written."""
    wanted = {question.deed.patient, *question.deed.others, *question.deed.topics} - {-1}
    answers = [
        answer_at(evidence, evidence.names[writer], [(start, end)], KNOWN, span=(start, _cut(start, end)))
        for letter, writer, start, end in _letters(evidence, moments)
        if writer >= 0 and (not wanted or wanted & _readers(evidence, letter))
    ]
    return answers or who_did(evidence, question, moments)


def letter_says(evidence: Evidence, question: Question, moments: Sequence[Moment] | None) -> list[Answer]:
    """The letters, those of one writer or to one reader if that is asked, each with its beginning."""
    writer, readers = question.deed.agent, {question.deed.patient, *question.deed.others} - {-1}
    answers = []
    for letter, own_writer, start, end in _letters(evidence, moments):
        is_asked = writer in (-1, own_writer) and (not readers or bool(readers & _readers(evidence, letter)))
        if is_asked:
            words = " ".join(evidence.story.text[start:end].split())
            text = words if len(words) <= LONGEST_ANSWER else words[:LONGEST_ANSWER].rsplit(" ", 1)[0] + "…"
            answers.append(answer_at(evidence, text, [(start, end)], KNOWN, span=(start, _cut(start, end))))
    return answers


def _letters(evidence: Evidence, moments: Sequence[Moment] | None) -> Iterator[tuple[int, int, int, int]]:
    """Letter, writer (-1 if unknown), start and end."""
    columns = ("kind", "owner", "start", "end")
    rows = zip(*(evidence.story.column("layers", name).tolist() for name in columns), strict=True)
    for letter, (kind, writer, start, end) in enumerate(rows):
        if kind == "letter" and is_of_time(evidence, moments, start):
            yield letter, writer, start, end


def _readers(evidence: Evidence, letter: int) -> set[int]:
    return {entity for row, entity in evidence.rows("layer_addressees", "layer", "entity") if row == letter}


def _cut(start: int, end: int) -> int:
    return min(end, start + LONGEST_PASSAGE)
