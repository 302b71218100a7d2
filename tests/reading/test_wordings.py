"""Whoever has no name is shown by the words of the text that do best for one."""

from __future__ import annotations

import pytest

from fabula import read_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("His boots were wet. His coat was torn. He came up from the sea, and nobody saw him.", "he"),
        ("Her coat was torn. Her boots were wet. Her hands shook as she lit the lamp.", "she"),
        ("A tall man came up from the sea. His boots were wet, and he shook.", "the tall man"),
    ],
)
def test_nobody_is_called_his(text: str, shown: str) -> None:
    assert read_text(text).tables["entities"]["name"].to_pylist()[:1] == [shown]
