"""A design is made from a story, holds, says of each thing where the book has it, and is checked line by line."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from worlds import DESIGN

from fabula import Story
from fabula.cli import run
from fabula.errors import DesignBroken, DesignOfOtherVersion, DesignUnreadable
from fabula.testing import tiny_story
from fabula.world.design import Design, check_design, read_design
from fabula.world.design.document import document_of, value_text
from fabula.world.design.editing import Document
from fabula.world.design.from_story import design_of
from fabula.world.design.lines import lines_of
from fabula.world.design.model import SCHEMA_FILE, schema_text
from fabula.world.wording import fault_of_name

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made(example_story: Story) -> Design:
    """The design of the bundled story."""
    return design_of(example_story)


def test_the_document_holds_and_says_what_the_design_says(made: Design, tmp_path: Path) -> None:
    path = tmp_path / "patience.toml"
    path.write_text(document_of(made, path.name), encoding="utf-8")
    design, faults = check_design(path)
    assert faults == []
    assert design == made


def test_a_story_without_a_place_still_gives_a_world_that_holds(tmp_path: Path) -> None:
    path = tmp_path / "tiny.toml"
    path.write_text(document_of(design_of(tiny_story())), encoding="utf-8")
    assert check_design(path)[1] == []


def test_every_passage_is_the_storys_own(made: Design, example_story: Story) -> None:
    plain = " ".join(example_story.text.split())
    for place in made.places.values():
        for passage in place.sentences:
            assert passage.span is not None
            assert passage.text == " ".join(example_story.text[slice(*passage.span)].split())
            assert passage.text in plain
    spoken = [line for character in made.characters.values() for line in character.lines]
    assert len(spoken) > 60
    for line in spoken:
        assert line.span is not None
        assert line.text.split()[0] in example_story.text[slice(*line.span)]


def test_a_way_has_words_of_the_book_or_is_marked_as_added(made: Design) -> None:
    ways = [way for place in made.places.values() for way in place.ways]
    assert ways
    assert all((way.span is None) == way.added for way in ways)


def test_dreams_and_letters_of_the_book_can_be_entered_and_read(made: Design) -> None:
    assert [region.kind for region in made.regions.values()][:2] == ["world", "dream"]
    dream = next(region for region in made.regions.values() if region.kind == "dream")
    assert dream.owner == "mina"
    assert made.places[dream.enter].sentences[0].text == "She felt the floor shake."
    assert any("Dear Sefton" in letter.text for letter in made.letters.values())


def test_scenes_are_a_script_in_the_order_of_the_book(made: Design) -> None:
    scripts = [made.script(scene) for scene in made.scenes]
    assert sum(map(len, scripts)) > 60
    for script in scripts:
        starts = [line.span[0] for _, line in script if line.span]
        assert starts == sorted(starts)


@pytest.mark.parametrize("name", ["secret_garden", "alice_in_wonderland"])
def test_the_examples_hold_and_are_small(name: str) -> None:
    path = ROOT / "examples" / "worlds" / f"{name}.toml"
    design, faults = check_design(path)
    assert faults == []
    assert design is not None
    assert path.stat().st_size < 300_000


def test_the_published_schema_is_that_of_the_code() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()
    assert (ROOT / "docs" / "world.schema.json").read_text(encoding="utf-8") == schema_text()


def test_the_schema_takes_what_the_code_takes() -> None:
    validator = pytest.importorskip("jsonschema", reason="jsonschema is not installed").Draft202012Validator(
        json.loads(schema_text())
    )
    values = tomllib.loads(DESIGN.read_text(encoding="utf-8"))
    assert list(validator.iter_errors(values)) == []
    values["places"]["hall"]["smell"] = "wax"
    assert len(list(validator.iter_errors(values))) == 1


BAD = {
    "not TOML": ("[places.hall\n", 1, "not TOML"),
    "an unknown key": ('{base}\n[places.cellar]\nname = "c"\ndescribtion = "x"\n', "describtion", "did you mean 'desc"),
    "an unknown section": ("{base}\n[monsters.grue]\nname = 'g'\n", "monsters.grue", "unknown key 'monsters'"),
    "a loop": (
        "{base}\n[places.a]\nname = 'a'\nwithin = 'b'\nways = [{{ to = 'hall' }}]\n"
        "[places.b]\nname = 'b'\nwithin = 'a'\nways = [{{ to = 'hall' }}]\n",
        "within = 'b'",
        "containment runs in a loop: a in b in a",
    ),
    "a missing place": (
        "{base}\n[things.cup]\nname = 'cup'\nplace = 'nowhere'\n",
        "place = 'nowhere'",
        "no place 'nowhere'",
    ),
    "a way to nowhere": (
        "{base}\n[places.a]\nname = 'a'\nways = [\n  {{ to = 'hall' }},\n  {{ to = 'moon' }},\n]\n",
        "moon",
        "'moon'",
    ),
    "somebody in two places": (
        "{base}\n[scenes.s]\nname = 's'\n[characters.eve]\nname = 'Eve'\nat = [\n  {{ scene = 's', place = 'hall' }},\n"
        "  {{ scene = 's', place = 'garden' }},\n]\n",
        "place = 'garden' }",
        "in two places",
    ),
    "a thing in two places": (
        "{base}\n[things.cup]\nname = 'cup'\nplace = 'hall'\ncarrier = 'tom'\n",
        "carrier = 'tom'\n",
        "in two places",
    ),
    "a hostile name": ('{base}\n[places.a]\nname = "<script>x</script>"\n', "<script>", "has '<' in it"),
    "a name that turns round": ('{base}\n[places.a]\nname = "a\\u202eb"\n', "u202e", "U+202E"),
    "a key that is none": ('{base}\n[places."../../etc"]\nname = "x"\n', "../../etc", "is no key"),
    "a wrong type": ("{base}\n[places.a]\nname = 7\n", "name = 7", "string"),
    "a way out of a dream": (
        "{base}\n[places.a]\nname = 'a'\nregion = 'flood'\nways = [{{ to = 'hall' }}, {{ to = 'water' }}]\n",
        "ways = [{ to = 'hall'",
        "left by waking",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_does_not_hold_is_one_line_with_its_place(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form, where, says = BAD[case]
    path = tmp_path / "bad.toml"
    text = form if "{base}" not in form else form.replace("{base}", "").replace("{{", "{").replace("}}", "}")
    text = text if "{base}" not in form else DESIGN.read_text(encoding="utf-8") + text
    path.write_text(text, encoding="utf-8")
    line = where if isinstance(where, int) else text[: text.rindex(where)].count("\n") + 1
    assert run(["world", "check", str(path)]) == 2
    said = capsys.readouterr()
    assert f"{path}:{line}: " in said.out + said.err
    assert says in said.out + said.err
    assert run(["world", "open", str(path), "--port", "0", "--telnet-port", "0"]) == 2
    said = capsys.readouterr()
    assert said.err.startswith(f"fabula: {path}:{line}: ")
    assert len(said.err.strip().splitlines()) == 1
    assert not path.with_suffix(".world").exists()


@pytest.mark.parametrize(
    ("number", "says"),
    [("0", "make the design anew"), ("2", "install a newer fabula"), ('"one"', "made for schema one")],
)
def test_a_design_of_another_schema_says_what_to_do(
    number: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "other.toml"
    path.write_text(f"# first\nschema = {number}\ntitle = 'x'\n", encoding="utf-8")
    assert run(["world", "check", str(path)]) == 2
    said = capsys.readouterr().err
    assert f"{path}:2: made for schema" in said
    assert says in said


def test_a_hundred_thousand_rooms_are_refused_with_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "huge.toml"
    rooms = "".join(f"[places.r{number}]\nname = 'r'\n" for number in range(100_000))
    path.write_text(f"schema = 1\ntitle = 'x'\n[regions]\n{rooms}", encoding="utf-8")
    assert run(["world", "check", str(path)]) == 2
    assert "100,000 places are too many: a world has at most 2,000" in capsys.readouterr().out


def test_a_design_that_is_not_there_or_not_utf8_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["world", "check", str(tmp_path / "none.toml")]) == 2
    assert "no such file" in capsys.readouterr().err
    path = tmp_path / "latin.toml"
    path.write_bytes(b"schema = 1\ntitle = '\xe9t\xe9'\n")
    assert run(["world", "check", str(path)]) == 2
    assert f"{path}:2: not UTF-8" in capsys.readouterr().err


def test_a_port_in_use_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from fabula.listening import listen

    path = tmp_path / "garden.toml"
    path.write_bytes(DESIGN.read_bytes())
    with listen("127.0.0.1", 0) as taken:
        port = str(taken.getsockname()[1])
        assert run(["world", "open", str(path), "--port", "0", "--telnet-port", port]) == 2
    assert f"port {port} is taken by another program" in capsys.readouterr().err


def test_designing_keeps_comments_and_order_and_refuses_what_would_not_hold(tmp_path: Path) -> None:
    path = tmp_path / "garden.toml"
    before = DESIGN.read_text(encoding="utf-8")
    path.write_text(before, encoding="utf-8")
    document = Document(path)
    document.dig("garden", "a shed", "a gap")
    document.describe("characters", "tom", 'He says "hm" a lot.\nAnd \\ more.')
    document.place("things", "trowel", "a-shed" if "a-shed" in document.document["places"] else "shed")
    document.save()
    design = read_design(path)
    assert design.places["garden"].ways[0].to == "shed"
    assert design.characters["tom"].description == 'He says "hm" a lot.\nAnd \\ more.'
    assert (design.things["trowel"].place, design.things["trowel"].carrier) == ("shed", None)
    after = path.read_text(encoding="utf-8")
    assert [line for line in before.splitlines() if "#" in line] == [line for line in after.splitlines() if "#" in line]
    broken = Document(path)
    broken.document["places"]["garden"]["within"] = "garden"
    with pytest.raises(DesignBroken, match="loop"):
        broken.save()
    assert path.read_text(encoding="utf-8") == after
    assert [one.name for one in tmp_path.iterdir()] == ["garden.toml"]


def test_lines_are_found_in_every_form_of_toml() -> None:
    text = '# c\na = """\n[not.a.table]\nb = 1\n"""\n[[x]]\nk = [\n 1, # one\n [2,\n 3],\n]\n[[x]]\n"q.r".s = \'#\'\n'
    found = lines_of(text)
    assert found["a",] == 2
    assert found["x", 0, "k", 1, 1] == 10
    assert found["x", 1, "q.r", "s"] == 13
    assert ("not", "a", "table") not in found


@pytest.mark.parametrize("text", ['"', 'a"', '"""', 'a\n"', '\n""""\n', "\\", "\x7f", "tab\tnew\nline", "“é王”\n\\n"])
def test_a_text_comes_back_from_toml_as_it_was(text: str) -> None:
    assert tomllib.loads(f"a = {value_text(text)}")["a"] == text


@pytest.mark.parametrize("name", ["Zoë", "王小明", "Иван Петрович", "عبد الرحمن", "O’Neill-Smith, Jr.", "क्षत्रिय"])
def test_names_may_be_of_any_script(name: str) -> None:
    assert fault_of_name(name) is None


@pytest.mark.parametrize(
    "name", ["", " ", "a\nb", "a\x1b[0m", "|rx", "$eval(x)", "{{7}}", "Z" + "\u0301" * 9, "a\u200bb"]
)
def test_names_that_would_not_be_what_they_seem_are_none(name: str) -> None:
    assert fault_of_name(name) is not None


def test_each_fault_has_an_error_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "garden.toml"
    with pytest.raises(DesignUnreadable):
        read_design(path)
    path.write_text("schema = 1\n[places.a]\nname = 'a'\n", encoding="utf-8")
    with pytest.raises(DesignBroken, match=r"garden.toml:1: 'title' is missing \(and 1 more: fabula world check"):
        read_design(path)
    path.write_text("schema = 99\n", encoding="utf-8")
    with pytest.raises(DesignOfOtherVersion):
        read_design(path)
