"""The book again as EPUB 3, with a cast list, the speaker of each quotation, and a list of its scenes.

    cover.xhtml      title and author; cover.svg
    cast.xhtml       everybody: names, pronouns, lines, where first seen
    chapter-N.xhtml  the text: span.said with data-speaker (a name) and data-entity (of the cast); what is not story is
                     left out
    scenes.xhtml     how each begins, place, time, who is there
    nav.xhtml        contents, in which a chapter without a heading has no line, and landmarks

A name before each quotation is made by the style sheet and can be hidden there: it is no text. Read again by fabula the
book has the same chapters, for the cast and the scenes are marked as an index. Source: EPUB 3.3, W3C Recommendation.
"""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from fabula.exports.epub.chapters import Chapters, file_name
from fabula.exports.epub.companion import cast_page, cover_image, cover_page, scenes_page
from fabula.exports.epub.package import CONTAINER, STYLE, language_of, navigation_page, package_document
from fabula.output import atomic_write
from fabula.story import Story

PAGE = "application/xhtml+xml"


def write_epub(story: Story, path: str | Path) -> None:
    """Write the book to ``path``.

    Raises  CannotWrite (O01), DiskFull (O02); nothing is left half-written.
    """
    with atomic_write(Path(path)) as file, ZipFile(file, "w") as archive:
        archive.writestr(_entry("mimetype", ZIP_STORED), b"application/epub+zip")
        archive.writestr(_entry("META-INF/container.xml"), CONTAINER)
        for name, content in epub_files(story).items():
            archive.writestr(_entry(f"EPUB/{name}"), content)


def epub_files(story: Story) -> dict[str, bytes]:
    """The files of the book's folder, by name."""
    language = language_of(story)
    chapters = Chapters(story, language)
    pages = dict(chapters.pages())
    entries = [("Cast", "cast.xhtml")]
    entries += [(chapters.label(number), file_name(number)) for number in chapters.numbers if chapters.titles[number]]
    entries += [("Scenes", "scenes.xhtml")]
    landmarks = [("cover", "Cover", "cover.xhtml")]
    landmarks += [("bodymatter", "The story", name) for name in list(pages)[:1]]
    files = {
        "nav.xhtml": navigation_page(story, entries, landmarks, language),
        "style.css": STYLE,
        "cover.svg": cover_image(story),
        "cover.xhtml": cover_page(story, language),
        "cast.xhtml": cast_page(story, chapters, language),
        **pages,
        "scenes.xhtml": scenes_page(story, chapters, language),
    }
    types = {"style.css": "text/css", "cover.svg": "image/svg+xml"}
    properties = {"nav.xhtml": "nav", "cover.svg": "cover-image"}
    items = [(name, types.get(name, PAGE), properties.get(name, "")) for name in files]
    spine = [name for name, type, _ in items if type == PAGE and name != "nav.xhtml"]
    return {"package.opf": package_document(story, items, spine), **files}


def _entry(name: str, method: int = ZIP_DEFLATED) -> ZipInfo:
    """A file of the archive without a time of its own: the same story gives the same bytes."""
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = method
    entry.external_attr = 0o644 << 16
    return entry
