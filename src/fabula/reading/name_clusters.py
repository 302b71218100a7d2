"""Join the forms of a name into characters: full names are seeds, shorter forms join the seed they fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property

from fabula.lexicon.given_names import are_forms_of_one, related_names, share_of_men
from fabula.lexicon.nouns import noun_gender
from fabula.lexicon.titles import SPELLINGS, titles
from fabula.reading.name_forms import UNMARRIED, Form, NameForm

MARRIED = frozenset(("mrs", "madame", "mme", "lady"))
MISTER = frozenset(("mr", "mister"))
KNIGHTED = frozenset(("sir", "lord"))
ROYAL_OR_HOLY = frozenset(("king", "queen", "emperor", "empress", "pope", "saint", "st"))
RANKS = frozenset(("dr", "general", "colonel", "major", "captain", "admiral", "judge"))


@dataclass(eq=False)
class Seed:
    """A character in the making: the forms that are theirs."""

    forms: list[Form]
    kind: str = "person"

    def add(self, form: Form) -> None:
        """Take in another form of the name."""
        self.forms.append(form)
        for name in ("count", "given", "surnames", "lone", "titles", "gender_and_confidence", "strict_gender"):
            self.__dict__.pop(name, None)

    @cached_property
    def count(self) -> int:
        """How often the text uses any of them."""
        return sum(form.count for form in self.forms)

    @cached_property
    def given(self) -> set[str]:
        """Given names that stand before a surname."""
        return {f.form.words[0] for f in self.forms if len(f.form.words) >= 2 and not f.form.has_husbands_name}

    @cached_property
    def surnames(self) -> set[str]:
        """Surnames, in full names or after a title."""
        return {f.form.words[-1] for f in self.forms if len(f.form.words) >= 2} | {
            f.form.words[0] for f in self.forms if len(f.form.words) == 1 and f.is_surname
        }

    @cached_property
    def lone(self) -> set[str]:
        """Given names that stand alone."""
        return {f.form.words[0] for f in self.forms if len(f.form.words) == 1 and not f.is_surname}

    @cached_property
    def titles(self) -> set[str]:
        """All titles."""
        return {title for f in self.forms for title in f.form.titles}

    @cached_property
    def gender_and_confidence(self) -> tuple[str, float]:
        """Gender by titles, by the pronouns that follow, and by the given name, with its share of the evidence."""
        man = sum(f.man for f in self.forms) + sum(3.0 * f.count for f in self.forms if f.form.gender == "man")
        woman = sum(f.woman for f in self.forms) + sum(3.0 * f.count for f in self.forms if f.form.gender == "woman")
        if {f.form.gender for f in self.forms} >= {"man"} and not any(f.form.gender == "woman" for f in self.forms):
            woman = min(woman, man / 4)
        elif any(f.form.gender == "woman" for f in self.forms) and not any(f.form.gender == "man" for f in self.forms):
            man = min(man, woman / 4)
        for form in self.forms:
            tells_none = form.is_surname or form.form.has_husbands_name or self._is_surname_alone(form)
            share = None if tells_none else _share_of_men(form.form)
            if share is not None:
                weight = 2 + (0.3 * form.count if not 0.05 < share < 0.95 else 0.0)
                man, woman = man + weight * share, woman + weight * (1 - share)
        neutral = sum(f.neutral for f in self.forms)
        if neutral >= 3 and neutral > 2 * sum(f.man + f.woman for f in self.forms):
            return "neutral", neutral / (neutral + man + woman)
        total = man + woman
        if total < 1.5 or 0.35 < man / total < 0.65:
            return "unknown", 0.0
        return ("man" if man > woman else "woman"), max(man, woman) / total

    def _is_surname_alone(self, form: Form) -> bool:
        """Joyce, who is Richard Joyce."""
        return len(form.form.words) == 1 and form.form.words[0] in self.surnames - self.given

    @cached_property
    def strict_gender(self) -> str:
        """Gender by title alone, or by overwhelming use."""
        for form in self.forms:
            if form.form.gender != "unknown":
                return form.form.gender
        gender, confidence = self.gender_and_confidence
        return gender if confidence > 0.8 else "unknown"


def _share_of_men(form: NameForm) -> float | None:
    """What a given name tells, or a noun that stands for a name: Mum, Grandpa, the Emperor."""
    gender = noun_gender(form.words[0]) if len(form.words) == 1 and not form.titles else "unknown"
    return share_of_men(form.words[0]) if gender == "unknown" else float(gender == "man")


def cluster(forms: list[Form], sisters: Set[str] = frozenset()) -> list[Seed]:
    """The characters that these forms of names belong to; ``sisters`` are surnames of more than one Miss."""
    clusters = _Clusters(forms, sisters)
    full = [f for f in forms if len(f.form.words) >= 2 and not clusters.is_of_two(f)]
    titled = [f for f in forms if len(f.form.words) == 1 and f.form.titles]
    bare = [f for f in forms if len(f.form.words) == 1 and not f.form.titles]
    for form in sorted(full, key=lambda f: -len(f.form.words)):
        clusters.place(form, clusters.home_of_full(form))
    maidens = {f.form.words[0] for f in titled if f.is_surname and f.form.titles[-1] in UNMARRIED}
    for form in sorted(titled, key=lambda f: f.is_surname):
        clusters.place(form, clusters.home_of_titled(form, maidens))
    for form in sorted(bare, key=lambda f: f.form.words[0] not in clusters.by_word):
        clusters.place(form, clusters.home_of_bare(form))
    return clusters.seeds


class _Clusters:
    """The seeds so far, found by any of their words and titles."""

    def __init__(self, forms: list[Form], sisters: Set[str]) -> None:
        self.sisters = sisters
        self.men = {f.form.words for f in forms if f.count >= 3 and not set(f.form.titles) & MARRIED}
        self.alone = {f.form.words[0]: f for f in forms if len(f.form.words) == 1 and not f.form.titles}
        self.seeds: list[Seed] = []
        self.by_word: dict[str, list[Seed]] = defaultdict(list)
        self.by_related_name: dict[str, list[Seed]] = defaultdict(list)

    def place(self, form: Form, home: Seed | None) -> None:
        """Add the form to its home, or make it a seed of its own."""
        if home is None:
            home = Seed([form])
            self.seeds.append(home)
        else:
            home.add(form)
        for word in (*form.form.words, *form.form.titles):
            if home not in self.by_word[word]:
                self.by_word[word].append(home)
        if not form.is_surname and not form.form.has_husbands_name:
            for name in related_names(form.form.words[0]):
                if home not in self.by_related_name[name]:
                    self.by_related_name[name].append(home)

    def _related(self, word: str) -> list[Seed]:
        """Seeds with a given name of which ``word`` may be a form."""
        found: dict[int, Seed] = {}
        for name in related_names(word):
            for seed in self.by_related_name[name]:
                found[id(seed)] = seed
        return [s for s in found.values() if any(are_forms_of_one(word, g) for g in s.given | s.lone)]

    def home_of_full(self, form: Form) -> Seed | None:
        """The seed with the same surname and a form of the same given name, or with a longer or shorter full name."""
        same = (s for s in self.by_word[form.form.words[-1]] if _is_same_full_name(s, form))
        return next(same, None) or next((s for s in self.by_word[form.form.words[0]] if _holds(s, form)), None)

    def home_of_titled(self, form: Form, maidens: set[str]) -> Seed | None:
        """The seed of a title with one word; ``maidens`` are surnames that the text uses after Miss."""
        word, title = form.form.words[0], form.form.titles[-1]
        if not form.is_surname:
            return self._home_of_titled_given_name(form)
        bearers = [
            s for s in self.by_word[word] if word in s.surnames and not _clash(form.form.gender, s.strict_gender)
        ]
        if title in MISTER:
            bearers = [s for s in bearers if not _is_father(form, s)]
            bearers = [s for s in bearers if not self._is_known_by_given_name(s, form)] or bearers
        if title in UNMARRIED and word in self.sisters:
            bearers = [s for s in bearers if not _is_called_miss_with_given_name(s)]
        bearers = [s for s in bearers if not self._has_known_husband(s)]
        same_title = [s for s in bearers if set(form.form.titles) & s.titles]
        if same_title:
            return max(same_title, key=lambda s: s.count)
        if title == "lady":
            return None
        if title in MARRIED:
            women = [s for s in bearers if s.strict_gender == "woman"]
            wives = [s for s in women if sum(f.count for f in s.forms if f.is_miss) < 3]
            wives = [s for s in wives if not _stand_together(form, s)]
            if len(wives) != 1 or wives[0].count < 2 or (word in maidens and len(women) == 1):
                return None
            return wives[0]
        if title in UNMARRIED:
            bearers = [s for s in bearers if not s.titles & MARRIED and s.strict_gender != "man"]
            bearers = [s for s in bearers if not _stand_together(form, s)]
            eldest = [s for s in bearers if not _is_called_miss_with_given_name(s)] or bearers
            return max(eldest, key=lambda s: s.count, default=None)
        if title in MISTER:
            bearers = [s for s in bearers if s.strict_gender != "woman"]
            return bearers[0] if len(bearers) == 1 else None
        bearers = [s for s in bearers if not s.titles & {"miss", "mrs"} and not _has_other_rank(s, form)]
        bearers = [s for s in bearers if not self._is_known_by_given_name(s, form)]
        return max(bearers, key=lambda s: s.count, default=None)

    def _home_of_titled_given_name(self, form: Form) -> Seed | None:
        word, gender = form.form.words[0], form.form.gender
        same_given = [s for s in self._related(word) if s.given and not _clash(gender, s.strict_gender)]
        same_given = [s for s in same_given if any(are_forms_of_one(word, g) for g in s.given)]
        if set(form.form.titles) & KNIGHTED:
            same_given = [s for s in same_given if not s.titles & MISTER]
        if same_given and not set(form.form.titles) & ROYAL_OR_HOLY:
            return max(
                same_given, key=lambda s: (word in s.given, s.count * (2 if s.titles & set(form.form.titles) else 1))
            )
        alone = (s for s in self.by_word[word] if word in s.lone and not _clash(gender, s.strict_gender))
        return next(alone, None)

    def _has_known_husband(self, seed: Seed) -> bool:
        """Mrs. John Dashwood, in a book with a John Dashwood: his mother is Mrs. Dashwood."""
        return all(form.form.has_husbands_name and form.form.words in self.men for form in seed.forms)

    def _is_known_by_given_name(self, seed: Seed, form: Form) -> bool:
        """Colin, of whom a book says Colin Craven once, is not Dr. Craven."""
        uses = sum(self._uses_alone(name) for name in seed.given)
        surname = form.form.words[-1]
        return uses > 10 * (_uses_as_surname(seed, surname) + self._uses_alone(surname))

    def _uses_alone(self, word: str) -> int:
        return self.alone[word].count if word in self.alone else 0

    def is_of_two(self, form: Form) -> bool:
        """Two people whose names once stand side by side: Martha Potapitch, in a book of Martha and of Potapitch."""
        first, last = (self.alone.get(word) for word in (form.form.words[0], form.form.words[-1]))
        return (
            first is not None
            and last is not None
            and form.count == 1
            and min(first.count, last.count) >= 5
            and last.beside[form.form.words[0]] >= 3
        )

    def home_of_bare(self, form: Form) -> Seed | None:
        """The seed of one word without a title: a given name, a surname, a nickname, or a title used as a name."""
        word = form.form.words[0]
        gender = Seed([form]).strict_gender if form.count > 2 else "unknown"
        if word in titles():
            title = SPELLINGS.get(word, word)
            holders = [s for s in self.by_word[title] if title in s.titles and not _clash(gender, s.strict_gender)]
            return max(holders, key=lambda s: s.count) if holders and sum(s.count > 5 for s in holders) <= 1 else None
        compatible = [s for s in self.by_word[word] if not _clash(gender, s.strict_gender)]
        by_given = [s for s in compatible if word in s.given | s.lone]
        by_surname = [
            s for s in self.by_word[word] if word in s.surnames and not _clash(form.gender_of_use, s.strict_gender)
        ]
        as_given = sum(_uses_as_given(s, word) for s in by_given)
        as_surname = sum(_uses_as_surname(s, word) for s in by_surname)
        if by_given and as_given >= as_surname:
            return max(by_given, key=lambda s: s.count)
        if by_surname:
            return max(by_surname, key=lambda s: (_bare_surname_rank(s), _uses_as_surname(s, word)))
        by_middle = [s for s in compatible if any(word in f.form.words[1:-1] for f in s.forms)]
        if by_middle:
            return max(by_middle, key=lambda s: s.count)
        by_nickname = [
            s for s in self._related(word) if not _clash(gender, s.strict_gender) and not _stand_together(form, s)
        ]
        best = max(by_nickname, key=lambda s: s.count, default=None)
        if best is not None and best.count >= form.count * (0.5 if _begins_a_name(best, word) else 1.0):
            return best
        return self._home_of_pet_name(form, gender)

    def _home_of_pet_name(self, form: Form, gender: str) -> Seed | None:
        """A name used only in address that begins like just one other: Mags, for Magnus."""
        word = form.form.words[0]
        if form.addressed < form.count or len(word) < 3:
            return None
        alike = [
            s
            for s in self.seeds
            if any(name.startswith(word[:3]) and name != word for name in s.given | s.lone)
            and s.count > form.count
            and not _clash(gender, s.strict_gender)
            and not _stand_together(form, s)
        ]
        return alike[0] if len(alike) == 1 else None


def _begins_a_name(seed: Seed, word: str) -> bool:
    """Bill of Billy Bones, Ben of Benjamin."""
    return any(name.startswith(word) or word.startswith(name) for name in seed.given | seed.lone)


def _clash(first: str, second: str) -> bool:
    return "unknown" not in (first, second) and first != second


def _is_same_full_name(seed: Seed, form: Form) -> bool:
    """The same surname with forms of one given name, and no title that contradicts."""
    for other in seed.forms:
        if other.form.words[-1] != form.form.words[-1] or len(other.form.words) < 2:
            continue
        if form.form.has_husbands_name != other.form.has_husbands_name:
            continue
        given, other_given = form.form.words[0], other.form.words[0]
        same = are_forms_of_one(given, other_given) or (
            min(len(given.rstrip(".")), len(other_given.rstrip("."))) == 1 and given[0] == other_given[0]
        )
        if same and not _clash(Seed([form]).strict_gender, seed.strict_gender):
            return not ({"mrs", "miss"} <= set(form.form.titles) | set(other.form.titles))
    return False


def _holds(seed: Seed, form: Form) -> bool:
    """Whether one name of two words or more is within the other: Long John and John Silver in Long John Silver."""
    if form.form.has_husbands_name or _clash(Seed([form]).strict_gender, seed.strict_gender):
        return False
    names = [f.form.words for f in seed.forms if len(f.form.words) >= 2 and not f.form.has_husbands_name]
    return any(_is_within(form.form.words, name) or _is_within(name, form.form.words) for name in names)


def _is_within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))


def _is_father(form: Form, seed: Seed) -> bool:
    """Mr. Emerson beside George: the text speaks of the two in one breath, so George Emerson is another."""
    return sum(form.beside[name] for name in seed.given) >= 2


def _has_other_rank(seed: Seed, form: Form) -> bool:
    """Dr. Craven beside Mr. Craven, General Tilney beside Captain Tilney, both often: two people."""
    rank = form.form.titles[-1]
    others = sum(f.count for f in seed.forms if f.form.titles and f.form.titles[-1] in (RANKS | {"mr"}) - {rank})
    return rank in RANKS and others >= 5 and form.count >= 5


def _is_called_miss_with_given_name(seed: Seed) -> bool:
    """As younger sisters are: Miss Elizabeth beside Miss Bennet, who is Jane."""
    return any(f.form.titles == ("miss",) and (len(f.form.words) > 1 or not f.is_surname) for f in seed.forms)


def _stand_together(form: Form, seed: Seed) -> bool:
    """Whether the two names share sentences, as those of two people do."""
    together = sum(form.beside[name] for name in seed.given | seed.lone)
    return together >= 3 and together > 0.15 * form.count


def _uses_as_given(seed: Seed, word: str) -> int:
    return sum(f.count for f in seed.forms if f.form.words[0] == word and not f.is_surname)


def _uses_as_surname(seed: Seed, word: str) -> int:
    return sum(f.count for f in seed.forms if f.form.words[-1] == word and (len(f.form.words) > 1 or f.is_surname))


def _bare_surname_rank(seed: Seed) -> int:
    """A surname alone means a man more often than a woman in older fiction."""
    return {"man": 2, "woman": 0}.get(seed.strict_gender, 1)
