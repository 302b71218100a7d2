"""The library: many stories in one SQLite file, and search over them; docs/library.md describes its tables."""

from fabula.library.adding import Added
from fabula.library.correcting import Correction
from fabula.library.library import Library
from fabula.library.outline import Outline
from fabula.library.search import Count, Found
from fabula.library.shelf import Entry

__all__ = ["Added", "Correction", "Count", "Entry", "Found", "Library", "Outline"]
