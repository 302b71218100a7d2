"""Read many stories into an archive; begun again after a kill, it goes on where it stood."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as parquet

import fabula
from fabula.archive.columns import SCHEMAS
from fabula.archive.folder import HEAD, LOCK, Folder, parsed
from fabula.archive.inputs import items_of
from fabula.archive.item import Item
from fabula.archive.local import read_here
from fabula.archive.manifest import Entry, commit, named_in, read_manifest
from fabula.archive.on_ray import read_on_ray
from fabula.archive.outcome import Outcome, Read
from fabula.archive.plan import Plan, extend_plan, read_plan
from fabula.archive.seat import Settings
from fabula.errors import ArchiveOfOtherVersion, NotAnArchive
from fabula.model.weights import VERSION as WEIGHTS
from fabula.story_file import FORMAT_VERSION

FORMAT = "fabula-archive"
VERSION = 1
REASONS = 20
Engine = Literal["local", "ray"]


@dataclass(frozen=True)
class Progress:
    """How far it is: stories done of all that are to be read now, failures among them, words."""

    done: int = 0
    in_all: int = 0
    failures: int = 0
    words: int = 0


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True)
class Summary:
    """What came of it: read, failed and words of this run; ``known`` were there; the archive has ``stories`` in all.

    ``reasons`` are those of the first failures of this run, a line each.
    """

    read: int
    failed: int
    known: int
    no_books: int
    words: int
    seconds: float
    stories: int
    failures: int
    reasons: tuple[str, ...] = ()


def read_archive(
    inputs: Sequence[str],
    settings: Settings,
    *,
    engine: Engine = "local",
    workers: int | None = None,
    address: str | None = None,
    on_progress: OnProgress | None = None,
    unit_size: int | None = None,
) -> Summary:
    """Read the stories at ``inputs`` into the archive at ``settings.to``, those that are in it left out.

    Takes   address: of a Ray cluster; unit_size: bytes of the units of new stories, by default by the size of all
    Raises  SourceNotFound (S01), NotAnArchive (R01), ArchiveOfOtherVersion (R02), ArchiveBusy (R03),
            ArchiveDamaged (R04), NoTextColumn (R05), ReadersLost (R06), CannotWrite (O01), DiskFull (O02),
            PackageMissing (P01); what is read by then is in
    """
    start = time.perf_counter()
    folder = Folder(settings.to)
    _check_head(folder, settings)
    n_none = 0

    def stories() -> Iterator[Item]:
        nonlocal n_none
        for item in items_of(inputs, settings.text_column, settings.to):
            n_none += item is None
            if item is not None:
                yield item

    found = list(stories())
    with folder.locked():
        _write_head(folder, settings)
        before = read_manifest(folder)
        folder.sweep(tuple(SCHEMAS), named_in(before))
        plan = extend_plan(folder, read_plan(folder), found, unit_size)
        units = [number for number in range(plan.n_units) if number not in before]
        report = _Report(sum(plan.size(number) for number in units), on_progress or (lambda _: None))
        entries = _read(units, plan, settings, engine, workers, address, report)
        done = {**before}
        with closing(entries):  # on an error, what reads is stopped at once
            for entry in entries:
                commit(folder, entry)
                done[entry.unit] = entry
                report.on_entry(entry)
        folder.sweep(tuple(SCHEMAS), named_in(done))
    new = [entry for unit, entry in done.items() if unit not in before]
    return Summary(
        read=sum(entry.stories for entry in new),
        failed=sum(entry.failures for entry in new),
        known=len(found) - sum(plan.size(number) for number in units),
        no_books=n_none,
        words=sum(entry.words for entry in new),
        seconds=time.perf_counter() - start,
        stories=sum(entry.stories for entry in done.values()),
        failures=sum(entry.failures for entry in done.values()),
        reasons=tuple(_reasons(folder, new)),
    )


def _reasons(folder: Folder, entries: Sequence[Entry]) -> list[str]:
    reasons: list[str] = []
    for entry in sorted((entry for entry in entries if entry.failures), key=lambda entry: entry.unit):
        if len(reasons) >= REASONS:
            break
        data = folder.read(f"failures/{entry.parts['failures'].file}") or b""
        rows = parquet.read_table(pa.BufferReader(data)).to_pylist()
        reasons += [_named(row["source"], f"{row['reason']} ({row['code']})") for row in rows]
    return reasons[:REASONS]


def _named(source: str, reason: str) -> str:
    """A reason that says of which story it is; that of a row may name its title only."""
    last = source.rpartition("/")[2]
    return reason if last in reason else f"{last}: {reason}"


def _read(
    units: Sequence[int],
    plan: Plan,
    settings: Settings,
    engine: Engine,
    workers: int | None,
    address: str | None,
    report: _Report,
) -> Generator[Entry]:
    if units and engine == "ray":
        yield from read_on_ray(units, plan.unit, settings, workers, address)
    elif units:
        yield from read_here(units, plan.unit, settings, workers, report.on_story)


class _Report:
    """Tells how far it is: by story where the engine tells of stories, else by unit."""

    def __init__(self, in_all: int, on_progress: OnProgress) -> None:
        self._told = Progress(in_all=in_all)
        self._on_progress = on_progress
        self._by_story = False
        self._lock = threading.Lock()
        on_progress(self._told)

    def on_story(self, outcome: Outcome) -> None:
        """A story is done."""
        self._by_story = True
        is_read = isinstance(outcome, Read)
        self._tell(1, not is_read, outcome.row["n_words"] if isinstance(outcome, Read) else 0)

    def on_entry(self, entry: Entry) -> None:
        """A unit is done."""
        if not self._by_story:
            self._tell(entry.stories + entry.failures, entry.failures, entry.words)

    def _tell(self, done: int, failures: int, words: int) -> None:
        with self._lock:
            told = self._told
            now = {"done": told.done + done, "failures": told.failures + failures, "words": told.words + words}
            self._told = replace(told, **now)
            self._on_progress(self._told)


def _head(settings: Settings) -> dict[str, object]:
    """What an archive says of itself; all its stories are read in this one way."""
    read_by = {"fabula": fabula.__version__, "weights": WEIGHTS, "tables": FORMAT_VERSION}
    return {"format": FORMAT, "version": VERSION, **read_by, "text_column": settings.text_column}


def _check_head(folder: Folder, settings: Settings) -> None:
    data = folder.read(HEAD)
    if data is None:
        foreign = [name for name in folder.names() if name != LOCK and not name.startswith(".fabula.")]
        if foreign or (folder.disk is not None and folder.disk.is_file()):
            raise NotAnArchive(
                f"{folder.place} holds something else ({foreign[0] if foreign else 'it is a file'}): "
                "--to takes a new folder, or that of an archive"
            )
        return
    known, wanted = parsed(data, f"{folder.place}/{HEAD}"), _head(settings)
    if not isinstance(known, dict) or known.get("format") != FORMAT:
        raise NotAnArchive(f"{folder.place} holds something else: --to takes a new folder, or that of an archive")
    for key, value in wanted.items():
        if known.get(key) != value:
            raise ArchiveOfOtherVersion(
                f"{folder.place} was begun with {key.replace('_', ' ')} {known.get(key)}, and this is {value}: "
                "go on with that, or begin another archive"
            )


def _write_head(folder: Folder, settings: Settings) -> None:
    if folder.read(HEAD) is None:
        folder.write(HEAD, json.dumps(_head(settings), indent=1).encode())
