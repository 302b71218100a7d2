"""The voices that are there: a CSV file with a heading, a voice a line.

    voice,pronouns,age,for
    alba,she/her,young,
    marius,he/him,old,Mr. Bennet
    jean,they/them,,narrator

``voice`` alone is needed. ``age`` is child, young, adult or old; ``for`` gives a voice to somebody by name, or to the
narrator.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from fabula.casting.ages import AGES
from fabula.errors import VoicesUnknown, VoicesUnreadable

COLUMNS = ("voice", "pronouns", "age", "for")
PRONOUNS = {
    "she": "she/her", "her": "she/her", "female": "she/her", "woman": "she/her", "f": "she/her",
    "he": "he/him", "him": "he/him", "male": "he/him", "man": "he/him", "m": "he/him",
    "they": "they/them", "them": "they/them", "neutral": "they/them",
}  # fmt: skip


@dataclass(frozen=True)
class Voice:
    """A voice, the pronouns and age it sounds like (None: any), and who it is kept for, if for anybody."""

    name: str
    pronouns: str | None = None
    age: str | None = None
    kept_for: str | None = None


def read_voices(path: str | Path) -> list[Voice]:
    """The voices in a CSV file.

    Raises  VoicesUnreadable (V01): no such file, not UTF-8 text, or not CSV; VoicesUnknown (V02): a column or value
            that fabula does not know, a line without a voice, a voice twice, or none at all
    """
    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise VoicesUnreadable(f"{path} cannot be read ({reason}): give a CSV file of voices") from error
    except UnicodeDecodeError as error:
        raise VoicesUnreadable(f"{path} is not in UTF-8: save it again with that encoding") from error
    try:
        return _voices(path, text)
    except csv.Error as error:
        raise VoicesUnreadable(f"{path} is not a CSV file ({error}): save it again as one") from error


def _voices(path: Path, text: str) -> list[Voice]:
    rows = csv.DictReader(io.StringIO(text, newline=None), restkey="", restval="", strict=True)
    heading = [name.strip().lower() for name in rows.fieldnames or []]
    for name in heading:
        if name not in COLUMNS:
            near = get_close_matches(name, COLUMNS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(COLUMNS)}"
            raise VoicesUnknown(f"{path}, line 1: no column is called {name!r}; {hint}")
    if "voice" not in heading:
        raise VoicesUnknown(f"{path}, line 1: the heading has no column voice; it may have {', '.join(COLUMNS)}")
    rows.fieldnames = heading
    voices: dict[str, Voice] = {}
    for row in rows:
        voice = _voice(path, rows.line_num, {name: str(row.get(name) or "").strip() for name in COLUMNS})
        if voice.name in voices:
            raise VoicesUnknown(f"{path}, line {rows.line_num}: the voice {voice.name!r} is there twice")
        voices[voice.name] = voice
    if not voices:
        raise VoicesUnknown(f"{path} has a heading and no voices: add a line for each")
    return list(voices.values())


def _voice(path: Path, line: int, row: Mapping[str, str]) -> Voice:
    if not row["voice"]:
        raise VoicesUnknown(f"{path}, line {line}: a line without a voice; name one, or take the line out")
    age = row["age"].lower()
    if age and age not in AGES:
        raise VoicesUnknown(f"{path}, line {line}: the age {row['age']!r} is not one of {', '.join(AGES)}")
    said = row["pronouns"].lower()
    pronouns = PRONOUNS.get(said.split("/")[0]) if said else None
    if said and pronouns is None:
        raise VoicesUnknown(
            f"{path}, line {line}: the pronouns {row['pronouns']!r} are not she/her, he/him or they/them"
        )
    return Voice(row["voice"], pronouns, age or None, row["for"] or None)
