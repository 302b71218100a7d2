"""The novels beside the checkout have as many chapters as their authors gave them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fabula.sources import document_from_text, open_document

CHAPTERS = {
    "1023_bleak_house": 67, "110_tess_of_the": 59, "113_the_secret_garden": 27, "11_alices": 12, "120_treasure": 34,
    "1260_jane_eyre": 38, "1342_pride": 61, "145_middlemarch": 87, "15265_the_quest": 38, "155_the_moonstone": 51,
    "158_emma": 55, "160_the_awakening": 39, "1661_the_adventures": 12, "208_daisy": 2, "219_heart": 3,
    "238_dear_enemy": 1, "2489_moby_dick": 138, "2641_a_room": 20, "271_black_beauty": 49, "2814_dubliners": 15,
    "3268_the_mysteries": 57, "33_the_scarlet": 24, "351_of_human": 122, "4300_ulysses": 18, "599_vanity": 67,
    "6053_evelina": 84, "6593_history": 208, "76_adventures": 43, "77_the_house": 21, "829_gullivers": 39,
    "84_frankenstein": 28, "9830_the_beautiful": 9,
}  # fmt: skip


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_novel_has_its_chapters(shared: Path, name: str) -> None:
    path = next((shared / "data" / "novels").glob(f"{name}*"))
    document = open_document(path)
    assert len(document.chapters) == CHAPTERS[name]
    assert document.text == path.read_bytes().decode("utf-8")


@pytest.mark.parametrize(
    "name", ["113_the_secret_garden", "120_treasure", "158_emma", "432_the_ambassadors", "514_little"]
)
def test_a_table_of_contents_adds_no_chapter(shared: Path, name: str) -> None:
    text = next((shared / "data" / "novels").glob(f"{name}*")).read_text(encoding="utf-8")
    titles = [chapter.title for chapter in document_from_text(text).chapters]
    contents = "Contents\n\n" + "\n".join(f" {title}" for title in titles)
    document = document_from_text(f"{contents}\n\n\n\n\n{text}")
    assert [chapter.title for chapter in document.chapters] == titles
    assert [document.text[piece.start : piece.end] for piece in document.furniture if piece.kind == "contents"] == [
        contents
    ]


@pytest.mark.parametrize(
    "name", ["113_the_secret_garden", "1342_pride", "351_of_human", "6053_evelina", "4300_ulysses"]
)
def test_a_novel_has_its_chapters_however_its_lines_are_set(shared: Path, name: str) -> None:
    text = next((shared / "data" / "novels").glob(f"{name}*")).read_text(encoding="utf-8")
    paragraphs = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text) if block.strip()]
    n_chapters = len(document_from_text(text).chapters)
    for other in (text.replace("\n", "\r\n"), text.replace("\n", "\r"), "\n\n".join(paragraphs), "\n".join(paragraphs)):
        assert len(document_from_text(other).chapters) == n_chapters
