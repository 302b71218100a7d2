"""Who there is, and where each of their names stands.

A name may give away what is to come (the convict of the first chapter has none), so that the page picks the one to show
from those that the reader has met.

    [{"id", "name", "slot" (or -1), "kind", "pronouns", "narrator",
      "names": [[form, whether it is a proper name, steps], ...], "others": steps of all other mentions}, ...]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from fabula.companion.cast import Portrait
from fabula.companion.facts.steps import steps
from fabula.story import Story

LONGEST = 5  # words of a form of a name
MOST_NAMES = 30


def people_of(story: Story, cast: Sequence[Portrait]) -> list[dict[str, Any]]:
    """Everybody of the cast, in its order."""
    forms, others = _mentions(story)
    return [
        {
            "id": portrait.id,
            "name": portrait.name,
            "slot": -1 if portrait.slot is None else portrait.slot,
            "kind": portrait.kind,
            "pronouns": portrait.pronouns or "",
            "narrator": int(portrait.is_narrator),
            "names": _named(forms[portrait.id], others[portrait.id]),
            "others": steps(sorted(others[portrait.id])),
        }
        for portrait in cast
    ]


def _named(forms: dict[tuple[str, bool], list[int]], others: list[int]) -> list[list[Any]]:
    """The forms used most; the places of all further ones go to ``others``."""
    ordered = sorted(forms.items(), key=lambda entry: (not entry[0][1], -len(entry[1]), entry[1]))
    for _, places in ordered[MOST_NAMES:]:
        others += places
    return [[form, int(is_proper), steps(places)] for (form, is_proper), places in ordered[:MOST_NAMES]]


def _mentions(story: Story) -> tuple[dict[int, dict[tuple[str, bool], list[int]]], dict[int, list[int]]]:
    """For each entity the places of each form of its name, and of pronouns and the like."""
    forms: dict[int, dict[tuple[str, bool], list[int]]] = defaultdict(lambda: defaultdict(list))
    others: dict[int, list[int]] = defaultdict(list)
    is_character = story.column("entities", "is_character").tolist()
    columns = (story.column("mentions", name).tolist() for name in ("start", "end", "form", "entity"))
    for start, end, form, entity in zip(*columns, strict=True):
        if entity < 0 or not is_character[entity]:
            continue
        words = [] if form == "pronoun" else story.text[start:end].split()
        if words and len(words) <= LONGEST and "," not in "".join(words):
            forms[entity][_on_one_line(words), form == "proper"].append(start)
        else:
            others[entity].append(start)
    return forms, others


def _on_one_line(words: list[str]) -> str:
    """The words with a space between; at the head of a sentence as within it."""
    if len(words) > 1 and words[0] in ("The", "A", "An", "My", "Your", "His", "Her", "Their"):
        words = [words[0].lower(), *words[1:]]
    return " ".join(words)
