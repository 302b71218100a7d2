"""A name taken apart, and what its uses in the text say of its bearer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from fabula.lexicon.given_names import full_names_of, is_given_name, share_of_men
from fabula.lexicon.lists import word_list

BEFORE_GIVEN_NAMES = frozenset(
    "sir aunt uncle auntie cousin queen king prince princess brother sister saint st father dame don master nurse "
    "grandfather grandmother".split()
)
UNMARRIED = frozenset(("miss", "misses", "mademoiselle", "mlle"))
BEFORE_EITHER = frozenset("miss lady lord mademoiselle mlle mistress madame madam signorina".split())


@dataclass(frozen=True)
class NameForm:
    """A name taken apart: titles, given names, surname, in lower case."""

    titles: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def has_husbands_name(self) -> bool:
        """Mrs. Newland Archer: the given name is not hers."""
        share = share_of_men(self.words[0])
        return (
            bool(set(self.titles) & {"mrs", "madame", "mme"}) and len(self.words) > 1 and (share is None or share > 0.5)
        )

    @property
    def gender(self) -> str:
        """What the titles say."""
        for title in self.titles:
            if title in word_list("people", "male_titles"):
                return "man"
            if title in word_list("people", "female_titles"):
                return "woman"
        return "unknown"


@dataclass
class Form:
    """One form of a name with the ways it is written and what its uses in the text show."""

    form: NameForm
    surfaces: Counter[str] = field(default_factory=Counter)
    is_surname: bool = False
    names: list[int] = field(default_factory=list)
    person: float = 0.0
    place: float = 0.0
    other: float = 0.0
    man: float = 0.0
    woman: float = 0.0
    neutral: float = 0.0
    plural: int = 0
    addressed: int = 0  # uses in address
    beside: Counter[str] = field(default_factory=Counter)  # first words of names in the same sentences

    @property
    def count(self) -> int:
        """How often the text uses it."""
        return len(self.names)

    @property
    def surface(self) -> str:
        """How it is mostly written."""
        return self.surfaces.most_common(1)[0][0]

    @property
    def is_miss(self) -> bool:
        """Whether it stands after Miss."""
        return bool(set(self.form.titles) & UNMARRIED)

    @property
    def gender_of_use(self) -> str:
        """What he and she after the name say, when they say it clearly."""
        if self.man + self.woman < 3 or 0.25 < self.man / (self.man + self.woman) < 0.75:
            return "unknown"
        return "man" if self.man > self.woman else "woman"


def singular(surname: str) -> str:
    """One of a family: Lucas of the Lucases, Steele of the Steeles.

    >>> singular("lucases"), singular("steeles")
    ('lucas', 'steele')
    """
    return surname[:-2] if surname.endswith(("ses", "xes", "zes", "ches", "shes")) else surname.removesuffix("s")


def known_surnames(forms: Iterable[NameForm]) -> frozenset[str]:
    """Words that some form shows to be surnames: the last of a full name, or alone after Mr. or Mrs."""
    forms = list(forms)
    full = {form.words[-1] for form in forms if len(form.words) >= 2}
    after_title = {
        form.words[0] for form in forms if len(form.words) == 1 and set(form.titles) & {"mr", "mister", "mrs"}
    }
    return frozenset(full | (after_title - known_given_names(forms)))


def known_given_names(forms: Iterable[NameForm]) -> frozenset[str]:
    """Words that some form shows to be given names: the first of a full name."""
    return frozenset(form.words[0] for form in forms if len(form.words) >= 2 and not form.has_husbands_name)


def takes_surname(form: NameForm, surnames: frozenset[str], given_names: frozenset[str]) -> bool:
    """Whether a single word after these titles is a surname (Mr. Darcy) and not a given name (Aunt Jane, Sir John).

    ``surnames`` and ``given_names`` are words known for such from other forms in the book.
    """
    if not form.titles or len(form.words) != 1:
        return False
    last = form.titles[-1]
    if last in BEFORE_GIVEN_NAMES or form.words[0] in given_names - surnames:
        return False
    given = is_given_name(form.words[0]) or len(full_names_of(form.words[0])) > 1
    return not (last in BEFORE_EITHER and given and form.words[0] not in surnames)
