"""What the engine needs before a world can be loaded: its tables, a ground to stand on, and a keeper without a key."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from fabula.world.record import make_tables

KEEPER = "the keeper of the world"


def make_database() -> None:
    """Make or bring up to date the engine's tables and ours."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
        call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
    make_tables(connection.connection)


def make_ground() -> None:
    """Make account 1, which nobody can log in to, and object 1, where nobody comes."""
    from evennia import AccountDB, ObjectDB
    from evennia.utils.create import create_account, create_object

    if not AccountDB.objects.filter(id=1).exists():
        create_account(KEEPER, None, None, typeclass="fabula.world.game.guests.Guest")
    if not ObjectDB.objects.filter(id=1).exists():
        create_object("fabula.world.game.places.Place", key="nowhere", nohome=True)


def handle_setup(last_step: str | None = None) -> None:  # noqa: ARG001
    """Evennia's own first steps are not needed: the ground is made before it starts."""
    from evennia import ServerConfig

    ServerConfig.objects.conf("last_initial_setup_step", "done")
