"""The same on a Ray cluster of three nodes, with workers and nodes lost: the same bytes as on one machine."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from processes import is_reader, strike, wait_for
from short_stories import SHORT, UNIT, contents, n_parts

from fabula.archive import Settings, read_archive
from fabula.archive.run import Progress
from fabula.errors import ReadersLost

pytestmark = [
    pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed: fabula[archive] has it"),
    pytest.mark.skipif(sys.platform != "linux", reason="finds its processes in /proc"),
    pytest.mark.filterwarnings("ignore::Warning:ray"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

DRIVER = """
import sys
from fabula.archive import Settings, read_archive

to, unit, address, *inputs = sys.argv[1:]
read_archive(inputs, Settings(to), engine="ray", address=address, unit_size=int(unit))
"""


@pytest.fixture
def cluster() -> Iterator[Any]:
    """Three nodes of one core each on this machine."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    import ray
    from ray.cluster_utils import Cluster

    node = {"num_cpus": 1, "object_store_memory": 80_000_000}
    cluster = Cluster(initialize_head=True, head_node_args={**node, "include_dashboard": False})
    for _ in range(2):
        cluster.add_node(**node)
    yield cluster
    ray.shutdown()
    cluster.shutdown()


def seats() -> list[int]:
    """The processes of actors on this machine."""
    return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/cmdline") if _says(path, b"ray::Seat")]


def _says(path: Path, what: bytes) -> bool:
    try:
        return what in path.read_bytes()
    except OSError:
        return False


def test_a_worker_and_a_node_lost_change_nothing(tmp_path: Path, undisturbed: Path, cluster: Any) -> None:
    archive, lost = tmp_path / "archive", []

    def lose(now: Progress) -> None:
        if now.done == 1 and not lost:
            lost.append(strike(seats()[0]))
            cluster.remove_node(cluster.list_all_nodes()[-1], allow_graceful=False)
            lost.append("node")

    settings = Settings(str(archive))
    summary = read_archive(SHORT, settings, engine="ray", address=cluster.address, unit_size=UNIT, on_progress=lose)
    assert lost == [True, "node"]
    assert (summary.read, summary.failed) == (len(SHORT), 0)
    assert contents(archive) == contents(undisturbed)


def test_a_driver_killed_goes_on_with_the_other_engine(tmp_path: Path, undisturbed: Path, cluster: Any) -> None:
    archive = tmp_path / "archive"
    command = [sys.executable, "-c", DRIVER, str(archive), str(UNIT), cluster.address, *SHORT]
    running = subprocess.Popen(command, env=os.environ.copy(), stderr=subprocess.DEVNULL)
    wait_for(lambda: n_parts(archive) >= 1 or running.poll() is not None)
    strike(running.pid, signal.SIGKILL)
    running.wait()
    assert 1 <= n_parts(archive) < len(SHORT)
    wait_for(lambda: not seats(), seconds=60)
    read_archive(SHORT, Settings(str(archive)), unit_size=UNIT)
    assert contents(archive) == contents(undisturbed)
    assert not any(is_reader(pid) for pid in seats())


def test_a_cluster_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(ReadersLost, match="--address"):
        read_archive(SHORT[:1], Settings(str(tmp_path / "archive")), engine="ray", address="127.0.0.1:1")
