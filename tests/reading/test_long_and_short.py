"""A text of any length is read, in time that grows with its length."""

from __future__ import annotations

import time

import pytest

from fabula import read_text
from fabula.schema import check_story_tables

LONG = 60  # seconds; none takes a tenth of it on an idle machine

TEXTS = {
    "one letter": "A",
    "one word": "Rain.",
    "one name": "Anne.",
    "one quotation": '"I."',
    "a paragraph of 20,000 words": "Anne met Tom and he laughed. " * 3400,
    "a sentence of 20,000 words": "Anne saw Tom and the old man in the house, " * 2000 + "and left.",
    "20,000 words of talk": '"I saw you," he said. ' * 2900,
    "20,000 words that say nothing": "and, " * 10_000,
    "a word of a million characters": "Anne saw " + "x" * 1_000_000 + ". She ran home.",
    "20,000 quotation marks": '"' * 20_000,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_of_any_length_is_read(text: str) -> None:
    began = time.process_time()
    story = read_text(text, threads=1)
    assert time.process_time() - began < LONG
    assert story.text == text
    check_story_tables(story.tables, len(text))


def test_the_words_around_a_word_of_a_million_characters_are_read_as_ever() -> None:
    story = read_text(TEXTS["a word of a million characters"])
    found = {mention.text: mention.entity for mention in story.mentions}
    assert found["Anne"] is not None
    assert found["She"] == found["Anne"]


@pytest.mark.parametrize("threads", [1, 2])
def test_any_number_of_threads_reads_the_same_story(threads: int) -> None:
    text = 'Anne met Tom at the inn. "I am late," she said. He laughed, and took her hat.\n\n' * 5
    story, other = read_text(text, threads=threads), read_text(text)
    for name, table in story.tables.items():
        shares = [column for column in table.column_names if column.endswith("confidence")]
        assert table.drop_columns(shares).equals(other.tables[name].drop_columns(shares)), name
