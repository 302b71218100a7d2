"""Another language is named and refused; English with other tongues in it is English."""

from __future__ import annotations

import time

import pytest
from books import ATTIC, KEY, LAMP

from fabula.errors import SourceNotEnglish
from fabula.sources import document_from_text
from fabula.sources.language_check import check_english

FRENCH = (
    "Longtemps, je me suis couché de bonne heure. Parfois, à peine ma bougie éteinte, mes yeux se fermaient si vite "
    "que je n'avais pas le temps de me dire : je m'endors. Et, une demi-heure après, la pensée m'éveillait. "
)
OTHERS = {
    "French": FRENCH,
    "German": "Als Gregor Samsa eines Morgens aus unruhigen Träumen erwachte, fand er sich in seinem Bett zu einem "
    "ungeheueren Ungeziefer verwandelt. Er lag auf seinem panzerartig harten Rücken und sah seinen Bauch. ",
    "Spanish": "En un lugar de la Mancha, de cuyo nombre no quiero acordarme, no ha mucho tiempo que vivía un hidalgo "
    "de los de lanza en astillero, adarga antigua, rocín flaco y galgo corredor. ",
    "Dutch": "Het was een koude avond in de winter en de oude man zat met zijn hond bij het vuur. Hij dacht aan "
    "de dagen van zijn jeugd, toen hij nog over de zee voer en van niemand iets te vrezen had. ",
    "Russian": "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему. "
    "Все смешалось в доме Облонских. ",
    "Chinese": "话说天下大势，分久必合，合久必分。周末七国分争，并入于秦。及秦灭之后，楚、汉分争，又并入于汉。" * 2,
}  # fmt: skip


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_is_named(language: str) -> None:
    with pytest.raises(SourceNotEnglish, match=language):
        document_from_text(OTHERS[language] * 4)


@pytest.mark.parametrize(
    "text",
    [
        f"{ATTIC} {FRENCH} {LAMP} {KEY}",
        "Ye'll no be gaun oot the nicht, will ye, lass? Och, I dinna ken whit she wis daein' up there wi' yon key, but "
        "she wis aye a canny wee thing, and that's the truth o' it, said he to her.",
        "“Oui.”",
        "Ja. Nein. Vielleicht.",
        "ok so like im literally dying rn lol u have 2 see what he did to my key, i cant even with this boy anymore, "
        "and he was like you know what, its not that deep and i was like excuse me???",
        "“La la la la la.” " * 5,
    ],
)
def test_english_with_other_tongues_in_it_and_short_texts_pass(text: str) -> None:
    check_english(text, "the text")


def test_an_english_licence_does_not_make_a_book_english() -> None:
    licence = f"{ATTIC} {LAMP} {KEY} " * 20
    with pytest.raises(SourceNotEnglish):
        check_english(licence + FRENCH * 10, "book.txt", [(0, len(licence))])


def test_a_long_text_is_checked_at_once() -> None:
    text = f"{ATTIC} {LAMP} {KEY} " * 30_000
    began = time.process_time()
    check_english(text, "the text")
    assert time.process_time() - began < 0.3
