"""Bad input gives one clear line and exit code 2, and leaves no file behind; odd input is read."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import fabula
from bad_files import BAD_FILES, BAD_USES, ODD_TEXTS, with_limits
from fabula import cli, errors

FABULA = [sys.executable, "-m", "fabula"]
EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "old_patience.txt"
Answer = subprocess.CompletedProcess[str]


def command(*arguments: str | Path, **options: object) -> Answer:
    """The answer of the real command, in a process of its own."""
    line = [*FABULA, *(str(argument) for argument in arguments)]
    return subprocess.run(line, capture_output=True, text=True, check=False, timeout=120, **options)  # type: ignore[call-overload]


def assert_one_line(answer: Answer, *words: str) -> None:
    assert answer.returncode == 2, answer
    assert answer.stdout == ""
    assert answer.stderr.startswith("fabula: ")
    assert answer.stderr.count("\n") == 1, answer.stderr
    assert [word for word in words if word not in answer.stderr] == []


@pytest.fixture(scope="module")
def bad_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    for name, (make, _, _) in BAD_FILES.items():
        make(folder / name)
    return folder


@pytest.fixture(scope="module")
def answers(bad_folder: Path) -> dict[str, Answer]:
    """What the command answers to each bad file; run side by side, for each start takes a second."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(BAD_FILES, pool.map(lambda name: command("read", bad_folder / name), BAD_FILES), strict=True))


@pytest.mark.parametrize("name", BAD_FILES)
def test_the_command_says_on_one_line_what_is_wrong(name: str, answers: dict[str, Answer]) -> None:
    assert_one_line(answers[name], name, BAD_FILES[name][2])


@pytest.mark.usefixtures("answers")
def test_no_bad_file_leaves_another_file_behind(bad_folder: Path) -> None:
    assert {path.name for path in bad_folder.iterdir()} <= set(BAD_FILES)


@pytest.mark.parametrize("name", BAD_FILES)
def test_in_python_it_is_the_error_that_is_documented(name: str, bad_folder: Path) -> None:
    with pytest.raises(BAD_FILES[name][1]) as raised:
        fabula.read(bad_folder / name)
    assert type(raised.value) is BAD_FILES[name][1]
    assert "\n" not in str(raised.value)


def test_an_unknown_format_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    answer = command("read", EXAMPLE, "--format", "mobi", "-o", tmp_path)
    assert_one_line(answer, "mobi", "epub")
    with pytest.raises(errors.UnknownFormat):
        fabula.read(EXAMPLE, format="mobi")


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that exists and cannot be read")
def test_a_file_that_cannot_be_read_says_so() -> None:
    with pytest.raises(errors.SourceUnreadable):
        fabula.read("/proc/self/mem")


@pytest.mark.parametrize("output", ["file.txt/book", "absent/book", "x" * 250, "x" * 300])
def test_a_path_that_cannot_be_written_is_found_out_before_reading(tmp_path: Path, output: str) -> None:
    (tmp_path / "file.txt").write_text("in the way")
    before = os.times().children_user
    assert_one_line(command("read", EXAMPLE, "-o", tmp_path / output), "cannot write")
    assert os.times().children_user - before < 3  # seconds of processor, which reading takes
    assert [path.name for path in tmp_path.iterdir()] == ["file.txt"]


@pytest.mark.parametrize("book", [".", "x" * 300, "absent/book.txt"])
@pytest.mark.parametrize("verb", [["read"], ["export", "--to", "json"]], ids=["read", "export"])
def test_a_book_that_cannot_be_is_the_first_thing_said(
    book: str, verb: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run([verb[0], book, *verb[1:]]) == 2
    assert "cannot write" not in capsys.readouterr().err


def test_a_folder_in_the_place_of_a_file_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "book.html").mkdir()
    assert_one_line(command("read", EXAMPLE, "-o", tmp_path / "book"), "book.html", "folder")
    assert [path.name for path in tmp_path.iterdir()] == ["book.html"]


def test_when_the_page_cannot_be_written_the_story_file_is_not_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from fabula.companion import page

    def fail(_story: fabula.Story, path: Path) -> None:
        path.write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(page, "write_page", fail)
    book = tmp_path / "book.txt"
    book.write_text('"Come in," said Ada. She opened the door for him and went back to the window.')
    assert cli.run(["read", str(book)]) == 2
    assert "no space left" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["book.txt"]


def test_a_full_disk_is_an_error_of_its_own(
    example_story: fabula.Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(errors.DiskFull):
        example_story.save(tmp_path / "story.fabula")
    assert list(tmp_path.iterdir()) == []


def test_a_path_that_cannot_be_written_is_an_error_in_python(example_story: fabula.Story, tmp_path: Path) -> None:
    with pytest.raises(errors.CannotWrite):
        example_story.save(tmp_path / "absent" / "story.fabula")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_standard_output_is_one_line(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        line = [*FABULA, "read", str(EXAMPLE), "-o", str(tmp_path / "book")]
        answer = subprocess.run(line, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert answer.returncode == 2
    assert answer.stderr == "fabula: cannot write to standard output: no space left on the disk\n"


@pytest.mark.parametrize("after", [0.1, 0.4, 0.8, 1.6])
def test_an_interrupt_ends_cleanly(after: float, tmp_path: Path) -> None:
    book = tmp_path / "long.txt"
    book.write_text(EXAMPLE.read_text(encoding="utf-8") * 30, encoding="utf-8")
    process = subprocess.Popen([*FABULA, "read", str(book)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(after)
    process.send_signal(signal.SIGINT)
    is_early = after < 0.2  # while Python itself starts, which may swallow it
    try:
        out, err = process.communicate(timeout=5 if is_early else 60)
    except subprocess.TimeoutExpired:
        assert is_early
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    if is_early and "Traceback" in err and "fabula" not in err:
        pytest.skip("interrupted before fabula began")
    assert process.returncode in (130, -signal.SIGINT), err
    assert out == ""
    assert err.strip() in ("fabula: interrupted", "")
    assert [path.name for path in tmp_path.iterdir()] == ["long.txt"]


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_odd_text_is_read_and_kept_as_it_is(text: str, tmp_path: Path) -> None:
    story = fabula.read_text(text)
    assert story.text == text
    story.save(tmp_path / "odd.fabula")
    assert fabula.load(tmp_path / "odd.fabula").text == text


@pytest.mark.skipif(sys.platform == "win32", reason="names of files are UTF-16 there")
def test_a_file_whose_name_is_no_utf_8_is_read_saved_and_shelved(tmp_path: Path) -> None:
    book = Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xe9b\xe9.txt"))
    book.write_text('"Come in," said Ada. She opened the door for him and went back to the window.')
    with fabula.Library(tmp_path / "library.db") as library:
        assert not library.add([book]).failed
        story = library.story(1)
    story.save(tmp_path / "saved.fabula")
    assert fabula.load(tmp_path / "saved.fabula").title == story.title
    assert command("read", book).returncode == 0


@pytest.mark.parametrize("name", BAD_USES)
def test_whatever_else_is_wrong_is_the_error_that_is_documented(name: str, tmp_path: Path) -> None:
    use, error = BAD_USES[name]
    with pytest.raises(error) as raised:
        use(tmp_path)
    assert type(raised.value) is error
    assert str(raised.value).splitlines() == [str(raised.value)]


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (("--time-limit", "0.1"), "--time-limit"),
        (("--size-limit", "0.01"), "--size-limit"),
        (("--memory-limit", "0"), "memory-limit"),
    ],
)
def test_the_limits_of_the_command_say_how_to_raise_them(option: tuple[str, str], words: str, tmp_path: Path) -> None:
    assert_one_line(command("read", EXAMPLE, "-o", tmp_path / "book", *option), words)
    assert list(tmp_path.iterdir()) == []


def test_standard_input_has_the_same_limit(tmp_path: Path) -> None:
    with EXAMPLE.open() as file:
        answer = command("read", "-", "-o", tmp_path / "book", "--size-limit", "0.01", stdin=file)
    assert_one_line(answer, "standard input", "--size-limit")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system knows no limit of memory")
def test_memory_that_runs_out_is_an_error_and_the_limit_ends_with_the_block() -> None:
    with pytest.raises(errors.StoryTooGreedy), with_limits(memory=1):
        bytearray(2_000_000_000)
    assert len(bytearray(10_000_000)) == 10_000_000


def test_deeply_nested_html_is_read(tmp_path: Path) -> None:
    page = tmp_path / "deep.html"
    story = "<p>“Come in,” said Ada. She opened the door and waited for him to pass.</p>" * 20
    page.write_text("<html><body>" + "<div>" * 20_000 + story + "</div>" * 20_000 + "</body></html>", encoding="utf-8")
    assert "said Ada" in fabula.read(page).text
