"""Saved pages of the sites that we know: their story, what surrounds it, and what they say of the work."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.sources import Document, open_document
from fabula.sources.page import count_of

PAGES = Path(__file__).parent / "pages"


def marked(document: Document, kind: str) -> list[str]:
    return [document.text[piece.start : piece.end] for piece in document.furniture if piece.kind == kind]


def titles(document: Document) -> list[str]:
    return [chapter.title for chapter in document.chapters]


def story(document: Document) -> str:
    """The text without furniture and headings."""
    kept, position = [], 0
    spans = [(piece.start, piece.end) for piece in document.furniture]
    spans += [(chapter.start, chapter.heading_end) for chapter in document.chapters]
    for start, end in sorted(spans):
        kept.append(document.text[position : max(start, position)])
        position = max(position, end)
    return "".join([*kept, document.text[position:]])


@pytest.fixture(scope="module")
def ao3_work() -> Document:
    return open_document(PAGES / "ao3_work.html")


@pytest.fixture(scope="module")
def ao3_download() -> Document:
    return open_document(PAGES / "ao3_download.html")


@pytest.fixture(scope="module")
def wattpad() -> Document:
    return open_document(PAGES / "wattpad_part.html")


@pytest.fixture(scope="module")
def fanfiction_net() -> Document:
    return open_document(PAGES / "fanfiction_net_chapter.html")


@pytest.fixture(scope="module")
def royal_road() -> Document:
    return open_document(PAGES / "royal_road_chapter.html")


def test_a_work_on_ao3_has_its_chapters(ao3_work: Document) -> None:
    assert titles(ao3_work) == ["Chapter 1: The Attic", "Chapter 2: The Lamp"]
    assert "“That,” said Nell, “is not ours.”\n\nThen whose is it? Ada thought.\n\n* * *\n\nIn the" in ao3_work.text


def test_notes_and_summaries_on_ao3_are_notes(ao3_work: Document) -> None:
    notes = "\n".join(marked(ao3_work, "note"))
    for note in (
        "Ada finds a key",
        "For everyone who asked",
        "Sorry that it took",
        "More on Sunday!",
        "Thank you for coming",
    ):
        assert note in notes
    assert "More on Sunday" not in story(ao3_work)
    assert "It was never locked" in story(ao3_work)


def test_ao3_around_the_work_is_left_out(ao3_work: Document) -> None:
    for word in ("kudos", "Main Content", "Chapter Text", "Entire Work", "Slow Burn"):
        assert word not in ao3_work.text


def test_what_ao3_says_of_a_work(ao3_work: Document) -> None:
    found = ao3_work.metadata
    assert (found.title, found.author, found.language) == ("The Lost Key", "saltandpaper", "English")
    assert (found.rating, found.warnings) == ("Teen And Up Audiences", ("No Archive Warnings Apply",))
    assert found.categories == ("F/F", "Gen")
    assert found.fandoms == ("The Lamp House Chronicles - Tess Morrow",)
    assert found.relationships == ("Ada Finch/Nell Hart", "Ada Finch & Tom Finch")
    assert found.characters == ("Ada Finch", "Nell Hart")
    assert found.tags == ("Slow Burn", "Lighthouses")
    assert found.summary == "Ada finds a key that fits no door in the house."
    assert (found.status, found.published) == ("Complete", "2021-03-04")
    assert (found.reads, found.votes, found.comments) == (12345, 1204, 17)


def test_a_thought_on_ao3_keeps_its_emphasis(ao3_work: Document) -> None:
    assert [ao3_work.text[start:end] for start, end in ao3_work.emphasis] == ["Then whose is it?"]


def test_a_download_from_ao3_has_its_chapters(ao3_download: Document) -> None:
    assert titles(ao3_download) == ["The Attic", "The Lamp"]
    assert (
        story(ao3_download).split()
        == (
            "Ada Finch had been in the attic for an hour before she found the key. It was small and black, and it lay "
            "under the window where nobody had looked. “That,” said Nell, “is not ours.” The lighthouse stood at the "
            "end of the road, and its door was open."
        ).split()
    )


def test_what_a_download_from_ao3_says_of_the_work(ao3_download: Document) -> None:
    found = ao3_download.metadata
    assert (found.title, found.author, found.rating) == ("The Lost Key", "saltandpaper", "Teen And Up Audiences")
    assert found.url == "http://archiveofourown.org/works/1234567"
    assert found.tags == ("Slow Burn", "Lighthouses")
    assert found.summary == "Ada finds a key that fits no door in the house."
    assert (found.status, found.published) == ("In progress", "2021-03-04")


def test_a_part_on_wattpad(wattpad: Document) -> None:
    assert titles(wattpad) == ["The Attic"]
    assert wattpad.text == (
        "The Attic\n\nAda Finch had been in the attic for an hour before she found the key. It was small and black."
        '\n\n"That," said Nell, "is not ours."\n\n'
        "Then whose is it? Ada thought, and put it in the pocket of her coat."
    )


def test_what_wattpad_says_of_a_story(wattpad: Document) -> None:
    found = wattpad.metadata
    assert (found.title, found.author) == ("The Lost Key", "saltandpaper")
    assert (found.reads, found.votes, found.comments) == (2300, 87, 12)
    assert found.tags == ("lighthouse", "slowburn")


def test_a_chapter_on_fanfiction_net(fanfiction_net: Document) -> None:
    assert titles(fanfiction_net) == ["The Lamp"]
    assert marked(fanfiction_net, "note") == ["A/N: I don't own the Lamp House, sadly. Please review!"]
    assert fanfiction_net.text.endswith('"It was never locked," said Tom.')


def test_what_fanfiction_net_says_of_a_story(fanfiction_net: Document) -> None:
    found = fanfiction_net.metadata
    assert (found.title, found.author, found.language) == ("The Lost Key", "saltandpaper", "English")
    assert (found.rating, found.status, found.published) == ("Fiction T", "Complete", "Mar 4, 2021")
    assert found.fandoms == ("Lamp House",)
    assert found.characters == ("Ada F.", "Nell H.", "Tom F.")
    assert found.relationships == ("Ada F./Nell H.",)
    assert found.categories == ("Mystery", "Romance")
    assert (found.votes, found.comments) == (1204, 17)
    assert found.url == "https://www.fanfiction.net/s/1234567/2/The-Lost-Key"


def test_a_chapter_on_royal_road_has_no_hidden_sentences(royal_road: Document) -> None:
    assert titles(royal_road) == ["Chapter 2: The Lamp"]
    assert "without authorization" not in royal_road.text
    assert "A comment by a reader" not in royal_road.text
    assert marked(royal_road, "note") == [
        "A note from saltandpaper\n\nThe next chapters are on my page.", "See you on Friday.",
    ]  # fmt: skip
    assert (royal_road.metadata.title, royal_road.metadata.author) == ("The Lost Key", "saltandpaper")


@pytest.mark.parametrize(
    ("shown", "count"),
    [("2.3K", 2300), ("12,345 reads", 12345), ("1.2M", 1_200_000), ("87", 87), ("none", None), (None, None)],
)
def test_counts_are_read_as_they_are_shown(shown: str | None, count: int | None) -> None:
    assert count_of(shown) == count
