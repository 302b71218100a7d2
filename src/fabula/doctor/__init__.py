"""What is the matter with this installation, and how to mend it."""

from fabula.doctor.checks import Check, State, examine

__all__ = ["Check", "State", "examine"]
