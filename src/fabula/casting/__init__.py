"""Who speaks in a story, for those who give each a voice: the list of roles, and a proposal of voices for them."""

from __future__ import annotations

from fabula.casting.proposal import Casting, Part, propose
from fabula.casting.roles import Role, roles_of
from fabula.casting.voices import Voice, read_voices

__all__ = ["Casting", "Part", "Role", "Voice", "propose", "read_voices", "roles_of"]
