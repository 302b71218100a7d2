"""Apply a reader's corrections: rename, merge and split characters, and say who says a quotation.

The problem. Whoever makes an audiobook knows that "the old gentleman" is Mr. Laurence, and that of two lines
    "Is it you?" ... "Is it you?"
the second is Jo's. What they once wrote down holds for every later reading, by newer programs too and of a text in
which commas have been put right; so all is found by words, and what is no longer found is said (see ``misfits``).
Corrected speakers are handed to the step that decides all others, so that their neighbours profit.
Not tried: corrections of events, of scenes, of where a quotation begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from fabula.anchors import QuoteAnchors, Words
from fabula.language.syntax import Syntax
from fabula.reading.changing_cast import PEOPLE, POINTING, ChangingCast, key_of, moved, renumbered
from fabula.schema import empty_table, table_of, with_columns, zip_columns

Person = dict[str, str]
Row = dict[str, Any]


def apply_corrections(
    syntax: Syntax,
    corrections: pa.Table,
    quotes: pa.Table,
    quote_spans: pa.Table,
    names: pa.Table,
    mentions: pa.Table,
    entities: pa.Table,
    entity_names: pa.Table,
    profiles: pa.Table,
    letters: pa.Table,
    letter_readers: pa.Table,
    tellers: pa.Table,
    guesses: pa.Table,
    tales: pa.Table,
) -> dict[str, pa.Table]:
    """The tables about entities as a reader has corrected them.

    Gives   entities, entity_names, profiles: those merged in one row, those split off and new ones added
            names, mentions, and the tables of POINTING: their entities by the new rows
            corrected_speakers: quote, entity; misfits: code, message of what does not fit this text
    """
    made = {
        "names": names,
        "mentions": mentions,
        "entities": entities,
        "entity_names": entity_names,
        "profiles": profiles,
        "letters": letters,
        "letter_readers": letter_readers,
        "tellers": tellers,
        "guesses": guesses,
        "tales": tales,
        "corrected_speakers": empty_table("corrected_speakers"),
        "misfits": empty_table("misfits"),
    }
    if not len(corrections):
        return made
    spans = zip_columns(quote_spans, "quote", "start", "end")
    anchors = QuoteAnchors(Words(syntax.source), spans, quotes["start"].to_pylist())
    editor = _Editor(syntax, anchors, names, mentions, ChangingCast(entities, entity_names, profiles))
    editor.apply(corrections.to_pylist())
    return {**made, **editor.tables({name: made[name] for name in POINTING})}


class _Misfit(Exception):
    """A correction does not fit this text; ``code`` is one of ``schema.PROBLEMS``."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class _Editor:
    """Applies corrections one by one; each is applied as a whole or not at all."""

    def __init__(
        self, syntax: Syntax, quotes: QuoteAnchors, names: pa.Table, mentions: pa.Table, cast: ChangingCast
    ) -> None:
        self.syntax, self.quotes, self.cast = syntax, quotes, cast
        self.name_table, self.mention_table = names, mentions
        self.entity_of_name: list[int | None] = names["entity"].to_pylist()
        self.entity_of_mention: list[int | None] = mentions["entity"].to_pylist()
        self.starts: list[int] = mentions["start"].to_pylist()
        self.ends: list[int] = mentions["end"].to_pylist()
        self.forms: list[str] = mentions["form"].to_pylist()
        self.starts_of_names: list[int] = names["start"].to_pylist()
        self.surfaces = [self._surface(*span) for span in zip_columns(names, "first_token", "last_token")]
        self.name_at = {
            token: row
            for row, (first, last) in enumerate(zip_columns(names, "first_token", "last_token"))
            for token in range(first, last + 1)
        }
        self.name_of_mention = [self.name_at.get(head) for head in mentions["head_token"].to_pylist()]
        self.told: set[int] = set()  # mentions whose entity a correction has set
        self.speaker_of: dict[int, int] = {}
        self.line_of: dict[int, int] = {}  # quotation -> the correction that has set its speaker
        self.misfits: list[tuple[int, str, str]] = []  # line, code, message

    def _surface(self, first: int, last: int) -> str:
        article = "the " if first and self.syntax.lower[first - 1] == "the" else ""
        return article + self.syntax.phrase(first, last)

    def apply(self, corrections: Sequence[Row]) -> None:
        """Apply the corrections, in the order of the table: characters before speakers."""
        verbs = {"rename": self._rename, "merge": self._merge, "split": self._split, "speaker": self._set_speaker}
        for correction in corrections:
            try:
                verbs[correction["kind"]](correction)
            except _Misfit as misfit:
                self.misfits.append((correction["line"], misfit.code, f"line {correction['line']}: {misfit}"))
        self.misfits.sort()

    def _rename(self, correction: Row) -> None:
        row, name = self._one(correction["characters"][0]), correction["to"].strip()
        others = [other for other in self.cast.called(name) if other != row and self.cast.names[other] == name]
        if others:
            raise _Misfit("K04", f"another character is called “{name}”; to make the two one, use [[merge]]")
        self.cast.names[row] = name

    def _merge(self, correction: Row) -> None:
        kept, *others = dict.fromkeys(self._one(person) for person in correction["characters"])
        if not others:
            shown = " and ".join(f"“{person['name']}”" for person in correction["characters"])
            raise _Misfit("K04", f"{shown} are one character already; take this correction out")
        for other in others:
            self.cast.merge(kept, other)

    def _split(self, correction: Row) -> None:
        row, name = self._one(correction["characters"][0]), correction["to"].strip()
        wanted = {key_of(form) for form in correction["names"]}
        passages = [self._passage(passage) for passage in correction["passages"]]
        moved = list(self._parted(row, wanted, passages, follows=("pronoun", "common") if wanted else ("pronoun",)))
        moved_names = [
            number
            for number, entity in enumerate(self.entity_of_name)
            if self._is(entity, row) and (key_of(self.surfaces[number]) in wanted or self._is_name_in(number, passages))
        ]
        left = wanted - {key_of(self.surfaces[number]) for number in moved_names}
        if left:
            forms = ", ".join(f"“{form}”" for form in correction["names"] if key_of(form) in left)
            raise _Misfit("K01", f"“{self.cast.names[row]}” is never called {forms}")
        if not moved and not moved_names:
            raise _Misfit("K04", f"“{self.cast.names[row]}” is not mentioned in these passages")
        if len(moved) == sum(self._is(entity, row) for entity in self.entity_of_mention):
            raise _Misfit("K04", f"this leaves nothing of “{self.cast.names[row]}”; to change the name, use [[rename]]")
        same = [
            other for other in self.cast.called(name) if other != row and key_of(self.cast.names[other]) == key_of(name)
        ]
        pronouns = [self.syntax.source[self.starts[n] : self.ends[n]] for n in moved if self.forms[n] == "pronoun"]
        self._move(row, same[0] if len(same) == 1 else self.cast.add(name, pronouns), moved, moved_names)

    def _move(self, row: int, to: int, mentions: Sequence[int], names: Sequence[int]) -> None:
        for number in names:
            self.entity_of_name[number] = to
        for number in mentions:
            self.entity_of_mention[number] = to
            if self.forms[number] != "pronoun":
                self.told.add(number)
        described = [n for n in mentions if self.name_of_mention[n] is None and self.forms[n] == "common"]
        shown = [" ".join(self.syntax.source[self.starts[n] : self.ends[n]].split()) for n in described]
        self.cast.move_forms(row, to, [*(self.surfaces[n] for n in names), *shown])

    def _parted(
        self, row: int, wanted: set[str], passages: Sequence[tuple[int, int]], follows: Sequence[str]
    ) -> Iterator[int]:
        """The mentions of ``row`` by these names and in these passages, and those right after of forms that follow."""
        is_others = False
        for number, entity in enumerate(self.entity_of_mention):
            if not self._is(entity, row):
                continue
            name = self.name_of_mention[number]
            if any(start <= self.starts[number] < end for start, end in passages):
                is_others = True
            elif name is not None and self._is(self.entity_of_name[name], row):
                is_others = key_of(self.surfaces[name]) in wanted
            elif self.forms[number] not in follows:
                is_others = False
            if is_others:
                yield number

    def _is_name_in(self, number: int, passages: Sequence[tuple[int, int]]) -> bool:
        return any(low <= self.starts_of_names[number] < high for low, high in passages)

    def _is(self, entity: int | None, row: int) -> bool:
        return entity is not None and self.cast.row_of(entity) == row

    def _passage(self, passage: str) -> tuple[int, int]:
        found = self.quotes.words.find(passage)
        if not found:
            raise _Misfit("K02", f"the words “{passage}” are not in the text")
        if len(found) > 1:
            raise _Misfit("K03", f"the words “{passage}” are {len(found)} times in the text: cite more of them")
        return found[0]

    def _one(self, person: Person) -> int:
        """The row of the only one whom this may be."""
        name, at = person["name"].strip(), person["at"]
        found = self.cast.called(name)
        if not found:
            near = self.cast.nearest(name)
            raise _Misfit("K01", f"nobody is called “{name}”" + (f"; did you mean “{near}”?" if near else ""))
        if at:
            low, high = self._passage(at)
            there = {
                self.cast.row_of(entity)
                for start, entity in zip(self.starts, self.entity_of_mention, strict=True)
                if entity is not None and low <= start < high
            }
            found = [row for row in found if row in there]
            if not found:
                raise _Misfit("K01", f"nobody called “{name}” is mentioned in the words “{at}”")
        if len(found) > 1:
            way = f'{{ name = "{name}", at = "words beside a mention" }}'
            raise _Misfit("K03", f"{len(found)} characters are called “{name}”: write {way}")
        return found[0]

    def _set_speaker(self, correction: Row) -> None:
        quote = self._quote(correction)
        person: Person = correction["characters"][0]
        name = person["name"].strip()
        is_somebody = person["at"] or self.cast.called(name) or (self.cast.nearest(name) and not correction["is_new"])
        try:
            row = self._one(person) if is_somebody else self.cast.add(name)
        except _Misfit as misfit:
            hint = " If it is somebody new, add: new = true" if misfit.code == "K01" and not person["at"] else ""
            raise _Misfit(misfit.code, f"{misfit}{hint}") from None
        if self.speaker_of.get(quote, row) != row:
            raise _Misfit("K04", f"line {self.line_of[quote]} gives this quotation to somebody else")
        self.speaker_of[quote] = row
        self.line_of.setdefault(quote, correction["line"])
        if self.cast.kinds[row] not in PEOPLE:
            self.cast.kinds[row] = "person"  # who speaks is no place

    def _quote(self, correction: Row) -> int:
        words, after, occurrence = correction["quote"], correction["after"] or "", correction["occurrence"] or 0
        found = self.quotes.find(words, after, occurrence)
        if len(found) == 1:
            return found[0]
        if found:
            more = "add after or occurrence" if not after else "add more words to after, or occurrence"
            raise _Misfit("K03", f"{len(found)} quotations begin with “{words}”: {more}")
        if after and self.quotes.find(words):
            raise _Misfit("K02", f"no quotation that begins with “{words}” stands after “{after}”")
        if occurrence and self.quotes.find(words, after):
            n_found = len(self.quotes.find(words, after))
            raise _Misfit("K02", f"only {n_found} of the quotations begin with “{words}”, not {occurrence}")
        near = self.quotes.nearest(words)
        raise _Misfit("K02", f"no quotation begins with “{words}”" + (f"; did you mean “{near}”?" if near else ""))

    def tables(self, pointing: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
        """What the step gives, by the rows that the entities have in the end; ``pointing``: the tables of POINTING."""
        numbers = self.cast.numbers()
        return {
            **self.cast.tables(),
            "names": with_columns("names", self.name_table, {"entity": renumbered(self.entity_of_name, numbers)}),
            "mentions": with_columns("mentions", self.mention_table, self._mention_columns(numbers)),
            **moved(pointing, numbers),
            "corrected_speakers": table_of(
                "corrected_speakers",
                {"quote": list(self.speaker_of), "entity": [numbers[row] for row in self.speaker_of.values()]},
            ),
            "misfits": table_of(
                "misfits",
                {
                    "code": [code for _, code, _ in self.misfits],
                    "message": [message for _, _, message in self.misfits],
                },
            ),
        }

    def _mention_columns(self, numbers: list[int]) -> dict[str, list[Any]]:
        columns = {f"entity_{name}": self.mention_table[f"entity_{name}"].to_pylist() for name in ("confidence", "by")}
        for number in self.told:
            columns["entity_confidence"][number], columns["entity_by"][number] = 1.0, "correction"
        return {"entity": renumbered(self.entity_of_mention, numbers), **columns}
