"""What the narration of a story says of a claim: that it is so, that it is not, or nothing.

The dead who act afterwards, and the absent who act in the same scene, contradict what is said of them; the narration
that states the same itself confirms it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.reading.claim_forms import Claim
from fabula.schema import zip_columns

AFTER_A_DEATH, FEWEST_ACTS = 200, 2  # characters after the claim, and acts that show somebody alive
UNREAL = ("dream", "memory", "hypothetical", "told")  # layers whose events show nothing of the present


class Judge:
    """What the narration says of a claim."""

    def __init__(
        self,
        syntax: Syntax,
        quote_of: Sequence[int],
        stated: Iterable[Claim],
        quotes: pa.Table,
        events: pa.Table,
        layers: pa.Table,
        scenes: pa.Table,
    ) -> None:
        self.syntax = syntax
        self.scene_starts: list[int] = scenes["start"].to_pylist()
        self.scene_ends: list[int] = scenes["end"].to_pylist()
        unreal = [kind in UNREAL for kind in layers["kind"].to_pylist()]
        self.acts: dict[int, list[tuple[int, int]]] = defaultdict(list)  # by entity: what it does at the present level
        columns = ("start", "end", "kind", "trigger_token", "agent", "layer")
        for start, end, kind, token, agent, layer in zip_columns(events, *columns):
            is_present = kind == "realis" and (layer is None or not unreal[layer])
            if agent is not None and is_present and quote_of[token] < 0:
                self.acts[agent].append((start, end))
        for start, end, kind, mode, speaker in zip_columns(quotes, "start", "end", "kind", "mode", "speaker"):
            if speaker is not None and kind == "speech" and mode == "in person":
                self.acts[speaker].append((start, end))
        for acts in self.acts.values():
            acts.sort()
        self.told: dict[tuple[str, int], list[Claim]] = defaultdict(list)  # what the narration states itself
        for claim in stated:
            for entity in claim.about:
                self.told[claim.kind, entity].append(claim)

    def truth(self, claim: Claim) -> tuple[str, tuple[int | None, int | None]]:
        """Whether it is confirmed or contradicted, and the words that show it."""
        at = int(self.syntax.start[claim.verb])
        if claim.kind == "death":
            for entity in claim.about:
                acts = self.acts[entity]
                after = bisect_left(acts, (at + AFTER_A_DEATH,))
                if len(acts) - after >= FEWEST_ACTS:
                    return "contradicted", acts[after]
        if claim.kind == "absence":
            end = self._scene_end(at)
            for entity in claim.about:
                acts = self.acts[entity]
                after = bisect_left(acts, (at + 1,))
                if after < len(acts) and acts[after][0] < end:
                    return "contradicted", acts[after]
        if claim.kind in ("death", "relationship"):
            for entity in claim.about:
                for other in self.told[claim.kind, entity]:
                    if other.verb != claim.verb and set(other.about) >= set(claim.about):
                        return "confirmed", (int(self.syntax.start[other.verb]), int(self.syntax.end[other.verb]))
        if claim.kind == "identity" and claim.said_of is not None and claim.said_of in claim.about:
            return "confirmed", (int(self.syntax.start[claim.verb]), int(self.syntax.end[claim.verb]))
        return "open", (None, None)

    def _scene_end(self, at: int) -> int:
        place = bisect_left(self.scene_starts, at + 1) - 1
        return self.scene_ends[place] if place >= 0 else at
