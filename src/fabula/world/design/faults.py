"""What does not hold in a design, and where: keys that lead nowhere, loops, somebody in two places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fabula.world.design.lines import Path
from fabula.world.design.model import WORLD, Design
from fabula.world.wording import likeness


@dataclass(frozen=True)
class Fault:
    """Something that does not hold, and the line it stands on."""

    line: int
    message: str


Found = Iterator[tuple[Path, str]]


def faults_of(design: Design) -> Found:
    """What does not hold in a design whose form is right, with the keys that lead to it."""
    yield from _regions(design)
    yield from _places(design)
    yield from _loops(design)
    yield from _unreached(design)
    yield from _characters(design)
    yield from _belongings(design)
    yield from _scenes(design)
    yield from _names(design)


def _regions(design: Design) -> Found:
    if WORLD not in design.regions:
        yield ("regions",), f"there is no region {WORLD!r}: it says where guests come in"
    for key, region in design.regions.items():
        path: Path = ("regions", key)
        yield from _known(design, "places", region.enter, (*path, "enter"))
        place = design.places.get(region.enter)
        if place and place.region != key:
            yield (*path, "enter"), f"{region.enter!r} is in the region {place.region!r}, not in {key!r}"
        if (region.kind == "world") != (key == WORLD):
            yield (*path, "kind"), f"only the region {WORLD!r} is of the kind 'world'"
        if region.owner:
            yield from _known(design, "characters", region.owner, (*path, "owner"))


def _places(design: Design) -> Found:
    for key, place in design.places.items():
        path: Path = ("places", key)
        yield from _known(design, "regions", place.region, (*path, "region"))
        if place.within:
            yield from _known(design, "places", place.within, (*path, "within"))
        for number, way in enumerate(place.ways):
            here = (*path, "ways", number, "to")
            other = design.places.get(way.to)
            if other is None:
                yield here, f"a way from {key!r} to nowhere: there is no place {way.to!r}"
            elif other.region != place.region:
                yield here, f"a way out of the region {place.region!r}: dreams and memories are left by waking"
            elif way.to == key:
                yield here, f"a way from {key!r} to itself"


def _loops(design: Design) -> Found:
    settled: set[str] = set()
    for key in design.places:
        seen: list[str] = []
        here: str | None = key
        while here in design.places and here not in settled:
            if here in seen:
                loop = seen[seen.index(here) :]
                yield ("places", here, "within"), f"containment runs in a loop: {' in '.join([*loop, here])}"
                break
            seen.append(here)
            here = design.places[here].within
        settled.update(seen)


def _unreached(design: Design) -> Found:
    ways: dict[str, set[str]] = {key: set() for key in design.places}
    for key, place in design.places.items():
        for way in place.ways:
            ways[key].add(way.to)
            if not way.one_way and way.to in ways:
                ways[way.to].add(key)
    reached: set[str] = set()
    waiting = [region.enter for region in design.regions.values()]
    while waiting:
        key = waiting.pop()
        if key in ways and key not in reached:
            reached.add(key)
            waiting.extend(ways[key])
    for key in design.places:
        if key not in reached:
            yield ("places", key), f"no way leads to {key!r} from where its region is entered"


def _characters(design: Design) -> Found:
    for key, character in design.characters.items():
        path: Path = ("characters", key)
        if character.place:
            yield from _known(design, "places", character.place, (*path, "place"))
        where: dict[str, str] = {}
        for number, sighting in enumerate(character.at):
            here = (*path, "at", number)
            yield from _known(design, "scenes", sighting.scene, (*here, "scene"))
            yield from _known(design, "places", sighting.place, (*here, "place"))
            first = where.setdefault(sighting.scene, sighting.place)
            if first != sighting.place:
                yield here, f"{key!r} is in two places in {sighting.scene!r}: {first!r} and {sighting.place!r}"
        for number, tie in enumerate(character.ties):
            yield from _known(design, "characters", tie.to, (*path, "ties", number, "to"))
        for number, line in enumerate(character.lines):
            for other in line.to:
                yield from _known(design, "characters", other, (*path, "lines", number, "to"))


def _belongings(design: Design) -> Found:
    for section, parts in (("things", design.things), ("letters", design.letters)):
        for key, part in parts.items():
            path: Path = (section, key)
            if part.place and part.carrier:
                yield (*path, "carrier"), f"{key!r} is in two places: in {part.place!r} and with {part.carrier!r}"
            if not part.place and not part.carrier:
                yield path, f"{key!r} is nowhere: give it a place or a carrier"
            if part.place:
                yield from _known(design, "places", part.place, (*path, "place"))
            people = {"carrier": part.carrier, "owner": getattr(part, "owner", None), "by": getattr(part, "by", None)}
            for name, person in people.items():
                if person:
                    yield from _known(design, "characters", person, (*path, name))
    for key, letter in design.letters.items():
        for person in letter.to:
            yield from _known(design, "characters", person, ("letters", key, "to"))


def _scenes(design: Design) -> Found:
    where = {
        (sighting.scene, key): sighting.place for key, person in design.characters.items() for sighting in person.at
    }
    for key, scene in design.scenes.items():
        path: Path = ("scenes", key)
        if scene.place:
            yield from _known(design, "places", scene.place, (*path, "place"))
        for person in scene.present:
            yield from _known(design, "characters", person, (*path, "present"))
            at = where.get((key, person))
            if scene.place and at and at != scene.place:
                yield (*path, "place"), f"{person!r} is in two places in {key!r}: {scene.place!r} and {at!r}"


def _names(design: Design) -> Found:
    """No two characters are told apart only by what nobody sees."""
    seen: dict[str, str] = {}
    for key, character in design.characters.items():
        first = seen.setdefault(likeness(character.name), key)
        if first != key:
            yield ("characters", key, "name"), f"{key!r} has the name of {first!r}: {character.name}"


def _known(design: Design, section: str, key: str, path: Path) -> Found:
    if key not in getattr(design, section):
        yield path, f"there is no {section.removesuffix('s')} {key!r}"
