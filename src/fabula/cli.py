"""The ``fabula`` command: it parses, calls the library, and prints."""

from __future__ import annotations

import errno
import json
import os
import sys
import tempfile
import traceback
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fabula import __version__
from fabula.cli_archive import archive_app
from fabula.cli_library import library_app
from fabula.cli_mcp import MCP_HELP, mcp
from fabula.cli_plot import PLOT_HELP, plot
from fabula.cli_serve import serve_app
from fabula.cli_world import world_app
from fabula.errors import FabulaError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fabula.progress import StepProgress
    from fabula.review import Unsure
    from fabula.story import Story

BAD_INPUT = 2
UNEXPECTED = 1
BROKEN = 1  # of an installation
HELP = {"help_option_names": ["-h", "--help"]}

READ_HELP = """Read a book: who is in it, and who says what.

Prints a summary, and writes a story file (BOOK.fabula, for programs) and a page (BOOK.html, for people)
beside the book. What you have corrected in BOOK.corrections.toml, beside the book, is applied.

\b
Examples:
  fabula read emma.epub
  fabula read emma.epub -o out/           into the folder out/
  fabula read emma.epub -o novels/emma    novels/emma.fabula and novels/emma.html
  fabula read emma.epub --json            the summary as JSON
  fabula read emma.epub --review          lists whose speaker is not sure, also in emma.review.toml
  curl -s URL | fabula read - --format html
"""
EXPORT_HELP = """Write what was read in another format.

\b
Examples:
  fabula export emma.fabula --to json              emma.json beside it
  fabula export emma.epub --to json -o - | jq .characters
  fabula export emma.fabula --to script           who reads what, for an audiobook: emma.script.jsonl
  fabula export emma.fabula --to booknlp -o out/  out/emma.tokens, out/emma.entities, ...
  fabula export emma.fabula --to parquet          a file for each table in emma-parquet/

\b
Formats: json, jsonl, csv, parquet (tables); booknlp (BookNLP's files); tei;
  epub (the book again, with its cast and speakers); conll, corefud (coreference);
  webanno (INCEpTION); docbin (spaCy); graphml, gexf (networks); script, sml, ssml (audiobooks).
"""
SHOW_HELP = """Show what was read: the summary, or one part of it.

\b
Examples:
  fabula show emma.fabula
  fabula show emma.epub --timeline             its scenes as they are told and as they happened
  fabula show emma.fabula --ties               who means what to whom, and tags for it
  fabula show emma.fabula --character "Emma"   what one character does, is, owns and says
  fabula show emma.fabula --moods              how pleasant and how stirred it is, scene by scene
  fabula show emma.fabula --networks           who is with whom, speaks to whom and of whom
  fabula show emma.fabula --notes              what a reader may want to know of first
  fabula show draft.docx --contradictions      what cannot both be so, for writers
"""
ASK_HELP = """Ask a question about a book, in English.

The answers are taken from what was read: a name, a place, a time or a passage, each with the words that show it. Where
nothing does, the story does not say.

\b
Examples:
  fabula ask emma.fabula "Who is Harriet Smith?"
  fabula ask emma.fabula "What did Mr. Knightley say to Emma about Miss Bates?"
  fabula ask emma.fabula "Is Mrs. Churchill dead?"
  fabula ask emma.fabula "What happened to Jane Fairfax in chapter 20?" --json
"""
CAST_HELP = """List who speaks in a book, and propose a voice for each.

The list has pronouns, words for their age, the number of lines and a sample line. With a CSV file of voices (columns
voice, pronouns, age, for; only the first is needed) each gets the voice that fits, regulars one of their own as long as
there are enough, and nobody one of somebody they meet where that can be helped.

\b
Examples:
  fabula cast emma.fabula
  fabula cast emma.fabula --voices voices.csv
  fabula cast emma.fabula --voices voices.csv -o cast.csv
"""
EVALUATE_HELP = """Measure how good the reading is against an annotated corpus.

\b
TASK is one of speakers, coref, cast, entities, events, quotes, levels, ties, notes, contradictions, speed.
\b
Examples:
  fabula evaluate speakers pdnc/train
  fabula evaluate speakers pdnc/train --given characters
  fabula evaluate coref litbank/*.conll --json
  fabula evaluate speed novels/*.txt
"""
DOCTOR_HELP = """Find out whether fabula is in order here, what is slow or missing, and how to mend it.

Looks at the packages, the model's files and their checksums, reads a page whose speakers are known, and measures how
fast. Notes are nothing wrong; with a fault the exit code is 1.
"""

app = typer.Typer(
    name="fabula",
    help="Read fiction and give back its world: who is in it, and who says what to whom.",
    epilog="Start with: fabula read BOOK   (text, Markdown, HTML, EPUB or DOCX)",
    context_settings=HELP,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(library_app)
app.command(help=MCP_HELP)(mcp)
app.command(help=PLOT_HELP)(plot)
app.add_typer(archive_app)
app.add_typer(serve_app)
app.add_typer(world_app)

Book = Annotated[str, typer.Argument(metavar="BOOK", help="A book, a .fabula file, or - for standard input.")]
Threads = Annotated[
    int | None,
    typer.Option("--threads", metavar="N", min=1, help="Processor cores to use; all if not given."),
]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="NAME", help="txt, md, html, epub or docx; told from the file if not given."),
]


def run(arguments: list[str]) -> int:
    """The exit code of the command line: 0, 2 for anything wrong with what was given, 1 for a bug of ours."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = app(arguments or ["--help"], prog_name="fabula", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        return _complain(f"{error.format_message()} (fabula --help says more)")
    except FabulaError as error:
        return _complain(str(error))
    except BrokenPipeError:
        _hang_up()
        return UNEXPECTED
    except OSError as error:
        if error.errno == errno.ENOSPC:
            _hang_up()
            return _complain("cannot write to standard output: no space left on the disk")
        return _report_bug(error)
    except Exception as error:
        return _report_bug(error)
    return int(code or 0)


@app.callback(invoke_without_command=True)
def _fabula(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.", is_eager=True)] = False,
) -> None:
    if version:
        print(f"fabula {__version__}")
        raise typer.Exit


@app.command(help=READ_HELP)
def read(
    book: Book,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="OUT", help="A folder, or a base name, for both files."),
    ] = None,
    format: Format = None,
    threads: Threads = None,
    size_limit: Annotated[
        float, typer.Option("--size-limit", metavar="MB", min=0, help="That the book's file may have.")
    ] = 200,
    time_limit: Annotated[
        float,
        typer.Option("--time-limit", metavar="SECONDS", min=0, help="That each 100 kB of the book may take."),
    ] = 120,
    memory_limit: Annotated[
        int | None,
        typer.Option(
            "--memory-limit",
            metavar="MB",
            min=1,
            help="That the book may take beyond the model; all that is free if not given.",
        ),
    ] = None,
    review: Annotated[
        bool,
        typer.Option("--review", help="List the quotations whose speaker is not sure, ready to be corrected."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print nothing, and show no progress.")] = False,
) -> None:
    """Read BOOK, write its files, and print its summary."""
    from fabula.destinations import destinations
    from fabula.output import write_together

    paths = destinations(book, output, with_review=review)
    _check_places(book, paths.values())
    limits = _Limits(size_limit, time_limit, memory_limit)
    with _progress(quiet) as progress:
        story = _read(book, format, threads, progress, limits)
        unsure = _unsure_quotes(story) if review else None
        writers = {
            "story": story.save,
            "page": lambda path: _write_page(story, path),
            "review": lambda path: _write_review(story, unsure or [], path),
        }
        write_together({path: writers[kind] for kind, path in paths.items()})
    if not quiet:
        _print_summary(story, {kind: str(path) for kind, path in paths.items()}, unsure, as_json)
        _warn_of_corrections(story, book)


@app.command(help=SHOW_HELP)
def show(
    book: Book,
    timeline: Annotated[
        bool,
        typer.Option("--timeline", help="The scenes in the order of the telling and of the world, side by side."),
    ] = False,
    ties: Annotated[bool, typer.Option("--ties", help="Relationships, and tags for them.")] = False,
    character: Annotated[
        str | None, typer.Option("--character", metavar="NAME", help="The sheet of one character.")
    ] = None,
    moods: Annotated[bool, typer.Option("--moods", help="The mood of the story and of its main characters.")] = False,
    networks: Annotated[bool, typer.Option("--networks", help="Company, dialogue and mentions.")] = False,
    notes: Annotated[bool, typer.Option("--notes", help="Content notes, soberly; no passage is quoted.")] = False,
    contradictions: Annotated[bool, typer.Option("--contradictions", help="Passages that cannot both be so.")] = False,
    passages: Annotated[
        bool, typer.Option("--passages", help="Of ties and notes: with the words that show them.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as one JSON object.")] = False,
    format: Format = None,
    threads: Threads = None,
) -> None:
    """Print what was read in BOOK, and write nothing."""
    from fabula.shown import shown
    from fabula.terminal.views import print_view

    flags = {"timeline": timeline, "ties": ties, "character": character is not None, "moods": moods}
    flags |= {"networks": networks, "notes": notes, "contradictions": contradictions}
    wanted = [view for view, is_wanted in flags.items() if is_wanted]
    if len(wanted) > 1:
        raise typer.BadParameter(f"one part at a time: --{wanted[0]} or --{wanted[1]}")
    view = wanted[0] if wanted else "summary"
    if passages and view not in ("ties", "notes"):
        raise typer.BadParameter("--passages goes with --ties or --notes")
    with _progress(quiet=False) as progress:
        story = _read(book, format, threads, progress)
    if as_json:
        _print_json(shown(story, view, character))
    else:
        print_view(story, view, character, passages=passages)
    _warn_of_corrections(story, book)


@app.command(help=EXPORT_HELP)
def export(
    book: Book,
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help="A format; see above.")],
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="OUT", help="The file, or folder, to write; - for standard output."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace what is there already.")] = False,
    format: Format = None,
    threads: Threads = None,
) -> None:
    """Write what was read in BOOK to another format."""
    from fabula.destinations import book_name, export_destination, is_there_to_read
    from fabula.exports import FORMATS, check_target
    from fabula.exports import export as write_export

    if to not in FORMATS:
        raise typer.BadParameter(f"there is no export to {to!r}; choose one of {', '.join(FORMATS)}")
    to_stdout = output == "-"
    if to_stdout and FORMATS[to].is_folder:
        raise typer.BadParameter(f"{to} is a folder of files: give a folder with -o")
    path = Path(output) if output else export_destination(book, to, FORMATS[to].ending)
    if not to_stdout and is_there_to_read(book):
        check_target(to, path, replace=force)
    with _progress(quiet=False) as progress:
        story = _read(book, format, threads, progress)
    if to_stdout:
        _export_to_stdout(story, to)
    else:
        write_export(story, to, path, book=book_name(book), replace=force)
        sys.stderr.write(f"wrote {path}\n")
    _warn_of_corrections(story, book)


@app.command(help=ASK_HELP)
def ask(
    book: Book,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="A question that begins with who, what, ...")],
    format: Format = None,
    threads: Threads = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answers as one JSON object.")] = False,
) -> None:
    """Answer QUESTION from what was read in BOOK."""
    from fabula.terminal import print_reply

    with _progress(quiet=False) as progress:
        story = _read(book, format, threads, progress)
    reply = story.ask(question)
    if as_json:
        _print_json(reply.to_json())
    else:
        print_reply(reply)
    _warn_of_corrections(story, book)


@app.command(help=CAST_HELP)
def cast(
    book: Book,
    voices: Annotated[
        Path | None, typer.Option("--voices", metavar="VOICES.csv", help="The voices there are, a line each.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT.csv", help="Write the list as CSV as well.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace what is there already.")] = False,
    format: Format = None,
    threads: Threads = None,
) -> None:
    """List who speaks in BOOK."""
    from fabula.casting import propose, read_voices, roles_of
    from fabula.casting.sheet import write_casting
    from fabula.output import check_absent, check_writable
    from fabula.terminal.casting import print_casting

    known = read_voices(voices) if voices else None
    if output is not None:
        if not force:
            check_absent(output)
        check_writable(output)
    with _progress(quiet=False) as progress:
        story = _read(book, format, threads, progress)
    casting = propose(story, known) if known else None
    roles = roles_of(story)
    print_casting(roles, casting)
    if output is not None:
        write_casting(roles, casting, output)
        sys.stderr.write(f"wrote {output}\n")
    _warn_of_corrections(story, book)


@app.command(help=EVALUATE_HELP)
def evaluate(
    task: Annotated[str, typer.Argument(metavar="TASK", help="What to measure.")],
    data: Annotated[list[Path], typer.Argument(metavar="DATA...", help="Corpus files or folders.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as one JSON object.")] = False,
    predictions: Annotated[
        Path | None,
        typer.Option("--predictions", metavar="OUT", help="Save what fabula said, beside the gold, as JSON lines."),
    ] = None,
    given: Annotated[
        str | None,
        typer.Option(
            "--given",
            metavar="GOLD",
            help="Of speakers: quotations, or characters (and quotations), that fabula is then told.",
        ),
    ] = None,
) -> None:
    """Measure TASK on DATA and print the figures."""
    from fabula.evaluation import run_task
    from fabula.output import check_writable
    from fabula.progress import document_progress
    from fabula.terminal import print_table

    if predictions is not None:
        check_writable(predictions)
    with document_progress() as on_document:
        report = run_task(task, data, predictions, on_document, given)
    if as_json:
        _print_json({"task": report.task, **report.figures, "seconds": round(report.seconds, 2)})
    else:
        print_table(report.columns, report.rows, [*report.notes, f"{report.seconds:.1f} seconds"])


@app.command(help=DOCTOR_HELP)
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print it as one JSON object.")] = False,
) -> None:
    """Examine this installation; the exit code is 1 if something is broken."""
    from fabula.doctor import examine
    from fabula.terminal.doctor import print_check

    checks = []
    for check in examine():
        checks.append(check)
        if not as_json:
            print_check(check)
    if as_json:
        _print_json({"checks": [check.to_json() for check in checks]})
    if any(check.state == "fault" for check in checks):
        raise typer.Exit(BROKEN)


def _check_places(book: str, paths: Iterable[Path]) -> None:
    """Find out before a book is read whether its files can be written; a book that is not there comes first."""
    from fabula.destinations import is_there_to_read
    from fabula.output import check_writable

    if is_there_to_read(book):
        for path in paths:
            check_writable(path)


def _progress(quiet: bool) -> AbstractContextManager[StepProgress | None]:
    from fabula.progress import step_progress

    return nullcontext() if quiet else step_progress()


@dataclass(frozen=True)
class _Limits:
    """What a book may take: MB of its file, seconds for each 100 kB, MB of memory (None: what is free)."""

    size: float = 200
    seconds: float = 120
    memory: int | None = None


def _read(
    book: str,
    format: str | None,
    threads: int | None,
    progress: StepProgress | None,
    limits: _Limits = _Limits(),
) -> Story:
    from fabula.reading import read as read_story
    from fabula.reading_limits import limited

    with limited(book, limits.seconds, limits.memory and limits.memory * 1_000_000):
        largest = round(limits.size * 1_000_000)
        return read_story(book, format=format, progress=progress or False, threads=threads, largest=largest)


def _write_page(story: Story, path: Path) -> None:
    from fabula.companion.page import write_page

    write_page(story, path)


def _unsure_quotes(story: Story) -> list[Unsure]:
    from fabula.review import unsure_quotes

    return unsure_quotes(story)


def _write_review(story: Story, unsure: Sequence[Unsure], path: Path) -> None:
    from fabula.review import write_review

    write_review(story, unsure, path)


def _warn_of_corrections(story: Story, book: str) -> None:
    """A story file is not read again, so corrections made since are not in it: say so."""
    from fabula.corrections import is_out_of_date
    from fabula.destinations import STORY_SUFFIX, corrections_path

    if book.casefold().endswith(STORY_SUFFIX) and is_out_of_date(story.provenance, book):
        note = f"note: {corrections_path(book)} has changed since {book} was made: read the book itself to apply it"
        sys.stderr.write(f"{note}\n")


def _export_to_stdout(story: Story, to: str) -> None:
    from fabula.exports import export

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "story")
        export(story, to, path, book="story")
        sys.stdout.buffer.write(path.read_bytes())


def _print_summary(story: Story, outputs: dict[str, str], unsure: Sequence[Unsure] | None, as_json: bool) -> None:
    """Print what was read; the list of unsure quotations comes first, for it is long."""
    from fabula.summary import summary_of
    from fabula.terminal import print_review, print_summary

    summary = summary_of(story, outputs)
    if as_json:
        review = {} if unsure is None else {"review": [one.to_json() for one in unsure]}
        _print_json({**summary.to_json(), **review})
        return
    if unsure is not None:
        print_review(unsure, len(story.quotes))
    print_summary(summary)


def _print_json(facts: dict[str, Any]) -> None:
    print(json.dumps(facts, ensure_ascii=False, indent=2, default=str))


def _complain(message: str) -> int:
    """Say on one line of standard error what is wrong."""
    sys.stderr.write(f"fabula: {' '.join(message.split())}\n")
    return BAD_INPUT


def _hang_up() -> None:
    """Let go of a standard output that takes no more, so that leaving does not try it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report_bug(error: Exception) -> int:
    if os.environ.get("FABULA_DEBUG"):
        traceback.print_exc()
    what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    sys.stderr.write(f"fabula: this is a bug, please report it ({what}); FABULA_DEBUG=1 shows where\n")
    return UNEXPECTED
