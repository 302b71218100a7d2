"""The list of roles, and of the voices proposed for them, in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import set_cell_size
from rich.console import Console
from rich.text import Text

from fabula.casting import Casting, Role
from fabula.terminal import WIDTH, console_for, counted, join_names, shorten

NAME_WIDTH, VOICE_WIDTH, PRONOUNS_WIDTH, AGE_WIDTH, LINES_WIDTH = 26, 18, 9, 6, 6
SAMPLE_WIDTH = 70


def print_casting(roles: Sequence[Role], casting: Casting | None, console: Console | None = None) -> None:
    """Print a role a line, with its voice where there is a proposal, and a sample line below it."""
    console = console or console_for()
    console.print()
    console.print(_line("", "voice" if casting else "", "pronouns", "age", "lines", style="dim"))
    for number, role in enumerate(roles):
        part = casting.parts[number] if casting else None
        name = role.name + (" (tells it)" if role.is_narrator and role.entity is not None else "")
        lines = f"{role.n_lines:,}" if role.n_lines else ""
        console.print(_line(name, part.voice.name if part else "", role.pronouns or "", role.age or "", lines))
        if role.sample:
            console.print(Text(f"   {shorten(role.sample, SAMPLE_WIDTH)}", style="dim"))
        regular = part.regulars_with if part and part.is_regular else ()
        if regular:
            shared = join_names(regular, WIDTH - 30)
            console.print(Text(f"   the same voice as {shared}", style="yellow"))
    console.print()
    if casting and casting.n_lacking:
        lacking = counted(casting.n_lacking, "regular")
        console.print(Text(f" {lacking} without a voice of their own: more voices are needed", style="yellow"))
        console.print()


def _line(name: str, voice: str, pronouns: str, age: str, lines: str, style: str = "") -> Text:
    cells = ((name, NAME_WIDTH), (voice, VOICE_WIDTH), (pronouns, PRONOUNS_WIDTH), (age, AGE_WIDTH))
    row = "".join(set_cell_size(shorten(cell, width - 1), width) for cell, width in cells)
    return Text(" " + row + lines.rjust(LINES_WIDTH), style=style)
