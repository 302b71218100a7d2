"""What those mentioned in a stretch of narration do in it."""

from __future__ import annotations

from collections.abc import Iterable

from fabula.reading.scene import OTHER, SUBJECT, Mention

FORMS = {"proper": 0, "common": 1, "pronoun": 2}


def roles_of(mentions: Iterable[Mention]) -> dict[int, int]:
    """By entity, of mentions given nearest first.

    1 mentioned, 2 a further owner, 3 to 5 a further subject by its form, 6 to 8 the nearest subject, 9 to 11 the
    nearest owner of a subject (her hand shook).
    """
    roles: dict[int, int] = {}
    is_taken = False
    for mention in mentions:
        role = 1
        if mention.role == SUBJECT:
            role = (3 if is_taken else 6) + FORMS[mention.form]
        elif mention.role != OTHER:
            role = 2 if is_taken else 9 + FORMS[mention.form]
        is_taken |= mention.role != OTHER
        roles[mention.entity] = max(role, roles.get(mention.entity, 0))
    return roles


def short_roles_of(mentions: Iterable[Mention]) -> dict[int, int]:
    """By entity, nearest first: 1 mentioned, 2 nearest mentioned, 3 a further subject, 4 the nearest, 5 by name."""
    roles: dict[int, int] = {}
    is_taken = False
    for number, mention in enumerate(mentions):
        role = 2 if number == 0 else 1
        if mention.role != OTHER:
            role = 3 if is_taken else 5 if mention.form == "proper" else 4
            is_taken = True
        roles[mention.entity] = max(role, roles.get(mention.entity, 0))
    return roles
