"""The commands of a world, and nothing of the engine's own."""

from __future__ import annotations

from evennia import CmdSet
from evennia.commands.cmdhandler import CMD_NOMATCH

from fabula.world.game.commands.designing import Describe, Dig, Link, Put
from fabula.world.game.commands.doing import Doing
from fabula.world.game.commands.dreaming import No, Remember, Sleep, Wake, Yes
from fabula.world.game.commands.handling import Drop, Give, Read, Take, Write
from fabula.world.game.commands.keeping import Block, Invitations, Invite, Revoke, Unblock
from fabula.world.game.commands.looking import Help, Inventory, Look, Map, Time, Who
from fabula.world.game.commands.moving import Go, Leave, Otherwise
from fabula.world.game.commands.playing import Next, Play, Scene, Stop
from fabula.world.game.commands.speaking import Pose, Say, Whisper

COMMANDS: tuple[type[Doing], ...] = (
    *(Look, Go, Say, Whisper, Pose, Take, Give, Drop, Inventory, Write, Read),
    *(Sleep, Remember, Wake, Yes, No, Who, Map, Time, Play, Stop, Scene, Next),
    *(Block, Unblock, Leave, Help, Dig, Describe, Link, Put, Invite, Invitations, Revoke),
)
Otherwise.key = CMD_NOMATCH


class WorldCmdSet(CmdSet):
    """All that can be done inside."""

    key = "world"

    def at_cmdset_creation(self) -> None:
        """Add each command."""
        for command in (*COMMANDS, Otherwise):
            self.add(command())


class NoCmdSet(CmdSet):
    """Nothing: who is not in the world does nothing."""

    key = "nothing"

    def at_cmdset_creation(self) -> None:
        """There is nothing to add."""
