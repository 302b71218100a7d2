"""Where the files of ``fabula read`` and ``fabula export`` go: beside the book, or where ``-o`` says."""

from __future__ import annotations

from pathlib import Path

STORY_SUFFIX = ".fabula"
PAGE_SUFFIX = ".html"
REVIEW_SUFFIX = ".review.toml"
CORRECTIONS_SUFFIX = ".corrections.toml"
STANDARD_INPUT = "-"


def destinations(book: str, output: str | None, with_review: bool = False) -> dict[str, Path]:
    """The paths of the outputs of reading ``book``: ``story`` and ``page``, and if wanted ``review``.

    ``output`` is a folder or a base name; a suffix of ours on it is taken off. Reading a ``.fabula`` file to
    beside itself makes the page alone, and a page read to beside itself is not written over.

    >>> {kind: str(path) for kind, path in destinations("books/emma.epub", None).items()}
    {'story': 'books/emma.fabula', 'page': 'books/emma.html'}
    >>> {kind: str(path) for kind, path in destinations("emma.fabula", None).items()}
    {'page': 'emma.html'}
    >>> {kind: str(path) for kind, path in destinations("-", "out/emma").items()}
    {'story': 'out/emma.fabula', 'page': 'out/emma.html'}
    """
    base = _base(book, output)
    paths = {
        "story": base.with_name(base.name + STORY_SUFFIX),
        "page": base.with_name(base.name + PAGE_SUFFIX),
    }
    if paths["story"] == Path(book):
        del paths["story"]
    if paths["page"] == Path(book):
        paths["page"] = base.with_name(base.name + ".fabula" + PAGE_SUFFIX)
    if with_review:
        paths["review"] = base.with_name(base.name + REVIEW_SUFFIX)
    return paths


def corrections_path(book: str | Path) -> Path | None:
    """Where the corrections of ``book`` are looked for: beside it; standard input has none.

    >>> str(corrections_path("books/emma.epub")), corrections_path("-")
    ('books/emma.corrections.toml', None)
    """
    if str(book) == STANDARD_INPUT:
        return None
    return Path(book).parent / (_without_suffix(Path(book)) + CORRECTIONS_SUFFIX)


def export_destination(book: str, format: str, ending: str | None) -> Path:
    """Where an export of ``book`` goes when nothing else is said: beside it; without an ending it is a folder.

    >>> str(export_destination("books/emma.fabula", "json", "json")), str(export_destination("-", "csv", None))
    ('books/emma.json', 'story-csv')
    """
    base = _base(book, None)
    return base.with_name(f"{base.name}-{format}" if ending is None else f"{base.name}.{ending}")


def book_name(book: str) -> str:
    """What files are called after the book: its name without its ending.

    >>> book_name("books/emma.fabula"), book_name("-")
    ('emma', 'story')
    """
    return _base(book, None).name


def is_there_to_read(book: str) -> bool:
    """Whether ``book`` is standard input or a file, so that reading it is not bound to fail at once."""
    try:
        return book == STANDARD_INPUT or (Path(book).exists() and not Path(book).is_dir())
    except OSError:
        return False


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except OSError:
        return False


def _base(book: str, output: str | None) -> Path:
    name = "story" if book == STANDARD_INPUT else _without_suffix(Path(book))
    if output is None:
        return Path(name) if book == STANDARD_INPUT else Path(book).parent / name
    if output.endswith(("/", "\\")) or _is_folder(output):
        return Path(output, name)
    base = Path(output)
    return base.with_suffix("") if base.suffix in (STORY_SUFFIX, PAGE_SUFFIX) else base


def _without_suffix(book: Path) -> str:
    return book.stem or "story"
