"""What happened in a world is a story again: fabula reads it with every speaker right, whatever they said."""

from __future__ import annotations

import sqlite3
from itertools import count
from pathlib import Path

import pytest

import fabula
from fabula.cli import run
from fabula.errors import UnknownInvitation, WorldNotFound
from fabula.world.chronicle import prose_of, transcript_of
from fabula.world.record import Happening, add_happening, begin_session, happenings, make_tables

numbers = count(1)
SAID = (
    ("Ann", "Good evening, all."),
    ("Benedict", "Is the lamp lit?"),
    ("Ann", 'He said "never" and left. "Never!" he said'),
    ("Tom Archer", "Robins know everything, only they cannot keep it to themselves"),
    ("Zoë", "I think that Ann went to see Tom Archer"),
    ("王小明", "你好"),
    ("Benedict", "Ann, come here"),
    ("Ann", "No!"),
    ("Mr. Lee", "what did Zoë want? I said that we should go. Then she laughed"),
    ("old joe", "(laughing) well…"),
    ("Zoë", "42"),
    ("Ann", "“Never,” said Benedict."),
    ("Benedict", "said Ann"),
    ("X1", "- okay -"),
)


def happened(kind: str, actor: str, text: str, place: str = "the hall", about: str | None = None) -> Happening:
    """Something that happened."""
    return Happening(
        next(numbers), "2026-01-01T20:00", 1, kind, actor, actor, place, "world", None, text, [], about, None
    )


def evening() -> list[Happening]:
    """Talk with deeds in between."""
    told: list[Happening] = []
    for number, (actor, text) in enumerate(SAID * 3):
        place = "the garden" if number % 10 > 6 else "the hall"
        told.append(happened("say", actor, text, place, "Benedict" if actor == "Ann" and number % 2 else None))
        if number % 4 == 0:
            told.append(happened("pose", actor, 'looks at Tom Archer and says "hm"', place))
        if number % 5 == 0:
            told.append(happened("write", "Benedict", 'Meet me "here" at noon.', place, "a note"))
    return told


def test_fabula_reads_it_with_every_speaker_right() -> None:
    told = evening()
    story = fabula.read_text(prose_of(told))
    spoken = [one for one in told if one.kind == "say"]
    assert len(story.quotes) == len(spoken)
    wrong = [
        (one.actor, quote.text, quote.speaker)
        for one, quote in zip(spoken, story.quotes, strict=True)
        if quote.speaker is None or one.actor not in (quote.speaker.name, *quote.speaker.names)
    ]
    assert wrong == []


def test_whispers_are_told_only_where_they_are_asked_for() -> None:
    told = [happened("whisper", "Ann", "The pot is empty", about="Ben"), happened("say", "Ann", "Good night")]
    for write in (prose_of, transcript_of):
        assert "empty" not in write(told)
        assert "empty" in write(told, whispers=True)


def test_the_command_writes_one_session_or_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "garden.world"
    folder.mkdir()
    with sqlite3.connect(folder / "world.db") as connection:
        make_tables(connection)
        for said in ("first", "second"):
            add_happening(connection, begin_session(connection), "say", "Ann", said, place="the hall")
    assert [one.text for one in happenings(folder)] == ["first", "second"]
    design = str(tmp_path / "garden.toml")
    assert run(["world", "story", design]) == 0
    assert "“first,” said Ann." in capsys.readouterr().out
    assert run(["world", "story", design, "--session", "2", "--transcript", "-o", str(tmp_path / "out.txt")]) == 0
    written = (tmp_path / "out.txt").read_text(encoding="utf-8")
    assert "[the hall]  Ann: second" in written
    assert "first" not in written
    assert run(["world", "story", design, "-o", str(tmp_path / "out.txt")]) == 2
    assert "is there already" in capsys.readouterr().err


def test_a_world_that_nobody_opened_has_no_story(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(WorldNotFound):
        happenings(tmp_path / "garden.world")
    assert run(["world", "story", str(tmp_path / "garden.toml")]) == 2
    assert "open the world first" in capsys.readouterr().err


def test_an_invitation_is_used_once_and_can_be_revoked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from fabula.world.invitations import guest_of, role_of, use

    folder = tmp_path / "garden.world"
    folder.mkdir()
    connection = sqlite3.connect(folder / "world.db")
    make_tables(connection)
    connection.commit()
    design = str(tmp_path / "garden.toml")
    codes = []
    for role in ("guest", "watcher", "designer"):
        assert run(["world", "invite", design, "--role", role]) == 0
        codes.append(capsys.readouterr().out.strip())
        assert role_of(connection, codes[-1]) == role
    key = use(connection, codes[0].upper().replace("-", " "), 7, "Ann")
    connection.commit()
    assert role_of(connection, codes[0]) is None
    found = guest_of(connection, key)
    assert found is not None
    assert (found.id, found.name, found.role) == (7, "Ann", "guest")
    assert run(["world", "invite", design, "--revoke", "2"]) == 0
    assert role_of(connection, codes[1]) is None
    assert run(["world", "invite", design, "--revoke", "Ann"]) == 0
    assert guest_of(connection, key) is None
    with pytest.raises(UnknownInvitation):
        use(connection, codes[1], 8, "Ben")
    assert run(["world", "invite", design, "--revoke", "nobody"]) == 2
    capsys.readouterr()
    assert run(["world", "invite", design, "--list"]) == 0
    listed = capsys.readouterr().out
    assert [line.split()[1:3] for line in listed.splitlines()[:3]] == [
        ["guest", "used"],
        ["watcher", "revoked"],
        ["designer", "open"],
    ]
    kept = (folder / "world.db").read_bytes()
    assert not any(code.replace("-", "").encode() in kept or code.encode() in kept for code in [*codes, key])
    connection.close()
