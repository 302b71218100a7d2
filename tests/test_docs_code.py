"""Every block of code in the documentation is run, in a folder with the bundled story and a few books.

`python` blocks of a page run one after the other in one namespace. Of `sh` blocks each `fabula` command is run and must
end well; where it names what is not in that folder (FILES..., PDNC_FOLDER), its options are looked up instead.
`text` is what a command before it printed. `toml` and `csv` are written where the sentence before them names a file.
`json` is read.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pytest

from fabula import Library
from fabula.cli import run
from fabula.corrections import read_corrections
from fabula.exports import export
from fabula.story import Story
from fabula.testing import tiny_story
from sources.books import docx, word_paragraph

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "examples" / "README.md",
    ROOT / "benchmarks" / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
WRITTEN = {"cli.md", "errors.md", "tables.md", "asking.md"}
"""Pages whose output docs/generate.py writes and checks."""
SETUP = ("python", "python3", ".venv/bin/", "uv", "uvx", "pip", "just", "curl")
"""Commands of others: to set up an environment (.ci/run does that, from the README's own line), to ask the server."""
SERVES = ("serve", "mcp", "world open")
"""Commands that end when somebody ends them; tests of their own start them."""
FENCE = re.compile(r"^```([\w{}-]*)\n(.*?)^```$", re.M | re.S)
NOT_HERE = re.compile(r"\.\.\.|\b[A-Z]{3,}(_[A-Z]+)*\b|evaluation/")


@dataclass(frozen=True)
class Block:
    """A block of code, its language, the line on which it stands, and the paragraph before it."""

    language: str
    code: str
    line: int
    before: str


def blocks_of(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    for found in FENCE.finditer(text):
        before = text[: found.start()].rstrip().split("\n\n")[-1]
        yield Block(found[1], found[2], text.count("\n", 0, found.start()) + 1, before)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory, example_story: Story) -> Path:
    """What the pages speak of: the bundled story, books of one's own, a library, a command on the path."""
    folder = tmp_path_factory.mktemp("workshop")
    text = (ROOT / "examples" / "old_patience.txt").read_bytes()
    for name in ("novels", "books", "Calibre Library", "examples", "bin"):
        (folder / name).mkdir()
    for name in ("old_patience", "emma", "book", "examples/old_patience"):
        (folder / f"{name}.txt").write_bytes(text)
        example_story.save(folder / f"{name}.fabula")
    for name in ("emma", "book"):
        export(example_story, "epub", folder / f"{name}.epub", book=name)
    paragraphs = [line for line in text.decode("utf-8").splitlines() if line]
    (folder / "draft.docx").write_bytes(docx("".join(word_paragraph(line.replace("&", "")) for line in paragraphs)))
    (folder / "voices.csv").write_text("voice,pronouns\nalba,she/her\nbruno,he/him\n", encoding="utf-8")
    tiny = tiny_story()
    for number, place in enumerate(("novels", "books", "Calibre Library")):
        title = f"The Lamp {number}"
        Story(tiny.text, tiny.tables, replace(tiny.metadata, title=title, author="Jane Austen")).save(
            folder / place / f"lamp{number}.fabula"
        )
    for name in ("shelf.db", "library.db"):
        with Library(folder / name) as library:
            library.add_story(example_story)
            library.add(folder / "novels")
    (folder / "dumps").mkdir()
    with pa.output_stream(str(folder / "dumps" / "kettle.jsonl.zst"), compression="zstd") as file:
        file.write(json.dumps({"title": "Kettle", "text": "“Late again,” said Ann. Tom sat down."}).encode())
    command = folder / "bin" / "fabula"
    command.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT / "src"} exec {sys.executable} -m fabula "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return folder


@pytest.fixture
def bench(
    workshop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept_readings: dict[tuple[str, bytes], Story]
) -> Path:
    """A copy of the workshop as the current folder, in which a file that was read already is not read again."""
    folder = tmp_path / "bench"
    shutil.copytree(workshop, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("FABULA_LIBRARY", "library.db")
    monkeypatch.setenv("PATH", f"{folder / 'bin'}:{Path('/usr/bin')}:{Path('/bin')}")
    for module in ("fabula.reading", "fabula.compat.booknlp"):
        monkeypatch.setattr(f"{module}.read", _reading_once(kept_readings))
    return folder


@pytest.fixture(scope="module")
def kept_readings(example_story: Story) -> dict[tuple[str, bytes], Story]:
    """The stories that were read, by the ending of the file and its bytes."""
    return {(".txt", (ROOT / "examples" / "old_patience.txt").read_bytes()): example_story}


def _reading_once(kept: dict[tuple[str, bytes], Story]) -> Callable[..., Story]:
    from fabula.reading import read as really_read

    def read(path: str | Path, **options: object) -> Story:
        path = Path(path)
        is_plain = path.is_file() and path.suffix != ".fabula" and not path.with_suffix(".corrections.toml").exists()
        if not is_plain:
            return really_read(path, **options)  # type: ignore[arg-type]
        key = path.suffix, path.read_bytes()
        if key not in kept:
            kept[key] = really_read(path, **options)  # type: ignore[arg-type]
        return kept[key]

    return read


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_code_of_a_page_runs(page: Path, bench: Path, capfd: pytest.CaptureFixture[str]) -> None:
    printed = ""
    names: dict[str, object] = {"__name__": "__docs__"}
    for block in blocks_of(page):
        place = f"{page.relative_to(ROOT)}:{block.line}"
        match block.language:
            case "python":
                code = compile("\n" * block.line + block.code, place, "exec")
                with ThreadPoolExecutor(1) as apart:  # from the event loop of a browser that tests have open
                    apart.submit(exec, code, names).result()
            case "sh":
                for line in _commands(block.code):
                    _run_command(line, place)
            case "" if page.name == "README.md":
                for line in _commands(re.sub(r" {3,}.*", "", block.code)):
                    _run_command(line, place)
            case "toml" | "csv":
                _write(block, bench)
            case "json":
                json.loads(block.code)
            case "text" if page.name not in (*WRITTEN, "README.md"):
                missing = [line for line in block.code.splitlines() if _plain(line) not in _plain(printed)]
                assert missing == [], f"{place} shows what no command printed"
            case "text" | "pycon" | "{toctree}" | "{include}" | "{eval-rst}":
                pass  # written by docs/generate.py, run as a doctest, or for the site
            case "sql":
                assert page.name == "archive.md", place  # tests/archive/test_archive_queries.py runs them
            case language:
                pytest.fail(f"{place}: a block must say what it is, not {language!r}")
        said = capfd.readouterr()
        printed += said.out + said.err


def test_no_code_hides_in_an_indented_block() -> None:
    hidden = [
        f"{page.relative_to(ROOT)}: {line.strip()}"
        for page in PAGES
        for line in FENCE.sub("", page.read_text(encoding="utf-8")).splitlines()
        if re.match(r" {4,}(fabula [a-z]+ |import |from \w+ import |story[.=])", line)
    ]
    assert hidden == []


def _plain(text: str) -> str:
    """The text with single spaces and without the figures after a point, which differ from processor to processor."""
    return re.sub(r"\b0\.\d+", "0.#", " ".join(text.split()))


def _commands(code: str) -> Iterator[str]:
    """The commands of a block, one a line or joined by &&."""
    for line in code.splitlines():
        yield from (part.strip() for part in line.split(" && ") if part.strip())


def _run_command(line: str, place: str) -> None:
    words = shlex.split(line, comments=True)
    if not words or line.startswith(SETUP):
        _check_setup(words, place)
        return
    if words[0] != "fabula":
        assert line.startswith("--"), f"{place}: {line!r} is no command of ours"
        return
    arguments = words[1:]
    if NOT_HERE.search(" ".join(arguments)) or " ".join(arguments).startswith(SERVES):
        _check_options(arguments, place)
    else:
        assert run(arguments) == 0, f"{place}: {line}"


def _check_setup(words: list[str], place: str) -> None:
    """Files of ours that a command starts are there, and extras that it installs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for word in words:
        if re.fullmatch(r"[\w/]+\.py", word):
            assert (ROOT / word).is_file(), f"{place}: {word}"
        for extra in re.findall(r"(?:fabula|\.)\[(\w+)\]", word):
            assert extra in project["optional-dependencies"], f"{place}: {word}"


def _check_options(arguments: list[str], place: str) -> None:
    assert run([arguments[0], "--help"]) == 0, place
    known = Path(ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    options = [word for word in arguments if word.startswith("--")]
    assert [option for option in options if option not in known] == [], place


def _write(block: Block, folder: Path) -> None:
    """Read the block as what it is, and write it where the sentence before it says."""
    named = re.findall(rf"`([\w.]+\.{block.language})`", block.before)
    if block.language == "toml":
        tomllib.loads(block.code)
    path = folder / (named[-1] if named else "loose.corrections.toml")
    path.write_text(block.code, encoding="utf-8")
    if path.name.endswith("corrections.toml") and "[[" in block.code:
        assert read_corrections(path) is not None
