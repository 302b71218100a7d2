"""Every error code is raised by some test, and every error is one line for a person."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fabula import errors

TESTS = Path(__file__).resolve().parent
CLASSES = {
    name: value
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, errors.FabulaError)
}
LEAVES = sorted(
    name
    for name, value in CLASSES.items()
    if not any(other is not value and issubclass(other, value) for other in CLASSES.values())
)


@pytest.mark.parametrize("name", LEAVES)
def test_a_test_meets_the_error(name: str) -> None:
    code = CLASSES[name].code
    expected = re.compile(rf"\b{name}\b|\"{code}\"")
    tests = [path for path in TESTS.rglob("*.py") if path.name != Path(__file__).name]
    assert any(expected.search(path.read_text(encoding="utf-8")) for path in tests), f"no test meets {name} ({code})"


def test_codes_are_a_letter_and_two_digits() -> None:
    assert all(re.fullmatch(r"[A-Z]\d\d", error.code) for error in CLASSES.values())


def test_the_general_error_catches_every_other() -> None:
    assert all(issubclass(error, errors.FabulaError) for error in CLASSES.values())
