"""What a design may hold: the form of WORLD.toml, from which its JSON Schema is made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from fabula.world.wording import LONGEST_TEXT, fault_of_name, fault_of_text

SCHEMA = 1
MOST_PLACES = 2000
LONGEST_LETTER = 20_000
WORLD = "world"  # the region that everything belongs to that is not dreamt or remembered
SCHEMA_FILE = Path(__file__).with_name("world.schema.json")


def _name(name: str) -> str:
    if fault := fault_of_name(name):
        raise ValueError(f"this name {fault}")
    return name


def _text(text: str) -> str:
    if fault := fault_of_text(text):
        raise ValueError(f"this text {fault}")
    return text


def _long_text(text: str) -> str:
    if fault := fault_of_text(text, LONGEST_LETTER):
        raise ValueError(f"this text {fault}")
    return text


def _span(span: list[int]) -> list[int]:
    if span[0] >= span[1]:
        raise ValueError("this span ends before it begins")
    return span


Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Name = Annotated[str, AfterValidator(_name), Field(min_length=1, max_length=60)]
Text = Annotated[str, AfterValidator(_text), Field(max_length=LONGEST_TEXT)]
LongText = Annotated[str, AfterValidator(_long_text), Field(max_length=LONGEST_LETTER)]
Span = Annotated[
    list[Annotated[int, Field(ge=0)]],
    Field(min_length=2, max_length=2, description="where it stands in the book, in code points"),
    AfterValidator(_span),
]


class Part(BaseModel):
    """A part of a design: no key but those listed."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Passage(Part):
    """Words that describe: the story's own, with their span, or a designer's, without."""

    text: Text
    span: Span | None = None


class Way(Part):
    """A way from the place it stands in; also back again, unless it is one way only."""

    to: Key
    name: Name | None = Field(default=None, description="what one goes through: a door, the stairs")
    span: Span | None = Field(default=None, description="the words by which somebody goes it")
    added: bool = Field(default=False, description="whether a designer, not the text, gives it")
    one_way: bool = False


class Place(Part):
    """A place that can be entered."""

    name: Name
    within: Key | None = Field(default=None, description="the place that holds it")
    region: Key = WORLD
    description: Text = Field(default="", description="a designer's words; the story's own are the sentences")
    sentences: list[Passage] = Field(default_factory=list, max_length=40)
    ways: list[Way] = Field(default_factory=list, max_length=200)


class Tie(Part):
    """What ties a character to another."""

    to: Key
    kind: Name
    role: Name | None = None
    span: Span | None = None


class Sighting(Part):
    """Where a character is in a scene."""

    scene: Key
    place: Key
    span: Span | None = None


class Line(Part):
    """What a character says in the book."""

    text: Text
    span: Span | None = None
    to: list[Key] = Field(default_factory=list)


class Character(Part):
    """Somebody of the story, whom a guest may play."""

    name: Name
    names: list[Name] = Field(default_factory=list, description="what else they are called")
    pronouns: Name | None = None
    place: Key | None = Field(default=None, description="where they are when nothing plays; nowhere without")
    description: Text = ""
    looks: list[Passage] = Field(default_factory=list, max_length=40)
    ties: list[Tie] = Field(default_factory=list)
    at: list[Sighting] = Field(default_factory=list, description="where they are, scene by scene")
    lines: list[Line] = Field(default_factory=list)


class Thing(Part):
    """Something that is owned, given, carried or left somewhere."""

    name: Name
    owner: Key | None = None
    place: Key | None = Field(default=None, description="where it lies")
    carrier: Key | None = Field(default=None, description="or the character who has it")
    description: Text = ""
    sentences: list[Passage] = Field(default_factory=list, max_length=40)


class Letter(Part):
    """Something written that can be read."""

    name: Name
    text: LongText
    span: Span | None = None
    by: Key | None = None
    to: list[Key] = Field(default_factory=list)
    place: Key | None = None
    carrier: Key | None = None


class Region(Part):
    """Places that belong together: the world itself, or a dream or memory that is entered and left."""

    name: Name
    kind: Literal["world", "dream", "memory"]
    enter: Key = Field(description="the place at which one comes in")
    owner: Key | None = Field(default=None, description="whose dream or memory it is")
    clock: float = Field(
        default=1.0, gt=0, le=100_000, description="how many hours pass in it while one passes outside"
    )
    notes: list[Text] = Field(default_factory=list, description="what a guest may want to know before entering")
    span: Span | None = None


class Scene(Part):
    """A scene to play; its script is what its characters say within its span. Scenes stand in the world's order."""

    name: Name
    place: Key | None = None
    time: Text | None = None
    present: list[Key] = Field(default_factory=list)
    opening: Text = ""
    span: Span | None = None


class Chapter(Part):
    """Where a chapter of the book begins, in code points."""

    title: Text
    start: int = Field(ge=0)


class Design(Part):
    """A world as a document."""

    model_config = ConfigDict(extra="forbid", strict=True, title="A world of fabula")

    schema_number: int = Field(alias="schema")
    title: Text
    author: Text | None = None
    regions: dict[Key, Region]
    places: dict[Key, Place]
    characters: dict[Key, Character] = Field(default_factory=dict)
    things: dict[Key, Thing] = Field(default_factory=dict)
    letters: dict[Key, Letter] = Field(default_factory=dict)
    scenes: dict[Key, Scene] = Field(default_factory=dict)
    chapters: list[Chapter] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _is_not_too_large(cls, values: Any) -> Any:
        places = values.get("places") if isinstance(values, dict) else None
        if isinstance(places, dict) and len(places) > MOST_PLACES:
            raise ValueError(f"{len(places):,} places are too many: a world has at most {MOST_PLACES:,}")
        return values

    @property
    def start(self) -> str:
        """The place at which guests come in."""
        return self.regions[WORLD].enter

    def script(self, scene: str) -> list[tuple[str, Line]]:
        """Who says what in the scene, in the order of the book."""
        span = self.scenes[scene].span
        if span is None:
            return []
        said = [
            (line.span[0], key, line)
            for key, character in self.characters.items()
            for line in character.lines
            if line.span and span[0] <= line.span[0] < span[1]
        ]
        return [(key, line) for _, key, line in sorted(said, key=lambda found: found[0])]

    def chapter_at(self, position: int) -> str | None:
        """The chapter in which a place in the text stands."""
        before = [chapter.title for chapter in self.chapters if chapter.start <= position]
        return before[-1] if before else None


def schema_text() -> str:
    """The JSON Schema of designs, as the file that is published."""
    schema = Design.model_json_schema(by_alias=True)
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=2) + "\n"
