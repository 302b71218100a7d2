"""Word lists, each with its origin and licence on its first line."""
