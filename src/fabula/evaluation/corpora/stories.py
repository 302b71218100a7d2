"""Short stories with what a reader says of their dialogue: NAME.toml beside NAME.txt (tests/stories/README.md)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.pdnc import NARRATOR, GoldQuote, PdncNovel, casefolded
from fabula.evaluation.corpora.text import read_corpus_text

MARKS = "\"“”'‘’«»*_—–- \t\n"


@dataclass(frozen=True)
class Stretch:
    """One marked stretch of direct speech, as a reader sees it; ``position`` is after its opening mark."""

    position: int
    starts: str
    kind: str
    speaker: str | None
    addressees: tuple[str, ...]
    mode: str | None
    continues: bool


@dataclass(frozen=True)
class GoldStory:
    """What a reader says of a story; ``names``: each character with the forms of their name."""

    path: Path
    text: str
    narrator: str | None
    names: Mapping[str, Sequence[str]]
    stretches: tuple[Stretch, ...]
    is_apart: bool

    def character_called(self, name: str) -> str | None:
        """The character one of whose forms is ``name``."""
        folded = name.casefold().removeprefix("the ")
        return next(
            (
                character
                for character, forms in self.names.items()
                if folded in {form.casefold().removeprefix("the ") for form in [character, *forms]}
            ),
            None,
        )

    def as_novel(self) -> PdncNovel:
        """The same as the Project Dialogism Novel Corpus has its novels, as far as speakers are told."""
        aliases = {
            name: frozenset(casefolded(form) for form in (name, *forms))
            | (NARRATOR if name == self.narrator else set())
            for name, forms in self.names.items()
        }
        quotes = tuple(
            GoldQuote(str(row), "", ((one.position, one.position + len(one.starts)),), one.speaker, one.addressees, "")
            for row, one in enumerate(self.stretches)
            if one.speaker is not None
        )
        return PdncNovel(self.path.stem, self.path, self.text, aliases, {}, quotes)


def read_gold_story(path: Path) -> GoldStory:
    """The story annotated in the TOML file at ``path``, with its text from the ``.txt`` beside it.

    Raises  BadCorpus (D01): a missing file, not TOML, a missing key, words that are not in the text in their order
    """
    text = read_corpus_text(path.with_suffix(".txt"))
    try:
        facts = tomllib.loads(read_corpus_text(path))
        stretches = tuple(_stretches(text, facts["quote"]))
        return GoldStory(
            path.with_suffix(".txt"),
            text,
            facts.get("narrator"),
            facts["characters"],
            stretches,
            facts.get("apart", False),
        )
    except tomllib.TOMLDecodeError as error:
        raise BadCorpus(f"{path}: this is not TOML ({error}); put it right") from error
    except KeyError as error:
        raise BadCorpus(f"{path}: an entry or the file has no {error}; add it") from error
    except ValueError as error:
        raise BadCorpus(f"{path}: {error}") from error


def _stretches(text: str, entries: Sequence[Mapping[str, Any]]) -> Iterator[Stretch]:
    """The entries with the places they stand at: each is looked for after the one before."""
    squeezed = [position for position, char in enumerate(text) if not _is_spare(text, position, char)]
    line = "".join(" " if text[position].isspace() else text[position] for position in squeezed)
    after = 0
    for entry in entries:
        at = _found(line, entry["starts"], after)
        while line[at - 1] not in MARKS.strip():
            at = _found(line, entry["starts"], at + 1)
        after = at + len(entry["starts"])
        addressee = entry.get("addressee", [])
        yield Stretch(
            position=squeezed[at],
            starts=entry["starts"],
            kind=entry["kind"],
            speaker=entry.get("speaker"),
            addressees=(addressee,) if isinstance(addressee, str) else tuple(addressee),
            mode=entry.get("mode"),
            continues=entry.get("continues", False),
        )


def _found(line: str, words: str, after: int) -> int:
    at = line.find(words, after)
    if at < 0:
        raise ValueError(f"no stretch begins with {words!r} after the one before; copy its first words from the text")
    return at


def _is_spare(text: str, position: int, char: str) -> bool:
    return char.isspace() and position > 0 and text[position - 1].isspace()
