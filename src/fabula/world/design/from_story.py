"""A design made of a story: what fabula read, in the form that a person edits and the engine loads."""

from __future__ import annotations

from collections import Counter

from fabula.rows import Scene as StoryScene
from fabula.story import Story
from fabula.world.design.belongings import letters_of, things_of
from fabula.world.design.model import SCHEMA, Chapter, Design, Place, Scene
from fabula.world.design.naming import shown_name, shown_text
from fabula.world.design.people import keys_of_people, people_of
from fabula.world.design.places import Places, places_of
from fabula.world.design.regions import regions_of
from fabula.world.design.sentences import Sentences
from fabula.world.design.ways import add_missing, join

EMPTY = "The book names no place in which a scene plays. This one is added, so that there is somewhere to meet."
LONGEST_OPENING = 160


def design_of(story: Story) -> Design:
    """The story's world as a design."""
    sentences = Sentences(story)
    places = places_of(story, sentences)
    if not places.parts:
        places.parts["somewhere"] = Place(name="somewhere", description=EMPTY)
    people = keys_of_people(story)
    scenes = _keys_of_scenes(story)
    join(story, places, sentences, people)
    start = places.scenes.most_common(1)[0][0] if places.scenes else next(iter(places.parts))
    regions, dreamt = regions_of(story, people, sentences, start)
    parts = places.parts | dreamt
    add_missing(parts, regions, places.scenes + Counter(dict.fromkeys(parts, 1)))
    characters = people_of(story, people, places, scenes, sentences)
    return Design(
        schema=SCHEMA,
        title=shown_text(story.title, 200),
        author=shown_text(story.metadata.author, 200) if story.metadata.author else None,
        regions=regions,
        places=parts,
        characters=characters,
        things=things_of(story, people, places, characters, sentences),
        letters=letters_of(story, people, places),
        scenes=_scenes(story, scenes, people, places, sentences),
        chapters=[
            Chapter(title=shown_text(chapter.title, 120) or f"part {chapter.id + 1}", start=chapter.start)
            for chapter in story.chapters
        ],
    )


def _keys_of_scenes(story: Story) -> dict[int, str]:
    """The scenes of the story and their keys, in the order of the world as far as it is known."""
    ordered = [moment.id for moment in story.chronology if isinstance(moment, StoryScene)]
    left = [scene.id for scene in story.scenes if scene.id not in set(ordered)]
    width = max(2, len(str(len(ordered) + len(left))))
    return {scene: f"scene-{number:0{width}d}" for number, scene in enumerate([*ordered, *left], start=1)}


def _scenes(
    story: Story, keys: dict[int, str], people: dict[int, str], places: Places, sentences: Sentences
) -> dict[str, Scene]:
    found: dict[str, Scene] = {}
    for number, (row, key) in enumerate(keys.items(), start=1):
        scene = StoryScene(story, row)
        place = places.keys.get(scene.place.id) if scene.place else None
        where = places.parts[place].name if place else "somewhere"
        time = scene.time
        found[key] = Scene(
            name=shown_name(f"{number}. {where}") or f"{number}.",
            place=place,
            time=shown_text(time, 120) if time else None,
            present=[people[person.id] for person in scene.present if person.id in people],
            opening=shown_text(story.text[slice(*sentences.span(scene.start))], LONGEST_OPENING),
            span=[scene.start, scene.end],
        )
    return found
