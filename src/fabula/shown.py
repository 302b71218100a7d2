"""The parts of a story that ``fabula show`` shows, as JSON objects."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fabula.archive_tags import archive_tags
from fabula.contradictions.contradiction import Contradiction
from fabula.exports.json import to_json
from fabula.moods import mood_curve
from fabula.networks import KINDS, measures, network
from fabula.note_summary import summarize_notes
from fabula.story import Character, Story
from fabula.summary import MAIN_CHARACTERS, summary_of
from fabula.timeline import timeline_of

DIGITS = 3


def shown(story: Story, view: str, character: str | None = None) -> dict[str, Any]:
    """The part called ``view``: summary, timeline, ties, character, moods, networks, notes or contradictions.

    Raises  UnknownCharacter (A02): of the sheet of a character, nobody is called so
    """
    match view:
        case "summary":
            return summary_of(story).to_json()
        case "timeline":
            return asdict(timeline_of(story))
        case "character":
            return story.sheet(story.character(character or "")).to_json()
        case "ties":
            parts = to_json(story, text=False)
            tags = [tag.text for tag in archive_tags(story)]
            return {"tags": tags, "relationships": parts["relationships"], "valences": parts["valences"]}
        case "notes":
            return {**summarize_notes(story).to_json(), "notes": to_json(story, text=False)["notes"]}
        case "moods":
            main = [None, *story.characters[:MAIN_CHARACTERS]]
            return {"curves": [_curve(story, one) for one in main]}
        case "networks":
            return {kind: [asdict(one) for one in measures(network(story, kind))] for kind in KINDS}
        case "contradictions":
            return {"contradictions": [_contradiction(story, one) for one in story.contradictions]}
    raise ValueError(f"there is no view {view!r}")


def _curve(story: Story, character: Character | None) -> dict[str, Any]:
    curve = mood_curve(story, character)
    rounded = {
        name: [round(value, DIGITS) for value in getattr(curve, name).tolist()]
        for name in ("valence", "arousal", "smooth_valence", "smooth_arousal")
    }
    of = {"id": character.id, "name": character.name} if character else None
    counted = {"n_words": curve.n_words.tolist(), "is_enough": curve.is_enough.tolist()}
    return {"of": of, "scenes": curve.scenes.tolist(), **rounded, **counted, "width": round(curve.width, DIGITS)}


def _contradiction(story: Story, one: Contradiction) -> dict[str, Any]:
    passages = {
        name: {"start": start, "end": end, "text": story.text[start:end]}
        for name, (start, end) in (("first", one.first), ("second", one.second))
    }
    about = {"id": one.about.id, "name": one.about.name} if one.about else None
    return {
        "kind": one.kind,
        "about": about,
        "what": one.what,
        **passages,
        "values": list(one.values),
        "confidence": round(one.confidence, DIGITS),
        "explanation": one.explanation,
    }
