"""The list of roles, and voices for them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from fabula import cli
from fabula.casting import Voice, propose, read_voices, roles_of
from fabula.casting.ages import age_of
from fabula.errors import VoicesUnknown, VoicesUnreadable
from fabula.schema import TABLES, table_of
from fabula.story import Story
from fabula.testing import tiny_story

TEN = [Voice(f"voice {number}") for number in range(10)]


def with_scenes(*together: tuple[int, ...]) -> Story:
    """The tiny story with these entities present in its scenes, one scene each."""
    story = tiny_story()
    rows = [(scene, entity) for scene, people in enumerate(together) for entity in people]
    presence = {
        "scene": [scene for scene, _ in rows],
        "entity": [entity for _, entity in rows],
        "kind": ["present"] * len(rows),
        "confidence": [0.9] * len(rows),
        "start": [0] * len(rows),
        "end": [1] * len(rows),
        "enters_token": [-1] * len(rows),
        "leaves_token": [-1] * len(rows),
    }
    return Story(story.text, {**story.tables, "presence": table_of("presence", presence)})


def voice_of(story: Story, voices: list[Voice]) -> dict[str, str]:
    return {part.role.name: part.voice.name for part in propose(story, voices).parts}


def test_roles_are_the_narration_and_all_who_speak_by_number_of_lines() -> None:
    roles = roles_of(tiny_story())
    assert (roles[0].name, roles[0].entity, roles[0].is_narrator) == ("Narrator", None, True)
    assert [role.n_lines for role in roles[1:]] == sorted((role.n_lines for role in roles[1:]), reverse=True)
    ada = next(role for role in roles if role.name == "Ada Finch")
    assert (ada.pronouns, ada.n_lines) == ("she/her", len(tiny_story().characters[1].quotes))
    assert ada.sample == '"Tom, the lamp is out," "Go and wake the Captain."'


def test_an_age_that_is_remembered_is_not_that_of_the_voice() -> None:
    tiny = tiny_story()
    described = {
        "start": [100, 300],
        "end": [104, 304],
        "entity": [1, 1],
        "kind": ["age", "age"],
        "value": ["eleven years old", "forty"],
        "quote": [None, None],
        "confidence": [0.9, 0.5],
    }
    layers = {column.name: [None] for column in TABLES["layers"]}
    layers |= {"start": [90], "end": [200], "kind": ["memory"], "confidence": [0.9]}
    layers |= {"evidence_start": [90], "evidence_end": [91]}
    tables = {"descriptions": table_of("descriptions", described), "layers": table_of("layers", layers)}
    roles = roles_of(Story(tiny.text, {**tiny.tables, **tables}))
    assert next((role.age, role.age_words) for role in roles if role.entity == 1) == ("adult", ("forty",))


@pytest.mark.parametrize(
    ("words", "age"),
    [
        (["nine"], "child"),
        (["seventeen"], "young"),
        (["forty-two"], "adult"),
        (["seventy"], "old"),
        (["in her late sixties"], "old"),
        (["girl", "little"], "child"),
        (["young"], "young"),
        (["old", "forty"], "adult"),
        (["tall"], None),
        ([], None),
    ],
)
def test_an_age_is_told_from_years_or_else_from_words(words: list[str], age: str | None) -> None:
    assert age_of(words) == age


def test_with_enough_voices_no_two_have_the_same() -> None:
    voices = voice_of(tiny_story(), TEN)
    assert len(set(voices.values())) == len(voices)


def test_voices_go_by_pronouns() -> None:
    voices = [Voice("bass", "he/him"), Voice("alto", "she/her"), Voice("tenor", "he/him"), Voice("any"), Voice("other")]
    given = voice_of(tiny_story(), voices)
    assert given["Ada Finch"] == "alto"
    assert {given["Tom"], given["Captain Morrow"]} == {"bass", "tenor"}


def test_a_voice_that_is_kept_for_somebody_is_theirs_alone() -> None:
    voices = [Voice("own", kept_for="tom"), Voice("telling", kept_for="narrator"), *TEN[:6]]
    given = voice_of(tiny_story(), voices)
    assert (given["Tom"], given["Narrator"]) == ("own", "telling")
    assert list(given.values()).count("own") == list(given.values()).count("telling") == 1


def test_who_is_no_regular_shares_a_voice_with_somebody_they_never_meet_and_not_with_the_narrator() -> None:
    casting = propose(with_scenes((0, 1, 2, 4), (0, 3), (0, 5)), TEN[:5])
    minor = [part for part in casting.parts if not part.is_regular]
    assert casting.n_lacking == 0
    assert {part.role.name for part in minor} == {"Mrs. Bell", "the Finches"}
    assert all(part.shares_with and not part.meets and "Narrator" not in part.shares_with for part in minor)


def test_it_is_said_how_many_regulars_lack_a_voice_of_their_own() -> None:
    casting = propose(tiny_story(), TEN[:3])
    assert casting.n_lacking == 2
    assert sum(bool(part.regulars_with) for part in casting.parts) >= 2


def test_one_voice_reads_everything() -> None:
    assert set(voice_of(tiny_story(), [Voice("only")]).values()) == {"only"}


def test_a_list_of_voices_is_read(tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text("\ufeffVoice,Pronouns,age,for\nalba,female,old,\n jean ,,,Tom\n", encoding="utf-8")
    assert read_voices(tmp_path / "v.csv") == [Voice("alba", "she/her", "old"), Voice("jean", kept_for="Tom")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("voice,pronoun\na,he\n", "did you mean pronouns"),
        ("pronouns\nhe\n", "no column voice"),
        ("voice,age\na,ancient\n", "line 2: the age 'ancient'"),
        ("voice,pronouns\na,xq\n", "the pronouns 'xq'"),
        ("voice\na\na\n", "there twice"),
        ("voice,age\n,old\n", "without a voice"),
        ("voice\n", "no voices"),
        ("", "no column voice"),
    ],
)
def test_a_list_that_is_wrong_is_refused_with_its_line(content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text(content, encoding="utf-8")
    with pytest.raises(VoicesUnknown, match=message):
        read_voices(tmp_path / "v.csv")


def test_a_list_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_bytes(b"voice\n\xff\xfe\n")
    for name in ("none.csv", "b.csv", "."):
        with pytest.raises(VoicesUnreadable):
            read_voices(tmp_path / name)


def test_the_command_prints_the_list_and_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tiny_story().save(tmp_path / "book.fabula")
    (tmp_path / "v.csv").write_text("voice,pronouns\nalba,she/her\njean,he/him\n", encoding="utf-8")
    line = [
        "cast",
        str(tmp_path / "book.fabula"),
        "--voices",
        str(tmp_path / "v.csv"),
        "-o",
        str(tmp_path / "cast.csv"),
    ]
    assert cli.run(line) == 0
    shown = capsys.readouterr().out
    assert "Ada Finch" in shown
    assert "more voices are needed" in shown
    assert max(map(len, shown.splitlines())) <= 80
    with (tmp_path / "cast.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["character"]: row for row in csv.DictReader(file)}
    assert rows["Ada Finch"]["voice"] == "alba"
    assert cli.run(line) == 2
    assert cli.run([*line, "--force"]) == 0
    assert cli.run(["cast", str(tmp_path / "book.fabula")]) == 0
