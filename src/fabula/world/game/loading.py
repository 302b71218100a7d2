"""Loading a design into the engine: what it describes is made or brought up to date, what guests did is kept.

Each part is found again by its key. What was loaded last is remembered, so that a part which did not change in the
design is left as people have it, and one that did is changed in what changed.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from django.db import connection, transaction
from evennia import ObjectDB
from evennia.utils.create import create_object

from fabula.world.design import Design
from fabula.world.game.answers import Answers
from fabula.world.game.state import WORLD

CLASSES = {
    "places": "fabula.world.game.places.Place",
    "characters": "fabula.world.game.people.Person",
    "things": "fabula.world.game.things.Thing",
    "letters": "fabula.world.game.things.Letter",
}
WAYS = "ways"


def load(design: Design) -> None:
    """Make the world what the design says, but for what people have changed since."""
    connection.ensure_connection()
    before = _loaded(connection.connection)
    WORLD.design, WORLD.answers = design, Answers.of(design)
    with transaction.atomic():
        objects = _objects()
        for section in CLASSES:
            for key, part in getattr(design, section).items():
                if (section, key) not in objects:
                    objects[section, key] = _make(section, key, part.name)
                elif objects[section, key].key != part.name:
                    objects[section, key].key = part.name
        WORLD.objects = objects
        _put(design, objects, before)
        _join(design, objects)
        _remove(design, objects)
        _remember(connection.connection, design)


def _objects() -> dict[tuple[str, str], Any]:
    found: dict[tuple[str, str], Any] = {}
    for section in (*CLASSES, WAYS):
        for thing in ObjectDB.objects.filter(db_tags__db_category=section).distinct():
            found[section, thing.tags.get(category=section)] = thing
    return found


def _make(section: str, key: str, name: str) -> Any:
    locks = "get:true();puppet:all();call:false()" if section == "characters" else "get:true();call:false()"
    return create_object(CLASSES[section], key=name, nohome=True, location=None, locks=locks, tags=[(key, section)])


def _put(design: Design, objects: dict[tuple[str, str], Any], before: dict[str, dict[str, Any]]) -> None:
    """Put characters and things where the design says, where they are new or the design has changed that."""
    for section in ("characters", "things", "letters"):
        for key, part in getattr(design, section).items():
            place, carrier = part.place, getattr(part, "carrier", None)
            old = before.get(f"{section}.{key}")
            if old is not None and (old.get("place"), old.get("carrier")) == (place, carrier):
                continue
            home = objects["places", place] if place else objects["characters", carrier] if carrier else None
            objects[section, key].location = home


def _join(design: Design, objects: dict[tuple[str, str], Any]) -> None:
    """Make the ways there are, each in one direction, and remove those there are no more."""
    wanted: dict[str, tuple[str, str, str | None]] = {}
    for key, place in design.places.items():
        for way in place.ways:
            wanted[f"{key}>{way.to}"] = (key, way.to, way.name)
            if not way.one_way:
                wanted.setdefault(f"{way.to}>{key}", (way.to, key, way.name))
    for name, (here, there, through) in wanted.items():
        if (WAYS, name) not in objects:
            objects[WAYS, name] = create_object(
                "fabula.world.game.places.Way",
                key=objects["places", there].key,
                nohome=True,
                location=objects["places", here],
                destination=objects["places", there],
                locks="traverse:all();call:false()",
                tags=[(name, WAYS)],
            )
        way = objects[WAYS, name]
        if way.key != objects["places", there].key:
            way.key = objects["places", there].key
        if way.db.through != through:
            way.db.through = through
    for section, name in list(objects):
        if section == WAYS and name not in wanted:
            objects.pop((section, name)).delete()


def _remove(design: Design, objects: dict[tuple[str, str], Any]) -> None:
    """Remove what the design has no more; what people left in it goes to where guests come in."""
    for section, key in list(objects):
        if section == WAYS or key in getattr(design, section):
            continue
        gone = objects.pop((section, key))
        for left in list(gone.contents):
            if not left.destination:
                left.location = WORLD.start if section == "places" else gone.location or WORLD.start
        gone.delete()


def _loaded(database: sqlite3.Connection) -> dict[str, dict[str, Any]]:
    return {key: json.loads(part) for key, part in database.execute("SELECT key, part FROM fabula_loaded")}


def _remember(database: sqlite3.Connection, design: Design) -> None:
    database.execute("DELETE FROM fabula_loaded")
    rows = [
        (f"{section}.{key}", json.dumps({"place": part.place, "carrier": getattr(part, "carrier", None)}))
        for section in ("characters", "things", "letters")
        for key, part in getattr(design, section).items()
    ]
    database.executemany("INSERT INTO fabula_loaded VALUES (?, ?)", rows)
