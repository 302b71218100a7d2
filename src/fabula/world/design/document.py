"""A design as a TOML document that a person likes to edit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from fabula.world.design.model import Design

HEAD = """\
# The world of a story, made by fabula world design: change it as you like.
#
#   fabula world check {name}     says what does not hold, line by line
#   fabula world open {name}      opens it, for guests in browsers and on telnet
#
# Parts are named by the keys in their headers. A span says where words stand in the book, in code points. What has
# no span is a designer's own. docs/world.md of fabula says what each key means, and world.schema.json is its schema.
"""
SECTIONS = {
    "regions": "Regions: the world itself, and the dreams and memories that are entered and left.",
    "places": "Places, and the ways between them; a way that the book does not give is marked as added.",
    "characters": "Characters: a guest may play them; whoever is not played answers with lines of the book.",
    "things": "Things that are owned, carried or left somewhere.",
    "letters": "Letters and other writing that can be read.",
    "scenes": "Scenes in the order of the world; the script of one is what characters say within its span.",
}
WIDE = 110  # an array that is longer stands on several lines


def document_of(design: Design, name: str = "WORLD.toml") -> str:
    """The text of the file."""
    values = design.model_dump(by_alias=True, exclude_defaults=True)
    parts = [HEAD.format(name=name)]
    top = {key: value for key, value in values.items() if key not in SECTIONS and key != "chapters"}
    parts.append("".join(_pair(key, value) for key, value in top.items()))
    if values.get("chapters"):
        parts.append("# Where each chapter of the book begins.\n" + _pair("chapters", values["chapters"]))
    for section, says in SECTIONS.items():
        members: dict[str, BaseModel] = getattr(design, section)
        if members:
            parts.append(f"# {says}\n")
        for key, value in values.get(section, {}).items():
            parts.append(f"[{section}.{key}]\n" + "".join(_pairs(value)))
    return "\n".join(parts)


def _pairs(values: dict[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        yield _pair(key, value)


def _pair(key: str, value: Any) -> str:
    return f"{key} = {_value(value)}\n"


def _value(value: Any) -> str:
    if not isinstance(value, list):
        return value_text(value)
    inner = [value_text(part) for part in value]
    if not any(isinstance(part, dict) for part in value) and sum(map(len, inner)) <= WIDE:
        return f"[{', '.join(inner)}]"
    return "[\n" + "".join(f"  {part},\n" for part in inner) + "]"


def value_text(value: Any) -> str:
    """A value in TOML, on one line, but for texts of several lines."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case str() if "\n" in value:
            return _long_string(value)
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case list():
            return f"[{', '.join(value_text(part) for part in value)}]"
        case dict():
            return "{ " + ", ".join(f"{key} = {value_text(part)}" for key, part in value.items()) + " }"
    raise TypeError(f"no TOML for {type(value).__name__}")


def _long_string(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace("\x7f", "\\u007f").replace('"""', '""\\"')
    if plain.endswith('"'):
        plain = plain[:-1] + '\\"'
    return f'"""\n{plain}"""'
