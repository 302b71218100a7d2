"""Reading a corpus file as text, with errors that name the file."""

from __future__ import annotations

from pathlib import Path

from fabula.errors import BadCorpus


def read_corpus_text(path: Path) -> str:
    """The text of a UTF-8 file, its line ends as they are.

    Raises  BadCorpus (D01): no such file, or not UTF-8
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except UnicodeDecodeError as error:
        raise BadCorpus(f"{path}: not UTF-8 at byte {error.start}; is it the corpus's own file?") from error
    except OSError as error:
        raise BadCorpus(f"{path}: {error.strerror or error}; give the path of a corpus file or folder") from error
