"""Answers: a name, a place, a time or a passage from the text, with the passage that shows it and how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from fabula.questions.evidence import Evidence
from fabula.questions.question import Question

MOST_ANSWERS = 10
_STANDINGS = {
    "memory": 1,
    "told": 1,
    "letter": 1,
    "call": 1,
    "speech": 2,
    "writing": 2,
    "thought": 2,
    "hypothetical": 3,
    "dream": 3,
}
_REMARKS = {
    "memory": "remembered by {}",
    "dream": "in a dream of {}",
    "letter": "in a letter of {}",
    "call": "on the telephone, {}",
    "hypothetical": "only imagined by {}",
    "told": "told by {}",
    "speech": "said by {}",
    "thought": "thought by {}",
    "writing": "written by {}",
}
SOMEBODY = "somebody"


@dataclass(frozen=True)
class Circumstance:
    """That a passage stands in a layer, or in a quotation: its kind and whose it is (None if unknown)."""

    kind: str
    owner: str | None

    @property
    def remark(self) -> str:
        """It in words, for a person."""
        return _REMARKS[self.kind].format(self.owner or SOMEBODY)


@dataclass(frozen=True)
class Answer:
    """One answer with its evidence; offsets are code points of the story's text.

    ``text`` is taken from the text or the tables; ``passage`` is the text from ``start`` to ``end``; ``marks`` are the
    words in it that show the answer. ``circumstances`` are empty where it is told as actual. ``truth`` is confirmed,
    contradicted or open where somebody claims it, denied where the text says that it did not happen, else None;
    ``shown`` is where the text decides that, or names a place that the passage does not name.
    """

    text: str
    start: int
    end: int
    passage: str
    marks: tuple[tuple[int, int], ...]
    confidence: float
    chapter: str
    circumstances: tuple[Circumstance, ...] = ()
    truth: str | None = None
    shown: tuple[int, int] | None = None

    @property
    def standing(self) -> int:
        """0 for what is told as actual, 1 for what is remembered or reported, 2 for what is claimed, 3 for the rest."""
        return standing_of(self.circumstances)

    @property
    def remarks(self) -> list[str]:
        """How it stands, in words; empty for what is told as actual."""
        said = [one.remark for one in self.circumstances]
        return [*said, self.truth] if self.truth and self.truth != "open" else said

    def to_json(self) -> dict[str, Any]:
        """The answer as plain dictionaries, lists, strings and numbers."""
        return {**asdict(self), "confidence": round(self.confidence, 3), "remarks": self.remarks}


@dataclass(frozen=True)
class Reply:
    """All answers to a question, the best first; none where the story does not say.

    ``n_found`` counts also those that are left out; ``missing`` are the names that the story does not have.
    """

    question: Question
    answers: tuple[Answer, ...] = ()
    n_found: int = 0
    missing: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether the story says anything."""
        return bool(self.answers)

    def to_json(self) -> dict[str, Any]:
        """The reply as plain dictionaries, lists, strings and numbers."""
        return {
            "question": self.question.text,
            "kind": self.question.kind,
            "answers": [answer.to_json() for answer in self.answers],
            "n_found": self.n_found,
            "missing": list(self.missing),
        }


def answer_at(
    evidence: Evidence,
    text: str,
    marks: Sequence[tuple[int, int]],
    confidence: float,
    *,
    span: tuple[int, int] | None = None,
    truth: str | None = None,
    shown: tuple[int, int] | None = None,
) -> Answer:
    """An answer whose passage is ``span``, by default the sentences of the marks."""
    if span is None:
        sentences = [evidence.sentence(start) for start, _ in marks]
        span = min(start for start, _ in sentences), max(end for _, end in sentences)
    start, end = span
    chapters = evidence.story.chapters
    return Answer(
        text=" ".join(text.split()),
        start=start,
        end=end,
        passage=evidence.story.text[start:end],
        marks=tuple(sorted(set(marks))),
        confidence=min(max(float(confidence), 0.0), 1.0),
        chapter=chapters[evidence.chapter(start)].title if len(chapters) else "",
        circumstances=circumstances(evidence, marks[0][0] if marks else start),
        truth=truth,
        shown=shown,
    )


def circumstances(evidence: Evidence, position: int) -> tuple[Circumstance, ...]:
    """How what stands at ``position`` is told: the layers around it, outermost first, and the quotation."""
    story, found = evidence.story, []
    layer = evidence.layer(position)
    while layer >= 0:
        owner = int(story.column("layers", "owner")[layer])
        found.append(Circumstance(str(story.column("layers", "kind")[layer]), _name(evidence, owner)))
        layer = int(story.column("layers", "parent")[layer])
    found.reverse()
    quote = evidence.quote(position)
    if quote >= 0:
        speaker = _name(evidence, int(story.column("quotes", "speaker")[quote]))
        if not any(one.kind in ("told", "letter", "call") and one.owner in (speaker, None) for one in found):
            found.append(Circumstance(str(story.column("quotes", "kind")[quote]), speaker))
    return tuple(found)


def standing_of(found: Iterable[Circumstance]) -> int:
    """How far what is told so is from what is actual: see ``Answer.standing``."""
    return max((_STANDINGS[one.kind] for one in found), default=0)


def _name(evidence: Evidence, entity: int) -> str | None:
    return evidence.names[entity] if entity >= 0 else None


def rank(answers: Iterable[Answer]) -> list[Answer]:
    """Actual things first, then the surer ones, then in the order of the text; what is denied or refuted comes last."""
    return sorted(
        answers,
        key=lambda one: (one.truth in ("denied", "contradicted"), one.standing, -round(one.confidence, 2), one.start),
    )


def one_each(answers: Iterable[Answer]) -> list[Answer]:
    """The first answer of each text."""
    first: dict[str, Answer] = {}
    for answer in answers:
        first.setdefault(answer.text.casefold(), answer)
    return list(first.values())
