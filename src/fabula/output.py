"""Writing results: to a temporary name first, then moved into place."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from fabula.errors import AlreadyThere, CannotWrite, DiskFull

Writer = Callable[[Path], None]  # writes a file to the path it is given


@contextmanager
def atomic_write(path: Path) -> Iterator[IO[bytes]]:
    """A binary file that becomes ``path`` when the block ends, or leaves nothing behind if it fails.

    Raises  CannotWrite (O01), DiskFull (O02)
    """
    temporary: str | None = None
    try:
        if path.is_dir():
            raise CannotWrite(f"cannot write {path}: it is a folder; give a file name with -o")
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".fabula.", suffix=".part")
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
        temporary = None
    except OSError as error:
        raise _output_error(path, error.errno, error.strerror or str(error)) from error
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def check_writable(path: Path) -> None:
    """Find out before the work whether ``path`` can be written after it.

    Raises  CannotWrite (O01), DiskFull (O02)
    """
    with _as_output_error(path):
        with suppress(FileNotFoundError):
            if stat.S_ISDIR(path.stat().st_mode):  # not is_dir(), which hides a name that is too long
                raise IsADirectoryError(errno.EISDIR, "it is a folder")
        with tempfile.TemporaryFile(dir=path.parent, prefix=".fabula.", suffix=".part"):
            pass


def write_together(writers: Mapping[Path, Writer]) -> None:
    """Call each writer with a temporary name, then move all files into place: all are written, or none.

    Takes   writers: where a file goes, all in one folder -> a function that writes it to the path it is given
    Raises  CannotWrite (O01), DiskFull (O02)
    """
    folder = next(iter(writers)).parent
    with _as_output_error(folder), tempfile.TemporaryDirectory(dir=folder, prefix=".fabula.") as staged:
        for path, write in writers.items():
            with _naming(path):
                write(Path(staged, path.name))
        for path in writers:
            Path(staged, path.name).replace(path)


def check_folder(path: Path) -> None:
    """Find out before the work whether files can be written into ``path``, a folder that may have to be made.

    Raises  CannotWrite (O01), DiskFull (O02)
    """
    with _as_output_error(path):
        nearest = next((place for place in (path, *path.parents) if place.exists()), path)
        if not nearest.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, f"{nearest} is a file, and a folder is needed")
        with tempfile.TemporaryFile(dir=nearest, prefix=".fabula.", suffix=".part"):
            pass


def make_folder(path: Path) -> Path:
    """``path``, made with the folders above it where it is not there.

    Raises  CannotWrite (O01), DiskFull (O02)
    """
    with _as_output_error(path):
        path.mkdir(parents=True, exist_ok=True)
    return path


def check_absent(path: Path) -> None:
    """Find out before the work that nothing is at ``path``.

    Raises  AlreadyThere (O03)
    """
    with _as_output_error(path):
        if path.exists():
            raise AlreadyThere(f"{path} is there already: --force replaces it, -o chooses another place")


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Errors about a temporary name become errors about ``path``."""
    try:
        yield
    except DiskFull as error:
        raise _output_error(path, errno.ENOSPC, "") from error
    except CannotWrite as error:
        cause = error.__cause__
        reason = cause.strerror if isinstance(cause, OSError) and cause.strerror else "it cannot be made"
        raise _output_error(path, errno.EIO, reason) from error


@contextmanager
def _as_output_error(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _output_error(path, error.errno, error.strerror or str(error)) from error


def _output_error(path: Path, number: int | None, reason: str) -> CannotWrite | DiskFull:
    if number in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(f"cannot write {path}: no space left on the disk; free some or choose another place")
    reason = reason[:1].lower() + reason[1:]
    return CannotWrite(f"cannot write {path}: {reason}; choose another place with -o")
