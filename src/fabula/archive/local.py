"""The engine on one machine: processes that read, each watched by a thread of this one."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from fabula.archive.manifest import Entry
from fabula.archive.plan import Unit
from fabula.archive.seat import OnStory, Seat, Settings
from fabula.language.workers import available_cores


def read_here(
    units: Sequence[int], unit_of: Callable[[int], Unit], settings: Settings, workers: int | None, on_story: OnStory
) -> Iterator[Entry]:
    """Read units on this machine; their entries as they are done, in any order.

    Takes   workers: how many processes; by default one for each core
    Raises  ReadersLost (R06), CannotWrite (O01), DiskFull (O02)
    """
    cores = available_cores()
    n_seats = max(1, min(workers or cores, len(units)))
    seats = [Seat(settings, threads=max(1, cores // n_seats)) for _ in range(n_seats)]
    free: queue.SimpleQueue[Seat] = queue.SimpleQueue()
    for seat in seats:
        free.put(seat)

    def read(number: int) -> Entry:
        seat = free.get()
        try:
            return seat.read(unit_of(number), on_story)
        finally:
            free.put(seat)

    pool = ThreadPoolExecutor(n_seats)
    try:
        for done in as_completed([pool.submit(read, number) for number in units]):
            yield done.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for seat in seats:
            seat.close()
        pool.shutdown()
