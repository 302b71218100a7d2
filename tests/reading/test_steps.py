"""The list of steps: each finds what it needs and makes what it says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pytest

import fabula
from fabula.reading import STEPS, Step

FROM_SOURCE = {"syntax", "threads", "chapters", "furniture", "emphasis", "paragraphs", "corrections"}


def test_every_step_needs_only_what_is_there_when_it_runs() -> None:
    there = set(FROM_SOURCE)
    for step in STEPS:
        assert set(step.needs) <= there, step.name
        there |= set(step.makes)


def test_every_step_makes_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, set[str]] = {}
    run = Step.run

    def watch(step: Step, *known: Any) -> Mapping[str, pa.Table]:
        result = run(step, *known)
        made[step.name] = set(result)
        return result

    monkeypatch.setattr(Step, "run", watch)
    fabula.read_text('"Come in," said Anne.')
    assert made == {step.name: set(step.makes) for step in STEPS}
