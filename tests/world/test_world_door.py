"""Nobody comes in without an invitation, nobody twice by one; and what hinders opening is one line."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from worlds import COMMAND, DESIGN, Guest, Opened, come_back, come_in

from fabula.cli import run
from fabula.errors import EngineFailed, WorldBusy
from fabula.listening import listen
from fabula.world.game.opening import Doors, open_world


def test_an_invitation_lets_one_guest_in_and_a_wrong_code_nobody(world: Opened) -> None:
    code = world.invitation()
    first = come_in(world, "First", code=code)
    for wrong in (code, "abcd-efgh-jkmn-pqrs-tuvw", "connect First", "create x y", "' OR 1=1 --", "py 1+1"):
        late = Guest(world)
        late.expect("Paste your invitation")
        late.do(wrong, "That is no invitation that can be used, and no key.")
        late.close()
    first.close()


def test_names_of_others_and_of_characters_are_taken_and_bad_ones_refused(world: Opened) -> None:
    come_in(world, "Naomi").close()
    guest = Guest(world)
    guest.expect("Paste your invitation")
    guest.do(world.invitation(), "What shall the others call you?")
    for name in ("naomi", "Ｎaomi", "Tom", "Tom Archer"):
        guest.do(name, "That name is somebody's already.")
    for name in ("<b>x</b>", "|rRed|n", "y" * 61, "..."):
        guest.do(name, "That name ")
    guest.do("Zoë 王", "To come in: yes")
    guest.do("no", "You are not in.")
    guest.do("leave", "")
    with pytest.raises((ConnectionError, TimeoutError)):
        guest.expect("something more", within=2)


def test_the_engines_own_commands_are_not_there(world: Opened) -> None:
    guest = come_in(world, "Nosy")
    for command in ("py 1+1", "@reload", "examine here", "batchcommand x", "sethelp x", "@py 1", "access", "set x"):
        guest.do(command, "That is not understood.")
    guest.close()


def test_a_guest_who_comes_twice_is_there_once(world: Opened) -> None:
    first = come_in(world, "Twin")
    second = come_back(world, first.key)
    second.expect("The hall was long", "Ways:")
    second.rest(0.3)
    assert second.do("who", "Twin: in the hall\n").count("Twin") == 1
    with pytest.raises((ConnectionError, TimeoutError)):
        first.expect("nothing of this", within=2)
    second.close()


def test_a_revoked_guest_has_to_go_and_cannot_come_back(world: Opened) -> None:
    made = subprocess.run(
        [*COMMAND, "invite", str(world.design), "--role", "designer"], capture_output=True, text=True, check=True
    )
    designer = come_in(world, "Keeper", code=made.stdout.strip())
    guest = come_in(world, "Rude")
    designer.do("revoke Rude", "Revoked: the key of Rude.")
    with pytest.raises((ConnectionError, TimeoutError)):
        guest.expect("nothing of this", within=2)
    back = Guest(world)
    back.expect("Paste your invitation")
    back.do(guest.key, "That is no invitation that can be used, and no key.")
    back.close()
    designer.close()


def test_too_many_commands_at_once_are_refused_and_the_world_goes_on(world: Opened) -> None:
    flood, other = come_in(world, "Flood"), come_in(world, "Other")
    flood.socket.sendall(b"".join(b"say %d\r\n" % number for number in range(300)))
    flood.expect("That was too fast.")
    other.do("look", "Ways:")
    heard = other.rest(1.0)
    assert heard.count("Flood says") < 60
    flood.close()
    other.close()


def test_a_world_that_is_open_is_not_opened_again(world: Opened) -> None:
    with (
        listen("127.0.0.1", 0) as web,
        listen("127.0.0.1", 0) as telnet,
        pytest.raises(WorldBusy, match="is open already"),
        open_world(world.design, Doors(web, telnet)),
    ):
        pass


def test_a_world_whose_database_is_damaged_says_so_in_one_line(tmp_path: Path) -> None:
    design = tmp_path / "garden.toml"
    design.write_bytes(DESIGN.read_bytes())
    (tmp_path / "garden.world").mkdir()
    (tmp_path / "garden.world" / "world.db").write_bytes(b"no database at all" * 100)
    with (
        listen("127.0.0.1", 0) as web,
        listen("127.0.0.1", 0) as telnet,
        pytest.raises(EngineFailed, match=r"^the engine does not start \(.*not a database.*\)?; see .*server.log"),
        open_world(design, Doors(web, telnet)),
    ):
        pass


def test_without_the_engine_one_line_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fabula.world.game.opening.find_spec", lambda _: None)
    design = tmp_path / "garden.toml"
    design.write_bytes(DESIGN.read_bytes())
    assert run(["world", "open", str(design), "--port", "0", "--telnet-port", "0"]) == 2
    assert "pip install 'fabula[world]'" in capsys.readouterr().err
