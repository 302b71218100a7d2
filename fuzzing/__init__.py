"""Broken and hostile input, made from small real files: what fabula promises of it, and what tries to disprove that."""
