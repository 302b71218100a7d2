"""Weights that are missing, damaged or of another version are named on one line, with how to restore them."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from fabula import cli, read_text
from fabula.errors import FabulaError, ModelError, WeightsDamaged, WeightsMissing, WeightsOfOtherVersion
from fabula.model.session import load_dialogue_networks, load_networks
from fabula.model.weights import (
    CUES,
    DIALOGUE,
    FOLDER,
    LAYERS,
    LISTING,
    NOTES,
    READER,
    SCENES,
    SIGNS,
    VERSION,
    checked_weights,
)

STORY = '"Come in," said Ada. She opened the door for him and went back to the window.'


def listing(version: object = VERSION, **changed: object) -> str:
    """The list of the real files with some of its parts changed."""
    described = json.loads((FOLDER / LISTING).read_text("utf-8"))
    return json.dumps({**described, "version": version, **changed})


def write(name: str, content: str | bytes) -> Callable[[Path], None]:
    """Something to do to a folder: write a file."""
    data = content.encode() if isinstance(content, str) else content
    return lambda folder: (folder / name).write_bytes(data) and None


def remove(name: str) -> Callable[[Path], None]:
    """Something to do to a folder: remove a file."""
    return lambda folder: (folder / name).unlink()


def put_folder_for(name: str) -> Callable[[Path], None]:
    """Something to do to a folder: put a folder in the place of a file."""

    def change(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return change


def cut_short(name: str) -> Callable[[Path], None]:
    """Something to do to a folder: take the last byte of a file, as a broken download does."""
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes()[:-1]) and None


def without(name: str) -> str:
    """The list without one of the files."""
    files = json.loads((FOLDER / LISTING).read_text("utf-8"))["files"]
    return listing(files={other: checksum for other, checksum in files.items() if other != name})


DAMAGES: dict[str, tuple[Callable[[Path], None], type[FabulaError], str, str]] = {
    "no list": (remove(LISTING), WeightsMissing, "M01", LISTING),
    "no encoder": (remove("encoder.onnx"), WeightsMissing, "M01", "encoder.onnx"),
    "no speakers": (remove("speakers.onnx"), WeightsMissing, "M01", "speakers.onnx"),
    "speakers cut short": (cut_short("speakers.onnx"), WeightsDamaged, "M02", "speakers.onnx"),
    "no tokenizer": (remove("tokenizer.json"), WeightsMissing, "M01", "tokenizer.json"),
    "a folder for a file": (put_folder_for("links.onnx"), WeightsMissing, "M01", "links.onnx"),
    "no folder": (shutil.rmtree, WeightsMissing, "M01", LISTING),
    "a file cut short": (cut_short("spans.onnx"), WeightsDamaged, "M02", "spans.onnx"),
    "an empty file": (write("words.onnx", b""), WeightsDamaged, "M02", "words.onnx"),
    "a pointer for a file": (write("encoder.onnx", "version https://git-lfs"), WeightsDamaged, "M02", "encoder.onnx"),
    "a list that is no JSON": (write(LISTING, "{"), WeightsDamaged, "M02", LISTING),
    "a list that is no text": (write(LISTING, b"\xff\xfe\x00"), WeightsDamaged, "M02", LISTING),
    "a list of another shape": (write(LISTING, "[1, 2]"), WeightsDamaged, "M02", LISTING),
    "a list without a version": (write(LISTING, '{"files": {}}'), WeightsDamaged, "M02", LISTING),
    "a list without files": (write(LISTING, '{"version": 1}'), WeightsDamaged, "M02", LISTING),
    "a list of files that is a number": (write(LISTING, listing(files=7)), WeightsDamaged, "M02", LISTING),
    "a list that leaves a network out": (write(LISTING, without("new.onnx")), WeightsDamaged, "M02", LISTING),
    "a list that leaves the tokenizer out": (write(LISTING, without("tokenizer.json")), WeightsDamaged, "M02", LISTING),
    "an older version": (write(LISTING, listing(VERSION - 1)), WeightsOfOtherVersion, "M03", LISTING),
    "a newer version": (write(LISTING, listing(VERSION + 1)), WeightsOfOtherVersion, "M03", LISTING),
    "a version that is a word": (write(LISTING, listing("new")), WeightsOfOtherVersion, "M03", LISTING),
}


@pytest.fixture(params=DAMAGES)
def damaged(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, type[FabulaError], str, str]:
    """A copy of the weights to which something was done, and the error to expect: class, code and file named."""
    change, error, code, name = DAMAGES[request.param]
    folder = tmp_path / "weights"
    shutil.copytree(FOLDER, folder)
    change(folder)
    return folder, error, code, name


def test_what_is_wrong_with_the_weights_is_one_line_with_the_file_and_the_way_to_restore_it(
    damaged: tuple[Path, type[FabulaError], str, str],
) -> None:
    folder, error, code, name = damaged
    load = load_dialogue_networks if name in DIALOGUE else partial(load_networks, 1)
    with pytest.raises(ModelError) as raised:
        load(folder)
    assert type(raised.value) is error
    assert raised.value.code == code
    message = str(raised.value)
    assert message.startswith(f"{folder / name}: ")
    assert "pip install --force-reinstall" in message
    assert "\n" not in message


def test_the_installed_weights_are_whole_and_hold_every_network() -> None:
    files = checked_weights((*READER, *DIALOGUE, CUES, LAYERS, SIGNS, *SCENES, *NOTES))
    described = json.loads((FOLDER / LISTING).read_text("utf-8"))
    assert described["version"] == VERSION
    assert {name: hashlib.sha256(data).hexdigest() for name, data in files.items()} == described["files"]


def test_nothing_is_installed_beside_the_weights_that_are_listed() -> None:
    known = {LISTING, *READER, *DIALOGUE, CUES, LAYERS, SIGNS, *SCENES, *NOTES}
    others = {path.name for path in FOLDER.iterdir()} - known
    assert {name for name in others if name.endswith((".onnx", ".json", ".bin", ".data"))} == set()


def test_networks_are_loaded_once() -> None:
    assert load_networks(1) is load_networks(1)


def with_weights_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the steps of reading look for the weights in ``folder``."""
    for step in ("mentions", "coreference"):
        monkeypatch.setattr(f"fabula.reading.{step}.load_networks", partial(load_networks, folder=folder))


def test_a_story_cannot_be_read_without_the_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with_weights_in(tmp_path, monkeypatch)
    with pytest.raises(WeightsMissing):
        read_text(STORY)


@pytest.mark.parametrize("arguments", [["read", "-o", "OUT"], ["export", "--to", "json", "-o", "OUT.json"]])
@pytest.mark.parametrize("damage", ["no encoder", "a file cut short", "a newer version"])
def test_the_command_says_so_on_one_line_and_leaves_no_file(
    arguments: list[str],
    damage: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    change, _, _, name = DAMAGES[damage]
    weights, outputs = tmp_path / "weights", tmp_path / "outputs"
    shutil.copytree(FOLDER, weights)
    change(weights)
    outputs.mkdir()
    book = tmp_path / "book.txt"
    book.write_text(STORY)
    with_weights_in(weights, monkeypatch)
    verb, *options = (argument.replace("OUT", str(outputs / "book")) for argument in arguments)
    assert cli.run([verb, str(book), *options]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"fabula: {weights / name}: ")
    assert captured.err.count("\n") == 1
    assert list(outputs.iterdir()) == []
