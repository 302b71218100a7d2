"""Make the list of given names of the world, with the share of men among their bearers.

python -m training.given_names FOLDER     writes src/fabula/lexicon/world_given_names.tsv

FOLDER is the package nomquamgender 0.1.4, unpacked. Of each of 721,739 names, without accents, it has in how many of 36
sources the name is, how many bearers it has there, and the share of women among them. Kept are names that several
sources have and that are mostly of one gender, and of the names of the US census, which fabula has, those of which the
world thinks otherwise (Kai, Kit, Jean); no words that say what somebody is.
Source: Van Buskirk, Clauset and Larremore 2023, "An Open-Source Cultural Consensus Approach to Name-Based Gender
Classification" (MIT).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from fabula import lexicon
from fabula.lexicon.given_names import census
from fabula.lexicon.nouns import is_anybody
from fabula.lexicon.titles import SPELLINGS, titles

FILE = Path(lexicon.__path__[0]) / "world_given_names.tsv"
SOURCES, BEARERS = 5, 5  # at least
FEW, MANY = 0.2, 0.8  # shares of men between which a name tells too little
BEARERS_OF_KNOWN, OTHERWISE = 100, 0.2  # of a name in the census: bearers at least, and by how much the share differs
ORIGIN = (
    "# Origin: a part of nomquamgender 0.1.4, Van Buskirk, Clauset and Larremore 2023. Licence: MIT, as follows. "
    "Columns: name without accents, share of men."
)


def main() -> None:
    """Choose and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="nomquamgender 0.1.4, unpacked")
    package = parser.parse_args().package
    names = json.loads((package / "nomquamgender" / "name_data.json").read_text("utf-8"))
    (licence,) = package.glob("*.dist-info/LICENSE")
    lines = [ORIGIN, *(f"# {line}".rstrip() for line in licence.read_text("utf-8").splitlines())]
    for name, (sources, bearers, women, *_) in sorted(names.items()):
        if sources >= SOURCES and bearers >= BEARERS and is_name(name) and tells_more(name, 1 - women, bearers):
            lines.append(f"{name}\t{1 - women:.2f}")
    FILE.write_text("\n".join(lines) + "\n", "utf-8")


def is_name(name: str) -> bool:
    """Whether a name is of letters, and no word for whoever it may be ("captain", "mum")."""
    return name.isascii() and name.isalpha() and name not in titles() | SPELLINGS.keys() and not is_anybody(name, name)


def tells_more(name: str, men: float, bearers: int) -> bool:
    """Whether the share of men is clear, or another than in the census."""
    known = census().get(name)
    if known is None:
        return not FEW < men < MANY
    return bearers >= BEARERS_OF_KNOWN and abs(men - known) > OTHERWISE


if __name__ == "__main__":
    main()
