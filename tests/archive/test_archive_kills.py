"""Whatever is killed, stopped or used up, each story is in the archive once: read, or among the failures."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from processes import is_reader, readers, started_by, strike, wait_for
from short_stories import SHORT, UNIT, contents, n_parts, read

from fabula.archive import Archive, Limits, Settings, read_archive
from fabula.archive.run import Progress

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds its processes in /proc")

DRIVER = """
import resource
import sys
from fabula.archive import Settings, read_archive
from fabula.errors import OutputError

to, unit, largest, *inputs = sys.argv[1:]
if int(largest):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(largest), int(largest)))
try:
    read_archive(inputs, Settings(to), workers=2, unit_size=int(unit))
except OutputError as error:
    print(error.code)
    sys.exit(3)
"""


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """After each test: what it has started has ended, also what readers had started."""
    test = os.environ["PYTEST_CURRENT_TEST"].rpartition(" ")[0]
    yield
    wait_for(lambda: not started_by(test), seconds=20)


def driver(to: Path, largest_file: int = 0, inputs: Sequence[str] = SHORT) -> subprocess.Popen[str]:
    """A program that reads stories."""
    command = [sys.executable, "-c", DRIVER, str(to), str(UNIT), str(largest_file), *inputs]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ.copy())


def outcomes(archive: Path) -> dict[str, str]:
    """What became of each source: read, or the code of its failure; each has become one thing only."""
    opened = Archive(str(archive))
    read_ones = opened.table("stories", ["source"])["source"].to_pylist()
    failed = opened.table("failures").to_pylist()
    counts = Counter([*read_ones, *(row["source"] for row in failed)])
    assert set(counts.values()) <= {1}
    return {**dict.fromkeys(read_ones, "read"), **{row["source"]: row["code"] for row in failed}}


def test_readers_killed_at_work_are_replaced_and_nothing_is_lost(tmp_path: Path, undisturbed: Path) -> None:
    killed = []

    def kill_once_a_story(now: Progress) -> None:
        if now.done in (0, 2):
            killed.extend(pid for pid in readers(os.getpid()) if strike(pid))

    archive = tmp_path / "archive"
    summary = read(archive, on_progress=kill_once_a_story)
    assert killed
    assert (summary.read, summary.failed) == (len(SHORT), 0)
    assert contents(archive) == contents(undisturbed)


def test_a_story_whose_readers_all_die_is_a_failure(tmp_path: Path) -> None:
    story, archive, killed = tmp_path / "story.txt", tmp_path / "archive", set()
    os.mkfifo(story)  # who opens it waits for a writer, who in turn learns that it is open
    running = driver(archive, inputs=[str(story)])
    while running.poll() is None:
        try:
            writer = os.open(story, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.02)
            continue
        killed |= {pid for pid in readers(running.pid) if strike(pid)}
        os.close(writer)
    printed, complained = running.communicate()
    assert printed == ""
    assert "Traceback" not in complained
    assert len(killed) >= 3  # one killed before it has the story is begun again
    assert outcomes(archive) == {str(story): "R09"}
    (row,) = Archive(str(archive)).table("failures").to_pylist()
    assert "3 processes ended" in row["reason"]
    assert "SIGKILL" in row["reason"]


def test_a_story_that_hangs_is_a_failure_and_the_next_is_read(tmp_path: Path) -> None:
    stopped = []

    def stop_the_first(now: Progress) -> None:
        if now.done == 1 and not stopped:
            stopped.extend(pid for pid in readers(os.getpid()) if strike(pid, signal.SIGSTOP))

    archive = tmp_path / "archive"
    settings = Settings(str(archive), limits=Limits(seconds=8))
    read_archive(SHORT[:3], settings, workers=1, unit_size=UNIT, on_progress=stop_the_first)
    assert len(stopped) == 1
    assert outcomes(archive) == {SHORT[0]: "read", SHORT[1]: "R07", SHORT[2]: "read"}
    assert not is_reader(stopped[0])


def test_a_story_slower_than_it_may_be_is_a_failure(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    read_archive(SHORT[:1], Settings(str(archive), limits=Limits(seconds=0.01)), workers=1)
    assert outcomes(archive) == {SHORT[0]: "R07"}
    (row,) = Archive(str(archive)).table("failures").to_pylist()
    assert "--time-limit" in row["reason"]


def test_a_story_that_takes_all_memory_is_a_failure_and_the_next_is_read(tmp_path: Path) -> None:
    greedy = tmp_path / "greedy.txt"
    greedy.write_text("The rain came down on the old pier, and nobody minded it at all.\n\n" * 300_000)
    archive = tmp_path / "archive"
    settings = Settings(str(archive), limits=Limits(memory=250_000_000))
    read_archive([str(greedy), *SHORT[:1]], settings, workers=1)
    assert outcomes(archive) == {str(greedy): "R08", SHORT[0]: "read"}


def test_a_driver_killed_goes_on_where_it_stood(tmp_path: Path, undisturbed: Path) -> None:
    archive = tmp_path / "archive"
    running = driver(archive)
    wait_for(lambda: n_parts(archive) >= 1 or running.poll() is not None)
    at_work = readers(running.pid)
    strike(running.pid)
    running.wait()
    assert 1 <= n_parts(archive) < len(SHORT)
    assert at_work
    wait_for(lambda: not any(is_reader(pid) for pid in at_work), seconds=10)
    counted = "".join(entry.read_text() for entry in archive.glob("manifest/*.json"))
    written = {path: path.stat().st_mtime_ns for path in archive.rglob("0*-*.parquet") if path.name in counted}
    assert driver(archive).wait() == 0
    assert contents(archive) == contents(undisturbed)
    assert {path: path.stat().st_mtime_ns for path in written} == written != {}


def test_an_interrupted_command_stops_at_once_and_goes_on_later(tmp_path: Path, undisturbed: Path) -> None:
    archive = tmp_path / "archive"
    (archive / "plan").mkdir(parents=True)
    for name in ("archive.json", "plan/000000.parquet"):  # so that the command, too, reads each story as a unit
        (archive / name).write_bytes((undisturbed / name).read_bytes())
    command = [sys.executable, "-m", "fabula", "archive", "read", *SHORT, "--to", str(archive)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_for(lambda: n_parts(archive) >= 1 or running.poll() is not None)
    at_work = readers(running.pid)
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=20)
    assert running.returncode == 130
    assert at_work
    assert not any(is_reader(pid) for pid in at_work)
    assert 1 <= n_parts(archive) < len(SHORT)
    assert subprocess.run([*command, "--quiet"], check=False).returncode == 0
    assert contents(archive) == contents(undisturbed)


def test_a_file_that_may_not_grow_ends_it_and_what_is_whole_counts(tmp_path: Path, undisturbed: Path) -> None:
    archive = tmp_path / "archive"
    sizes = sorted((path.stat().st_size, path.name[:6]) for path in undisturbed.rglob("tokens/*.parquet"))
    running = driver(archive, largest_file=sizes[1][0] - 1)  # the parts of one story fit
    said, complaints = running.communicate(timeout=120)
    assert (running.returncode, complaints, said.strip()) == (3, "", "O01")
    assert n_parts(archive) <= 1
    assert driver(archive).wait() == 0
    assert contents(archive) == contents(undisturbed)
