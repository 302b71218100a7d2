"""The page: a story in one self-contained HTML file."""
