"""On which line of a TOML file each key stands, so that a complaint can say where."""

from __future__ import annotations

import json
import re

Path = tuple[str | int, ...]

TOKEN = re.compile(
    r'(?P<string>"""(?:\\.|[^\\])*?"{3,5}|\'{3}.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<comment>#[^\n]*)|(?P<mark>[\[\]{},=.\n])|(?P<word>[^\s\"'#\[\]{},=.]+)",
    re.DOTALL,
)


def lines_of(text: str) -> dict[Path, int]:
    """The line, counted from 1, of each table, key and element of an array; the text is TOML.

    >>> lines_of('a = 1\\n[b.c]\\nd = [\\n  {e = 2},\\n  {e = 3},\\n]\\n')[("b", "c", "d", 1, "e")]
    5
    """
    return _Scan(text).run()


def line_at(lines: dict[Path, int], path: Path) -> int:
    """The line of what stands at ``path``, or of the nearest around it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Scan:
    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str, int]] = []
        line = 1
        place = 0
        for match in TOKEN.finditer(text):
            line += text.count("\n", place, match.start())
            place = match.start()
            if match.lastgroup != "comment":
                self.tokens.append((match.lastgroup or "", match[0], line))
        self.next = 0
        self.found: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}

    def run(self) -> dict[Path, int]:
        table: Path = ()
        while self.next < len(self.tokens):
            _, mark, line = self.tokens[self.next]
            if mark == "\n":
                self.next += 1
            elif mark == "[":
                table = self.header(line)
            elif not self.pair(table):
                self.next += 1
        return self.found

    def header(self, line: int) -> Path:
        start = self.next
        while self.peek() == "[":
            self.next += 1
        path: Path = self.key()
        if self.next - start > 1 and self.tokens[start + 1][1] == "[":
            number = self.counts.get(path, 0)
            self.counts[path] = number + 1
            path = (*path, number)
        while self.peek() == "]":
            self.next += 1
        for length in range(1, len(path) + 1):
            self.found.setdefault(path[:length], line)
        return path

    def pair(self, table: Path) -> bool:
        """Pass a key and its value; whether there was one."""
        start = self.next
        line = self.tokens[start][2]
        path = (*table, *self.key())
        if self.next == start:
            return False
        self.found.setdefault(path, line)
        if self.peek() == "=":
            self.next += 1
            self.value(path)
        return True

    def key(self) -> tuple[str, ...]:
        parts: list[str] = []
        while self.next < len(self.tokens):
            kind, token, _ = self.tokens[self.next]
            if kind == "word":
                parts.append(token)
            elif kind == "string":
                parts.append(_unquoted(token))
            elif token != ".":
                break
            self.next += 1
        return tuple(parts)

    def value(self, path: Path) -> None:
        opening = self.peek()
        if opening not in ("[", "{"):
            while self.peek() not in ("\n", ",", "]", "}", ""):
                self.next += 1
            return
        closing = "]" if opening == "[" else "}"
        self.next += 1
        number = 0
        while self.peek() not in (closing, ""):
            if self.peek() in ("\n", ","):
                self.next += 1
            elif opening == "[":
                self.found.setdefault((*path, number), self.tokens[self.next][2])
                self.value((*path, number))
                number += 1
            elif not self.pair(path):
                self.next += 1
        self.next += 1

    def peek(self) -> str:
        return self.tokens[self.next][1] if self.next < len(self.tokens) else ""


def _unquoted(token: str) -> str:
    if token.startswith("'"):
        return token[1:-1]
    try:
        return str(json.loads(token))
    except ValueError:
        return token[1:-1]
