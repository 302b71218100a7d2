"""The ``fabula library`` commands: they parse, call the library, and print."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from fabula.library import Library

NOTHING_ADDED = 2
HELP = {"help_option_names": ["-h", "--help"]}
LIBRARY_HELP = """Keep many stories in one file, and search them.

The file is given by --library, or by FABULA_LIBRARY; otherwise it is fabula/library.db in your folder for data. It is
a SQLite database that Datasette and DuckDB open: docs/library.md describes it.

\b
Examples:
  fabula library add novels/ emma.epub
  fabula library search lighthouse --said-by "Mrs. Bell"
"""
ADD_HELP = """Read books into the library.

PATHS are files, folders (searched for books at any depth), and Calibre libraries, whose titles, authors, series and
tags are taken over. What is in the library already, byte for byte, is skipped; a book that cannot be read stops
nothing and is named at the end.

\b
Examples:
  fabula library add emma.epub persuasion.fabula
  fabula library add "Calibre Library/"
  fabula library add novels/ --refresh       reads again what an older fabula read
"""
SEARCH_HELP = """Find passages by their words, and by what happens in them.

All WORDS must be there; "words in marks" stand together. Signs have no meaning of their own. The best passages come
first; without words, those that pass the filters, in the order of the stories.

\b
Examples:
  fabula library search '"the dark lamp" stair'
  fabula library search oil --said-by Wren --said-to "the Captain"
  fabula library search --about "Mr. Elton" --with Emma,Harriet --at Hartfield
  fabula library search drowned --layer dream --person first
  fabula library search --note violence --actual --tie "Emma Woodhouse/Mr. Knightley" --json
"""

library_app = typer.Typer(
    name="library",
    help=LIBRARY_HELP,
    context_settings=HELP,
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

File = Annotated[Path | None, typer.Option("--library", metavar="FILE", help="The library's file.")]
StoryId = Annotated[int, typer.Argument(metavar="ID", help="A story, by the number that list shows.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
Person = Annotated[str | None, typer.Option("--person", metavar="PERSON", help="Told in the first, second or third.")]
Author = Annotated[
    str | None, typer.Option("--author", metavar="NAME", help="By this author; a part of the name does.")
]
Fandom = Annotated[str | None, typer.Option("--fandom", metavar="NAME", help="Of this fandom; a part of it does.")]
Tag = Annotated[str | None, typer.Option("--tag", metavar="TAG", help="With this tag; a part of it does.")]
Tie = Annotated[str | None, typer.Option("--tie", metavar="TAG", help="With this tie: A/B, 'A & B', or romance, ...")]
MinWords = Annotated[int | None, typer.Option("--min-words", metavar="N", min=0, help="Of a story this long.")]
MaxWords = Annotated[int | None, typer.Option("--max-words", metavar="N", min=0, help="Of a story no longer.")]


@library_app.command(help=ADD_HELP)
def add(
    paths: Annotated[list[Path], typer.Argument(metavar="PATHS...", help="Files, folders, Calibre libraries.")],
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Read again what another version read, or what was corrected since.")
    ] = False,
    threads: Annotated[
        int | None, typer.Option("--threads", metavar="N", min=1, help="Processor cores to use; all if not given.")
    ] = None,
    library: File = None,
) -> None:
    """Read books into the library; the exit code is 2 if there were some and none could be added."""
    from fabula.progress import document_progress
    from fabula.terminal.library import print_added

    with _open(library, create=True) as opened, document_progress() as on_book:
        added = opened.add(paths, refresh=refresh, report=lambda path: on_book(path.name), threads=threads)
        n_stories = len(opened)
    print_added(added, n_stories)
    if added.failed and not added.added:
        raise typer.Exit(NOTHING_ADDED)


@library_app.command(name="list")
def list_stories(
    tie: Tie = None,
    person: Person = None,
    author: Author = None,
    fandom: Fandom = None,
    tag: Tag = None,
    min_words: MinWords = None,
    max_words: MaxWords = None,
    as_json: AsJson = False,
    library: File = None,
) -> None:
    """List the stories in the library."""
    from fabula.terminal.library import print_entries, print_json

    filters: dict[str, Any] = {"tie": tie, "person": person, "author": author, "fandom": fandom, "tag": tag}
    with _open(library) as opened:
        entries = opened.stories(**filters, min_words=min_words, max_words=max_words)
    if as_json:
        print_json([entry.to_json() for entry in entries])
    else:
        print_entries(entries)


@library_app.command(help=SEARCH_HELP)
def search(
    words: Annotated[list[str] | None, typer.Argument(metavar="WORDS", help='Words, and "phrases".')] = None,
    said_by: Annotated[str | None, typer.Option("--said-by", metavar="NAME", help="In what NAME says.")] = None,
    said_to: Annotated[str | None, typer.Option("--said-to", metavar="NAME", help="In what NAME is told.")] = None,
    about: Annotated[str | None, typer.Option("--about", metavar="NAME", help="Where NAME is mentioned.")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="PLACE", help="In scenes that play there.")] = None,
    with_: Annotated[
        str | None, typer.Option("--with", metavar="NAME,NAME", help="In scenes where all of these are.")
    ] = None,
    layer: Annotated[
        str | None, typer.Option("--layer", metavar="KIND", help="In a memory, dream, letter, call, ...")
    ] = None,
    actual: Annotated[bool, typer.Option("--actual", help="Only in the story's present.")] = False,
    tie: Tie = None,
    note: Annotated[str | None, typer.Option("--note", metavar="KIND", help="With this content note.")] = None,
    person: Person = None,
    author: Author = None,
    fandom: Fandom = None,
    tag: Tag = None,
    min_words: MinWords = None,
    max_words: MaxWords = None,
    story: Annotated[int | None, typer.Option("--story", metavar="ID", help="In this story only.")] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many.")] = 20,
    counts: Annotated[bool, typer.Option("--counts", help="How many by story, speaker, layer and note.")] = False,
    as_json: AsJson = False,
    library: File = None,
) -> None:
    """Find passages."""
    from fabula.terminal.library import print_counts, print_found, print_json

    wanted = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words or [])
    filters: dict[str, Any] = {
        **{"said_by": said_by, "said_to": said_to, "about": about, "at": at, "layer": layer, "actual": actual},
        **{"tie": tie, "note": note, "person": person, "author": author, "fandom": fandom, "tag": tag},
        **{"story": story, "min_words": min_words, "max_words": max_words},
        "with_": tuple(name.strip() for name in (with_ or "").split(",") if name.strip()),
    }
    with _open(library) as opened:
        found = opened.search(wanted, limit=limit, **filters)
        counted = opened.count(wanted, **filters) if counts else {}
    if as_json:
        facets = {facet: [vars(count) for count in of_facet] for facet, of_facet in counted.items()}
        print_json({"found": [one.to_json() for one in found], **({"counts": facets} if counts else {})})
        return
    print_found(found)
    print_counts(counted)


@library_app.command()
def remove(
    stories: Annotated[list[int], typer.Argument(metavar="ID...", help="Stories, by the numbers that list shows.")],
    library: File = None,
) -> None:
    """Take stories out of the library; their files stay where they are."""
    with _open(library) as opened:
        for story in stories:
            opened.remove(story)
    sys.stderr.write(f"removed {len(stories)}\n")


@library_app.command()
def export(
    story: StoryId,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT.fabula", help="Where to; by its name, here.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace what is there already.")] = False,
    library: File = None,
) -> None:
    """Write a story of the library to a .fabula file, which every command reads."""
    from fabula.output import check_absent, check_writable

    with _open(library) as opened:
        given = opened.story(story)
    name = Path(str(given.provenance.get("name") or f"story {story}")).stem
    path = output or Path(f"{name}.fabula")
    if not force:
        check_absent(path)
    check_writable(path)
    given.save(path)
    sys.stderr.write(f"wrote {path}\n")


@library_app.command()
def check(library: File = None) -> None:
    """Find out whether the library is whole; the exit code is 2 if it is not."""
    from fabula.terminal.library import print_check

    with _open(library) as opened:
        faults = opened.check()
        print_check(faults, len(opened))
    if faults:
        raise typer.Exit(NOTHING_ADDED)


def _open(file: Path | None, create: bool = False) -> Library:
    from fabula.library import Library

    return Library(file, create=create)
