"""fabula reads fiction and gives back the world the text describes.

    story = fabula.read("book.epub")
    for quote in story.quotes:
        print(quote.speaker, quote.text)

Importing this module loads neither spaCy nor Arrow: names are fetched when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from fabula import errors

if TYPE_CHECKING:
    from fabula.library import Library
    from fabula.reading import load, read, read_text
    from fabula.story import Character, Quote, Story

__version__ = "0.1.0"

__all__ = ["Character", "Library", "Quote", "Story", "__version__", "errors", "load", "read", "read_text"]

_HOME = {
    "Character": "fabula.story",
    "Library": "fabula.library",
    "Quote": "fabula.story",
    "Story": "fabula.story",
    "load": "fabula.reading",
    "read": "fabula.reading",
    "read_text": "fabula.reading",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'fabula' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
