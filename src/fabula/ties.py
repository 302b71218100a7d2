"""Row views of what people mean to each other, how they are described, what they feel, and what to know of first."""

from __future__ import annotations

import numpy as np

from fabula.rows import Character, Layer, Quote, Rows, Scene, Spanned


class Relationship(Spanned):
    """A tie between two characters; its text is the passage that shows it best."""

    __slots__ = ()
    table = "relationships"

    def __repr__(self) -> str:
        role = f", {self.role}" if self.role else ""
        return f"<Relationship {self.id}: {self.source.name!r} to {self.target.name!r}, {self.kind}{role}>"

    @property
    def kind(self) -> str:
        """``family``, ``romance``, ``friendship``, ``alliance``, ``enmity``, ``rivalry`` or ``authority``."""
        return str(self._value("kind"))

    @property
    def role(self) -> str | None:
        """What the source is to the target, such as ``parent``; of a romance how far it goes; None if it has none."""
        return self._value("role")  # type: ignore[no-any-return]

    @property
    def source(self) -> Character:
        """The one; the elder, the wishing or the one with power where that is known."""
        return Character(self._story, self._value("source"))

    @property
    def target(self) -> Character:
        """The other."""
        return Character(self._story, self._value("target"))

    @property
    def begins(self) -> int | None:
        """Where in the text it begins; None: before the story."""
        begins = self._value("begins")
        return int(begins) if begins >= 0 else None

    @property
    def ends(self) -> int | None:
        """Where in the text it ends; None: after the story."""
        ends = self._value("ends")
        return int(ends) if ends >= 0 else None

    @property
    def valence(self) -> float:
        """From -1, hatred, to 1, love, over all that shows it."""
        return float(self._value("valence"))

    @property
    def confidence(self) -> float:
        """How sure the tie and its kind are, 0 to 1."""
        return float(self._value("confidence"))

    @property
    def signs(self) -> Rows[Sign]:
        """The passages that show it, in the order of the text."""
        rows = self._story.rows_where("relationship_signs", "relationship", self.id)
        return Rows(self._story, Sign, np.array(rows, dtype=np.int64))


class Sign(Spanned):
    """Words that show a tie."""

    __slots__ = ()
    table = "relationship_signs"

    def __repr__(self) -> str:
        return f"<Sign {self.id}: {self.kind}, {self.text[:40]!r}>"

    @property
    def kind(self) -> str:
        """``statement``, ``name``, ``address``, ``action``, ``dialogue``, ``feeling`` or ``company``."""
        return str(self._value("kind"))

    @property
    def valence(self) -> float:
        """How warm it is, -1 to 1; 0 where it says nothing of that."""
        return float(self._value("valence"))


class Description(Spanned):
    """Words that say how somebody is: looks, age, a trait, a trade, something they own."""

    __slots__ = ()
    table = "descriptions"

    def __repr__(self) -> str:
        return f"<Description {self.id}: {self.entity.name!r}, {self.kind}: {self.value!r}>"

    @property
    def entity(self) -> Character:
        """Whom they describe."""
        return Character(self._story, self._value("entity"))

    @property
    def kind(self) -> str:
        """What of them: ``eyes``, ``age``, ``role`` and the like; see docs/tables.md."""
        return str(self._value("kind"))

    @property
    def value(self) -> str:
        """How: the telling words, in small letters and without articles."""
        return str(self._value("value"))

    @property
    def quote(self) -> Quote | None:
        """The quotation in which it is said; None where it is narrated."""
        quote = self._value("quote")
        return Quote(self._story, quote) if quote >= 0 else None

    @property
    def confidence(self) -> float:
        """How sure whom, what and how are, 0 to 1."""
        return float(self._value("confidence"))


class Emotion(Spanned):
    """Words that name or show a feeling."""

    __slots__ = ()
    table = "emotions"

    def __repr__(self) -> str:
        return f"<Emotion {self.id}: {self.kind}, {self.text[:40]!r}>"

    @property
    def kind(self) -> str:
        """The feeling, such as ``joy``; see docs/tables.md."""
        return str(self._value("kind"))

    @property
    def holder(self) -> Character | None:
        """Who feels it; None when unknown."""
        return self._character("holder")

    @property
    def toward(self) -> Character | None:
        """Toward whom; None when toward nobody or unknown."""
        return self._character("toward")

    @property
    def layer(self) -> Layer | None:
        """The innermost layer around it; None in the story's present."""
        layer = self._value("layer")
        return Layer(self._story, layer) if layer >= 0 else None

    @property
    def is_felt(self) -> bool:
        """Whether it is told as felt: not denied, asked or only possible."""
        return bool(self._value("is_felt"))

    @property
    def confidence(self) -> float:
        """How sure the feeling and its holder are, 0 to 1."""
        return float(self._value("confidence"))


class Note(Spanned):
    """A passage that a reader may want to know of first."""

    __slots__ = ()
    table = "notes"

    def __repr__(self) -> str:
        return f"<Note {self.id}: {self.kind}, {self.standing}>"

    @property
    def kind(self) -> str:
        """``violence``, ``death`` and the like; see docs/tables.md."""
        return str(self._value("kind"))

    @property
    def standing(self) -> str:
        """``actual``, ``remembered``, ``dreamt``, ``reported``, ``feared`` or ``threatened``."""
        return str(self._value("standing"))

    @property
    def is_actual(self) -> bool:
        """Whether it happens, or has just happened, in the story's present."""
        return self.standing == "actual"

    @property
    def by(self) -> Character | None:
        """Who does it; None for nobody, or when unknown."""
        return self._character("by")

    @property
    def to(self) -> Character | None:
        """To whom; None for nobody, or when unknown."""
        return self._character("to")

    @property
    def confidence(self) -> float:
        """How sure it is, 0 to 1."""
        return float(self._value("confidence"))

    @property
    def evidence(self) -> tuple[int, int]:
        """The word that shows it, as (start, end)."""
        return int(self._value("evidence_start")), int(self._value("evidence_end"))


class Mood(Spanned):
    """How a scene feels as a whole, or how one of its characters fares in it; its text is the scene's."""

    __slots__ = ()
    table = "moods"

    def __repr__(self) -> str:
        return f"<Mood {self.id}: scene {self.scene.id}, {self.valence:+.2f}, {self.arousal:+.2f}>"

    @property
    def start(self) -> int:
        """Where its scene begins, in code points of the text."""
        return self.scene.start

    @property
    def end(self) -> int:
        """Where its scene ends, in code points of the text."""
        return self.scene.end

    @property
    def scene(self) -> Scene:
        """The scene."""
        return Scene(self._story, self._value("scene"))

    @property
    def character(self) -> Character | None:
        """Whose mood it is; None: that of the telling."""
        return self._character("entity")

    @property
    def valence(self) -> float:
        """From -1, unpleasant, to 1, pleasant."""
        return float(self._value("valence"))

    @property
    def arousal(self) -> float:
        """From -1, calm, to 1, stirred."""
        return float(self._value("arousal"))

    @property
    def n_words(self) -> int:
        """How many words of the lexicon it is the mean of."""
        return int(self._value("n_words"))
