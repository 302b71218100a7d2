"""Stories in an object store, read into an archive in an object store: S3's protocol, spoken by a server here."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import wait_for
from pyarrow import fs
from short_stories import SHORT, UNIT

from fabula.archive import Archive, Settings, read_archive
from fabula.archive.columns import SCHEMAS

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("moto") is None, reason="moto, which speaks S3, is not installed"
)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[fs.FileSystem, str]]:
    """A bucket, as Arrow's file system sees it, and what a URI needs at its end to lead to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    for name, value in (("ACCESS_KEY_ID", "none"), ("SECRET_ACCESS_KEY", "none"), ("EC2_METADATA_DISABLED", "true")):
        monkeypatch.setenv(f"AWS_{name}", value)
    command = [sys.executable, "-m", "moto.server", "-p", address.rpartition(":")[2]]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: _answers(address))
        reached = {"endpoint_override": address, "scheme": "http", "region": "us-east-1"}
        store = fs.S3FileSystem(**reached, allow_bucket_creation=True)
        store.create_dir("stories")
        yield store, "?" + "&".join(f"{key}={value}" for key, value in reached.items())
    finally:
        server.kill()
        server.wait()


def _answers(address: str) -> bool:
    host, _, port = address.partition(":")
    try:
        socket.create_connection((host, int(port))).close()
    except OSError:
        return False
    return True


def test_an_archive_in_a_bucket_is_read_from_a_bucket(bucket: tuple[fs.FileSystem, str]) -> None:
    store, options = bucket
    for number, path in enumerate(SHORT[1:3]):
        with store.open_output_stream(f"stories/in/{number}.txt") as file:
            file.write(Path(path).read_bytes())
    settings = Settings(f"s3://stories/out{options}")
    summary = read_archive([f"s3://stories/in{options}"], settings, workers=1, unit_size=UNIT)
    assert (summary.read, summary.failed) == (2, 0)
    archive = Archive(settings.to)
    assert archive.table("stories")["source"].to_pylist() == ["s3://stories/in/0.txt", "s3://stories/in/1.txt"]
    assert len(archive.story(1).quotes) > 0
    with store.open_output_stream("stories/out/quotes/000000-leftover.parquet") as file:
        file.write(b"of something killed")
    again = read_archive([f"s3://stories/in/*.txt{options}"], settings, unit_size=UNIT)
    assert (again.read, again.known) == (0, 2)
    files = [info for info in store.get_file_info(fs.FileSelector("stories/out", recursive=True)) if info.is_file]
    assert len(files) == 2 * (len(SCHEMAS) + 1) + 2  # parts and their entry, the plan, archive.json
