"""What does not fit in a story: two passages that cannot both be so.

    contradiction.py   what a contradiction is
    pages.py           the tables by token
    parsing.py         whose a thing is, from the parse
    facts.py, ages.py, sides.py, ways.py, habits.py, skills.py, lives.py, described.py
                       what is said of somebody ...
    cues.py            the words that say it
    attributes.py      ... and what of it cannot go together
    names.py           one person's name in two ways
    deaths.py          dead, and later acting
    places.py          in two places at once
    pronouns.py, own_bodies.py
                       he and she of one person
    tenses.py          the narration slips into another tense
    viewpoints.py      it slips into another head, or from I to she
    objects.py         lost or broken, and there again

Each finds its kind from the tables of a story, and rather nothing than something doubtful.
"""

from __future__ import annotations

from fabula.contradictions.attributes import attribute_contradictions
from fabula.contradictions.contradiction import KINDS, Contradiction
from fabula.contradictions.deaths import death_contradictions
from fabula.contradictions.names import name_contradictions
from fabula.contradictions.objects import object_contradictions
from fabula.contradictions.pages import Pages
from fabula.contradictions.places import place_contradictions
from fabula.contradictions.pronouns import pronoun_contradictions
from fabula.contradictions.tenses import tense_contradictions
from fabula.contradictions.viewpoints import viewpoint_contradictions
from fabula.story import Story

__all__ = ["KINDS", "Contradiction", "contradictions_of"]


def contradictions_of(story: Story) -> list[Contradiction]:
    """The contradictions of a story, the surest first."""
    if not len(story.tables["tokens"]):
        return []
    pages = Pages(story)
    found = [one for find in FINDERS for one in find(pages)]
    return sorted(found, key=lambda one: (-one.confidence, one.first))


FINDERS = (
    attribute_contradictions,
    death_contradictions,
    name_contradictions,
    object_contradictions,
    place_contradictions,
    pronoun_contradictions,
    tense_contradictions,
    viewpoint_contradictions,
)
