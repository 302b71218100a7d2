"""What is done as the server starts, after whatever end: the design is loaded, and whoever was cut off is put right."""

from __future__ import annotations

from django.conf import settings
from django.db import connection, transaction
from evennia import ObjectDB

from fabula.world.design import read_design
from fabula.world.game.loading import load
from fabula.world.game.people import end_sleep
from fabula.world.game.services import say_ready
from fabula.world.game.state import WORLD
from fabula.world.record import begin_session


def at_server_start() -> None:
    """Load the world, and say that it is there."""
    connection.ensure_connection()
    WORLD.path = settings.DESIGN_FILE
    load(read_design(settings.DESIGN_FILE))
    with transaction.atomic():
        _bring_out()
        WORLD.session = begin_session(connection.connection)
    say_ready("server")


def _bring_out() -> None:
    """Nobody is in the world yet: guests' bodies that a sudden end left in it go to where they come back from."""
    for person in ObjectDB.objects.filter(db_typeclass_path="fabula.world.game.people.Person"):
        if person.db.guest and person.location is not None:
            sleeper = person.db.sleeper
            person.db.left_at = sleeper.location if sleeper and sleeper.pk else person.db.slept_at or person.location
            end_sleep(person)
            person.location = None
    for sleeper in ObjectDB.objects.filter(db_typeclass_path="fabula.world.game.things.Sleeper"):
        sleeper.delete()
