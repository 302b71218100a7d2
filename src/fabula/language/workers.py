"""Tag a long text on several processor cores.

spaCy holds Python's lock, so a second core needs a second process. A worker is a plain child process that runs this
module, not ``multiprocessing``: a program that calls ``fabula.read`` at its top level is not run again in the child.
Pieces are divided at whole batches, so that any number of workers gives the same tokens.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence

from fabula.language.tagging import BATCH, Tagged, joined, tag_pieces

SHORTEST_FOR_TWO = 150_000  # characters: below, starting a process costs more than it saves
MOST_PROCESSES = 4

Pieces = Sequence[tuple[int, int]]


def available_cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def tag_on_cores(text: str, pieces: Pieces, cores: int) -> Tagged:
    """The tokens of the stretches ``pieces`` of ``text``, tagged and parsed on as many of ``cores`` as pay."""
    length = sum(end - start for start, end in pieces)
    shares = divide(pieces, min(cores, MOST_PROCESSES, 1 + length // SHORTEST_FOR_TWO))
    workers = [(share, _start(text, share)) for share in shares[1:]]
    try:
        results = [tag_pieces(text, shares[0])]
        results += [_result(worker) or tag_pieces(text, share) for share, worker in workers]
    finally:
        for _, worker in workers:
            if worker is not None:
                worker.kill()
                worker.wait()
    return joined(results)  # also of one: its strings are then in the order that they have of several


def divide(pieces: Pieces, count: int) -> list[Pieces]:
    """``pieces`` in at most ``count`` runs of about equal length, each but the last a whole number of batches."""
    lengths = [end - start for start, end in pieces]
    total = sum(lengths)
    shares: list[Pieces] = []
    first, seen = 0, 0
    for place in range(0, len(pieces), BATCH):
        if len(shares) < count - 1 and place > first and seen >= total * (len(shares) + 1) / count:
            shares.append(pieces[first:place])
            first = place
        seen += sum(lengths[place : place + BATCH])
    return [*shares, pieces[first:]]


def _start(text: str, pieces: Pieces) -> subprocess.Popen[bytes] | None:
    """A child that is tagging ``pieces``, or None where no child can be started."""
    try:
        worker = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__],  # -P: no module of the working folder takes another's place
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        request_pipe = worker.stdin
        if request_pipe is not None:
            first, last = pieces[0][0], pieces[-1][1]
            request = (text[first:last], [(start - first, end - first) for start, end in pieces], first)
            request_pipe.write(pickle.dumps(request))
            request_pipe.close()
    except OSError:
        return None
    return worker


def _result(worker: subprocess.Popen[bytes] | None) -> Tagged | None:
    """What the child found, or None when it died."""
    if worker is None or worker.stdout is None:
        return None
    data = worker.stdout.read()
    if worker.wait() != 0:
        return None
    result: Tagged = pickle.loads(data)
    return result


def main() -> None:
    """Tag the request on standard input and write the result to standard output."""
    text, pieces, offset = pickle.load(sys.stdin.buffer)
    tagged = tag_pieces(text, pieces)
    moved = Tagged(tagged.offsets + offset, tagged.names, tagged.heads, tagged.sentence_starts, tagged.strings)
    sys.stdout.buffer.write(pickle.dumps(moved))


if __name__ == "__main__":
    main()
