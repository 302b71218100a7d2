"""Write what comes from the code: ``tables.md``, ``errors.md``, ``cli.md``, the answers in the README and on asking.

python docs/generate.py          write them
python docs/generate.py --check  exit with 1 if one of them is out of date
"""

from __future__ import annotations

import inspect
import io
import os
import re
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pyarrow as pa

import fabula
from fabula import errors
from fabula.schema import PROBLEMS, TABLES, Column
from fabula.story import Story
from fabula.summary import summary_of
from fabula.terminal import console_for, print_reply, print_summary
from fabula.world.design.model import schema_text

DOCS = Path(__file__).resolve().parent
ASKED = (
    "Who broke the stay?",
    "When did Silas die?",
    "What was Joe Tarrant frying?",
    "Did the Major break the stay?",
    "Who sold the bell?",
)
README = DOCS.parent / "README.md"
ASKING = DOCS / "asking.md"
BAD_INPUT = DOCS / "bad-input.md"
EXAMPLE = "examples/old_patience"
SHOWN = re.compile(r"(?<=<!-- written by docs/generate.py -->\n).*?(?=<!-- end -->)", re.DOTALL)
REASON = re.compile(r" \((?:[^()]|\([^()]*\))*\)")  # in the words of a library, which may change
COMMANDS = (
    *("", "read", "show", "ask", "export", "cast", "plot", "evaluate", "doctor", "library", "serve", "archive", "mcp"),
    *(f"library {name}" for name in ("add", "list", "search", "remove", "export", "check")),
    *("archive read", "archive report"),
    *("world", *(f"world {name}" for name in ("design", "check", "open", "invite", "story"))),
)
MADE_BY = "<!-- Written by docs/generate.py: change {source} instead. -->\n"


def tables_page() -> str:
    """Every table and column, from ``schema.py``."""
    parts = [
        "# Tables\n",
        MADE_BY.format(source="src/fabula/schema/tables.py"),
        'A `Story` is its text and these tables, each a `pyarrow.Table`: `story.tables["quotes"]`.',
        "A row's id is its index. Offsets are half-open, in Unicode code points of `story.text`; columns",
        "that end in `_token` are rows of `tokens`. A type followed by `?` may be null.\n",
    ]
    for name, columns in TABLES.items():
        parts += [f"## {name}\n", "| column | type | meaning | made by |", "|---|---|---|---|"]
        parts += [_column_row(column) for column in columns]
        parts.append("")
    parts += ["## What may be odd: the codes of `problems`\n", "| code | about | message |", "|---|---|---|"]
    parts += [f"| {code} | {step} | {message} |" for code, (step, message) in PROBLEMS.items()]
    return "\n".join([*parts, ""])


def errors_page() -> str:
    """Every error class and code, from ``errors.py``."""
    parts = [
        "# Errors\n",
        MADE_BY.format(source="src/fabula/errors.py"),
        "Every error that fabula raises on purpose is a `fabula.errors.FabulaError`. Its `code` is stable",
        "between versions, and `str(error)` is one line. The command prints that line and exits with 2.\n",
        "| code | class | kind of | when |",
        "|---|---|---|---|",
    ]
    for error in error_classes():
        parent = error.__mro__[1].__name__
        parts.append(f"| {error.code} | `{error.__name__}` | `{parent}` | {inspect.getdoc(error)} |")
    return "\n".join([*parts, ""])


def cli_page() -> str:
    """The help of every command, as the command prints it."""
    parts = ["# The command line\n", MADE_BY.format(source="src/fabula/cli.py")]
    for command in COMMANDS:
        parts += [f"## fabula {command}".rstrip() + "\n", "```text", _help(command), "```\n"]
    parts += [
        "## Exit codes\n",
        "| code | meaning |",
        "|---|---|",
        "| 0 | it went well |",
        "| 1 | a bug in fabula, or nobody reads the output any more; of `fabula doctor`: something is broken |",
        "| 2 | something is wrong with what was given; one line on standard error says what |",
        "| 130 | interrupted with Ctrl-C; no file is left half-written |",
        "",
    ]
    return "\n".join(parts)


def readme() -> str:
    """The README with what ``fabula read`` says of the example today."""
    outputs = {"story": f"{EXAMPLE}.fabula", "page": f"{EXAMPLE}.html"}
    printed = io.StringIO()
    print_summary(summary_of(example(), outputs), console_for(printed))
    return _with_shown(README, printed.getvalue())


def asking() -> str:
    """The page on asking with what ``fabula ask`` says to some questions today."""
    printed = io.StringIO()
    for question in ASKED:
        printed.write(f'$ fabula ask {EXAMPLE}.fabula "{question}"\n')
        print_reply(example().ask(question), console_for(printed))
    return _with_shown(ASKING, printed.getvalue())


@cache
def bad_input() -> str:
    """The page of bad input, with what each of ``tests/bad_files.py`` ends in."""
    bad = runpy.run_path(str(DOCS.parent / "tests" / "bad_files.py"))
    rows = ["| given | code | what it says |", "|---|---|---|"]
    with tempfile.TemporaryDirectory() as folder:
        for name, (make, _, _) in bad["BAD_FILES"].items():
            make(Path(folder, name))
            rows.append(
                _met(f"`{name}`: {bad['WHAT'][name]}", lambda name=name: fabula.read(Path(folder, name)), folder)
            )
        rows += [_met(what, lambda use=use: use(Path(folder)), folder) for what, (use, _) in bad["BAD_USES"].items()]
    return SHOWN.sub(lambda _: "\n".join(rows) + "\n", BAD_INPUT.read_text(encoding="utf-8"))


def _met(what: str, use: Callable[[], object], folder: str) -> str:
    """A row that says which error a use ends in; paths without their folder, reasons of the system left out."""
    try:
        use()
    except errors.FabulaError as error:
        said = str(error).replace(f"{folder}/", "").replace(str(DOCS.parent) + "/", "").replace("|", "\\|")
        said = REASON.sub("", said) if error.code in ("S06", "C02", "F01", "V01") else said
        return f"| {what} | {error.code} | {said} |"
    raise SystemExit(f"{what}: no error")


def example() -> Story:
    """The bundled story."""
    return fabula.read(DOCS.parent / f"{EXAMPLE}.txt")


def error_classes() -> Iterator[type[errors.FabulaError]]:
    """The error classes in the order of the file, the general one left out."""
    for value in vars(errors).values():
        if inspect.isclass(value) and issubclass(value, errors.FabulaError) and value is not errors.FabulaError:
            yield value


PAGES = {
    "world.schema.json": schema_text,
    "tables.md": tables_page,
    "errors.md": errors_page,
    "cli.md": cli_page,
    "../README.md": readme,
    "asking.md": asking,
    "bad-input.md": bad_input,
}


def main() -> int:
    """Write the pages, or with ``--check`` compare them."""
    stale = [name for name, page in PAGES.items() if _read(DOCS / name) != page()]
    if "--check" in sys.argv:
        sys.stderr.writelines(f"{name} is out of date: run python docs/generate.py\n" for name in stale)
        return 1 if stale else 0
    for name in stale:
        (DOCS / name).write_text(PAGES[name](), encoding="utf-8")
    return 0


def _with_shown(page: Path, printed: str) -> str:
    """A page with what is printed in place of what it shows."""
    lines = "\n".join(line.rstrip() for line in printed.strip("\n").splitlines())
    return SHOWN.sub(lambda _: f"```text\n{lines}\n```\n", page.read_text(encoding="utf-8"))


def _column_row(column: Column) -> str:
    meaning = column.meaning
    if column.key_of:
        meaning += f" (row of `{column.key_of}`)"
    if column.values:
        meaning += ": " + ", ".join(f"`{value}`" for value in column.values)
    optional = "?" if column.nullable else ""
    return f"| `{column.name}` | {_type_name(column.dtype)}{optional} | {meaning} | {column.made_by} |"


def _type_name(dtype: pa.DataType) -> str:
    return "name" if pa.types.is_dictionary(dtype) else str(dtype)


def _help(command: str) -> str:
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "TERMINAL_WIDTH": "80"}
    arguments = [sys.executable, "-m", "fabula", *command.split(), "--help"]
    answer = subprocess.run(arguments, capture_output=True, text=True, check=True, env=environment)
    return "\n".join(line.rstrip() for line in answer.stdout.strip().splitlines())


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
