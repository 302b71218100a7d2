"""The ``fabula archive`` commands: they parse, call the archive, and print."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

NOTHING_READ = 2
HELP = {"help_option_names": ["-h", "--help"]}
ARCHIVE_HELP = """Read thousands of stories, on this machine or on a Ray cluster, into Parquet tables.

docs/archive.md has questions to ask of them in DuckDB.
"""
READ_HELP = """Read stories into the archive OUT.

INPUTS are files, folders (at any depth), patterns, and collections: zip, tar, JSON Lines (also .gz, .zst, .bz2) and
Parquet, each with a column of texts; here, or at a URI such as s3://bucket/folder. Each story ends in OUT, or in its
table of failures with the reason. Stopped, killed or on a full disk: the same command goes on where it stood.

\b
Examples:
  fabula archive read novels/ --to corpus
  fabula archive read "dumps/*.jsonl.zst" --to corpus --text-column body --workers 8
  fabula archive read s3://stories/2024/ --to s3://stories/read --engine ray --address auto
"""


class Engine(StrEnum):
    """Where stories are read."""

    local = "local"
    ray = "ray"


archive_app = typer.Typer(
    name="archive",
    help=ARCHIVE_HELP,
    context_settings=HELP,
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

Place = Annotated[str, typer.Argument(metavar="OUT", help="The archive: a folder, or a URI.")]


@archive_app.command(help=READ_HELP)
def read(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUTS...", help="Files, folders, patterns, collections.")],
    to: Annotated[str, typer.Option("--to", metavar="OUT", help="The archive: a folder, or a URI.")],
    engine: Annotated[
        Engine, typer.Option("--engine", help="Processes here, or a Ray cluster; both write the same.")
    ] = Engine.local,
    address: Annotated[
        str | None,
        typer.Option("--address", metavar="HOST:PORT", help="Of a running Ray cluster; one is started here without."),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", min=1, help="Processes that read; one for each core if not given."),
    ] = None,
    time_limit: Annotated[
        float,
        typer.Option("--time-limit", metavar="SECONDS", min=0, help="That each 100 kB of a story may take."),
    ] = 120,
    memory_limit: Annotated[
        int, typer.Option("--memory-limit", metavar="MB", min=1, help="That a story may take beyond the model.")
    ] = 4000,
    text_column: Annotated[
        str, typer.Option("--text-column", metavar="NAME", help="Which has the texts, in JSON Lines and Parquet.")
    ] = "text",
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print nothing, and show no progress.")] = False,
) -> None:
    """Read stories; the exit code is 2 if there were some to read and none could be."""
    from fabula.archive import Limits, Settings, read_archive
    from fabula.progress import story_progress
    from fabula.terminal.archive import print_read

    if address is not None and engine is not Engine.ray:
        raise typer.BadParameter("--address goes with --engine ray")
    settings = Settings(to, text_column, Limits(time_limit, memory_limit * 1_000_000))
    with story_progress(quiet) as show:
        summary = read_archive(
            inputs, settings, engine=engine.value, workers=workers, address=address, on_progress=show
        )
    if not quiet:
        print_read(summary, to)
    if summary.failed and not summary.read:
        raise typer.Exit(NOTHING_READ)


@archive_app.command()
def report(
    archive: Place,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="PAGE.html", help="Where to; beside OUT if not given.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace what is there already.")] = False,
) -> None:
    """Write one page about all stories of the archive OUT: dialogue, points of view, networks, notes, failures."""
    from fabula.archive import Archive
    from fabula.archive.report import write_report
    from fabula.output import check_absent, check_writable

    opened = Archive(archive)
    name = archive.rstrip("/").rpartition("/")[2]
    path = output or (Path(f"{name}.html") if "://" in archive else Path(f"{archive.rstrip('/')}.html"))
    if not force:
        check_absent(path)
    check_writable(path)
    write_report(opened, path, name)
    sys.stderr.write(f"wrote {path}\n")
