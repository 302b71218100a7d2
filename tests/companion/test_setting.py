"""How the text is set: marks that nest, blocks that lose nothing, italics, verse, headings."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from fabula.companion.blocks import sections
from fabula.companion.cast import portraits
from fabula.companion.figures import figures_of
from fabula.companion.headings import calm, split_heading
from fabula.companion.marks import disjoint, segments
from fabula.companion.page import render_page, write_page
from fabula.errors import CannotWrite
from fabula.schema import TABLES, empty_table, table_of, with_columns
from fabula.sources.document import Metadata
from fabula.story import Story
from fabula.testing import tiny_story


def page_of(text: str) -> str:
    """The page of a text without people, one paragraph for each stretch between blank lines."""
    spans = [found.span() for found in re.finditer(r"\S(?:(?!\n\n).)*\S", text, re.S)]
    starts, ends = zip(*spans, strict=True)
    tables = {name: empty_table(name) for name in TABLES}
    tables["chapters"] = table_of("chapters", {"start": [0], "end": [len(text)], "title": [""], "heading_end": [0]})
    paragraphs = {"start": starts, "end": ends, "chapter": [0] * len(starts), "kind": ["prose"] * len(starts)}
    tables["paragraphs"] = table_of("paragraphs", paragraphs)
    return render_page(Story(text, tables))


def as_set(page: str) -> str:
    """A page as a browser sets it: white space as one space, comments left out."""
    return " ".join(page.replace("<!---->", "").split())


def test_the_first_and_longest_of_overlapping_spans_wins() -> None:
    assert disjoint([(4, 9, 1), (0, 5, 0), (5, 7, 2), (0, 3, 3)]) == [(0, 5, 0), (5, 7, 2)]


def test_segments_tile_their_stretch_whatever_the_layers() -> None:
    layers = [[(0, 7, 1)], [(5, 30, 2)], [(2, 3, 3), (8, 12, 4)]]
    cut = list(segments(1, 10, layers))
    assert [piece[:2] for piece in cut] == [(1, 2), (2, 3), (3, 5), (5, 7), (7, 8), (8, 10)]
    assert cut[3][2] == (1, 2, -1)
    assert cut[5][2] == (-1, 2, 4)


def test_the_blocks_of_a_story_hold_every_visible_letter_once() -> None:
    story = tiny_story()
    held = ""
    for section in sections(story):
        held += section.title + "".join(story.text[block.start : block.end] for block in section.blocks)
    assert "".join(held.split()) == "".join(story.text.split())


def test_what_stands_before_a_heading_is_shown_and_the_heading_only_once() -> None:
    text = "2.3K 87 12\n\nCHAPTER I.\nThe Sea\n\nA dedication.\n\nIt rained."
    tables = {name: empty_table(name) for name in TABLES}
    chapter = {"start": [0], "end": [len(text)], "title": ["CHAPTER I. The Sea"], "heading_end": [text.index("It")]}
    tables["chapters"] = table_of("chapters", chapter)
    tables["furniture"] = table_of("furniture", {"start": [0], "end": [10], "kind": ["counter"]})
    starts = [text.index(word) for word in ("CHAPTER", "A ded", "It")]
    ends = [text.index(word) + len(word) for word in ("Sea", "dedication.", "rained.")]
    kinds = ["heading", "heading", "prose"]
    paragraphs = {"start": starts, "end": ends, "chapter": [0] * 3, "kind": kinds}
    tables["paragraphs"] = table_of("paragraphs", paragraphs)
    blocks = sections(Story(text, tables))[0].blocks
    assert [text[block.start : block.end] for block in blocks] == ["2.3K 87 12", "A dedication.", "It rained."]


def test_furniture_is_shown_as_what_it_is_and_outside_the_story() -> None:
    page = render_page(tiny_story())
    assert '<aside class=f aria-label="Not story: site counters">' in page
    assert "412 39 7" in page
    assert "away from the rocks.</p>" in page


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("It was _very_ late.", "It was <em>very</em> late."),
        ("It was *very* late.", "It was <em>very</em> late."),
        ("_Two\nlines_ of it.", "<em>Two lines</em> of it."),
        ("snake_case_name stays", "snake_case_name stays"),
        ("2 * 3 * 4 stays", "2 * 3 * 4 stays"),
        ("a lone _ stays", "a lone _ stays"),
        ("_<b>_ is text", "<em>&lt;b&gt;</em> is text"),
    ],
)
def test_underscores_and_stars_round_a_phrase_are_italics(written: str, shown: str) -> None:
    assert f"<p id=o0>{shown}</p>" in as_set(page_of(written))


def test_wrapped_prose_is_joined_and_verse_keeps_its_lines() -> None:
    prose = "It was a long wet evening on the hill and nobody came to the door of\nthe house until the lamp was lit."
    page = as_set(page_of(f"{prose}\n\nThe lamp is out,\nThe ships are late.\n\n{prose}"))
    assert "door of the house" in page
    assert "class=verse>The lamp is out,<br> The ships are late.</p>" in page


@pytest.mark.parametrize(
    ("heading", "number", "name"),
    [
        ("CHAPTER I", "CHAPTER I", ""),
        ("Chapter 12: The Sea", "Chapter 12", "The Sea"),
        ("XIV. Night", "XIV", "Night"),
        ("I Am Born", "", "I Am Born"),
        ("3", "3", ""),
        ("Civil Wars", "", "Civil Wars"),
        ("", "", ""),
    ],
)
def test_a_heading_is_a_number_and_a_name(heading: str, number: str, name: str) -> None:
    assert split_heading(heading) == (number, name)


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("CHAPTER XIII: “I AM COLIN”", "Chapter XIII: “I Am Colin”"),
        ("THE END", "The End"),
        ("The End", "The End"),
        ("CHAPTER 2. O’BRIEN AND THE SEA", "Chapter 2. O’brien and the Sea"),
    ],
)
def test_headings_do_not_shout(heading: str, shown: str) -> None:
    assert calm(heading) == shown


def test_portraits_count_lines_words_and_chapters() -> None:
    story = tiny_story()
    cast = {portrait.name: portrait for portrait in portraits(story, sections(story))}
    ada = cast["Ada Finch"]
    assert (ada.n_lines, ada.n_thoughts, ada.n_words, ada.n_mentions) == (3, 1, 18, 11)
    assert ada.strip == (10, 1, 4)
    assert (ada.first_chapter, ada.n_chapters) == (0, 3)
    assert cast["Mrs. Bell"].first_chapter == 1
    assert len({portrait.slot for portrait in cast.values()}) == 6


def test_a_guessed_speaker_is_marked_as_a_guess() -> None:
    story = tiny_story()
    quotes = with_columns("quotes", story.tables["quotes"], {"speaker_confidence": [0.4] + [0.5] * 13})
    page = render_page(Story(story.text, {**story.tables, "quotes": quotes}))
    assert '<q id=q0 class="c0 u l">' in page
    assert '<q id=q1 class="c1 l">' in page


def test_a_work_with_several_narrators_says_who_tells_each_chapter() -> None:
    story = tiny_story()
    told = {"narrator": [0, 1, None], "narrator_confidence": [0.9, 0.9, None], "narrator_by": ["rule", "rule", None]}
    narration = with_columns("narration", story.tables["narration"], told)
    page = render_page(Story(story.text, {**story.tables, "narration": narration}))
    assert page.count("told by <bdi>") == 2
    assert "told by <bdi>Tom</bdi>" in page
    assert "told by <bdi>" not in render_page(story)


def test_a_work_of_a_thousand_chapters_has_strips_that_fit_a_line() -> None:
    story = tiny_story()
    chapters = [replace(sections(story)[0], number=number, start=number) for number in range(1000)]
    ada = next(portrait for portrait in portraits(story, chapters) if portrait.name == "Ada Finch")
    assert len(ada.strip) == 120
    assert sum(ada.strip) == 15
    assert ada.first_chapter == 38


def test_the_page_says_what_the_source_says_of_the_work() -> None:
    story = tiny_story()
    metadata = Metadata(title="Tide", rating="Teen", tags=("Sea", "<b>"), reads=12345, summary="A lamp.\nA ship.")
    page = render_page(Story(story.text, story.tables, metadata))
    assert "About this work" in page
    assert "<dt>Tags</dt><dd><bdi>Sea, &lt;b&gt;</bdi></dd>" in page
    assert "12,345" in page
    assert "About this work" not in render_page(story)


def test_the_page_says_what_was_odd_and_how_often() -> None:
    story = tiny_story()
    odd = {"start": [0, 1], "end": [2, 3], "code": ["Q02"] * 2, "step": ["quotes"] * 2, "message": ["an odd mark"] * 2}
    page = render_page(Story(story.text, {**story.tables, "problems": table_of("problems", odd)}))
    assert "an odd mark (2 times)" in page


def test_the_figures_count_the_work() -> None:
    story = tiny_story()
    figures = figures_of(story, sections(story))
    assert figures.n_words == story.n_words
    assert figures.n_chapters == 3
    assert 0.25 < figures.share_spoken < 0.35
    assert figures.teller == "in the third person"


def test_a_page_has_a_way_back_where_it_is_shown_in_a_place() -> None:
    page = render_page(tiny_story(), back=("/?q=<b>", "Library"))
    assert '<a class="back" href="/?q=&lt;b&gt;">‹ Library</a>' in page
    assert 'class="back"' not in render_page(tiny_story())


def test_a_page_that_cannot_be_written_says_so(tmp_path: Any) -> None:
    with pytest.raises(CannotWrite):
        write_page(tiny_story(), tmp_path / "missing" / "page.html")


def long_story(times: int) -> Story:
    """The tiny story over and over, in fifty chapters of one cast."""
    story = tiny_story()
    sizes = {name: len(table) for name, table in story.tables.items()}
    tables = {}
    for name, schema in TABLES.items():
        columns = {}
        for column in schema:
            values = story.tables[name][column.name].to_pylist()
            step = sizes[column.key_of] if column.key_of not in (None, "entities") else 0
            if column.name in ("start", "end", "heading_end") or "_evidence_" in column.name:
                step = len(story.text)
            columns[column.name] = [
                value + step * turn if step and value is not None else value
                for turn in range(1 if name in ("entities", "entity_names") else times)
                for value in values
            ]
        tables[name] = columns
    size, n_chapters = len(story.text) * times, 50
    starts = [len(story.text) * (times * number // n_chapters) for number in range(n_chapters)]
    titles = [f"Chapter {number + 1}" for number in range(n_chapters)]
    tables["chapters"] = {"start": starts, "end": [*starts[1:], size], "title": titles, "heading_end": starts}
    tables["paragraphs"]["chapter"] = [0] * len(tables["paragraphs"]["start"])
    return Story(story.text * times, {name: table_of(name, columns) for name, columns in tables.items()})


def test_a_novel_of_two_hundred_thousand_words_opens_in_under_two_seconds(open_page: Callable[..., Any]) -> None:
    story = long_story(750)
    assert story.n_words > 200_000
    page = open_page(story)
    timing = page.evaluate(
        "[performance.getEntriesByType('navigation')[0].loadEventEnd,"
        " performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0]"
    )
    assert max(timing) < 2000
