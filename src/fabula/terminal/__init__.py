"""How the command's answers look in a terminal: under 80 columns, colour only where there is a screen."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from textwrap import wrap
from typing import IO

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from fabula.questions.answer import Answer, Reply
from fabula.review import Unsure
from fabula.summary import ContentNote, Part, Summary
from fabula.timeline import Timeline

WIDTH = 79
NAME_WIDTH = 24
NAMES_WIDTH = 30
PRONOUNS_WIDTH = 9
LINES_WIDTH = 6
GAP = 2
LABEL_WIDTH = 15
NOTES_SHOWN = 3
REVIEW_WIDTH = 74
TIMELINE_WIDTH = 38
PASSAGE_WIDTH = 74
AROUND_MARKS = 200  # characters of a passage that are shown on either side of its marks


def console_for(file: IO[str] | None = None) -> Console:
    """A console on ``file`` (standard output by default), no wider than 79 columns."""
    console = Console(file=file or sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=False)
    console.width = min(console.width, WIDTH) if console.is_terminal else WIDTH
    return console


def print_summary(summary: Summary, console: Console | None = None) -> None:
    """Print the summary of a story: its title, its cast, who tells it, and where its files are."""
    console = console or console_for()
    console.print()
    console.print(_line(shorten(summary.title, WIDTH - 1), "bold"))
    if summary.author:
        console.print(_line(shorten(f"by {summary.author}", WIDTH - 1), "italic"))
    console.print()
    console.print(_line(_size(summary)))
    console.print(_line(shorten(_telling(summary), WIDTH - 1)))
    if summary.characters:
        console.print()
        for line in _cast_lines(summary.characters):
            console.print(line)
        console.print(_line(_rest_of_cast(summary), "dim"))
    _print_content(summary, console)
    _print_problems(summary, console)
    _print_corrections(summary, console)
    _print_outputs(summary, console)


def print_review(unsure: Sequence[Unsure], n_quotes: int, console: Console | None = None) -> None:
    """Print the quotations whose speaker is not sure, by chapter, each with those who may say it."""
    console = console or console_for()
    chapter = ""
    for one in unsure:
        console.print()
        if one.chapter != chapter:
            chapter = one.chapter
            console.print(_line(shorten(chapter, WIDTH - 1), "bold"))
            console.print()
        before = printable(one.before)
        console.print(_line(f"… {before[-REVIEW_WIDTH:]}", "dim"))
        console.print(_line(f"  {shorten(one.text, REVIEW_WIDTH)}"))
        shares = [f"{shorten(who.name, NAMES_WIDTH)} {who.confidence:.2f}" for who in one.candidates]
        console.print(_line(f"    {' · '.join(shares) or 'nobody found'}", "bold"))
    console.print()
    console.print(_line(f"{len(unsure):,} of {counted(n_quotes, 'quotation')} with an unsure speaker"))


def print_timeline(timeline: Timeline, console: Console | None = None) -> None:
    """Print the scenes in the order of the telling and, beside it, of the world; numbers are of the telling."""
    console = console or console_for()
    console.print()
    console.print(_line(shorten(timeline.title, WIDTH - 1), "bold"))
    console.print()
    console.print(_line(set_cell_size("as it is told", TIMELINE_WIDTH + GAP) + "as it happened", "dim"))
    digits = len(str(len(timeline.told)))
    for told, happened in zip(timeline.told, timeline.happened, strict=True):
        sides = [f"{moment.number:>{digits}} {moment.label}" for moment in (told, happened)]
        left, right = (shorten(side, TIMELINE_WIDTH) for side in sides)
        console.print(Text(" ").append(set_cell_size(left, TIMELINE_WIDTH + GAP)).append(right))
    console.print()
    if not timeline.is_known_otherwise:
        console.print(_line("nothing is known to happen in another order than it is told", "dim"))


def print_reply(reply: Reply, console: Console | None = None) -> None:
    """Print the answers to a question: each with its passage, the words that show it marked, and how it stands."""
    console = console or console_for()
    console.print()
    for answer in reply.answers:
        console.print(_line(shorten(answer.text, WIDTH - 1), "bold"))
        for line in _passage(answer).wrap(console, PASSAGE_WIDTH):
            line.rstrip()
            console.print(Text("   ").append_text(line))
        about = [printable(answer.chapter), *answer.remarks]
        console.print(_line(f"  {shorten(' · '.join(part for part in about if part), PASSAGE_WIDTH)}", "dim"))
        console.print()
    if not reply:
        console.print(_line("The story does not say."))
    for name in reply.missing:
        console.print(_line(shorten(f"nobody and nothing in it is called {name}", WIDTH - 1), "dim"))
    if reply.n_found > len(reply.answers):
        console.print(_line(f"and {counted(reply.n_found - len(reply.answers), 'other answer')}", "dim"))
    if not reply or reply.n_found > len(reply.answers):
        console.print()


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[str] = ()) -> None:
    """Print a table of figures: the first column is text, the others are numbers."""
    console = console_for()
    cells = [[printable(cell) for cell in row] for row in [columns, *rows]]
    widths = [max(cell_len(row[place]) for row in cells) for place in range(len(columns))]
    gap = " " * (GAP if sum(widths) + GAP * len(widths) < WIDTH else 1)
    console.print()
    for number, row in enumerate(cells):
        first = set_cell_size(row[0], widths[0])
        figures = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        console.print(_line(gap.join([first, *figures]), "" if number else "dim"), soft_wrap=True)
    for note in notes:
        console.print(_line(note, "dim"))


def shorten(text: str, width: int) -> str:
    """``text`` on one line and no wider than ``width`` columns, with an ellipsis where it is cut.

    >>> shorten("Alexander Lightwood", 10)
    'Alexander…'
    >>> shorten("源氏物語", 7)
    '源氏物…'
    """
    text = printable(text)
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…"


def join_names(names: Sequence[str], width: int) -> str:
    """As many whole names as fit into ``width`` columns, with an ellipsis where there are more.

    >>> join_names(["Mrs. Bennet", "Mamma", "my good lady"], 22)
    'Mrs. Bennet, Mamma, …'
    """
    joined = ", ".join(names)
    shown = len(names)
    while shown > 1 and cell_len(joined) > width:
        shown -= 1
        joined = ", ".join([*names[:shown], "…"])
    return shorten(joined, width)


def printable(text: str) -> str:
    """``text`` with white space made single and characters that move the cursor or set no mark left out."""
    kept = (char if char.isprintable() else " " for char in text if char.isprintable() or char.isspace())
    return " ".join("".join(kept).split())


def counted(number: int, thing: str) -> str:
    """A number and what it counts.

    >>> counted(1, "chapter"), counted(1204, "word")
    ('1 chapter', '1,204 words')
    """
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def _passage(answer: Answer) -> Text:
    """The words of a passage on one line, its marks in bold; what is far from them is left out."""
    first = min((start for start, _ in answer.marks), default=answer.start)
    last = max((end for _, end in answer.marks), default=answer.end)
    low, high = max(answer.start, first - AROUND_MARKS), min(answer.end, last + AROUND_MARKS)
    bounds = sorted({low, high, *(edge for mark in answer.marks for edge in mark if low <= edge <= high)})
    shown = Text("… " if low > answer.start else "")
    for start, end in pairwise(bounds):
        piece = answer.passage[start - answer.start : end - answer.start]
        is_marked = any(mark_start <= start and end <= mark_end for mark_start, mark_end in answer.marks)
        gap_before, gap_after = (" " if edge.isspace() else "" for edge in (piece[:1], piece[-1:]))
        words = printable(piece)
        shown.append(f"{gap_before}{words}{gap_after}" if words else gap_after, style="bold" if is_marked else "")
    return shown.append(" …" if high < answer.end else "")


def _line(text: str, style: str = "") -> Text:
    return Text(" " + text, style=style)


def _size(summary: Summary) -> str:
    lines = f"{counted(summary.lines, 'line')} spoken"
    if summary.lines_with_speaker < summary.lines:
        lines += f", {summary.lines_with_speaker:,} with a speaker"
    return f"{counted(summary.words, 'word')} · {counted(summary.chapters, 'chapter')} · {lines}"


def _telling(summary: Summary) -> str:
    if not summary.person:
        return "who tells it is not clear"
    telling = f"told in the {summary.person} person"
    if not summary.narrators:
        return f"{telling} by somebody without a name" if summary.person == "first" else telling
    names = [shorten(name, NAME_WIDTH) for name in summary.narrators]
    return f"{telling} by {join_names(names, WIDTH - 5 - len(telling))}"


def _cast_lines(parts: Sequence[Part]) -> Iterator[Text]:
    """A line for each main character, under a line of headings."""
    yield _columns("character", "also called", "pronouns", "lines", style="dim")
    for part in parts:
        spoken = f"{part.lines:,}" if part.lines else "–"
        yield _columns(
            part.name, join_names(_other_names(part), NAMES_WIDTH), part.pronouns or "", spoken, name_style="bold"
        )


def _other_names(part: Part) -> list[str]:
    """The forms of a name beside the one shown; "the King" and "King" are one form."""
    forms = {part.name.casefold().removeprefix("the "): part.name}
    for name in part.names:
        forms.setdefault(name.casefold().removeprefix("the "), name)
    return list(forms.values())[1:]


def _columns(name: str, others: str, pronouns: str, lines: str, style: str = "", name_style: str = "") -> Text:
    line = Text(" ", style=style)
    line.append(set_cell_size(shorten(name, NAME_WIDTH), NAME_WIDTH + GAP), style=name_style)
    line.append(set_cell_size(shorten(others, NAMES_WIDTH), NAMES_WIDTH + GAP))
    line.append(set_cell_size(shorten(pronouns, PRONOUNS_WIDTH), PRONOUNS_WIDTH + GAP))
    return line.append(f"{lines:>{LINES_WIDTH}}")


def _rest_of_cast(summary: Summary) -> str:
    rest = summary.n_characters - len(summary.characters)
    return f"and {counted(rest, 'more character')}" if rest else "nobody else"


def _print_content(summary: Summary, console: Console) -> None:
    """Print the tags of the main ties, and soberly what a reader may want to know of first."""
    notes = [
        f"{note.kind} {note.passages:,}" + (f" ({note.actual:,} actual)" if note.actual else "")
        for note in summary.notes
    ]
    if summary.tags or notes:
        console.print()
    for label, parts in (("ties", summary.tags), ("content notes", notes)):
        if parts:
            line = _line(set_cell_size(label, LABEL_WIDTH), "dim")
            console.print(line.append(join_names(parts, WIDTH - LABEL_WIDTH - 1), style="not dim"))


def _content_note(note: ContentNote) -> str:
    actual = f" ({note.actual:,} actual)" if note.actual else ""
    return f"{note.kind} {note.passages:,}{actual}"


def _print_problems(summary: Summary, console: Console) -> None:
    shown = summary.problems[:NOTES_SHOWN]
    if shown:
        console.print()
    for message, times in shown:
        often = f" ({times:,} times)" if times > 1 else ""
        console.print(_line(shorten(f"note: {message}", WIDTH - 1 - len(often)) + often, "yellow"))
    if len(summary.problems) > NOTES_SHOWN:
        more = len(summary.problems) - NOTES_SHOWN
        console.print(_line(f"and {counted(more, 'other kind')} of note, in the story's problems", "yellow"))


def _print_corrections(summary: Summary, console: Console) -> None:
    """Print how many corrections were applied, and uncut which were not, for these wait for somebody."""
    known = summary.corrections
    if known is None:
        return
    applied = known.given - len(known.misfits)
    console.print()
    console.print(
        _line(shorten(f"{applied:,} of {counted(known.given, 'correction')} applied: {known.file}", WIDTH - 1))
    )
    for misfit in known.misfits:
        for number, line in enumerate(wrap(printable(misfit), WIDTH - 5)):
            console.print(_line(("  " if number == 0 else "    ") + line, "yellow"))


def _print_outputs(summary: Summary, console: Console) -> None:
    """Print where the files are, uncut: a path is there to be copied."""
    if summary.outputs:
        console.print()
    for number, path in enumerate(summary.outputs.values()):
        label = "wrote  " if number == 0 else "       "
        console.print(Text(f" {label}", style="dim").append(printable(path), style="not dim"), soft_wrap=True)
    console.print()
