"""Where somebody was, where something happened or is, and who was there: from scenes with place and presence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fabula.language.syntax import SUBJECTS
from fabula.questions.answer import Answer, answer_at, one_each, rank
from fabula.questions.deeds import find_deeds
from fabula.questions.evidence import Evidence
from fabula.questions.moments import Moment, is_of_time
from fabula.questions.question import Question

BY_DEED = 0.6  # how sure a place is that only stands beside a verb of somebody's
BY_SCENE = 0.8  # how sure it is that what happens in a scene happens at its place
SURE_ENOUGH = 0.2  # of such a place
NEARBY = 1500  # characters from a moment in which a place that is named may still be its place
LOCATING = frozenset("in at on near by beside behind under inside within upon to into onto outside across from".split())


def where(evidence: Evidence, question: Question, moments: Sequence[Moment] | None) -> list[Answer]:
    """Places, each with the passage that shows it."""
    deed = question.deed
    if deed.verb and deed.verb not in ("be", "stay"):
        return one_each(rank(_where_it_happened(evidence, question, moments)))
    if deed.agent >= 0 and evidence.is_person(deed.agent):
        return one_each(rank(_where_somebody_was(evidence, deed.agent, moments)))
    return one_each(rank(_where_a_place_is(evidence, deed.agent))) if deed.agent >= 0 else []


def present(evidence: Evidence, question: Question, moments: Sequence[Moment] | None) -> list[Answer]:
    """Who is there at a time or at a place; of one who is asked about, yes where they are."""
    deed = question.deed
    places = {entity for entity in (deed.patient, *deed.others) if entity >= 0 and not evidence.is_person(entity)}
    company = [entity for entity in (deed.patient, *deed.others) if entity >= 0 and evidence.is_person(entity)]
    scenes = _scenes(evidence, moments, places)
    if (deed.unknown or deed.words) and not places:
        return []
    answers = []
    for scene in scenes:
        there = _people(evidence, scene)
        if not all(entity in there for entity in company):
            continue
        for entity, (confidence, mark) in there.items():
            if entity not in company and deed.agent in (-1, entity):
                text = "yes" if question.asked else evidence.names[entity]
                answers.append(answer_at(evidence, text, [mark], confidence))
    return one_each(rank(answers))


def _where_it_happened(evidence: Evidence, question: Question, moments: Sequence[Moment] | None) -> Iterator[Answer]:
    for found in find_deeds(evidence, question.deed):
        if not found.is_told or not is_of_time(evidence, moments, found.start):
            continue
        beside = list(_places_of(evidence, found.token))
        for text, mark, _ in beside:
            yield answer_at(evidence, text, [*found.marks, mark], found.score)
        place = _place_of(evidence, evidence.scene(found.start))
        if place is not None and not beside:
            shown = _place_evidence(evidence, evidence.scene(found.start))
            yield answer_at(evidence, place, found.marks, found.score * BY_SCENE, shown=shown)


def _where_somebody_was(evidence: Evidence, person: int, moments: Sequence[Moment] | None) -> Iterator[Answer]:
    """The places of the scenes in which they are present; without one, those beside what they do there."""
    known: set[int] = set()
    for scene in _scenes(evidence, moments, set()):
        place = _place_of(evidence, scene)
        shown = _people(evidence, scene).get(person)
        if place is not None and shown is not None:
            known.update(_holders(evidence, scene))
            sure = float(evidence.story.column("scenes", "place_confidence")[scene])
            named = _place_evidence(evidence, scene)
            marks = [named] if named else []
            yield answer_at(
                evidence, place, [shown[1], *marks], sure * shown[0], span=_around(evidence, shown[1], marks)
            )
    for head in evidence.heads_by_entity.get(person, []):
        verb = evidence.syntax.head[head]
        start = int(evidence.syntax.start[head])
        reference = evidence.references[head]
        sure = BY_DEED * reference.confidence * _closeness(evidence, moments, start)
        if evidence.syntax.dep[head] not in SUBJECTS or not evidence.is_told(verb) or sure < SURE_ENOUGH:
            continue
        for text, mark, entity in _places_of(evidence, verb):
            if entity not in known:
                yield answer_at(evidence, text, [(reference.start, reference.end), mark], sure)


def _closeness(evidence: Evidence, moments: Sequence[Moment] | None, position: int) -> float:
    """1 at a time that is asked about, less the farther from a moment within its scene, 0 elsewhere."""
    if moments is None:
        return 1.0
    closest = 0.0
    for moment in moments:
        if moment.relation != "at":
            closest = max(closest, float(moment.holds(evidence, position)))
        elif evidence.scene(position) == evidence.scene(moment.start):
            closest = max(closest, 1 - abs(position - moment.start) / NEARBY)
    return closest


def _around(evidence: Evidence, shown: tuple[int, int], marks: list[tuple[int, int]]) -> tuple[int, int]:
    """The sentence that names the place, if the scene has one that does; else the one that names the person."""
    return evidence.sentence((marks or [shown])[0][0])


def _where_a_place_is(evidence: Evidence, place: int) -> Iterator[Answer]:
    """What holds it, as far as the text says."""
    for inner, outer, start, end in evidence.rows("place_parts", "place", "within", "start", "end"):
        if inner == place:
            yield answer_at(evidence, evidence.names[outer], [(start, end)], 0.8)
    for head in evidence.heads_by_entity.get(place, []):
        for text, mark, _ in _places_of(evidence, head):
            reference = evidence.references[head]
            yield answer_at(evidence, text, [(reference.start, reference.end), mark], BY_DEED)
        if evidence.syntax.dep[head] in SUBJECTS and evidence.syntax.lemma[evidence.syntax.head[head]] in (
            "be",
            "stand",
            "lie",
        ):
            for text, mark, _ in _places_of(evidence, evidence.syntax.head[head]):
                yield answer_at(evidence, text, [mark], BY_DEED)


def _places_of(evidence: Evidence, token: int) -> Iterator[tuple[str, tuple[int, int], int]]:
    """The places that stand behind a preposition on a verb or a noun, in the words of the text; with the entity."""
    syntax = evidence.syntax
    for child in syntax.children[token]:
        if syntax.dep[child] == "prep" and syntax.lower[child] in LOCATING:
            for below in syntax.children[child]:
                reference = evidence.references.get(below)
                if syntax.dep[below] == "pobj" and reference is not None and reference.kind == "place":
                    start, end = int(syntax.start[child]), reference.end
                    yield evidence.story.text[start:end], (start, end), reference.entity


def _place_of(evidence: Evidence, scene: int) -> str | None:
    """The scene's place and what holds it: "the kitchen, Leeds"."""
    return ", ".join(evidence.names[place] for place in _holders(evidence, scene)) or None


def _place_evidence(evidence: Evidence, scene: int) -> tuple[int, int] | None:
    """The words that show the place of a scene."""
    start, end = (int(evidence.story.column("scenes", f"place_evidence_{edge}")[scene]) for edge in ("start", "end"))
    return (start, end) if 0 <= start < end else None


def _scenes(evidence: Evidence, moments: Sequence[Moment] | None, places: set[int]) -> list[int]:
    """The scenes of a time and at a place; all where neither is given."""
    numbers = range(len(evidence.story.tables["scenes"]))
    if moments is not None:
        numbers = sorted({scene for moment in moments for scene in _scenes_of(evidence, moment)})  # type: ignore[assignment]
    return [scene for scene in numbers if not places or places & set(_holders(evidence, scene))]


def _scenes_of(evidence: Evidence, moment: Moment) -> list[int]:
    """The scene in which a moment falls; those up to it or from it on; of a chapter, those that begin in it."""
    starts = evidence.story.column("scenes", "start").tolist()
    here = evidence.scene(moment.start)
    if moment.relation == "before":
        return list(range(here + 1))
    if moment.relation == "after":
        return list(range(max(here, 0), len(starts)))
    begun = [scene for scene, start in enumerate(starts) if moment.start <= start < moment.end]
    return begun if begun and moment.relation == "within" else [here] * (here >= 0)


def _holders(evidence: Evidence, scene: int) -> list[int]:
    """The scene's place, what holds it, and so on outwards."""
    place = int(evidence.story.column("scenes", "place")[scene]) if scene >= 0 else -1
    within = {inner: outer for inner, outer in evidence.rows("place_parts", "place", "within")}  # noqa: C416
    places: list[int] = []
    while place >= 0 and place not in places:
        places.append(place)
        place = within.get(place, -1)
    return places


def _people(evidence: Evidence, scene: int) -> dict[int, tuple[float, tuple[int, int]]]:
    """Who is bodily there, how surely, and what shows it."""
    columns = ("entity", "kind", "confidence", "start", "end")
    entity, kind, sure, start, end = (evidence.story.column("presence", name) for name in columns)
    rows = [row for row in evidence.story.rows_where("presence", "scene", scene) if kind[row] == "present"]
    return {int(entity[row]): (float(sure[row]), (int(start[row]), int(end[row]))) for row in rows}
