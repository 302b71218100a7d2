"""What the API answers: one class for each answer, from which its description is made."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from fabula.library import Correction, Count, Entry, Found
from fabula.web.deep_links import link_to_found, page_of
from fabula.web.readings import Reading


class Problem(BaseModel):
    """Why a request was refused: the status, the code of docs/errors.md where there is one, and a line for a person."""

    status: int
    code: str | None
    message: str


class CountAnswer(BaseModel):
    """How many there are of one kind."""

    name: str
    count: int

    @classmethod
    def table(cls, counts: dict[str, list[Count]]) -> dict[str, list[Self]]:
        """Counts by facet."""
        return {facet: [cls(name=one.name, count=one.count) for one in some] for facet, some in counts.items()}


class StoryAnswer(BaseModel):
    """A story of the library and its figures."""

    id: int
    title: str
    author: str | None
    words: int
    chapters: int
    characters: int
    lines: int
    person: str | None
    narrators: str
    file: str = Field(description="The name of the file that it came from.")
    hash: str = Field(description="SHA-256 of that file.")
    added: str
    fabula: str
    fandoms: tuple[str, ...]
    series: tuple[str, ...]
    tags: tuple[str, ...]
    ties: tuple[str, ...]
    page: str = Field(description="Where it can be read.")

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """The answer for an entry of the shelf; where its file lies stays the server's own."""
        shown = {key: value for key, value in entry.to_json().items() if key in cls.model_fields}
        return cls(**shown, file=entry.name, page=page_of(entry.id))


class StoriesAnswer(BaseModel):
    """Some stories, and how many there are in all."""

    total: int
    stories: list[StoryAnswer]


class FoundAnswer(BaseModel):
    """A passage: offsets in code points of the story's text; ``marks`` are those of the words found, in ``passage``."""

    story: int
    title: str
    author: str | None
    chapter: int
    chapter_title: str
    scene: int | None
    place: str | None
    speaker: str | None
    addressees: tuple[str, ...]
    quote: int | None
    start: int
    end: int
    passage: str
    marks: tuple[tuple[int, int], ...]
    rank: float
    link: str = Field(description="The place in the story's page.")

    @classmethod
    def of(cls, found: Found) -> Self:
        """The answer for what a search has found."""
        return cls(**found.to_json(), link=link_to_found(found))


class SearchAnswer(BaseModel):
    """What was found, the best first."""

    found: list[FoundAnswer]


class CharacterAnswer(BaseModel):
    """Somebody of the cast."""

    id: int
    name: str
    names: dict[str, int]
    pronouns: str | None
    is_narrator: bool
    lines: int
    mentions: int


class ReadingAnswer(BaseModel):
    """A book being read: ``story`` is its id when it is done, ``message`` says why it failed."""

    id: str
    name: str
    state: Literal["waiting", "reading", "done", "failed"]
    done: int = Field(description="Steps that are done.")
    of: int = Field(description="Steps in all; 0 before it begins.")
    step: str
    story: int | None
    is_new: bool
    message: str | None

    @classmethod
    def of_reading(cls, reading: Reading) -> Self:
        """The answer for a reading as it is now."""
        return cls(**{name: getattr(reading, name) for name in cls.model_fields})


Text = Annotated[str, Field(min_length=1, max_length=1000)]


class AtPlace(BaseModel):
    """A name that several have, and words beside a mention of the right one."""

    model_config = ConfigDict(extra="forbid")

    name: Text
    at: Text


Somebody = Text | AtPlace


class CorrectionRequest(BaseModel):
    """A correction, with the keys that docs/corrections.md gives its kind."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["rename", "split", "merge", "speaker"]
    character: Somebody | None = None
    to: Text | None = None
    names: Annotated[list[Text], Field(min_length=1, max_length=50)] | None = None
    passages: Annotated[list[Text], Field(min_length=1, max_length=50)] | None = None
    characters: Annotated[list[Somebody], Field(min_length=2, max_length=50)] | None = None
    quote: Text | None = None
    speaker: Somebody | None = None
    after: Text | None = None
    occurrence: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    new: bool | None = None

    @property
    def keys(self) -> dict[str, Any]:
        """What the section of a file of corrections would hold."""
        return self.model_dump(exclude={"kind"}, exclude_none=True)


class CorrectionAnswer(BaseModel):
    """A correction that was made in the library."""

    id: int
    kind: str
    keys: dict[str, Any]
    made: str

    @classmethod
    def of(cls, correction: Correction) -> Self:
        """The answer for a correction."""
        return cls(id=correction.id, kind=correction.kind, keys=dict(correction.keys), made=correction.made)


class CorrectionsAnswer(BaseModel):
    """All that were made in the library of a story, and what of them does not fit its text."""

    corrections: list[CorrectionAnswer]
    misfits: list[str]


class CorrectedAnswer(BaseModel):
    """A correction is kept, and the story is being read again."""

    correction: int | None
    reading: ReadingAnswer
