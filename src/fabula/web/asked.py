"""What an address may ask for: filters of the shelf and of the search, as forms and programs give them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from fabula.library.shelf import LENGTHS, ORDERS, bounds_of

MOST = 10**9
PAGE = 48  # stories of the shelf
FOUND = 20  # passages of a page of results


def _none_if_empty(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Name = Annotated[Annotated[str, Field(max_length=200)] | None, BeforeValidator(_none_if_empty)]
Words = Annotated[Annotated[int, Field(ge=0, le=MOST)] | None, BeforeValidator(_none_if_empty)]
StoryId = Annotated[Annotated[int, Field(ge=1, le=MOST)] | None, BeforeValidator(_none_if_empty)]


class OfStories(BaseModel):
    """Filters that whole stories pass, or do not."""

    model_config = ConfigDict(populate_by_name=True)

    title: Name = Field(None, description="Called so; a part of the title does.")
    author: Name = Field(None, description="By this author; a part of the name does.")
    fandom: Name = Field(None, description="Of this fandom; a part of it does.")
    tag: Name = Field(None, description="With this tag; a part of it does.")
    person: Name = Field(None, description="Told in the first, second or third person.")
    tie: Name = Field(None, description="With this tie: A/B, A & B, or a kind such as romance.")
    min_words: Words = Field(None, description="Of a story this long.")
    max_words: Words = Field(None, description="Of a story no longer.")
    note: Name = Field(None, description="With this content note.")
    layer: Name = Field(None, description="With a memory, dream, letter, call, hypothetical or told tale.")

    def filters(self) -> dict[str, Any]:
        """As the library takes them, those that are not given left out."""
        taken = self.model_dump(exclude={"q", "page", "order", "length", "offset", "limit", "counts"}, by_alias=False)
        return {name: value for name, value in taken.items() if value is not None and value is not False}


class OfShelf(OfStories):
    """Which stories, in which order."""

    order: Literal[tuple(ORDERS)] = Field("title", description="How they are ordered.")  # type: ignore[valid-type]
    length: Annotated[
        Literal[tuple(name for name, _ in LENGTHS)] | None,  # type: ignore[valid-type]
        BeforeValidator(_none_if_empty),
        Field(description="Of that length, in the classes of the Nebula Awards."),
    ] = None

    def filters(self) -> dict[str, Any]:
        """As the library takes them."""
        filters = super().filters()
        if self.length is not None:
            fewest, most = bounds_of(self.length)
            given = (filters.get("min_words", 0), filters.get("max_words", MOST))
            filters |= {"min_words": max(fewest, given[0]), "max_words": min(MOST if most is None else most, given[1])}
        return filters


class ShelfPage(OfShelf):
    """A page of the shelf."""

    page: int = Field(1, ge=1, le=100_000)


class ShelfList(OfShelf):
    """A part of the list of stories."""

    limit: int = Field(PAGE, ge=1, le=1000, description="At most so many.")
    offset: int = Field(0, ge=0, le=MOST, description="Without the first so many.")


class OfSearch(OfStories):
    """Words, and filters that passages pass, or do not."""

    q: str = Field("", max_length=400, description='Words, and "phrases"; all of them must be there.')
    said_by: Name = Field(None, description="In what somebody of this name says.")
    said_to: Name = Field(None, description="In what somebody of this name is told.")
    about: Name = Field(None, description="Where somebody of this name is mentioned.")
    at: Name = Field(None, description="In scenes that play there.")
    with_: Name = Field(None, alias="with", description="In scenes where all of these are: names with commas between.")
    actual: bool = Field(False, description="Only in the story's present.")
    story: StoryId = Field(None, description="In this story only.")

    def filters(self) -> dict[str, Any]:
        """As the library takes them."""
        filters = super().filters()
        if self.with_ is not None:
            filters["with_"] = tuple(name for each in self.with_.split(",") if (name := each.strip()))
        return filters

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not self.q.strip() and not self.filters()


class SearchPage(OfSearch):
    """A page of results."""

    page: int = Field(1, ge=1, le=1000)
    counts: bool = Field(False)


class SearchList(OfSearch):
    """A part of the list of results."""

    limit: int = Field(FOUND, ge=1, le=200, description="At most so many.")
    offset: int = Field(0, ge=0, le=100_000, description="Without the first so many.")
