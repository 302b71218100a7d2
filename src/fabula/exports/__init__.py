"""A story in other formats, one file per format."""
