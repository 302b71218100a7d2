"""Checks of an installation: packages, the model, a reading, the machine; each with what mends it."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from packaging.requirements import Requirement

import fabula
from fabula.doctor.self_test import self_test
from fabula.errors import FabulaError
from fabula.language.workers import available_cores
from fabula.library.connection import default_path
from fabula.model.weights import CUES, DIALOGUE, FOLDER, LAYERS, NOTES, READER, SCENES, SIGNS, VERSION, checked_weights

State = Literal["ok", "note", "fault"]
REINSTALL = "pip install --force-reinstall fabula"
SLOW = 800  # words a second; two cores of a laptop read some thousands
LITTLE_MEMORY = 1_500_000_000  # bytes; a long novel takes about so much
LITTLE_DISK = 500_000_000
_FOR = {
    "duckdb": ("questions and reports of an archive", "pip install 'fabula[archive]'"),
    "ray": ("archives on a cluster", "pip install 'fabula[archive]'"),
    "pandas": ("story.to_pandas()", "pip install pandas"),
    "polars": ("story.to_polars()", "pip install polars"),
}


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: whether it is as it should be, what was found, and what mends or speeds it up."""

    name: str
    state: State
    found: str
    remedy: str = ""

    def to_json(self) -> dict[str, Any]:
        """The same as a JSON object."""
        return asdict(self)


def examine() -> Iterator[Check]:
    """Everything that is looked at, in order; a check that itself fails is a fault."""
    for name, check in _CHECKS.items():
        try:
            yield from check()
        except FabulaError as error:
            yield Check(name, "fault", str(error))
        except Exception as error:  # whatever is broken here is what is looked for
            what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            yield Check(name, "fault", what, f"{REINSTALL}; if that does not help, please report it")


def _versions() -> Iterator[Check]:
    system = f"{platform.system()} {platform.machine()}"
    yield Check("fabula", "ok", f"{fabula.__version__} in {Path(fabula.__file__).parent}")
    yield Check("Python", "ok", f"{platform.python_version()} in {sys.prefix}, on {system}")


def _packages() -> Iterator[Check]:
    """What fabula requires, against what is installed."""
    try:
        required = [Requirement(line) for line in metadata.requires("fabula") or ()]
    except metadata.PackageNotFoundError:
        yield Check("packages", "note", "fabula is not installed, only found on the path", "pip install fabula")
        return
    found, wrong = [], []
    for requirement in required:
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            version = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{requirement.name} is missing")
            continue
        found.append(f"{requirement.name} {version}")
        if not requirement.specifier.contains(version, prereleases=True):
            wrong.append(f"{requirement.name} is {version}, and {requirement.specifier} is needed")
    if wrong:
        yield Check("packages", "fault", "; ".join(wrong), "pip install --upgrade fabula")
    else:
        yield Check("packages", "ok", ", ".join(found))


def _model() -> Iterator[Check]:
    names = (*READER, CUES, LAYERS, *NOTES, *DIALOGUE, SIGNS, *SCENES)
    size = sum(len(data) for data in checked_weights(names).values())
    yield Check("model", "ok", f"version {VERSION}, {len(names)} files, {size / 1e6:.0f} MB in {FOLDER}, as installed")


def _runs_on() -> Iterator[Check]:
    import onnxruntime

    providers = onnxruntime.get_available_providers()
    where = "a GPU (CUDA)" if "CUDAExecutionProvider" in providers else "the processor"
    yield Check("runs on", "ok", f"{where}, {_count(available_cores(), 'core')}")


def _reading() -> Iterator[Check]:
    tested = self_test()
    if tested.faults:
        yield Check("self-test", "fault", "; ".join(tested.faults), REINSTALL)
    else:
        yield Check("self-test", "ok", "a page was read as it should be")
    found = f"{tested.words_a_second:,.0f} words a second"
    if tested.words_a_second >= SLOW:
        yield Check("speed", "ok", found)
        return
    load = f" (the load is {os.getloadavg()[0]:.1f})" if hasattr(os, "getloadavg") else ""
    yield Check("speed", "note", f"{found}, which is slow", f"see what else is running{load}; give it more cores")


def _machine() -> Iterator[Check]:
    memory = _available_memory()
    if memory is not None:
        found = f"{memory / 1e9:.1f} GB free"
        if memory < LITTLE_MEMORY:
            yield Check("memory", "note", f"{found}; a long novel takes 1.5 GB", "close other programs")
        else:
            yield Check("memory", "ok", found)
    for name, folder in (("temporary files", Path(tempfile.gettempdir())), ("library", default_path().parent)):
        yield _place(name, folder)


def _place(name: str, folder: Path) -> Check:
    """Whether a folder, or the nearest above it that is there, can be written to."""
    nearest = next((place for place in (folder, *folder.parents) if place.is_dir()), folder)
    variable = "TMPDIR" if name == "temporary files" else "FABULA_LIBRARY"
    try:
        with tempfile.TemporaryFile(dir=nearest):
            free = shutil.disk_usage(nearest).free
    except OSError as error:
        return Check(name, "fault", f"{nearest} cannot be written to ({error.strerror})", f"set {variable} to another")
    found = f"{folder}, {free / 1e9:.1f} GB free"
    if free < LITTLE_DISK:
        return Check(name, "note", found, f"free some space, or set {variable} to another place")
    return Check(name, "ok", found)


def _extras() -> Iterator[Check]:
    for package, (use, remedy) in _FOR.items():
        if find_spec(package) is None:
            yield Check(package, "note", f"not installed; only {use} needs it", remedy)
        else:
            yield Check(package, "ok", f"{metadata.version(package)}, for {use}")


def _available_memory() -> int | None:
    """Bytes of memory that programs may still take; None where the system does not say."""
    try:
        found = re.search(r"MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text())
    except OSError:
        return None
    return int(found[1]) * 1024 if found else None


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


_CHECKS: dict[str, Callable[[], Iterator[Check]]] = {
    "fabula": _versions,
    "packages": _packages,
    "model": _model,
    "runs on": _runs_on,
    "self-test": _reading,
    "machine": _machine,
    "extras": _extras,
}
