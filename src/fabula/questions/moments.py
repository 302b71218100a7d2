"""Find the time that a question asks about in the text, and say what happens in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from fabula.chronology import happens_before
from fabula.questions.deeds import find_deeds
from fabula.questions.evidence import Evidence
from fabula.questions.question import Deed, When
from fabula.sources.numerals import NUMERAL, value_of

AFTERMATH = 1500  # characters that count as "when it happened"
ENOUGH_WORDS = 2
MOST_MOMENTS = 3
_NUMBERED = re.compile(rf"(?:[A-Za-z]+\s+)?({NUMERAL})(?=[\s.:—–-]|$)", re.IGNORECASE)
ALIKE = 0.85  # of the best fit: also it


@dataclass(frozen=True)
class Moment:
    """A stretch of the text that is asked about; ``shown`` are the words that name it, None for chapters and edges."""

    relation: str
    start: int
    end: int
    shown: tuple[int, int] | None = None

    def holds(self, evidence: Evidence, position: int) -> bool:
        """Whether what is told at ``position`` is of this time."""
        if self.relation == "before":
            return happens_before(evidence.story, position, self.start) is True
        if self.relation == "after":
            return happens_before(evidence.story, self.start, position) is True
        return self.start <= position < self.end


class _Told(Protocol):
    """What begins at a place of the text."""

    @property
    def start(self) -> int: ...


_Any = TypeVar("_Any", bound=_Told)


def is_of_time(evidence: Evidence, moments: Sequence[Moment] | None, position: int) -> bool:
    """Whether what is told at ``position`` is of the time that is asked about; all is where none is asked about."""
    return moments is None or any(moment.holds(evidence, position) for moment in moments)


def of_time(evidence: Evidence, found: Iterable[_Any], moments: Sequence[Moment] | None) -> list[_Any]:
    """Those of the time that is asked about."""
    return [one for one in found if is_of_time(evidence, moments, one.start)]


def find_moments(evidence: Evidence, when: When) -> list[Moment]:
    """The times that are meant, in the order of the text; none where the story has no such thing."""
    if when.deed is not None:
        return _of_clause(evidence, when.relation, when.deed)
    if when.edge:
        return [_edge(evidence, when.edge)]
    return [Moment(when.relation, start, end) for start, end in _chapters(evidence, when.chapter)]


def _edge(evidence: Evidence, edge: str) -> Moment:
    """The first or the last scene."""
    scenes = evidence.story.tables["scenes"]
    start, end = evidence.scene_span(0 if edge == "start" else len(scenes) - 1)
    return Moment("within", start, end)


def _chapters(evidence: Evidence, number: int) -> list[tuple[int, int]]:
    """The chapters whose heading has the number; the one at that place where no heading or several have it."""
    chapters = list(evidence.story.chapters)
    numbered = [chapter for chapter in chapters if number > 0 and _number(chapter.title) == number]
    if len(numbered) != 1:
        numbered = chapters[number - 1 : number] if number > 0 else chapters[-1:] * (number == 0)
    return [(chapter.start, chapter.end) for chapter in numbered]


def _number(title: str) -> int | None:
    numbered = _NUMBERED.match(title)
    return value_of(numbered[1]) if numbered else None


def _of_clause(evidence: Evidence, relation: str, deed: Deed) -> list[Moment]:
    if deed.unknown:
        return []
    found = _deeds(evidence, deed) if deed.verb else []
    if not found and deed.verb and len(deed.words) >= ENOUGH_WORDS:
        found = _deeds(evidence, replace(deed, agent=-1))  # so many words mean it, whoever does it
    found = found or _sentences(evidence, deed)
    best = max((score for score, _ in found), default=0.0)
    alike = sorted(mark for score, mark in found if score >= ALIKE * best)
    return [_moment(evidence, relation, *mark) for mark in alike[:MOST_MOMENTS]]


def _deeds(evidence: Evidence, deed: Deed) -> list[tuple[float, tuple[int, int]]]:
    return [(one.score, one.marks[0]) for one in find_deeds(evidence, deed) if one.is_told]


def _moment(evidence: Evidence, relation: str, start: int, end: int) -> Moment:
    if relation != "at":
        return Moment(relation, start, end, (start, end))
    scene_end = evidence.scene_span(evidence.scene(start))[1]
    return Moment(relation, evidence.sentence(start)[0], min(max(scene_end, end), start + AFTERMATH), (start, end))


def _sentences(evidence: Evidence, deed: Deed) -> list[tuple[float, tuple[int, int]]]:
    """Sentences that have all the words and all whom they name, for what is no event: "when the hall was dark"."""
    people = [entity for entity in (deed.agent, deed.patient, *deed.others, *deed.topics) if entity >= 0]
    words = {*deed.words, *([deed.verb] if deed.verb not in ("", "be", "have", "do") else [])}
    if not people and not words:
        return []
    found = []
    for start, end in evidence.rows("sentences", "start", "end"):
        if all(evidence.mentioned(entity, start, end) for entity in people) and words <= evidence.words(start, end):
            found.append((1.0, (start, end)))
    return found
