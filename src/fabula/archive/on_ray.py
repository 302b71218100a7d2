"""The engine on a Ray cluster: actors that read, replaced when they or their machines are lost."""

from __future__ import annotations

import os
import re
import socket
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from fabula.archive.manifest import Entry
from fabula.archive.places import is_uri
from fabula.archive.plan import Unit
from fabula.archive.seat import Seat, Settings
from fabula.errors import PackageMissing, ReadersLost
from fabula.language.workers import available_cores

_HOST_AND_PORT = re.compile(r"([^:/]+):(\d+)")
TRIES = 10
"""How often a unit is given out whose actor is lost."""


def read_on_ray(
    units: Sequence[int],
    unit_of: Callable[[int], Unit],
    settings: Settings,
    workers: int | None,
    address: str | None = None,
) -> Iterator[Entry]:
    """Read units on a cluster; their entries as they are done, in any order.

    The folder of the archive, and inputs that are no URIs, must be reachable by the same path from every machine.

    Takes   workers: how many actors; by default one for each core of the cluster
            address: of a running cluster; by default one is started on this machine
    Raises  PackageMissing (P01), ReadersLost (R06), CannotWrite (O01), DiskFull (O02)
    """
    ray = _ray()
    with _connected(ray, address):
        cores = [int(node["Resources"].get("CPU", 0)) for node in ray.nodes() if node["Alive"]]
        n_actors = max(1, min(workers or sum(cores), len(units)))
        threads = max(1, sum(cores) // n_actors) if len(cores) == 1 else 1
        to = settings.to if is_uri(settings.to) else str(Path(settings.to).absolute())
        settings = replace(settings, to=to)
        actor = ray.remote(num_cpus=threads, max_restarts=0)(Seat)
        yield from _Crew(ray, lambda: actor.remote(settings, threads), n_actors).read(units, unit_of)


class _Crew:
    """So many actors, each with at most one unit; an actor gets its first unit when it has shown that it lives."""

    def __init__(self, ray: Any, new_actor: Callable[[], Any], n_actors: int) -> None:
        self._ray, self._new_actor = ray, new_actor
        self._at_work: dict[Any, tuple[Any, int | None]] = {}  # what is waited for -> actor, unit
        for _ in range(n_actors):
            self._hire()

    def read(self, units: Sequence[int], unit_of: Callable[[int], Unit]) -> Iterator[Entry]:
        """The entries of all units."""
        waiting, tries = deque(units), Counter(units)
        n_left = len(waiting)
        while n_left:
            (ready,), _ = self._ray.wait(list(self._at_work), num_returns=1)
            actor, unit = self._at_work.pop(ready)
            try:
                answer = self._ray.get(ready)
            except self._ray.exceptions.RayTaskError as error:
                raise error.cause or ReadersLost(f"a worker failed: {_one_line(error)}") from error
            except self._ray.exceptions.RayError as error:  # the actor is lost, or the machine that it was on
                self._hire()
                if unit is not None:
                    tries[unit] += 1
                    if tries[unit] > TRIES:
                        raise ReadersLost(f"{TRIES} workers were lost over unit {unit}: {_one_line(error)}") from error
                    waiting.appendleft(unit)
                continue
            if unit is not None:
                n_left -= 1
                yield answer
            if waiting:
                number = waiting.popleft()
                self._at_work[actor.read.remote(unit_of(number))] = (actor, number)

    def _hire(self) -> None:
        actor = self._new_actor()
        self._at_work[actor.__ray_ready__.remote()] = (actor, None)


@contextmanager
def _connected(ray: Any, address: str | None) -> Iterator[None]:
    if ray.is_initialized():  # the program has its own
        yield
        return
    address = address or os.environ.get("RAY_ADDRESS")
    options: dict[str, Any] = {"address": address} if address else {"num_cpus": available_cores()}
    if not address:
        options["include_dashboard"] = False
    try:
        if address and (found := _HOST_AND_PORT.fullmatch(address)):
            socket.create_connection((found[1], int(found[2])), timeout=20).close()  # Ray itself tries for minutes
        ray.init(**options, log_to_driver=False, configure_logging=False)
    except (OSError, ValueError, RuntimeError, ray.exceptions.RayError) as error:
        raise ReadersLost(f"no Ray cluster can be reached ({_one_line(error)}): check --address") from error
    try:
        yield
    finally:
        ray.shutdown()


def _ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError as error:
        raise PackageMissing("--engine ray needs Ray, which is not installed: pip install 'fabula[archive]'") from error
    return ray


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
