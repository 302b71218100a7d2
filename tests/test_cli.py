"""The command: what it prints, what it writes, and how it behaves in a pipe and on a terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pytest
from rich.cells import cell_len

import fabula
from fabula import cli
from fabula.language.syntax import Syntax
from fabula.reading import Step
from fabula.summary import Part, Summary, summary_of
from fabula.terminal import console_for, print_summary

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "old_patience.txt"
SUMMARY = Summary(
    title="The Tale of Genji",
    author="Murasaki Shikibu",
    words=1204,
    chapters=1,
    person="first",
    narrators=("A Narrator of Uncommonly Many Names and Titles", "Genji", "Murasaki", "Aoi"),
    n_characters=12,
    characters=(
        Part("源氏の大将という名の長い長い人物の名前", ("源氏", "光る君", "源氏の大将"), "he/him", 1204, 3000),
        Part("Alexander Archibald Montgomery Lightwood III", tuple("abcdefghijklmnopqrs"), None, 0, 12),
        Part("Ada\x1b[31m\nFinch\u202e", ("Ada", "Ada\nFinch"), "she/her", 1, 9),
    ),
    lines=1300,
    lines_with_speaker=1205,
    problems=(("a very long message " * 10, 40), ("short", 1), ("third", 1), ("fourth", 1)),
    outputs={"story": "/somewhere/" + "deep/" * 20 + "genji.fabula"},
)


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("read")


@pytest.fixture(scope="module")
def answer(outputs: Path) -> subprocess.CompletedProcess[str]:
    """What ``fabula read`` says of the example in a pipe."""
    return fabula_command("read", EXAMPLE, "-o", outputs / "book")


def fabula_command(*arguments: str | Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "fabula", *(str(argument) for argument in arguments)]
    return subprocess.run(line, capture_output=True, text=True, check=False, input=stdin, timeout=120)


def test_reading_prints_the_cast_and_writes_both_files(
    answer: subprocess.CompletedProcess[str], outputs: Path, example_story: fabula.Story
) -> None:
    assert answer.returncode == 0, answer.stderr
    assert "Old Patience" in answer.stdout
    assert f"{example_story.n_words:,} words · 5 chapters" in answer.stdout
    assert "third person" in answer.stdout
    for character in example_story.characters[:10]:
        assert character.name[:20] in answer.stdout
    assert sorted(path.name for path in outputs.iterdir()) == ["book.fabula", "book.html"]
    assert str(outputs / "book.html") in answer.stdout


def test_a_pipe_gets_no_bar_no_colour_and_no_wide_line(answer: subprocess.CompletedProcess[str]) -> None:
    assert answer.stderr == ""
    assert "\x1b" not in answer.stdout
    lines = [line for line in answer.stdout.splitlines() if not line.startswith((" wrote", "       "))]
    assert max(map(cell_len, lines)) < 80


def test_a_story_file_is_read_in_place_of_the_book(
    answer: subprocess.CompletedProcess[str], outputs: Path, tmp_path: Path
) -> None:
    again = fabula_command("read", outputs / "book.fabula", "-o", tmp_path / "again")
    assert again.stdout.splitlines()[:-4] == answer.stdout.splitlines()[:-4]


@pytest.mark.usefixtures("answer")
def test_a_story_file_gives_a_page_beside_itself_and_stays_as_it_is(outputs: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.fabula"
    kept.write_bytes((outputs / "book.fabula").read_bytes())
    before = kept.stat().st_mtime_ns
    assert fabula_command("read", kept, "--quiet").stdout == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.fabula", "kept.html"]
    assert kept.stat().st_mtime_ns == before


def test_json_is_one_object_with_the_same_facts(
    outputs: Path, example_story: fabula.Story, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["read", str(EXAMPLE), "--json", "-o", str(outputs / "facts")]) == 0
    facts = json.loads(capsys.readouterr().out)
    expected = json.loads(json.dumps(summary_of(example_story).to_json()))
    assert facts.pop("outputs") == {
        "story": str(outputs / "facts.fabula"),
        "page": str(outputs / "facts.html"),
    }
    expected.pop("outputs")
    assert facts == expected


def test_standard_input_is_a_book(tmp_path: Path) -> None:
    story = '"Come in," said Ada. She opened the door for him and went back to the window.'
    answer = fabula_command("read", "-", "-o", tmp_path, stdin=story)
    assert answer.returncode == 0, answer.stderr
    assert "Ada" in answer.stdout
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".fabula", ".html"]


def test_a_story_is_exported_as_json(outputs: Path, tmp_path: Path, answer: object) -> None:
    assert answer is not None
    to_file = tmp_path / "out.json"
    assert cli.run(["export", str(outputs / "book.fabula"), "--to", "json", "-o", str(to_file)]) == 0
    to_pipe = fabula_command("export", outputs / "book.fabula", "--to", "json", "-o", "-")
    assert json.loads(to_file.read_bytes()) == json.loads(to_pipe.stdout)


@pytest.mark.parametrize(
    "arguments",
    [["red"], ["read"], ["read", "a", "b"], ["read", "a", "--no"], ["export", "a", "--to", "tape"]],
)
def test_a_wrong_call_is_one_line_and_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("fabula: ")
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize("threads", ["0", "-1", "two", "1.5"])
def test_threads_are_one_or_more(threads: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["read", str(EXAMPLE), "--threads", threads, "-o", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert "--threads" in error
    assert error.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("verb", [["read", "--quiet"], ["export", "--to", "json"]])
def test_reading_uses_as_many_threads_as_it_is_told(
    verb: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    monkeypatch.setattr("fabula.reading.Step.run", watch_threads(told))
    book = tmp_path / "book.txt"
    book.write_text('"Come in," said Ada. She opened the door for him and went back to the window.')
    assert cli.run([verb[0], str(book), *verb[1:], "--threads", "1", "-o", str(tmp_path / "out")]) == 0
    assert set(told) == {1}


def watch_threads(told: list[int]) -> Callable[..., Mapping[str, pa.Table]]:
    """``Step.run`` that also notes on how many threads."""
    run = Step.run

    def watch(step: Step, syntax: Syntax, threads: int, tables: Mapping[str, pa.Table]) -> Mapping[str, pa.Table]:
        told.append(threads)
        return run(step, syntax, threads, tables)

    return watch


def test_an_unknown_task_is_an_error_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["evaluate", "speakrs", str(EXAMPLE)]) == 2
    assert "speakers" in capsys.readouterr().err


def test_a_task_that_takes_nothing_given_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["evaluate", "coref", str(EXAMPLE), "--given", "quotations"]) == 2
    assert "cannot be given" in capsys.readouterr().err


def test_without_arguments_it_says_what_it_can_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([]) == 0
    assert "fabula read BOOK" in capsys.readouterr().out


def test_a_bug_is_one_line_and_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError("the cat\nsat on it")

    monkeypatch.delenv("FABULA_DEBUG", raising=False)
    monkeypatch.setattr("fabula.reading.read", break_down)
    assert cli.run(["read", str(EXAMPLE), "-o", str(tmp_path)]) == 1
    error = capsys.readouterr().err
    assert "please report" in error
    assert error.count("\n") == 1


def test_a_reader_who_leaves_early_is_no_error(outputs: Path, answer: object) -> None:
    assert answer is not None
    line = f"{sys.executable} -m fabula export {outputs / 'book.fabula'} --to json -o - | head -c 10"
    piped = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert piped.stderr == ""


def test_help_comes_at_once_and_loads_nothing_heavy() -> None:
    code = (
        "import sys; from fabula.cli import run; run(['read', '--help']); "
        "print(sorted({'spacy', 'numpy', 'pyarrow', 'scipy', 'onnxruntime', 'tokenizers'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Examples:" in answer.stdout
    assert answer.stdout.strip().endswith("[]")


def test_importing_fabula_loads_nothing_heavy() -> None:
    heavy = {"spacy", "numpy", "pyarrow", "onnxruntime", "tokenizers", "typer", "rich"}
    code = f"import sys, fabula; print(sorted({heavy} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_reading_needs_nothing_of_what_training_needs() -> None:
    code = (
        "import sys; sys.modules.update(dict.fromkeys(['torch', 'transformers', 'onnx', 'training'])); "
        "import fabula; print(fabula.read_text('Anne ran home.').n_words)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert answer.stdout.strip() == "3", answer.stderr


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_a_terminal_gets_a_bar_by_step(tmp_path: Path) -> None:
    import pty

    main_end, terminal = pty.openpty()
    line = [sys.executable, "-m", "fabula", "read", str(EXAMPLE), "-o", str(tmp_path / "book")]
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"}
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=terminal, env=environment)
    os.close(terminal)
    seen = b""
    while True:
        try:
            part = os.read(main_end, 4096)
        except OSError:
            break
        if not part:
            break
        seen += part
    process.communicate()
    assert process.returncode == 0
    assert b"sentences" in seen
    assert b"/" in seen


def test_long_and_wide_names_are_cut_and_never_wrapped(capsys: pytest.CaptureFixture[str]) -> None:
    print_summary(SUMMARY)
    lines = capsys.readouterr().out.splitlines()
    paths = [line for line in lines if "genji.fabula" in line]
    assert len(paths) == 1
    assert SUMMARY.outputs["story"] in paths[0]
    assert max(cell_len(line) for line in lines if line not in paths) < 80
    assert len([line for line in lines if "源氏の大将" in line]) == 1
    assert any("Alexander Archibald Mon…" in line for line in lines)
    assert not any("\x1b" in line for line in lines)
    assert any("and 9 more characters" in line for line in lines)


def test_a_story_without_characters_is_summed_up_too(capsys: pytest.CaptureFixture[str]) -> None:
    print_summary(Summary("Nothing", None, 1, 0, None, (), 0, (), 0, 0), console_for())
    assert "1 word · 0 chapters · 0 lines spoken" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["1023_bleak_house.txt"])
def test_a_long_novel_is_summed_up(shared: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    if not os.environ.get("FABULA_LONG_TESTS"):
        pytest.skip("set FABULA_LONG_TESTS=1 to read whole novels")
    print_summary(summary_of(fabula.read(shared / "data" / "novels" / name)))
    assert max(map(cell_len, capsys.readouterr().out.splitlines())) < 80
