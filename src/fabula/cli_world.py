"""The ``fabula world`` commands: they parse, call the world, and print."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

BAD_DESIGN = 2
HELP = {"help_option_names": ["-h", "--help"]}
WORLD_HELP = """Step inside: a story's world as a place that several people enter.

Design it from a book, change the document as you like, and open it: guests come by invitation, in browsers and on
telnet, meet, talk, leave letters and dream. docs/world.md tells it all.
"""
DESIGN_HELP = """Write a design of BOOK's world: places, ways, characters, things, letters, dreams and scenes, in TOML.

\b
Examples:
  fabula world design emma.fabula -o emma.toml
  fabula world check emma.toml
  fabula world open emma.toml
"""
OPEN_HELP = """Open a world, until Ctrl-C: prints where it is, and an invitation for each guest.

It answers to this machine alone, unless --host says otherwise. What is said and done is kept beside the design, in
WORLD.world/, and is there again when the world is opened again.

\b
Examples:
  fabula world open garden.toml
  fabula world open garden.toml --guests 12
  fabula world open garden.toml --host 192.168.1.20      for guests in the same network
  fabula world open garden.toml --name world.example     behind a proxy that has this name
"""
INVITE_HELP = """Make an invitation, for one guest; or list them, or revoke one. The world may be open meanwhile.

\b
Examples:
  fabula world invite garden.toml
  fabula world invite garden.toml --role watcher
  fabula world invite garden.toml --list
  fabula world invite garden.toml --revoke 3         an invitation that was not used
  fabula world invite garden.toml --revoke "Ann"     a guest, who cannot come back then
"""
STORY_HELP = """Write what happened in a world: as prose with speakers, which fabula read reads, or as a transcript.

\b
Examples:
  fabula world story garden.toml -o evening.txt
  fabula world story garden.toml --session 3 --transcript
"""


class Role(StrEnum):
    """What an invitation makes of who has it."""

    designer = "designer"
    guest = "guest"
    watcher = "watcher"


world_app = typer.Typer(
    name="world",
    help=WORLD_HELP,
    context_settings=HELP,
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

Design = Annotated[Path, typer.Argument(metavar="WORLD.toml", help="A design.")]
Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="FOLDER", help="Where what happens is kept; WORLD.world if not given."),
]
Force = Annotated[bool, typer.Option("--force", help="Replace what is there already.")]


@world_app.command(help=DESIGN_HELP)
def design(
    book: Annotated[str, typer.Argument(metavar="BOOK", help="A book, a .fabula file, or - for standard input.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="WORLD.toml", help="The document to write.")],
    force: Force = False,
) -> None:
    """Write a design of BOOK's world."""
    from fabula.output import atomic_write, check_absent, check_writable
    from fabula.progress import step_progress
    from fabula.reading import read
    from fabula.world.design.document import document_of
    from fabula.world.design.from_story import design_of

    if not force:
        check_absent(output)
    check_writable(output)
    with step_progress() as progress:
        story = read(book, progress=progress)
    text = document_of(design_of(story), output.name)
    with atomic_write(output) as file:
        file.write(text.encode("utf-8"))
    sys.stderr.write(f"wrote {output}\n")


@world_app.command()
def check(design: Design) -> None:
    """Say what does not hold in WORLD.toml, line by line; the exit code is 2 if something does not."""
    from fabula.world.design import check_design

    found, faults = check_design(design)
    for fault in faults:
        sys.stdout.write(f"{design}:{fault.line}: {fault.message}\n")
    if faults or found is None:
        raise typer.Exit(BAD_DESIGN)
    sizes = {name: len(getattr(found, name)) for name in ("places", "characters", "things", "letters", "scenes")}
    sys.stdout.write(f"{design} holds: {', '.join(f'{size} {name}' for name, size in sizes.items())}\n")


@world_app.command(name="open", help=OPEN_HELP)
def open_command(
    design: Design,
    guests: Annotated[
        int | None,
        typer.Option("--guests", metavar="N", min=0, max=500, help="Invitations to make; 2 the first time, else 0."),
    ] = None,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="The address of this machine to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="For browsers; 0 takes a free one.")
    ] = 8080,
    telnet_port: Annotated[
        int, typer.Option("--telnet-port", metavar="N", min=0, max=65535, help="For telnet; 0 takes a free one.")
    ] = 4000,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="NAME", help="A further host name by which it is reached; may be repeated."),
    ] = None,
    data: Data = None,
) -> None:
    """Open the world of WORLD.toml."""
    import signal

    from fabula.listening import listen
    from fabula.terminal.world import print_open
    from fabula.world.game.opening import Doors, open_world

    ends = (signal.SIGINT, signal.SIGTERM)
    with (
        listen(host, port) as web,
        listen(host, telnet_port) as telnet,
        open_world(design, Doors(web, telnet, tuple(name or ())), data=data, guest_count=guests) as world,
    ):
        for number in ends:
            signal.signal(number, signal.default_int_handler)  # Ctrl-C is how a world is closed, and no fault
        try:
            print_open(world)
            world.wait()
        except KeyboardInterrupt:
            for number in ends:
                signal.signal(number, signal.SIG_IGN)
    sys.stderr.write("closed; what was said and done is kept\n")


@world_app.command(help=INVITE_HELP)
def invite(
    design: Design,
    role: Annotated[Role, typer.Option("--role", help="What the guest may do.")] = Role.guest,
    listed: Annotated[bool, typer.Option("--list", help="List invitations and guests.")] = False,
    revoked: Annotated[
        str | None, typer.Option("--revoke", metavar="NUMBER|NAME", help="Revoke an invitation, or a guest's key.")
    ] = None,
    data: Data = None,
) -> None:
    """Make, list or revoke invitations."""
    from fabula.terminal.world import print_invitations
    from fabula.world import invitations
    from fabula.world.record import folder_of, opened

    with opened(folder_of(design, data)) as connection:
        if listed:
            print_invitations(invitations.invitations(connection), invitations.guests(connection))
        elif revoked is not None:
            sys.stdout.write(f"revoked: {invitations.revoke(connection, revoked)}\n")
        else:
            sys.stdout.write(f"{invitations.invite(connection, role.value)}\n")


@world_app.command(name="story", help=STORY_HELP)
def story_command(
    design: Design,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT.txt", help="Where to; printed if not given.")
    ] = None,
    session: Annotated[
        int | None, typer.Option("--session", metavar="N", min=1, help="Of one opening alone, counted from 1.")
    ] = None,
    transcript: Annotated[bool, typer.Option("--transcript", help="With times and places, a line for each.")] = False,
    whispers: Annotated[bool, typer.Option("--whispers", help="With what was whispered.")] = False,
    data: Data = None,
    force: Force = False,
) -> None:
    """Write what happened in a world."""
    from fabula.output import atomic_write, check_absent
    from fabula.world.chronicle import prose_of, transcript_of
    from fabula.world.record import folder_of, happenings

    if output is not None and not force:
        check_absent(output)
    happened = happenings(folder_of(design, data), session)
    text = transcript_of(happened, whispers=whispers) if transcript else prose_of(happened, whispers=whispers)
    if output is None:
        sys.stdout.write(text)
        return
    with atomic_write(output) as file:
        file.write(text.encode("utf-8"))
    sys.stderr.write(f"wrote {output}\n")
