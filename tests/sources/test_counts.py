"""The counts at the head of a copied page are metadata."""

from __future__ import annotations

import pytest

from fabula.sources import document_from_text

STORY = '\n\n"You are late," said Anne to Tom. He closed the door behind him and took off his wet coat.\n'


@pytest.mark.parametrize(
    ("counters", "expected"),
    [
        ("2.3K 87 12", (2300, 87, 12)),
        ("1,204 reads · 87 votes", (1204, 87, None)),
        ("Reads 2.3K", (2300, None, None)),
        ("★ 87", (None, 87, None)),
    ],
)
def test_counters_are_read_as_reads_votes_and_comments(counters: str, expected: tuple[int | None, ...]) -> None:
    metadata = document_from_text(f"The Lost Key\n{counters}{STORY}").metadata
    assert (metadata.reads, metadata.votes, metadata.comments) == expected


def test_a_story_without_counters_has_no_counts() -> None:
    metadata = document_from_text(f"The Lost Key{STORY}").metadata
    assert (metadata.reads, metadata.votes, metadata.comments) == (None, None, None)
