"""Reading WORLD.toml: the design, or what does not hold in it, line by line."""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from fabula.errors import DesignBroken, DesignOfOtherVersion, DesignUnreadable
from fabula.world.design.faults import Fault, faults_of
from fabula.world.design.lines import line_at, lines_of
from fabula.world.design.model import SCHEMA, Design

LARGEST = 8_000_000  # bytes


def read_design(path: Path) -> Design:
    """The design in a file.

    Raises  DesignUnreadable (Y01), DesignBroken (Y02), DesignOfOtherVersion (Y03)
    """
    design, faults = check_design(path)
    if design is None or faults:
        more = f" (and {len(faults) - 1} more: fabula world check {path})" if len(faults) > 1 else ""
        raise DesignBroken(f"{path}:{faults[0].line}: {faults[0].message}{more}")
    return design


def check_design(path: Path) -> tuple[Design | None, list[Fault]]:
    """The design, None where its form is wrong, and all that does not hold in it, in the order of the file.

    Raises  DesignUnreadable (Y01), DesignOfOtherVersion (Y03); DesignBroken (Y02): not TOML
    """
    text = read_text(path)
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DesignBroken(_not_toml(path, text, error)) from error
    lines = lines_of(text)
    _check_version(path, values, lines)
    try:
        design = Design.model_validate(values)
    except ValidationError as error:
        return None, _sorted(_fault(found, lines) for found in error.errors(include_url=False))
    return design, _sorted(Fault(line_at(lines, keys), message) for keys, message in faults_of(design))


def read_text(path: Path) -> str:
    """The text of a design.

    Raises  DesignUnreadable (Y01)
    """
    try:
        if path.stat().st_size > LARGEST:
            raise DesignUnreadable(f"{path} is larger than {LARGEST // 1_000_000} MB, which no design is")
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise DesignUnreadable(f"no such file: {path}; fabula world design BOOK -o {path} makes one") from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise DesignUnreadable(f"{path}:{line}: not UTF-8; save it in that encoding") from error
    except OSError as error:
        raise DesignUnreadable(f"cannot open {path}: {error.strerror or error}") from error


def _not_toml(path: Path, text: str, error: Exception) -> str:
    where = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    line = int(where[1]) if where else text.count("\n") + 1 if "end of document" in str(error) else 1
    reason = re.sub(r" \(at .*", "", str(error)) or "nested too deeply"
    return f"{path}:{line}: not TOML: {reason[:1].lower()}{reason[1:]}"


def _check_version(path: Path, values: dict[str, Any], lines: dict[Any, int]) -> None:
    number = values.get("schema")
    line = line_at(lines, ("schema",))
    if number is None:
        raise DesignOfOtherVersion(f"{path}:{line}: no 'schema = {SCHEMA}': is this a design of a world?")
    if number == SCHEMA:
        return
    if isinstance(number, int) and number > SCHEMA:
        raise DesignOfOtherVersion(
            f"{path}:{line}: made for schema {number}, and this fabula knows {SCHEMA}: install a newer fabula"
        )
    raise DesignOfOtherVersion(
        f"{path}:{line}: made for schema {str(number)[:20]}, and this fabula knows {SCHEMA}: "
        "make the design anew with fabula world design, and carry over what you changed"
    )


def _fault(found: Any, lines: dict[Any, int]) -> Fault:
    keys = tuple(key for key in found["loc"] if key != "[key]")
    named = f"{keys[-1]!r}" if keys else "the design"
    match found["type"]:
        case "extra_forbidden":
            message = f"unknown key {keys[-1]!r}{_nearest(keys)}"
        case "missing":
            message = f"{keys[-1]!r} is missing{' in ' + _shown(keys[:-1]) if keys[:-1] else ''}"
        case "value_error" if not keys:
            message = str(found["ctx"]["error"])
            keys = ("places",)
        case "value_error":
            message = f"{found['ctx']['error']} ({_shown(keys)})"
        case "string_pattern_mismatch":
            message = f"{str(found['input'])[:70]!r} is no key: small letters a to z, digits and hyphens, at most 64"
        case _:
            message = f"{named}: {found['msg'][:1].lower()}{found['msg'][1:]}"
    return Fault(line_at(lines, keys), message)


def _nearest(keys: tuple[Any, ...]) -> str:
    """The key that may have been meant, among those of the part."""
    model: Any = Design
    for key in keys[:-1]:
        fields = getattr(model, "model_fields", None)
        if fields is None or key not in fields:
            continue
        inner = re.findall(r"fabula\.world\.design\.model\.(\w+)", str(fields[key].annotation))
        model = getattr(__import__(Design.__module__, fromlist=["model"]), inner[0]) if inner else None
    known = [field.alias or name for name, field in getattr(model, "model_fields", {}).items()]
    near = get_close_matches(str(keys[-1]), known, n=1)
    return f"; did you mean {near[0]!r}?" if near else f": there are {', '.join(known)}" if known else ""


def _shown(keys: tuple[Any, ...]) -> str:
    return ".".join(str(key) for key in keys)


def _sorted(faults: Any) -> list[Fault]:
    return sorted(faults, key=lambda fault: fault.line)
