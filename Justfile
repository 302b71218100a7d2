# `just` runs everything that must be green; `just --list` shows the parts.

python := ".venv/bin/python"

all: format lint types docs-check test

# A virtual environment with everything to work on fabula.
setup:
    python3 -m venv .venv
    .venv/bin/pip install -e '.[dev]'

test *arguments:
    {{python}} -m pytest {{arguments}}

format:
    {{python}} -m ruff format .

lint:
    {{python}} -m ruff check .
    .venv/bin/codespell

types:
    {{python}} -m mypy

# Write the reference pages anew from the code.
docs:
    {{python}} docs/generate.py

docs-check:
    {{python}} docs/generate.py --check

# The pages as a site, in build/site; needs no network.
site:
    {{python}} -m sphinx -W --keep-going -b html docs build/site

bench *books:
    {{python}} benchmarks/import_time.py
    {{python}} benchmarks/speed.py --steps examples/old_patience.txt {{books}}
