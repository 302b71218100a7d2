"""One sign of how two people stand to each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sign:
    """Words at [start, end) of the text that show that ``source`` is ``role`` to ``target``, or how warm they are.

    ``kind`` and ``role`` are those of ``schema.TIE_ROLES``, None where only warmth is shown; ``form`` is one of
    ``schema.TIE_SIGNS``; ``strength`` is 0 to 1, below 0 for what is denied; ``valence`` -1 to 1.
    """

    source: int
    target: int
    kind: str | None
    role: str | None
    form: str
    start: int
    end: int
    strength: float
    valence: float = 0.0
    is_beside: bool = False  # a statement that names its bearer beside the noun, not only by reference
    is_near: bool = False  # its bearer is only somebody whose name is first given near it
    follows: bool = False  # from other ties

    @property
    def pair(self) -> tuple[int, int]:
        """The two, the lower id first."""
        return (self.source, self.target) if self.source < self.target else (self.target, self.source)

    @property
    def showing(self) -> str:
        """How it shows: its form, or what is special about it."""
        marks = {"denied": self.strength < 0, "follows": self.follows, "near": self.is_near, "beside": self.is_beside}
        return next((name for name, is_so in marks.items() if is_so), self.form)
