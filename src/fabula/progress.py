"""A progress bar by step on standard error; nothing where that is not a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

StepProgress = Callable[[int, int, str], None]  # steps done, steps in all, name of the step that starts


@contextmanager
def step_progress() -> Iterator[StepProgress]:
    """A callable that moves the bar; the bar is wiped when the block ends.

    >>> with step_progress() as progress:
    ...     progress(0, 2, "tokens")
    """
    from rich import progress
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _say_nothing
        return
    columns = (
        progress.SpinnerColumn(),
        progress.TextColumn("{task.description:<12}"),
        progress.BarColumn(bar_width=32),
        progress.MofNCompleteColumn(),
        progress.TimeElapsedColumn(),
    )
    with progress.Progress(*columns, console=console, transient=True, refresh_per_second=8) as bar:
        task = bar.add_task("opening", total=None)

        def step(done: int, in_all: int, name: str) -> None:
            bar.update(task, completed=done, total=in_all, description=name[:12])

        yield step


def _say_nothing(_done: int, _in_all: int, _name: str) -> None:
    """Show nothing of the step that starts."""


class StoriesDone(Protocol):
    """How far reading many stories is."""

    @property
    def done(self) -> int: ...  # noqa: D102
    @property
    def in_all(self) -> int: ...  # noqa: D102
    @property
    def failures(self) -> int: ...  # noqa: D102
    @property
    def words(self) -> int: ...  # noqa: D102


@contextmanager
def story_progress(quiet: bool = False) -> Iterator[Callable[[StoriesDone], None]]:
    """A callable that shows how many of many stories are done; nothing without a terminal, or if ``quiet``."""
    from rich import progress
    from rich.console import Console

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda _done: None
        return
    columns = (
        progress.SpinnerColumn(),
        progress.TextColumn("{task.description}"),
        progress.BarColumn(bar_width=24),
        progress.MofNCompleteColumn(),
        progress.TimeRemainingColumn(),
        progress.TextColumn("{task.fields[words]:,} words, {task.fields[failures]} failed"),
    )
    with progress.Progress(*columns, console=console, transient=True, refresh_per_second=4) as bar:
        task = bar.add_task("looking for stories", total=None, words=0, failures=0)

        def show(now: StoriesDone) -> None:
            told: dict[str, Any] = {"words": now.words, "failures": now.failures}
            bar.update(task, description="stories", completed=now.done, total=now.in_all, **told)

        yield show


@contextmanager
def document_progress() -> Iterator[Callable[[str], None]]:
    """A callable that shows the name of the document whose turn has come; nothing without a terminal."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _name: None
        return
    with console.status("starting") as status:
        yield lambda name: status.update(name)
