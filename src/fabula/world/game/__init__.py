"""The game: a design on Evennia. Two processes run it; nothing here is imported outside them but ``opening``."""
