"""Reading the Project Dialogism Novel Corpus, whole and broken."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pdnc_folder import write_novel

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.pdnc import GoldMention, novel_folders, read_mentions, read_novel
from fabula.testing import tiny_story


@pytest.fixture
def novel(tmp_path: Path) -> Path:
    return write_novel(tmp_path / "novel", tiny_story())


@pytest.mark.parametrize("name", ["dev/TheAwakening", "train/DaisyMiller", "train/AlicesAdventuresInWonderland"])
def test_every_span_holds_the_quoted_words_of_the_real_novel(shared: Path, name: str) -> None:
    novel = read_novel(shared / "data" / "pdnc" / name)
    with (shared / "data" / "pdnc" / name / "quotation_info.csv").open(encoding="utf-8", newline="") as file:
        quoted = [row["quoteText"].split() for row in csv.DictReader(file)]
    assert [" ".join(novel.text[s:e] for s, e in quote.spans).split() for quote in novel.quotes] == quoted


def test_one_character_written_by_two_names_is_one_character(shared: Path) -> None:
    said = {quote.speaker for quote in read_novel(shared / "data" / "pdnc" / "train" / "ARoomWithAView").quotes}
    assert "Mr. Vyse" in said
    assert "Cecil" not in said


def test_the_list_tells_genders_and_the_narrator(tmp_path: Path) -> None:
    novel = read_novel(write_novel(tmp_path / "novel", tiny_story(), genders={"Tom": "M", "Ada Finch": "F"}))
    assert novel.genders == {"Tom": "man", "Ada Finch": "woman"}
    assert (novel.narrator, novel.person) == (None, "third")
    told = read_novel(write_novel(tmp_path / "told", tiny_story(), narrator="Tom"))
    assert (told.narrator, told.person) == ("Tom", "first")


@pytest.mark.parametrize(
    ("name", "narrator"),
    [("dev/TheSignOfTheFour", "Dr. Watson"), ("train/TheGambler", "Alexis Ivanovitch"), ("dev/TheAwakening", None)],
)
def test_the_narrator_of_the_real_novel_is_in_its_list(shared: Path, name: str, narrator: str | None) -> None:
    assert read_novel(shared / "data" / "pdnc" / name).narrator == narrator


def test_a_folder_of_novels_gives_each_of_them_once(novel: Path) -> None:
    write_novel(novel.parent / "another", tiny_story())
    folders = novel_folders([novel.parent, novel])
    assert [folder.name for folder in folders] == ["another", "novel"]


@pytest.mark.parametrize(
    ("file", "before", "after", "message"),
    [
        ("quotation_info.csv", "quoteByteSpans", "spans", "no column quoteByteSpans"),
        ("quotation_info.csv", "[[", "[[999999, ", "quoteByteSpans is not a list"),
        ("quotation_info.csv", "[[", "[[-", "a span outside the text"),
        ("quotation_info.csv", "[[", "open([[", "cannot be read"),
        ("character_info.csv", "{'", "('", "cannot be read"),
        ("character_info.csv", "Main Name", "Name", "no column Main Name"),
    ],
)
def test_a_malformed_file_is_named_with_its_line(novel: Path, file: str, before: str, after: str, message: str) -> None:
    path = novel / file
    path.write_text(path.read_text("utf-8").replace(before, after), encoding="utf-8")
    with pytest.raises(BadCorpus, match=rf"{file}, line \d+: .*{message}"):
        read_novel(novel)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("mentionSpansList", "spans", "no column mentionSpansList"),
        ("[[['Tom']", "open([[['Tom']", "mentionEntitiesList cannot be read"),
        (
            "[[['Tom']], [['Captain Morrow']]]",
            "['Tom', 'Captain Morrow']",
            "mentionEntitiesList is not a list of lists",
        ),
        ("[[['Tom']]", "[['Tom']", "mentionEntitiesList holds no list of names"),
        ("[[[219, 222]", "[[[219, 999999]", "mentionSpansList holds no words of the text"),
        ("[[[219, 222]", "[[[219, 222, 300]", "mentionSpansList holds no words of the text"),
        ("[[[219, 222]", "[[[223, 224]", "mentionSpansList holds no words of the text"),
    ],
)
def test_a_malformed_mention_is_named_with_its_line(novel: Path, before: str, after: str, message: str) -> None:
    path = novel / "quotation_info.csv"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(BadCorpus, match=rf"quotation_info\.csv, line \d+: .*{message}"):
        read_mentions(read_novel(novel))


def test_mentions_are_read_without_the_white_space_at_their_ends(novel: Path) -> None:
    story = tiny_story()
    start = story.text.index("the Captain")
    mentions = read_mentions(read_novel(novel))
    assert mentions[1] == GoldMention(start, start + 11, "Captain Morrow")
    path = novel / "quotation_info.csv"
    path.write_text(path.read_text("utf-8").replace(f"[[{start}, ", f"[[{start - 1}, "), encoding="utf-8")
    assert read_mentions(read_novel(novel)) == mentions


def test_a_mention_of_several_or_of_a_crowd_is_of_no_character(novel: Path) -> None:
    path = novel / "quotation_info.csv"
    changed = path.read_text("utf-8").replace("[[['Tom']", "[[['Tom', 'Wren']", 1)
    path.write_text(changed.replace("[['the Finches']", "[['_group']", 1), encoding="utf-8")
    characters = [mention.character for mention in read_mentions(read_novel(novel))]
    assert (characters[0], characters.count(None)) == (None, 2)


def test_mentions_of_a_stretch_are_left_out_where_nobody_can_tell_whom_they_mean(novel: Path) -> None:
    mentions = read_mentions(read_novel(novel))
    path = novel / "quotation_info.csv"
    path.write_text(path.read_text("utf-8").replace("[[['Tom']", "[[['Tom'], ['Wren']", 1), encoding="utf-8")
    assert read_mentions(read_novel(novel)) == mentions[1:]


def test_mentions_of_the_real_novel_whose_lists_do_not_agree_are_read(shared: Path) -> None:
    novel = read_novel(shared / "data" / "pdnc" / "train" / "ARoomWithAView")
    mentions = read_mentions(novel)
    assert len(mentions) == 2995
    assert all(not novel.text[m.start].isspace() and not novel.text[m.end - 1].isspace() for m in mentions)


def test_a_missing_file_is_named(novel: Path) -> None:
    (novel / "character_info.csv").unlink()
    with pytest.raises(BadCorpus, match=r"character_info\.csv: No such file"):
        read_novel(novel)


def test_a_file_in_another_encoding_is_named(novel: Path) -> None:
    (novel / "novel_text.txt").write_bytes("“Oui”, dit-il, à côté".encode("cp1252"))
    with pytest.raises(BadCorpus, match=r"novel_text\.txt: not UTF-8"):
        read_novel(novel)


def test_a_folder_without_a_novel_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadCorpus, match="no novel of the corpus here"):
        novel_folders([tmp_path])
