"""``fabula plot``: it parses, calls ``fabula.plots``, and says where the picture is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

PLOT_HELP = """Draw a picture of what was read, for a paper or a slide: SVG or PNG.

\b
Examples:
  fabula plot emma.fabula network                 emma.network.svg beside it
  fabula plot emma.epub mood -o figures/mood.png
\b
Kinds:
  network    who is with whom
  timeline   the order of the telling against the order of the world
  dialogue   how many words each speaker has
  mood       how pleasant the words are, from scene to scene
  presence   who is in which chapter

Needs matplotlib: pip install 'fabula[plot]'
"""


def plot(
    book: Annotated[str, typer.Argument(metavar="BOOK", help="A book, a .fabula file, or - for standard input.")],
    kind: Annotated[str, typer.Argument(metavar="KIND", help="network, timeline, dialogue, mood or presence.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT", help="The file to write, .svg or .png.")
    ] = None,
    format: Annotated[
        str | None,
        typer.Option("--format", metavar="NAME", help="txt, md, html, epub or docx; told from the file if not given."),
    ] = None,
    threads: Annotated[
        int | None, typer.Option("--threads", metavar="N", min=1, help="Processor cores to use; all if not given.")
    ] = None,
) -> None:
    """Draw a picture of BOOK."""
    from fabula.destinations import export_destination, is_there_to_read
    from fabula.output import check_writable
    from fabula.plots import KINDS, write_plot
    from fabula.plots.paper import check_ready
    from fabula.progress import step_progress
    from fabula.reading import read

    if kind not in KINDS:
        raise typer.BadParameter(f"there is no picture called {kind!r}; choose one of {', '.join(KINDS)}")
    path = output or export_destination(book, kind, f"{kind}.svg")
    check_ready(path)
    if is_there_to_read(book):
        check_writable(path)
    with step_progress() as progress:
        story = read(book, format=format, progress=progress, threads=threads)
    write_plot(KINDS[kind](story), path)
    sys.stderr.write(f"wrote {path}\n")
