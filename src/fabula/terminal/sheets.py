"""A character sheet in a terminal: under 80 columns, the most telling things first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from textwrap import wrap

from rich.console import Console
from rich.text import Text

from fabula.sheets import Deed, Naming, Sheet, Sighting, Trait
from fabula.terminal import WIDTH, console_for, counted, printable, shorten

LABEL_WIDTH = 14
ITEM_WIDTH = 40
TALK_SHOWN = 8
SHOWN, NAMES_SHOWN, LINES = 12, 6, 3  # items and names in a part, and lines of it
SURE = 0.6  # confidence of a description that is shown
FACTS = ("kin", "owns", "wears", "name", "origin", "birthday")  # of which it matters little who says so
LABELS = {
    **{kind: kind for kind in ("role", "age", "trait", "looks", "build", "eyes", "hair", "face", "skin", "voice")},
    **{"hand": "handed", "origin": "from", "birthday": "born", "name": "name", "kin": "kin", "owns": "owns"},
    "wears": "wears",
}
"""Kind of description -> its label, in the order of the sheet."""


def print_sheet(sheet: Sheet, console: Console | None = None) -> None:
    """Print what a story says of one character: who they are, how they look, what they do, say and are called."""
    console = console or console_for()
    console.print()
    console.print(Text(f" {shorten(sheet.character.name, WIDTH - 14)}", style="bold").append(_aside(sheet.pronouns)))
    for kind, label in LABELS.items():
        _part(console, label, _traits(sheet.described.get(kind, ())))
    console.print()
    _part(console, "does", _deeds(sheet.does, layers=False))
    _part(console, "done to them", _undergone(sheet.undergoes))
    _part(console, "elsewhere", _deeds(sheet.does, layers=True))
    console.print()
    _part(console, "says", [counted(sheet.n_lines, "line"), counted(sheet.n_words, "word")] if sheet.n_lines else [])
    _part(
        console, "talks to", [f"{listener.character.name} {listener.count}" for listener in sheet.talks_to[:TALK_SHOWN]]
    )
    _part(console, "likes to say", [word.word for word in sheet.favourite_words])
    _part(console, "called", _called(sheet.known_as))
    console.print()
    _part(console, "is at", _places(sheet))
    for label, sighting in (("first seen", sheet.first_seen), ("last seen", sheet.last_seen)):
        _part(console, label, _seen(sheet, sighting))
    if sheet.only_in_layers:
        _part(console, "occurs only", [f"in {kind}" for kind in sheet.only_in_layers])
    console.print()


def _part(console: Console, label: str, items: Sequence[str]) -> None:
    """Print a label and its items, on as few lines as they take; nothing without items."""
    if not items:
        return
    shown = [shorten(item, ITEM_WIDTH) for item in items]
    lines = wrap(" · ".join(shown), WIDTH - LABEL_WIDTH - 2, break_on_hyphens=False)
    while len(lines) > LINES and len(shown) > 1:
        shown.pop()
        lines = wrap(" · ".join([*shown, "…"]), WIDTH - LABEL_WIDTH - 2, break_on_hyphens=False)
    for number, line in enumerate(lines):
        console.print(
            Text(f" {label if number == 0 else '':<{LABEL_WIDTH}}", style="dim").append(line, style="not dim")
        )


def _places(sheet: Sheet) -> list[str]:
    """The places where they are in more than one scene; those of one name together."""
    counts: Counter[str] = Counter()
    for stay in sheet.places:
        counts[stay.place.name] += stay.count
    often = [f"{name} {count}" for name, count in counts.most_common(SHOWN) if count > 1]
    return often or [f"{name} {count}" for name, count in counts.most_common(SHOWN)]


def _traits(traits: Iterable[Trait]) -> list[str]:
    """What is said often or surely, with the number of times, and who says it if not the narration."""
    sure = [trait for trait in traits if trait.confidence >= SURE]
    return [_trait(trait) for trait in sure[:SHOWN]]


def _trait(trait: Trait) -> str:
    times = f" {len(trait.spans)}" if len(trait.spans) > 1 else ""
    sayers = [by.name for by in trait.said_by if by is not None]
    is_view = trait.kind not in FACTS and sayers and None not in trait.said_by
    said = f" (says {shorten(sayers[0], 20)})" if is_view else ""
    return f"{trait.value}{times}{said}"


def _deeds(deeds: Iterable[Deed], layers: bool) -> list[str]:
    told = [deed for deed in deeds if (deed.layer is not None) == layers]
    return [f"{deed.verb} {deed.count}" + (f" ({deed.layer})" if layers else "") for deed in told[:SHOWN]]


def _undergone(deeds: Iterable[Deed]) -> list[str]:
    shown = [deed for deed in deeds if deed.layer is None][:SHOWN]
    return [f"{_passive(deed)}" for deed in shown]


def _passive(deed: Deed) -> str:
    by = f" (by {shorten(deed.others[0].name, 18)})" if deed.others else ""
    times = f" {deed.count}" if deed.count > 1 else ""
    return f"{deed.verb}{times}{by}"


def _called(namings: Iterable[Naming]) -> list[str]:
    """By each speaker the form used most, after what the narration says."""
    forms: dict[str, list[Naming]] = {}
    for naming in namings:
        forms.setdefault(naming.name, []).append(naming)
    ordered = sorted(forms.items(), key=lambda entry: -sum(naming.count for naming in entry[1]))
    return [f"{name} ({', '.join(_callers(said))})" for name, said in ordered[:NAMES_SHOWN]]


def _callers(namings: Sequence[Naming]) -> list[str]:
    names = [naming.by.name if naming.by is not None else "narration" for naming in namings]
    return [shorten(name, 14) for name in names[:2]] + (["…"] if len(names) > 2 else [])


def _seen(sheet: Sheet, sighting: Sighting | None) -> list[str]:
    """The chapter and the words there."""
    if sighting is None:
        return []
    start, _ = sighting.span
    words = shorten(printable(sheet.character.mentions[0]._story.text[start : start + 80]), ITEM_WIDTH)
    return [part for part in (shorten(sighting.chapter, 24), f"“{words}”") if part]


def _aside(pronouns: str | None) -> Text:
    return Text(f"  {pronouns}" if pronouns else "", style="not bold dim")
