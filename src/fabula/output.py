"""Writing results: to a temporary name first, then moved into place."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from fabula.errors import CannotWrite, DiskFull


@contextmanager
def atomic_write(path: Path) -> Iterator[IO[bytes]]:
    """A binary file that becomes ``path`` when the block ends, or leaves nothing behind if it fails.

    Raises  CannotWrite (O01), DiskFull (O02)
    """
    temporary: str | None = None
    try:
        if path.is_dir():
            raise CannotWrite(f"cannot write {path}: it is a folder; give a file name with -o")
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
        temporary = None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(f"cannot write {path}: no space left on the disk; free some or choose another place") from error
        reason = error.strerror or str(error)
        raise CannotWrite(f"cannot write {path}: {reason}; choose another place with -o") from error
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
