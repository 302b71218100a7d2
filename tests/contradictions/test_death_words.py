"""What words say that somebody is dead, and who."""

from __future__ import annotations

import pytest

from fabula.contradictions.death_words import RULES, who_is_dead
from fabula.contradictions.pages import Pages
from fabula.reading import read_text


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("Tom died in March.", "Tom"),
        ("They hanged Tom at noon.", "Tom"),
        ("The fever killed Tom in a week.", "Tom"),
        ("Tom was shot through the heart.", "Tom"),
        ("Tom passed away in the night.", "Tom"),
        ("Tom had drowned in the bay.", "Tom"),
        ("Tom drowned that winter.", "Tom"),
        ("They found Tom's body in the river.", "Tom"),
        ("Tom was dead.", "Tom"),
        ("Tom broke his neck on the stairs.", "Tom"),
        ("Tom lost his life at the mill.", "Tom"),
        ("She was the widow of Tom.", "Tom"),
        ("She stood by the grave of Tom.", "Tom"),
        ("They piled stones over Tom.", "Tom"),
        ("There was nothing anyone could do for Tom.", "Tom"),
        ("The cancer took Tom before the harvest.", "Tom"),
        ("Tom had been guillotined in the spring.", "Tom"),
        ("Tom went down with the Annie May.", "Tom"),
        ("Tom passed in March, with the balloons still up.", "Tom"),
        ("She was Tom's widow.", "Tom"),
        ("They scattered Tom off the end of the pier.", "Tom"),
    ],
)
def test_who_is_dead_is_told(text: str, dead: str) -> None:
    assert found_in(text) == [dead]


@pytest.mark.parametrize(
    "text",
    [
        "Tom was shot in the arm.",
        "Tom killed himself laughing.",
        "The noise died away behind Tom.",
        "She lifted her grave face to Tom.",
        "He turned his grave face away from Tom.",
        "The body was warm beside Tom.",
        "Tom broke the neck of the bottle.",
        "Tom passed in front of the window.",
        "Tom passed a shop on the corner.",
        "Tom took the fever for a chill.",
        "Tom went down with a cold.",
    ],
)
def test_nobody_is_dead(text: str) -> None:
    assert "Tom" not in found_in(text)


def found_in(text: str) -> list[str]:
    """Whom the words of a text say to be dead."""
    pages = Pages(read_text(text))
    tokens = [token for token, lemma in enumerate(pages.syntax.lemma) if lemma in RULES]
    dead = [who_is_dead(pages, token) for token in tokens]
    return [pages.syntax.text[token] for token in dead if token >= 0]
