"""The design of a world: a TOML document made from a story, liked by people, checked line by line."""

from fabula.world.design.faults import Fault
from fabula.world.design.model import SCHEMA, Design
from fabula.world.design.reading import check_design, read_design

__all__ = ["SCHEMA", "Design", "Fault", "check_design", "read_design"]
