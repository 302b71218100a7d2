"""Where paragraphs begin, however the lines are broken."""

from __future__ import annotations

import pytest

from fabula.language.paragraphs import paragraph_spans

LONG = "The rain had fallen since the morning, and the road to the village was a river of mud, and nobody came. "


def wrapped(paragraph: str, width: int = 68) -> str:
    lines, line = [], ""
    for word in paragraph.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def texts_of(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in paragraph_spans(text)]


FOUR = [LONG * 3, LONG * 5, "“Come in,” said Anne, “it is cold.”", LONG * 4]
EXPECTED = [" ".join(paragraph.split()) for paragraph in FOUR]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n\n".join(wrapped(p) for p in FOUR), id="wrapped, blank lines"),
        pytest.param("\n".join("    " + wrapped(p) for p in FOUR), id="wrapped, indented"),
        pytest.param("\n\n".join(FOUR), id="a line each, blank lines"),
        pytest.param("\n".join(FOUR), id="a line each"),
        pytest.param("\r\n\r\n".join(wrapped(p).replace("\n", "\r\n") for p in FOUR), id="DOS line ends"),
        pytest.param("\r".join(FOUR), id="old Mac line ends"),
    ],
)
def test_the_same_paragraphs_are_found_however_lines_are_broken(text: str) -> None:
    assert texts_of(text) == EXPECTED


def test_a_chapter_on_one_line_is_parted_where_its_dialogue_changes_hands() -> None:
    turn = '"Are you there?" asked Anne. "I am," said Tom. He put down the lamp on the table. "Good." "Why?" '
    assert len(paragraph_spans(turn * 20)) > 40
    assert texts_of(turn) == [" ".join(turn.split())]


def test_paragraphs_cover_all_but_white_space() -> None:
    text = "  One.\n\n\n Two is here.\n\tThree.  \n"
    covered = "".join(text[start:end] for start, end in paragraph_spans(text))
    assert "".join(covered.split()) == "".join(text.split())
